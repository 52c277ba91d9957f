//! Reading everything as it is at one moment.

use diesel::connection::{DefaultLoadingMode, SimpleConnection};
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::Value;

use super::catalog::{self, Found, FoundColumn, quoted};
use super::{Column, Kind, Table};
use crate::db::conn::{Purpose, open_sqlite, prepare_postgres};
use crate::db::{Conn, DatabaseUrl, Migration};
use crate::kernel::{Error, Result};

/// How many rows PostgreSQL hands over at a time.
const FETCHED: usize = 200;

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

/// A database as it is at one moment. Nobody waits for it: on both databases, writing goes on.
pub struct Snapshot {
    conn: Conn,
    found: Vec<Found>,
}

impl std::fmt::Debug for Snapshot {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Snapshot").field("tables", &self.found.len()).finish_non_exhaustive()
    }
}

impl Snapshot {
    /// Takes it, on a connection of its own.
    ///
    /// # Errors
    /// No connection, or a column of a type that is not known.
    pub fn take(url: &DatabaseUrl) -> Result<Self> {
        let unavailable = |error: diesel::ConnectionError| url.unavailable(&error);
        let mut conn = match url {
            DatabaseUrl::Sqlite(file) => {
                let mut conn = open_sqlite(&file.display().to_string(), Purpose::Read).map_err(unavailable)?;
                conn.batch_execute("BEGIN")?;
                conn
            }
            DatabaseUrl::Postgres(address) => {
                let mut conn = PgConnection::establish(address).map_err(unavailable)?;
                prepare_postgres(&mut conn)?;
                conn.batch_execute("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY")?;
                Conn::Postgres(conn)
            }
        };
        // The first reading is the moment, on both databases.
        let found = catalog::tables(&mut conn)?;
        Ok(Self { conn, found })
    }

    /// Asks the database something else about the same moment.
    ///
    /// # Errors
    /// The query's.
    pub fn ask<T>(&mut self, query: impl FnOnce(&mut Conn) -> Result<T>) -> Result<T> {
        query(&mut self.conn)
    }

    /// The migrations that have run.
    ///
    /// # Errors
    /// The database's.
    pub fn migrations(&mut self) -> Result<Vec<Migration>> {
        let query = "SELECT version AS line FROM __diesel_schema_migrations ORDER BY version";
        let lines: Vec<Line> = crate::on_backend!(&mut self.conn, c => diesel::sql_query(query).load(c))?;
        Ok(lines.into_iter().map(|line| line.line).collect())
    }

    /// The tables, by name.
    ///
    /// # Errors
    /// The database's.
    pub fn tables(&mut self) -> Result<Vec<Table>> {
        let Self { conn, found } = self;
        found
            .iter()
            .map(|table| {
                let columns = table.columns.iter();
                let columns = columns.map(|FoundColumn { name, kind, .. }| Column { name: name.clone(), kind: *kind });
                Ok(Table {
                    name: table.name.clone(),
                    columns: columns.collect(),
                    highest_id: catalog::highest_id(conn, table)?,
                })
            })
            .collect()
    }

    /// Hands over every row of a table, in the order of its key.
    ///
    /// # Errors
    /// The database's, a damaged value, and what `keep` returns.
    pub fn rows(&mut self, table: &Table, keep: &mut dyn FnMut(&str) -> Result<()>) -> Result<()> {
        let found = self.found.iter().find(|found| found.name == table.name).ok_or(Error::NotFound)?;
        let query = query(&self.conn, found);
        let mut keep = |line: &str| keep(&tidy(table, line)?);
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                for line in diesel::sql_query(query).load_iter::<Line, DefaultLoadingMode>(conn)? {
                    keep(&line?.line)?;
                }
            }
            Conn::Postgres(conn) => {
                conn.batch_execute(&format!("DECLARE everything NO SCROLL CURSOR FOR {query}"))?;
                loop {
                    let fetch = diesel::sql_query(format!("FETCH {FETCHED} FROM everything"));
                    let lines: Vec<Line> = fetch.load(conn)?;
                    if lines.is_empty() {
                        break;
                    }
                    lines.iter().try_for_each(|line| keep(&line.line))?;
                }
                conn.batch_execute("CLOSE everything")?;
            }
        }
        Ok(())
    }
}

/// Each row of a table as a JSON array.
fn query(conn: &Conn, table: &Found) -> String {
    let is_sqlite = matches!(conn, Conn::Sqlite(_));
    let value = |column: &FoundColumn| {
        let name = quoted(&column.name);
        match (column.kind, is_sqlite) {
            (Kind::Bytes, true) => format!("lower(hex({name}))"),
            (Kind::Bytes, false) => format!("encode({name}, 'hex')"),
            (Kind::Moment, false) => format!("to_char({name}, 'YYYY-MM-DD HH24:MI:SS.US')"),
            _ => name,
        }
    };
    let values = table.columns.iter().map(value).collect::<Vec<_>>().join(", ");
    let array = if is_sqlite { format!("json_array({values})") } else { format!("json_build_array({values})::text") };
    let key = table.key().into_iter().map(quoted).collect::<Vec<_>>();
    let order = if key.is_empty() { String::new() } else { format!(" ORDER BY {}", key.join(", ")) };
    format!("SELECT {array} AS line FROM {}{order}", quoted(&table.name))
}

/// A row in the one form that both databases share.
fn tidy(table: &Table, line: &str) -> Result<String> {
    let damaged = |what: &str| Error::Internal(format!("a row of {} is damaged: {what}", table.name));
    let mut values: Vec<Value> = serde_json::from_str(line).map_err(|error| damaged(&error.to_string()))?;
    if values.len() != table.columns.len() {
        return Err(damaged("it has another number of columns"));
    }
    for (value, column) in values.iter_mut().zip(&table.columns) {
        let tidied = match (column.kind, &*value) {
            (_, Value::Null)
            | (Kind::Boolean, Value::Bool(_))
            | (Kind::Integer, Value::Number(_))
            | (Kind::Text | Kind::Day | Kind::Bytes, Value::String(_)) => continue,
            (Kind::Boolean, Value::Number(number)) => Some(Value::Bool(number.as_i64() != Some(0))),
            (Kind::Moment, Value::String(text)) => moment(text).map(Value::String),
            _ => None,
        };
        *value = tidied.ok_or_else(|| damaged(&column.name))?;
    }
    serde_json::to_string(&values).map_err(Error::internal)
}

/// A moment as the program writes it into SQLite, where moments are compared as texts.
fn moment(text: &str) -> Option<String> {
    let text = text.replacen('T', " ", 1);
    let moment = chrono::NaiveDateTime::parse_from_str(&text, "%Y-%m-%d %H:%M:%S%.f").ok()?;
    Some(moment.format("%Y-%m-%d %H:%M:%S%.f").to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_of_both_databases_become_the_same() {
        let column = |name: &str, kind| Column { name: name.to_owned(), kind };
        let table = Table {
            name: "things".to_owned(),
            columns: vec![column("id", Kind::Integer), column("is_on", Kind::Boolean), column("at", Kind::Moment)],
            highest_id: None,
        };
        let expected = r#"[9007199254740993,true,"2026-11-22 20:53:00.120"]"#;
        for line in [
            r#"[9007199254740993,1,"2026-11-22 20:53:00.12"]"#,
            r#"[9007199254740993, true, "2026-11-22 20:53:00.120000"]"#,
        ] {
            assert_eq!(tidy(&table, line).expect("a row"), expected);
        }
        assert_eq!(tidy(&table, "[1,0,null]").expect("a row"), "[1,false,null]");
        for damaged in ["[1,0]", r#"["1",0,null]"#, r#"[1,0,"soon"]"#, "{}"] {
            assert!(tidy(&table, damaged).is_err(), "{damaged}");
        }
    }
}
