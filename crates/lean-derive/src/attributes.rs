//! serde's attributes, as far as they are known here.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Lit, LitStr};

/// How names are written.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Rule {
    /// As they are in Rust.
    #[default]
    AsIs,
    /// `snake_case`.
    Snake,
}

impl Rule {
    /// A variant's name.
    pub fn apply(self, variant: &str) -> String {
        match self {
            Self::AsIs => variant.to_owned(),
            Self::Snake => {
                let mut written = String::new();
                for (at, letter) in variant.char_indices() {
                    if at > 0 && letter.is_uppercase() {
                        written.push('_');
                    }
                    written.extend(letter.to_lowercase());
                }
                written
            }
        }
    }
}

/// What is said of a type, a variant or a field.
#[derive(Debug, Default)]
pub struct Attributes {
    pub tag: Option<String>,
    pub rename: Option<String>,
    pub rename_all: Rule,
    pub default: bool,
    pub skip: bool,
    pub flatten: bool,
    pub other: bool,
    pub transparent: bool,
}

impl Attributes {
    /// Reads all `#[serde(…)]`.
    pub fn read(attributes: &[Attribute]) -> syn::Result<Self> {
        let mut read = Self::default();
        for attribute in attributes.iter().filter(|attribute| attribute.path().is_ident("serde")) {
            attribute.parse_nested_meta(|meta| read.take(&meta))?;
        }
        Ok(read)
    }

    fn take(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let is = |name| meta.path.is_ident(name);
        if is("tag") {
            self.tag = Some(text(meta)?.value());
        } else if is("rename") {
            self.rename = Some(text(meta)?.value());
        } else if is("rename_all") {
            let rule = text(meta)?;
            match rule.value().as_str() {
                "snake_case" => self.rename_all = Rule::Snake,
                _ => return Err(syn::Error::new(rule.span(), "only snake_case is known to FromJson")),
            }
        } else if is("skip_serializing_if") {
            text(meta)?;
        } else if is("default") && !meta.input.peek(syn::Token![=]) {
            self.default = true;
        } else if is("skip") {
            self.skip = true;
        } else if is("flatten") {
            self.flatten = true;
        } else if is("other") {
            self.other = true;
        } else if is("transparent") {
            self.transparent = true;
        } else {
            return Err(meta.error("not known to FromJson"));
        }
        Ok(())
    }
}

fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    match meta.value()?.parse()? {
        Lit::Str(text) => Ok(text),
        other => Err(syn::Error::new(other.span(), "a text is expected")),
    }
}
