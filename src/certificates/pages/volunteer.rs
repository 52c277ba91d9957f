//! The holder's own certificates.

pub mod transcript;

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::super::data::Printed;
use super::super::mails::{Address, queue_certificate};
use super::super::model::{Certificate, Event, EventKind};
use super::super::number::CertificateNumber;
use super::super::renew::holds_longer;
use super::super::transcript_link::find_link;
use super::super::{pdf, register, views};
use crate::accounts;
use crate::content::Library;
use crate::kernel::{Error, Result};
use crate::learning;
use crate::web::address::client_ip;
use crate::web::flash::{redirect, redirect_with};
use crate::web::limits::Limited;
use crate::web::{Page, Volunteer, WebResult, html_page};

/// `GET /{lang}/learn/certificates`.
///
/// # Errors
/// The database's.
pub async fn list_certificates(volunteer: Volunteer) -> WebResult {
    let person = volunteer.id();
    let page = &volunteer.page;
    let (certificates, has_learned, link) = page
        .app
        .read(move |conn| {
            let certificates = register::list_of_person(conn, person)?;
            let has_learned = !certificates.is_empty()
                || learning::list_enrolments(conn, person)?.iter().any(|one| one.completed_at.is_some());
            Ok((certificates, has_learned, find_link(conn, person)?))
        })
        .await?;
    let transcript = views::transcript::own(page, has_learned, &transcript::shared(page, person, link));
    Ok(html_page(page, page.t("nav-certificates"), &views::mine(page, &certificates, &transcript)))
}

/// The volunteer's own certificate, with the reason if it was withdrawn or suspended; another's is not found.
async fn own(volunteer: &Volunteer, number: &str) -> Result<(Certificate, Printed, String)> {
    let number = CertificateNumber::parse(number).map_err(|_| Error::NotFound)?;
    let person = volunteer.id();
    volunteer
        .page
        .app
        .read(move |conn| {
            let (certificate, events) = register::get(conn, &number)?;
            if certificate.person != Some(person) {
                return Err(Error::NotFound);
            }
            let printed = register::get_printed(conn, certificate.id)?;
            let is_stop = |event: &Event| matches!(event.kind, EventKind::Revoked | EventKind::Suspended);
            let stopped = events.into_iter().rfind(is_stop);
            Ok((certificate, printed, stopped.map(|event| event.reason).unwrap_or_default()))
        })
        .await
}

/// To whom the volunteer's certificates are sent, if that is somebody else: the address, shown as in lists.
async fn contact_of(volunteer: &Volunteer) -> Result<Option<String>> {
    let person = volunteer.id();
    let found = volunteer.page.app.read(move |conn| accounts::find_person(conn, person)).await?;
    let to = found.as_ref().and_then(Address::of).filter(|to| to.contact.is_some());
    Ok(to.map(|to| accounts::masked(to.email.as_str())))
}

/// `GET /{lang}/learn/certificates/{number}`: for showing on the phone.
///
/// # Errors
/// Not found; the database's.
pub async fn show_certificate(volunteer: Volunteer, library: Data<Library>, path: Path<(String, String)>) -> WebResult {
    let (certificate, printed, reason) = own(&volunteer, &path.1).await?;
    let contact = contact_of(&volunteer).await?;
    let sent_to = |page: &Page| page.tf("certificate-sent-to", &[("email", contact.as_deref().unwrap_or("—").into())]);
    let page = &volunteer.page.with_flash_words("flash-mail-contact", sent_to);
    let shelf = library.shelf();
    let rule = shelf.course_by_id(certificate.course).map(|published| &published.course.certificate);
    let is_gain = rule.is_none_or(|rule| holds_longer(&certificate, rule.expiry().last_day(page.app.today())));
    let body = views::card(page, (&certificate, is_gain), &printed.data.code_content(), &reason, contact.as_deref());
    Ok(html_page(page, &certificate.course_title, &body))
}

/// `GET /{lang}/learn/certificates/{number}/pdf`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_pdf(volunteer: Volunteer, path: Path<(String, String)>) -> WebResult {
    let (certificate, printed, _) = own(&volunteer, &path.1).await?;
    document(&certificate, printed).await
}

/// The document of a certificate, drawn from what is stored.
pub(super) async fn document(certificate: &Certificate, printed: Printed) -> WebResult {
    let bytes = tokio::task::spawn_blocking(move || pdf::render_printed(&printed)).await.map_err(Error::internal)?;
    let bytes = bytes.map_err(Error::from)?;
    let name = format!("attachment; filename=\"certificate-{}.pdf\"", certificate.number);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(bytes))
}

/// `POST /{lang}/learn/certificates/{number}/send`: the mail once more, at most once a minute.
///
/// # Errors
/// Not found; too many mails from one address; the database's.
pub async fn create_mail(request: HttpRequest, volunteer: Volunteer, path: Path<(String, String)>) -> WebResult {
    let (certificate, ..) = own(&volunteer, &path.1).await?;
    let (person, page) = (volunteer.id(), &volunteer.page);
    let back = page.to(&format!("/learn/certificates/{}", certificate.number));
    // It was withdrawn, suspended or replaced after the page with the button was opened: the page says so now.
    if certificate.replaced_by.is_some() || certificate.is_stopped() {
        return Ok(redirect(&back));
    }
    page.app.limits.take(Limited::Mail, client_ip(&request, &page.app), page.app.now())?;
    let base = page.app.base_url.to_string();
    let said = page
        .app
        .write(volunteer.actor(), move |conn, ctx| {
            let Some(to) = accounts::find_person(conn, person)?.as_ref().and_then(Address::of) else {
                return Ok("flash-mail-no-address");
            };
            let occasion = format!("again:{}", ctx.now.unix() / 60);
            queue_certificate(conn, ctx, &certificate, &to, (&occasion, &base))?;
            Ok(if to.contact.is_some() { "flash-mail-contact" } else { "flash-mail-queued" })
        })
        .await?;
    Ok(redirect_with(&back, said))
}
