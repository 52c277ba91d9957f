//! The same report as files for spreadsheets.

use super::sections::{Cell, HIDDEN, Section, sections};
use super::{Document, words};
use crate::kernel::workbook::{self, Content, Font, Sheet, Style};
use crate::kernel::{Error, Result, csv as lines};
use crate::web::Page;

/// One table after another in one file.
pub(in crate::stats) fn csv(page: &Page, document: &Document<'_>) -> String {
    let line = |cells: &[String]| lines::line(cells, page.lang);
    let mut text = format!("{}{}", lines::MARK, line(&[page.t("report-name").to_owned()]));
    for (name, value) in document.head(page) {
        text.push_str(&line(&[name.to_owned(), value]));
    }
    text.push_str(&line(&[note(page, document).to_owned()]));
    for section in sections(page, document) {
        text.push_str("\r\n");
        text.push_str(&line(std::slice::from_ref(&section.title)));
        section.lead.iter().for_each(|lead| text.push_str(&line(std::slice::from_ref(lead))));
        text.push_str(&line(&section.head));
        for (label, cells) in &section.rows {
            let cells = cells.iter().map(written);
            text.push_str(&line(&std::iter::once(label.clone()).chain(cells).collect::<Vec<_>>()));
        }
        section.notes.iter().for_each(|note| text.push_str(&line(std::slice::from_ref(note))));
    }
    text
}

fn note(page: &Page, document: &Document<'_>) -> &'static str {
    page.t(if document.report.shown.is_protected { "report-protected" } else { "report-open" })
}

fn written(cell: &Cell) -> String {
    match cell {
        Cell::Number(number) => number.to_string(),
        Cell::Hidden => HIDDEN.to_owned(),
        Cell::Text(text) => text.clone(),
    }
}

/// A sheet for each table.
///
/// # Errors
/// None in practice: what is written goes into memory.
pub(in crate::stats) fn workbook(page: &Page, document: &Document<'_>) -> Result<Vec<u8>> {
    let sheets: Vec<Sheet> = sections(page, document)
        .iter()
        .enumerate()
        .map(|(place, section)| sheet(page, document, (place, section)))
        .collect();
    let title = format!("{}: {}", page.t("report-name"), words::period(page, document.report.shown.cut.period));
    let created = document.report.at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    workbook::write(&title, &created, &sheets).map_err(|cause| Error::while_doing("writing a report", cause))
}

const TITLE: Style = Style { font: Font::Title, boxed: false, right: false, number: None };
const PLAIN: Style = Style { font: Font::Plain, boxed: false, right: false, number: None };
const HEAD: Style = Style { font: Font::Bold, boxed: true, right: false, number: None };
const WORDS: Style = Style { font: Font::Plain, boxed: true, right: false, number: None };
const NUMBER: Style = Style { font: Font::Plain, boxed: true, right: true, number: Some("#,##0") };

fn sheet(page: &Page, document: &Document<'_>, (place, section): (usize, &Section)) -> Sheet {
    let columns = section.head.len();
    let has_words = section.rows.iter().any(|(_, cells)| cells.iter().any(|cell| matches!(cell, Cell::Text(_))));
    let widths: Vec<f64> = (0..columns)
        .map(|at| {
            if at == 0 {
                34.0
            } else if has_words {
                26.0
            } else {
                13.0
            }
        })
        .collect();
    let mut sheet = Sheet::new(&format!("{} {}", place + 1, name(&section.title)), true, &widths);
    sheet.tall = true;
    let last = columns.saturating_sub(1);
    let mut row = 0;
    let mut line = |sheet: &mut Sheet, style, text: String| {
        // A joined cell does not grow by itself.
        sheet.stretch(row, 15.0 * f64::from(u32::try_from(text.chars().count() / 110 + 1).unwrap_or(1)));
        sheet.put(row, (0, last), style, Content::Text(text));
        row += 1;
    };
    line(&mut sheet, TITLE, section.title.clone());
    for (name, value) in document.head(page) {
        line(&mut sheet, PLAIN, format!("{name}: {value}"));
    }
    line(&mut sheet, PLAIN, note(page, document).to_owned());
    for text in section.lead.iter().chain(&section.notes) {
        line(&mut sheet, PLAIN, text.clone());
    }
    row += 1;
    sheet.head = Some(row);
    for (column, head) in section.head.iter().enumerate() {
        sheet.put(row, (column, column), HEAD, Content::Text(head.clone()));
    }
    for (row, (label, cells)) in (row + 1..).zip(&section.rows) {
        sheet.put(row, (0, 0), WORDS, Content::Text(label.clone()));
        let longest =
            cells.iter().map(super::sections::Cell::length).max().unwrap_or_default().max(label.chars().count());
        sheet.stretch(row, 14.0 * f64::from(u32::try_from(longest / 24 + 1).unwrap_or(1)));
        for (column, cell) in (1..).zip(cells) {
            let (style, content) = match cell {
                Cell::Number(number) => (NUMBER, Content::Number(f64::from(*number))),
                Cell::Hidden => (NUMBER, Content::Text(HIDDEN.to_owned())),
                Cell::Text(text) => (WORDS, Content::Text(text.clone())),
            };
            sheet.put(row, (column, column), style, content);
        }
    }
    sheet
}

impl Cell {
    fn length(&self) -> usize {
        if let Self::Text(text) = self { text.chars().count() } else { 0 }
    }
}

/// The name of a sheet: at most 31 characters with its number, without the signs that it may not have.
fn name(title: &str) -> String {
    title.chars().filter(|c| !"[]:*?/\\'".contains(*c)).take(27).collect::<String>().trim_end().to_owned()
}
