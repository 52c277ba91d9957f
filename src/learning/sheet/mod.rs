//! A template as a spreadsheet: the empty form and the worked example, with the same formulas in both.
//!
//! Numbers are numbers, so each reader's system writes them its own way; formulas come from the template's closed
//! language alone, and each carries the result that the page shows.

mod face;
mod grid;

use std::collections::BTreeMap;

use crate::content::model::Fact;
use crate::content::template::{Template, work_out};
use crate::kernel::workbook as book;
use crate::kernel::{Lang, Slug, Timestamp};

/// The words that the platform puts into a spreadsheet.
#[derive(Debug, Clone, Copy)]
pub(super) struct Words {
    /// The language of the texts.
    pub(super) lang: Lang,
    /// The empty form; also the sheet's name.
    pub(super) empty: &'static str,
    /// The worked example; also the sheet's name.
    pub(super) example: &'static str,
    /// Of which project it is.
    pub(super) project: &'static str,
    /// When it was filled in.
    pub(super) date: &'static str,
    /// What stands before sums.
    pub(super) total: &'static str,
}

/// The workbook of a template, as a file. The same template gives the same bytes.
///
/// # Errors
/// None in practice: what is written goes into memory.
pub(super) fn workbook(
    template: &Template,
    facts: &BTreeMap<Slug, Fact>,
    published_at: Timestamp,
    words: &Words,
) -> zip::result::ZipResult<Vec<u8>> {
    let form = face::Form { template, facts, words, worked: &work_out(template, facts) };
    let created = published_at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    book::write(template.title.get(words.lang), &created, &[form.empty(), form.example()])
}
