//! The mails that accounts send. Each is queued in the transaction of what it tells about.

use super::model::{NewPerson, Person};
use crate::db::Conn;
use crate::i18n::{t, t_with};
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Email, Lang, Result, Secret};
use crate::mail::frame::{Action, Letter};
use crate::mail::message::OneLine;
use crate::mail::model::{NewMail, Standing};
use crate::mail::queue::queue;

/// Who gets a mail.
pub(super) struct Recipient {
    person: PersonId,
    name: String,
    email: Email,
    lang: Lang,
}

/// The recipient of mails about a person, if there is an address.
pub(super) fn recipient_of(person: &Person) -> Option<Recipient> {
    let email = Email::parse(person.email.as_deref()?)?;
    Some(Recipient { person: person.id, name: person.name.clone(), email, lang: person.lang })
}

/// The recipient of mails about a person who was made just now.
pub(super) fn recipient(person: PersonId, new: &NewPerson) -> Option<Recipient> {
    let email = new.email.clone()?;
    Some(Recipient { person, name: new.name.to_string(), email, lang: new.lang })
}

/// What a mail says beyond greeting and footer.
struct Words {
    kind: &'static str,
    key: String,
    subject: &'static str,
    paragraphs: &'static [&'static str],
    action: Option<(&'static str, String)>,
}

fn send(conn: &mut Conn, ctx: &Ctx, to: &Recipient, words: Words) -> Result<()> {
    let lang = to.lang;
    let letter = Letter {
        lang,
        subject: OneLine::new(t(lang, words.subject)),
        greeting: t_with(lang, "mail-greeting", &[("name", to.name.as_str().into())]),
        paragraphs: words.paragraphs.iter().map(|key| t(lang, key).to_owned()).collect(),
        action: words.action.map(|(label, url)| Action { label: t(lang, label).to_owned(), url }),
        footer: t(lang, "mail-footer").to_owned(),
    };
    let mail = NewMail {
        key: words.key,
        person: Some(to.person),
        to: to.email.clone(),
        standing: Standing::Deliverable,
        kind: words.kind,
        lang,
        written: letter.write(),
        attachment: None,
    };
    queue(conn, ctx, &mail).map(|_| ())
}

/// Asks to confirm the address.
pub(super) fn queue_confirmation(conn: &mut Conn, ctx: &Ctx, to: &Recipient, link: &Secret, base: &str) -> Result<()> {
    let url = format!("{base}{}/confirm/{}", to.lang, link.reveal());
    let words = Words {
        kind: "confirm-address",
        key: format!("confirm-address:{}", link.digest()),
        subject: "mail-confirm-subject",
        paragraphs: &["mail-confirm-why", "mail-confirm-not-you"],
        action: Some(("mail-confirm-action", url)),
    };
    send(conn, ctx, to, words)
}

/// Sends the link to a new password.
pub(super) fn queue_reset(conn: &mut Conn, ctx: &Ctx, to: &Recipient, link: &Secret, base: &str) -> Result<()> {
    let url = format!("{base}{}/reset/{}", to.lang, link.reveal());
    let words = Words {
        kind: "reset-password",
        key: format!("reset-password:{}", link.digest()),
        subject: "mail-reset-subject",
        paragraphs: &["mail-reset-why", "mail-reset-not-you"],
        action: Some(("mail-reset-action", url)),
    };
    send(conn, ctx, to, words)
}

/// Tells the owner of an account that somebody tried to sign up with the address. At most once a day.
pub(super) fn queue_already_registered(conn: &mut Conn, ctx: &Ctx, owner: &Person, base: &str) -> Result<()> {
    let Some(to) = recipient_of(owner) else { return Ok(()) };
    let words = Words {
        kind: "already-registered",
        key: format!("already-registered:{}:{}", owner.id, ctx.now.utc().date()),
        subject: "mail-registered-subject",
        paragraphs: &["mail-registered-why", "mail-registered-reset"],
        action: Some(("mail-registered-action", format!("{base}{}/sign-in", to.lang))),
    };
    send(conn, ctx, &to, words)
}
