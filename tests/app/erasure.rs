//! The end of an account.

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use erikti::app::retention::erase_due;
use erikti::certificates::keys::KeySet;
use erikti::certificates::{register, token};
use erikti::db::schema::{attempts, audit, enrolments, outbox, people, requests};
use erikti::db::{Backend, Conn, DatabaseUrl};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Lang, Role};

use super::cards::{begin_with, id_of, make_one};
use super::harness::app::TestApp;
use super::harness::client::{Client, PASSWORD};
use super::harness::database::on_both;
use super::learner::Learner;
use super::people::{audit_of, confirm, person_of, staff};

pub(crate) const ASEM: &str = "asem@example.kz";
pub(crate) const NAME: &str = "Әсем Нұрғалиқызы";
const ERASE: &str = "/en/learn/profile/erase";
pub(crate) const DAY: i64 = 24 * 3600;
/// What must not be found afterwards: parts of the name, folded too, the addresses, the settlement, a parent.
const TRACES: [&str; 11] = [
    "Әсем",
    "Нұрғалиқызы",
    "асем",
    "нургаликызы",
    "asem@",
    "Asem@",
    "asem.old@",
    "Ащысай",
    "Гүлнар",
    "гулнар",
    "mama@",
];

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
pub(crate) async fn traces(app: &TestApp) -> Vec<String> {
    let backend = app.database().backend();
    let all = app.app.read(move |conn| Ok(everything(conn, backend))).await.expect("the database answers");
    assert!(all.len() > 50, "{} rows", all.len());
    // Courses and places are the same for everybody.
    let own =
        all.into_iter().filter(|row| !["course_versions", "media", "settlements"].iter().any(|t| row.starts_with(t)));
    own.filter(|row| TRACES.iter().any(|trace| row.contains(trace))).collect()
}

pub(crate) async fn certificate_of(app: &TestApp, person: PersonId) -> erikti::certificates::Certificate {
    for _ in 0..1600 {
        let found = app.app.read(move |conn| Ok(register::list_of_person(conn, person)?.pop())).await;
        if let Some(found) = found.expect("the database answers") {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("no certificate within ten seconds");
}

/// Does what the hourly job does; this account is erased then.
pub(crate) async fn erased(app: &TestApp, person: PersonId) {
    erase_due(&app.app).await.expect("every account whose time has come");
    let at = app.app.read(move |conn| {
        Ok(people::table
            .find(person)
            .select(people::erased_at)
            .get_result::<Option<erikti::kernel::Timestamp>>(conn)?)
    });
    assert!(at.await.expect("the database answers").is_some(), "{person} is not erased");
}

/// Asks the trainers something that says who asks.
pub(crate) async fn ask(learner: &Learner<'_>) {
    let message = [("lesson", "six-motives"), ("message", "Әсем asks: why six?")];
    let message = message.map(|(name, value)| (name.to_owned(), value.to_owned()));
    learner.post("/ask", &message).await.leads_to("/en/learn/asked");
}

/// Somebody with a certificate, mails, failures, a question and a settlement.
pub(crate) async fn full(app: &TestApp) -> Learner<'_> {
    let asem = Learner::enrol(app, Lang::En, "asem", "leadership").await;
    let profile =
        [("name", NAME), ("language", "en"), ("birth_year", "2007"), ("district", "1"), ("settlement", "Ащысай")];
    asem.client.post("/en/learn/profile", &profile).await.leads_to("/en/learn/profile");
    asem.complete(NAME).await;
    certificate_of(app, asem.person).await;
    ask(&asem).await;
    confirm(app, &asem.client, ASEM).await;
    app.mail_to(ASEM).await;
    app.client().post("/en/sign-in", &[("identifier", ASEM), ("password", "wrong password 1")]).await.has(422);
    asem
}

pub(crate) async fn erase(client: &Client) {
    client.post(ERASE, &[("word", " Erase "), ("present_password", PASSWORD)]).await.leads_to("/en/sign-in");
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
async fn accounts_that_were_merged_into_the_erased_one_leave_nothing_either() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let old = Learner::enrol(&app, Lang::En, "asem.old", "leadership").await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        for learner in [&old, &asem] {
            // What both have stays with the closed account: the name chosen, a try that runs, the same question.
            learner.choose_certificate(NAME, Lang::En).await;
            learner.read_module("motives").await;
            learner.start("motives").await;
            ask(learner).await;
        }
        let merge = format!("/en/centre/people/{}/merge", old.person);
        officer.post(&merge, &[("into", &asem.person.to_string())]).await.has(303);
        erase(&asem.client).await;
        app.advance(7 * DAY + 3600);
        erased(&app, asem.person).await;
        assert_eq!(traces(&app).await, [""; 0]);
        let left = app.app.read(|conn| {
            let enrolled: i64 = enrolments::table.count().get_result(conn)?;
            let tries: i64 = attempts::table.count().get_result(conn)?;
            let asked: i64 = requests::table.count().get_result(conn)?;
            Ok((enrolled, tries, asked))
        });
        assert_eq!(left.await.expect("the database answers"), (0, 0, 0), "courses, tries and questions");
        assert!(audit_of(&app, old.person).await.contains(&"account erased".to_owned()));
    })
    .await;
}

/// Somebody with a card of a trainer, whose mother gets the certificate.
async fn girl_with_card<'a>(app: &'a TestApp, trainer: &Client, name: &str) -> Learner<'a> {
    let card = make_one(trainer, name, "2012").await;
    let client = begin_with(app, &card).await;
    let person = id_of(app, &card).await;
    let page = format!("/en/trainer/people/{person}");
    let consent = [("state", "received"), ("given_by", "Гүлнар Нұрғали"), ("on", "2026-11-16"), ("photos", "yes")];
    trainer.post(&format!("{page}/consent"), &consent).await.leads_to(&page);
    let contact = [("contact_email", "mama@example.kz"), ("agreed_by", "Гүлнар, mother"), ("agreed", "yes")];
    trainer.post(&format!("{page}/contact"), &contact).await.leads_to(&page);
    let girl = Learner::of(app, client, person, (Lang::En, "leadership")).await;
    girl.complete(name).await;
    certificate_of(app, person).await;
    app.mail_to("mama@example.kz").await;
    girl
}

/// Has an account erased on a letter, and waits for it.
async fn erase_on_a_letter(app: &TestApp, officer: &Client, person: PersonId) {
    officer.sign_in("en", "officer@example.kz").await;
    let page = format!("/en/centre/people/{person}");
    officer.post(&format!("{page}/erase"), &[("erasure_reason", "Letter 45")]).await.leads_to(&page);
    app.advance(7 * DAY + 3600);
    erased(app, person).await;
}

#[tokio::test]
async fn a_girl_without_e_mail_leaves_nothing_of_her_parents_either() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let asem = girl_with_card(&app, &trainer, NAME).await;
        ask(&asem).await;
        let before = traces(&app).await;
        for table in ["people", "parental_consents", "outbox", "requests", "certificates", "enrolments", "person_words"]
        {
            assert!(before.iter().any(|row| row.starts_with(&format!("{table}: "))), "{table} in {before:?}");
        }
        erase_on_a_letter(&app, &officer, asem.person).await;
        assert_eq!(traces(&app).await, [""; 0]);
    })
    .await;
}

#[tokio::test]
async fn a_sister_keeps_the_mail_to_the_mother_they_share() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let asem = girl_with_card(&app, &trainer, NAME).await;
        let dana = girl_with_card(&app, &trainer, "Дана Серікқызы").await.person;
        let mother = app.client();
        mother.sign_up("en", "Гүлнар Нұрғали", "mama@example.kz").await;
        let mother = person_of(&app, "mama@example.kz").await;
        let to_mother = async || {
            let mails = app.app.read(|conn| {
                let to = outbox::table.filter(outbox::address.eq("mama@example.kz")).order(outbox::id);
                Ok(to.select(outbox::person_id).load::<Option<PersonId>>(conn)?)
            });
            mails.await.expect("the database answers")
        };
        assert_eq!(to_mother().await, [Some(asem.person), Some(dana), Some(mother)]);
        erase_on_a_letter(&app, &officer, asem.person).await;
        assert_eq!(to_mother().await, [Some(dana), Some(mother)]);
        // The mother's own account goes; that she gets her daughter's certificates was agreed on apart from it.
        erase_on_a_letter(&app, &officer, mother).await;
        assert_eq!(to_mother().await, [Some(dana)]);
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
        erase_due(&app.app).await.expect("every account whose time has come");
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
        "api_tokens.person_id",
        "second_factors.person_id",
        "recovery_codes.person_id",
        "reviewers.person_id",
        "review_grants.person_id",
        "memberships.person_id",
        "former_places.person_id",
        "group_members.person_id",
        "transcript_links.person_id",
        "course_groups.trainer_id",
        "people_list_lines.alike_id",
        "people_list_lines.person_id",
        "exports.requested_by",
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
        "drafts.created_by",
        "draft_changes.author_id",
        "draft_presence.editor_id",
        "review_signatures.person_id",
        "draft_uploads.uploaded_by",
        "regrades.requested_by",
        "invitations.made_by",
        "memberships.decided_by",
        "people_lists.made_by",
        "practical_sessions.created_by",
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
