//! Queue a mail.

use sha2::{Digest, Sha256};

use super::model::{MailState, NewMail, Standing};
use super::store;
use crate::db::Conn;
use crate::jobs::model::Queued;
use crate::kernel::ids::MailId;
use crate::kernel::secret::hex;
use crate::kernel::{Ctx, Result, Timestamp};

/// Queues a mail in the caller's transaction, or holds it if the address is not confirmed. With a key that was used
/// before, nothing happens.
///
/// # Errors
///
/// If the database fails.
pub fn queue(conn: &mut Conn, ctx: &Ctx, mail: &NewMail) -> Result<Queued<MailId>> {
    let state = match mail.standing {
        Standing::Deliverable => MailState::Queued,
        Standing::Unconfirmed => MailState::Held,
    };
    let id = store::insert_mail(conn, mail, &(state, message_name(&mail.key, ctx.now)), ctx.now)?;
    Ok(id.map_or(Queued::Before, Queued::New))
}

/// The local part of the `Message-ID`: 128 bits that no other mail has. The key is unique here, and time sets other
/// installations apart.
fn message_name(key: &str, now: Timestamp) -> String {
    let digest = Sha256::digest(format!("{key}\n{}", now.utc().and_utc().timestamp_micros()));
    hex(&digest).chars().take(32).collect()
}
