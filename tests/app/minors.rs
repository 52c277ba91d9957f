//! Minors: the consent of their parents, the form for it, and where their certificates go.

use diesel::prelude::*;
use erikti::accounts::{self, Meant, Noted, ParentalNote, ParentalState};
use erikti::db::schema::parental_consents;
use erikti::kernel::{Actor, Day, Lang, Role};

use super::cards::{begin_with, id_of, make_one, send};
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::learner::Learner;
use super::pages::{assert_switch, assert_whole};
use super::people::{audit_of, person_of, staff};

const NO_TASKS: &str = "no emergency tasks";

fn form(fields: &[(&'static str, &str)]) -> Vec<(&'static str, String)> {
    fields.iter().map(|(name, value)| (*name, (*value).to_owned())).collect()
}

#[tokio::test]
async fn the_consent_of_parents_is_noted_withdrawn_and_never_forgotten() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let card = make_one(&trainer, "Әсем Нұрғалиқызы", "2012").await;
        let id = id_of(&app, &card).await;
        let page = format!("/en/trainer/people/{id}");
        for words in ["missing", "maybe under 14", NO_TASKS, "Under 16:", "Under 14:", "the front office has decided"] {
            trainer.get(&page).await.ok().says(words);
        }
        let consent = format!("{page}/consent");
        let wrong = send(
            &trainer,
            &consent,
            &form(&[("state", "received"), ("given_by", "7"), ("on", "2026-11-22"), ("photos", "yes")]),
        )
        .await
        .has(422);
        for words in ["given_by-error", "value=\"7\"", "value=\"yes\" checked"] {
            wrong.says(words);
        }
        assert_switch(&consent, Lang::En, &wrong);
        let received =
            form(&[("state", "received"), ("given_by", "Гүлнар Нұрғали"), ("on", "2026-11-16"), ("photos", "yes")]);
        send(&trainer, &consent, &received).await.leads_to(&page);
        send(&trainer, &consent, &received).await.leads_to(&page);
        trainer.get(&page).await.ok().says("received, photos too");
        trainer.get("/en/trainer/people").await.ok().says("received, photos too");
        app.advance(3600);
        let withdrawn = form(&[("state", "withdrawn"), ("given_by", "Гүлнар Нұрғали"), ("on", "2026-11-21")]);
        send(&trainer, &consent, &withdrawn).await.leads_to(&page);
        let shown = trainer.get(&page).await.ok();
        for words in ["withdrawn", "Given by: Гүлнар Нұрғали", "noted by Айгүл Сейітқызы"] {
            shown.says(words);
        }
        let own = person_of(&app, "trainer@example.kz").await;
        let read = app.app.write(Actor::Person(own), move |conn, ctx| {
            let again = ParentalNote::Withdrawn { given_by: "Гүлнар Нұрғали".to_owned(), on: None };
            let again = accounts::note_parental(conn, ctx, (id, chrono_tz::Asia::Almaty), (&again, Meant::New))?;
            Ok((again, accounts::find_cared_for(conn, ctx, id)?))
        });
        let (again, found) = read.await.expect("the database answers");
        assert_eq!(again, Noted::AlreadySo);
        assert_eq!(found.parental_state(), ParentalState::Withdrawn);
        let history: Vec<_> = found.parental.iter().map(|event| (event.number, event.note.code(), event.by)).collect();
        assert_eq!(history, [(2, "withdrawn", Some(own)), (1, "received", Some(own))]);
        let audit = audit_of(&app, id).await;
        assert_eq!(audit.iter().filter(|action| action.starts_with("parental consent")).count(), 2, "{audit:?}");
    })
    .await;
}

/// The day on the paper is not that on which it is noted.
#[tokio::test]
async fn the_day_on_the_paper_is_asked_for() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let card = make_one(&trainer, "Әсем Нұрғалиқызы", "2012").await;
        let page = format!("/en/trainer/people/{}", id_of(&app, &card).await);
        let note = async |state: &str, day: &str| {
            let typed = form(&[("state", state), ("given_by", "Гүлнар Нұрғали"), ("on", day)]);
            send(&trainer, &format!("{page}/consent"), &typed).await
        };
        for day in ["", "16.11", "2026-11-23", "2011-12-31"] {
            let refused = note("received", day).await.has(422);
            refused.says("Give the day: today or earlier.");
            refused.says("value=\"Гүлнар Нұрғали\"");
        }
        note("received", "2026-11-16").await.leads_to(&page);
        let early = note("withdrawn", "2026-11-15").await.has(422);
        early.says("An earlier day than that of what was noted last.");
        trainer.get(&page).await.ok().says("name=\"on\" type=\"date\" value=\"2026-11-22\"");
        note("withdrawn", "2026-11-21").await.leads_to(&page);
        // The paper of before does not bring back what was taken back.
        note("received", "2026-11-16").await.has(422);
        trainer.get(&page).await.ok().says("withdrawn");
        let shown = trainer.get(&page).await.ok();
        for words in ["Given by: Гүлнар Нұрғали, 16 Nov 2026", "Given by: Гүлнар Нұрғали, 21 Nov 2026"]
        {
            shown.says(words);
        }
        // Nor where it was taken back before the day was asked for: then that of the note counts.
        let undated = |conn: &mut _, _: &_| {
            let on = parental_consents::signed_on.eq(None::<Day>);
            Ok(diesel::update(parental_consents::table).set(on).execute(conn)?)
        };
        assert_eq!(app.app.write(Actor::System, undated).await.expect("the database answers"), 2);
        note("received", "2026-11-21").await.has(422);
        note("received", "2026-11-22").await.leads_to(&page);
    })
    .await;
}

/// What is wrong in a correction is said, and all that was typed stays; so it does in another language.
async fn a_wrong_correction_is_kept(trainer: &Client, consent: &str) {
    let typed = |by: &str, day: &str, more: (&'static str, &str)| {
        form(&[("state", "corrected"), ("corrected_by", by), ("corrected_on", day), more])
    };
    let wrong = send(trainer, consent, &typed("7", "", ("photos", "yes"))).await.has(422);
    for words in ["corrected_by-error", "corrected_on-error", "value=\"7\"", "value=\"yes\" checked"] {
        wrong.says(words);
    }
    assert_whole(consent, Lang::En, &wrong);
    assert_switch(consent, Lang::En, &wrong);
    let other = send(trainer, consent, &typed("Гүлнар", "x", ("switch", "kk"))).await.ok();
    other.says("Бланк туралы жазбаны түзету");
    other.says("value=\"Гүлнар\"");
}

/// A day that was typed wrong is put right; what was withdrawn between is not.
#[tokio::test]
async fn a_mistyped_day_is_put_right_and_brings_nothing_back() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let card = make_one(&trainer, "Әсем Нұрғалиқызы", "2012").await;
        let id = id_of(&app, &card).await;
        let page = format!("/en/trainer/people/{id}");
        let consent = format!("{page}/consent");
        let note = async |state: &str, day: &str| {
            app.advance(60);
            let typed = form(&[("state", state), ("given_by", "Гүлнар Нұрғали"), ("on", day), ("photos", "yes")]);
            send(&trainer, &consent, &typed).await
        };
        let correct = async |by: &str, day: &str| {
            app.advance(60);
            let typed = form(&[("state", "corrected"), ("corrected_by", by), ("corrected_on", day), ("photos", "yes")]);
            send(&trainer, &consent, &typed).await
        };
        note("received", "2026-11-18").await.leads_to(&page);
        note("withdrawn", "2026-11-12").await.has(422).says("An earlier day than that of what was noted last.");
        let shown = trainer.get(&page).await.ok();
        shown.says("Put right what was noted from the form");
        shown.says("name=\"corrected_by\" type=\"text\" value=\"Гүлнар Нұрғали\"");
        shown.says("name=\"corrected_on\" type=\"date\" value=\"2026-11-18\"");
        a_wrong_correction_is_kept(&trainer, &consent).await;

        correct("Гүлнар Нұрғали", "2026-11-08").await.leads_to(&page);
        let shown = trainer.get(&page).await.ok();
        shown.says("<dt>Day on the form</dt><dd>8 Nov 2026</dd>");
        let text = shown.text();
        let (_, history) = text.split_once("History</summary>").expect("a history");
        let places = ["8 Nov 2026", "18 Nov 2026", "this day was put right later"].map(|words| history.find(words));
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {history}");
        assert_eq!(history.matches("this day was put right later").count(), 1, "{history}");
        let audit = audit_of(&app, id).await;
        assert!(audit.contains(&"parental consent corrected".to_owned()), "{audit:?}");

        // From then on the true day counts.
        note("withdrawn", "2026-11-12").await.leads_to(&page);
        trainer.get(&page).await.ok().says("<dt>The day they withdrew it</dt><dd>12 Nov 2026</dd>");
        // A page that was older than that corrects nothing, and keeps what was typed in the form for a new paper.
        let stale = correct("Гүлнар", "2026-11-20").await.has(422);
        stale.says("The consent was withdrawn on that day or later");
        stale.says("name=\"on\" type=\"date\" value=\"2026-11-20\"");
        note("received", "2026-11-10").await.has(422).says("The consent was withdrawn on that day or later");
        note("received", "2026-11-20").await.leads_to(&page);
        for day in ["2026-11-12", "2026-11-11", "2026-11-08"] {
            let refused = correct("Гүлнар", day).await.has(422);
            refused.says("The consent was withdrawn on that day or later");
            refused.says(&format!("value=\"{day}\""));
        }
        correct("Гүлнар", "2026-11-13").await.leads_to(&page);
        let shown = trainer.get(&page).await.ok();
        shown.says("received, photos too");
        shown.says("<dt>Day on the form</dt><dd>13 Nov 2026</dd>");
        let stranger = staff(&app, "other", &[Role::Trainer]).await;
        let typed = form(&[("state", "corrected"), ("corrected_by", "Гүлнар"), ("corrected_on", "2026-11-13")]);
        send(&stranger, &consent, &typed).await.has(404);
    })
    .await;
}

/// What the parents take back reaches those who have to decide, and whoever opens the person's page.
#[tokio::test]
async fn the_centre_is_told_of_minors_without_consent() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let home = async || centre.get("/en/centre").await.ok().text();
        let list = async |state: &str| centre.get(&format!("/en/centre/people?state={state}")).await.ok().text();
        assert!(!home().await.contains("minor"), "adults need no consent");
        let card = make_one(&trainer, "Әсем Нұрғалиқызы", "2009").await;
        make_one(&trainer, "Дана Ержанқызы", "2007").await;
        let id = id_of(&app, &card).await;
        let missing = home().await;
        assert!(missing.contains("Of 1 minor no consent of the parents is noted."), "{missing}");
        assert!(missing.contains("href=\"/en/centre/people?state=consent-missing\""), "{missing}");
        let found = list("consent-missing").await;
        assert!(found.contains("Әсем") && !found.contains("Дана"), "{found}");
        assert!(found.contains("no parents' consent") || found.contains("no parents&#39; consent"), "{found}");
        assert!(list("consent-withdrawn").await.contains("Nobody was found"));

        let consent = format!("/en/trainer/people/{id}/consent");
        let note = async |state: &str| {
            app.advance(60);
            let by = form(&[("state", state), ("given_by", "Гүлнар Нұрғали"), ("on", "2026-11-22")]);
            send(&trainer, &consent, &by).await.has(303);
        };
        note("received").await;
        assert!(!home().await.contains("minor"), "the form is here");
        assert!(list("consent-missing").await.contains("Nobody was found"));
        note("withdrawn").await;
        let withdrawn = home().await;
        assert!(withdrawn.contains("The parents of 1 minor have withdrawn their consent."), "{withdrawn}");
        assert!(!withdrawn.contains("no consent of the parents"), "{withdrawn}");
        assert!(list("consent-withdrawn").await.contains("Әсем"));
        assert!(list("consent-missing").await.contains("Nobody was found"));
        for page in [
            centre.get(&format!("/en/centre/people/{id}")).await.ok(),
            trainer.get(&format!("/en/trainer/people/{id}")).await.ok(),
        ] {
            page.says("Withdrawn by Гүлнар Нұрғали; noted on ");
            page.says("ask before this person takes part in anything");
        }
        note("received").await;
        assert!(list("consent-withdrawn").await.contains("Nobody was found"), "a new form counts");
        note("withdrawn").await;
        centre.post(&format!("/en/centre/people/{id}/disable"), &[]).await.has(303);
        assert!(!home().await.contains("minor"), "a closed account takes part in nothing");
    })
    .await;
}

#[tokio::test]
async fn the_form_for_parents_is_blank_or_filled_in_every_language() {
    let app = TestApp::start().await;
    let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
    let card = make_one(&trainer, "Әсем Нұрғалиқызы", "2012").await;
    let id = id_of(&app, &card).await;
    for lang in Lang::ALL {
        let blank = format!("/{lang}/consent-form");
        let filled = format!("/{lang}/trainer/people/{id}/consent-form");
        assert!(!app.client().get(&blank).await.ok().text().contains("Әсем"));
        let page = trainer.get(&filled).await.ok();
        page.says("<dd>Әсем Нұрғалиқызы</dd>");
        page.says("<dd>2012</dd>");
        assert_whole(&filled, lang, &page);
    }
}

#[tokio::test]
async fn whoever_sees_people_sees_who_may_be_a_minor() {
    let app = TestApp::start().await;
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    make_one(&centre, "Әсем Нұрғалиқызы", "2009").await;
    let adult = make_one(&centre, "Дана Ержанқызы", "2007").await;
    let adult = id_of(&app, &adult).await;
    let list = centre.get("/en/centre/people?search=асем").await.ok();
    list.says(NO_TASKS);
    assert!(!centre.get("/en/centre/people?search=дана").await.ok().text().contains(NO_TASKS));
    let page = centre.get(&format!("/en/centre/people/{adult}")).await.ok().text();
    assert!(!page.contains(NO_TASKS) && !page.contains("Parent's consent"), "an adult is treated as a minor");
}

#[tokio::test]
async fn a_certificate_goes_to_a_parent_who_agreed_and_says_why() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let card = make_one(&trainer, "Әсем Нұрғалиқызы", "2012").await;
        let client = begin_with(&app, &card).await;
        let id = id_of(&app, &card).await;
        let contact = format!("/en/trainer/people/{id}/contact");
        // In the evening of Greenwich it is the next day already where they live.
        let evening = (20 * 3600 - app.app.now().unix()).rem_euclid(24 * 3600);
        app.advance(evening);
        trainer.sign_in("en", "trainer@example.kz").await;
        let fields = [("contact_email", "mama@example.kz"), ("agreed_by", "Гүлнар, mother")];
        send(&trainer, &contact, &form(&fields)).await.has(422).says("agreed-error");
        let agreed = form(&[fields[0], fields[1], ("agreed", "yes")]);
        send(&trainer, &contact, &agreed).await.leads_to(&format!("/en/trainer/people/{id}"));
        trainer.get(&format!("/en/trainer/people/{id}")).await.ok().says("Agreed by Гүлнар, mother");

        let girl = Learner::of(&app, client, id, (Lang::Kk, "leadership")).await;
        girl.complete("Әсем Нұрғалиқызы").await;
        let mail = app.mail_to("mama@example.kz").await;
        let text = super::text(&mail);
        let day = app.app.today();
        assert_ne!(day.date(), app.app.now().utc().date());
        let day = erikti::i18n::long_date(Lang::Kk, day);
        for words in ["Гүлнар, mother", "Әсем Нұрғалиқызы", "келісім", day.as_str()] {
            assert!(text.contains(words), "{words} is missing in\n{text}");
        }
        assert!(mail.bytes.len() > 20_000, "the certificate is not attached");
        // Before it is sent once more, and afterwards, the girl reads to whom.
        let own = super::erasure::certificate_of(&app, id).await.number;
        let (card, to) = (format!("/en/learn/certificates/{own}"), "ma•••@example.kz");
        let shown = girl.client.get(&card).await.ok();
        shown.says("Send it to the contact address again");
        shown.says(&format!("It goes to {to}:"));
        assert!(!shown.text().contains("mama@"), "the whole address of somebody else");
        girl.client.post(&format!("{card}/send"), &[]).await.leads_to(&card);
        girl.client.get(&card).await.ok().says(&format!("The e-mail is on its way to {to}."));
        app.mail_to("mama@example.kz").await;
        // The trainer prints it; another trainer does not.
        let page = trainer.get(&format!("/en/trainer/people/{id}")).await.ok().text();
        let link = page
            .split("href=\"")
            .find_map(|part| part.split('"').next().filter(|link| link.contains("/certificates/")));
        let link = link.expect("a link to the certificate").to_owned();
        assert!(trainer.get(&link).await.ok().body.starts_with(b"%PDF"));
        let other = staff(&app, "other", &[Role::Trainer]).await;
        other.get(&link).await.has(404);
        let printed = audit_of(&app, id).await.into_iter().filter(|action| action == "certificate printed").count();
        assert_eq!(printed, 1, "what was printed is noted, and nothing else");
        // Whatever becomes of it, the mother reads that it is the child's, not hers.
        let certificate = super::erasure::certificate_of(&app, id).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let page = format!("/en/centre/certificates/{}", certificate.number.as_str());
        for change in ["suspend", "reinstate", "revoke", "reinstate"] {
            app.advance(60);
            centre.post(&format!("{page}/{change}"), &[("reason", "Тексеру үшін")]).await.leads_to(&page);
            let text = super::text(&app.mail_to("mama@example.kz").await);
            assert!(text.contains("Сертификат иесі: Әсем Нұрғалиқызы"), "{change}: {text}");
            assert!(!text.contains("ертификатыңыз"), "{change}: {text}");
        }
        send(&trainer, &contact, &form(&[("stop", "yes")])).await.has(303);
        let person = app.app.read(move |conn| accounts::find_person(conn, id)).await.expect("read").expect("a person");
        assert_eq!(person.contact, None);
    })
    .await;
}

/// What staff rely on is not undone by the minor's own click; a year that was entered wrong is corrected by the centre.
#[tokio::test]
async fn a_minor_does_not_become_an_adult_alone() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let card = make_one(&trainer, "Әсем Нұрғалиқызы", "2012").await;
        let id = id_of(&app, &card).await;
        let girl = begin_with(&app, &card).await;
        let profile = |year: &'static str| {
            form(&[("name", "Әсем Нұрғалиқызы"), ("language", "kk"), ("birth_year", year), ("district", "1")])
        };
        let refused = send(&girl, "/en/learn/profile", &profile("1990")).await.has(422);
        for words in ["Only the resource centre can change this year", "value=\"1990\""] {
            refused.says(words);
        }
        send(&girl, "/en/learn/profile", &profile("2013")).await.leads_to("/en/learn/profile");
        trainer.get(&format!("/en/trainer/people/{id}")).await.ok().says(NO_TASKS);
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let page = format!("/en/centre/people/{id}");
        send(&centre, &format!("{page}/birth-year"), &form(&[("birth_year", "20")])).await.has(422);
        send(&centre, &format!("{page}/birth-year"), &form(&[("birth_year", "1990")])).await.leads_to(&page);
        let corrected = centre.get(&page).await.ok();
        corrected.says("<dd>1990</dd>");
        assert!(!corrected.text().contains(NO_TASKS));
        centre.get("/en/centre/audit").await.ok().says("Year of birth corrected");
    })
    .await;
}
