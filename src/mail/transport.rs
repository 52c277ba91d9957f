//! Handing a finished message over: to a mail server, to a folder, or to the memory of a test.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use lettre::Address;

use super::message::MessageId;

/// A message ready to go: the envelope and the bytes after it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outgoing {
    /// The message's own name; the same at every try.
    pub id: MessageId,
    /// Who gets the message back if it cannot be delivered further on.
    pub from: Address,
    /// The recipient.
    pub to: Address,
    /// The message (RFC 5322), lines ending in CR LF.
    pub bytes: Vec<u8>,
}

/// What became of one try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Delivery {
    /// The server has taken responsibility for the message.
    Sent,
    /// Not now; another try may succeed. [`Trouble::is_ours`] tells whether to count the try.
    Later(Trouble),
    /// Refused for good: another try would be refused as well.
    Never(Trouble),
}

/// A part of the conversation with the mail server.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Reaching the server, its greeting, EHLO.
    Connect,
    /// Encrypting.
    StartTls,
    /// User and password.
    Auth,
    /// MAIL FROM.
    Sender,
    /// RCPT TO.
    Recipient,
    /// DATA and the message.
    Content,
}

impl Step {
    const fn is_before_recipient(self) -> bool {
        !matches!(self, Self::Recipient | Self::Content)
    }
}

impl std::fmt::Display for Step {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(match self {
            Self::Connect => "connecting",
            Self::StartTls => "encrypting",
            Self::Auth => "the password",
            Self::Sender => "the sender",
            Self::Recipient => "the recipient",
            Self::Content => "the message",
        })
    }
}

/// Why a message was not taken. It is made of numbers and fixed words, so neither an address nor a password can
/// be in it: it may be stored, shown and logged.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Trouble {
    /// No connection.
    #[error("the mail server cannot be reached")]
    Unreachable,
    /// No answer within the limit of one try.
    #[error("the mail server did not answer in time ({0})")]
    Silent(Step),
    /// The connection broke, or the answer was not SMTP.
    #[error("the mail server hung up or spoke nonsense ({0})")]
    HungUp(Step),
    /// The server said no.
    #[error("the mail server refused {step}: {code}{}", status.as_deref().map(|status| format!(" {status}")).unwrap_or_default())]
    Refused {
        /// At which step.
        step: Step,
        /// Reply code (RFC 5321), 400 to 599.
        code: u16,
        /// Enhanced status code (RFC 3463) such as `5.1.1`, if the server sent one.
        status: Option<String>,
    },
    /// Encryption is required and not offered.
    #[error("the mail server offers no STARTTLS")]
    NoStartTls,
    /// The server's certificate is not one to trust, or the handshake failed.
    #[error("the mail server's certificate is not trusted, or encryption failed")]
    Untrusted,
    /// A password is set, and the server knows no way of taking it.
    #[error("the mail server offers no way to sign in (PLAIN or LOGIN)")]
    NoAuth,
    /// The recipient's address needs SMTPUTF8 (RFC 6531).
    #[error("the mail server does not take such addresses (SMTPUTF8)")]
    NoUtf8,
    /// The message or its attachment could not be made.
    #[error("the message could not be made")]
    Unmade,
    /// The folder for mail files cannot be written.
    #[error("the folder for mail files cannot be written")]
    Folder,
}

impl Trouble {
    /// True if the trouble is between this server and the mail server, whoever the recipient is: settings, the
    /// password, encryption, an outage, a refused sender. Such a try is not counted against the mail, and the
    /// next mail would fare no better.
    pub fn is_ours(&self) -> bool {
        match self {
            Self::Unreachable | Self::NoStartTls | Self::Untrusted | Self::NoAuth | Self::Folder => true,
            Self::Silent(step) | Self::HungUp(step) => step.is_before_recipient(),
            // 503: out of order, mostly "sign in first"; 530: authentication required (RFC 4954).
            Self::Refused { step, code, .. } => step.is_before_recipient() || matches!(code, 503 | 530),
            Self::NoUtf8 | Self::Unmade => false,
        }
    }

    /// Whether another try makes sense.
    pub fn into_delivery(self) -> Delivery {
        let for_good = match &self {
            Self::NoUtf8 => true,
            Self::Refused { code, .. } => *code >= 500 && !self.is_ours(),
            _ => false,
        };
        if for_good { Delivery::Never(self) } else { Delivery::Later(self) }
    }
}

/// The future of one try.
pub type Sending<'a> = Pin<Box<dyn Future<Output = Delivery> + Send + 'a>>;

/// A way of handing messages over. A try always ends: whoever implements this sets the limit.
pub trait Transport: Send + Sync + std::fmt::Debug {
    /// Tries once.
    fn send<'a>(&'a self, mail: &'a Outgoing) -> Sending<'a>;
}

/// Writes each message as an `.eml` file into a folder: what happens while no mail server is set. The file has the
/// message's own name, so a message that is written again after a crash is still one file.
#[derive(Debug, Clone)]
pub struct FileTransport {
    folder: PathBuf,
}

impl FileTransport {
    /// Writes into this folder, making it when the first message comes.
    pub fn new(folder: PathBuf) -> Self {
        Self { folder }
    }

    /// Writes beside the final name first, so that nobody ever reads half a message.
    async fn write(&self, mail: &Outgoing) -> std::io::Result<()> {
        let name = format!("{}.eml", mail.id.local_part());
        let unfinished = self.folder.join(format!(".{name}.part"));
        let finished = self.folder.join(name);
        let folder = self.folder.clone();
        let bytes = mail.bytes.clone();
        let written = tokio::task::spawn_blocking(move || {
            std::fs::create_dir_all(folder)?;
            write_private(&unfinished, &bytes)?;
            std::fs::rename(unfinished, finished)
        });
        written.await.unwrap_or_else(|cause| Err(std::io::Error::other(cause)))
    }
}

/// A mail holds secrets (links): only the owner of the server may read it.
fn write_private(path: &std::path::Path, bytes: &[u8]) -> std::io::Result<()> {
    use std::io::Write;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

impl Transport for FileTransport {
    fn send<'a>(&'a self, mail: &'a Outgoing) -> Sending<'a> {
        Box::pin(async move {
            match self.write(mail).await {
                Ok(()) => Delivery::Sent,
                Err(cause) => {
                    tracing::error!(%cause, folder = %self.folder.display(), "a mail file cannot be written");
                    Trouble::Folder.into_delivery()
                }
            }
        })
    }
}

/// Keeps messages, and answers as told: for tests.
#[derive(Debug, Clone, Default)]
pub struct MemoryTransport(Arc<Mutex<Memory>>);

#[derive(Debug, Default)]
struct Memory {
    sent: Vec<Outgoing>,
    answers: std::collections::VecDeque<Delivery>,
}

impl MemoryTransport {
    /// Takes everything.
    pub fn new() -> Self {
        Self::default()
    }

    /// Answers the next unanswered try with this; afterwards it takes everything again.
    pub fn answer_next(&self, answer: Delivery) {
        self.memory(|memory| memory.answers.push_back(answer));
    }

    /// The messages taken so far, the oldest first; they are forgotten here.
    pub fn take_sent(&self) -> Vec<Outgoing> {
        self.memory(|memory| std::mem::take(&mut memory.sent))
    }

    fn memory<T>(&self, look: impl FnOnce(&mut Memory) -> T) -> T {
        look(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }
}

impl Transport for MemoryTransport {
    fn send<'a>(&'a self, mail: &'a Outgoing) -> Sending<'a> {
        Box::pin(async move {
            self.memory(|memory| {
                let answer = memory.answers.pop_front().unwrap_or(Delivery::Sent);
                if answer == Delivery::Sent {
                    memory.sent.push(mail.clone());
                }
                answer
            })
        })
    }
}
