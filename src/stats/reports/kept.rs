//! The facts that reports count, read again as often as it is cheap.

use std::collections::HashMap;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::facts::{FINAL, Facts, Stage};
use crate::content::library::Shelf;
use crate::db::Conn;
use crate::kernel::ids::CourseId;
use crate::kernel::{Lang, Localized, Result, Timestamp};
use crate::places;
use crate::stats::store;

/// So much is read in a few hundredths of a second, so it is read for every report.
const LITTLE: usize = 50_000;
/// What is more is read again after so many seconds.
const OLD: i64 = 300;

/// What was read last.
#[derive(Debug, Default)]
pub struct Kept {
    facts: Mutex<Option<(Timestamp, Arc<Facts>)>>,
    /// Held while somebody reads: one reader of a million people at a time is enough.
    reading: Mutex<()>,
    /// From the start of the program until something was read, or could not be.
    is_first: AtomicBool,
}

impl Kept {
    /// The facts for a report, and when they were read. Reads them unless they are kept.
    ///
    /// # Errors
    /// The database's.
    pub fn get(
        &self,
        conn: &mut Conn,
        now: (Timestamp, chrono_tz::Tz),
        courses: &Shelf,
    ) -> Result<(Timestamp, Arc<Facts>)> {
        if let Some(kept) = self.large() {
            return Ok(kept);
        }
        let _one = self.turn();
        self.large().map_or_else(|| self.read(conn, now, courses), Ok)
    }

    /// Reads what is kept again, if it is old. At the first call it looks whether there is something to keep.
    ///
    /// # Errors
    /// The database's.
    pub fn refresh(&self, conn: &mut Conn, now: (Timestamp, chrono_tz::Tz), courses: &Shelf) -> Result<()> {
        let kept = self.lock().as_ref().map(|(at, facts)| (*at, facts.len()));
        if kept.is_some_and(|(at, length)| length < LITTLE || now.0.seconds_since(at) < OLD) {
            return Ok(());
        }
        let _one = self.turn();
        self.read(conn, now, courses).map(drop)
    }

    /// Says that the first reading is due: [`Self::refresh`] will be called, and then [`Self::end_first`].
    pub fn begin_first(&self) {
        self.is_first.store(true, Ordering::Release);
    }

    /// Says that the first reading is over, also if nothing could be read: reports read for themselves from then on.
    pub fn end_first(&self) {
        self.is_first.store(false, Ordering::Release);
    }

    /// Whether a report has to wait for the first reading after a start. Later ones are short, or nobody waits for them.
    pub fn is_awaited(&self) -> bool {
        self.is_first.load(Ordering::Acquire)
    }

    /// Waits until nobody reads; nobody else does as long as this is held.
    pub fn turn(&self) -> MutexGuard<'_, ()> {
        self.reading.lock().unwrap_or_else(PoisonError::into_inner)
    }

    fn read(
        &self,
        conn: &mut Conn,
        (now, zone): (Timestamp, chrono_tz::Tz),
        courses: &Shelf,
    ) -> Result<(Timestamp, Arc<Facts>)> {
        let stages = stages(courses);
        let names = |name: &Localized| Lang::ALL.map(|lang| name.get(lang).to_owned()).to_vec();
        let settlements = places::list_kept_settlements(conn)?.into_iter();
        let settlements: Vec<_> = settlements
            .map(|one| (one.settlement.id, one.settlement.district, names(&one.settlement.name), one.also))
            .collect();
        let mut facts = Facts::new(now.day(zone));
        store::read_facts(conn, &mut facts, (zone, &settlements), &stages)?;
        let kept = (now, Arc::new(facts));
        *self.lock() = Some(kept.clone());
        self.end_first();
        Ok(kept)
    }

    fn large(&self) -> Option<(Timestamp, Arc<Facts>)> {
        self.lock().clone().filter(|(_, facts)| facts.len() >= LITTLE)
    }

    fn lock(&self) -> MutexGuard<'_, Option<(Timestamp, Arc<Facts>)>> {
        self.facts.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// The module of each lesson, from 1, as the courses are now.
fn stages(courses: &Shelf) -> HashMap<CourseId, HashMap<String, Stage>> {
    let of_course = |published: &Arc<crate::content::Published>| {
        let modules = (1_u8..FINAL).zip(&published.course.modules);
        let lessons = modules
            .flat_map(|(number, module)| module.lessons.iter().map(move |lesson| (lesson.key.to_string(), number)));
        (published.course_id, lessons.collect())
    };
    courses.catalogue().map(of_course).collect()
}
