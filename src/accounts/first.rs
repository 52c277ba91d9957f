//! The first account of an installation: centre and administrator, by a link printed at the start.

use super::model::{LinkPurpose, NewPerson, Opened};
use super::store::{self, NewLink};
use super::{audit, sign_up::SignedUp};
use crate::db::Conn;
use crate::kernel::{Ctx, Result, Role, Secret};

/// Makes the link, if the installation has no account yet; a former link ends.
///
/// # Errors
/// The database's.
pub fn first_account_link(conn: &mut Conn, ctx: &Ctx, link: &Secret) -> Result<bool> {
    if store::count_people(conn)? > 0 {
        return Ok(false);
    }
    store::set_links_used(conn, ctx, LinkPurpose::FirstAccount, None)?;
    let new = NewLink { purpose: LinkPurpose::FirstAccount, digest: &link.digest(), person: None, email: None };
    store::insert_link(conn, ctx, &new)?;
    Ok(true)
}

/// Makes the first account with both roles and signs it in. `None`: the link does not work any more.
///
/// # Errors
/// The database's.
pub fn make_first_account(
    conn: &mut Conn,
    ctx: &Ctx,
    (link, sign_in): (&Secret, &Opened),
    new: &NewPerson,
) -> Result<Option<SignedUp>> {
    let Some(found) = store::find_link(conn, ctx, LinkPurpose::FirstAccount, &link.digest())? else { return Ok(None) };
    if let Some(email) = &new.email
        && store::find_credentials(conn, email.as_str())?.is_some()
    {
        return Ok(Some(SignedUp::EmailTaken));
    }
    if !store::set_link_used(conn, ctx, found.id)? {
        return Ok(None);
    }
    let person = store::insert_person(conn, ctx, new)?;
    for role in [Role::Centre, Role::Administrator] {
        store::insert_grant(conn, ctx, person, role)?;
        let details = serde_json::json!({ "role": role.code(), "by": "first account" });
        let entry = audit::Entry { action: "role granted", subject: "person", subject_id: Some(person.0), details };
        audit::record(conn, ctx, &entry)?;
    }
    store::insert_sign_in(conn, ctx, person, sign_in)?;
    Ok(Some(SignedUp::Created(person)))
}
