//! Making a report.

use super::count::{Cut, count};
use super::kept::Kept;
use super::shown::{Known, Shown};
use crate::content::library::Shelf;
use crate::db::Conn;
use crate::kernel::{Result, Timestamp};
use crate::learning::QuizKey;
use crate::organisations::{self, Organisation};
use crate::places::{self, District, Settlement};

/// A report, and what the things in it are called.
#[derive(Debug, Clone)]
pub struct Report {
    /// Its numbers.
    pub shown: Shown,
    /// When they were read.
    pub at: Timestamp,
    /// Every district that there ever was.
    pub districts: Vec<District>,
    /// Every settlement of the list.
    pub settlements: Vec<Settlement>,
    /// Every organisation, the open ones first.
    pub organisations: Vec<Organisation>,
    /// How many settlements of the list there are where people were looked for.
    pub listed: u32,
}

/// Makes a report of what is true now.
///
/// # Errors
/// The database's.
pub fn read(
    conn: &mut Conn,
    (kept, shelf): (&Kept, &Shelf),
    now: (Timestamp, chrono_tz::Tz),
    (cut, is_protected): (&Cut, bool),
) -> Result<Report> {
    let (at, facts) = kept.get(conn, now, shelf)?;
    let last = cut.period.last().last();
    let listed = places::list_settlements(conn, last)?;
    let is_meant = |place: &&Settlement| {
        cut.district.is_none_or(|only| only == place.district) && cut.settlement.is_none_or(|only| only == place.id)
    };
    let listed = u32::try_from(listed.iter().filter(is_meant).count()).unwrap_or(u32::MAX);
    let courses = shelf.catalogue().map(|published| {
        let has_final = QuizKey::all(&published.course).contains(&QuizKey::Final);
        (published.course_id, published.course.modules.len(), has_final)
    });
    let known = Known {
        districts: places::list_districts(conn, last)?.into_iter().map(|district| district.id).collect(),
        courses: courses.collect(),
    };
    let shown = Shown::new(&facts, (cut, &count(&facts, cut)), &known, is_protected);
    Ok(Report {
        shown,
        at,
        districts: places::list_all_districts(conn)?,
        settlements: places::list_all_settlements(conn)?,
        // Whichever is in the report has to be named: one that is left out would read as "in no organisation".
        organisations: organisations::list_organisations(conn, (0, i64::from(u32::MAX)))?.0,
        listed,
    })
}
