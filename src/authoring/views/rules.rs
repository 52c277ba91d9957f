//! The rules of tests, and the final test.

use maud::{Markup, html};

use super::both::troubles;
use super::forms::{Form, number, save_buttons};
use super::{Around, crumbs, present};
use crate::web::Page;
use crate::web::ui::{self, Field};

/// A row of the final test: from where, and how many.
#[derive(Debug, Clone, Default)]
pub(in crate::authoring) struct Draw {
    pub(in crate::authoring) from: String,
    pub(in crate::authoring) count: String,
}

impl Draw {
    /// Nothing is drawn by it.
    pub(in crate::authoring) fn is_empty(&self) -> bool {
        self.count.is_empty() || self.count == "0"
    }
}

/// When a test is passed, how often it may be tried, and what is told.
pub(super) fn rules(page: &Page, form: Form<'_>) -> Markup {
    let options = |words: [(&str, &'static str); 2]| -> Vec<(String, String)> {
        words.map(|(code, words)| (code.to_owned(), page.t(words).to_owned())).to_vec()
    };
    let critical = options([("first", "rules-critical-first"), ("any", "rules-critical-any")]);
    let explanations = options([("after-try", "rules-after-try"), ("after-pass", "rules-after-pass")]);
    html! {
        (number(page, ("pass_percent", "draft-pass"), form))
        (number(page, ("tries", "draft-tries"), form))
        (number(page, ("wait_hours", "draft-wait"), form))
        (Field { name: "minutes", label: page.t("draft-time"), hint: page.t("draft-time-hint"), kind: "number", autocomplete: "off" }
            .show(page, form.0, form.1))
        (ui::select(page, ("critical", page.t("rules-critical"), ""), &critical, form.0, form.1))
        (ui::select(page, ("explanations", page.t("rules-explanations"), ""), &explanations, form.0, form.1))
    }
}

/// The final test. `sources` are code and words.
pub(in crate::authoring) fn final_form(
    page: &Page,
    around: &Around<'_>,
    (sources, rows): (&[(String, String)], &[Draw]),
    form: Form<'_>,
) -> Markup {
    let (base, title) = (around.base(page), page.t("final-title"));
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        (present(page, around))
        p { (page.t("final-lead")) }
        (troubles(page, around, form.1))
        form #main-form method="post" action={ (base) "/final" } data-keep data-leave data-edition=[around.edition()] {
            input type="hidden" name="number" value=(form.0.get("number"));
            (ui::checkbox(page, "there", &html! { (page.t("final-there")) }, form.0, form.1))
            (draws(page, sources, rows, form))
            fieldset {
                legend { (page.t("final-rules")) }
                (rules(page, form))
                (ui::checkbox(page, "repeat", &html! { (page.t("final-repeat")) }, form.0, form.1))
            }
            (save_buttons(page, &base))
        }
    }
}

fn draws(page: &Page, sources: &[(String, String)], rows: &[Draw], form: Form<'_>) -> Markup {
    let error = form.1.of("draw");
    html! {
        fieldset.field.wrong[error.is_some()] #draw {
            legend { (page.t("final-draw")) }
            p.hint { (page.t("final-draw-hint")) }
            @if let Some(error) = error { p.error #draw-error { (page.t(error)) } }
            ul.draws {
                @for (at, row) in rows.iter().enumerate() {
                    li {
                        div.field {
                            label.sr for={ "from-" (at) } { (page.t("final-from")) }
                            select id={ "from-" (at) } name="from" {
                                @for (code, words) in sources { option value=(code) selected[*code == row.from] { (words) } }
                                @if !row.from.is_empty() && !sources.iter().any(|(code, _)| *code == row.from) {
                                    option value=(row.from) selected { (row.from) }
                                }
                            }
                        }
                        div.field {
                            label.sr for={ "count-" (at) } { (page.t("final-count")) }
                            input id={ "count-" (at) } name="count" type="number" inputmode="numeric" min="0" max="200"
                                value=(row.count) autocomplete="off" placeholder="0";
                        }
                    }
                }
            }
        }
    }
}
