//! Pictures of courses, by the digest of their bytes.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder};

use crate::content::media::find_media;
use crate::content::picture::PictureFormat;
use crate::kernel::{Error, Result};
use crate::web::{App, WebResult, splice};

/// `GET /media/{digest}.svg`: a drawing.
///
/// # Errors
/// Not found; the database's.
pub(super) async fn show_media(request: HttpRequest, app: Data<App>, digest: Path<String>) -> WebResult {
    let bytes = find(&app, digest.into_inner(), PictureFormat::Svg).await?;
    let mut response = kept(PictureFormat::Svg);
    response.insert_header((header::VARY, "accept-encoding"));
    Ok(if splice::takes_gzip(&request) {
        response.insert_header((header::CONTENT_ENCODING, "gzip")).body(splice::gzip_file(&bytes))
    } else {
        response.insert_header((header::CONTENT_ENCODING, "identity")).body(bytes)
    })
}

/// `GET /media/{digest}.jpg`: a photo, which is packed as it is.
///
/// # Errors
/// Not found; the database's.
pub(super) async fn show_photo(app: Data<App>, digest: Path<String>) -> WebResult {
    let bytes = find(&app, digest.into_inner(), PictureFormat::Jpeg).await?;
    Ok(kept(PictureFormat::Jpeg).insert_header((header::CONTENT_ENCODING, "identity")).body(bytes))
}

async fn find(app: &App, digest: String, format: PictureFormat) -> Result<Vec<u8>> {
    let found = app.read(move |conn| find_media(conn, &digest)).await?;
    found.filter(|(kept, _)| kept == format.content_type()).map(|(_, bytes)| bytes).ok_or(Error::NotFound)
}

/// An answer that a browser may keep: its address says what is in it.
fn kept(format: PictureFormat) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response
        .insert_header((header::CONTENT_TYPE, format.content_type()))
        .insert_header((header::CACHE_CONTROL, "public, max-age=31536000, immutable"));
    response
}
