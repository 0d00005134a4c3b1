//! What the facts and commands of a feature say of themselves, read off their definitions, so that no tag and no place of
//! somebody's words stands anywhere twice.

mod tagged;
mod words;

use syn::{Attribute, DeriveInput, LitStr, parse_macro_input};

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

/// The text of `#[serde(NAME = "…")]`, where it is there. All other attributes of serde are passed over.
fn serde_text(attributes: &[Attribute], name: &str) -> syn::Result<Option<String>> {
    let mut found = None;
    for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
        attribute.parse_nested_meta(|meta| {
            if meta.input.peek(syn::Token![=]) {
                let text: LitStr = meta.value()?.parse()?;
                if meta.path.is_ident(name) {
                    found = Some(text.value());
                }
            }
            Ok(())
        })?;
    }
    Ok(found)
}
