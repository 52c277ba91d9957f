//! The queries of what is gone from a draft.

use diesel::dsl::max;
use diesel::prelude::*;

use crate::authoring::model::FileState;
use crate::db::Conn;
use crate::db::schema::{draft_files, draft_revisions};
use crate::kernel::Result;
use crate::kernel::ids::DraftId;

/// Files with the last text that each of them had, by path.
pub(in crate::authoring) fn list_last_texts(conn: &mut Conn, id: DraftId, paths: &[String]) -> Result<Vec<FileState>> {
    let last: Vec<(String, Option<i64>)> = draft_revisions::table
        .filter(draft_revisions::draft_id.eq(id))
        .filter(draft_revisions::path.eq_any(paths))
        .filter(draft_revisions::content.is_not_null())
        .group_by(draft_revisions::path)
        .select((draft_revisions::path, max(draft_revisions::number)))
        .load(conn)?;
    let wanted: Vec<(String, i64)> = last.into_iter().filter_map(|(path, number)| Some((path, number?))).collect();
    let mut found = super::list_revisions(conn, id, &wanted)?;
    found.retain(|file| wanted.contains(&(file.path.clone(), file.number)));
    Ok(found)
}

/// The last change of each of these files, by path: of those that are gone the one that took them out.
pub(in crate::authoring) fn list_last_changes(
    conn: &mut Conn,
    id: DraftId,
    paths: &[String],
) -> Result<Vec<(String, i64)>> {
    Ok(draft_files::table
        .filter(draft_files::draft_id.eq(id))
        .filter(draft_files::path.eq_any(paths))
        .order(draft_files::path)
        .select((draft_files::path, draft_files::number))
        .load(conn)?)
}
