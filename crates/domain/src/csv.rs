//! Tables as files: RFC 4180, in UTF-8 with the mark by which spreadsheets know it.

use crate::text::is_invisible;

/// The mark: without it spreadsheets take the file for the letters of their system.
const MARK: char = '\u{feff}';
/// What spreadsheets take for the beginning of a formula, in the widths that they read.
const FORMULA: [char; 8] = ['=', '+', '-', '@', '＝', '＋', '－', '＠'];

/// The table as a file's text. Cells that a spreadsheet would compute are made harmless: people write into them.
#[must_use]
pub fn csv(header: &[&str], rows: &[Vec<String>]) -> String {
    let mut text = String::from(MARK);
    let mut line = |cells: &mut dyn Iterator<Item = &str>| {
        for (place, cell) in cells.enumerate() {
            if place > 0 {
                text.push(',');
            }
            push(&mut text, cell);
        }
        text.push_str("\r\n");
    };
    line(&mut header.iter().copied());
    for row in rows {
        line(&mut row.iter().map(String::as_str));
    }
    text
}

fn push(text: &mut String, cell: &str) {
    let guard = if computes(cell) { "'" } else { "" };
    if cell.contains([',', ';', '"', '\n', '\r', '\t']) || cell != cell.trim() {
        text.push('"');
        text.push_str(guard);
        text.push_str(&cell.replace('"', "\"\""));
        text.push('"');
    } else {
        text.push_str(guard);
        text.push_str(cell);
    }
}

/// Whether a spreadsheet might take the cell for more than words: it begins with a tab or a line's end, or, behind
/// white space and what can't be seen, with a formula's first character. A negative number is just that.
fn computes(cell: &str) -> bool {
    let shown = cell.trim_start_matches(|c: char| c.is_whitespace() || c.is_control() || is_invisible(c));
    cell.starts_with(['\t', '\r', '\n']) || shown.starts_with(FORMULA) && !is_negative_number(shown)
}

/// "-", then digits with at most one point or comma among them (digits after it, or before it, or both), then perhaps an
/// exponent: "e" or "E", perhaps a sign, digits.
fn is_negative_number(cell: &str) -> bool {
    let Some(number) = cell.strip_prefix('-') else { return false };
    let (number, exponent) = match number.split_once(['e', 'E']) {
        Some((number, exponent)) => (number, exponent.strip_prefix(['+', '-']).unwrap_or(exponent)),
        None => (number, "0"),
    };
    let (whole, part) = number.split_once(['.', ',']).unwrap_or((number, ""));
    let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let some = !exponent.is_empty() && !(whole.is_empty() && part.is_empty());
    some && digits(whole) && digits(part) && digits(exponent)
}

#[cfg(test)]
mod tests {
    use super::csv;

    fn cell(text: &str) -> String {
        let table = csv(&["A"], &[vec![text.to_owned()]]);
        table.strip_prefix("\u{feff}A\r\n").unwrap().strip_suffix("\r\n").unwrap().to_owned()
    }

    #[test]
    fn a_table_has_a_mark_and_lines_that_end_as_the_standard_says() {
        let rows = [vec!["Ada".to_owned(), "1".to_owned()], vec![String::new(), "2".to_owned()]];
        assert_eq!(csv(&["Name", "Minutes"], &rows), "\u{feff}Name,Minutes\r\nAda,1\r\n,2\r\n");
    }

    #[test]
    fn what_would_break_a_line_is_quoted() {
        assert_eq!(cell("Lovelace, Ada"), "\"Lovelace, Ada\"");
        assert_eq!(cell("\"so\" she said"), "\"\"\"so\"\" she said\"");
        assert_eq!(cell("one\ntwo"), "\"one\ntwo\"");
    }

    #[test]
    fn nothing_that_people_write_is_computed() {
        for formula in ["=1+1", "+1+1", "-1+1", "@SUM(A1)", "＝1+1"] {
            assert_eq!(cell(formula), format!("'{formula}"));
        }
        assert_eq!(cell(" =1+1"), "\"' =1+1\"");
        assert_eq!(cell("\t=1+1"), "\"'\t=1+1\"");
        assert_eq!(cell("=HYPERLINK(\"x\",\"y\")"), "\"'=HYPERLINK(\"\"x\"\",\"\"y\"\")\"");
        for formula in ["\u{200b}=1+1", "\u{feff}@SUM(A1)", "\u{a0}-1+1"] {
            assert!(cell(formula).trim_start_matches('"').starts_with('\''), "{formula:?}");
        }
        for led in ["\tx", "\rx", "\nx", "\r\n1"] {
            assert_eq!(cell(led), format!("\"'{led}\""), "{led:?}");
        }
    }

    #[test]
    fn negative_numbers_stay_numbers_and_nothing_else_does() {
        for number in [
            "-2", "-0.5", "-0,5", "-.5", "-,5", "-5.", "-1e-7", "-1E+7", "-1.5e3", "-12,25", "1 - 1", "0.5",
            "1e-7", "5",
        ] {
            assert_eq!(cell(number).trim_matches('"'), number);
        }
        let more = [
            "-", "-.", "-e5", "-1e", "-1e-", "-1-1", "-1+1", "--1", "-1.2.3", "-1,2.3", "-a", "-1a",
            "-1e5e5", "-(1)", "-٣", "+1", "+1+1", "+49 170",
        ];
        for words in more {
            assert_eq!(cell(words).trim_matches('"'), format!("'{words}"));
        }
    }
}
