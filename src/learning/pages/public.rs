//! The catalogue and the courses in it.

use std::sync::Arc;

use actix_web::web::{Data, Path};

use super::super::views::{self, Begin};
use super::super::{self as learning, Enrolled};
use crate::content::{Library, Published};
use crate::kernel::Error;
use crate::kernel::ids::CourseId;
use crate::reviews;
use crate::web::flash::{redirect, redirect_with};
use crate::web::{Visitor, Volunteer, WebResult, html_page};

/// `GET /{lang}/courses`.
///
/// # Errors
/// None of its own.
pub async fn list_courses(Visitor(page): Visitor, library: Data<Library>) -> WebResult {
    let courses = library.shelf().offered().cloned().collect::<Vec<_>>();
    Ok(html_page(&page, page.t("courses-title"), &views::catalogue(&page, &courses)))
}

pub(super) fn published(library: &Library, key: &str) -> Result<Arc<Published>, Error> {
    library.shelf().course(key).cloned().ok_or(Error::NotFound)
}

/// `GET /{lang}/courses/{course}`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_course(
    Visitor(page): Visitor,
    library: Data<Library>,
    reviews: Data<reviews::Current>,
    path: Path<(String, String)>,
) -> WebResult {
    let published = published(&library, &path.1)?;
    let (course, shelf) = (published.course_id, library.shelf());
    let first = shelf.prerequisites(&published);
    let (enrolled, missing) = match page.person.as_ref().map(|person| person.person_id) {
        Some(person) => {
            let ids: Vec<CourseId> = first.iter().map(|one| one.course_id).collect();
            let read = move |conn: &mut _| {
                let enrolled = learning::find_enrolment(conn, person, course)?.is_some();
                Ok((enrolled, learning::list_uncompleted(conn, person, &ids)?))
            };
            page.app.read(read).await?
        }
        None => (false, first.iter().map(|one| one.course_id).collect()),
    };
    let title = published.course.title.get(page.lang).to_owned();
    let first: Vec<_> = first.into_iter().filter(|one| missing.contains(&one.course_id)).collect();
    let begin = match (enrolled, shelf.is_offered(course)) {
        (true, _) => Begin::GoOn,
        (false, true) if first.is_empty() => Begin::Enrol,
        (false, true) => Begin::After(&first),
        (false, false) => Begin::Closed,
    };
    Ok(html_page(&page, &title, &views::course(&page, &published, (begin, reviews.is_signed(&published)))))
}

/// `POST /{lang}/courses/{course}`: enrols, and leads to the first lesson.
///
/// # Errors
/// Not found; the database's.
pub async fn create_enrolment(volunteer: Volunteer, library: Data<Library>, path: Path<(String, String)>) -> WebResult {
    let published = published(&library, &path.1)?;
    let (person, course) = (volunteer.id(), (published.course_id, published.edition));
    let page = &volunteer.page;
    let first: Vec<CourseId> = library.shelf().prerequisites(&published).iter().map(|one| one.course_id).collect();
    let enrol = move |conn: &mut _, ctx: &_| learning::enrol_if_offered(conn, ctx, person, course, &first);
    Ok(match page.app.write(volunteer.actor(), enrol).await? {
        Enrolled::Yes => redirect_with(&page.to(&format!("/learn/{}", published.course.key)), "flash-enrolled"),
        // Its page says why.
        Enrolled::Closed | Enrolled::After(_) => redirect(&page.to(&format!("/courses/{}", published.course.key))),
    })
}
