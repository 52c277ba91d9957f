//! The queries of a draft's whole history.

use diesel::dsl::max;
use diesel::prelude::*;

use super::{CHANGE, ChangeRow, change};
use crate::authoring::model::{Change, FileState};
use crate::db::Conn;
use crate::db::schema::{draft_changes, draft_revisions};
use crate::kernel::Result;
use crate::kernel::ids::{DraftId, PersonId};

/// A part of the changes, the newest first, of one file or of all; and how many there are.
///
/// # Errors
/// The database's.
pub fn list_changes(conn: &mut Conn, id: DraftId, path: Option<&str>, part: (i64, i64)) -> Result<(Vec<Change>, i64)> {
    list_changes_by(conn, id, (path, None), part)
}

/// The same, of one person or of all.
///
/// # Errors
/// The database's.
pub fn list_changes_by(
    conn: &mut Conn,
    id: DraftId,
    (path, author): (Option<&str>, Option<PersonId>),
    (offset, limit): (i64, i64),
) -> Result<(Vec<Change>, i64)> {
    let of_path = draft_revisions::table
        .filter(draft_revisions::draft_id.eq(id))
        .filter(draft_revisions::path.eq(path.unwrap_or_default()))
        .select(draft_revisions::number);
    let mut all = draft_changes::table.filter(draft_changes::draft_id.eq(id)).into_boxed();
    let mut counted = draft_changes::table.filter(draft_changes::draft_id.eq(id)).into_boxed();
    if path.is_some() {
        all = all.filter(draft_changes::number.eq_any(of_path));
        counted = counted.filter(draft_changes::number.eq_any(of_path));
    }
    if author.is_some() {
        all = all.filter(draft_changes::author_id.eq(author));
        counted = counted.filter(draft_changes::author_id.eq(author));
    }
    let rows: Vec<ChangeRow> =
        all.order(draft_changes::number.desc()).offset(offset).limit(limit).select(CHANGE).load(conn)?;
    Ok((rows.into_iter().filter_map(change).collect(), counted.count().get_result(conn)?))
}

/// Everybody who has changed a draft.
///
/// # Errors
/// The database's.
pub fn list_authors(conn: &mut Conn, id: DraftId) -> Result<Vec<PersonId>> {
    let authors: Vec<Option<PersonId>> = draft_changes::table
        .filter(draft_changes::draft_id.eq(id))
        .filter(draft_changes::author_id.is_not_null())
        .select(draft_changes::author_id)
        .distinct()
        .load(conn)?;
    Ok(authors.into_iter().flatten().collect())
}

/// The revision of each file that held when a change was the last one, also of a file that was gone then; without texts.
pub(in crate::authoring) fn list_held_at(conn: &mut Conn, id: DraftId, number: i64) -> Result<Vec<FileState>> {
    let held: Vec<(String, Option<i64>)> = draft_revisions::table
        .filter(draft_revisions::draft_id.eq(id))
        .filter(draft_revisions::number.le(number))
        .group_by(draft_revisions::path)
        .select((draft_revisions::path, max(draft_revisions::number)))
        .load(conn)?;
    let state = |(path, number): (String, Option<i64>)| {
        Some(FileState { path, number: number?, compared_with: None, content: None })
    };
    Ok(held.into_iter().filter_map(state).collect())
}
