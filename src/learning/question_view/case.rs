//! A branching case: the story so far, and the decision to be made.

use maud::{Markup, html};

use super::{QuestionForm, inline};
use crate::content::Published;
use crate::learning::result_view::choices;
use crate::quiz::kinds::case::{ExplainedCase, ShownCase, ShownDecision};
use crate::web::Page;

pub(super) fn form(form: &QuestionForm<'_>, case: &ShownCase<'_>) -> Markup {
    let page = form.page;
    html! {
        @if case.told.is_empty() { p.hint { (page.t("case-hint")) } }
        (story(form, case))
        @if let Some(open) = &case.open { (fork(form, case, open)) } @else { p.note { (page.t("case-ended")) } }
        @if let Some(back) = form.back.as_ref().filter(|_| case.may_return) {
            p {
                a href=(back) { (page.t("case-back")) }
                " " span.hint { (page.t("case-first-counts")) }
            }
        }
    }
}

fn fork(form: &QuestionForm<'_>, case: &ShownCase<'_>, open: &ShownDecision<'_>) -> Markup {
    let page = form.page;
    let returns_to_the_first_way = open.counts && case.told.last().is_some_and(|told| !told.counts);
    html! {
        @if returns_to_the_first_way { p.note { (page.t("case-goes-on")) } }
        fieldset.fork {
            legend { (form.inline(open.text)) }
            @if !open.counts { p.hint { (page.t("case-no-mark")) } }
            input type="hidden" name="decision" value=(open.key);
            (form.options("answer", "radio", &open.options))
        }
    }
}

/// What was decided and what came of it, and the fields that tell it to the server again.
fn story(form: &QuestionForm<'_>, case: &ShownCase<'_>) -> Markup {
    let page = form.page;
    html! {
        @if !case.told.is_empty() {
            ol.story aria-label=(page.t("case-story")) {
                @for (told, place) in case.told.iter().zip(1..) {
                    li.told.aside[!told.counts] id=[(place == case.told.len()).then(|| format!("now-{}", form.shown.key))]
                        tabindex=[(place == case.told.len()).then_some("-1")] {
                        input type="hidden" name="path" value={ (told.decision) "." (told.option) };
                        p.asked-then { (form.inline(told.text)) }
                        @let choice = if told.counts { "answer-your-choice" } else { "case-other-choice" };
                        p { span.mark { (page.t(choice)) } " " (form.inline(told.chosen)) }
                        p.result { span.mark { (page.t("case-result")) } " " (form.inline(told.result)) }
                        @if !told.counts { p.hint { (page.t("case-other-way")) } }
                    }
                }
            }
        }
    }
}

/// Every decision of the first way, and those of the right way.
pub(in crate::learning) fn explained(page: &Page, published: &Published, case: &ExplainedCase<'_>) -> Markup {
    html! {
        @if !case.ended { p.note { (page.t("case-unfinished")) } }
        @for decision in &case.decisions {
            p.because { (inline(page, published, decision.text)) }
            @if decision.first_right.is_none() { p.hint { (page.t("case-not-met")) } }
            (choices(page, |text| inline(page, published, text), &decision.options))
        }
    }
}
