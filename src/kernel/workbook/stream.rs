//! A workbook of one sheet that is written row by row: however long it becomes, one row of it is in memory.

use std::fmt::Write as _;
use std::io::{Seek, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::{Content, Font, Sheet, Style, around, cell, cell_xml};

/// Cells that nobody wrote, those of the first row, and all others, by their index.
const STYLES: [Style; 3] = [
    Style { font: Font::Plain, boxed: false, right: false, number: None },
    Style { font: Font::Bold, boxed: true, right: false, number: None },
    Style { font: Font::Plain, boxed: true, right: false, number: None },
];

/// The workbook on its way. The first row is its head, printed again on each page.
pub(crate) struct Stream<W: Write + Seek> {
    zip: ZipWriter<W>,
    sheet: Sheet,
    row: usize,
}

impl<W: Write + Seek> Stream<W> {
    /// Begins one; title and moment as [`super::write`] takes them, name and widths as [`Sheet::new`] does.
    ///
    /// # Errors
    /// Those of `to`.
    pub(crate) fn begin(to: W, (title, created): (&str, &str), (name, widths): (&str, &[f64])) -> ZipResult<Self> {
        let mut sheet = Sheet::new(name, true, widths);
        sheet.tall = true;
        sheet.head = Some(0);
        let mut zip = ZipWriter::new(to);
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        for (name, text) in around((title, created), std::slice::from_ref(&sheet), &STYLES) {
            zip.start_file(name, options)?;
            zip.write_all(text.as_bytes())?;
        }
        zip.start_file("xl/worksheets/sheet1.xml", options)?;
        zip.write_all(sheet.before_rows().as_bytes())?;
        Ok(Self { zip, sheet, row: 0 })
    }

    /// Writes the next row.
    ///
    /// # Errors
    /// Those of what it is written to.
    pub(crate) fn row(&mut self, cells: &[Content]) -> std::io::Result<()> {
        let style = if self.row == 0 { 1 } else { 2 };
        let mut xml = String::new();
        // Writing into a string does not fail.
        let _ = write!(xml, "<row r=\"{}\">", self.row + 1);
        for (column, content) in cells.iter().enumerate() {
            cell_xml(&mut xml, &cell(self.row, column), style, content);
        }
        xml.push_str("</row>");
        self.row += 1;
        self.zip.write_all(xml.as_bytes())
    }

    /// Ends it, and gives back what it was written to.
    ///
    /// # Errors
    /// As [`Self::row`].
    pub(crate) fn finish(mut self) -> ZipResult<W> {
        let mut xml = String::new();
        self.sheet.after_rows(&mut xml);
        self.zip.write_all(xml.as_bytes())?;
        self.zip.finish()
    }
}
