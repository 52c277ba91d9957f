//! Two accounts of one person become one.

use diesel::prelude::*;
use erikti::accounts;
use erikti::certificates::register;
use erikti::db::schema::{attempts, certificates, check_answers, links, people};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Lang, Role};
use erikti::learning;

use super::cards::{begin_with, id_of, make_one, send, sign_in};
use super::erasure::certificate_of;
use super::harness::app::TestApp;
use super::harness::client::{Client, PASSWORD};
use super::harness::database::on_both;
use super::learner::{Answers, Learner};
use super::people::{audit_of, confirm, link_to, person_of, staff};

pub(super) const NAME: &str = "Әсем Нұрғалиқызы";
const PROFILE: [(&str, &str); 5] =
    [("name", NAME), ("language", "en"), ("birth_year", "2011"), ("district", "1"), ("settlement", "Ащысай")];

pub(super) async fn merge(centre: &Client, from: PersonId, into: PersonId) -> super::harness::client::Answer {
    send(centre, &format!("/en/centre/people/{from}/merge"), &[("into", into.to_string())]).await
}

/// How many answers, tries and certificates there are in all.
async fn everything(app: &TestApp) -> [i64; 3] {
    let counted = app.app.read(|conn| {
        Ok([
            check_answers::table.count().get_result(conn)?,
            attempts::table.count().get_result(conn)?,
            certificates::table.count().get_result(conn)?,
        ])
    });
    counted.await.expect("the database answers")
}

#[tokio::test]
async fn what_was_learned_twice_is_put_together_and_nothing_is_lost() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        // She finished one course with a card, and began it again with an e-mail of her own.
        let card = make_one(&centre, NAME, "2011").await;
        let client = begin_with(&app, &card).await;
        let from = id_of(&app, &card).await;
        let by_card = Learner::of(&app, client, from, (Lang::En, "leadership")).await;
        by_card.complete(NAME).await;
        let own = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        let into = own.person;
        own.choose_certificate(NAME, Lang::En).await;
        own.read_module("motives").await;
        let failed = own.start("motives").await;
        own.finish(failed, Answers::Wrong).await;
        certificate_of(&app, from).await;
        let before = everything(&app).await;
        assert_eq!(before[2], 1);

        let search = centre.get(&format!("/en/centre/people/{from}/merge")).await.ok();
        search.says(&format!("/en/centre/people/{from}/merge?into={into}"));
        let preview = centre.get(&format!("/en/centre/people/{from}/merge?into={into}")).await.ok();
        preview.says("both accounts have it");
        preview.says("Certificates that hold: 1.");
        assert!(!preview.text().contains("do not hold today"), "a line of none");
        // One was born in 2011, the other in 2007; the names are the same.
        preview.says("The two accounts contradict each other:");
        preview.says("<strong>2007</strong> ≠ <strong>2011</strong>");
        assert!(!preview.text().contains("Name: <strong>"), "the names differ in nothing");
        let (one, two) = tokio::join!(merge(&centre, from, into), merge(&centre, from, into));
        one.leads_to(&format!("/en/centre/people/{into}"));
        two.leads_to(&format!("/en/centre/people/{into}"));

        assert_eq!(everything(&app).await, before, "something was lost or doubled");
        assert_eq!(own.progress().await.percent(&own.published.course), 100);
        let course = own.published.course_id;
        let read = app.app.read(move |conn| {
            let kept = learning::find_enrolment(conn, into, course)?.expect("an enrolment");
            let closed = accounts::find_person(conn, from)?.expect("the closed account stays");
            Ok((kept, closed, register::list_of_person(conn, into)?, register::list_of_person(conn, from)?))
        });
        let (kept, closed, moved, left) = read.await.expect("the database answers");
        assert!(kept.completed_at.is_some(), "the better progress wins");
        assert_eq!((moved.len(), left.len()), (1, 0));
        assert_eq!((closed.merged_into, closed.disabled_at.is_some()), (Some(into), true));
        own.client.get("/en/learn/certificates").await.ok().says(&moved[0].number.to_string());
        by_card.client.get("/en/learn").await.leads_to("/en/sign-in?next=%2Fen%2Flearn");
        sign_in(&app.client(), &card).await.has(422);
        centre.get(&format!("/en/centre/people/{from}")).await.ok().says("This account was merged into another one");
        assert!(audit_of(&app, from).await.contains(&"accounts merged".to_owned()));
        assert!(audit_of(&app, into).await.contains(&"accounts merged".to_owned()));
        // Back leads to the account that stays and says so, instead of offering the merge again.
        for again in ["", &format!("?into={into}")] {
            let back = centre.get(&format!("/en/centre/people/{from}/merge{again}")).await;
            back.leads_to(&format!("/en/centre/people/{into}"));
            centre.get(&format!("/en/centre/people/{into}")).await.ok().says("These two accounts were merged already.");
        }
        // A merged account is not opened again.
        centre.post(&format!("/en/centre/people/{from}/enable"), &[]).await.has(409);
    })
    .await;
}

#[tokio::test]
async fn of_two_certificates_for_one_course_one_counts_and_both_stay_valid() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let one = Learner::enrol(&app, Lang::En, "one", "leadership").await;
        one.complete(NAME).await;
        certificate_of(&app, one.person).await;
        app.advance(3600);
        let two = Learner::enrol(&app, Lang::En, "two", "leadership").await;
        two.complete(NAME).await;
        confirm(&app, &two.client, "two@example.kz").await;
        certificate_of(&app, two.person).await;
        // What does not hold is counted apart, and is not said to stay valid.
        let first = certificate_of(&app, one.person).await;
        let preview = format!("/en/centre/people/{}/merge?into={}", one.person, two.person);
        let page = format!("/en/centre/certificates/{}", first.number.as_str());
        centre.post(&format!("{page}/suspend"), &[("reason", "being looked into")]).await.has(303);
        let shown = centre.get(&preview).await.ok();
        shown.says("Certificates that do not hold today (expired, revoked, suspended or replaced): 1.");
        assert!(!shown.text().contains("stay valid"), "{}", shown.text());
        centre.post(&format!("{page}/reinstate"), &[("reason", "nothing was wrong")]).await.has(303);
        let shown = centre.get(&preview).await.ok();
        shown.says("Certificates that hold: 1. They stay valid");
        assert!(!shown.text().contains("do not hold today"), "{}", shown.text());
        merge(&centre, one.person, two.person).await.has(303);
        let id = two.person;
        let all = app.app.read(move |conn| register::list_of_person(conn, id)).await.expect("the database answers");
        let current: Vec<bool> = all.iter().map(|certificate| certificate.is_current).collect();
        assert_eq!(current, [true, false], "the later one holds longer");
        for certificate in &all {
            app.client().get(&format!("/en/verify?number={}", certificate.number)).await.ok().says("state valid");
        }
    })
    .await;
}

/// Notes what the parents say.
async fn note(centre: &Client, person: PersonId, (state, by): (&str, &str)) {
    note_on(centre, person, (state, by, "2026-11-16")).await;
}

/// Notes what the parents said on a day.
pub(super) async fn note_on(centre: &Client, person: PersonId, (state, by, day): (&str, &str, &str)) {
    let page = format!("/en/trainer/people/{person}");
    centre.post(&format!("{page}/consent"), &[("state", state), ("given_by", by), ("on", day)]).await.has(303);
}

/// The consent of the parents, the newest first: number, state, by whom.
pub(super) async fn consent(app: &TestApp, person: PersonId) -> Vec<(i32, &'static str, String)> {
    let read = app.app.read(move |conn| {
        let found = accounts::find_person(conn, person)?.expect("an account");
        accounts::care_of(conn, found)
    });
    let events = read.await.expect("the database answers").parental.into_iter();
    let told = events.map(|event| {
        let code = event.note.code();
        (event.number, code, event.note.given_by().to_owned())
    });
    told.collect()
}

/// What somebody asked, the newest first.
async fn asked(app: &TestApp, person: PersonId) -> Vec<String> {
    let read = app.app.read(move |conn| erikti::asking::list_of_person(conn, person, (0, 9)));
    read.await.expect("the database answers").0.into_iter().map(|request| request.message).collect()
}

async fn ask(learner: &Learner<'_>, message: &str) {
    let form =
        [("lesson", "six-motives"), ("message", message)].map(|(name, value)| (name.to_owned(), value.to_owned()));
    learner.post("/ask", &form).await.leads_to("/en/learn/asked");
}

/// The preview says what moves of a contact; the other way round, nothing of that changes what the kept account has.
async fn told_before(centre: &Client, from: PersonId, into: PersonId) {
    let preview = centre.get(&format!("/en/centre/people/{from}/merge?into={into}")).await.ok();
    preview.says("The contact address mama@example.kz; nothing goes there while the account has an e-mail of its own.");
    preview.says("Messages to the trainers, with their answers: 1");
    let turned = centre.get(&format!("/en/centre/people/{into}/merge?into={from}")).await.ok().text();
    assert!(
        !turned.contains("The contact address") && !turned.contains("The note of the parents’ consent with"),
        "{turned}"
    );
}

/// The address that is not written to is seen, and can be removed.
async fn an_idle_contact_can_go(centre: &Client, person: PersonId) {
    let page = format!("/en/centre/people/{person}");
    centre.get(&page).await.ok().says("certificates go to mama@example.kz. The person has an e-mail");
    send(centre, &format!("/en/trainer/people/{person}/contact"), &[("stop", "yes".to_owned())]).await.has(303);
    let shown = centre.get(&page).await.ok().text();
    assert!(!shown.contains("mama@example.kz"), "{shown}");
}

/// An old paper that was written down late, in another account, brings back nothing that was withdrawn after it.
#[tokio::test]
async fn of_two_papers_the_later_day_holds_and_not_the_later_note() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        for (name, is_kept_withdrawn) in [(NAME, true), ("Дана Серікқызы", false)] {
            let (old, card) = (make_one(&centre, name, "2011").await, make_one(&centre, name, "2010").await);
            let (from, into) = (id_of(&app, &old).await, id_of(&app, &card).await);
            let (withdrawn, other) = if is_kept_withdrawn { (into, from) } else { (from, into) };
            for (person, state, day) in [
                (withdrawn, "received", "2026-11-02"),
                (withdrawn, "withdrawn", "2026-11-05"),
                (other, "received", "2026-11-03"),
            ] {
                app.advance(60);
                note_on(&centre, person, (state, "Гүлнар", day)).await;
            }
            let preview = centre.get(&format!("/en/centre/people/{from}/merge?into={into}")).await.ok().text();
            assert_eq!(preview.contains("The note of the parents’ consent with"), !is_kept_withdrawn, "{preview}");
            merge(&centre, from, into).await.has(303);
            let newest = consent(&app, into).await.swap_remove(0);
            assert_eq!(newest.1, "withdrawn", "kept: {is_kept_withdrawn}");
        }
    })
    .await;
}

#[tokio::test]
async fn an_account_with_a_card_takes_over_address_place_consent_contact_and_questions() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let officer = person_of(&app, "centre@example.kz").await;
        let (old, card) = (make_one(&centre, NAME, "2011").await, make_one(&centre, NAME, "2010").await);
        let (from, into) = (id_of(&app, &old).await, id_of(&app, &card).await);
        note(&centre, from, ("received", "A grandmother")).await;
        let contact = [("contact_email", "mama@example.kz"), ("agreed_by", "Гүлнар, mother"), ("agreed", "yes")];
        centre.post(&format!("/en/trainer/people/{from}/contact"), &contact).await.has(303);
        let later = [(into, "received", "Гүлнар"), (from, "withdrawn", "A father"), (from, "received", "A father")];
        for (person, state, by) in later {
            app.advance(60);
            note(&centre, person, (state, by)).await;
        }

        let (by_mail, by_card) = (begin_with(&app, &old).await, begin_with(&app, &card).await);
        let (email, own) = ("/en/learn/profile/email", "asem@example.kz");
        let wish = async |address: &str| {
            by_mail.post(email, &[("email", address), ("present_password", PASSWORD)]).await.leads_to(email);
            link_to(&app, address).await
        };
        by_mail.post(&wish(own).await, &[]).await.has(303);
        by_mail.post("/en/learn/profile", &PROFILE).await.has(303);
        let first = Learner::of(&app, by_mail.clone(), from, (Lang::En, "leadership")).await;
        let second = Learner::of(&app, by_card, into, (Lang::En, "leadership")).await;
        for (learner, message) in [(&first, "Why six?"), (&second, "Why six?"), (&first, "And why seven?")] {
            ask(learner, message).await;
        }
        told_before(&centre, from, into).await;
        wish("other@example.kz").await;
        app.client().post("/en/reset", &[("identifier", own)]).await.ok();
        let reset = link_to(&app, own).await;
        merge(&centre, from, into).await.leads_to(&format!("/en/centre/people/{into}"));

        let find = app.app.read(move |conn| {
            let kept = accounts::find_person(conn, into)?.expect("the account stays");
            let noted_by: Option<PersonId> =
                people::table.find(into).select(people::contact_noted_by).get_result(conn)?;
            let hash: Option<String> = people::table.find(from).select(people::password_hash).get_result(conn)?;
            let open = links::table.filter(links::person_id.eq(from)).filter(links::used_at.is_null());
            Ok((kept, noted_by, hash, open.count().get_result::<i64>(conn)?))
        });
        let (kept, noted_by, hash, open) = find.await.expect("the database answers");
        assert_eq!((kept.email.as_deref(), kept.email_confirmed_at.is_some()), (Some(own), true));
        assert_eq!(kept.settlement.as_deref(), Some("Ащысай"));
        assert_eq!(kept.contact.map(|contact| contact.email).as_deref(), Some("mama@example.kz"));
        assert_eq!(noted_by, Some(officer), "who noted that the mother agreed");
        an_idle_contact_can_go(&centre, into).await;
        assert_eq!((hash, open), (None, 0), "the closed account has a password or a link that works");
        app.client().get(&reset).await.has(410);
        assert_eq!(
            consent(&app, into).await,
            [(3, "received", "A father"), (2, "withdrawn", "A father"), (1, "received", "Гүлнар")]
                .map(|(number, state, by)| (number, state, by.to_owned()))
        );
        assert_eq!(consent(&app, from).await, [(1, "received", "A grandmother".to_owned())]);
        assert_eq!(asked(&app, into).await, ["And why seven?", "Why six?"]);
        assert_eq!(asked(&app, from).await, ["Why six?"]);
        app.client().sign_in("en", own).await;
        centre.get("/en/centre/people?search=asem").await.ok().says(&format!("/en/centre/people/{into}\""));
    })
    .await;
}

#[tokio::test]
async fn a_name_chosen_for_the_certificate_is_not_lost_to_an_account_without_one() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let one = Learner::enrol(&app, Lang::En, "one", "leadership").await;
        let two = Learner::enrol(&app, Lang::En, "two", "leadership").await;
        one.read_module("motives").await;
        two.choose_certificate("Asem Nurgali", Lang::Kk).await;
        merge(&centre, one.person, two.person).await.has(303);
        let id = two.enrolment;
        let kept = app.app.read(move |conn| learning::get_enrolment(conn, id)).await.expect("the database answers");
        assert_eq!(kept.certificate_name.as_deref(), Some("Asem Nurgali"));
        assert_eq!(kept.certificate_language, Some(Lang::Kk));
        assert!(kept.last_lesson.is_some(), "where the better one was left");
    })
    .await;
}

#[tokio::test]
async fn an_account_that_is_to_be_erased_is_not_merged() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        staff(&app, "one", &[]).await;
        staff(&app, "two", &[]).await;
        let (one, two) = (person_of(&app, "one@example.kz").await, person_of(&app, "two@example.kz").await);
        let page = format!("/en/centre/people/{one}");
        centre.post(&format!("{page}/erase"), &[("erasure_reason", "Letter 45")]).await.leads_to(&page);
        for (from, into) in [(one, two), (two, one)] {
            centre.get(&format!("/en/centre/people/{from}/merge?into={into}")).await.ok().says("is to be erased");
            merge(&centre, from, into).await.has(422).says("is to be erased");
        }
        centre.post(&format!("{page}/keep"), &[]).await.leads_to(&page);
        merge(&centre, one, two).await.has(303);
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_merged_says_why() {
    let app = TestApp::start().await;
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    staff(&app, "trainer", &[Role::Trainer]).await;
    staff(&app, "one", &[]).await;
    staff(&app, "two", &[]).await;
    let [trainer, one, two] = ["trainer", "one", "two"].map(|name| format!("{name}@example.kz"));
    let (trainer, one, two) =
        (person_of(&app, &trainer).await, person_of(&app, &one).await, person_of(&app, &two).await);
    merge(&centre, one, one).await.has(422).says("one account, not two");
    merge(&centre, trainer, one).await.has(422).says("holds a role");
    merge(&centre, one, PersonId(9999)).await.has(404);
    merge(&centre, one, two).await.has(303);
    merge(&centre, one, trainer).await.has(422).says("merged with another one before");
    merge(&centre, trainer, one).await.has(422);
}

#[tokio::test]
async fn where_the_account_belongs_is_told_before_it_moves() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        for name in ["Жас толқын", "Ізгі жүрек"] {
            super::organisations::make(&centre, name).await.has(303);
        }
        let (trainer, _) = super::groups::trainer(&app, "trainer").await;
        let group = super::groups::make_own(&trainer, "Талғар, бастапқы топ").await;
        let code = super::groups::code_of_group(&trainer, &group).await;
        let (client, from) = super::organisations::known(&app, NAME, "asem").await;
        let (_, into) = super::organisations::known(&app, NAME, "other").await;
        let preview = format!("/en/centre/people/{from}/merge?into={into}");
        let before = centre.get(&preview).await.ok().text();
        for label in ["Organisations:", "Groups:", "Messages to the trainers"] {
            assert!(!before.contains(label), "a line of none: {before}");
        }
        super::organisations::ask(&client, "1").await.has(303);
        super::organisations::ask(&client, "2").await.has(303);
        client.post(&format!("/en/join/group/{code}"), &[]).await.has(303);
        client.post("/en/learn/leadership/ask", &[("message", "Why six?")]).await.has(303);
        let shown = centre.get(&preview).await.ok();
        shown.says("Organisations: Ізгі жүрек; Жас толқын. Their coordinators see the account that stays.");
        shown.says("Groups: Талғар, бастапқы топ");
        shown.says("Messages to the trainers, with their answers: 1");
        merge(&centre, from, into).await.has(303);
        assert_eq!(super::groups::present(&app, into).await, ["Талғар, бастапқы топ"]);
    })
    .await;
}

#[tokio::test]
async fn the_same_name_in_another_order_is_no_contradiction() {
    let app = TestApp::start().await;
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    let card = make_one(&centre, "Нұрғалиқызы Әсем", "2011").await;
    let from = id_of(&app, &card).await;
    let own = app.client();
    own.sign_up("en", NAME, "asem@example.kz").await;
    own.post("/en/learn/profile", &PROFILE).await.has(303);
    let into = person_of(&app, "asem@example.kz").await;
    let preview = format!("/en/centre/people/{from}/merge?into={into}");
    let page = centre.get(&preview).await.ok().text();
    assert!(page.contains("name=\"into\"") && !page.contains("contradict each other"), "{page}");
}

#[tokio::test]
async fn a_confirmed_address_takes_the_place_of_a_mistyped_one_and_an_address_that_is_left_is_free() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        super::organisations::make(&centre, "Жас толқын").await.has(303);
        // She mistyped her address, learned, and signed up again.
        let first = app.client();
        first.sign_up("en", NAME, "asem@exmaple.kz").await;
        let into = person_of(&app, "asem@exmaple.kz").await;
        let put = [("put", "yes"), ("organisation", "1")];
        centre.post(&format!("/en/centre/people/{into}/organisations"), &put).await.has(303);
        app.client().post("/en/reset", &[("identifier", "asem@exmaple.kz")]).await.ok();
        let [_, stray] = [link_to(&app, "asem@exmaple.kz").await, link_to(&app, "asem@exmaple.kz").await];
        let (second, from) = super::organisations::known(&app, NAME, "asem").await;
        second.get("/en/learn").await.ok();
        let (_, third) = super::organisations::known(&app, NAME, "other").await;

        let preview = format!("/en/centre/people/{from}/merge?into={into}");
        centre.get(&preview).await.ok().says("in place of asem@exmaple.kz, which nobody has confirmed");
        merge(&centre, from, into).await.has(303);
        let mail = super::text(&app.mail_to("asem@example.kz").await);
        assert!(mail.contains("Жас толқын"), "what was held goes to the address: {mail}");
        let two = async |one: PersonId, other: PersonId| {
            let read =
                app.app.read(move |conn| Ok((accounts::find_person(conn, one)?, accounts::find_person(conn, other)?)));
            let (one, other) = read.await.expect("the database answers");
            (one.expect("there").email, other.expect("there"))
        };
        let (closed, kept) = two(from, into).await;
        assert_eq!((closed, kept.email.as_deref()), (None, Some("asem@example.kz")));
        assert!(kept.email_confirmed_at.is_some());
        app.client().get(&stray).await.has(410);
        app.client().sign_in("en", "asem@example.kz").await;

        let preview = format!("/en/centre/people/{third}/merge?into={into}");
        centre.get(&preview).await.ok().says("The address other@example.kz belongs to no account any more.");
        merge(&centre, third, into).await.has(303);
        let (closed, kept) = two(third, into).await;
        assert_eq!((closed, kept.email.as_deref()), (None, Some("asem@example.kz")));
        // Whoever needs it can have it.
        centre.post(&format!("/en/centre/people/{into}/email"), &[("email", "other@example.kz")]).await.has(303);
        assert_eq!(person_of(&app, "other@example.kz").await, into);
    })
    .await;
}
