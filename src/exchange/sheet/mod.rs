//! Questions as a table: a row for each part of a question, the three languages side by side.
//!
//! | part | value | kk | ru | en |
//! |---|---|---|---|---|
//! | question | single | … | … | … |
//! | right | | … | … | … |
//! | wrong | | … | … | … |
//! | why | | … | … | … |

mod book;
mod read;
mod text;
mod write;
mod xlsx;

pub(super) use book::{template_text, template_workbook, workbook};
pub(super) use read::read;
pub(super) use text::rows as rows_of_csv;
pub(super) use write::{rows, write};
pub(super) use xlsx::rows as rows_of_xlsx;

use super::limits;
use super::model::Refusal;

/// A row with its line, from the first cell to the last that is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}

impl Row {
    /// True if something stands in it.
    pub(super) fn is_filled(&self) -> bool {
        self.cells.iter().any(|cell| !cell.trim().is_empty())
    }
}

/// The rows as they are read, no more than may be.
struct Rows {
    read: Vec<Row>,
    filled: usize,
    most: usize,
}

impl Rows {
    const fn new(most: usize) -> Self {
        Self { read: Vec::new(), filled: 0, most }
    }

    fn push(&mut self, row: Row) -> Result<(), Refusal> {
        if self.read.len() >= limits::ROWS {
            return Err(Refusal::TooManyRows { limit: limits::ROWS });
        }
        self.filled += usize::from(row.is_filled());
        if self.filled > self.most {
            return Err(Refusal::TooManyRows { limit: self.most });
        }
        self.read.push(row);
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::{Refusal, limits};
    use crate::exchange::read_table;
    use crate::exchange::tests::zip_of;

    #[test]
    fn of_a_list_no_more_is_read_than_may_be() {
        let list = "name;year\n;;\nAsem;2011\n;\nDana;2010\n";
        let read = read_table(list.as_bytes(), 3).expect("a list");
        let lines: Vec<(usize, &str)> = read.iter().map(|(line, cells)| (*line, cells[0].as_str())).collect();
        assert_eq!(lines, [(1, "name"), (3, "Asem"), (5, "Dana")]);
        assert_eq!(read_table(list.as_bytes(), 2), Err(Refusal::TooManyRows { limit: 2 }));
        let workbook =
            |sheet: &[u8]| zip_of(&[("xl/workbook.xml", b"<workbook/>"), ("xl/worksheets/sheet1.xml", sheet)]);
        let row = "<row><c t=\"inlineStr\"><is><t>x</t></is></c></row><row/>";
        let sheet = format!("<worksheet><sheetData>{}</sheetData></worksheet>", row.repeat(3));
        assert_eq!(read_table(&workbook(sheet.as_bytes()), 3).expect("a list").len(), 3);
        assert_eq!(read_table(&workbook(sheet.as_bytes()), 2), Err(Refusal::TooManyRows { limit: 2 }));
        let unpacks = vec![b' '; usize::try_from(limits::LIST_UNPACKED).expect("a size") + 1];
        let refused = Refusal::UnpacksTooLarge { limit: limits::LIST_UNPACKED };
        assert_eq!(read_table(&workbook(&unpacks), 3), Err(refused));
    }
}
