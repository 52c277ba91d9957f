//! A table that goes out row by row, as text or as a workbook.

use std::io::{Result, Seek, Write};

use super::model::Format;
use crate::kernel::workbook::{Content, Stream};
use crate::kernel::{Lang, Timestamp, csv};

/// A table on its way.
pub(crate) enum Table<W: Write + Seek> {
    /// Text in a language: with its decimal sign, and the separator that goes with it ([`csv`]).
    Csv(W, Lang),
    /// A workbook.
    Xlsx(Box<Stream<W>>),
}

/// What a table is called, and when it is made.
pub(crate) struct Named<'a> {
    pub(crate) title: &'a str,
    pub(crate) sheet: &'a str,
    pub(crate) widths: &'a [f64],
    pub(crate) at: Timestamp,
}

impl<W: Write + Seek> Table<W> {
    /// Begins one with the names of its columns.
    ///
    /// # Errors
    /// Those of `to`.
    pub(crate) fn begin(mut to: W, format: Format, lang: Lang, named: &Named<'_>, head: Vec<String>) -> Result<Self> {
        let mut table = match format {
            Format::Csv => {
                write!(to, "{}", csv::MARK)?;
                Self::Csv(to, lang)
            }
            Format::Xlsx => {
                let created = named.at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string();
                let stream = Stream::begin(to, (named.title, &created), (named.sheet, named.widths))?;
                Self::Xlsx(Box::new(stream))
            }
        };
        table.row(head.into_iter().map(Content::Text).collect())?;
        Ok(table)
    }

    /// Writes the next row.
    ///
    /// # Errors
    /// Those of what it is written to.
    pub(crate) fn row(&mut self, cells: Vec<Content>) -> Result<()> {
        match self {
            Self::Csv(to, lang) => {
                let cells: Vec<String> = cells.into_iter().map(|cell| text(*lang, cell)).collect();
                to.write_all(csv::line(&cells, *lang).as_bytes())
            }
            Self::Xlsx(stream) => stream.row(&cells),
        }
    }

    /// Ends it, and gives back what it was written to.
    ///
    /// # Errors
    /// As [`Self::row`].
    pub(crate) fn finish(self) -> Result<W> {
        match self {
            Self::Csv(to, _) => Ok(to),
            Self::Xlsx(stream) => Ok(stream.finish()?),
        }
    }
}

fn text(lang: Lang, cell: Content) -> String {
    match cell {
        Content::Text(text) => text,
        Content::Number(number) => csv::decimal(lang, &number.to_string()),
        Content::Nothing | Content::Formula(..) => String::new(),
    }
}
