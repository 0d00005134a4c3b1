//! Tables as files: RFC 4180, in UTF-8 with the mark by which spreadsheets know it.

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
    // What is in front of a formula keeps no spreadsheet from computing it.
    let shown = cell.trim_start();
    let computes = shown.starts_with(FORMULA) && !is_number(shown);
    let guard = if computes { "'" } else { "" };
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

/// A negative number is just that.
fn is_number(cell: &str) -> bool {
    cell.strip_prefix('-')
        .is_some_and(|digits| !digits.is_empty() && digits.chars().all(|digit| digit.is_ascii_digit()))
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
        assert_eq!((cell("-2"), cell("1 - 1")), ("-2".into(), "1 - 1".into()));
    }
}
