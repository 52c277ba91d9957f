//! Work that did not go well, as the centre sees it.

use maud::{Markup, html};

use super::jobs::Shown;
use crate::certificates::pdf::tells_of_a_letter;
use crate::content::Library;
use crate::exports;
use crate::i18n::moment;
use crate::jobs::events::EventKind;
use crate::learning;
use crate::web::paging::PageNumber;
use crate::web::{Page, ui};

/// One page of jobs.
pub(super) struct List<'a> {
    pub(super) jobs: &'a [Shown],
    pub(super) current: PageNumber,
    pub(super) total: i64,
    pub(super) library: &'a Library,
}

pub(super) fn list(page: &Page, list: &List<'_>) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/centre")) { (page.t("nav-centre")) } }
        h1 { (page.t("jobs-title")) }
        @if list.jobs.is_empty() {
            div.empty role="status" { p { (page.t("jobs-none")) } }
        } @else {
            p.soft { (page.t("jobs-lead")) }
            (table(page, list))
            (ui::pager(page, list.current, list.total, &format!("{}?", page.to("/centre/jobs"))))
        }
    }
}

fn table(page: &Page, list: &List<'_>) -> Markup {
    let (what, whom, state, why) =
        (page.t("centre-what"), page.t("jobs-whom"), page.t("centre-state"), page.t("centre-why"));
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [what, whom, state, why] { th scope="col" { (label) } } } }
                tbody {
                    @for one in list.jobs {
                        tr {
                            td data-label=(what) { (words(page, &one.job.kind)) }
                            td data-label=(whom) { (whose(page, list, one)) }
                            td data-label=(state) { (state_of(page, one)) }
                            td data-label=(why) { (reason(page, one)) }
                        }
                    }
                }
            }
        }
    }
}

fn words(page: &Page, kind: &str) -> Markup {
    let key = match kind {
        _ if kind == EventKind::CourseCompleted.job_kind() => "jobs-issue",
        _ if kind == EventKind::CourseRenewed.job_kind() => "jobs-renew",
        _ if kind == EventKind::ResultKept.job_kind() => "jobs-result-kept",
        learning::REGRADE => "jobs-regrade",
        "take-questions" => "jobs-take-questions",
        "remind-of-expiry" => "jobs-remind",
        "erase-accounts" => "jobs-erase",
        exports::EXPORT => "jobs-export",
        "forget-stale" | "forget-exports" => "jobs-forget",
        _ if kind.starts_with("search-words") => "jobs-search",
        _ => return html! { span lang="en" { (kind) } },
    };
    html! { (page.t(key)) }
}

fn whose(page: &Page, list: &List<'_>, one: &Shown) -> Markup {
    let Some(enrolment) = &one.enrolment else { return html! { "—" } };
    let shelf = list.library.shelf();
    let course = shelf.edition(enrolment.course, enrolment.edition);
    html! {
        @if let Some(name) = &one.name {
            a href=(page.to(&format!("/centre/people/{}", enrolment.person))) { (name) }
        }
        @if let Some(course) = course { br; (course.course.title.get(page.lang)) }
    }
}

fn state_of(page: &Page, one: &Shown) -> Markup {
    let zone = page.app.config.time_zone;
    html! {
        @match one.job.next_at {
            Some(at) => (page.tf("centre-mail-next", &[("at", moment(page.lang, at, zone).into())])),
            None => span.badge.failed { span aria-hidden="true" { "✕ " } (page.t("jobs-given-up")) },
        }
        form method="post" action=(page.to(&format!("/centre/jobs/{}/retry", one.job.id))) {
            button.button.small type="submit" { (page.t("jobs-again")) }
        }
    }
}

/// In the reader's words where there are any, then as it is stored, for who keeps the server.
fn reason(page: &Page, one: &Shown) -> Markup {
    let stored = &one.job.last_error;
    let is_letter = tells_of_a_letter(stored);
    html! {
        @if is_letter { (page.t("jobs-letter")) br; }
        @if let Some(enrolment) = one.enrolment.as_ref().filter(|_| is_letter) {
            a href=(page.to(&format!("/centre/people/{}/name", enrolment.person))) { (page.t("centre-name-title")) } br;
        }
        small.soft lang="en" { (stored) }
    }
}
