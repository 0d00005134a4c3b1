//! The small markup of the chat: `code`, **bold**, *italic*, blocks between three backticks, $formulas$ (see
//! `domain::chat::formula_at`), links, and people's names.
//!
//! A parser of our own, and not a Markdown crate: the page must stay light, and what comes out are pieces that are drawn as
//! views, never HTML, so that nothing anybody writes can become more than text.

use std::ops::Range;

use domain::chat::formula_at;
use domain::ids::UserId;
use domain::text::{begins_word, ends_word, is_blank};

use super::link::link;

/// A piece of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Piece {
    /// Words as they are.
    Text(String),
    /// `code` within a line.
    Code(String),
    /// A block of code, without its fences.
    Block(String),
    /// **bold**
    Strong(Vec<Piece>),
    /// *italic*
    Emphasis(Vec<Piece>),
    /// A formula as it was written, with its marks.
    Formula(String),
    /// An address on the web, which is shown whole: what one reads is where one goes.
    Link(String),
    /// The name of somebody who is in the class, with its "@".
    Mention(UserId, String),
}

/// Somebody's name as it may be mentioned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::pages) struct Named {
    pub user: UserId,
    pub name: String,
}

const FENCE: &str = "```";

/// The pieces of a message that mentions `names`. Marks without an end are text.
pub(super) fn parse(text: &str, names: &[Named]) -> Vec<Piece> {
    let mut pieces = Pieces::default();
    let mut rest = text;
    while let Some((before, code, after)) = fenced(rest) {
        inline(before, names, Within::default(), &mut pieces);
        pieces.push(Piece::Block(code.to_owned()));
        rest = after;
    }
    inline(rest, names, Within::default(), &mut pieces);
    pieces.done()
}

/// Where `names` are mentioned in `text`: "@" and a name, the longest that fits, not within a longer word.
pub(super) fn mentions(text: &str, names: &[Named]) -> Vec<(Range<usize>, UserId)> {
    let mut found = Vec::new();
    let mut from = 0;
    while let Some(at) = text[from..].find('@').map(|at| from + at) {
        match mention_at(text, at, names) {
            Some((length, user)) => {
                found.push((at..at + length, user));
                from = at + length;
            }
            None => from = at + 1,
        }
    }
    found
}

/// What is within what: each kind of emphasis only once, so that nothing nests deeper than two.
#[derive(Debug, Clone, Copy, Default)]
struct Within {
    strong: bool,
    emphasis: bool,
}

/// Pieces in the making, and the plain words before the next one.
#[derive(Default)]
struct Pieces {
    list: Vec<Piece>,
    plain: String,
}

impl Pieces {
    fn push(&mut self, piece: Piece) {
        self.settle();
        self.list.push(piece);
    }

    fn settle(&mut self) {
        if !self.plain.is_empty() {
            self.list.push(Piece::Text(std::mem::take(&mut self.plain)));
        }
    }

    fn done(mut self) -> Vec<Piece> {
        self.settle();
        self.list
    }
}

/// The first block between fences: what is before it, its code, what is after it.
fn fenced(text: &str) -> Option<(&str, &str, &str)> {
    let open = text.find(FENCE)?;
    let inside = &text[open + FENCE.len()..];
    let close = inside.find(FENCE)?;
    let code = &inside[..close];
    // A word right after the fence names the language.
    let code = match code.split_once('\n') {
        Some((language, code)) if !language.contains(char::is_whitespace) => code,
        _ => code,
    };
    let code = code.trim_matches('\n');
    if is_blank(code) {
        return None;
    }
    let (before, after) = (&text[..open], &inside[close + FENCE.len()..]);
    Some((before.strip_suffix('\n').unwrap_or(before), code, after.strip_prefix('\n').unwrap_or(after)))
}

fn inline(text: &str, names: &[Named], within: Within, pieces: &mut Pieces) {
    let mut at = 0;
    while let Some(next) = text[at..].chars().next() {
        let before = text[..at].chars().next_back();
        let taken = match next {
            '`' => code(&text[at..]),
            '$' | '\\' => formula(&text[at..], before),
            '*' => emphasis(&text[at..], before, names, within),
            'h' | 'H' => {
                link(&text[at..], before).map(|address| (address.len(), Piece::Link(address.to_owned())))
            }
            '@' => mention_at(text, at, names)
                .map(|(length, user)| (length, Piece::Mention(user, text[at..at + length].to_owned()))),
            _ => None,
        };
        match taken {
            Some((length, piece)) => {
                pieces.push(piece);
                at += length;
            }
            None => {
                pieces.plain.push(next);
                at += next.len_utf8();
            }
        }
    }
}

/// How many bytes a piece takes, and the piece.
type Taken = Option<(usize, Piece)>;

fn code(text: &str) -> Taken {
    let inside = text.strip_prefix('`')?;
    let end = inside.find('`')?;
    let code = &inside[..end];
    let good = !is_blank(code) && !code.contains('\n');
    good.then(|| (end + 2, Piece::Code(code.to_owned())))
}

fn formula(text: &str, before: Option<char>) -> Taken {
    formula_at(text, before).map(|length| (length, Piece::Formula(text[..length].to_owned())))
}

fn emphasis(text: &str, before: Option<char>, names: &[Named], within: Within) -> Taken {
    if !within.strong
        && let Some((inside, length)) = between(text, "**")
    {
        let within = Within { strong: true, ..within };
        return Some((length, Piece::Strong(nested(inside, names, within))));
    }
    // In 2*3*4 nothing is emphasised.
    if within.emphasis || before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    let (inside, length) = between(text, "*")?;
    let joined = text[length..].chars().next().is_some_and(char::is_alphanumeric);
    let within = Within { emphasis: true, ..within };
    (!joined).then(|| (length, Piece::Emphasis(nested(inside, names, within))))
}

fn nested(text: &str, names: &[Named], within: Within) -> Vec<Piece> {
    let mut pieces = Pieces::default();
    inline(text, names, within, &mut pieces);
    pieces.done()
}

/// What stands between two marks on one line, touching both; and the bytes of all of it.
fn between<'a>(text: &'a str, mark: &str) -> Option<(&'a str, usize)> {
    let inside = text.strip_prefix(mark)?;
    let line = inside.split('\n').next()?;
    let end = line.match_indices(mark).map(|(end, _)| end).find(|end| {
        // The last two of "***" close what was opened by two.
        *end > 0 && !line[end + mark.len()..].starts_with('*')
    })?;
    let inside = &line[..end];
    let loose = inside.starts_with([' ', '\t', '*']) || inside.ends_with([' ', '\t']);
    (!loose).then_some((inside, end + 2 * mark.len()))
}

fn mention_at(text: &str, at: usize, names: &[Named]) -> Option<(usize, UserId)> {
    let before = text[..at].chars().next_back();
    if !begins_word(before) {
        return None;
    }
    let rest = text[at..].strip_prefix('@')?;
    let fits = |named: &&Named| {
        let length = named.name.len();
        let (Some(last), Some(after)) = (named.name.chars().next_back(), rest.get(length..)) else {
            return false;
        };
        let ends = ends_word(last, after.chars().next()) && !is_address(before, after);
        ends && rest[..length].to_lowercase() == named.name.to_lowercase()
    };
    let longest = names.iter().filter(fits).max_by_key(|named| named.name.len())?;
    Some((longest.name.len() + 1, longest.user))
}

/// Whether what stands around an "@" and a word makes an e-mail address of them: "first.last_@ann.org".
fn is_address(before: Option<char>, after: &str) -> bool {
    let joined = before.is_some_and(|c| c.is_alphanumeric() || matches!(c, '.' | '_' | '+' | '-' | '%'));
    let domain =
        after.strip_prefix('.').is_some_and(|rest| rest.starts_with(|c: char| c.is_ascii_alphanumeric()));
    joined && domain
}

#[cfg(test)]
mod tests {
    use super::*;
    use uuid::Uuid;

    fn text(text: &str) -> Piece {
        Piece::Text(text.to_owned())
    }

    fn read(message: &str) -> Vec<Piece> {
        parse(message, &[])
    }

    /// What a reader sees, whatever the marks.
    fn words(pieces: &[Piece]) -> String {
        pieces
            .iter()
            .map(|piece| match piece {
                Piece::Text(text)
                | Piece::Code(text)
                | Piece::Block(text)
                | Piece::Formula(text)
                | Piece::Link(text) => text.clone(),
                Piece::Mention(_, text) => text.clone(),
                Piece::Strong(inside) | Piece::Emphasis(inside) => words(inside),
            })
            .collect()
    }

    #[test]
    fn marks_become_pieces() {
        assert_eq!(
            read("a **b** *c* `d*e*`"),
            [
                text("a "),
                Piece::Strong(vec![text("b")]),
                text(" "),
                Piece::Emphasis(vec![text("c")]),
                text(" "),
                Piece::Code("d*e*".into()),
            ]
        );
        let both = Piece::Strong(vec![text("a "), Piece::Emphasis(vec![text("b")]), text(" c")]);
        assert_eq!(read("**a *b* c**"), [both]);
    }

    #[test]
    fn a_block_keeps_its_lines_and_loses_its_fences_and_language() {
        let block = Piece::Block("let a = *b*;\n    c();".into());
        assert_eq!(read("see\n```rust\nlet a = *b*;\n    c();\n```\nend"), [text("see"), block, text("end")]);
        assert_eq!(read("```a b```"), [Piece::Block("a b".into())]);
    }

    #[test]
    fn marks_without_an_end_and_sums_are_text() {
        for plain in [
            "2*3*4",
            "2 * 3 * 4",
            "**",
            "****",
            "*",
            "* a*",
            "**open",
            "`open",
            "```open",
            "``````",
            "``",
            "a\n*b\nc*",
        ] {
            assert_eq!(read(plain), [text(plain)], "{plain}");
        }
    }

    #[test]
    fn formulas_stand_between_dollars_and_prices_are_text() {
        let formula = |text: &str| Piece::Formula(text.to_owned());
        assert_eq!(read("so $x^2*y*z$."), [text("so "), formula("$x^2*y*z$"), text(".")]);
        assert_eq!(read("$$\na\n$$ is"), [formula("$$\na\n$$"), text(" is")]);
        assert_eq!(read("**$a$**"), [Piece::Strong(vec![formula("$a$")])]);
        assert_eq!(read("\\(a*b*c\\) `$x$`"), [formula("\\(a*b*c\\)"), text(" "), Piece::Code("$x$".into())]);
        for plain in ["$5 and $6", "$5-$6", "export PATH=$HOME/bin:$PATH", "$a=$b;", "$a $", "\\", "$$a$"] {
            assert_eq!(read(plain), [text(plain)], "{plain}");
        }
    }

    #[test]
    fn addresses_are_found_between_the_words_of_any_script() {
        let links = |text: &str| {
            let link = |piece| match piece {
                Piece::Link(address) => Some(address),
                _ => None,
            };
            read(text).into_iter().filter_map(link).collect::<Vec<_>>()
        };
        let table = [
            ("请看https://example.com/a，谢谢", "https://example.com/a"),
            ("見 https://example.com/b。次", "https://example.com/b"),
            ("(見https://example.com/c）", "https://example.com/c"),
            ("（見https://example.com/c_(d)）", "https://example.com/c_(d)"),
            ("「https://example.com/e」を", "https://example.com/e"),
            ("여기https://example.com/f?", "https://example.com/f"),
            ("ดูที่https://example.com/g", "https://example.com/g"),
            ("راجعhttps://example.com/h، ثم", "https://example.com/h"),
            ("去https://example.com看", "https://example.com"),
            ("https://例え.jp/道！", "https://例え.jp/道"),
            ("“https://example.com/i”", "https://example.com/i"),
            ("*https://example.com/j*", "https://example.com/j"),
        ];
        for (text, address) in table {
            assert_eq!(links(text), [address], "{text}");
        }
        assert_eq!(links("xhttps://example.com"), [] as [&str; 0]);
    }

    #[test]
    fn html_is_text() {
        let hostile = "<img src=x onerror=alert(1)><script>*a*</script>";
        assert_eq!(words(&read(hostile)), hostile.replace('*', ""));
    }

    #[test]
    fn hostile_marks_end_soon_and_lose_no_word() {
        let many = ["*", "**", "`", "```", "*a", "**a", "* ", "@", "https://", "h", "[(", "é*", "\u{202e}"];
        for mark in many {
            let long: String = mark.repeat(2_000 / mark.len());
            let pieces = parse(&long, &[Named { user: UserId(Uuid::nil()), name: "a".into() }]);
            let kept = |text: &str| text.chars().filter(|c| !matches!(c, '*' | '`')).count();
            assert_eq!(kept(&words(&pieces)), kept(&long), "{mark}");
        }
    }

    #[test]
    fn names_of_every_script_are_mentioned() {
        let names: Vec<_> = (1..)
            .zip(["王明", "王明明", "أحمد علي", "山田 太郎", "Ada", "Ada (2)", "Björn"])
            .map(|(n, name)| Named { user: UserId(Uuid::from_u128(n)), name: name.into() })
            .collect();
        let table = [
            ("问@王明，", 1),
            ("问@王明好吗", 1),
            ("问@王明明好吗", 2),
            ("يا @أحمد علي، مرحبا", 3),
            ("@山田 太郎さん", 4),
            ("@Ada, @nobody", 5),
            ("@Ada (2), hello", 6),
            ("@björn!", 7),
        ];
        for (text, n) in table {
            let found: Vec<_> =
                mentions(text, &names).into_iter().map(|(_, user)| user.0.as_u128()).collect();
            assert_eq!(found, [n], "{text}");
        }
        assert!(mentions("@أحمد عليك", &names).is_empty(), "within a longer word");
    }

    #[test]
    fn people_are_mentioned_by_their_longest_name() {
        let user = |n| UserId(Uuid::from_u128(n));
        let names =
            [Named { user: user(1), name: "Ann".into() }, Named { user: user(2), name: "Ann Lee".into() }];
        let found = |text| mentions(text, &names).into_iter().map(|(_, user)| user).collect::<Vec<_>>();
        assert_eq!(found("@ann and @Ann Lee, but not me@Ann or @Anna"), [user(1), user(2)]);
        let glued = ["你好@Ann看", "안녕@Ann씨", "، @Ann،", "（@Ann）", "و@Ann"];
        for text in glued {
            assert_eq!(found(text), [user(1)], "{text}");
        }
        for text in ["a@Ann.com", "1@Ann", "é@Ann", "first.@Ann.com", "用户@Ann.com", "@Annika"] {
            assert_eq!(found(text), [], "{text}");
        }
        assert_eq!(
            parse("*@Ann*!", &names),
            [Piece::Emphasis(vec![Piece::Mention(user(1), "@Ann".into())]), text("!")]
        );
    }
}
