//! `#[derive(Tagged)]`.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Data, DeriveInput};

use crate::serde_text;

pub fn derive(input: &DeriveInput) -> syn::Result<TokenStream> {
    let Data::Enum(data) = &input.data else {
        return Err(syn::Error::new_spanned(&input.ident, "only an enum has tags"));
    };
    let snake = serde_text(&input.attrs, "rename_all")?.is_some_and(|rule| rule == "snake_case");
    let mut tags = Vec::new();
    let mut arms = Vec::new();
    for variant in &data.variants {
        let ident = &variant.ident;
        let tag = match serde_text(&variant.attrs, "rename")? {
            Some(tag) => tag,
            None if snake => snake_case(&ident.to_string()),
            None => return Err(syn::Error::new_spanned(ident, "say its tag with #[serde(rename = …)]")),
        };
        arms.push(quote! { Self::#ident { .. } => #tag });
        tags.push(tag);
    }
    let ident = &input.ident;
    Ok(quote! {
        #[automatically_derived]
        impl crate::core::Tagged for #ident {
            const TAGS: &'static [&'static str] = &[#(#tags),*];
        }

        #[automatically_derived]
        impl crate::core::Tag for #ident {
            fn tag(&self) -> &'static str {
                match self {
                    #(#arms,)*
                }
            }
        }
    })
}

/// As serde's rule writes a variant's name.
fn snake_case(variant: &str) -> String {
    let mut written = String::new();
    for (at, letter) in variant.char_indices() {
        if at > 0 && letter.is_uppercase() {
            written.push('_');
        }
        written.extend(letter.to_lowercase());
    }
    written
}
