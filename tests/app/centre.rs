//! The centre's lists: people found by any keyboard, the audit log in words, the outbox.

use std::collections::BTreeSet;
use std::path::Path;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::sql_types::Text;
use erikti::accounts::audit_words::ACTIONS;
use erikti::accounts::{self, AccountState, PeopleSearch};
use erikti::certificates::pdf::RenderError;
use erikti::db::Conn;
use erikti::db::schema::{jobs, outbox, people, person_words};
use erikti::i18n::moment;
use erikti::jobs::events::{Event, EventKind, raise};
use erikti::kernel::ids::{EnrolmentId, PersonId};
use erikti::kernel::{Actor, Clock, Lang, PersonName, Role};

use super::cards::{id_of, make_one};
use super::harness::app::TestApp;
use super::harness::client::PASSWORD;
use super::harness::database::on_both;
use super::learner::Learner;
use super::people::{person_of, staff};

/// Ten thousand people, as a restored or older database has them: without the words that find them.
fn fill(conn: &mut Conn) {
    let surnames = ["Қайратов", "Сейтқалиев", "Әбдіхалықов", "Ғаниев", "Үмбетов", "Һашимов", "Іңкәров", "Фёдоров"];
    let names = ["Нұрғали", "Өмірбек", "Ұлан", "Аңсар", "Пётр"];
    for chunk in 0..100 {
        let rows: Vec<String> = (0..100)
            .map(|row| {
                let number = chunk * 100 + row;
                let name = format!("{} {}", surnames[number % surnames.len()], names[number % names.len()]);
                let folded = PersonName::parse(&name).expect("a name").folded();
                format!("('{name}', '{folded}', 'kk', '2026-01-01 00:00:00')")
            })
            .collect();
        let values = rows.join(", ");
        conn.batch_execute(&format!("INSERT INTO people (name, name_folded, language, created_at) VALUES {values}"))
            .expect("people");
    }
}

#[derive(QueryableByName)]
struct Plan {
    #[diesel(sql_type = Text)]
    detail: String,
}

#[tokio::test]
async fn people_are_found_on_either_keyboard_among_ten_thousand() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let filled = app.app.write(erikti::kernel::Actor::System, |conn, _| {
            fill(conn);
            // Rows of an older version get their words from the job.
            let mut next = Some(PersonId(0));
            while let Some(after) = next {
                next = accounts::refresh_words(conn, after)?;
            }
            Ok(people::table.count().get_result::<i64>(conn)?)
        });
        assert_eq!(filled.await.expect("filled"), 10_000);
        let find = async |text: &str| {
            let search = PeopleSearch { text: text.to_owned(), ..PeopleSearch::default() };
            let found = app.app.read(move |conn| accounts::list_people(conn, &search, (0, 50))).await;
            found.expect("the database answers")
        };
        for (kazakh, russian) in [
            ("Қайратов Нұрғали", "кайратов нургали"),
            ("сейтқ ұл", "СЕЙТК УЛ"),
            ("Әбдіх", "абдих"),
            ("Ғаниев Өмір", "ганиев омир"),
            ("Үмбетов Аңсар", "умбетов ансар"),
            ("Һашимов", "хашимов"),
            ("Іңкәров", "инкаров"),
            ("Фёдоров Пётр", "федоров петр"),
            ("ұлан қайр", "кайр улан"),
        ] {
            let (one, other) = (find(kazakh).await, find(russian).await);
            assert!(one.1 > 0 && one.1 < 10_000, "{kazakh}: {}", one.1);
            assert_eq!(one, other, "{kazakh} and {russian}");
        }
        assert!(find("ғали").await.1 > 0, "the middle of a name is found too");
        assert_eq!(find("Пётр Пётр").await.1, find("Петр").await.1);
        assert_eq!(find("100%").await.1, 0);
        assert_eq!(find("").await.1, 10_000);
        let words = app.app.read(|conn| Ok(person_words::table.count().get_result::<i64>(conn)?)).await;
        assert_eq!(words.expect("counted"), 20_000);
        let plan = app.app.read(|conn| {
            let Conn::Sqlite(_) = conn else { return Ok(None) };
            let query = "EXPLAIN QUERY PLAN SELECT id FROM people WHERE id IN \
                         (SELECT person_id FROM person_words WHERE word >= 'а' AND word < 'б')";
            let rows: Vec<Plan> = diesel::sql_query(query).load(conn)?;
            Ok(Some(rows.into_iter().map(|row| row.detail).collect::<Vec<_>>().join("; ")))
        });
        if let Some(plan) = plan.await.expect("explained") {
            assert!(plan.contains("USING COVERING INDEX person_words_word"), "{plan}");
        }
    })
    .await;
}

#[tokio::test]
async fn words_follow_every_change_and_filters_narrow_the_list() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        app.client().sign_up("kk", "Қуаныш Бекұлы", "kuanysh@example.kz").await;
        let list = async |query: &str| officer.get(&format!("/en/centre/people?{query}")).await.ok().text();
        assert!(list("search=%D0%BA%D1%83%D0%B0%D0%BD").await.contains("Қуаныш Бекұлы"), "куан");
        assert!(list("search=kuanysh%40").await.contains("Қуаныш Бекұлы"));
        assert!(list("search=trainer%40example.kz").await.contains("trainer@example.kz"));
        // A corrected address is found, the wrong one is not.
        let person = person_of(&app, "kuanysh@example.kz").await;
        officer.post(&format!("/en/centre/people/{person}/email"), &[("email", "bekuly@example.kz")]).await.has(303);
        assert!(list("search=bekuly").await.contains("Қуаныш Бекұлы"));
        assert!(list("search=kuanysh%40").await.contains("Nobody was found"));
        // A name that its owner changes.
        let profile = [("name", "Trainer Other"), ("language", "en"), ("birth_year", "1990"), ("district", "1")];
        trainer.post("/en/learn/profile", &profile).await.has(303);
        assert!(list("search=other").await.contains("Trainer Other"));

        let holds = list("role=trainer").await;
        assert!(holds.contains("Trainer Other") && !holds.contains("Қуаныш"), "{holds}");
        let none = list("role=volunteer").await;
        assert!(none.contains("Қуаныш") && !none.contains("Trainer Other"), "{none}");
        officer.post(&format!("/en/centre/people/{person}/disable"), &[]).await.has(303);
        let closed = list("state=closed").await;
        assert!(closed.contains("Қуаныш") && !closed.contains("Trainer Other"), "{closed}");
        assert!(!list("state=open").await.contains("Қуаныш"));
        assert!(list("state=unconfirmed&role=centre").await.contains("of•••@example.kz"));
        assert!(list("state=without-email").await.contains("Nobody was found"));
        assert_eq!(AccountState::from_code("open"), Some(AccountState::Open));
    })
    .await;
}

/// Two of one name: the year, the place and the beginning of the address tell them apart; whole addresses are no list's.
#[tokio::test]
async fn namesakes_are_told_apart_and_no_list_tells_whole_addresses() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        app.client().sign_up("kk", "Айгерім Сейітқызы", "aigerim.s@example.kz").await;
        let card = make_one(&officer, "Айгерім Сейітқызы", "2011").await;
        let other = id_of(&app, &card).await;
        for path in ["/en/centre/people?search=айгерім".to_owned(), format!("/en/centre/people/{other}/merge")] {
            let list = officer.get(&path).await.ok();
            list.says("ai•••@example.kz");
            list.says("2007, ");
            assert!(!list.text().contains("aigerim.s@example.kz"), "{path} tells a whole address");
        }
        let list = officer.get("/en/centre/people?search=айгерім").await.ok();
        let text = list.text();
        let rows: Vec<&str> = text.split("<tr>").filter(|row| row.contains("Айгерім Сейітқызы")).collect();
        assert_eq!(rows.len(), 2);
        let by_card = rows.iter().find(|row| row.contains(&card.name)).expect("the one with a card");
        assert!(by_card.contains("2011, ") && !by_card.contains("•••"), "{by_card}");
        let person = person_of(&app, "aigerim.s@example.kz").await;
        officer.get(&format!("/en/centre/people/{person}")).await.ok().says("aigerim.s@example.kz");
    })
    .await;
}

#[tokio::test]
async fn the_audit_log_is_read_by_who_what_whom_and_when() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        app.client().sign_up("kk", "Қуаныш Бекұлы", "kuanysh@example.kz").await;
        let person = person_of(&app, "kuanysh@example.kz").await;
        officer.post(&format!("/en/centre/people/{person}/disable"), &[]).await.has(303);
        let log = async |query: &str| officer.get(&format!("/en/centre/audit?{query}")).await.ok().text();
        let rows = |page: &str| page.matches("<tr>").count() - 1;
        let all = log("").await;
        for words in ["Account closed", "Account made", "Role given", "Centre officer", "Қуаныш Бекұлы"] {
            assert!(all.contains(words), "{words} is not in\n{all}");
        }
        let closed = log("action=account+disabled").await;
        assert_eq!(rows(&closed), 1, "{closed}");
        // The officer's name is Айгүл; a Russian keyboard writes Айгул.
        let by_officer = log("who=%D0%B0%D0%B9%D0%B3%D1%83%D0%BB&whom=%D0%BA%D1%83%D0%B0%D0%BD").await;
        assert_eq!(rows(&by_officer), 1, "{by_officer}");
        assert!(log("who=nobody").await.contains("There is no such row"));
        let of_person = log(&format!("person={person}")).await;
        assert!(of_person.contains("Only what was done to Қуаныш Бекұлы"), "{of_person}");
        assert_eq!(rows(&of_person), 2, "made and closed: {of_person}");

        // The clock of the tests stands on 22 November 2026.
        assert!(rows(&log("from=2026-11-22&to=2026-11-22").await) > 3);
        assert!(log("from=2026-11-23").await.contains("There is no such row"));
        assert!(log("to=2026-11-21").await.contains("There is no such row"));
        let wrong = log("from=22.11.2026").await;
        assert!(wrong.contains("Write the day like this") && wrong.contains("value=\"22.11.2026\""), "{wrong}");
        assert!(!wrong.contains("From day: Write the day") && !wrong.contains("There is no such row"), "{wrong}");
        // Of two equal mistakes each is told by its field.
        let both = log("from=22.11.2026&to=x").await;
        assert!(both.contains("From day: Write the day") && both.contains("To day: Write the day"), "{both}");
        let turned = log("from=2026-11-23&to=2026-11-22").await;
        assert!(turned.contains("id=\"to-error\"") && turned.contains("The last day is before the first"), "{turned}");
        assert!(!turned.contains("There is no such row"), "{turned}");
        for (lang, words) in [(Lang::Kk, "Тіркелгі жабылды"), (Lang::Ru, "Учётная запись закрыта")]
        {
            officer.get(&format!("/{lang}/centre/audit")).await.ok().says(words);
        }
    })
    .await;
}

#[tokio::test]
async fn who_signed_in_stands_in_the_log_as_the_person_and_not_as_a_visitor() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        app.client()
            .post("/kk/sign-in", &[("identifier", "officer@example.kz"), ("password", PASSWORD)])
            .await
            .has(303);
        // The officer's name is Айгүл Сейітқызы.
        for query in ["action=signed+in", "action=signed+in&who=%D0%B0%D0%B9%D0%B3%D1%83%D0%BB"] {
            let log = officer.get(&format!("/en/centre/audit?{query}")).await.ok().text();
            assert_eq!(log.matches("<tr>").count(), 2, "{query}: {log}");
            assert!(!log.contains("<td data-label=\"Who\">a visitor"), "{query}: {log}");
        }
    })
    .await;
}

/// Literals that look like an action of the audit log where one is written down.
fn actions(source: &str) -> BTreeSet<&str> {
    let own = source.split("#[cfg(test)]").next().unwrap_or_default();
    let written = own.lines().filter(|line| {
        [
            "action: \"",
            "let action = ",
            "ParentalNote::",
            "(action, details) = ",
            "record(conn, ctx",
            "Some(ctx.now), \"",
            "(None, \"",
        ]
        .iter()
        .any(|mark| line.contains(mark))
    });
    let literals = written.flat_map(|line| line.split('"').skip(1).step_by(2));
    literals
        .filter(|word| word.contains(' ') && word.chars().all(|c| c.is_ascii_lowercase() || " -".contains(c)))
        .collect()
}

#[test]
fn every_action_of_the_audit_log_has_words() {
    let known: BTreeSet<&str> = ACTIONS.iter().map(|(action, _)| *action).collect();
    let mut found = 0;
    let mut folders = vec![Path::new(env!("CARGO_MANIFEST_DIR")).join("src")];
    while let Some(folder) = folders.pop() {
        for entry in std::fs::read_dir(folder).expect("the source is here") {
            let path = entry.expect("a file").path();
            if path.is_dir() {
                folders.push(path);
                continue;
            }
            let Ok(source) = std::fs::read_to_string(&path) else { continue };
            if !source.contains("audit::") && !source.contains("log::record") {
                continue;
            }
            for action in actions(&source) {
                found += 1;
                let place = path.display();
                assert!(known.contains(action), "{place}: {action:?} has no words in src/accounts/audit_words.rs");
            }
        }
    }
    assert!(found > 15, "only {found} actions are found in the source");
}

#[tokio::test]
async fn failed_mails_are_found_by_address_and_all_sent_again() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let filled = app.app.write(erikti::kernel::Actor::System, |conn, _| {
            for number in 0..130 {
                let host = if number < 5 { "Kegen.kz" } else { "example.kz" };
                conn.batch_execute(&format!(
                    "INSERT INTO outbox (dedup, address, kind, language, subject, text_body, html_body, message_id,
                                         state, tries, next_at, created_at)
                     VALUES ('x{number}', 'a{number}@{host}', 'certificate', 'kk', 's', 't', 'h', 'x{number}', 'failed', 7,
                             '2026-11-21 00:00:00', '2026-11-21 00:00:00')"
                ))?;
            }
            Ok(())
        });
        filled.await.expect("filled");
        let count = async |state: &'static str| {
            let of_state = move |conn: &mut Conn| {
                let mails = outbox::table.filter(outbox::state.eq(state)).filter(outbox::dedup.like("x%"));
                Ok(mails.count().get_result::<i64>(conn)?)
            };
            app.app.read(of_state).await.expect("counted")
        };
        let page = officer.get("/en/centre/outbox?state=failed&search=KEGEN").await.ok();
        page.says("Send all 5 failed e-mails again");
        assert!(!page.text().contains("a7@example.kz"));
        officer.get("/en/centre/outbox?search=nobody").await.ok().says("No e-mail to such an address.");
        let back = "/en/centre/outbox?search=kegen";
        officer.post("/en/centre/outbox/resend", &[("search", "kegen")]).await.leads_to(back);
        assert_eq!(count("failed").await, 125);
        officer.post("/en/centre/outbox/resend", &[]).await.leads_to("/en/centre/outbox");
        assert_eq!(count("failed").await, 0);
        let again = officer.post("/en/centre/outbox/resend", &[]).await.has(303);
        assert!(again.header("set-cookie").contains("flash-already-so"));
    })
    .await;
}

#[tokio::test]
async fn a_mail_that_waits_says_when_it_is_tried_and_why_it_waits() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let now = app.clock.now();
        let (until, past) = (now.plus_seconds(240), now.plus_seconds(-900));
        // Those that are due are leased: the server at work does not take them.
        let rows = [
            ("tried@example.kz", until, Some("the mail server refused the password: 535 5.7.8"), None),
            ("behind@example.kz", past, None, Some(now.plus_seconds(86_400))),
            (
                "later@example.kz",
                now.plus_seconds(3600),
                Some("the mail server refused the recipient: 450 4.2.0"),
                None,
            ),
        ];
        let filled = app.app.write(Actor::System, move |conn, _| {
            diesel::delete(outbox::table).execute(conn)?;
            for (address, next_at, error, leased_until) in rows {
                let words = (
                    (outbox::dedup.eq(address), outbox::address.eq(address), outbox::kind.eq("certificate")),
                    (outbox::language.eq("kk"), outbox::subject.eq("s"), outbox::message_id.eq(address)),
                    (outbox::text_body.eq("t"), outbox::html_body.eq("h"), outbox::state.eq("queued")),
                    (outbox::tries.eq(0), outbox::next_at.eq(next_at), outbox::created_at.eq(past)),
                    (outbox::last_error.eq(error), outbox::leased_until.eq(leased_until)),
                );
                diesel::insert_into(outbox::table).values(words).execute(conn)?;
            }
            Ok(())
        });
        filled.await.expect("filled");
        let row = async |address: &str| officer.get(&format!("/en/centre/outbox?search={address}")).await.ok().text();
        let shown = |at| format!("Next try: {}", moment(Lang::En, at, app.app.config.time_zone));
        for address in ["tried", "behind"] {
            let row = row(address).await;
            assert!(row.contains(&shown(until)) && row.contains("The mail server refused this platform"), "{row}");
        }
        let later = row("later").await;
        assert!(later.contains("asked us to try again later") && !later.contains("refused the address"), "{later}");
        // The pause is over: what is due is tried at once, and nothing stands in its way.
        app.advance(300);
        let behind = row("behind").await;
        assert!(!behind.contains("refused") && behind.contains(&shown(app.clock.now())), "{behind}");
    })
    .await;
}

#[tokio::test]
async fn failed_work_tells_whose_it_is_and_what_to_do() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        let (enrolment, gone) = (asem.enrolment, EnrolmentId(asem.enrolment.0 + 1));
        let letter = RenderError::Letter('李').to_string();
        let failed = app.app.write(Actor::System, move |conn, ctx| {
            for (enrolment, error) in [(enrolment, letter.as_str()), (gone, "not found")] {
                raise(conn, ctx, Event::CourseCompleted { enrolment })?;
                let values = (jobs::state.eq("failed"), jobs::last_error.eq(error), jobs::ended_at.eq(ctx.now));
                let raised = jobs::table.filter(jobs::kind.eq(EventKind::CourseCompleted.job_kind()));
                diesel::update(raised.filter(jobs::last_error.is_null())).set(values).execute(conn)?;
            }
            Ok(())
        });
        failed.await.expect("two jobs have failed");
        let page = officer.get("/en/centre/jobs").await.ok();
        page.says("A letter of the name cannot be printed. Correct the name, then try again.");
        page.says(&format!("/en/centre/people/{}/name", asem.person));
        page.says("Әсем Нұрғалиқызы");
        let page = page.text();
        assert_eq!(page.matches("then try again").count(), 1, "{page}");
        assert_eq!(page.matches("/retry\"").count(), 2, "who is gone is shown without a name");
    })
    .await;
}
