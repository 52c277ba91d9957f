//! What can happen to a practical certificate after it was issued: the same as to one of theory, each for itself.

use erikti::certificates::model::Certificate;
use erikti::certificates::{erase, merge, verify, verify_many};
use erikti::kernel::{Actor, Role};

use super::certificates::{ASEM, NAME, holder, pdf, state, verdict};
use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::harness::database::on_both;
use super::organisations::known;
use super::people::{confirm, staff};
use super::practical::{carried, form, practical, send};
use super::text;

/// Looks at the list, and confirms it.
pub(crate) async fn issue(officer: &Client, people: &str, other: &[(&str, &str)]) {
    let (run, ids) = carried(&send(officer, &form(people, other)).await.ok().text());
    let more = [("run", run.as_str()), ("ids", ids.as_str()), ("confirm", "yes")];
    let all: Vec<(&str, &str)> = other.iter().copied().chain(more).collect();
    let answer = send(officer, &form(people, &all)).await.has(303);
    assert!(answer.header("location").starts_with("/en/centre/practical/"), "{}", answer.header("location"));
}

async fn change(officer: &Client, certificate: &Certificate, verb: &str) {
    let page = format!("/en/centre/certificates/{}", certificate.number.as_str());
    officer.post(&format!("{page}/{verb}"), &[("reason", "The list is being checked")]).await.leads_to(&page);
}

/// Fails unless a list says of each number what the number alone is answered with.
async fn assert_same(app: &TestApp, numbers: Vec<String>) {
    let (today, rows) = (app.app.today(), numbers.clone());
    let compared = app.app.read(move |conn| {
        let asked = verify_many::find_numbers((1..).zip(rows.into_iter().map(|number| vec![number])));
        let many = verify_many::verify_many(conn, today, &asked)?;
        let one: Result<Vec<_>, _> = asked.iter().map(|one| verify::verify(conn, today, &one.typed)).collect();
        Ok((one?, many))
    });
    let (one, many) = compared.await.expect("the database answers");
    assert_eq!(one.len(), numbers.len());
    assert_eq!(one, many);
}

#[tokio::test]
async fn it_is_suspended_revoked_and_issued_again_without_touching_the_theory() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (officer, visitor) = (staff(&app, "officer", &[Role::Centre]).await, app.client());
        let (asem, theory, _) = holder(&app).await;
        confirm(&app, &asem.client, ASEM).await;
        app.mail_to(ASEM).await;
        issue(&officer, ASEM, &[]).await;
        app.mail_to(ASEM).await;
        let (first, _) = practical(&app, asem.person).await.remove(0);
        let document = pdf(&asem, &first.number).await;

        change(&officer, &first, "suspend").await;
        assert_eq!(verdict(&visitor, first.number.as_str()).await, "suspended");
        assert_eq!(verdict(&visitor, theory.number.as_str()).await, "valid");
        let uploaded = visitor.upload("/en/verify", "document", "c.pdf", document).await.ok().text();
        assert_eq!(state(&uploaded), "suspended");
        assert!(text(&app.mail_to(ASEM).await).contains(&first.number.to_string()));
        let later = [("held_on", "2026-11-22")];
        send(&officer, &form(ASEM, &later)).await.ok().says("Has one that is suspended.");

        change(&officer, &first, "revoke").await;
        assert_eq!(verdict(&visitor, first.number.as_str()).await, "revoked");
        assert!(text(&app.mail_to(ASEM).await).contains("The list is being checked"));
        // The session was entered wrongly: the same day again, with the right place.
        let right = [("place", "Қонаев, мектеп 5")];
        send(&officer, &form(ASEM, &right)).await.ok().says("An earlier one was revoked and stays so:");
        app.advance(60);
        issue(&officer, ASEM, &right).await;
        let all = practical(&app, asem.person).await;
        assert_eq!(all.len(), 2);
        let (second, data) = &all[0];
        assert_eq!(data.session.as_ref().map(|session| session.place.as_str()), Some("Қонаев, мектеп 5"));
        assert!(second.is_current && !all[1].0.is_current && all[1].0.renewed_by.is_none());
        assert_eq!(verdict(&visitor, second.number.as_str()).await, "valid");
        assert_eq!(verdict(&visitor, first.number.as_str()).await, "revoked");
        assert_eq!(verdict(&visitor, theory.number.as_str()).await, "valid");
        assert_same(&app, [&first, second, &theory].map(|one| one.number.to_string()).to_vec()).await;

        // While it holds the first stays revoked; once it is revoked itself the first may come back, and then it stays so.
        change(&officer, &first, "reinstate").await;
        assert_eq!(verdict(&visitor, first.number.as_str()).await, "revoked");
        app.advance(60);
        change(&officer, second, "revoke").await;
        change(&officer, &first, "reinstate").await;
        change(&officer, second, "reinstate").await;
        assert_eq!(verdict(&visitor, first.number.as_str()).await, "valid");
        assert_eq!(verdict(&visitor, second.number.as_str()).await, "revoked");
        let all = practical(&app, asem.person).await;
        let current: Vec<&str> =
            all.iter().filter(|(one, _)| one.is_current).map(|(one, _)| one.number.as_str()).collect();
        assert_eq!(current, [first.number.as_str()]);
    })
    .await;
}

#[tokio::test]
async fn a_corrected_name_keeps_the_session_and_an_erased_holder_leaves_it_nameless() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (officer, visitor) = (staff(&app, "officer", &[Role::Centre]).await, app.client());
        let (asem, theory, _) = holder(&app).await;
        confirm(&app, &asem.client, ASEM).await;
        issue(&officer, ASEM, &[]).await;
        let (first, printed) = practical(&app, asem.person).await.remove(0);
        let page = format!("/en/centre/people/{}/name", asem.person);
        let shown = officer.post(&page, &[("name", "Әсем Нұрғалиева")]).await.ok().text();
        let was = between(&shown, "name=\"was\" value=\"", "\"").to_owned();
        assert_eq!(was, NAME);
        for one in [&first, &theory] {
            assert!(shown.contains(&format!("value=\"{}\" checked", one.number.as_str())), "{shown}");
        }
        let form = [
            ("step", "preview"),
            ("was", &was),
            ("name", "Әсем Нұрғалиева"),
            ("confirm", "yes"),
            ("certificate", first.number.as_str()),
            ("certificate", theory.number.as_str()),
        ];
        officer.post(&page, &form).await.leads_to(&format!("/en/centre/people/{}", asem.person));
        let all = practical(&app, asem.person).await;
        assert_eq!(all.len(), 2);
        let (second, data) = &all[0];
        assert_eq!((data.template, data.kind, &data.session), (4, printed.kind, &printed.session));
        assert_eq!((&data.confirmed_by, second.expires_on), (&printed.confirmed_by, first.expires_on));
        let register = officer.get(&format!("/en/centre/certificates/{}", second.number)).await.ok();
        register.says("Signed list, folder 12");
        let session = officer.get("/en/centre/practical/1").await.ok();
        session.says("Әсем Нұрғалиева");
        assert_eq!(verdict(&visitor, first.number.as_str()).await, "replaced");
        officer.get("/en/centre/practical").await.ok().says("<td data-label=\"Certificates\">1</td>");
        let numbers = [&first, second, &theory].map(|one| one.number.to_string()).to_vec();
        assert_same(&app, numbers.clone()).await;

        let person = asem.person;
        let erased = app.app.write(Actor::System, move |conn, ctx| erase::erase_holder(conn, ctx, person)).await;
        assert_eq!(erased.expect("the database answers"), 4);
        assert_same(&app, numbers).await;
        let session = officer.get("/en/centre/practical/1").await.ok();
        session.says("erased at the holder");
        assert!(!session.text().contains("Нұрғалиева") && !session.text().contains("Нұрғалиқызы"));
        let list = [("numbers", second.number.as_str())];
        let check = officer.upload_with("/en/check", ("file", "", Vec::new()), &list).await.ok();
        check.says("erased at the holder");
        check.says("skills confirmed in person");
    })
    .await;
}

#[tokio::test]
async fn of_two_accounts_each_kind_goes_on_for_itself() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (asem, theory, _) = holder(&app).await;
        confirm(&app, &asem.client, ASEM).await;
        let (_, twin) = known(&app, "Әсем Нұрғалиқызы", "twin").await;
        issue(&officer, "twin@example.kz", &[("months", "36")]).await;
        issue(&officer, ASEM, &[("months", "12")]).await;
        let into = asem.person;
        let merged =
            app.app.write(Actor::System, move |conn, ctx| merge::merge_certificates(conn, ctx, twin, into)).await;
        merged.expect("the database answers");
        let all = practical(&app, into).await;
        let current: Vec<_> = all.iter().filter(|(one, _)| one.is_current).map(|(one, _)| one.expires_on).collect();
        assert_eq!((all.len(), current.len()), (2, 1), "{all:?}");
        assert_eq!(current[0].map(|day| day.to_string()).as_deref(), Some("2029-11-20"), "the one that holds longer");
        let numbers = all.iter().map(|(one, _)| one.number.to_string()).chain([theory.number.to_string()]).collect();
        assert_same(&app, numbers).await;
    })
    .await;
}
