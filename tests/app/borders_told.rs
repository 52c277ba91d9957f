//! What pages, messages and the audit log say of districts and settlements that move, end or were removed.

use diesel::prelude::*;
use erikti::db::schema::audit;
use erikti::kernel::Role;

use super::borders::{confirmed, district, end, settlement};
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::people::{person_of, staff};

const PLACES: &str = "/en/centre/places";

/// What the page says before anything is done.
async fn preview(centre: &Client, (lang, page): (&str, &str), goes: &str) -> String {
    let page = page.replace("/en/", &format!("/{lang}/"));
    centre.post(&format!("{page}/end"), &[("day", "2026-12-01"), ("goes", goes)]).await.ok().text()
}

#[tokio::test]
async fn a_settlement_that_goes_to_another_district_moves_and_does_not_end() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let ((alatau, _), (_, kegen)) = (district(&app, "alatau").await, district(&app, "kegen").await);
        let (_, page) = settlement(&app, "Talgar").await;
        let goes = format!("d{alatau}");
        for (lang, moves, ends) in [
            ("kk", "01.12.2026 күнінен бастап Талғар басқа ауданға не қалаға өтеді: Алатау қаласы.", "Не таратылады"),
            ("ru", "С 01.12.2026 Талгар переходит в другой район или город: город Алатау.", "Что упраздняется"),
            ("en", "Talgar moves to Alatau city from 1 Dec 2026.", "What ends"),
        ] {
            let told = preview(&centre, (lang, &page), &goes).await;
            assert!(told.contains(moves) && !told.contains(ends), "{lang}: {told}");
            let told = preview(&centre, (lang, &kegen), &goes).await;
            assert!(told.contains(ends) && !told.contains(moves), "{lang}: {told}");
        }
        let planned = confirmed(&centre, &page, ("2026-12-01", &goes)).await.has(303);
        assert!(planned.header("set-cookie").contains("flash-place-move-planned"));
        let shown = centre.get(&page).await.ok();
        shown.says("It moves to the other district from that day on.");
        shown.says("until 30 Nov 2026, then: <a");
        shown.says("Take this change back");
        centre.post(&format!("{page}/undo"), &[]).await.leads_to(&page);
        let today = app.app.today().to_string();
        let moved = confirmed(&centre, &page, (&today, &goes)).await.has(303);
        assert!(moved.header("set-cookie").contains("flash-place-moved"));
        let ended = confirmed(&centre, &kegen, (&today, &goes)).await.has(303);
        assert!(ended.header("set-cookie").contains("flash-place-ended"));

        let log = centre.get("/en/centre/audit?action=place+moved").await.ok();
        log.says("Settlement moved to another district");
        log.says(&format!("href=\"{page}\">Talgar</a>"));
        assert!(!log.text().contains("settlement 1"), "{}", log.text());
        centre.get("/ru/centre/audit?action=place+ended").await.ok().says(">Кегенский район</a>");
    })
    .await;
}

#[tokio::test]
async fn a_place_without_days_shows_no_label_and_what_follows_stands_apart() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let ((_, kegen), (ile, _)) = (district(&app, "kegen").await, district(&app, "ile").await);
        end(&centre, &kegen, ("2026-11-01", &format!("d{ile}"))).await;
        for (lang, label, then) in [
            ("kk", "Мерзімі", "31.10.2026 күніне дейін (қоса алғанда), одан кейін: <a"),
            ("ru", "Когда", "по 31.10.2026, затем: <a"),
            ("en", "When", "until 31 Oct 2026, then: <a"),
        ] {
            let list = centre.get(&format!("/{lang}/centre/places")).await.ok();
            list.says(then);
            // What is empty is not shown at all where cells stand below each other.
            list.says(&format!("<td data-label=\"{label}\"></td>"));
            assert!(!list.text().contains(&format!("<td data-label=\"{label}\"> ")), "{}", list.text());
            let page = kegen.replace("/en/", &format!("/{lang}/"));
            let shown = centre.get(&page).await.ok();
            assert_eq!(shown.text().matches(then).count(), 2, "the district and its settlement: {}", shown.text());
            shown.says("</a>: ");
        }
    })
    .await;
}

#[tokio::test]
async fn the_log_names_what_was_removed_and_leads_nowhere() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let names = [("name_kk", "Жаңа аудан"), ("name_ru", "Новый район"), ("name_en", "New district")];
        let all = [names[0], names[1], names[2], ("day", "2026-11-20")];
        let page = centre.post(&format!("{PLACES}/new"), &all).await.has(303).header("location").to_owned();
        centre.get("/en/centre/audit").await.ok().says(&format!("href=\"{page}\">New district</a>"));
        centre.post(&format!("{page}/undo"), &[("remove", "yes")]).await.leads_to(PLACES);
        let log = centre.get("/en/centre/audit?action=place+removed").await.ok();
        log.says(">Жаңа аудан<");
        assert!(!log.text().contains(&format!("href=\"{page}\"")), "{}", log.text());
    })
    .await;
}

/// Rows of the log about places: who, what, to which settlement or district, and the name that the row notes.
async fn logged(app: &TestApp) -> Vec<(Option<i64>, String, i64, String)> {
    type Row = (Option<i64>, String, Option<i64>, String);
    let read = app.app.read(|conn| {
        let of_places = audit::table.filter(audit::action.like("place %")).order(audit::id);
        let columns = (audit::actor_id, audit::action, audit::subject_id, audit::details);
        Ok(of_places.select(columns).load::<Row>(conn)?)
    });
    let told = |(who, action, id, details): Row| {
        let details: serde_json::Value = serde_json::from_str(&details).expect("details");
        let name = ["new", "old"].into_iter().find_map(|field| details[field].as_str()).unwrap_or_default();
        (who, action, id.expect("an id"), name.to_owned())
    };
    read.await.expect("the database answers").into_iter().map(told).collect()
}

#[tokio::test]
async fn what_a_move_made_and_its_taking_back_removed_stands_in_the_log_by_name() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let who = Some(person_of(&app, "centre@example.kz").await.0);
        let ((alatau, _), (kegen, district_page)) = (district(&app, "alatau").await, district(&app, "kegen").await);
        let (talgar, page) = settlement(&app, "Talgar").await;
        let goes = format!("d{alatau}");
        end(&centre, &page, ("2026-12-01", &goes)).await;
        let (made, there) = settlement(&app, "Talgar").await;
        assert_ne!(made, talgar);
        let added = centre.get("/en/centre/audit?action=place+added").await.ok();
        added.says(&format!("href=\"{there}\">Talgar</a>"));
        centre.post(&format!("{page}/undo"), &[]).await.leads_to(&page);
        centre.get(&there).await.has(404);
        let removed = centre.get("/en/centre/audit?action=place+removed").await.ok();
        removed.says(">Талғар<");
        assert!(!removed.text().contains(&format!("href=\"{there}\"")), "{}", removed.text());

        // A whole district: what each of its settlements was to become.
        end(&centre, &district_page, ("2026-12-01", &goes)).await;
        let (along, _) = settlement(&app, "Kegen").await;
        centre.post(&format!("{district_page}/undo"), &[]).await.leads_to(&district_page);
        // The settlement of that name that was there before stays, and nothing is said of it.
        let names = [("name_kk", "Талғар"), ("name_ru", "Талгар"), ("name_en", "Talgar"), ("day", "2026-01-01")];
        centre.post(&format!("{PLACES}/districts/{alatau}/new"), &names).await.has(303);
        let (own, _) = settlement(&app, "Talgar").await;
        end(&centre, &page, ("2026-12-01", &goes)).await;
        centre.post(&format!("{page}/undo"), &[]).await.leads_to(&page);
        let expected = [
            ("place added", made, "Талғар"),
            ("place moved", talgar, ""),
            ("place removed", made, "Талғар"),
            ("place end taken back", talgar, ""),
            ("place added", along, "Кеген"),
            ("place ended", kegen, ""),
            ("place removed", along, "Кеген"),
            ("place end taken back", kegen, ""),
            ("place added", own, "Талғар"),
            ("place moved", talgar, ""),
            ("place end taken back", talgar, ""),
        ];
        let expected = expected.map(|(action, id, name)| (who, action.to_owned(), id, name.to_owned()));
        assert_eq!(logged(&app).await, expected);
    })
    .await;
}
