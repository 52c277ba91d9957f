//! The answer to a number: one state, one colour, one word, one symbol; and as large: what it does not say.

use std::borrow::Cow;

use maud::{Markup, html};

use super::super::data::Kind;
#[cfg(debug_assertions)]
use super::super::number::CertificateNumber;
use super::super::verify::{Shown, Verification};
use crate::i18n::long_date;
use crate::kernel::Timestamp;
use crate::web::Page;

/// The answer about a certificate that holds, or held until its day came. Two of one shape differ in what was printed on the
/// certificate alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(in crate::certificates) struct Shape {
    kind: Kind,
    is_expired: bool,
    /// It has a last valid day.
    pub(in crate::certificates) expires: bool,
    /// Another one renewed it.
    pub(in crate::certificates) is_renewed: bool,
}

impl Shape {
    /// The shape of an answer, with what is shown of the certificate; `None` for every other answer.
    pub(in crate::certificates) fn of(verification: &Verification) -> Option<(Self, &Shown)> {
        let (is_expired, shown) = match verification {
            Verification::Valid(shown) => (false, shown),
            Verification::Expired(shown) => (true, shown),
            _ => return None,
        };
        let (expires, is_renewed) = (shown.expires_on.is_some(), shown.renewed_by.is_some());
        Some((Self { kind: shown.kind, is_expired, expires, is_renewed }, shown))
    }

    /// The answer about a certificate on which this is printed.
    pub(in crate::certificates) fn answer(self, page: &Page, printed: &Printed<'_>) -> Markup {
        let words =
            if self.is_expired { ("expired", "⏲", "verify-expired") } else { ("valid", "✓", "verify-valid") };
        let day = printed.until.as_deref().filter(|_| self.is_expired);
        let since = day.map(|day| page.tf("verify-expired-on", &[("date", day.into())]));
        html! {
            (state(page, words, since.as_deref()))
            (facts(page, self.kind, printed))
        }
    }
}

/// What is printed on a certificate, in the words of a page.
#[derive(Debug, Clone)]
pub(in crate::certificates) struct Printed<'a> {
    /// The holder.
    pub(in crate::certificates) name: Cow<'a, str>,
    /// The course.
    pub(in crate::certificates) course: Cow<'a, str>,
    /// The number.
    pub(in crate::certificates) number: Cow<'a, str>,
    /// The day of issue.
    pub(in crate::certificates) issued: Cow<'a, str>,
    /// The last valid day, if there is one.
    pub(in crate::certificates) until: Option<Cow<'a, str>>,
    /// The number of the one that renewed it, if one did: it was not printed, and is shown beside it.
    pub(in crate::certificates) newer: Option<Cow<'a, str>>,
}

impl<'a> Printed<'a> {
    /// On this certificate. In place of a name that was erased stands that it was.
    pub(in crate::certificates) fn on(page: &Page, shown: &'a Shown) -> Self {
        Self {
            name: shown.name.as_deref().unwrap_or_else(|| page.t("care-name-erased")).into(),
            course: (&shown.course_title).into(),
            number: shown.number.to_string().into(),
            issued: long_date(page.lang, shown.issued_on).into(),
            until: shown.expires_on.map(|day| long_date(page.lang, day).into()),
            newer: shown.renewed_by.as_ref().map(|newer| newer.to_string().into()),
        }
    }
}

/// The answer to a number.
pub(in crate::certificates) fn answer(page: &Page, verification: &Verification) -> Markup {
    if let Some((shape, shown)) = Shape::of(verification) {
        return shape.answer(page, &Printed::on(page, shown));
    }
    let on_day = |at: &Timestamp| [("date", long_date(page.lang, at.day(page.app.config.time_zone)).into())];
    let facts_of = |shown: &Shown| facts(page, shown.kind, &Printed::on(page, shown));
    match verification {
        Verification::Valid(shown) | Verification::Expired(shown) => facts_of(shown),
        Verification::Revoked { shown, at } => html! {
            (state(page, ("revoked", "✕", "verify-revoked"), Some(&page.tf("verify-revoked-on", &on_day(at)))))
            (facts_of(shown))
        },
        Verification::Suspended { shown, at } => html! {
            (state(page, ("suspended", "‖", "verify-suspended"), Some(&page.tf("verify-suspended-since", &on_day(at)))))
            (facts_of(shown))
        },
        Verification::Replaced { shown, by } => {
            let number = || [("number", by.to_string().into())];
            html! {
                (state(page, ("replaced", "↪", "verify-replaced"), Some(&page.tf("verify-replaced-by", &number()))))
                p { (page.t("verify-replaced-text")) }
                p {
                    a.button href=(page.to(&format!("/verify?number={by}"))) { (page.tf("verify-replaced-look", &number())) }
                }
                (facts_of(shown))
            }
        }
        Verification::Unknown => html! {
            (state(page, ("unknown", "?", "verify-unknown"), None))
            p { (page.t("verify-unknown-text")) }
        },
        Verification::Mistyped => html! {
            (state(page, ("mistyped", "✎", "verify-mistyped"), None))
            p { (page.t("verify-mistyped-text")) }
        },
    }
}

fn state(page: &Page, (class, symbol, word): (&str, &str, &'static str), more: Option<&str>) -> Markup {
    html! {
        div.state.(class) role="status" {
            span.symbol aria-hidden="true" { (symbol) }
            strong { (page.t(word)) }
            @if let Some(more) = more { span { (more) } }
        }
    }
}

/// What was printed, and what it does not say.
fn facts(page: &Page, kind: Kind, printed: &Printed<'_>) -> Markup {
    html! {
        @if kind == Kind::Theory {
            div.state.theory-only { span.symbol aria-hidden="true" { "!" } strong { (page.t("verify-theory-only")) } }
        }
        @if kind == Kind::Practical {
            div.state.practice { span.symbol aria-hidden="true" { "✓" } strong { (page.t("verify-practical")) } }
        }
        dl.shown {
            dt { (page.t("certificate-holder")) } dd { (printed.name) }
            dt { (page.t("certificate-course")) } dd { (printed.course) }
            dt { (page.t("certificate-number")) } dd.number { (printed.number) }
            dt { (page.t("certificate-issued")) } dd { (printed.issued) }
            dt { (page.t("certificate-valid-until")) }
            dd { (printed.until.as_deref().unwrap_or_else(|| page.t("certificate-no-expiry"))) }
        }
        @if let Some(newer) = &printed.newer {
            p.note { (page.t("renewal-done")) " " a.number href=(page.to(&format!("/verify?number={newer}"))) { (newer) } }
        }
    }
}

/// Every answer to a number, for the page of components.
#[cfg(debug_assertions)]
pub(crate) fn every_state(page: &Page) -> Markup {
    let now = page.app.now();
    let today = page.app.today();
    let number = CertificateNumber::from_random(1 << 40);
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
