//! Charts and a table of numbers, for the page of components.

use maud::{Markup, html};

use super::chart::charts;
use super::sections::{Cell, Section};
use super::{rows_of, words};
use crate::stats::reports::Point;
use crate::stats::reports::period::Month;
use crate::web::{Page, assets};

/// A year of months, one of them hidden; a table with bars, a hidden number and one that is not collected.
pub(crate) fn every_state(page: &Page) -> Markup {
    let last = Month::of(page.app.today());
    let points: Vec<Point> = (0..12)
        .map(|back| {
            let count = |times: i32| u32::try_from((11 - back) * times).ok().filter(|_| back != 4);
            Point { month: last.plus(-back), cells: [count(3), count(2), count(7), count(40)] }
        })
        .rev()
        .collect();
    let rows = points.iter().rev().take(3).map(|point| {
        let cells = point.cells.iter().take(3).map(|cell| Cell::of(*cell));
        (words::month_name(page, point.month), cells.collect())
    });
    let mut rows: Vec<(String, Vec<Cell>)> = rows.collect();
    rows.push((page.t("design-badge").to_owned(), vec![Cell::Hidden, Cell::Number(0), Cell::Text("—".to_owned())]));
    let section = Section {
        id: "numbers".to_owned(),
        title: page.t("design-numbers").to_owned(),
        lead: None,
        head: ["design-numbers", "report-chart-completed", "report-chart-valid", "design-badge"]
            .map(|key| page.t(key).to_owned())
            .to_vec(),
        rows,
        notes: vec![page.t("report-chart-table").to_owned()],
        bar: Some(1),
    };
    html! {
        link rel="stylesheet" href=(*assets::REPORT_CSS);
        div.report { (charts(page, &points)) (rows_of(page, &section)) }
    }
}
