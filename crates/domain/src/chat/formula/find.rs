//! Where formulas are in what people write, and where a dollar is a price or a variable of a program.
//!
//! `$…$` and `\(…\)` stand on one line, `$$…$$` and `\[…\]` on any number of them. The rule, after pandoc's and stricter:
//! 1. Neither mark is escaped (`\$`), and what is inside `$…$` touches both.
//! 2. The formula begins after nothing, white space, an opening bracket, a quote, a dash, an asterisk, punctuation or a
//!    letter of a script without spaces; it ends before the same with closing brackets. So `$HOME/bin:$PATH`, `$a=$b;`,
//!    `US$5`, `$5-$6` and `'s/\(a\)/b/'` are none.
//! 3. What is inside looks like mathematics: nothing that only programs and prices have, no words side by side.
//!
//! What is between backticks is code, and code wins.

use crate::text::is_unspaced;

/// The marks around formulas, those of blocks first; whether it is a block.
const MARKS: [(&str, &str, bool); 4] =
    [("$$", "$$", true), ("$", "$", false), ("\\[", "\\]", true), ("\\(", "\\)", false)];

/// A part of a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part<'a> {
    /// Words as they are.
    Text(&'a str),
    /// A formula with its marks.
    Formula(&'a str),
}

/// The text cut at its formulas.
#[must_use]
pub fn parts(text: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let (mut plain, mut at) = (0, 0);
    while let Some(next) = text[at..].chars().next() {
        let before = text[..at].chars().next_back();
        if let Some(length) = formula_at(&text[at..], before) {
            parts.extend((plain < at).then(|| Part::Text(&text[plain..at])));
            parts.push(Part::Formula(&text[at..at + length]));
            at += length;
            plain = at;
        } else {
            at += code_at(&text[at..]).unwrap_or(next.len_utf8());
        }
    }
    parts.extend((plain < text.len()).then(|| Part::Text(&text[plain..])));
    parts
}

/// The bytes of the formula with which the text begins, marks and all; `before` is what stands before it.
#[must_use]
pub fn formula_at(text: &str, before: Option<char>) -> Option<usize> {
    if !text.starts_with(['$', '\\']) || !may_stand_before(before) {
        return None;
    }
    let (open, close, block) = MARKS.into_iter().find(|(open, ..)| text.starts_with(open))?;
    let inside = &text[open.len()..];
    let inside = &inside[..closing(inside, close, block)?];
    let length = open.len() + inside.len() + close.len();
    let loose = open == "$" && inside != inside.trim();
    let good =
        !loose && may_stand_after(text[length..].chars().next()) && looks_like_mathematics(inside.trim());
    good.then_some(length)
}

/// What is between a formula's marks, and whether it is a block of its own.
#[must_use]
pub fn inside(formula: &str) -> (&str, bool) {
    let between = |(open, close, block): (&str, &str, bool)| {
        Some((formula.strip_prefix(open)?.strip_suffix(close)?, block))
    };
    MARKS.into_iter().find_map(between).unwrap_or((formula, false))
}

/// The bytes of the code between backticks with which the text begins.
fn code_at(text: &str) -> Option<usize> {
    let mark = if text.starts_with("```") { "```" } else { "`" };
    let inside = text.strip_prefix(mark)?;
    inside.find(mark).map(|end| end + 2 * mark.len())
}

/// The bytes before the closing mark.
fn closing(inside: &str, close: &str, block: bool) -> Option<usize> {
    let mut escaped = false;
    for (at, c) in inside.char_indices() {
        if !escaped && inside[at..].starts_with(close) {
            return Some(at);
        }
        // A dollar within, or a line's end where there can be none: what was opened is no formula.
        if c == '\n' && !block || c == '$' && !escaped {
            return None;
        }
        escaped = c == '\\' && !escaped;
    }
    None
}

fn may_stand_before(before: Option<char>) -> bool {
    before.is_none_or(|c| match c {
        '(' | '[' | '\'' | '"' | '*' | '-' | ',' | '.' | ':' | ';' | '!' | '?' => true,
        _ => c.is_whitespace() || !c.is_ascii() && (is_unspaced(c) || !c.is_alphanumeric()),
    })
}

fn may_stand_after(after: Option<char>) -> bool {
    after.is_none_or(|c| match c {
        ')' | ']' | '}' | '\'' | '"' | '*' | '-' | ',' | '.' | ':' | ';' | '!' | '?' | '%' => true,
        _ => c.is_whitespace() || !c.is_ascii() && (is_unspaced(c) || !c.is_alphanumeric()),
    })
}

fn looks_like_mathematics(inside: &str) -> bool {
    const FOREIGN: [&str; 9] = ["\"", "`", "@", "#", "=~", "&&", "::", "://", "='"];
    // Such as "\#" and "\%".
    let escaped = |at: usize| inside[..at].ends_with('\\');
    let foreign = FOREIGN.iter().any(|sign| inside.match_indices(sign).any(|(at, _)| !escaped(at)));
    let price =
        inside.contains(|c: char| matches!(c, '€' | '£' | '¥' | '¢' | '\u{20a0}'..='\u{20cf}' | '￥' | '￡'));
    let bare = |end: Option<char>, at: usize| {
        end.is_some_and(|c| matches!(c, '=' | ';' | ':' | ',') && (at == 0 || !escaped(at)))
    };
    let loose = bare(inside.chars().next(), 0)
        || bare(inside.chars().next_back(), inside.len().saturating_sub(1))
        || !inside.contains(char::is_alphanumeric) && !inside.contains('\\');
    !foreign && !price && !loose && !has_words(inside)
}

/// Whether there are words side by side, or one among numbers: "or echo", "5 and 6", but not "sin x" or "PV = nRT".
fn has_words(inside: &str) -> bool {
    const FUNCTIONS: [&str; 24] = [
        "sin", "cos", "tan", "cot", "sec", "csc", "log", "ln", "lg", "exp", "lim", "max", "min", "sup",
        "inf", "det", "dim", "ker", "gcd", "lcm", "mod", "arg", "deg", "arctan",
    ];
    let is_word = |word: &&str| {
        let letters = word.trim_matches([',', '.', ';', ':', '!', '(', ')']);
        letters.chars().nth(1).is_some()
            && letters.chars().all(|c| c.is_alphabetic() || matches!(c, '\'' | '’' | '-'))
            && !FUNCTIONS.contains(&letters)
    };
    let words = inside.split_whitespace().filter(is_word).count();
    let spaced = inside.contains(char::is_whitespace);
    let relates = inside.contains(['=', '<', '>', '^', '_', '\\', '≤', '≥', '≠', '≈']);
    spaced && words > 0 && !relates
}

#[cfg(test)]
mod tests {
    use super::{Part, inside, parts};

    /// The formulas in a text.
    fn found(text: &str) -> Vec<&str> {
        let all: String = parts(text)
            .iter()
            .map(|part| match part {
                Part::Text(text) | Part::Formula(text) => *text,
            })
            .collect();
        assert_eq!(all, text, "nothing is lost");
        let formula = |part: &Part<'_>| match part {
            Part::Formula(formula) => text.find(formula).map(|at| &text[at..at + formula.len()]),
            Part::Text(_) => None,
        };
        parts(text).iter().filter_map(formula).collect()
    }

    #[test]
    fn formulas_are_found_with_their_marks() {
        let table: &[(&str, &[&str])] = &[
            ("$x^2$", &["$x^2$"]),
            ("so $x^2*y*z$.", &["$x^2*y*z$"]),
            ("$a$, $b$ and $c$!", &["$a$", "$b$", "$c$"]),
            ("($x$) [$y$] “$z$”", &["$x$", "$y$", "$z$"]),
            ("the $n$-th and non-$p$", &["$n$", "$p$"]),
            ("$$\n\\frac{a}{b}\n$$", &["$$\n\\frac{a}{b}\n$$"]),
            ("$$x$$ is", &["$$x$$"]),
            ("\\(x^2\\) and \\( y \\)", &["\\(x^2\\)", "\\( y \\)"]),
            ("\\[\na = b\n\\]", &["\\[\na = b\n\\]"]),
            ("设$x^2$为，则$y$。", &["$x^2$", "$y$"]),
            ("ist $\\alpha$ größer?", &["$\\alpha$"]),
            ("$PV = nRT$", &["$PV = nRT$"]),
            ("$speed = distance / time$", &["$speed = distance / time$"]),
            ("$2 \\sin x$ or $2 sin x$", &["$2 \\sin x$", "$2 sin x$"]),
            ("$AB$ and $20$", &["$AB$", "$20$"]),
            (
                "$f'$, $f: A \\to B$, $H^+$, $[0, 1[$, $|x|$",
                &["$f'$", "$f: A \\to B$", "$H^+$", "$[0, 1[$", "$|x|$"],
            ),
            ("$\\text{if } x > 0 \\text{ and so on}$", &["$\\text{if } x > 0 \\text{ and so on}$"]),
            ("$x$%", &["$x$"]),
            ("$5\\%$ and $\\$5$", &["$5\\%$", "$\\$5$"]),
            ("I pay $5 for $x$", &["$x$"]),
            ("$x -> 0$, what is $y=?$", &["$x -> 0$", "$y=?$"]),
        ];
        for (text, formulas) in table {
            assert_eq!(found(text), *formulas, "{text}");
        }
    }

    #[test]
    fn prices_programs_and_words_are_text() {
        let text = [
            "export PATH=$HOME/bin:$PATH",
            "export PATH=$PATH:$HOME/bin:$GOPATH",
            "$a=$b;",
            "$a = $b + $c;",
            "$HOME",
            "echo $HOME $USER",
            "echo \"$a\" \"$b\"",
            "echo \"$a\"\"$b\"",
            "echo ${a}-${b}",
            "$(pwd)/$(ls)",
            "kill $$ or echo $$",
            "kill $$; wait $$",
            "awk '{print $1\"$\"$2}'",
            "awk '{ print $1, $2 }'",
            "if [ $? -eq $1 ]; then",
            "echo $?$!",
            "grep '^$' file$",
            "sed 's/\\(a\\)/\\1/'",
            "find . \\( -name a -o -name b \\)",
            "$x=~s/a$/b/;",
            "$obj->name . $obj->rest",
            "foo($a,$b)",
            "<?php $a='$'; ?>",
            "my ($self, %args) = @_; $self->{x} = $args{x};",
            "df$a + df$b",
            "$('a').b($('c'))",
            "it costs $5 and $6",
            "it costs $5, $6 or 7$",
            "from 5$ to 6$",
            "$5-$6",
            "$5/$6",
            "US$5 or CA$6 or R$7",
            "$5, €6, £7 or ¥8$",
            "about $5 and not 6$",
            "$1.50/$2",
            "$20k-$30k",
            "\\$5 and 6$",
            "\\$x$",
            "US$a$",
            "x$a$",
            "$a$b",
            "$a$7",
            "$ a$",
            "$a $",
            "$",
            "$$",
            "$$$$",
            "$ $",
            "$a\nb$",
            "$$a$",
            "$=$",
            "\\(\\)",
            "\\(a",
            "`$x$`",
            "so `$a=1; $x$` and ```\n$y$\n```",
        ];
        for text in text {
            assert_eq!(found(text), [] as [&str; 0], "{text}");
        }
    }

    #[test]
    fn marks_are_taken_off() {
        let table = [
            ("$x$", ("x", false)),
            ("$$x$$", ("x", true)),
            ("\\(x\\)", ("x", false)),
            ("\\[x\\]", ("x", true)),
        ];
        for (formula, wanted) in table {
            assert_eq!(inside(formula), wanted);
        }
    }

    #[test]
    fn many_marks_end_soon() {
        for mark in ["$", "$$", "\\(", "\\[", "`", "$a", "```"] {
            let long = mark.repeat(2_000 / mark.len());
            let _ = found(&long);
        }
    }
}
