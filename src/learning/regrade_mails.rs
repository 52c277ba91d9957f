//! The mail to somebody whose test was marked again.

use super::regrade::Regraded;
use crate::accounts::Person;
use crate::db::Conn;
use crate::i18n::{t, t_with};
use crate::kernel::ids::VersionId;
use crate::kernel::{Ctx, Email, Localized, Result};
use crate::mail::frame::{Action, Letter};
use crate::mail::message::OneLine;
use crate::mail::model::NewMail;
use crate::mail::queue::queue;

/// What mails say about the course.
#[derive(Debug, Clone)]
pub struct Told {
    /// Its key.
    pub course_key: String,
    /// Its title.
    pub course: Localized,
    /// What stands before every path; ends with `/`.
    pub base: String,
}

/// Queues the mail, in the language of the person, if there is an address.
pub(super) fn queue_regraded(
    conn: &mut Conn,
    ctx: &Ctx,
    person: &Person,
    (one, version): (&Regraded, VersionId),
    told: &Told,
) -> Result<()> {
    let Some(to) = person.email.as_deref().and_then(Email::parse) else { return Ok(()) };
    let (lang, course) = (person.lang, ("course", told.course.get(person.lang).into()));
    let outcome = if one.passes_now() { "mail-regraded-passed" } else { "mail-regraded-kept" };
    let letter = Letter {
        lang,
        subject: OneLine::new(&t_with(lang, "mail-regraded-subject", std::slice::from_ref(&course))),
        greeting: t_with(lang, "mail-greeting", &[("name", person.name.as_str().into())]),
        paragraphs: vec![t_with(lang, "mail-regraded-why", std::slice::from_ref(&course)), t(lang, outcome).to_owned()],
        action: Some(Action {
            label: t(lang, "mail-regraded-action").to_owned(),
            url: format!("{}{lang}/learn/{}/attempts/{}", told.base, told.course_key, one.attempt.id),
        }),
        footer: t(lang, "mail-footer").to_owned(),
    };
    let mail = NewMail {
        key: format!("regraded:{version}:{}", one.attempt.id),
        person: Some(person.id),
        to,
        standing: person.mail_standing(),
        kind: "regraded",
        lang,
        written: letter.write(),
        attachment: None,
    };
    queue(conn, ctx, &mail).map(|_| ())
}
