//! Moments and days. Everything is kept in UTC and shown in the zone of the settings.

use chrono::{DateTime, Datelike, Days, Months, NaiveDate, NaiveDateTime, TimeDelta, Timelike, Utc};
use serde::{Deserialize, Serialize};

/// A moment in UTC, cut to whole microseconds (what PostgreSQL keeps).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Timestamp(NaiveDateTime);

impl Timestamp {
    /// From a UTC date and time; the part below a microsecond is cut off.
    pub fn new(utc: NaiveDateTime) -> Self {
        let nanos = utc.nanosecond() / 1_000 * 1_000;
        Self(utc.with_nanosecond(nanos).unwrap_or(utc))
    }

    /// The UTC date and time.
    pub const fn utc(self) -> NaiveDateTime {
        self.0
    }

    /// The UTC date and time, borrowed.
    pub const fn as_utc(&self) -> &NaiveDateTime {
        &self.0
    }

    /// From seconds since 1970; `None` outside the calendar.
    pub fn from_unix(seconds: i64) -> Option<Self> {
        DateTime::from_timestamp(seconds, 0).map(|time| Self(time.naive_utc()))
    }

    /// Seconds since 1970.
    pub fn unix(self) -> i64 {
        self.0.and_utc().timestamp()
    }

    /// This moment and that many seconds (negative: before). Saturates at the ends of the calendar.
    #[must_use]
    pub fn plus_seconds(self, seconds: i64) -> Self {
        Self(self.0.checked_add_signed(TimeDelta::seconds(seconds)).unwrap_or(self.0))
    }

    /// This moment and that many hours.
    #[must_use]
    pub fn plus_hours(self, hours: i64) -> Self {
        self.plus_seconds(hours.saturating_mul(3600))
    }

    /// Seconds from `earlier` to this moment; negative if it is later.
    pub fn seconds_since(self, earlier: Self) -> i64 {
        (self.0 - earlier.0).num_seconds()
    }

    /// The day in a zone.
    pub fn day(self, zone: chrono_tz::Tz) -> Day {
        Day(self.0.and_utc().with_timezone(&zone).date_naive())
    }

    /// Date and time as a clock in the zone shows it.
    pub fn in_zone(self, zone: chrono_tz::Tz) -> DateTime<chrono_tz::Tz> {
        self.0.and_utc().with_timezone(&zone)
    }
}

/// A calendar day, without a zone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Day(NaiveDate);

impl Day {
    /// A day of the calendar.
    pub const fn new(date: NaiveDate) -> Self {
        Self(date)
    }

    /// Reads `2026-11-22`.
    pub fn parse(text: &str) -> Option<Self> {
        NaiveDate::parse_from_str(text, "%Y-%m-%d").ok().map(Self)
    }

    /// The date.
    pub const fn date(self) -> NaiveDate {
        self.0
    }

    /// The moment at which the day begins in a zone.
    pub fn start(self, zone: chrono_tz::Tz) -> Timestamp {
        let midnight = self.0.and_time(chrono::NaiveTime::MIN);
        // Where the clocks skip midnight, the day begins an hour later; an hour in UTC is near enough for a filter.
        let local = midnight.and_local_timezone(zone).earliest();
        Timestamp::new(local.map_or(midnight, |local| local.naive_utc()))
    }

    /// The date, borrowed.
    pub const fn as_date(&self) -> &NaiveDate {
        &self.0
    }

    /// The year.
    pub fn year(self) -> i32 {
        self.0.year()
    }

    /// The same day that many months later (the last day of a shorter month).
    #[must_use]
    pub fn plus_months(self, months: u32) -> Self {
        Self(self.0.checked_add_months(Months::new(months)).unwrap_or(self.0))
    }

    /// That many days later.
    #[must_use]
    pub fn plus_days(self, days: u64) -> Self {
        Self(self.0.checked_add_days(Days::new(days)).unwrap_or(self.0))
    }

    /// That many days earlier.
    #[must_use]
    pub fn minus_days(self, days: u64) -> Self {
        Self(self.0.checked_sub_days(Days::new(days)).unwrap_or(self.0))
    }
}

impl std::fmt::Display for Day {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}", self.0.format("%Y-%m-%d"))
    }
}

/// Until when something holds that is given on some day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Expiry {
    /// For ever.
    Never,
    /// For so many months.
    Months(u32),
    /// To the end of this day, whenever it was given.
    On(Day),
}

impl Expiry {
    /// The last day of what is given on a day; `None` if it has none.
    pub fn last_day(self, given_on: Day) -> Option<Day> {
        match self {
            Self::Never => None,
            Self::Months(months) => Some(given_on.plus_months(months)),
            Self::On(day) => Some(day),
        }
    }
}

/// Tells the time. The server uses [`SystemClock`]; tests set their own.
pub trait Clock: Send + Sync + std::fmt::Debug {
    /// The present moment.
    fn now(&self) -> Timestamp;
}

/// The machine's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "the one place where the machine's clock is read")]
    fn now(&self) -> Timestamp {
        Timestamp::new(Utc::now().naive_utc())
    }
}
