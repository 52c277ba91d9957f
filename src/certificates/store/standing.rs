//! The queries by which a certificate is withdrawn, suspended and reinstated, never both at once; and what somebody holds
//! then.

use diesel::dsl::not;
use diesel::prelude::*;

use super::super::data::Kind;
use super::super::model::{Certificate, EventKind, State};
use super::{COLUMNS, CertificateRow, list_current_of};
use crate::db::Conn;
use crate::db::schema::{certificate_events, certificates, people};
use crate::kernel::ids::{CertificateId, PersonId};
use crate::kernel::{Day, Result, Timestamp};

/// One certificate for each of these people, course and kind, by course: the current one, or where that is withdrawn or
/// suspended, another one that holds on this day, as the one that was renewed does until its last day.
pub(in crate::certificates) fn list_counting_of(
    conn: &mut Conn,
    people: &[PersonId],
    today: Day,
) -> Result<Vec<Certificate>> {
    let mut counting = list_current_of(conn, people)?;
    let without: Vec<PersonId> = counting.iter().filter(|one| one.is_stopped()).filter_map(|one| one.person).collect();
    if without.is_empty() {
        return Ok(counting);
    }
    let others: Vec<CertificateRow> = certificates::table
        .filter(certificates::person_id.eq_any(without))
        .filter(not(certificates::is_current))
        .filter(certificates::revoked_at.is_null())
        .filter(certificates::suspended_at.is_null())
        .filter(certificates::replaced_by.is_null())
        .order(certificates::id)
        .select(COLUMNS)
        .load(conn)?;
    let others: Vec<Certificate> = others.into_iter().map(Certificate::try_from).collect::<Result<_>>()?;
    for one in counting.iter_mut().filter(|one| one.is_stopped()) {
        let of = (one.person, one.course, one.kind);
        let holds =
            |other: &&Certificate| (other.person, other.course, other.kind) == of && other.state(today) == State::Valid;
        let longest = others.iter().filter(holds).max_by_key(|other| (other.expires_on.is_none(), other.expires_on));
        if let Some(holds) = longest.cloned() {
            *one = holds;
        }
    }
    Ok(counting)
}

/// The practical certificates of these people that another one has taken the place of, neither withdrawn nor suspended, nor
/// issued again with another name; the newest first.
pub(in crate::certificates) fn list_given_way(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<Certificate>> {
    certificates::table
        .filter(certificates::person_id.eq_any(people))
        .filter(certificates::kind.eq(Kind::Practical.code()))
        .filter(not(certificates::is_current))
        .filter(certificates::revoked_at.is_null())
        .filter(certificates::suspended_at.is_null())
        .filter(certificates::replaced_by.is_null())
        .order(certificates::id.desc())
        .select(COLUMNS)
        .load::<CertificateRow>(conn)?
        .into_iter()
        .map(Certificate::try_from)
        .collect()
}

/// Marks a certificate as withdrawn, whether it was suspended or not. False if it was already, or is not there.
pub(in crate::certificates) fn set_revoked(conn: &mut Conn, id: CertificateId, at: Timestamp) -> Result<bool> {
    let changed = diesel::update(certificates::table.find(id).filter(certificates::revoked_at.is_null()))
        .set((certificates::revoked_at.eq(at), certificates::suspended_at.eq(None::<Timestamp>)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Marks a certificate as suspended. False if it is already, was withdrawn or replaced, or is not there.
pub(in crate::certificates) fn set_suspended(conn: &mut Conn, id: CertificateId, at: Timestamp) -> Result<bool> {
    let holds = certificates::table
        .find(id)
        .filter(certificates::revoked_at.is_null())
        .filter(certificates::suspended_at.is_null())
        .filter(certificates::replaced_by.is_null());
    Ok(diesel::update(holds).set(certificates::suspended_at.eq(at)).execute(conn)? == 1)
}

/// Takes a withdrawal or a suspension back. False if there was none.
pub(in crate::certificates) fn set_reinstated(conn: &mut Conn, id: CertificateId) -> Result<bool> {
    let stopped = certificates::revoked_at.is_not_null().or(certificates::suspended_at.is_not_null());
    let changed = diesel::update(certificates::table.find(id).filter(stopped))
        .set((certificates::revoked_at.eq(None::<Timestamp>), certificates::suspended_at.eq(None::<Timestamp>)))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Lets a certificate count again.
pub(in crate::certificates) fn set_current(conn: &mut Conn, id: CertificateId) -> Result<()> {
    diesel::update(certificates::table.find(id)).set(certificates::is_current.eq(true)).execute(conn)?;
    Ok(())
}

/// How many certificates that are not withdrawn have an event of this kind since a moment.
pub(in crate::certificates) fn count_with_event(conn: &mut Conn, kind: EventKind, since: Timestamp) -> Result<i64> {
    Ok(certificate_events::table
        .inner_join(certificates::table)
        .filter(certificate_events::kind.eq(kind.code()))
        .filter(certificate_events::at.ge(since))
        .filter(certificates::revoked_at.is_null())
        .count()
        .get_result(conn)?)
}

/// True if somebody who has a certificate was born in this year or later, or nobody knows when.
pub(in crate::certificates) fn holds_minors(conn: &mut Conn, from: i32) -> Result<bool> {
    let may_be = people::birth_year.is_null().or(people::birth_year.ge(from));
    let found = certificates::table.inner_join(people::table).filter(may_be).select(certificates::id).limit(1);
    Ok(found.get_result::<CertificateId>(conn).optional()?.is_some())
}
