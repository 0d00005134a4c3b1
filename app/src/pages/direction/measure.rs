//! What of a page's words runs the wrong way.

/// What of a document's words that run from the right is not on its own.
pub(super) fn astray(html: &str) -> Vec<String> {
    /// An element that is open: its name, whether it is on its own, and what was read in it before that runs from the left.
    struct Open {
        name: String,
        own: bool,
        left: bool,
    }
    let mut open = vec![Open { name: String::new(), own: false, left: false }];
    let mut astray = Vec::new();
    let mut rest = html;
    while let Some((text, after)) = rest.split_once('<') {
        read(text, &mut open, &mut astray);
        let Some((tag, after)) = after.split_once('>') else { break };
        rest = after;
        let name: String =
            tag.chars().skip_while(|c| *c == '/').take_while(char::is_ascii_alphanumeric).collect();
        if tag.starts_with('/') {
            while open.len() > 1 && open.pop().is_some_and(|closed| closed.name != name) {}
        } else if matches!(name.as_str(), "script" | "style") {
            rest = rest.split_once(&format!("</{name}>")).map_or("", |(_, after)| after);
        } else if !tag.starts_with('!') && !tag.ends_with('/') && !is_void(&name) {
            let own = name == "bdi" || tag.contains("dir=\"auto\"");
            open.push(Open { name, own, left: false });
        }
    }
    return astray;

    fn read(text: &str, open: &mut [Open], astray: &mut Vec<String>) {
        let mut isolated = false;
        for c in text.chars() {
            match c {
                '\u{2068}' => isolated = true,
                '\u{2069}' => isolated = false,
                _ if isolated => {}
                c if domain::text::is_from_right(c) => {
                    let own = open.iter().rposition(|open| open.own);
                    if own.is_none_or(|own| open[own..].iter().any(|open| open.left)) {
                        let path: Vec<_> = open.iter().map(|open| open.name.as_str()).collect();
                        astray.push(format!("{}: {}", path.join(" "), text.trim()));
                        return;
                    }
                }
                c if c.is_alphabetic() => {
                    // Up to the next element of its own, what is outside of it doesn't see what is inside.
                    for open in open.iter_mut().rev() {
                        open.left = true;
                        if open.own {
                            break;
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

fn is_void(name: &str) -> bool {
    matches!(
        name,
        "br" | "hr" | "img" | "input" | "link" | "meta" | "track" | "source" | "use" | "rect" | "path"
    )
}

/// Fields for text without a direction of their own.
pub(super) fn fields(html: &str) -> Vec<String> {
    let text = |tag: &&str| {
        let kind = tag.split_once("type=\"").and_then(|(_, kind)| kind.split('"').next()).unwrap_or("text");
        tag.starts_with("textarea") || tag.starts_with("input") && matches!(kind, "text" | "search")
    };
    let tags = html.split('<').filter_map(|tag| tag.split('>').next());
    let own = |tag: &&str| tag.contains("dir=") || tag.contains("readonly");
    tags.filter(text).filter(|tag| !own(tag)).map(str::to_owned).collect()
}

#[test]
fn the_test_itself_finds_what_is_astray() {
    for astray_html in [
        "<p>عربي</p>",
        "<p dir=\"auto\">By <b>عربي</b></p>",
        "<p>Asked by عربي</p>",
        "<p dir=\"auto\"><b>By</b>عربي</p>",
        "<p><bdi>a</bdi>عربي</p>",
    ] {
        assert_eq!(astray(astray_html).len(), 1, "{astray_html}");
    }
    for right in [
        "<p dir=\"auto\">عربي and more</p>",
        "<p>By <bdi>عربي</bdi></p>",
        "<p>By \u{2068}عربي\u{2069}</p>",
        "<p dir=\"auto\"><bdi>By</bdi> 12 عربي</p>",
        "<p>By<br>a</p><p dir=\"auto\"><b>عربي</b></p><script>\"عربي\"</script>",
    ] {
        assert_eq!(astray(right), Vec::<String>::new(), "{right}");
    }
    assert_eq!(fields("<input type=\"text\" x><input type=\"checkbox\"><textarea dir=\"auto\">").len(), 1);
}
