//! The few queries that must know their database.

/// Runs one query on whichever database the connection is. Both arms are the same text, compiled once for
/// each backend: for `on_conflict`, inserting a slice, and locking clauses, which the common type lacks.
///
/// ```text
/// on_backend!(conn, c => diesel::insert_into(media::table).values(&rows).on_conflict_do_nothing().execute(c))?;
/// ```
#[macro_export]
macro_rules! on_backend {
    ($conn:expr, $inner:ident => $query:expr) => {
        match $conn {
            $crate::db::Conn::Sqlite($inner) => $query,
            $crate::db::Conn::Postgres($inner) => $query,
        }
    };
}
