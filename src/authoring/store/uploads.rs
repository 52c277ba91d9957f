//! The queries of files that wait.

use diesel::prelude::*;

use crate::authoring::model::{NewUpload, Upload};
use crate::db::Conn;
use crate::db::schema::draft_uploads;
use crate::kernel::ids::{DraftId, PersonId, UploadId};
use crate::kernel::{Ctx, Result, Timestamp};

type Row = (UploadId, DraftId, Option<PersonId>, String, String, Option<Vec<u8>>, Option<i64>);

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
        .select((
            draft_uploads::id,
            draft_uploads::draft_id,
            draft_uploads::uploaded_by,
            draft_uploads::name,
            draft_uploads::format,
            draft_uploads::content,
            draft_uploads::taken_number,
        ))
        .get_result(conn)
        .optional()?;
    let upload = |(id, draft, by, name, format, content, taken_number)| Upload {
        id,
        draft,
        by,
        name,
        format,
        content,
        taken_number,
    };
    Ok(row.map(upload))
}

pub(in crate::authoring) fn insert_upload(conn: &mut Conn, ctx: &Ctx, new: &NewUpload) -> Result<UploadId> {
    let row = (
        draft_uploads::draft_id.eq(new.draft),
        draft_uploads::uploaded_by.eq(new.by),
        draft_uploads::name.eq(&new.name),
        draft_uploads::format.eq(new.format),
        draft_uploads::content.eq(Some(&new.content)),
        draft_uploads::uploaded_at.eq(ctx.now),
    );
    Ok(diesel::insert_into(draft_uploads::table).values(row).returning(draft_uploads::id).get_result(conn)?)
}

/// Notes which change took a file in, and lets its bytes go; false if one did before.
pub(in crate::authoring) fn set_upload_taken(conn: &mut Conn, id: UploadId, number: i64) -> Result<bool> {
    let waiting = draft_uploads::table.find(id).filter(draft_uploads::taken_number.is_null());
    let values = (draft_uploads::taken_number.eq(Some(number)), draft_uploads::content.eq(None::<Vec<u8>>));
    Ok(diesel::update(waiting).set(values).execute(conn)? == 1)
}

/// Removes what a person has waiting, but for the newest.
pub(in crate::authoring) fn delete_uploads_but(conn: &mut Conn, person: PersonId, newest: i64) -> Result<()> {
    let own = draft_uploads::table.filter(draft_uploads::uploaded_by.eq(person));
    let older: Vec<UploadId> =
        own.order(draft_uploads::id.desc()).offset(newest).limit(1000).select(draft_uploads::id).load(conn)?;
    diesel::delete(draft_uploads::table.filter(draft_uploads::id.eq_any(older))).execute(conn)?;
    Ok(())
}

/// Removes what people brought before a moment, at most so many; how many there were. What the server's folder brought
/// waits until somebody has decided.
pub(in crate::authoring) fn delete_uploads_before(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let old = draft_uploads::table
        .filter(draft_uploads::uploaded_at.lt(before))
        .filter(draft_uploads::uploaded_by.is_not_null())
        .order(draft_uploads::id);
    let ids: Vec<UploadId> = old.limit(limit).select(draft_uploads::id).load(conn)?;
    Ok(diesel::delete(draft_uploads::table.filter(draft_uploads::id.eq_any(ids))).execute(conn)?)
}
