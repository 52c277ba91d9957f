//! Who coordinates an organisation: the centre decides.

use super::store;
use crate::accounts::{self, Granted};
use crate::db::Conn;
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::{Ctx, Error, Result};

/// What became of making somebody a coordinator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appointed {
    /// Done.
    Yes,
    /// They were one before.
    AlreadySo,
    /// No open account has this e-mail or sign-in name.
    Nobody,
}

/// Makes the person with this e-mail or sign-in name a coordinator.
///
/// # Errors
/// Not found or closed; forbidden unless the one who acts may; the database's.
pub fn appoint(conn: &mut Conn, ctx: &Ctx, organisation: OrganisationId, identifier: &str) -> Result<Appointed> {
    let found = store::find_organisation(conn, organisation)?.ok_or(Error::NotFound)?;
    if found.closed_at.is_some() {
        return Err(Error::Conflict);
    }
    let Some(person) = accounts::find_person_by_identifier(conn, identifier)? else { return Ok(Appointed::Nobody) };
    match accounts::grant_coordinator(conn, ctx, person, organisation) {
        Ok(Granted::Yes) => Ok(Appointed::Yes),
        Ok(Granted::AlreadySo | Granted::LastAdministrator) => Ok(Appointed::AlreadySo),
        Err(Error::NotFound) => Ok(Appointed::Nobody),
        Err(error) => Err(error),
    }
}

/// Takes the role of a coordinator of this organisation away.
///
/// # Errors
/// Forbidden unless the one who acts may; the database's.
pub fn dismiss(conn: &mut Conn, ctx: &Ctx, organisation: OrganisationId, person: PersonId) -> Result<Granted> {
    accounts::withdraw_coordinator(conn, ctx, person, organisation)
}
