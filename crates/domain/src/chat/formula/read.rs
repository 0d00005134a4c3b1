//! Reading a formula.

use super::symbols::{accent, blackboard, has_limits, symbol};
use super::{Leaf, Math, Node};
use crate::text::LONGEST_FORMULA;

/// Parts within parts, at most.
const DEEPEST: u8 = 20;

/// The formula that `tex` says, without the marks around it; `None` for what isn't one, or says more than is known here.
#[must_use]
pub fn formula(tex: &str) -> Option<Math> {
    if tex.chars().count() > LONGEST_FORMULA {
        return None;
    }
    let mut reader = Reader { rest: tex, deep: 0 };
    let parts = reader.parts()?;
    let read = reader.peek().is_none() && !parts.is_empty();
    read.then(|| Math::row(parts))
}

struct Reader<'a> {
    rest: &'a str,
    deep: u8,
}

impl<'a> Reader<'a> {
    /// What comes next but for spaces.
    fn peek(&mut self) -> Option<char> {
        self.rest = self.rest.trim_start();
        self.rest.chars().next()
    }

    fn eat(&mut self, wanted: &str) -> bool {
        self.rest = self.rest.trim_start();
        let rest = self.rest.strip_prefix(wanted);
        self.rest = rest.unwrap_or(self.rest);
        rest.is_some()
    }

    fn take(&mut self, bytes: usize) -> &'a str {
        let (taken, rest) = self.rest.split_at(bytes);
        self.rest = rest;
        taken
    }

    /// The name of the command that comes next, without taking it.
    fn command(&self) -> Option<&'a str> {
        let name = self.rest.strip_prefix('\\')?;
        let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
        let one = || name.chars().next().map_or(0, char::len_utf8);
        Some(&name[..if letters > 0 { letters } else { one() }])
    }

    fn take_command(&mut self, name: &str) {
        self.take(1 + name.len());
    }

    /// Parts up to what ends them: a bracket that wasn't opened here, a cell's or a line's end, the end.
    fn parts(&mut self) -> Option<Vec<Math>> {
        self.deep += 1;
        if self.deep > DEEPEST {
            return None;
        }
        let mut parts = Vec::new();
        while let Some(next) = self.peek() {
            if matches!(next, '}' | '&') || matches!(self.command(), Some("\\" | "right" | "end")) {
                break;
            }
            parts.extend(self.part()?);
        }
        self.deep -= 1;
        Some(parts)
    }

    /// A part with what stands at its corners; nothing where it is only a space.
    fn part(&mut self) -> Option<Option<Math>> {
        let limits = self.command().is_some_and(has_limits);
        let base = match self.peek()? {
            '^' | '_' => Math::Node(Node::Row, vec![]),
            _ => match self.atom()? {
                Some(base) => base,
                None => return Some(None),
            },
        };
        let (mut below, mut above, mut primes) = (None, None, String::new());
        loop {
            match self.peek() {
                Some('\'') => {
                    self.take(1);
                    primes.push('′');
                }
                Some('^') if above.is_none() => {
                    self.take(1);
                    above = Some(self.argument()?);
                }
                Some('_') if below.is_none() => {
                    self.take(1);
                    below = Some(self.argument()?);
                }
                Some('^' | '_') => return None,
                _ => break,
            }
        }
        if !primes.is_empty() {
            let primes = Math::sign(primes);
            above = Some(match above {
                Some(above) => Math::Node(Node::Row, vec![primes, above]),
                None => primes,
            });
        }
        let (sub, sup, both) = match limits {
            true => (Node::Under, Node::Over, Node::UnderOver),
            false => (Node::Sub, Node::Sup, Node::SubSup),
        };
        Some(Some(match (below, above) {
            (None, None) => base,
            (Some(below), None) => Math::Node(sub, vec![base, below]),
            (None, Some(above)) => Math::Node(sup, vec![base, above]),
            (Some(below), Some(above)) => Math::Node(both, vec![base, below, above]),
        }))
    }

    fn atom(&mut self) -> Option<Option<Math>> {
        let next = self.peek()?;
        if next == '{' {
            return self.group().map(Some);
        }
        if let Some(command) = self.command() {
            self.take_command(command);
            return self.after(command);
        }
        if next.is_ascii_digit() {
            let digits = self.rest.bytes().take_while(|byte| byte.is_ascii_digit() || *byte == b'.').count();
            let number = self.rest[..digits].trim_end_matches('.').len();
            return Some(Some(Math::Leaf(Leaf::Number, self.take(number).to_owned())));
        }
        self.single().map(Some)
    }

    /// One character: a name, a digit or a sign.
    fn single(&mut self) -> Option<Math> {
        let next = self.peek()?;
        let text = self.take(next.len_utf8());
        Some(match next {
            '-' => Math::sign("−"),
            '*' => Math::sign("∗"),
            '~' => Math::Leaf(Leaf::Text, "\u{a0}".to_owned()),
            '$' | '#' | '%' | '\\' | '{' | '}' | '&' | '^' | '_' => return None,
            _ if next.is_ascii_digit() => Math::Leaf(Leaf::Number, text.to_owned()),
            _ if next.is_alphabetic() => Math::name(text),
            _ if next.is_control() => return None,
            _ => Math::sign(text),
        })
    }

    /// What a command is about: a group, another command or one character.
    fn argument(&mut self) -> Option<Math> {
        match self.peek()? {
            '{' => self.group(),
            '\\' => {
                // `x^\frac12` is deep, too.
                self.deep += 1;
                let part = (self.deep <= DEEPEST).then(|| self.atom()).flatten().flatten();
                self.deep -= 1;
                part
            }
            _ => self.single(),
        }
    }

    fn group(&mut self) -> Option<Math> {
        let parts = self.eat("{").then(|| self.parts())??;
        self.eat("}").then(|| Math::row(parts))
    }

    /// The words between two brackets, as they are.
    fn words(&mut self) -> Option<&'a str> {
        let inside = self.rest.trim_start().strip_prefix('{')?;
        let (words, rest) = inside.split_once('}')?;
        self.rest = rest;
        (!words.contains(['{', '\\', '$'])).then_some(words)
    }

    fn after(&mut self, command: &str) -> Option<Option<Math>> {
        let part = match command {
            "frac" | "dfrac" | "tfrac" => {
                Math::Node(Node::Fraction, vec![self.argument()?, self.argument()?])
            }
            "binom" => {
                let line = |part| Math::Node(Node::TableRow, vec![Math::Node(Node::Cell, vec![part])]);
                let both = vec![line(self.argument()?), line(self.argument()?)];
                fenced("(", Math::Node(Node::Table, both), ")")
            }
            "sqrt" if self.eat("[") => {
                let (which, rest) = self.rest.split_once(']')?;
                self.rest = rest;
                Math::Node(Node::NthRoot, vec![self.argument()?, formula(which)?])
            }
            "sqrt" => Math::Node(Node::Root, vec![self.argument()?]),
            "text" | "mathrm" | "textrm" | "mbox" => Math::Leaf(Leaf::Text, self.words()?.to_owned()),
            "operatorname" => Math::name(self.words()?.trim()),
            "mathbb" => Math::name(blackboard(self.words()?.trim())?),
            "mathbf" | "mathit" | "mathcal" | "boldsymbol" | "textbf" | "displaystyle" | "textstyle"
            | "limits" | "big" | "Big" | "bigl" | "bigr" | "Bigl" | "Bigr" => return Some(None),
            "," | ";" | ":" | " " | "quad" | "qquad" => Math::Leaf(Leaf::Text, "\u{2002}".to_owned()),
            "!" => return Some(None),
            "left" => {
                let open = self.fence()?;
                let inside = self.parts()?;
                let close = self.eat("\\right").then(|| self.fence())??;
                Math::Node(Node::Row, [open].into_iter().chain(inside).chain([close]).collect())
            }
            "begin" => self.environment()?,
            _ => match accent(command) {
                Some((sign, true)) => Math::Node(Node::Over, vec![self.argument()?, Math::sign(sign)]),
                Some((sign, false)) => Math::Node(Node::Under, vec![self.argument()?, Math::sign(sign)]),
                None => symbol(command)?,
            },
        };
        Some(Some(part))
    }

    /// A bracket after `\left` or `\right`; a full stop is none.
    fn fence(&mut self) -> Option<Math> {
        if self.eat(".") {
            return Some(Math::sign(""));
        }
        let next = self.peek()?;
        match self.command() {
            Some(command) => {
                self.take_command(command);
                symbol(command)
            }
            None if matches!(next, '(' | ')' | '[' | ']' | '|' | '/' | '<' | '>') => self.single(),
            None => None,
        }
    }

    fn environment(&mut self) -> Option<Math> {
        let name = self.words()?;
        let (open, close) = match name {
            "matrix" | "aligned" | "array" | "align" | "align*" => ("", ""),
            "pmatrix" => ("(", ")"),
            "bmatrix" => ("[", "]"),
            "vmatrix" => ("|", "|"),
            "cases" => ("{", ""),
            _ => return None,
        };
        let mut lines = vec![vec![]];
        loop {
            let cell = Math::Node(Node::Cell, self.parts()?);
            lines.last_mut()?.push(cell);
            match (self.peek()?, self.command()) {
                ('&', _) => drop(self.take(1)),
                (_, Some("\\")) => {
                    self.take_command("\\");
                    lines.push(vec![]);
                }
                (_, Some("end")) => {
                    self.take_command("end");
                    let ends = self.words()? == name;
                    // The last line may end as the others do.
                    let empty = |line: &Vec<Math>| *line == [Math::Node(Node::Cell, vec![])];
                    if lines.len() > 1 && lines.last().is_some_and(empty) {
                        lines.pop();
                    }
                    let lines = lines.into_iter().map(|line| Math::Node(Node::TableRow, line)).collect();
                    return ends.then(|| fenced(open, Math::Node(Node::Table, lines), close));
                }
                _ => return None,
            }
        }
    }
}

fn fenced(open: &str, inside: Math, close: &str) -> Math {
    let sign = |sign: &str| (!sign.is_empty()).then(|| Math::sign(sign));
    Math::row(sign(open).into_iter().chain([inside]).chain(sign(close)).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A formula in a line: parts that stand together in brackets after what they make.
    fn said(math: &Math) -> String {
        match math {
            Math::Leaf(_, text) => text.clone(),
            Math::Node(node, parts) => {
                let parts: Vec<_> = parts.iter().map(said).collect();
                format!("{node:?}({})", parts.join(" "))
            }
        }
    }

    fn read(tex: &str) -> String {
        formula(tex).map_or_else(|| "none".to_owned(), |math| said(&math))
    }

    #[test]
    fn what_is_written_in_a_class_is_read() {
        let table = [
            ("x^2", "Sup(x 2)"),
            ("E = mc^2", "Row(E = m Sup(c 2))"),
            ("x_i^{2n}", "SubSup(x i Row(2 n))"),
            ("f''(x)", "Row(Sup(f ′′) ( x ))"),
            (r"\frac12 \cdot \frac{a}{b+1}", "Row(Fraction(1 2) ⋅ Fraction(a Row(b + 1)))"),
            (r"\sqrt{2} \ne \sqrt[3]{8}", "Row(Root(2) ≠ NthRoot(8 3))"),
            (r"\sum_{k=0}^\infty 3.14", "Row(UnderOver(∑ Row(k = 0) ∞) 3.14)"),
            (r"\int_0^1 \sin x", "Row(SubSup(∫ 0 1) sin x)"),
            (r"\vec{F} \in \mathbb{R}", "Row(Over(F →) ∈ ℝ)"),
            (r"\left( a \right]", "Row(( a ])"),
            (r"v_\text{max}", "Sub(v max)"),
            (
                r"\begin{pmatrix} a & b \\ c & d \\ \end{pmatrix}",
                "Row(( Table(TableRow(Cell(a) Cell(b)) TableRow(Cell(c) Cell(d))) ))",
            ),
            ("a-1", "Row(a − 1)"),
            ("größe", "Row(g r ö ß e)"),
        ];
        for (tex, wanted) in table {
            assert_eq!(read(tex), wanted, "{tex}");
        }
    }

    #[test]
    fn what_is_no_formula_stays_as_it_was_written() {
        for tex in [
            "",
            " ",
            "{",
            "}",
            "x^",
            "x^2^3",
            r"\frac1",
            r"\unknown{x}",
            r"\left( a",
            r"\right)",
            r"\begin{x}\end{x}",
            r"\begin{matrix} a",
            "a & b",
            r"a \\ b",
            r"\text{a\b}",
            r"\",
            "5 #",
            "$",
        ] {
            assert_eq!(read(tex), "none", "{tex}");
        }
    }

    #[test]
    fn nothing_is_too_deep_or_too_long() {
        for open in ["{", r"\sqrt{", r"x^{", r"\left(", r"\begin{matrix}", r"\sqrt", r"\frac", "x^", r"\vec"]
        {
            assert_eq!(formula(&open.repeat(300)), None, "{open}");
        }
        assert_eq!(formula(&"x".repeat(LONGEST_FORMULA + 1)), None);
        assert!(formula(&"x".repeat(LONGEST_FORMULA)).is_some());
    }

    #[test]
    fn markup_is_signs_and_letters() {
        let hostile = formula(r"<img src=x onerror=1>\text{<script>}").unwrap();
        assert!(said(&hostile).ends_with("<script>)"), "a word as it is: {}", said(&hostile));
    }
}
