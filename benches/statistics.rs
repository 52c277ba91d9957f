//! The figures of tests and questions from half a million answers.

use std::time::Instant;

use diesel::connection::SimpleConnection;
use erikti::content::import::{Wish, import};
use erikti::content::prepare::prepare;
use erikti::content::{files, model::Course, store};
use erikti::db::{Database, DatabaseUrl};
use erikti::kernel::ids::CourseId;
use erikti::kernel::{Actor, Ctx, Result};
use erikti::stats::{self, Span, report::report};

use super::report::{line, median, verdict};

/// First tries, ten answers each.
const TRIES: u32 = 54_000;
/// Milliseconds.
const TARGET: f64 = 1000.0;
const COURSE: &str = "courses/first-aid";

/// Fills a database, then reads and works out everything that the page of a course shows.
pub(crate) fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = DatabaseUrl::Sqlite(folder.path().join("erikti.db"));
    let database = Database::open(&url).expect("the database opens");
    let runtime = tokio::runtime::Builder::new_multi_thread().build().expect("threads");
    let course = files::read(&files::read_course(COURSE.as_ref()).expect("a folder")).package.expect("a course").course;
    let span = runtime.block_on(fill(&database, &course)).expect("the database is filled");
    let rounds = (0..3).map(|_| {
        let begin = Instant::now();
        let log = runtime.block_on(database.read_long(move |conn| stats::list_sittings(conn, span, None)));
        let log = log.expect("the database answers");
        let read = begin.elapsed().as_secs_f64() * 1000.0;
        let reports = report(&course, &log);
        let all = begin.elapsed().as_secs_f64() * 1000.0;
        let answers: u32 =
            reports.iter().flat_map(|report| &report.items).map(|item| item.figures.facility.answers).sum();
        assert_eq!(answers, TRIES * 10);
        (read, all)
    });
    let rounds: Vec<(f64, f64)> = rounds.collect();
    let (read, all) = (median(rounds.iter().map(|(read, _)| *read)), median(rounds.iter().map(|(_, all)| *all)));
    println!("\nFigures of tests and questions from {} answers", TRIES * 10);
    line("  reading them from SQLite", &format!("{read:.0} ms"), "");
    line("  everything", &format!("{all:.0} ms"), &format!("≤ {TARGET:.0} ms: {}", verdict(all <= TARGET)));
}

async fn fill(database: &Database, course: &Course) -> Result<Span> {
    let read = files::read(&files::read_course(COURSE.as_ref()).expect("a folder"));
    let prepared = prepare(read.package.expect("a course"))?;
    let keys: Vec<String> = course.bank_items().iter().map(|item| item.key.to_string()).collect();
    let key = course.key.clone();
    database.migrate().await.expect("the migrations run");
    database
        .write(move |conn| {
            let now = erikti::kernel::Timestamp::from_unix(1_790_000_000).expect("a moment");
            import(conn, &Ctx { now, actor: Actor::System }, &prepared, Wish::Correction)?;
            conn.batch_execute(&rows(&keys)).expect("rows");
            let course = store::find_course(conn, &key)?.unwrap_or(CourseId(1));
            Ok(Span { course, edition: 1, since: None })
        })
        .await
}

/// People with one try each, ten neighbouring questions of the bank in each.
fn rows(keys: &[String]) -> String {
    let bank: Vec<String> = keys.iter().enumerate().map(|(at, key)| format!("({at}, '{key}')")).collect();
    format!(
        "CREATE TEMP TABLE bank (at INTEGER PRIMARY KEY, key TEXT); INSERT INTO bank VALUES {bank};
         CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {TRIES}) SELECT i FROM c;
         INSERT INTO people (id, name, name_folded, language, created_at)
           SELECT 1000 + i, 'Person ' || i, 'person ' || i, 'kk', '2026-11-01 10:00:00' FROM n;
         INSERT INTO enrolments (id, person_id, course_id, edition, enrolled_at)
           SELECT i, 1000 + i, 1, 1, '2026-11-01 10:00:00' FROM n;
         INSERT INTO attempts (id, enrolment_id, version_id, quiz, number, seed, questions, started_at, finished_at, points, max_points, passed)
           SELECT i, i, 1, 'final', 1, i, (SELECT json_group_array(key) FROM bank WHERE at IN (
             SELECT (i + t.value) % {count} FROM json_each('[0,1,2,3,4,5,6,7,8,9]') t)),
             '2026-11-01 10:00:00', '2026-11-01 11:00:00', 5000, 10000, i % 3 > 0 FROM n;
         INSERT INTO answers (attempt_id, question, answer, changes, language, shown_at, answered_at, points, max_points, is_right, version_id)
           SELECT n.i, bank.key, '{{\"kind\":\"single\",\"option\":\"option-' || ((n.i * 7 + t.value) % 4) || '\"}}', 0,
             substr('kkruen', 1 + 2 * (n.i % 3), 2), '2026-11-01 10:00:00', '2026-11-01 10:00:' || (10 + (n.i + t.value) % 50),
             1000 * ((n.i * 7 + t.value * n.i) % 3 > 0), 1000, (n.i * 7 + t.value * n.i) % 3 > 0, 1
           FROM n JOIN json_each('[0,1,2,3,4,5,6,7,8,9]') t JOIN bank ON bank.at = (n.i + t.value) % {count};",
        bank = bank.join(", "),
        count = keys.len(),
    )
}
