//! Districts and settlements change from a day on: people follow, old reports stay as they were.

use diesel::prelude::*;
use erikti::accounts::{self, Pair};
use erikti::app::carrying::run;
use erikti::borders::find_carry;
use erikti::db::schema::{audit, former_places, people};
use erikti::kernel::ids::{DistrictId, PersonId};
use erikti::kernel::{Day, Role};

use super::erasure::{DAY, erased};
use super::export::Taken;
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, PASSWORD};
use super::harness::database::on_both;
use super::organisations::{known, person};
use super::people::staff;
use super::reports::{crowd, row};

pub(crate) const PLACES: &str = "/en/centre/places";
const CSV: &str = "/en/centre/reports.csv?groups=all";
const DISTRICTS: &str = "By district and city";
const ERASE_WORD: &str = "erase";
const SETTLEMENTS: &str = "By settlement";

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

/// The page of the district with this key.
pub(crate) async fn district(app: &TestApp, key: &'static str) -> (i64, String) {
    let found = app.app.read(move |conn| {
        let all = erikti::places::list_all_districts(conn)?;
        Ok(all.into_iter().find(|one| one.key == key).expect("a district").id.0)
    });
    let id = found.await.expect("the database answers");
    (id, format!("{PLACES}/districts/{id}"))
}

/// The page of the newest settlement with this English name.
pub(crate) async fn settlement(app: &TestApp, name: &'static str) -> (i64, String) {
    let found = app.app.read(move |conn| {
        let mut all = erikti::places::list_all_settlements(conn)?;
        all.sort_by_key(|one| one.id);
        Ok(all.into_iter().rfind(|one| one.name.en.as_deref() == Some(name)).expect("a settlement").id.0)
    });
    let id = found.await.expect("the database answers");
    (id, format!("{PLACES}/settlements/{id}"))
}

/// Looks at the end, and confirms it.
pub(crate) async fn end(centre: &Client, page: &str, (on, goes): (&str, &str)) {
    let shown = centre.post(&format!("{page}/end"), &[("day", on), ("goes", goes)]).await.ok();
    shown.says("Before it is done");
    shown.says("name=\"confirm\"");
    confirmed(centre, page, (on, goes)).await.leads_to(page);
}

pub(crate) async fn confirmed(centre: &Client, page: &str, (on, goes): (&str, &str)) -> Answer {
    centre.post(&format!("{page}/end"), &[("day", on), ("goes", goes), ("confirm", "yes")]).await
}

/// Waits until everybody who is due is carried over.
pub(crate) async fn carried(app: &TestApp) {
    for _ in 0..1600 {
        run(&app.app).await.expect("the database answers");
        let today = app.app.today();
        if app.app.read(move |conn| find_carry(conn, today)).await.expect("the database answers").is_none() {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("somebody is not carried over");
}

/// Where somebody lives, and where until when before.
pub(crate) type Lives = (Option<i64>, Option<String>, Vec<(Day, Option<i64>, Option<String>)>);

pub(crate) async fn lives(app: &TestApp, person: PersonId) -> Lives {
    let read = app.app.read(move |conn| {
        let (district, settlement): (Option<DistrictId>, Option<String>) =
            people::table.find(person).select((people::district_id, people::settlement)).get_result(conn)?;
        let former: Vec<(Day, Option<DistrictId>, Option<String>)> = former_places::table
            .filter(former_places::person_id.eq(person))
            .order(former_places::until)
            .select((former_places::until, former_places::district_id, former_places::settlement))
            .load(conn)?;
        let former = former.into_iter().map(|(until, id, settlement)| (until, id.map(|id| id.0), settlement));
        Ok((district.map(|id| id.0), settlement, former.collect()))
    });
    read.await.expect("the database answers")
}

async fn count_former(app: &TestApp) -> i64 {
    let counted = app.app.read(|conn| Ok(former_places::table.count().get_result(conn)?));
    counted.await.expect("the database answers")
}

pub(crate) async fn move_to(client: &Client, name: &str, district: i64, settlement: &str) {
    let id = district.to_string();
    let profile =
        [("name", name), ("language", "en"), ("birth_year", "2007"), ("district", &id), ("settlement", settlement)];
    client.post("/en/learn/profile", &profile).await.leads_to("/en/learn/profile");
}

async fn csv(centre: &Client, period: &str) -> String {
    centre.get(&format!("{CSV}&period={period}")).await.ok().text()
}

async fn count_of(centre: &Client, period: &str, section: &str, name: &str) -> String {
    row(centre, &format!("{CSV}&period={period}"), section, name).await.swap_remove(0)
}

#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
#[tokio::test]
async fn a_merged_district_leaves_old_reports_as_they_were() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        centre.get("/en/centre").await.ok().says("href=\"/en/centre/places\"");
        let ((talgar, page), (ile, _)) = (district(&app, "talgar").await, district(&app, "ile").await);
        let (aidana, id) = person(&app, "Айдана Аманқызы", "aidana").await;
        move_to(&aidana, "Айдана Аманқызы", talgar, "Талгар").await;
        for (month, size) in [("2026-08", 6), ("2026-11", 3)] {
            crowd(&app, &format!("{month}-10 10:00"), ("talgar", "Талгар"), (size, 2)).await;
            crowd(&app, &format!("{month}-10 10:00"), ("ile", "Ауылым"), (2, 1)).await;
        }
        let old = [csv(&centre, "2026-q3").await, csv(&centre, "2026-10").await];
        assert_eq!(count_of(&centre, "2026-q4", DISTRICTS, "Talgar district").await, "3");

        // Something was typed wrong: what was typed stays.
        let wrong = centre.post(&format!("{page}/end"), &[("day", "1.11.2026"), ("goes", "d6")]).await.has(422);
        wrong.says("value=\"1.11.2026\"");
        wrong.says("<option value=\"d6\" selected>");
        let nobody = centre.post(&format!("{page}/end"), &[("day", "2026-11-01"), ("goes", "none")]).await.has(422);
        nobody.says("Say where its people belong");
        nobody.says("value=\"2026-11-01\"");
        let itself = [("day", "2026-11-01"), ("goes", &format!("d{talgar}"))];
        centre.post(&format!("{page}/end"), &itself).await.has(422).says("is not there from this day on");
        confirmed(&centre, &page, ("2015-01-01", "d6")).await.has(422).says("within the last five years");

        let preview = [("day", "2026-11-01"), ("goes", &format!("d{ile}"))];
        let shown = centre.post(&format!("{page}/end"), &preview).await.ok();
        shown.says("10 people");
        shown.says("Talgar</dd>");
        shown.says("cannot be taken back");
        assert_eq!(lives(&app, id).await.0, Some(talgar), "a look changes nothing");
        end(&centre, &page, ("2026-11-01", &format!("d{ile}"))).await;
        carried(&app).await;

        assert_eq!(
            lives(&app, id).await,
            (Some(ile), Some("Талгар".to_owned()), vec![(app.app.today(), Some(1), None)],)
        );
        assert_eq!([csv(&centre, "2026-q3").await, csv(&centre, "2026-10").await], old);
        assert_eq!(count_of(&centre, "2026-q4", DISTRICTS, "Ile district").await, "5");
        assert_eq!(count_of(&centre, "2026-q4", SETTLEMENTS, "Ile district: Talgar").await, "3");
        assert_eq!(count_of(&centre, "2026-q3", SETTLEMENTS, "Talgar district: Talgar").await, "6");
        let november = csv(&centre, "2026-11").await;
        assert!(!november.contains("Talgar district"), "{november}");
        // The forms offer what there was in the period, and to people what there is today.
        let option = format!("<option value=\"{talgar}\"");
        assert!(centre.get("/en/centre/reports?period=2026-q4").await.ok().text().contains(&option));
        assert!(!centre.get("/en/centre/reports?period=2026-11").await.ok().text().contains(&option));
        assert!(!app.client().get("/en/sign-up").await.ok().text().contains(&option));
        aidana.get("/en/learn/profile").await.ok().says(&format!("<option value=\"{ile}\" selected>"));

        // Once more changes nothing; an end that people followed stays.
        let kept = count_former(&app).await;
        assert_eq!(kept, 10);
        run(&app.app).await.expect("the database answers");
        assert_eq!(count_former(&app).await, kept);
        confirmed(&centre, &page, ("2026-11-02", "d6")).await.has(422).says("It has an end already");
        centre.post(&format!("{page}/undo"), &[]).await.has(422).says("cannot be undone any more");
        centre
            .get("/kk/centre/audit?action=place+ended")
            .await
            .ok()
            .says(&format!("/districts/{talgar}\">Талғар ауданы<"));
        let list = centre.get(PLACES).await.ok();
        list.says("Former districts");
        list.says("until 31 Oct 2026, then: <a");
    })
    .await;
}

#[tokio::test]
async fn a_settlement_moves_with_its_people_and_comes_back() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let ((talgar, _), (alatau, _)) = (district(&app, "talgar").await, district(&app, "alatau").await);
        crowd(&app, "2026-08-10 10:00", ("talgar", "талғар"), (5, 1)).await;
        crowd(&app, "2026-08-10 10:00", ("talgar", "Ауылым"), (2, 1)).await;
        let old = csv(&centre, "2026-q3").await;
        let (_, page) = settlement(&app, "Talgar").await;
        // A correct spelling; who typed the former one still counts there.
        let names = [("name_kk", "Талғар қаласы"), ("name_ru", "город Талгар"), ("name_en", "Talgar")];
        let refused = centre.post(&page, &[names[0], ("name_ru", "7"), names[2]]).await.has(422);
        refused.says("value=\"Талғар қаласы\"");
        centre.post(&page, &names).await.leads_to(&page);
        assert!(centre.post(&page, &names).await.has(303).header("set-cookie").contains("flash-already-so"));
        centre.get("/kk/centre/audit?action=place+renamed").await.ok().says("Талғар қаласы");
        assert_eq!(csv(&centre, "2026-q3").await, old);

        let today = app.app.today().to_string();
        centre.get(&page).await.ok().says("<dd>5</dd>");
        end(&centre, &page, (&today, &format!("d{alatau}"))).await;
        carried(&app).await;
        let moved = |district: i64| {
            app.app.read(move |conn| {
                let living = people::table.filter(people::district_id.eq(DistrictId(district)));
                Ok(living.filter(people::settlement.is_not_null()).count().get_result::<i64>(conn)?)
            })
        };
        assert_eq!((moved(talgar).await.unwrap(), moved(alatau).await.unwrap()), (2, 5));
        assert_eq!(csv(&centre, "2026-q3").await, old);
        let (_, there) = settlement(&app, "Talgar").await;
        assert_ne!(there, page);

        // Back again: the first end does not carry them off once more.
        app.advance(3 * DAY);
        centre.sign_in("en", "centre@example.kz").await;
        let back = app.app.today().to_string();
        end(&centre, &there, (&back, &format!("d{talgar}"))).await;
        carried(&app).await;
        app.advance(DAY);
        centre.sign_in("en", "centre@example.kz").await;
        carried(&app).await;
        assert_eq!((moved(talgar).await.unwrap(), moved(alatau).await.unwrap()), (7, 0));
        let former = count_former(&app).await;
        assert_eq!(former, 10);
        // A settlement that becomes part of another one: its name is written anew.
        let new = [("name_kk", "Бесағаш"), ("name_ru", "Бесагаш"), ("name_en", "Besagash"), ("day", "2026-01-01")];
        let add = format!("{PLACES}/districts/{talgar}/new");
        centre.post(&add, &[new[0], new[1], new[2], ("day", "")]).await.has(422).says("value=\"Бесагаш\"");
        let added = centre.post(&add, &new).await.has(303).header("location").to_owned();
        centre.post(&add, &new).await.has(422).says("There is one of this name");
        let (_, here) = settlement(&app, "Talgar").await;
        let into = format!("s{}", added.rsplit('/').next().expect("an id"));
        end(&centre, &here, (&app.app.today().to_string(), &into)).await;
        carried(&app).await;
        let called = app
            .app
            .read(|conn| Ok(people::table.filter(people::settlement.eq("Бесағаш")).count().get_result::<i64>(conn)?));
        assert_eq!(called.await.unwrap(), 5);
        assert_eq!(count_of(&centre, "2026-q3", SETTLEMENTS, "Talgar district: Talgar").await, "5");
    })
    .await;
}

#[tokio::test]
async fn a_day_to_come_takes_effect_by_itself_and_can_be_taken_back_until_then() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let ((kegen, page), (raiymbek, next)) = (district(&app, "kegen").await, district(&app, "raiymbek").await);
        let (aidana, id) = person(&app, "Айдана Аманқызы", "aidana").await;
        move_to(&aidana, "Айдана Аманқызы", kegen, "Кеген").await;
        let goes = format!("d{raiymbek}");
        // Nobody lives there, but somebody may until then.
        let (_, empty) = district(&app, "uigur").await;
        confirmed(&centre, &empty, ("2026-12-01", "none")).await.has(422).says("somebody may still move there");

        end(&centre, &page, ("2026-12-01", &goes)).await;
        centre.get(&page).await.ok().says("until 30 Nov 2026");
        // What it is to become part of does not end before.
        confirmed(&centre, &next, ("2026-11-25", &format!("d{kegen}"))).await.has(422);
        confirmed(&centre, &next, ("2026-11-25", "d1")).await.has(422).says("take that change back first");
        let (_, moved) = settlement(&app, "Kegen").await;
        centre.post(&format!("{page}/undo"), &[]).await.leads_to(&page);
        assert_ne!(settlement(&app, "Kegen").await.1, moved, "the settlement that was to come is gone");
        let text = centre.get(&page).await.ok().text();
        assert!(!text.contains("until 30 Nov 2026"), "{text}");
        assert!(
            centre.post(&format!("{page}/undo"), &[]).await.has(303).header("set-cookie").contains("flash-already-so")
        );

        end(&centre, &page, ("2026-12-01", &goes)).await;
        carried(&app).await;
        assert_eq!(lives(&app, id).await.0, Some(kegen), "not before the day");
        assert!(app.client().get("/en/sign-up").await.ok().text().contains(&format!("<option value=\"{kegen}\"")));
        app.advance(9 * DAY);
        centre.sign_in("en", "centre@example.kz").await;
        // The hourly job, by the workers of the server alone.
        for _ in 0..1600 {
            if lives(&app, id).await.0 == Some(raiymbek) {
                break;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        let (district, settlement, former) = lives(&app, id).await;
        assert_eq!((district, settlement.as_deref()), (Some(raiymbek), Some("Кеген")));
        assert_eq!(former.last(), Some(&(day("2026-12-01"), Some(kegen), Some("Кеген".to_owned()))));
        assert!(!app.client().get("/en/sign-up").await.ok().text().contains(&format!("<option value=\"{kegen}\"")));
        // A form that was opened before the day.
        move_to(&aidana, "Айдана Аманқызы", kegen, "Кеген").await;
        assert_eq!(lives(&app, id).await.0, Some(raiymbek));
        // One that is not there, and went nowhere: nothing is lost without a word.
        let nowhere = [("name", "Айдана Аманқызы"), ("language", "en"), ("birth_year", "2000"), ("district", "999")];
        aidana.post("/en/learn/profile", &nowhere).await.has(422).says("Choose your district or city");
        assert_eq!(lives(&app, id).await.0, Some(raiymbek));
        centre.post(&format!("{page}/undo"), &[]).await.has(422).says("cannot be undone any more");
    })
    .await;
}

#[tokio::test]
async fn who_moved_since_is_carried_through_the_days_between() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let ((talgar, page), (ile, _)) = (district(&app, "talgar").await, district(&app, "ile").await);
        let (client, id) = person(&app, "Айдана Аманқызы", "aidana").await;
        let (other, later) = person(&app, "Берік Ахметұлы", "berik").await;
        let start = app.app.today();
        move_to(&client, "Айдана Аманқызы", talgar, "Үш").await;
        app.advance(5 * DAY);
        centre.sign_in("en", "centre@example.kz").await;
        move_to(&client, "Айдана Аманқызы", 8, "").await;
        move_to(&other, "Берік Ахметұлы", talgar, "").await;
        // She lived there before and after the day, he came after it.
        let on = start.plus_days(3);
        end(&centre, &page, (&on.to_string(), &format!("d{ile}"))).await;
        carried(&app).await;
        let (now, text) = (app.app.today(), Some("Үш".to_owned()));
        let expected = vec![(start, Some(1), None), (on, Some(talgar), text.clone()), (now, Some(ile), text)];
        assert_eq!(lives(&app, id).await, (Some(8), None, expected));
        assert_eq!(lives(&app, later).await, (Some(ile), None, vec![(now, Some(1), None)]));
    })
    .await;
}

#[tokio::test]
async fn former_places_are_the_persons_own() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        staff(&app, "centre", &[Role::Centre]).await;
        let (client, id) = known(&app, "Айдана Аманқызы", "aidana").await;
        let today = app.app.today();
        move_to(&client, "Айдана Аманқызы", 10, "Үш").await;
        // A second thought on the same day, and a page that is sent again.
        move_to(&client, "Айдана Аманқызы", 6, "Төрт").await;
        move_to(&client, "Айдана Аманқызы", 6, "Төрт").await;
        assert_eq!(lives(&app, id).await, (Some(6), Some("Төрт".to_owned()), vec![(today, Some(1), None)]));
        app.advance(DAY);
        move_to(&client, "Айдана Аманқызы", 6, "Бес").await;
        let (mut taken, _) = Taken::by(&client).await;
        let account = taken.json("account.json");
        let own = &account["profile"]["former_places"];
        assert_eq!(own[0]["district"], "qonaev");
        assert_eq!((own[1]["until"].as_str(), own[1]["settlement"].as_str()), (Some("2026-11-23"), Some("Төрт")));

        // Of two accounts the place comes with its history, or stays with the account that is closed.
        let (_, second) = person(&app, "Айдана Аманқызы", "second").await;
        let (third_client, third) = person(&app, "Айдана Аманқызы", "third").await;
        let merge = async |from: PersonId, into: PersonId| {
            let zone = app.app.config.time_zone;
            let work = move |conn: &mut _, ctx: &_| accounts::merge_accounts(conn, ctx, Pair { from, into }, zone);
            app.app.write(erikti::kernel::Actor::Shell, work).await.expect("the database answers")
        };
        let forget = app.app.write(erikti::kernel::Actor::Shell, move |conn, _| {
            let none = people::district_id.eq(None::<DistrictId>);
            Ok(diesel::update(people::table.find(second)).set(none).execute(conn)?)
        });
        assert_eq!(forget.await.unwrap(), 1);
        assert_eq!(merge(id, second).await, accounts::Merged::Yes);
        assert_eq!(lives(&app, second).await.0, Some(6));
        assert_eq!((lives(&app, second).await.2.len(), lives(&app, id).await.2.len()), (2, 0));
        assert_eq!(merge(second, third).await, accounts::Merged::Yes);
        assert_eq!((lives(&app, second).await.2.len(), lives(&app, third).await.2.len()), (2, 0));
        assert_eq!(lives(&app, third).await.1, None, "a settlement of another district");

        // With the account everything goes, that of the closed ones too.
        let wish = [("present_password", PASSWORD), ("word", ERASE_WORD)];
        third_client.post("/en/learn/profile/erase", &wish).await.has(303);
        app.advance(8 * DAY);
        erased(&app, third).await;
        assert_eq!(count_former(&app).await, 0);
    })
    .await;
}

#[tokio::test]
async fn what_was_added_by_mistake_is_removed_while_nobody_uses_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let new = format!("{PLACES}/new");
        let wrong =
            centre.post(&new, &[("name_kk", "Жаңа аудан"), ("name_ru", ""), ("day", "2026-11-22")]).await.has(422);
        wrong.says("value=\"Жаңа аудан\"");
        wrong.says("id=\"name_ru-error\"");
        wrong.says("Name in Russian: Write the name");
        wrong.says("Name in English: Write the name");
        let names = [("name_kk", "Жаңа аудан"), ("name_ru", "Новый район"), ("name_en", "New district")];
        let all = [names[0], names[1], names[2], ("day", "2026-11-20")];
        let page = centre.post(&new, &all).await.has(303).header("location").to_owned();
        centre.post(&new, &all).await.has(422).says("There is one of this name");
        let id = page.rsplit('/').next().expect("an id").to_owned();
        app.client().get("/en/sign-up").await.ok().says(&format!("<option value=\"{id}\">New district"));
        centre.get(&page).await.ok().says("from 20 Nov 2026");
        let inner = [names[0], ("name_ru", "Село"), ("name_en", "Village"), ("day", "2026-11-20")];
        let early = [inner[0], inner[1], inner[2], ("day", "2026-11-19")];
        centre.post(&format!("{page}/new"), &early).await.has(422).says("outside the days of the district");
        let village = centre.post(&format!("{page}/new"), &inner).await.has(303).header("location").to_owned();
        centre.post(&format!("{page}/undo"), &[("remove", "yes")]).await.has(422).says("cannot be undone");

        let (client, _) = person(&app, "Айдана Аманқызы", "aidana").await;
        move_to(&client, "Айдана Аманқызы", id.parse().unwrap(), "Село").await;
        centre.post(&format!("{village}/undo"), &[("remove", "yes")]).await.has(422).says("cannot be undone");
        move_to(&client, "Айдана Аманқызы", 1, "").await;
        // She lived there for a part of this day alone: nothing is noted of it.
        centre.post(&format!("{village}/undo"), &[("remove", "yes")]).await.leads_to(PLACES);
        centre.post(&format!("{page}/undo"), &[("remove", "yes")]).await.leads_to(PLACES);
        centre.get(&page).await.has(404);
        // What came with the program stays.
        centre.post(&format!("{PLACES}/districts/11/undo"), &[("remove", "yes")]).await.has(422);
        let logged = app.app.read(|conn| {
            let of_places = audit::table.filter(audit::action.like("place %")).order(audit::id);
            Ok(of_places.select(audit::action).load::<String>(conn)?)
        });
        let expected = ["place added", "place added", "place removed", "place removed"];
        assert_eq!(logged.await.unwrap(), expected);
    })
    .await;
}
