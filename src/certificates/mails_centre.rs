//! The mails that tell a holder what the centre did with a certificate, and why.

use super::mails::Address;
use super::model::{Certificate, Reason};
use super::store;
use crate::accounts;
use crate::db::Conn;
use crate::i18n::{t, t_with};
use crate::kernel::{Ctx, Email, Result};
use crate::mail::frame::{Action, Letter, Written};
use crate::mail::message::OneLine;
use crate::mail::model::NewMail;
use crate::mail::queue::queue;
use crate::settings;

/// What the centre did.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Change {
    /// Withdrew the certificate.
    Revoked,
    /// Undid that.
    Reinstated,
    /// Suspended the certificate.
    Suspended,
    /// Ended that.
    Resumed,
}

impl Change {
    /// The word in the outbox.
    const fn kind(self) -> &'static str {
        match self {
            Self::Revoked => "certificate-revoked",
            Self::Reinstated | Self::Resumed => "certificate-reinstated",
            Self::Suspended => "certificate-suspended",
        }
    }

    /// Subject, what happened, what to do.
    const fn words(self) -> [&'static str; 3] {
        match self {
            Self::Revoked => ["mail-revoked-subject", "mail-revoked-text", "mail-revoked-appeal"],
            Self::Reinstated => ["mail-reinstated-subject", "mail-reinstated-text", "mail-reinstated-keep"],
            Self::Suspended => ["mail-suspended-subject", "mail-suspended-text", "mail-suspended-appeal"],
            Self::Resumed => ["mail-resumed-subject", "mail-resumed-text", "mail-reinstated-keep"],
        }
    }

    /// The same for a parent or trainer, who reads the holder's name instead of "you".
    const fn words_for_contact(self) -> [&'static str; 3] {
        match self {
            Self::Revoked => ["mail-revoked-contact-subject", "mail-revoked-contact-text", "mail-revoked-appeal"],
            Self::Reinstated => {
                ["mail-reinstated-contact-subject", "mail-reinstated-contact-text", "mail-reinstated-keep"]
            }
            Self::Suspended => {
                ["mail-suspended-contact-subject", "mail-suspended-contact-text", "mail-suspended-appeal"]
            }
            Self::Resumed => ["mail-resumed-contact-subject", "mail-resumed-contact-text", "mail-reinstated-keep"],
        }
    }

    /// Whether its holder may want to speak against it.
    const fn is_against(self) -> bool {
        matches!(self, Self::Revoked | Self::Suspended)
    }
}

/// Queues the mail to the holder in the transaction of the change. Without an account or an address there is none.
///
/// # Errors
/// The database's.
pub(super) fn queue_change(
    conn: &mut Conn,
    ctx: &Ctx,
    certificate: &Certificate,
    (change, reason): (Change, &Reason),
) -> Result<()> {
    let Some(id) = certificate.person else { return Ok(()) };
    let Some(to) = accounts::find_person(conn, id)?.as_ref().and_then(Address::of) else { return Ok(()) };
    // The address on the certificate, so that the shell needs to know none either.
    let url = store::get_document(conn, certificate.id)?.data()?.verify_url;
    let appeal = settings::load(conn)?.reply_to().filter(|_| change.is_against());
    let mail = NewMail {
        // A certificate may be revoked again after it was reinstated: the moment tells the changes apart.
        key: format!("{}:{}:{}", change.kind(), certificate.id, ctx.now.utc().and_utc().timestamp_micros()),
        person: certificate.person,
        standing: to.standing,
        kind: change.kind(),
        lang: to.lang,
        written: write(certificate, &to, (change, reason), (url, appeal)),
        to: to.email,
        attachment: None,
    };
    queue(conn, ctx, &mail).map(|_| ())
}

fn write(
    certificate: &Certificate,
    to: &Address,
    (change, reason): (Change, &Reason),
    (url, appeal): (String, Option<Email>),
) -> Written {
    let lang = to.lang;
    let [subject, text, then] = if to.contact.is_some() { change.words_for_contact() } else { change.words() };
    let number = certificate.number.to_string();
    let words = [
        ("course", certificate.course_title.as_str().into()),
        ("name", certificate.holder.as_str().into()),
        ("number", number.as_str().into()),
    ];
    let letter = Letter {
        lang,
        subject: OneLine::new(&t_with(lang, subject, &words)),
        greeting: to.greeting(&certificate.holder),
        paragraphs: to
            .why(&certificate.holder)
            .into_iter()
            .chain([
                t_with(lang, text, &words),
                t_with(lang, "mail-change-reason", &[("reason", reason.as_str().into())]),
                t(lang, then).to_owned(),
            ])
            .chain(appeal.map(|email| t_with(lang, "mail-appeal-address", &[("email", email.as_str().into())])))
            .collect(),
        action: Some(Action { label: t(lang, "mail-change-action").to_owned(), url }),
        footer: t(lang, "mail-footer").to_owned(),
    };
    letter.write()
}
