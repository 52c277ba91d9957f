//! The code by which people join: an organisation has one that works, or none.

use super::model::InvitationCode;
use super::store;
use crate::accounts::audit;
use crate::db::Conn;
use crate::kernel::ids::OrganisationId;
use crate::kernel::{Ctx, Result};

/// How long a code works, in days.
pub const INVITED_FOR: i64 = 30;

/// Makes a code for this organisation; a former one works no longer.
///
/// # Errors
/// Conflict if the code was drawn before; the database's.
pub fn invite(conn: &mut Conn, ctx: &Ctx, organisation: OrganisationId, code: &InvitationCode) -> Result<()> {
    store::set_invitation_ended(conn, ctx, organisation)?;
    store::insert_invitation(conn, ctx, organisation, (code, ctx.now.plus_hours(24 * INVITED_FOR)))?;
    record(conn, ctx, organisation, "invitation made")
}

/// Ends the code of this organisation; false if none worked.
///
/// # Errors
/// The database's.
pub fn end_invitation(conn: &mut Conn, ctx: &Ctx, organisation: OrganisationId) -> Result<bool> {
    let was_open = store::set_invitation_ended(conn, ctx, organisation)?;
    if was_open {
        record(conn, ctx, organisation, "invitation ended")?;
    }
    Ok(was_open)
}

fn record(conn: &mut Conn, ctx: &Ctx, id: OrganisationId, action: &'static str) -> Result<()> {
    let details = serde_json::Value::Null;
    audit::record(conn, ctx, &audit::Entry { action, subject: "organisation", subject_id: Some(id.0), details })
}
