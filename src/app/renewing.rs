//! A volunteer renews a certificate that runs out: the register says whether that is due, learning opens the final test
//! again. The new certificate comes like the first one, by `issuing.rs`.

use actix_web::web::{Data, Path};

use crate::certificates::renew::holds_longer;
use crate::certificates::{CertificateNumber, register};
use crate::content::Library;
use crate::content::library::Published;
use crate::kernel::Error;
use crate::learning;
use crate::web::flash::redirect_with;
use crate::web::{Volunteer, WebResult};

/// `POST /{lang}/learn/certificates/{number}/renew`: opens the final test, or leads to it if it is open.
///
/// # Errors
/// Not found; the database's.
pub(super) async fn create_renewal(
    volunteer: Volunteer,
    path: Path<(String, String)>,
    library: Data<Library>,
) -> WebResult {
    let number = CertificateNumber::parse(&path.1).map_err(|_| Error::NotFound)?;
    let page = &volunteer.page;
    let (person, today, shelf) = (volunteer.id(), page.app.today(), library.shelf());
    let opened = page
        .app
        .write(volunteer.actor(), move |conn, ctx| {
            let (certificate, _) = register::get(conn, &number)?;
            if certificate.person != Some(person) {
                return Err(Error::NotFound);
            }
            let is_gain = |one: &Published| holds_longer(&certificate, one.course.certificate.expiry().last_day(today));
            let course =
                shelf.course_by_id(certificate.course).filter(|one| one.course.final_test.is_some() && is_gain(one));
            let (Some(newest), true) = (course, certificate.may_be_renewed(today)) else { return Ok(None) };
            let enrolment = learning::find_enrolment(conn, person, certificate.course)?.ok_or(Error::NotFound)?;
            learning::begin_renewal(conn, ctx, &enrolment, newest.edition)?;
            Ok(Some(newest.course.key.clone()))
        })
        .await?;
    Ok(match opened {
        Some(course) => redirect_with(&page.to(&format!("/learn/{course}")), "flash-renewal-open"),
        None => redirect_with(&page.to(&format!("/learn/certificates/{}", path.1)), "flash-renewal-no"),
    })
}
