//! Reports over a million volunteers and three hundred thousand certificates.

use std::collections::BTreeMap;
use std::time::Instant;

use diesel::connection::SimpleConnection;
use erikti::app::{Given, build};
use erikti::config::{Config, Source};
use erikti::kernel::ids::{DistrictId, OrganisationId};
use erikti::kernel::{Actor, Lang, Timestamp};
use erikti::stats::reports::count::{Band, Cut};
use erikti::stats::reports::period::Period;
use erikti::stats::reports::{Kept, read};

use super::report::{line, median, verdict};

const PEOPLE: u32 = 1_000_000;
/// Every second person is in a course.
const ENROLMENTS: u32 = 500_000;
const CERTIFICATES: u32 = 300_000;
/// Milliseconds.
const TARGET: f64 = 1000.0;

fn now() -> (Timestamp, chrono_tz::Tz) {
    (Timestamp::from_unix(1_795_320_000).expect("a moment"), chrono_tz::Asia::Almaty)
}

/// Fills a database, then makes several reports of it.
pub(crate) fn measure() {
    let folder = super::server::folder();
    let environment = BTreeMap::from([
        ("ERIKTI_DATA".to_owned(), folder.path().display().to_string()),
        ("ERIKTI_LISTEN".to_owned(), "127.0.0.1:0".to_owned()),
    ]);
    let source = Source { file: None, folder: folder.path().to_owned(), environment };
    let config = Config::read(&source).expect("settings");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads");
    let begin = Instant::now();
    let built = runtime.block_on(async {
        let built = build(config, Given::of_machine()).await.expect("built");
        built.app.write(Actor::System, |conn, _| Ok(conn.batch_execute(&rows())?)).await.expect("rows");
        built
    });
    let (database, library) = (&built.app.db, &built.library);
    println!("\nReports over {PEOPLE} volunteers, {ENROLMENTS} enrolments, {CERTIFICATES} certificates");
    line("  making them up", &format!("{:.0} s", begin.elapsed().as_secs_f64()), "");
    let kept = std::sync::Arc::new(Kept::default());
    let begin = Instant::now();
    let (reading, shelf) = (std::sync::Arc::clone(&kept), library.shelf());
    let filled = runtime.block_on(database.read_long(move |conn| reading.refresh(conn, now(), &shelf)));
    filled.expect("the database answers");
    line(
        "  reading them into memory, in the background",
        &format!("{:.0} ms", begin.elapsed().as_secs_f64() * 1000.0),
        "",
    );
    let today = now().0.day(now().1);
    let quarter = Cut::of(Period::due(today));
    for (what, cut) in [
        ("  the quarter, everybody", quarter),
        ("  the year, everybody", Cut::of(Period::Year(today.year()))),
        ("  the quarter, a district", Cut { district: Some(DistrictId(3)), ..quarter }),
        ("  the quarter, an organisation", Cut { organisation: Some(OrganisationId(3)), ..quarter }),
        ("  the quarter, Russian, 18 to 24", Cut { lang: Some(Lang::Ru), band: Some(Band::Young), ..quarter }),
    ] {
        let rounds = (0..5).map(|_| {
            let begin = Instant::now();
            let (kept, shelf) = (std::sync::Arc::clone(&kept), library.shelf());
            let work = move |conn: &mut _| read(conn, (&kept, &shelf), now(), (&cut, true));
            let report = runtime.block_on(database.read_long(work)).expect("the database answers");
            assert!(report.shown.total.iter().any(|number| number.is_none_or(|number| number > 0)), "{what}: nobody");
            begin.elapsed().as_secs_f64() * 1000.0
        });
        let middle = median(rounds.collect::<Vec<_>>());
        line(what, &format!("{middle:.0} ms"), &format!("≤ {TARGET:.0} ms: {}", verdict(middle <= TARGET)));
    }
}

/// People of eleven districts and all ages, half of them in the course over two years, three hundred thousand with a
/// certificate, of which every hundredth was stopped for some months, twenty organisations.
fn rows() -> String {
    format!(
        "CREATE TEMP TABLE n AS WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c WHERE i < {PEOPLE}) SELECT i FROM c;
         CREATE TEMP TABLE places AS SELECT district_id AS d, name_kk, row_number() OVER (PARTITION BY district_id ORDER BY id) - 1 AS k FROM settlements;
         CREATE INDEX temp.places_by_district ON places (d, k);
         INSERT INTO people (id, name, name_folded, language, district_id, settlement, birth_year, created_at)
           SELECT i, 'Person ' || i, 'person ' || i, substr('kkkkruen', 1 + 2 * (i % 4), 2), 1 + i % 11,
             (SELECT name_kk FROM places WHERE d = 1 + i % 11 AND k = i % 3),
             1955 + i % 58, '2024-11-01 10:00:00' FROM n;
         INSERT INTO organisations (id, name_kk, name_ru, name_folded, created_at)
           SELECT i, 'Organisation ' || i, 'Organisation ' || i, 'organisation ' || i, '2024-01-01 00:00:00' FROM n WHERE i <= 20;
         INSERT INTO memberships (organisation_id, person_id, asked_at, accepted_at)
           SELECT 1 + i % 20, i, '2025-01-01 00:00:00', '2025-01-01 00:00:00' FROM n WHERE i % 3 = 0;
         INSERT INTO enrolments (id, person_id, course_id, edition, enrolled_at, completed_at, last_lesson)
           SELECT i, i * 2, 1, 1, datetime('2024-12-01 10:00:00', '+' || (i % 720) || ' days'),
             CASE WHEN i <= {CERTIFICATES} THEN datetime('2024-12-01 10:00:00', '+' || (i % 720 + 9) || ' days') END, 'six-motives'
           FROM n WHERE i <= {ENROLMENTS};
         INSERT INTO learning_months (enrolment_id, month)
           SELECT i, 2024 * 12 + 11 + (i % 720) / 30 + t.value FROM n, json_each('[0,1]') t WHERE i <= {ENROLMENTS};
         INSERT INTO signing_keys (id, public_key, created_at) VALUES ('bench', '', '2024-01-01 00:00:00');
         INSERT INTO certificates (number, person_id, course_id, kind, edition, status_index, key_id, template, document, digest, holder, holder_folded,
             course_title, language, issued_at, issued_on, expires_on, is_current)
           SELECT 'N' || i, i * 2, 1, CASE WHEN i % 5 = 0 THEN 'practical' ELSE 'theory' END, 1, i, 'bench', 1, '', '', 'Person', 'person', 'Course', 'kk',
             datetime('2024-12-01 10:00:00', '+' || (i % 720 + 9) || ' days'), date('2024-12-01', '+' || (i % 720 + 9) || ' days'),
             date('2024-12-01', '+' || (i % 720 + 374) || ' days'), 1
           FROM n WHERE i <= {CERTIFICATES};
         INSERT INTO certificate_events (certificate_id, at, kind, actor, reason)
           SELECT id, issued_at, 'issued', 'system', '' FROM certificates;
         INSERT INTO certificate_events (certificate_id, at, kind, actor, reason)
           SELECT certificates.id, datetime(issued_at, '+' || k.key || ' months'), k.value, 'system', '' FROM certificates,
             json_each('[\"\", \"suspended\", \"revoked\", \"reinstated\"]') k WHERE certificates.id % 100 = 0 AND k.key > 0 ORDER BY certificates.id, k.key;"
    )
}
