//! People in bulk: a list is looked at, confirmed, and made once.

use diesel::prelude::*;
use erikti::accounts;
use erikti::app::retention;
use erikti::db::schema::{people, people_list_lines, people_lists};
use erikti::kernel::Role;

use super::cards::{cards_on, token_on};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, PASSWORD};
use super::harness::database::on_both;
use super::organisations::{appoint, make, person};
use super::people::{link_to, person_of, staff};

const IMPORT: &str = "/en/centre/people/import";

pub(crate) async fn bring(centre: &Client, text: &str, more: &[(&str, &str)]) -> Answer {
    let form = [&[("district", "1"), ("language", "kk")], more].concat();
    centre.upload_with(IMPORT, ("file", "people.csv", text.as_bytes().to_vec()), &form).await
}

/// The page of a list that was brought.
async fn brought(centre: &Client, text: &str, more: &[(&str, &str)]) -> String {
    let answer = bring(centre, text, more).await.has(303);
    let to = answer.header("location").to_owned();
    assert!(to.starts_with(&format!("{IMPORT}/")), "{to}");
    to
}

async fn count(app: &TestApp) -> i64 {
    app.app.read(|conn| Ok(people::table.count().get_result(conn)?)).await.expect("the database answers")
}

/// Waits until the people of a confirmed list are made.
async fn made(centre: &Client, list: &str) -> String {
    for _ in 0..2400 {
        let page = centre.get(list).await.ok().text();
        if page.contains("Who was made") {
            return page;
        }
        assert!(page.contains("<progress"), "{page}");
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("nobody was made within a minute");
}

/// Who has an address is invited, agrees, and is in.
async fn accept(app: &TestApp) {
    let link = link_to(app, "asem@example.kz").await;
    assert!(link.starts_with("/kk/welcome/"), "{link}");
    let asem = app.client();
    asem.get(&link).await.ok().says("asem@example.kz");
    asem.post(&link, &[("password", PASSWORD)]).await.has(422).says("id=\"consent-error\"");
    asem.post(&link, &[("password", PASSWORD), ("consent", "yes")]).await.leads_to("/kk/learn");
    asem.get("/kk/learn").await.ok().says("Асем Нургалиева");
    asem.post(&link, &[("password", PASSWORD), ("consent", "yes")]).await.has(410);
    let id = person_of(app, "asem@example.kz").await;
    let found = app.app.read(move |conn| accounts::find_person(conn, id)).await.expect("an answer").expect("there");
    assert!(found.email_confirmed_at.is_some() && found.birth_year == Some(2008), "{found:?}");
}

/// Who has none gets a card, and the cards of one form are made once.
async fn take_card(app: &TestApp, centre: &Client, list: &str) {
    let page = centre.get(list).await.ok().text();
    let token = token_on(&page);
    let id = super::harness::client::between(&page, "name=\"person\" value=\"", "\"").to_owned();
    let form = [("token", token.as_str()), ("person", id.as_str())];
    let first = cards_on(&centre.post("/en/trainer/people/cards/new", &form).await.ok().text());
    let again = cards_on(&centre.post("/en/trainer/people/cards/new", &form).await.ok().text());
    assert_eq!((first.len(), &first), (1, &again));
    let bekzat = app.client();
    let typed = [("identifier", first[0].name.as_str()), ("password", first[0].password.as_str())];
    bekzat.post("/kk/sign-in", &typed).await.has(303);
    bekzat.get("/kk/learn").await.leads_to("/kk/password?next=%2Fkk%2Flearn");
}

#[tokio::test]
async fn of_a_list_nothing_is_done_before_it_is_confirmed_and_then_it_is_done_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (coordinator, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        make(&centre, "Жас толқын").await.has(303);
        appoint(&centre, 1, "erlan@example.kz").await;
        let before = count(&app).await;
        let text = "ФИО;Год рождения;Почта;Село\r\n\
                    Асем Нургалиева;2008;asem@example.kz;Талгар\r\n\
                    Бекзат Болатулы;2009;;\r\n\
                    =HYPERLINK(1);2009;;\r\n\
                    Дана Досанкызы;1811;dana;\r\n\
                    Бекзат Болатулы;2009;;\r\n\
                    Ерлан Оспанов;2001;erlan@example.kz;\r\n";
        let list = brought(&centre, text, &[("organisation", "1")]).await;
        let preview = centre.get(&list).await.ok();
        for told in [
            "2 people are ready",
            "Invited by mail: 1",
            "A card to sign in: 1",
            "Doubtful: 1",
            "With mistakes: 3",
            "B: Год рождения — ",
            "C: Почта — This is no e-mail address",
            "A: ФИО — ",
            "This address has an account already",
            "Жас толқын",
        ] {
            preview.says(told);
        }
        assert_eq!(count(&app).await, before, "something was done before it was confirmed");
        let other = staff(&app, "other", &[Role::Centre]).await;
        other.get(&list).await.has(404);
        other.post(&list, &[("confirm", "yes")]).await.has(404);
        let before = count(&app).await;

        centre.post(&list, &[("confirm", "yes")]).await.leads_to(&list);
        centre.post(&list, &[("confirm", "yes")]).await.has(303);
        let page = made(&centre, &list).await;
        assert!(page.contains("2 accounts were made") && page.contains("Асем Нургалиева"), "{page}");
        assert_eq!(count(&app).await, before + 2);
        centre.post(&list, &[("cancel", "yes")]).await.leads_to(&list);

        accept(&app).await;
        // They belong to the organisation.
        let page = coordinator.get("/en/coordinator/1").await.ok();
        page.says("Асем Нургалиева");
        page.says("Бекзат Болатулы");

        take_card(&app, &centre, &list).await;
    })
    .await;
}

#[tokio::test]
async fn doubtful_lines_are_made_only_if_they_are_ticked_and_a_list_can_be_let_go() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let text = "Name,Born\nAsem Nurgalieva,2008\nНургалиева Асем,2008\nNurgalieva Asem,2008";
        let list = brought(&centre, text, &[]).await;
        let before = count(&app).await;
        centre.post(&list, &[("cancel", "yes")]).await.leads_to(IMPORT);
        centre.get(&list).await.has(404);
        let list = brought(&centre, text, &[]).await;
        centre.get(&list).await.ok().says("Doubtful: 1");
        centre.post(&list, &[("confirm", "yes"), ("line", "4"), ("line", "77")]).await.leads_to(&list);
        made(&centre, &list).await;
        assert_eq!(count(&app).await, before + 3);

        // Everybody has an account now: nobody is left to be made.
        let list = brought(&centre, text, &[]).await;
        let answer = centre.post(&list, &[("confirm", "yes")]).await.has(303);
        assert!(answer.header("set-cookie").contains("flash-intake-nobody"));
        for (text, why) in
            [("", "nobody on the list"), ("Name,Born\n", "nobody on the list"), ("PK\u{3}\u{4}x", "XLSX")]
        {
            let refused = bring(&centre, text, &[]).await.has(422).text();
            assert!(refused.contains(why) || refused.contains("The list was not read"), "{text:?}: {refused}");
        }
    })
    .await;
}

#[tokio::test]
async fn what_was_begun_is_gone_on_with_after_a_restart_and_lists_are_forgotten() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let mut text = "Name;Born".to_owned();
        for number in 0..60_u8 {
            let letter = |part: u8| char::from(b'a' + part);
            text.push_str(&format!("\nZarina T{}{}u;2008", letter(number / 10), letter(number % 10)));
        }
        let list = brought(&centre, &text, &[]).await;
        brought(&centre, &text.replace("Zarina", "Karina"), &[]).await;
        centre.get(&list).await.ok().says("60 people are ready");
        let before = count(&app).await;
        centre.post(&list, &[("confirm", "yes")]).await.leads_to(&list);
        // As if the server had ended in the middle: the job is done again from its beginning.
        let app = app.restart().await;
        let centre = app.client();
        centre.sign_in("en", "centre@example.kz").await;
        made(&centre, &list).await;
        assert_eq!(count(&app).await, before + 60);
        let kept = app.app.read(|conn| {
            let named = people_list_lines::table.filter(people_list_lines::list_id.eq(erikti::kernel::ids::ListId(1)));
            Ok(named.filter(people_list_lines::name.is_not_null()).count().get_result::<i64>(conn)?)
        });
        assert_eq!(kept.await.expect("the database answers"), 0, "names stay on the lines of those who were made");

        // A day later the one that nobody confirmed is gone, after thirty days the other.
        let lists = async || {
            let found = app.app.read(|conn| Ok(people_lists::table.count().get_result::<i64>(conn)?));
            found.await.expect("the database answers")
        };
        app.advance(25 * 3600);
        retention::run(&app.app).await.expect("the rules run");
        assert_eq!(lists().await, 1);
        app.advance(30 * 24 * 3600);
        retention::run(&app.app).await.expect("the rules run");
        assert_eq!(lists().await, 0);
    })
    .await;
}
