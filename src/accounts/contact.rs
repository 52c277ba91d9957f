//! Another's e-mail for certificates, where the person has none: only if somebody agreed, and the mail says so.

use super::make::cared_for;
use super::{audit, store};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Day, Email, Error, Result};
use crate::mail::erase::drop_unsent;

/// What a form about a contact says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewContact {
    /// The address.
    pub email: Email,
    /// Who agreed: a name, and who it is.
    pub agreed_by: AgreedBy,
    /// The day, by the calendar of the site.
    pub agreed_on: Day,
}

/// Who agreed, on one line of 2 to 120 characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AgreedBy(String);

impl AgreedBy {
    /// Who agreed, if the text says somebody.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let sound = (2..=120).contains(&text.chars().count())
            && text.chars().any(char::is_alphabetic)
            && !text.chars().any(char::is_control);
        sound.then_some(Self(text))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// Stores where certificates go, or (with `None`) that they go nowhere but to an own address. Letters with certificates
/// that have not gone out to the former address never do: nobody agrees to that any more. Returns the documents that
/// they would have brought, for whoever writes new ones.
///
/// # Errors
/// Not found; forbidden unless the one who acts may care for the person; conflict if the person has an own address;
/// the database's.
pub fn set_contact(conn: &mut Conn, ctx: &Ctx, person: PersonId, contact: Option<&NewContact>) -> Result<Vec<String>> {
    let found = cared_for(conn, ctx, person)?;
    if found.email.is_some() && contact.is_some() {
        return Err(Error::Conflict);
    }
    store::made::set_contact(conn, ctx, person, contact)?;
    let action = if contact.is_some() { "contact agreed" } else { "contact removed" };
    let details = serde_json::Value::Null;
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })?;
    let former = found.contact.map(|contact| contact.email);
    match former.filter(|former| contact.is_none_or(|contact| contact.email.as_str() != former)) {
        Some(former) => drop_unsent(conn, person, &former),
        None => Ok(Vec::new()),
    }
}
