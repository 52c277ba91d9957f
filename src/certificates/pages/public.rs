//! Verification: by number, by the short address of the QR code, by the document itself; and the public keys.

pub mod asked;
pub mod framed;
pub mod transcript;

use actix_multipart::Multipart;
use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use tokio_stream::StreamExt as _;

use super::super::adopt_key::key_set;
use super::super::extract::MAX_UPLOAD;
use super::super::number::CertificateNumber;
use super::super::verify::{Records, verify_document};
use super::super::views;
use crate::web::address::{client_ip, preferred_language};
use crate::web::flash::redirect;
use crate::web::layout::packed;
use crate::web::limits::Limited;
use crate::web::{App, Fields, Page, Problem, Visitor, WebResult, html_page};

/// `GET /{lang}/verify?number=`.
///
/// # Errors
/// Too many questions from one address; the database's.
pub async fn show_verify(
    request: HttpRequest,
    Visitor(page): Visitor,
    (framed, recent): (Data<framed::FramedAnswers>, Data<Records>),
) -> WebResult {
    let query = Fields::of_query(&request);
    let Some(typed) = query.typed("number").map(str::to_owned) else {
        return Ok(packed(&request, &page, page.t("verify-title"), &views::verify(&page, "", None)));
    };
    page.app.limits.take(Limited::Verify, client_ip(&request, &page.app), page.app.now())?;
    let answer = asked::verify_typed(&page.app, &recent, &typed).await?;
    Ok(framed.show(&request, &page, &typed, &views::answer(&page, &answer)))
}

/// `GET /v/{number}`: what QR codes carry. Leads to the answer in the visitor's language.
///
/// # Errors
/// None of its own.
pub async fn show_short(request: HttpRequest, app: Data<App>, number: Path<String>) -> WebResult {
    let lang = preferred_language(&request, &app);
    let number = CertificateNumber::parse(&number).map_or_else(|_| number.into_inner(), |number| number.to_string());
    let query: String = url::form_urlencoded::Serializer::new(String::new()).append_pair("number", &number).finish();
    Ok(redirect(&format!("/{lang}/verify?{query}")))
}

/// `POST /{lang}/verify`: the document itself.
///
/// # Errors
/// Too large, not a PDF, too many uploads from one address; the database's.
pub async fn create_verify(request: HttpRequest, Visitor(page): Visitor, form: Multipart) -> WebResult {
    page.app.limits.take(Limited::Upload, client_ip(&request, &page.app), page.app.now())?;
    let pdf = read_document(form).await?;
    let today = page.app.today();
    let answer = page.app.db.read_long(move |conn| verify_document(conn, today, &pdf)).await?;
    Ok(show_upload(&page, &views::upload(&page, &answer)))
}

fn show_upload(page: &Page, answer: &maud::Markup) -> HttpResponse {
    html_page(page, page.t("verify-title"), &views::verify(page, "", Some(answer)))
}

/// The first file of the form.
async fn read_document(mut form: Multipart) -> Result<Vec<u8>, Problem> {
    while let Some(field) = form.next().await {
        let mut field = field.map_err(|_| Problem::BadRequest)?;
        if field.name() != Some("document") {
            continue;
        }
        let mut bytes = Vec::new();
        while let Some(chunk) = field.next().await {
            let chunk = chunk.map_err(|_| Problem::BadRequest)?;
            if bytes.len() + chunk.len() > MAX_UPLOAD {
                return Err(Problem::TooLarge { bytes: MAX_UPLOAD });
            }
            bytes.extend_from_slice(&chunk);
        }
        // What it is, not what it says it is.
        return if bytes.starts_with(b"%PDF-") { Ok(bytes) } else { Err(Problem::Unsupported) };
    }
    Err(Problem::BadRequest)
}

/// `GET /.well-known/jwks.json`: every key that ever signed, so that old certificates stay verifiable.
///
/// # Errors
/// The database's.
pub async fn show_keys(app: Data<App>) -> WebResult {
    let keys = app.read(key_set).await?;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/jwk-set+json"))
        .insert_header((header::CACHE_CONTROL, "public, max-age=3600"))
        .insert_header((header::ACCESS_CONTROL_ALLOW_ORIGIN, "*"))
        .body(serde_json::to_string(&keys).map_err(crate::kernel::Error::internal)?))
}
