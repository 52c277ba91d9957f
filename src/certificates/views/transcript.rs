//! The transcript: the part of the holder's own page, the page that others see, and the words of the document.

use maud::{Markup, html};

use super::{state_key, state_word};
use crate::certificates::data::Kind;
use crate::certificates::model::State;
use crate::certificates::pdf::transcript::{COLUMNS, Part, Row, TranscriptSheet};
use crate::certificates::transcript::{Learned, Transcript, hours};
use crate::content::library::Shelf;
use crate::i18n::{Arg, long_date, number, short_date, t, t_with};
use crate::kernel::{Day, Lang, Secret, Timestamp};
use crate::settings::Settings;
use crate::web::{Page, qr};

/// Whether somebody shows their transcript to others.
pub(in crate::certificates) enum Shared {
    /// Nobody sees it.
    Off,
    /// Whoever has the address does, since this moment. The address is missing where the key that sealed it is another by now.
    On(Option<Secret>, Timestamp),
}

/// The address that the code carries: short, so that the code is coarse, and of no language.
pub(in crate::certificates) fn address(page: &Page, secret: &Secret) -> String {
    page.app.url(&format!("/t/{}", secret.reveal()))
}

/// The part of the holder's own page.
pub(in crate::certificates) fn own(page: &Page, has_any: bool, shared: &Shared) -> Markup {
    let path = page.to("/learn/certificates/transcript/link");
    html! {
        section #transcript {
            h2 { (page.t("transcript-own")) }
            p { (page.t("transcript-lead")) }
            @match shared {
                Shared::Off if !has_any => p.hint { (page.t("transcript-empty")) },
                Shared::Off => {
                    p { (page.t("transcript-off")) }
                    p { (page.t("transcript-who")) }
                    form method="post" action=(path) {
                        button.button type="submit" { (page.t("transcript-switch-on")) }
                    }
                }
                Shared::On(secret, since) => (switched_on(page, secret.as_ref(), *since))
            }
        }
    }
}

fn switched_on(page: &Page, secret: Option<&Secret>, since: Timestamp) -> Markup {
    let since = long_date(page.lang, since.day(page.app.config.time_zone));
    html! {
        p { strong { (page.tf("transcript-on-since", &[("date", since.into())])) } }
        @if let Some(secret) = secret {
            div.actions {
                @for lang in Lang::ALL {
                    a.button.secondary[lang != page.lang] href=(page.to(&format!("/learn/certificates/transcript/{lang}.pdf"))) {
                        "PDF:\u{a0}" span lang=(lang) { (lang.native_name()) }
                    }
                }
            }
            details {
                summary { (page.t("transcript-link")) }
                p { a href=(page.to(&format!("/transcript/{}", secret.reveal()))) { (page.t("transcript-others")) } }
                p.address { (address(page, secret)) }
                div.qr { (qr::svg(&address(page, secret), page.t("transcript-code"))) }
            }
        } @else { p.note { (page.t("transcript-lost")) } }
        p { (page.t("transcript-who")) }
        details {
            summary { (page.t("transcript-switch-off-title")) }
            p { (page.t("transcript-switch-off-what")) }
            form method="post" action=(page.to("/learn/certificates/transcript/link/end")) {
                button.button.danger type="submit" { (page.t("transcript-switch-off")) }
            }
        }
    }
}

/// What others see: what counts today.
pub(in crate::certificates) fn shown(page: &Page, transcript: &Transcript, shelf: &Shelf) -> Markup {
    let today = long_date(page.lang, page.app.today());
    html! {
        p.soft { (page.t("transcript-title")) }
        h1 { (transcript.name) }
        p.note { (page.tf("transcript-today", &[("date", today.into())])) }
        @if transcript.learned.is_empty() { p { (page.t("transcript-nothing")) } }
        @for (kind, title) in KINDS {
            @let rows: Vec<&Learned> = transcript.of_kind(kind).collect();
            @if !rows.is_empty() {
                h2 { (page.t(title)) }
                (table(page, (kind, &rows), shelf))
                p { strong { (total(page.lang, &rows)) } }
                @if rows.iter().any(|one| !one.counts()) { p.hint { (page.t("transcript-total-without")) } }
            }
        }
        p.hint { (page.t("transcript-check")) " " a href=(page.to("/verify")) { (page.t("verify-title")) } }
    }
}

/// Practice first: it says more.
const KINDS: [(Kind, &str); 2] = [(Kind::Practical, "transcript-practice"), (Kind::Theory, "transcript-theory")];

/// The names of the columns, as keys.
const fn head(kind: Kind) -> [&'static str; COLUMNS] {
    let day = match kind {
        Kind::Theory => "transcript-completed",
        Kind::Practical => "transcript-session",
    };
    ["transcript-course", "transcript-hours", day, "transcript-number", "transcript-state"]
}

fn table(page: &Page, (kind, rows): (Kind, &[&Learned]), shelf: &Shelf) -> Markup {
    let [course, hours, day, number, state] = head(kind).map(|key| page.t(key));
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [course, hours, day, number, state] { th scope="col" { (label) } } } }
                tbody {
                    @for one in rows {
                        tr {
                            th scope="row" data-label=(course) { (one.title(shelf, page.lang)) }
                            td data-label=(hours) { (hours_of(page.lang, one)) }
                            td data-label=(day) { (short_date(page.lang, one.on)) }
                            @if let Some(certificate) = &one.certificate {
                                td data-label=(number) {
                                    a.number href=(page.to(&format!("/verify?number={}", certificate.number))) { (certificate.number) }
                                }
                                td data-label=(state) { (badge(page, one)) }
                            } @else {
                                td data-label=(number) { (NOTHING) }
                                td data-label=(state) { (page.t("transcript-not-issued")) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Where there is nothing to say.
const NOTHING: &str = "—";

fn badge(page: &Page, one: &Learned) -> Markup {
    let Some(certificate) = &one.certificate else { return html! {} };
    let (class, symbol) = match certificate.state(page.app.today()) {
        State::Valid => ("valid", "✓"),
        State::Expired { .. } => ("expired", "⏲"),
        State::Revoked { .. } => ("revoked", "✕"),
        State::Suspended { .. } => ("suspended", "‖"),
        State::Replaced { .. } => ("replaced", "↪"),
    };
    html! {
        span.badge.(class) { span aria-hidden="true" { (symbol) " " } (state_word(page, certificate)) }
        @if let Some(until) = until(page.lang, one, page.app.today()) { " " (until) }
    }
}

/// Until when it holds, or held.
fn until(lang: Lang, one: &Learned, today: Day) -> Option<String> {
    let certificate = one.certificate.as_ref()?;
    match certificate.state(today) {
        State::Valid => {
            let day = certificate.expires_on?;
            Some(t_with(lang, "transcript-until", &[("date", short_date(lang, day).into())]))
        }
        State::Expired { on } => Some(short_date(lang, on)),
        State::Revoked { .. } | State::Suspended { .. } | State::Replaced { .. } => None,
    }
}

fn hours_of(lang: Lang, one: &Learned) -> String {
    one.minutes.map_or_else(|| NOTHING.to_owned(), |minutes| written(lang, minutes))
}

/// Hours as the language writes them, without zeros at the end.
fn written(lang: Lang, minutes: u32) -> String {
    let hours = hours(minutes);
    let decimals =
        [0, 1].into_iter().find(|decimals| (hours * 10_f64.powi(*decimals)).fract().abs() < 1e-6).unwrap_or(2);
    number(lang, hours, decimals.unsigned_abs())
}

/// The hours of what counts.
fn total(lang: Lang, rows: &[&Learned]) -> String {
    let minutes = rows.iter().filter(|one| one.counts()).filter_map(|one| one.minutes).sum();
    t_with(lang, "transcript-total", &[("hours", written(lang, minutes).into())])
}

/// That an address shows nothing, or nothing any more.
pub(in crate::certificates) fn gone(page: &Page) -> Markup {
    html! {
        h1 { (page.t("transcript-gone-title")) }
        p { (page.t("transcript-gone-text")) }
        p { a.button href=(page.to("/verify")) { (page.t("verify-title")) } }
    }
}

/// The document in a language, whose code leads to the page of this secret.
pub(in crate::certificates) fn sheet(
    page: &Page,
    (transcript, shelf): (&Transcript, &Shelf),
    (lang, secret): (Lang, &Secret),
) -> TranscriptSheet {
    let (today, settings) = (page.app.today(), page.app.centre.get());
    let part = |(kind, title): (Kind, &'static str)| {
        let rows: Vec<&Learned> = transcript.of_kind(kind).collect();
        let whole = total(lang, &rows);
        let has_less = rows.iter().any(|one| !one.counts());
        let total = if has_less { format!("{whole} {}", t(lang, "transcript-total-without")) } else { whole };
        let rows: Vec<Row> = rows.iter().map(|one| row((lang, today), (one, shelf))).collect();
        (!rows.is_empty()).then(|| Part {
            title: t(lang, title).to_owned(),
            head: head(kind).map(|key| t(lang, key).to_owned()),
            rows,
            total,
        })
    };
    let verify = page.app.url(&format!("/{lang}/verify"));
    let made = [("date", Arg::from(long_date(lang, today)))];
    TranscriptSheet {
        language: lang,
        issuer: issuer(&settings, lang),
        title: t(lang, "transcript-title").to_owned(),
        name: transcript.name.clone(),
        made: t_with(lang, "transcript-made", &made),
        made_at: page.app.now(),
        parts: KINDS.into_iter().filter_map(part).collect(),
        more,
        code: address(page, secret),
        code_alt: t(lang, "transcript-code").to_owned(),
        is_public: page.app.is_public(),
        notes: vec![
            t(lang, "transcript-scan").to_owned(),
            t_with(lang, "transcript-by-number", &[("page", verify.into())]),
        ],
        warning: (!page.app.is_public()).then(|| t(lang, "transcript-trial").to_owned()),
        colors: (settings.color("color_text").map(str::to_owned), settings.color("color_line").map(str::to_owned)),
    }
}

fn issuer(settings: &Settings, lang: Lang) -> String {
    settings.centre_name(lang).unwrap_or_else(|| t(lang, "issuer-name")).to_owned()
}

fn more(lang: Lang, count: usize) -> String {
    t_with(lang, "transcript-more", &[("count", count.into())])
}

fn row((lang, today): (Lang, Day), (one, shelf): (&Learned, &Shelf)) -> Row {
    let number = one.certificate.as_ref().map_or_else(|| NOTHING.to_owned(), |found| found.number.to_string());
    let state = match &one.certificate {
        Some(certificate) => {
            let word = t(lang, state_key(certificate, today));
            until(lang, one, today).map_or_else(|| word.to_owned(), |until| format!("{word} {until}"))
        }
        None => t(lang, "transcript-not-issued").to_owned(),
    };
    Row {
        on: one.on,
        cells: [one.title(shelf, lang).to_owned(), hours_of(lang, one), short_date(lang, one.on), number, state],
    }
}
