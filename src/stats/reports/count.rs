//! Counting people: one pass over the facts gives every table of a report.

use super::facts::{Facts, Held, Stage, Who};
use super::period::{Month, Period};
use crate::kernel::ids::{CourseId, DistrictId, OrganisationId, SettlementId};
use crate::kernel::{Day, Lang};
use crate::stats::reports::facts::Settlement;

/// What is counted: people, each once, whatever the number of their courses.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Measure {
    /// Enrolled in the period.
    Enrolled,
    /// Opened a lesson, answered a check or began a test in the period.
    Active,
    /// Completed a course in the period.
    Completed,
    /// Hold a valid certificate of theory on the last day.
    Theory,
    /// Hold a valid practical certificate on the last day.
    Practical,
    /// Hold one that ran out in the period without being renewed.
    Expired,
    /// Had one renewed in the period.
    Renewed,
}

impl Measure {
    /// Every one, in the order of tables.
    pub const ALL: [Self; 7] =
        [Self::Enrolled, Self::Active, Self::Completed, Self::Theory, Self::Practical, Self::Expired, Self::Renewed];
    const fn bit(self) -> u8 {
        1 << self as u8
    }
}

/// A number for each [`Measure`].
pub type Row = [u32; 7];

/// What is counted of each month: enrolled, active, completed, and who holds a valid certificate at its end.
pub type MonthRow = [u32; 4];

/// How old people become in the year of the report's last day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Band {
    /// Younger than 14.
    Child,
    /// 14 to 17.
    Minor,
    /// 18 to 24.
    Young,
    /// 25 to 34: youth ends here by the law of the country.
    Grown,
    /// 35 to 59.
    Middle,
    /// 60 and more.
    Silver,
    /// No year of birth is known.
    Unknown,
}

impl Band {
    /// Every one, the youngest first.
    pub const ALL: [Self; 7] =
        [Self::Child, Self::Minor, Self::Young, Self::Grown, Self::Middle, Self::Silver, Self::Unknown];

    /// The one of a year of birth.
    pub fn of(birth_year: Option<i32>, year: i32) -> Self {
        match birth_year.map(|born| year - born) {
            None => Self::Unknown,
            Some(..14) => Self::Child,
            Some(14..18) => Self::Minor,
            Some(18..25) => Self::Young,
            Some(25..35) => Self::Grown,
            Some(35..60) => Self::Middle,
            Some(_) => Self::Silver,
        }
    }

    /// The word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Child => "0-13",
            Self::Minor => "14-17",
            Self::Young => "18-24",
            Self::Grown => "25-34",
            Self::Middle => "35-59",
            Self::Silver => "60",
            Self::Unknown => "unknown",
        }
    }

    /// The one of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|band| band.code() == code)
    }
}

/// Which people, and when.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cut {
    /// When.
    pub period: Period,
    /// Who live there.
    pub district: Option<DistrictId>,
    /// Who live there.
    pub settlement: Option<SettlementId>,
    /// Who belong there on the last day.
    pub organisation: Option<OrganisationId>,
    /// What they do in this course.
    pub course: Option<CourseId>,
    /// Who use the site in this language.
    pub lang: Option<Lang>,
    /// Who are of that age.
    pub band: Option<Band>,
}

impl Cut {
    /// Everybody in a period.
    pub const fn of(period: Period) -> Self {
        Self { period, district: None, settlement: None, organisation: None, course: None, lang: None, band: None }
    }
}

/// How many months the trend shows; the last one is that of the period.
pub const TREND: usize = 24;

/// Every number of a report. Lists are in the order of the lists of [`Facts`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Counted {
    /// Everybody.
    pub total: Row,
    /// By where they live.
    pub places: Vec<Row>,
    /// By organisation; who belongs to several counts in each.
    pub organisations: Vec<Row>,
    /// Who belongs to none.
    pub unorganised: Row,
    /// By course; who is in several counts in each.
    pub courses: Vec<Row>,
    /// By language, in the order of [`Lang::ALL`].
    pub languages: [Row; 3],
    /// By age, in the order of [`Band::ALL`].
    pub bands: [Row; 7],
    /// The months, the oldest first.
    pub trend: [MonthRow; TREND],
    /// By course: of those who enrolled in the period, how many stand at each stage now.
    pub stages: Vec<Vec<u32>>,
    /// Who got a practical certificate in the same months a year before, and who of them holds a valid one.
    pub after_a_year: (u32, u32),
}

/// The month of a place in the trend.
pub fn month_of_trend(period: Period, place: usize) -> Month {
    let back = TREND.saturating_sub(place + 1);
    period.last().plus(-i32::try_from(back).unwrap_or_default())
}

/// Counts.
pub fn count(facts: &Facts, cut: &Cut) -> Counted {
    let mut counted = Counted {
        total: Row::default(),
        places: vec![Row::default(); facts.places.len()],
        organisations: vec![Row::default(); facts.organisations.len()],
        unorganised: Row::default(),
        courses: vec![Row::default(); facts.courses.len()],
        languages: [Row::default(); 3],
        bands: [Row::default(); 7],
        trend: [MonthRow::default(); TREND],
        stages: vec![vec![0; 256]; facts.courses.len()],
        after_a_year: (0, 0),
    };
    let view = View::new(facts, cut);
    let mut by_course = vec![0_u8; facts.courses.len()];
    for who in facts.people(view.last).filter(|who| view.finds(who)) {
        by_course.fill(0);
        view.mark(&who, &mut by_course);
        view.note_stages(&who, &mut counted.stages);
        view.note_trend(&who, &mut counted.trend);
        view.note_practice(&who, &mut counted.after_a_year);
        let all = by_course.iter().fold(0, |all, bits| all | bits);
        if all == 0 {
            continue;
        }
        for (row, bits) in counted.courses.iter_mut().zip(&by_course) {
            add(row, *bits);
        }
        add(&mut counted.total, all);
        let band = Band::of(who.birth_year, view.last.year());
        let rows = [
            counted.places.get_mut(who.place),
            counted.languages.get_mut(who.lang as usize),
            counted.bands.get_mut(band as usize),
        ];
        rows.into_iter().flatten().for_each(|row| add(row, all));
        let mut is_member = false;
        for belongs in who.memberships.iter().filter(|belongs| belongs.holds(view.last)) {
            is_member = true;
            counted.organisations.get_mut(belongs.organisation).into_iter().for_each(|row| add(row, all));
        }
        if !is_member {
            add(&mut counted.unorganised, all);
        }
    }
    counted
}

fn add(row: &mut Row, bits: u8) {
    for (place, number) in row.iter_mut().enumerate() {
        *number += u32::from(bits >> place & 1);
    }
}

/// A cut with what is worked out of it once.
struct View<'a> {
    facts: &'a Facts,
    cut: &'a Cut,
    /// Place of the course in the facts: all (`None`), this one, or one that nobody is in (`usize::MAX`).
    course: Option<usize>,
    organisation: Option<usize>,
    /// The last day of the period.
    last: Day,
    /// The last days of the months of the trend.
    ends: [Day; TREND],
}

impl<'a> View<'a> {
    fn new(facts: &'a Facts, cut: &'a Cut) -> Self {
        fn place<T: PartialEq>(list: &[T], id: &T) -> usize {
            list.iter().position(|known| known == id).unwrap_or(usize::MAX)
        }
        Self {
            facts,
            cut,
            course: cut.course.map(|id| place(&facts.courses, &id)),
            organisation: cut.organisation.map(|id| place(&facts.organisations, &id)),
            last: cut.period.last().last().min(facts.day),
            ends: std::array::from_fn(|at| month_of_trend(cut.period, at).last().min(facts.day)),
        }
    }

    fn finds(&self, who: &Who<'_>) -> bool {
        let cut = self.cut;
        let place = self.facts.places.get(who.place);
        let lives = |district| place.is_some_and(|place| place.district == Some(district));
        let settled = |id| place.is_some_and(|place| place.settlement == Settlement::Listed(id));
        let belongs = |at| who.memberships.iter().any(|one| one.organisation == at && one.holds(self.last));
        cut.lang.is_none_or(|lang| who.lang == lang)
            && cut.district.is_none_or(lives)
            && cut.settlement.is_none_or(settled)
            && cut.band.is_none_or(|band| Band::of(who.birth_year, self.last.year()) == band)
            && self.organisation.is_none_or(belongs)
    }

    fn is_meant(&self, course: usize) -> bool {
        self.course.is_none_or(|only| only == course)
    }

    fn held<'b>(&'b self, who: &'b Who<'_>) -> impl Iterator<Item = &'b Held> {
        who.certificates.iter().filter(|held| self.is_meant(held.course))
    }

    /// What somebody did in each course, as bits of [`Measure`].
    fn mark(&self, who: &Who<'_>, by_course: &mut [u8]) {
        let period = self.cut.period;
        let mut set = |course: usize, measure: Measure, is_so: bool| {
            if is_so && let Some(bits) = by_course.get_mut(course) {
                *bits |= measure.bit();
            }
        };
        for one in who.enrolments.iter().filter(|one| self.is_meant(one.course)) {
            set(one.course, Measure::Enrolled, period.contains(one.from));
            set(one.course, Measure::Active, one.active.has(self.facts.now, period.first(), period.last()));
            set(one.course, Measure::Completed, one.completed.is_some_and(|month| period.contains(month)));
        }
        for held in self.held(who) {
            let valid = if held.practical { Measure::Practical } else { Measure::Theory };
            set(held.course, valid, held.is_valid(self.last));
            let ran_out = held.expires.filter(|last| !held.is_over(*last));
            set(held.course, Measure::Expired, ran_out.is_some_and(|day| period.has(day) && day < self.facts.day));
            set(held.course, Measure::Renewed, held.renewed.is_some_and(|day| period.has(day)));
        }
    }

    fn note_stages(&self, who: &Who<'_>, stages: &mut [Vec<u32>]) {
        let is_counted = |course, from| self.is_meant(course) && self.cut.period.contains(from);
        for one in who.enrolments.iter().filter(|one| is_counted(one.course, one.from)) {
            let place: Stage = one.stage;
            let number = stages.get_mut(one.course).and_then(|stages| stages.get_mut(usize::from(place)));
            if let Some(number) = number {
                *number += 1;
            }
        }
    }

    fn note_trend(&self, who: &Who<'_>, trend: &mut [MonthRow; TREND]) {
        for (at, (row, end)) in trend.iter_mut().zip(&self.ends).enumerate() {
            let month = month_of_trend(self.cut.period, at);
            let mut bits = [false; 4];
            for one in who.enrolments.iter().filter(|one| self.is_meant(one.course)) {
                bits[0] |= one.from == month;
                bits[1] |= one.active.has(self.facts.now, month, month);
                bits[2] |= one.completed == Some(month);
            }
            bits[3] = self.held(who).any(|held| held.is_valid(*end));
            for (number, bit) in row.iter_mut().zip(bits) {
                *number += u32::from(bit);
            }
        }
    }

    fn note_practice(&self, who: &Who<'_>, (got, holds): &mut (u32, u32)) {
        let then = self.cut.period.first().plus(-12).first()..=self.cut.period.last().plus(-12).last();
        if self.held(who).any(|held| held.practical && then.contains(&held.issued)) {
            *got += 1;
            *holds += u32::from(self.held(who).any(|held| held.practical && held.is_valid(self.last)));
        }
    }
}
