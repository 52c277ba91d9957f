//! The answer to a number, for the page and for programs.

use super::super::super::number::CertificateNumber;
use super::super::super::record::Judged;
use super::super::super::verify::{Records, Verification, answer};
use crate::kernel::Result;
use crate::web::App;

/// Looks a typed number up: in memory, if nothing about its certificate has changed since it was read there, or together
/// with all who ask meanwhile.
///
/// # Errors
/// The database's.
pub async fn verify_typed(app: &App, records: &Records, typed: &str) -> Result<Verification> {
    let Ok(number) = CertificateNumber::parse(typed) else { return Ok(Verification::Mistyped) };
    let found = app.db.look_up(records.lookup(), number).await?;
    let Some(record) = found else { return Ok(Verification::Unknown) };
    let today = app.today();
    match record.judge(today) {
        Judged::Settled(answer) => Ok(answer),
        Judged::ReplacedBy(_) => app.read(move |conn| answer(conn, &record, today)).await,
    }
}
