//! The list for an event: namesakes are told apart by the year of birth, and no year is found out by trying.

use erikti::kernel::Role;

use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::organisations::{appoint, code_of, known, make, person};
use super::people::staff;

const EVENT: &str = "/en/coordinator/1/event";

/// A coordinator of an organisation in which there are two namesakes, born in 2008 and 2009.
async fn start(app: &TestApp) -> Client {
    let centre = staff(app, "centre", &[Role::Centre]).await;
    let (coordinator, _) = known(app, "Ерлан Оспанов", "erlan").await;
    make(&centre, "Жас толқын").await.has(303);
    appoint(&centre, 1, "erlan@example.kz").await;
    let code = code_of(&coordinator, 1).await;
    for (name, email, year) in
        [("Айдана Ерланқызы Сарсен", "first", "2008"), ("Айдана Болатқызы Сарсен", "second", "2009")]
    {
        let (client, _) = person(app, name, email).await;
        client.post(&format!("/en/join/{code}"), &[]).await.has(303);
        let profile = [("name", name), ("language", "kk"), ("birth_year", year), ("district", "1")];
        client.post("/en/learn/profile", &profile).await.has(303);
    }
    coordinator
}

/// The part of the page above what is not on the list.
async fn listed(coordinator: &Client, people: &str) -> String {
    let form = [("event", "Жарыс"), ("date", "2026-12-01"), ("people", people)];
    let page = coordinator.post(EVENT, &form).await.ok().text();
    let main = page.split_once("<main").map_or("", |(_, main)| main);
    main.split("Not on the list").next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn namesakes_are_told_apart_by_the_year_as_people_write_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let coordinator = start(&app).await;
        for line in
            ["Айдана Сарсен 2009 г.р.", "Сарсен Айдана 2009 ж.", "Айдана Сарсен 2009г.", "Айдана Сарсен 05.03.2009"]
        {
            let page = listed(&coordinator, line).await;
            assert!(page.contains("Болатқызы") && !page.contains("Ерланқызы"), "{line}: {page}");
        }
        let both = listed(&coordinator, "Айдана Сарсен 2008\nАйдана Сарсен 2009").await;
        assert!(both.contains("Болатқызы") && both.contains("Ерланқызы"), "{both}");
        // More years than namesakes, however the name is spelt.
        for lines in [
            "Айдана Сарсен 2007\nАйдана Сарсен 2008\nАйдана Сарсен 2009",
            "Айдана Сарсен 2007\nАйдана Айдана Сарсен 2008\nАйдана Сарсен Сарсен 2009 г.р.",
        ] {
            let page = listed(&coordinator, lines).await;
            assert!(!page.contains("Болатқызы") && !page.contains("Ерланқызы"), "{page}");
        }
    })
    .await;
}

#[tokio::test]
async fn where_a_minor_is_on_a_list_it_says_what_the_front_office_asks_for() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let coordinator = start(&app).await;
        let (grown, _) = person(&app, "Берік Асанов", "grown").await;
        grown.post(&format!("/en/join/{}", code_of(&coordinator, 1).await), &[]).await.has(303);
        for (people, is_there) in [("Айдана Сарсен 2009", true), ("Берік Асанов", false)] {
            let form = [("event", "Жарыс"), ("date", "2026-12-01"), ("people", people)];
            let page = coordinator.post(EVENT, &form).await.ok().text();
            assert_eq!(page.contains("badge minor"), is_there, "{page}");
            for rule in ["Whoever may be under 18", "Under 16: without the signed form", "the front office has decided"]
            {
                assert_eq!(page.contains(rule), is_there, "{rule}: {page}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn trying_years_of_birth_list_by_list_has_an_end() {
    let app = TestApp::start().await;
    let coordinator = start(&app).await;
    let form = [("event", "Жарыс"), ("date", "2026-12-01"), ("people", "Айдана Сарсен 2009")];
    for _ in 0..30 {
        coordinator.post(EVENT, &form).await.ok();
    }
    coordinator.post(EVENT, &form).await.has(429);
    let wrong = [("event", ""), ("date", "2026-12-01"), ("people", "Айдана Сарсен 2009")];
    coordinator.post(EVENT, &wrong).await.has(422);
}
