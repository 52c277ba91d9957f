//! Reports: what they count, who gets them, and as which files.

use calamine::{Data, Reader as _, Xlsx};
use diesel::prelude::*;
use erikti::db::Conn;
use erikti::db::schema::{enrolments, organisations, people};
use erikti::kernel::ids::{DistrictId, PersonId, SettlementId};
use erikti::kernel::{Actor, Ctx, Lang, Result, Role, Timestamp};
use erikti::{learning, on_backend, places};

use super::erasure::certificate_of;
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client};
use super::harness::database::on_both;
use super::learner::{Learner, slug};
use super::organisations::{appoint, code_of, make, person};
use super::people::{confirm, person_of, staff};

const CSV: &str = "/en/centre/reports.csv";

fn moment(text: &str) -> Timestamp {
    Timestamp::new(chrono::NaiveDateTime::parse_from_str(text, "%Y-%m-%d %H:%M").expect("a moment"))
}

/// Somebody who opens a lesson of the course on leadership, and completes it at once if that is wished.
fn add(conn: &mut Conn, at: Timestamp, app: &Added, number: usize, is_done: bool) -> Result<()> {
    let ctx = Ctx { now: at, actor: Actor::System };
    let name = format!("Zarina {number}");
    let values = (
        people::name.eq(&name),
        people::name_folded.eq(&name),
        people::language.eq(Lang::Ru),
        people::district_id.eq(app.district),
        people::settlement.eq(&app.settlement),
        people::birth_year.eq(2009),
        people::created_at.eq(ctx.now),
    );
    let person: PersonId = diesel::insert_into(people::table).values(values).returning(people::id).get_result(conn)?;
    let enrolment = learning::enrol(conn, &ctx, person, (app.course, 1))?;
    learning::open_lesson(conn, &ctx, enrolment.id, &slug("six-motives"))?;
    if is_done {
        let own = enrolments::table.find(enrolment.id);
        diesel::update(own).set(enrolments::completed_at.eq(ctx.now)).execute(conn)?;
    }
    Ok(())
}

#[derive(Clone)]
struct Added {
    course: erikti::kernel::ids::CourseId,
    district: DistrictId,
    settlement: &'static str,
}

/// So many people of a place, of whom the first complete the course.
pub(crate) async fn crowd(
    app: &TestApp,
    at: &str,
    (key, settlement): (&str, &'static str),
    (size, done): (usize, usize),
) {
    let course = app.library.shelf().course("leadership").expect("a course that comes with the program").course_id;
    let (key, at) = (key.to_owned(), moment(at));
    let written = app.app.write(Actor::System, move |conn, _| {
        let all = places::list_all_districts(conn)?;
        let district = all.iter().find(|district| district.key == key).expect("a district").id;
        for number in 0..size {
            add(conn, at, &Added { course, district, settlement }, number, number < done)?;
        }
        Ok(())
    });
    written.await.expect("the database answers");
}

/// A row of a table of the report as text: the cells after the name.
pub(crate) async fn row(client: &Client, address: &str, section: &str, name: &str) -> Vec<String> {
    let text = client.get(address).await.ok().text();
    let mut lines = text.lines().skip_while(|line| *line != section);
    let found = lines.find(|line| line.starts_with(&format!("{name},")) || line.starts_with(&format!("\"{name}\",")));
    let found = found.unwrap_or_else(|| panic!("no row {name} under {section} in\n{text}"));
    found.split(',').skip(1).map(str::to_owned).collect()
}

#[tokio::test]
async fn a_report_counts_people_by_what_they_did_and_where() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        centre.get("/en/centre").await.ok().says("href=\"/en/centre/reports\"");
        centre.get("/en/centre/reports").await.ok().says("There is nothing to tell of this period.");
        crowd(&app, "2026-11-03 10:00", ("talgar", "Талгар"), (6, 5)).await;
        crowd(&app, "2026-11-03 10:00", ("kegen", "Ауылым"), (2, 0)).await;
        // One in the morning of 1 July in Kazakhstan: the third quarter.
        crowd(&app, "2026-06-30 20:00", ("kegen", ""), (1, 1)).await;

        let all = format!("{CSV}?groups=all");
        let place = "By district and city";
        assert_eq!(row(&centre, &all, place, "Talgar district").await, ["6", "6", "5", "0", "0", "0", "0"]);
        assert_eq!(row(&centre, &all, place, "Kegen district").await, ["2", "2", "0", "0", "0", "0", "0"]);
        let settlements = "By settlement";
        assert_eq!(row(&centre, &all, settlements, "Talgar district: Talgar").await[0], "6", "by its Russian name");
        assert_eq!(row(&centre, &all, settlements, "Kegen district: another settlement").await[0], "2");
        assert_eq!(row(&centre, &all, "By language", "Русский").await[..3], ["8", "8", "5"]);
        assert_eq!(row(&centre, &all, "By age", "14 to 17").await[..3], ["8", "8", "5"]);
        assert_eq!(row(&centre, &all, "By organisation", "in no organisation").await[0], "8");
        assert_eq!(row(&centre, &all, "By month", "November 2026").await, ["8", "8", "5", "0"]);
        assert_eq!(row(&centre, &all, "By month", "July 2026").await, ["1", "1", "1", "0"]);
        let earlier = format!("{all}&period=2026-q3");
        assert_eq!(row(&centre, &earlier, place, "Kegen district").await[..3], ["1", "1", "1"]);
        assert_eq!(row(&centre, &earlier, place, "Talgar district").await[..3], ["0", "0", "0"]);
        let june = format!("{all}&period=2026-06");
        assert_eq!(row(&centre, &june, place, "Kegen district").await[..3], ["0", "0", "0"]);

        // Small groups are hidden, and whatever gives them away.
        assert_eq!(row(&centre, CSV, place, "Kegen district").await[..3], ["…", "…", "0"]);
        assert_eq!(row(&centre, CSV, place, "Talgar district").await[..3], ["…", "…", "5"]);
        assert_eq!(row(&centre, CSV, "The period at a glance", "Enrolled").await[0], "8");
        // Each filter.
        app.advance(3600);
        let enrolled = async |query: &str| {
            row(&centre, &format!("{all}&{query}"), "The period at a glance", "Enrolled").await.swap_remove(0)
        };
        for (query, expected) in [
            ("course=leadership", "8"),
            ("course=first-aid", "0"),
            ("language=ru", "8"),
            ("language=kk", "0"),
            ("age=14-17", "8"),
            ("age=60", "0"),
            ("organisation=1", "0"),
            ("period=nonsense", "8"),
        ] {
            assert_eq!(enrolled(query).await, expected, "{query}");
        }
        // Where people stop.
        let steps = "The way through the course: Team leadership for volunteers";
        let text = centre.get(&all).await.ok().text();
        let steps = text
            .lines()
            .find(|line| line.starts_with("The way through the course: ") && line.contains("eader"))
            .unwrap_or(steps);
        assert_eq!(row(&centre, &all, steps, "Enrolled").await[0], "8");
        assert_eq!(row(&centre, &all, steps, "Completed the course").await[0], "5");
    })
    .await;
}

/// The ids of Talgar district, Kegen district and the town of Talgar.
async fn places_of(app: &TestApp) -> (DistrictId, DistrictId, SettlementId) {
    let ids = app.app.read(|conn| {
        let districts = places::list_all_districts(conn)?;
        let id = |key: &str| districts.iter().find(|one| one.key == key).expect("a district").id;
        let (talgar, kegen) = (id("talgar"), id("kegen"));
        let towns = places::list_all_settlements(conn)?;
        let town = towns.iter().find(|one| one.district == talgar && one.name.get(Lang::Ru) == "Талгар");
        Ok((talgar, kegen, town.expect("a settlement").id))
    });
    ids.await.expect("the database answers")
}

#[tokio::test]
async fn a_report_is_narrowed_to_a_district_and_a_settlement() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        crowd(&app, "2026-11-03 10:00", ("talgar", "Талгар"), (6, 5)).await;
        crowd(&app, "2026-11-03 10:00", ("talgar", "Ауылым"), (3, 0)).await;
        crowd(&app, "2026-11-03 10:00", ("kegen", "Ауылым"), (2, 0)).await;
        let (talgar, kegen, town) = places_of(&app).await;
        for (query, expected) in [
            (String::new(), "11"),
            (format!("district={talgar}"), "9"),
            (format!("district={kegen}"), "2"),
            (format!("district={talgar}&settlement={town}"), "6"),
            // A settlement of another district: the district was changed in the form.
            (format!("district={kegen}&settlement={town}"), "2"),
            (format!("settlement={town}"), "11"),
            ("district=999999".to_owned(), "0"),
        ] {
            let address = format!("{CSV}?groups=all&{query}");
            assert_eq!(row(&centre, &address, "The period at a glance", "Enrolled").await[0], expected, "{query}");
            let page = centre.get(&format!("/en/centre/reports?{query}")).await.ok().text();
            assert_eq!(
                page.contains("name=\"settlement\""),
                query.starts_with("district=") && expected != "0",
                "{query}"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn certificates_count_and_what_is_not_collected_says_so() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let learner = Learner::enrol(&app, Lang::Kk, "asem", "leadership").await;
        learner.complete("Әсем Нұрғалиқызы").await;
        let number = certificate_of(&app, learner.person).await.number.to_string().replace('-', "");
        let valid = async |query: &str| {
            let found =
                row(&centre, &format!("{CSV}?groups=all{query}"), "The period at a glance", "Valid: theory").await;
            found.into_iter().next()
        };
        assert_eq!(valid("").await.as_deref(), Some("1"));
        assert_eq!(valid("&period=2026-q3").await.as_deref(), Some("0"));
        assert_eq!(row(&centre, CSV, "The period at a glance", "Valid: theory").await[0], "…");
        let revoke = format!("/en/centre/certificates/{number}/revoke");
        centre.post(&revoke, &[("reason", "Issued by mistake")]).await.has(303);
        assert_eq!(valid("").await.as_deref(), Some("0"));

        for (lang, not, nobody, zero) in [
            ("en", "not collected", "nobody to count yet", "0\u{a0}%"),
            ("ru", "не собирается", "считать пока некого", "0\u{a0}%"),
            ("kk", "жиналмайды", "әзірге санайтын адам жоқ", "0\u{a0}%"),
        ] {
            let page = centre.get(&format!("/{lang}/centre/reports")).await.ok().text();
            assert_eq!(page.matches(not).count(), 8, "{lang}");
            assert_eq!(page.matches(nobody).count(), 1, "{lang}");
            assert_eq!(page.matches(zero).count(), 1, "{lang}: the share of settlements is counted");
            assert!(page.contains("role=\"img\"") && !page.contains("<script>"), "{lang}");
        }
        // Somebody who is erased is no longer counted as a learner; the certificate stays in the register.
        let page = centre.get("/ru/centre/reports").await.ok();
        page.says("Подпись");
        page.says("IV квартал 2026 года");
    })
    .await;
}

#[tokio::test]
async fn the_workbook_is_read_by_others_and_has_the_same_numbers() {
    let app = TestApp::start().await;
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    crowd(&app, "2026-11-03 10:00", ("talgar", "Талғар"), (7, 6)).await;
    for lang in Lang::ALL {
        let answer = centre.get(&format!("/{lang}/centre/reports.xlsx")).await.ok();
        assert!(answer.header("content-disposition").contains(&format!("erikti-report-2026-q4-{lang}.xlsx")));
        let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(answer.body)).expect("a workbook");
        let names = book.sheet_names();
        assert!(names.len() >= 12 && names.iter().all(|name| name.chars().count() <= 31), "{names:?}");
        let numbers = |book: &mut Xlsx<_>, sheet: &str| -> Vec<f64> {
            let range = book.worksheet_range(sheet).expect("a sheet");
            range
                .used_cells()
                .filter_map(|(_, _, cell)| if let Data::Float(number) = cell { Some(*number) } else { None })
                .collect()
        };
        assert_eq!(numbers(&mut book, &names[0]), [7.0, 7.0, 6.0, 0.0, 0.0, 0.0, 0.0]);
        let all = numbers(&mut book, &names[1]).iter().sum::<f64>();
        assert!((all - 20.0).abs() < 1e-9, "{all}");
    }
}

/// The rows of a table that have more than a name.
fn filled(rows: impl Iterator<Item = Vec<String>>) -> Vec<Vec<String>> {
    let whole = rows.map(|row| row.into_iter().filter(|cell| !cell.is_empty()).collect::<Vec<_>>());
    whole.filter(|row| row.len() > 1).collect()
}

#[tokio::test]
async fn every_sheet_of_the_workbook_says_what_the_other_file_says() {
    let app = TestApp::start().await;
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    crowd(&app, "2026-11-03 10:00", ("talgar", "Талғар"), (7, 6)).await;
    crowd(&app, "2026-10-03 10:00", ("kegen", "Ауылым"), (3, 1)).await;
    for lang in Lang::ALL {
        for query in ["", "?groups=all", "?groups=all&trend=12&course=leadership"] {
            let book = centre.get(&format!("/{lang}/centre/reports.xlsx{query}")).await.ok().body;
            let mut book: Xlsx<_> = calamine::open_workbook_from_rs(std::io::Cursor::new(book)).expect("a workbook");
            let mut sheets = Vec::new();
            for name in book.sheet_names() {
                let range = book.worksheet_range(&name).expect("a sheet");
                let cells = |row: &[Data]| row.iter().map(ToString::to_string).collect::<Vec<_>>();
                let rows = filled(range.rows().map(cells));
                assert!(!rows.is_empty(), "{name} is empty");
                sheets.extend(rows);
            }
            let text = centre.get(&format!("/{lang}/centre/reports.csv{query}")).await.ok().body;
            let separator = if lang == Lang::En { b',' } else { b';' };
            let mut read = csv::ReaderBuilder::new();
            let mut read = read.delimiter(separator).flexible(true).has_headers(false).from_reader(text.as_slice());
            let rows = read.records().map(|row| row.expect("a row").iter().map(str::to_owned).collect());
            let table = filled(rows.collect::<Vec<Vec<String>>>().into_iter());
            // Above the tables stands what each sheet has in a line of its own.
            let whole = table.clone();
            let table: Vec<_> = table.into_iter().skip_while(|row| *row != sheets[0]).collect();
            assert!(table.len() > 40, "{:?} of {:?}", sheets[0], &whole[..12]);
            assert_eq!(sheets, table, "{lang} {query}");
        }
    }
}

#[tokio::test]
async fn a_coordinator_gets_a_report_of_the_own_people_alone() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (own, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        make(&centre, "Жас толқын").await.has(303);
        confirm(&app, &own, "erlan@example.kz").await;
        appoint(&centre, 1, "erlan@example.kz").await;
        let code = code_of(&own, 1).await;
        // Of fourteen learners six belong to the organisation.
        crowd(&app, "2026-11-03 10:00", ("talgar", "Талғар"), (8, 3)).await;
        for number in 0..6 {
            let name = format!("member{number}");
            let learner = Learner::enrol(&app, Lang::Kk, &name, "leadership").await;
            learner.client.post(&format!("/en/join/{code}"), &[]).await.has(303);
            assert_eq!(person_of(&app, &format!("{name}@example.kz")).await, learner.person);
        }
        own.get("/en/coordinator/1").await.ok().says("/en/coordinator/1/report");
        // Of the quarter that runs there is none yet: before and after somebody joins it would be another one.
        let text = own.get("/en/coordinator/1/report.csv?period=2026-q4").await.ok().text();
        assert!(text.contains("Quarter III of 2026") && !text.contains("Quarter IV of 2026"), "{text}");
        app.advance(70 * 24 * 3600);
        own.sign_in("en", "erlan@example.kz").await;
        centre.sign_in("en", "centre@example.kz").await;
        let csv = "/en/coordinator/1/report.csv";
        let glance = "The period at a glance";
        assert_eq!(row(&own, csv, glance, "Enrolled").await[0], "6");
        assert_eq!(row(&centre, &format!("{CSV}?groups=all&period=2026-q4"), glance, "Enrolled").await[0], "14");
        assert_eq!(
            row(&centre, &format!("{CSV}?groups=all&period=2026-q4&organisation=1"), glance, "Enrolled").await[0],
            "6"
        );
        // Nothing that the address says widens or narrows it.
        for query in
            ["groups=all", "organisation=2", "district=1", "language=ru", "age=14-17", "period=2026-11", "period=2026"]
        {
            let asked = format!("{csv}?{query}");
            assert_eq!(row(&own, &asked, glance, "Enrolled").await[0], "6", "{query}");
            let text = own.get(&asked).await.ok().text();
            assert!(text.contains("Quarter IV of 2026") && text.contains("are hidden"), "{query}");
            app.advance(120);
        }
        let page = own.get("/kk/coordinator/1/report").await.ok();
        page.says("Жас толқын");
        assert!(!page.text().contains("name=\"district\""));
        own.get("/en/coordinator/2/report").await.has(404);
        own.get("/en/centre/reports").await.has(403);
    })
    .await;
}

#[tokio::test]
async fn an_organisation_beyond_the_thousandth_is_named() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let written = app.app.write(Actor::System, |conn, ctx| {
            for part in (0..1_005).collect::<Vec<_>>().chunks(200) {
                let names: Vec<String> = part.iter().map(|number| format!("Org {number:04}")).collect();
                let rows: Vec<_> = names
                    .iter()
                    .map(|name| {
                        let names = (organisations::name_kk.eq(name), organisations::name_ru.eq(name));
                        (names, organisations::name_folded.eq(name), organisations::created_at.eq(ctx.now))
                    })
                    .collect();
                on_backend!(conn, c => diesel::insert_into(organisations::table).values(&rows).execute(c))?;
            }
            Ok(())
        });
        written.await.expect("the database answers");
        let page = centre.get("/en/centre/reports?organisation=1005").await.ok();
        page.says("<option value=\"1005\" selected>Org 1004");
        assert!(page.text().matches("Org 1004").count() > 1, "what the report was cut to is named");
    })
    .await;
}

/// An answer while the first reading is due. The worker that reads every minute may end it in between: then once more.
async fn awaited(app: &TestApp, client: &Client, path: &str) -> Answer {
    app.reports.begin_first();
    let page = client.get(path).await;
    if app.reports.is_awaited() {
        return page;
    }
    app.reports.begin_first();
    client.get(path).await
}

#[tokio::test]
async fn a_report_that_has_to_wait_for_the_first_reading_says_so_and_looks_again() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        confirm(&app, &officer, "officer@example.kz").await;
        make(&officer, "Жас толқын").await.has(303);
        appoint(&officer, 1, "officer@example.kz").await;
        // The program has read; then it is as after a start, when it has not.
        while app.reports.is_awaited() {
            tokio::time::sleep(std::time::Duration::from_millis(20)).await;
        }
        for (lang, path) in [
            (Lang::En, "/en/centre/reports?period=2026-q3"),
            (Lang::Kk, "/kk/centre/reports"),
            (Lang::Ru, "/ru/coordinator/1/report"),
        ] {
            let page = awaited(&app, &officer, path).await.ok();
            super::pages::assert_whole(path, lang, &page);
            assert_eq!(page.header("refresh"), "3");
            page.says("<progress");
            page.says(erikti::i18n::t(lang, "report-awaited"));
            page.says(&format!("href=\"{path}\""));
        }
        // A file is not read in its place either: nothing is saved under its name, and it comes once it can.
        let files = ["/en/centre/reports.csv", "/kk/centre/reports.xlsx", "/ru/coordinator/1/report.csv"];
        for path in files.into_iter().chain(["/en/coordinator/1/report.xlsx"]) {
            let page = awaited(&app, &officer, path).await.has(503);
            assert_eq!((page.header("refresh"), page.header("retry-after")), ("3", "3"), "{path}");
            assert!(
                page.header("content-disposition").is_empty() && page.header("content-type").starts_with("text/html")
            );
            page.says(&format!("href=\"{path}\""));
        }
        // Also if nothing could be read, nobody waits for ever.
        app.reports.end_first();
        let page = officer.get("/en/centre/reports").await.ok();
        assert!(page.header("refresh").is_empty() && page.text().contains("<table"), "{}", page.text());
        for path in files {
            assert!(officer.get(path).await.ok().header("content-disposition").starts_with("attachment"), "{path}");
        }
        // Whoever comes while others read waits for the turn, and does not read of a first time.
        let (kept, (begun, begins), (end, ends)) =
            (app.reports.clone(), std::sync::mpsc::channel(), std::sync::mpsc::channel::<()>());
        let reader = std::thread::spawn(move || {
            let _turn = kept.turn();
            begun.send(()).expect("the test waits");
            ends.recv().expect("the test says when");
        });
        tokio::task::spawn_blocking(move || begins.recv()).await.expect("a thread").expect("begun");
        let ended = async {
            tokio::time::sleep(std::time::Duration::from_millis(1500)).await;
            end.send(()).expect("somebody reads");
        };
        let (page, ()) = tokio::join!(officer.get("/en/centre/reports"), ended);
        tokio::task::spawn_blocking(move || reader.join()).await.expect("a thread").expect("it ends in peace");
        let page = page.ok();
        assert!(page.header("refresh").is_empty() && page.text().contains("<table"), "{}", page.text());
    })
    .await;
}
