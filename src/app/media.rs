//! Pictures of courses, by the digest of their bytes.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::content::media::find_media;
use crate::kernel::Error;
use crate::web::{App, WebResult, splice};

/// `GET /media/{digest}.svg`.
///
/// # Errors
/// Not found; the database's.
pub(super) async fn show_media(request: HttpRequest, app: Data<App>, digest: Path<String>) -> WebResult {
    let digest = digest.into_inner();
    let (content_type, bytes) = app.read(move |conn| find_media(conn, &digest)).await?.ok_or(Error::NotFound)?;
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, content_type))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"))
        .insert_header((header::VARY, "accept-encoding"));
    Ok(if splice::takes_gzip(&request) {
        response.insert_header((header::CONTENT_ENCODING, "gzip")).body(splice::gzip_file(&bytes))
    } else {
        response.insert_header((header::CONTENT_ENCODING, "identity")).body(bytes)
    })
}
