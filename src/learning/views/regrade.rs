//! What marking tries again by corrected keys would do.

use maud::{Markup, html};

use crate::content::Published;
use crate::i18n::moment;
use crate::kernel::Timestamp;
use crate::learning::Plan;
use crate::learning::question_view::inline;
use crate::web::{Page, ui};

/// The dry run. `state` tells when it was asked for last, and when that ended.
pub(in crate::learning) fn regrade(
    page: &Page,
    published: &Published,
    plan: &Plan,
    state: Option<(Timestamp, Option<Timestamp>)>,
) -> Markup {
    let course = &published.course;
    let base = page.to(&format!("/trainer/courses/{}", course.key));
    let at = |at| moment(page.lang, at, page.app.config.time_zone);
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/trainer")) { (page.t("teaching-title")) }
            a href={ (base) "/statistics" } { (course.title.get(page.lang)) }
        }
        h1 { (page.t("regrade-title")) }
        p { (page.t("regrade-lead")) }
        ul { li { (page.t("regrade-rule-better")) } li { (page.t("regrade-rule-kept")) } li { (page.t("regrade-rule-told")) } }
        @match state {
            Some((asked, None)) => { p.note role="status" { (page.tf("regrade-running", &[("at", at(asked).into())])) } }
            Some((_, Some(ended))) => { p.note { (page.tf("regrade-done", &[("at", at(ended).into())])) } }
            None => {}
        }
        h2 { (page.t("regrade-plan")) }
        @if plan.tries + plan.stay == 0 {
            (ui::empty(page.t("regrade-nothing"), None))
            p.note { (page.t("regrade-words-only")) }
        }
        @else {
            dl.shown {
                dt { (page.t("regrade-tries")) } dd { (plan.tries) }
                dt { (page.t("regrade-pass-now")) } dd { (plan.pass_now) }
                dt { (page.t("regrade-stay")) } dd { (plan.stay) }
                dt { (page.t("regrade-kept")) } dd { (plan.kept) }
            }
            h3 { (page.t("regrade-questions")) }
            ul {
                @for (key, count) in &plan.questions {
                    li {
                        @if let Some((_, question)) = course.question(key) {
                            a href={ (base) "/results/" (key) } { (inline(page, published, &question.text)) }
                        } @else { (key) }
                        " " (page.tf("regrade-marked", &[("count", (*count).into())]))
                    }
                }
            }
            form method="post" action={ (base) "/regrade" } {
                button.button type="submit" { (page.t("regrade-do")) }
            }
        }
    }
}
