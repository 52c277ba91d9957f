//! The figures of tests and questions, on a page and as a table to download.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::results::{find, span};
use crate::content::Library;
use crate::learning::QuizKey;
use crate::stats;
use crate::stats::report::report;
use crate::stats::views::{self, Statistics};
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Fields, Trainer, WebResult, html_page};

/// `GET /{lang}/trainer/courses/{course}/statistics?edition=&since=latest&test=&page=`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_statistics(
    trainer: Trainer,
    request: HttpRequest,
    library: Data<Library>,
    path: Path<(String, String)>,
) -> WebResult {
    let page = &trainer.page;
    let query = Fields::of_query(&request);
    let (published, editions, wanted) = find(&library, &path.1, &query)?;
    let span = span(&published, &wanted);
    let log = page.app.db.read_long(move |conn| stats::list_sittings(conn, span, None)).await?;
    let reports = report(&published.course, &log);
    let asked = QuizKey::of(&published.course, query.get("test"));
    let open = reports.iter().find(|report| Some(&report.quiz) == asked.as_ref());
    let count = open.map_or(0, |report| i64::try_from(report.items.len()).unwrap_or(i64::MAX));
    let current = PageNumber::of(&query).within(count);
    let from = usize::try_from(current.offset()).unwrap_or_default();
    let per_page = usize::try_from(PER_PAGE).unwrap_or_default();
    let open = open.map(|report| {
        let rest = report.items.get(from..).unwrap_or_default();
        (report, rest.get(..per_page).unwrap_or(rest))
    });
    let statistics =
        Statistics { published: &published, editions: &editions, wanted: &wanted, reports: &reports, open, current };
    let title = format!("{} · {}", page.t("figures-title"), published.course.title.get(page.lang));
    Ok(html_page(page, &title, &views::statistics(page, &statistics)))
}

/// `GET /{lang}/trainer/courses/{course}/statistics.csv?edition=&since=latest`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_table(
    trainer: Trainer,
    request: HttpRequest,
    library: Data<Library>,
    path: Path<(String, String)>,
) -> WebResult {
    let page = &trainer.page;
    let (published, _, wanted) = find(&library, &path.1, &Fields::of_query(&request))?;
    let span = span(&published, &wanted);
    let log = page.app.db.read_long(move |conn| stats::list_sittings(conn, span, None)).await?;
    let table = views::table(page, &published, &report(&published.course, &log));
    let name = format!(
        "attachment; filename=\"erikti-{}-edition-{}-statistics-{}.csv\"",
        published.course.key, wanted.edition, page.lang
    );
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(table))
}
