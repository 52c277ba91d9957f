//! What has to be signed before a draft is published.

use maud::html;

use super::super::super::place::Place;
use super::super::super::views::Note;
use super::Open;
use super::check::at;
use crate::accounts;
use crate::content::Library;
use crate::content::model::Package;
use crate::kernel::Slug;
use crate::reviews::{self, Demand};
use crate::web::ui::review_name;
use crate::web::{Problem, Trainer};

/// The signatures that the course or the centre wants to see first.
pub(super) fn demands(trainer: &Trainer, library: &Library, package: Option<&Package>) -> Vec<Demand> {
    let (app, Some(package)) = (&trainer.page.app, package) else { return Vec::new() };
    let subjects = reviews::demanded(&package.course.reviews, &app.centre.get());
    if subjects.is_empty() {
        Vec::new()
    } else {
        reviews::demands(&library.look_at(&package.course, app.now(), ""), &subjects)
    }
}

/// A note for each lesson that lacks signatures: which, and who could give them.
pub(super) async fn unsigned(trainer: &Trainer, open: &Open, demands: &[Demand]) -> Result<Vec<Note>, Problem> {
    let (page, key, wanted) = (&trainer.page, open.draft.course.clone(), demands.to_vec());
    if demands.is_empty() {
        return Ok(Vec::new());
    }
    let (missing, reviewers) = page
        .app
        .read(move |conn| Ok((reviews::list_missing(conn, &key, &wanted)?, accounts::list_reviewers(conn, &key)?)))
        .await?;
    let mut notes: Vec<(Slug, Note)> = Vec::new();
    for Demand { lesson, kind, .. } in missing {
        let names: Vec<&str> = reviewers.iter().filter(|(of, _)| *of == kind).map(|(_, name)| name.as_str()).collect();
        let names = if names.is_empty() { page.t("review-nobody-yet").to_owned() } else { names.join(", ") };
        let review = review_name(page, kind);
        let words = page.tf("review-missing", &[("review", review.into()), ("names", names.into())]);
        if let Some((_, note)) = notes.last_mut().filter(|(last, _)| *last == lesson) {
            note.words = html! { (note.words) br; (words) };
        } else {
            let place = Place::Lesson(lesson.to_string());
            notes.push((lesson, Note { words: html! { (words) }, ..at(page, open, &place) }));
        }
    }
    Ok(notes.into_iter().map(|(_, note)| note).collect())
}
