//! The answer to a number, for the page and for programs.

use super::super::super::number::CertificateNumber;
use super::super::super::verify::{Judged, RecentlyVerified, Verification, answer, judge, reading};
use crate::kernel::Result;
use crate::web::App;

/// Looks a typed number up: in memory, if nothing about its certificate has changed since it was read there.
///
/// # Errors
/// The database's.
pub async fn verify_typed(app: &App, recent: &RecentlyVerified, typed: &str) -> Result<Verification> {
    let Ok(number) = CertificateNumber::parse(typed) else { return Ok(Verification::Mistyped) };
    let found = app.db.recall(recent.kept(), number.clone(), reading(number)).await?;
    let Some(certificate) = found else { return Ok(Verification::Unknown) };
    let today = app.today();
    match judge(&certificate, today) {
        Judged::Settled(answer) => Ok(answer),
        Judged::ReplacedBy(_) => app.read(move |conn| answer(conn, &certificate, today)).await,
    }
}
