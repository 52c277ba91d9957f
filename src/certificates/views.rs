//! What people see of certificates: the answer to a number, the holder's list, the card for the phone.

pub(super) mod checker;
pub(super) mod transcript;

use maud::{Markup, html};

use super::data::Kind;
use super::model::{Certificate, State};
use super::number::CertificateNumber;
use super::verify::{Shown, Upload, Verification};
use crate::i18n::{long_date, short_date};
use crate::kernel::Day;
use crate::web::{Checker, Page, qr, ui};

/// The form for a number or a document, with the answer under it.
pub(super) fn verify(page: &Page, typed: &str, answer: Option<&Markup>) -> Markup {
    html! {
        h1 { (page.t("verify-title")) }
        @if let Some(answer) = answer { (answer) } @else { p { (page.t("verify-lead")) } }
        form method="get" action=(page.to("/verify")) {
            div.field {
                label for="number" { (page.t("verify-number")) }
                p.hint #number-hint { (page.t("verify-number-hint")) }
                input #number name="number" type="text" value=(typed) autocomplete="off" autocapitalize="characters"
                    spellcheck="false" aria-describedby="number-hint";
            }
            button.button type="submit" { (page.t("verify-button")) }
        }
        details {
            summary { (page.t("verify-upload-title")) }
            form method="post" action=(page.to("/verify")) enctype="multipart/form-data" {
                div.field {
                    label for="document" { (page.t("verify-upload")) }
                    p.hint { (page.t("verify-upload-hint")) }
                    input #document name="document" type="file" accept="application/pdf,.pdf" required;
                }
                button.button.secondary type="submit" { (page.t("verify-upload-button")) }
            }
        }
        @if page.person.as_ref().is_some_and(|person| Checker::is(person)) {
            p { a href=(page.to("/check")) { (page.t("many-title")) } }
        }
    }
}

/// One state, one colour, one word, one symbol; and as large: what it does not say.
pub(super) fn answer(page: &Page, verification: &Verification) -> Markup {
    match verification {
        Verification::Valid(shown) => found(page, ("valid", "✓", "verify-valid"), shown, None),
        Verification::Expired(shown) => {
            let since =
                shown.expires_on.map(|day| page.tf("verify-expired-on", &[("date", long_date(page.lang, day).into())]));
            found(page, ("expired", "⏲", "verify-expired"), shown, since)
        }
        Verification::Revoked { shown, at } => {
            let day = at.day(page.app.config.time_zone);
            let since = page.tf("verify-revoked-on", &[("date", long_date(page.lang, day).into())]);
            found(page, ("revoked", "✕", "verify-revoked"), shown, Some(since))
        }
        Verification::Suspended { shown, at } => {
            let day = at.day(page.app.config.time_zone);
            let since = page.tf("verify-suspended-since", &[("date", long_date(page.lang, day).into())]);
            found(page, ("suspended", "‖", "verify-suspended"), shown, Some(since))
        }
        Verification::Replaced { shown, by } => {
            let address = page.to(&format!("/verify?number={by}"));
            html! {
                div.state.replaced role="status" {
                    span.symbol aria-hidden="true" { "↪" }
                    strong { (page.t("verify-replaced")) }
                    span { (page.tf("verify-replaced-by", &[("number", by.to_string().into())])) }
                }
                p { (page.t("verify-replaced-text")) }
                p { a.button href=(address) { (page.tf("verify-replaced-look", &[("number", by.to_string().into())])) } }
                (facts(page, shown))
            }
        }
        Verification::Unknown => html! {
            div.state.unknown role="status" { span.symbol aria-hidden="true" { "?" } strong { (page.t("verify-unknown")) } }
            p { (page.t("verify-unknown-text")) }
        },
        Verification::Mistyped => html! {
            div.state.mistyped role="status" { span.symbol aria-hidden="true" { "✎" } strong { (page.t("verify-mistyped")) } }
            p { (page.t("verify-mistyped-text")) }
        },
    }
}

fn found(
    page: &Page,
    (class, symbol, word): (&str, &str, &'static str),
    shown: &Shown,
    since: Option<String>,
) -> Markup {
    html! {
        div.state.(class) role="status" {
            span.symbol aria-hidden="true" { (symbol) }
            strong { (page.t(word)) }
            @if let Some(since) = since { span { (since) } }
        }
        (facts(page, shown))
    }
}

/// What was printed, and what it does not say.
fn facts(page: &Page, shown: &Shown) -> Markup {
    html! {
        @if shown.kind == Kind::Theory {
            div.state.theory-only { span.symbol aria-hidden="true" { "!" } strong { (page.t("verify-theory-only")) } }
        }
        @if shown.kind == Kind::Practical {
            div.state.practice { span.symbol aria-hidden="true" { "✓" } strong { (page.t("verify-practical")) } }
        }
        dl.shown {
            dt { (page.t("certificate-holder")) } dd { (shown.name.as_deref().unwrap_or_else(|| page.t("care-name-erased"))) }
            dt { (page.t("certificate-course")) } dd { (shown.course_title) }
            dt { (page.t("certificate-number")) } dd.number { (shown.number) }
            dt { (page.t("certificate-issued")) } dd { (long_date(page.lang, shown.issued_on)) }
            dt { (page.t("certificate-valid-until")) }
            dd { @match shown.expires_on { Some(day) => (long_date(page.lang, day)), None => (page.t("certificate-no-expiry")) } }
        }
        @if let Some(by) = &shown.renewed_by {
            p.note { (page.t("renewal-done")) " " a.number href=(page.to(&format!("/verify?number={by}"))) { (by) } }
        }
    }
}

/// The answer to an uploaded document.
pub(super) fn upload(page: &Page, upload: &Upload) -> Markup {
    match upload {
        Upload::Genuine(verification) => html! {
            p.note { (page.t("verify-upload-genuine")) }
            (answer(page, verification))
        },
        Upload::Altered(verification) => html! {
            div.state.revoked role="alert" { span.symbol aria-hidden="true" { "✕" } strong { (page.t("verify-upload-altered")) } }
            p { (page.t("verify-upload-altered-text")) }
            (answer(page, verification))
        },
        Upload::Erased(verification) => html! {
            p.note { (page.t("care-upload-erased")) }
            (answer(page, verification))
        },
        Upload::NotOurs => html! {
            div.state.unknown role="status" { span.symbol aria-hidden="true" { "?" } strong { (page.t("verify-upload-not-ours")) } }
            p { (page.t("verify-upload-not-ours-text")) }
        },
    }
}

/// The state as one word.
pub(super) fn state_word(page: &Page, certificate: &Certificate) -> &'static str {
    page.t(state_key(certificate, page.app.today()))
}

/// The key of that word.
pub(super) fn state_key(certificate: &Certificate, today: Day) -> &'static str {
    match certificate.state(today) {
        State::Valid => "state-valid",
        State::Expired { .. } => "state-expired",
        State::Revoked { .. } => "state-revoked",
        State::Suspended { .. } => "state-suspended",
        State::Replaced { .. } => "state-replaced",
    }
}

/// What a certificate confirms, in a few words.
pub(in crate::certificates) fn kind_word(page: &Page, kind: Kind) -> &'static str {
    page.t(match kind {
        Kind::Theory => "certificate-theory",
        Kind::Practical => "certificate-practical",
    })
}

/// The holder's own certificates.
pub(super) fn mine(page: &Page, certificates: &[Certificate], transcript: &Markup) -> Markup {
    html! {
        h1 { (page.t("nav-certificates")) }
        (ui::unconfirmed(page))
        @if certificates.is_empty() {
            p { (page.t("certificates-empty")) }
            p { a.button href=(page.to("/learn")) { (page.t("nav-learn")) } }
        }
        div.cards {
            @for certificate in certificates {
                section.card.certificate {
                    h2 { (certificate.course_title) }
                    p { strong { (state_word(page, certificate)) } " · " (kind_word(page, certificate.kind)) }
                    p.number { (certificate.number) }
                    p { (page.t("certificate-issued")) ": " (short_date(page.lang, certificate.issued_on)) }
                    div.actions {
                        a.button href=(page.to(&format!("/learn/certificates/{}", certificate.number))) {
                            (page.t("certificate-open")) span.sr { ": " (certificate.course_title) }
                        }
                        a.button.secondary href=(page.to(&format!("/learn/certificates/{}/pdf", certificate.number))) {
                            (page.t("certificate-download")) span.sr { ": " (certificate.course_title) ", " (certificate.number) }
                        }
                    }
                }
            }
        }
        p.hint { (page.t("certificates-soon")) }
        (transcript)
    }
}

/// What became of a certificate that counts no longer, for its holder: when, why, and what one can do.
fn ended(page: &Page, certificate: &Certificate, reason: &str) -> Markup {
    match certificate.state(page.app.today()) {
        State::Revoked { at } => {
            let day = long_date(page.lang, at.day(page.app.config.time_zone));
            html! {
                div.state.revoked role="status" {
                    span.symbol aria-hidden="true" { "✕" }
                    strong { (page.t("verify-revoked")) }
                    span { (page.tf("verify-revoked-on", &[("date", day.into())])) }
                }
                @if !reason.is_empty() { p { (page.tf("mail-change-reason", &[("reason", reason.into())])) } }
                p { (page.t("mail-revoked-appeal")) }
                (appeal(page))
            }
        }
        State::Suspended { at } => {
            let day = long_date(page.lang, at.day(page.app.config.time_zone));
            html! {
                div.state.suspended role="status" {
                    span.symbol aria-hidden="true" { "‖" }
                    strong { (page.t("verify-suspended")) }
                    span { (page.tf("verify-suspended-since", &[("date", day.into())])) }
                }
                @if !reason.is_empty() { p { (page.tf("mail-change-reason", &[("reason", reason.into())])) } }
                p { (page.t("mail-suspended-appeal")) }
                (appeal(page))
            }
        }
        State::Replaced { by } => html! {
            div.state.replaced role="status" {
                span.symbol aria-hidden="true" { "↪" }
                strong { (page.t("verify-replaced")) }
                span { (page.tf("verify-replaced-by", &[("number", by.to_string().into())])) }
            }
            p { a.button href=(page.to(&format!("/learn/certificates/{by}"))) { (page.tf("verify-replaced-look", &[("number", by.to_string().into())])) } }
        },
        State::Valid | State::Expired { .. } => html! {},
    }
}

/// Where one speaks against it, if the centre has given an address.
fn appeal(page: &Page) -> Markup {
    let settings = page.app.centre.get();
    html! {
        @if let Some(email) = settings.reply_to() {
            p { (page.tf("mail-appeal-address", &[("email", email.as_str().into())])) }
        }
    }
}

/// What somebody can do about a certificate that runs out, or which one took its place.
fn renewal(page: &Page, (certificate, is_gain): (&Certificate, bool)) -> Markup {
    let path = |number: &CertificateNumber| page.to(&format!("/learn/certificates/{number}"));
    html! {
        @if let Some(by) = &certificate.renewed_by {
            p.note { (page.t("renewal-done")) " " a.number href=(path(by)) { (by) } }
        } @else if certificate.may_be_renewed(page.app.today()) && let Some(on) = certificate.expires_on {
            @if is_gain { div.note {
                p { (page.tf("renewal-due", &[("date", long_date(page.lang, on).into())])) }
                form method="post" action={ (path(&certificate.number)) "/renew" } {
                    button.button type="submit" { (page.t("renewal-button")) }
                }
            } } @else { p.note { (page.t("mail-expiry-fixed")) } }
        }
    }
}

/// The certificate for showing on the phone: state, number, a code over the full width. `reason` is why it was
/// withdrawn or suspended; `is_gain` tells whether another one would hold longer; `contact` is somebody else's address, to
/// which it is sent.
pub(super) fn card(
    page: &Page,
    (certificate, is_gain): (&Certificate, bool),
    code: &str,
    reason: &str,
    contact: Option<&str>,
) -> Markup {
    let number = certificate.number.to_string();
    let counts = !certificate.is_stopped() && certificate.replaced_by.is_none();
    html! {
        h1 { (certificate.course_title) }
        (ended(page, certificate, reason))
        (renewal(page, (certificate, is_gain)))
        section.card.certificate.show {
            p.holder { (certificate.holder) }
            p { strong { (state_word(page, certificate)) } " · " (kind_word(page, certificate.kind)) }
            div.qr { (qr::svg(code, page.t("certificate-qr"))) }
            p.number { (number) }
            p {
                (page.t("certificate-issued")) ": " (long_date(page.lang, certificate.issued_on))
                @if let Some(day) = certificate.expires_on { br; (page.t("certificate-valid-until")) ": " (long_date(page.lang, day)) }
            }
        }
        div.actions {
            a.button.secondary[!counts] href=(page.to(&format!("/learn/certificates/{number}/pdf"))) {
                (page.t("certificate-download")) span.sr { ": " (certificate.course_title) ", " (number) }
            }
            a.button.secondary href=(page.to(&format!("/verify?number={number}"))) { (page.t("certificate-verify-page")) }
        }
        @if counts {
            form method="post" action=(page.to(&format!("/learn/certificates/{number}/send"))) {
                @if let Some(email) = contact {
                    button.button.secondary type="submit" aria-describedby="send-to" { (page.t("certificate-send-contact")) }
                    p.hint #send-to { (page.tf("certificate-send-to", &[("email", email.into())])) }
                } @else {
                    button.button.secondary type="submit" { (page.t("certificate-send")) }
                }
            }
            p.hint { (page.t("certificate-keep")) }
        }
    }
}

/// Every answer to a number, for the page of components.
#[cfg(debug_assertions)]
pub(crate) fn every_state(page: &Page) -> Markup {
    let now = page.app.now();
    let today = page.app.today();
    let number = super::number::CertificateNumber::from_random(1 << 40);
    let shown = Shown {
        number: number.clone(),
        name: Some("Айгүл Сәрсенбайқызы".to_owned()),
        course_title: page.t("home-heading").to_owned(),
        kind: Kind::Theory,
        issued_on: today,
        expires_on: Some(today.plus_months(24)),
        renewed_by: None,
    };
    let every = [
        Verification::Valid(shown.clone()),
        Verification::Expired(Shown { renewed_by: Some(number.clone()), ..shown.clone() }),
        Verification::Revoked { shown: shown.clone(), at: now },
        Verification::Suspended { shown: shown.clone(), at: now },
        Verification::Replaced { shown, by: number },
        Verification::Unknown,
        Verification::Mistyped,
    ];
    html! { @for one in &every { (answer(page, one)) } }
}
