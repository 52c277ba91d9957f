//! The queries of what is held of one person, and of what is forgotten.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{course_groups, courses, group_members};
use crate::kernel::ids::{GroupId, GroupMemberId, PersonId};
use crate::kernel::{Day, Result, Slug, Timestamp};

/// Removes the rows of people who left before a moment, a few at a time; how many.
pub(in crate::groups) fn delete_left(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let old: Vec<GroupMemberId> = group_members::table
        .filter(group_members::ended_at.lt(before))
        .select(group_members::id)
        .limit(limit)
        .load(conn)?;
    Ok(diesel::delete(group_members::table.filter(group_members::id.eq_any(old))).execute(conn)?)
}

/// Removes who belonged to groups that ended before a day, and the groups without anybody, a few at a time; how many.
pub(in crate::groups) fn delete_over(conn: &mut Conn, before: Day, limit: i64) -> Result<usize> {
    let members: Vec<GroupMemberId> = group_members::table
        .inner_join(course_groups::table)
        .filter(course_groups::ends_on.lt(before))
        .select(group_members::id)
        .limit(limit)
        .load(conn)?;
    let gone = diesel::delete(group_members::table.filter(group_members::id.eq_any(members))).execute(conn)?;
    let left = limit - i64::try_from(gone).unwrap_or(limit);
    let groups: Vec<GroupId> = course_groups::table
        .filter(course_groups::ends_on.lt(before))
        .filter(course_groups::id.ne_all(group_members::table.select(group_members::group_id)))
        .select(course_groups::id)
        .limit(left.max(0))
        .load(conn)?;
    Ok(gone + diesel::delete(course_groups::table.filter(course_groups::id.eq_any(groups))).execute(conn)?)
}

/// A group for the person's own file: name, course, days, when they joined, when and how it ended.
pub(in crate::groups) type OwnRow = (String, Slug, (Day, Day), Timestamp, Option<Timestamp>, Option<String>);

/// Every group to which somebody belonged.
pub(in crate::groups) fn list_own(conn: &mut Conn, person: PersonId) -> Result<Vec<OwnRow>> {
    Ok(group_members::table
        .inner_join(course_groups::table.inner_join(courses::table))
        .filter(group_members::person_id.eq(person))
        .order(group_members::id)
        .select((
            course_groups::name,
            courses::key,
            (course_groups::starts_on, course_groups::ends_on),
            group_members::joined_at,
            group_members::ended_at,
            group_members::ending,
        ))
        .load(conn)?)
}

/// A group that somebody led: name, course, days.
pub(in crate::groups) type LedRow = (String, Slug, (Day, Day));

/// The groups that somebody led.
pub(in crate::groups) fn list_led(conn: &mut Conn, person: PersonId) -> Result<Vec<LedRow>> {
    Ok(course_groups::table
        .inner_join(courses::table)
        .filter(course_groups::trainer_id.eq(person))
        .order(course_groups::id)
        .select((course_groups::name, courses::key, (course_groups::starts_on, course_groups::ends_on)))
        .load(conn)?)
}

/// Removes where a person belonged, and their name from the groups they led.
pub(in crate::groups) fn delete_of_person(conn: &mut Conn, person: PersonId) -> Result<()> {
    diesel::delete(group_members::table.filter(group_members::person_id.eq(person))).execute(conn)?;
    diesel::update(course_groups::table.filter(course_groups::trainer_id.eq(person)))
        .set(course_groups::trainer_id.eq(None::<PersonId>))
        .execute(conn)?;
    Ok(())
}

fn list_open(conn: &mut Conn, person: PersonId) -> Result<Vec<GroupId>> {
    let open = group_members::table.filter(group_members::person_id.eq(person));
    Ok(open.filter(group_members::ended_at.is_null()).select(group_members::group_id).load(conn)?)
}

/// Gives the groups of one account to another. Where both belong, the place of the first goes.
pub(in crate::groups) fn set_person(conn: &mut Conn, from: PersonId, into: PersonId) -> Result<()> {
    let there = list_open(conn, into)?;
    let double = group_members::table
        .filter(group_members::person_id.eq(from))
        .filter(group_members::ended_at.is_null())
        .filter(group_members::group_id.eq_any(there));
    diesel::delete(double).execute(conn)?;
    let all = group_members::table.filter(group_members::person_id.eq(from));
    diesel::update(all).set(group_members::person_id.eq(into)).execute(conn)?;
    let led = course_groups::table.filter(course_groups::trainer_id.eq(from));
    diesel::update(led).set(course_groups::trainer_id.eq(into)).execute(conn)?;
    Ok(())
}
