//! What becomes of each question of a file.

use maud::{Markup, html};

use super::{Kind, Preview};
use crate::content::markdown::plain;
use crate::exchange::views::{note, reason};
use crate::exchange::{Fills, Note, Read};
use crate::kernel::{Lang, Localized};
use crate::quiz::model::{Body, Question};
use crate::web::{Page, ui};

pub(super) fn report(page: &Page, base: &str, preview: &Preview<'_>) -> Markup {
    let show = match preview.kind {
        Some(Kind::Fills) => "fills",
        Some(Kind::There) => "there",
        Some(Kind::Lossy) => "lossy",
        Some(Kind::Refused) => "refused",
        Some(Kind::Taken) | None => "",
    };
    let part = |code: &str, words: &'static str| {
        let to = preview.address(code);
        html! { li { a href=(to.trim_end_matches(['?', '&'])) aria-current=[(code == show).then_some("page")] { (page.t(words)) } } }
    };
    html! {
        @if !preview.reading.notes.is_empty() {
            section.note {
                p { strong { (page.t("exchange-general")) } }
                ul { @for (line, said) in &preview.reading.notes { li { (at(page, *line)) ": " (note(page.lang, said)) } } }
            }
        }
        nav.parts aria-label=(page.t("exchange-show")) {
            ul { (part("", "exchange-show-all")) (part("fills", "exchange-show-fills")) (part("there", "exchange-show-there")) (part("lossy", "exchange-show-lossy")) (part("refused", "exchange-show-refused")) }
        }
        @if preview.shown.is_empty() { p.soft { (page.t("exchange-show-none")) } }
        ol.report { @for read in preview.shown { (question(page, (base, preview), read)) } }
        (ui::pager(page, preview.current, preview.count, &preview.address(show)))
    }
}

fn at(page: &Page, line: usize) -> String {
    page.tf("exchange-line", &[("line", line.into())])
}

fn question(page: &Page, (base, preview): (&str, &Preview<'_>), read: &Read) -> Markup {
    let lang = preview.lang();
    let (state, class) = match Kind::is(read) {
        Kind::Fills => ("exchange-state-fills", "is-whole"),
        Kind::There => ("exchange-state-there", "is-whole"),
        Kind::Taken => ("exchange-state-taken", "is-whole"),
        Kind::Lossy => ("exchange-state-lossy", "is-partly"),
        Kind::Refused => ("exchange-state-refused", "is-missing"),
    };
    let (to_do, lost): (Vec<&Note>, Vec<&Note>) = read.notes.iter().partition(|note| note.is_to_do());
    html! {
        li {
            p.states { span.badge.(class) { (page.t(state)) } " " span.meta { (at(page, read.line)) } }
            @match &read.result {
                Ok(question) => {
                    p lang=(lang) { strong { (plain(question.text.get(lang))) } }
                    @if let Some(there) = read.fills.as_ref().or(read.copies.as_ref()) {
                        p {
                            (where_it_is(page, preview, read, there))
                            @if !preview.reading.is_new(there) { " " a href={ (base) "/questions/" (there.key) } { (page.t("exchange-fills-see")) } }
                        }
                    }
                    @if let Some(fills) = read.fills.as_ref().filter(|fills| !fills.differs.is_empty()) {
                        p.why { (page.tf("exchange-differs", &[("languages", names(&fills.differs).into())])) }
                    }
                    (answers(page, lang, question))
                }
                Err(why) => { p { strong { (read.name) } } p.why { (reason(page.lang, why)) } }
            }
            @for (words, notes) in [("exchange-losses", &lost), ("exchange-to-do", &to_do)] {
                @if !notes.is_empty() {
                    p.meta { (page.t(words)) ":" }
                    ul.notes { @for said in notes { li { (note(page.lang, said)) } } }
                }
            }
        }
    }
}

/// That the course has a question, and what becomes of that one.
fn where_it_is(page: &Page, preview: &Preview<'_>, read: &Read, there: &Fills) -> String {
    let languages = ("languages", names(&there.languages).into());
    match (preview.other_module(&there.file), there.languages.is_empty()) {
        (Some(module), _) if read.copies.is_some() => page.tf("exchange-copies", &[("module", module.into())]),
        (Some(module), true) => page.tf("exchange-there-elsewhere", &[("module", module.into())]),
        (Some(module), false) => page.tf("exchange-fills-elsewhere", &[("module", module.into()), languages]),
        (None, _) if preview.reading.is_new(there) => page.t("exchange-copied-once").to_owned(),
        (None, true) => page.t("exchange-there").to_owned(),
        (None, false) => page.tf("exchange-fills", &[languages]),
    }
}

fn names(languages: &[Lang]) -> String {
    languages.iter().map(|lang| lang.native_name()).collect::<Vec<_>>().join(", ")
}

/// What is right and what is wrong, in few words.
fn answers(page: &Page, lang: Lang, question: &Question) -> Markup {
    let say = |text: &Localized| plain(text.get(lang));
    let marked = |is_right: bool, text: String| {
        let (sign, words) = if is_right { ("✓", "exchange-right") } else { ("✗", "exchange-wrong") };
        html! { li { span aria-hidden="true" { (sign) " " } span.sr { (page.t(words)) ": " } (text) } }
    };
    let body = match &question.body {
        Body::Single(choice) | Body::Multiple(choice) => html! {
            @for option in &choice.right { (marked(true, say(&option.text))) }
            @for option in &choice.wrong { (marked(false, say(&option.text))) }
        },
        Body::TrueFalse(claim) => {
            html! { li { (page.t(if claim.answer { "exchange-true" } else { "exchange-false" })) } }
        }
        Body::Ordering(order) => {
            html! { @for (at, step) in order.steps.iter().enumerate() { li { (at + 1) ". " (say(&step.text)) } } }
        }
        Body::Matching(matching) => html! {
            @for pair in &matching.pairs { li { (say(&pair.left)) " → " (say(&pair.right)) } }
            @for extra in &matching.extra { li { "— → " (say(&extra.text)) } }
        },
        Body::Numeric(bounds) => {
            let args = [("min", bounds.min.to_string().into()), ("max", bounds.max.to_string().into())];
            html! { li { (page.tf("exchange-numeric", &args)) " " (say(&bounds.unit)) } }
        }
        Body::Text(words) => html! { @for form in words.accept.values().flatten() { (marked(true, form.clone())) } },
        Body::Hotspot(_) | Body::Case(_) => html! {},
    };
    html! { ul.answers lang=(lang) { (body) } }
}
