//! Where trainers start: the courses with their learners, and the results of each question.

pub mod results;
pub mod statistics;

use std::sync::Arc;

use actix_web::web::Data;

use super::super::views::{self, Taught};
use crate::asking;
use crate::content::{Library, Published};
use crate::stats;
use crate::web::{Trainer, WebResult, html_page};

/// Who did something within so many days is active.
const ACTIVE_DAYS: i64 = 30;

/// `GET /{lang}/trainer`.
///
/// # Errors
/// The database's.
pub async fn list_courses(trainer: Trainer, library: Data<Library>) -> WebResult {
    let page = &trainer.page;
    let since = page.app.now().plus_hours(-24 * ACTIVE_DAYS);
    let (learners, open) = page
        .app
        .db
        .read_long(move |conn| Ok((stats::list_learners(conn, since)?, asking::count_open_by_course(conn)?)))
        .await?;
    let shelf = library.shelf();
    let taught = |published: &Arc<Published>| {
        let (course, published) = (published.course_id, Arc::clone(published));
        let requests = open.iter().find(|(of, _)| *of == course).map_or(0, |(_, count)| *count);
        let editions = learners.iter().filter(|one| one.course == course).copied().collect();
        Taught { published, editions, requests }
    };
    let courses: Vec<Taught> = shelf.catalogue().map(taught).collect();
    Ok(html_page(page, page.t("teaching-title"), &views::courses(page, &courses)))
}
