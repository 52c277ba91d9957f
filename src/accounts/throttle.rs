//! How often a password may be tried for one account.
//!
//! From one network address (IPv6: one /64) ten times in a quarter of an hour, from all together a hundred times in an
//! hour. Then one waits until the window ends (OWASP ASVS 5.0, 6.3.1). Whoever tries from many addresses can make the
//! owner wait too, until a new password, set by a link or with a card, forgets the failures.

use std::net::IpAddr;

use super::store;
use crate::db::Conn;
use crate::kernel::network::network_of;
use crate::kernel::{Ctx, Result};

const RULES: [(i32, i64); 2] = [(10, 15 * 60), (100, 3600)];

fn keys(identifier: &str, ip: IpAddr) -> [String; 2] {
    let account = identifier.trim().to_lowercase();
    // A digest: what people type as an identifier is sometimes their password.
    let digest = crate::kernel::secret::hex(&<sha2::Sha256 as sha2::Digest>::digest(account.as_bytes()));
    [format!("sign-in:{digest}:{}", network_of(ip)), format!("sign-in:{digest}")]
}

/// Less than nothing has passed once the clock was set back: a wait would be longer than the window then, so another one
/// begins.
fn is_within(passed: i64, window: i64) -> bool {
    (0..window).contains(&passed)
}

/// Seconds until the next try is allowed; `None` if it is allowed now.
///
/// # Errors
/// The database's.
pub(super) fn wait(conn: &mut Conn, ctx: &Ctx, identifier: &str, ip: IpAddr) -> Result<Option<i64>> {
    let mut longest = None;
    for (key, (most, window)) in keys(identifier, ip).iter().zip(RULES) {
        if let Some((tries, since)) = store::find_throttle(conn, key)? {
            let passed = ctx.now.seconds_since(since);
            if tries >= most && is_within(passed, window) {
                longest = longest.max(Some(window - passed));
            }
        }
    }
    Ok(longest)
}

/// Counts a failed try.
///
/// # Errors
/// The database's.
pub(super) fn count_failure(conn: &mut Conn, ctx: &Ctx, identifier: &str, ip: IpAddr) -> Result<()> {
    for (key, (_, window)) in keys(identifier, ip).iter().zip(RULES) {
        match store::find_throttle(conn, key)? {
            Some((tries, since)) if is_within(ctx.now.seconds_since(since), window) => {
                store::set_throttle(conn, key, tries + 1, since)?;
            }
            _ => store::set_throttle(conn, key, 1, ctx.now)?,
        }
    }
    Ok(())
}

/// Forgets the failures of this address after a success.
///
/// # Errors
/// The database's.
pub(super) fn forget(conn: &mut Conn, identifier: &str, ip: IpAddr) -> Result<()> {
    let [key, _] = keys(identifier, ip);
    store::delete_throttle(conn, &key)
}

/// Forgets everything that was counted for an account, from every address.
///
/// # Errors
/// The database's.
pub(super) fn forget_all(conn: &mut Conn, identifier: &str) -> Result<()> {
    let [_, key] = keys(identifier, IpAddr::from([0, 0, 0, 0]));
    // Hexadecimal digits and hyphens mean themselves in a pattern.
    store::delete_throttles_of(conn, &key)
}
