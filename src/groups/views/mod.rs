//! Groups as HTML, by audience.

use crate::content::library::Shelf;
use crate::i18n::short_date;
use crate::kernel::Day;
use crate::kernel::ids::CourseId;
use crate::web::Page;

pub(super) mod coordinator;
pub(super) mod form;
pub(super) mod own;
pub(super) mod staff;
pub(super) mod table;

/// What a course is called now.
fn title_of(page: &Page, shelf: &Shelf, course: CourseId) -> String {
    shelf.course_by_id(course).map_or_else(String::new, |one| one.course.title.get(page.lang).to_owned())
}

/// From which day to which.
fn days(page: &Page, (from, to): (Day, Day)) -> String {
    if from == to {
        return short_date(page.lang, from);
    }
    format!("{} – {}", short_date(page.lang, from), short_date(page.lang, to))
}
