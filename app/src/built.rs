//! How the files are called that the build made.
//!
//! The build puts each of them into a folder whose name tells its content (`class-1f3a…`), so that browsers may keep them for
//! good, and writes the names into the site's `built.txt` (`frontend/build.mjs`). Without that file, as when cargo-leptos alone built
//! the page, folders have their plain names.

use leptos::prelude::*;

/// The folders' names in the document, at the script that starts the page's program.
pub const IN_DOCUMENT: &str = "data-built";

/// A word for each folder: `class=class-1f3a… style=style-77e1…`.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Built(String);

impl Built {
    /// From what `built.txt` says.
    #[must_use]
    pub fn new(names: &str) -> Self {
        Self(names.trim().to_owned())
    }

    /// Whether the names tell the contents.
    #[must_use]
    pub fn is_named_by_content(&self) -> bool {
        self.0.contains('=')
    }

    /// Whether somebody works on the page, who wants to see what they change (`frontend/dev.mjs`).
    #[must_use]
    pub fn is_watched(&self) -> bool {
        self.0 == "dev"
    }

    /// Where a file is, `class/page.js` say.
    #[must_use]
    pub fn path(&self, file: &str) -> String {
        let folder = file.split('/').next().unwrap_or_default();
        let named = self.0.split(' ').find_map(|word| word.strip_prefix(folder)?.strip_prefix('='));
        format!("/pkg/{}{}", named.unwrap_or(folder), &file[folder.len()..])
    }

    /// A page's program, to which `.js` and `.wasm` belong.
    #[must_use]
    pub fn program(&self, name: &str) -> String {
        self.path(&format!("{name}/page"))
    }

    /// As it stands in the document.
    #[must_use]
    pub fn words(&self) -> &str {
        &self.0
    }
}

/// Of this build: from the context, and in the browser from the document.
#[must_use]
pub fn built() -> Built {
    if cfg!(feature = "browser")
        && let Ok(Some(script)) = document().query_selector("script[data-built]")
    {
        return Built::new(&script.get_attribute(IN_DOCUMENT).unwrap_or_default());
    }
    use_context().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_found_by_their_plain_names() {
        let built = Built::new("class=class-1f3a style=style-77e1\n");
        assert_eq!(built.path("style/lectern.css"), "/pkg/style-77e1/lectern.css");
        assert_eq!(built.program("class"), "/pkg/class-1f3a/page");
        assert_eq!(built.path("media/media.js"), "/pkg/media/media.js");
        assert!(built.is_named_by_content());
    }

    #[test]
    fn a_watched_page_has_plain_names() {
        let built = Built::new("dev");
        assert_eq!(built.program("class"), "/pkg/class/page");
        assert!(built.is_watched() && !built.is_named_by_content());
    }

    #[test]
    fn without_a_list_all_names_are_plain() {
        assert_eq!(Built::default().program("framed"), "/pkg/framed/page");
        assert!(!Built::default().is_named_by_content());
    }
}
