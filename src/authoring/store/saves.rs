//! The queries of the history's thinning.

use diesel::prelude::*;

use crate::authoring::model::Action;
use crate::authoring::thin::Save;
use crate::db::Conn;
use crate::db::schema::{draft_changes, draft_files, draft_revisions, drafts};
use crate::kernel::ids::{DraftId, PersonId};
use crate::kernel::{Result, Slug, Timestamp};

/// The drafts in which a page saved by itself before a moment, with their courses.
pub(in crate::authoring) fn list_autosaved(conn: &mut Conn, before: Timestamp) -> Result<Vec<(DraftId, Slug)>> {
    let saved = draft_changes::table
        .filter(draft_changes::action.eq(Action::AutoSaved.code()))
        .filter(draft_changes::saved_at.lt(before))
        .select(draft_changes::draft_id);
    let found = drafts::table.filter(drafts::id.eq_any(saved)).order(drafts::id);
    Ok(found.select((drafts::id, drafts::course_key)).load(conn)?)
}

type Row = (String, i64, Option<i64>, String, Option<PersonId>, Timestamp);

/// Every revision of a draft without its text, by path and number.
pub(in crate::authoring) fn list_saves(conn: &mut Conn, id: DraftId) -> Result<Vec<Save>> {
    let of_change = draft_changes::table.on(draft_changes::draft_id
        .eq(draft_revisions::draft_id)
        .and(draft_changes::number.eq(draft_revisions::number)));
    let rows: Vec<Row> = draft_revisions::table
        .inner_join(of_change)
        .filter(draft_revisions::draft_id.eq(id))
        .order((draft_revisions::path, draft_revisions::number))
        .select((
            draft_revisions::path,
            draft_revisions::number,
            draft_revisions::compared_with,
            draft_changes::action,
            draft_changes::author_id,
            draft_changes::saved_at,
        ))
        .load(conn)?;
    let save = |(path, number, compared_with, action, author, at): Row| Save {
        path,
        number,
        is_auto: action == Action::AutoSaved.code(),
        is_restored: action == Action::Restored.code(),
        author,
        at,
        compared_with,
    };
    Ok(rows.into_iter().map(save).collect())
}

/// Removes changes with all that they left; never one that left what holds in some file.
pub(in crate::authoring) fn delete_changes(conn: &mut Conn, id: DraftId, numbers: &[i64]) -> Result<usize> {
    let held = draft_files::table.filter(draft_files::draft_id.eq(id)).filter(draft_files::number.eq_any(numbers));
    let held: Vec<i64> = held.select(draft_files::number).load(conn)?;
    let numbers: Vec<i64> = numbers.iter().copied().filter(|number| !held.contains(number)).collect();
    let revisions = draft_revisions::table
        .filter(draft_revisions::draft_id.eq(id))
        .filter(draft_revisions::number.eq_any(&numbers));
    diesel::delete(revisions).execute(conn)?;
    let changes =
        draft_changes::table.filter(draft_changes::draft_id.eq(id)).filter(draft_changes::number.eq_any(&numbers));
    Ok(diesel::delete(changes).execute(conn)?)
}
