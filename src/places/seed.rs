//! The list that a new installation begins with: Almaty region, from `places.toml`.

use serde::Deserialize;

use super::store::{self, NewDistrict};
use crate::db::Conn;
use crate::kernel::{Day, Error, Localized, Result};

const LIST: &str = include_str!("places.toml");

#[derive(Deserialize)]
struct List {
    district: Vec<Entry>,
}

#[derive(Deserialize)]
struct Entry {
    key: String,
    name: Localized,
    valid_from: Option<String>,
    settlements: Vec<Localized>,
}

/// Fills the list of districts if it is empty.
///
/// # Errors
/// The database's.
pub fn seed(conn: &mut Conn) -> Result<()> {
    if !store::is_empty(conn)? {
        return Ok(());
    }
    let list: List = toml::from_str(LIST).map_err(Error::internal)?;
    for (position, entry) in (1..).zip(list.district) {
        let name = |lang| entry.name.get(lang).to_owned();
        let new = NewDistrict {
            key: entry.key.clone(),
            position,
            name_kk: name(crate::kernel::Lang::Kk),
            name_ru: name(crate::kernel::Lang::Ru),
            name_en: name(crate::kernel::Lang::En),
            valid_from: entry.valid_from.as_deref().and_then(Day::parse).map(Day::date),
            valid_to: None,
        };
        let district = store::insert_district(conn, &new)?;
        for settlement in &entry.settlements {
            store::insert_settlement(conn, district, settlement)?;
        }
    }
    Ok(())
}
