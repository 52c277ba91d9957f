//! A question with its explanation, when it is due.

use maud::{Markup, html};

use super::question_view::{case, hotspot, inline, other_language};
use crate::content::Published;
use crate::kernel::Localized;
use crate::quiz::reveal::{Explained, ExplainedBody, ExplainedOption};
use crate::web::Page;
use crate::web::ui::words;

/// What was right, what was chosen, and why.
pub(super) fn explained(page: &Page, published: &Published, explained: &Explained<'_>) -> Markup {
    html! {
        div.explained {
            p.asked { (inline(page, published, explained.text)) }
            (other_language(page, explained.text))
            (verdict(page, explained.mark.right))
            (body(page, published, explained))
            @if !explained.explanation.is_empty() {
                p.explanation { (inline(page, published, explained.explanation)) }
            }
        }
    }
}

fn verdict(page: &Page, right: bool) -> Markup {
    html! {
        @if right {
            p.verdict.right { (page.t("answer-right")) }
        } @else {
            p.verdict.wrong { (page.t("answer-not-yet")) }
        }
    }
}

fn body(page: &Page, published: &Published, explained: &Explained<'_>) -> Markup {
    let choices = |options: &[ExplainedOption<'_>]| choices(page, |text| inline(page, published, text), options);
    match &explained.body {
        ExplainedBody::Choice { options } => choices(options),
        ExplainedBody::TrueFalse { right, chosen, reasons } => html! {
            p {
                (page.t("answer-statement-is")) " " strong { (page.t(if *right { "question-true" } else { "question-false" })) } "."
                @if let Some(chosen) = chosen {
                    " " (page.t("answer-you-said")) " " (page.t(if *chosen { "question-true" } else { "question-false" })) "."
                }
            }
            (choices(reasons))
        },
        ExplainedBody::Ordering { steps } => html! {
            ol.right-order {
                @for step in steps {
                    li.ok[step.right()].off[!step.right()] {
                        (inline(page, published, step.text))
                        @if let Some(given) = step.given.filter(|_| !step.right()) {
                            " " span.given { (page.tf("answer-given-place", &[("place", given.into())])) }
                        }
                    }
                }
            }
        },
        ExplainedBody::Matching { pairs, .. } => html! {
            ul.pairs {
                @for pair in pairs {
                    li.ok[pair.chosen_is_right].off[!pair.chosen_is_right] {
                        (inline(page, published, pair.left)) " — " strong { (inline(page, published, pair.right)) }
                        @if let Some(chosen) = pair.chosen.filter(|_| !pair.chosen_is_right) {
                            " " span.given { (page.t("answer-you-chose")) " " (inline(page, published, chosen)) }
                        }
                    }
                }
            }
        },
        ExplainedBody::Numeric { min, max, unit, typed, .. } => html! {
            p {
                (page.t("answer-accepted")) " "
                strong {
                    @if (max - min).abs() < f64::EPSILON { (number(page, *min)) } @else { (number(page, *min)) "–" (number(page, *max)) }
                    @if !unit.is_empty() { " " (words(page, unit)) }
                }
                @if let Some(typed) = typed { ". " (page.t("answer-you-typed")) " " (typed) }
            }
        },
        ExplainedBody::Text { accepted, typed } => html! {
            p {
                (page.t("answer-accepted")) " " strong { (words(page, accepted)) }
                @if let Some(typed) = typed { ". " (page.t("answer-you-typed")) " " (typed) }
            }
        },
        ExplainedBody::Hotspot(places) => hotspot::explained(page, published, (explained, places)),
        ExplainedBody::Case(case) => case::explained(page, published, case),
    }
}

fn number(page: &Page, value: f64) -> String {
    let text = value.to_string();
    if page.lang == crate::kernel::Lang::En { text } else { text.replace('.', ",") }
}

/// Options with what was right, what was chosen, and why.
pub(super) fn choices<T: maud::Render>(
    page: &Page,
    inline: impl Fn(&Localized) -> T,
    options: &[ExplainedOption<'_>],
) -> Markup {
    html! {
        ul.choices {
            @for option in options {
                @let mark = match (option.right, option.chosen) {
                    (true, true) => Some("answer-right-choice"),
                    (true, false) => Some("answer-right-one"),
                    (false, true) => Some("answer-your-choice"),
                    (false, false) => None,
                };
                li.right[option.right].chosen[option.chosen] {
                    @if let Some(mark) = mark { span.mark { (page.t(mark)) } " " }
                    (inline(option.text))
                    @if !option.why.is_empty() && (option.chosen || option.right) {
                        span.why { (inline(option.why)) }
                    }
                }
            }
        }
    }
}
