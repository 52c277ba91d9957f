//! The queries of drafts.

mod former;
mod moments;
mod saves;
mod uploads;
mod visits;

use diesel::prelude::*;

use super::model::{Action, COURSE_FILE, Change, Draft, Editing, FileChange, FileState, Line};
use crate::db::Conn;
use crate::db::schema::{draft_changes, draft_files, draft_presence, draft_revisions, drafts};
use crate::kernel::ids::{DraftId, PersonId, VersionId};
use crate::kernel::{Ctx, Result, Slug, Timestamp};
use crate::on_backend;

pub(super) use former::{list_last_changes, list_last_texts};
pub(super) use moments::list_held_at;
pub use moments::{list_authors, list_changes, list_changes_by};
pub(super) use saves::{delete_changes, list_autosaved, list_saves};
pub(super) use uploads::{
    delete_uploads_before, delete_uploads_but, find_any_upload, insert_upload, is_brought, set_brought_beside,
    set_brought_left, set_upload_left, set_upload_progress, set_upload_stopped, set_upload_taken, set_upload_wanted,
};
pub use uploads::{find_upload, list_brought};
pub(super) use visits::{find_newest_of, find_visit, set_visit};

type Row = (DraftId, Slug, Option<VersionId>, i64, Option<i64>, Timestamp, Option<Timestamp>);

type Columns = (
    drafts::id,
    drafts::course_key,
    drafts::base_version_id,
    drafts::number,
    drafts::published_number,
    drafts::changed_at,
    drafts::closed_at,
);

const COLUMNS: Columns = (
    drafts::id,
    drafts::course_key,
    drafts::base_version_id,
    drafts::number,
    drafts::published_number,
    drafts::changed_at,
    drafts::closed_at,
);

fn draft((id, course, base, number, published_number, changed_at, closed_at): Row) -> Draft {
    Draft { id, course, base, number, published_number, changed_at, closed_at }
}

/// A new draft; a conflict if the course has an open one.
pub(super) fn insert_draft(conn: &mut Conn, ctx: &Ctx, course: &Slug, base: Option<VersionId>) -> Result<DraftId> {
    let row = (
        drafts::course_key.eq(course),
        drafts::base_version_id.eq(base),
        drafts::number.eq(0),
        drafts::created_by.eq(ctx.actor.person()),
        drafts::created_at.eq(ctx.now),
        drafts::changed_at.eq(ctx.now),
    );
    Ok(diesel::insert_into(drafts::table).values(row).returning(drafts::id).get_result(conn)?)
}

/// A draft.
///
/// # Errors
/// The database's.
pub fn find_draft(conn: &mut Conn, id: DraftId) -> Result<Option<Draft>> {
    Ok(drafts::table.find(id).select(COLUMNS).get_result::<Row>(conn).optional()?.map(draft))
}

/// The open draft of a course.
///
/// # Errors
/// The database's.
pub fn find_open(conn: &mut Conn, course: &Slug) -> Result<Option<DraftId>> {
    let open = drafts::table.filter(drafts::course_key.eq(course)).filter(drafts::closed_at.is_null());
    Ok(open.select(drafts::id).get_result(conn).optional()?)
}

/// Every open draft, the last changed first; at most 200.
///
/// # Errors
/// The database's.
pub fn list_drafts(conn: &mut Conn) -> Result<Vec<Line>> {
    let open = drafts::table.filter(drafts::closed_at.is_null()).order((drafts::changed_at.desc(), drafts::id.desc()));
    let rows = open.select(COLUMNS).limit(200).load(conn)?;
    lines(conn, rows)
}

/// The drafts that were put away last; at most 20.
///
/// # Errors
/// The database's.
pub fn list_closed(conn: &mut Conn) -> Result<Vec<Line>> {
    let closed = drafts::table.filter(drafts::closed_at.is_not_null());
    let closed = closed.order((drafts::closed_at.desc(), drafts::id.desc())).select(COLUMNS).limit(20);
    let rows = closed.load(conn)?;
    lines(conn, rows)
}

fn lines(conn: &mut Conn, rows: Vec<Row>) -> Result<Vec<Line>> {
    let ids: Vec<DraftId> = rows.iter().map(|row| row.0).collect();
    let files: Vec<(DraftId, Option<Vec<u8>>)> = draft_files::table
        .inner_join(of_file())
        .filter(draft_files::draft_id.eq_any(&ids))
        .filter(draft_files::path.eq(COURSE_FILE))
        .select((draft_files::draft_id, draft_revisions::content))
        .load(conn)?;
    let authors: Vec<(DraftId, Option<PersonId>)> = drafts::table
        .inner_join(
            draft_changes::table
                .on(draft_changes::draft_id.eq(drafts::id).and(draft_changes::number.eq(drafts::number))),
        )
        .filter(drafts::id.eq_any(&ids))
        .select((drafts::id, draft_changes::author_id))
        .load(conn)?;
    let line = |row: Row| {
        let file = files.iter().find(|(id, _)| *id == row.0).and_then(|(_, content)| content.clone());
        let by = authors.iter().find(|(id, _)| *id == row.0).and_then(|(_, author)| *author);
        Line { draft: draft(row), course_file: file.unwrap_or_default(), by }
    };
    Ok(rows.into_iter().map(line).collect())
}

/// The revision that holds now.
#[diesel::dsl::auto_type(no_type_alias)]
fn of_file() -> _ {
    draft_revisions::table.on(draft_revisions::draft_id
        .eq(draft_files::draft_id)
        .and(draft_revisions::path.eq(draft_files::path))
        .and(draft_revisions::number.eq(draft_files::number)))
}

type FileRow = (String, i64, Option<i64>, Option<Vec<u8>>);

fn state((path, number, compared_with, content): FileRow) -> FileState {
    FileState { path, number, compared_with, content }
}

/// Every file of a draft that is there, by path.
///
/// # Errors
/// The database's.
pub fn list_files(conn: &mut Conn, id: DraftId) -> Result<Vec<FileState>> {
    list_unlike(conn, id, "")
}

/// Every file of a draft that is there but its pictures, by path.
///
/// # Errors
/// The database's.
pub fn list_texts(conn: &mut Conn, id: DraftId) -> Result<Vec<FileState>> {
    list_unlike(conn, id, "pictures/%")
}

fn list_unlike(conn: &mut Conn, id: DraftId, pattern: &str) -> Result<Vec<FileState>> {
    let rows: Vec<FileRow> = draft_files::table
        .inner_join(of_file())
        .filter(draft_files::draft_id.eq(id))
        .filter(draft_files::path.not_like(pattern))
        .filter(draft_revisions::content.is_not_null())
        .order(draft_files::path)
        .select((draft_files::path, draft_files::number, draft_revisions::compared_with, draft_revisions::content))
        .load(conn)?;
    Ok(rows.into_iter().map(state).collect())
}

/// The files of a draft that are there, by path, without their bytes.
///
/// # Errors
/// The database's.
pub fn list_states(conn: &mut Conn, id: DraftId) -> Result<Vec<FileState>> {
    let rows: Vec<(String, i64, Option<i64>)> = draft_files::table
        .inner_join(of_file())
        .filter(draft_files::draft_id.eq(id))
        .filter(draft_revisions::content.is_not_null())
        .order(draft_files::path)
        .select((draft_files::path, draft_files::number, draft_revisions::compared_with))
        .load(conn)?;
    Ok(rows.into_iter().map(|(path, number, compared)| state((path, number, compared, None))).collect())
}

/// A file as it is now; without content if it is gone.
///
/// # Errors
/// The database's.
pub fn find_file(conn: &mut Conn, id: DraftId, path: &str) -> Result<Option<FileState>> {
    let row: Option<FileRow> = draft_files::table
        .inner_join(of_file())
        .filter(draft_files::draft_id.eq(id))
        .filter(draft_files::path.eq(path))
        .select((draft_files::path, draft_files::number, draft_revisions::compared_with, draft_revisions::content))
        .get_result(conn)
        .optional()?;
    Ok(row.map(state))
}

/// A file as a change left it.
///
/// # Errors
/// The database's.
pub fn find_revision(conn: &mut Conn, id: DraftId, (path, number): (&str, i64)) -> Result<Option<FileState>> {
    let row: Option<FileRow> = draft_revisions::table
        .find((id, path, number))
        .select((
            draft_revisions::path,
            draft_revisions::number,
            draft_revisions::compared_with,
            draft_revisions::content,
        ))
        .get_result(conn)
        .optional()?;
    Ok(row.map(state))
}

/// Files as changes left them: paths and numbers. Whatever is not there is left out.
///
/// # Errors
/// The database's.
pub fn list_revisions(conn: &mut Conn, id: DraftId, wanted: &[(String, i64)]) -> Result<Vec<FileState>> {
    let (paths, numbers): (Vec<&String>, Vec<i64>) = wanted.iter().map(|(path, number)| (path, *number)).unzip();
    let rows: Vec<FileRow> = draft_revisions::table
        .filter(draft_revisions::draft_id.eq(id))
        .filter(draft_revisions::path.eq_any(paths))
        .filter(draft_revisions::number.eq_any(numbers))
        .select((
            draft_revisions::path,
            draft_revisions::number,
            draft_revisions::compared_with,
            draft_revisions::content,
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(state).collect())
}

/// One change.
///
/// # Errors
/// The database's.
pub fn find_change(conn: &mut Conn, id: DraftId, number: i64) -> Result<Option<Change>> {
    let row: Option<ChangeRow> = draft_changes::table.find((id, number)).select(CHANGE).get_result(conn).optional()?;
    Ok(row.and_then(change))
}

/// What a file was before a change.
///
/// # Errors
/// The database's.
#[expect(clippy::disallowed_methods, reason = "one of many revisions, asked when something is taken back")]
pub fn find_revision_before(conn: &mut Conn, id: DraftId, (path, number): (&str, i64)) -> Result<Option<FileState>> {
    let row: Option<FileRow> = draft_revisions::table
        .filter(draft_revisions::draft_id.eq(id))
        .filter(draft_revisions::path.eq(path))
        .filter(draft_revisions::number.lt(number))
        .order(draft_revisions::number.desc())
        .select((
            draft_revisions::path,
            draft_revisions::number,
            draft_revisions::compared_with,
            draft_revisions::content,
        ))
        .first(conn)
        .optional()?;
    Ok(row.map(state))
}

/// The files that a change touched.
pub(super) fn list_touched(conn: &mut Conn, id: DraftId, number: i64) -> Result<Vec<String>> {
    let touched = draft_revisions::table.filter(draft_revisions::draft_id.eq(id));
    Ok(touched.filter(draft_revisions::number.eq(number)).select(draft_revisions::path).load(conn)?)
}

/// The files that each of these changes touched, by its number.
///
/// # Errors
/// The database's.
pub fn list_touched_by(conn: &mut Conn, id: DraftId, numbers: &[i64]) -> Result<Vec<(i64, String)>> {
    Ok(draft_revisions::table
        .filter(draft_revisions::draft_id.eq(id))
        .filter(draft_revisions::number.eq_any(numbers))
        .order((draft_revisions::number, draft_revisions::path))
        .select((draft_revisions::number, draft_revisions::path))
        .load(conn)?)
}

type ChangeRow = (i64, String, String, Option<PersonId>, Timestamp);

type ChangeColumns = (
    draft_changes::number,
    draft_changes::action,
    draft_changes::subject,
    draft_changes::author_id,
    draft_changes::saved_at,
);

const CHANGE: ChangeColumns = (
    draft_changes::number,
    draft_changes::action,
    draft_changes::subject,
    draft_changes::author_id,
    draft_changes::saved_at,
);

fn change((number, action, subject, author, at): ChangeRow) -> Option<Change> {
    Some(Change { number, action: Action::from_code(&action)?, subject, author, at })
}

/// The next number of a draft; none if it was put away.
pub(super) fn next_number(conn: &mut Conn, ctx: &Ctx, id: DraftId) -> Result<Option<i64>> {
    let open = drafts::table.find(id).filter(drafts::closed_at.is_null());
    let next = (drafts::number.eq(drafts::number + 1), drafts::changed_at.eq(ctx.now));
    Ok(diesel::update(open).set(next).returning(drafts::number).get_result(conn).optional()?)
}

pub(super) fn insert_change(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, number): (DraftId, i64),
    (action, subject): (Action, &str),
) -> Result<()> {
    let row = (
        draft_changes::draft_id.eq(id),
        draft_changes::number.eq(number),
        draft_changes::action.eq(action.code()),
        draft_changes::subject.eq(subject),
        draft_changes::author_id.eq(ctx.actor.person()),
        draft_changes::saved_at.eq(ctx.now),
    );
    diesel::insert_into(draft_changes::table).values(row).execute(conn)?;
    Ok(())
}

pub(super) fn insert_revision(conn: &mut Conn, (id, number): (DraftId, i64), change: &FileChange) -> Result<()> {
    let row = (
        draft_revisions::draft_id.eq(id),
        draft_revisions::path.eq(&change.path),
        draft_revisions::number.eq(number),
        draft_revisions::content.eq(change.content.as_deref()),
        draft_revisions::compared_with.eq(change.compared_with),
    );
    diesel::insert_into(draft_revisions::table).values(row).execute(conn)?;
    Ok(())
}

/// Makes a revision the one that holds; false if another one than the one seen held.
pub(super) fn set_current(
    conn: &mut Conn,
    (id, path): (DraftId, &str),
    (seen, number): (Option<i64>, i64),
) -> Result<bool> {
    if let Some(seen) = seen {
        let held = draft_files::table.find((id, path)).filter(draft_files::number.eq(seen));
        return Ok(diesel::update(held).set(draft_files::number.eq(number)).execute(conn)? == 1);
    }
    let row = (draft_files::draft_id.eq(id), draft_files::path.eq(path), draft_files::number.eq(number));
    let rows = on_backend!(conn, c => diesel::insert_into(draft_files::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(rows == 1)
}

/// Puts a draft away; false if it was.
pub(super) fn set_closed(conn: &mut Conn, ctx: &Ctx, id: DraftId) -> Result<bool> {
    let open = drafts::table.find(id).filter(drafts::closed_at.is_null());
    Ok(diesel::update(open).set(drafts::closed_at.eq(Some(ctx.now))).execute(conn)? == 1)
}

/// Takes a draft up again; false if it was open.
pub(super) fn set_open(conn: &mut Conn, id: DraftId) -> Result<bool> {
    let closed = drafts::table.find(id).filter(drafts::closed_at.is_not_null());
    Ok(diesel::update(closed).set(drafts::closed_at.eq(None::<Timestamp>)).execute(conn)? == 1)
}

/// Notes as which version a draft was published; false if it has changed since this number, or was published before.
pub(super) fn set_published(conn: &mut Conn, id: DraftId, number: i64, version: VersionId) -> Result<bool> {
    let same = drafts::table.find(id).filter(drafts::number.eq(number)).filter(drafts::closed_at.is_null());
    let values = (drafts::base_version_id.eq(Some(version)), drafts::published_number.eq(Some(number)));
    Ok(diesel::update(same).set(values).execute(conn)? == 1)
}

/// Notes that somebody has a file open.
pub(super) fn set_present(conn: &mut Conn, ctx: &Ctx, (id, path, editor): (DraftId, &str, PersonId)) -> Result<()> {
    let row = (
        draft_presence::draft_id.eq(id),
        draft_presence::path.eq(path),
        draft_presence::editor_id.eq(editor),
        draft_presence::seen_at.eq(ctx.now),
    );
    on_backend!(conn, c => diesel::insert_into(draft_presence::table)
        .values(row)
        .on_conflict((draft_presence::draft_id, draft_presence::path, draft_presence::editor_id))
        .do_update()
        .set(draft_presence::seen_at.eq(ctx.now))
        .execute(c))?;
    Ok(())
}

/// Forgets who had files open before a moment.
pub(super) fn delete_present_before(conn: &mut Conn, before: Timestamp) -> Result<()> {
    diesel::delete(draft_presence::table.filter(draft_presence::seen_at.lt(before))).execute(conn)?;
    Ok(())
}

/// Who has had files of a draft open since a moment.
pub(super) fn list_present(conn: &mut Conn, id: DraftId, since: Timestamp) -> Result<Vec<Editing>> {
    let rows: Vec<(PersonId, String)> = draft_presence::table
        .filter(draft_presence::draft_id.eq(id))
        .filter(draft_presence::seen_at.ge(since))
        .order(draft_presence::seen_at.desc())
        .select((draft_presence::editor_id, draft_presence::path))
        .load(conn)?;
    Ok(rows.into_iter().map(|(person, path)| Editing { person, path }).collect())
}
