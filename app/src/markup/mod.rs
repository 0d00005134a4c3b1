//! The small markup of the chat: `code`, **bold**, *italic*, blocks between three backticks, $formulas$ (see
//! `domain::chat::formula_at`), links, and people's names.
//!
//! A parser of our own, and not a Markdown crate: the page must stay light, and what comes out are pieces that are drawn as
//! views, never HTML, so that nothing anybody writes can become more than text.

mod formula;
mod link;
mod marked;
#[cfg(test)]
mod tests;

pub(crate) use formula::formula;
#[cfg(any(feature = "browser", test))]
pub(crate) use formula::mathml;
pub(crate) use marked::{Formulas, marked, with_formulas};

use std::ops::Range;

use domain::chat::formula_at;
use domain::ids::UserId;
use domain::text::{begins_word, ends_word, is_blank};

use self::link::link;

/// A piece of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Piece {
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
pub(crate) struct Named {
    pub user: UserId,
    pub name: String,
}

const FENCE: &str = "```";

/// The pieces of a message that mentions `names`. Marks without an end are text.
pub(crate) fn parse(text: &str, names: &[Named]) -> Vec<Piece> {
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
pub(crate) fn mentions(text: &str, names: &[Named]) -> Vec<(Range<usize>, UserId)> {
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
            '$' | '\\' => math(&text[at..], before),
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

fn math(text: &str, before: Option<char>) -> Taken {
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
