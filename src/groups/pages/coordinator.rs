//! The groups for the people of an organisation, as its coordinator sees them: when, with whom, the code to read out, and how
//! many have joined. What somebody did there is for the trainer and the centre.

use actix_web::HttpRequest;
use actix_web::web::Data;

use super::super::views::coordinator::{self as views, Listed};
use super::super::{self as groups, Whose};
use crate::content::Library;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Coordinator, Fields, WebResult, html_page};

/// `GET /{lang}/coordinator/{organisation}/groups?page=`.
///
/// # Errors
/// Not found for another organisation; the database's.
pub async fn list_groups(coordinator: Coordinator, request: HttpRequest, library: Data<Library>) -> WebResult {
    let (page, id) = (&coordinator.page, coordinator.organisation.id);
    let (wanted, today) = (PageNumber::of(&Fields::of_query(&request)), page.app.today());
    let (rows, total, current) = page
        .app
        .read(move |conn| {
            let (whose, asked) = (Whose::For(id), ("", today));
            let (mut found, total) = groups::list_groups(conn, whose, asked, (wanted.offset(), PER_PAGE))?;
            let current = wanted.within(total);
            if current != wanted {
                (found, _) = groups::list_groups(conn, whose, asked, (current.offset(), PER_PAGE))?;
            }
            Ok((groups::count_each(conn, found)?, total, current))
        })
        .await?;
    let shelf = library.shelf();
    let listed = Listed { rows: &rows, total, current, shelf: &shelf };
    Ok(html_page(page, page.t("group-title"), &views::list(page, &coordinator.organisation, &listed)))
}
