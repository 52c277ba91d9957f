//! Moodle's question XML: read without a document type, without entities of its own, without files.

mod depth;
mod read;
mod write;

pub(super) use depth::check as check_depth;
pub(super) use read::read;
pub(super) use write::write;

/// The weight in percent of one of so many options, as Moodle knows it.
pub(super) fn weight(options: usize) -> &'static str {
    match options {
        0 | 1 => "100",
        2 => "50",
        3 => "33.33333",
        4 => "25",
        5 => "20",
        6 => "16.66667",
        7 => "14.28571",
        8 => "12.5",
        9 => "11.11111",
        _ => "10",
    }
}
