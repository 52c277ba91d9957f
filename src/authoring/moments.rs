//! The whole course at two moments of its draft, and bringing back what it was. A moment is the number of the change that was
//! the last one then. Where old autosaves were removed (`thin.rs`), a file is as the last save that is left from before.

use std::collections::BTreeMap;

use super::course_file::CourseFile;
use super::model::{Action, COURSE_FILE, FileChange, FileState, Saved, lesson_at, lesson_path};
use super::save::save;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::DraftId;
use crate::kernel::{Ctx, Error, Lang, Result};

/// A file that is not the same at two moments. None: there was no such file, and never had been.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Differs {
    /// Where, within the course's folder.
    pub path: String,
    /// At the first moment; without content it was gone.
    pub then: Option<FileState>,
    /// At the second one.
    pub later: Option<FileState>,
}

impl Differs {
    /// True if there was such a file at the first moment, and at the second one.
    pub fn is_there(&self) -> (bool, bool) {
        let is_there = |file: &Option<FileState>| file.as_ref().is_some_and(|file| file.content.is_some());
        (is_there(&self.then), is_there(&self.later))
    }

    /// True if both say the same.
    pub fn is_same_text(&self) -> bool {
        let content = |file: &Option<FileState>| file.as_ref().and_then(|file| file.content.clone());
        content(&self.then) == content(&self.later)
    }
}

/// The files that differ between two moments, by path; also translations that say the same, but were compared with another
/// text of their source, unless they fit it at both moments.
///
/// # Errors
/// The database's.
pub fn compare_moments(conn: &mut Conn, draft: DraftId, moments: (i64, i64)) -> Result<Vec<Differs>> {
    let (then, later) = (held_at(conn, draft, moments.0)?, held_at(conn, draft, moments.1)?);
    let course = later.get(COURSE_FILE).map(|number| store::find_revision(conn, draft, (COURSE_FILE, *number)));
    let course = course.transpose()?.flatten().and_then(|file| CourseFile::parse(file.content.as_deref()?));
    let source = course.and_then(|course| course.languages().first().copied());
    let compared = |file: &Option<FileState>| file.as_ref().and_then(|file| file.compared_with);
    let mut found = list_revised(conn, draft, (&then, &later))?;
    found.retain(|file| {
        let fits_both = fits(file.then.as_ref(), &then, source) && fits(file.later.as_ref(), &later, source);
        !file.is_same_text() || !fits_both && compared(&file.then) != compared(&file.later)
    });
    Ok(found)
}

/// Which revision of each file held, by path.
type Held = BTreeMap<String, i64>;

fn held_at(conn: &mut Conn, draft: DraftId, moment: i64) -> Result<Held> {
    let held = store::list_held_at(conn, draft, moment)?;
    Ok(held.into_iter().map(|file| (file.path, file.number)).collect())
}

/// True for a translation that was compared with the text of its source that held then.
fn fits(translation: Option<&FileState>, held: &Held, source: Option<Lang>) -> bool {
    let of_source = translation.and_then(|file| {
        let (module, lesson, _) = lesson_at(&file.path)?;
        held.get(&lesson_path(module, lesson, source?)).copied()
    });
    of_source.is_some() && translation.is_some_and(|file| file.compared_with == of_source)
}

/// The files that were saved between two moments, by path. They may say the same: a translation is saved, too, when it is
/// found to fit its source.
fn list_revised(conn: &mut Conn, draft: DraftId, (earlier, held): (&Held, &Held)) -> Result<Vec<Differs>> {
    let other = |path: &&String| earlier.get(*path) != held.get(*path);
    let mut paths: Vec<&String> = earlier.keys().chain(held.keys()).filter(other).collect();
    paths.sort_unstable();
    paths.dedup();
    let of = |numbers: &Held| -> Vec<(String, i64)> {
        paths.iter().filter_map(|path| Some(((*path).clone(), *numbers.get(*path)?))).collect()
    };
    let mut files = BTreeMap::new();
    for wanted in [of(earlier), of(held)] {
        for file in store::list_revisions(conn, draft, &wanted)? {
            files.insert((file.path.clone(), file.number), file);
        }
    }
    let find = |path: &str, numbers: &Held| {
        let number = numbers.get(path)?;
        files.get(&(path.to_owned(), *number)).cloned()
    };
    let differs = |path: &String| Differs { path: path.clone(), then: find(path, earlier), later: find(path, held) };
    Ok(paths.into_iter().map(differs).collect())
}

/// Makes every file what it was at a moment, as one change. `seen` is the last change that whoever asks has seen: if there is
/// a later one, nothing is written.
///
/// # Errors
/// Not found, if there is no such change; the database's.
pub fn restore_moment(
    conn: &mut Conn,
    ctx: &Ctx,
    id: DraftId,
    (moment, seen): (i64, i64),
    subject: &str,
) -> Result<Saved> {
    let draft = store::find_draft(conn, id)?.ok_or(Error::NotFound)?;
    store::find_change(conn, id, moment)?.ok_or(Error::NotFound)?;
    if draft.number != seen {
        return Ok(Saved::Meanwhile);
    }
    let change = |file: Differs| {
        let compared_with = file.then.as_ref().and_then(|then| then.compared_with);
        let content = file.then.and_then(|then| then.content);
        FileChange { path: file.path, seen: file.later.map(|later| later.number), content, compared_with }
    };
    let (then, now) = (held_at(conn, id, moment)?, held_at(conn, id, draft.number)?);
    let changes: Vec<FileChange> = list_revised(conn, id, (&then, &now))?.into_iter().map(change).collect();
    save(conn, ctx, id, (Action::Restored, subject), &changes)
}
