//! Publishes a course that was read from files.

use serde_json::json;

use super::compare::{Obstacle, obstacles};
use super::digest;
use super::model::Course;
use super::prepare::Prepared;
use super::store::{self, NewVersion, Stored};
use crate::accounts::audit;
use crate::db::Conn;
use crate::kernel::ids::VersionId;
use crate::kernel::{Ctx, Error, Localized, Result};

/// What kind of version is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// For those who are learning as well; refused where it would cost them progress.
    Correction,
    /// For those who enrol from now on.
    NewEdition,
    /// A course that comes with the program: a correction where that can be, otherwise a new edition, and
    /// nothing at all once the centre has published the course itself.
    Bundled,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Import {
    /// The newest version says the same; nothing was done.
    Unchanged,
    /// The newest version is the centre's own, so the bundled course was left aside.
    Kept,
    /// Everybody in the newest edition sees it now.
    Correction(VersionId),
    /// Those who enrol from now on get it.
    NewEdition(VersionId),
    /// It cannot be a correction; ask for a new edition.
    Refused(Vec<Obstacle>),
    /// The newest version, this one, was edited here, and the files say something else: nothing was done.
    Edited(VersionId),
}

/// The note of versions that came with the program.
const BUNDLED: &str = "bundled";
/// The note of versions that were imported by somebody.
const FILES: &str = "files";

/// Publishes a course.
///
/// # Errors
/// The database's; a conflict if somebody else publishes the same course at this moment.
pub fn import(conn: &mut Conn, ctx: &Ctx, prepared: &Prepared, wish: Wish) -> Result<Import> {
    import_noted(conn, ctx, prepared, (wish, if wish == Wish::Bundled { BUNDLED } else { FILES }))
}

/// Publishes a course from its files, as [`import`], unless it was edited here since: then nothing is done. Files that say
/// what they said when they were published last change nothing either.
///
/// # Errors
/// As [`import`].
pub fn import_from_files(conn: &mut Conn, ctx: &Ctx, prepared: &Prepared, wish: Wish) -> Result<Import> {
    match against(conn, prepared)? {
        Against::Old(_) => Ok(Import::Kept),
        Against::Edited(version) => Ok(Import::Edited(version)),
        Against::Nothing | Against::Same | Against::News(_) => import(conn, ctx, prepared, wish),
    }
}

/// Files beside what is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Against {
    /// Nothing of the course was published.
    Nothing,
    /// The newest version says the same.
    Same,
    /// The course was edited here, as this version, since these files were published.
    Old(VersionId),
    /// The course was edited here, as this version, and the files say something else than before.
    Edited(VersionId),
    /// The files say something else than this version, which came from files too.
    News(VersionId),
}

/// Holds files against what is published.
///
/// # Errors
/// The database's.
pub fn against(conn: &mut Conn, prepared: &Prepared) -> Result<Against> {
    let newest = match store::find_course(conn, &prepared.package.course.key)? {
        Some(course) => store::find_newest(conn, course)?,
        None => None,
    };
    let Some(newest) = newest else { return Ok(Against::Nothing) };
    let says_the_same = |stored: &Stored| Ok::<_, Error>(digest::of_course(&course_of(stored)?) == prepared.digest);
    if says_the_same(&newest)? {
        return Ok(Against::Same);
    }
    if [BUNDLED, FILES].contains(&newest.note.as_str()) {
        return Ok(Against::News(newest.id));
    }
    let from_files = store::find_newest_noted(conn, newest.course_id, &[BUNDLED, FILES])?;
    let is_old = from_files.as_ref().map(says_the_same).transpose()?.unwrap_or_default();
    Ok(if is_old { Against::Old(newest.id) } else { Against::Edited(newest.id) })
}

/// Publishes a course that was edited here. The note tells learners what is new; it may be empty.
///
/// # Errors
/// As [`import`].
pub fn import_edited(
    conn: &mut Conn,
    ctx: &Ctx,
    prepared: &Prepared,
    (wish, note): (Wish, &Localized),
) -> Result<Import> {
    let note = serde_json::to_string(note).map_err(Error::internal)?;
    import_noted(conn, ctx, prepared, (wish, &note))
}

/// What the note of a version tells learners: nothing, unless it was written for them.
pub(super) fn note_for_learners(note: &str) -> Localized {
    serde_json::from_str(note).unwrap_or_default()
}

fn import_noted(conn: &mut Conn, ctx: &Ctx, prepared: &Prepared, (wish, note): (Wish, &str)) -> Result<Import> {
    let course = &prepared.package.course;
    let course_id = store::ensure_course(conn, ctx, &course.key)?;
    let newest = store::find_newest(conn, course_id)?;
    let found = match &newest {
        None => Vec::new(),
        Some(_) if wish == Wish::Bundled && newest.as_ref().is_some_and(|newest| newest.note != BUNDLED) => {
            return Ok(Import::Kept);
        }
        Some(newest) => {
            let before = course_of(newest)?;
            if digest::of_course(&before) == prepared.digest {
                return Ok(Import::Unchanged);
            }
            obstacles(&before, course)
        }
    };
    let is_new_edition = match wish {
        Wish::NewEdition => true,
        Wish::Bundled => newest.is_none() || !found.is_empty(),
        Wish::Correction if !found.is_empty() => return Ok(Import::Refused(found)),
        Wish::Correction => newest.is_none(),
    };
    let (edition, revision) = match &newest {
        Some(newest) if !is_new_edition => (newest.edition, newest.revision + 1),
        Some(newest) => (newest.edition + 1, 1),
        None => (1, 1),
    };
    let (digest, body) = (prepared.digest.as_str(), prepared.body.as_str());
    let id = publish(conn, ctx, prepared, &NewVersion { course_id, edition, revision, digest, body, note })?;
    Ok(if is_new_edition { Import::NewEdition(id) } else { Import::Correction(id) })
}

fn publish(conn: &mut Conn, ctx: &Ctx, prepared: &Prepared, new: &NewVersion<'_>) -> Result<VersionId> {
    let package = &prepared.package;
    for (key, bytes) in &package.pictures {
        if let Some(picture) = package.course.pictures.get(key) {
            store::insert_picture(conn, (&picture.digest, picture.format), bytes)?;
        }
    }
    let id = store::insert_version(conn, ctx, new)?;
    let details = json!({ "version": id, "edition": new.edition, "revision": new.revision, "digest": new.digest });
    let entry =
        audit::Entry { action: "course published", subject: "course", subject_id: Some(new.course_id.0), details };
    audit::record(conn, ctx, &entry)?;
    Ok(id)
}

/// The course of a stored version.
///
/// # Errors
/// Internal, if the stored text is not a course of this release.
pub(super) fn course_of(stored: &Stored) -> Result<Course> {
    serde_json::from_str(&stored.body).map_err(|error| Error::while_doing("reading a stored course", error))
}
