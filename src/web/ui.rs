//! Components of forms and lists, each with its states: empty, filled, wrong.

use maud::{Markup, html};

use super::form::{Fields, FormErrors};
use super::page::Page;
use super::paging::PageNumber;
use crate::kernel::{AgeGroup, Lang, Localized, ReviewKind};

/// A text field of a form.
#[derive(Debug, Clone, Copy)]
pub struct Field<'a> {
    /// Name in the form, id on the page, key of its mistakes.
    pub name: &'static str,
    /// What is asked: a text.
    pub label: &'a str,
    /// Why, or in which form; empty for none.
    pub hint: &'a str,
    /// `text`, `email`, `password`, `number`…
    pub kind: &'static str,
    /// What browsers may fill in (WCAG 2.2, 1.3.5).
    pub autocomplete: &'static str,
}

/// A text of a course in the language of the page; where there is none, in another one, and marked as such.
pub fn words(page: &Page, text: &Localized) -> Markup {
    let (lang, text) = text.found(page.lang).unwrap_or((page.lang, ""));
    in_language(page, lang, html! { (text) })
}

/// What is in this language, marked where that is not the one of the page.
pub fn in_language(page: &Page, lang: Lang, text: Markup) -> Markup {
    if lang == page.lang {
        text
    } else {
        html! { span lang=(lang) { (text) } }
    }
}

/// That a text is shown in another language than the page, because there is none in that of the page.
pub fn other_language(page: &Page, lang: Lang) -> Markup {
    let key = match lang {
        Lang::Kk => "shown-in-kk",
        Lang::Ru => "shown-in-ru",
        Lang::En => "shown-in-en",
    };
    html! { @if lang != page.lang { p.note.language { (page.t(key)) } } }
}

impl Field<'_> {
    /// The field, with what was typed (never a password) and what is wrong with it.
    pub fn show(&self, page: &Page, typed: &Fields, errors: &FormErrors) -> Markup {
        let value = Some(typed.get(self.name)).filter(|text| self.kind != "password" && !text.is_empty());
        let error = errors.of(self.name);
        html! {
            div.field.wrong[error.is_some()] {
                label for=(self.name) { (self.label) }
                (hint_and_error(page, self.name, self.hint, error))
                // A field of type "number" changes under a turning wheel, and some screen readers call it a spinner.
                input id=(self.name) name=(self.name) type=(if self.kind == "number" { "text" } else { self.kind }) value=[value]
                    autocomplete=(self.autocomplete) autocapitalize=[matches!(self.kind, "email" | "password").then_some("none")]
                    spellcheck=[(self.kind == "password").then_some("false")]
                    inputmode=[(self.kind == "number").then_some("numeric")]
                    aria-describedby=[described_by(self.name, self.hint, error).as_deref()]
                    aria-invalid=[error.map(|_| "true")];
                @if self.kind == "password" { (reveal(page, self)) }
            }
        }
    }
}

/// Shows what is typed into the field of a password. There once a script can do it.
fn reveal(page: &Page, field: &Field<'_>) -> Markup {
    html! {
        button.reveal type="button" data-reveal=(field.name) aria-controls=(field.name) aria-pressed="false" hidden {
            (page.t("account-password-show")) span.sr { ": " (field.label) }
        }
    }
}

/// A choice among a list.
pub fn select(
    page: &Page,
    (name, label, hint): (&'static str, &str, &str),
    options: &[(String, String)],
    typed: &Fields,
    errors: &FormErrors,
) -> Markup {
    let error = errors.of(name);
    let chosen = typed.get(name);
    html! {
        div.field.wrong[error.is_some()] {
            label for=(name) { (label) }
            (hint_and_error(page, name, hint, error))
            select id=(name) name=(name) aria-describedby=[described_by(name, hint, error).as_deref()]
                aria-invalid=[error.map(|_| "true")] {
                @for (value, text) in options {
                    option value=(value) selected[value == chosen] { (text) }
                }
            }
        }
    }
}

/// A box to tick.
pub fn checkbox(page: &Page, name: &'static str, label: &Markup, typed: &Fields, errors: &FormErrors) -> Markup {
    let error = errors.of(name);
    html! {
        div.field.tick.wrong[error.is_some()] {
            (hint_and_error(page, name, "", error))
            label {
                input id=(name) name=(name) type="checkbox" value="yes" checked[typed.has(name)]
                    aria-describedby=[described_by(name, "", error).as_deref()] aria-invalid=[error.map(|_| "true")];
                span { (label) }
            }
        }
    }
}

fn described_by(name: &str, hint: &str, error: Option<&str>) -> Option<String> {
    let mut ids = Vec::new();
    if !hint.is_empty() {
        ids.push(format!("{name}-hint"));
    }
    if error.is_some() {
        ids.push(format!("{name}-error"));
    }
    (!ids.is_empty()).then(|| ids.join(" "))
}

fn hint_and_error(page: &Page, name: &str, hint: &str, error: Option<&'static str>) -> Markup {
    html! {
        @if !hint.is_empty() { p.hint id={ (name) "-hint" } { (hint) } }
        @if let Some(error) = error { p.error id={ (name) "-error" } { (page.t(error)) } }
    }
}

/// The list of what is wrong, at the top, each line a link to its field.
pub fn error_summary(page: &Page, errors: &FormErrors) -> Markup {
    error_summary_of(page, errors, &[])
}

/// The same for a form in which several fields may be wrong in the same way. `labels` are what it calls them: where two lines
/// would say the same, each names its field.
pub fn error_summary_of(page: &Page, errors: &FormErrors, labels: &[(&str, String)]) -> Markup {
    let label = |field: &str, message: &str| {
        let is_again = errors.iter().any(|(other, same)| same == message && other != field);
        labels.iter().find(|(name, _)| is_again && *name == field).map(|(_, label)| label)
    };
    html! {
        @if !errors.is_empty() {
            div.error-summary role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title" {
                h2 #error-summary-title { (page.t("form-problem")) }
                ul {
                    @for (field, message) in errors.iter() {
                        li {
                            a href={ "#" (field) } {
                                @if let Some(label) = label(field, message) { (label) ": " }
                                (page.t(message))
                            }
                        }
                    }
                }
            }
        }
    }
}

/// A bar from 0 to 100 %, with the same in words.
pub fn progress(label: &str, percent: u32) -> Markup {
    html! {
        div.progress {
            progress max="100" value=(percent) aria-label=(label) {}
            span { (percent) " %" }
        }
    }
}

/// Beside everybody who may be a minor, wherever the staff see people: no emergency tasks. Nothing beside adults.
pub fn age_badge(page: &Page, group: AgeGroup) -> Markup {
    let words = match group {
        AgeGroup::Adult => return html! {},
        AgeGroup::Unknown => "minor-unknown",
        AgeGroup::Under14 => "minor-under-14",
        AgeGroup::Under16 => "minor-under-16",
        AgeGroup::Under18 => "minor-under-18",
    };
    html! { span.badge.minor { span aria-hidden="true" { "! " } (page.t(words)) } }
}

/// What a review is called.
pub fn review_name(page: &Page, kind: ReviewKind) -> String {
    match kind {
        ReviewKind::Medical => page.t("review-medical").to_owned(),
        ReviewKind::Legal => page.t("review-legal").to_owned(),
        ReviewKind::Language(lang) => page.tf("review-language", &[("language", lang.native_name().into())]),
    }
}

/// Links to the other pages of a long list. `address` has no page number yet and ends with `?` or `&`.
pub fn pager(page: &Page, current: PageNumber, rows: i64, address: &str) -> Markup {
    let pages = PageNumber::pages(rows);
    html! {
        @if pages > 1 {
            nav.pager aria-label=(page.t("pager-label")) {
                @if current.number() > 1 {
                    a rel="prev" href={ (address) "page=" (current.number() - 1) } { (page.t("pager-previous")) }
                }
                span { (page.tf("pager-where", &[("page", current.number().into()), ("pages", pages.into())])) }
                @if current.number() < pages {
                    a rel="next" href={ (address) "page=" (current.number() + 1) } { (page.t("pager-next")) }
                }
            }
        }
    }
}

/// What stands in place of an empty list: why it is empty, and what to do next (address and words).
pub fn empty(text: &str, action: Option<(&str, &str)>) -> Markup {
    html! {
        div.empty {
            p { (text) }
            @if let Some((href, words)) = action { p { a.button href=(href) { (words) } } }
        }
    }
}

/// That certificates wait for the address to be confirmed, for those whose address is not.
pub fn unconfirmed(page: &Page) -> Markup {
    html! {
        @if page.person.as_ref().is_some_and(|person| person.awaits_confirmation) {
            p.note { (page.t("learn-unconfirmed")) " " a href=(page.to("/learn/profile")) { (page.t("learn-unconfirmed-action")) } }
        }
    }
}

/// The buttons that have a list made as a file: formats with the words of their buttons, and what was searched.
pub fn export(page: &Page, kind: &str, formats: &[(&str, &'static str)], searched: &[(&str, &str)]) -> Markup {
    html! {
        form.buttons method="post" action=(page.to("/centre/exports")) {
            input type="hidden" name="kind" value=(kind);
            @for (name, value) in searched.iter().filter(|(_, value)| !value.is_empty()) {
                input type="hidden" name=(name) value=(value);
            }
            @for (format, label) in formats {
                button.button.small.secondary type="submit" name="format" value=(format) { (page.t(label)) }
            }
            a href=(page.to("/centre/exports")) { (page.t("exports-title")) }
        }
    }
}
