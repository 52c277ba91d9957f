//! People in bulk: a list is looked at, confirmed, and made once.

use std::fmt::Write as _;

use diesel::prelude::*;
use erikti::accounts;
use erikti::app::retention;
use erikti::db::schema::{people, people_list_lines, people_lists};
use erikti::kernel::{Actor, Role};

use super::cards::{cards_on, token_on};
use super::erasure::{ASEM, DAY, NAME, erased, traces};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, PASSWORD};
use super::harness::database::on_both;
use super::organisations::{appoint, make, person};
use super::people::{confirm, link_to, person_of, staff};

pub(crate) const IMPORT: &str = "/en/centre/people/import";

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

pub(crate) async fn count(app: &TestApp) -> i64 {
    app.app.read(|conn| Ok(people::table.count().get_result(conn)?)).await.expect("the database answers")
}

/// Waits until the people of a confirmed list are made.
pub(crate) async fn made(centre: &Client, list: &str) -> String {
    let (mut before, mut still) = (String::new(), 0);
    while still < 2400 {
        let page = centre.get(list).await.ok().text();
        if page.contains("Who got an account") {
            return page;
        }
        assert!(page.contains("<progress") && page.contains("data-taking"), "{page}");
        let now = super::harness::client::between(&page, "<progress", ">").to_owned();
        still = if now == before { still + 1 } else { 0 };
        before = now;
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("it stood still for a minute");
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
    let (form, to) = ([("token", token.as_str()), ("part", "0"), ("made_at", "")], format!("{list}/cards"));
    let first = cards_on(&centre.post(&to, &form).await.ok().text());
    let again = cards_on(&centre.post(&to, &form).await.ok().text());
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
        confirm(&app, &coordinator, "erlan@example.kz").await;
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

        // Brought twice before either is confirmed: who is doubtful for want of a surname alone is made once.
        let short = "Фамилия,Имя,Born\n,Зарина,2009";
        let (one, two) = (brought(&centre, short, &[]).await, brought(&centre, short, &[]).await);
        let before = count(&app).await;
        for list in [&one, &two] {
            centre.post(list, &[("confirm", "yes"), ("line", "2")]).await.leads_to(list);
            made(&centre, list).await;
        }
        assert_eq!(count(&app).await, before + 1);

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
            let _ = write!(text, "\nZarina T{}{}u;2008", letter(number / 10), letter(number % 10));
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

/// What lists say of somebody.
pub(crate) async fn export_of(app: &TestApp, email: &str) -> Vec<String> {
    let id = person_of(app, email).await;
    let told = app.app.read(move |conn| erikti::intake::export_listed(conn, id)).await.expect("the database answers");
    told.iter().map(|one| one["standing"].as_str().unwrap_or_default().to_owned()).collect()
}

#[tokio::test]
async fn an_invitation_is_no_way_into_an_account_that_somebody_uses_or_that_is_closed() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let text =
            "Name,Born,Email\nAsem,2008,asem@example.kz\nBekzat,2009,bekzat@example.kz\nDana,2009,dan@example.kz";
        let list = brought(&centre, text, &[]).await;
        centre.post(&list, &[("confirm", "yes")]).await.leads_to(&list);
        made(&centre, &list).await;
        let accept = [("password", PASSWORD), ("consent", "yes")];
        // A scanner of mails opens links: it changes nothing. Then another way to a password was quicker.
        let link = link_to(&app, "asem@example.kz").await;
        app.client().get(&link).await.ok();
        app.client().post("/kk/reset", &[("identifier", "asem@example.kz")]).await.has(200);
        let reset = link_to(&app, "asem@example.kz").await;
        assert!(reset.contains("/reset/"), "{reset}");
        app.client().post(&reset, &[("password", PASSWORD)]).await.has(303);
        app.client().get(&link).await.has(410);
        app.client().post(&link, &accept).await.has(410);
        // A closed account.
        let link = link_to(&app, "bekzat@example.kz").await;
        let bekzat = person_of(&app, "bekzat@example.kz").await;
        let close = move |conn: &mut _, ctx: &_| accounts::set_disabled(conn, ctx, bekzat, accounts::Access::Disabled);
        app.app.write(Actor::Shell, close).await.expect("the database answers");
        app.client().post(&link, &accept).await.has(410);
        // An address with a slip of the pen: once it is corrected, the invitation goes to the right one.
        let link = link_to(&app, "dan@example.kz").await;
        let dana = person_of(&app, "dan@example.kz").await;
        centre.post(&format!("/en/centre/people/{dana}/email"), &[("email", "dana@example.kz")]).await.has(303);
        app.client().post(&link, &accept).await.has(410);
        let link = link_to(&app, "dana@example.kz").await;
        assert!(link.starts_with("/kk/welcome/"), "{link}");
        app.client().post(&link, &accept).await.leads_to("/kk/learn");
    })
    .await;
}

#[tokio::test]
async fn lists_forget_who_is_erased_and_a_sixth_list_takes_the_place_of_the_first() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let asem = app.client();
        asem.sign_up("en", NAME, ASEM).await;
        let id = person_of(&app, ASEM).await;
        let text = format!("Name,Born,Email\n{NAME},2007,\nДана Досанова,2008,Asem@example.kz\nБекзат,2008,");
        let first = brought(&centre, &text, &[]).await;
        let page = centre.get(&first).await.ok();
        page.says("1 person is ready");
        page.says("Doubtful: 1");
        page.says("This address has an account already");
        centre.post(&first, &[("confirm", "yes")]).await.leads_to(&first);
        made(&centre, &first).await;
        assert_eq!(export_of(&app, ASEM).await, ["seems to be the same person", "has the address"]);
        asem.post("/en/learn/profile/erase", &[("word", "erase"), ("present_password", PASSWORD)]).await.has(303);
        app.advance(7 * DAY + 3600);
        erased(&app, id).await;
        assert_eq!(traces(&app).await, [""; 0]);

        // That week was longer than a sign-in of the staff.
        centre.sign_in("en", "centre@example.kz").await;
        let mut lists = Vec::new();
        for _ in 0..6 {
            lists.push(brought(&centre, &text, &[]).await);
        }
        centre.get(&lists[0]).await.has(404);
        for list in &lists[1..] {
            centre.get(list).await.ok();
        }
        // What is confirmed stays.
        centre.get(&first).await.ok();
    })
    .await;
}

#[tokio::test]
async fn nobody_is_brought_into_an_organisation_that_was_closed_meanwhile() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        make(&centre, "Жас толқын").await.has(303);
        let list = brought(&centre, "Name,Born\nAsem,2008", &[("organisation", "1")]).await;
        centre.post("/en/centre/organisations/1/close", &[]).await.has(303);
        let before = count(&app).await;
        let answer = centre.post(&list, &[("confirm", "yes")]).await.has(303);
        assert!(answer.header("set-cookie").contains("flash-intake-closed"));
        bring(&centre, "Name,Born\nAsem,2008", &[("organisation", "1")]).await.has(404);
        centre.get(&list).await.ok().says("Nothing is done yet");
        assert_eq!(count(&app).await, before);
    })
    .await;
}
