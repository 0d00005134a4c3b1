//! Tables on a board: columns and rows of words.

use crate::board::bits::{Reader, put_number, put_signed};
use crate::rejection::BadDrawing;
use crate::words::clean;

/// Columns of a table, at most.
pub const MOST_COLUMNS: usize = 20;
/// Rows of a table, at most.
pub const MOST_ROWS: usize = 30;
/// Characters in a cell, at most.
pub const LONGEST_CELL: usize = 500;
/// Bytes of all cells together, at most: a table is one change, and goes out in one frame.
pub const LARGEST_TABLE: usize = 32_000;

/// What stands between two cells of a row, and between two rows, where a table is one text. Neither is ever in a cell.
const CELL: char = '\u{1f}';
const ROW: char = '\u{1e}';

/// Columns and rows of words.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Table {
    /// Where its columns begin, from left to right, and where the last one ends: one more than there are columns, in quanta.
    pub columns: Vec<i32>,
    /// Where its rows begin, from the top down, and where the last one ends: one more than there are rows, in quanta.
    pub rows: Vec<i32>,
    /// What its cells say, row by row: empty, or up to [`LONGEST_CELL`] characters.
    pub cells: Vec<String>,
}

impl Table {
    /// A table whose words came as one text ([`Table::text`]), cleaned as all that people write. `edges` are where its columns
    /// and rows begin and end, as many as there are of either; the shorter run is filled up with its last one.
    ///
    /// # Errors
    /// [`BadDrawing::TableTooLarge`] for too many columns or rows; [`BadDrawing::Unreadable`] for rows of different lengths, or
    /// edges that don't fit them.
    pub fn of(text: &str, edges: &[(i32, i32)]) -> Result<Self, BadDrawing> {
        let rows: Vec<Vec<&str>> = text.split(ROW).map(|row| row.split(CELL).collect()).collect();
        let columns = rows.first().map_or(0, Vec::len);
        must_fit(columns, rows.len())?;
        if rows.iter().any(|row| row.len() != columns) || edges.len() <= columns.max(rows.len()) {
            return Err(BadDrawing::Unreadable);
        }
        let said = |cell: &str| clean(cell, usize::MAX).unwrap_or_default();
        Ok(Self {
            columns: edges.iter().take(columns + 1).map(|(x, _)| *x).collect(),
            rows: edges.iter().take(rows.len() + 1).map(|(_, y)| *y).collect(),
            cells: rows.into_iter().flatten().map(said).collect(),
        })
    }

    /// All its words as one text.
    #[must_use]
    pub fn text(&self) -> String {
        let columns = self.columns.len().saturating_sub(1).max(1);
        let rows = self.cells.chunks(columns).map(|row| row.join(&CELL.to_string()));
        rows.collect::<Vec<_>>().join(&ROW.to_string())
    }

    /// Its edges as points: where the columns and the rows with the same number begin. The shorter run goes on with its last one.
    #[must_use]
    pub fn edges(&self) -> Vec<(i32, i32)> {
        let at = |run: &[i32], n: usize| run.get(n).or(run.last()).copied().unwrap_or_default();
        (0..self.columns.len().max(self.rows.len()))
            .map(|n| (at(&self.columns, n), at(&self.rows, n)))
            .collect()
    }

    /// Passes what is within all bounds, with a limit on where its edges may be.
    ///
    /// # Errors
    /// [`BadDrawing`] says which it breaks.
    pub(super) fn must_be_sound(&self, limit: i32) -> Result<(), BadDrawing> {
        let [columns, rows] = [&self.columns, &self.rows].map(|run| run.len().saturating_sub(1));
        must_fit(columns, rows)?;
        let mut edges = self.columns.iter().chain(&self.rows);
        if !edges.all(|edge| (-limit..=limit).contains(edge)) {
            return Err(BadDrawing::FarAway);
        }
        if !self.columns.is_sorted_by(|a, b| a < b) || !self.rows.is_sorted_by(|a, b| a < b) {
            return Err(BadDrawing::Unreadable);
        }
        if self.cells.len() != columns * rows {
            return Err(BadDrawing::Unreadable);
        }
        if self.cells.iter().map(String::len).sum::<usize>() > LARGEST_TABLE {
            return Err(BadDrawing::TooLarge);
        }
        for cell in self.cells.iter().filter(|cell| !cell.is_empty()) {
            if clean(cell, LONGEST_CELL).map_err(BadDrawing::Text)? != *cell {
                return Err(BadDrawing::Unreadable);
            }
        }
        Ok(())
    }

    /// Writes it: how many columns and rows there are, each edge as it lies from the one before, and the cells.
    pub(super) fn put(&self, to: &mut Vec<u8>) {
        for run in [&self.columns, &self.rows] {
            put_number(to, run.len() as u64);
            run.iter().fold(0_i32, |before, edge| {
                put_signed(to, edge.wrapping_sub(before));
                *edge
            });
        }
        for cell in &self.cells {
            put_number(to, cell.len() as u64);
            to.extend(cell.as_bytes());
        }
    }

    /// Reads what [`Table::put`] wrote, whatever its bounds but for the numbers of columns and rows.
    pub(super) fn read(from: &mut Reader<'_>) -> Result<Self, BadDrawing> {
        let mut run = |most: usize| {
            let count: usize = from.small()?;
            if count > most + 1 {
                return Err(too_large());
            }
            let mut before = 0_i32;
            (0..count)
                .map(|_| {
                    before = before.wrapping_add(from.signed()?);
                    Ok(before)
                })
                .collect::<Result<Vec<_>, _>>()
        };
        let (columns, rows) = (run(MOST_COLUMNS)?, run(MOST_ROWS)?);
        let count = columns.len().saturating_sub(1) * rows.len().saturating_sub(1);
        let mut cell = || {
            let length = from.small()?;
            String::from_utf8(from.bytes(length)?.to_vec()).map_err(|_| BadDrawing::Unreadable)
        };
        let cells = (0..count).map(|_| cell()).collect::<Result<_, _>>()?;
        Ok(Self { columns, rows, cells })
    }
}

fn must_fit(columns: usize, rows: usize) -> Result<(), BadDrawing> {
    if columns > MOST_COLUMNS || rows > MOST_ROWS {
        return Err(too_large());
    }
    if columns == 0 || rows == 0 { Err(BadDrawing::Unreadable) } else { Ok(()) }
}

fn too_large() -> BadDrawing {
    BadDrawing::TableTooLarge { columns: MOST_COLUMNS, rows: MOST_ROWS }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::board::{Form, Shape, drawn, read_drawn};
    use crate::words::BadText;

    fn shape(table: Table) -> Shape {
        Shape { colour: [1, 2, 3], width: 256, fine: 2, form: Form::Table { table, headed: false } }
    }

    fn table(columns: i32, rows: i32) -> Table {
        Table {
            columns: (0..=columns).map(|n| n * 80).collect(),
            rows: (0..=rows).map(|n| n * 30).collect(),
            cells: (0..columns * rows)
                .map(|n| if n % 3 == 0 { String::new() } else { n.to_string() })
                .collect(),
        }
    }

    #[test]
    fn a_table_is_one_text_and_points_and_comes_back() {
        for (columns, rows) in [(1, 1), (2, 3), (3, 2), (20, 30)] {
            let table = table(columns, rows);
            assert_eq!(Table::of(&table.text(), &table.edges()), Ok(table.clone()));
            assert_eq!(read_drawn(&drawn(&shape(table.clone()))), Ok(shape(table)));
        }
        let typed = Table::of(" a \u{1f}b\u{7}\u{1e}\u{1f}\u{200b}", &table(2, 2).edges()).unwrap();
        assert_eq!(typed.cells, ["a", "b", "", ""], "as all that people write is taken");
    }

    #[test]
    fn what_is_beyond_a_bound_is_refused_with_its_reason() {
        let refused = |table: Table| read_drawn(&drawn(&shape(table))).unwrap_err();
        let with = |cell: &str| Table { cells: vec![cell.to_owned()], ..table(1, 1) };
        let too_large = BadDrawing::TableTooLarge { columns: 20, rows: 30 };
        assert_eq!(refused(table(21, 1)), too_large);
        assert_eq!(refused(table(1, 31)), too_large);
        assert_eq!(refused(table(100, 40)), too_large);
        assert_eq!(refused(table(0, 1)), BadDrawing::Unreadable);
        let (most, got) = (LONGEST_CELL, LONGEST_CELL + 1);
        assert_eq!(refused(with(&"x".repeat(got))), BadDrawing::Text(BadText::TooLong { most, got }));
        assert!(read_drawn(&drawn(&shape(with(&"x".repeat(1_000_000))))).is_err());
        let full = Table { cells: vec!["x".repeat(LONGEST_CELL); 600], ..table(20, 30) };
        assert_eq!(full.must_be_sound(1 << 20), Err(BadDrawing::TooLarge));
        assert_eq!(refused(with("a\u{1f}b")), BadDrawing::Unreadable);
        assert_eq!(refused(with(" ")), BadDrawing::Text(BadText::Empty));
        assert_eq!(refused(Table { columns: vec![0, 0], ..with("a") }), BadDrawing::Unreadable, "no width");
        assert_eq!(refused(Table { columns: vec![0, i32::MAX], ..with("a") }), BadDrawing::FarAway);
        assert_eq!(
            Table::of("a\u{1f}b\u{1e}c", &table(2, 2).edges()),
            Err(BadDrawing::Unreadable),
            "rows of two lengths"
        );
        assert_eq!(Table::of("a\u{1f}b", &[(0, 0), (1, 1)]), Err(BadDrawing::Unreadable), "too few edges");
        assert_eq!(Table::of(&"\u{1e}".repeat(1_000_000), &[]), Err(too_large));
    }

    #[test]
    fn the_largest_table_is_one_change() {
        let mut largest = table(20, 30);
        largest.cells.fill("変".repeat(LARGEST_TABLE / 600 / 3));
        assert!(read_drawn(&drawn(&shape(largest))).is_ok());
    }
}
