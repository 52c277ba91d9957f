//! HTTPS of its own: rustls, with a certificate that may be replaced while the server runs.
//!
//! Programs that renew certificates write new files and, if they are told to, send `SIGHUP`. The server looks at the
//! files at that signal and every minute, and goes on with the old certificate if the new files do not fit together.

use std::path::Path;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::Duration;

use rustls::crypto::CryptoProvider;
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, ServerName};
use rustls::server::{ClientHello, ParsedCertificate, ResolvesServerCert};
use rustls::sign::CertifiedKey;
use tokio::signal::unix::Signal;
use x509_cert::der::Decode;

use crate::config::TlsFiles;
use crate::jobs::bell::Stop;
use crate::kernel::Timestamp;

/// How often it is looked whether the files are others.
const LOOK: Duration = Duration::from_mins(1);

/// Why the server cannot speak HTTPS.
#[derive(Debug, thiserror::Error)]
pub enum TlsError {
    /// A file cannot be read, or holds no certificate or key.
    #[error("{file} cannot be used for HTTPS ({cause}): look at ERIKTI_TLS_CERT and ERIKTI_TLS_KEY")]
    File {
        /// Which.
        file: String,
        /// What is wrong with it.
        cause: String,
    },
    /// The key is not the certificate's.
    #[error(
        "{key} is not the key of the certificate in {certificate} ({cause}): look at ERIKTI_TLS_CERT and ERIKTI_TLS_KEY"
    )]
    Pair {
        /// The file of the key.
        key: String,
        /// The file of the certificate.
        certificate: String,
        /// What the library says.
        cause: String,
    },
}

/// The certificate in use.
#[derive(Debug)]
pub struct Certificate {
    files: TlsFiles,
    current: RwLock<Arc<CertifiedKey>>,
}

impl Certificate {
    /// Reads the files.
    ///
    /// # Errors
    /// They cannot be read, or do not belong together.
    pub fn load(files: &TlsFiles) -> Result<Arc<Self>, TlsError> {
        let current = RwLock::new(Arc::new(read(files)?));
        Ok(Arc::new(Self { files: files.clone(), current }))
    }

    /// What the server's listener is made from.
    ///
    /// # Errors
    /// None that is known: the versions are those of the library.
    pub fn server_config(self: &Arc<Self>) -> Result<rustls::ServerConfig, rustls::Error> {
        let resolver: Arc<dyn ResolvesServerCert> = Arc::<Self>::clone(self);
        Ok(rustls::ServerConfig::builder_with_provider(provider())
            .with_safe_default_protocol_versions()?
            .with_no_client_auth()
            .with_cert_resolver(resolver))
    }

    /// Reads the files again; true if they hold another certificate now.
    ///
    /// # Errors
    /// As [`Self::load`]; the old certificate stays in use.
    pub fn reload(&self) -> Result<bool, TlsError> {
        let new = Arc::new(read(&self.files)?);
        let mut current = self.current.write().unwrap_or_else(PoisonError::into_inner);
        let is_new = new.cert != current.cert;
        *current = new;
        Ok(is_new)
    }

    async fn look_again(self: Arc<Self>) {
        match tokio::task::spawn_blocking(move || self.reload()).await {
            Ok(Ok(true)) => tracing::info!("took up the new HTTPS certificate"),
            Ok(Ok(false)) => {}
            Ok(Err(error)) => tracing::error!(%error, "the old HTTPS certificate stays in use"),
            Err(panic) => tracing::error!(%panic, "the old HTTPS certificate stays in use"),
        }
    }

    fn current(&self) -> Arc<CertifiedKey> {
        Arc::clone(&self.current.read().unwrap_or_else(PoisonError::into_inner))
    }

    /// The last moment at which browsers take it.
    pub fn expires_at(&self) -> Option<Timestamp> {
        let current = self.current();
        let certificate = x509_cert::Certificate::from_der(current.cert.first()?).ok()?;
        let seconds = certificate.tbs_certificate().validity().not_after.to_unix_duration().as_secs();
        Timestamp::from_unix(i64::try_from(seconds).ok()?)
    }

    /// Whether it was made for a host.
    pub fn is_for(&self, host: &str) -> bool {
        let current = self.current();
        let parsed = current.cert.first().and_then(|certificate| ParsedCertificate::try_from(certificate).ok());
        let name = ServerName::try_from(host.trim_matches(['[', ']']).to_owned());
        match (parsed, name) {
            (Some(parsed), Ok(name)) => rustls::client::verify_server_name(&parsed, &name).is_ok(),
            _ => false,
        }
    }
}

/// Looks at the files at `SIGHUP` and every minute, until told to stop. A server without a certificate has nothing to look
/// at; it lives on all the same, because whoever reloads services sends the signal to every one.
pub(super) async fn keep_current(certificate: Option<Arc<Certificate>>, mut hangups: Signal, stop: Stop) {
    loop {
        let is_asked = tokio::select! {
            () = stop.wait() => return,
            _ = hangups.recv() => true,
            () = tokio::time::sleep(LOOK) => false,
        };
        match &certificate {
            Some(certificate) => Arc::clone(certificate).look_again().await,
            None if is_asked => tracing::info!("there is no HTTPS certificate to take up"),
            None => {}
        }
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.current())
    }
}

fn provider() -> Arc<CryptoProvider> {
    Arc::new(rustls::crypto::ring::default_provider())
}

fn read(files: &TlsFiles) -> Result<CertifiedKey, TlsError> {
    let wrong = |file: &Path, cause: &dyn std::fmt::Display| TlsError::File {
        file: file.display().to_string(),
        cause: cause.to_string(),
    };
    let chain = CertificateDer::pem_file_iter(&files.certificate)
        .and_then(Iterator::collect::<Result<Vec<_>, _>>)
        .map_err(|error| wrong(&files.certificate, &error))?;
    if chain.is_empty() {
        return Err(wrong(&files.certificate, &"it holds no PEM certificate"));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| wrong(&files.key, &error))?;
    CertifiedKey::from_der(chain, key, &provider()).map_err(|cause| TlsError::Pair {
        key: files.key.display().to_string(),
        certificate: files.certificate.display().to_string(),
        cause: cause.to_string(),
    })
}
