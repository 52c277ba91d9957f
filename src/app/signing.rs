//! The key that signs mails, read at start.

use crate::config::Config;
use crate::kernel::{Error, Result};
use crate::mail::dkim::Dkim;

/// Reads the key of the settings; `None` if mails are not signed here.
///
/// # Errors
/// An internal error that names the file if it cannot be read or holds no key.
pub fn mail_key(config: &Config) -> Result<Option<Dkim>> {
    let Some(settings) = &config.dkim else { return Ok(None) };
    let failed = |cause: &dyn std::fmt::Display| {
        Error::Internal(format!("{} cannot sign mails ({cause}): look at ERIKTI_DKIM_KEY_FILE", settings.key.display()))
    };
    let pem = std::fs::read_to_string(&settings.key).map_err(|cause| failed(&cause))?;
    match Dkim::new(&settings.selector, config.mail_from.email.domain(), &pem) {
        Ok(dkim) => Ok(Some(dkim)),
        Err(Error::Internal(cause)) => Err(failed(&cause)),
        Err(error) => Err(error),
    }
}
