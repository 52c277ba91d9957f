//! Taking all of one's data along, the end of an account, and what is forgotten by itself.

use std::io::{Cursor, Read as _};

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use erikti::app::retention::{RULES, UNUSED_DAYS, run};
use erikti::certificates::keys::KeySet;
use erikti::certificates::{register, token};
use erikti::db::schema::{audit, jobs, links, outbox, people, sign_ins, throttles};
use erikti::db::{Backend, Conn, DatabaseUrl};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Lang, Role};
use serde_json::Value;
use zip::ZipArchive;

use super::harness::app::TestApp;
use super::harness::client::{Client, PASSWORD};
use super::harness::database::on_both;
use super::learner::Learner;
use super::people::{audit_of, confirm, person_of, staff};

const ASEM: &str = "asem@example.kz";
const NAME: &str = "Әсем Нұрғалиқызы";
const ERASE: &str = "/en/learn/profile/erase";
const DAY: i64 = 24 * 3600;
/// What must not be found afterwards: parts of the name, folded too, the address, the settlement.
const TRACES: [&str; 7] = ["Әсем", "Нұрғалиқызы", "асем", "нургаликызы", "asem@", "Asem@", "Ащысай"];

#[derive(QueryableByName)]
struct Line {
    #[diesel(sql_type = Text)]
    line: String,
}

fn lines(conn: &mut Conn, query: &str) -> Vec<String> {
    let rows: Vec<Line> = diesel::sql_query(query).load(conn).expect("the database describes itself");
    rows.into_iter().map(|row| row.line).collect()
}

/// Every row of every table as text, with the table's name before it.
fn everything(conn: &mut Conn, backend: Backend) -> Vec<String> {
    let tables = match backend {
        Backend::Sqlite => "SELECT name AS line FROM sqlite_master WHERE type = 'table'",
        Backend::Postgres => {
            "SELECT table_name::text AS line FROM information_schema.tables
                              WHERE table_schema = current_schema()"
        }
    };
    let mut all = Vec::new();
    for table in lines(conn, tables) {
        let row = match backend {
            Backend::Postgres => format!("SELECT t::text AS line FROM \"{table}\" t"),
            Backend::Sqlite => {
                let columns = lines(conn, &format!("SELECT name AS line FROM pragma_table_info('{table}')"));
                let parts: Vec<_> =
                    columns.iter().map(|name| format!("coalesce(CAST(\"{name}\" AS TEXT), '')")).collect();
                format!("SELECT {} AS line FROM \"{table}\"", parts.join(" || '|' || "))
            }
        };
        all.extend(lines(conn, &row).into_iter().map(|row| format!("{table}: {row}")));
    }
    all
}

/// The rows that tell of the person.
async fn traces(app: &TestApp) -> Vec<String> {
    let backend = app.database().backend();
    let all = app.app.read(move |conn| Ok(everything(conn, backend))).await.expect("the database answers");
    assert!(all.len() > 50, "{} rows", all.len());
    // Courses and places are the same for everybody.
    let own =
        all.into_iter().filter(|row| !["course_versions", "media", "settlements"].iter().any(|t| row.starts_with(t)));
    own.filter(|row| TRACES.iter().any(|trace| row.contains(trace))).collect()
}

async fn certificate_of(app: &TestApp, person: PersonId) -> erikti::certificates::Certificate {
    for _ in 0..400 {
        let found = app.app.read(move |conn| Ok(register::list_of_person(conn, person)?.pop())).await;
        if let Some(found) = found.expect("the database answers") {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("no certificate within ten seconds");
}

/// Waits until an account is erased.
async fn erased(app: &TestApp, person: PersonId) {
    for _ in 0..400 {
        let at = app.app.read(move |conn| {
            Ok(people::table
                .find(person)
                .select(people::erased_at)
                .get_result::<Option<erikti::kernel::Timestamp>>(conn)?)
        });
        if at.await.expect("the database answers").is_some() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("not erased within ten seconds");
}

/// Somebody with a certificate, mails, failures and a settlement.
async fn full(app: &TestApp) -> Learner<'_> {
    let asem = Learner::enrol(app, Lang::En, "asem", "leadership").await;
    let profile =
        [("name", NAME), ("language", "en"), ("birth_year", "2007"), ("district", "1"), ("settlement", "Ащысай")];
    asem.client.post("/en/learn/profile", &profile).await.leads_to("/en/learn/profile");
    asem.complete(NAME).await;
    certificate_of(app, asem.person).await;
    confirm(app, &asem.client, ASEM).await;
    app.mail_to(ASEM).await;
    app.client().post("/en/sign-in", &[("identifier", ASEM), ("password", "wrong password 1")]).await.has(422);
    asem
}

async fn erase(client: &Client) {
    client.post(ERASE, &[("word", " Erase "), ("present_password", PASSWORD)]).await.leads_to("/en/sign-in");
}

#[tokio::test]
async fn everything_about_a_person_can_be_taken_along() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = full(&app).await;
        staff(&app, "berik", &[]).await;
        asem.client.post("/en/learn/leadership/ask", &[("message", "Why six?")]).await.has(303);
        asem.client.get("/en/learn/profile/export").await.ok();
        let answer = asem.client.post("/en/learn/profile/export", &[]).await.ok();
        assert_eq!(answer.header("content-type"), "application/zip");
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"erikti-2026-11-22.zip\"");
        assert_eq!(answer.header("cache-control"), "no-store");
        let mut zip = ZipArchive::new(Cursor::new(answer.body)).expect("a zip");
        let number = certificate_of(&app, asem.person).await.number;
        let pdf = format!("certificate-{number}.pdf");
        let mut names: Vec<_> = zip.file_names().map(|name| name.expect("a name").into_owned()).collect();
        names.sort();
        let expected =
            ["README.txt", "account.json", &pdf, "certificates.json", "learning.json", "mails.json", "messages.json"]
                .map(str::to_owned);
        assert_eq!(names, expected);
        let mut read = |name: &str| {
            let mut bytes = Vec::new();
            zip.by_name(name).expect("a file").read_to_end(&mut bytes).expect("readable");
            bytes
        };
        assert!(read(&pdf).starts_with(b"%PDF"));
        let mut json = |name: &str| serde_json::from_slice::<Value>(&read(name)).expect("JSON");
        let account = json("account.json");
        assert_eq!(account["profile"]["name"], NAME);
        assert_eq!(account["profile"]["settlement"], "Ащысай");
        assert!(account["consent"]["given_at"].is_string());
        assert_eq!(account["sign_ins"].as_array().map(Vec::len), Some(1));
        assert!(account["log"].as_array().expect("a log").iter().any(|row| row["action"] == "own data exported"));
        let learning = json("learning.json");
        assert_eq!(learning[0]["course"], "leadership");
        let answers = learning[0]["attempts"][0]["answers"].as_array().expect("answers");
        assert!(!answers.is_empty() && answers.iter().all(|answer| answer["right"] == true), "{answers:?}");
        assert!(!learning[0]["lesson_checks"].as_array().expect("checks").is_empty());
        assert_eq!(json("certificates.json")[0]["history"][0]["what"], "issued");
        let asked = json("messages.json");
        assert_eq!((&asked[0]["course"], &asked[0]["message"]), (&Value::from("leadership"), &Value::from("Why six?")));
        assert!(json("mails.json").as_array().expect("mails").iter().all(|mail| mail["to"] == ASEM));
        let all = format!("{account}{learning}");
        for secret in ["argon2", "berik@", "token"] {
            assert!(!all.contains(secret), "{secret} is in the file");
        }
    })
    .await;
}

/// Fails if a trace is in the bytes of a SQLite file, free pages included.
fn assert_no_traces_in(file: &std::path::Path) {
    let mut conn = diesel::SqliteConnection::establish(&file.display().to_string()).expect("the file opens");
    conn.batch_execute("PRAGMA wal_checkpoint(TRUNCATE)").expect("the log is written back");
    let bytes = std::fs::read(file).expect("the file is read");
    for trace in ["Нұрғалиқызы", "asem@example"] {
        let found = bytes.windows(trace.len()).any(|window| window == trace.as_bytes());
        assert!(!found, "{trace} is still in the file");
    }
}

/// Asks for the end as somebody who first forgets the word, then mistypes the password; the mail that tells the day.
async fn erase_at_last(app: &TestApp, asem: &Learner<'_>) -> String {
    asem.client.post(ERASE, &[("present_password", PASSWORD)]).await.has(422).says("Type the word");
    let wrong = [("word", "erase"), ("present_password", "wrong password 1")];
    asem.client.post(ERASE, &wrong).await.has(422).says("The present password is not right.");
    asem.client.get(ERASE).await.ok().says("without your name");
    erase(&asem.client).await;
    asem.client.get("/en/learn").await.has(303);
    loop {
        let mail = super::text(&app.mail_to(ASEM).await);
        if mail.contains("will be erased") {
            return mail;
        }
    }
}

#[tokio::test]
async fn an_erased_account_leaves_no_name_and_no_address_anywhere() {
    on_both(async |database| {
        let file = match database.url() {
            DatabaseUrl::Sqlite(file) => Some(file.clone()),
            DatabaseUrl::Postgres(_) => None,
        };
        let app = TestApp::start_on(database, &[]).await;
        let asem = full(&app).await;
        let certificate = certificate_of(&app, asem.person).await;
        let number = certificate.number.clone();
        let data = app.app.read(move |conn| register::get_data(conn, certificate.id)).await.expect("a document");
        let pdf = asem.client.get(&format!("/en/learn/certificates/{number}/pdf")).await.ok().body;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let page = format!("/en/centre/certificates/{}", number.as_str());
        // A reason may name somebody.
        officer.post(&format!("{page}/revoke"), &[("reason", "Әсем asked for it")]).await.leads_to(&page);
        officer.post(&format!("{page}/reinstate"), &[("reason", "Нұрғалиқызы is right")]).await.leads_to(&page);
        assert!(traces(&app).await.len() > 5);

        let told = erase_at_last(&app, &asem).await;
        assert!(told.contains("29 November 2026"), "{told}");
        app.advance(7 * DAY - 3600);
        app.client().get(&format!("/en/verify?number={number}")).await.ok().says(NAME);
        app.advance(2 * 3600);
        erased(&app, asem.person).await;

        assert_eq!(traces(&app).await, [""; 0]);
        let shown = app.client().get(&format!("/en/verify?number={number}")).await.ok();
        shown.says("erased at the holder’s wish");
        shown.says("<div class=\"state valid\"");
        shown.says("22 November 2026");
        assert!(!shown.text().contains(NAME));
        let visitor = app.client();
        visitor.upload("/en/verify", "document", "c.pdf", pdf.clone()).await.ok().says("This is exactly the document");
        let mut altered = pdf;
        altered.push(b'\n');
        visitor.upload("/en/verify", "document", "c.pdf", altered).await.ok().says("can no longer be compared");
        let keys: KeySet =
            serde_json::from_slice(&visitor.get("/.well-known/jwks.json").await.ok().body).expect("keys");
        assert_eq!(token::verify(&data.token, |id| keys.find(id)).expect("a genuine token").name, NAME);
        officer.sign_in("en", "officer@example.kz").await;
        let history = officer.get(&page).await.ok();
        history.says("Name erased at the holder’s wish");
        officer.get(&format!("{page}/pdf")).await.has(404);
        officer.get(&format!("/en/centre/people/{}", asem.person)).await.has(404);
        assert!(!officer.get("/en/centre/people").await.ok().text().contains(NAME));
        assert!(audit_of(&app, asem.person).await.contains(&"account erased".to_owned()));

        if let Some(file) = file {
            assert_no_traces_in(&file);
        }
        // The address is free.
        app.client().sign_up("en", "Әсел Серікқызы", ASEM).await;
    })
    .await;
}

#[tokio::test]
async fn signing_in_again_keeps_the_account() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, phone) = (app.client(), app.client());
        asem.sign_up("en", NAME, ASEM).await;
        phone.sign_in("en", ASEM).await;
        let person = person_of(&app, ASEM).await;
        erase(&asem).await;
        phone.get("/en/learn").await.has(303);
        app.advance(6 * DAY);
        let form = [("identifier", ASEM), ("password", PASSWORD)];
        let back = asem.post("/en/sign-in", &form).await.has(303);
        let cookies = format!("{:?}", back.headers.get_all("set-cookie").iter().collect::<Vec<_>>());
        assert!(cookies.contains("flash-erasure-cancelled"), "{cookies}");
        app.advance(2 * DAY);
        tokio::time::sleep(std::time::Duration::from_millis(500)).await;
        asem.sign_in("en", ASEM).await;
        asem.get("/en/learn").await.ok().says(NAME);
        let done = audit_of(&app, person).await;
        let planned: Vec<_> = done.iter().filter(|action| action.contains("erasure")).collect();
        assert_eq!(planned, ["erasure planned", "erasure cancelled"]);
    })
    .await;
}

#[tokio::test]
async fn the_centre_erases_on_a_letter_and_the_last_administrator_stays() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let head = staff(&app, "head", &[Role::Centre, Role::Administrator]).await;
        let refused = head.post(ERASE, &[("word", "erase"), ("present_password", PASSWORD)]).await.has(422);
        refused.says("You are the only administrator.");
        let asem = app.client();
        asem.sign_up("en", NAME, ASEM).await;
        let person = person_of(&app, ASEM).await;
        let page = format!("/en/centre/people/{person}");
        for reason in ["", "x", "Letter of Нұрғалиқызы", "from asem@example.kz"] {
            let refused = head.post(&format!("{page}/erase"), &[("erasure_reason", reason)]).await.has(422);
            refused.says("Give number and date of the letter");
        }
        asem.get("/en/learn").await.ok();
        let letter = [("erasure_reason", "Letter 45 of 20 November 2026")];
        head.post(&format!("{page}/erase"), &letter).await.leads_to(&page);
        asem.get("/en/learn").await.has(303);
        head.get(&page).await.ok().says("Keep the account");
        head.post(&format!("{page}/keep"), &[]).await.leads_to(&page);
        head.post(&format!("{page}/erase"), &letter).await.leads_to(&page);
        app.advance(7 * DAY + 3600);
        erased(&app, person).await;
        assert_eq!(traces(&app).await, [""; 0]);
        let reasons: Vec<String> = app
            .app
            .read(|conn| {
                Ok(audit::table.filter(audit::action.eq("erasure planned")).select(audit::details).load(conn)?)
            })
            .await
            .expect("the database answers");
        assert!(reasons.iter().all(|details| details.contains("Letter 45")), "{reasons:?}");
    })
    .await;
}

/// How many rows of each kind there are: sign-ins, links, failures, audit, done jobs, mails.
async fn count(app: &TestApp) -> [i64; 6] {
    let rows = app.app.read(|conn| {
        Ok([
            sign_ins::table.count().get_result(conn)?,
            links::table.count().get_result(conn)?,
            throttles::table.count().get_result(conn)?,
            audit::table.count().get_result(conn)?,
            jobs::table.filter(jobs::state.eq("done")).count().get_result(conn)?,
            outbox::table.count().get_result(conn)?,
        ])
    });
    rows.await.expect("the database answers")
}

#[tokio::test]
async fn what_has_no_purpose_any_more_is_forgotten_in_its_time() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = full(&app).await;
        // Signed up and never came back; the address may be a stranger's.
        app.client().sign_up("en", "Берік Ахметұлы", "berik@example.kz").await;
        let berik = person_of(&app, "berik@example.kz").await;
        let forget = async || run(&app.app).await.expect("every rule runs");
        forget().await;
        let [sign_ins, links, failures, audit, _, mails] = count(&app).await;
        assert!(sign_ins >= 2 && links >= 2 && failures >= 2 && audit >= 5 && mails >= 3);
        app.advance(2 * DAY);
        forget().await;
        assert_eq!(count(&app).await[2], 0, "failures");
        assert_eq!(count(&app).await[0], sign_ins);
        app.advance(98 * DAY);
        forget().await;
        let [left, links, _, still, _, mails_left] = count(&app).await;
        assert_eq!((left, links), (0, 0), "sign-ins and links");
        assert_eq!((still, mails_left), (audit, mails), "audit and mails stay");
        app.advance(270 * DAY);
        forget().await;
        erased(&app, berik).await;
        assert!(asem.client.get("/en/learn").await.status == 303, "long signed out");
        asem.client.sign_in("en", ASEM).await;
        assert_eq!(count(&app).await[5], 0, "sent mails");
        app.advance(1100 * DAY);
        forget().await;
        forget().await;
        assert_eq!(count(&app).await[3], 0, "audit");
    })
    .await;
}

#[test]
fn the_terms_are_those_of_the_document() {
    let document =
        std::fs::read_to_string(concat!(env!("CARGO_MANIFEST_DIR"), "/docs/security.md")).expect("the document");
    for rule in RULES {
        let row = document.lines().find(|line| line.starts_with(&format!("| {} |", rule.what)));
        let row = row.unwrap_or_else(|| panic!("docs/security.md has no row for {}", rule.what));
        assert!(row.contains(&format!("| {} |", rule.days)) && row.contains(rule.why), "{row}");
    }
    assert!(document.contains(&format!("after {UNUSED_DAYS} days")));
}

/// Every table that knows people is known here: whoever adds one says what becomes of it when a person goes.
#[tokio::test]
async fn every_table_that_knows_people_is_exported_and_erased_or_holds_ids_alone() {
    let known = [
        // Erased with the person by the verbs of their features.
        "cards.person_id",
        "enrolments.person_id",
        "grants.person_id",
        "links.person_id",
        "outbox.person_id",
        "sign_ins.person_id",
        "certificates.person_id",
        "parental_consents.person_id",
        "requests.person_id",
        "person_words.person_id",
        // Ids of those who acted: they lead to an empty row.
        "audit.actor_id",
        "card_batches.made_by",
        "certificate_events.actor_id",
        "course_versions.published_by",
        "people.made_by",
        "parental_consents.noted_by",
        "settings.changed_by",
        "requests.answered_by",
        "people.contact_noted_by",
        "people.merged_into",
    ];
    let app = TestApp::start().await;
    let found = app.app.read(|conn| {
        let query = "SELECT m.name || '.' || f.\"from\" AS line FROM sqlite_master m, pragma_foreign_key_list(m.name) f
                     WHERE m.type = 'table' AND f.\"table\" = 'people' ORDER BY line";
        Ok(lines(conn, query))
    });
    let found = found.await.expect("the database answers");
    let unknown: Vec<_> = found.iter().filter(|column| !known.contains(&column.as_str())).collect();
    assert!(unknown.is_empty(), "say in src/app/care.rs what becomes of {unknown:?}, and note it here");
}
