//! The mail that brings a certificate.

use super::model::Certificate;
use crate::db::Conn;
use crate::i18n::{t, t_with};
use crate::kernel::{Ctx, Email, Lang, Result};
use crate::mail::frame::{Action, Letter};
use crate::mail::message::OneLine;
use crate::mail::model::{NewMail, Standing};
use crate::mail::queue::queue;

/// Where a person's certificates go.
#[derive(Debug, Clone)]
pub struct Address {
    /// The address.
    pub email: Email,
    /// Confirmed, or held until it is.
    pub standing: Standing,
    /// The language of the mail.
    pub lang: Lang,
}

impl Address {
    /// The address of a person, if there is one.
    pub fn of(person: &crate::accounts::Person) -> Option<Self> {
        let email = Email::parse(person.email.as_deref()?)?;
        let standing = if person.email_confirmed_at.is_some() { Standing::Deliverable } else { Standing::Unconfirmed };
        Some(Self { email, standing, lang: person.lang })
    }
}

/// Queues the mail with the document attached. `occasion` makes the mail unique: the same occasion again queues
/// nothing.
///
/// # Errors
/// The database's.
pub fn queue_certificate(
    conn: &mut Conn,
    ctx: &Ctx,
    certificate: &Certificate,
    to: &Address,
    (occasion, base): (&str, &str),
) -> Result<()> {
    let lang = to.lang;
    let number = certificate.number.to_string();
    let letter = Letter {
        lang,
        subject: OneLine::new(&t_with(
            lang,
            "mail-certificate-subject",
            &[("course", certificate.course_title.as_str().into())],
        )),
        greeting: t_with(lang, "mail-greeting", &[("name", certificate.holder.as_str().into())]),
        paragraphs: vec![
            t_with(lang, "mail-certificate-text", &[("course", certificate.course_title.as_str().into())]),
            t_with(lang, "mail-certificate-number", &[("number", number.as_str().into())]),
            t(lang, "mail-certificate-practice").to_owned(),
        ],
        action: Some(Action {
            label: t(lang, "mail-certificate-action").to_owned(),
            url: format!("{base}v/{}", certificate.number.as_str()),
        }),
        footer: t(lang, "mail-footer").to_owned(),
    };
    let mail = NewMail {
        key: format!("certificate:{}:{occasion}", certificate.id),
        person: certificate.person,
        to: to.email.clone(),
        standing: to.standing,
        kind: "certificate",
        lang,
        written: letter.write(),
        attachment: Some(format!("certificate:{}", certificate.id)),
    };
    queue(conn, ctx, &mail).map(|_| ())
}

/// Queues the mail that brings a certificate with a corrected name, and says what became of the one before it.
///
/// # Errors
/// The database's.
pub(super) fn queue_replacement(
    conn: &mut Conn,
    ctx: &Ctx,
    (old, new): (&Certificate, &Certificate),
    to: &Address,
    base: &str,
) -> Result<()> {
    let lang = to.lang;
    let (was, number) = (old.number.to_string(), new.number.to_string());
    let course = ("course", new.course_title.as_str().into());
    let names = [("was", old.holder.as_str().into()), ("name", new.holder.as_str().into())];
    let letter = Letter {
        lang,
        subject: OneLine::new(&t_with(lang, "mail-replaced-subject", std::slice::from_ref(&course))),
        greeting: t_with(lang, "mail-greeting", &[("name", new.holder.as_str().into())]),
        paragraphs: vec![
            t_with(lang, "mail-replaced-text", &[course]),
            t_with(lang, "mail-replaced-names", &names),
            t_with(lang, "mail-replaced-number", &[("was", was.as_str().into()), ("number", number.as_str().into())]),
        ],
        action: Some(Action {
            label: t(lang, "mail-certificate-action").to_owned(),
            url: format!("{base}v/{}", new.number.as_str()),
        }),
        footer: t(lang, "mail-footer").to_owned(),
    };
    let mail = NewMail {
        key: format!("certificate-replaced:{}", new.id),
        person: new.person,
        to: to.email.clone(),
        standing: to.standing,
        kind: "certificate-replaced",
        lang,
        written: letter.write(),
        attachment: Some(format!("certificate:{}", new.id)),
    };
    queue(conn, ctx, &mail).map(|_| ())
}
