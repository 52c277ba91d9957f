//! Putting content into a database, in one transaction.

use diesel::connection::{AnsiTransactionManager, SimpleConnection, TransactionManager};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Text};

use super::catalog::{self, Found, FoundColumn, quoted};
use super::{Kind, Table};
use crate::db::conn::{Purpose, TRY_ALONE, open_sqlite, prepare_postgres};
use crate::db::{Conn, DatabaseUrl, Migration, migrate};
use crate::kernel::{Error, Result};

/// What is said when others are connected to the database that is to be filled.
pub const IN_USE: &str = "a server or a command works on this database: stop it first";

#[derive(QueryableByName)]
struct Taken {
    #[diesel(sql_type = Bool)]
    taken: bool,
}

#[derive(QueryableByName)]
struct Statement {
    #[diesel(sql_type = Text)]
    line: String,
}

/// A database that gets new content. Dropped before [`Self::finish`], it stays as it was.
pub struct Filling {
    conn: Conn,
    found: Vec<Found>,
    /// SQLite's triggers, which are away while rows are put in.
    triggers: Vec<Statement>,
}

impl std::fmt::Debug for Filling {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Filling").field("tables", &self.found.len()).finish_non_exhaustive()
    }
}

impl Filling {
    /// Takes the database for itself. A SQLite file is made if it is missing; that no server runs on it is for the
    /// caller to know.
    ///
    /// # Errors
    /// No connection; [`Error::Unavailable`] with [`IN_USE`] if others are connected to it.
    pub fn begin(url: &DatabaseUrl) -> Result<Self> {
        let unavailable = |error: diesel::ConnectionError| url.unavailable(&error);
        let mut conn = match url {
            DatabaseUrl::Sqlite(file) => {
                let mut conn = open_sqlite(&file.display().to_string(), Purpose::Write).map_err(unavailable)?;
                // Tables come in any order; all references are looked at before the end.
                conn.batch_execute("PRAGMA foreign_keys = OFF")?;
                begin(&mut conn, "BEGIN IMMEDIATE")?;
                conn
            }
            DatabaseUrl::Postgres(address) => {
                let mut conn = PgConnection::establish(address).map_err(unavailable)?;
                prepare_postgres(&mut conn)?;
                let mut conn = Conn::Postgres(conn);
                begin(&mut conn, "BEGIN")?;
                take_alone(&mut conn)?;
                conn
            }
        };
        let found = catalog::tables(&mut conn)?;
        Ok(Self { conn, found, triggers: Vec::new() })
    }

    /// The tables that hold something, and how many rows.
    ///
    /// # Errors
    /// The database's.
    pub fn contents(&mut self) -> Result<Vec<(String, i64)>> {
        let mut contents = Vec::new();
        for table in &self.found {
            let rows = catalog::count(&mut self.conn, &table.name)?;
            if rows > 0 {
                contents.push((table.name.clone(), rows));
            }
        }
        Ok(contents)
    }

    /// Takes away what is there, and makes the empty tables of these migrations.
    ///
    /// # Errors
    /// An internal error that names both versions if a migration is not known; the database's.
    pub fn empty(&mut self, migrations: &[Migration]) -> Result<()> {
        if let Some((found, known)) = migrate::find_unknown(migrations).map_err(Error::internal)? {
            return Err(Error::Internal(format!(
                "the content is of a newer version: it has migration {found}, this program knows up to {known}; \
                 use the newer program"
            )));
        }
        self.drop_all()?;
        migrate::run_these(&mut self.conn, migrations).map_err(Error::internal)?;
        self.found = catalog::tables(&mut self.conn)?;
        // Migrations bring rows of their own; the content has them already.
        for table in &self.found {
            self.conn.batch_execute(&format!("DELETE FROM {}", quoted(&table.name)))?;
        }
        self.put_triggers_away()?;
        self.alter_references("DEFERRABLE INITIALLY DEFERRED")
    }

    /// What triggers would change is in the content already.
    fn put_triggers_away(&mut self) -> Result<()> {
        if let Conn::Sqlite(conn) = &mut self.conn {
            let made = "SELECT sql AS line FROM sqlite_master WHERE type = 'trigger' ORDER BY name";
            self.triggers = diesel::sql_query(made).load(conn)?;
            return self.run_listed(
                "SELECT 'DROP TRIGGER \"' || name || '\"' AS line FROM sqlite_master WHERE type = 'trigger'",
            );
        }
        self.alter_triggers("DISABLE")
    }

    fn bring_triggers_back(&mut self) -> Result<()> {
        for trigger in std::mem::take(&mut self.triggers) {
            self.conn.batch_execute(&trigger.line)?;
        }
        self.alter_triggers("ENABLE")
    }

    fn alter_triggers(&mut self, how: &str) -> Result<()> {
        if matches!(self.conn, Conn::Sqlite(_)) {
            return Ok(());
        }
        self.run_listed(&format!(
            "SELECT format('ALTER TABLE %I {how} TRIGGER USER', relname) AS line FROM pg_class
             WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
        ))
    }

    fn drop_all(&mut self) -> Result<()> {
        let list = match &self.conn {
            Conn::Sqlite(_) => {
                "SELECT 'DROP ' || type || ' \"' || name || '\"' AS line FROM sqlite_master
                 WHERE type IN ('table', 'view') AND name NOT LIKE 'sqlite%' ORDER BY type DESC"
            }
            Conn::Postgres(_) => {
                "SELECT format('DROP TABLE %I CASCADE', relname) AS line FROM pg_class
                 WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r'"
            }
        };
        self.run_listed(list)
    }

    /// Lets PostgreSQL look at references at the end, or at once again. SQLite is told at the beginning.
    fn alter_references(&mut self, how: &str) -> Result<()> {
        if matches!(self.conn, Conn::Sqlite(_)) {
            return Ok(());
        }
        self.run_listed(&format!(
            "SELECT format('ALTER TABLE %I ALTER CONSTRAINT %I {how}', r.relname, c.conname) AS line
             FROM pg_constraint c JOIN pg_class r ON r.oid = c.conrelid
             WHERE c.connamespace = current_schema()::regnamespace AND c.contype = 'f'"
        ))
    }

    /// Runs the statements that a query answers.
    fn run_listed(&mut self, list: &str) -> Result<()> {
        let statements: Vec<Statement> = crate::on_backend!(&mut self.conn, c => diesel::sql_query(list).load(c))?;
        for statement in statements {
            self.conn.batch_execute(&statement.line)?;
        }
        Ok(())
    }

    /// Adds rows to a table: a JSON array of rows. Answers how many were added.
    ///
    /// # Errors
    /// A table or column that is not there; the database's.
    pub fn insert(&mut self, table: &Table, rows: &str) -> Result<usize> {
        let statement = self.statement(table)?;
        let added =
            crate::on_backend!(&mut self.conn, c => diesel::sql_query(statement).bind::<Text, _>(rows).execute(c))?;
        Ok(added)
    }

    fn statement(&self, table: &Table) -> Result<String> {
        let unknown = |what: &str| Error::Internal(format!("the database has no {what}"));
        let found = self.found.iter().find(|found| found.name == table.name);
        let found = found.ok_or_else(|| unknown(&format!("table {}", table.name)))?;
        let (mut names, mut values) = (Vec::new(), Vec::new());
        for (place, column) in table.columns.iter().enumerate() {
            let known = found.columns.iter().find(|known| known.name == column.name && known.kind == column.kind);
            let known = known.ok_or_else(|| unknown(&format!("column {} in {}", column.name, table.name)))?;
            names.push(quoted(&known.name));
            values.push(value(&self.conn, known, place));
        }
        let (name, names, values) = (quoted(&found.name), names.join(", "), values.join(", "));
        Ok(match &self.conn {
            Conn::Sqlite(_) => format!("INSERT INTO {name} ({names}) SELECT {values} FROM json_each($1)"),
            Conn::Postgres(_) => format!(
                "INSERT INTO {name} ({names}) OVERRIDING SYSTEM VALUE
                 SELECT {values} FROM json_array_elements($1::json) AS given(line)"
            ),
        })
    }

    /// Sees that all references hold, brings the tables to this version, and keeps everything.
    ///
    /// # Errors
    /// A reference to nothing; a failed migration; the database's. Then all is as it was.
    pub fn finish(mut self, tables: &[Table]) -> Result<()> {
        for table in tables {
            self.set_highest_id(table)?;
        }
        if let Conn::Postgres(conn) = &mut self.conn {
            conn.batch_execute("SET CONSTRAINTS ALL IMMEDIATE")?;
        }
        self.alter_references("NOT DEFERRABLE")?;
        self.bring_triggers_back()?;
        migrate::run(&mut self.conn).map_err(Error::internal)?;
        self.refuse_loose_references()?;
        match &mut self.conn {
            Conn::Sqlite(conn) => AnsiTransactionManager::commit_transaction(conn)?,
            Conn::Postgres(conn) => AnsiTransactionManager::commit_transaction(conn)?,
        }
        Ok(())
    }

    fn set_highest_id(&mut self, table: &Table) -> Result<()> {
        let (name, Some(highest)) = (&table.name, table.highest_id) else { return Ok(()) };
        match &mut self.conn {
            Conn::Sqlite(conn) => {
                diesel::sql_query("DELETE FROM sqlite_sequence WHERE name = $1").bind::<Text, _>(name).execute(conn)?;
                diesel::sql_query("INSERT INTO sqlite_sequence (name, seq) VALUES ($1, $2)")
                    .bind::<Text, _>(name)
                    .bind::<BigInt, _>(highest)
                    .execute(conn)?;
            }
            Conn::Postgres(conn) => {
                diesel::sql_query("SELECT setval(pg_get_serial_sequence($1, 'id'), $2)")
                    .bind::<Text, _>(quoted(name))
                    .bind::<BigInt, _>(highest)
                    .execute(conn)?;
            }
        }
        Ok(())
    }

    fn refuse_loose_references(&mut self) -> Result<()> {
        let Conn::Sqlite(conn) = &mut self.conn else { return Ok(()) };
        let query =
            "SELECT \"table\" || ' names what is not in ' || parent AS line FROM pragma_foreign_key_check LIMIT 1";
        let loose: Vec<Statement> = diesel::sql_query(query).load(conn)?;
        loose.into_iter().next().map_or(Ok(()), |loose| Err(Error::Internal(loose.line)))
    }
}

/// A value of a row, as the column takes it.
fn value(conn: &Conn, column: &FoundColumn, place: usize) -> String {
    match (conn, column.kind) {
        (Conn::Sqlite(_), Kind::Bytes) => format!("unhex(json_extract(value, '$[{place}]'))"),
        (Conn::Sqlite(_), _) => format!("json_extract(value, '$[{place}]')"),
        (Conn::Postgres(_), Kind::Bytes) => format!("decode(line ->> {place}, 'hex')"),
        (Conn::Postgres(_), _) => format!("(line ->> {place})::{}", column.declared),
    }
}

/// Begins a transaction in which migrations may run: theirs become savepoints.
fn begin(conn: &mut Conn, statement: &str) -> Result<()> {
    match conn {
        Conn::Sqlite(conn) => AnsiTransactionManager::begin_transaction_sql(conn, statement)?,
        Conn::Postgres(conn) => AnsiTransactionManager::begin_transaction_sql(conn, statement)?,
    }
    Ok(())
}

/// Every server and every command holds a shared lock as long as it is connected.
fn take_alone(conn: &mut Conn) -> Result<()> {
    let taken: Taken = crate::on_backend!(conn, c => diesel::sql_query(TRY_ALONE).get_result(c))?;
    if taken.taken {
        return Ok(());
    }
    Err(Error::Unavailable(IN_USE.to_owned()))
}
