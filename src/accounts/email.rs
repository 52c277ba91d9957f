//! Correcting a person's e-mail, by the centre.

use super::grant::is_in_reach;
use super::model::LinkPurpose;
use super::{audit, change_email, confirm, invite, store};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Email, Error, Result, Secret};

/// What became of a correction.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Corrected {
    /// The new address is stored and gets a confirmation, or another invitation from whoever waits for it; held mail goes there once it is confirmed.
    Yes,
    /// It is the person's address already; nothing was changed, and a confirmation stays.
    AlreadySo,
    /// Another account has this address, or had it until lately and may take it back.
    Taken,
}

/// Gives a person another e-mail address, unconfirmed until its owner says so.
///
/// # Errors
/// Not found; forbidden if the person holds a role that the one who acts may not grant; the database's.
pub fn correct_email(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, email): (PersonId, &Email),
    link: &Secret,
    base: &str,
) -> Result<Corrected> {
    let found = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    if !is_in_reach(conn, ctx, &found)? {
        return Err(Error::Forbidden);
    }
    if found.email.as_deref() == Some(email.as_str()) {
        return Ok(Corrected::AlreadySo);
    }
    if change_email::is_taken(conn, ctx, email, Some(person))? {
        return Ok(Corrected::Taken);
    }
    store::set_email(conn, person, email)?;
    // The former mailbox may be the trouble: nothing that was sent there works any more.
    let ended = [LinkPurpose::ChangeEmail, LinkPurpose::UndoEmail, LinkPurpose::ResetPassword, LinkPurpose::Invitation];
    for purpose in ended {
        store::set_links_used(conn, ctx, purpose, Some(person))?;
    }
    if !invite::invite_again(conn, ctx, person, link, base)? {
        confirm::send_again(conn, ctx, person, link, base)?;
    }
    let entry = audit::Entry {
        action: "e-mail corrected",
        subject: "person",
        subject_id: Some(person.0),
        details: serde_json::Value::Null,
    };
    audit::record(conn, ctx, &entry)?;
    Ok(Corrected::Yes)
}

#[cfg(test)]
mod tests {
    use diesel::connection::SimpleConnection;
    use diesel::{Connection, SqliteConnection};

    use super::*;
    use crate::db::run_migrations;
    use crate::kernel::{Actor, Random, Timestamp};

    /// A volunteer (1), an officer (2) and an administrator (3).
    fn people() -> Conn {
        let mut conn = Conn::Sqlite(SqliteConnection::establish(":memory:").expect("a database"));
        run_migrations(&mut conn).expect("migrated");
        conn.batch_execute(
            "INSERT INTO people (name, name_folded, language, email, email_folded, email_confirmed_at, created_at) VALUES
             ('V', 'v', 'kk', 'v@example.kz', 'v@example.kz', '2026-01-01 00:00:00', '2026-01-01 00:00:00'),
             ('O', 'o', 'kk', 'o@example.kz', 'o@example.kz', '2026-01-01 00:00:00', '2026-01-01 00:00:00'),
             ('A', 'a', 'kk', 'a@example.kz', 'a@example.kz', '2026-01-01 00:00:00', '2026-01-01 00:00:00');
             INSERT INTO grants (person_id, role, granted_at) VALUES
             (2, 'centre', '2026-01-01 00:00:00'), (3, 'administrator', '2026-01-01 00:00:00');",
        )
        .expect("people");
        conn
    }

    fn correct(conn: &mut Conn, (by, whose): (i64, i64), address: &str) -> Result<Corrected> {
        let now = Timestamp::from_unix(1_795_330_800).expect("a moment");
        let ctx = Ctx { now, actor: Actor::Person(PersonId(by)) };
        let email = Email::parse(address).expect("an address");
        let link = Random::system().secret();
        correct_email(conn, &ctx, (PersonId(whose), &email), &link, "https://erikti.example.kz/")
    }

    fn is_confirmed(conn: &mut Conn, id: i64) -> bool {
        let person = store::find_person(conn, PersonId(id)).expect("read").expect("a person");
        person.email_confirmed_at.is_some()
    }

    #[test]
    fn an_officer_corrects_a_volunteer_and_nobody_with_more_power() {
        let mut conn = people();
        assert_eq!(correct(&mut conn, (2, 1), "new@example.kz").expect("corrected"), Corrected::Yes);
        assert!(!is_confirmed(&mut conn, 1));
        assert!(matches!(correct(&mut conn, (2, 3), "new2@example.kz"), Err(Error::Forbidden)));
        assert!(matches!(correct(&mut conn, (1, 2), "new2@example.kz"), Err(Error::Forbidden)));
        assert_eq!(correct(&mut conn, (3, 2), "new2@example.kz").expect("corrected"), Corrected::Yes);
        assert!(matches!(correct(&mut conn, (2, 99), "new3@example.kz"), Err(Error::NotFound)));
    }

    #[test]
    fn the_same_address_again_keeps_its_confirmation() {
        let mut conn = people();
        assert_eq!(correct(&mut conn, (2, 1), "v@example.kz").expect("answered"), Corrected::AlreadySo);
        assert_eq!(correct(&mut conn, (2, 1), "O@Example.kz").expect("answered"), Corrected::Taken);
        assert!(is_confirmed(&mut conn, 1));
    }
}
