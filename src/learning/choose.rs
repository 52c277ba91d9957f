//! Name and language of the certificate, confirmed before the last test.

use super::store;
use crate::db::Conn;
use crate::kernel::ids::{CourseId, EnrolmentId, PersonId};
use crate::kernel::{Lang, PersonName, Result};

/// Keeps the choice. It can be changed until the certificate is issued.
///
/// # Errors
/// The database's.
pub fn choose_certificate(conn: &mut Conn, enrolment: EnrolmentId, name: &PersonName, lang: Lang) -> Result<()> {
    store::set_certificate_choice(conn, enrolment, name.as_str(), lang)
}

/// Corrects the name that a person has confirmed for certificates, where it is the wrong one; another spelling, such as
/// one in Latin letters, was chosen on purpose and stays.
///
/// # Errors
/// The database's.
pub fn correct_chosen_names(conn: &mut Conn, person: PersonId, was: &str, name: &PersonName) -> Result<()> {
    store::set_chosen_names(conn, person, was, name.as_str())
}

/// Gives the name of a certificate that was issued again to its course: what renews it later says the same.
///
/// # Errors
/// The database's.
pub fn correct_name_of_course(conn: &mut Conn, person: PersonId, course: CourseId, name: &str) -> Result<()> {
    store::set_name_of_course(conn, person, course, name)
}
