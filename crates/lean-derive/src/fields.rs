//! The fields of a struct or of a variant.

use proc_macro2::TokenStream;
use quote::quote;
use syn::ext::IdentExt;
use syn::{Fields, FieldsNamed, Ident, Member};

use crate::attributes::Attributes;

/// The only field of a struct that is written as that field alone: a tuple's, or that of a transparent one.
pub fn one(fields: &Fields, transparent: bool) -> Option<Member> {
    let tuple = matches!(fields, Fields::Unnamed(_));
    fields.members().next().filter(|_| fields.len() == 1 && (tuple || transparent))
}

/// `name: …, name: …` for all fields, read from `object`.
pub fn inside(fields: &FieldsNamed) -> syn::Result<TokenStream> {
    let mut all = TokenStream::new();
    for field in read(fields)? {
        let Read { ident, written, attributes } = field;
        if attributes.flatten {
            return Err(syn::Error::new_spanned(
                ident,
                "only a struct with a default for each field flattens",
            ));
        }
        let value = if attributes.skip {
            quote! { ::core::default::Default::default() }
        } else if attributes.default {
            quote! {
                match ::lean::find(object, #written) {
                    ::core::option::Option::Some(found) => ::lean::FromJson::from_json(found)?,
                    ::core::option::Option::None => ::core::default::Default::default(),
                }
            }
        } else {
            quote! { ::lean::FromJson::from_json(::lean::field(object, #written))? }
        };
        all.extend(quote! { #ident: #value, });
    }
    Ok(all)
}

/// Puts the fields that are in `object` into `whole`, which has a default for each. What is flattened is read from the whole
/// `json`.
pub fn found(fields: &FieldsNamed) -> syn::Result<TokenStream> {
    let mut all = TokenStream::new();
    for Read { ident, written, attributes } in
        read(fields)?.into_iter().filter(|field| !field.attributes.skip)
    {
        if attributes.flatten {
            all.extend(quote! { whole.#ident = ::lean::FromJson::from_json(json)?; });
            continue;
        }
        all.extend(quote! {
            if let ::core::option::Option::Some(found) = ::lean::find(object, #written) {
                whole.#ident = ::lean::FromJson::from_json(found)?;
            }
        });
    }
    Ok(all)
}

/// A field, and how it is written.
struct Read<'f> {
    ident: &'f Ident,
    written: String,
    attributes: Attributes,
}

fn read(fields: &FieldsNamed) -> syn::Result<Vec<Read<'_>>> {
    let named = fields.named.iter().filter_map(|field| Some((field, field.ident.as_ref()?)));
    named
        .map(|(field, ident)| {
            let mut attributes = Attributes::read(&field.attrs)?;
            // Names of fields are in snake case already, so no rule changes them.
            let written = attributes.rename.take().unwrap_or_else(|| ident.unraw().to_string());
            Ok(Read { ident, written, attributes })
        })
        .collect()
}
