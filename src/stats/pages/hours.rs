//! What both audiences of hours share: the period that is asked for, and the answers with files.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use crate::content::Library;
use crate::kernel::{Actor, Result};
use crate::stats::hours::{Hours, Whose, each_hours, note_hours_export};
use crate::stats::reports::period::Period;
use crate::stats::views::hours as views;
use crate::web::address::client_ip;
use crate::web::flash::redirect_with;
use crate::web::limits::Limited;
use crate::web::{Fields, Page, WebResult};

/// Rows that a workbook holds: it is put together in memory. As text there is no limit.
pub(super) const MOST_IN_WORKBOOK: i64 = 20_000;

/// The period of the address, or the one that is due.
pub(super) fn period_of(page: &Page, request: &HttpRequest) -> Period {
    let today = page.app.today();
    Period::parse(Fields::of_query(request).get("period"), today).unwrap_or_else(|| Period::due(today))
}

/// Who takes whose hours, of when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Asked {
    pub(super) actor: Actor,
    pub(super) whose: Whose,
    pub(super) period: Period,
}

/// The file as text, and a row in the audit log.
pub(super) async fn csv(page: &Page, request: &HttpRequest, library: &Library, asked: Asked) -> WebResult {
    page.app.limits.take(Limited::Export, client_ip(request, &page.app), page.app.now())?;
    let (shelf, lang, today, zone) = (library.shelf(), page.lang, page.app.today(), page.app.config.time_zone);
    let read = move |conn: &mut _| {
        let mut text = views::head(lang);
        let count = each_hours(conn, &shelf, (asked.whose, asked.period, zone), |rows| {
            text.push_str(&views::lines(lang, rows, (&shelf, today)));
            Ok(())
        })?;
        Ok((text, count))
    };
    let (text, count) = page.app.db.read_long(read).await?;
    note(page, asked, count).await?;
    Ok(file(page, asked, ("csv", "text/csv; charset=utf-8")).body(text))
}

/// The file as a workbook, and a row in the audit log. `back` is where its page is, for who asks for too much.
pub(super) async fn workbook(
    page: &Page,
    request: &HttpRequest,
    library: &Library,
    (asked, back): (Asked, &str),
) -> WebResult {
    page.app.limits.take(Limited::Export, client_ip(request, &page.app), page.app.now())?;
    let (shelf, of, zone) = (library.shelf(), library.shelf(), page.app.config.time_zone);
    let read = move |conn: &mut _| {
        let mut all: Vec<Hours> = Vec::new();
        let count = each_hours(conn, &of, (asked.whose, asked.period, zone), |rows| {
            if i64::try_from(all.len()).is_ok_and(|held| held <= MOST_IN_WORKBOOK) {
                all.extend_from_slice(rows);
            }
            Ok(())
        })?;
        Ok((all, count))
    };
    let (rows, count) = page.app.db.read_long(read).await?;
    if count > MOST_IN_WORKBOOK {
        return Ok(redirect_with(&format!("{back}?period={}", asked.period.code()), "flash-hours-many"));
    }
    let (owned, at, today) = (page.clone(), page.app.now(), page.app.today());
    let write = move || views::workbook(&owned, (&rows, &shelf), (at, today));
    let bytes = tokio::task::spawn_blocking(write).await.map_err(crate::kernel::Error::internal)??;
    note(page, asked, count).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(page, asked, ("xlsx", kind)).insert_header((header::CONTENT_ENCODING, "identity")).body(bytes))
}

async fn note(page: &Page, asked: Asked, count: i64) -> Result<()> {
    let work = move |conn: &mut _, ctx: &_| note_hours_export(conn, ctx, asked.whose, (asked.period, count));
    page.app.write(asked.actor, work).await
}

fn file(page: &Page, asked: Asked, (ending, kind): (&str, &str)) -> actix_web::HttpResponseBuilder {
    let whose = match asked.whose {
        Whose::Everybody => String::new(),
        Whose::Organisation(id) => format!("-{id}"),
    };
    let name = format!("erikti-hours{whose}-{}-{}.{ending}", asked.period.code(), page.lang);
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    answer
}
