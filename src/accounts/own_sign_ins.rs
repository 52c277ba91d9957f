//! A person's own sign-ins: seeing them, ending them.

use super::model::{SignInRow, SignedIn};
use super::{audit, store};
use crate::db::Conn;
use crate::kernel::ids::SignInId;
use crate::kernel::{Ctx, Result};

/// Which sign-ins to end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// This one.
    One(SignInId),
    /// Every one but the browser's that asks.
    Others,
    /// Every one.
    All,
}

/// The sign-ins of a person that are good, the last used first, with the number of all of them.
///
/// # Errors
/// The database's.
pub fn list_own_sign_ins(
    conn: &mut Conn,
    ctx: &Ctx,
    own: &SignedIn,
    (offset, limit): (i64, i64),
) -> Result<(Vec<SignInRow>, i64)> {
    store::care::list_sign_ins(conn, ctx, (own.person_id, own.is_staff()), (offset, limit))
}

/// Ends sign-ins of a person, at once; how many there were. Another's is never found.
///
/// # Errors
/// The database's.
pub fn end_own_sign_ins(conn: &mut Conn, ctx: &Ctx, own: &SignedIn, which: Which) -> Result<usize> {
    let ended = match which {
        Which::One(id) => usize::from(store::care::set_one_ended(conn, own.person_id, id, ctx.now)?),
        Which::Others => store::care::set_others_ended(conn, own.person_id, own.sign_in_id, ctx.now)?,
        Which::All => {
            let others = store::care::set_others_ended(conn, own.person_id, own.sign_in_id, ctx.now)?;
            others + usize::from(store::care::set_one_ended(conn, own.person_id, own.sign_in_id, ctx.now)?)
        }
    };
    if ended > 0 {
        let details = serde_json::json!({ "count": ended });
        let subject_id = Some(own.person_id.0);
        audit::record(conn, ctx, &audit::Entry { action: "sign-ins ended", subject: "person", subject_id, details })?;
    }
    Ok(ended)
}
