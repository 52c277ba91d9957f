//! An officer hears the right name on the phone.

use erikti::certificates::keys::KeySet;
use erikti::certificates::model::{Certificate, EventKind};
use erikti::certificates::{CertificateData, CertificateNumber, register, token};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Error, Lang, PersonName, Role};
use erikti::learning;

use super::certificates::{ASEM, NAME, attached, data_in, holder, issued, pdf, state, verdict};
use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::harness::database::on_both;
use super::learner::Learner;
use super::people::{audit_of, confirm, staff};
use super::settings::decide;

const RIGHT: &str = "Әсем Нұрғалиева";

async fn all_of(app: &TestApp, person: PersonId) -> Vec<Certificate> {
    app.app.read(move |conn| register::list_of_person(conn, person)).await.expect("the database answers")
}

fn name_page(person: PersonId) -> String {
    format!("/en/centre/people/{person}/name")
}

/// The fields of the last form, as the preview offers them.
fn confirmation<'a>(was: &'a str, name: &'a str, numbers: &[&'a str]) -> Vec<(&'a str, &'a str)> {
    let ticked = numbers.iter().map(|number| ("certificate", *number));
    [("step", "preview"), ("was", was), ("name", name), ("confirm", "yes")].into_iter().chain(ticked).collect()
}

async fn correct(officer: &Client, person: PersonId, name: &str, number: &CertificateNumber) {
    let preview = officer.post(&name_page(person), &[("name", name)]).await.ok().text();
    let ticked = format!("value=\"{}\" checked", number.as_str());
    assert!(preview.contains(&ticked), "the certificate is not proposed:\n{preview}");
    let was = between(&preview, "name=\"was\" value=\"", "\"").to_owned();
    let form = confirmation(&was, name, &[number.as_str()]);
    officer.post(&name_page(person), &form).await.leads_to(&format!("/en/centre/people/{person}"));
}

/// All but name and number is as it was printed first, in the look of today, and signed with what it says.
async fn assert_says_the_same(app: &TestApp, (first, new): (&CertificateData, &Certificate), data: &CertificateData) {
    let look = data.look.clone().expect("the look that the centre has decided on");
    assert_eq!((look.text.as_deref(), look.signatories.len()), (Some("#5a2a6e"), 1));
    assert!(look.logo.is_some(), "no logo");
    let expected = CertificateData {
        template: 2,
        number: new.number.clone(),
        name: PersonName::parse(RIGHT).expect("a name"),
        issued_at: new.issued_at,
        issuer: "Youth Resource Centre".to_owned(),
        look: Some(look),
        verify_url: first.verify_url.replace(first.number.as_str(), new.number.as_str()),
        token: data.token.clone(),
        ..first.clone()
    };
    assert_eq!(data, &expected);
    let keys = app.client().get("/.well-known/jwks.json").await.ok();
    let keys: KeySet = serde_json::from_slice(&keys.body).expect("a key set");
    let claims = token::verify(&data.token, |id| keys.find(id)).expect("a genuine token");
    let expected = token::Claims {
        number: new.number.clone(),
        name: RIGHT.to_owned(),
        course: first.course.clone(),
        edition: first.edition,
        kind: first.kind,
        issued_on: first.issued_on,
        expires_on: first.expires_on,
        status_index: new.status_index,
    };
    assert_eq!(claims, expected);
    assert_eq!((new.issued_on, new.expires_on), (first.issued_on, first.expires_on));
}

#[tokio::test]
async fn a_corrected_name_gives_one_new_certificate_and_the_old_number_leads_to_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, old, printed) = holder(&app).await;
        confirm(&app, &asem.client, ASEM).await;
        let old_pdf = attached(&app.mail_to(ASEM).await);
        let (officer, visitor) = (staff(&app, "officer", &[Role::Centre]).await, app.client());
        officer.get(&name_page(asem.person)).await.ok().says(&format!("value=\"{NAME}\""));
        decide(&officer).await;
        correct(&officer, asem.person, RIGHT, &old.number).await;

        let all = all_of(&app, asem.person).await;
        let [new, before] = all.as_slice() else { panic!("{all:?}") };
        assert_eq!((before.id, before.replaced_by.as_ref()), (old.id, Some(&new.number)));
        assert_eq!((new.is_current, before.is_current, new.holder.as_str()), (true, false, RIGHT));
        // Course and dates are those of the old one.
        assert_eq!((new.issued_on, new.expires_on, new.edition), (old.issued_on, old.expires_on, old.edition));

        // The holder is told, with the new document.
        let mail = app.mail_to(ASEM).await;
        let told = super::text(&mail);
        for words in [RIGHT, NAME, &new.number.to_string(), &old.number.to_string()] {
            assert!(told.contains(words), "{words} is not in\n{told}");
        }
        let new_pdf = attached(&mail);
        assert_says_the_same(&app, (&printed, new), &data_in(&new_pdf)).await;
        assert_ne!(new.status_index, old.status_index);
        assert!(pdf(&asem, &new.number).await == new_pdf);

        // Whoever verifies the old number: by hand, by the code, by the document.
        assert_eq!(verdict(&visitor, new.number.as_str()).await, "valid");
        assert_eq!(verdict(&visitor, old.number.as_str()).await, "replaced");
        let code = visitor.get(&format!("/v/{}", old.number.as_str())).await.has(303).header("location").to_owned();
        visitor.get(&code).await.ok().says(&new.number.to_string());
        let page = visitor.upload("/en/verify", "document", "c.pdf", old_pdf.clone()).await.ok();
        page.says("This is exactly the document that was issued.");
        assert_eq!(state(&page.text()), "replaced");
        page.says(&new.number.to_string());

        // What was issued stays, byte for byte, and the register shows both.
        let kept = officer.get(&format!("/en/centre/certificates/{}/pdf", old.number.as_str())).await.ok().body;
        assert!(kept == old_pdf, "the old document has changed");
        assert_eq!(data_in(&kept), printed);
        for (number, other) in [(&old.number, &new.number), (&new.number, &old.number)] {
            let page = officer.get(&format!("/en/centre/certificates/{}", number.as_str())).await.ok();
            page.says(&format!("/en/centre/certificates/{}\">{other}", other.as_str()));
        }
        assert!(audit_of(&app, asem.person).await.contains(&"name corrected".to_owned()));
    })
    .await;
}

#[tokio::test]
async fn a_second_click_and_a_second_window_change_nothing_more() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, old, _) = holder(&app).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let form = confirmation(NAME, RIGHT, &[old.number.as_str()]);
        let page = name_page(asem.person);
        let (one, two) = tokio::join!(officer.post(&page, &form), officer.post(&page, &form));
        assert_eq!((one.status, two.status), (303, 303), "{}\n{}", one.text(), two.text());
        officer.post(&page, &form).await.has(303);
        let all = all_of(&app, asem.person).await;
        assert_eq!(all.len(), 2);
        assert_eq!(all.iter().filter(|one| one.is_current).count(), 1);
        let number = old.number.clone();
        let (_, events) =
            app.app.read(move |conn| register::get(conn, &number)).await.expect("the certificate is there");
        let kinds: Vec<_> = events.iter().map(|event| event.kind).collect();
        assert_eq!(kinds, [EventKind::Issued, EventKind::Replaced]);

        // Another window still shows the first name.
        let late = confirmation(NAME, "Әсем Серікқызы", &[]);
        let refused = officer.post(&page, &late).await.has(422);
        refused.says("Somebody has changed this name in the meantime.");
        refused.says("value=\"Әсем Серікқызы\"");

        // Corrected once more: the first number leads to the last.
        let current = all[0].number.clone();
        correct(&officer, asem.person, "Әсем Серікқызы", &current).await;
        let last = all_of(&app, asem.person).await[0].number.to_string();
        let answer = app.client().get(&format!("/en/verify?number={}", old.number)).await.ok();
        answer.says(&format!("Replaced by {last}"));
        // One mail waits, with the last document: those before it are not wanted any more.
        let waiting = officer.get("/en/centre/outbox?state=held").await.ok().text();
        assert_eq!(waiting.matches("Certificate with a corrected name").count(), 1, "{waiting}");
    })
    .await;
}

#[tokio::test]
async fn what_a_second_officer_ticks_is_issued_again_though_the_first_has_corrected_the_name() {
    let app = TestApp::start().await;
    let (asem, old, _) = holder(&app).await;
    let (one, two) = (staff(&app, "one", &[Role::Centre]).await, staff(&app, "two", &[Role::Centre]).await);
    let page = name_page(asem.person);
    one.post(&page, &confirmation(NAME, RIGHT, &[])).await.has(303);
    assert_eq!(all_of(&app, asem.person).await.len(), 1);
    let ticked = confirmation(NAME, RIGHT, &[old.number.as_str()]);
    let done = two.post(&page, &ticked).await.has(303);
    assert!(done.header("set-cookie").contains("flash-name-reissued"));
    let again = two.post(&page, &ticked).await.has(303);
    assert!(again.header("set-cookie").contains("flash-already-so"));
    let all = all_of(&app, asem.person).await;
    assert_eq!((all.len(), all[0].holder.as_str()), (2, RIGHT));
    // The old one is sent to nobody any more.
    let send = |number: &str| format!("/en/learn/certificates/{number}/send");
    let unsent = asem.client.post(&send(old.number.as_str()), &[]).await.has(303);
    assert!(!unsent.header("set-cookie").contains("flash-mail-queued"), "its page tells of the other one");
    asem.client.post(&send(all[0].number.as_str()), &[]).await.has(303);
}

#[tokio::test]
async fn a_name_is_corrected_before_the_certificate_is_issued() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
    let form = [("name", NAME), ("certificate_language", "en")];
    asem.client.post(&asem.to("/certificate"), &form).await.has(303);
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let preview = officer.post(&name_page(asem.person), &[("name", RIGHT)]).await.ok();
    preview.says("The new name will stand on the certificate of:");
    officer.post(&name_page(asem.person), &confirmation(NAME, RIGHT, &[])).await.has(303);
    assert!(all_of(&app, asem.person).await.is_empty());
    asem.client.get(&asem.to("/certificate")).await.ok().says(&format!("value=\"{RIGHT}\""));
}

#[tokio::test]
async fn another_spelling_stays_unless_it_is_ticked_and_what_is_typed_stays_in_the_form() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
    asem.complete("Asem Nurgaliqyzy").await;
    let (certificate, _) = issued(&asem).await;
    let (officer, page) = (staff(&app, "officer", &[Role::Centre]).await, name_page(asem.person));
    let preview = officer.post(&page, &[("name", RIGHT)]).await.ok().text();
    let offered = format!("value=\"{}\"", certificate.number.as_str());
    assert!(preview.contains(&offered) && !preview.contains(&format!("{offered} checked")), "{preview}");
    // In another language, with what was ticked.
    let mut switched = confirmation(NAME, RIGHT, &[certificate.number.as_str()]);
    switched.retain(|(field, _)| *field != "confirm");
    switched.push(("switch", "kk"));
    let preview = officer.post(&page, &switched).await.ok();
    preview.says("<html lang=\"kk\">");
    preview.says(&format!("{offered} checked"));
    officer.post(&page, &confirmation(NAME, RIGHT, &[])).await.has(303);
    assert_eq!(issued(&asem).await.0.holder, "Asem Nurgaliqyzy");

    for (typed, message) in
        [("7", "Type the name in letters"), ("李小龍", "cannot be printed"), ("", "Type the name in letters")]
    {
        let refused = officer.post(&page, &[("name", typed)]).await.has(422);
        refused.says(message);
        assert!(typed.is_empty() || refused.text().contains(&format!("value=\"{typed}\"")), "{typed} is lost");
    }
    let administrator = staff(&app, "chief", &[Role::Centre, Role::Administrator]).await;
    let chief = super::people::person_of(&app, "chief@example.kz").await;
    officer.get(&name_page(chief)).await.has(403);
    officer.post(&name_page(chief), &[("name", RIGHT)]).await.has(403);
    administrator.get(&name_page(chief)).await.ok();
}

#[tokio::test]
async fn a_name_or_an_address_that_is_corrected_while_a_certificate_is_drawn_is_the_one_that_counts() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        asem.choose_certificate(NAME, Lang::En).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let early = app.issuing.draw(asem.enrolment).await.expect("drawn");
        officer.post(&name_page(asem.person), &confirmation(NAME, RIGHT, &[])).await.has(303);
        let entered = app.issuing.enter(early, Actor::System, "").await;
        assert!(matches!(entered, Err(Error::Conflict)), "{entered:?}");
        assert!(all_of(&app, asem.person).await.is_empty());

        let early = app.issuing.draw(asem.enrolment).await.expect("drawn");
        let email = [("email", "new@example.kz")];
        officer.post(&format!("/en/centre/people/{}/email", asem.person), &email).await.has(303);
        app.issuing.enter(early, Actor::System, "").await.expect("issued");
        assert_eq!(issued(&asem).await.1.name.as_str(), RIGHT);
        let held = officer.get("/en/centre/outbox?state=held").await.ok().text();
        assert!(held.contains("new@example.kz") && !held.contains(ASEM), "{held}");
    })
    .await;
}

#[tokio::test]
async fn what_renews_a_corrected_certificate_will_say_the_corrected_name() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        // A slip before the last test: neither the account's name nor the right one.
        asem.complete("Әсем Нургалиева").await;
        let (old, _) = issued(&asem).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let page = name_page(asem.person);
        let preview = officer.post(&page, &[("name", RIGHT)]).await.ok().text();
        let was = between(&preview, "name=\"was\" value=\"", "\"").to_owned();
        let form = confirmation(&was, RIGHT, &[old.number.as_str()]);
        officer.post(&page, &form).await.leads_to(&format!("/en/centre/people/{}", asem.person));
        let person = asem.person;
        let found = app.app.read(move |conn| learning::find_enrolment(conn, person, old.course)).await;
        let found = found.expect("the database answers").expect("an enrolment");
        assert_eq!(found.certificate_name.as_deref(), Some(RIGHT));
    })
    .await;
}

#[tokio::test]
async fn every_look_of_the_centre_at_somebody_stands_in_the_log() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, certificate, _) = holder(&app).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let looks =
            async || audit_of(&app, asem.person).await.iter().filter(|what| *what == "person looked at").count();
        let reviews = format!("/en/centre/people/{}/reviews", asem.person);
        let pdf = format!("/en/centre/certificates/{}/pdf", certificate.number);
        for (count, path) in [name_page(asem.person), reviews, pdf].iter().enumerate() {
            assert_eq!(looks().await, count, "{path}");
            // Twice within the hour is one look.
            officer.get(path).await.ok();
            officer.get(path).await.ok();
            app.advance(3601);
        }
        assert_eq!(looks().await, 3);
    })
    .await;
}
