//! The transcript that somebody shows to others: whoever has the address sees what counts today, and nothing else of the
//! person. Search engines are told to keep out, and no other site is told the address.

use actix_web::http::StatusCode;
use actix_web::http::header::{HeaderName, HeaderValue};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use crate::certificates::transcript::read;
use crate::certificates::transcript_link::find_shown;
use crate::certificates::views::transcript as views;
use crate::content::Library;
use crate::kernel::Secret;
use crate::web::address::{client_ip, preferred_language};
use crate::web::flash::redirect;
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::{App, Visitor, WebResult};

/// `GET /t/{token}`: what the code carries. Leads to the page in the visitor's language.
///
/// # Errors
/// None of its own.
pub async fn show_short(request: HttpRequest, app: Data<App>, token: Path<String>) -> WebResult {
    let lang = preferred_language(&request, &app);
    // Whatever was typed is an address of ours or of nothing.
    let token = Secret::parse(&token).map_or_else(|| "-".to_owned(), |secret| secret.reveal());
    Ok(unlisted(redirect(&format!("/{lang}/transcript/{token}"))))
}

/// `GET /{lang}/transcript/{token}`.
///
/// # Errors
/// Too many questions from one address; the database's.
pub async fn show_transcript(
    request: HttpRequest,
    Visitor(page): Visitor,
    library: Data<Library>,
    path: Path<(String, String)>,
) -> WebResult {
    page.app.limits.take(Limited::Verify, client_ip(&request, &page.app), page.app.now())?;
    let (secret, shelf) = (Secret::parse(&path.1), library.shelf());
    let (today, zone) = (page.app.today(), page.app.config.time_zone);
    let found = match secret {
        None => None,
        Some(secret) => {
            let of = library.shelf();
            let find = move |conn: &mut _| {
                find_shown(conn, &secret, today)?.map(|person| read(conn, &of, (person, today, zone))).transpose()
            };
            page.app.read(find).await?
        }
    };
    let answer = match found {
        Some(transcript) => {
            let body = views::shown(&page, &transcript, &shelf);
            respond(&page, StatusCode::OK, page.t("transcript-title"), &body)
        }
        None => respond(&page, StatusCode::GONE, page.t("transcript-gone-title"), &views::gone(&page)),
    };
    Ok(unlisted(answer))
}

/// Keeps search engines out.
fn unlisted(mut answer: HttpResponse) -> HttpResponse {
    let name = HeaderName::from_static("x-robots-tag");
    answer.headers_mut().insert(name, HeaderValue::from_static("noindex, nofollow, noarchive"));
    answer
}
