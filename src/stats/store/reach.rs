//! The queries of what the public may know.

use diesel::dsl::count;
use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{certificates, people, practical_sessions};
use crate::kernel::ids::CourseId;
use crate::kernel::{Day, Result};
use crate::stats::model::Reach;

/// The sessions in person of some days, of one course or all; none if nobody has ever entered one.
///
/// # Errors
/// The database's.
pub(in crate::stats) fn count_sessions(
    conn: &mut Conn,
    (from, to): (Day, Day),
    course: Option<CourseId>,
) -> Result<Option<i64>> {
    let all: i64 = practical_sessions::table.count().get_result(conn)?;
    if all == 0 {
        return Ok(None);
    }
    let mut query = practical_sessions::table.filter(practical_sessions::held_on.between(from, to)).into_boxed();
    if let Some(course) = course {
        query = query.filter(practical_sessions::course_id.eq(course));
    }
    Ok(Some(query.count().get_result(conn)?))
}

/// See [`Reach`]. A district counts from so many people on.
///
/// # Errors
/// The database's.
pub fn count_reach(conn: &mut Conn, today: Day, least: i64) -> Result<Reach> {
    let sound = || certificates::table.filter(certificates::revoked_at.is_null());
    let trained = sound().select(count(certificates::person_id).aggregate_distinct()).get_result(conn)?;
    let valid = sound()
        .filter(certificates::suspended_at.is_null())
        .filter(certificates::replaced_by.is_null())
        .filter(certificates::expires_on.is_null().or(certificates::expires_on.ge(today)))
        .select(count(certificates::person_id).aggregate_distinct())
        .get_result(conn)?;
    let districts: Vec<i64> = sound()
        .inner_join(people::table)
        .filter(people::district_id.is_not_null())
        .group_by(people::district_id)
        .select(count(certificates::person_id).aggregate_distinct())
        .load(conn)?;
    let districts = districts.into_iter().filter(|people| *people >= least).count();
    Ok(Reach { trained, valid, districts: i64::try_from(districts).unwrap_or(i64::MAX) })
}
