//! The whole content of a database as rows of text that either database can take: what backups are made of.
//!
//! Invariants:
//!
//! - A [`Snapshot`] shows one moment, however long it is read and whatever is written meanwhile.
//! - A [`Filling`] is one transaction: what was there before is there until the new content is complete.
//! - Tables and columns are read from the database itself, so a new table cannot be forgotten. A column of a type
//!   that is not known here fails a test rather than a restore.
//!
//! A row is a JSON array, its values in the order of [`Table::columns`]: numbers, texts, true and false; moments as
//! `2026-11-22 20:53:00.123456`, days as `2026-11-22`, bytes in hexadecimal.

mod catalog;
mod fill;
mod read;

use serde::{Deserialize, Serialize};

pub use fill::{Filling, IN_USE};
pub use read::Snapshot;

/// What a column holds, on either database.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// A whole number.
    Integer,
    /// Text.
    Text,
    /// True or false.
    Boolean,
    /// A date and time in UTC.
    Moment,
    /// A calendar day.
    Day,
    /// Bytes.
    Bytes,
}

/// One column.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Column {
    /// Its name.
    pub name: String,
    /// What it holds.
    pub kind: Kind,
}

/// One table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Table {
    /// Its name.
    pub name: String,
    /// Its columns, in the order of a row's values.
    pub columns: Vec<Column>,
    /// The highest number that a row of it was ever given, if the database gives numbers: none is given twice.
    pub highest_id: Option<i64>,
}
