//! Taking a change back: by another change, so that nothing is lost by that either.

use super::course_file::CourseFile;
use super::model::{Action, COURSE_FILE, FileChange, FileState, Saved, lesson_at};
use super::save::save;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::DraftId;
use crate::kernel::{Ctx, Error, Result};

/// Takes a change back, unless one of its files was changed since. What it removed comes back all the same: into the
/// outline as it is by now, and a file that is there again stays as it is.
///
/// # Errors
/// Not found, if there is no such change; the database's.
pub fn undo(conn: &mut Conn, ctx: &Ctx, draft: DraftId, (number, subject): (i64, &str)) -> Result<Saved> {
    let touched = store::list_touched(conn, draft, number)?;
    if touched.is_empty() {
        return Err(Error::NotFound);
    }
    let mut changes = Vec::new();
    for path in touched {
        let now = store::find_file(conn, draft, &path)?.ok_or(Error::NotFound)?;
        let before = store::find_revision_before(conn, draft, (&path, number))?;
        if now.number == number {
            let compared_with = before.as_ref().and_then(|before| before.compared_with);
            let content = before.and_then(|before| before.content);
            changes.push(FileChange { path, seen: Some(number), content, compared_with });
            continue;
        }
        let then = store::find_revision(conn, draft, (&path, number))?.ok_or(Error::NotFound)?;
        if then.content.is_none() && now.content.is_some() {
            continue;
        }
        let Some(whole) = with_removed(&now, before.as_ref(), &then) else { return Ok(Saved::Meanwhile) };
        changes.push(FileChange::text(path, Some(now.number), whole.into_text()));
    }
    let outline = match changes.iter().find(|change| change.path == COURSE_FILE) {
        Some(change) => change.content.clone(),
        None => store::find_file(conn, draft, COURSE_FILE)?.and_then(|file| file.content),
    };
    if let Some(outline) = outline.as_deref().and_then(CourseFile::parse) {
        changes.retain(|change| change.content.is_none() || !stands_elsewhere(&outline, &change.path));
    }
    save(conn, ctx, draft, (Action::Undone, subject), &changes)
}

/// True for the text of a lesson that this outline has in another module: it came back by itself.
fn stands_elsewhere(outline: &CourseFile, path: &str) -> bool {
    lesson_at(path).is_some_and(|(module, lesson, _)| outline.lesson(lesson).is_some_and(|(now, _)| now.key != module))
}

/// The outline as it is now with what a change took out of it.
fn with_removed(now: &FileState, before: Option<&FileState>, then: &FileState) -> Option<CourseFile> {
    let parse = |file: &FileState| CourseFile::parse(file.content.as_deref()?);
    if now.path != COURSE_FILE {
        return None;
    }
    parse(now)?.undo_removal(&parse(before?)?, &parse(then)?)
}
