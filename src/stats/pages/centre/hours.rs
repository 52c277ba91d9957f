//! Everybody's hours, for the centre.

use actix_web::HttpRequest;
use actix_web::web::Data;

use crate::content::Library;
use crate::stats::hours::Whose;
use crate::stats::pages::hours::{self, Taker, period_of};
use crate::stats::views::hours::{self as views, Offer};
use crate::web::{Centre, WebResult, html_page};

const PATH: &str = "/centre/hours";

fn taker(centre: &Centre, request: &HttpRequest) -> Taker {
    Taker { actor: centre.actor(), whose: Whose::Everybody, period: period_of(&centre.page, request) }
}

/// `GET /{lang}/centre/hours?period=`: what the file has, and the ways to it.
///
/// # Errors
/// None of its own.
pub async fn show_hours(centre: Centre, request: HttpRequest) -> WebResult {
    let page = &centre.page;
    let offer = Offer { base: page.to(PATH), period: period_of(page, &request), organisation: None };
    Ok(html_page(page, page.t("hours-title"), &views::page(page, &offer)))
}

/// `GET /{lang}/centre/hours.csv?period=`.
///
/// # Errors
/// Too many from one address; the database's.
pub async fn show_csv(centre: Centre, request: HttpRequest, library: Data<Library>) -> WebResult {
    hours::csv(&centre.page, &request, &library, taker(&centre, &request)).await
}
