//! A person's own data.

use super::grant::is_in_reach;
use super::{audit, store};
use crate::db::Conn;
use crate::kernel::ids::{DistrictId, PersonId};
use crate::kernel::{Ctx, Day, Error, Lang, PersonName, Result};

/// What a person may change alone. Certificates that were issued keep the name they were issued with.
#[derive(Debug, Clone)]
pub struct Profile {
    /// Name.
    pub name: PersonName,
    /// Language of mails.
    pub lang: Lang,
    /// District.
    pub district: Option<DistrictId>,
    /// Settlement, as typed.
    pub settlement: Option<String>,
    /// Year of birth.
    pub birth_year: Option<i32>,
}

/// Stores a profile. Of a place that changes today the former one is noted.
///
/// # Errors
/// Not found; the database's.
pub fn update_profile(conn: &mut Conn, ctx: &Ctx, person: PersonId, (profile, today): (&Profile, Day)) -> Result<()> {
    let was = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    store::set_profile(conn, person, profile)?;
    if (was.district, &was.settlement) != (profile.district, &profile.settlement) {
        store::former::insert_former(conn, person, (today, was.district, was.settlement.as_deref()))?;
    }
    let entry = audit::Entry {
        action: "profile changed",
        subject: "person",
        subject_id: Some(person.0),
        details: serde_json::Value::Null,
    };
    audit::record(conn, ctx, &entry)
}

/// Corrects a year of birth that was entered wrong. What follows from it for a minor holds from now on.
///
/// # Errors
/// Not found; forbidden for who holds a role out of reach; the database's.
pub fn correct_birth_year(conn: &mut Conn, ctx: &Ctx, person: PersonId, year: i32) -> Result<()> {
    let found = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    if !is_in_reach(conn, ctx, &found)? {
        return Err(Error::Forbidden);
    }
    if found.birth_year == Some(year) {
        return Ok(());
    }
    store::set_birth_year(conn, person, year)?;
    let entry = audit::Entry {
        action: "year of birth corrected",
        subject: "person",
        subject_id: Some(person.0),
        details: serde_json::json!({ "from": found.birth_year, "to": year }),
    };
    audit::record(conn, ctx, &entry)
}
