//! From the last answer to a certificate that anyone can verify.

use std::io::Read;

use diesel::prelude::*;
use erikti::certificates::keys::KeySet;
use erikti::certificates::model::Certificate;
use erikti::certificates::{CertificateData, CertificateNumber, Kind, register, token};
use erikti::db::schema::outbox;
use erikti::kernel::{Lang, Role};
use erikti::mail::transport::Outgoing;

use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::learner::Learner;
use super::people::{confirm, staff};

const COURSE: &str = "leadership";
pub(crate) const NAME: &str = "Әсем Нұрғалиқызы";
pub(crate) const ASEM: &str = "asem@example.kz";

/// Waits for the certificate of somebody who completed a course.
pub(crate) async fn issued(learner: &Learner<'_>) -> (Certificate, CertificateData) {
    let person = learner.person;
    for _ in 0..400 {
        let found = learner.app.app.read(move |conn| {
            let mut all = register::list_of_person(conn, person)?;
            assert!(all.len() < 2, "more than one certificate");
            all.pop().map(|one| register::get_data(conn, one.id).map(|data| (one, data))).transpose()
        });
        if let Some(found) = found.await.expect("the database answers") {
            return found;
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("no certificate within ten seconds");
}

/// Somebody with a certificate in English, whose address is not confirmed.
pub(crate) async fn holder(app: &TestApp) -> (Learner<'_>, Certificate, CertificateData) {
    let asem = Learner::enrol(app, Lang::En, "asem", COURSE).await;
    asem.complete(NAME).await;
    let (certificate, data) = issued(&asem).await;
    (asem, certificate, data)
}

/// Kind and state of every mail with a certificate, once none is in the hands of the worker: a mail arrives a moment
/// before it is marked as sent.
async fn mails(app: &TestApp) -> Vec<(String, String)> {
    for _ in 0..400 {
        let rows = app.app.read(|conn| {
            let of_certificates = outbox::table.filter(outbox::kind.like("certificate%")).order(outbox::id);
            Ok(of_certificates.select((outbox::kind, outbox::state, outbox::leased_until.is_not_null())).load(conn)?)
        });
        let rows: Vec<(String, String, bool)> = rows.await.expect("the database answers");
        if rows.iter().all(|(_, state, is_leased)| state != "queued" || !is_leased) {
            return rows.into_iter().map(|(kind, state, _)| (kind, state)).collect();
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("a mail stays with the worker")
}

fn mail(kind: &str, state: &str) -> (String, String) {
    (kind.to_owned(), state.to_owned())
}

/// The PDF in a mail.
pub(crate) fn attached(mail: &Outgoing) -> Vec<u8> {
    use mail_parser::MimeHeaders;
    let message = mail_parser::MessageParser::default().parse(&mail.bytes).expect("a mail");
    let parts: Vec<_> = message.attachments().collect();
    assert_eq!(parts.len(), 1, "one attachment");
    assert!(parts[0].is_content_type("application", "pdf"));
    parts[0].contents().to_vec()
}

/// The data attached to a PDF.
pub(crate) fn data_in(pdf: &[u8]) -> CertificateData {
    let find = |bytes: &[u8], what: &[u8]| bytes.windows(what.len()).position(|window| window == what);
    let mut rest = pdf;
    loop {
        let at = find(rest, b"/EmbeddedFile").expect("a PDF with attached data");
        rest = &rest[at + b"/EmbeddedFile".len()..];
        if rest[0] == b's' {
            continue;
        }
        let begin = find(rest, b"stream").expect("a stream") + b"stream".len();
        let mut json = Vec::new();
        let stream = rest[begin..].trim_ascii_start();
        flate2::read::ZlibDecoder::new(stream).read_to_end(&mut json).expect("a deflated stream");
        return serde_json::from_slice(&json).expect("the data of a certificate");
    }
}

pub(crate) async fn pdf(learner: &Learner<'_>, number: &CertificateNumber) -> Vec<u8> {
    let answer = learner.client.get(&format!("/en/learn/certificates/{number}/pdf")).await.ok();
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(answer.header("content-disposition"), format!("attachment; filename=\"certificate-{number}.pdf\""));
    answer.body
}

/// What the verify page says to a number.
pub(crate) async fn verdict(visitor: &Client, typed: &str) -> String {
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("number", typed).finish();
    state(&visitor.get(&format!("/en/verify?{query}")).await.ok().text())
}

/// The large word on the verify page.
pub(crate) fn state(page: &str) -> String {
    let (_, after) = page.split_once("<div class=\"state ").unwrap_or_else(|| panic!("no state in\n{page}"));
    after.split('"').next().unwrap_or_default().to_owned()
}

#[tokio::test]
async fn one_certificate_and_one_mail_however_often_it_is_asked_for() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, certificate, data) = holder(&app).await;
        let again = || app.issuing.issue_for(asem.enrolment);
        let (one, two) = tokio::join!(again(), again());
        assert!(one.is_ok() && two.is_ok(), "{one:?} {two:?}");
        assert_eq!(issued(&asem).await.0.number, certificate.number);
        // The address is not confirmed: the mail is held.
        assert_eq!(mails(&app).await, [mail("certificate", "held")]);
        assert!(!app.mails.take_sent().iter().any(|mail| mail.bytes.len() > 20_000), "sent before it was confirmed");

        // The first link went with the mails that were taken.
        asem.client.post("/en/learn/profile/confirm", &[]).await.leads_to("/en/learn/profile");
        confirm(&app, &asem.client, ASEM).await;
        let sent = attached(&app.mail_to(ASEM).await);
        assert_eq!(mails(&app).await, [mail("certificate", "sent")]);
        assert_eq!(data_in(&sent), data, "the data in the document are those of the register");
        assert_eq!((data.name.as_str(), data.number.clone()), (NAME, certificate.number.clone()));
        let (first, second) = (pdf(&asem, &data.number).await, pdf(&asem, &data.number).await);
        assert!(first == second && first == sent, "the document is the same each time, byte for byte");
    })
    .await;
}

#[tokio::test]
async fn the_mail_can_be_sent_again_by_its_holder_alone() {
    let app = TestApp::start().await;
    let (asem, certificate, _) = holder(&app).await;
    confirm(&app, &asem.client, ASEM).await;
    let first = attached(&app.mail_to(ASEM).await);
    let number = &certificate.number;
    let (page, send) = (format!("/en/learn/certificates/{number}"), format!("/en/learn/certificates/{number}/send"));
    asem.client.post(&send, &[]).await.leads_to(&page);
    let shown = asem.client.get(&page).await.ok();
    shown.says("The e-mail is on its way.");
    assert!(!shown.text().contains("contact address"), "{}", shown.text());
    assert!(attached(&app.mail_to(ASEM).await) == first);
    let berik = staff(&app, "berik", &[]).await;
    for path in [page.clone(), format!("{page}/pdf")] {
        berik.get(&path).await.has(404);
    }
    berik.post(&send, &[]).await.has(404);
}

#[tokio::test]
async fn a_number_is_understood_in_every_spelling() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (_, certificate, _) = holder(&app).await;
        let (visitor, number) = (app.client(), certificate.number.to_string());
        let bare = number.replace('-', "");
        let spaced: String = bare.chars().flat_map(|c| [c, ' ']).collect();
        for typed in
            [&number, &bare, &bare.to_lowercase(), &number.replace('-', " "), &spaced, &format!("  {number}\t")]
        {
            assert_eq!(verdict(&visitor, typed).await, "valid", "{typed:?}");
        }
        let page = visitor.get(&format!("/en/verify?number={number}")).await.ok();
        for words in ["Theory only: practice is not confirmed", NAME, &certificate.course_title] {
            page.says(words);
        }
        assert!(!page.text().contains("example.kz"), "the address is nobody's business");

        let unknown = (1..9).map(CertificateNumber::from_random).find(|other| *other != certificate.number);
        let unknown = unknown.expect("another number").to_string();
        assert_eq!(verdict(&visitor, &unknown).await, "unknown");
        let last = if bare.ends_with('2') { "3" } else { "2" };
        for typed in [&format!("{}{last}", &bare[..11]), &bare[..11], &format!("{bare}2"), "x", "<script>", "%00"] {
            assert_eq!(verdict(&visitor, typed).await, "mistyped", "{typed:?}");
        }
        let page = visitor.get("/en/verify?number=%3Cscript%3Ealert(1)%3C/script%3E").await.ok().text();
        assert!(!page.contains("<script>alert"), "what was typed becomes part of the page");
    })
    .await;
}

/// Wherever a number can be typed, it is found however it is typed: without hyphens, in small letters, on a Cyrillic keyboard.
#[tokio::test]
async fn a_number_in_any_spelling_is_found_wherever_one_is_typed() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (_, certificate, _) = holder(&app).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let cyrillic = |c: char| match c {
            'A' => 'А',
            'C' => 'С',
            'E' => 'Е',
            'H' => 'һ',
            'K' => 'к',
            'M' => 'м',
            'P' => 'р',
            'T' => 'т',
            'X' => 'х',
            'Y' => 'ү',
            other => other,
        };
        let number = certificate.number.to_string();
        let bare = number.replace('-', "").to_lowercase();
        let typed = [bare, number.replace('-', " "), number.chars().map(cyrillic).collect()];
        let address = format!("/en/centre/certificates/{number}");
        let link = format!("/en/centre/certificates/{}", certificate.number.as_str());
        for change in ["suspend", "reinstate"] {
            officer.post(&format!("{address}/{change}"), &[("reason", "being looked into")]).await.has(303);
        }
        for typed in &typed {
            let asked = |path: &str, field: &str| {
                let mut query = url::form_urlencoded::Serializer::new(String::new());
                format!("/en/{path}?{}", query.append_pair(field, typed).finish())
            };
            assert_eq!(verdict(&app.client(), typed).await, "valid", "{typed}");
            let short: String = url::form_urlencoded::byte_serialize(typed.as_bytes()).collect();
            let short = format!("/v/{}", short.replace('+', "%20"));
            assert!(app.client().get(&short).await.has(303).header("location").ends_with(&number), "{typed}");
            officer.get(&asked("centre/certificates", "search")).await.ok().says(&format!("href=\"{link}\""));
            officer.get(&asked("centre/audit", "whom")).await.ok().says(&format!("href=\"{link}\""));
            let checked = officer.upload_with("/en/check", ("file", "", Vec::new()), &[("numbers", typed)]).await.ok();
            checked.says("Valid: 1 of 1");
            let list = super::practical::send(&officer, &super::practical::form(typed, &[])).await.ok();
            list.says("1 certificate is ready.");
            list.says(NAME);
        }
    })
    .await;
}

#[tokio::test]
async fn an_uploaded_document_is_genuine_only_as_it_was_issued() {
    let app = TestApp::start().await;
    let (asem, certificate, _) = holder(&app).await;
    let genuine = pdf(&asem, &certificate.number).await;
    let visitor = app.client();
    let page = visitor.upload("/en/verify", "document", "c.pdf", genuine.clone()).await.ok();
    page.says("This is exactly the document that was issued.");
    assert_eq!(state(&page.text()), "valid");
    let mut places: Vec<usize> = (0..8).map(|part| 10 + part * (genuine.len() - 20) / 8).collect();
    places.push(genuine.len() - 1);
    for place in places {
        let mut altered = genuine.clone();
        altered[place] ^= 1;
        let page = visitor.upload("/en/verify", "document", "c.pdf", altered).await.ok().text();
        assert!(!page.contains("This is exactly"), "byte {place} was changed");
        let told = page.contains("This is not the document") || page.contains("Not a certificate of this register");
        assert!(told, "byte {place}: {}", state(&page));
    }
    let mut longer = genuine.clone();
    longer.push(b'\n');
    visitor.upload("/en/verify", "document", "c.pdf", longer).await.ok().says("This is not the document");
    let other = visitor.upload("/en/verify", "document", "c.pdf", b"%PDF-1.7\n%%EOF".to_vec()).await.ok();
    other.says("Not a certificate of this register");
}

#[tokio::test]
async fn what_is_no_pdf_or_too_large_is_refused_with_the_limit() {
    let app = TestApp::start().await;
    let visitor = app.client();
    let text = visitor.upload("/en/verify", "document", "c.pdf", b"a text".to_vec()).await.has(415);
    text.says("Please choose a PDF.");
    let mut large = b"%PDF-1.7\n".to_vec();
    large.resize(2_000_000, b' ');
    let large = visitor.upload("/ru/verify", "document", "c.pdf", large).await.has(413);
    large.says("<html lang=\"ru\">");
    large.says("1 МБ");
    visitor.upload("/en/verify", "other", "c.pdf", b"%PDF-1.7".to_vec()).await.has(400);
}

#[tokio::test]
async fn the_centre_revokes_and_reinstates_and_the_holder_is_told() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (asem, certificate, _) = holder(&app).await;
        confirm(&app, &asem.client, ASEM).await;
        app.mail_to(ASEM).await;
        let (officer, visitor) = (staff(&app, "officer", &[Role::Centre]).await, app.client());
        let page = format!("/en/centre/certificates/{}", certificate.number.as_str());
        let (revoke, reason) = (format!("{page}/revoke"), "Issued to the wrong person");

        let refused = officer.post(&revoke, &[("reason", "no")]).await.has(422);
        refused.says(">no</textarea>");
        assert_eq!(verdict(&visitor, certificate.number.as_str()).await, "valid");
        officer.post(&revoke, &[("reason", reason)]).await.leads_to(&page);
        assert_eq!(verdict(&visitor, certificate.number.as_str()).await, "revoked");
        visitor.get(&format!("/en/verify?number={}", certificate.number)).await.says("Revoked on 22 November 2026");
        let told = super::text(&app.mail_to(ASEM).await);
        assert!(told.contains(reason) && told.contains(&certificate.number.to_string()), "{told}");
        officer.get(&page).await.ok().says(reason);

        let second = officer.post(&revoke, &[("reason", "Again, by another window")]).await.has(303);
        assert!(second.header("set-cookie").contains("flash-already-so"));
        officer.get(&page).await.ok().says("It was like this already.");

        officer.post(&format!("{page}/reinstate"), &[("reason", "It was the right person")]).await.leads_to(&page);
        assert_eq!(verdict(&visitor, certificate.number.as_str()).await, "valid");
        let told = super::text(&app.mail_to(ASEM).await);
        assert!(told.contains("It was the right person"), "{told}");
        let (kinds, _): (Vec<_>, Vec<_>) = mails(&app).await.into_iter().unzip();
        assert_eq!(kinds, ["certificate", "certificate-revoked", "certificate-reinstated"]);
    })
    .await;
}

/// First aid holds for 24 months; it has several modules and a final test.
#[tokio::test]
async fn a_certificate_expires_on_its_day() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::Kk, "asem", "first-aid").await;
    asem.complete(NAME).await;
    let (certificate, data) = issued(&asem).await;
    assert_eq!(data.expires_on.map(|day| day.to_string()), Some("2028-11-22".to_owned()));
    let visitor = app.client();
    assert_eq!(verdict(&visitor, certificate.number.as_str()).await, "valid");
    // The last day is a valid one.
    app.advance(731 * 24 * 3600);
    assert_eq!(verdict(&visitor, certificate.number.as_str()).await, "valid");
    app.advance(24 * 3600);
    assert_eq!(verdict(&visitor, certificate.number.as_str()).await, "expired");
    visitor.get(&format!("/en/verify?number={}", certificate.number)).await.says("It was valid until 22 November 2028");
}

#[tokio::test]
async fn the_short_address_leads_to_the_answer_in_the_language_of_the_browser() {
    let app = TestApp::start().await;
    let (_, certificate, data) = holder(&app).await;
    let (visitor, number) = (app.client(), certificate.number.as_str());
    assert_eq!(data.verify_url, format!("{}/v/{number}", app.address));
    for (accepted, lang) in
        [("ru-RU,ru;q=0.9,en;q=0.8", "ru"), ("en", "en"), ("kk", "kk"), ("de, en;q=0.1", "en"), ("fr", "kk")]
    {
        let path = format!("/v/{number}");
        let request = visitor.request(reqwest::Method::GET, &path).header("accept-language", accepted);
        let answer = visitor.send(format!("GET {path} in {accepted}"), request).await.has(303);
        answer.leads_to(&format!("/{lang}/verify?number={}", certificate.number));
    }
    visitor.get("/v/nonsense").await.has(303);
}

#[tokio::test]
async fn the_code_is_verified_with_the_published_key_alone() {
    let app = TestApp::start().await;
    let (_, certificate, data) = holder(&app).await;
    let keys = app.client().get("/.well-known/jwks.json").await.ok();
    assert!(!keys.text().contains("\"d\""), "a private key is published");
    let keys: KeySet = serde_json::from_slice(&keys.body).expect("a key set");
    let content = data.code_content();
    let (address, text) = content.split_once('#').expect("an address and a token");
    assert!(address.ends_with(certificate.number.as_str()));
    let claims = token::verify(&token::Token::from_text(text), |id| keys.find(id)).expect("a genuine token");
    let said = (claims.name.as_str(), &claims.number, claims.kind, claims.issued_on);
    assert_eq!(said, (NAME, &certificate.number, Kind::Theory, certificate.issued_on));
    let other = if text.ends_with('A') { "B" } else { "A" };
    let forged = token::Token::from_text(&format!("{}{other}", &text[..text.len() / 2]).repeat(2));
    assert!(token::verify(&forged, |id| keys.find(id)).is_err());
}

#[tokio::test]
async fn a_new_name_leaves_the_certificate_as_it_was() {
    let app = TestApp::start().await;
    let (asem, certificate, _) = holder(&app).await;
    let before = pdf(&asem, &certificate.number).await;
    let form = [("name", "Әсем Сәбитқызы"), ("language", "ru"), ("birth_year", "2007"), ("district", "1")];
    asem.client.post("/en/learn/profile", &form).await.leads_to("/en/learn/profile");
    asem.get("").await.ok().says("Әсем Сәбитқызы");
    assert!(pdf(&asem, &certificate.number).await == before);
    app.client().get(&format!("/en/verify?number={}", certificate.number)).await.ok().says(NAME);
    assert_eq!(issued(&asem).await.0.holder, NAME);
}

#[tokio::test]
async fn a_name_that_cannot_be_printed_is_refused_before_the_test() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::En, "asem", COURSE).await;
    let form = [("name", "李小龍"), ("certificate_language", "ru")];
    let refused = asem.client.post(&asem.to("/certificate"), &form).await.has(422);
    refused.says("One letter of this name cannot be printed.");
    refused.says("value=\"李小龍\"");
    refused.says("<option value=\"ru\" selected>");
    let switched = [("name", "李小龍"), ("certificate_language", "ru"), ("switch", "kk")];
    let switched = asem.client.post(&asem.to("/certificate"), &switched).await.ok();
    switched.says("<html lang=\"kk\">");
    switched.says("value=\"李小龍\"");
}
