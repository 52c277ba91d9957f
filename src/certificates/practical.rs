//! Practical certificates: a trainer saw the skills at a session in person, and the centre issues what confirms it, for one
//! person or for a list, all of it in one transaction.
//!
//! Invariants: a form that is confirmed twice issues once (a unique index over its number); no trainer whose own
//! certificate had run out on the day of the session confirms anything (a check of the table); a theory certificate is
//! neither asked for nor touched.

use std::collections::{BTreeMap, BTreeSet};

use super::data::{CertificateData, Kind};
use super::issue::{Draft, Outcome, issue};
use super::mails::{Address, queue_certificate};
use super::model::Certificate;
use super::number::CertificateNumber;
use super::pdf::many::Bundle;
use super::renew::{holds_shorter, renew};
use super::store;
use crate::accounts::{self, Person, audit, pasted::likeness};
use crate::db::Conn;
use crate::kernel::ids::{CertificateId, CourseId, PersonId, SessionId};
use crate::kernel::{Ctx, Day, Error, PersonName, Result, Timestamp};

/// A session about to be entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewSession {
    /// The number of the form that was confirmed.
    pub run: String,
    /// The course whose skills were seen.
    pub course: CourseId,
    /// The trainer.
    pub trainer: PersonName,
    /// The number of the trainer's own certificate.
    pub trainer_certificate: String,
    /// The last valid day of that certificate; `None` if it never expires.
    pub trainer_until: Option<Day>,
    /// The place.
    pub place: String,
    /// The day.
    pub held_on: Day,
    /// What shows it, such as the signed list and where it is kept.
    pub evidence: String,
    /// Whether its certificates may take the place of those that hold longer.
    pub may_shorten: bool,
}

/// A session that was entered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldSession {
    /// Its row.
    pub id: SessionId,
    /// The course whose skills were seen.
    pub course: CourseId,
    /// The trainer's name.
    pub trainer: String,
    /// The number of the trainer's own certificate.
    pub trainer_certificate: String,
    /// The last valid day of that certificate; `None` if it never expires.
    pub trainer_until: Option<Day>,
    /// The place.
    pub place: String,
    /// The day.
    pub held_on: Day,
    /// What shows it.
    pub evidence: String,
    /// When it was entered.
    pub created_at: Timestamp,
    /// Who entered it.
    pub created_by: Option<PersonId>,
    /// How many certificates it gave, in lists.
    pub count: i64,
}

/// What came of issuing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Issued {
    /// All are in the register now.
    Done(SessionId),
    /// The form was confirmed before; nothing was changed.
    Before(SessionId),
}

/// Enters a session and issues its certificates, each with its mail: all of them or none.
///
/// # Errors
/// [`Error::Conflict`] if something is another than it was when the list was looked at: somebody has got another
/// certificate or name or was closed, the trainer's own certificate was revoked; or if a drawn number is taken. The
/// database's, also if the trainer's certificate had run out.
pub fn issue_session(
    conn: &mut Conn,
    ctx: &Ctx,
    (session, drafts): (&NewSession, &[Draft]),
    base: &str,
) -> Result<Issued> {
    let is_new = store::practical::insert_session(conn, ctx, session)?;
    let id = store::practical::find_run(conn, &session.run)?.ok_or(Error::Conflict)?;
    if !is_new {
        return Ok(Issued::Before(id));
    }
    if find_obstacle(conn, session)?.is_some() {
        return Err(Error::Conflict);
    }
    for draft in drafts {
        let is_same = |person: &Person| {
            let name = PersonName::parse(&person.name);
            person.disabled_at.is_none() && name.is_some_and(|name| name.as_str() == draft.row.holder)
        };
        let person = accounts::find_person(conn, draft.person)?.filter(is_same).ok_or(Error::Conflict)?;
        let certificate = enter(conn, ctx, draft, session)?;
        store::practical::set_session(conn, certificate.id, id)?;
        if let Some(to) = Address::of(&person) {
            queue_certificate(conn, ctx, &certificate, &to, ("issued", base))?;
        }
    }
    let details = serde_json::json!({ "session": id, "count": drafts.len() });
    let (action, subject) = ("practical certificates issued", "course");
    audit::record(conn, ctx, &audit::Entry { action, subject, subject_id: Some(session.course.0), details })?;
    Ok(Issued::Done(id))
}

/// Whether a session on this day gives its holder another certificate: not if the session of the one there (`last`; its day
/// of issue if it has none) was on that day or later, nor while it is suspended. After one that was revoked another may be
/// issued: that is how a session that was entered wrongly is mended.
pub fn follows(old: &Certificate, last: Option<Day>, held_on: Day) -> bool {
    old.revoked_at.is_some() || last.unwrap_or(old.issued_on) < held_on && old.suspended_at.is_none()
}

/// Whether another one with this last day would take the place of a certificate that holds longer: whoever holds it would be
/// told that it runs out, and be listed and counted so, while it is valid. What was revoked keeps its place.
pub fn is_put_aside_early(old: &Certificate, next: Option<Day>) -> bool {
    old.revoked_at.is_none() && holds_shorter(old, next)
}

/// Why a trainer's own certificate, if it is one of this register, lets its holder confirm nothing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Obstacle {
    /// It was revoked, suspended or replaced, or was not yet issued on the day of the session.
    Stopped,
    /// It is somebody else's.
    OtherName,
    /// Its last day is another than the one that was typed.
    OtherDay,
    /// It never expires, and a last day was typed.
    Endless,
    /// It has a last day, and was said to have none.
    Ends,
}

/// Looks the trainer's own certificate up. Of a number from elsewhere this register knows nothing: the officer has seen it.
///
/// # Errors
/// The database's.
pub fn find_obstacle(conn: &mut Conn, session: &NewSession) -> Result<Option<Obstacle>> {
    let Ok(number) = CertificateNumber::parse(&session.trainer_certificate) else { return Ok(None) };
    let Some(own) = store::find_by_number(conn, &number)? else { return Ok(None) };
    let is_stopped = own.is_stopped() || own.replaced_by.is_some() || own.issued_on > session.held_on;
    let is_other = likeness(&own.holder) != likeness(session.trainer.as_str());
    Ok(if is_stopped {
        Some(Obstacle::Stopped)
    } else if is_other {
        Some(Obstacle::OtherName)
    } else {
        match (own.expires_on, session.trainer_until) {
            (last, told) if last == told => None,
            (None, _) => Some(Obstacle::Endless),
            (Some(_), None) => Some(Obstacle::Ends),
            (Some(_), Some(_)) => Some(Obstacle::OtherDay),
        }
    })
}

/// Puts one certificate into the register: beside nothing, in the place of an older one, or after one that was revoked,
/// which stays so.
fn enter(conn: &mut Conn, ctx: &Ctx, draft: &Draft, session: &NewSession) -> Result<Certificate> {
    let current = store::find_current(conn, draft.person, draft.course, Kind::Practical)?;
    let ids: Vec<CertificateId> = current.iter().map(|old| old.id).collect();
    let last = store::practical::list_held_on(conn, &ids)?.first().map(|(_, day)| *day);
    match current {
        None => {}
        Some(old) if !follows(&old, last, session.held_on) => return Err(Error::Conflict),
        Some(old) if !session.may_shorten && is_put_aside_early(&old, draft.row.expires_on) => {
            return Err(Error::Conflict);
        }
        Some(old) if old.revoked_at.is_none() => return renew(conn, ctx, &old, draft),
        Some(old) => {
            store::set_not_current(conn, old.id)?;
        }
    }
    match issue(conn, ctx, draft)? {
        Outcome::Issued(new) => Ok(new),
        Outcome::AlreadyThere(_) => Err(Error::Conflict),
    }
}

/// A part of the sessions, the newest first, and the number of all of them.
///
/// # Errors
/// The database's.
pub fn list_sessions(conn: &mut Conn, page: (i64, i64)) -> Result<(Vec<HeldSession>, i64)> {
    store::practical::list_sessions(conn, page)
}

/// A session with its certificates, by name.
///
/// # Errors
/// [`Error::NotFound`] if there is no such session. The database's.
pub fn get_session(conn: &mut Conn, id: SessionId) -> Result<(HeldSession, Vec<Certificate>)> {
    let session = store::practical::find_session(conn, id)?.ok_or(Error::NotFound)?;
    Ok((session, store::practical::list_of_session(conn, id)?))
}

/// Whether a certificate is handed out on paper: it was not stopped, nor issued again with another name, nor erased.
pub fn is_handed_out(certificate: &Certificate) -> bool {
    !certificate.is_stopped() && certificate.replaced_by.is_none() && certificate.erased_at.is_none()
}

/// What is handed out of a session, in the order of its list: at most as many as a list has.
///
/// # Errors
/// [`Error::NotFound`] if there is no such session, or nothing to hand out. The database's.
pub fn get_bundle(conn: &mut Conn, id: SessionId) -> Result<(HeldSession, Vec<Certificate>, Bundle)> {
    let (session, mut certificates) = get_session(conn, id)?;
    certificates.retain(is_handed_out);
    if certificates.is_empty() {
        return Err(Error::NotFound);
    }
    let ids: Vec<CertificateId> = certificates.iter().map(|one| one.id).collect();
    let mut documents = store::practical::list_documents(conn, &ids)?;
    let data = certificates.iter().map(|one| documents.remove(&one.id).ok_or(Error::NotFound)?.data());
    let pages = data.collect::<Result<Vec<CertificateData>>>()?;
    let named = pages.iter().filter_map(|data| data.look.as_ref()?.logo.clone());
    let mut logos = BTreeMap::new();
    // One, or a few where the centre has chosen another while names were corrected.
    for digest in named.collect::<BTreeSet<String>>() {
        if let Some(png) = crate::settings::find_logo(conn, &digest)? {
            logos.insert(digest, png);
        }
    }
    Ok((session, certificates, Bundle { pages, logos }))
}

/// The session that a certificate confirms, if it is a practical one.
///
/// # Errors
/// The database's.
pub fn find_session_of(conn: &mut Conn, certificate: &Certificate) -> Result<Option<HeldSession>> {
    match store::practical::find_session_of(conn, certificate.id)? {
        Some(id) => store::practical::find_session(conn, id),
        None => Ok(None),
    }
}

/// Of these places in the list of revoked certificates those that are taken ([`Draft::place`]).
///
/// # Errors
/// The database's.
pub fn list_taken_places(conn: &mut Conn, places: &[i64]) -> Result<Vec<i64>> {
    store::practical::list_taken_places(conn, places)
}

/// The session that a form has led to, if it was confirmed.
///
/// # Errors
/// The database's.
pub fn find_issued(conn: &mut Conn, run: &str) -> Result<Option<SessionId>> {
    store::practical::find_run(conn, run)
}
