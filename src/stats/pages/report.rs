//! What both audiences of reports share: the answers with files.

use actix_web::HttpResponse;
use actix_web::http::header;

use crate::stats::views::reports::{self as views, Document};
use crate::web::{Page, WebResult};

fn file(document: &Document<'_>, page: &Page, (ending, kind): (&str, &str)) -> actix_web::HttpResponseBuilder {
    let code = document.report.shown.cut.period.code();
    let name = format!("attachment; filename=\"erikti-report-{code}-{}.{ending}\"", page.lang);
    let mut answer = HttpResponse::Ok();
    answer.insert_header((header::CONTENT_TYPE, kind)).insert_header((header::CONTENT_DISPOSITION, name));
    answer
}

/// The report as text for spreadsheets.
pub(super) fn csv(page: &Page, document: &Document<'_>) -> HttpResponse {
    file(document, page, ("csv", "text/csv; charset=utf-8")).body(views::csv(page, document))
}

/// The report as a workbook.
pub(super) fn workbook(page: &Page, document: &Document<'_>) -> WebResult {
    let bytes = views::workbook(page, document)?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(document, page, ("xlsx", kind)).insert_header((header::CONTENT_ENCODING, "identity")).body(bytes))
}
