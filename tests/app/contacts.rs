//! Who on a list may have an account already, told by the address of a contact: a doubt for who looks, and no more.

use diesel::prelude::*;
use erikti::db::Conn;
use erikti::db::schema::people;
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Ctx, Role};

use super::cards::{id_of, make_one, token_on};
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::intake::{IMPORT, bring, count, made};
use super::people::staff;

const SAME: &str = "Maybe the same person: an account has this given name and this e-mail address.";

/// Somebody with a card, for whom a parent agreed to get the certificates.
async fn child(app: &TestApp, staff: &Client, (name, year): (&str, &str), contact: &str) -> PersonId {
    let card = make_one(staff, name, year).await;
    let id = id_of(app, &card).await;
    let form = [("contact_email", contact), ("agreed_by", "Гүлнар, mother"), ("agreed", "yes")];
    staff.post(&format!("/en/trainer/people/{id}/contact"), &form).await.has(303);
    id
}

/// The page of a list that was brought.
async fn brought(centre: &Client, text: &str) -> String {
    let to = bring(centre, text, &[]).await.has(303).header("location").to_owned();
    assert!(to.starts_with(IMPORT), "{to}");
    to
}

#[tokio::test]
async fn the_address_of_a_contact_tells_who_may_have_an_account_and_siblings_share_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let asem = child(&app, &centre, ("Әсем Нұрғалиева", "2011"), "Mama@example.kz").await;
        // Another year, another surname: the given name and the address are the same.
        for (line, is_same) in [
            ("Нургалиева Асем;2010;mama@example.kz", true),
            ("Әсем Оспанова;2012;MAMA@example.kz", true),
            ("Дана Нұрғали;2010;mama@example.kz", false),
            ("Әсел Нұрғали;2011;mama@example.kz", false),
            ("Әсем Оспанова;2012;papa@example.kz", false),
            ("Әсем Оспанова;2012;", false),
            ("Әсем Нұрғали;1980;mama@example.kz", false),
        ] {
            let list = brought(&centre, &format!("ФИО;Год рождения;Почта\n{line}\n")).await;
            let page = centre.get(&list).await.ok().text();
            assert_eq!(page.contains(SAME), is_same, "{line}: {page}");
            assert_eq!(page.contains(&format!("/en/centre/people/{asem}\"")), is_same, "{line}");
            assert_eq!(page.contains("Doubtful: 1"), is_same, "{line}");
            centre.post(&list, &[("cancel", "yes")]).await.has(303);
        }
        // Nothing is made of a doubtful line unless somebody says so.
        let text = "ФИО;Год рождения;Почта\nНургалиева Асем;2010;mama@example.kz\nБекзат Болатулы;2009;\n";
        let before = count(&app).await;
        let list = brought(&centre, text).await;
        centre.post(&list, &[("confirm", "yes")]).await.leads_to(&list);
        made(&centre, &list).await;
        assert_eq!(count(&app).await, before + 1);
        let list = brought(&centre, "ФИО;Год рождения;Почта\nНургалиева Асем;2010;mama@example.kz\n").await;
        centre.post(&list, &[("confirm", "yes"), ("line", "2")]).await.leads_to(&list);
        made(&centre, &list).await;
        assert_eq!(count(&app).await, before + 2);
    })
    .await;
}

/// How often the page of a pasted list says that somebody may have an account.
async fn said(client: &Client, people: &str) -> usize {
    let new = "/en/trainer/people/new";
    let token = token_on(&client.get(new).await.ok().text());
    let form = [("token", token.as_str()), ("way", "list"), ("people", people), ("district", "1"), ("language", "kk")];
    client.post(new, &form).await.ok().text().matches(SAME).count()
}

#[tokio::test]
async fn an_address_that_reaches_many_tells_nothing_and_nor_does_an_unknown_year() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let own = staff(&app, "own", &[Role::Trainer]).await;
        let asem = child(&app, &own, ("Әсем Нұрғалиева", "2011"), "school@example.kz").await;
        let people = "Асем Оспанова\t2012\tSchool@example.kz\nДана Оспанова\t2012\tdana@example.kz";
        let others = async |names: std::ops::Range<i32>| {
            let write = move |conn: &mut Conn, ctx: &Ctx| {
                for number in names.clone() {
                    diesel::insert_into(people::table)
                        .values((
                            people::name.eq(format!("Other {number}")),
                            people::name_folded.eq(format!("other {number}")),
                            people::language.eq("kk"),
                            people::created_at.eq(ctx.now),
                            people::contact_email.eq("SCHOOL@example.kz"),
                            people::contact_agreed_by.eq("the school"),
                            people::contact_agreed_at.eq(ctx.now),
                        ))
                        .execute(conn)?;
                }
                Ok(())
            };
            app.app.write(Actor::System, write).await.expect("the database answers");
        };
        others(0..49).await;
        assert_eq!(said(&own, people).await, 1, "fifty");
        others(49..50).await;
        assert_eq!(said(&own, people).await, 0, "fifty-one");
        let change = move |conn: &mut Conn, _: &Ctx| {
            let of_asem = diesel::update(people::table.find(asem));
            of_asem.set(people::contact_email.eq("mama@example.kz")).execute(conn)?;
            Ok(())
        };
        app.app.write(Actor::System, change).await.expect("the database answers");
        let people = people.replace("School", "mama");
        assert_eq!(said(&own, &people).await, 1);
        let forget = move |conn: &mut Conn, _: &Ctx| {
            diesel::update(people::table.find(asem)).set(people::birth_year.eq(None::<i32>)).execute(conn)?;
            Ok(())
        };
        app.app.write(Actor::System, forget).await.expect("the database answers");
        assert_eq!(said(&own, &people).await, 0, "a parent and a child may have one name");
    })
    .await;
}

#[tokio::test]
async fn a_trainer_learns_nothing_of_the_own_address_of_somebody_they_made() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let own = staff(&app, "own", &[Role::Trainer]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let card = make_one(&own, "Әсем Нұрғалиева", "2011").await;
        let asem = id_of(&app, &card).await;
        let add = move |conn: &mut Conn, _: &Ctx| {
            diesel::update(people::table.find(asem))
                .set((people::email.eq("asem@example.kz"), people::email_folded.eq("asem@example.kz")))
                .execute(conn)?;
            Ok(())
        };
        app.app.write(Actor::System, add).await.expect("the database answers");
        let people = "Асем Оспанова\t2012\tasem@example.kz\nДана Оспанова\t2012\tdana@example.kz";
        assert_eq!(said(&own, people).await, 0);
        assert_eq!(said(&centre, people).await, 1);
    })
    .await;
}

#[tokio::test]
async fn a_pasted_list_tells_a_trainer_of_own_people_alone() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let own = staff(&app, "own", &[Role::Trainer]).await;
        let curious = staff(&app, "curious", &[Role::Trainer]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        child(&app, &own, ("Әсем Нұрғалиева", "2011"), "mama@example.kz").await;
        let people = "Асем Оспанова\t2012\tmama@example.kz\nДана Оспанова\t2012\tmama@example.kz";
        for (client, times) in [(&curious, 0), (&own, 1), (&centre, 1)] {
            let new = "/en/trainer/people/new";
            let token = token_on(&client.get(new).await.ok().text());
            let form =
                [("token", token.as_str()), ("way", "list"), ("people", people), ("district", "1"), ("language", "kk")];
            let page = client.post(new, &form).await.ok().text();
            assert_eq!(page.matches(SAME).count(), times, "{page}");
            // The one of the same name is not ticked; the sister is.
            assert_eq!(page.contains("value=\"1\" checked"), times == 0, "{page}");
            assert!(page.contains("value=\"2\" checked"), "{page}");
            assert!(!page.contains("2012, mama@"), "an address is no settlement: {page}");
        }
    })
    .await;
}
