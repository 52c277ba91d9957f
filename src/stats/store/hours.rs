//! The queries of hours: people a part at a time, and what they completed.

use diesel::dsl::exists;
use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{certificates, enrolments, memberships, people};
use crate::kernel::ids::{CourseId, PersonId};
use crate::kernel::{Day, Result, Timestamp};
use crate::stats::hours::Whose;

/// When something can have happened that is listed: completed from the first moment on and before the second; of
/// certificates the first day alone, because a session lies before the day of issue, however long.
pub(in crate::stats) type Span = ((Timestamp, Timestamp), Day);

/// People of whom something may be listed. Whoever is one account with another one is there; of an organisation's people
/// those who belong to it now and are not kept out.
fn listed((whose, ((from, to), first)): (Whose, Span)) -> people::BoxedQuery<'static, <Conn as Connection>::Backend> {
    let completed = enrolments::table
        .filter(enrolments::person_id.eq(people::id))
        .filter(enrolments::completed_at.ge(from))
        .filter(enrolments::completed_at.lt(to));
    let certified = certificates::table
        .filter(certificates::person_id.eq(people::id.nullable()))
        .filter(certificates::issued_on.ge(first));
    let all = people::table
        .filter(exists(completed).or(exists(certified)))
        .filter(people::erased_at.is_null())
        .filter(people::merged_into.is_null())
        .into_boxed();
    let Whose::Organisation(organisation) = whose else { return all };
    let belonging = memberships::table
        .filter(memberships::organisation_id.eq(organisation))
        .filter(memberships::accepted_at.is_not_null())
        .filter(memberships::ended_at.is_null())
        .select(memberships::person_id);
    all.filter(people::disabled_at.is_null()).filter(people::id.eq_any(belonging))
}

/// How many there are.
pub(in crate::stats) fn count_people(conn: &mut Conn, asked: (Whose, Span)) -> Result<i64> {
    Ok(listed(asked).count().get_result(conn)?)
}

/// The next of these people after one, with their names.
pub(in crate::stats) fn list_people_after(
    conn: &mut Conn,
    asked: (Whose, Span),
    (after, limit): (PersonId, i64),
) -> Result<Vec<(PersonId, String)>> {
    let next = listed(asked).filter(people::id.gt(after)).order(people::id).limit(limit);
    Ok(next.select((people::id, people::name)).load(conn)?)
}

/// What these people completed: who, the course with its edition, and when.
pub(in crate::stats) fn list_completed(
    conn: &mut Conn,
    ids: &[PersonId],
) -> Result<Vec<(PersonId, CourseId, i32, Timestamp)>> {
    Ok(enrolments::table
        .filter(enrolments::person_id.eq_any(ids))
        .filter(enrolments::completed_at.is_not_null())
        .select((
            enrolments::person_id,
            enrolments::course_id,
            enrolments::edition,
            enrolments::completed_at.assume_not_null(),
        ))
        .load(conn)?)
}
