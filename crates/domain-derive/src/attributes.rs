//! The few of serde's attributes that matter here.

use syn::{Attribute, LitStr};

/// The text of `#[serde(NAME = "…")]`, where it is there. All other attributes of serde are passed over.
pub fn serde_text(attributes: &[Attribute], name: &str) -> syn::Result<Option<String>> {
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
