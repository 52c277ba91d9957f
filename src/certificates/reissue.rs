//! Making a certificate again with the right name: everything else that it says stays as it was, its dates too, for a
//! corrected letter neither renews nor ends anything. The number, the signature and the look are new.

use super::data::{CertificateData, Installation, Look, Printed};
use super::issue::{Draft, draft, draw_number, draw_place};
use super::keys::SigningKey;
use super::model::Certificate;
use super::token::{self, Claims};
use crate::kernel::ids::PersonId;
use crate::kernel::{PersonName, Random, Result, Timestamp};

/// The server that issues, as far as the document shows it.
#[derive(Debug, Clone)]
pub struct Issuer {
    /// Its public address, without a slash at the end.
    pub base_url: String,
    /// Whether the public can reach it.
    pub installation: Installation,
    /// The centre's name in the language of the document.
    pub name: String,
    /// How certificates look by the settings of the centre.
    pub look: Option<Look>,
    /// The logo that the look names, as PNG.
    pub logo: Option<Vec<u8>>,
}

/// Signs and draws a certificate again under another name. Takes a few milliseconds; call it outside the transaction.
///
/// # Errors
/// An internal error if a letter of the name cannot be printed (see [`super::pdf::unprintable_letter`]).
pub fn prepare_corrected(
    (key, random, now): (&SigningKey, &Random, Timestamp),
    (old, printed): (&Certificate, &CertificateData),
    (person, name): (PersonId, &PersonName),
    issuer: &Issuer,
) -> Result<Draft> {
    let (number, status_index) = (draw_number(random), draw_place(random)?);
    let claims = Claims {
        number: number.clone(),
        name: name.as_str().to_owned(),
        course: printed.course.clone(),
        edition: printed.edition,
        kind: printed.kind,
        issued_on: printed.issued_on,
        expires_on: printed.expires_on,
        status_index,
    };
    let data = CertificateData {
        template: printed.kind.template(),
        name: name.clone(),
        issued_at: now,
        installation: issuer.installation,
        issuer: issuer.name.clone(),
        look: issuer.look.clone(),
        verify_page: format!("{}/{}/verify", issuer.base_url, printed.language.code()),
        verify_url: format!("{}/v/{}", issuer.base_url, number.as_str()),
        token: token::sign(key, &claims)?,
        number,
        ..printed.clone()
    };
    draft(key, &Printed { data, logo: issuer.logo.clone() }, status_index, (person, old.course))
}
