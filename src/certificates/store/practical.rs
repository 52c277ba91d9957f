//! The queries of sessions in person and of the certificates that confirm them.

use std::collections::HashMap;

use diesel::dsl::count;
use diesel::prelude::*;

use super::super::model::{Certificate, Document};
use super::super::practical::{HeldSession, NewSession};
use super::{COLUMNS, CertificateRow};
use crate::db::Conn;
use crate::db::schema::{certificates, practical_sessions};
use crate::kernel::ids::{CertificateId, CourseId, PersonId, SessionId};
use crate::kernel::{Ctx, Day, Result, Timestamp};
use crate::on_backend;

/// Adds a session unless its form was confirmed before. True if it was added.
pub(in crate::certificates) fn insert_session(conn: &mut Conn, ctx: &Ctx, new: &NewSession) -> Result<bool> {
    let values = (
        practical_sessions::run.eq(&new.run),
        practical_sessions::course_id.eq(new.course),
        practical_sessions::trainer.eq(new.trainer.as_str()),
        practical_sessions::trainer_certificate.eq(&new.trainer_certificate),
        practical_sessions::trainer_expires_on.eq(new.trainer_until),
        practical_sessions::place.eq(&new.place),
        practical_sessions::held_on.eq(new.held_on),
        practical_sessions::evidence.eq(&new.evidence),
        practical_sessions::created_at.eq(ctx.now),
        practical_sessions::created_by.eq(ctx.actor.person()),
    );
    let added = on_backend!(conn, c =>
        diesel::insert_into(practical_sessions::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

/// The session of a form.
pub(in crate::certificates) fn find_run(conn: &mut Conn, run: &str) -> Result<Option<SessionId>> {
    let found = practical_sessions::table.filter(practical_sessions::run.eq(run)).select(practical_sessions::id);
    Ok(found.get_result(conn).optional()?)
}

/// Says which session a certificate confirms.
pub(in crate::certificates) fn set_session(conn: &mut Conn, id: CertificateId, session: SessionId) -> Result<()> {
    diesel::update(certificates::table.find(id)).set(certificates::session_id.eq(session)).execute(conn)?;
    Ok(())
}

/// The session that a certificate confirms.
pub(in crate::certificates) fn find_session_of(conn: &mut Conn, id: CertificateId) -> Result<Option<SessionId>> {
    Ok(certificates::table.find(id).select(certificates::session_id).get_result(conn)?)
}

/// The days of the sessions that these certificates confirm.
pub(in crate::certificates) fn list_held_on(
    conn: &mut Conn,
    ids: &[CertificateId],
) -> Result<Vec<(CertificateId, Day)>> {
    Ok(certificates::table
        .inner_join(practical_sessions::table)
        .filter(certificates::id.eq_any(ids))
        .select((certificates::id, practical_sessions::held_on))
        .load(conn)?)
}

type Row = (SessionId, CourseId, String, String, Option<Day>, String, Day, String, Timestamp, Option<PersonId>);

macro_rules! columns {
    () => {
        (
            practical_sessions::id,
            practical_sessions::course_id,
            practical_sessions::trainer,
            practical_sessions::trainer_certificate,
            practical_sessions::trainer_expires_on,
            practical_sessions::place,
            practical_sessions::held_on,
            practical_sessions::evidence,
            practical_sessions::created_at,
            practical_sessions::created_by,
        )
    };
}

fn held(row: Row) -> HeldSession {
    let (id, course, trainer, trainer_certificate, trainer_until, place, held_on, evidence, created_at, created_by) =
        row;
    HeldSession {
        id,
        course,
        trainer,
        trainer_certificate,
        trainer_until,
        place,
        held_on,
        evidence,
        created_at,
        created_by,
        count: 0,
    }
}

/// A part of the sessions, the newest first, with how many certificates each gave, and the number of all of them.
pub(in crate::certificates) fn list_sessions(
    conn: &mut Conn,
    (offset, limit): (i64, i64),
) -> Result<(Vec<HeldSession>, i64)> {
    let total = practical_sessions::table.count().get_result(conn)?;
    let rows: Vec<Row> = practical_sessions::table
        .order((practical_sessions::held_on.desc(), practical_sessions::id.desc()))
        .offset(offset)
        .limit(limit)
        .select(columns!())
        .load(conn)?;
    let mut found: Vec<HeldSession> = rows.into_iter().map(held).collect();
    let ids: Vec<Option<SessionId>> = found.iter().map(|session| Some(session.id)).collect();
    let counts: Vec<(Option<SessionId>, i64)> = certificates::table
        .filter(certificates::session_id.eq_any(ids))
        .filter(certificates::replaced_by.is_null())
        .group_by(certificates::session_id)
        .select((certificates::session_id, count(certificates::id)))
        .load(conn)?;
    for session in &mut found {
        session.count = counts.iter().find(|(id, _)| *id == Some(session.id)).map_or(0, |(_, count)| *count);
    }
    Ok((found, total))
}

/// One session.
pub(in crate::certificates) fn find_session(conn: &mut Conn, id: SessionId) -> Result<Option<HeldSession>> {
    let row = practical_sessions::table.find(id).select(columns!()).get_result::<Row>(conn).optional()?;
    Ok(row.map(held))
}

/// Of these places in the list of revoked certificates those that are taken.
pub(in crate::certificates) fn list_taken_places(conn: &mut Conn, places: &[i64]) -> Result<Vec<i64>> {
    let taken = certificates::table.filter(certificates::status_index.eq_any(places));
    Ok(taken.select(certificates::status_index).load(conn)?)
}

/// What these certificates print.
pub(in crate::certificates) fn list_documents(
    conn: &mut Conn,
    ids: &[CertificateId],
) -> Result<HashMap<CertificateId, Document>> {
    let rows: Vec<(CertificateId, String, String)> = certificates::table
        .filter(certificates::id.eq_any(ids))
        .select((certificates::id, certificates::document, certificates::digest))
        .load(conn)?;
    Ok(rows.into_iter().map(|(id, json, digest)| (id, Document { json, digest })).collect())
}

/// The certificates that confirm a session.
pub(in crate::certificates) fn list_of_session(conn: &mut Conn, id: SessionId) -> Result<Vec<Certificate>> {
    certificates::table
        .filter(certificates::session_id.eq(id))
        .order((certificates::holder_folded, certificates::id))
        .select(COLUMNS)
        .load::<CertificateRow>(conn)?
        .into_iter()
        .map(Certificate::try_from)
        .collect()
}
