//! Which tables and columns there are, as the database itself tells.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Nullable, Text};

use super::Kind;
use crate::db::Conn;
use crate::kernel::{Error, Result};
use crate::on_backend;

/// A table as it is in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Found {
    pub(super) name: String,
    pub(super) columns: Vec<FoundColumn>,
}

/// A column as it is in the database.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FoundColumn {
    pub(super) name: String,
    /// The type in the database's own words.
    pub(super) declared: String,
    pub(super) kind: Kind,
    /// Its place in the primary key, from 1; 0 if it is not in it.
    key: i32,
}

impl Found {
    /// The columns of the primary key, in its order.
    pub(super) fn key(&self) -> Vec<&str> {
        let mut key: Vec<_> = self.columns.iter().filter(|column| column.key > 0).collect();
        key.sort_by_key(|column| column.key);
        key.into_iter().map(|column| column.name.as_str()).collect()
    }

    /// Whether the database gives numbers to the rows.
    pub(super) fn is_numbered(&self) -> bool {
        self.key() == ["id"] && self.columns.iter().any(|column| column.name == "id" && column.kind == Kind::Integer)
    }
}

#[derive(QueryableByName)]
struct Row {
    #[diesel(sql_type = Text)]
    table_name: String,
    #[diesel(sql_type = Text)]
    column_name: String,
    #[diesel(sql_type = Text)]
    declared: String,
    #[diesel(sql_type = Integer)]
    key_place: i32,
}

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = Nullable<BigInt>)]
    number: Option<i64>,
}

const SQLITE: &str = "SELECT m.name AS table_name, c.name AS column_name, c.type AS declared, c.pk AS key_place
    FROM sqlite_master m JOIN pragma_table_info(m.name) c
    WHERE m.type = 'table' AND m.name NOT LIKE 'sqlite%' AND m.name <> '__diesel_schema_migrations'
    ORDER BY m.name, c.cid";
const POSTGRES: &str = "SELECT c.relname::text AS table_name, a.attname::text AS column_name,
        format_type(a.atttypid, NULL) AS declared,
        coalesce(array_position(i.indkey::int2[], a.attnum), -1) + 1 AS key_place
    FROM pg_class c
    JOIN pg_attribute a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped AND a.attgenerated = ''
    LEFT JOIN pg_index i ON i.indrelid = c.oid AND i.indisprimary
    WHERE c.relnamespace = current_schema()::regnamespace AND c.relkind = 'r'
        AND c.relname <> '__diesel_schema_migrations'
    ORDER BY c.relname, a.attnum";

/// Every table but the list of migrations, by name.
pub(super) fn tables(conn: &mut Conn) -> Result<Vec<Found>> {
    let query = match conn {
        Conn::Sqlite(_) => SQLITE,
        Conn::Postgres(_) => POSTGRES,
    };
    let rows: Vec<Row> = on_backend!(conn, c => diesel::sql_query(query).load(c))?;
    let mut tables: Vec<Found> = Vec::new();
    for row in rows {
        let column = FoundColumn {
            kind: kind(&row.declared).ok_or_else(|| {
                Error::Internal(format!(
                    "the column {} of {} is of the type {}, which backups do not know",
                    row.column_name, row.table_name, row.declared
                ))
            })?,
            name: row.column_name,
            declared: row.declared,
            key: row.key_place,
        };
        match tables.last_mut().filter(|table| table.name == row.table_name) {
            Some(table) => table.columns.push(column),
            None => tables.push(Found { name: row.table_name, columns: vec![column] }),
        }
    }
    Ok(tables)
}

/// What a type of either database holds.
fn kind(declared: &str) -> Option<Kind> {
    Some(match declared.to_ascii_lowercase().as_str() {
        "integer" | "bigint" | "smallint" => Kind::Integer,
        "text" => Kind::Text,
        "boolean" => Kind::Boolean,
        "timestamp" | "timestamp without time zone" => Kind::Moment,
        "date" => Kind::Day,
        "blob" | "bytea" => Kind::Bytes,
        _ => return None,
    })
}

/// The highest number that the database ever gave to a row of a table.
pub(super) fn highest_id(conn: &mut Conn, table: &Found) -> Result<Option<i64>> {
    if !table.is_numbered() {
        return Ok(None);
    }
    let name = &table.name;
    let rows: Vec<Number> = match conn {
        Conn::Sqlite(c) => diesel::sql_query("SELECT seq AS number FROM sqlite_sequence WHERE name = $1")
            .bind::<Text, _>(name)
            .load(c)?,
        Conn::Postgres(c) => {
            let query = "SELECT pg_sequence_last_value(pg_get_serial_sequence($1, 'id')::regclass) AS number";
            diesel::sql_query(query).bind::<Text, _>(quoted(name)).load(c)?
        }
    };
    // SQLite says 0 before the first.
    Ok(rows.into_iter().next().and_then(|row| row.number).filter(|number| *number > 0))
}

/// How many rows a table has.
pub(super) fn count(conn: &mut Conn, table: &str) -> Result<i64> {
    let query = format!("SELECT count(*) AS number FROM {}", quoted(table));
    let row: Number = on_backend!(conn, c => diesel::sql_query(query).get_result(c))?;
    Ok(row.number.unwrap_or_default())
}

/// A name as it stands in a statement.
pub(super) fn quoted(name: &str) -> String {
    format!("\"{}\"", name.replace('"', "\"\""))
}
