//! The form of a question.

use maud::{Markup, html};

use super::draw::Drawing;
use super::kind_words;
use super::{head, parts};
use crate::authoring::questions::{Judged, Sheet, Words};
use crate::authoring::views::both::{self, Both};
use crate::authoring::views::{Around, crumbs, present};
use crate::content::views::mistake;
use crate::kernel::{Lang, Localized};
use crate::web::{Page, assets};

/// A question in its form.
pub(in crate::authoring) struct QuestionPage<'a> {
    /// None: it is new.
    pub(in crate::authoring) key: Option<&'a str>,
    pub(in crate::authoring) module: &'a str,
    /// The one in which it was when the form was made.
    pub(in crate::authoring) was: &'a str,
    /// The revision of the module's file from which the form was made.
    pub(in crate::authoring) seen: Option<i64>,
    /// The one with which this visit began.
    pub(in crate::authoring) opened: Option<i64>,
    /// Names this page, as long as it is open.
    pub(in crate::authoring) visit: &'a str,
    /// What is written of the question, in short: other questions of the file do not change it.
    pub(in crate::authoring) edition: &'a str,
    pub(in crate::authoring) sheet: &'a Sheet,
    pub(in crate::authoring) judged: &'a Judged,
    /// The first is the one in which the course is written.
    pub(in crate::authoring) languages: &'a [Lang],
    /// Keys and titles.
    pub(in crate::authoring) modules: &'a [(String, String)],
    pub(in crate::authoring) lessons: &'a [(String, String)],
    /// Keys.
    pub(in crate::authoring) pictures: &'a [String],
    pub(in crate::authoring) tags: &'a [String],
    /// Keys and values of facts that have bounds.
    pub(in crate::authoring) facts: &'a [(String, String)],
    /// It stands at the end of this lesson: its title.
    pub(in crate::authoring) check_of: Option<&'a str>,
    /// Somebody else saved the same question.
    pub(in crate::authoring) conflict: Option<&'a Both>,
    /// Saving it unfinished was asked for, before both texts were shown.
    pub(in crate::authoring) is_unfinished: bool,
    /// The fields hold what is stored, and not what was typed.
    pub(in crate::authoring) is_stored: bool,
    /// The picture on which places are drawn.
    pub(in crate::authoring) drawing: Option<&'a Drawing>,
}

/// What all fields of the form need.
pub(super) struct Ground<'a> {
    pub(super) page: &'a Page,
    pub(super) question: &'a QuestionPage<'a>,
    /// Where the form is sent.
    pub(super) here: &'a str,
}

impl Ground<'_> {
    pub(super) fn t(&self, key: &'static str) -> &'static str {
        self.page.t(key)
    }

    /// What is wrong with a field.
    pub(super) fn fault(&self, field: &str) -> Option<Markup> {
        let fault = self.question.judged.all().find(|fault| fault.field == field)?;
        Some(words(self.page, &fault.words))
    }

    /// A text in each language of the course, side by side.
    pub(super) fn texts(&self, (name, label, hint): (&str, &str, &str), text: &Localized, rows: u8) -> Markup {
        let source = self.question.languages.first();
        html! {
            fieldset.field.sides {
                legend { (label) }
                @if !hint.is_empty() { p.hint { (hint) } }
                div.columns {
                    @for lang in self.question.languages {
                        @let id = format!("{name}-{lang}");
                        @let fault = self.fault(&id);
                        @let typed = text.exact(*lang).unwrap_or_default();
                        div.side.wrong[fault.is_some()] {
                            label for=(id) {
                                span lang=(lang) { (lang.native_name()) }
                                @if Some(lang) == source { span.soft { " · " (self.t("editor-is-source")) } }
                            }
                            @if let Some(fault) = &fault { p.error id={ (id) "-error" } { (fault) } }
                            textarea id=(id) name=(id) lang=(lang) rows=(rows) spellcheck="true"
                                aria-describedby=[fault.is_some().then(|| format!("{id}-error"))]
                                aria-invalid=[fault.as_ref().map(|_| "true")] { "\n" (typed) }
                        }
                    }
                }
            }
        }
    }

    /// A line to type.
    pub(super) fn line(&self, (name, label, hint): (&str, &str, &str), typed: &str) -> Markup {
        let fault = self.fault(name);
        html! {
            div.field.wrong[fault.is_some()] {
                label for=(name) { (label) }
                @if !hint.is_empty() { p.hint id={ (name) "-hint" } { (hint) } }
                @if let Some(fault) = &fault { p.error id={ (name) "-error" } { (fault) } }
                input id=(name) name=(name) type="text" autocomplete="off" value=(typed)
                    aria-describedby=[described(name, !hint.is_empty(), fault.is_some())]
                    aria-invalid=[fault.as_ref().map(|_| "true")];
            }
        }
    }

    /// One of a list, or none.
    pub(super) fn choice(
        &self,
        (name, label, none): (&str, &str, Option<&str>),
        options: &[(String, String)],
        chosen: &str,
    ) -> Markup {
        let fault = self.fault(name);
        let is_known = chosen.is_empty() || options.iter().any(|(value, _)| value == chosen);
        html! {
            div.field.wrong[fault.is_some()] {
                label for=(name) { (label) }
                @if let Some(fault) = &fault { p.error id={ (name) "-error" } { (fault) } }
                select id=(name) name=(name) aria-describedby=[described(name, false, fault.is_some())]
                    aria-invalid=[fault.as_ref().map(|_| "true")] {
                    @if let Some(none) = none { option value="" { (none) } }
                    @if !is_known { option value=(chosen) selected { (chosen) } }
                    @for (value, text) in options { option value=(value) selected[value == chosen] { (text) } }
                }
            }
        }
    }

    pub(super) fn tick(&self, (name, label, hint): (&str, &str, &str), is_on: bool) -> Markup {
        let fault = self.fault(name);
        html! {
            div.field.tick.wrong[fault.is_some()] {
                @if let Some(fault) = &fault { p.error { (fault) } }
                label {
                    input id=(name) name=(name) type="checkbox" value="yes" checked[is_on];
                    span { (label) @if !hint.is_empty() { span.hint { (hint) } } }
                }
            }
        }
    }

    /// A button that brings the form back with something more, less, or elsewhere.
    pub(super) fn press(&self, (name, value): (&str, &str), (sign, words): (&str, &str), anchor: &str) -> Markup {
        let is_sign = sign.chars().count() == 1;
        html! {
            button type="submit" name=(name) value=(value) formaction={ (self.here) "#" (anchor) } formnovalidate
                class=(if is_sign { "shift" } else { "button small secondary" })
                aria-label=[is_sign.then_some(words)] title=[is_sign.then_some(words)] { (sign) }
        }
    }
}

fn described(name: &str, has_hint: bool, is_wrong: bool) -> Option<String> {
    let hint = has_hint.then(|| format!("{name}-hint"));
    let error = is_wrong.then(|| format!("{name}-error"));
    let ids: Vec<String> = hint.into_iter().chain(error).collect();
    (!ids.is_empty()).then(|| ids.join(" "))
}

pub(super) fn words(page: &Page, words: &Words) -> Markup {
    match words {
        Words::Text(key) => html! { (page.t(key)) },
        Words::Said(said) => html! { (mistake(page.lang, said)) },
    }
}

pub(in crate::authoring) fn question(page: &Page, around: &Around<'_>, question: &QuestionPage<'_>) -> Markup {
    let base = around.base(page);
    let list = format!("{base}/questions");
    let here = format!("{list}/{}", question.key.unwrap_or("new"));
    let title = page.t(if question.key.is_some() { "bank-question" } else { "bank-new" });
    let ground = Ground { page, question, here: &here };
    html! {
        (crumbs(page, around, &[(Some(&list), page.t("bank-title")), (None, title)]))
        h1 { (title) ": " span.kind { (page.t(kind_words(question.sheet.kind))) } }
        (present(page, around))
        @if let Some(key) = question.key.filter(|_| question.conflict.is_none()) {
            @let lang = question.languages.iter().find(|lang| **lang == page.lang).or(question.languages.first());
            @if let Some(lang) = lang { p { a.button.small.secondary href={ (list) "/" (key) "/try/" (lang) } { (page.t("bank-try")) } } }
        }
        @if page.flash.is_some_and(|flash| flash.0 == "flash-draft-saved") {
            p.note { (page.t("bank-not-published")) " " a href={ (base) "/check" } { (page.t("draft-check")) } }
        }
        (summary(&ground))
        @if let Some(both) = question.conflict { (both::show(page, both, &here)) }
        div.question-editor {
            form #main-form.wide.question-form method="post" action=(here) data-keep data-leave data-edition=(question.edition)
                data-try={ (here) "/try" } data-auto=[saves_itself(question).then_some("yes")]
                data-stored=[(!question.is_stored).then_some("no")] data-language=(shown_in(page, question))
                data-saved=(page.t("editor-saved")) data-saving=(page.t("editor-saving")) data-lost=(page.t("bank-lost"))
                data-again=(page.tf("editor-again", &[("seconds", "{0}".into())]))
                data-meanwhile=(page.t("bank-meanwhile")) data-gone=(page.t("bank-gone")) data-refused=(page.t("bank-refused"))
                data-missing=(page.t("bank-not-whole")) data-waits=(page.t("bank-waits")) data-merged=(page.t("bank-merged")) data-new=(page.t("bank-not-there")) {
                input type="hidden" name="number" value=[question.seen];
                input type="hidden" name="opened" value=[question.opened];
                input type="hidden" name="visit" value=(question.visit);
                input type="hidden" name="was" value=(question.was);
                @if question.is_unfinished && question.conflict.is_some() { input type="hidden" name="unfinished" value="yes"; }
                input type="hidden" name="kind" value=(question.sheet.kind.code());
                (head::text(&ground))
                (parts::answers(&ground))
                (head::explanation(&ground))
                (head::rest(&ground))
                (buttons(&ground, &list))
            }
            section.phone.tried aria-label=(page.t("bank-seen")) tabindex="0" hidden {}
        }
        @if question.conflict.is_none() { script src=(*assets::QUESTION_JS) defer {} }
        @if question.drawing.is_some() { script src=(*assets::ZONES_JS) defer {} }
        @if let Some(key) = question.key {
            p {
                a href={ (base) "/file?path=questions/" (question.module) ".toml" } { (page.t("bank-as-text")) } " · "
                a href={ (base) "/history?path=questions/" (question.module) ".toml" } { (page.t("history-of-text")) }
                span.soft { " · " (page.t("bank-key")) ": " code { (key) } }
            }
        }
    }
}

/// Whether the page saves by itself. A question that is not there yet, or of which two texts are shown, waits for the button.
fn saves_itself(question: &QuestionPage<'_>) -> bool {
    question.key.is_some() && question.conflict.is_none()
}

/// The language in which it is shown first as a volunteer sees it.
fn shown_in(page: &Page, question: &QuestionPage<'_>) -> Lang {
    let of_page = question.languages.iter().find(|lang| **lang == page.lang);
    of_page.or(question.languages.first()).copied().unwrap_or(page.lang)
}

fn summary(ground: &Ground<'_>) -> Markup {
    let page = ground.page;
    let judged = ground.question.judged;
    html! {
        @if judged.all().next().is_some() {
            div.error-summary role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title" {
                h2 #error-summary-title { (page.t("form-problem")) }
                ul { @for fault in judged.all() { li { a href={ "#" (fault.field) } { (words(page, &fault.words)) } } } }
            }
        }
    }
}

fn buttons(ground: &Ground<'_>, list: &str) -> Markup {
    let (page, question) = (ground.page, ground.question);
    let is_unfinished = question.judged.unwritable.is_empty() && !question.judged.unfinished.is_empty();
    html! {
        div.buttons {
            button.button type="submit" { (page.t(if question.conflict.is_some() { "both-save-mine" } else { "draft-save" })) }
            @if is_unfinished {
                button.button.secondary type="submit" name="unfinished" value="yes" { (page.t("bank-save-unfinished")) }
            }
            @if question.conflict.is_none() {
                button.button.secondary type="submit" name="try" value="yes" formaction={ (ground.here) "/try" } formnovalidate
                    data-away { (page.t("bank-try")) }
            }
            @if let Some(key) = question.key.filter(|_| question.conflict.is_some()) {
                a.button.secondary href={ (list) "/" (key) } { (page.t("both-take-theirs")) }
            } @else {
                a.button.secondary href=(list) data-back=(page.t("bank-back")) { (page.t("draft-cancel")) }
            }
        }
        p.status role="status" {}
        @if saves_itself(question) { p.hint data-live hidden { (page.t("bank-by-itself")) } }
        @if is_unfinished { p.hint { (page.t("bank-unfinished-hint")) } }
        @if question.key.is_some() && question.conflict.is_none() {
            div.buttons.further {
                button.button.small.secondary type="submit" name="back" value="yes" formnovalidate data-undo hidden {
                    (page.t("bank-undo"))
                }
                button.button.small.secondary type="submit" name="duplicate" value="yes" { (page.t("bank-duplicate")) }
                button.button.small.secondary type="submit" name="delete" value="yes" formnovalidate { (page.t("draft-remove")) }
            }
        }
    }
}
