//! What becomes of a confirmed list: its cards from day to day, what went wrong, who else may see it.

use std::fmt::Write as _;

use diesel::prelude::*;
use erikti::app::retention;
use erikti::db::Conn;
use erikti::db::schema::{audit, people_list_lines, people_lists};
use erikti::kernel::ids::{ListId, OrganisationId, PersonId};
use erikti::kernel::{Actor, Role, Timestamp};
use erikti::{accounts, intake, organisations};

use super::cards::{Typed, begin_with, cards_on, make_one, token_on};
use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::harness::database::on_both;
use super::intake::{IMPORT, bring, made};
use super::organisations::make;
use super::people::{person_of, staff};

/// Brings a list; its page.
async fn brought(centre: &Client, text: &str, more: &[(&str, &str)]) -> String {
    bring(centre, text, more).await.has(303).header("location").to_owned()
}

async fn confirmed(centre: &Client, text: &str, more: &[(&str, &str)]) -> String {
    let list = brought(centre, text, more).await;
    centre.post(&list, &[("confirm", "yes")]).await.leads_to(&list);
    made(centre, &list).await;
    list
}

/// The cards of a part, made by the form on the page as it is now.
async fn part(centre: &Client, list: &str, part: &str) -> Vec<Typed> {
    let page = centre.get(list).await.ok().text();
    let (token, made_at) = (token_on(&page), made_at(&page, part));
    let form = [("token", token.as_str()), ("part", part), ("made_at", &made_at)];
    let first = cards_on(&centre.post(&format!("{list}/cards"), &form).await.ok().text());
    let again = cards_on(&centre.post(&format!("{list}/cards"), &form).await.ok().text());
    assert_eq!(first, again, "the same form shows the same cards");
    first
}

/// When the cards of a part were made, as its form has it.
fn made_at(page: &str, part: &str) -> String {
    let form = page.split_once(&format!("name=\"part\" value=\"{part}\"")).map_or("", |(_, rest)| rest);
    between(form, "name=\"made_at\" value=\"", "\"").to_owned()
}

fn names(cards: &[Typed]) -> Vec<String> {
    cards.iter().map(|card| card.name.clone()).collect()
}

#[tokio::test]
async fn the_cards_of_a_part_are_the_same_people_whoever_has_signed_in() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let mut text = "Name;Born;Email\nAsem;2008;asem@example.kz".to_owned();
        for number in 0..60_u8 {
            let letter = |part: u8| char::from(b'a' + part);
            let _ = write!(text, "\nZarina T{}{}u;2008;", letter(number / 10), letter(number % 10));
        }
        let list = confirmed(&centre, &text, &[]).await;
        let page = centre.get(&list).await.ok();
        page.says("Make cards 1 to 50");
        page.says("Make cards 51 to 60");
        let page = page.text();
        assert!(page.contains("?page=2"), "fifty are on a page");
        assert!(
            !page.contains("Zarina Tfju")
                && centre.get(&format!("{list}?page=2")).await.ok().text().contains("Zarina Tfju")
        );
        // Nobody has had a card so far.
        let staff_page = centre.get("/en/trainer/people").await.ok();
        staff_page.says("no card yet");
        assert!(!staff_page.text().contains("the card ended on"));

        let first = part(&centre, &list, "0").await;
        assert_eq!(first.len(), 50);
        for card in &first[..3] {
            begin_with(&app, card).await;
        }
        let page = centre.get(&list).await.ok();
        page.says("not signed in yet: 47");
        page.says("Make cards 1 to 50 again");
        page.says("Make cards 51 to 60");
        let second = part(&centre, &list, "1").await;
        assert_eq!(second.len(), 10);
        assert!(names(&second).iter().all(|name| !names(&first).contains(name)), "somebody gets two cards");
        // The cards of the first part still work.
        begin_with(&app, &first[3]).await;
        centre
            .post(&format!("{list}/cards"), &[("token", token_on(&page.text()).as_str()), ("part", "9")])
            .await
            .leads_to(&list);

        // One of them has become an administrator: the others get theirs.
        let far = person_of(&app, &second[4].name).await;
        let grant = move |conn: &mut _, ctx: &_| accounts::grant(conn, ctx, far, Role::Administrator);
        app.app.write(Actor::Shell, grant).await.expect("the database answers");
        let page = centre.get(&list).await.ok().text();
        let (token, made_at) = (token_on(&page), made_at(&page, "1"));
        let form = [("token", token.as_str()), ("part", "1"), ("made_at", &made_at)];
        let page = centre.post(&format!("{list}/cards"), &form).await.ok();
        page.says("No card was made for those whose role");
        page.says("<strong>Zarina Tfeu</strong>");
        assert_eq!(cards_on(&page.text()).len(), 9);
    })
    .await;
}

#[tokio::test]
async fn two_officers_with_the_same_list_make_its_cards_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let other = staff(&app, "other", &[Role::Centre]).await;
        let list = confirmed(&centre, "Name;Born\nAsem Serikova;2008\nDana Ospanova;2008", &[]).await;
        // The second one has the page open while the first one makes the cards.
        let page = other.get(&list).await.ok().text();
        let first = part(&centre, &list, "0").await;
        assert_eq!(first.len(), 2);
        let (token, made_at) = (token_on(&page), made_at(&page, "0"));
        let form = [("token", token.as_str()), ("part", "0"), ("made_at", made_at.as_str())];
        let answer = other.post(&format!("{list}/cards"), &form).await.has(303);
        assert!(answer.header("set-cookie").contains("flash-intake-cards-meanwhile"));
        begin_with(&app, &first[0]).await;
        // Who looks at the page as it is now may make them again.
        app.advance(60);
        let page = other.get(&list).await.ok();
        page.says("again");
        let again = part(&other, &list, "0").await;
        assert_eq!(names(&again), [first[1].name.as_str()]);
    })
    .await;
}

#[tokio::test]
async fn columns_that_are_not_read_are_told() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let list = brought(&centre, "№;ФИО;Год рождения;Ватсап;Поштам\n1;Асем;2008;1;asem@example.kz", &[]).await;
        centre.get(&list).await.ok().says("Columns that are not read: Ватсап, Поштам.");
        let list =
            brought(&centre, "№;Ф.И.О. волонтёра;Год рождения;E-mail адрес\n1;Асем;2008;asem@example.kz", &[]).await;
        let page = centre.get(&list).await.ok();
        page.says("Invited by mail: 1");
        assert!(!page.text().contains("not read"));
        bring(&centre, "Фамилия;Имя моё;Год рождения\nСерикова;Асем;2008", &[])
            .await
            .has(422)
            .says("The first row names columns");
    })
    .await;
}

#[tokio::test]
async fn a_line_with_a_patronymic_is_the_account_without_one() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        make_one(&centre, "Әсем Нұрғалиқызы", "2011").await;
        let text = "ФИО;Год рождения\nНургаликызы Асем Ерланкызы;2011\nНургаликызы Асем Ерланкызы;2010\nНургаликызы Дана Ерланкызы;2011";
        let list = brought(&centre, text, &[]).await;
        let page = centre.get(&list).await.ok();
        page.says("Doubtful: 1");
        page.says("2 people are ready");
    })
    .await;
}

/// As if the work on a list had not come to its end: one line waits again, and nobody works.
async fn interrupt(app: &TestApp, list: ListId, line: i32) {
    let write = move |conn: &mut Conn, _: &_| {
        diesel::update(people_lists::table.find(list))
            .set(people_lists::ended_at.eq(None::<Timestamp>))
            .execute(conn)?;
        let open = (people_list_lines::outcome.eq(None::<String>), people_list_lines::name.eq("Дана Досанова"));
        diesel::update(people_list_lines::table.find((list, line))).set(open).execute(conn)?;
        Ok(())
    };
    app.app.write(Actor::Shell, write).await.expect("the database answers");
}

#[tokio::test]
async fn a_line_that_fails_stops_nobody_else_and_a_list_that_stopped_is_gone_on_with_or_forgotten() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let list = brought(&centre, "Name;Born\nAsem;2008\nDana;2009\nBekzat;2009", &[]).await;
        let id = ListId(1);
        let damage = move |conn: &mut Conn, _: &_| {
            let line = people_list_lines::table.find((id, 3));
            diesel::update(line).set(people_list_lines::name.eq(None::<String>)).execute(conn)?;
            Ok(())
        };
        app.app.write(Actor::Shell, damage).await.expect("the database answers");
        centre.post(&list, &[("confirm", "yes")]).await.leads_to(&list);
        let page = made(&centre, &list).await;
        for told in ["2 accounts were made", "Could not be made: 1.", "Could not be made: bring this line again."] {
            assert!(page.contains(told), "{told} is missing in\n{page}");
        }
        interrupt(&app, id, 3).await;
        centre.get(&list).await.ok().says("The work has stopped: 2 of 3 made.");
        // Another officer may help.
        let other = staff(&app, "other", &[Role::Centre]).await;
        other.post(&list, &[("resume", "yes")]).await.leads_to(&list);
        assert!(made(&centre, &list).await.contains("3 accounts were made"));
        other.post(&list, &[("resume", "yes")]).await.leads_to(&list);

        interrupt(&app, id, 3).await;
        app.advance(31 * 24 * 3600);
        retention::run(&app.app).await.expect("the rules run");
        let left = app.app.read(|conn| Ok(people_lists::table.count().get_result::<i64>(conn)?)).await;
        assert_eq!(left.expect("the database answers"), 0, "the names of a list that stopped are kept for ever");
    })
    .await;
}

#[tokio::test]
async fn a_confirmed_list_is_found_by_every_officer_and_that_they_looked_is_noted() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let other = staff(&app, "other", &[Role::Centre]).await;
        let waiting = brought(&centre, "Name;Born\nKarina;2008", &[]).await;
        let list = confirmed(&centre, "Name;Born\nAsem;2008", &[]).await;
        let form = other.get(IMPORT).await.ok().text();
        assert!(form.contains(&format!("href=\"{list}\"")) && !form.contains(&format!("href=\"{waiting}\"")), "{form}");
        assert!(form.contains("Confirmed lists of all officers"));
        other.get(&waiting).await.has(404);
        let looks = async || {
            let found = app.app.read(|conn| {
                let looks = audit::table.filter(audit::action.eq("people list looked at"));
                Ok(looks.count().get_result::<i64>(conn)?)
            });
            found.await.expect("the database answers")
        };
        centre.get(&list).await.ok();
        assert_eq!(looks().await, 0, "whoever brought it knows it");
        other.get(&list).await.ok().says("Asem");
        other.get(&list).await.ok();
        assert_eq!(looks().await, 1);
        assert_eq!(part(&other, &list, "0").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn who_is_made_while_the_organisation_is_closed_is_told() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        make(&centre, "Жас толқын").await.has(303);
        let text = "Name;Born;Email\nAsem;2008;\nDana;2009;\nErlan;2009;centre@example.kz";
        let list = brought(&centre, text, &[("organisation", "1")]).await;
        let officer = person_of(&app, "centre@example.kz").await;
        let both = move |conn: &mut _, ctx: &_| {
            intake::confirm(conn, ctx, ListId(1), &std::collections::BTreeSet::new())?;
            organisations::close(conn, ctx, OrganisationId(1)).map(|_| ())
        };
        app.app.write(Actor::Person(officer), both).await.expect("the database answers");
        made(&centre, &list).await;
        let page = centre.get(&list).await.ok();
        page.says("Not in the organisation: 2.");
        page.says("Whoever has an account already is not brought into the organisation by a list.");
        page.says("/en/centre/people?search=centre%40example.kz");
        centre.post("/en/centre/organisations/1/reopen", &[]).await.has(303);
        let asem = app.app.read(|conn| {
            let line = people_list_lines::table.filter(people_list_lines::line.eq(2));
            let person: Option<PersonId> = line.select(people_list_lines::person_id).get_result(conn)?;
            Ok(person)
        });
        let asem = asem.await.expect("the database answers").expect("an account");
        centre
            .post(&format!("/en/centre/people/{asem}/organisations"), &[("put", "yes"), ("organisation", "1")])
            .await
            .has(303);
        centre.get(&list).await.ok().says("Not in the organisation: 1.");
    })
    .await;
}
