//! Erasing a holder: the register keeps number, course and dates, and no longer says whose.

use super::{store, transcript_link};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result};

/// Takes name, document and reasons out of everything ever issued to a person; how many there were. The digest of the
/// document stays, so that whoever holds it can still show that it was issued here; the code on it is verified by its
/// signature, as before. Why a certificate was revoked may name its holder, so it goes too; so does the address under which
/// the transcript was shown.
///
/// # Errors
/// The database's.
pub fn erase_holder(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<usize> {
    transcript_link::remove(conn, person)?;
    let certificates = store::list_of_person(conn, person)?;
    for certificate in &certificates {
        store::set_holder_erased(conn, ctx, certificate.id)?;
    }
    Ok(certificates.len())
}
