//! The table as a workbook, and the template that people fill in: with examples of each kind, and what the columns are.

use super::write::Cells;
use crate::kernel::workbook::{self, Content, Font, Sheet, Style};
use crate::kernel::{Error, Lang, Result, csv};

/// The examples of the template.
const EXAMPLES: &str = include_str!("template.csv");
/// What the rows and columns are.
const GUIDE: &str = include_str!("guide.csv");
/// Widths of the table's columns, in characters.
const WIDTHS: [f64; 5] = [16.0, 14.0, 44.0, 44.0, 44.0];
/// Widths of the guide's columns.
const GUIDE_WIDTHS: [f64; 4] = [22.0, 48.0, 48.0, 48.0];
/// The highest row, in lines.
const LINES: f64 = 12.0;

/// Every cell is a text and never a formula, whatever it begins with.
fn sheet(name: &str, widths: &[f64], rows: &[Vec<String>]) -> Sheet {
    let mut sheet = Sheet::new(name, true, widths);
    sheet.head = Some(0);
    for (at, row) in rows.iter().enumerate() {
        let is_head = at == 0 || row.first().is_some_and(|cell| cell.starts_with('#') && cell.len() > 1);
        let style = Style { font: if is_head { Font::Bold } else { Font::Plain }, boxed: true, ..Style::default() };
        let mut lines: f64 = 1.0;
        for (column, (cell, width)) in row.iter().zip(widths).enumerate() {
            let content = if cell.is_empty() { Content::Nothing } else { Content::Text(cell.clone()) };
            sheet.put(at, (column, column), style, content);
            let letters = f64::from(u32::try_from(cell.chars().count()).unwrap_or(u32::MAX));
            if !is_head {
                lines = lines.max((letters / width).ceil());
            }
        }
        sheet.stretch(at, 13.5 * lines.min(LINES) + 2.0);
    }
    sheet
}

/// The rows as a workbook. `created` is a moment such as `2026-11-28T09:00:00Z`.
pub(in crate::exchange) fn workbook(rows: &[Cells], (title, created): (&str, &str)) -> Result<Vec<u8>> {
    let rows: Vec<Vec<String>> = rows.iter().map(|row| row.to_vec()).collect();
    workbook::write(title, created, &[sheet("questions", &WIDTHS, &rows)]).map_err(Error::internal)
}

fn rows_of(text: &str) -> Vec<Vec<String>> {
    text.lines().map(|line| line.split(';').map(str::to_owned).collect()).collect()
}

/// The template as a workbook: examples, and a sheet that explains the columns.
pub(in crate::exchange) fn template_workbook(title: &str) -> Result<Vec<u8>> {
    let sheets = [sheet("questions", &WIDTHS, &rows_of(EXAMPLES)), sheet("columns", &GUIDE_WIDTHS, &rows_of(GUIDE))];
    workbook::write(title, "2026-11-28T00:00:00Z", &sheets).map_err(Error::internal)
}

/// The template as text, for a spreadsheet that is set to this language.
pub(in crate::exchange) fn template_text(lang: Lang) -> String {
    let lines: String = rows_of(EXAMPLES).iter().map(|row| csv::line(row, lang)).collect();
    format!("{}{lines}", csv::MARK)
}
