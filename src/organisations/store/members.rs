//! The people of one organisation. Every query takes the organisation first, and finds nobody else.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::db::schema::{certificates, memberships, people};
use crate::db::{Conn, escape_like};
use crate::kernel::ids::{MembershipId, OrganisationId, PersonId};
use crate::kernel::text::fold;
use crate::kernel::{Day, Result, Timestamp};
use crate::organisations::model::{Filter, Member, Minor, Trained};

type Row = (MembershipId, Option<Timestamp>, PersonId, String, Option<i32>);

/// Where a part of a list ended: the folded name and the person.
pub type Place = (String, PersonId);

/// The year of birth stays here.
fn member((membership, since, person, name, birth_year): Row, today: Day) -> Option<Member> {
    Some(Member { membership, person, name, minor: Minor::of(birth_year, today), since: since?, held: Vec::new() })
}

/// The people who belong to this organisation now.
#[diesel::dsl::auto_type]
fn belonging(organisation: OrganisationId) -> _ {
    memberships::table
        .inner_join(people::table.on(people::id.eq(memberships::person_id)))
        .filter(memberships::organisation_id.eq(organisation))
        .filter(memberships::accepted_at.is_not_null())
        .filter(memberships::ended_at.is_null())
        .filter(people::disabled_at.is_null())
        .filter(people::erased_at.is_null())
}

/// Those who hold a certificate that is valid on this day, be it one that was renewed.
#[diesel::dsl::auto_type]
fn holders(today: Day) -> _ {
    certificates::table
        .filter(certificates::person_id.is_not_null())
        .filter(certificates::revoked_at.is_null())
        .filter(certificates::suspended_at.is_null())
        .filter(certificates::replaced_by.is_null())
        .filter(certificates::expires_on.is_null().or(certificates::expires_on.ge(today)))
        .select(certificates::person_id.assume_not_null())
}

/// A macro, because the type of a query with every filter has no name that anybody would read.
macro_rules! found {
    ($organisation:expr, $filter:expr, $today:expr) => {{
        let (filter, today): (&Filter, Day) = ($filter, $today);
        let mut query = belonging($organisation).into_boxed();
        for word in fold(&filter.text).split(' ').filter(|word| !word.is_empty()) {
            let word = escape_like(word);
            let begins = people::name_folded.like(format!("{word}%")).escape('\\');
            query = query.filter(begins.or(people::name_folded.like(format!("% {word}%")).escape('\\')));
        }
        if filter.minors {
            let born = people::birth_year.gt(Minor::born_after(today.year()));
            query = query.filter(people::birth_year.is_null().or(born));
        }
        let soon = today.plus_days(Trained::SOON);
        let id = memberships::person_id;
        match (filter.trained, filter.course) {
            (None, None) => query,
            (None, Some(course)) => {
                let of_course = certificates::table
                    .filter(certificates::person_id.is_not_null())
                    .filter(certificates::is_current)
                    .filter(certificates::course_id.eq(course));
                query.filter(id.eq_any(of_course.select(certificates::person_id.assume_not_null())))
            }
            (Some(Trained::Valid), None) => query.filter(id.eq_any(holders(today))),
            (Some(Trained::Valid), Some(course)) => {
                query.filter(id.eq_any(holders(today).filter(certificates::course_id.eq(course))))
            }
            (Some(Trained::Expiring), course) => {
                // One that was renewed does not run out as long as the new one holds longer.
                let other = diesel::alias!(certificates as other);
                let is_longer = other
                    .field(certificates::expires_on)
                    .is_null()
                    .or(other.field(certificates::expires_on).gt(certificates::expires_on));
                let longer = other
                    .filter(other.field(certificates::person_id).eq(certificates::person_id))
                    .filter(other.field(certificates::course_id).eq(certificates::course_id))
                    .filter(other.field(certificates::kind).eq(certificates::kind))
                    .filter(other.field(certificates::revoked_at).is_null())
                    .filter(other.field(certificates::suspended_at).is_null())
                    .filter(other.field(certificates::replaced_by).is_null())
                    .filter(is_longer);
                let last = holders(today).filter(certificates::expires_on.le(soon)).filter(not(exists(longer)));
                match course {
                    None => query.filter(id.eq_any(last)),
                    Some(course) => query.filter(id.eq_any(last.filter(certificates::course_id.eq(course)))),
                }
            }
            (Some(Trained::Without), None) => query.filter(id.ne_all(holders(today))),
            (Some(Trained::Without), Some(course)) => {
                query.filter(id.ne_all(holders(today).filter(certificates::course_id.eq(course))))
            }
        }
    }};
}

/// A part of the people of this organisation that a filter finds, by name.
pub(in crate::organisations) fn list_found(
    conn: &mut Conn,
    organisation: OrganisationId,
    (filter, today): (&Filter, Day),
    (offset, limit): (i64, i64),
) -> Result<Vec<Member>> {
    let rows: Vec<Row> = found!(organisation, filter, today)
        .order((people::name_folded, people::id))
        .offset(offset)
        .limit(limit)
        .select((memberships::id, memberships::accepted_at, people::id, people::name, people::birth_year))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|row| member(row, today)).collect())
}

/// A part of them for a list of all: those after a folded name and a person, and that of the last one. Who comes or goes
/// meanwhile moves nobody else to another part.
pub(in crate::organisations) fn list_found_after(
    conn: &mut Conn,
    organisation: OrganisationId,
    (filter, today): (&Filter, Day),
    (after, limit): (Option<&Place>, i64),
) -> Result<(Vec<Member>, Option<Place>)> {
    let mut query = found!(organisation, filter, today);
    if let Some((name, person)) = after {
        let name = name.as_str();
        let same = people::name_folded.eq(name).and(people::id.gt(*person));
        query = query.filter(people::name_folded.gt(name).or(same));
    }
    let row = (memberships::id, memberships::accepted_at, people::id, people::name, people::birth_year);
    let rows: Vec<(Row, String)> =
        query.order((people::name_folded, people::id)).limit(limit).select((row, people::name_folded)).load(conn)?;
    let last = rows.last().map(|(row, name)| (name.clone(), row.2));
    Ok((rows.into_iter().filter_map(|(row, _)| member(row, today)).collect(), last))
}

/// A part of the people of this organisation for programs: those after one, by their numbers. Who comes, goes or is renamed
/// meanwhile moves nobody else to another part.
pub(in crate::organisations) fn list_after(
    conn: &mut Conn,
    (organisation, today): (OrganisationId, Day),
    (after, limit): (PersonId, i64),
) -> Result<Vec<Member>> {
    let rows: Vec<Row> = belonging(organisation)
        .filter(people::id.gt(after))
        .order(people::id)
        .limit(limit)
        .select((memberships::id, memberships::accepted_at, people::id, people::name, people::birth_year))
        .load(conn)?;
    Ok(rows.into_iter().filter_map(|row| member(row, today)).collect())
}

/// How many people of this organisation a filter finds.
pub(in crate::organisations) fn count_found(
    conn: &mut Conn,
    organisation: OrganisationId,
    (filter, today): (&Filter, Day),
) -> Result<i64> {
    Ok(found!(organisation, filter, today).count().get_result(conn)?)
}

/// One person, if they belong to this organisation now.
pub(in crate::organisations) fn find_one(
    conn: &mut Conn,
    organisation: OrganisationId,
    (person, today): (PersonId, Day),
) -> Result<Option<Member>> {
    let row = belonging(organisation)
        .filter(memberships::person_id.eq(person))
        .select((memberships::id, memberships::accepted_at, people::id, people::name, people::birth_year))
        .get_result::<Row>(conn)
        .optional()?;
    Ok(row.and_then(|row| member(row, today)))
}

/// Those of these people who belong, belonged or asked to belong to this organisation.
///
/// # Errors
/// The database's.
pub fn list_ever(conn: &mut Conn, organisation: OrganisationId, people: &[PersonId]) -> Result<Vec<PersonId>> {
    let mut all = Vec::new();
    for people in people.chunks(500) {
        let own = memberships::table.filter(memberships::organisation_id.eq(organisation));
        let found = own.filter(memberships::person_id.eq_any(people)).select(memberships::person_id);
        all.extend(found.load::<PersonId>(conn)?);
    }
    Ok(all)
}
