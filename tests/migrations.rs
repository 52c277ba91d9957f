//! The migrations: the same on both databases, each can be undone, and the program knows what they make.

#[expect(dead_code, reason = "these tests use the empty databases of the harness alone")]
mod harness;

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write as _;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use erikti::db::{Backend, Conn, Database, MigrateError, OpenError, pending, run_migrations, undo_all};

use harness::database::{EmptyDatabase, on_both_empty};

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(conn: &mut Conn, query: &str) -> Vec<String> {
    let rows: Vec<Line> = diesel::sql_query(query).load(conn).expect("the database describes itself");
    rows.into_iter().map(|row| row.line).collect()
}

/// Everything that migrations can make, one line each, in an order of its own.
fn dump(database: &mut EmptyDatabase) -> Vec<String> {
    let query = match database.backend {
        Backend::Sqlite => {
            "SELECT type || ' ' || name || ' on ' || tbl_name || ': ' || coalesce(sql, 'automatic') AS line
             FROM sqlite_master WHERE tbl_name NOT LIKE 'sqlite%' AND tbl_name <> '__diesel_schema_migrations'
             ORDER BY line"
        }
        Backend::Postgres => {
            "SELECT line FROM (
                 SELECT 'column ' || table_name || ' ' || ordinal_position || ' ' || column_name || ' ' || data_type
                     || ' null ' || is_nullable || ' default ' || coalesce(column_default, '-')
                     || ' identity ' || coalesce(identity_generation, '-') AS line, table_name AS place
                 FROM information_schema.columns WHERE table_schema = current_schema()
                 UNION ALL
                 SELECT 'constraint ' || conname::text || ' ' || pg_get_constraintdef(oid), conrelid::regclass::text
                 FROM pg_constraint WHERE connamespace = current_schema()::regnamespace
                 UNION ALL
                 SELECT 'index ' || replace(indexdef, schemaname || '.', ''), tablename::text
                 FROM pg_indexes WHERE schemaname = current_schema()
                 UNION ALL
                 SELECT 'other ' || relkind::text || ' ' || relname::text, relname::text
                 FROM pg_class WHERE relnamespace = current_schema()::regnamespace
                 UNION ALL
                 SELECT 'function ' || proname::text, proname::text
                 FROM pg_proc WHERE pronamespace = current_schema()::regnamespace
                 UNION ALL
                 SELECT 'type ' || typname::text, typname::text
                 FROM pg_type WHERE typnamespace = current_schema()::regnamespace AND typtype = 'e'
             ) AS everything
             WHERE place NOT LIKE '%diesel_schema_migrations%' ORDER BY line"
        }
    };
    lines(&mut database.conn, query)
}

/// What `run` does on an empty database, with nothing left to do afterwards.
fn migrate(conn: &mut Conn) -> Vec<String> {
    let done = run_migrations(conn).expect("the migrations run");
    assert!(pending(conn).expect("the migrations are listed").is_empty());
    done
}

#[test]
fn up_down_and_up_again_leave_no_difference() {
    on_both_empty(|database| {
        assert_eq!(dump(database), [""; 0]);
        let first = migrate(&mut database.conn);
        let made = dump(database);
        assert!(made.len() > 50, "only {} things were made", made.len());
        undo_all(&mut database.conn).expect("the migrations are taken back");
        assert_eq!(dump(database), [""; 0], "left behind by down.sql");
        assert_eq!(migrate(&mut database.conn), first);
        assert_eq!(dump(database), made);
    });
}

#[test]
fn migrating_twice_does_nothing() {
    on_both_empty(|database| {
        assert!(!migrate(&mut database.conn).is_empty());
        let made = dump(database);
        assert_eq!(migrate(&mut database.conn), [""; 0]);
        assert_eq!(dump(database), made);
    });
}

#[test]
fn accounts_that_were_merged_before_let_go_of_their_addresses() {
    on_both_empty(|database| {
        migrate(&mut database.conn);
        let confirmed = "'2026-01-01 00:00:00'";
        let mut people = String::new();
        for (id, email, at, into) in [
            (1, "typo@example.kz", "NULL", "NULL"),
            (2, "a@example.kz", confirmed, "1"),
            (3, "b@example.kz", confirmed, "1"),
            (4, "own@example.kz", confirmed, "NULL"),
            (5, "c@example.kz", confirmed, "4"),
            (6, "d@example.kz", "NULL", "4"),
        ] {
            let _ = write!(
                people,
                "INSERT INTO people (name, name_folded, language, email, email_folded, email_confirmed_at, created_at, merged_into)
                 VALUES ('P{id}', 'p{id}', 'kk', '{email}', '{email}', {at}, {confirmed}, {into});"
            );
        }
        database.conn.batch_execute(&people).expect("people");
        let folder = if database.backend == Backend::Sqlite { "sqlite" } else { "postgres" };
        let path =
            format!("{}/migrations/{folder}/2026-11-29-002101_merged_addresses/up.sql", env!("CARGO_MANIFEST_DIR"));
        let again = std::fs::read_to_string(path).expect("the migration");
        database.conn.batch_execute(&again).expect("the migration runs");
        let query = "SELECT coalesce(email, '-') || ' ' || CASE WHEN email_confirmed_at IS NULL THEN 'open' ELSE 'confirmed' END AS line
                     FROM people ORDER BY id";
        let found = lines(&mut database.conn, query);
        assert_eq!(
            found,
            ["b@example.kz confirmed", "- open", "- open", "own@example.kz confirmed", "- open", "- open"]
        );
    });
}

/// A part of a migration, as one runs: in a transaction, with foreign keys looked at.
fn run_part(database: &mut EmptyDatabase, part: &str) {
    let folder = if database.backend == Backend::Sqlite { "sqlite" } else { "postgres" };
    let text = std::fs::read_to_string(format!("{}/migrations/{folder}/{part}.sql", env!("CARGO_MANIFEST_DIR")));
    let text = text.expect("the migration");
    let done = database.conn.transaction(|conn| conn.batch_execute(&text));
    done.unwrap_or_else(|error| panic!("{part}: {error}"));
}

/// A session in person, with the last day of the trainer's own certificate.
fn session(run: &str, until: &str) -> String {
    format!(
        "INSERT INTO practical_sessions
            (run, course_id, trainer, trainer_certificate, trainer_expires_on, place, held_on, evidence, created_at)
         SELECT '{run}', min(id), 'Trainer', '0017', {until}, 'Talgar', '2026-11-10', 'list', '2026-11-11 10:00:00.25'
         FROM courses"
    )
}

/// A certificate of a session.
fn certificate(number: &str, session: &str) -> String {
    format!(
        "INSERT INTO certificates (number, course_id, kind, edition, status_index, key_id, template, document, digest,
            holder, holder_folded, course_title, language, issued_at, issued_on, is_current, session_id)
         SELECT '{number}', min(id), 'practical', 1, 1{number}, 'key', 4, '', '', 'Holder', 'holder', 'Course', 'kk',
            '2026-11-11 10:00:00', '2026-11-11', '1', {session} FROM courses"
    )
}

#[test]
fn sessions_in_person_keep_their_certificates_when_their_trainers_need_no_last_day() {
    on_both_empty(|database| {
        migrate(&mut database.conn);
        if database.backend == Backend::Sqlite {
            database.conn.batch_execute("PRAGMA foreign_keys = ON").expect("as the program has it");
        }
        let made = dump(database);
        run_part(database, "2026-11-29-004601_trainer_endless/down");
        let all = "SELECT id || ' ' || run || ' ' || course_id || ' ' || trainer_certificate || ' '
                || coalesce(CAST(trainer_expires_on AS TEXT), 'never') || ' ' || held_on || ' ' || created_at AS line
             FROM practical_sessions ORDER BY id";
        let held = "SELECT number || ' ' || coalesce(run, '-') AS line
             FROM certificates LEFT JOIN practical_sessions ON practical_sessions.id = session_id ORDER BY number";
        let fails = |database: &mut EmptyDatabase, sql: &str| {
            let done = database.conn.transaction(|conn| conn.batch_execute(sql));
            assert!(done.is_err(), "{sql}");
        };
        let base = "INSERT INTO courses (key, created_at) VALUES ('leadership', '2026-01-01 00:00:00');
             INSERT INTO signing_keys (id, public_key, created_at) VALUES ('key', 'public', '2026-01-01 00:00:00')";
        database.conn.batch_execute(base).expect("a course and a key");
        fails(database, &session("none", "NULL"));
        for run in ["gone", "one", "two"] {
            database.conn.batch_execute(&session(run, "'2027-01-31'")).expect("a session");
        }
        database.conn.batch_execute("DELETE FROM practical_sessions WHERE run = 'gone'").expect("a gap");
        for (number, run) in [("1", "one"), ("2", "two"), ("3", "two")] {
            let id = format!("(SELECT id FROM practical_sessions WHERE run = '{run}')");
            database.conn.batch_execute(&certificate(number, &id)).expect("a certificate");
        }
        let before = (lines(&mut database.conn, all), lines(&mut database.conn, held));
        assert_eq!(before.1, ["1 one", "2 two", "3 two"]);

        run_part(database, "2026-11-29-004601_trainer_endless/up");
        assert_eq!((lines(&mut database.conn, all), lines(&mut database.conn, held)), before);
        assert_eq!(dump(database), made);
        fails(database, &certificate("4", "4711"));
        fails(database, "DELETE FROM practical_sessions WHERE run = 'two'");
        fails(database, &session("past", "'2026-11-09'"));
        fails(database, &session("one", "NULL"));
        database.conn.batch_execute(&session("never", "NULL")).expect("a trainer whose certificate never expires");
        let found = lines(&mut database.conn, all);
        assert!(found.len() == 3 && found[2].contains(" 0017 never 2026-11-10"), "{found:?}");

        run_part(database, "2026-11-29-004601_trainer_endless/down");
        let found = lines(&mut database.conn, all);
        assert!(found[2].contains(" 9999-12-31 "), "{found:?}");
        assert_eq!((&found[..2], lines(&mut database.conn, held)), (&before.0[..], before.1));
    });
}

#[test]
fn both_databases_have_the_same_migrations() {
    let list = |folder: &str| -> BTreeSet<String> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("migrations").join(folder);
        let migrations = std::fs::read_dir(&root).expect("the migrations are there");
        migrations
            .map(|entry| {
                let entry = entry.expect("the folder is read");
                for file in ["up.sql", "down.sql"] {
                    let text = std::fs::read_to_string(entry.path().join(file)).unwrap_or_default();
                    assert!(!text.trim().is_empty(), "{} has no {file}", entry.path().display());
                }
                entry.file_name().into_string().expect("a name in UTF-8")
            })
            .collect()
    };
    assert_eq!(list("sqlite"), list("postgres"));
}

#[test]
fn a_newer_database_is_refused_with_both_versions_named() {
    on_both_empty(|database| {
        let known = migrate(&mut database.conn).pop().expect("there are migrations");
        let newer = "INSERT INTO __diesel_schema_migrations (version) VALUES ('99990101000001')";
        database.conn.batch_execute(newer).expect("the newer migration is noted");
        let error = run_migrations(&mut database.conn).expect_err("the database is newer");
        let words = error.to_string();
        assert!(words.contains("99990101000001") && words.contains(&known), "{words}");
        assert!(matches!(error, MigrateError::Newer { .. }), "{error:?}");
        assert!(matches!(pending(&mut database.conn), Err(MigrateError::Newer { .. })));

        let opened = Database::open(&database.url).expect("the database opens");
        let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("a runtime");
        let error = runtime.block_on(opened.migrate()).expect_err("the database is newer");
        assert!(matches!(error, OpenError::Migrate(MigrateError::Newer { .. })), "{error:?}");
    });
}

#[test]
fn every_foreign_key_has_an_index_that_begins_with_it() {
    on_both_empty(|database| {
        migrate(&mut database.conn);
        let (keys, bare) = match database.backend {
            Backend::Sqlite => (
                "SELECT t.name || '.' || f.\"from\" AS line
                 FROM sqlite_master t, pragma_foreign_key_list(t.name) f WHERE t.type = 'table'",
                "SELECT t.name || '.' || f.\"from\" AS line
                 FROM sqlite_master t, pragma_foreign_key_list(t.name) f
                 WHERE t.type = 'table' AND NOT EXISTS (
                     SELECT 1 FROM pragma_index_list(t.name) i, pragma_index_info(i.name) c
                     WHERE i.partial = 0 AND c.seqno = f.seq AND c.name = f.\"from\")",
            ),
            Backend::Postgres => (
                "SELECT conrelid::regclass::text || ' ' || conname AS line FROM pg_constraint
                 WHERE contype = 'f' AND connamespace = current_schema()::regnamespace",
                "SELECT conrelid::regclass::text || ' ' || conname AS line FROM pg_constraint
                 WHERE contype = 'f' AND connamespace = current_schema()::regnamespace AND NOT EXISTS (
                     SELECT 1 FROM pg_index WHERE indrelid = conrelid AND indpred IS NULL
                     AND conkey <@ (string_to_array(indkey::text, ' ')::smallint[])[1:cardinality(conkey)])",
            ),
        };
        assert!(lines(&mut database.conn, keys).len() > 10, "the foreign keys are not found");
        assert_eq!(lines(&mut database.conn, bare), [""; 0]);
    });
}

/// The columns of each table in their order, as `name -> Type`, and its primary key.
type Tables = BTreeMap<String, Vec<String>>;

/// What `src/db/schema.rs` says.
fn schema() -> Tables {
    let text = std::fs::read_to_string(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/db/schema.rs"))
        .expect("the schema is read");
    let mut tables = Tables::new();
    let mut table = None;
    for line in text.lines().map(str::trim) {
        if let Some((name, key)) = line.strip_suffix(") {").and_then(|line| line.split_once(" (")) {
            table = Some(tables.entry(name.to_owned()).or_default());
            table.as_mut().expect("it was just made").push(format!("key {key}"));
        } else if line == "}" {
            table = None;
        } else if let (Some(columns), Some((name, of))) = (&mut table, line.split_once(" -> ")) {
            columns.push(format!("{name} -> {}", of.trim_end_matches(',')));
        }
    }
    tables
}

/// What the database says: one line for each column, `table|column|declared type|0 if it may be null|key position`.
fn migrated(database: &mut EmptyDatabase) -> Tables {
    let query = match database.backend {
        Backend::Sqlite => {
            "SELECT t.name || '|' || c.name || '|' || lower(c.type) || '|' || c.\"notnull\" || '|' || c.pk AS line
             FROM sqlite_master t, pragma_table_info(t.name) c
             WHERE t.type = 'table' AND t.name NOT LIKE 'sqlite%' AND t.name <> '__diesel_schema_migrations'
             ORDER BY t.name, c.cid"
        }
        Backend::Postgres => {
            "SELECT c.table_name || '|' || c.column_name || '|' || c.data_type || '|'
                 || CASE c.is_nullable WHEN 'YES' THEN 0 ELSE 1 END || '|' || coalesce(k.ordinal_position, 0) AS line
             FROM information_schema.columns c
             LEFT JOIN information_schema.table_constraints p
                 ON p.table_schema = c.table_schema AND p.table_name = c.table_name
                 AND p.constraint_type = 'PRIMARY KEY'
             LEFT JOIN information_schema.key_column_usage k
                 ON k.constraint_schema = p.constraint_schema AND k.constraint_name = p.constraint_name
                 AND k.table_name = c.table_name AND k.column_name = c.column_name
             WHERE c.table_schema = current_schema() AND c.table_name <> '__diesel_schema_migrations'
             ORDER BY c.table_name, c.ordinal_position"
        }
    };
    let mut columns: BTreeMap<String, Vec<String>> = BTreeMap::new();
    let mut keys: BTreeMap<String, BTreeMap<u32, String>> = BTreeMap::new();
    for line in lines(&mut database.conn, query) {
        let [table, column, declared, not_null, key]: [&str; 5] =
            line.split('|').collect::<Vec<_>>().try_into().expect("five facts about a column");
        let is_row_id = database.backend == Backend::Sqlite && declared == "integer" && key == "1";
        let of = if is_row_id { "BigInt" } else { diesel_type(declared) };
        let of = if not_null == "0" { format!("Nullable<{of}>") } else { of.to_owned() };
        columns.entry(table.to_owned()).or_default().push(format!("{column} -> {of}"));
        if key != "0" {
            let position = key.parse().expect("a position in the key");
            keys.entry(table.to_owned()).or_default().insert(position, column.to_owned());
        }
    }
    for (table, columns) in &mut columns {
        let key: Vec<String> = keys.remove(table).unwrap_or_default().into_values().collect();
        columns.insert(0, format!("key {}", key.join(", ")));
    }
    columns
}

fn diesel_type(declared: &str) -> &'static str {
    match declared {
        "bigint" => "BigInt",
        "integer" => "Integer",
        "text" => "Text",
        "timestamp" | "timestamp without time zone" => "Timestamp",
        "date" => "Date",
        "boolean" => "Bool",
        "blob" | "bytea" => "Binary",
        "double" | "double precision" => "Double",
        other => panic!("a column of type {other}: say here what diesel calls it"),
    }
}

#[test]
fn the_schema_of_the_program_is_what_the_migrations_make() {
    let schema = schema();
    assert!(schema.len() > 15, "only {} tables are read from schema.rs", schema.len());
    on_both_empty(|database| {
        migrate(&mut database.conn);
        assert_eq!(migrated(database), schema);
    });
}
