//! The queries of groups; those of who belongs to them in [`members`].

pub(super) mod care;
pub(super) mod members;

use diesel::prelude::*;

use super::model::{Details, Group, GroupCode, NewGroup, Whose};
use crate::db::schema::{course_groups, group_members, people};
use crate::db::{Conn, escape_like};
use crate::kernel::ids::{CourseId, GroupId, OrganisationId, PersonId};
use crate::kernel::text::fold;
use crate::kernel::{Ctx, Day, Error, Result, Timestamp};
use crate::on_backend;

type Row = (
    (GroupId, String, CourseId, Day, Day),
    (Option<PersonId>, Option<OrganisationId>, Option<i32>, String, Option<Timestamp>),
);

type Columns = (
    (
        course_groups::id,
        course_groups::name,
        course_groups::course_id,
        course_groups::starts_on,
        course_groups::ends_on,
    ),
    (
        course_groups::trainer_id,
        course_groups::organisation_id,
        course_groups::places,
        course_groups::code,
        course_groups::closed_at,
    ),
);

const GROUP: Columns = (
    (
        course_groups::id,
        course_groups::name,
        course_groups::course_id,
        course_groups::starts_on,
        course_groups::ends_on,
    ),
    (
        course_groups::trainer_id,
        course_groups::organisation_id,
        course_groups::places,
        course_groups::code,
        course_groups::closed_at,
    ),
);

fn group(((id, name, course, starts_on, ends_on), rest): Row) -> Result<Group> {
    let (trainer, organisation, places, code, closed_at) = rest;
    let code = GroupCode::parse(&code).ok_or_else(|| Error::internal("a stored code is no code"))?;
    Ok(Group { id, name, course, starts_on, ends_on, trainer, organisation, places, code, closed_at })
}

/// Adds a group; the one that this form made before, if it did.
pub(super) fn insert_group(conn: &mut Conn, ctx: &Ctx, new: &NewGroup, code: &GroupCode) -> Result<Option<GroupId>> {
    let details = &new.details;
    let values = (
        course_groups::run.eq(&new.run),
        course_groups::name.eq(details.name.as_str()),
        course_groups::name_folded.eq(details.name.folded()),
        course_groups::course_id.eq(new.course),
        course_groups::starts_on.eq(details.starts_on),
        course_groups::ends_on.eq(details.ends_on),
        course_groups::trainer_id.eq(new.trainer),
        course_groups::organisation_id.eq(details.organisation),
        course_groups::places.eq(details.places),
        course_groups::code.eq(code.as_str()),
        course_groups::created_at.eq(ctx.now),
    );
    Ok(on_backend!(conn, c => diesel::insert_into(course_groups::table)
        .values(values)
        .on_conflict(course_groups::run)
        .do_nothing()
        .returning(course_groups::id)
        .get_result(c)
        .optional())?)
}

/// Behind the number of the form that made a group, once it was changed otherwise. A form sends no line break: the number
/// ends with a name.
const CHANGED: &str = "\nchanged";

/// The group that a form made.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct ByForm {
    pub(super) id: GroupId,
    /// It was changed otherwise since.
    pub(super) is_changed: bool,
}

/// The group that a form made.
pub(super) fn find_by_run(conn: &mut Conn, run: &str) -> Result<Option<ByForm>> {
    let changed = format!("{run}{CHANGED}");
    let row = course_groups::table
        .filter(course_groups::run.eq_any([run, changed.as_str()]))
        .select((course_groups::id, course_groups::run))
        .get_result::<(GroupId, String)>(conn)
        .optional()?;
    Ok(row.map(|(id, found)| ByForm { id, is_changed: found != run }))
}

/// Notes that a group is no longer as its form made it.
pub(super) fn set_changed(conn: &mut Conn, id: GroupId) -> Result<()> {
    let run: String = course_groups::table.find(id).select(course_groups::run).get_result(conn)?;
    if !run.ends_with(CHANGED) {
        let changed = format!("{run}{CHANGED}");
        diesel::update(course_groups::table.find(id)).set(course_groups::run.eq(changed)).execute(conn)?;
    }
    Ok(())
}

/// True if a group has this code.
pub(super) fn has_code(conn: &mut Conn, code: &GroupCode) -> Result<bool> {
    let same = course_groups::table.filter(course_groups::code.eq(code.as_str()));
    Ok(same.count().get_result::<i64>(conn)? > 0)
}

/// Writes down what a group is now, and who its trainer is.
pub(super) fn set_details(conn: &mut Conn, id: GroupId, details: &Details, trainer: Option<PersonId>) -> Result<()> {
    diesel::update(course_groups::table.find(id))
        .set((
            course_groups::name.eq(details.name.as_str()),
            course_groups::name_folded.eq(details.name.folded()),
            course_groups::starts_on.eq(details.starts_on),
            course_groups::ends_on.eq(details.ends_on),
            course_groups::organisation_id.eq(details.organisation),
            course_groups::places.eq(details.places),
            course_groups::trainer_id.eq(trainer),
        ))
        .execute(conn)?;
    Ok(())
}

/// Closes a group for joining; false if it was.
pub(super) fn set_closed(conn: &mut Conn, ctx: &Ctx, id: GroupId) -> Result<bool> {
    let open = course_groups::table.find(id).filter(course_groups::closed_at.is_null());
    Ok(diesel::update(open).set(course_groups::closed_at.eq(ctx.now)).execute(conn)? == 1)
}

/// Opens a group for joining; false if it was.
pub(super) fn set_reopened(conn: &mut Conn, id: GroupId) -> Result<bool> {
    let closed = course_groups::table.find(id).filter(course_groups::closed_at.is_not_null());
    Ok(diesel::update(closed).set(course_groups::closed_at.eq(None::<Timestamp>)).execute(conn)? == 1)
}

/// Gives a group another code; the former one works no longer.
pub(super) fn set_code(conn: &mut Conn, id: GroupId, code: &GroupCode) -> Result<()> {
    diesel::update(course_groups::table.find(id)).set(course_groups::code.eq(code.as_str())).execute(conn)?;
    Ok(())
}

/// Removes a group to which nobody ever belonged; false if somebody does or did.
pub(super) fn delete_unused(conn: &mut Conn, id: GroupId) -> Result<bool> {
    let unused = course_groups::table
        .find(id)
        .filter(course_groups::id.ne_all(group_members::table.select(group_members::group_id)));
    Ok(diesel::delete(unused).execute(conn)? == 1)
}

type Found<'a> = course_groups::BoxedQuery<'a, <Conn as Connection>::Backend>;

fn of<'a>(whose: Whose) -> Found<'a> {
    let all = course_groups::table.into_boxed();
    match whose {
        Whose::All => all,
        Whose::Of(trainer) => all.filter(course_groups::trainer_id.eq(trainer)),
        Whose::For(organisation) => all.filter(course_groups::organisation_id.eq(organisation)),
    }
}

/// One group, if it is one of these.
///
/// # Errors
/// The database's.
pub fn find_group(conn: &mut Conn, whose: Whose, id: GroupId) -> Result<Option<Group>> {
    let row = of(whose).filter(course_groups::id.eq(id)).select(GROUP).get_result::<Row>(conn).optional()?;
    row.map(group).transpose()
}

/// The group whose code this is, whether it takes people or not.
pub(super) fn find_by_code(conn: &mut Conn, code: &GroupCode) -> Result<Option<Group>> {
    let with_code = course_groups::table.filter(course_groups::code.eq(code.as_str()));
    with_code.select(GROUP).get_result::<Row>(conn).optional()?.map(group).transpose()
}

/// Groups whose name has words that begin so.
fn named<'a>(whose: Whose, search: &str) -> Found<'a> {
    fold(search).split(' ').filter(|word| !word.is_empty()).fold(of(whose), |query, word| {
        let word = escape_like(word);
        let begins = course_groups::name_folded.like(format!("{word}%")).escape('\\');
        query.filter(begins.or(course_groups::name_folded.like(format!("% {word}%")).escape('\\')))
    })
}

/// A part of these groups, those that go on first, and how many there are.
///
/// # Errors
/// The database's.
pub fn list_groups(
    conn: &mut Conn,
    whose: Whose,
    (search, today): (&str, Day),
    (offset, limit): (i64, i64),
) -> Result<(Vec<Group>, i64)> {
    let count = named(whose, search).count().get_result(conn)?;
    let rows: Vec<Row> = named(whose, search)
        .order((course_groups::ends_on.lt(today), course_groups::starts_on.desc(), course_groups::id.desc()))
        .offset(offset)
        .limit(limit)
        .select(GROUP)
        .load(conn)?;
    Ok((rows.into_iter().map(group).collect::<Result<_>>()?, count))
}

/// The groups whose name has words that begin so, the newest first, at most so many.
///
/// # Errors
/// The database's.
pub fn list_named(conn: &mut Conn, search: &str, limit: i64) -> Result<Vec<GroupId>> {
    let found = named(Whose::All, search).order(course_groups::id.desc()).limit(limit);
    Ok(found.select(course_groups::id).load(conn)?)
}

/// What these groups are called; one that is gone is left out.
///
/// # Errors
/// The database's.
pub fn list_names(conn: &mut Conn, ids: &[GroupId]) -> Result<Vec<(GroupId, String)>> {
    let found = course_groups::table.filter(course_groups::id.eq_any(ids));
    Ok(found.select((course_groups::id, course_groups::name)).load(conn)?)
}

/// How many people belong to each of these groups; one without people is left out.
pub(super) fn count_members(conn: &mut Conn, ids: &[GroupId]) -> Result<Vec<(GroupId, i64)>> {
    Ok(group_members::table
        .inner_join(people::table)
        .filter(group_members::group_id.eq_any(ids))
        .filter(group_members::ended_at.is_null())
        .filter(people::disabled_at.is_null())
        .group_by(group_members::group_id)
        .select((group_members::group_id, diesel::dsl::count_star()))
        .load(conn)?)
}
