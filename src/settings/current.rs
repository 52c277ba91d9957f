//! The settings in memory: pages show the centre's name and logo without asking the database.

use std::collections::BTreeMap;
use std::sync::{Arc, PoisonError, RwLock};

use super::change::LOGO;
use super::logo::Logo;
use super::model::{FIELDS, Settings};
use super::store;
use crate::db::Conn;
use crate::kernel::Result;

/// Reads the settings as they are stored.
///
/// # Errors
/// The database's.
pub fn load(conn: &mut Conn) -> Result<Settings> {
    load_but(conn, None)
}

/// The same without reading a logo that is known.
fn load_but(conn: &mut Conn, known: Option<&Arc<Logo>>) -> Result<Settings> {
    let rows = store::list_since(conn)?;
    let since = rows.iter().map(|(name, _, at)| (name.clone(), *at)).collect();
    let mut values: BTreeMap<String, String> = rows.into_iter().map(|(name, value, _)| (name, value)).collect();
    let logo = match values.remove(LOGO) {
        Some(digest) if known.is_some_and(|known| known.digest == digest) => known.cloned(),
        Some(digest) => store::find_logo(conn, &digest)?.map(|png| Arc::new(Logo { digest, png })),
        None => None,
    };
    values.retain(|name, _| FIELDS.iter().any(|field| field.name == name));
    Ok(Settings { values, since, logo })
}

/// A logo that was ever used, for certificates that were issued with it.
///
/// # Errors
/// The database's.
pub fn find_logo(conn: &mut Conn, digest: &str) -> Result<Option<Vec<u8>>> {
    store::find_logo(conn, digest)
}

/// What this server knows of the settings: read at the start, after each change here, and every few seconds for what
/// another server has changed.
#[derive(Debug, Default)]
pub struct Current(RwLock<Arc<Settings>>);

impl Current {
    /// The settings.
    pub fn get(&self) -> Arc<Settings> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// Reads them again.
    ///
    /// # Errors
    /// The database's; then the known ones stay.
    pub fn refresh(&self, conn: &mut Conn) -> Result<()> {
        let known = self.get();
        let read = load_but(conn, known.logo.as_ref())?;
        if *known != read {
            *self.0.write().unwrap_or_else(PoisonError::into_inner) = Arc::new(read);
        }
        Ok(())
    }
}
