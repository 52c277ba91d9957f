//! What both audiences of reports share: the answers with files, each of which is noted in the audit log.

use std::time::Duration;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};

use crate::kernel::ids::OrganisationId;
use crate::kernel::{Actor, Result};
use crate::stats::reports::{Kept, Taken, note_taken};
use crate::stats::views::reports::{self as views, Document};
use crate::web::{Page, WebResult, html_page};

/// Looks at whether what reports count is read, and how long it is until the next one. A page waits for a second in all: the
/// first reading after a start takes longer where a million people are counted.
const LOOKS: u32 = 20;
const LOOK: Duration = Duration::from_millis(50);
/// After so many seconds the browser asks again.
const AGAIN: &str = "3";

/// What a page says while what reports count is read for the first time; `None` once it need not wait.
pub(super) async fn wait(page: &Page, kept: &Kept) -> Option<HttpResponse> {
    for _ in 0..LOOKS {
        if !kept.is_awaited() {
            return None;
        }
        tokio::time::sleep(LOOK).await;
    }
    let mut answer = html_page(page, page.t("report-name"), &views::waiting(page));
    answer.headers_mut().insert(header::REFRESH, header::HeaderValue::from_static(AGAIN));
    Some(answer)
}

/// The same instead of a file: no file comes of it, and a program is told when to ask again.
pub(super) async fn wait_for_file(page: &Page, kept: &Kept) -> Option<HttpResponse> {
    let mut answer = wait(page, kept).await?;
    *answer.status_mut() = StatusCode::SERVICE_UNAVAILABLE;
    answer.headers_mut().insert(header::RETRY_AFTER, header::HeaderValue::from_static(AGAIN));
    Some(answer)
}

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
