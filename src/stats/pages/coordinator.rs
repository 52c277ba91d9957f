//! Reports for a coordinator: of the own organisation, a quarter at a time. They see who of their people holds a
//! certificate, and neither age nor place nor progress: so small groups are hidden, and there is nothing to narrow a report
//! by, since two reports of different cuts could be taken from each other.

pub mod hours;

use actix_web::HttpRequest;
use actix_web::web::Data;

use super::report::{csv, wait, wait_for_file, workbook};
use crate::content::Library;
use crate::stats::reports::count::Cut;
use crate::stats::reports::period::Period;
use crate::stats::reports::{self, Kept, Report};
use crate::stats::views::reports::{self as views, Choices, Document, Reader};
use crate::web::address::client_ip;
use crate::web::limits::Limited;
use crate::web::{Coordinator, Fields, Problem, WebResult, html_page};

async fn read(
    coordinator: &Coordinator,
    request: &HttpRequest,
    (library, kept): (&Library, Data<Kept>),
) -> Result<(Choices, Report), Problem> {
    let (page, id) = (&coordinator.page, coordinator.organisation.id);
    let (shelf, today) = (library.shelf(), page.app.today());
    let asked = Period::parse(Fields::of_query(request).get("period"), today);
    // Of a quarter that still runs two reports could be taken from each other: before and after somebody joined.
    let may_be_seen = |period: &Period| matches!(period, Period::Quarter(_)) && period.has_ended(today);
    let period = asked.filter(may_be_seen).unwrap_or_else(|| Period::ended(today));
    let cut = Cut { organisation: Some(id), ..Cut::of(period) };
    let now = (page.app.now(), page.app.config.time_zone);
    let report = page.app.db.read_long(move |conn| reports::read(conn, (&kept, &shelf), now, (&cut, true))).await?;
    let base = page.to(&format!("/coordinator/{id}/report"));
    Ok((Choices { base, cut, course: String::new(), is_open: false, is_year: false }, report))
}

/// `GET /{lang}/coordinator/{organisation}/report?period=`.
///
/// # Errors
/// Not found for another organisation; the database's.
pub async fn show_report(
    coordinator: Coordinator,
    request: HttpRequest,
    library: Data<Library>,
    kept: Data<Kept>,
) -> WebResult {
    let page = &coordinator.page;
    if let Some(waiting) = wait(page, &kept).await {
        return Ok(waiting);
    }
    let (choices, report) = read(&coordinator, &request, (&library, kept)).await?;
    let reader = Reader::Coordinator(&choices, &coordinator.organisation.name);
    let document = Document { report: &report, reader, shelf: &library.shelf() };
    let title = format!("{} · {}", page.t("report-name"), coordinator.organisation.name.get(page.lang));
    Ok(html_page(page, &title, &views::page(page, &document)))
}

/// `GET /{lang}/coordinator/{organisation}/report.csv?period=`: the same.
///
/// # Errors
/// Not found for another organisation; too many from one address; the database's.
pub async fn show_csv(
    coordinator: Coordinator,
    request: HttpRequest,
    library: Data<Library>,
    kept: Data<Kept>,
) -> WebResult {
    let page = &coordinator.page;
    if let Some(waiting) = wait_for_file(page, &kept).await {
        return Ok(waiting);
    }
    page.app.limits.take(Limited::Export, client_ip(&request, &page.app), page.app.now())?;
    let (choices, report) = read(&coordinator, &request, (&library, kept)).await?;
    let reader = Reader::Coordinator(&choices, &coordinator.organisation.name);
    let taker = (coordinator.actor(), Some(coordinator.organisation.id));
    csv(page, taker, &Document { report: &report, reader, shelf: &library.shelf() }).await
}

/// `GET /{lang}/coordinator/{organisation}/report.xlsx?period=`: the same.
///
/// # Errors
/// Not found for another organisation; too many from one address; the database's.
pub async fn show_workbook(
    coordinator: Coordinator,
    request: HttpRequest,
    library: Data<Library>,
    kept: Data<Kept>,
) -> WebResult {
    let page = &coordinator.page;
    if let Some(waiting) = wait_for_file(page, &kept).await {
        return Ok(waiting);
    }
    page.app.limits.take(Limited::Export, client_ip(&request, &page.app), page.app.now())?;
    let (choices, report) = read(&coordinator, &request, (&library, kept)).await?;
    let reader = Reader::Coordinator(&choices, &coordinator.organisation.name);
    let taker = (coordinator.actor(), Some(coordinator.organisation.id));
    workbook(page, taker, &Document { report: &report, reader, shelf: &library.shelf() }).await
}
