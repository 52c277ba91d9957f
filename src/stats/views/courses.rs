//! The courses of a trainer.

use std::sync::Arc;

use maud::{Markup, html};

use crate::content::Published;
use crate::i18n::long_date;
use crate::stats::Learners;
use crate::stats::needs::Need;
use crate::web::{Page, ui};

/// A course with those who learn it.
pub(in crate::stats) struct Taught {
    /// The newest edition.
    pub(in crate::stats) published: Arc<Published>,
    /// The learners of each edition that has some.
    pub(in crate::stats) editions: Vec<Learners>,
    /// Messages that wait for an answer.
    pub(in crate::stats) requests: i64,
}

impl Taught {
    fn sum(&self, of: impl Fn(&Learners) -> i64) -> i64 {
        self.editions.iter().map(of).sum()
    }
}

pub(in crate::stats) fn courses(page: &Page, courses: &[Taught], needs: &[(Need, String)]) -> Markup {
    html! {
        h1 { (page.t("teaching-title")) }
        p { (page.t("teaching-lead")) }
        ul.doors {
            li { a href=(page.to("/trainer/drafts")) { (page.t("nav-drafts")) } }
            li { a href=(page.to("/trainer/people")) { (page.t("made-title")) } }
            li { a href=(page.to("/trainer/groups")) { (page.t("group-title")) } }
            li { a href=(page.to("/trainer/requests")) { (page.t("requests-title")) } }
        }
        (super::needs::needs(page, needs))
        h2 { (page.t("teaching-courses")) }
        @if courses.is_empty() { (ui::empty(page.t("teaching-empty"), None)) }
        div.cards { @for taught in courses { (course(page, taught)) } }
    }
}

fn course(page: &Page, taught: &Taught) -> Markup {
    let published = &taught.published;
    let base = page.to(&format!("/trainer/courses/{}", published.course.key));
    let changed = long_date(page.lang, published.published_at.day(page.app.config.time_zone));
    html! {
        section.card {
            h3 { (published.course.title.get(page.lang)) }
            p.meta { (page.tf("teaching-edition", &[("edition", published.edition.into()), ("date", changed.into())])) }
            dl.shown {
                dt { (page.t("teaching-enrolled")) }
                dd { (taught.sum(|one| one.enrolled)) }
                dt { (page.t("teaching-active")) }
                dd { (taught.sum(|one| one.active)) }
                dt { (page.t("teaching-completed")) }
                dd { (taught.sum(|one| one.completed)) }
                dt { (page.t("teaching-requests")) }
                dd {
                    @if taught.requests > 0 {
                        a href={ (page.to("/trainer/requests")) "?course=" (published.course.key) } { (taught.requests) }
                    }
                    @else { (taught.requests) }
                }
            }
            @for earlier in taught.editions.iter().filter(|one| one.edition != published.edition) {
                p.meta { (page.tf("teaching-earlier", &[("edition", earlier.edition.into()), ("count", earlier.enrolled.into())])) }
            }
            div.buttons {
                a.button.small.secondary href={ (base) "/preview/" (page.lang) } {
                    (page.t("teaching-preview")) span.sr { ": " (published.course.title.get(page.lang)) }
                }
                a.button.small href={ (base) "/results" } {
                    (page.t("teaching-results")) span.sr { ": " (published.course.title.get(page.lang)) }
                }
            }
        }
    }
}
