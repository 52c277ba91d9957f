//! The queries of pages that save by themselves.

use diesel::dsl::max;
use diesel::prelude::*;

use crate::authoring::model::{Action, Visit};
use crate::db::Conn;
use crate::db::schema::{draft_changes, draft_revisions};
use crate::kernel::Result;
use crate::kernel::ids::{DraftId, PersonId};

/// Notes which open page made a change.
pub(in crate::authoring) fn set_visit(conn: &mut Conn, (id, number): (DraftId, i64), visit: &Visit) -> Result<()> {
    let change = draft_changes::table.find((id, number));
    diesel::update(change).set(draft_changes::visit.eq(visit.as_str())).execute(conn)?;
    Ok(())
}

/// Which open page of a person made a change, where one did.
pub(in crate::authoring) fn find_visit(
    conn: &mut Conn,
    (id, number): (DraftId, i64),
    author: PersonId,
) -> Result<Option<Visit>> {
    let change = draft_changes::table.find((id, number)).filter(draft_changes::author_id.eq(author));
    let visit: Option<Option<String>> = change.select(draft_changes::visit).get_result(conn).optional()?;
    Ok(visit.flatten().and_then(|visit| Visit::parse(&visit)))
}

/// The newest change of a file behind another one that somebody's open page made by one of these actions.
pub(in crate::authoring) fn find_newest_of(
    conn: &mut Conn,
    id: DraftId,
    (path, after): (&str, i64),
    (author, visit): (PersonId, &Visit),
    actions: &[Action],
) -> Result<Option<i64>> {
    let actions: Vec<&str> = actions.iter().map(|action| action.code()).collect();
    let of_change = draft_changes::table.on(draft_changes::draft_id
        .eq(draft_revisions::draft_id)
        .and(draft_changes::number.eq(draft_revisions::number)));
    let found = draft_revisions::table
        .inner_join(of_change)
        .filter(draft_revisions::draft_id.eq(id))
        .filter(draft_revisions::path.eq(path))
        .filter(draft_revisions::number.gt(after))
        .filter(draft_changes::author_id.eq(author))
        .filter(draft_changes::visit.eq(visit.as_str()))
        .filter(draft_changes::action.eq_any(actions));
    Ok(found.select(max(draft_revisions::number)).get_result(conn)?)
}
