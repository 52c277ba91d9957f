//! How much is read of a file. Each limit is far above what people send, and below what would harm the server.

/// Bytes of a file.
pub const BYTES: usize = 10_000_000;
/// Questions in a file.
pub const QUESTIONS: usize = 10_000;
/// Bytes of one question in a text format.
pub const QUESTION: usize = 500_000;
/// Characters of one text.
pub const TEXT: usize = 10_000;
/// Options, steps, pairs or accepted forms of one question.
pub const OPTIONS: usize = 60;
/// Bytes that a spreadsheet unpacks to.
pub const UNPACKED: u64 = 100_000_000;
/// Parts of a spreadsheet's archive.
pub const PARTS: usize = 1_000;
/// Rows of a spreadsheet.
pub const ROWS: usize = 200_000;
/// Bytes that a list of people or numbers unpacks to: a row for each, far fewer than questions have.
pub const LIST_UNPACKED: u64 = 30_000_000;
/// Columns of a spreadsheet that are looked at.
pub const COLUMNS: usize = 20;
/// Elements, attributes and texts of an XML document.
pub const NODES: u32 = 1_000_000;
/// Elements within each other.
pub const DEPTH: usize = 64;

/// How much of one spreadsheet is read.
#[derive(Debug, Clone, Copy)]
pub struct Size {
    /// Rows with something in them.
    pub rows: usize,
    /// Bytes that it unpacks to.
    pub unpacked: u64,
}

/// A spreadsheet of questions.
pub const OF_QUESTIONS: Size = Size { rows: ROWS, unpacked: UNPACKED };

/// A list with so many rows at most.
pub const fn of_list(rows: usize) -> Size {
    Size { rows, unpacked: LIST_UNPACKED }
}
