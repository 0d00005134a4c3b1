//! Addresses on the web, as they are found in what people write.

use domain::text::{begins_word, is_invisible};

/// The address with which the text begins, if it begins with http:// or https:// and not within a word (`before` is what
/// stands before it). One with an "@" before its path is left as text: it looks like one
/// place and leads to another.
pub(crate) fn link(text: &str, before: Option<char>) -> Option<&str> {
    if !begins_word(before) {
        return None;
    }
    let scheme = ["https://", "http://"]
        .into_iter()
        .find(|scheme| text.get(..scheme.len()).is_some_and(|start| start.eq_ignore_ascii_case(scheme)))?;
    let end = text.find(ends_link).unwrap_or(text.len());
    let end = scheme.len() + host_ends(&text[scheme.len()..end]);
    let address = trimmed(&text[..end]);
    let authority = address.get(scheme.len()..)?.split(['/', '?', '#']).next()?;
    let begins = authority.starts_with(|c: char| c.is_alphanumeric() || c == '[');
    (begins && !authority.contains(['@', '\\'])).then_some(address)
}

/// White space, what stands around addresses in any script, and what can't be seen: among it is what turns the direction
/// of writing around.
fn ends_link(c: char) -> bool {
    c.is_whitespace()
        || c.is_control()
        || is_invisible(c)
        || matches!(
            c,
            '<' | '>' | '"' | '`'
                | '«' | '»'
                // Arabic comma, semicolon, question mark and full stop; the full stops of India.
                | '،' | '؛' | '؟' | '۔' | '।' | '॥'
                // Quotes but for the apostrophe, dots, dashes.
                | '\u{2014}'..='\u{2018}' | '\u{201a}'..='\u{2026}' | '‹' | '›'
                // Marks and brackets of Chinese and Japanese, and those as wide as their letters.
                | '\u{3001}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{3030}' | '・'
                | '\u{fe10}'..='\u{fe19}' | '\u{fe30}'..='\u{fe6b}'
                | '\u{ff01}'..='\u{ff0f}' | '\u{ff1a}'..='\u{ff20}' | '\u{ff3b}'..='\u{ff40}' | '\u{ff5b}'..='\u{ff65}'
        )
}

/// Up to where an address that begins with its host goes: where words of another script stand right behind the host's last
/// Latin letter, they are no part of it.
fn host_ends(address: &str) -> usize {
    let host = address.split(['/', '?', '#', ':']).next().unwrap_or_default();
    let last = host.rfind('.').map_or(0, |dot| dot + 1);
    let label = &host[last..];
    match label.find(|c: char| !c.is_ascii()) {
        Some(at) if at > 0 => last + at,
        _ => address.len(),
    }
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
