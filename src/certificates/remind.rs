//! Reminding holders that a certificate runs out: 60 and 14 days before its last day, and on it.

use super::data::Kind;
use super::mails::Address;
use super::model::{Certificate, RENEWAL_DAYS};
use super::store::renewal::list_expiring;
use crate::accounts;
use crate::db::Conn;
use crate::i18n::{long_date, t, t_with};
use crate::kernel::ids::CertificateId;
use crate::kernel::{Ctx, Day, Result};
use crate::mail::frame::{Action, Letter, Written};
use crate::mail::message::OneLine;
use crate::mail::model::NewMail;
use crate::mail::queue::queue;

/// Certificates that one transaction looks at.
const PORTION: i64 = 200;

/// How many days before the last day, the earliest first.
const STAGES: [u64; 3] = [RENEWAL_DAYS, 14, 0];

/// A server that stood still reminds of the last day up to so many days late.
const LATE_DAYS: u64 = 7;

/// Which reminder is due for a certificate issued on the first day that is valid until the second; the newest one, if
/// others were missed. None that would have been due before the certificate was issued.
fn stage(issued_on: Day, expires_on: Day, today: Day) -> Option<u64> {
    if today > expires_on.plus_days(LATE_DAYS) {
        return None;
    }
    let begun = STAGES.into_iter().rev().find(|days| today >= expires_on.minus_days(*days))?;
    (issued_on < expires_on.minus_days(begun)).then_some(begun)
}

/// Queues the reminders that are due among the next certificates after one; where to go on, if there are more. Each
/// reminder goes out once, however often this runs. `is_renewable` tells whose course gives a certificate that holds
/// longer.
///
/// # Errors
/// The database's.
pub fn remind_holders(
    conn: &mut Conn,
    ctx: &Ctx,
    (today, after): (Day, CertificateId),
    (base, is_renewable): (&str, &dyn Fn(&Certificate) -> bool),
) -> Result<Option<CertificateId>> {
    let days = (today.minus_days(LATE_DAYS), today.plus_days(RENEWAL_DAYS));
    let found = list_expiring(conn, days, after, PORTION)?;
    for certificate in &found {
        if let Some(on) = certificate.expires_on
            && let Some(days) = stage(certificate.issued_on, on, today)
        {
            remind(conn, ctx, certificate, (on, days), (base, is_renewable(certificate)))?;
        }
    }
    let is_full = i64::try_from(found.len()).is_ok_and(|count| count == PORTION);
    Ok(found.last().filter(|_| is_full).map(|last| last.id))
}

fn remind(
    conn: &mut Conn,
    ctx: &Ctx,
    certificate: &Certificate,
    (on, days): (Day, u64),
    how: (&str, bool),
) -> Result<()> {
    let Some(id) = certificate.person else { return Ok(()) };
    // Whoever cannot sign in would be led to a page that refuses them.
    let is_open = |person: &accounts::Person| person.disabled_at.is_none() && person.erase_at.is_none();
    let holder = accounts::find_person(conn, id)?.filter(is_open);
    let Some(to) = holder.as_ref().and_then(Address::of) else { return Ok(()) };
    let mail = NewMail {
        key: format!("certificate-expiry:{}:{days}", certificate.id),
        person: certificate.person,
        standing: to.standing,
        kind: "certificate-expiry",
        lang: to.lang,
        written: write(certificate, &to, on, how),
        to: to.email,
        attachment: None,
    };
    queue(conn, ctx, &mail).map(|_| ())
}

fn write(certificate: &Certificate, to: &Address, on: Day, (base, is_renewable): (&str, bool)) -> Written {
    let lang = to.lang;
    let [how, action] = if is_renewable {
        ["mail-expiry-how", "mail-expiry-action"]
    } else if certificate.kind == Kind::Practical {
        ["mail-expiry-practical", "mail-expiry-look"]
    } else {
        ["mail-expiry-fixed", "mail-expiry-look"]
    };
    let [subject, text] = match to.contact {
        None => ["mail-expiry-subject", "mail-expiry-text"],
        Some(_) => ["mail-expiry-contact-subject", "mail-expiry-contact"],
    };
    let words = [
        ("course", certificate.course_title.as_str().into()),
        ("name", certificate.holder.as_str().into()),
        ("number", certificate.number.to_string().into()),
        ("date", long_date(lang, on).into()),
    ];
    let letter = Letter {
        lang,
        subject: OneLine::new(&t_with(lang, subject, &words)),
        greeting: to.greeting(&certificate.holder),
        paragraphs: to
            .why(&certificate.holder)
            .into_iter()
            .chain([t_with(lang, text, &words), t(lang, how).to_owned()])
            .collect(),
        // The page of the holder is closed to a contact; the one that verifies is open to everybody.
        action: Some(match to.contact {
            None => Action {
                label: t(lang, action).to_owned(),
                url: format!("{base}{lang}/learn/certificates/{}", certificate.number),
            },
            Some(_) => {
                Action { label: t(lang, "mail-expiry-look").to_owned(), url: format!("{base}v/{}", certificate.number) }
            }
        }),
        footer: t(lang, "mail-footer").to_owned(),
    };
    letter.write()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(number: u64) -> Day {
        Day::parse("2026-01-01").expect("a day").plus_days(number)
    }

    #[test]
    fn the_newest_reminder_is_due_and_none_from_before_the_issue() {
        let last = 400;
        let due = |today| stage(day(0), day(last), day(today));
        for (today, expected) in [
            (0, None),
            (last - 61, None),
            (last - 60, Some(60)),
            (last - 15, Some(60)),
            (last - 14, Some(14)),
            (last - 1, Some(14)),
            (last, Some(0)),
            (last + 7, Some(0)),
            (last + 8, None),
        ] {
            assert_eq!(due(today), expected, "{today}");
        }
        // Valid for a month only: no reminder on the day of issue.
        assert_eq!(stage(day(0), day(30), day(0)), None);
        assert_eq!(stage(day(0), day(30), day(16)), Some(14));
    }
}
