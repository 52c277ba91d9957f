//! The mail that brings a certificate.

use super::data::Kind;
use super::model::Certificate;
use super::store;
use crate::accounts::{self, Contact, Person};
use crate::db::Conn;
use crate::i18n::{long_date, t, t_with};
use crate::kernel::ids::PersonId;
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
    /// Another's address: who agreed, and when.
    pub contact: Option<Contact>,
}

impl Address {
    /// The address of a person, or the one of a parent or trainer that was agreed on, if there is one.
    pub fn of(person: &Person) -> Option<Self> {
        if let Some(own) = &person.email {
            let standing = person.mail_standing();
            return Some(Self { email: Email::parse(own)?, standing, lang: person.lang, contact: None });
        }
        let contact = person.contact.clone()?;
        let email = Email::parse(&contact.email)?;
        Some(Self { email, standing: Standing::Deliverable, lang: person.lang, contact: Some(contact) })
    }

    /// How the mail begins.
    pub(super) fn greeting(&self, holder: &str) -> String {
        match self.contact {
            None => t_with(self.lang, "mail-greeting", &[("name", holder.into())]),
            Some(_) => t(self.lang, "mail-contact-greeting").to_owned(),
        }
    }

    /// Why somebody else than the holder reads it; nothing for the holder.
    pub(super) fn why(&self, holder: &str) -> Vec<String> {
        let Some(contact) = &self.contact else { return Vec::new() };
        let day = long_date(self.lang, contact.agreed_on);
        let words = [("by", contact.agreed_by.as_str().into()), ("date", day.into()), ("name", holder.into())];
        vec![t_with(self.lang, "mail-contact-why", &words), t(self.lang, "mail-contact-wrong").to_owned()]
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
    let mail = NewMail {
        key: format!("certificate:{}:{occasion}", certificate.id),
        person: certificate.person,
        to: to.email.clone(),
        standing: to.standing,
        kind: "certificate",
        lang: to.lang,
        written: write(certificate, to, base).write(),
        attachment: Some(attachment_of(certificate)),
    };
    queue(conn, ctx, &mail).map(|_| ())
}

/// Queues the certificates of letters that were dropped anew, to where the person's certificates go now, if anywhere.
/// `dropped` are the attachments of those letters; a certificate that counts no longer stays behind.
///
/// # Errors
/// The database's.
pub fn requeue(conn: &mut Conn, ctx: &Ctx, (person, dropped): (PersonId, &[String]), base: &str) -> Result<()> {
    let Some(to) = accounts::find_person(conn, person)?.as_ref().and_then(Address::of) else { return Ok(()) };
    let occasion = format!("moved:{}", ctx.now.utc().and_utc().timestamp_micros());
    for certificate in store::list_of_person(conn, person)? {
        let counts = certificate.is_current && !certificate.is_stopped();
        if counts && dropped.contains(&attachment_of(&certificate)) {
            queue_certificate(conn, ctx, &certificate, &to, (&occasion, base))?;
        }
    }
    Ok(())
}

/// How the outbox names the document.
fn attachment_of(certificate: &Certificate) -> String {
    format!("certificate:{}", certificate.id)
}

fn write(certificate: &Certificate, to: &Address, base: &str) -> Letter {
    let (lang, number) = (to.lang, certificate.number.to_string());
    // The holder reads "you", a parent or trainer the holder's name.
    let (subject, text) = match (&to.contact, certificate.kind) {
        (None, Kind::Theory) => ("mail-certificate-subject", "mail-certificate-text"),
        (Some(_), Kind::Theory) => ("mail-contact-subject", "mail-contact-text"),
        (None, Kind::Practical) => ("mail-practical-subject", "mail-practical-text"),
        (Some(_), Kind::Practical) => ("mail-practical-contact-subject", "mail-practical-contact-text"),
    };
    let limit = match certificate.kind {
        Kind::Theory => "mail-certificate-practice",
        Kind::Practical => "mail-practical-limit",
    };
    let words = [("course", certificate.course_title.as_str().into()), ("name", certificate.holder.as_str().into())];
    let own = [
        t_with(lang, text, &words),
        t_with(lang, "mail-certificate-number", &[("number", number.as_str().into())]),
        t(lang, limit).to_owned(),
    ];
    Letter {
        lang,
        subject: OneLine::new(&t_with(lang, subject, &words)),
        greeting: to.greeting(&certificate.holder),
        paragraphs: to.why(&certificate.holder).into_iter().chain(own).collect(),
        action: Some(Action {
            label: t(lang, "mail-certificate-action").to_owned(),
            url: format!("{base}v/{}", certificate.number.as_str()),
        }),
        footer: t(lang, "mail-footer").to_owned(),
    }
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
    let names = [("was", old.holder.as_str().into()), ("name", new.holder.as_str().into())];
    let told = [("course", new.course_title.as_str().into()), ("name", new.holder.as_str().into())];
    let (subject, text) = match to.contact {
        None => ("mail-replaced-subject", "mail-replaced-text"),
        Some(_) => ("mail-replaced-contact-subject", "mail-replaced-contact-text"),
    };
    let letter = Letter {
        lang,
        subject: OneLine::new(&t_with(lang, subject, &told)),
        greeting: to.greeting(&new.holder),
        paragraphs: to
            .why(&new.holder)
            .into_iter()
            .chain([
                t_with(lang, text, &told),
                t_with(lang, "mail-replaced-names", &names),
                t_with(
                    lang,
                    "mail-replaced-number",
                    &[("was", was.as_str().into()), ("number", number.as_str().into())],
                ),
            ])
            .collect(),
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
        attachment: Some(attachment_of(new)),
    };
    queue(conn, ctx, &mail).map(|_| ())
}
