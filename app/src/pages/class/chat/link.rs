//! Addresses on the web, as they are found in what people write.

/// The address with which the text begins, if it begins with http:// or https:// and not within a word (`before` is what
/// stands before it). One with an "@" before its path is left as text: it looks like one
/// place and leads to another.
pub(super) fn link(text: &str, before: Option<char>) -> Option<&str> {
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let end = text.find(ends_link).unwrap_or(text.len());
    let address = trimmed(&text[..end]);
    let authority = address.get(scheme.len()..)?.split(['/', '?', '#']).next()?;
    let begins = authority.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    (begins && !authority.contains(['@', '\\'])).then_some(address)
}

/// White space, what stands around addresses, and characters that turn the direction of writing around.
fn ends_link(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || matches!(c, '<' | '>' | '"' | '`' | '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}')
}

/// The address without the sentence's own punctuation; a closing bracket stays where it was opened in the address.
fn trimmed(address: &str) -> &str {
    let mut address = address;
    loop {
        let shorter = address.trim_end_matches(['.', ',', ';', ':', '!', '?', '\'', '*', '’', '…']);
        let count = |c| shorter.matches(c).count();
        let shorter = match shorter.chars().next_back() {
            Some(')') if count(')') > count('(') => &shorter[..shorter.len() - 1],
            Some(']') if count(']') > count('[') => &shorter[..shorter.len() - 1],
            _ => shorter,
        };
        if shorter.len() == address.len() {
            return address;
        }
        address = shorter;
    }
}

#[cfg(test)]
mod tests {
    use super::link;

    #[test]
    fn an_address_ends_where_the_sentence_goes_on() {
        let begins = |text| link(text, None).unwrap();
        assert_eq!(begins("https://a.org/b_(c)."), "https://a.org/b_(c)");
        assert_eq!(begins("http://a.org), more"), "http://a.org");
        assert_eq!(begins("HTTPS://A.ORG/x?y=[1]!"), "HTTPS://A.ORG/x?y=[1]");
        assert_eq!(begins("https://a.org/\u{202e}gpj.exe"), "https://a.org/", "nothing is turned around");
        assert_eq!(begins("https://a.org/\"onclick=x"), "https://a.org/");
    }

    #[test]
    fn only_addresses_on_the_web_are_links() {
        for plain in [
            "javascript:alert(1)",
            "JaVaScRiPt://a.org",
            "data:text/html,x",
            "https://",
            "https:// a.org",
            "http://.",
            "https://\\evil.org",
            "https://bank.org@evil.org/",
            "ftp://a.org",
            "hé",
        ] {
            assert_eq!(link(plain, None), None, "{plain}");
        }
        assert_eq!(link("https://a.org", Some('x')), None);
    }
}
