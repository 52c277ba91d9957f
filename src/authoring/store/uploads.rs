//! The queries of files that wait.

use diesel::prelude::*;

use crate::authoring::model::{NewUpload, Upload};
use crate::db::Conn;
use crate::db::schema::{draft_uploads, drafts};
use crate::kernel::ids::{DraftId, PersonId, UploadId};
use crate::kernel::{Ctx, Result, Slug, Timestamp};

/// Days in which a job is done or given up, and somebody has seen it: see `jobs/backoff.rs`.
const JOB_DAYS: i64 = 6;

type Row = (
    UploadId,
    DraftId,
    Option<PersonId>,
    String,
    String,
    Option<Vec<u8>>,
    Option<i64>,
    (Option<String>, Option<i64>, Option<i64>, Option<String>),
);

type Progress = (draft_uploads::wanted, draft_uploads::done, draft_uploads::total, draft_uploads::stopped);

type Columns = (
    draft_uploads::id,
    draft_uploads::draft_id,
    draft_uploads::uploaded_by,
    draft_uploads::name,
    draft_uploads::format,
    draft_uploads::content,
    draft_uploads::taken_number,
    Progress,
);

const COLUMNS: Columns = (
    draft_uploads::id,
    draft_uploads::draft_id,
    draft_uploads::uploaded_by,
    draft_uploads::name,
    draft_uploads::format,
    draft_uploads::content,
    draft_uploads::taken_number,
    (draft_uploads::wanted, draft_uploads::done, draft_uploads::total, draft_uploads::stopped),
);

fn upload(row: Row) -> Upload {
    let (id, draft, by, name, format, content, taken_number, (wanted, done, total, stopped)) = row;
    let progress = (done.unwrap_or_default(), total.unwrap_or_default());
    Upload { id, draft, by, name, format, content, taken_number, wanted, progress, stopped }
}

/// A file of a draft that this person may see: one's own, or that of the server's folder.
///
/// # Errors
/// The database's.
pub fn find_upload(
    conn: &mut Conn,
    id: UploadId,
    (draft, person): (DraftId, Option<PersonId>),
) -> Result<Option<Upload>> {
    let seen = draft_uploads::uploaded_by.is_null().or(draft_uploads::uploaded_by.eq(person));
    let row: Option<Row> = draft_uploads::table
        .find(id)
        .filter(draft_uploads::draft_id.eq(draft))
        .filter(seen)
        .select(COLUMNS)
        .get_result(conn)
        .optional()?;
    Ok(row.map(upload))
}

/// A file that waits, whoever brought it: for the job that takes it in.
pub(in crate::authoring) fn find_any_upload(conn: &mut Conn, id: UploadId) -> Result<Option<Upload>> {
    let row: Option<Row> = draft_uploads::table.find(id).select(COLUMNS).get_result(conn).optional()?;
    Ok(row.map(upload))
}

/// Notes what is wanted of a file that waits, for the one who brought it; false if that was done before.
pub(in crate::authoring) fn set_upload_wanted(
    conn: &mut Conn,
    (id, person): (UploadId, Option<PersonId>),
    wanted: &str,
) -> Result<bool> {
    let waiting = draft_uploads::table
        .find(id)
        .filter(draft_uploads::uploaded_by.eq(person))
        .filter(draft_uploads::taken_number.is_null())
        .filter(draft_uploads::content.is_not_null())
        .filter(draft_uploads::wanted.is_null());
    let values = (
        draft_uploads::wanted.eq(Some(wanted)),
        draft_uploads::done.eq(Some(0_i64)),
        draft_uploads::total.eq(Some(0_i64)),
        draft_uploads::stopped.eq(None::<String>),
    );
    Ok(diesel::update(waiting).set(values).execute(conn)? == 1)
}

pub(in crate::authoring) fn set_upload_progress(
    conn: &mut Conn,
    id: UploadId,
    (done, total): (i64, i64),
) -> Result<()> {
    let wanted = draft_uploads::table.find(id).filter(draft_uploads::wanted.is_not_null());
    let values = (draft_uploads::done.eq(Some(done)), draft_uploads::total.eq(Some(total)));
    diesel::update(wanted).set(values).execute(conn)?;
    Ok(())
}

/// What was wanted is wanted no longer, for this reason.
/// False if nothing was wanted of the file.
pub(in crate::authoring) fn set_upload_stopped(conn: &mut Conn, id: UploadId, reason: &str) -> Result<bool> {
    let waiting = draft_uploads::table.find(id).filter(draft_uploads::taken_number.is_null());
    let wanted = waiting.filter(draft_uploads::wanted.is_not_null());
    let values = (draft_uploads::wanted.eq(None::<String>), draft_uploads::stopped.eq(Some(reason)));
    Ok(diesel::update(wanted).set(values).execute(conn)? == 1)
}

pub(in crate::authoring) fn insert_upload(conn: &mut Conn, ctx: &Ctx, new: &NewUpload) -> Result<UploadId> {
    let row = (
        draft_uploads::draft_id.eq(new.draft),
        draft_uploads::uploaded_by.eq(new.by),
        draft_uploads::name.eq(&new.name),
        draft_uploads::format.eq(new.format),
        draft_uploads::digest.eq(new.digest.as_deref()),
        draft_uploads::content.eq(Some(&new.content)),
        draft_uploads::uploaded_at.eq(ctx.now),
    );
    Ok(diesel::insert_into(draft_uploads::table).values(row).returning(draft_uploads::id).get_result(conn)?)
}

/// Notes which change took a file in, and lets its bytes go; false if one did before.
pub(in crate::authoring) fn set_upload_taken(conn: &mut Conn, id: UploadId, number: i64) -> Result<bool> {
    let waiting = draft_uploads::table.find(id).filter(draft_uploads::taken_number.is_null());
    let values = (
        draft_uploads::taken_number.eq(Some(number)),
        draft_uploads::content.eq(None::<Vec<u8>>),
        draft_uploads::wanted.eq(None::<String>),
    );
    Ok(diesel::update(waiting).set(values).execute(conn)? == 1)
}

/// Lets the bytes of a file go that nobody wants; false if they are gone.
pub(in crate::authoring) fn set_upload_left(conn: &mut Conn, id: UploadId) -> Result<bool> {
    let waiting = draft_uploads::table.find(id).filter(draft_uploads::content.is_not_null());
    Ok(diesel::update(waiting).set(draft_uploads::content.eq(None::<Vec<u8>>)).execute(conn)? == 1)
}

/// What the folder of the server brought and nobody has decided about: drafts, and what waits beside them.
///
/// # Errors
/// The database's.
pub fn list_brought(conn: &mut Conn) -> Result<Vec<(DraftId, UploadId)>> {
    Ok(draft_uploads::table
        .filter(draft_uploads::uploaded_by.is_null())
        .filter(draft_uploads::content.is_not_null())
        .order(draft_uploads::id.desc())
        .select((draft_uploads::draft_id, draft_uploads::id))
        .load(conn)?)
}

/// Puts what the folder of the server brought and nobody has decided about beside another draft of the same course.
pub(in crate::authoring) fn set_brought_beside(conn: &mut Conn, course: &Slug, draft: DraftId) -> Result<()> {
    let of_course = drafts::table.filter(drafts::course_key.eq(course)).select(drafts::id);
    let waiting = draft_uploads::table
        .filter(draft_uploads::draft_id.eq_any(of_course))
        .filter(draft_uploads::uploaded_by.is_null())
        .filter(draft_uploads::content.is_not_null());
    diesel::update(waiting).set(draft_uploads::draft_id.eq(draft)).execute(conn)?;
    Ok(())
}

/// Lets go what the folder of the server brought for a course and nobody has decided about.
pub(in crate::authoring) fn set_brought_left(conn: &mut Conn, course: &Slug) -> Result<()> {
    let of_course = drafts::table.filter(drafts::course_key.eq(course)).select(drafts::id);
    let waiting = draft_uploads::table
        .filter(draft_uploads::draft_id.eq_any(of_course))
        .filter(draft_uploads::uploaded_by.is_null())
        .filter(draft_uploads::content.is_not_null());
    diesel::update(waiting).set(draft_uploads::content.eq(None::<Vec<u8>>)).execute(conn)?;
    Ok(())
}

/// True if the folder of the server brought this very course before.
pub(in crate::authoring) fn is_brought(conn: &mut Conn, course: &Slug, digest: &str) -> Result<bool> {
    let same = draft_uploads::table
        .inner_join(drafts::table)
        .filter(drafts::course_key.eq(course))
        .filter(draft_uploads::digest.eq(digest));
    let count: i64 = same.count().get_result(conn)?;
    Ok(count > 0)
}

/// Removes what a person has waiting, but for the newest.
pub(in crate::authoring) fn delete_uploads_but(conn: &mut Conn, person: PersonId, newest: i64) -> Result<()> {
    // What a job is taking in stays until it is done.
    let own =
        draft_uploads::table.filter(draft_uploads::uploaded_by.eq(person)).filter(draft_uploads::wanted.is_null());
    let older: Vec<UploadId> =
        own.order(draft_uploads::id.desc()).offset(newest).limit(1000).select(draft_uploads::id).load(conn)?;
    diesel::delete(draft_uploads::table.filter(draft_uploads::id.eq_any(older))).execute(conn)?;
    Ok(())
}

/// Removes what people brought before a moment, at most so many; how many there were. What the server's folder brought
/// waits until somebody has decided.
pub(in crate::authoring) fn delete_uploads_before(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    // What a job is taking in stays until that would be given up.
    let long = before.plus_hours(-24 * JOB_DAYS);
    let old = draft_uploads::table
        .filter(draft_uploads::uploaded_at.lt(before))
        .filter(draft_uploads::wanted.is_null().or(draft_uploads::uploaded_at.lt(long)))
        .filter(draft_uploads::uploaded_by.is_not_null())
        .order(draft_uploads::id);
    let ids: Vec<UploadId> = old.limit(limit).select(draft_uploads::id).load(conn)?;
    Ok(diesel::delete(draft_uploads::table.filter(draft_uploads::id.eq_any(ids))).execute(conn)?)
}
