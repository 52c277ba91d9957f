//! Moving over to a newer edition of a course.

use actix_web::web::Path;

use super::super::super::views;
use super::super::super::{self as learning, Moved};
use super::{Courses, Learner, learner};
use crate::kernel::Error;
use crate::web::flash::{redirect, redirect_with};
use crate::web::{Fields, Volunteer, WebResult, html_page};

/// `GET /{lang}/learn/{course}/edition`: what is different, and the button.
///
/// # Errors
/// Not found; the database's.
pub async fn show_edition(volunteer: Volunteer, courses: Courses, path: Path<(String, String)>) -> WebResult {
    let page = &volunteer.page;
    let Some(learner) = learner(&volunteer, &courses, &path.1).await? else {
        return Ok(redirect(&page.to(&format!("/courses/{}", path.1))));
    };
    let Learner { published, done, newer: Some(newer), .. } = &learner else {
        return Ok(redirect(&page.to(&format!("/learn/{}", path.1))));
    };
    let changes = learning::changes(&published.course, &newer.course, &done.progress);
    Ok(html_page(page, page.t("edition-title"), &views::edition(page, (published, newer), &changes)))
}

/// `POST /{lang}/learn/{course}/edition`: moves over to the edition that the page showed, if it is still the newest.
///
/// # Errors
/// Not found; the database's.
pub async fn update_edition(
    volunteer: Volunteer,
    courses: Courses,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let learner = learner(&volunteer, &courses, &path.1).await?.ok_or(Error::NotFound)?;
    let outline = volunteer.page.to(&format!("/learn/{}", path.1));
    let Some(newer) = learner.newer else { return Ok(redirect(&outline)) };
    if typed.get("edition") != newer.edition.to_string() {
        return Ok(redirect(&volunteer.page.to(&format!("/learn/{}/edition", path.1))));
    }
    let enrolment = learner.enrolment;
    let moved = volunteer
        .page
        .app
        .write(volunteer.actor(), move |conn, ctx| {
            learning::move_over(conn, ctx, &enrolment, (&newer.course, newer.edition))
        })
        .await?;
    Ok(match moved {
        Moved::Over => redirect_with(&outline, "flash-moved-over"),
        Moved::Stays => redirect(&outline),
    })
}
