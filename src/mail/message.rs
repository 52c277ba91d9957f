//! A mail as bytes (RFC 5322): text and HTML of the same letter, with what is attached.
//!
//! Nothing that comes from a person can add a header: subject and file names are [`OneLine`]s, addresses are
//! parsed, the message's name is a [`MessageId`], and the other headers are constants.

use std::time::{Duration, SystemTime};

use lettre::Address;
use lettre::message::header::{ContentType, HeaderName, HeaderValue};
use lettre::message::{Attachment as Part, Body, Mailbox, Message, MultiPart, SinglePart};

use super::dkim::Dkim;
use super::frame::Written;
use super::transport::Outgoing;
use crate::kernel::{Email, Error, Lang, Result, Timestamp};

/// Text that fits on one line: no line breaks, no control characters, single spaces.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct OneLine(String);

impl OneLine {
    /// The text on one line: every run of white space and control characters becomes one space.
    pub fn new(text: &str) -> Self {
        let breaks = |c: char| c.is_whitespace() || c.is_control() || matches!(c, '\u{2028}' | '\u{2029}');
        let words = text.split(breaks).filter(|word| !word.is_empty());
        Self(words.collect::<Vec<_>>().join(" "))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for OneLine {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A message's own name, the same at every try, so that a mail program that gets it twice can show it once.
/// Kept without the angle brackets.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct MessageId(String);

impl MessageId {
    /// The name made of a part that is unique for ever and the sender's host. Characters that do not belong are left
    /// out.
    pub fn new(local: &str, host: &str) -> Self {
        let clean = |part: &str| part.chars().filter(|c| is_plain(*c)).collect::<String>();
        let host = Some(clean(host)).filter(|host| !host.is_empty()).unwrap_or_else(|| "localhost".to_owned());
        Self(format!("{}@{host}", clean(local)))
    }

    /// Reads what [`Self::as_str`] gave.
    pub fn parse(text: &str) -> Option<Self> {
        let (local, host) = text.split_once('@')?;
        let plain = |part: &str| !part.is_empty() && part.chars().all(is_plain);
        (text.len() <= 250 && plain(local) && plain(host)).then(|| Self(text.to_owned()))
    }

    /// The name, without angle brackets.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The part before the `@`: letters, digits and `.-_`, fit for a file name.
    pub fn local_part(&self) -> &str {
        self.0.split_once('@').map_or(self.0.as_str(), |(local, _)| local)
    }
}

fn is_plain(c: char) -> bool {
    c.is_ascii_alphanumeric() || matches!(c, '.' | '-' | '_')
}

/// How the centre signs its mails; without it as the settings of the server say.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Letterhead {
    /// The name before the sender's address.
    pub name: Option<String>,
    /// Where answers go.
    pub reply_to: Option<Email>,
}

/// Who sends: an address, mostly with a name before it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sender(Mailbox);

impl Sender {
    /// The same address under another name.
    #[must_use]
    pub fn named(&self, name: &str) -> Self {
        Self(Mailbox::new(Some(OneLine::new(name).as_str().to_owned()), self.0.email.clone()))
    }

    /// Reads `Erikti <no-reply@example.kz>` or the address alone.
    pub fn parse(text: &str) -> Option<Self> {
        if text.chars().any(char::is_control) {
            return None;
        }
        text.trim().parse().ok().map(Self)
    }

    /// The address.
    pub fn address(&self) -> &Address {
        &self.0.email
    }

    /// The host of the address, which also goes into the messages' names.
    pub fn host(&self) -> &str {
        self.0.email.domain()
    }
}

impl From<Mailbox> for Sender {
    fn from(mailbox: Mailbox) -> Self {
        Self(mailbox)
    }
}

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Media {
    /// A PDF document.
    Pdf,
    /// Calendar entries (RFC 5545).
    Calendar,
}

impl Media {
    fn content_type(self) -> Result<ContentType> {
        let text = match self {
            Self::Pdf => "application/pdf",
            Self::Calendar => "text/calendar; charset=utf-8",
        };
        ContentType::parse(text).map_err(|cause| Error::while_doing("naming the type of an attachment", cause))
    }
}

/// A file that goes along.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attachment {
    /// The file's name as the reader sees it.
    pub name: OneLine,
    /// What it is.
    pub media: Media,
    /// What is in it.
    pub bytes: Vec<u8>,
}

/// Everything a message is made of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mail {
    /// The message's own name.
    pub id: MessageId,
    /// Who sends.
    pub from: Sender,
    /// Where answers go; `None`: to the sender.
    pub reply_to: Option<Email>,
    /// To whom; one mail goes to one person.
    pub to: Email,
    /// The language it is written in.
    pub lang: Lang,
    /// When it was written.
    pub date: Timestamp,
    /// Subject, text and HTML.
    pub written: Written,
    /// The file that goes along, if any.
    pub attachment: Option<Attachment>,
}

impl Mail {
    /// The message as a mail server wants it: 7-bit, lines ending in CR LF; signed, if there is a key for it.
    ///
    /// # Errors
    ///
    /// If the recipient's address is none that mail knows.
    pub fn encode(self, dkim: Option<&Dkim>) -> Result<Outgoing> {
        let to = address_of(&self.to)?;
        let date = u64::try_from(self.date.unix()).unwrap_or_default();
        let builder = Message::builder()
            .from(self.from.0.clone())
            .to(Mailbox::new(None, to.clone()))
            .subject(self.written.subject.as_str())
            .date(SystemTime::UNIX_EPOCH + Duration::from_secs(date))
            .message_id(Some(format!("<{}>", self.id.as_str())))
            // RFC 3834: no holiday replies to what a machine wrote.
            .raw_header(header("Auto-Submitted", "auto-generated"))
            .raw_header(header("Content-Language", self.lang.code()));
        let builder = match &self.reply_to {
            Some(email) => builder.reply_to(Mailbox::new(None, address_of(email)?)),
            None => builder,
        };
        let letter = MultiPart::alternative()
            .singlepart(part(ContentType::TEXT_PLAIN, self.written.text))
            .singlepart(part(ContentType::TEXT_HTML, self.written.html));
        let content = match self.attachment {
            None => letter,
            Some(file) => MultiPart::mixed()
                .multipart(letter)
                .singlepart(Part::new(file.name.0).body(Body::new(file.bytes), file.media.content_type()?)),
        };
        let mut message = builder.multipart(content).map_err(|cause| Error::while_doing("making a message", cause))?;
        if let Some(dkim) = dkim {
            dkim.sign(&mut message);
        }
        Ok(Outgoing { id: self.id, from: self.from.0.email, to, bytes: message.formatted() })
    }
}

fn part(kind: ContentType, text: String) -> SinglePart {
    SinglePart::builder().header(kind).body(text)
}

fn header(name: &'static str, value: &'static str) -> HeaderValue {
    HeaderValue::new(HeaderName::new_from_ascii_str(name), value.to_owned())
}

/// The address as mail servers know it: a domain in Cyrillic goes in its ASCII form (RFC 5891).
fn address_of(email: &Email) -> Result<Address> {
    let refused = || Error::internal("an address that mail does not know");
    let (local, domain) = email.as_str().rsplit_once('@').ok_or_else(refused)?;
    let domain = url::Host::parse(domain).map_err(|_| refused())?;
    Address::new(local, domain.to_string()).map_err(|_| refused())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn line_breaks_cannot_get_into_a_header() {
        let line = OneLine::new("Хат\r\nBcc: a@b.kz\u{2028}x\0y\u{85}z");
        assert_eq!(line.as_str(), "Хат Bcc: a@b.kz x y z");
        assert!(Sender::parse("Erikti\r\nBcc: a@b.kz <no-reply@example.kz>").is_none());
        assert!(MessageId::parse("a>\r\nBcc: x@b").is_none());
    }

    #[test]
    fn a_sender_needs_no_dot_and_a_name_is_read() {
        let sender = Sender::parse("Erikti <no-reply@localhost>").expect("a sender");
        assert_eq!(AsRef::<str>::as_ref(sender.address()), "no-reply@localhost");
        assert!(Sender::parse("nobody").is_none());
    }

    #[test]
    fn a_messages_name_survives_being_stored() {
        let id = MessageId::new("0a7f", "erikti.example.kz");
        assert_eq!(id.as_str(), "0a7f@erikti.example.kz");
        assert_eq!(MessageId::parse(id.as_str()), Some(id));
        assert_eq!(MessageId::new("7>", "[::1]\r\n").as_str(), "7@1");
    }

    #[test]
    fn a_cyrillic_domain_goes_in_its_ascii_form() {
        let email = Email::parse("a@почта.рф").expect("an address");
        assert_eq!(AsRef::<str>::as_ref(&address_of(&email).expect("known")), "a@xn--80a1acny.xn--p1ai");
    }
}
