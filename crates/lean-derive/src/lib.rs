//! `#[derive(FromJson)]`: reads what serde writes, by serde's own attributes.

mod attributes;
mod fields;

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DataEnum, DeriveInput, Fields, Variant, parse_macro_input};

use self::attributes::Attributes;
use self::fields::{found, inside, one};

/// Derives `lean::FromJson`. Knows serde's `tag`, `rename`, `rename_all`, `default`, `skip`, `flatten`, `other`, `transparent`
/// and `skip_serializing_if`; any other of its attributes is an error.
#[proc_macro_derive(FromJson, attributes(serde))]
pub fn from_json(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let attributes = Attributes::read(&input.attrs)?;
    let ident = &input.ident;
    let name = ident.to_string();
    let body = match &input.data {
        Data::Struct(data) => of_struct(&data.fields, &attributes, &name)?,
        Data::Enum(data) => of_enum(data, &attributes, &name)?,
        Data::Union(_) => return Err(syn::Error::new_spanned(ident, "a union has no JSON")),
    };
    let mut generics = input.generics.clone();
    for parameter in generics.type_params_mut() {
        parameter.bounds.push(syn::parse_quote!(::lean::FromJson));
    }
    let (parameters, arguments, conditions) = generics.split_for_impl();
    Ok(quote! {
        #[automatically_derived]
        impl #parameters ::lean::FromJson for #ident #arguments #conditions {
            fn from_json(json: &::lean::Json) -> ::core::result::Result<Self, ::lean::DecodeError> {
                #body
            }
        }
    })
}

fn of_struct(fields: &Fields, attributes: &Attributes, name: &str) -> syn::Result<TokenStream> {
    if let Some(only) = one(fields, attributes.transparent) {
        return Ok(quote! { ::core::result::Result::Ok(Self { #only: ::lean::FromJson::from_json(json)? }) });
    }
    let Fields::Named(named) = fields else {
        return Err(syn::Error::new_spanned(fields, "only named fields, or a single one"));
    };
    let (first, whole) = if attributes.default {
        let found = found(named)?;
        (quote! { let mut whole = <Self as ::core::default::Default>::default(); #found }, quote! { whole })
    } else {
        let inside = inside(named)?;
        (quote! {}, quote! { Self { #inside } })
    };
    Ok(quote! {
        let object = ::lean::object(json, #name)?;
        #first
        ::core::result::Result::Ok(#whole)
    })
}

fn of_enum(data: &DataEnum, attributes: &Attributes, name: &str) -> syn::Result<TokenStream> {
    let mut arms = Vec::new();
    let mut otherwise = quote! { ::core::result::Result::Err(::lean::DecodeError(#name)) };
    for variant in &data.variants {
        let own = Attributes::read(&variant.attrs)?;
        let ident = &variant.ident;
        if own.other {
            otherwise = quote! { ::core::result::Result::Ok(Self::#ident) };
        }
        let written = own.rename.unwrap_or_else(|| attributes.rename_all.apply(&ident.to_string()));
        let made = of_variant(variant, attributes.tag.is_some(), name)?;
        arms.push(quote! { #written => #made });
    }
    let choose = match &attributes.tag {
        Some(tag) => quote! {
            let inside = json;
            let variant = ::lean::text(::lean::field(::lean::object(json, #name)?, #tag), #name)?;
        },
        None => quote! { let (variant, inside) = ::lean::variant(json, #name)?; },
    };
    Ok(quote! {
        #choose
        let _ = inside;
        match variant {
            #(#arms,)*
            _ => #otherwise,
        }
    })
}

/// What makes a variant of `inside`: for tagged ones the object that the tag is in.
fn of_variant(variant: &Variant, tagged: bool, name: &str) -> syn::Result<TokenStream> {
    let ident = &variant.ident;
    Ok(match &variant.fields {
        Fields::Unit => quote! { ::core::result::Result::Ok(Self::#ident) },
        Fields::Named(named) => {
            let inside = inside(named)?;
            quote! {{
                let object = ::lean::object(inside, #name)?;
                ::core::result::Result::Ok(Self::#ident { #inside })
            }}
        }
        Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 1 => {
            quote! { ::core::result::Result::Ok(Self::#ident(::lean::FromJson::from_json(inside)?)) }
        }
        Fields::Unnamed(unnamed) if unnamed.unnamed.len() == 2 && !tagged => quote! {{
            let (first, second) = ::lean::FromJson::from_json(inside)?;
            ::core::result::Result::Ok(Self::#ident(first, second))
        }},
        Fields::Unnamed(_) => {
            return Err(syn::Error::new_spanned(variant, "name the fields, or have a single one"));
        }
    })
}
