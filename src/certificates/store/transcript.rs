//! The queries of transcripts: the hours of certificates, and the addresses under which people show theirs.

use diesel::prelude::*;
use serde::Deserialize;

use super::super::model::Taught;
use crate::db::Conn;
use crate::db::schema::{certificates, transcript_links};
use crate::kernel::ids::{CertificateId, PersonId};
use crate::kernel::{Ctx, Day, Result, Timestamp};
use crate::on_backend;

/// The only parts of what was printed that are read.
#[derive(Deserialize)]
struct Printed {
    minutes: u32,
    session: Option<Held>,
}

#[derive(Deserialize)]
struct Held {
    on: Day,
}

/// The minutes that these certificates print, and the day of the session. One whose holder was erased prints nothing any more.
pub(in crate::certificates) fn list_taught(
    conn: &mut Conn,
    ids: &[CertificateId],
) -> Result<Vec<(CertificateId, Taught)>> {
    let rows: Vec<(CertificateId, String)> = certificates::table
        .filter(certificates::id.eq_any(ids))
        .select((certificates::id, certificates::document))
        .load(conn)?;
    let read = |(id, json): (CertificateId, String)| {
        let printed = serde_json::from_str::<Printed>(&json).ok()?;
        Some((id, Taught { minutes: printed.minutes, held_on: printed.session.map(|held| held.on) }))
    };
    Ok(rows.into_iter().filter_map(read).collect())
}

/// The sealed secret of a person's address, and since when it is switched on.
pub(in crate::certificates) fn find_link(conn: &mut Conn, person: PersonId) -> Result<Option<(String, Timestamp)>> {
    Ok(transcript_links::table
        .find(person)
        .select((transcript_links::sealed, transcript_links::made_at))
        .get_result(conn)
        .optional()?)
}

/// Adds a person's address unless there is one. True if it was added.
pub(in crate::certificates) fn insert_link(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    (digest, sealed): (&str, &str),
) -> Result<bool> {
    let values = (
        transcript_links::person_id.eq(person),
        transcript_links::digest.eq(digest),
        transcript_links::sealed.eq(sealed),
        transcript_links::made_at.eq(ctx.now),
    );
    let added = on_backend!(conn, c =>
        diesel::insert_into(transcript_links::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(added == 1)
}

/// Removes a person's address. True if there was one.
pub(in crate::certificates) fn delete_link(conn: &mut Conn, person: PersonId) -> Result<bool> {
    Ok(diesel::delete(transcript_links::table.find(person)).execute(conn)? == 1)
}

/// Whose address has this secret.
pub(in crate::certificates) fn find_owner(conn: &mut Conn, digest: &str) -> Result<Option<PersonId>> {
    Ok(transcript_links::table
        .filter(transcript_links::digest.eq(digest))
        .select(transcript_links::person_id)
        .get_result(conn)
        .optional()?)
}
