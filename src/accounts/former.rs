//! Where people lived before: a row for each day on which a place changed, so that reports of earlier periods count
//! people where they were. Borders carry many people at once to another district.

use super::store::former;
use crate::db::Conn;
use crate::kernel::ids::DistrictId;
use crate::kernel::{Day, Result, Timestamp};

/// Who is carried where: from a day on, whoever lives in a district belongs to another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Carry {
    /// Where they live.
    pub from: DistrictId,
    /// Only those who typed one of these as their settlement.
    pub spellings: Option<Vec<String>>,
    /// Where they belong.
    pub into: DistrictId,
    /// What their settlement is called there, if it is another one.
    pub renamed: Option<String>,
    /// Since when.
    pub on: Day,
}

/// Carries at most so many people over; how many. Their former place is noted. Running it again changes nothing more.
///
/// # Errors
/// The database's.
pub fn carry_people(conn: &mut Conn, carry: &Carry, limit: i64) -> Result<usize> {
    let living = former::carry_living(conn, carry, limit)?;
    let left = limit.saturating_sub(i64::try_from(living).unwrap_or(limit));
    Ok(living + former::carry_former(conn, carry, left)?)
}

/// How many people live in a district now.
///
/// # Errors
/// The database's.
pub fn count_living(conn: &mut Conn, district: DistrictId) -> Result<i64> {
    former::count_living(conn, district)
}

/// What people of a district typed as their settlement, with how many of them did.
///
/// # Errors
/// The database's.
pub fn list_spellings(conn: &mut Conn, district: DistrictId) -> Result<Vec<(String, i64)>> {
    former::list_spellings(conn, district)
}

/// What those typed who lived in a district until after a day.
///
/// # Errors
/// The database's.
pub fn list_former_spellings(conn: &mut Conn, district: DistrictId, after: Day) -> Result<Vec<String>> {
    former::list_former_spellings(conn, district, after)
}

/// True if somebody lives in a district, or lived there until after a day.
///
/// # Errors
/// The database's.
pub fn has_people(conn: &mut Conn, district: DistrictId, after: Day) -> Result<bool> {
    former::has_people(conn, district, after)
}

/// True if somebody lives or ever lived in a district, as far as it is known.
///
/// # Errors
/// The database's.
pub fn is_anybodys(conn: &mut Conn, district: DistrictId) -> Result<bool> {
    former::is_anybodys(conn, district)
}

/// Removes former places that ended before a moment, a few at a time; how many.
///
/// # Errors
/// The database's.
pub fn forget_former_places(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    former::delete_old_former(conn, before, limit)
}
