//! Bringing back a file as a change left it. The text of a lesson that was deleted since brings the lesson back into the
//! outline, and its other languages with it: a text that stands nowhere is of no use.

use super::course_file::CourseFile;
use super::model::{Action, COURSE_FILE, FileChange, FileState, Saved, lesson_at, lesson_path};
use super::save::save;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::DraftId;
use crate::kernel::{Ctx, Error, Lang, Result};

/// Of a lesson of which nothing but its text is known.
const MINUTES: i64 = 6;

/// Brings a file back as a change left it. `seen` is the revision that was shown as the one that holds, `subject` what
/// people call the file.
///
/// # Errors
/// Not found, if the change did not touch the file; the database's.
pub fn restore(
    conn: &mut Conn,
    ctx: &Ctx,
    draft: DraftId,
    (path, number): (&str, i64),
    (seen, subject): (Option<i64>, &str),
) -> Result<Saved> {
    let then = store::find_revision(conn, draft, (path, number))?.ok_or(Error::NotFound)?;
    let is_there = then.content.is_some();
    let change = FileChange { path: then.path, seen, content: then.content, compared_with: then.compared_with };
    let changes = match lesson_at(path).filter(|_| is_there) {
        Some(at) => with_lesson(conn, draft, at, change)?,
        None => vec![change],
    };
    save(conn, ctx, draft, (Action::Restored, subject), &changes)
}

/// The change; if the lesson is not in the outline, with what makes it a lesson again.
fn with_lesson(
    conn: &mut Conn,
    draft: DraftId,
    (module, lesson, lang): (&str, &str, Lang),
    change: FileChange,
) -> Result<Vec<FileChange>> {
    let held = store::find_file(conn, draft, COURSE_FILE)?;
    let course = held.as_ref().and_then(parse);
    // It was moved since: its text stands elsewhere.
    if let Some((now, _)) =
        course.as_ref().and_then(|course| course.lesson(lesson)).filter(|(now, _)| now.key != module)
    {
        let path = lesson_path(&now.key, lesson, lang);
        let seen = store::find_file(conn, draft, &path)?.map(|file| file.number);
        return Ok(vec![FileChange { path, seen, ..change }]);
    }
    let course = course.filter(|course| course.lesson(lesson).is_none());
    let home = course.as_ref().and_then(|course| course.module(module).or_else(|| course.modules().into_iter().next()));
    let (Some(held), Some(mut course), Some(home)) = (held, course, home) else { return Ok(vec![change]) };
    // The change that deleted it, and the outline before.
    let gone = store::find_file(conn, draft, &change.path)?.filter(|file| file.content.is_none());
    let before = match &gone {
        Some(gone) => store::find_revision_before(conn, draft, (COURSE_FILE, gone.number))?,
        None => None,
    };
    let is_back =
        before.as_ref().and_then(parse).is_some_and(|before| course.put_back_lesson(&before, (lesson, &home.key)));
    if !is_back && !course.add_lesson(&home.key, (lesson, MINUTES)) {
        return Ok(vec![change]);
    }
    let mut changes = vec![FileChange::text(COURSE_FILE, Some(held.number), course.into_text())];
    for other in Lang::ALL.into_iter().filter(|other| *other != lang) {
        let path = lesson_path(module, lesson, other);
        let with_it = store::find_file(conn, draft, &path)?
            .filter(|file| file.content.is_none() && gone.as_ref().is_some_and(|gone| gone.number == file.number));
        let Some(removed) = with_it else { continue };
        if let Some(then) = store::find_revision_before(conn, draft, (&path, removed.number))? {
            let path = lesson_path(&home.key, lesson, other);
            changes.push(FileChange { path, seen: None, content: then.content, compared_with: then.compared_with });
        }
    }
    let seen = change.seen.filter(|_| home.key == module);
    changes.push(FileChange { path: lesson_path(&home.key, lesson, lang), seen, ..change });
    Ok(changes)
}

fn parse(file: &FileState) -> Option<CourseFile> {
    CourseFile::parse(file.content.as_deref()?)
}
