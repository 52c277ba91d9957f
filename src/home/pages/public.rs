//! The front page, for everyone.

use std::collections::BTreeMap;
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::Data;

use super::super::card;
use super::super::numbers::{Kept, LEAST, PublicNumbers};
use super::super::views::{self, CourseCard, Front, GoOn};
use crate::content::library::Shelf;
use crate::content::model::Picture;
use crate::content::picture::EMBLEM;
use crate::content::{Library, Published};
use crate::i18n::t;
use crate::kernel::ids::CourseId;
use crate::kernel::{Error, Lang, Result};
use crate::learning::{self, NextStep, Progress};
use crate::stats::count_reach;
use crate::web::assets;
use crate::web::{App, Page, Visitor, WebResult, html_page};

/// A course that somebody is in.
struct Mine {
    published: Arc<Published>,
    progress: Progress,
}

/// `GET /{lang}`.
///
/// # Errors
/// The database's.
pub async fn show_front(Visitor(page): Visitor, library: Data<Library>, numbers: Data<PublicNumbers>) -> WebResult {
    let shelf = library.shelf();
    let reach = match numbers.get(page.app.now()) {
        Kept::Fresh(reach) => reach,
        Kept::Old => {
            let today = page.app.today();
            // The whole register is counted: not on a thread that serves pages, and a front page can do without.
            match page.app.db.read_long(move |conn| count_reach(conn, today, LEAST)).await {
                Ok(counted) => numbers.keep(counted),
                Err(error) => {
                    tracing::warn!(%error, "the numbers of the front page could not be counted");
                    numbers.last()
                }
            }
        }
    };
    let mine = list_mine(&page, &shelf).await?;
    let by_course: BTreeMap<CourseId, &Mine> = mine.iter().map(|one| (one.published.course_id, one)).collect();
    let is_shown = |one: &&Arc<Published>| shelf.is_offered(one.course_id) || by_course.contains_key(&one.course_id);
    let courses = shelf.catalogue().filter(is_shown).map(|published| match by_course.get(&published.course_id) {
        Some(mine) => card(&page, &mine.published, Some(mine.progress.percent(&mine.published.course))),
        None => card(&page, published, None),
    });
    let front = Front { courses: courses.collect(), go_on: mine.iter().find_map(|one| go_on(&page, one)), reach };
    Ok(html_page(&page, page.t("home-title"), &views::front(&page, &front)))
}

/// `GET /{lang}/emergency`: the emergency card.
///
/// # Errors
/// Not found if there is no first aid course at all.
pub async fn show_card(Visitor(page): Visitor, library: Data<Library>) -> WebResult {
    let card = card::card(&library.shelf(), page.lang, page.t("card-numbers")).ok_or(Error::NotFound)?;
    Ok(html_page(&page, page.t("card-title"), &views::emergency_card(&page, &card)))
}

/// `GET /emergency-worker.js`: what keeps the card for offline. Another text of the card, another style, another name or
/// logo of the centre is another version, which pages look for once a day.
///
/// # Errors
/// None.
pub async fn show_worker(app: Data<App>, library: Data<Library>) -> WebResult {
    let (shelf, centre) = (library.shelf(), app.centre.get());
    let logo = centre.logo.as_ref().map(|logo| logo.digest.as_str()).unwrap_or_default();
    let text = |lang| {
        let card = card::card(&shelf, lang, t(lang, "card-numbers")).map(|card| card.text.html).unwrap_or_default();
        format!("{card}\n{}\n{logo}\n", centre.centre_name(lang).unwrap_or_default())
    };
    let texts = Lang::ALL.map(text);
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, "text/javascript; charset=utf-8"));
    Ok(response.body(assets::worker(&texts.concat())))
}

/// What the person who looks is learning, the newest first; nothing for a visitor.
async fn list_mine(page: &Page, shelf: &Shelf) -> Result<Vec<Mine>> {
    let Some(person) = page.person.as_ref().map(|person| person.person_id) else { return Ok(Vec::new()) };
    let found = page.app.read(move |conn| {
        let enrolments = learning::list_enrolments(conn, person)?;
        let progress = learning::progress_of_many(conn, &enrolments)?;
        Ok(enrolments.into_iter().zip(progress).collect::<Vec<_>>())
    });
    let mine = found.await?.into_iter().filter_map(|(enrolment, progress)| {
        let published = shelf.edition(enrolment.course, enrolment.edition).cloned()?;
        Some(Mine { published, progress })
    });
    Ok(mine.collect())
}

fn card(page: &Page, published: &Published, progress: Option<u32>) -> CourseCard {
    let course = &published.course;
    CourseCard {
        key: course.key.to_string(),
        title: course.title.get(page.lang).to_owned(),
        summary: course.summary.get(page.lang).to_owned(),
        minutes: course.lessons().map(|(_, lesson)| lesson.minutes).sum(),
        lessons: course.lessons().count(),
        emblem: course.pictures.get(EMBLEM).map(Picture::address),
        pilot: course.is_pilot(),
        progress,
    }
}

/// The next step of a course; `None` once everything in it is done.
fn go_on(page: &Page, mine: &Mine) -> Option<GoOn> {
    let course = &mine.published.course;
    let base = format!("/learn/{}", course.key);
    let (href, lesson) = match mine.progress.next_step(course) {
        NextStep::Lesson(key) => {
            let title = mine.published.lesson_title(&key, page.lang).to_owned();
            (format!("{base}/lessons/{key}"), Some(title))
        }
        NextStep::Quiz(quiz) => (format!("{base}/tests/{}", quiz.code()), None),
        NextStep::Nothing => return None,
    };
    Some(GoOn { course: course.title.get(page.lang).to_owned(), lesson, href: page.to(&href) })
}
