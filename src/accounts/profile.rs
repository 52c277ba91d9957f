//! A person's own data.

use super::{audit, store};
use crate::db::Conn;
use crate::kernel::ids::{DistrictId, PersonId};
use crate::kernel::{Ctx, Lang, PersonName, Result};

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

/// Stores a profile.
///
/// # Errors
/// The database's.
pub fn update_profile(conn: &mut Conn, ctx: &Ctx, person: PersonId, profile: &Profile) -> Result<()> {
    store::set_profile(conn, person, profile)?;
    let entry = audit::Entry {
        action: "profile changed",
        subject: "person",
        subject_id: Some(person.0),
        details: serde_json::Value::Null,
    };
    audit::record(conn, ctx, &entry)
}
