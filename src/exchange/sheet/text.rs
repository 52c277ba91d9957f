//! The rows of a table that is kept as text.

use csv::{ErrorKind, Position, ReaderBuilder, StringRecord};

use super::{Row, Rows};
use crate::exchange::limits::{self, Size};
use crate::exchange::model::Refusal;

/// The rows. Columns are told by whichever of semicolon, comma and tab stands most often in the first line.
pub(in crate::exchange) fn rows(text: &str, size: Size) -> Result<Vec<Row>, Refusal> {
    let head = text.lines().next().unwrap_or_default();
    let count = |separator: char| head.matches(separator).count();
    let separator = [(';', b';'), (',', b','), ('\t', b'\t')].into_iter().max_by_key(|(c, _)| count(*c));
    let mut reader = ReaderBuilder::new()
        .delimiter(separator.map_or(b',', |(_, byte)| byte))
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes());
    let (mut rows, mut record) = (Rows::new(size.rows), StringRecord::new());
    loop {
        match reader.read_record(&mut record) {
            Ok(false) => return Ok(rows.read),
            Ok(true) => {
                let line = record.position().map_or(0, |position| line_of(text, position));
                let cells = record.iter().take(limits::COLUMNS).map(|cell| undefused(cell).to_owned()).collect();
                rows.push(Row { line, cells })?;
            }
            Err(error) => {
                let line = error.position().map_or(0, Position::line);
                let message = match error.kind() {
                    ErrorKind::Utf8 { .. } => "not UTF-8".to_owned(),
                    _ => error.to_string(),
                };
                return Err(Refusal::Csv { line, message });
            }
        }
    }
}

/// The line on which a record begins. The reader tells where the one before it ended: before the second half of a line's end
/// as spreadsheets write it, and before empty lines.
fn line_of(text: &str, position: &Position) -> usize {
    let at = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let rest = text.as_bytes().get(at..).unwrap_or_default();
    let passed = rest.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n').count();
    usize::try_from(position.line()).unwrap_or_default() + passed
}

/// Without the apostrophe that keeps a spreadsheet from running a text as a formula.
fn undefused(cell: &str) -> &str {
    match cell.strip_prefix('\'') {
        Some(rest) if rest.starts_with(['=', '+', '-', '@']) => rest,
        _ => cell,
    }
}
