//! The centre's logo, for everybody.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};

use super::super::find_logo;
use crate::kernel::Error;
use crate::web::{App, WebResult};

/// `GET /logo/{digest}.png`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_logo(app: Data<App>, digest: Path<String>) -> WebResult {
    let digest = digest.into_inner();
    let known = app.centre.get().logo.as_ref().filter(|logo| logo.digest == digest).map(|logo| logo.png.clone());
    let png = match known {
        Some(png) => png,
        None => app.read(move |conn| find_logo(conn, &digest)).await?.ok_or(Error::NotFound)?,
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "image/png"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .body(png))
}
