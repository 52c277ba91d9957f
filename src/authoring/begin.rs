//! A draft begins: from a published version, or with an empty course.

use serde_json::json;

use super::brought::changes_of;
use super::model::{Action, COURSE_FILE, FileChange};
use super::save::save;
use super::store;
use crate::accounts::audit;
use crate::content::export::newest_version;
use crate::content::files::Files;
use crate::db::Conn;
use crate::kernel::ids::{DraftId, VersionId};
use crate::kernel::{Ctx, Error, Lang, Result, Slug};

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Begun {
    /// Here it is.
    New(DraftId),
    /// The course is being edited already: here.
    Open(DraftId),
    /// There is a course with this key.
    Taken,
}

/// Begins a draft of a course that was published: `files` are those of its version `base`.
///
/// # Errors
/// The database's.
pub fn begin_from(conn: &mut Conn, ctx: &Ctx, (course, base): (&Slug, VersionId), files: &Files) -> Result<Begun> {
    if let Some(open) = store::find_open(conn, course)? {
        return Ok(Begun::Open(open));
    }
    let draft = fill(conn, ctx, (course, Some(base)), files)?;
    // What it was made of is published.
    let number = store::find_draft(conn, draft)?.ok_or(Error::NotFound)?.number;
    store::set_published(conn, draft, number, base)?;
    Ok(Begun::New(draft))
}

/// Begins a draft of a course that is new.
///
/// # Errors
/// The database's.
pub fn begin(conn: &mut Conn, ctx: &Ctx, course: &Slug, files: &Files) -> Result<Begun> {
    if let Some(open) = store::find_open(conn, course)? {
        return Ok(Begun::Open(open));
    }
    if newest_version(conn, course)?.is_some() {
        return Ok(Begun::Taken);
    }
    fill(conn, ctx, (course, None), files).map(Begun::New)
}

/// Begins a draft of a course whose files somebody brought. Where it was published, `base`, the draft begins from that, and
/// what differs is one change of it.
///
/// # Errors
/// The database's.
pub fn begin_brought(
    conn: &mut Conn,
    ctx: &Ctx,
    (course, base): (&Slug, Option<(VersionId, &Files)>),
    (name, files): (&str, &Files),
) -> Result<Begun> {
    let Some((version, published)) = base else { return begin(conn, ctx, course, files) };
    let begun = begin_from(conn, ctx, (course, version), published)?;
    if let Begun::New(draft) = begun {
        let number = store::find_draft(conn, draft)?.ok_or(Error::NotFound)?.number;
        let held = store::list_files(conn, draft)?.into_iter().map(|file| (file.path.clone(), file)).collect();
        let changes = changes_of((&held, files), |_| true, (number + 1, source_language(files)));
        save(conn, ctx, draft, (Action::Imported, name), &changes)?;
    }
    Ok(begun)
}

fn fill(conn: &mut Conn, ctx: &Ctx, (course, base): (&Slug, Option<VersionId>), files: &Files) -> Result<DraftId> {
    let draft = store::insert_draft(conn, ctx, course, base)?;
    // A copy that waited beside a draft that was put away waits beside this one.
    store::set_brought_beside(conn, course, draft)?;
    let number = store::next_number(conn, ctx, draft)?.ok_or(Error::Conflict)?;
    store::insert_change(conn, ctx, (draft, number), (Action::Begun, course.as_str()))?;
    let source = source_language(files);
    for (path, bytes) in files {
        // As it was published, every translation fits its source.
        let is_translation = path.starts_with("lessons/") && !path.ends_with(&format!(".{source}.md"));
        let compared_with = is_translation.then_some(number);
        let change = FileChange { path: path.clone(), seen: None, content: Some(bytes.clone()), compared_with };
        store::insert_revision(conn, (draft, number), &change)?;
        store::set_current(conn, (draft, path), (None, number))?;
    }
    let details = json!({ "course": course.as_str() });
    let entry = audit::Entry { action: "draft made", subject: "draft", subject_id: Some(draft.0), details };
    audit::record(conn, ctx, &entry)?;
    Ok(draft)
}

/// The language in which the course is written first.
pub(super) fn source_language(files: &Files) -> Lang {
    let file = files.get(COURSE_FILE).and_then(|bytes| super::course_file::CourseFile::parse(bytes));
    file.and_then(|file| file.languages().first().copied()).unwrap_or(Lang::Kk)
}
