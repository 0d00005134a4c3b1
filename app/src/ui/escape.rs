//! Text in the two elements whose content the framework leaves as it is: `<title>` and `<textarea>`.

/// The text as it stands in an element that holds text alone (an "escapable raw text element" of HTML, 13.1.2): there `&` and
/// `<` are read, and nothing else. For what only the server renders; the browser's own document takes text as it is.
#[must_use]
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;")
}

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::{Path, PathBuf};

    use super::escaped;

    #[test]
    fn no_text_ends_its_element() {
        assert_eq!(escaped("</title><b>&lt;"), "&lt;/title>&lt;b>&amp;lt;");
    }

    /// Elements with raw content are few: whoever writes another one sees here what it needs.
    #[test]
    fn raw_content_is_escaped_or_constant() {
        let mut files = Vec::new();
        collect(Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/src")), &mut files);
        assert!(files.len() > 100, "the sources are elsewhere");
        for file in files {
            let source = fs::read_to_string(&file).unwrap();
            // This file's own words are no elements.
            if file.ends_with("ui/escape.rs") {
                continue;
            }
            for (at, _) in source.match_indices("</textarea>") {
                let before = source[..at].trim_end();
                let content =
                    before.ends_with('>') || before.rsplit('{').next().unwrap().starts_with("escaped(");
                assert!(content, "{}: a textarea's content must be `escaped`", file.display());
            }
            let raw = source.matches("inner_html").count();
            let known = if file.ends_with("mount/mod.rs") { 2 } else { 0 };
            assert_eq!(raw, known, "{}: inner_html is written as it is", file.display());
            for element in ["<style", "<noscript", "<iframe", "srcdoc"] {
                assert!(!source.contains(element), "{}: {element} holds what isn't escaped", file.display());
            }
        }
    }

    fn collect(folder: &Path, files: &mut Vec<PathBuf>) {
        for entry in fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                collect(&path, files);
            } else if path.extension().is_some_and(|kind| kind == "rs") {
                files.push(path);
            }
        }
    }
}
