//! What both audiences of reports share: the answers with files, each of which is noted in the audit log.

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::kernel::ids::OrganisationId;
use crate::kernel::{Actor, Result};
use crate::stats::reports::{Taken, note_taken};
use crate::stats::views::reports::{self as views, Document};
use crate::web::{Page, WebResult};

/// Who takes a report, and of which organisation, if it is of one alone.
pub(super) type Taker = (Actor, Option<OrganisationId>);

async fn note(page: &Page, (actor, organisation): Taker, document: &Document<'_>, ending: &'static str) -> Result<()> {
    let (period, is_open) = (document.report.shown.cut.period, !document.report.shown.is_protected);
    let taken = Taken { organisation, period, is_open, ending };
    page.app.write(actor, move |conn, ctx| note_taken(conn, ctx, taken)).await
}

fn file(document: &Document<'_>, page: &Page, (ending, kind): (&str, &str)) -> actix_web::HttpResponseBuilder {
    let code = document.report.shown.cut.period.code();
    let name = format!("attachment; filename=\"erikti-report-{code}-{}.{ending}\"", page.lang);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_TYPE, kind)).insert_header((header::CONTENT_DISPOSITION, name));
    answer
}

/// The report as text for spreadsheets.
pub(super) async fn csv(page: &Page, taker: Taker, document: &Document<'_>) -> WebResult {
    note(page, taker, document, "csv").await?;
    Ok(file(document, page, ("csv", "text/csv; charset=utf-8")).body(views::csv(page, document)))
}

/// The report as a workbook.
pub(super) async fn workbook(page: &Page, taker: Taker, document: &Document<'_>) -> WebResult {
    let bytes = views::workbook(page, document)?;
    note(page, taker, document, "xlsx").await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(document, page, ("xlsx", kind)).insert_header((header::CONTENT_ENCODING, "identity")).body(bytes))
}
