//! A report as it is shown: what is small is hidden where the reader may not see persons.

use std::collections::BTreeMap;

use super::count::{Band, Counted, Cut, Measure, MonthRow, Row, TREND, month_of_trend};
use super::facts::{DONE, FINAL, Facts, Place, Settlement, Stage};
use super::hide::{LEAST, close, falling, hidden, is_small};
use super::period::Month;
use crate::kernel::Lang;
use crate::kernel::ids::{CourseId, DistrictId, OrganisationId};

/// A number for each measure; `None` if it is hidden.
pub type Cells = [Option<u32>; 7];

/// A line of a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Line<K> {
    /// Of what.
    pub key: K,
    /// How many.
    pub cells: Cells,
}

/// A month of the trend.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Point {
    /// Which.
    pub month: Month,
    /// See [`MonthRow`].
    pub cells: [Option<u32>; 4],
}

/// A step of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Step {
    /// Which.
    pub stage: Stage,
    /// How many came so far, or further.
    pub reached: Option<u32>,
    /// How many are there now.
    pub here: Option<u32>,
}

/// How far those came who enrolled in a course in the period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Funnel {
    /// Which course.
    pub course: CourseId,
    /// From enrolling to completing.
    pub steps: Vec<Step>,
}

/// A part of a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Share {
    /// There is nobody in the group.
    Nobody,
    /// It is too small to be told.
    Hidden,
    /// So many of so many.
    Of(u32, u32),
}

impl Share {
    fn of(part: u32, all: u32, is_protected: bool) -> Self {
        match all {
            0 => Self::Nobody,
            _ if is_protected && (all < LEAST || is_small(part) || is_small(all - part)) => Self::Hidden,
            _ => Self::Of(part, all),
        }
    }
}

/// What there is to report on, also where there is nobody yet.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Known {
    /// The districts, in the order of the list.
    pub districts: Vec<DistrictId>,
    /// The courses with the number of their modules, and whether there is a final test.
    pub courses: Vec<(CourseId, usize, bool)>,
}

/// Every number of a report that its reader gets.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shown {
    /// Whom it counts.
    pub cut: Cut,
    /// Small groups are hidden.
    pub is_protected: bool,
    /// Everybody.
    pub total: Cells,
    /// By district; `None`: not said.
    pub districts: Vec<Line<Option<DistrictId>>>,
    /// By settlement.
    pub settlements: Vec<Line<Place>>,
    /// By organisation; `None`: to none.
    pub organisations: Vec<Line<Option<OrganisationId>>>,
    /// By course.
    pub courses: Vec<Line<CourseId>>,
    /// By language.
    pub languages: Vec<Line<Lang>>,
    /// By age.
    pub bands: Vec<Line<Band>>,
    /// The months, the oldest first.
    pub trend: Vec<Point>,
    /// The steps of each course.
    pub funnels: Vec<Funnel>,
    /// Settlements of the list in which somebody holds a valid certificate on the last day.
    pub trained: u32,
    /// Of those who got a practical certificate a year before, who holds a valid one.
    pub after_a_year: Share,
}

impl Shown {
    /// What is shown of what was counted.
    pub fn new(facts: &Facts, (cut, counted): (&Cut, &Counted), known: &Known, is_protected: bool) -> Self {
        let hide = |keys: Vec<_>, rows: &[Row]| lines(keys, hide_rows(rows, is_protected));
        let (organisations, courses) = (counted.organisations.iter(), counted.courses.iter());
        let organisations: Vec<(Option<OrganisationId>, Row)> = (facts.organisations.iter().copied().map(Some))
            .zip(organisations.copied())
            .filter(|(_, row)| *row != Row::default())
            .chain([(None, counted.unorganised)])
            .collect();
        let courses: Vec<(CourseId, Row)> = facts.courses.iter().copied().zip(courses.copied()).collect();
        let mut all_courses: Vec<(CourseId, Row)> =
            known.courses.iter().map(|(id, ..)| (*id, Row::default())).collect();
        for (id, row) in courses {
            match all_courses.iter_mut().find(|(known, _)| *known == id) {
                Some(found) => found.1 = row,
                None => all_courses.push((id, row)),
            }
        }
        all_courses.retain(|(id, _)| cut.course.is_none_or(|only| only == *id));
        let (ids, rows): (Vec<_>, Vec<Row>) = all_courses.into_iter().unzip();
        let course_lines = lines(ids, hide_rows(&rows, is_protected));
        let funnels = funnels((facts, counted), (known, cut), is_protected, &course_lines);
        let (ids, rows): (Vec<_>, Vec<Row>) = organisations.into_iter().unzip();
        let places = Places::new(facts, cut, counted, known);
        Self {
            cut: *cut,
            is_protected,
            total: counted.total.map(|number| Some(number).filter(|number| !(is_protected && is_small(*number)))),
            organisations: hide(ids, &rows),
            courses: course_lines,
            languages: lines(Lang::ALL.to_vec(), hide_rows(&counted.languages, is_protected)),
            bands: lines(Band::ALL.to_vec(), hide_rows(&counted.bands, is_protected)),
            trend: trend(cut, &counted.trend, is_protected),
            funnels,
            trained: places.trained(),
            settlements: places.settlements(is_protected),
            districts: places.districts(is_protected),
            after_a_year: Share::of(counted.after_a_year.1, counted.after_a_year.0, is_protected),
        }
    }
}

fn lines<K>(keys: Vec<K>, cells: Vec<Cells>) -> Vec<Line<K>> {
    keys.into_iter().zip(cells).map(|(key, cells)| Line { key, cells }).collect()
}

/// Each column by itself: it adds up to a total.
fn hide_rows<const N: usize>(rows: &[[u32; N]], is_protected: bool) -> Vec<[Option<u32>; N]> {
    let mut shown: Vec<[Option<u32>; N]> = rows.iter().map(|row| row.map(Some)).collect();
    for column in 0..if is_protected { N } else { 0 } {
        let numbers: Vec<u32> = rows.iter().filter_map(|row| row.get(column).copied()).collect();
        hide_column(&mut shown, column, &hidden(&numbers));
    }
    shown
}

fn hide_column<const N: usize>(shown: &mut [[Option<u32>; N]], column: usize, hidden: &[bool]) {
    for (row, _) in shown.iter_mut().zip(hidden).filter(|(_, hidden)| **hidden) {
        if let Some(cell) = row.get_mut(column) {
            *cell = None;
        }
    }
}

/// Districts with their settlements: where a district is hidden, so are its settlements.
struct Places {
    districts: Vec<(Option<DistrictId>, Row)>,
    settlements: BTreeMap<Option<DistrictId>, BTreeMap<Settlement, Row>>,
}

impl Places {
    fn new(facts: &Facts, cut: &Cut, counted: &Counted, known: &Known) -> Self {
        let listed = known.districts.iter().copied().filter(|id| cut.district.is_none_or(|only| only == *id));
        let mut districts: Vec<(Option<DistrictId>, Row)> = listed.map(|id| (Some(id), Row::default())).collect();
        let mut settlements: BTreeMap<Option<DistrictId>, BTreeMap<Settlement, Row>> = BTreeMap::new();
        for (place, row) in facts.places.iter().zip(&counted.places).filter(|(_, row)| **row != Row::default()) {
            let of_district = settlements.entry(place.district).or_default();
            add(of_district.entry(place.settlement).or_default(), row);
            match districts.iter_mut().find(|(id, _)| *id == place.district) {
                Some((_, all)) => add(all, row),
                None => districts.push((place.district, *row)),
            }
        }
        Self { districts, settlements }
    }

    fn trained(&self) -> u32 {
        let all = self.settlements.values().flatten();
        let is_trained = |(place, row): &(&Settlement, &Row)| {
            matches!(place, Settlement::Listed(_))
                && row.get(3..5).is_some_and(|valid| valid.iter().any(|one| *one > 0))
        };
        u32::try_from(all.filter(is_trained).count()).unwrap_or(u32::MAX)
    }

    fn districts(&self, is_protected: bool) -> Vec<Line<Option<DistrictId>>> {
        let (keys, rows): (Vec<_>, Vec<Row>) = self.districts.iter().copied().unzip();
        lines(keys, hide_rows(&rows, is_protected))
    }

    fn settlements(&self, is_protected: bool) -> Vec<Line<Place>> {
        let mut all = Vec::new();
        for Line { key: district, cells } in self.districts(is_protected) {
            let of_district = self.settlements.get(&district).into_iter().flatten();
            let (keys, rows): (Vec<_>, Vec<Row>) =
                of_district.map(|(settlement, row)| (Place { district, settlement: *settlement }, *row)).unzip();
            let mut shown = hide_rows(&rows, is_protected);
            for (column, _) in cells.iter().enumerate().filter(|(_, cell)| cell.is_none()) {
                let is_somebody = |row: &Row| row.get(column).is_some_and(|number| *number > 0);
                hide_column(&mut shown, column, &rows.iter().map(is_somebody).collect::<Vec<_>>());
            }
            all.extend(lines(keys, shown));
        }
        all
    }
}

fn add(to: &mut Row, more: &Row) {
    for (number, more) in to.iter_mut().zip(more) {
        *number += more;
    }
}

/// Months are parts of quarters, and those of the period are parts of it: both totals stand in some report. Who holds a
/// certificate at the end of a month is no part of anything.
fn trend(cut: &Cut, rows: &[MonthRow; TREND], is_protected: bool) -> Vec<Point> {
    let months: Vec<Month> = (0..TREND).map(|place| month_of_trend(cut.period, place)).collect();
    let mut shown: Vec<[Option<u32>; 4]> = rows.iter().map(|row| row.map(Some)).collect();
    for column in 0..if is_protected { 4 } else { 0 } {
        let numbers: Vec<u32> = rows.iter().filter_map(|row| row.get(column).copied()).collect();
        let mut hidden: Vec<bool> = numbers.iter().map(|number| is_small(*number)).collect();
        if column < 3 {
            // The period last: it may be larger than a quarter.
            let quarter = |month: &Month| month.number().div_euclid(3);
            let mut groups: Vec<Vec<usize>> = Vec::new();
            for (place, month) in months.iter().enumerate() {
                match groups.last_mut().filter(|group| {
                    group.last().and_then(|last| months.get(*last)).is_some_and(|last| quarter(last) == quarter(month))
                }) {
                    Some(group) => group.push(place),
                    None => groups.push(vec![place]),
                }
            }
            groups.push((0..TREND).filter(|at| months.get(*at).is_some_and(|m| cut.period.contains(*m))).collect());
            for group in groups {
                close_group(&numbers, &mut hidden, &group);
            }
        }
        hide_column(&mut shown, column, &hidden);
    }
    months.into_iter().zip(shown).map(|(month, cells)| Point { month, cells }).collect()
}

fn close_group(numbers: &[u32], hidden: &mut [bool], group: &[usize]) {
    let own: Vec<u32> = group.iter().filter_map(|at| numbers.get(*at).copied()).collect();
    let mut own_hidden: Vec<bool> = group.iter().filter_map(|at| hidden.get(*at).copied()).collect();
    close(&own, &mut own_hidden);
    for (at, is_hidden) in group.iter().zip(own_hidden) {
        hidden.get_mut(*at).into_iter().for_each(|hidden| *hidden = is_hidden);
    }
}

/// The first step of a course is the number of those who enrolled in it: where that is hidden, so are all steps. The last
/// one is the number of those who completed it: where that is hidden, so is the last step, and what would add up to it.
fn funnels(
    (facts, counted): (&Facts, &Counted),
    (known, cut): (&Known, &Cut),
    is_protected: bool,
    lines: &[Line<CourseId>],
) -> Vec<Funnel> {
    let of_course = |(id, modules, has_final): &(CourseId, usize, bool)| {
        let place = facts.courses.iter().position(|course| course == id);
        let numbers = place.and_then(|place| counted.stages.get(place));
        let modules = Stage::try_from(*modules).unwrap_or(FINAL - 1).min(FINAL - 1);
        let stages: Vec<Stage> = (0..=modules).chain(has_final.then_some(FINAL)).chain([DONE]).collect();
        // A stage that the course does not have any more is the one before it.
        let mut here = vec![0_u32; stages.len()];
        for (stage, number) in (0..=DONE).zip(numbers.into_iter().flatten()) {
            let place = stages.iter().rposition(|known| *known <= stage).unwrap_or_default();
            here.get_mut(place).into_iter().for_each(|sum| *sum += number);
        }
        let reached: Vec<u32> = (0..here.len()).map(|at| here.get(at..).unwrap_or_default().iter().sum()).collect();
        let mut steps = steps(&stages, &reached, is_protected);
        let cells = lines.iter().find(|line| line.key == *id).map(|line| line.cells);
        let hides = |measure: Measure| cells.and_then(|cells| cells.get(measure as usize).copied()) == Some(None);
        let from = if hides(Measure::Enrolled) {
            0
        } else if hides(Measure::Completed) {
            steps.len().saturating_sub(1)
        } else {
            steps.len()
        };
        for (at, step) in steps.iter_mut().enumerate() {
            if at >= from {
                step.reached = None;
            }
            if at + 1 >= from && from < stages.len() {
                step.here = None;
            }
        }
        Funnel { course: *id, steps }
    };
    known.courses.iter().filter(|(id, ..)| cut.course.is_none_or(|only| only == *id)).map(of_course).collect()
}

fn steps(stages: &[Stage], reached: &[u32], is_protected: bool) -> Vec<Step> {
    let shown: Vec<Option<u32>> =
        if is_protected { falling(reached) } else { reached.iter().copied().map(Some).collect() };
    let next = shown.iter().skip(1).copied().chain([Some(0)]);
    let here = shown.iter().zip(next).map(|(own, next)| Some(own.as_ref()? - next?));
    let steps = stages.iter().zip(&shown).zip(here);
    steps.map(|((stage, reached), here)| Step { stage: *stage, reached: *reached, here }).collect()
}
