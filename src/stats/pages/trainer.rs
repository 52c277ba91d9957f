//! Where trainers start: the courses with their learners, and the results of each question.

pub mod results;
pub mod statistics;

use std::sync::Arc;

use actix_web::web::Data;

use super::super::views::{self, Taught};
use crate::asking;
use crate::authoring;
use crate::content::{Library, Published};
use crate::reviews;
use crate::stats;
use crate::stats::needs::{Flagged, Need, list_needs};
use crate::web::{Trainer, WebResult, html_page};

/// Who did something within so many days is active.
const ACTIVE_DAYS: i64 = 30;

/// `GET /{lang}/trainer`.
///
/// # Errors
/// The database's.
pub async fn list_courses(
    trainer: Trainer,
    library: Data<Library>,
    flagged: Data<Flagged>,
    reviews: Data<reviews::Current>,
) -> WebResult {
    let page = &trainer.page;
    let (now, shelf) = (page.app.now(), library.shelf());
    let since = now.plus_hours(-24 * ACTIVE_DAYS);
    let all = Arc::clone(&shelf);
    let (flagged, reviews) = (flagged.into_inner(), reviews.into_inner());
    let read = page.app.db.read_long(move |conn| {
        let open = asking::count_open_by_course(conn)?;
        let needs = list_needs(conn, now, (all.as_ref(), flagged.as_ref(), reviews.as_ref()), &open)?;
        Ok((stats::list_learners(conn, since)?, open, needs, authoring::list_drafts(conn)?))
    });
    let (learners, open, needs, drafts) = read.await?;
    let titled = |need: Need| {
        let published = shelf.course(need.course.as_str()).map(|one| one.course.title.get(page.lang).to_owned());
        let drafted = || drafts.iter().find(|line| line.draft.course == need.course).map(|line| line.title(page.lang));
        let title = published.or_else(drafted).unwrap_or_else(|| need.course.to_string());
        (need, title)
    };
    let needs: Vec<(Need, String)> = needs.into_iter().map(titled).collect();
    let taught = |published: &Arc<Published>| {
        let (course, published) = (published.course_id, Arc::clone(published));
        let requests = open.iter().find(|(of, _)| *of == course).map_or(0, |(_, count)| *count);
        let editions = learners.iter().filter(|one| one.course == course).copied().collect();
        Taught { published, editions, requests }
    };
    let courses: Vec<Taught> = shelf.catalogue().map(taught).collect();
    Ok(html_page(page, page.t("teaching-title"), &views::courses(page, &courses, &needs)))
}
