//! At start: does the key file fit the database?

use super::keys::{KeySet, PublicJwk, SigningKey};
use super::store;
use crate::db::Conn;
use crate::kernel::{Ctx, Error, Result};

/// What became of the key in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Adoption {
    /// It is the one that signs.
    Fits,
    /// The database knew no key: this one signs from now on.
    First,
    /// The database has another key: certificates must not be signed with this one. The server refuses to start and
    /// says that the file with the named key must be put back.
    Foreign {
        /// The id of the key that the database knows.
        expected: String,
    },
}

/// Compares the key in the file with the one that the database knows; the first key becomes the one that signs.
///
/// # Errors
/// The database's.
pub fn adopt_key(conn: &mut Conn, ctx: &Ctx, key: &SigningKey) -> Result<Adoption> {
    let id = key.id();
    let current = store::list_current_key_ids(conn)?;
    if current.contains(&id.to_string()) {
        return Ok(Adoption::Fits);
    }
    if let Some(expected) = current.into_iter().next() {
        return Ok(Adoption::Foreign { expected });
    }
    let json = serde_json::to_string(&PublicJwk::new(&key.public()))
        .map_err(|error| Error::while_doing("write a public key", error))?;
    store::insert_key(conn, id, &json, ctx.now)?;
    Ok(Adoption::First)
}

/// The id of the key that signs now, if the database knows one.
///
/// # Errors
/// The database's.
pub fn find_current_key_id(conn: &mut Conn) -> Result<Option<String>> {
    Ok(store::list_current_key_ids(conn)?.into_iter().next())
}

/// Every public key that may have signed a certificate: for `/.well-known/jwks.json` and for verification.
///
/// # Errors
/// The database's.
pub fn key_set(conn: &mut Conn) -> Result<KeySet> {
    Ok(KeySet::new(store::list_keys(conn)?))
}
