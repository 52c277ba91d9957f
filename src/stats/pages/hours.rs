//! What both audiences of hours share: the period that is asked for, and the answers with files.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use crate::content::Library;
use crate::kernel::ids::PersonId;
use crate::kernel::{Actor, Result};
use crate::stats::hours::{Asked, Whose, list_hours, list_hours_after, note_hours_export};
use crate::stats::reports::period::Period;
use crate::stats::views::hours as views;
use crate::web::address::client_ip;
use crate::web::flash::redirect_with;
use crate::web::limits::Limited;
use crate::web::parts::in_parts;
use crate::web::{Fields, Page, WebResult};

/// Rows that a workbook holds: it is put together in memory. As text there is no limit.
pub(super) const MOST_IN_WORKBOOK: usize = 20_000;

/// The period of the address, or the one that is due.
pub(super) fn period_of(page: &Page, request: &HttpRequest) -> Period {
    let today = page.app.today();
    Period::parse(Fields::of_query(request).get("period"), today).unwrap_or_else(|| Period::due(today))
}

/// Who takes whose hours, of when.
#[derive(Debug, Clone, Copy)]
pub(super) struct Taker {
    pub(super) actor: Actor,
    pub(super) whose: Whose,
    pub(super) period: Period,
}

impl Taker {
    fn asked(&self, page: &Page) -> Asked {
        let (today, zone) = (page.app.today(), page.app.config.time_zone);
        Asked { whose: self.whose, period: self.period, today, zone }
    }
}

/// The file as text, after a row in the audit log; it goes out as it is read.
pub(super) async fn csv(page: &Page, request: &HttpRequest, library: &Library, taker: Taker) -> WebResult {
    page.app.limits.take(Limited::Export, client_ip(request, &page.app), page.app.now())?;
    note(page, taker, None).await?;
    let (shelf, lang, asked) = (library.shelf(), page.lang, taker.asked(page));
    let parts = in_parts(page.app.db.clone(), views::head(lang), move |conn, after: Option<&PersonId>| {
        let after = after.copied().unwrap_or(PersonId(0));
        let Some((rows, last, _)) = list_hours_after(conn, &shelf, &asked, after)? else { return Ok(None) };
        Ok(Some((views::lines(lang, &rows, (&shelf, asked.today)), last)))
    });
    Ok(file(page, taker, ("csv", "text/csv; charset=utf-8")).streaming(parts))
}

/// The file as a workbook, and a row in the audit log. `back` is where its page is, for who asks for too much.
pub(super) async fn workbook(
    page: &Page,
    request: &HttpRequest,
    library: &Library,
    (taker, back): (Taker, &str),
) -> WebResult {
    page.app.limits.take(Limited::Export, client_ip(request, &page.app), page.app.now())?;
    let (shelf, of, asked) = (library.shelf(), library.shelf(), taker.asked(page));
    let read = move |conn: &mut _| list_hours(conn, &of, &asked, MOST_IN_WORKBOOK);
    let Some(rows) = page.app.db.read_long(read).await? else {
        return Ok(redirect_with(&format!("{back}?period={}", taker.period.code()), "flash-hours-many"));
    };
    let (owned, at, count) = (page.clone(), page.app.now(), rows.len());
    let write = move || views::workbook(&owned, (&rows, &shelf), (at, asked.today));
    let bytes = tokio::task::spawn_blocking(write).await.map_err(crate::kernel::Error::internal)??;
    note(page, taker, Some(count)).await?;
    let kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
    Ok(file(page, taker, ("xlsx", kind)).insert_header((header::CONTENT_ENCODING, "identity")).body(bytes))
}

async fn note(page: &Page, taker: Taker, count: Option<usize>) -> Result<()> {
    let work = move |conn: &mut _, ctx: &_| note_hours_export(conn, ctx, taker.whose, (taker.period, count));
    page.app.write(taker.actor, work).await
}

fn file(page: &Page, taker: Taker, (ending, kind): (&str, &str)) -> actix_web::HttpResponseBuilder {
    let whose = match taker.whose {
        Whose::Everybody => String::new(),
        Whose::Organisation(id) => format!("-{id}"),
    };
    let name = format!("erikti-hours{whose}-{}-{}.{ending}", taker.period.code(), page.lang);
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    answer
}
