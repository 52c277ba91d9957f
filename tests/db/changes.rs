//! The database counts every change of what is done in an enrolment, whoever writes: what is kept in memory of it
//! is trusted for as long as that number stays the same.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use erikti::db::schema::enrolments;
use erikti::db::{Conn, run_migrations};

use crate::harness::database::on_both_empty;

const TWO_ENROLMENTS: &str = "
    INSERT INTO people (name, name_folded, language, created_at) VALUES ('A', 'a', 'kk', '2026-11-28 00:00:00');
    INSERT INTO people (name, name_folded, language, created_at) VALUES ('B', 'b', 'kk', '2026-11-28 00:00:00');
    INSERT INTO courses (key, created_at) VALUES ('first-aid', '2026-11-28 00:00:00');
    INSERT INTO course_versions (course_id, edition, revision, digest, body, note, published_at)
        VALUES (1, 1, 1, 'd', '{}', '', '2026-11-28 00:00:00');
    INSERT INTO enrolments (person_id, course_id, edition, enrolled_at) VALUES (1, 1, 1, '2026-11-28 00:00:00');
    INSERT INTO enrolments (person_id, course_id, edition, enrolled_at) VALUES (2, 1, 1, '2026-11-28 00:00:00');
";

/// Everything that can happen to what is done in the first enrolment; the last of each table moves it to the second,
/// as a merge of two accounts does, and takes it away there.
const CHANGES: [&str; 12] = [
    "INSERT INTO lesson_progress (enrolment_id, lesson, opened_at) VALUES (1, 'scene', '2026-11-28 00:00:00')",
    "UPDATE lesson_progress SET done_at = '2026-11-28 00:00:00' WHERE enrolment_id = 1",
    "UPDATE lesson_progress SET enrolment_id = 2",
    "DELETE FROM lesson_progress",
    "INSERT INTO check_answers (enrolment_id, version_id, question, number, answer, points, max_points, is_right,
        language, shown_at, answered_at)
        VALUES (1, 1, 'q', 1, '{}', 1, 1, true, 'kk', '2026-11-28 00:00:00', '2026-11-28 00:00:00')",
    "UPDATE check_answers SET is_right = false WHERE enrolment_id = 1",
    "UPDATE check_answers SET enrolment_id = 2",
    "DELETE FROM check_answers",
    "INSERT INTO attempts (enrolment_id, version_id, quiz, number, seed, questions, started_at)
        VALUES (1, 1, 'role', 1, 1, '[]', '2026-11-28 00:00:00')",
    "UPDATE attempts SET passed = true WHERE enrolment_id = 1",
    "UPDATE attempts SET enrolment_id = 2",
    "DELETE FROM attempts",
];

fn counted(conn: &mut Conn) -> (i64, i64) {
    let mut of = |id: i64| enrolments::table.find(id).select(enrolments::changes).get_result(conn).unwrap();
    (of(1), of(2))
}

#[test]
fn every_change_of_what_is_done_is_counted_for_everyone_it_touches() {
    on_both_empty(|database| {
        run_migrations(&mut database.conn).unwrap();
        database.conn.batch_execute(TWO_ENROLMENTS).unwrap();
        let mut before = counted(&mut database.conn);
        for change in CHANGES {
            database.conn.batch_execute(change).unwrap();
            let after = counted(&mut database.conn);
            let (touches_first, touches_second) =
                if change.starts_with("DELETE") { (false, true) } else { (true, change.contains("enrolment_id = 2")) };
            assert_eq!((after.0 > before.0, after.1 > before.1), (touches_first, touches_second), "{change}");
            before = after;
        }
    });
}
