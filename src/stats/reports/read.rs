//! Making a report.

use super::count::{Cut, count};
use super::kept::Kept;
use super::period::Period;
use super::shown::{Known, Shown};
use crate::accounts::audit;
use crate::content::library::Shelf;
use crate::db::Conn;
use crate::kernel::ids::{DistrictId, OrganisationId, SettlementId};
use crate::kernel::text::fold;
use crate::kernel::{Ctx, Lang, Result, Timestamp};
use crate::learning::QuizKey;
use crate::organisations::{self, Organisation};
use crate::places::{self, District, KeptSettlement, Settlement};
use crate::stats::store;

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
    /// What there was in the period.
    pub offered: Offered,
    /// Every organisation, the open ones first.
    pub organisations: Vec<Organisation>,
    /// How many settlements of the list there are where people were looked for.
    pub listed: u32,
    /// How many sessions in person were held in the period. `None` if nobody enters them, or of some people alone: a session
    /// is nobody's.
    pub sessions: Option<i64>,
}

/// The districts and settlements that there were in a period: those to choose from.
#[derive(Debug, Clone)]
pub struct Offered {
    /// The districts, in the order of the list.
    pub districts: Vec<DistrictId>,
    /// The settlements, by name.
    pub settlements: Vec<SettlementId>,
}

impl Offered {
    fn of(conn: &mut Conn, period: Period) -> Result<Self> {
        let (first, last) = (period.first().first(), period.last().last());
        let districts = places::list_kept_districts(conn)?.into_iter();
        let districts = districts.filter(|one| one.term.overlaps(first, last)).map(|one| one.district.id).collect();
        let all = places::list_kept_settlements(conn)?;
        let mut settlements: Vec<SettlementId> = Vec::new();
        for one in all.iter().filter(|one| one.term.overlaps(first, last)) {
            // Where a name came back to a district, people are counted under its first row.
            let called = |other: &KeptSettlement| fold(other.settlement.name.get(Lang::Kk));
            let is_same = |other: &&KeptSettlement| {
                other.settlement.district == one.settlement.district && called(other) == called(one)
            };
            let same = all.iter().filter(is_same);
            let id = same.map(|same| same.settlement.id).min().unwrap_or(one.settlement.id);
            if !settlements.contains(&id) {
                settlements.push(id);
            }
        }
        Ok(Self { districts, settlements })
    }
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
    let last = cut.period.last().last().min(now.0.day(now.1));
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
    let of_everybody = Cut { course: cut.course, ..Cut::of(cut.period) };
    let days = (cut.period.first().first(), last);
    let sessions = if *cut == of_everybody { store::count_sessions(conn, days, cut.course)? } else { None };
    Ok(Report {
        shown,
        at,
        districts: places::list_all_districts(conn)?,
        settlements: places::list_all_settlements(conn)?,
        offered: Offered::of(conn, cut.period)?,
        // Whichever is in the report has to be named: one that is left out would read as "in no organisation".
        organisations: organisations::list_organisations(conn, (0, i64::from(u32::MAX)))?.0,
        listed,
        sessions,
    })
}

/// A report that is taken as a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Taken {
    /// Whose: an organisation's for its coordinators; `None` is the centre's.
    pub organisation: Option<OrganisationId>,
    /// Of which period.
    pub period: Period,
    /// Small groups are not hidden in it.
    pub is_open: bool,
    /// How the file's name ends.
    pub ending: &'static str,
}

/// Notes that a report was taken as a file.
///
/// # Errors
/// The database's.
pub fn note_taken(conn: &mut Conn, ctx: &Ctx, taken: Taken) -> Result<()> {
    let (subject, subject_id) = match taken.organisation {
        Some(id) => ("organisation", Some(id.0)),
        None => ("report", None),
    };
    let mut details = serde_json::json!({ "period": taken.period.code(), "file": taken.ending });
    if let (true, Some(details)) = (taken.is_open, details.as_object_mut()) {
        details.insert("groups".to_owned(), "all".into());
    }
    audit::record(conn, ctx, &audit::Entry { action: "report exported", subject, subject_id, details })
}
