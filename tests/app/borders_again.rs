//! A name of a place that is there twice: one that ends, and another one.

use diesel::prelude::*;
use erikti::db::schema::people;
use erikti::kernel::Role;
use erikti::kernel::ids::DistrictId;

use super::borders::{carried, district, end, lives, move_to, settlement};
use super::harness::app::TestApp;
use super::harness::database::on_both;
use super::organisations::person;
use super::people::staff;

const DAY: i64 = 24 * 3600;
const TALGAR: [(&str, &str); 3] = [("name_kk", "Талғар"), ("name_ru", "Талгар"), ("name_en", "Talgar")];
const NEAR: [(&str, &str); 3] = [("name_kk", "Бесағаш"), ("name_ru", "Бесагаш"), ("name_en", "Besagash")];

fn with_day<'a>(names: [(&'a str, &'a str); 3], day: &'a str) -> [(&'a str, &'a str); 4] {
    [names[0], names[1], names[2], ("day", day)]
}

#[tokio::test]
async fn nobody_follows_a_place_that_ended_out_of_another_one_of_its_name() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (talgar, page) = district(&app, "talgar").await;
        let (_, here) = settlement(&app, "Talgar").await;
        let new = format!("{page}/new");
        let near = centre.post(&new, &with_day(NEAR, "2026-01-01")).await.has(303).header("location").to_owned();
        let into = format!("s{}", near.rsplit('/').next().expect("an id"));

        // While an end is still to come, the name is not free.
        let later = app.app.today().plus_days(30).to_string();
        end(&centre, &here, (&later, &into)).await;
        let soon = app.app.today().plus_days(10).to_string();
        centre.post(&new, &with_day(TALGAR, &soon)).await.has(422).says("There is one of this name");
        centre.post(&near, &TALGAR).await.has(422).says("There is one of this name");
        centre.post(&format!("{here}/undo"), &[]).await.leads_to(&here);

        // Once it has ended, another one may have been there since before.
        app.advance(5 * DAY);
        centre.sign_in("en", "centre@example.kz").await;
        let today = app.app.today();
        let (aidana, id) = person(&app, "Айдана Аманқызы", "aidana").await;
        move_to(&aidana, "Айдана Аманқызы", talgar, "Талғар").await;
        end(&centre, &here, (&today.minus_days(1).to_string(), &into)).await;
        carried(&app).await;
        assert_eq!(lives(&app, id).await.1.as_deref(), Some("Бесағаш"), "she follows");
        centre.post(&new, &with_day(TALGAR, &today.minus_days(3).to_string())).await.has(303);
        let (berik, other) = person(&app, "Берік Ахметұлы", "berik").await;
        move_to(&berik, "Берік Ахметұлы", talgar, "Талғар").await;
        carried(&app).await;
        assert_eq!(lives(&app, other).await.1.as_deref(), Some("Талғар"), "he lives in the other one");
    })
    .await;
}

#[tokio::test]
async fn a_spelling_that_nobody_typed_is_removed_and_its_name_is_free() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (talgar, page) = district(&app, "talgar").await;
        let (_, here) = settlement(&app, "Talgar").await;
        // Renamed by mistake, and back.
        centre.post(&here, &NEAR).await.leads_to(&here);
        centre.post(&here, &TALGAR).await.leads_to(&here);
        let new = with_day(NEAR, "2026-01-01");
        centre.post(&format!("{page}/new"), &new).await.has(422).says("There is one of this name");
        let shown = centre.get(&here).await.ok();
        // The Russian spelling is found by the Kazakh one.
        shown.says("name=\"spelling\" value=\"Бесағаш\"");
        shown.says("name=\"spelling\" value=\"Besagash\"");
        let undo = format!("{here}/undo");
        let (aidana, _) = person(&app, "Айдана Аманқызы", "aidana").await;
        move_to(&aidana, "Айдана Аманқызы", talgar, "Бесағаш").await;
        centre.post(&undo, &[("spelling", "Бесағаш")]).await.has(422).says("Somebody has typed this spelling");
        move_to(&aidana, "Айдана Аманқызы", talgar, "").await;
        for text in ["Бесағаш", "Besagash"] {
            let gone = centre.post(&undo, &[("spelling", text)]).await.has(303);
            assert!(gone.header("set-cookie").contains("flash-place-spelling-removed"), "{text}");
        }
        let again = centre.post(&undo, &[("spelling", "Besagash")]).await.has(303);
        assert!(again.header("set-cookie").contains("flash-already-so"));
        centre.get("/en/centre/audit?action=place+spelling+removed").await.ok().says("Бесағаш");
        centre.post(&format!("{page}/new"), &new).await.has(303);
    })
    .await;
}

#[tokio::test]
async fn a_list_of_people_may_name_a_former_district() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let ((_, page), (ile, _)) = (district(&app, "talgar").await, district(&app, "ile").await);
        end(&centre, &page, ("2026-11-01", &format!("d{ile}"))).await;
        let list = "Аты-жөні,Туған жылы,Аудан\nӘсем Нұрғалиқызы,2008,Талғар ауданы\nБерік Ахметұлы,2008,Кеген";
        let page = super::intake::bring(&centre, list, &[]).await.has(303).header("location").to_owned();
        let shown = centre.get(&page).await.ok().text();
        assert_eq!(shown.matches("Talgar district is Ile district now.").count(), 1, "{shown}");
        centre.post(&page, &[("confirm", "yes")]).await.has(303);
        for _ in 0..1600 {
            let found = app.app.read(|conn| {
                let name = people::name.eq("Әсем Нұрғалиқызы");
                Ok(people::table.filter(name).select(people::district_id).load::<Option<DistrictId>>(conn)?)
            });
            if let Some(found) = found.await.expect("the database answers").pop() {
                assert_eq!(found, Some(DistrictId(ile)));
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(25)).await;
        }
        panic!("nobody is made");
    })
    .await;
}
