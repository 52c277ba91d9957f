//! Files that a job makes for an officer: whole or not at all, for the one who asked, for a day.

use std::collections::BTreeMap;
use std::io::{Cursor, Read as _};
use std::os::unix::fs::{PermissionsExt as _, symlink};
use std::path::PathBuf;
use std::time::Duration;

use calamine::{Data, Reader as _, Xlsx};
use diesel::connection::SimpleConnection as _;
use diesel::prelude::*;
use erikti::app::retention;
use erikti::certificates::CertificateNumber;
use erikti::db::Conn;
use erikti::db::schema::{audit, exports, jobs};
use erikti::exports::EXPORT;
use erikti::i18n::t;
use erikti::kernel::ids::{ExportId, PersonId};
use erikti::kernel::{Actor, Lang, Role};

use super::erasure::DAY;
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::pages::assert_whole;
use super::people::{person_of, staff};

const EXPORTS: &str = "/en/centre/exports";
/// More than two portions, and a last one that is not full.
const MANY: usize = 3_001;

fn number(at: usize) -> CertificateNumber {
    CertificateNumber::from_random(u128::try_from(at).expect("small") * 104_729)
}

fn holder(at: usize) -> String {
    match at {
        5 => "=HYPERLINK(\"x\";\"y\")".to_owned(),
        at if at % 1000 == 7 => format!("Бекзат Болатұлы {at}"),
        at => format!("Айгүл Сейітқызы, №{at}"),
    }
}

/// Fills the register, the first the oldest.
async fn fill(app: &TestApp, count: usize) {
    let write = move |conn: &mut Conn, _: &_| {
        for part in (0..count).collect::<Vec<_>>().chunks(500) {
            let row = |at: &usize| {
                let (kind, until) = (
                    if at.is_multiple_of(2) { "theory" } else { "practical" },
                    if at.is_multiple_of(3) { 2026 } else { 2028 },
                );
                let folded = erikti::kernel::text::fold(&holder(*at));
                format!(
                    "('{}', (SELECT id FROM courses WHERE key = 'leadership'), '{kind}', 1, {at}, \
                     (SELECT min(id) FROM signing_keys), 2, '', 'd{at}', '{}', '{folded}', 'Leadership', 'en', \
                     '2026-01-01 10:00:00', '2026-01-01', '{until}-11-01', TRUE)",
                    number(*at).as_str(),
                    holder(*at),
                )
            };
            let rows: Vec<String> = part.iter().map(row).collect();
            conn.batch_execute(&format!(
                "INSERT INTO certificates (number, course_id, kind, edition, status_index, key_id, template, document, \
                 digest, holder, holder_folded, course_title, language, issued_at, issued_on, expires_on, is_current) \
                 VALUES {}",
                rows.join(",")
            ))?;
        }
        Ok(())
    };
    app.app.write(Actor::Shell, write).await.expect("the register is filled");
}

/// What a row of the register says in the file.
fn expected(at: usize, is_text: bool) -> Vec<String> {
    let word = |key| t(Lang::En, key).to_owned();
    let defused = if is_text && at == 5 { "'" } else { "" };
    vec![
        number(at).to_string(),
        word(if at.is_multiple_of(2) { "certificate-theory" } else { "certificate-practical" }),
        format!("{defused}{}", holder(at)),
        "Leadership".to_owned(),
        "2026-01-01".to_owned(),
        format!("{}-11-01", if at.is_multiple_of(3) { 2026 } else { 2028 }),
        word(if at.is_multiple_of(3) { "state-expired" } else { "state-valid" }),
        String::new(),
        String::new(),
    ]
}

/// Waits until the page has the way to the file.
async fn ready(client: &Client, page: &str) -> String {
    for _ in 0..2400 {
        let shown = client.get(page).await.ok().text();
        if shown.contains(&format!("{page}/file\"")) {
            return shown;
        }
        assert!(shown.contains("<progress") && shown.contains("data-taking"), "{shown}");
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("it was not made within a minute");
}

/// Waits until the page says this.
async fn says(client: &Client, page: &str, words: &str) -> String {
    for _ in 0..2400 {
        let shown = client.get(page).await.ok().text();
        if shown.contains(words) {
            return shown;
        }
        tokio::time::sleep(Duration::from_millis(25)).await;
    }
    panic!("the page does not say {words} within a minute: {}", client.get(page).await.text());
}

/// Asks for a file; its page.
async fn ask(client: &Client, lang: &str, form: &[(&str, &str)]) -> String {
    client.post(&format!("/{lang}/centre/exports"), form).await.has(303).header("location").to_owned()
}

/// Asks for a file and downloads it.
pub(crate) async fn taken(client: &Client, lang: &str, form: &[(&str, &str)]) -> Answer {
    let page = ask(client, lang, form).await;
    ready(client, &page).await;
    client.get(&format!("{page}/file")).await.ok()
}

fn read_csv(bytes: &[u8]) -> Vec<Vec<String>> {
    let text = bytes.strip_prefix("\u{feff}".as_bytes()).expect("the mark of UTF-8");
    let rows = csv::ReaderBuilder::new().has_headers(false).from_reader(text).into_records();
    rows.map(|row| row.expect("a row").iter().map(str::to_owned).collect()).collect()
}

fn read_xlsx(bytes: &[u8]) -> Vec<Vec<String>> {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    assert_eq!(book.worksheet_formula("register").expect("the sheet").used_cells().count(), 0, "no formulas");
    let range = book.worksheet_range("register").expect("the sheet");
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => panic!("{other:?} is no text"),
    };
    range.rows().map(|row| row.iter().map(text).collect()).collect()
}

fn folder(app: &TestApp) -> PathBuf {
    app.app.config.data.join("exports")
}

fn files(app: &TestApp) -> Vec<String> {
    let Ok(found) = std::fs::read_dir(folder(app)) else { return Vec::new() };
    found.map(|entry| entry.expect("a file").file_name().to_string_lossy().into_owned()).collect()
}

/// As if somebody had asked for the register, under this name; its job runs so many seconds from now.
async fn put(app: &TestApp, by: PersonId, file: &'static str, seconds: i64) -> ExportId {
    let write = move |conn: &mut Conn, ctx: &erikti::kernel::Ctx| {
        let id: ExportId = diesel::insert_into(exports::table)
            .values((
                exports::kind.eq("register"),
                exports::format.eq("csv"),
                exports::language.eq("en"),
                exports::filters.eq("{}"),
                exports::requested_by.eq(by),
                exports::requested_at.eq(ctx.now),
                exports::done_rows.eq(0_i64),
                exports::total_rows.eq(3_000_i64),
                exports::state.eq("under-way"),
                exports::file.eq(file),
            ))
            .returning(exports::id)
            .get_result(conn)?;
        diesel::insert_into(jobs::table)
            .values((
                jobs::kind.eq(EXPORT),
                jobs::payload.eq(format!("{id}:{file}")),
                jobs::state.eq("queued"),
                jobs::tries.eq(0),
                jobs::run_at.eq(ctx.now.plus_seconds(seconds)),
                jobs::created_at.eq(ctx.now),
            ))
            .execute(conn)?;
        Ok(id)
    };
    app.app.write(Actor::Shell, write).await.expect("the database answers")
}

const REGISTER_CSV: [(&str, &str); 2] = [("kind", "register"), ("format", "csv")];

#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
#[tokio::test]
async fn a_register_of_several_portions_reads_back_equal() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let other = staff(&app, "other", &[Role::Centre]).await;
        fill(&app, MANY).await;
        let list = officer.get("/en/centre/certificates?search=&course=leadership").await.ok();
        list.says("name=\"kind\" value=\"register\"");
        list.says("type=\"hidden\" name=\"course\" value=\"leadership\"");

        let page = ask(&officer, "en", &[("kind", "register"), ("format", "csv"), ("course", "leadership")]).await;
        assert!(ready(&officer, &page).await.contains("3001 rows"));
        for lang in Lang::ALL {
            let asked = page.replacen("/en/", &format!("/{lang}/"), 1);
            assert_whole(&asked, lang, &officer.get(&asked).await.ok());
        }
        let file = officer.get(&format!("{page}/file")).await.ok();
        assert_eq!(file.header("content-type"), "text/csv; charset=utf-8");
        assert!(file.header("content-disposition").starts_with("attachment; filename=\"erikti-register-2026-"));
        let rows = read_csv(&file.body);
        assert_eq!(rows.len(), MANY + 1);
        for (row, at) in rows[1..].iter().zip((0..MANY).rev()) {
            assert_eq!(*row, expected(at, true));
        }
        let book = taken(&officer, "en", &[("kind", "register"), ("format", "xlsx")]).await;
        let cells = read_xlsx(&book.body);
        assert_eq!((cells.len(), &cells[0]), (MANY + 1, &rows[0]));
        for (row, at) in cells[1..].iter().zip((0..MANY).rev()) {
            assert_eq!(*row, expected(at, false));
        }
        // The search of the page narrows the file, and Russian separates by semicolons.
        let found = taken(&officer, "ru", &[("kind", "register"), ("format", "csv"), ("search", "болатулы")]).await;
        let lines: Vec<String> = found.text().lines().map(str::to_owned).collect();
        assert_eq!(lines.len(), 4, "{lines:?}");
        assert!(lines[1].contains(";Бекзат Болатұлы 2007;"), "{lines:?}");

        // Only for who asked.
        for path in [page.clone(), format!("{page}/file")] {
            other.get(&path).await.has(404);
        }
        other.post(&page, &[("again", "yes")]).await.has(404);
        assert!(!other.get(EXPORTS).await.ok().text().contains(&page));
        assert!(officer.get(EXPORTS).await.ok().text().contains(&page));
        officer.post(&page, &[]).await.has(400);
        officer.post(EXPORTS, &[("kind", "register"), ("format", "csv"), ("search", &"а".repeat(201))]).await.has(400);

        let there = files(&app);
        assert!(there.len() == 3 && there.iter().all(|name| !name.contains(".part")), "{there:?}");
        for name in there {
            let mode = std::fs::metadata(folder(&app).join(name)).expect("a file").permissions().mode();
            assert_eq!(mode & 0o777, 0o600);
        }
        let noted = app.app.read(|conn| {
            let taken = audit::table.filter(audit::action.eq("register exported")).order(audit::id);
            Ok(taken.select(audit::details).load::<String>(conn)?)
        });
        let noted = noted.await.expect("the database answers");
        assert_eq!(
            noted,
            [
                "{\"filters\":[\"course\"],\"minor\":false,\"rows\":3001}",
                "{\"filters\":[],\"minor\":false,\"rows\":3001}",
                "{\"filters\":[\"search\"],\"minor\":false,\"rows\":3}",
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn how_far_it_is_is_shown_and_one_that_fails_is_made_again() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let by = person_of(&app, "officer@example.kz").await;
        fill(&app, 3_000).await;
        // The job writes into a pipe, and so no further than it is read.
        std::fs::create_dir(folder(&app)).expect("the folder");
        let pipe = folder(&app).join("held.part");
        assert!(std::process::Command::new("mkfifo").arg(&pipe).status().expect("mkfifo").success());
        let (more, wanted) = std::sync::mpsc::channel::<usize>();
        std::thread::spawn(move || {
            let mut pipe = std::fs::OpenOptions::new().read(true).write(true).open(pipe).expect("the pipe");
            for mut left in wanted {
                let mut part = vec![0; 4096];
                while left > 0 {
                    let want = left.min(part.len());
                    left -= pipe.read(&mut part[..want]).expect("bytes");
                }
            }
        });
        let id = put(&app, by, "held", 0).await;
        let page = format!("{EXPORTS}/{id}");
        let shown = says(&officer, &page, "<progress").await;
        assert_eq!(between(&shown, "<progress max=\"100\" value=\"", "\""), "0");
        officer.get(&format!("{page}/file")).await.leads_to(&page);
        // A portion is more than half of what is read and stands in the pipe then, and not more than all of it.
        more.send(100_000).expect("the reader lives");
        says(&officer, &page, "value=\"33\"").await;
        officer.post(EXPORTS, &REGISTER_CSV).await.leads_to(&page);
        assert!(officer.get(EXPORTS).await.ok().text().contains("33 % is ready"));
        more.send(usize::MAX).expect("the reader lives");
        // A pipe cannot be put on the disk.
        says(&officer, &page, "The file could not be made.").await;
        assert_eq!(files(&app), Vec::<String>::new(), "something half is left");
        officer.post(&page, &[("again", "yes")]).await.leads_to(&page);
        assert!(ready(&officer, &page).await.contains("3000 rows"));
        assert_eq!(read_csv(&officer.get(&format!("{page}/file")).await.ok().body).len(), 3_001);
    })
    .await;
}

#[tokio::test]
async fn a_full_disk_is_told_and_leaves_nothing_half() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let by = person_of(&app, "officer@example.kz").await;
        fill(&app, 1_500).await;
        std::fs::create_dir(folder(&app)).expect("the folder");
        symlink("/dev/full", folder(&app).join("full.part")).expect("a link");
        let id = put(&app, by, "full", 0).await;
        let page = format!("{EXPORTS}/{id}");
        let shown = says(&officer, &page, "The disk of the server is full").await;
        assert!(shown.contains("name=\"again\"") && !shown.contains("/file\""), "{shown}");
        assert_eq!(files(&app), Vec::<String>::new());
        officer.post(&page, &[("again", "yes")]).await.leads_to(&page);
        ready(&officer, &page).await;
    })
    .await;
}

#[tokio::test]
async fn asked_for_twice_it_is_made_once_and_one_that_stopped_is_gone_on_with() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let other = staff(&app, "other", &[Role::Centre]).await;
        let by = person_of(&app, "officer@example.kz").await;
        fill(&app, 10).await;
        let id = put(&app, by, "waits", 3600).await;
        let page = format!("{EXPORTS}/{id}");
        officer.post(EXPORTS, &REGISTER_CSV).await.leads_to(&page);
        officer.post(EXPORTS, &REGISTER_CSV).await.leads_to(&page);
        officer.get(&page).await.ok().says("0 % is ready");
        // Another filter, and another officer, are others.
        let more = [("kind", "register"), ("format", "csv"), ("search", "айгул")];
        assert_ne!(ask(&officer, "en", &more).await, page);
        assert_ne!(ask(&other, "en", &REGISTER_CSV).await, page);

        // The work on it was given up.
        let give_up = move |conn: &mut Conn, _: &_| {
            let own = jobs::table.filter(jobs::kind.eq(EXPORT)).filter(jobs::payload.like(format!("{id}:%")));
            diesel::update(own).set(jobs::state.eq("failed")).execute(conn)?;
            Ok(())
        };
        app.app.write(Actor::Shell, give_up).await.expect("the database answers");
        officer.get(&page).await.ok().says("The work has stopped.");
        officer.post(EXPORTS, &REGISTER_CSV).await.leads_to(&page);
        ready(&officer, &page).await;
    })
    .await;
}

#[tokio::test]
async fn a_file_is_gone_a_day_later_and_one_that_nobody_knows_at_the_next_start() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        fill(&app, 10).await;
        let page = ask(&officer, "en", &REGISTER_CSV).await;
        ready(&officer, &page).await;
        let kept = files(&app);
        assert_eq!(kept.len(), 1);
        std::fs::write(folder(&app).join("stray.part"), "half").expect("a file");
        let app = app.restart().await;
        assert_eq!(files(&app), kept, "the next start leaves what is offered alone");

        let officer = app.client();
        officer.sign_in("en", "officer@example.kz").await;
        ready(&officer, &page).await;
        // As after a backup was restored: the row is there, the file is not.
        let aside = app.app.config.data.join("aside");
        std::fs::rename(folder(&app).join(&kept[0]), &aside).expect("it is there");
        officer.get(&page).await.ok().says("The file is not there any more.");
        officer.get(&format!("{page}/file")).await.leads_to(&page);
        std::fs::rename(aside, folder(&app).join(&kept[0])).expect("it is there");

        app.advance(DAY + 1);
        officer.sign_in("en", "officer@example.kz").await;
        officer.get(&format!("{page}/file")).await.has(404);
        retention::run(&app.app).await.expect("the rules run");
        assert_eq!(files(&app), Vec::<String>::new());
        let rows = app.app.read(|conn| Ok(exports::table.count().get_result::<i64>(conn)?)).await;
        assert_eq!(rows.expect("the database answers"), 0);
    })
    .await;
}

#[tokio::test]
async fn the_whole_log_is_taken_in_portions_with_the_filters_of_its_page() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let by = person_of(&app, "officer@example.kz").await;
        let write = move |conn: &mut Conn, ctx: &erikti::kernel::Ctx| {
            for at in 0..2_500_i64 {
                let details = if at == 9 { "=1+1".to_owned() } else { "null".to_owned() };
                diesel::insert_into(audit::table)
                    .values((
                        audit::at.eq(ctx.now),
                        audit::actor.eq("system"),
                        audit::action.eq("place renamed"),
                        audit::subject.eq("district"),
                        audit::subject_id.eq(at),
                        audit::details.eq(details),
                    ))
                    .execute(conn)?;
            }
            Ok(())
        };
        app.app.write(Actor::Person(by), write).await.expect("the database answers");
        let form = [("kind", "log"), ("format", "csv"), ("action", "place renamed")];
        let rows = read_csv(&taken(&officer, "en", &form).await.body);
        let ids: Vec<i64> = rows[1..].iter().map(|row| row[5].parse().expect("a number")).collect();
        assert_eq!(ids, (0..2_500).rev().collect::<Vec<_>>());
        let odd: BTreeMap<_, _> =
            rows[1..].iter().filter(|row| !row[6].is_empty()).map(|row| (&row[5], &row[6])).collect();
        assert_eq!(odd.into_iter().collect::<Vec<_>>(), [(&"9".to_owned(), &"'=1+1".to_owned())]);
    })
    .await;
}
