//! What the facts and commands of a feature say of themselves, read off their definitions, so that no tag and no place of
//! somebody's words stands anywhere twice.

mod attributes;
mod tagged;
mod words;

use syn::{DeriveInput, parse_macro_input};

/// Derives `Tagged`, and with it `Tag`, for an enum that serde tags inside: the tags of its variants, as serde writes them.
#[proc_macro_derive(Tagged, attributes(serde))]
pub fn tagged(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    tagged::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}

/// Derives `HoldsWords`: a field of the type `Words` holds them, one at most; a variant around a single value holds that
/// value's. Where serde leaves out erased words (`skip_serializing_if = "Words::erased"`), they count as not there.
#[proc_macro_derive(HoldsWords, attributes(serde))]
pub fn holds_words(input: proc_macro::TokenStream) -> proc_macro::TokenStream {
    let input = parse_macro_input!(input as DeriveInput);
    words::derive(&input).unwrap_or_else(syn::Error::into_compile_error).into()
}
