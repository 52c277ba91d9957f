//! Another password, for somebody who is signed in and knows the present one.

use super::model::{LinkPurpose, Opened, SignedIn};
use super::proof::{Proof, Proven, prove};
use super::{api_token, audit, mails, store, throttle};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Result};

/// Changes the password. Every sign-in and every token of a program ends; this browser goes on with a new one, so that a copied cookie is worth
/// nothing. Links to a new password or another address that are on their way end too, and the owner is told by mail.
///
/// # Errors
/// The database's.
pub fn change_password(
    conn: &mut Conn,
    ctx: &Ctx,
    (own, proof): (&SignedIn, &Proof),
    (hash, opened): (&str, &Opened),
    base: &str,
) -> Result<Proven> {
    let person = own.person_id;
    let proven = prove(conn, ctx, person, proof)?;
    if proven != Proven::Yes {
        return Ok(proven);
    }
    store::set_password(conn, person, hash)?;
    end_former(conn, ctx, person)?;
    store::insert_sign_in(conn, ctx, person, opened)?;
    if let Some(person) = store::find_person(conn, person)? {
        mails::queue_password_changed(conn, ctx, &person, base)?;
    }
    let details = serde_json::Value::Null;
    let entry = audit::Entry { action: "password changed", subject: "person", subject_id: Some(person.0), details };
    audit::record(conn, ctx, &entry)?;
    Ok(Proven::Yes)
}

/// Ends what whoever knew the former password may hold: sign-ins and half of one, tokens of programs, links to a new
/// password, and a wish for another address; and forgets who failed with it, so that a stranger's failures keep nobody out who has a new one. A way
/// back to a former address stays: it was sent to the owner, and is what helps against a thief.
///
/// # Errors
/// The database's.
pub(super) fn end_former(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<()> {
    store::set_all_ended(conn, person, ctx.now)?;
    api_token::revoke_all(conn, ctx, person)?;
    let ended =
        [LinkPurpose::ResetPassword, LinkPurpose::ChangeEmail, LinkPurpose::SecondStep, LinkPurpose::Invitation];
    for purpose in ended {
        store::set_links_used(conn, ctx, purpose, Some(person))?;
    }
    if let Some(found) = store::find_person(conn, person)? {
        for name in [found.email, found.sign_in_name].iter().flatten() {
            throttle::forget_all(conn, name)?;
        }
    }
    Ok(())
}
