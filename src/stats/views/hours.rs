//! Hours as a file, and the page that offers it with the meaning of its columns.

use maud::{Markup, html};

use super::reports::words;
use crate::certificates::State;
use crate::certificates::transcript::hours;
use crate::content::library::Shelf;
use crate::kernel::workbook::{self, Content, Font, Sheet, Style};
use crate::kernel::{Day, Error, Lang, Localized, Result, Timestamp, csv};
use crate::stats::hours::Hours;
use crate::stats::reports::period::Period;
use crate::web::{Fields, FormErrors, Page, ui};

/// Whose file it is, and of when.
pub(in crate::stats) struct Offer<'a> {
    /// The address of the page, without a query.
    pub(in crate::stats) base: String,
    pub(in crate::stats) period: Period,
    /// The organisation of a coordinator.
    pub(in crate::stats) organisation: Option<&'a Localized>,
}

/// The columns: their names, the same in every language, and what each holds. What stands here was agreed with others, so
/// a column is added at the end, and none is taken away or changes its meaning.
pub(crate) const COLUMNS: [(&str, &str); 9] = [
    ("name", "hours-name"),
    ("course_key", "hours-course-key"),
    ("course_title", "hours-course-title"),
    ("kind", "hours-kind"),
    ("hours", "hours-hours"),
    ("completed_on", "hours-completed"),
    ("certificate_number", "hours-number"),
    ("certificate_state", "hours-state"),
    ("valid_until", "hours-until"),
];

/// The page.
pub(in crate::stats) fn page(page: &Page, offer: &Offer<'_>) -> Markup {
    let today = page.app.today();
    let all = [Period::quarters(today), Period::years(today), Period::months(today)].concat();
    let options = words::periods(page, &all, offer.period);
    let typed = Fields(vec![("period".to_owned(), offer.period.code())]);
    let file = |ending: &str| format!("{}{ending}?period={}", offer.base, offer.period.code());
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            @match offer.organisation {
                None => {
                    a href=(page.to("/centre")) { (page.t("centre-title")) }
                    a href=(page.to("/centre/reports")) { (page.t("report-name")) }
                }
                Some(name) => {
                    a href=(page.to("/coordinator")) { (page.t("nav-coordinator")) }
                    a href=(offer.base.trim_end_matches("/hours")) { (name.get(page.lang)) }
                }
            }
        }
        h1 { (page.t("hours-title")) }
        p { (page.t(if offer.organisation.is_some() { "hours-lead-own" } else { "hours-lead" })) }
        form.inline method="get" action=(offer.base) {
            (ui::select(page, ("period", page.t("report-period"), ""), &options, &typed, &FormErrors::default()))
            button.button.secondary type="submit" { (page.t("hours-choose")) }
        }
        p { strong { (words::period(page, offer.period)) } }
        p.buttons {
            @if offer.organisation.is_some() {
                a.button.small href=(file(".xlsx")) download { (page.t("report-xlsx")) }
            }
            a.button.small.secondary href=(file(".csv")) download { (page.t("report-csv")) }
        }
        @if offer.organisation.is_none() {
            (ui::export(page, "hours", &[("xlsx", "report-xlsx")], &[("period", &offer.period.code())]))
        }
        p.hint { (page.t("hours-names")) }
        h2 { (page.t("hours-columns")) }
        dl.shown { @for (name, meaning) in COLUMNS { dt { code { (name) } } dd { (page.t(meaning)) } } }
    }
}

/// The first line of the file.
pub(in crate::stats) fn head(lang: Lang) -> String {
    format!("{}{}", csv::MARK, csv::line(&COLUMNS.map(|(name, _)| name.to_owned()), lang))
}

/// The lines of these rows.
pub(in crate::stats) fn lines(lang: Lang, rows: &[Hours], (shelf, today): (&Shelf, Day)) -> String {
    let line = |row: &Hours| {
        let written = row.minutes.map(|minutes| csv::decimal(lang, &hours(minutes).to_string())).unwrap_or_default();
        let [name, key, title, kind, day, number, state, until] = words_of(lang, row, (shelf, today));
        csv::line(&[name, key, title, kind, written, day, number, state, until], lang)
    };
    rows.iter().map(line).collect()
}

/// Everything of a row but its hours.
pub(crate) fn words_of(lang: Lang, row: &Hours, (shelf, today): (&Shelf, Day)) -> [String; 8] {
    let published = shelf.edition(row.course, row.edition).or_else(|| shelf.course_by_id(row.course));
    let key = published.map(|published| published.course.key.to_string()).unwrap_or_default();
    let printed = || row.certificate.as_ref().map(|one| one.course_title.clone()).unwrap_or_default();
    let title = published.map_or_else(printed, |published| published.course.title.get(lang).to_owned());
    let certificate = row.certificate.as_ref();
    [
        row.name.clone(),
        key,
        title,
        row.kind.code().to_owned(),
        row.on.to_string(),
        certificate.map(|one| one.number.to_string()).unwrap_or_default(),
        certificate.map(|one| state(&one.state(today)).to_owned()).unwrap_or_default(),
        certificate.and_then(|one| one.expires_on).map(|day| day.to_string()).unwrap_or_default(),
    ]
}

/// As programs are told it (`docs/api.md`).
const fn state(state: &State) -> &'static str {
    match state {
        State::Valid => "valid",
        State::Expired { .. } => "expired",
        State::Revoked { .. } => "revoked",
        State::Suspended { .. } => "suspended",
        State::Replaced { .. } => "replaced",
    }
}

const HEAD: Style = Style { font: Font::Bold, boxed: true, right: false, number: None };
const WORDS: Style = Style { font: Font::Plain, boxed: true, right: false, number: None };
const NUMBER: Style = Style { font: Font::Plain, boxed: true, right: true, number: Some("0.##") };

/// The same rows as a workbook with one sheet.
///
/// # Errors
/// None in practice: what is written goes into memory.
pub(in crate::stats) fn workbook(
    page: &Page,
    (rows, shelf): (&[Hours], &Shelf),
    (at, today): (Timestamp, Day),
) -> Result<Vec<u8>> {
    let widths = [34.0, 18.0, 40.0, 11.0, 9.0, 13.0, 18.0, 17.0, 12.0];
    let mut sheet = Sheet::new("hours", true, &widths);
    sheet.tall = true;
    sheet.head = Some(0);
    for (column, (name, _)) in COLUMNS.iter().enumerate() {
        sheet.put(0, (column, column), HEAD, Content::Text((*name).to_owned()));
    }
    for (at, row) in (1..).zip(rows) {
        let words = words_of(page.lang, row, (shelf, today));
        let longest = words.iter().map(|word| word.chars().count()).max().unwrap_or_default();
        sheet.stretch(at, 14.0 * f64::from(u32::try_from(longest / 40 + 1).unwrap_or(1)));
        for (place, word) in words.into_iter().enumerate() {
            // The fifth column has the hours.
            let column = if place < HOURS { place } else { place + 1 };
            sheet.put(at, (column, column), WORDS, Content::Text(word));
        }
        let content = row.minutes.map_or(Content::Nothing, |minutes| Content::Number(hours(minutes)));
        sheet.put(at, (HOURS, HOURS), NUMBER, content);
    }
    let created = at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    workbook::write(page.t("hours-title"), &created, &[sheet])
        .map_err(|cause| Error::while_doing("writing hours", cause))
}

/// The column of the hours, from 0.
const HOURS: usize = 4;
