//! What is printed on one certificate: stored with it, so that the document can be made again, byte for byte.

use serde::{Deserialize, Serialize};

use super::number::CertificateNumber;
use super::token::Token;
use crate::kernel::{Day, Lang, PersonName, Slug, Timestamp};

/// What a certificate confirms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Kind {
    /// The theory was completed online. Says nothing about practical skills.
    Theory,
    /// A trainer saw the skills and confirmed them.
    Practical,
}

impl Kind {
    /// The word in the database and in the API.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Theory => "theory",
            Self::Practical => "practical",
        }
    }

    /// The kind of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Theory, Self::Practical].into_iter().find(|kind| kind.code() == code)
    }

    /// The number in the token.
    pub const fn claim(self) -> u8 {
        match self {
            Self::Theory => 1,
            Self::Practical => 2,
        }
    }

    /// The kind of a number in a token, if it is one.
    pub const fn from_claim(claim: u8) -> Option<Self> {
        match claim {
            1 => Some(Self::Theory),
            2 => Some(Self::Practical),
            _ => None,
        }
    }
}

/// Whether the course's reviews (by a doctor, a lawyer, an editor) were signed on the day of issue.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Review {
    /// They were.
    Signed,
    /// One is missing: the course is a pilot, and the certificate says so.
    Pending,
}

/// Where the certificate was made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Installation {
    /// On a server that the public can reach.
    Public,
    /// On one that nobody else can reach: the QR code leads nowhere, and the certificate says so.
    Trial,
    /// Nowhere: it shows how certificates would look, and is none.
    Sample,
}

/// The trainer who confirmed the skills on a practical certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Confirmer {
    /// The trainer's name.
    pub name: PersonName,
    /// The number of the trainer's own certificate.
    pub certificate: String,
    /// The last valid day of that certificate; `None` if it never expires. Templates before 3 do not say it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Day>,
}

/// The session in person at which the skills were seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Session {
    /// The day.
    pub on: Day,
    /// The place.
    pub place: String,
}

/// Somebody in whose name the certificate is issued.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signatory {
    /// The name.
    pub name: String,
    /// What they are, in the language of the document.
    pub role: String,
}

/// What the centre has decided about the look of its certificates, as it was on the day of issue.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Look {
    /// SHA-256 of the logo, a PNG that the register keeps.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub logo: Option<String>,
    /// Who signs.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub signatories: Vec<Signatory>,
    /// The colour of titles and the band, such as `#0e545c`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
    /// The colour of lines and lozenges.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub line: Option<String>,
}

/// Everything that stands on one certificate, in the language it was issued in. The same data always gives the same
/// document; the file attached to the PDF is this as JSON.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateData {
    /// Which layout and texts the document is made with; see [`TEMPLATE`].
    pub template: u16,
    /// The number.
    pub number: CertificateNumber,
    /// The person's name in the spelling that the person chose.
    pub name: PersonName,
    /// The course's key.
    pub course: Slug,
    /// The course's title as printed.
    pub course_title: String,
    /// The edition of the course: 1 for the first published version.
    pub edition: u32,
    /// What the certificate confirms.
    pub kind: Kind,
    /// The language of the document.
    pub language: Lang,
    /// How long the course takes, in minutes.
    pub minutes: u32,
    /// The moment of issue: the document's creation date.
    pub issued_at: Timestamp,
    /// The day of issue in the centre's time zone.
    pub issued_on: Day,
    /// The last valid day; `None` if it never expires.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expires_on: Option<Day>,
    /// The guidelines that the course follows, if it names any.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub guideline: Option<String>,
    /// The trainer, on a practical certificate.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub confirmed_by: Option<Confirmer>,
    /// Where and when the trainer saw the skills. Templates before 3 have none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub session: Option<Session>,
    /// Whether the course's reviews were signed.
    pub review: Review,
    /// Where it was made.
    pub installation: Installation,
    /// The resource centre's name.
    pub issuer: String,
    /// How it looks, where the centre has decided that. Templates before 2 have no look.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub look: Option<Look>,
    /// The page on which anyone types the number: `https://…/kk/verify`.
    pub verify_page: String,
    /// The short address that the QR code carries before `#`: `https://…/v/KH8YM3RK42TV`.
    pub verify_url: String,
    /// The signed token that the QR code carries after `#`.
    pub token: Token,
}

/// The layout and texts of certificates issued now. Each earlier one stays in the program for the documents that
/// were issued with it.
pub const TEMPLATE: u16 = 2;

/// The first of practical certificates: beside the trainer they say until when the trainer's own certificate holds, and
/// where and when the session was.
pub const PRACTICAL_TEMPLATE: u16 = 3;

/// Practical certificates issued now: the same, with rows close enough that the last one never comes upon the code's line.
pub const SPACED_TEMPLATE: u16 = 4;

impl Kind {
    /// The template of certificates of this kind issued now.
    pub const fn template(self) -> u16 {
        match self {
            Self::Theory => TEMPLATE,
            Self::Practical => SPACED_TEMPLATE,
        }
    }
}

impl CertificateData {
    /// What the QR code says.
    pub fn code_content(&self) -> String {
        format!("{}#{}", self.verify_url, self.token.as_str())
    }
}

/// What was printed, with everything that is needed to draw it again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Printed {
    /// What it says.
    pub data: CertificateData,
    /// The logo on it, as PNG.
    pub logo: Option<Vec<u8>>,
}
