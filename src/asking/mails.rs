//! The mail that brings an answer.

use super::answer::Reply;
use super::model::Request;
use crate::accounts::Person;
use crate::db::Conn;
use crate::i18n::{t, t_with};
use crate::kernel::{Ctx, Email, Result};
use crate::mail::frame::{Action, Letter};
use crate::mail::message::OneLine;
use crate::mail::model::NewMail;
use crate::mail::queue::queue;

/// Queues the mail, in the language of the person, if there is an address. It waits until the address is confirmed.
///
/// # Errors
/// The database's.
pub(super) fn queue_answer(
    conn: &mut Conn,
    ctx: &Ctx,
    (request, person): (&Request, &Person),
    reply: &Reply,
) -> Result<()> {
    let Some(to) = person.email.as_deref().and_then(Email::parse) else { return Ok(()) };
    let (lang, course) = (person.lang, ("course", reply.course.get(person.lang).into()));
    let letter = Letter {
        lang,
        subject: OneLine::new(&t_with(lang, "mail-answer-subject", std::slice::from_ref(&course))),
        greeting: t_with(lang, "mail-greeting", &[("name", person.name.as_str().into())]),
        paragraphs: vec![
            t(lang, "mail-answer-asked").to_owned(),
            request.message.clone(),
            t(lang, "mail-answer-answer").to_owned(),
            reply.answer.as_str().to_owned(),
            t(lang, "mail-answer-note").to_owned(),
        ],
        action: Some(Action {
            label: t(lang, "mail-answer-action").to_owned(),
            url: format!("{}{lang}/learn/asked", reply.base),
        }),
        footer: t(lang, "mail-footer").to_owned(),
    };
    let mail = NewMail {
        key: format!("request:{}", request.id),
        person: Some(request.person),
        to,
        standing: person.mail_standing(),
        kind: "answer",
        lang,
        written: letter.write(),
        attachment: None,
    };
    queue(conn, ctx, &mail).map(|_| ())
}
