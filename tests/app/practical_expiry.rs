//! Until when practical certificates hold: for months, to a fixed day or for ever, as the officer chooses for each session.

use erikti::kernel::{Day, Lang, Role};

use super::certificates::{data_in, verdict};
use super::files::taken;
use super::handout::pages;
use super::harness::app::TestApp;
use super::harness::database::on_both;
use super::organisations::known;
use super::people::staff;
use super::practical::{carried, form, practical, send};
use super::practical_life::issue;

const FIXED: &str = "2027-06-30";

/// What is chosen, the last day that follows, and how the dry run and the pages say it.
const CHOICES: [(&str, &str, Option<&str>, &str); 3] = [
    ("months", "bekzat", Some("2027-11-20"), "20 November 2027"),
    ("date", "dana", Some(FIXED), "30 June 2027"),
    ("never", "aigul", None, "does not expire"),
];

fn chosen(choice: &str) -> Vec<(&'static str, &str)> {
    let until = if choice == "date" { FIXED } else { "" };
    vec![("expiry", choice), ("months", "12"), ("valid_until", until)]
}

#[tokio::test]
async fn practical_certificates_hold_for_months_to_a_fixed_day_or_for_ever() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (officer, visitor) = (staff(&app, "officer", &[Role::Centre]).await, app.client());
        let mut numbers = Vec::new();
        for (at, (choice, who, last, words)) in CHOICES.into_iter().enumerate() {
            let (client, person) = known(&app, &format!("Тест {who}"), who).await;
            let (email, other) = (format!("{who}@example.kz"), chosen(choice));
            let shown = send(&officer, &form(&email, &other)).await.ok();
            shown.says(&format!("<dt>Last valid day of the certificates</dt><dd>{words}</dd>"));
            shown.says(&format!("name=\"expiry\" value=\"{choice}\""));
            issue(&officer, &email, &other).await;
            let (certificate, data) = practical(&app, person).await.remove(0);
            assert_eq!(certificate.expires_on, last.and_then(Day::parse), "{choice}");
            assert_eq!(data.expires_on, certificate.expires_on);
            let number = certificate.number.to_string();
            assert_eq!(verdict(&visitor, &number).await, "valid");
            visitor.get(&format!("/en/verify?number={number}")).await.ok().says(words);
            client.get(&format!("/en/learn/certificates/{number}")).await.ok();
            let paper = client.get(&format!("/en/learn/certificates/{number}/pdf")).await.ok();
            assert_eq!(data_in(&paper.body).expires_on, certificate.expires_on);
            let session = officer.get(&format!("/en/centre/practical/{}", at + 1)).await.ok();
            session.says(&format!("<dt>Last valid day of the certificates</dt><dd>{words}</dd>"));
            let told = visitor.get(&format!("/api/v1/certificates/{number}")).await.ok();
            let told: serde_json::Value = serde_json::from_slice(&told.body).expect("JSON");
            assert_eq!(told["certificate"]["expires_on"].as_str(), last, "{told}");
            numbers.push((number, last));
        }
        let file = taken(&officer, "en", &[("kind", "register"), ("format", "csv")]).await.text();
        for (number, last) in &numbers {
            let line = file.lines().find(|line| line.starts_with(number.as_str())).expect("a row").to_owned();
            // Day of issue and last day; empty where there is none, as in every file.
            let cells: Vec<&str> = line.split(',').collect();
            assert_eq!(cells[cells.len() - 4], last.unwrap_or_default(), "{line}");
        }
        // The day after the last one; what holds for ever still does.
        app.advance(400 * 24 * 3600);
        let states: Vec<String> = {
            let mut states = Vec::new();
            for (number, _) in &numbers {
                states.push(verdict(&visitor, number).await);
            }
            states
        };
        assert_eq!(states, ["expired", "expired", "valid"]);
    })
    .await;
}

#[tokio::test]
async fn one_that_holds_longer_is_put_aside_only_if_somebody_says_so() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (officer, visitor) = (staff(&app, "officer", &[Role::Centre]).await, app.client());
        let (_, person) = known(&app, "Бекзат Болатұлы", "bekzat").await;
        let email = "bekzat@example.kz";
        issue(&officer, email, &chosen("never")).await;
        let first = practical(&app, person).await.remove(0).0.number.to_string();
        // A refresher a month later.
        app.advance(30 * 24 * 3600);
        let officer = app.client();
        officer.sign_in("en", "officer@example.kz").await;
        let later = ("held_on", "2026-12-15");
        let shorter = [chosen("months"), vec![later]].concat();
        let shown = send(&officer, &form(email, &shorter)).await.ok();
        shown.says("Already has one that holds longer (does not expire)");
        shown.says(&first);
        assert!(!shown.text().contains("name=\"confirm\""), "nothing is ready");
        let (run, _) = carried(&shown.text());
        let id = person.to_string();
        let forced = [shorter.clone(), vec![("run", run.as_str()), ("ids", id.as_str()), ("confirm", "yes")]].concat();
        send(&officer, &form(email, &forced)).await.ok().says("Already has one that holds longer");
        assert_eq!(practical(&app, person).await.len(), 1);
        // One that holds as long takes its place.
        let same = [chosen("never"), vec![later]].concat();
        let text = send(&officer, &form(email, &same)).await.ok().text();
        assert!(text.contains("It takes the place of") && !text.contains("would have held longer"), "{text}");
        // With the tick it is told, and done.
        let ticked = [shorter, vec![("shorten", "yes")]].concat();
        let shown = send(&officer, &form(email, &ticked)).await.ok();
        shown.says("The one that it puts aside would have held longer: does not expire.");
        let (run, ids) = carried(&shown.text());
        let back = [ticked.clone(), vec![("run", &run), ("ids", &ids), ("edit", "yes")]].concat();
        assert!(
            send(&officer, &form(email, &back))
                .await
                .ok()
                .text()
                .contains("name=\"shorten\" type=\"checkbox\" value=\"yes\" checked")
        );
        issue(&officer, email, &ticked).await;
        assert_eq!(practical(&app, person).await.len(), 2);
        assert_eq!(verdict(&visitor, &first).await, "valid", "it holds all the same");
    })
    .await;
}

#[tokio::test]
async fn a_last_day_that_cannot_be_is_told_beside_its_field_and_nothing_is_lost() {
    let app = TestApp::start().await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    known(&app, "Бекзат Болатұлы", "bekzat").await;
    for (choice, until, words) in [
        ("date", "", "Give the last valid day of the certificates."),
        ("date", "soon", "Give the last valid day of the certificates."),
        ("date", "2026-11-20", "must lie after the day of the session"),
        ("date", "2026-11-21", "would have expired already. Give a last valid day to come"),
        ("date", "2207-06-30", "more than 100 years ahead"),
        ("months", FIXED, "another choice was made"),
        ("never", FIXED, "another choice was made"),
    ] {
        let typed = [("expiry", choice), ("months", "24"), ("valid_until", until)];
        let page = send(&officer, &form("bekzat@example.kz", &typed)).await.has(422);
        page.says(words);
        page.says("href=\"#valid_until\"");
        page.says(&format!("value=\"{choice}\" checked"));
        if !until.is_empty() {
            page.says(&format!("value=\"{until}\""));
        }
        page.says("value=\"Signed list, folder 12\"");
    }
    // Today is late enough, and months are not asked for where they do not count.
    let today = app.app.today().to_string();
    let last = [("expiry", "date"), ("months", ""), ("valid_until", today.as_str())];
    send(&officer, &form("bekzat@example.kz", &last)).await.ok();
    let never = [("expiry", "never"), ("months", "")];
    let shown = send(&officer, &form("bekzat@example.kz", &never)).await.ok();
    // The choice is kept by the way back to the form, in each language.
    let (run, ids) = carried(&shown.text());
    for lang in Lang::ALL {
        let more = [never[0], never[1], ("run", &run), ("ids", &ids), ("edit", "yes"), ("switch", lang.code())];
        send(&officer, &form("bekzat@example.kz", &more)).await.ok().says("value=\"never\" checked");
    }
    let fresh = officer.get("/en/centre/practical/new").await.ok();
    fresh.says("value=\"months\" checked");
}

/// What is said of the trainer's own certificate.
fn own(until: &str, is_endless: bool) -> Vec<(&'static str, &str)> {
    let tick = is_endless.then_some(("trainer_endless", "yes"));
    [("trainer_until", until)].into_iter().chain(tick).collect()
}

#[tokio::test]
async fn a_trainer_whose_own_certificate_never_expires_gives_no_last_day() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let (client, person) = known(&app, "Тест Бекзат", "bekzat").await;
        let email = "bekzat@example.kz";
        let neither = send(&officer, &form(email, &own("", false))).await.has(422);
        neither.says("or tick that it does not expire");
        for day in ["2027-01-31", "some day"] {
            let both = send(&officer, &form(email, &own(day, true))).await.has(422);
            both.says("Keep one of the two.");
            both.says(&format!("value=\"{day}\""));
            both.says("name=\"trainer_endless\" type=\"checkbox\" value=\"yes\" checked");
        }
        send(&officer, &form(email, &own("31.01.2027", false))).await.has(422).says("Give the last day on which");

        let shown = send(&officer, &form(email, &own("", true))).await.ok();
        let said = "<dd>KZ-1234 · does not expire</dd>";
        shown.says(said);
        shown.says("name=\"trainer_endless\" value=\"yes\"");
        issue(&officer, email, &own("", true)).await;
        let (certificate, data) = practical(&app, person).await.remove(0);
        let trainer = data.confirmed_by.expect("a trainer");
        assert_eq!((trainer.certificate.as_str(), trainer.expires_on), ("KZ-1234", None));
        officer.get("/en/centre/practical/1").await.ok().says(said);
        officer.get(&format!("/en/centre/certificates/{}", certificate.number)).await.ok().says(said);
        let paper = client.get(&format!("/en/learn/certificates/{}/pdf", certificate.number)).await.ok();
        assert_eq!(data_in(&paper.body).confirmed_by.expect("a trainer").expires_on, None);
        if let Some(pages) = pages(&paper.body) {
            assert!(pages[0].contains("KZ-1234 · does not expire"), "{pages:?}");
        }
    })
    .await;
}
