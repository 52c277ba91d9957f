//! Hours of the own people, for a coordinator.

use actix_web::HttpRequest;
use actix_web::web::Data;

use crate::content::Library;
use crate::stats::hours::Whose;
use crate::stats::pages::hours::{self, Taker, period_of};
use crate::stats::views::hours::{self as views, Offer};
use crate::web::{Coordinator, WebResult, html_page};

fn path(coordinator: &Coordinator) -> String {
    coordinator.page.to(&format!("/coordinator/{}/hours", coordinator.organisation.id))
}

fn taker(coordinator: &Coordinator, request: &HttpRequest) -> Taker {
    let whose = Whose::Organisation(coordinator.organisation.id);
    Taker { actor: coordinator.actor(), whose, period: period_of(&coordinator.page, request) }
}

/// `GET /{lang}/coordinator/{organisation}/hours?period=`: what the file has, and the ways to it.
///
/// # Errors
/// Not found for another organisation.
pub async fn show_hours(coordinator: Coordinator, request: HttpRequest) -> WebResult {
    let page = &coordinator.page;
    let organisation = Some(&coordinator.organisation.name);
    let offer = Offer { base: path(&coordinator), period: period_of(page, &request), organisation };
    let title = format!("{} · {}", page.t("hours-title"), coordinator.organisation.name.get(page.lang));
    Ok(html_page(page, &title, &views::page(page, &offer)))
}

/// `GET /{lang}/coordinator/{organisation}/hours.csv?period=`.
///
/// # Errors
/// Not found for another organisation; too many from one address; the database's.
pub async fn show_csv(coordinator: Coordinator, request: HttpRequest, library: Data<Library>) -> WebResult {
    hours::csv(&coordinator.page, &request, &library, taker(&coordinator, &request)).await
}

/// `GET /{lang}/coordinator/{organisation}/hours.xlsx?period=`: the same, up to a number of rows.
///
/// # Errors
/// Not found for another organisation; too many from one address; the database's.
pub async fn show_workbook(coordinator: Coordinator, request: HttpRequest, library: Data<Library>) -> WebResult {
    let back = path(&coordinator);
    hours::workbook(&coordinator.page, &request, &library, (taker(&coordinator, &request), &back)).await
}
