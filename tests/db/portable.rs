//! The content of a database goes from either kind to either kind and stays the same.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

use diesel::connection::SimpleConnection;
use erikti::db::portable::{Column, Filling, Kind, Snapshot, Table};
use erikti::db::{Backend, DatabaseUrl, pending, run_migrations};

use crate::harness::database::{EmptyDatabase, on_both_empty};

/// Everything in a database: the tables, and their rows.
type Content = Vec<(Table, Vec<String>)>;

fn rows_of(snapshot: &mut Snapshot, table: &Table) -> Vec<String> {
    let mut rows = Vec::new();
    let mut keep = |row: &str| {
        rows.push(row.to_owned());
        Ok(())
    };
    snapshot.rows(table, &mut keep).unwrap();
    rows
}

fn content(url: &DatabaseUrl) -> Content {
    let mut snapshot = Snapshot::take(url).unwrap();
    let tables = snapshot.tables().unwrap();
    let rows = |table: Table| {
        let mut rows = rows_of(&mut snapshot, &table);
        // The two databases sort texts differently.
        rows.sort();
        (table, rows)
    };
    tables.into_iter().map(rows).collect()
}

/// Every migration of this version, oldest first.
fn migrations() -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(concat!(env!("CARGO_MANIFEST_DIR"), "/migrations/sqlite"))
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .map(|name| name.split('_').next().unwrap().replace('-', ""))
        .collect();
    names.sort();
    names
}

fn put(url: &DatabaseUrl, content: &Content) {
    let mut filling = Filling::begin(url).unwrap();
    filling.empty(&migrations()).unwrap();
    for (table, rows) in content {
        assert_eq!(filling.insert(table, &format!("[{}]", rows.join(","))).unwrap(), rows.len());
    }
    let tables: Vec<Table> = content.iter().map(|(table, _)| table.clone()).collect();
    filling.finish(&tables).unwrap();
}

/// One row with what is easily lost: letters, quotation marks, empty texts, nothing, the largest number, parts of a
/// second, bytes, a reference to a later table; and a number that was given and is not there any more.
const ROWS: &str = r#"
    INSERT INTO districts (key, position, name_kk, name_ru, name_en, valid_from)
        VALUES ('almaty', 1, 'Қонаев ''қ.''', 'Ё, "ё" \ {}', '', '2026-11-22');
    INSERT INTO people (name, name_folded, email, language, district_id, created_at, disabled_at)
        VALUES ('Әсел', 'әсел', NULL, 'kk', 1, '2026-11-22 20:53:00.000123', NULL);
    INSERT INTO people (name, name_folded, language, created_at) VALUES ('Gone', 'gone', 'en', '2026-11-22 20:53:00');
    DELETE FROM people WHERE name = 'Gone';
    INSERT INTO courses (key, created_at) VALUES ('leadership', '2026-11-22 20:53:00.5');
    INSERT INTO course_versions (course_id, edition, revision, digest, body, note, published_at, published_by)
        VALUES (1, 1, 1, 'd', '{"a": [1, 2.50]}', 'a
b', '2026-11-22 00:00:00', 1);
    INSERT INTO enrolments (person_id, course_id, edition, enrolled_at) VALUES (1, 1, 1, '2026-11-22 00:00:00');
    INSERT INTO lesson_progress (enrolment_id, lesson, opened_at) VALUES (1, 'two', '2026-11-22 00:00:00');
    INSERT INTO attempts (enrolment_id, version_id, quiz, number, seed, questions, started_at, passed)
        VALUES (1, 1, 'basics', 1, -9223372036854775808, '[]', '2026-11-22 00:00:00', true);
    UPDATE enrolments SET changes = 5;
"#;

#[test]
fn content_survives_every_way_between_the_databases() {
    let contents = std::cell::RefCell::new(Vec::new());
    on_both_empty(|database| {
        run_migrations(&mut database.conn).unwrap();
        database.conn.batch_execute(ROWS).unwrap();
        let bytes = if matches!(database.url, DatabaseUrl::Sqlite(_)) { "x'00ff'" } else { r"'\x00ff'" };
        let picture = format!("INSERT INTO media (digest, content_type, bytes) VALUES ('d', 'image/svg+xml', {bytes})");
        database.conn.batch_execute(&picture).unwrap();
        let content = content(&database.url);
        let people = content.iter().find(|(table, _)| table.name == "people").unwrap();
        assert_eq!(people.0.highest_id, Some(2), "the number of who is gone is not given again");
        assert!(people.1[0].contains(r#""Әсел","әсел",null"#) && people.1[0].contains("20:53:00.000123"), "{people:?}");
        let picture = content.iter().find(|(table, _)| table.name == "media").unwrap();
        assert!(picture.1[0].contains("\"00ff\""), "{picture:?}");
        contents.borrow_mut().push((database.backend, content));
    });
    let contents = contents.into_inner();
    if let [(_, one), (_, other)] = contents.as_slice() {
        assert_eq!(without_order(one), without_order(other), "the same from both");
    }
    for (from, given) in &contents {
        on_both_empty(|database| {
            eprintln!("from {from:?}");
            // What was there goes; twice, because the second time something is there.
            run_migrations(&mut database.conn).unwrap();
            database
                .conn
                .batch_execute("INSERT INTO throttles (key, tries, since) VALUES ('a', 1, '2026-11-22 00:00:00')")
                .unwrap();
            let before = 5;
            for _ in 0..2 {
                put(&database.url, given);
                assert_eq!(without_order(&content(&database.url)), without_order(given));
            }
            database.conn.batch_execute("INSERT INTO people (name, name_folded, language, created_at) VALUES ('New', 'new', 'en', '2026-11-22 20:53:00')").unwrap();
            let added = content(&database.url).into_iter().find(|(table, _)| table.name == "people").unwrap();
            assert!(added.1.iter().any(|row| row.starts_with("[3,\"New\"")), "{added:?}");
            assert_eq!(changes(database), before, "what triggers did before is in the content already");
            let opened = "INSERT INTO lesson_progress (enrolment_id, lesson, opened_at) VALUES (1, 'one', '2026-11-22 00:00:00')";
            database.conn.batch_execute(opened).unwrap();
            assert_eq!(changes(database), before + 1, "triggers watch as before");
            let loose = database.conn.batch_execute("INSERT INTO sign_ins (token_digest, person_id, created_at, seen_at) VALUES ('t', 99, '2026-11-22 00:00:00', '2026-11-22 00:00:00')");
            if database.backend == erikti::db::Backend::Postgres {
                assert!(loose.is_err(), "references are looked at as before");
            }
        });
    }
}

/// Later migrations may have added columns in another order on one of the databases.
fn without_order(content: &Content) -> Vec<(String, Option<i64>, usize, Vec<String>)> {
    content
        .iter()
        .map(|(table, rows)| (table.name.clone(), table.highest_id, table.columns.len(), rows.clone()))
        .collect()
}

#[test]
fn a_filling_that_is_given_up_leaves_what_was_there() {
    on_both_empty(|database| {
        run_migrations(&mut database.conn).unwrap();
        database.conn.batch_execute(ROWS).unwrap();
        let before = content(&database.url);
        let mut filling = Filling::begin(&database.url).unwrap();
        assert!(filling.contents().unwrap().contains(&("people".to_owned(), 1)));
        filling.empty(&["20261122000001".to_owned()]).unwrap();
        let wrong = Table { name: "people\"; DROP TABLE courses".to_owned(), columns: Vec::new(), highest_id: None };
        assert!(filling.insert(&wrong, "[]").is_err(), "a name is never part of a statement unless it is known");
        drop(filling);
        assert_eq!(content(&database.url), before);
    });
}

#[test]
fn a_reference_to_nothing_is_refused() {
    on_both_empty(|database| {
        run_migrations(&mut database.conn).unwrap();
        database.conn.batch_execute(ROWS).unwrap();
        let mut given = content(&database.url);
        given.retain(|(table, _)| table.name != "courses");
        let before = content(&database.url);
        let refused = std::panic::catch_unwind(|| put(&database.url, &given));
        assert!(refused.is_err(), "enrolments without their course");
        assert_eq!(content(&database.url), before);
    });
}

/// Nobody replaces a PostgreSQL database under those who work on it.
#[test]
fn who_works_on_postgresql_is_not_disturbed() {
    on_both_empty(|database| {
        if !matches!(database.url, DatabaseUrl::Postgres(_)) {
            return;
        }
        let server = erikti::db::Database::open(&database.url).unwrap();
        let refused = Filling::begin(&database.url).unwrap_err().to_string();
        assert!(refused.contains(erikti::db::portable::IN_USE), "{refused}");
        drop(server);
        Filling::begin(&database.url).unwrap();
    });
}

#[test]
fn every_column_has_a_kind() {
    on_both_empty(|database| {
        run_migrations(&mut database.conn).unwrap();
        let tables = Snapshot::take(&database.url).unwrap().tables().unwrap();
        assert!(tables.len() >= 22, "{} tables", tables.len());
        let people = tables.iter().find(|table| table.name == "people").unwrap();
        let created = people.columns.iter().find(|column| column.name == "created_at").unwrap();
        assert_eq!(created.kind, Kind::Moment);
    });
}

/// How often what is done in the enrolment has changed, as the database's triggers count.
fn changes(database: &mut EmptyDatabase) -> i64 {
    use diesel::prelude::*;
    use erikti::db::schema::enrolments;
    enrolments::table.find(1).select(enrolments::changes).get_result(&mut database.conn).unwrap()
}

/// The names of the people that a snapshot shows.
fn people(snapshot: &mut Snapshot) -> Vec<String> {
    let table = snapshot.tables().unwrap().into_iter().find(|table| table.name == "people").unwrap();
    rows_of(snapshot, &table)
}

#[test]
fn a_snapshot_shows_one_moment_whatever_is_written_meanwhile() {
    on_both_empty(|database| {
        run_migrations(&mut database.conn).unwrap();
        database.conn.batch_execute(ROWS).unwrap();
        if database.backend == Backend::Sqlite {
            // As every database of the program: who reads does not stop who writes.
            database.conn.batch_execute("PRAGMA journal_mode = WAL").unwrap();
        }
        let mut snapshot = Snapshot::take(&database.url).unwrap();
        let late = "INSERT INTO people (name, name_folded, language, created_at) VALUES ('Late', 'late', 'en', '2026-11-22 20:53:00')";
        database.conn.batch_execute(late).unwrap();
        let seen = people(&mut snapshot);
        assert!(seen.len() == 1 && !seen[0].contains("Late"), "{seen:?}");
        database.conn.batch_execute("DELETE FROM sign_ins; UPDATE people SET name = 'Other'").unwrap();
        assert_eq!(people(&mut snapshot), seen);
        assert_eq!(people(&mut Snapshot::take(&database.url).unwrap()).len(), 2);
    });
}

#[test]
fn what_an_older_version_wrote_is_brought_to_this_one() {
    const GIVEN: &str = r#"[[7, "Әсел", "әсел", "kk", "2026-11-22 20:53:00"]]"#;
    on_both_empty(|database| {
        // Before the words of the search, the settings and the columns of erasing.
        let older: Vec<String> = migrations().into_iter().filter(|name| name.as_str() < "20261128000402").collect();
        let column = |name: &str, kind| Column { name: name.to_owned(), kind };
        let table = Table {
            name: "people".to_owned(),
            columns: vec![
                column("id", Kind::Integer),
                column("name", Kind::Text),
                column("name_folded", Kind::Text),
                column("language", Kind::Text),
                column("created_at", Kind::Moment),
            ],
            highest_id: Some(9),
        };
        let mut filling = Filling::begin(&database.url).unwrap();
        filling.empty(&older).unwrap();
        assert_eq!(filling.insert(&table, GIVEN).unwrap(), 1);
        let later = Table { name: "settings".to_owned(), columns: Vec::new(), highest_id: None };
        assert!(filling.insert(&later, "[]").is_err(), "the table is of a later version");
        filling.finish(&[table]).unwrap();
        assert_eq!(pending(&mut database.conn).unwrap(), Vec::<String>::new());
        let content = content(&database.url);
        let people = content.iter().find(|(table, _)| table.name == "people").unwrap();
        assert!(people.0.columns.iter().any(|column| column.name == "erase_at"), "{people:?}");
        assert!(people.0.highest_id == Some(9) && people.1.len() == 1 && people.1[0].contains("Әсел"), "{people:?}");
        assert!(content.iter().any(|(table, _)| table.name == "settings"), "a table that came later is there");
    });
}
