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
