//! Printing a certificate for somebody without e-mail or printer.

use actix_web::web::Path;

use super::super::number::CertificateNumber;
use super::super::register;
use super::volunteer::document;
use crate::accounts::{self, audit};
use crate::kernel::Error;
use crate::kernel::ids::PersonId;
use crate::web::{Staff, WebResult};

/// `GET /{lang}/trainer/people/{id}/certificates/{number}`: the document of somebody cared for.
///
/// # Errors
/// Not found, also if it is another's; forbidden; the database's.
pub async fn show_pdf(staff: Staff, path: Path<(String, String, String)>) -> WebResult {
    let id: PersonId = path.1.parse().map_err(|_| Error::NotFound)?;
    let number = CertificateNumber::parse(&path.2).map_err(|_| Error::NotFound)?;
    let (certificate, printed) = staff
        .page
        .app
        .write(staff.actor(), move |conn, ctx| {
            accounts::cared_for(conn, ctx, id)?;
            let (certificate, _) = register::get(conn, &number)?;
            if certificate.person != Some(id) {
                return Err(Error::NotFound);
            }
            let (action, details) = ("certificate printed", serde_json::Value::Null);
            audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(id.0), details })?;
            let printed = register::get_printed(conn, certificate.id)?;
            Ok((certificate, printed))
        })
        .await?;
    document(&certificate, printed).await
}
