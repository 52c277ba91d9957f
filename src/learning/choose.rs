//! Name and language of the certificate, confirmed before the last test.

use super::store;
use crate::db::Conn;
use crate::kernel::ids::EnrolmentId;
use crate::kernel::{Lang, PersonName, Result};

/// Keeps the choice. It can be changed until the certificate is issued.
///
/// # Errors
/// The database's.
pub fn choose_certificate(conn: &mut Conn, enrolment: EnrolmentId, name: &PersonName, lang: Lang) -> Result<()> {
    store::set_certificate_choice(conn, enrolment, name.as_str(), lang)
}
