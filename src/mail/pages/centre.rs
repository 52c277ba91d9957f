//! The centre looks into the outbox and sends again what failed.

use actix_web::HttpRequest;
use actix_web::web::Path;

use super::super::list::{self, Filter};
use super::super::model::MailState;
use super::super::views;
use crate::accounts::{self, Resent};
use crate::kernel::Error;
use crate::kernel::ids::MailId;
use crate::web::flash::redirect_with;
use crate::web::paging::{PER_PAGE, PageNumber, list_address};
use crate::web::{Centre, Fields, WebResult, html_page};

/// `GET /{lang}/centre/outbox?state=&search=&page=`.
///
/// # Errors
/// The database's.
pub async fn list_mails(centre: Centre, request: HttpRequest) -> WebResult {
    let page = &centre.page;
    let query = Fields::of_query(&request);
    let state = MailState::from_code(query.get("state"));
    let wanted = PageNumber::of(&query);
    let search = query.get("search").trim().to_owned();
    let address = search.clone();
    let now = page.app.clock.now();
    let (counts, mails, current, pause) = page
        .app
        .read(move |conn| {
            let counts = list::count_by_state_of(conn, &address)?;
            let current = wanted.within(views::total(&counts, state));
            let filter = Filter { state, address, offset: current.offset(), ..Filter::default() };
            let mails = list::list(conn, &filter, PER_PAGE)?;
            Ok((counts, mails, current, list::find_pause(conn, now)?))
        })
        .await?;
    let outbox =
        views::Outbox { state, search: &search, counts: &counts, mails: &mails, pause: pause.as_ref(), now, current };
    Ok(html_page(page, page.t("centre-outbox-title"), &views::outbox(page, &outbox)))
}

/// `POST /{lang}/centre/outbox/{id}/resend`: a failed mail gets all its tries anew, to the address that its
/// person has now.
///
/// # Errors
/// Not found; the database's.
pub async fn create_resend(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let page = &centre.page;
    let id: MailId = path.1.parse().map_err(|_| Error::NotFound)?;
    let resent = page.app.write(centre.actor(), move |conn, ctx| accounts::resend_mail(conn, ctx, id)).await?;
    let back =
        list_address(&page.to("/centre/outbox"), &["state", "search", "page"].map(|name| (name, typed.get(name))));
    let message = match resent {
        Resent::Queued => "flash-mail-queued",
        Resent::Held => "flash-mail-held",
        Resent::NotFailed => "flash-already-so",
        Resent::NobodysNow => "flash-mail-nobodys",
    };
    Ok(redirect_with(back.trim_end_matches(['?', '&']), message))
}

/// Mails that are sent again in one transaction.
const CHUNK: i64 = 100;

/// `POST /{lang}/centre/outbox/resend`: every failed mail, or those to an address that contains what was searched.
///
/// # Errors
/// The database's.
pub async fn create_resend_of_all(centre: Centre, typed: Fields) -> WebResult {
    let page = &centre.page;
    let search = typed.get("search").trim().to_owned();
    let mut before = None;
    loop {
        let address = search.clone();
        let work = move |conn: &mut _, ctx: &_| accounts::resend_failed(conn, ctx, (&address, before), CHUNK);
        match page.app.write(centre.actor(), work).await? {
            Some(oldest) => before = Some(oldest),
            None => break,
        }
    }
    let message = if before.is_some() { "flash-mails-queued" } else { "flash-already-so" };
    let back = list_address(&page.to("/centre/outbox"), &[("search", &search)]);
    Ok(redirect_with(back.trim_end_matches(['?', '&']), message))
}
