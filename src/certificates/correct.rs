//! Correcting a name: of the account, of courses whose certificate is still to come, and of certificates that were
//! issued. Such a certificate is issued again; the old number then answers "replaced by", and both stay in the register.
//!
//! One transaction, so there is no moment in which a person has two current certificates of a course, or none.

use super::issue::{Draft, Outcome, issue};
use super::mails::{Address, queue_replacement};
use super::model::{Certificate, EventKind};
use super::store;
use crate::accounts::{self, Named, audit};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Error, PersonName, Result};
use crate::learning;
use crate::mail::erase::drop_waiting;

/// What the centre confirmed.
#[derive(Debug, Clone)]
pub struct Correction {
    /// Whose name.
    pub person: PersonId,
    /// The name as the officer saw it.
    pub was: String,
    /// The right one.
    pub name: PersonName,
    /// The certificates to issue again, each with the new one, drawn.
    pub drafts: Vec<(Certificate, Draft)>,
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corrected {
    /// Done; so many certificates were issued again.
    Done {
        /// How many.
        reissued: usize,
    },
    /// Name and certificates were right before: a second click.
    AlreadySo,
    /// The account has got another name since the officer looked; nothing was changed.
    Changed,
}

/// Corrects a name and issues certificates again, and tells the holder by mail, with the new documents. A certificate
/// that was replaced, revoked or given to another account in the meantime is left as it is.
///
/// # Errors
/// Not found; forbidden if the person is out of reach; [`Error::Conflict`] if a drawn number is taken: draw again. The
/// database's errors.
pub fn correct_name(conn: &mut Conn, ctx: &Ctx, correction: &Correction, base: &str) -> Result<Corrected> {
    let (person, was, name) = (correction.person, correction.was.as_str(), &correction.name);
    let named = accounts::correct_name(conn, ctx, (person, was), name)?;
    if named == Named::Changed {
        return Ok(Corrected::Changed);
    }
    learning::correct_chosen_names(conn, person, was, name)?;
    let to = accounts::find_person(conn, person)?.as_ref().and_then(Address::of);
    let mut reissued = 0;
    for (old, draft) in &correction.drafts {
        let Some(new) = replace(conn, ctx, old, draft)? else { continue };
        learning::correct_name_of_course(conn, person, new.course, &new.holder)?;
        if let Some(to) = &to {
            queue_replacement(conn, ctx, (old, &new), to, base)?;
        }
        reissued += 1;
    }
    Ok(if named == Named::AlreadySo && reissued == 0 { Corrected::AlreadySo } else { Corrected::Done { reissued } })
}

/// Puts a draft into the place of a certificate that holds. `None` if it does not hold, or not any more.
fn replace(conn: &mut Conn, ctx: &Ctx, old: &Certificate, draft: &Draft) -> Result<Option<Certificate>> {
    if !store::set_outgoing(conn, old.id, draft.person)? {
        return Ok(None);
    }
    let Outcome::Issued(new) = issue(conn, ctx, draft)? else { return Err(Error::Conflict) };
    store::set_replaced(conn, old.id, &new.number)?;
    if let Some(session) = store::practical::find_session_of(conn, old.id)? {
        store::practical::set_session(conn, new.id, session)?;
    }
    store::insert_event(conn, ctx, old.id, EventKind::Replaced, new.number.as_str())?;
    // Whoever confirms an address later shall not get the wrong document then.
    drop_waiting(conn, &format!("certificate:{}", old.id))?;
    let details = serde_json::json!({ "replaced": old.id.0 });
    let action = "certificate issued again";
    audit::record(conn, ctx, &audit::Entry { action, subject: "certificate", subject_id: Some(new.id.0), details })?;
    Ok(Some(new))
}
