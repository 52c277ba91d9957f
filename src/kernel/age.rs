//! Ages of which only the year of birth is known: the youngest possible age counts.
//!
//! Why these limits: brief, 0.2 no. 4 and 5 and decision D10 (law 42-VI on volunteer activity, article 12, as published;
//! the Committee for Children's Rights, August 2025). What the law says today is for a lawyer to confirm:
//! `docs/legal-review.md`.

use super::time::Day;

/// The youngest age that somebody born in this year can have on this day: as if born on the last day of the year. An
/// age counts from the day after the birthday, so even on 31 December the birthday of this year is left out.
pub fn youngest_age(birth_year: i32, today: Day) -> i32 {
    today.year().saturating_sub(birth_year).saturating_sub(1)
}

/// The first year of birth of which somebody may be younger than 18 on this day.
pub fn first_minor_year(today: Day) -> i32 {
    today.year().saturating_sub(18)
}

/// Which rules about age may hold for somebody, the youngest possible age counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum AgeGroup {
    /// The year of birth is not known.
    Unknown,
    /// May be younger than 14.
    Under14,
    /// May be younger than 16.
    Under16,
    /// May be younger than 18.
    Under18,
    /// 18 or older for sure.
    Adult,
}

impl AgeGroup {
    /// The group of somebody born in this year.
    pub fn of(birth_year: Option<i32>, today: Day) -> Self {
        match birth_year.map(|year| youngest_age(year, today)) {
            None => Self::Unknown,
            Some(..14) => Self::Under14,
            Some(..16) => Self::Under16,
            Some(..18) => Self::Under18,
            Some(_) => Self::Adult,
        }
    }

    /// True if it is known for sure that the person is of age; only then may there be emergency tasks.
    pub const fn is_adult(self) -> bool {
        matches!(self, Self::Adult)
    }

    /// True if a year of birth is known and may mean a minor: a parent's consent is asked for (D10).
    pub const fn is_minor(self) -> bool {
        matches!(self, Self::Under14 | Self::Under16 | Self::Under18)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn the_youngest_possible_age_counts_on_every_day_of_the_year() {
        for (born, today, age) in [
            (2008, "2026-01-01", 17),
            (2008, "2026-12-31", 17),
            (2008, "2027-01-01", 18),
            (2026, "2026-06-01", -1),
            (2011, "2026-11-28", 14),
        ] {
            assert_eq!(youngest_age(born, day(today)), age, "born {born}, on {today}");
        }
    }

    #[test]
    fn the_groups_change_with_the_year_after_the_birthday() {
        let today = day("2026-11-28");
        for (born, group) in [
            (2013, AgeGroup::Under14),
            (2012, AgeGroup::Under14),
            (2011, AgeGroup::Under16),
            (2010, AgeGroup::Under16),
            (2009, AgeGroup::Under18),
            (2008, AgeGroup::Under18),
            (2007, AgeGroup::Adult),
        ] {
            assert_eq!(AgeGroup::of(Some(born), today), group, "born {born}");
            assert_eq!(group.is_minor(), born >= first_minor_year(today), "born {born}");
        }
        assert_eq!(AgeGroup::of(None, today), AgeGroup::Unknown);
        assert!(!AgeGroup::Unknown.is_adult() && !AgeGroup::Unknown.is_minor());
    }
}
