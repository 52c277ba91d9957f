//! Reports for the centre: of everybody, narrowed as one likes.

pub mod hours;

use actix_web::HttpRequest;
use actix_web::web::Data;

use super::report::{csv, wait, wait_for_file, workbook};
use crate::content::Library;
use crate::kernel::Lang;
use crate::kernel::ids::{DistrictId, OrganisationId, SettlementId};
use crate::places;
use crate::stats::reports::count::{Band, Cut};
use crate::stats::reports::period::Period;
use crate::stats::reports::{Kept, Report};
use crate::stats::views::reports::{self as views, Choices, Document, Reader, YEAR};
use crate::web::address::client_ip;
use crate::web::limits::Limited;
use crate::web::{Centre, Fields, WebResult, html_page};

/// What the address asks for. What it names and is not there is left out.
async fn read(
    centre: &Centre,
    request: &HttpRequest,
    (library, kept): (&Library, Data<Kept>),
) -> Result<(Choices, Report), crate::web::Problem> {
    let page = &centre.page;
    let (query, shelf, today) = (Fields::of_query(request), library.shelf(), page.app.today());
    let course = shelf.course(query.get("course"));
    let id = |name: &str| query.get(name).parse::<i64>().ok();
    let mut cut = Cut {
        district: id("district").map(DistrictId),
        settlement: id("settlement").map(SettlementId),
        organisation: id("organisation").map(OrganisationId),
        course: course.map(|published| published.course_id),
        lang: Lang::from_code(query.get("language")),
        band: Band::from_code(query.get("age")),
        ..Cut::of(Period::parse(query.get("period"), today).unwrap_or_else(|| Period::due(today)))
    };
    let (is_open, is_year) = (query.get("groups") == "all", query.get("trend") == YEAR);
    let course = course.map(|published| published.course.key.to_string()).unwrap_or_default();
    let (now, zone, read_from) = (page.app.now(), page.app.config.time_zone, shelf);
    let (cut, report) = page
        .app
        .db
        .read_long(move |conn| {
            let settlements = places::list_all_settlements(conn)?;
            // A settlement of another district: the district was changed in the form.
            cut.settlement = cut
                .settlement
                .filter(|id| settlements.iter().any(|one| one.id == *id && Some(one.district) == cut.district));
            let report = crate::stats::reports::read(conn, (&kept, &read_from), (now, zone), (&cut, !is_open))?;
            Ok((cut, report))
        })
        .await?;
    Ok((Choices { base: page.to("/centre/reports"), cut, course, is_open, is_year }, report))
}

/// `GET /{lang}/centre/reports?period=&district=&settlement=&organisation=&course=&language=&age=&trend=12&groups=all`.
///
/// # Errors
/// The database's.
pub async fn show_report(centre: Centre, request: HttpRequest, library: Data<Library>, kept: Data<Kept>) -> WebResult {
    if let Some(waiting) = wait(&centre.page, &kept).await {
        return Ok(waiting);
    }
    let (choices, report) = read(&centre, &request, (&library, kept)).await?;
    let document = Document { report: &report, reader: Reader::Centre(&choices), shelf: &library.shelf() };
    Ok(html_page(&centre.page, centre.page.t("report-name"), &views::page(&centre.page, &document)))
}

/// `GET /{lang}/centre/reports.csv`: the same.
///
/// # Errors
/// Too many from one address; the database's.
pub async fn show_csv(centre: Centre, request: HttpRequest, library: Data<Library>, kept: Data<Kept>) -> WebResult {
    let page = &centre.page;
    if let Some(waiting) = wait_for_file(page, &kept).await {
        return Ok(waiting);
    }
    page.app.limits.take(Limited::Export, client_ip(&request, &page.app), page.app.now())?;
    let (choices, report) = read(&centre, &request, (&library, kept)).await?;
    let document = Document { report: &report, reader: Reader::Centre(&choices), shelf: &library.shelf() };
    csv(page, (centre.actor(), None), &document).await
}

/// `GET /{lang}/centre/reports.xlsx`: the same.
///
/// # Errors
/// Too many from one address; the database's.
pub async fn show_workbook(
    centre: Centre,
    request: HttpRequest,
    library: Data<Library>,
    kept: Data<Kept>,
) -> WebResult {
    let page = &centre.page;
    if let Some(waiting) = wait_for_file(page, &kept).await {
        return Ok(waiting);
    }
    page.app.limits.take(Limited::Export, client_ip(&request, &page.app), page.app.now())?;
    let (choices, report) = read(&centre, &request, (&library, kept)).await?;
    let document = Document { report: &report, reader: Reader::Centre(&choices), shelf: &library.shelf() };
    workbook(page, (centre.actor(), None), &document).await
}
