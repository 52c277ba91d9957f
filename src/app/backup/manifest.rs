//! What a backup says about itself.

use serde::{Deserialize, Serialize};

use crate::db::Migration;
use crate::db::portable::Table;

/// The name of the manifest in the archive.
pub(super) const NAME: &str = "manifest.json";
/// The word by which a backup is known.
pub(super) const FORMAT: &str = "erikti-backup";
/// The version of the format that is written, and the newest that is read.
pub(super) const VERSION: u32 = 1;

/// The manifest of a backup.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Manifest {
    /// Always `erikti-backup`.
    pub format: String,
    /// The version of the format.
    pub version: u32,
    /// The version of the program that made it.
    pub program: String,
    /// The moment, in UTC (RFC 3339).
    pub made_at: String,
    /// `sqlite` or `postgres`.
    pub database: String,
    /// The migrations that had run, oldest first.
    pub migrations: Vec<Migration>,
    /// The tables, by name.
    pub tables: Vec<TablePart>,
    /// The key that signs, if it is in the backup.
    pub key: Option<KeyPart>,
}

/// A file in the archive.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Part {
    /// Its name in the archive.
    pub file: String,
    /// SHA-256 of its content, in hexadecimal.
    pub sha256: String,
}

/// The rows of a table: one JSON array a line.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct TablePart {
    /// Where.
    #[serde(flatten)]
    pub part: Part,
    /// How many rows.
    pub rows: u64,
    /// What is in a row.
    #[serde(flatten)]
    pub table: Table,
}

/// The private key, PKCS#8 in PEM.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeyPart {
    /// Where.
    #[serde(flatten)]
    pub part: Part,
    /// The key's name.
    pub id: String,
}

impl Manifest {
    /// How many rows there are in all tables.
    pub fn rows(&self) -> u64 {
        self.tables.iter().map(|table| table.rows).sum()
    }

    /// How many rows a table has.
    pub fn rows_of(&self, table: &str) -> u64 {
        self.tables.iter().find(|part| part.table.name == table).map_or(0, |part| part.rows)
    }

    /// Every file in the archive but the manifest.
    pub(super) fn parts(&self) -> impl Iterator<Item = &Part> {
        self.tables.iter().map(|table| &table.part).chain(self.key.iter().map(|key| &key.part))
    }
}
