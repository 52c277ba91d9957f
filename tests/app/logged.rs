//! The audit log by the names of organisations, groups and places: on its page, in its search and in its file.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use diesel::connection::InstrumentationEvent;
use diesel::prelude::*;
use erikti::accounts::audit::{Filter, Logged, Whom, list};
use erikti::db::Conn;
use erikti::db::schema::audit;
use erikti::exports::logged::{Called, MOST_NOTED};
use erikti::kernel::{Actor, Ctx, Lang, Role};
use erikti::organisations::{self, NewOrganisation, OrganisationName};

use super::files::taken;
use super::groups::{make_own, trainer};
use super::harness::app::TestApp;
use super::harness::database::on_both;
use super::organisations::{appoint, known, make};
use super::people::staff;

/// Adds rows to the log: subject, id, details.
async fn log(app: &TestApp, rows: Vec<(&'static str, i64, String)>) {
    let write = move |conn: &mut Conn, ctx: &Ctx| {
        for (subject, id, details) in &rows {
            diesel::insert_into(audit::table)
                .values((
                    audit::at.eq(ctx.now),
                    audit::actor.eq("system"),
                    audit::action.eq("place renamed"),
                    audit::subject.eq(*subject),
                    audit::subject_id.eq(*id),
                    audit::details.eq(details),
                ))
                .execute(conn)?;
        }
        Ok(())
    };
    app.app.write(Actor::System, write).await.expect("the database answers");
}

/// An organisation with a coordinator, a group that is there and one that is gone.
async fn fill(app: &TestApp) -> super::harness::client::Client {
    let officer = staff(app, "officer", &[Role::Centre]).await;
    make(&officer, "Жас толқын").await.has(303);
    known(app, "Ерлан Оспанов", "erlan").await;
    appoint(&officer, 1, "erlan@example.kz").await;
    let (trainer, _) = trainer(app, "trainer").await;
    make_own(&trainer, "Талғар, қараша").await;
    let gone = make_own(&trainer, "Бос топ").await;
    trainer.post(&format!("{gone}/remove"), &[]).await.has(303);
    officer
}

#[tokio::test]
async fn the_log_says_what_organisations_groups_and_places_are_called() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = fill(&app).await;
        log(&app, vec![("district", 1, "null".to_owned()), ("person", 9, "{\"organisation\":12}".to_owned())]).await;
        let district = app.app.read(erikti::places::list_all_districts).await.expect("a list").remove(0);
        let page = officer.get("/en/centre/audit").await.ok();
        for words in [
            "<a href=\"/en/centre/organisations/1\">Жас толқын</a>",
            "Coordinator of an organisation: <a href=\"/en/centre/organisations/1\">Жас толқын</a>",
            "<a href=\"/en/trainer/groups/1\">Талғар, қараша</a>",
            // What is gone: the name that the row notes, or another one, or the number.
            "Бос топ · 2026-11-23–2026-11-30",
            "<td data-label=\"More\">Бос топ</td>",
            "Organisation 12 (no longer there)",
            &format!("<a href=\"/en/centre/places/districts/{}\">{}</a>", district.id, district.name(Lang::En)),
        ] {
            page.says(words);
        }
        let text = page.text();
        for link in ["/trainer/groups/2\"", "/centre/organisations/12\""] {
            assert!(!text.contains(link), "{link} leads nowhere");
        }
        assert!(
            !text.contains("Organisation 1<") && !text.contains("Group 1<") && !text.contains("Group 2"),
            "by number: {text}"
        );
        search(&officer, district.name(Lang::Kk)).await;

        let file = taken(&officer, "en", &[("kind", "log"), ("format", "csv")]).await.text();
        let line = |has: &str| file.lines().find(|line| line.contains(has)).unwrap_or_else(|| panic!("{has}: {file}"));
        assert!(line("When,").ends_with(",\"Organisation, group or place\""), "{file}");
        assert!(line("Organisation added").ends_with(",Жас толқын"), "{file}");
        assert!(line("\"\"role\"\":\"\"coordinator\"\"").ends_with(",Жас толқын"), "{file}");
        assert!(line(",district,1,").ends_with(&format!(",{}", district.name(Lang::En))), "{file}");
        assert!(line("Group removed").contains("Бос топ"), "{file}");
        assert!(line("\"\"group\"\":2").ends_with(",Бос топ"), "{file}");
        assert!(line("\"\"organisation\"\":12").ends_with(','), "the number is in the details: {file}");
    })
    .await;
}

/// What is looked for by name is found, with the other filters, and nothing else is.
async fn search(officer: &super::harness::client::Client, district: &str) {
    for (query, found, rows) in [
        ("whom=жас", "Organisation added", 2),
        ("whom=ТОЛҚ", "Role given", 2),
        ("whom=жас&action=role+granted", "Role given", 1),
        ("whom=талғар", "Талғар, қараша</a>", 2),
        (&format!("whom={district}"), district, 1),
        // It is gone: made, given, removed. By the name that its rows note, not by its days.
        ("whom=бос+топ", "Бос топ · 2026", 3),
        ("whom=ТОП&action=group+given", "Бос топ</td>", 1),
    ] {
        let page = officer.get(&format!("/en/centre/audit?{query}")).await.ok();
        page.says(found);
        let text = page.text();
        let (_, table) = text.split_once("<tbody>").expect("a table");
        assert_eq!(table.matches("<tr>").count(), rows, "{query}: {table}");
    }
    // Another organisation's number begins like this one's, and what is narrowed to something else is not widened.
    for query in ["whom=жас&action=person+looked+at", "whom=бос+топ&action=role+granted", "whom=2026", "whom=nobody"]
    {
        let page = officer.get(&format!("/en/centre/audit?{query}")).await.ok().text();
        assert!(!page.contains("<tbody>"), "{query}: {page}");
    }
}

#[tokio::test]
async fn what_is_forgotten_or_called_otherwise_is_found_by_the_name_that_it_had() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = fill(&app).await;
        let names = [("name_kk", "Қызыл жүрек"), ("name_ru", "Красное сердце")];
        officer.post("/en/centre/organisations/1", &names).await.has(303);
        // As retention does with a group that is long over: without a row in the log.
        let forget = app.app.write(Actor::System, |conn, _| {
            Ok(diesel::delete(erikti::db::schema::course_groups::table).execute(conn)?)
        });
        assert_eq!(forget.await.expect("the database answers"), 1);
        for (whom, rows) in [("талғар", 2), ("қызыл", 3), ("жас+толқын", 3), ("красное", 3)]
        {
            let text = officer.get(&format!("/en/centre/audit?whom={whom}")).await.ok().text();
            assert_eq!(
                text.split_once("<tbody>").map_or(0, |(_, table)| table.matches("<tr>").count()),
                rows,
                "{whom}: {text}"
            );
        }
        let file = taken(&officer, "en", &[("kind", "log"), ("format", "csv"), ("whom", "талғар")]).await.text();
        assert_eq!(file.lines().count(), 3, "{file}");
    })
    .await;
}

/// Who is looked for is found by the names of the past as by those of now: whatever letters are typed, in whatever script.
#[tokio::test]
async fn names_of_the_past_are_found_however_they_are_typed() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let names = [
            ("Қыран", "кыран", "ыран"),
            ("«ЁЛКА»-2", "елка", "лка"),
            ("Café Été", "cafe ete", "fe"),
            // Marks that no letter holds.
            ("Ка\u{301}рта · Алматы", "карта", "арта"),
            ("ΟΔΟΣ", "οδος", "δος"),
            // Several letters in one, with one that is known behind them.
            ("한국A", "한국", "국"),
            ("A_b*c[d]?", "a_b c d", "b"),
            ("Үй 100%", "уи 100", "00"),
        ];
        let renamed = |(id, (name, ..)): (i64, &(&str, &str, &str))| {
            ("settlement", 9_000 + id, format!("{{\"old\":\"{name}\",\"new\":\"now {id}\"}}"))
        };
        log(&app, (0..).zip(&names).map(renamed).collect()).await;
        let rows = async |whom: &str| {
            let whom = url::form_urlencoded::byte_serialize(whom.as_bytes()).collect::<String>();
            let text = officer.get(&format!("/en/centre/audit?whom={whom}")).await.ok().text();
            text.split_once("<tbody>").map_or(0, |(_, table)| table.matches("<tr>").count())
        };
        for (name, begins, middle) in names {
            assert_eq!([rows(name).await, rows(begins).await, rows(middle).await], [1, 1, 0], "{name}");
        }
        // Words of one name, not of two; in any order.
        assert_eq!([rows("now кыран").await, rows("0 now").await, rows("now").await], [0, 1, 8]);
    })
    .await;
}

#[tokio::test]
async fn more_names_of_the_past_than_are_looked_through_are_told() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let words = "More than 100 people, organisations, groups or places are called so";
        let row = |number| ("group", 9_000, format!("{{\"old\":\"Топ {number}\",\"new\":\"\"}}"));
        let write = async |numbers: std::ops::Range<i64>| log(&app, numbers.map(row).collect()).await;
        write(0..MOST_NOTED).await;
        // The same name again is the same name.
        write(0..1).await;
        assert!(!officer.get("/en/centre/audit?whom=топ").await.ok().text().contains(words));
        write(MOST_NOTED..MOST_NOTED + 1).await;
        officer.get("/en/centre/audit?whom=топ").await.ok().says(words);
        officer.get("/en/centre/audit?whom=топ+7").await.ok().says("2002 rows");
    })
    .await;
}

#[tokio::test]
async fn names_of_the_log_are_read_with_as_many_queries_for_a_thousand_rows_as_for_a_few() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        fill(&app).await;
        let kinds = ["organisation", "group", "district", "settlement"];
        let row = |(id, kind): (i64, &'static str)| (kind, id, "{\"organisation\":1}".to_owned());
        log(&app, (1..=250).flat_map(|id| kinds.map(|kind| (id, kind))).map(row).collect()).await;
        let counted = app.app.read(|conn| {
            let (all, _) = list(conn, &Filter::default(), (0, 1_000))?;
            let mut counts = Vec::new();
            for rows in [&all[..4], &all[..]] {
                let count = Arc::new(AtomicUsize::new(0));
                let seen = Arc::clone(&count);
                conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                    if matches!(event, InstrumentationEvent::StartQuery { .. }) {
                        seen.fetch_add(1, Ordering::Relaxed);
                    }
                });
                let called = Called::read(conn, rows)?;
                conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
                assert_eq!(called.name(("organisation", 1), Lang::Ru), Some("Жас толқын"));
                counts.push(count.load(Ordering::Relaxed));
            }
            Ok(counts)
        });
        assert_eq!(counted.await.expect("the database answers"), [6, 6]);
    })
    .await;
}

#[derive(QueryableByName)]
struct Plan {
    #[diesel(sql_type = diesel::sql_types::Text)]
    detail: String,
}

#[tokio::test]
async fn the_log_of_one_thing_is_looked_up_by_its_index() {
    let app = TestApp::start().await;
    let person = vec![Whom { subject: "person", ids: vec![1] }];
    let named = vec![Whom { subject: "organisation", ids: vec![1, 2] }];
    let of_name = [person.clone(), vec![Whom { subject: "group", ids: Vec::new() }], named.clone()].concat();
    for filter in
        [Filter { whom: Some(person), ..Filter::default() }, Filter { whom: Some(of_name), named, ..Filter::default() }]
    {
        let plans = app.app.read(move |conn| {
            let asked = Arc::new(std::sync::Mutex::new(Vec::new()));
            let seen = Arc::clone(&asked);
            conn.set_instrumentation(move |event: InstrumentationEvent<'_>| {
                if let InstrumentationEvent::StartQuery { query, .. } = event {
                    seen.lock().expect("whole").push(query.to_string());
                }
            });
            list(conn, &filter, (0, 50))?;
            conn.set_instrumentation(|_: InstrumentationEvent<'_>| {});
            let mut plans = Vec::new();
            for query in asked.lock().expect("whole").iter() {
                let rows: Vec<Plan> = diesel::sql_query(format!("EXPLAIN QUERY PLAN {query}")).load(conn)?;
                plans.push(rows.into_iter().map(|row| row.detail).collect::<Vec<_>>().join("; "));
            }
            Ok(plans)
        });
        let plans = plans.await.expect("the database answers");
        assert_eq!(plans.len(), 2, "how many there are, and a page of them: {plans:?}");
        for plan in plans {
            assert!(plan.contains("audit_subject") && !plan.contains("SCAN audit"), "{plan}");
        }
    }
}

#[tokio::test]
async fn a_name_that_too_many_have_is_told_on_the_page_and_with_the_file() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let write = async |numbers: std::ops::Range<i32>| {
            let write = move |conn: &mut Conn, ctx: &Ctx| {
                for number in numbers.clone() {
                    let name = || OrganisationName::parse(&format!("Мектеп {number}")).expect("a name");
                    organisations::make(conn, ctx, &NewOrganisation { kk: name(), ru: name(), en: None })?;
                }
                Ok(())
            };
            app.app.write(Actor::System, write).await.expect("the database answers");
        };
        let words = "More than 100 people, organisations, groups or places are called so";
        write(0..100).await;
        let page = officer.get("/en/centre/audit?whom=мект").await.ok().text();
        assert!(!page.contains(words) && page.contains("100 rows"), "{page}");
        write(100..101).await;
        officer.get("/en/centre/audit?whom=мект").await.ok().says(words);
        officer.get("/en/centre/audit?whom=мектеп+7").await.ok().says("11 rows");
        let form = [("kind", "log"), ("format", "csv"), ("whom", "мект")];
        let to = officer.post("/en/centre/exports", &form).await.has(303).header("location").to_owned();
        officer.get(&to).await.ok().says(words);
    })
    .await;
}

#[test]
fn a_row_names_what_its_details_name() {
    let at = erikti::kernel::Timestamp::from_unix(0).expect("a moment");
    let row = Logged {
        at,
        actor: "system".to_owned(),
        person: None,
        action: "group removed".to_owned(),
        subject: "group".to_owned(),
        subject_id: Some(7),
        details: "{\"old\":\"Бос топ\",\"organisation\":3}".to_owned(),
    };
    // Nothing is known any more: what the row notes stands for its subject alone.
    assert_eq!(Called::default().all(&row, Lang::En), ["Бос топ"]);
    // What people typed as their settlement is no name of one.
    let row = Logged {
        action: "place spelling removed".to_owned(),
        subject: "settlement".to_owned(),
        details: "{\"old\":\"Абай 5\",\"new\":\"\"}".to_owned(),
        ..row
    };
    assert!(Called::default().all(&row, Lang::En).is_empty());
}
