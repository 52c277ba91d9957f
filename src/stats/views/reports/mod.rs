//! A report: on a page that prints as a document to hand in, and as files for spreadsheets.

mod chart;
mod file;
mod form;
mod sections;
pub(in crate::stats) mod words;

use maud::{Markup, html};

pub(in crate::stats) use file::{csv, workbook};
pub(in crate::stats) use form::{Choices, YEAR};
use sections::{Cell, Section, sections};

use crate::content::library::Shelf;
use crate::i18n::{long_date, moment, number};
use crate::kernel::Localized;
use crate::stats::reports::{Point, Report};
use crate::web::{Page, assets};

/// What stands there while what is counted is read; the browser asks again by itself.
pub(in crate::stats) fn waiting(page: &Page) -> Markup {
    html! {
        h1 { (page.t("report-name")) }
        div role="status" {
            p { (page.t("report-awaited")) }
            div.progress { progress aria-label=(page.t("report-awaited-label")) {} }
        }
        p { a.button.secondary href=(page.to(&page.rest)) { (page.t("report-awaited-again")) } }
    }
}

/// Who gets the report.
pub(in crate::stats) enum Reader<'a> {
    /// The centre: it chooses what to see.
    Centre(&'a Choices),
    /// A coordinator: their own organisation, a quarter at a time.
    Coordinator(&'a Choices, &'a Localized),
}

impl Reader<'_> {
    const fn choices(&self) -> &Choices {
        match self {
            Self::Centre(choices) | Self::Coordinator(choices, _) => choices,
        }
    }
}

/// A report with everything that its page needs.
pub(in crate::stats) struct Document<'a> {
    pub(in crate::stats) report: &'a Report,
    pub(in crate::stats) reader: Reader<'a>,
    pub(in crate::stats) shelf: &'a Shelf,
}

impl Document<'_> {
    /// The months of the trend that are shown: two years, or the last of them.
    fn trend(&self) -> &[Point] {
        let all = self.report.shown.trend.as_slice();
        let from = if self.reader.choices().is_year { all.len().saturating_sub(12) } else { 0 };
        all.get(from..).unwrap_or_default()
    }

    /// Whose report it is: an organisation's, or the centre's.
    fn author(&self, page: &Page) -> String {
        match &self.reader {
            Reader::Coordinator(_, name) => name.get(page.lang).to_owned(),
            Reader::Centre(_) => {
                page.app.centre.get().centre_name(page.lang).unwrap_or_else(|| page.t("issuer-name")).to_owned()
            }
        }
    }

    /// What stands above the tables: each line a name and a value.
    fn head(&self, page: &Page) -> Vec<(&'static str, String)> {
        let report = self.report;
        let zone = page.app.config.time_zone;
        let mut head = vec![
            (page.t("report-period"), words::period(page, report.shown.cut.period)),
            (page.t("report-author"), self.author(page)),
        ];
        head.extend(words::chosen(page, self));
        head.push((page.t("report-made"), long_date(page.lang, page.app.today())));
        head.push((page.t("report-as-of"), moment(page.lang, report.at, zone)));
        head
    }
}

/// The page.
pub(in crate::stats) fn page(page: &Page, document: &Document<'_>) -> Markup {
    let choices = document.reader.choices();
    let shown = &document.report.shown;
    html! {
        link rel="stylesheet" href=(*assets::REPORT_CSS);
        (way_back(page, document))
        div.report {
            h1 { (page.t("report-name")) }
            (form::form(page, document))
            dl.shown { @for (name, value) in document.head(page) { dt { (name) } dd { (value) } } }
            @if shown.is_protected { p.note { (page.t("report-protected")) } }
            @else { p.note { strong { (page.t("report-open")) } } }
            p.buttons {
                a.button.small href=(choices.address(".xlsx")) download { (page.t("report-xlsx")) }
                a.button.small.secondary href=(choices.address(".csv")) download { (page.t("report-csv")) }
            }
            p.screen { a href=(hours_address(page, document)) { (page.t("hours-link")) } }
            p.hint.screen { (page.t("report-print")) }
            @for section in sections(page, document) { (section_of(page, document, &section)) }
            (signature(page))
        }
    }
}

/// Where hours are taken, person by person.
fn hours_address(page: &Page, document: &Document<'_>) -> String {
    match &document.reader {
        Reader::Centre(_) => page.to("/centre/hours"),
        Reader::Coordinator(choices, _) => format!("{}/hours", choices.base.trim_end_matches("/report")),
    }
}

fn way_back(page: &Page, document: &Document<'_>) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            @match &document.reader {
                Reader::Centre(_) => { a href=(page.to("/centre")) { (page.t("centre-title")) } }
                Reader::Coordinator(choices, name) => {
                    a href=(page.to("/coordinator")) { (page.t("nav-coordinator")) }
                    a href=(choices.base.trim_end_matches("/report")) { (name.get(page.lang)) }
                }
            }
        }
    }
}

fn section_of(page: &Page, document: &Document<'_>, section: &Section) -> Markup {
    let most = section.most();
    html! {
        section id=(section.id) {
            h2 { (section.title) }
            @if let Some(lead) = &section.lead { p { (lead) } }
            @if section.id == "trend" { (chart::charts(page, document.trend())) }
            @if section.rows.is_empty() { p { (page.t("report-none")) } }
            @else {
                div.scroll {
                    table.numbers {
                        caption.sr { (section.title) }
                        thead {
                            tr {
                                @for (place, head) in section.head.iter().enumerate() {
                                    th scope="col" .num[section.is_numeric(place)] { (head) }
                                }
                            }
                        }
                        tbody {
                            @for (label, cells) in &section.rows {
                                tr {
                                    th scope="row" { (label) }
                                    @for (place, (cell, head)) in cells.iter().zip(section.head.iter().skip(1)).enumerate() {
                                        td data-label=(head) .num[section.is_numeric(place + 1)] {
                                            (shown_cell(page, cell))
                                            @if section.bar == Some(place) { (chart::bar(cell.number(), most)) }
                                        }
                                    }
                                }
                            }
                        }
                    }
                }
            }
            @for note in &section.notes { p.hint { (note) } }
        }
    }
}

fn shown_cell(page: &Page, cell: &Cell) -> Markup {
    html! {
        @match cell {
            Cell::Number(of) => (number(page.lang, f64::from(*of), 0)),
            Cell::Hidden => { span aria-hidden="true" { (sections::HIDDEN) } span.sr { (page.t("report-hidden")) } },
            Cell::Text(text) => (text),
        }
    }
}

/// Who answers for the report signs it by hand.
fn signature(page: &Page) -> Markup {
    let signatories = page.app.centre.get().signatories(page.lang);
    html! {
        section.signature {
            h2 { (page.t("report-signature")) }
            @for signatory in &signatories {
                p { span { (signatory.role) } span.line {} span { (signatory.name) } }
            }
            @if signatories.is_empty() {
                p { span { (page.t("report-signature-role")) } span.line {} span { (page.t("report-signature-name")) } span.line {} }
            }
            p { span { (page.t("report-signature-date")) } span.line {} }
        }
    }
}
