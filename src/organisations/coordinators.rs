//! Who coordinates an organisation: the centre decides.

use super::store;
use crate::accounts::{self, Granted};
use crate::db::Conn;
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::{Ctx, Error, Result};

/// Whom an e-mail or sign-in name leads to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Candidate {
    /// This person, with the name.
    Person(PersonId, String),
    /// An account whose address nobody has confirmed: it may be a stranger's.
    Unconfirmed,
    /// No open account has it.
    Nobody,
}

/// Who would become a coordinator, so that the centre sees the name first.
///
/// # Errors
/// The database's.
pub fn find_candidate(conn: &mut Conn, identifier: &str) -> Result<Candidate> {
    let Some(id) = accounts::find_person_by_identifier(conn, identifier)? else { return Ok(Candidate::Nobody) };
    let person = accounts::find_person(conn, id)?.filter(|person| person.disabled_at.is_none());
    Ok(match person {
        None => Candidate::Nobody,
        Some(person) if !person.is_known_by(identifier) => Candidate::Unconfirmed,
        Some(person) => Candidate::Person(person.id, person.name),
    })
}

/// What became of making somebody a coordinator.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Appointed {
    /// Done.
    Yes,
    /// They were one before.
    AlreadySo,
    /// Nobody has confirmed the address of the account.
    Unconfirmed,
    /// No open account has this e-mail or sign-in name, or another one than was shown.
    Nobody,
}

/// Makes the person with this e-mail or sign-in name a coordinator, if it is the one whose name was shown.
///
/// # Errors
/// Not found or closed; forbidden unless the one who acts may; the database's.
pub fn appoint(
    conn: &mut Conn,
    ctx: &Ctx,
    organisation: OrganisationId,
    (identifier, shown): (&str, PersonId),
) -> Result<Appointed> {
    let found = store::find_organisation(conn, organisation)?.ok_or(Error::NotFound)?;
    if found.closed_at.is_some() {
        return Err(Error::Conflict);
    }
    match find_candidate(conn, identifier)? {
        Candidate::Unconfirmed => return Ok(Appointed::Unconfirmed),
        Candidate::Person(person, _) if person == shown => {}
        Candidate::Person(..) | Candidate::Nobody => return Ok(Appointed::Nobody),
    }
    match accounts::grant_coordinator(conn, ctx, shown, organisation)? {
        Granted::Yes => Ok(Appointed::Yes),
        Granted::AlreadySo | Granted::LastAdministrator => Ok(Appointed::AlreadySo),
    }
}

/// Takes the role of a coordinator of this organisation away.
///
/// # Errors
/// Forbidden unless the one who acts may; the database's.
pub fn dismiss(conn: &mut Conn, ctx: &Ctx, organisation: OrganisationId, person: PersonId) -> Result<Granted> {
    accounts::withdraw_coordinator(conn, ctx, person, organisation)
}
