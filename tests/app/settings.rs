//! What the centre decides about itself, and what it never changes: certificates that were issued.

use std::io::{Cursor, Read as _};

use diesel::prelude::*;
use erikti::certificates::{CertificateNumber, Installation, register};
use erikti::db::schema::audit;
use erikti::kernel::{Lang, Role};
use serde_json::{Value, json};
use zip::ZipArchive;

use super::certificates::{attached, data_in, holder, issued, pdf, verdict};
use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::harness::database::on_both;
use super::learner::Learner;
use super::people::{confirm, person_of, staff};

const PAGE: &str = "/en/centre/settings";
const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><rect width=\"40\" height=\"20\" fill=\"#a3221c\"/></svg>";

const WHOLE: [(&str, &str); 14] = [
    ("name_kk", "Жастар ресурстық орталығы"),
    ("name_ru", "Молодёжный ресурсный центр"),
    ("name_en", "Youth Resource Centre"),
    ("first_name", "Сәуле Әбдіхалықова"),
    ("first_role_kk", "Директор"),
    ("first_role_ru", "Директор"),
    ("first_role_en", "Director"),
    ("color_text", "#5A2A6E"),
    ("color_line", "#4c8c4a"),
    ("mail_name", "Youth Centre"),
    ("mail_reply_to", "office@centre.kz"),
    ("review_medical", "yes"),
    ("second_name", ""),
    ("color_unknown", "x"),
];

/// The form as the page shows it, with these settings typed.
async fn form<'a>(officer: &Client, settings: &[(&'a str, &'a str)]) -> Vec<(&'a str, String)> {
    let page = officer.get(PAGE).await.ok().text();
    let seen = between(&page, "name=\"seen\" value=\"", "\"").replace("&quot;", "\"");
    let typed = settings.iter().map(|(name, value)| (*name, (*value).to_owned()));
    typed.chain([("seen", seen)]).collect()
}

pub(crate) async fn save(officer: &Client, settings: &[(&str, &str)]) {
    let form = form(officer, settings).await;
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    officer.post(PAGE, &form).await.leads_to(PAGE);
}

/// A centre that has decided everything, its logo too.
pub(crate) async fn decide(officer: &Client) {
    save(officer, &WHOLE).await;
    officer.upload("/en/centre/settings/logo", "logo", "l.svg", DRAWING.into()).await.leads_to(PAGE);
}

/// The document in the file with everything that is held of somebody.
async fn taken_along(learner: &Learner<'_>, number: &CertificateNumber) -> Vec<u8> {
    let answer = learner.client.post("/en/learn/profile/export", &[]).await.ok();
    let mut zip = ZipArchive::new(Cursor::new(answer.body)).expect("a zip");
    let mut document = Vec::new();
    let mut file = zip.by_name(&format!("certificate-{number}.pdf")).expect("the document");
    file.read_to_end(&mut document).expect("readable");
    document
}

#[tokio::test]
async fn settings_reach_what_is_issued_next_and_nothing_that_was_issued() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, old, _) = holder(&app).await;
        let before = pdf(&asem, &old.number).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        decide(&officer).await;

        // What was issued, byte for byte; and it is still recognised.
        assert!(pdf(&asem, &old.number).await == before, "an issued document has changed");
        let page = app.client().upload("/en/verify", "document", "c.pdf", before).await.ok();
        page.says("This is exactly the document that was issued.");

        // What is issued next.
        let berik = Learner::enrol(&app, Lang::En, "berik", "leadership").await;
        berik.complete("Берік Сейіт").await;
        confirm(&app, &berik.client, "berik@example.kz").await;
        let (new, data) = issued(&berik).await;
        let mail = app.mail_to("berik@example.kz").await;
        let document = attached(&mail);
        assert!(pdf(&berik, &new.number).await == document);
        assert!(taken_along(&berik, &new.number).await == document, "another document is taken along");
        assert_eq!(data_in(&document), data);
        let look = data.look.clone().expect("a look");
        assert_eq!((data.template, data.issuer.as_str()), (2, "Youth Resource Centre"));
        assert_eq!((look.text.as_deref(), look.line.as_deref()), (Some("#5a2a6e"), Some("#4c8c4a")));
        assert_eq!(look.signatories.len(), 1);
        assert_eq!(
            (look.signatories[0].name.as_str(), look.signatories[0].role.as_str()),
            ("Сәуле Әбдіхалықова", "Director")
        );
        let head = String::from_utf8_lossy(&mail.bytes).into_owned();
        assert!(head.contains("From: \"Youth Centre\" <") || head.contains("From: Youth Centre <"), "{}", &head[..600]);
        assert!(head.contains("Reply-To: office@centre.kz"), "{}", &head[..600]);
        let upload = app.client().upload("/en/verify", "document", "c.pdf", document.clone()).await.ok();
        upload.says("This is exactly the document that was issued.");

        // The logo is on the pages; taken away, certificates that have it keep it.
        let logo = look.logo.expect("a logo");
        let front = app.client().get("/en").await.ok();
        front.says(&format!("/logo/{logo}.png"));
        front.says("Youth Resource Centre");
        let picture = app.client().get(&format!("/logo/{logo}.png")).await.ok();
        assert_eq!(picture.header("content-type"), "image/png");
        officer.post("/en/centre/settings/logo/remove", &[]).await.leads_to(PAGE);
        assert!(!app.client().get("/en").await.ok().text().contains("/logo/"));
        let app = app.restart().await;
        let (id, number) = (new.id, new.number.clone());
        let again = app.app.read(move |conn| register::get_printed(conn, id)).await.expect("printed");
        assert!(erikti::certificates::pdf::render_printed(&again).expect("a document") == document, "{number}");
        let upload = app.client().upload("/en/verify", "document", "c.pdf", document).await.ok();
        upload.says("This is exactly the document that was issued.");
    })
    .await;
}

#[tokio::test]
async fn lesson_pages_that_were_read_before_show_the_settings_of_now() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
    let lesson = format!("/lessons/{}", asem.published.course.modules[0].lessons[0].key);
    let footer = async || asem.get(&lesson).await.ok().text().split_once("<footer").expect("a footer").1.to_owned();
    assert!(!footer().await.contains("Youth Resource Centre"));
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    save(&officer, &WHOLE).await;
    let without = footer().await;
    assert!(without.contains("Youth Resource Centre") && !without.contains("/logo/"), "{without}");
    assert!(without.contains("href=\"mailto:office@centre.kz\""), "{without}");
    officer.upload("/en/centre/settings/logo", "logo", "l.svg", DRAWING.into()).await.leads_to(PAGE);
    assert!(footer().await.contains("/logo/"));
    officer.post("/en/centre/settings/logo/remove", &[]).await.leads_to(PAGE);
    assert_eq!(footer().await, without);
}

#[tokio::test]
async fn a_centre_to_which_nobody_can_write_is_told_so() {
    let app = TestApp::start().await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    officer.get("/en/centre").await.ok().says("Nobody can write back to the centre.");
    assert!(!app.client().get("/en").await.ok().text().contains("mailto:"));
    save(&officer, &WHOLE).await;
    assert!(!officer.get("/en/centre").await.ok().text().contains("Nobody can write back"));
    app.client().get("/en").await.ok().says("href=\"mailto:office@centre.kz\"");
}

#[tokio::test]
async fn every_change_is_logged_with_what_it_was() {
    let app = TestApp::start().await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    save(&officer, &WHOLE).await;
    let mut other = WHOLE;
    other[9] = ("mail_name", "Front office");
    save(&officer, &other).await;
    let log = officer.get("/en/centre/audit?action=setting+changed").await.ok();
    log.says("Name of the sender: Youth Centre → Front office");
    log.says("Name (Қазақша): — → Жастар ресурстық орталығы");
    let again = form(&officer, &other).await;
    let again: Vec<(&str, &str)> = again.iter().map(|(name, value)| (*name, value.as_str())).collect();
    assert!(officer.post(PAGE, &again).await.has(303).header("set-cookie").contains("flash-already-so"));
    // So is what becomes of the logo.
    officer.upload("/en/centre/settings/logo", "logo", "l.svg", DRAWING.into()).await.leads_to(PAGE);
    let logo = app.app.centre.get().logo.as_ref().map(|logo| logo.digest.clone()).expect("a logo");
    officer.upload("/en/centre/settings/logo", "logo", "l.svg", DRAWING.into()).await.has(303);
    officer.post("/en/centre/settings/logo/remove", &[]).await.leads_to(PAGE);
    let by = person_of(&app, "officer@example.kz").await;
    let noted = app.app.read(move |conn| {
        let of_logo = audit::table.filter(audit::action.like("logo %")).filter(audit::subject.eq("setting"));
        let of_logo = of_logo.filter(audit::actor_id.eq(by.0)).order(audit::id);
        Ok(of_logo.select((audit::action, audit::details)).load::<(String, String)>(conn)?)
    });
    let noted = noted.await.expect("the database answers").into_iter();
    let noted: Vec<(String, Value)> =
        noted.map(|(action, details)| (action, serde_json::from_str(&details).expect("JSON"))).collect();
    let wanted = [
        ("logo changed".to_owned(), json!({ "from": "", "to": logo })),
        ("logo removed".to_owned(), json!({ "from": logo })),
    ];
    assert_eq!(noted, wanted, "the same logo once more is no change");
    for (action, words) in [("logo+changed", "Logo changed"), ("logo+removed", "Logo removed")] {
        officer.get(&format!("/en/centre/audit?action={action}")).await.ok().says(words);
    }
    // An unticked box takes the demand back.
    assert!(app.app.centre.get().required_reviews().len() == 1);
    let without: Vec<_> = other.into_iter().filter(|(name, _)| *name != "review_medical").collect();
    save(&officer, &without).await;
    assert!(app.app.centre.get().required_reviews().is_empty());
}

#[tokio::test]
async fn what_is_wrong_is_said_and_what_is_typed_stays() {
    let app = TestApp::start().await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let wrong = [
        ("name_kk", "Орталық <b>"),
        ("first_name", "Сәуле Әбдіхалықова"),
        ("color_text", "#b88e3e"),
        ("color_line", "gold"),
        ("mail_reply_to", "nobody"),
    ];
    let refused = officer.post(PAGE, &wrong).await.has(422);
    for words in [
        "At most 80 characters, without",
        "Fill this in too, or leave the whole section empty.",
        "This colour is hard to read on the paper",
        "Write the colour like this",
        "value=\"#b88e3e\"",
        "value=\"gold\"",
        "value=\"nobody\"",
        "value=\"Сәуле Әбдіхалықова\"",
    ] {
        refused.says(words);
    }
    assert!(app.app.centre.get().values.is_empty());
    // Somebody else saves while this form is open.
    let mine = form(&officer, &WHOLE).await;
    save(&officer, &[("mail_name", "Another")]).await;
    let mine: Vec<(&str, &str)> = mine.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let late = officer.post(PAGE, &mine).await.has(422);
    late.says("Somebody else has changed the settings in the meantime.");
    late.says("value=\"Youth Resource Centre\"");
    assert_eq!(app.app.centre.get().get("mail_name"), "Another");
    // A field that was left alone shows what they made of it, so that saving once more does not undo it.
    let mut mine = WHOLE;
    mine[9] = ("mail_name", "Another");
    let mine = form(&officer, &mine).await;
    save(&officer, &[("mail_name", "Theirs"), ("mail_reply_to", "theirs@centre.kz")]).await;
    let mine: Vec<(&str, &str)> = mine.iter().map(|(name, value)| (*name, value.as_str())).collect();
    let late = officer.post(PAGE, &mine).await.has(422);
    for kept in ["office@centre.kz", "Theirs", "Youth Resource Centre"] {
        late.says(&format!("value=\"{kept}\""));
    }

    for (file, words) in [
        (b"GIF89a".to_vec(), "neither PNG nor SVG"),
        (DRAWING.replace("<rect", "<script>alert(1)</script><rect").into_bytes(), "holds what is not allowed"),
        (Vec::new(), "Choose a file."),
    ] {
        let refused = officer.upload("/en/centre/settings/logo", "logo", "l.svg", file).await.has(422);
        refused.says(words);
    }
    let large = officer.upload("/en/centre/settings/logo", "logo", "l.png", vec![b' '; 1_100_000]).await;
    assert_eq!(large.status, 413);
    assert!(app.app.centre.get().logo.is_none());
}

#[tokio::test]
async fn a_preview_is_a_sample_and_changes_nothing() {
    let app = TestApp::start().await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let mut typed = WHOLE.to_vec();
    typed.push(("language", "kk"));
    let answer = officer.post("/en/centre/settings/preview", &typed).await.ok();
    assert_eq!(answer.header("content-type"), "application/pdf");
    let data = data_in(&answer.body);
    assert_eq!((data.installation, data.language), (Installation::Sample, Lang::Kk));
    assert_eq!(data.issuer, "Жастар ресурстық орталығы");
    assert_eq!(verdict(&app.client(), data.number.as_str()).await, "unknown");
    let upload = app.client().upload("/en/verify", "document", "c.pdf", answer.body).await.ok();
    upload.says("Not a certificate of this register");
    assert!(app.app.centre.get().values.is_empty());
    let refused = officer.post("/en/centre/settings/preview", &[("color_text", "#ffffff")]).await.has(422);
    refused.says("This colour is hard to read on the paper");
}
