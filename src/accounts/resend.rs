//! Sending a failed mail again, to where its person reads mail now.

use super::audit;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::MailId;
use crate::kernel::{Ctx, Email, Error, Result};
use crate::mail::list::{Filter, find, list};
use crate::mail::model::{Entry, MailState, Standing};
use crate::mail::resend::{resend, resend_to};

/// What became of a failed mail.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Resent {
    /// It is queued with all its tries.
    Queued,
    /// Its person has a new address that is not confirmed yet; it goes there once it is.
    Held,
    /// It had not failed, or not any more; nothing was changed.
    NotFailed,
    /// It was written for somebody who shall not read it any more; nothing was changed.
    NobodysNow,
}

/// Mails that are about the address they were written for: their links must not go to another.
const ABOUT_AN_ADDRESS: [&str; 6] =
    ["confirm-address", "reset-password", "already-registered", "change-email", "email-changed", "invitation"];

/// Sends a failed mail again. If the person's address was corrected since, it goes to the new one.
///
/// # Errors
/// Not found; the database's.
pub fn resend_mail(conn: &mut Conn, ctx: &Ctx, id: MailId) -> Result<Resent> {
    let mail = find(conn, id)?.ok_or(Error::NotFound)?;
    if mail.state != MailState::Failed {
        return Ok(Resent::NotFailed);
    }
    let standing = match now_read_at(conn, &mail)? {
        Place::Same => {
            resend(conn, ctx, id)?;
            Standing::Deliverable
        }
        Place::Other(to, standing) => {
            resend_to(conn, ctx, id, (&to, standing))?;
            standing
        }
        Place::None => return Ok(Resent::NobodysNow),
    };
    let (action, details) = ("mail sent again", serde_json::Value::Null);
    audit::record(conn, ctx, &audit::Entry { action, subject: "mail", subject_id: Some(id.0), details })?;
    Ok(match standing {
        Standing::Deliverable => Resent::Queued,
        Standing::Unconfirmed => Resent::Held,
    })
}

/// Sends failed mails to addresses that contain a text again, at most `limit` of those older than one. Returns
/// the oldest of them: where to go on.
///
/// # Errors
/// The database's.
pub fn resend_failed(
    conn: &mut Conn,
    ctx: &Ctx,
    (address, before): (&str, Option<MailId>),
    limit: i64,
) -> Result<Option<MailId>> {
    let filter = Filter { state: Some(MailState::Failed), before, address: address.to_owned(), ..Filter::default() };
    let failed = list(conn, &filter, limit)?;
    for mail in &failed {
        resend_mail(conn, ctx, mail.id)?;
    }
    Ok(failed.last().map(|mail| mail.id))
}

/// Where a mail may go now.
enum Place {
    /// To the address it was written for.
    Same,
    /// To another one of its person.
    Other(Email, Standing),
    /// Nowhere: it was written for a contact that nobody agrees to any more, or that an own address has taken the place
    /// of. It speaks of its person to somebody else, so it does not go to the person either.
    None,
}

fn now_read_at(conn: &mut Conn, mail: &Entry) -> Result<Place> {
    let Some(id) = mail.person.filter(|_| !ABOUT_AN_ADDRESS.contains(&mail.kind.as_str())) else {
        return Ok(Place::Same);
    };
    let Some(person) = store::find_person(conn, id)? else { return Ok(Place::Same) };
    let is_contact = person.contact.as_ref().is_some_and(|contact| contact.email == mail.address);
    Ok(match person.email.as_deref() {
        Some(own) if own == mail.address => Place::Same,
        None if is_contact => Place::Same,
        Some(own) if !is_contact => {
            Email::parse(own).map_or(Place::None, |own| Place::Other(own, person.mail_standing()))
        }
        _ => Place::None,
    })
}

#[cfg(test)]
mod tests {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, SqliteConnection};

    use super::*;
    use crate::db::run_migrations;
    use crate::kernel::{Actor, Timestamp};

    /// A person whose address is new, and two failed mails to the old one: a certificate (1), a link (2).
    fn failed(confirmed_at: &str) -> Conn {
        let mut conn = Conn::Sqlite(SqliteConnection::establish(":memory:").expect("a database"));
        run_migrations(&mut conn).expect("migrated");
        conn.batch_execute(&format!(
            "INSERT INTO people (name, name_folded, language, email, email_folded, email_confirmed_at, created_at)
             VALUES ('V', 'v', 'kk', 'new@example.kz', 'new@example.kz', {confirmed_at}, '2026-01-01 00:00:00');
             INSERT INTO outbox (dedup, person_id, address, kind, language, subject, text_body, html_body, message_id,
                                 state, tries, next_at, created_at) VALUES
             ('a', 1, 'old@example.kz', 'certificate', 'kk', 's', 't', 'h', 'a', 'failed', 7, '2026-01-01 00:00:00',
              '2026-01-01 00:00:00'),
             ('b', 1, 'old@example.kz', 'reset-password', 'kk', 's', 't', 'h', 'b', 'failed', 7, '2026-01-01 00:00:00',
              '2026-01-01 00:00:00');"
        ))
        .expect("failed mails");
        conn
    }

    fn again(conn: &mut Conn, id: i64) -> Result<Resent> {
        let now = Timestamp::from_unix(1_795_330_800).expect("a moment");
        resend_mail(conn, &Ctx { now, actor: Actor::System }, MailId(id))
    }

    fn placed(conn: &mut Conn, id: i64) -> (MailState, String, i32) {
        let mail = find(conn, MailId(id)).expect("read").expect("a mail");
        (mail.state, mail.address, mail.tries)
    }

    #[test]
    fn a_failed_mail_follows_its_person_to_a_confirmed_address() {
        let mut conn = failed("'2026-01-01 00:00:00'");
        assert_eq!(again(&mut conn, 1).expect("answered"), Resent::Queued);
        assert_eq!(placed(&mut conn, 1), (MailState::Queued, "new@example.kz".to_owned(), 0));
        assert_eq!(again(&mut conn, 1).expect("answered"), Resent::NotFailed);
        assert!(matches!(again(&mut conn, 99), Err(Error::NotFound)));
    }

    #[test]
    fn it_waits_for_an_address_that_is_not_confirmed() {
        let mut conn = failed("NULL");
        assert_eq!(again(&mut conn, 1).expect("answered"), Resent::Held);
        assert_eq!(placed(&mut conn, 1), (MailState::Held, "new@example.kz".to_owned(), 0));
    }

    #[test]
    fn a_letter_to_a_parent_goes_to_nobody_else() {
        let parent = |email: &str| {
            format!(
                "UPDATE people SET contact_email = '{email}', contact_agreed_by = 'Mother',
                 contact_agreed_at = '2026-01-01 00:00:00'"
            )
        };
        let mut conn = failed("NULL");
        // As long as it is agreed to, it goes where it was written for.
        conn.batch_execute("UPDATE people SET email = NULL, email_folded = NULL").expect("no own address");
        conn.batch_execute(&parent("old@example.kz")).expect("a contact");
        assert_eq!(again(&mut conn, 1).expect("answered"), Resent::Queued);
        assert_eq!(placed(&mut conn, 1).1, "old@example.kz");
        conn.batch_execute("UPDATE outbox SET state = 'failed'").expect("failed again");
        for change in [
            parent("other@example.kz"),
            "UPDATE people SET contact_email = NULL, contact_agreed_by = NULL, contact_agreed_at = NULL".to_owned(),
            format!("{}, email = 'new@example.kz', email_folded = 'new@example.kz'", parent("old@example.kz")),
        ] {
            conn.batch_execute(&change).expect("changed");
            assert_eq!(again(&mut conn, 1).expect("answered"), Resent::NobodysNow, "{change}");
            assert_eq!(placed(&mut conn, 1).0, MailState::Failed, "{change}");
        }
    }

    #[test]
    fn a_link_stays_with_the_address_it_was_written_for() {
        let mut conn = failed("'2026-01-01 00:00:00'");
        assert_eq!(again(&mut conn, 2).expect("answered"), Resent::Queued);
        assert_eq!(placed(&mut conn, 2), (MailState::Queued, "old@example.kz".to_owned(), 0));
    }
}
