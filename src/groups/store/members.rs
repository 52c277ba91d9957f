//! Who belongs to a group. Every query of the staff takes the group first, and finds nobody else.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{certificates, course_groups, enrolments, group_members, people};
use crate::groups::model::{Ending, Group, Member, Own, Totals};
use crate::kernel::ids::{CourseId, GroupId, PersonId};
use crate::kernel::{Ctx, Day, Result, Timestamp};
use crate::on_backend;

type Row = (PersonId, String, Option<i32>, Timestamp);

/// Where a part of a list ended: the folded name and the person.
pub type Place = (String, PersonId);

/// The year of birth stays here.
fn member((person, name, birth_year, since): Row, today: Day) -> Member {
    Member::new((person, name), birth_year, since, today)
}

/// The people who belong to this group now.
#[diesel::dsl::auto_type]
fn belonging(group: GroupId) -> _ {
    group_members::table
        .inner_join(people::table)
        .filter(group_members::group_id.eq(group))
        .filter(group_members::ended_at.is_null())
        .filter(people::disabled_at.is_null())
        .filter(people::erased_at.is_null())
}

/// A part of the people of this group, by name, and how many they are.
pub(in crate::groups) fn list_found(
    conn: &mut Conn,
    (group, today): (GroupId, Day),
    (offset, limit): (i64, i64),
) -> Result<(Vec<Member>, i64)> {
    let count = belonging(group).count().get_result(conn)?;
    let rows: Vec<Row> = belonging(group)
        .order((people::name_folded, people::id))
        .offset(offset)
        .limit(limit)
        .select((people::id, people::name, people::birth_year, group_members::joined_at))
        .load(conn)?;
    Ok((rows.into_iter().map(|row| member(row, today)).collect(), count))
}

/// A part of them for a list of all: those after a folded name and a person, and that of the last one.
pub(in crate::groups) fn list_found_after(
    conn: &mut Conn,
    (group, today): (GroupId, Day),
    (after, limit): (Option<&Place>, i64),
) -> Result<(Vec<Member>, Option<Place>)> {
    let mut query = belonging(group).into_boxed();
    if let Some((name, person)) = after {
        let name = name.as_str();
        let same = people::name_folded.eq(name).and(people::id.gt(*person));
        query = query.filter(people::name_folded.gt(name).or(same));
    }
    let row = (people::id, people::name, people::birth_year, group_members::joined_at);
    let rows: Vec<(Row, String)> =
        query.order((people::name_folded, people::id)).limit(limit).select((row, people::name_folded)).load(conn)?;
    let last = rows.last().map(|(row, name)| (name.clone(), row.0));
    Ok((rows.into_iter().map(|(row, _)| member(row, today)).collect(), last))
}

/// How many of them were born in which year.
pub(in crate::groups) fn count_by_year(conn: &mut Conn, group: GroupId) -> Result<Vec<(Option<i32>, i64)>> {
    let counted = belonging(group).group_by(people::birth_year);
    Ok(counted.select((people::birth_year, diesel::dsl::count_star())).load(conn)?)
}

/// How many people of this group have completed its course, and how many hold a certificate of it that is valid on a day.
pub(in crate::groups) fn count_done(conn: &mut Conn, group: &Group, today: Day) -> Result<Totals> {
    let completed = enrolments::table
        .filter(enrolments::course_id.eq(group.course))
        .filter(enrolments::completed_at.is_not_null())
        .select(enrolments::person_id);
    let certified = certificates::table
        .filter(certificates::course_id.eq(group.course))
        .filter(certificates::person_id.is_not_null())
        .filter(certificates::revoked_at.is_null())
        .filter(certificates::suspended_at.is_null())
        .filter(certificates::replaced_by.is_null())
        .filter(certificates::expires_on.is_null().or(certificates::expires_on.ge(today)))
        .select(certificates::person_id.assume_not_null());
    Ok(Totals {
        completed: belonging(group.id).filter(people::id.eq_any(completed)).count().get_result(conn)?,
        certified: belonging(group.id).filter(people::id.eq_any(certified)).count().get_result(conn)?,
    })
}

/// One person, if they belong to this group now.
pub(in crate::groups) fn find_one(
    conn: &mut Conn,
    (group, today): (GroupId, Day),
    person: PersonId,
) -> Result<Option<Member>> {
    let row = belonging(group)
        .filter(group_members::person_id.eq(person))
        .select((people::id, people::name, people::birth_year, group_members::joined_at))
        .get_result::<Row>(conn)
        .optional()?;
    Ok(row.map(|row| member(row, today)))
}

/// Notes that somebody belongs to a group; false if they do already.
pub(in crate::groups) fn insert_member(conn: &mut Conn, ctx: &Ctx, group: GroupId, person: PersonId) -> Result<bool> {
    let values =
        (group_members::group_id.eq(group), group_members::person_id.eq(person), group_members::joined_at.eq(ctx.now));
    let rows = on_backend!(conn, c =>
        diesel::insert_into(group_members::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(rows == 1)
}

/// True if somebody belongs to a group now.
pub(in crate::groups) fn is_member(conn: &mut Conn, group: GroupId, person: PersonId) -> Result<bool> {
    let own = group_members::table
        .filter(group_members::group_id.eq(group))
        .filter(group_members::person_id.eq(person))
        .filter(group_members::ended_at.is_null());
    Ok(own.count().get_result::<i64>(conn)? > 0)
}

/// Ends that somebody belongs to a group; false if they do not.
pub(in crate::groups) fn set_ended(
    conn: &mut Conn,
    ctx: &Ctx,
    (group, person): (GroupId, PersonId),
    ending: Ending,
) -> Result<bool> {
    let own = group_members::table
        .filter(group_members::group_id.eq(group))
        .filter(group_members::person_id.eq(person))
        .filter(group_members::ended_at.is_null());
    let values = (group_members::ended_at.eq(ctx.now), group_members::ending.eq(ending.code()));
    Ok(diesel::update(own).set(values).execute(conn)? == 1)
}

type OwnRow = (
    (GroupId, String, CourseId, Day, Day),
    (Option<String>, Option<Timestamp>, Option<Timestamp>),
    (Timestamp, Option<Timestamp>, Option<String>),
);

/// The groups of a person, those that they belong to first, then the latest.
///
/// # Errors
/// The database's.
pub fn list_of_person(conn: &mut Conn, person: PersonId, limit: i64) -> Result<Vec<Own>> {
    // The trainer's name: people are joined to groups, not to members.
    let rows: Vec<OwnRow> = group_members::table
        .inner_join(course_groups::table.left_join(people::table))
        .filter(group_members::person_id.eq(person))
        .order((group_members::ended_at.is_not_null(), course_groups::ends_on.desc(), group_members::id.desc()))
        .limit(limit)
        .select((
            (
                course_groups::id,
                course_groups::name,
                course_groups::course_id,
                course_groups::starts_on,
                course_groups::ends_on,
            ),
            (people::name.nullable(), people::disabled_at.nullable(), people::erased_at.nullable()),
            (group_members::joined_at, group_members::ended_at, group_members::ending),
        ))
        .load(conn)?;
    Ok(rows.into_iter().map(own).collect())
}

fn own(
    ((id, name, course, starts_on, ends_on), (trainer, disabled_at, erased_at), (since, ended_at, how)): OwnRow,
) -> Own {
    let is_gone = disabled_at.is_some() || erased_at.is_some();
    let ending = ended_at.map(|_| if how.as_deref() == Some("removed") { Ending::Removed } else { Ending::Left });
    Own { id, name, course, starts_on, ends_on, trainer: trainer.filter(|_| !is_gone), since, ending }
}
