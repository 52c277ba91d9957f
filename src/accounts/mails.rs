//! The mails that accounts send. Each is queued in the transaction of what it tells about.

use super::api_token::NewToken;
use super::model::{Coordinated, NewPerson, Person};
use crate::db::Conn;
use crate::i18n::{long_date, t, t_with};
use crate::kernel::ids::{ApiTokenId, PersonId};
use crate::kernel::{Ctx, Email, Lang, Result, Secret, Timestamp};
use crate::mail::frame::{Action, Letter};
use crate::mail::message::OneLine;
use crate::mail::model::{NewMail, Standing};
use crate::mail::queue::queue;

/// Who gets a mail.
pub(super) struct Recipient {
    person: PersonId,
    name: String,
    pub(super) email: Email,
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
    paragraphs: Vec<String>,
    action: Option<(&'static str, String)>,
}

/// Paragraphs without anything to fill in.
fn plain(lang: Lang, keys: &[&'static str]) -> Vec<String> {
    keys.iter().map(|key| t(lang, key).to_owned()).collect()
}

fn send(conn: &mut Conn, ctx: &Ctx, to: &Recipient, words: Words) -> Result<()> {
    let lang = to.lang;
    let letter = Letter {
        lang,
        subject: OneLine::new(t(lang, words.subject)),
        greeting: t_with(lang, "mail-greeting", &[("name", to.name.as_str().into())]),
        paragraphs: words.paragraphs,
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

/// What another room tells somebody by mail.
#[derive(Debug)]
pub struct Note {
    /// What kind of mail it is, for the list of mails.
    pub kind: &'static str,
    /// What may be told once.
    pub key: String,
    /// The subject.
    pub subject: String,
    /// What happened.
    pub paragraphs: Vec<String>,
    /// The words and the address of the button.
    pub action: (&'static str, String),
}

/// Tells a person something in their language, if there is an address. It waits until the address is confirmed.
///
/// # Errors
/// The database's.
pub fn queue_note(conn: &mut Conn, ctx: &Ctx, person: &Person, note: Note) -> Result<()> {
    let Some(to) = person.email.as_deref().and_then(Email::parse) else { return Ok(()) };
    let lang = person.lang;
    let letter = Letter {
        lang,
        subject: OneLine::new(&note.subject),
        greeting: t_with(lang, "mail-greeting", &[("name", person.name.as_str().into())]),
        paragraphs: note.paragraphs,
        action: Some(Action { label: t(lang, note.action.0).to_owned(), url: note.action.1 }),
        footer: t(lang, "mail-footer").to_owned(),
    };
    let mail = NewMail {
        key: note.key,
        person: Some(person.id),
        to,
        standing: person.mail_standing(),
        kind: note.kind,
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
        paragraphs: plain(to.lang, &["mail-confirm-why", "mail-confirm-not-you"]),
        action: Some(("mail-confirm-action", url)),
    };
    send(conn, ctx, to, words)
}

/// Invites somebody for whom the centre made an account.
pub(super) fn queue_invitation(conn: &mut Conn, ctx: &Ctx, to: &Recipient, link: &Secret, base: &str) -> Result<()> {
    let url = format!("{base}{}/welcome/{}", to.lang, link.reveal());
    let words = Words {
        kind: "invitation",
        key: format!("invitation:{}", link.digest()),
        subject: "intake-mail-subject",
        paragraphs: plain(to.lang, &["intake-mail-why", "intake-mail-not-you"]),
        action: Some(("intake-mail-action", url)),
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
        paragraphs: plain(to.lang, &["mail-reset-why", "mail-reset-not-you"]),
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
        paragraphs: plain(to.lang, &["mail-registered-why", "mail-registered-reset"]),
        action: Some(("mail-registered-action", format!("{base}{}/sign-in", to.lang))),
    };
    send(conn, ctx, &to, words)
}

/// Tells the owner that the password was changed.
pub(super) fn queue_password_changed(conn: &mut Conn, ctx: &Ctx, person: &Person, base: &str) -> Result<()> {
    let Some(to) = recipient_of(person) else { return Ok(()) };
    let words = Words {
        kind: "password-changed",
        key: format!("password-changed:{}:{}", person.id, ctx.now.utc().and_utc().timestamp_micros()),
        subject: "mail-password-changed-subject",
        paragraphs: plain(to.lang, &["mail-password-changed-why", "mail-password-changed-not-you"]),
        action: Some(("mail-reset-action", format!("{base}{}/reset", to.lang))),
    };
    send(conn, ctx, &to, words)
}

/// What is told about a second factor.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum SecondFactorNews<'a> {
    /// It holds from now on.
    SetUp,
    /// The person has ended it.
    Ended,
    /// The centre, or whoever runs the server, has ended it, for this reason.
    Reset {
        /// Why; nobody asks whoever has the server.
        reason: Option<&'a str>,
    },
    /// New recovery codes took the place of the former ones.
    CodesRenewed,
    /// Somebody signed in with a recovery code.
    RecoveryUsed {
        /// How many are left.
        left: i64,
    },
}

/// Tells the owner what became of the second factor.
pub(super) fn queue_second_factor(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, news): (&Person, SecondFactorNews<'_>),
    base: &str,
) -> Result<()> {
    let Some(to) = recipient_of(person) else { return Ok(()) };
    let lang = to.lang;
    let (subject, why) = match news {
        SecondFactorNews::SetUp => ("second-mail-set-up-subject", t(lang, "second-mail-set-up").to_owned()),
        SecondFactorNews::Ended => ("second-mail-ended-subject", t(lang, "second-mail-ended").to_owned()),
        SecondFactorNews::Reset { reason: Some(reason) } => {
            ("second-mail-ended-subject", t_with(lang, "second-mail-reset", &[("reason", reason.into())]))
        }
        SecondFactorNews::Reset { reason: None } => {
            ("second-mail-ended-subject", t(lang, "second-mail-reset-shell").to_owned())
        }
        SecondFactorNews::CodesRenewed => ("second-mail-codes-subject", t(lang, "second-mail-codes").to_owned()),
        SecondFactorNews::RecoveryUsed { left } => {
            ("second-mail-recovery-subject", t_with(lang, "second-mail-recovery", &[("count", left.into())]))
        }
    };
    let words = Words {
        kind: "second-factor",
        // Two things may be told of one moment.
        key: format!("{subject}:{}:{}", person.id, ctx.now.utc().and_utc().timestamp_micros()),
        subject,
        paragraphs: vec![why, t(lang, "second-mail-not-you").to_owned()],
        action: Some(("mail-reset-action", format!("{base}{lang}/reset"))),
    };
    send(conn, ctx, &to, words)
}

/// Tells the owner that a token for a program was made, and what it opens.
pub(super) fn queue_token_made(
    conn: &mut Conn,
    ctx: &Ctx,
    person: &Person,
    (id, new, organisation): (ApiTokenId, &NewToken, Option<&Coordinated>),
    base: &str,
) -> Result<()> {
    let Some(to) = recipient_of(person) else { return Ok(()) };
    let lang = to.lang;
    let opens = match organisation {
        Some(one) => t_with(lang, "api-scope-people-of", &[("name", one.name.get(lang).into())]),
        None => t(lang, new.scope.word()).to_owned(),
    };
    let days = t_with(lang, "api-days-count", &[("count", new.days.into())]);
    let told = [("name", new.name.as_str().into()), ("what", opens.as_str().into()), ("days", days.as_str().into())];
    let words = Words {
        kind: "token-made",
        key: format!("token-made:{id}"),
        subject: "api-mail-subject",
        paragraphs: vec![t_with(lang, "api-mail-made", &told), t(lang, "api-mail-not-you").to_owned()],
        action: Some(("api-mail-action", format!("{base}{lang}/learn/profile/tokens"))),
    };
    send(conn, ctx, &to, words)
}

/// Asks the new address whether it shall be the account's.
pub(super) fn queue_change_email(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, email): (&Person, &Email),
    link: &Secret,
    base: &str,
) -> Result<()> {
    let to = Recipient { person: person.id, name: person.name.clone(), email: email.clone(), lang: person.lang };
    let words = Words {
        kind: "change-email",
        key: format!("change-email:{}", link.digest()),
        subject: "mail-confirm-subject",
        paragraphs: plain(to.lang, &["mail-change-email-why", "mail-confirm-not-you"]),
        action: Some(("mail-confirm-action", format!("{base}{}/email/{}", to.lang, link.reveal()))),
    };
    send(conn, ctx, &to, words)
}

/// Tells the former address that another one holds, and offers the way back.
pub(super) fn queue_email_changed(
    conn: &mut Conn,
    ctx: &Ctx,
    person: &Person,
    (old, new): (&Email, &Email),
    (undo, base): (&Secret, &str),
) -> Result<()> {
    let to = Recipient { person: person.id, name: person.name.clone(), email: old.clone(), lang: person.lang };
    let new = hinted(new);
    let words = Words {
        kind: "email-changed",
        key: format!("email-changed:{}", undo.digest()),
        subject: "mail-email-changed-subject",
        paragraphs: vec![
            t_with(to.lang, "mail-email-changed-why", &[("email", new.as_str().into())]),
            t(to.lang, "mail-email-changed-not-you").to_owned(),
        ],
        action: Some(("mail-email-changed-action", format!("{base}{}/email-undo/{}", to.lang, undo.reveal()))),
    };
    send(conn, ctx, &to, words)
}

/// Tells that an account is to end, when, and how to keep it.
pub(super) fn queue_erasure_planned(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, at): (&Person, Timestamp),
    base: &str,
) -> Result<()> {
    let Some(to) = recipient_of(person) else { return Ok(()) };
    // In UTC, as the day before is too early for nobody.
    let day = long_date(to.lang, at.day(chrono_tz::UTC));
    let words = Words {
        kind: "erasure-planned",
        key: format!("erasure-planned:{}:{}", person.id, ctx.now.utc().and_utc().timestamp_micros()),
        subject: "mail-erasure-subject",
        paragraphs: vec![
            t_with(to.lang, "mail-erasure-why", &[("date", day.into())]),
            t(to.lang, "mail-erasure-keep").to_owned(),
            t(to.lang, "mail-erasure-last").to_owned(),
        ],
        action: Some(("mail-erasure-action", format!("{base}{}/sign-in", to.lang))),
    };
    send(conn, ctx, &to, words)
}

/// Enough of an address for its owner to know it, and too little for anybody else: `a…@example.kz`.
fn hinted(email: &Email) -> String {
    let (local, domain) = email.as_str().split_once('@').unwrap_or_default();
    format!("{}…@{domain}", local.chars().take(1).collect::<String>())
}
