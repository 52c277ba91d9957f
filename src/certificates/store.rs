//! The queries of certificates.

pub(super) mod found;
pub(super) mod many;
pub(super) mod practical;
pub(super) mod records;
pub(super) mod renewal;
pub(super) mod standing;
pub(super) mod transcript;

use diesel::prelude::*;

use super::data::Kind;
use super::keys::{KeyId, PublicJwk};
use super::model::{Certificate, Document, Event, EventKind};
use super::number::CertificateNumber;
use crate::db::Conn;
use crate::db::schema::{certificate_events, certificates, signing_keys};
use crate::kernel::ids::{CertificateId, CourseId, PersonId};
use crate::kernel::{Ctx, Day, Error, Lang, Result, Timestamp};
use crate::on_backend;

/// A certificate about to be added.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = certificates)]
pub(super) struct NewCertificate {
    pub(super) number: String,
    pub(super) person_id: Option<PersonId>,
    pub(super) course_id: CourseId,
    pub(super) kind: String,
    pub(super) edition: i32,
    pub(super) status_index: i64,
    pub(super) key_id: String,
    pub(super) template: i32,
    pub(super) document: String,
    pub(super) digest: String,
    pub(super) holder: String,
    pub(super) holder_folded: String,
    pub(super) course_title: String,
    pub(super) language: Lang,
    pub(super) issued_at: Timestamp,
    pub(super) issued_on: Day,
    pub(super) expires_on: Option<Day>,
    pub(super) is_current: bool,
}

#[derive(Queryable)]
struct CertificateRow {
    id: CertificateId,
    number: String,
    person: Option<PersonId>,
    course: CourseId,
    kind: String,
    edition: i32,
    status_index: i64,
    holder: String,
    course_title: String,
    language: Lang,
    issued_at: Timestamp,
    issued_on: Day,
    expires_on: Option<Day>,
    revoked_at: Option<Timestamp>,
    is_current: bool,
    replaced_by: Option<String>,
    erased_at: Option<Timestamp>,
    renewed_by: Option<String>,
    suspended_at: Option<Timestamp>,
}

/// The columns of [`CertificateRow`], in its order.
type Columns = (
    certificates::id,
    certificates::number,
    certificates::person_id,
    certificates::course_id,
    certificates::kind,
    certificates::edition,
    certificates::status_index,
    certificates::holder,
    certificates::course_title,
    certificates::language,
    certificates::issued_at,
    certificates::issued_on,
    certificates::expires_on,
    certificates::revoked_at,
    certificates::is_current,
    certificates::replaced_by,
    certificates::erased_at,
    certificates::renewed_by,
    certificates::suspended_at,
);

const COLUMNS: Columns = (
    certificates::id,
    certificates::number,
    certificates::person_id,
    certificates::course_id,
    certificates::kind,
    certificates::edition,
    certificates::status_index,
    certificates::holder,
    certificates::course_title,
    certificates::language,
    certificates::issued_at,
    certificates::issued_on,
    certificates::expires_on,
    certificates::revoked_at,
    certificates::is_current,
    certificates::replaced_by,
    certificates::erased_at,
    certificates::renewed_by,
    certificates::suspended_at,
);

impl TryFrom<CertificateRow> for Certificate {
    type Error = Error;

    fn try_from(row: CertificateRow) -> Result<Self> {
        let damaged = || Error::Internal(format!("certificate {} is damaged in the database", row.id));
        let number = |text: &str| CertificateNumber::parse(text).map_err(|_| damaged());
        Ok(Self {
            id: row.id,
            number: number(&row.number)?,
            person: row.person,
            course: row.course,
            kind: Kind::from_code(&row.kind).ok_or_else(damaged)?,
            edition: row.edition.try_into().map_err(|_| damaged())?,
            status_index: row.status_index.try_into().map_err(|_| damaged())?,
            holder: row.holder,
            course_title: row.course_title,
            language: row.language,
            issued_at: row.issued_at,
            issued_on: row.issued_on,
            expires_on: row.expires_on,
            revoked_at: row.revoked_at,
            is_current: row.is_current,
            replaced_by: row.replaced_by.as_deref().map(number).transpose()?,
            erased_at: row.erased_at,
            renewed_by: row.renewed_by.as_deref().map(number).transpose()?,
            suspended_at: row.suspended_at,
        })
    }
}

/// Adds a certificate unless its number or place is taken or a current one is there. True if it was added.
pub(super) fn insert_certificate(conn: &mut Conn, new: &NewCertificate) -> Result<bool> {
    let added = on_backend!(conn, c =>
        diesel::insert_into(certificates::table).values(new).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

/// The certificate of a number.
pub(super) fn find_by_number(conn: &mut Conn, number: &CertificateNumber) -> Result<Option<Certificate>> {
    certificates::table
        .filter(certificates::number.eq(number.as_str()))
        .select(COLUMNS)
        .get_result::<CertificateRow>(conn)
        .optional()?
        .map(Certificate::try_from)
        .transpose()
}

/// The one that counts for a person, a course and a kind.
pub(super) fn find_current(
    conn: &mut Conn,
    person: PersonId,
    course: CourseId,
    kind: Kind,
) -> Result<Option<Certificate>> {
    certificates::table
        .filter(certificates::person_id.eq(person))
        .filter(certificates::course_id.eq(course))
        .filter(certificates::kind.eq(kind.code()))
        .filter(certificates::is_current)
        .select(COLUMNS)
        .get_result::<CertificateRow>(conn)
        .optional()?
        .map(Certificate::try_from)
        .transpose()
}

/// Everything ever issued to a person, the newest first.
pub(super) fn list_of_person(conn: &mut Conn, person: PersonId) -> Result<Vec<Certificate>> {
    certificates::table
        .filter(certificates::person_id.eq(person))
        .order(certificates::id.desc())
        .select(COLUMNS)
        .load::<CertificateRow>(conn)?
        .into_iter()
        .map(Certificate::try_from)
        .collect()
}

/// The ones that count for these people, by course.
pub(super) fn list_current_of(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<Certificate>> {
    certificates::table
        .filter(certificates::person_id.eq_any(people))
        .filter(certificates::is_current)
        .order((certificates::person_id, certificates::course_id, certificates::kind))
        .select(COLUMNS)
        .load::<CertificateRow>(conn)?
        .into_iter()
        .map(Certificate::try_from)
        .collect()
}

/// The next certificates by number of row.
pub(super) fn list_after(conn: &mut Conn, after: CertificateId, limit: i64) -> Result<Vec<Certificate>> {
    certificates::table
        .filter(certificates::id.gt(after))
        .order(certificates::id)
        .limit(limit)
        .select(COLUMNS)
        .load::<CertificateRow>(conn)?
        .into_iter()
        .map(Certificate::try_from)
        .collect()
}

/// What was printed.
pub(super) fn get_document(conn: &mut Conn, id: CertificateId) -> Result<Document> {
    let (json, digest) = certificates::table
        .find(id)
        .select((certificates::document, certificates::digest))
        .get_result::<(String, String)>(conn)?;
    Ok(Document { json, digest })
}

/// Lets a certificate count no longer. False if it did not.
pub(super) fn set_not_current(conn: &mut Conn, id: CertificateId) -> Result<bool> {
    let changed = diesel::update(certificates::table.find(id).filter(certificates::is_current))
        .set(certificates::is_current.eq(false))
        .execute(conn)?;
    Ok(changed == 1)
}

/// The numbers of certificates.
pub(super) fn list_numbers(conn: &mut Conn, ids: &[CertificateId]) -> Result<Vec<(CertificateId, String)>> {
    Ok(certificates::table
        .filter(certificates::id.eq_any(ids))
        .select((certificates::id, certificates::number))
        .load(conn)?)
}

/// Lets a person's certificate that holds count no longer, so that another can take its place. False if it did not, was
/// withdrawn or suspended, or belongs to another account by now.
pub(super) fn set_outgoing(conn: &mut Conn, id: CertificateId, person: PersonId) -> Result<bool> {
    let holds = certificates::table
        .find(id)
        .filter(certificates::person_id.eq(person))
        .filter(certificates::is_current)
        .filter(certificates::revoked_at.is_null())
        .filter(certificates::suspended_at.is_null())
        .filter(certificates::replaced_by.is_null());
    Ok(diesel::update(holds).set(certificates::is_current.eq(false)).execute(conn)? == 1)
}

/// Names the certificate that has taken this one's place.
pub(super) fn set_replaced(conn: &mut Conn, id: CertificateId, by: &CertificateNumber) -> Result<()> {
    diesel::update(certificates::table.find(id)).set(certificates::replaced_by.eq(by.as_str())).execute(conn)?;
    Ok(())
}

/// The certificate in whose place this one was issued.
pub(super) fn find_replaced(conn: &mut Conn, by: &CertificateNumber) -> Result<Option<Certificate>> {
    certificates::table
        .filter(certificates::replaced_by.eq(by.as_str()))
        .select(COLUMNS)
        .get_result::<CertificateRow>(conn)
        .optional()?
        .map(Certificate::try_from)
        .transpose()
}

/// Gives a certificate to another account of the same person.
pub(super) fn set_person(conn: &mut Conn, id: CertificateId, person: PersonId) -> Result<()> {
    diesel::update(certificates::table.find(id)).set(certificates::person_id.eq(person)).execute(conn)?;
    Ok(())
}

/// Adds an event.
pub(super) fn insert_event(conn: &mut Conn, ctx: &Ctx, id: CertificateId, kind: EventKind, reason: &str) -> Result<()> {
    diesel::insert_into(certificate_events::table)
        .values((
            certificate_events::certificate_id.eq(id),
            certificate_events::at.eq(ctx.now),
            certificate_events::kind.eq(kind.code()),
            certificate_events::actor.eq(ctx.actor.code()),
            certificate_events::actor_id.eq(ctx.actor.person()),
            certificate_events::reason.eq(reason),
        ))
        .execute(conn)?;
    Ok(())
}

/// Takes the holder out of a certificate: name, document, and why things happened to it, but for the number of the one
/// that replaced it.
pub(super) fn set_holder_erased(conn: &mut Conn, ctx: &Ctx, id: CertificateId) -> Result<()> {
    diesel::update(certificates::table.find(id))
        .set((
            certificates::person_id.eq(None::<PersonId>),
            certificates::holder.eq(""),
            certificates::holder_folded.eq(""),
            certificates::document.eq(""),
            certificates::erased_at.eq(ctx.now),
        ))
        .execute(conn)?;
    let reasons = certificate_events::table
        .filter(certificate_events::certificate_id.eq(id))
        .filter(certificate_events::kind.ne_all([EventKind::Replaced.code(), EventKind::Renewed.code()]));
    diesel::update(reasons).set(certificate_events::reason.eq("")).execute(conn)?;
    insert_event(conn, ctx, id, EventKind::Erased, "")
}

/// A certificate's life, the oldest event first.
pub(super) fn list_events(conn: &mut Conn, id: CertificateId) -> Result<Vec<Event>> {
    let rows: Vec<(Timestamp, String, String, Option<PersonId>, String)> = certificate_events::table
        .filter(certificate_events::certificate_id.eq(id))
        .order(certificate_events::id)
        .select((
            certificate_events::at,
            certificate_events::kind,
            certificate_events::actor,
            certificate_events::actor_id,
            certificate_events::reason,
        ))
        .load(conn)?;
    rows.into_iter()
        .map(|(at, kind, actor, person, reason)| {
            let kind = EventKind::from_code(&kind)
                .ok_or_else(|| Error::Internal(format!("certificate {id} has an unknown event {kind}")))?;
            Ok(Event { at, kind, actor, person, reason })
        })
        .collect()
}

/// How many were issued at that moment or later.
pub(super) fn count_issued_since(conn: &mut Conn, since: Timestamp) -> Result<i64> {
    Ok(certificates::table.filter(certificates::issued_at.ge(since)).count().get_result(conn)?)
}

/// Adds a public key unless it is there.
pub(super) fn insert_key(conn: &mut Conn, id: KeyId, key: &str, at: Timestamp) -> Result<()> {
    let values =
        (signing_keys::id.eq(id.to_string()), signing_keys::public_key.eq(key), signing_keys::created_at.eq(at));
    on_backend!(conn, c => diesel::insert_into(signing_keys::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// The ids of the keys that are not retired.
pub(super) fn list_current_key_ids(conn: &mut Conn) -> Result<Vec<String>> {
    Ok(signing_keys::table
        .filter(signing_keys::retired_at.is_null())
        .order(signing_keys::created_at)
        .select(signing_keys::id)
        .load(conn)?)
}

/// Every public key, the retired ones too, the newest first.
pub(super) fn list_keys(conn: &mut Conn) -> Result<Vec<PublicJwk>> {
    let rows: Vec<String> = signing_keys::table
        .order((signing_keys::created_at.desc(), signing_keys::id))
        .select(signing_keys::public_key)
        .load(conn)?;
    rows.iter()
        .map(|json| serde_json::from_str(json).map_err(|error| Error::while_doing("read a stored key", error)))
        .collect()
}
