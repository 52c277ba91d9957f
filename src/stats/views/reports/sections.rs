//! The tables of a report: the same on the page and in files.

use super::{Document, words};
use crate::i18n::number;
use crate::kernel::Lang;
use crate::stats::reports::count::Measure;
use crate::stats::reports::facts::{DONE, FINAL, Place, Settlement};
use crate::stats::reports::period::Period;
use crate::stats::reports::{Cells, Funnel, Line, Share};
use crate::web::Page;

/// What stands in place of a number that is hidden.
pub(super) const HIDDEN: &str = "…";

/// What stands in a cell.
pub(super) enum Cell {
    Number(u32),
    /// Too small a group.
    Hidden,
    Text(String),
}

impl Cell {
    pub(super) const fn of(number: Option<u32>) -> Self {
        match number {
            Some(number) => Self::Number(number),
            None => Self::Hidden,
        }
    }

    pub(super) const fn is_number(&self) -> bool {
        matches!(self, Self::Number(_) | Self::Hidden)
    }

    pub(super) const fn number(&self) -> Option<u32> {
        if let Self::Number(number) = self { Some(*number) } else { None }
    }
}

/// A table.
pub(super) struct Section {
    /// The id on the page.
    pub(super) id: String,
    pub(super) title: String,
    pub(super) lead: Option<String>,
    /// The names of the columns, that of the rows first.
    pub(super) head: Vec<String>,
    pub(super) rows: Vec<(String, Vec<Cell>)>,
    pub(super) notes: Vec<String>,
    /// The column beside whose numbers bars are drawn, the first after the names being 0.
    pub(super) bar: Option<usize>,
}

impl Section {
    /// True for a column of numbers, the names being column 0.
    pub(super) fn is_numeric(&self, column: usize) -> bool {
        let cell = self.rows.first().zip(column.checked_sub(1)).and_then(|((_, cells), place)| cells.get(place));
        cell.is_some_and(Cell::is_number)
    }

    /// The largest number of the column with bars.
    pub(super) fn most(&self) -> u32 {
        let Some(column) = self.bar else { return 0 };
        self.rows.iter().filter_map(|(_, cells)| cells.get(column)?.number()).max().unwrap_or_default()
    }
}

/// The column of valid certificates: what the training is for.
const BAR: usize = 3;

/// Every table, in the order of the document.
pub(super) fn sections(page: &Page, document: &Document<'_>) -> Vec<Section> {
    let shown = &document.report.shown;
    let mut all = vec![summary(page, document)];
    let district = |line: &Line<_>| words::district(page, document, line.key);
    all.push(by(page, "districts", ("report-districts", "report-district"), &shown.districts, &district));
    let place = |line: &Line<Place>| {
        let settlement = match line.key.settlement {
            Settlement::Listed(id) => words::settlement(page, document, id),
            Settlement::Other => page.t("report-settlement-other").to_owned(),
            Settlement::Unknown => page.t("report-settlement-unknown").to_owned(),
        };
        format!("{}: {settlement}", words::district(page, document, line.key.district))
    };
    all.push(by(page, "settlements", ("report-settlements", "report-settlement"), &shown.settlements, &place));
    if shown.cut.organisation.is_none() {
        let organisation = |line: &Line<_>| words::organisation(page, document, line.key);
        let words = ("report-organisations", "report-organisation");
        let mut section = by(page, "organisations", words, &shown.organisations, &organisation);
        section.notes.push(page.t("report-several-organisations").to_owned());
        all.push(section);
    }
    let course = |line: &Line<_>| words::course(document, line.key, page.lang);
    let mut courses = by(page, "courses", ("report-courses", "report-course"), &shown.courses, &course);
    courses.notes.push(page.t("report-several-courses").to_owned());
    all.push(courses);
    let language = |line: &Line<Lang>| line.key.native_name().to_owned();
    all.push(by(page, "languages", ("report-languages", "report-language"), &shown.languages, &language));
    let age = |line: &Line<_>| page.t(words::band(line.key)).to_owned();
    let mut ages = by(page, "ages", ("report-ages", "report-age"), &shown.bands, &age);
    ages.notes.push(page.t("report-ages-what").to_owned());
    all.push(ages);
    all.extend(shown.funnels.iter().map(|funnel| funnel_of(page, document, funnel)));
    // Quarters have other members: months of one report could be taken from those of another.
    if !matches!(document.reader, super::Reader::Coordinator(..)) {
        all.push(trend(page, document));
    }
    all.extend(promises(page, document));
    all
}

fn cells(cells: &Cells) -> Vec<Cell> {
    cells.iter().copied().map(Cell::of).collect()
}

fn summary(page: &Page, document: &Document<'_>) -> Section {
    let total = &document.report.shown.total;
    let row = |(measure, number): (Measure, &Option<u32>)| {
        let what = Cell::Text(page.t(words::definition(measure)).to_owned());
        (page.t(words::measure(measure)).to_owned(), vec![Cell::of(*number), what])
    };
    Section {
        id: "summary".to_owned(),
        title: page.t("report-summary").to_owned(),
        lead: None,
        head: ["report-what", "report-people", "report-definition"].map(|key| page.t(key).to_owned()).to_vec(),
        rows: Measure::ALL.into_iter().zip(total).map(row).collect(),
        notes: vec![page.t("report-counted-once").to_owned()],
        bar: None,
    }
}

fn by<K>(
    page: &Page,
    id: &str,
    (title, what): (&'static str, &'static str),
    lines: &[Line<K>],
    name: &dyn Fn(&Line<K>) -> String,
) -> Section {
    let measures = Measure::ALL.map(|measure| page.t(words::measure(measure)).to_owned());
    let is_nobody = |line: &&Line<K>| line.cells.iter().any(|cell| *cell != Some(0));
    let keep = !matches!(id, "settlements" | "organisations");
    Section {
        id: id.to_owned(),
        title: page.t(title).to_owned(),
        lead: None,
        head: std::iter::once(page.t(what).to_owned()).chain(measures).collect(),
        rows: lines
            .iter()
            .filter(|line| keep || is_nobody(line))
            .map(|line| (name(line), cells(&line.cells)))
            .collect(),
        notes: Vec::new(),
        bar: Some(BAR),
    }
}

/// A share in percent, rounded down: 100 % is everybody.
fn percent(lang: Lang, part: u32, all: u32) -> String {
    let percent = if all == 0 { 0 } else { u64::from(part) * 100 / u64::from(all) };
    format!("{}\u{a0}%", number(lang, f64::from(u32::try_from(percent).unwrap_or_default()), 0))
}

fn funnel_of(page: &Page, document: &Document<'_>, funnel: &Funnel) -> Section {
    let published = document.shelf.course_by_id(funnel.course);
    let title = words::course(document, funnel.course, page.lang);
    let all = funnel.steps.first().and_then(|step| step.reached);
    let name = |stage: u8| match stage {
        0 => page.t("report-step-enrolled").to_owned(),
        FINAL => page.t("report-step-final").to_owned(),
        DONE => page.t("report-step-done").to_owned(),
        number => {
            let module = published.and_then(|published| published.course.modules.get(usize::from(number) - 1));
            let module = module.map(|module| module.title.get(page.lang)).unwrap_or_default();
            page.tf("report-step-module", &[("number", u32::from(number).into()), ("module", module.into())])
        }
    };
    let share = |reached: Option<u32>| match (reached, all) {
        (Some(reached), Some(all)) => Cell::Text(percent(page.lang, reached, all)),
        _ => Cell::Hidden,
    };
    let row = |step: &crate::stats::reports::Step| {
        let here = if step.stage == DONE { Cell::Text("–".to_owned()) } else { Cell::of(step.here) };
        (name(step.stage), vec![Cell::of(step.reached), share(step.reached), here])
    };
    let is_empty = all == Some(0);
    Section {
        id: format!("steps-{}", published.map(|published| published.course.key.to_string()).unwrap_or_default()),
        title: page.tf("report-steps", &[("course", title.into())]),
        lead: Some(page.t("report-steps-what").to_owned()),
        head: ["report-step", "report-reached", "report-reached-share", "report-stand"]
            .map(|key| page.t(key).to_owned())
            .to_vec(),
        rows: if is_empty { Vec::new() } else { funnel.steps.iter().map(row).collect() },
        notes: Vec::new(),
        bar: Some(0),
    }
}

fn trend(page: &Page, document: &Document<'_>) -> Section {
    let head = ["report-month", "report-enrolled", "report-active", "report-completed", "report-valid"];
    let points = document.trend();
    Section {
        id: "trend".to_owned(),
        title: page.t("report-trend").to_owned(),
        lead: Some(page.tf("report-trend-what", &[("count", points.len().into())])),
        head: head.map(|key| page.t(key).to_owned()).to_vec(),
        rows: points
            .iter()
            .map(|point| (words::month_name(page, point.month), point.cells.iter().copied().map(Cell::of).collect()))
            .collect(),
        notes: Vec::new(),
        bar: None,
    }
}

/// The three promises with their indicators. What nobody writes down yet says so.
fn promises(page: &Page, document: &Document<'_>) -> Vec<Section> {
    let report = document.report;
    let villages = page.tf(
        "report-share",
        &[
            ("percent", percent(page.lang, report.shown.trained, report.listed).into()),
            ("part", report.shown.trained.into()),
            ("all", report.listed.into()),
        ],
    );
    let after = match report.shown.after_a_year {
        Share::Nobody => page.t("report-nobody-yet").to_owned(),
        Share::Hidden => HIDDEN.to_owned(),
        Share::Of(part, all) => page.tf(
            "report-share",
            &[("percent", percent(page.lang, part, all).into()), ("part", part.into()), ("all", all.into())],
        ),
    };
    let not = || page.t("report-not-collected").to_owned();
    // The target is one for a quarter: the number of a month or a year does not stand beside it.
    let sessions = match (report.sessions, report.shown.cut.period) {
        (None, _) => not(),
        (Some(count), Period::Quarter(_)) => number(page.lang, f64::from(i32::try_from(count).unwrap_or(i32::MAX)), 0),
        (Some(_), _) => page.t("report-quarter-only").to_owned(),
    };
    vec![
        promise(
            page,
            ("system", "report-promise-system"),
            vec![
                ("report-okrugs", not(), "report-target-80", "report-okrugs-what"),
                ("report-villages", villages, "report-target-none", "report-villages-what"),
                ("report-trainers", not(), "report-target-2", "report-trainers-what"),
                ("report-trainings", sessions, "report-target-2", "report-trainings-what"),
            ],
        ),
        promise(
            page,
            ("use", "report-promise-use"),
            vec![
                ("report-events", not(), "report-target-90", "report-events-what"),
                ("report-shifts", not(), "report-target-80", "report-shifts-what"),
                ("report-projects", not(), "report-target-30", "report-projects-what"),
            ],
        ),
        promise(
            page,
            ("effect", "report-promise-effect"),
            vec![
                ("report-after-year", after, "report-target-70", "report-after-year-what"),
                ("report-refresher", not(), "report-target-50", "report-refresher-what"),
                ("report-real-use", not(), "report-target-none", "report-real-use-what"),
            ],
        ),
    ]
}

/// An indicator of a promise: its name, its value, its target, its definition.
type Indicator = (&'static str, String, &'static str, &'static str);

fn promise(page: &Page, (id, title): (&str, &'static str), rows: Vec<Indicator>) -> Section {
    let head = ["report-indicator", "report-value", "report-target", "report-definition"];
    let row = |(name, value, target, what): Indicator| {
        let cells = [value, page.t(target).to_owned(), page.t(what).to_owned()];
        (page.t(name).to_owned(), cells.into_iter().map(Cell::Text).collect())
    };
    Section {
        id: id.to_owned(),
        title: page.t(title).to_owned(),
        lead: None,
        head: head.map(|key| page.t(key).to_owned()).to_vec(),
        rows: rows.into_iter().map(row).collect(),
        notes: Vec::new(),
        bar: None,
    }
}
