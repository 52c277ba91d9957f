//! The queries of where people lived before, and of carrying many of them to another place.

use diesel::dsl::{exists, not};
use diesel::prelude::*;
use diesel::sql_types::Date;

use crate::accounts::former::Carry;
use crate::db::Conn;
use crate::db::schema::{districts, former_places, people};
use crate::kernel::ids::{DistrictId, PersonId};
use crate::kernel::{Day, Result, Timestamp};
use crate::on_backend;

/// Notes where somebody lived until a day. What was noted of that day before stays: it is how the day began.
pub(in crate::accounts) fn insert_former(
    conn: &mut Conn,
    person: PersonId,
    (until, district, settlement): (Day, Option<DistrictId>, Option<&str>),
) -> Result<()> {
    let values = (
        former_places::person_id.eq(person),
        former_places::until.eq(until),
        former_places::district_id.eq(district),
        former_places::settlement.eq(settlement),
    );
    on_backend!(conn, c =>
        diesel::insert_into(former_places::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// Until when, the key of the district, the settlement.
pub(in crate::accounts) type OwnFormer = (Day, Option<String>, Option<String>);

/// Where somebody lived before, the oldest first.
pub(in crate::accounts) fn list_former(conn: &mut Conn, person: PersonId) -> Result<Vec<OwnFormer>> {
    let own = former_places::table.left_join(districts::table).filter(former_places::person_id.eq(person));
    let columns = (former_places::until, districts::key.nullable(), former_places::settlement);
    Ok(own.order(former_places::until).select(columns).load(conn)?)
}

/// Removes where somebody lived before.
pub(in crate::accounts) fn delete_former(conn: &mut Conn, person: PersonId) -> Result<()> {
    diesel::delete(former_places::table.filter(former_places::person_id.eq(person))).execute(conn)?;
    Ok(())
}

/// Gives one account's former places to another one; of a day for which the other has one, that stays.
pub(in crate::accounts) fn move_former(conn: &mut Conn, from: PersonId, into: PersonId) -> Result<()> {
    let own = || former_places::table.filter(former_places::person_id.eq(from));
    let there: Vec<Day> =
        former_places::table.filter(former_places::person_id.eq(into)).select(former_places::until).load(conn)?;
    diesel::update(own().filter(former_places::until.ne_all(there)))
        .set(former_places::person_id.eq(into))
        .execute(conn)?;
    delete_former(conn, from)
}

/// Removes former places that ended before a moment, a few at a time; how many.
pub(in crate::accounts) fn delete_old_former(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let old: Vec<(PersonId, Day)> = former_places::table
        .filter(former_places::until.lt(Day::new(before.utc().date())))
        .select((former_places::person_id, former_places::until))
        .limit(limit)
        .load(conn)?;
    for (person, until) in &old {
        diesel::delete(former_places::table.find((*person, *until))).execute(conn)?;
    }
    Ok(old.len())
}

// Many people at once

/// How many people live in a district.
pub(in crate::accounts) fn count_living(conn: &mut Conn, district: DistrictId) -> Result<i64> {
    let living = people::table.filter(people::district_id.eq(district)).filter(people::merged_into.is_null());
    Ok(living.count().get_result(conn)?)
}

/// What people of a district typed as their settlement, with how many of them did, merged accounts among them.
pub(in crate::accounts) fn list_spellings(conn: &mut Conn, district: DistrictId) -> Result<Vec<(String, i64)>> {
    let rows: Vec<(Option<String>, i64)> = people::table
        .filter(people::district_id.eq(district))
        .filter(people::settlement.is_not_null())
        .group_by(people::settlement)
        .select((people::settlement, diesel::dsl::count_star()))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|(text, count)| Some((text?, count))).collect())
}

/// The same of those who lived there until a later day.
pub(in crate::accounts) fn list_former_spellings(
    conn: &mut Conn,
    district: DistrictId,
    after: Day,
) -> Result<Vec<String>> {
    let rows: Vec<Option<String>> = former_places::table
        .filter(former_places::district_id.eq(district))
        .filter(former_places::until.gt(after))
        .filter(former_places::settlement.is_not_null())
        .select(former_places::settlement)
        .distinct()
        .load(conn)?;
    Ok(rows.into_iter().flatten().collect())
}

/// True if somebody lives in a district, or lived there until after a day.
pub(in crate::accounts) fn has_people(conn: &mut Conn, district: DistrictId, after: Day) -> Result<bool> {
    let living = people::table.filter(people::district_id.eq(district));
    let former =
        former_places::table.filter(former_places::district_id.eq(district)).filter(former_places::until.gt(after));
    Ok(diesel::select(exists(living)).get_result::<bool>(conn)?
        || diesel::select(exists(former)).get_result::<bool>(conn)?)
}

/// True if somebody lives or lived in a district.
pub(in crate::accounts) fn is_anybodys(conn: &mut Conn, district: DistrictId) -> Result<bool> {
    let living = people::table.filter(people::district_id.eq(district));
    let former = former_places::table.filter(former_places::district_id.eq(district));
    Ok(diesel::select(exists(living)).get_result::<bool>(conn)?
        || diesel::select(exists(former)).get_result::<bool>(conn)?)
}

/// Carries at most so many people over, who live there now; how many.
pub(in crate::accounts) fn carry_living(conn: &mut Conn, carry: &Carry, limit: i64) -> Result<usize> {
    let mut found =
        people::table.filter(people::district_id.eq(carry.from)).select(people::id).limit(limit).into_boxed();
    if let Some(spellings) = &carry.spellings {
        found = found.filter(people::settlement.eq_any(spellings));
    }
    let ids: Vec<PersonId> = found.load(conn)?;
    let is_later =
        former_places::table.filter(former_places::person_id.eq(people::id)).filter(former_places::until.ge(carry.on));
    let moving = people::table.filter(people::id.eq_any(&ids)).filter(not(exists(is_later)));
    // Who came there after the day never lived there while it was so.
    diesel::insert_into(former_places::table)
        .values(moving.select((
            people::id,
            carry.on.date().into_sql::<Date>(),
            people::district_id,
            people::settlement,
        )))
        .into_columns((
            former_places::person_id,
            former_places::until,
            former_places::district_id,
            former_places::settlement,
        ))
        .execute(conn)?;
    let moving = people::table.filter(people::id.eq_any(&ids));
    match &carry.renamed {
        Some(text) => diesel::update(moving)
            .set((people::district_id.eq(carry.into), people::settlement.eq(text)))
            .execute(conn)?,
        None => diesel::update(moving).set(people::district_id.eq(carry.into)).execute(conn)?,
    };
    Ok(ids.len())
}

/// Carries at most so many stays over that lasted until after the day; how many.
pub(in crate::accounts) fn carry_former(conn: &mut Conn, carry: &Carry, limit: i64) -> Result<usize> {
    let mut found = former_places::table
        .filter(former_places::district_id.eq(carry.from))
        .filter(former_places::until.gt(carry.on))
        .select((former_places::person_id, former_places::until, former_places::settlement))
        .limit(limit)
        .into_boxed();
    if let Some(spellings) = &carry.spellings {
        found = found.filter(former_places::settlement.eq_any(spellings));
    }
    let stays: Vec<(PersonId, Day, Option<String>)> = found.load(conn)?;
    for (person, until, settlement) in &stays {
        let between: i64 = former_places::table
            .filter(former_places::person_id.eq(person))
            .filter(former_places::until.ge(carry.on))
            .filter(former_places::until.lt(until))
            .count()
            .get_result(conn)?;
        if between == 0 {
            insert_former(conn, *person, (carry.on, Some(carry.from), settlement.as_deref()))?;
        }
        let text = carry.renamed.as_ref().or(settlement.as_ref());
        diesel::update(former_places::table.find((*person, *until)))
            .set((former_places::district_id.eq(carry.into), former_places::settlement.eq(text)))
            .execute(conn)?;
    }
    Ok(stays.len())
}
