//! Bytes for somebody in particular.

use actix_web::HttpResponse;
use actix_web::http::header;

/// A file that the reader's own browser may keep for a while, and nobody on the way.
pub fn private_bytes(content_type: &'static str, bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, content_type))
        .insert_header((header::CACHE_CONTROL, "private, max-age=600"))
        .body(bytes)
}
