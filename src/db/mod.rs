//! Connections, migrations and types for SQLite and PostgreSQL.
//!
//! Invariants: what is acknowledged has been committed durably; on SQLite every write goes through the one
//! writer thread (`writer.rs`); on PostgreSQL every write is a serializable transaction, run again when the
//! database asks for it. Stores see only [`Conn`] and need not care.

mod conn;
mod dialect;
mod error;
mod like;
mod lookup;
mod migrate;
mod pool;
pub mod portable;
mod recall;
#[expect(missing_docs, reason = "generated from the migrations, which hold the words")]
pub mod schema;
mod types;
mod unfolded;
mod url;
mod writer;

pub use conn::Conn;
pub use like::escape_like;
pub use lookup::Lookup;
pub use migrate::{FIRST_MIGRATION, MigrateError, Migration, find_unknown, pending, run as run_migrations, undo_all};
pub use pool::{Backend, Database, OpenError};
pub use recall::{About, Recall, Subject};
pub use unfolded::beginning;
pub use url::DatabaseUrl;
