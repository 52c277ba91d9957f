//! Handing messages to a mail server over SMTP.
//!
//! The conversation is led step by step rather than through lettre's pool, for two reasons. A refusal means
//! different things at different steps (a 550 for the sender is our trouble, for the recipient it is final). And
//! a try that runs out of time must close its connection: the pool would take it back in the middle of a message,
//! and the next mail would read the last one's answers.

use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use lettre::Address;
use lettre::transport::smtp::Error as SmtpError;
use lettre::transport::smtp::authentication::{Credentials, Mechanism};
use lettre::transport::smtp::client::{AsyncSmtpConnection, Certificate, CertificateStore, TlsParameters};
use lettre::transport::smtp::commands::{Data, Mail, Rcpt, Rset};
use lettre::transport::smtp::extension::{ClientId, Extension, MailParameter};
use tokio::time::{Instant, timeout_at};

use super::transport::{Delivery, Outgoing, Sending, Step, Transport, Trouble};
use crate::config::{SmtpSettings, Tls};
use crate::kernel::{Error, Result};

/// How long one try may take, from connecting to the server's last word. lettre's own limit covers only the connect.
pub const SEND_LIMIT: Duration = Duration::from_secs(30);

/// How long a connection is kept for the next message; servers hang up after a while, and firewalls sooner.
const IDLE_LIMIT: Duration = Duration::from_secs(20);

/// How long a kept connection may take to show that it is alive.
const REUSE_LIMIT: Duration = Duration::from_secs(3);

/// How many connections are kept.
const IDLE_MAX: usize = 4;

const MECHANISMS: [Mechanism; 2] = [Mechanism::Plain, Mechanism::Login];

/// A mail server.
pub struct SmtpTransport {
    settings: SmtpSettings,
    tls: Option<TlsParameters>,
    limit: Duration,
    idle: Mutex<Vec<Line>>,
}

/// A connection that has been greeted, encrypted and signed in.
struct Line {
    connection: AsyncSmtpConnection,
    since: Instant,
}

impl std::fmt::Debug for SmtpTransport {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("SmtpTransport").field("settings", &self.settings).finish_non_exhaustive()
    }
}

impl SmtpTransport {
    /// Prepares; connects only when there is something to send. `limit` is the longest time for one try
    /// ([`SEND_LIMIT`]).
    ///
    /// # Errors
    ///
    /// If the file of own authorities cannot be read, or holds no certificate.
    pub fn new(settings: SmtpSettings, limit: Duration) -> Result<Self> {
        let tls = match settings.tls {
            Tls::None => None,
            Tls::Required | Tls::Wrapper => Some(tls_parameters(&settings)?),
        };
        Ok(Self { settings, tls, limit, idle: Mutex::default() })
    }

    /// Connects, encrypts and signs in without sending anything: for `erikti check`.
    ///
    /// # Errors
    ///
    /// What stood in the way.
    pub async fn probe(&self) -> Result<(), Trouble> {
        let line = self.open(Instant::now() + self.limit).await?;
        self.keep(line);
        Ok(())
    }

    async fn deliver(&self, mail: &Outgoing) -> Result<(), Trouble> {
        let deadline = Instant::now() + self.limit;
        let mut line = match self.kept_alive(deadline).await {
            Some(line) => line,
            None => self.open(deadline).await?,
        };
        let outcome = converse(&mut line.connection, mail, deadline).await;
        // Dropping a line closes it. Only one that is at a known place in the conversation may be used again.
        if matches!(outcome, Ok(()) | Err(Trouble::Refused { .. })) {
            self.keep(line);
        }
        outcome
    }

    async fn open(&self, deadline: Instant) -> Result<Line, Trouble> {
        let SmtpSettings { host, port, .. } = &self.settings;
        let wrapper = self.tls.clone().filter(|_| self.settings.tls == Tls::Wrapper);
        let hello = ClientId::default();
        let connect = AsyncSmtpConnection::connect_tokio1((host.as_str(), *port), None, &hello, wrapper, None);
        let mut connection = within(deadline, Step::Connect, connect).await?;
        if let (Tls::Required, Some(tls)) = (self.settings.tls, self.tls.clone()) {
            if !connection.can_starttls() {
                return Err(Trouble::NoStartTls);
            }
            within(deadline, Step::StartTls, connection.starttls(tls, &hello)).await?;
        }
        if let (Some(user), Some(password)) = (&self.settings.user, &self.settings.password) {
            if connection.server_info().get_auth_mechanism(&MECHANISMS).is_none() {
                return Err(Trouble::NoAuth);
            }
            let credentials = Credentials::new(user.clone(), password.clone());
            within(deadline, Step::Auth, connection.auth(&MECHANISMS, &credentials)).await?;
        }
        Ok(Line { connection, since: Instant::now() })
    }

    /// A kept connection that still answers.
    async fn kept_alive(&self, deadline: Instant) -> Option<Line> {
        loop {
            let mut line = self.idle().pop()?;
            if line.since.elapsed() > IDLE_LIMIT {
                continue;
            }
            let soon = deadline.min(Instant::now() + REUSE_LIMIT);
            if within(soon, Step::Connect, line.connection.command(Rset)).await.is_ok() {
                return Some(line);
            }
        }
    }

    fn keep(&self, line: Line) {
        let mut idle = self.idle();
        if idle.len() < IDLE_MAX {
            idle.push(Line { since: Instant::now(), ..line });
        }
    }

    fn idle(&self) -> std::sync::MutexGuard<'_, Vec<Line>> {
        self.idle.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Transport for SmtpTransport {
    fn send<'a>(&'a self, mail: &'a Outgoing) -> Sending<'a> {
        Box::pin(async move {
            match self.deliver(mail).await {
                Ok(()) => Delivery::Sent,
                Err(trouble) => trouble.into_delivery(),
            }
        })
    }
}

/// One message on an open connection (RFC 5321, section 3.3).
async fn converse(connection: &mut AsyncSmtpConnection, mail: &Outgoing, deadline: Instant) -> Result<(), Trouble> {
    let mut parameters = Vec::new();
    if !is_ascii(&mail.to) || !is_ascii(&mail.from) {
        if !connection.server_info().supports_feature(Extension::SmtpUtfEight) {
            return Err(Trouble::NoUtf8);
        }
        parameters.push(MailParameter::SmtpUtfEight);
    }
    let sender = Mail::new(Some(mail.from.clone()), parameters);
    within(deadline, Step::Sender, connection.command(sender)).await?;
    within(deadline, Step::Recipient, connection.command(Rcpt::new(mail.to.clone(), Vec::new()))).await?;
    within(deadline, Step::Content, connection.command(Data)).await?;
    within(deadline, Step::Content, connection.message(&mail.bytes)).await?;
    Ok(())
}

fn is_ascii(address: &Address) -> bool {
    AsRef::<str>::as_ref(address).is_ascii()
}

/// Waits for a step until the deadline, and says what went wrong in our words.
async fn within<T>(
    deadline: Instant,
    step: Step,
    work: impl Future<Output = Result<T, SmtpError>>,
) -> Result<T, Trouble> {
    match timeout_at(deadline, work).await {
        Ok(Ok(done)) => Ok(done),
        Ok(Err(error)) => Err(trouble_of(step, &error)),
        Err(_) => Err(Trouble::Silent(step)),
    }
}

fn trouble_of(step: Step, error: &SmtpError) -> Trouble {
    if let Some(code) = error.status() {
        let words = std::error::Error::source(error).map(ToString::to_string).unwrap_or_default();
        return Trouble::Refused { step, code: u16::from(code), status: enhanced_status(&words) };
    }
    if is_handshake_failure(error) {
        tracing::warn!(%error, "no encrypted connection to the mail server");
        return Trouble::Untrusted;
    }
    if step == Step::Connect && !error.is_response() { Trouble::Unreachable } else { Trouble::HungUp(step) }
}

/// rustls reports what it finds wrong with a certificate or a handshake as invalid data.
fn is_handshake_failure(error: &SmtpError) -> bool {
    let mut source = std::error::Error::source(error);
    while let Some(cause) = source {
        if let Some(io) = cause.downcast_ref::<std::io::Error>() {
            return io.kind() == std::io::ErrorKind::InvalidData;
        }
        source = cause.source();
    }
    error.is_tls()
}

/// The `5.1.1` before the server's words, which themselves are not kept: they often repeat the address.
fn enhanced_status(words: &str) -> Option<String> {
    let status = words.split_whitespace().next()?;
    let numbers = status.split('.').collect::<Vec<_>>();
    let well_formed = numbers.len() == 3
        && numbers.iter().all(|n| (1..=3).contains(&n.len()) && n.bytes().all(|digit| digit.is_ascii_digit()));
    well_formed.then(|| status.to_owned())
}

fn tls_parameters(settings: &SmtpSettings) -> Result<TlsParameters> {
    let mut builder = TlsParameters::builder(settings.host.clone());
    builder = match &settings.authority {
        Some(file) => builder.certificate_store(CertificateStore::None).add_root_certificate(own_authority(file)?),
        None => builder.certificate_store(CertificateStore::WebpkiRoots),
    };
    builder.build().map_err(|cause| Error::while_doing("preparing encryption for the mail server", cause))
}

fn own_authority(file: &str) -> Result<Certificate> {
    let unusable = |cause: &dyn std::fmt::Display| {
        Error::Internal(format!(
            "{file} cannot be used as the mail server's authority ({cause}): look at ?ca= in ERIKTI_SMTP_URL"
        ))
    };
    let pem = std::fs::read(file).map_err(|cause| unusable(&cause))?;
    if !pem.windows(27).any(|window| window == b"-----BEGIN CERTIFICATE-----") {
        return Err(unusable(&"no PEM certificate is in it"));
    }
    Certificate::from_pem(&pem).map_err(|cause| unusable(&cause))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_an_enhanced_status_code_is_kept_of_the_servers_words() {
        assert_eq!(enhanced_status("5.1.1 <a@b.kz> unknown").as_deref(), Some("5.1.1"));
        assert_eq!(enhanced_status("a@b.kz unknown"), None);
        assert_eq!(enhanced_status("5.1 no"), None);
        assert_eq!(enhanced_status(""), None);
    }

    #[test]
    fn a_refused_sender_is_ours_and_a_refused_recipient_is_final() {
        let refused = |step, code| Trouble::Refused { step, code, status: None };
        assert!(refused(Step::Sender, 550).is_ours());
        assert!(refused(Step::Auth, 535).is_ours());
        assert!(refused(Step::Recipient, 530).is_ours());
        assert!(!refused(Step::Recipient, 550).is_ours());
        assert!(matches!(refused(Step::Recipient, 550).into_delivery(), Delivery::Never(_)));
        assert!(matches!(refused(Step::Content, 554).into_delivery(), Delivery::Never(_)));
        assert!(matches!(refused(Step::Recipient, 451).into_delivery(), Delivery::Later(_)));
        assert!(matches!(refused(Step::Auth, 535).into_delivery(), Delivery::Later(_)));
    }
}
