//! The program over HTTP, on both databases.

#![expect(clippy::indexing_slicing, reason = "a test ends where something is not as it should be")]

#[expect(dead_code, reason = "more of the harness is used as more is tested")]
mod harness;

#[path = "app/accounts.rs"]
mod accounts;
#[path = "app/archives.rs"]
mod archives;
#[path = "app/asking.rs"]
mod asking;
#[path = "app/borders.rs"]
mod borders;
#[path = "app/borders_again.rs"]
mod borders_again;
#[path = "app/borders_told.rs"]
mod borders_told;
#[path = "app/bundled.rs"]
mod bundled;
#[path = "app/cards.rs"]
mod cards;
#[path = "app/care.rs"]
mod care;
#[path = "app/centre.rs"]
mod centre;
#[path = "app/certificates.rs"]
mod certificates;
#[path = "app/components.rs"]
mod components;
#[path = "app/contacts.rs"]
mod contacts;
#[path = "app/counting.rs"]
mod counting;
#[path = "app/described.rs"]
mod described;
#[path = "app/draft_questions.rs"]
mod draft_questions;
#[path = "app/draft_unsaved.rs"]
mod draft_unsaved;
#[path = "app/drafts.rs"]
mod drafts;
#[path = "app/drafts_catalogue.rs"]
mod drafts_catalogue;
#[path = "app/drafts_facts.rs"]
mod drafts_facts;
#[path = "app/drafts_kept.rs"]
mod drafts_kept;
#[path = "app/drafts_lost.rs"]
mod drafts_lost;
#[path = "app/drafts_moments.rs"]
mod drafts_moments;
#[path = "app/drafts_outline.rs"]
mod drafts_outline;
#[path = "app/drafts_pictures.rs"]
mod drafts_pictures;
#[path = "app/drafts_publish.rs"]
mod drafts_publish;
#[path = "app/editions.rs"]
mod editions;
#[path = "app/erasure.rs"]
mod erasure;
#[path = "app/event.rs"]
mod event;
#[path = "app/export.rs"]
mod export;
#[path = "app/exports.rs"]
mod exports;
#[path = "app/files.rs"]
mod files;
#[path = "app/front.rs"]
mod front;
#[path = "app/gate.rs"]
mod gate;
#[path = "app/groups.rs"]
mod groups;
#[path = "app/groups_people.rs"]
mod groups_people;
#[path = "app/groups_table.rs"]
mod groups_table;
#[path = "app/handout.rs"]
mod handout;
#[path = "app/hours.rs"]
mod hours;
#[path = "app/imports.rs"]
mod imports;
#[path = "app/imports_whole.rs"]
mod imports_whole;
#[path = "app/intake.rs"]
mod intake;
#[path = "app/intake_large.rs"]
mod intake_large;
#[path = "app/intake_life.rs"]
mod intake_life;
#[path = "app/isolation.rs"]
mod isolation;
#[path = "app/kinds.rs"]
mod kinds;
#[path = "app/languages.rs"]
mod languages;
#[path = "app/late.rs"]
mod late;
#[path = "app/learner.rs"]
mod learner;
#[path = "app/learning.rs"]
mod learning;
#[path = "app/logged.rs"]
mod logged;
#[path = "app/looks.rs"]
mod looks;
#[path = "app/meanwhile.rs"]
mod meanwhile;
#[path = "app/merging.rs"]
mod merging;
#[path = "app/merging_consent.rs"]
mod merging_consent;
#[path = "app/minors.rs"]
mod minors;
#[path = "app/mistakes.rs"]
mod mistakes;
#[path = "app/moving.rs"]
mod moving;
#[path = "app/names.rs"]
mod names;
#[path = "app/organisations.rs"]
mod organisations;
#[path = "app/pages.rs"]
mod pages;
#[path = "app/people.rs"]
mod people;
#[path = "app/placed.rs"]
mod placed;
#[path = "app/practical.rs"]
mod practical;
#[path = "app/practical_drawn.rs"]
mod practical_drawn;
#[path = "app/practical_expiry.rs"]
mod practical_expiry;
#[path = "app/practical_life.rs"]
mod practical_life;
#[path = "app/preview.rs"]
mod preview;
#[path = "app/programs.rs"]
mod programs;
#[path = "app/regrade.rs"]
mod regrade;
#[path = "app/renewal.rs"]
mod renewal;
#[path = "app/reports.rs"]
mod reports;
#[path = "app/reports_past.rs"]
mod reports_past;
#[path = "app/retention.rs"]
mod retention;
#[path = "app/reviews.rs"]
mod reviews;
#[path = "app/second.rs"]
mod second;
#[path = "app/second_demanded.rs"]
mod second_demanded;
#[path = "app/settings.rs"]
mod settings;
#[path = "app/site.rs"]
mod site;
#[path = "app/spreadsheets.rs"]
mod spreadsheets;
#[path = "app/standing.rs"]
mod standing;
#[path = "app/statistics.rs"]
mod statistics;
#[path = "app/table.rs"]
mod table;
#[path = "app/teaching.rs"]
mod teaching;
#[path = "app/templates.rs"]
mod templates;
#[path = "app/thinning.rs"]
mod thinning;
#[path = "app/tokens.rs"]
mod tokens;
#[path = "app/transcript.rs"]
mod transcript;
#[path = "app/verifying.rs"]
mod verifying;
#[path = "app/ways_in.rs"]
mod ways_in;
#[path = "app/withdrawals.rs"]
mod withdrawals;

use erikti::mail::transport::Outgoing;

use harness::app::TestApp;
use harness::client::between;
use harness::database::on_both;

/// The text of a mail, without its encoding.
fn text(mail: &Outgoing) -> String {
    let message = mail_parser::MessageParser::default().parse(&mail.bytes).expect("a mail");
    message.body_text(0).expect("a text").into_owned()
}

#[tokio::test]
async fn a_volunteer_signs_up_and_confirms_the_address_by_mail() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = app.client();
        asem.get("/kk/learn").await.leads_to("/kk/sign-in?next=%2Fkk%2Flearn");
        asem.sign_up("kk", "Әсем Нұрғалиқызы", "asem@example.kz").await;
        asem.get("/kk/learn").await.ok().says("Әсем Нұрғалиқызы");
        let mail = text(&app.mail_to("asem@example.kz").await);
        let link = between(&mail, &format!("{}/", app.address), "\n").trim().to_owned();
        asem.get("/kk/learn/profile").await.ok().says("/kk/learn/profile/confirm");
        let confirmed = asem.post(&format!("/{link}"), &[]).await;
        assert!(confirmed.status < 400, "{}", confirmed.text());
        let profile = asem.get("/kk/learn/profile").await.ok().text();
        assert!(!profile.contains("/kk/learn/profile/confirm"), "the address is still unconfirmed");

        let app = app.restart().await;
        let again = app.client();
        again.sign_in("kk", "asem@example.kz").await;
        again.get("/kk/learn").await.ok().says("Әсем Нұрғалиқызы");
    })
    .await;
}

#[tokio::test]
async fn a_form_from_another_site_is_refused() {
    let app = TestApp::start().await;
    let visitor = app.client();
    let foreign = visitor.request(reqwest::Method::POST, "/kk/sign-in").header("origin", "https://other.example");
    visitor.send("POST /kk/sign-in".to_owned(), foreign).await.has(403);
}

#[tokio::test]
async fn the_time_is_the_tests() {
    let app = TestApp::start().await;
    let asem = app.client();
    asem.sign_up("kk", "Әсем Нұрғалиқызы", "asem@example.kz").await;
    asem.get("/kk/learn").await.ok();
    app.advance(400 * 24 * 3600);
    asem.get("/kk/learn").await.leads_to("/kk/sign-in?next=%2Fkk%2Flearn");
}
