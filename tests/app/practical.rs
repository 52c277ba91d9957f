//! The centre issues practical certificates for the people of a session in person: looked at first, once, and never to be
//! taken for theory.

use std::fmt::Write as _;

use diesel::prelude::*;
use erikti::certificates::model::Certificate;
use erikti::certificates::{CertificateData, Kind, register, token};
use erikti::db::schema::certificates;
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Day, Lang, Role};

use super::certificates::{ASEM, NAME, holder, verdict};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::organisations::known;
use super::pages::{assert_switch, assert_whole};
use super::people::{audit_of, confirm, staff};
use super::text;

const NEW: &str = "/en/centre/practical/new";

/// The form, with these people and these other fields.
pub(crate) fn form<'a>(people: &'a str, other: &[(&'a str, &'a str)]) -> Vec<(&'a str, &'a str)> {
    let usual = [
        ("course", "leadership"),
        ("held_on", "2026-11-20"),
        ("place", "Қонаев, мектеп 3"),
        ("hours", "4,5"),
        ("trainer", "Дәурен Сапаров"),
        ("trainer_number", "KZ-1234"),
        ("trainer_until", "2027-01-31"),
        ("months", "24"),
        ("evidence", "Signed list, folder 12"),
        ("people", people),
    ];
    let named = |name: &str| other.iter().any(|(other, _)| *other == name);
    usual.into_iter().filter(|(name, _)| !named(name)).chain(other.iter().copied()).collect()
}

pub(crate) async fn send(officer: &Client, form: &[(&str, &str)]) -> Answer {
    officer.upload_with(NEW, ("file", "", Vec::new()), form).await
}

/// What the page of the dry run carries to the confirmation.
pub(crate) fn carried(page: &str) -> (String, String) {
    let value = |name: &str| between(page, &format!("name=\"{name}\" value=\""), "\"").to_owned();
    (value("run"), value("ids"))
}

pub(crate) async fn practical(app: &TestApp, person: PersonId) -> Vec<(Certificate, CertificateData)> {
    let read = app.app.read(move |conn| {
        let all = register::list_of_person(conn, person)?.into_iter().filter(|one| one.kind == Kind::Practical);
        all.map(|one| register::get_data(conn, one.id).map(|data| (one, data))).collect::<Result<Vec<_>, _>>()
    });
    read.await.expect("the database answers")
}

#[tokio::test]
async fn a_list_with_mistakes_shows_them_and_issues_the_others_exactly_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (asem, theory, _) = holder(&app).await;
        let (_, bekzat) = known(&app, "Бекзат Болатұлы", "bekzat").await;
        let (_, dana) = known(&app, "Дана Досанқызы", "dana").await;
        let (_, first) = known(&app, "Айгүл Сейтқызы", "a1").await;
        known(&app, "Айгүл Сейтқызы", "a2").await;
        let list = format!(
            "Аты-жөні;E-mail\nӘсем Нұрғалиқызы;{}\nDana;bekzat@example.kz\nБолатұлы Бекзат\nnobody@example.kz\n\
             Айгүл Сейтқызы\n=HYPERLINK(1)\nbekzat@example.kz\nДана Досанқызы\tdana@example.kz",
            theory.number
        );
        let typed = form(&list, &[]);
        let shown = send(&officer, &typed).await.ok();
        for words in [
            "3 certificates are ready.",
            "5 rows get none",
            "This is somebody with another name: Бекзат Болатұлы",
            "Nobody is found.",
            "Several people have this name.",
            "The same person as in row 4",
            "There is no theory certificate of this course.",
            "Issue 3 certificates",
            "Without an e-mail, to be printed: 0.",
        ] {
            shown.says(words);
        }
        assert_whole(NEW, Lang::En, &shown);
        assert!(practical(&app, bekzat).await.is_empty(), "nothing is issued before it is confirmed");
        let (run, ids) = carried(&shown.text());
        // In another language, with all that was typed; back in the form as well.
        let more = [("run", run.as_str()), ("ids", ids.as_str()), ("switch", "kk")];
        send(&officer, &form(&list, &more)).await.ok().says("Дайын сертификат: 3.");
        let more = [("run", run.as_str()), ("ids", ids.as_str()), ("edit", "yes")];
        let back = send(&officer, &form(&list, &more)).await.ok();
        back.says("nobody@example.kz");
        back.says("value=\"Signed list, folder 12\"");

        let more = [("run", run.as_str()), ("ids", ids.as_str()), ("confirm", "yes")];
        let confirmed = form(&list, &more);
        let (one, two) = tokio::join!(send(&officer, &confirmed), send(&officer, &confirmed));
        one.leads_to("/en/centre/practical/1");
        two.leads_to("/en/centre/practical/1");
        send(&officer, &confirmed).await.leads_to("/en/centre/practical/1");
        for somebody in [asem.person, bekzat, dana] {
            assert_eq!(practical(&app, somebody).await.len(), 1, "{somebody}");
        }
        assert!(practical(&app, first).await.is_empty());
        session_is_shown(&officer).await;
    })
    .await;
}

/// The session stands in the list and on its own page, in every language, and its certificates in the log.
async fn session_is_shown(officer: &Client) {
    for lang in Lang::ALL {
        for path in ["", "/1"] {
            let path = format!("/{lang}/centre/practical{path}");
            let page = officer.get(&path).await.ok();
            assert_whole(&path, lang, &page);
            assert_switch(&path, lang, &page);
            page.says("Дәурен Сапаров");
        }
    }
    let session = officer.get("/en/centre/practical/1").await.ok();
    for words in ["Signed list, folder 12", "KZ-1234", "Бекзат Болатұлы", "Дана Досанқызы"] {
        session.says(words);
    }
    officer.get("/en/centre/audit").await.ok().says("Practical certificates issued");
}

#[tokio::test]
async fn theory_and_practice_are_told_apart_wherever_they_are_shown() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (asem, theory, _) = holder(&app).await;
        confirm(&app, &asem.client, ASEM).await;
        app.mail_to(ASEM).await;
        let shown = send(&officer, &form(ASEM, &[])).await.ok().text();
        let (run, ids) = carried(&shown);
        let more = [("run", run.as_str()), ("ids", ids.as_str()), ("confirm", "yes")];
        send(&officer, &form(ASEM, &more)).await.leads_to("/en/centre/practical/1");
        let told = text(&app.mail_to(ASEM).await);
        assert!(told.contains("confirmed your practical skills") && !told.contains("theory of this course"), "{told}");
        let (certificate, data) = practical(&app, asem.person).await.remove(0);
        assert!(certificate.is_current && theory.is_current && certificate.number != theory.number);
        assert_eq!(certificate.expires_on.map(|day| day.to_string()).as_deref(), Some("2028-11-20"));
        let trainer = data.confirmed_by.as_ref().expect("a trainer");
        assert_eq!((trainer.name.as_str(), trainer.certificate.as_str()), ("Дәурен Сапаров", "KZ-1234"));
        assert_eq!(trainer.expires_on.map(|day| day.to_string()).as_deref(), Some("2027-01-31"));
        assert_eq!(data.session.as_ref().map(|session| session.place.as_str()), Some("Қонаев, мектеп 3"));
        assert_eq!((data.minutes, data.course_title.as_str()), (270, "Leadership of volunteers"));
        // The signed code says practice.
        let keys = app.client().get("/.well-known/jwks.json").await.ok();
        let keys: erikti::certificates::keys::KeySet = serde_json::from_slice(&keys.body).expect("a key set");
        let claims = token::verify(&data.token, |id| keys.find(id)).expect("a genuine token");
        assert_eq!(claims.kind, Kind::Practical);

        let visitor = app.client();
        for (number, is, is_not) in [
            (&certificate.number, "a trainer confirmed the skills in person", "Theory only"),
            (&theory.number, "Theory only: practice is not confirmed", "a trainer confirmed the skills in person"),
        ] {
            assert_eq!(verdict(&visitor, number.as_str()).await, "valid");
            let page = visitor.get(&format!("/en/verify?number={number}")).await.ok();
            page.says(is);
            assert!(!page.text().contains(is_not), "{number}: {}", page.text());
            assert!(!page.text().contains("Signed list") && !page.text().contains("KZ-1234"), "more than is public");
        }
        let own = asem.client.get("/en/learn/certificates").await.ok();
        own.says("skills confirmed in person");
        own.says("theory completed");
        officer
            .get(&format!("/en/centre/certificates/{}", certificate.number))
            .await
            .ok()
            .says("Signed list, folder 12");
        // The document is drawn again, byte for byte, and recognised.
        let pdf = format!("/en/learn/certificates/{}/pdf", certificate.number);
        let (first, second) = (asem.client.get(&pdf).await.ok().body, asem.client.get(&pdf).await.ok().body);
        assert!(first == second);
        let page = visitor.upload("/en/verify", "document", "c.pdf", first).await.ok();
        page.says("This is exactly the document that was issued.");
        // A practical certificate is not renewed by the final test, and leaves the theory alone.
        let renew = format!("/en/learn/certificates/{}/renew", certificate.number);
        asem.client.post(&renew, &[]).await.leads_to(&format!("/en/learn/certificates/{}", certificate.number));
        assert_eq!(asem.progress().await.percent(&asem.published.course), 100);
    })
    .await;
}

#[tokio::test]
async fn who_may_not_confirm_and_what_is_there_already_is_refused() {
    let app = TestApp::start().await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let (_, bekzat) = known(&app, "Бекзат Болатұлы", "bekzat").await;
    for (field, value, words) in [
        ("trainer_until", "2026-11-19", "On the day of the session this certificate had expired."),
        ("held_on", "2026-11-23", "it cannot lie in the future"),
        ("held_on", "", "Give the day of the session"),
        ("months", "0", "from 1 to 120"),
        ("trainer_number", "", "Write the number of the trainer"),
        ("evidence", "", "Name what shows it"),
        ("people", " ", "Write at least one person."),
    ] {
        let page = send(&officer, &form("bekzat@example.kz", &[(field, value)])).await.has(422);
        page.says(words);
        page.says("value=\"Дәурен Сапаров\"");
    }
    // The trainer's certificate holds on its last day.
    let list = [("trainer_until", "2026-11-20")];
    let (run, ids) = carried(&send(&officer, &form("bekzat@example.kz", &list)).await.ok().text());
    let confirmed = |run: &str, ids: &str, held_on: &str| {
        let more = [("run", run.to_owned()), ("ids", ids.to_owned()), ("confirm", "yes".to_owned())];
        let held = [("held_on", held_on.to_owned()), ("people", "bekzat@example.kz".to_owned())];
        more.into_iter().chain(held).collect::<Vec<_>>()
    };
    let send_as = async |fields: Vec<(&str, String)>| {
        let fields: Vec<(&str, &str)> = fields.iter().map(|(name, value)| (*name, value.as_str())).collect();
        send(&officer, &form("", &fields)).await
    };
    send_as(confirmed(&run, &ids, "2026-11-20")).await.leads_to("/en/centre/practical/1");
    // A second form for the same day: the row says what is there, and confirming it all the same issues nothing.
    let shown = send(&officer, &form("bekzat@example.kz", &[])).await.ok();
    shown.says("Already has one from that day or later:");
    send_as(confirmed("0123456789abcdef", &ids, "2026-11-20")).await.ok().says("so nothing was issued");
    // What is no number of a form confirms nothing.
    send_as(confirmed(&"x".repeat(500), &ids, "2026-11-20")).await.ok();
    assert_eq!(practical(&app, bekzat).await.len(), 1);
    // A later session: the new one takes the place of the old one, which points to it.
    app.advance(40 * 24 * 3600);
    let officer = app.client();
    officer.sign_in("en", "officer@example.kz").await;
    let later = [("held_on", "2026-12-30")];
    let shown = send(&officer, &form("bekzat@example.kz", &later)).await.ok();
    shown.says("It takes the place of");
    let (run, ids) = carried(&shown.text());
    let more = [later[0], ("run", run.as_str()), ("ids", ids.as_str()), ("confirm", "yes")];
    send(&officer, &form("bekzat@example.kz", &more)).await.leads_to("/en/centre/practical/2");
    let both = practical(&app, bekzat).await;
    assert_eq!(both.len(), 2);
    assert_eq!(both[1].0.renewed_by.as_ref(), Some(&both[0].0.number));
}

#[tokio::test]
async fn of_a_list_of_twenty_five_the_good_rows_are_issued_in_one_go() {
    let app = TestApp::start().await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let mut file = String::from("Surname,Name,Year of birth,E-mail\r\n");
    let mut people = Vec::new();
    for at in 0..22 {
        let surname = format!("Тест{}", "абвгдежзиклмнопрстуфхц".chars().nth(at).expect("a letter"));
        let (_, id) = known(&app, &format!("{surname} Ержан"), &format!("p{at}")).await;
        // A surname often has a column of its own.
        let _ = write!(file, "{surname},Ержан,,p{at}@example.kz\r\n");
        people.push(id);
    }
    file.push_str("Жоқ,Адам,,nobody@example.kz\r\nТеста,Ержан,,p1@example.kz\r\n=1+1,,,p0@example.kz\r\n");
    let file = ("file", "list.csv", file.into_bytes());
    let shown = officer.upload_with(NEW, file, &form("", &[])).await.ok();
    for words in [
        "22 certificates are ready.",
        "3 rows get none",
        "Nobody is found.",
        "somebody with another name: Тестб Ержан",
        "somebody with another name: Теста Ержан",
        "=1+1 · p0@example.kz",
    ] {
        shown.says(words);
    }
    let text = shown.text();
    let (run, ids) = carried(&text);
    let list = between(&text, "name=\"people\" value=\"", "\"").to_owned();
    let more = [("run", run.as_str()), ("ids", ids.as_str()), ("confirm", "yes")];
    send(&officer, &form(&list, &more)).await.leads_to("/en/centre/practical/1");
    for person in people {
        assert_eq!(practical(&app, person).await.len(), 1);
    }
    let broken = ("file", "list.xlsx", b"PK\x03\x04 no workbook".to_vec());
    officer.upload_with(NEW, broken, &form("kept@example.kz", &[])).await.has(422).says("kept@example.kz");
    let long = "a@example.kz\n".repeat(301);
    send(&officer, &form(&long, &[])).await.has(422).says("There are too many rows.");
    // What a file has too much of does not come back in the form.
    let file = ("file", "list.csv", "from-a-file@example.kz\n".repeat(400).into_bytes());
    let refused = officer.upload_with(NEW, file, &form("kept@example.kz", &[])).await.has(422);
    refused.says("There are too many rows.");
    assert!(refused.text().contains("kept@example.kz") && !refused.text().contains("from-a-file"));
    // A page beyond the last is the last one.
    officer.get("/en/centre/practical?page=9").await.ok().says("Дәурен Сапаров");
    // List after list from one address: the next one waits.
    for _ in 0..40 {
        if send(&officer, &form("", &[("held_on", "")])).await.status == 429 {
            app.advance(5);
            send(&officer, &form("", &[("held_on", "")])).await.has(422);
            return;
        }
    }
    panic!("nothing bounds how many lists are read");
}

#[tokio::test]
async fn a_row_is_who_it_says_or_nobody() {
    let app = TestApp::start().await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let (asem, theory, _) = holder(&app).await;
    known(&app, "Бекзат Болатұлы", "bekzat").await;
    let list = format!(
        "Болатұлы\tБекзат\tМектеп 3\n{}; bekzat@example.kz\nБолатұлы; 1999\nӘсем Нұрғалиқызы; other@example.kz",
        theory.number
    );
    let shown = send(&officer, &form(&list, &[])).await.ok();
    shown.says("1 certificate is ready.");
    shown.says("somebody with another name: Бекзат Болатұлы");
    assert_eq!(shown.text().matches("Nobody is found.").count(), 2, "{}", shown.text());
    // From the page of a person, who is in the list then.
    let page = officer.get(&format!("/en/centre/people/{}", asem.person)).await.ok();
    let link = format!("/en/centre/practical/new?person={}", asem.person);
    page.says(&link);
    let filled = officer.get(&link).await.ok().text();
    let row = format!("{NAME}; id:{}", asem.person);
    assert!(filled.contains(&row) && !filled.contains(ASEM), "{filled}");
    assert!(audit_of(&app, asem.person).await.contains(&"person looked at".to_owned()));
    send(&officer, &form(&row, &[])).await.ok().says("1 certificate is ready.");
    // A closed account is told as such.
    let close = format!("/en/centre/people/{}/disable", asem.person);
    officer.post(&close, &[]).await.has(303);
    send(&officer, &form(&row, &[])).await.ok().says("The account is closed.");
}

#[tokio::test]
async fn a_trainer_s_certificate_of_this_register_is_looked_up() {
    let app = TestApp::start().await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let (_, own, _) = holder(&app).await;
    known(&app, "Бекзат Болатұлы", "bekzat").await;
    let number = own.number.to_string();
    let ask = async |trainer: &str, held_on: &str, until: &str| {
        let other = [("trainer", trainer), ("trainer_number", &number), ("held_on", held_on), ("trainer_until", until)];
        send(&officer, &form("bekzat@example.kz", &other)).await
    };
    let endless = [
        ("trainer", NAME),
        ("trainer_number", &number),
        ("held_on", "2026-11-22"),
        ("trainer_until", ""),
        ("trainer_endless", "yes"),
    ];
    // As long as it never expires no last day is taken for it, and afterwards no other and none.
    ask(NAME, "2026-11-22", "2027-11-22").await.has(422).says("By the register this certificate does not expire.");
    send(&officer, &form("bekzat@example.kz", &endless)).await.ok().says("1 certificate is ready.");
    let (id, last) = (own.id, Day::parse("2027-11-22").expect("a day"));
    let ends = app.app.write(Actor::System, move |conn, _| {
        diesel::update(certificates::table.find(id)).set(certificates::expires_on.eq(last)).execute(conn)?;
        Ok(())
    });
    ends.await.expect("the database answers");
    let until = last.to_string();
    send(&officer, &form("bekzat@example.kz", &endless)).await.has(422).says("this certificate has a last day.");
    ask(NAME, "2026-11-22", &until).await.ok().says("1 certificate is ready.");
    ask("Дәурен Сапаров", "2026-11-22", &until).await.has(422).says("under another name");
    ask(NAME, "2026-11-22", "2030-01-01").await.has(422).says("another last day");
    ask(NAME, "2026-11-21", &until).await.has(422).says("younger than the session");
    // Between the look and the click it is suspended: nothing is issued.
    let (run, ids) = carried(&ask(NAME, "2026-11-22", &until).await.ok().text());
    let suspend = format!("/en/centre/certificates/{}/suspend", own.number.as_str());
    officer.post(&suspend, &[("reason", "Being looked into")]).await.has(303);
    let confirmed = [
        ("trainer", NAME),
        ("trainer_number", &number),
        ("held_on", "2026-11-22"),
        ("trainer_until", &until),
        ("run", &run),
        ("ids", &ids),
        ("confirm", "yes"),
    ];
    send(&officer, &form("bekzat@example.kz", &confirmed)).await.has(422).says("suspended or replaced");
    officer.get("/en/centre/practical").await.ok().says("No session has been entered yet.");
}
