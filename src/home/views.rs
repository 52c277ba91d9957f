//! The front page: an invitation, or the way on; the courses; the entry to verify a certificate.

use maud::{Markup, html};

use super::card::Card;
use crate::i18n::number;
use crate::stats::Reach;
use crate::web::layout::trusted;
use crate::web::{Page, ui};

/// A course as a card.
pub(super) struct CourseCard {
    /// The course's key.
    pub(super) key: String,
    pub(super) title: String,
    pub(super) summary: String,
    /// All its lessons together.
    pub(super) minutes: u32,
    pub(super) lessons: usize,
    /// The address of its drawing.
    pub(super) emblem: Option<String>,
    /// A review is pending.
    pub(super) pilot: bool,
    /// In percent; `None` if whoever looks is not in the course.
    pub(super) progress: Option<u32>,
}

/// What somebody who is learning does next.
pub(super) struct GoOn {
    pub(super) course: String,
    /// The lesson's title; `None` if a test is next.
    pub(super) lesson: Option<String>,
    pub(super) href: String,
}

/// Everything the front page shows.
pub(super) struct Front {
    /// In the order of the catalogue.
    pub(super) courses: Vec<CourseCard>,
    pub(super) go_on: Option<GoOn>,
    /// How far the training has reached, once there is enough to tell.
    pub(super) reach: Option<Reach>,
}

pub(super) fn front(page: &Page, front: &Front) -> Markup {
    html! {
        section.hero {
            @match (&front.go_on, &page.person) {
                (Some(go_on), _) => (welcome_back(page, go_on)),
                (None, person) => (invitation(page, front, person.is_none())),
            }
        }
        @if page.person.is_none() { (how(page)) }
        (courses(page, &front.courses))
        @if let Some(reach) = &front.reach { (reached(page, reach)) }
        (emergency(page))
        (verify(page))
    }
}

fn invitation(page: &Page, front: &Front, stranger: bool) -> Markup {
    let begin = front.courses.first().map_or_else(|| page.to("/courses"), |course| address(page, course));
    html! {
        h1 { (page.t("home-heading")) }
        p.lead { (page.t("home-lead")) }
        div.buttons {
            a.button href=(begin) { (page.t("home-begin")) }
            @if stranger { a.button.secondary href=(page.to("/sign-in")) { (page.t("home-have-account")) } }
        }
    }
}

fn welcome_back(page: &Page, go_on: &GoOn) -> Markup {
    html! {
        h1 { (page.t("home-back")) }
        p.lead {
            (go_on.course) ": "
            @match &go_on.lesson {
                Some(lesson) => (lesson),
                None => (page.t("home-test-next")),
            }
        }
        div.buttons {
            a.button href=(go_on.href) { (page.t("home-go-on")) }
            a.button.secondary href=(page.to("/learn")) { (page.t("nav-learn")) }
        }
    }
}

/// Three sentences: how it goes.
fn how(page: &Page) -> Markup {
    html! {
        section aria-labelledby="how" {
            h2 #how { (page.t("home-how")) }
            ol.ways {
                @for (title, text) in [
                    ("home-how-learn", "home-how-learn-text"),
                    ("home-how-practise", "home-how-practise-text"),
                    ("home-how-show", "home-how-show-text"),
                ] {
                    li { h3 { (page.t(title)) } p { (page.t(text)) } }
                }
            }
        }
    }
}

fn courses(page: &Page, courses: &[CourseCard]) -> Markup {
    html! {
        section aria-labelledby="courses" {
            h2 #courses { (page.t("home-courses")) }
            @if courses.is_empty() { (ui::empty(page.t("home-no-course"), None)) }
            div.cards {
                @for course in courses { (card(page, course)) }
            }
        }
    }
}

/// How many people and places there are already. Numbers that say nothing are left out.
fn reached(page: &Page, reach: &Reach) -> Markup {
    let numbers = [("home-trained", reach.trained), ("home-valid", reach.valid), ("home-districts", reach.districts)];
    html! {
        section aria-labelledby="reach" {
            h2 #reach { (page.t("home-reach")) }
            ul.reach {
                @for (words, count) in numbers {
                    @if count > 0 { li { strong { (written(page, count)) } " " (page.tf(words, &[("count", count.into())])) } }
                }
            }
        }
    }
}

fn written(page: &Page, count: i64) -> String {
    number(page.lang, f64::from(i32::try_from(count).unwrap_or(i32::MAX)), 0)
}

/// Where a course leads: on, or to its description.
fn address(page: &Page, course: &CourseCard) -> String {
    let room = if course.progress.is_some() { "learn" } else { "courses" };
    page.to(&format!("/{room}/{}", course.key))
}

fn card(page: &Page, course: &CourseCard) -> Markup {
    html! {
        section.card.course {
            @if let Some(emblem) = &course.emblem { img.emblem src=(emblem) alt="" width="72" height="72"; }
            h3 { a href=(address(page, course)) { (course.title) } }
            p { (course.summary) }
            @if let Some(percent) = course.progress { (ui::progress(page.t("home-progress"), percent)) }
            p.meta {
                span { (page.tf("home-lessons", &[("count", course.lessons.into())])) }
                span { (page.tf("home-minutes", &[("count", course.minutes.into())])) }
                @if course.pilot { span.badge { (page.t("home-pilot")) } }
            }
        }
    }
}

/// The way to the emergency card.
fn emergency(page: &Page) -> Markup {
    html! {
        section.note aria-labelledby="emergency" {
            h2 #emergency { (page.t("card-title")) }
            p { (page.t("card-lead")) }
            a.button.secondary href=(page.to("/emergency")) { (page.t("card-open")) }
        }
    }
}

/// The emergency card itself: short enough for one sheet of paper.
pub(super) fn emergency_card(page: &Page, card: &Card) -> Markup {
    html! {
        article.emergency {
            h1 { (card.text.title) }
            (trusted(&card.text.html))
            @if card.awaits_doctor { p.pilot { (page.t("card-pending")) } }
            p.source { (page.t("card-practise")) }
        }
        button.button.secondary type="button" data-print hidden { (page.t("card-print")) }
    }
}

/// For whoever holds a certificate in hand.
fn verify(page: &Page) -> Markup {
    html! {
        section.note aria-labelledby="verify" {
            h2 #verify { (page.t("home-verify")) }
            form.inline method="get" action=(page.to("/verify")) {
                div.field {
                    label for="number" { (page.t("home-number")) }
                    p.hint #number-hint { (page.t("home-number-hint")) }
                    input #number name="number" type="text" required autocomplete="off" autocapitalize="characters"
                        spellcheck="false" aria-describedby="number-hint";
                }
                button.button.secondary type="submit" { (page.t("home-verify-button")) }
            }
        }
    }
}
