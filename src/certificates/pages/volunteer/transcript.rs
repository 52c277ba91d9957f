//! The holder's own transcript: the document, and the address under which others see it.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Path};

use crate::accounts::NONCE_BYTES;
use crate::certificates::pdf::RenderError;
use crate::certificates::pdf::transcript::render_transcript;
use crate::certificates::transcript::{Transcript, read};
use crate::certificates::transcript_link::{SharedLink, find_link, switch_off, switch_on};
use crate::certificates::views::transcript::{Shared, sheet};
use crate::content::Library;
use crate::kernel::ids::PersonId;
use crate::kernel::{Error, Lang};
use crate::web::flash::{redirect, redirect_with};
use crate::web::{Page, Volunteer, WebResult};

/// The page that has the part about it.
const BACK: &str = "/learn/certificates#transcript";

/// Whether the person shows the transcript to others, with the address if it can be opened.
pub(super) fn shared(page: &Page, person: PersonId, link: Option<SharedLink>) -> Shared {
    link.map_or(Shared::Off, |link| Shared::On(page.app.sealer.open_link(person, &link.sealed), link.made_at))
}

/// `POST /{lang}/learn/certificates/transcript/link`: switches the address on. Where it is on, it stays as it is.
///
/// # Errors
/// The database's.
pub async fn create_link(volunteer: Volunteer) -> WebResult {
    let (page, person) = (&volunteer.page, volunteer.id());
    let secret = page.app.random.secret();
    let mut nonce = [0; NONCE_BYTES];
    page.app.random.fill(&mut nonce);
    let sealed = page.app.sealer.seal_link(nonce, person, &secret)?;
    let work = move |conn: &mut _, ctx: &_| switch_on(conn, ctx, person, (&secret, &sealed));
    page.app.write(volunteer.actor(), work).await?;
    Ok(redirect_with(&page.to(BACK), "flash-transcript-on"))
}

/// `POST /{lang}/learn/certificates/transcript/link/end`: switches the address off, for good.
///
/// # Errors
/// The database's.
pub async fn create_link_end(volunteer: Volunteer) -> WebResult {
    let (page, person) = (&volunteer.page, volunteer.id());
    page.app.write(volunteer.actor(), move |conn, ctx| switch_off(conn, ctx, person)).await?;
    Ok(redirect_with(&page.to(BACK), "flash-transcript-off"))
}

/// `GET /{lang}/learn/certificates/transcript/{in}.pdf`: the document in a language. Its code leads to the page that
/// others see, so there is none while the address is switched off.
///
/// # Errors
/// Not found for an unknown language; the database's.
pub async fn show_pdf(volunteer: Volunteer, library: Data<Library>, path: Path<(String, String)>) -> WebResult {
    let lang = Lang::from_code(&path.1).ok_or(Error::NotFound)?;
    let (page, person, shelf) = (&volunteer.page, volunteer.id(), library.shelf());
    let (today, zone, of) = (page.app.today(), page.app.config.time_zone, library.shelf());
    let found = move |conn: &mut _| Ok((find_link(conn, person)?, read(conn, &of, (person, today, zone))?));
    let (link, transcript): (Option<SharedLink>, Transcript) = page.app.read(found).await?;
    let Shared::On(Some(secret), _) = shared(page, person, link) else {
        return Ok(redirect_with(&page.to(BACK), "flash-transcript-first"));
    };
    if transcript.learned.is_empty() {
        return Ok(redirect(&page.to(BACK)));
    }
    let sheet = sheet(page, (&transcript, &shelf), (lang, &secret));
    let drawn = tokio::task::spawn_blocking(move || render_transcript(&sheet)).await.map_err(Error::internal)?;
    let bytes = match drawn {
        Err(RenderError::Letter(_)) => return Ok(redirect_with(&page.to(BACK), "flash-transcript-letter")),
        drawn => drawn.map_err(Error::from)?,
    };
    let name = format!("attachment; filename=\"erikti-transcript-{lang}-{}.pdf\"", page.app.today());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(bytes))
}
