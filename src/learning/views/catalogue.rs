//! The public catalogue and the page of a course.

use std::sync::Arc;

use maud::{Markup, html};

use super::template::templates;
use super::{course_path, guideline, lesson_title, pilot};
use crate::content::Published;
use crate::content::picture::EMBLEM;
use crate::i18n::{long_date, number};
use crate::kernel::Expiry;
use crate::learning::question_view::inline;
use crate::web::Page;
use crate::web::ui::{in_language, words};

/// What whoever looks at a course may do.
#[derive(Debug, Clone, Copy)]
pub(in crate::learning) enum Begin<'a> {
    /// They are in it.
    GoOn,
    /// They may enrol.
    Enrol,
    /// These courses are to be completed first; whoever is not signed in may do that, too.
    After(&'a [Arc<Published>]),
    /// It takes no new learners.
    Closed,
}

/// The public catalogue.
pub(in crate::learning) fn catalogue(page: &Page, courses: &[Arc<Published>]) -> Markup {
    html! {
        h1 { (page.t("courses-title")) }
        @if courses.is_empty() { p { (page.t("courses-empty")) } }
        div.cards {
            @for published in courses {
                section.card.course {
                    h2 { a href=(page.to(&format!("/courses/{}", published.course.key))) { (words(page, &published.course.title)) } }
                    p { (words(page, &published.course.summary)) }
                    p.meta { (page.tf("course-lessons", &[("count", published.course.lessons().count().into())])) " · " (minutes(page, published)) }
                }
            }
        }
    }
}

pub(in crate::learning) fn minutes(page: &Page, published: &Published) -> String {
    let minutes: u32 = published.course.lessons().map(|(_, lesson)| lesson.minutes).sum();
    page.tf("course-minutes", &[("count", minutes.into())])
}

fn hours(page: &Page, hours: f64) -> String {
    number(page.lang, hours, u32::from(hours.fract() > f64::EPSILON))
}

/// A course for those who may enrol.
pub(in crate::learning) fn course(page: &Page, published: &Published, (how, is_signed): (Begin<'_>, bool)) -> Markup {
    let course = &published.course;
    html! {
        div.course-head {
            @if let Some((key, emblem)) = course.pictures.get_key_value(EMBLEM) {
                img.emblem src=(published.picture_address(key, emblem)) alt="" width="72" height="72";
            }
            h1 { (words(page, &course.title)) }
            (pilot(page, published, is_signed))
            p.lead { (words(page, &course.summary)) }
            (begin(page, published, how))
        }
        @if course.key.as_str() == "first-aid" {
            p { a href=(page.to("/emergency")) { (page.t("card-title")) } }
        }
        h2 { (page.t("course-outcomes")) }
        @if let Some((lang, outcomes)) = course.outcomes.found(page.lang) {
            ul { @for outcome in outcomes { li { (in_language(page, lang, html! { (outcome) })) } }
        } }
        h2 { (page.t("course-content")) }
        p.meta { (page.tf("course-lessons", &[("count", course.lessons().count().into())])) " · " (minutes(page, published)) }
        ol.outline.modules {
            @for module in &course.modules {
                li.module {
                    h3 { (words(page, &module.title)) }
                    p { (words(page, &module.summary)) }
                    ul.lessons { @for lesson in &module.lessons { li { (lesson_title(page, published, &lesson.key)) } } }
                }
            }
        }
        (templates(page, published))
        h2 { (page.t("course-get")) }
        p { (page.t("course-get-text")) " " strong { (words(page, &course.certificate.title)) } "." }
        p { (page.tf("course-hours", &[("hours", hours(page, course.hours).into())])) }
        @match course.certificate.expiry() {
            Expiry::On(day) => {
                @let key = if day < page.app.today() { "course-until-past" } else { "course-until" };
                p { (page.tf(key, &[("date", long_date(page.lang, day).into())])) }
            }
            Expiry::Months(months) => p { (page.tf("course-validity", &[("months", months.into())])) },
            Expiry::Never => {}
        }
        @if !course.limits.is_empty() {
            h2 { (page.t("course-limits")) }
            p { (inline(page, published, &course.limits)) }
        }
        (begin(page, published, how))
        (guideline(page, published, &[]))
    }
}

/// What is to be completed first.
fn after(page: &Page, first: &[Arc<Published>]) -> Markup {
    html! {
        div.note {
            p { (page.t("course-first")) }
            ul {
                @for one in first {
                    li { a href=(page.to(&format!("/courses/{}", one.course.key))) { (words(page, &one.course.title)) } }
                }
            }
        }
    }
}

/// How one begins, at the head and at the end of a long page.
fn begin(page: &Page, published: &Published, how: Begin<'_>) -> Markup {
    let address = page.to(&format!("/courses/{}", published.course.key));
    html! {
        @if let Begin::After(first) = how { (after(page, first)) }
        @if matches!(how, Begin::Closed) {
            p.note { (page.t("course-closed")) }
        } @else if matches!(how, Begin::After(_)) && page.person.is_some() {
            // What is to be done first is said above.
        } @else if matches!(how, Begin::GoOn) {
            p { a.button href=(course_path(page, published)) { (page.t("learn-continue")) } }
        } @else if page.person.is_none() {
            p { a.button href=(page.to(&format!("/sign-up?next={address}"))) { (page.t("course-enrol")) } }
            p.hint {
                (page.t("course-sign-up-first")) " " (page.t("sign-up-have")) " "
                a href=(page.to(&format!("/sign-in?next={address}"))) { (page.t("nav-sign-in")) }
            }
        } @else {
            form method="post" action=(address) {
                button.button type="submit" { (page.t("course-enrol")) }
            }
        }
    }
}
