//! Changing settings: each one that changes stands in the audit log with what it was.

use super::logo::Logo;
use super::model::{FIELDS, Settings};
use super::store;
use crate::accounts::audit;
use crate::db::Conn;
use crate::kernel::{Ctx, Result};

/// The row that names the logo.
pub(super) const LOGO: &str = "logo";

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// Done.
    Yes,
    /// It was so already.
    AlreadySo,
    /// Somebody else has changed a setting since the form was shown; nothing was changed.
    Meanwhile,
}

/// Stores what was typed, if the settings are still those that were `seen`.
///
/// # Errors
/// The database's.
pub fn change(conn: &mut Conn, ctx: &Ctx, seen: &Settings, wanted: &Settings) -> Result<Changed> {
    let stored = store::list(conn)?;
    let stored = |name: &str| stored.get(name).map_or("", String::as_str);
    let differing: Vec<_> = FIELDS.iter().filter(|field| stored(field.name) != wanted.get(field.name)).collect();
    if differing.is_empty() {
        return Ok(Changed::AlreadySo);
    }
    if FIELDS.iter().any(|field| stored(field.name) != seen.get(field.name)) {
        return Ok(Changed::Meanwhile);
    }
    for field in differing {
        let (old, new) = (stored(field.name), wanted.get(field.name));
        store::set(conn, ctx, field.name, new)?;
        let details = serde_json::json!({ "field": field.name, "old": old, "new": new });
        record(conn, ctx, ("setting changed", details))?;
    }
    Ok(Changed::Yes)
}

/// Takes another logo. Certificates that were issued keep theirs.
///
/// # Errors
/// The database's.
pub fn set_logo(conn: &mut Conn, ctx: &Ctx, logo: &Logo) -> Result<Changed> {
    let old = store::list(conn)?.remove(LOGO).unwrap_or_default();
    if old == logo.digest {
        return Ok(Changed::AlreadySo);
    }
    store::insert_logo(conn, ctx, &logo.digest, &logo.png)?;
    store::set(conn, ctx, LOGO, &logo.digest)?;
    record(conn, ctx, ("logo changed", serde_json::json!({ "from": old, "to": logo.digest })))?;
    Ok(Changed::Yes)
}

/// Goes on without a logo.
///
/// # Errors
/// The database's.
pub fn remove_logo(conn: &mut Conn, ctx: &Ctx) -> Result<Changed> {
    let Some(old) = store::list(conn)?.remove(LOGO) else { return Ok(Changed::AlreadySo) };
    store::set(conn, ctx, LOGO, "")?;
    record(conn, ctx, ("logo removed", serde_json::json!({ "from": old })))?;
    Ok(Changed::Yes)
}

fn record(conn: &mut Conn, ctx: &Ctx, (action, details): (&'static str, serde_json::Value)) -> Result<()> {
    audit::record(conn, ctx, &audit::Entry { action, subject: "setting", subject_id: None, details })
}
