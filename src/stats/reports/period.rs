//! Months, and the periods of reports. They are whole months, because what people do is kept by months.

use chrono::Datelike;

use crate::kernel::Day;

/// A month of a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Month(i32);

impl Month {
    /// The month of a number: its year times twelve, and the months of that year before it.
    pub const fn of_number(number: i32) -> Self {
        Self(number)
    }

    /// The month of a day.
    pub fn of(day: Day) -> Self {
        Self(day.year() * 12 + i32::try_from(day.date().month0()).unwrap_or_default())
    }

    /// Its number; see [`Month::of_number`].
    pub const fn number(self) -> i32 {
        self.0
    }

    /// Its year.
    pub const fn year(self) -> i32 {
        self.0.div_euclid(12)
    }

    /// Its place in the year, from 1.
    pub const fn of_year(self) -> i32 {
        self.0.rem_euclid(12) + 1
    }

    /// That many months later; earlier if negative.
    #[must_use]
    pub const fn plus(self, months: i32) -> Self {
        Self(self.0 + months)
    }

    /// Its first day.
    pub fn first(self) -> Day {
        Day::parse(&format!("{}-01", self.written())).unwrap_or(Day::new(chrono::NaiveDate::MIN))
    }

    /// Its last day.
    pub fn last(self) -> Day {
        self.plus(1).first().minus_days(1)
    }

    /// `2026-10`.
    pub fn written(self) -> String {
        format!("{:04}-{:02}", self.year(), self.of_year())
    }
}

/// What a report is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Period {
    /// One month.
    Month(Month),
    /// The quarter that begins with this month.
    Quarter(Month),
    /// A calendar year.
    Year(i32),
}

/// How far back one may ask, in years: activity is kept in memory for five.
const YEARS: i32 = 4;

impl Period {
    /// The quarter of a day.
    pub fn quarter_of(day: Day) -> Self {
        let month = Month::of(day);
        Self::Quarter(Month(month.0 - month.0.rem_euclid(3)))
    }

    /// The quarter for which a report is due: this one from its third week on, else the one that has ended.
    pub fn due(today: Day) -> Self {
        Self::quarter_of(today.minus_days(14))
    }

    /// The last quarter that has ended.
    pub fn ended(today: Day) -> Self {
        Self::Quarter(Self::quarter_of(today).first().plus(-3))
    }

    /// True once its last day has passed.
    pub fn has_ended(self, today: Day) -> bool {
        self.last().last() < today
    }

    /// The period of a code such as `2026-q4`, `2026-11` or `2026`, if it has begun and is not too long ago.
    pub fn parse(code: &str, today: Day) -> Option<Self> {
        let read =
            |text: &str| text.bytes().all(|byte| byte.is_ascii_digit()).then(|| text.parse::<i32>().ok()).flatten();
        let period = match code.split_once('-') {
            None => Self::Year(read(code)?),
            Some((year, quarter)) if quarter.starts_with('q') => {
                let number = read(quarter.get(1..)?).filter(|number| (1..=4).contains(number))?;
                Self::Quarter(Month(read(year)?.checked_mul(12)? + (number - 1) * 3))
            }
            Some((year, month)) => {
                let number = read(month).filter(|number| (1..=12).contains(number))?;
                Self::Month(Month(read(year)?.checked_mul(12)? + number - 1))
            }
        };
        let is_known = (today.year() - YEARS..=today.year()).contains(&period.first().year());
        (is_known && period.first() <= Month::of(today)).then_some(period)
    }

    /// See [`Period::parse`].
    pub fn code(self) -> String {
        match self {
            Self::Month(month) => month.written(),
            Self::Quarter(first) => format!("{}-q{}", first.year(), (first.of_year() + 2) / 3),
            Self::Year(year) => year.to_string(),
        }
    }

    /// Its first month.
    pub const fn first(self) -> Month {
        match self {
            Self::Month(month) | Self::Quarter(month) => month,
            Self::Year(year) => Month(year.saturating_mul(12)),
        }
    }

    /// Its last month.
    pub const fn last(self) -> Month {
        match self {
            Self::Month(month) => month,
            Self::Quarter(first) => first.plus(2),
            Self::Year(year) => Month(year.saturating_mul(12)).plus(11),
        }
    }

    /// True if a month belongs to it.
    pub fn contains(self, month: Month) -> bool {
        (self.first()..=self.last()).contains(&month)
    }

    /// True if a day belongs to it.
    pub fn has(self, day: Day) -> bool {
        (self.first().first()..=self.last().last()).contains(&day)
    }

    /// The quarters that one may choose, the newest first.
    pub fn quarters(today: Day) -> Vec<Self> {
        let first = Self::quarter_of(today).first();
        (0..8).map(|back| Self::Quarter(first.plus(-3 * back))).collect()
    }

    /// The years that one may choose, the newest first.
    pub fn years(today: Day) -> Vec<Self> {
        (0..3).map(|back| Self::Year(today.year() - back)).collect()
    }

    /// The months that one may choose, the newest first.
    pub fn months(today: Day) -> Vec<Self> {
        (0..24).map(|back| Self::Month(Month::of(today).plus(-back))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn a_period_has_its_days() {
        let today = day("2026-11-28");
        for (code, first, last) in [
            ("2026-q4", "2026-10-01", "2026-12-31"),
            ("2026-q1", "2026-01-01", "2026-03-31"),
            ("2024-02", "2024-02-01", "2024-02-29"),
            ("2026", "2026-01-01", "2026-12-31"),
        ] {
            let period = Period::parse(code, today).expect("a period");
            assert_eq!((period.first().first(), period.last().last()), (day(first), day(last)), "{code}");
            assert_eq!(period.code(), code);
            assert!(period.has(day(first)) && period.has(day(last)) && !period.has(day(last).plus_days(1)));
        }
        for bad in
            ["", "2026-q5", "2026-q0", "2026-13", "2027", "2026-12", "2020", "-q1", "2026-q", "+2026", "999999999"]
        {
            assert_eq!(Period::parse(bad, today), None, "{bad}");
        }
    }

    #[test]
    fn the_report_that_is_due_is_of_the_quarter_that_ends_or_has_ended() {
        for (today, code) in
            [("2026-12-31", "2026-q4"), ("2027-01-10", "2026-q4"), ("2027-01-15", "2027-q1"), ("2026-09-30", "2026-q3")]
        {
            assert_eq!(Period::due(day(today)).code(), code, "{today}");
        }
    }

    #[test]
    fn whatever_one_may_choose_is_read_again() {
        let today = day("2026-01-02");
        for period in [Period::quarters(today), Period::years(today), Period::months(today)].concat() {
            assert_eq!(Period::parse(&period.code(), today), Some(period));
        }
    }
}
