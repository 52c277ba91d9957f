//! Sending a message.

use sha2::{Digest, Sha256};

use super::model::{About, Message};
use super::store::{self, NewRow};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::secret::hex;
use crate::kernel::{Ctx, Lang, Result, Slug};

/// How many messages a person may send within 24 hours.
pub const PER_DAY: i64 = 5;
const DAY: i64 = 24 * 60 * 60;

/// A message to be sent.
#[derive(Debug, Clone)]
pub struct NewRequest {
    /// Who asks.
    pub person: PersonId,
    /// About what.
    pub about: About,
    /// The language in which it is asked.
    pub lang: Lang,
    /// What is asked.
    pub message: Message,
}

/// What became of a message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Asked {
    /// It waits for an answer.
    Sent,
    /// The same message was sent before.
    Before,
    /// Too many in a day; nothing was sent.
    TooMany,
}

/// Sends a message to the trainers.
///
/// # Errors
/// The database's.
pub fn ask(conn: &mut Conn, ctx: &Ctx, new: &NewRequest) -> Result<Asked> {
    let digest = digest(&new.about, &new.message);
    if store::has_asked(conn, new.person, &digest)? {
        return Ok(Asked::Before);
    }
    if store::count_since(conn, new.person, ctx.now.plus_seconds(-DAY))? >= PER_DAY {
        return Ok(Asked::TooMany);
    }
    let (message, digest) = (new.message.as_str(), digest.as_str());
    let row = NewRow { person: new.person, about: &new.about, lang: new.lang, message, digest };
    Ok(if store::insert_request(conn, ctx, &row)? { Asked::Sent } else { Asked::Before })
}

fn digest(about: &About, message: &Message) -> String {
    let key = |key: Option<&Slug>| key.map(ToString::to_string).unwrap_or_default();
    let whole = format!(
        "{}\n{}\n{}\n{}",
        about.course,
        key(about.lesson.as_ref()),
        key(about.question.as_ref()),
        message.as_str()
    );
    hex(&Sha256::digest(whole))
}
