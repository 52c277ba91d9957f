//! The queries of the export of one's own data.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{audit, districts, grants, organisations, parental_consents, people, sign_ins};
use crate::kernel::ids::PersonId;
use crate::kernel::{Day, Result, Role, Timestamp};

/// What of a person is not shown on any page.
#[derive(Debug, Default)]
pub(in crate::accounts) struct Rest {
    pub(in crate::accounts) contact_email: Option<String>,
    pub(in crate::accounts) contact_agreed_by: Option<String>,
    pub(in crate::accounts) contact_agreed_at: Option<Timestamp>,
    pub(in crate::accounts) contact_agreed_on: Option<Day>,
    pub(in crate::accounts) district: Option<String>,
    pub(in crate::accounts) consent_version: Option<String>,
    pub(in crate::accounts) consent_at: Option<Timestamp>,
}

pub(in crate::accounts) fn find_rest(conn: &mut Conn, person: PersonId) -> Result<Rest> {
    let (contact, district, consent_version, consent_at) = people::table
        .left_join(districts::table)
        .filter(people::id.eq(person))
        .select((
            (people::contact_email, people::contact_agreed_by, people::contact_agreed_at, people::contact_agreed_on),
            districts::key.nullable(),
            people::consent_version,
            people::consent_at,
        ))
        .get_result(conn)?;
    let (contact_email, contact_agreed_by, contact_agreed_at, contact_agreed_on) = contact;
    Ok(Rest {
        contact_email,
        contact_agreed_by,
        contact_agreed_at,
        contact_agreed_on,
        district,
        consent_version,
        consent_at,
    })
}

/// Which role, since when, until when, and the organisation that a coordinator has it for.
pub(in crate::accounts) type OwnGrant = (Role, Timestamp, Option<Timestamp>, Option<String>);

pub(in crate::accounts) fn list_grants(conn: &mut Conn, person: PersonId) -> Result<Vec<OwnGrant>> {
    let own = grants::table.left_join(organisations::table).filter(grants::person_id.eq(person)).order(grants::id);
    let columns = (grants::role, grants::granted_at, grants::withdrawn_at, organisations::name_kk.nullable());
    Ok(own.select(columns).load(conn)?)
}

/// Device, since when, last used, ended.
pub(in crate::accounts) type OwnSignIn = (Option<String>, Timestamp, Timestamp, Option<Timestamp>);

pub(in crate::accounts) fn list_all_sign_ins(conn: &mut Conn, person: PersonId) -> Result<Vec<OwnSignIn>> {
    let own = sign_ins::table.filter(sign_ins::person_id.eq(person)).order(sign_ins::id);
    Ok(own.select((sign_ins::device, sign_ins::created_at, sign_ins::seen_at, sign_ins::ended_at)).load(conn)?)
}

/// When, the kind of actor, which person, what, details.
pub(in crate::accounts) type OwnAudit = (Timestamp, String, Option<PersonId>, String, String);

pub(in crate::accounts) fn list_audit(conn: &mut Conn, person: PersonId) -> Result<Vec<OwnAudit>> {
    let about = audit::subject.eq("person").and(audit::subject_id.eq(person.0).assume_not_null());
    Ok(audit::table
        .filter(about)
        .order(audit::id)
        .select((audit::at, audit::actor, audit::actor_id, audit::action, audit::details))
        .load(conn)?)
}

/// State, who gave it, the day on the paper, whether photos are allowed, when it was noted.
pub(in crate::accounts) type OwnConsent = (String, String, Option<Day>, bool, Timestamp);

pub(in crate::accounts) fn list_parental(conn: &mut Conn, person: PersonId) -> Result<Vec<OwnConsent>> {
    let own = parental_consents::table.filter(parental_consents::person_id.eq(person));
    let columns = (
        parental_consents::state,
        parental_consents::given_by,
        parental_consents::signed_on,
        parental_consents::photos,
        parental_consents::at,
    );
    Ok(own.order(parental_consents::number).select(columns).load(conn)?)
}
