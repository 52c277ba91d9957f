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

/// A row with its line, from the first cell to the last that is filled.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Row {
    pub(super) line: usize,
    pub(super) cells: Vec<String>,
}
