//! The table `outbox`.

use diesel::prelude::*;

use super::frame::Written;
use super::list::Filter;
use super::message::OneLine;
use super::model::{Entry, Leased, MailState, NewMail};
use crate::db::schema::outbox;
use crate::db::{Conn, escape_like};
use crate::kernel::ids::{MailId, PersonId};
use crate::kernel::{Email, Error, Lang, Result, Timestamp};
use crate::on_backend;

/// What becomes of a mail after a try.
pub(super) enum Mark<'a> {
    Sent,
    /// `tries` as counted: a try that failed through our own trouble is taken back.
    Again {
        at: Timestamp,
        error: &'a str,
        tries: i32,
    },
    Failed {
        error: &'a str,
    },
}

/// `None` if the key was used before. `placed` is the state and the message's name.
pub(super) fn insert_mail(
    conn: &mut Conn,
    mail: &NewMail,
    placed: &(MailState, String),
    now: Timestamp,
) -> Result<Option<MailId>> {
    let row = (
        outbox::dedup.eq(&mail.key),
        outbox::person_id.eq(mail.person),
        outbox::address.eq(mail.to.as_str()),
        outbox::kind.eq(mail.kind),
        outbox::language.eq(mail.lang),
        outbox::subject.eq(mail.written.subject.as_str()),
        outbox::text_body.eq(&mail.written.text),
        outbox::html_body.eq(&mail.written.html),
        outbox::attachment.eq(mail.attachment.as_deref()),
        outbox::message_id.eq(&placed.1),
        outbox::state.eq(placed.0.code()),
        outbox::tries.eq(0),
        outbox::next_at.eq(now),
        outbox::created_at.eq(now),
    );
    let id = on_backend!(conn, c => diesel::insert_into(outbox::table)
        .values(row)
        .on_conflict_do_nothing()
        .returning(outbox::id)
        .get_result(c)
        .optional())?;
    Ok(id)
}

/// Due by the clock; or never tried and queued at a moment that has not come yet: then the clock was set back since, and
/// the mail need not wait for that moment to come round again.
macro_rules! is_due {
    ($now:expr) => {
        outbox::next_at
            .le($now)
            .or(outbox::tries.eq(0).and(outbox::created_at.gt($now)).and(outbox::next_at.le(outbox::created_at)))
    };
}

/// Mails that may be taken now, the most overdue first.
pub(super) fn list_due(conn: &mut Conn, now: Timestamp, limit: i64) -> Result<Vec<MailId>> {
    let ids = outbox::table
        .filter(outbox::state.eq(MailState::Queued.code()))
        .filter(is_due!(now))
        .filter(outbox::leased_until.is_null().or(outbox::leased_until.le(now)))
        .order((outbox::next_at, outbox::id))
        .select(outbox::id)
        .limit(limit)
        .load(conn)?;
    Ok(ids)
}

/// Takes those of the mails that no other worker has taken first, until then.
pub(super) fn lease(conn: &mut Conn, ids: &[MailId], now: Timestamp, until: Timestamp) -> Result<Vec<Leased>> {
    let mut leased = Vec::new();
    for id in ids {
        let free = outbox::table
            .filter(outbox::id.eq(id))
            .filter(outbox::state.eq(MailState::Queued.code()))
            .filter(is_due!(now))
            .filter(outbox::leased_until.is_null().or(outbox::leased_until.le(now)));
        let taken = diesel::update(free)
            .set((outbox::leased_until.eq(until), outbox::tries.eq(outbox::tries + 1)))
            .execute(conn)?;
        if taken == 1 {
            leased.push(find_leased(conn, *id, until)?);
        }
    }
    Ok(leased)
}

fn find_leased(conn: &mut Conn, id: MailId, until: Timestamp) -> Result<Leased> {
    let letter = (outbox::subject, outbox::text_body, outbox::html_body);
    let rest =
        (outbox::address, outbox::language, outbox::attachment, outbox::message_id, outbox::tries, outbox::created_at);
    let ((subject, text, html), (address, lang, attachment, message_id, tries, created_at)) = outbox::table
        .find(id)
        .select((letter, rest))
        .get_result::<((String, String, String), (String, Lang, Option<String>, String, i32, Timestamp))>(conn)?;
    let written = Written { subject: OneLine::new(&subject), text, html };
    Ok(Leased { id, address, lang, written, attachment, message_id, tries, created_at, until })
}

/// Ends every lease; how many there were.
pub(super) fn set_all_free(conn: &mut Conn) -> Result<usize> {
    let leased = outbox::table.filter(outbox::leased_until.is_not_null());
    Ok(diesel::update(leased).set(outbox::leased_until.eq(None::<Timestamp>)).execute(conn)?)
}

/// Marks a mail whose lease is still held; false if it is not. A sent mail loses its words.
pub(super) fn mark(conn: &mut Conn, mail: &Leased, mark: &Mark<'_>, now: Timestamp) -> Result<bool> {
    let held = outbox::table.filter(outbox::id.eq(mail.id)).filter(outbox::leased_until.eq(mail.until));
    let free = outbox::leased_until.eq(None::<Timestamp>);
    let changed = match mark {
        Mark::Sent => diesel::update(held)
            .set((
                outbox::state.eq(MailState::Sent.code()),
                outbox::sent_at.eq(now),
                outbox::text_body.eq(""),
                outbox::html_body.eq(""),
                outbox::last_error.eq(None::<String>),
                free,
            ))
            .execute(conn)?,
        Mark::Again { at, error, tries } => diesel::update(held)
            .set((outbox::next_at.eq(*at), outbox::tries.eq(*tries), outbox::last_error.eq(*error), free))
            .execute(conn)?,
        Mark::Failed { error } => diesel::update(held)
            .set((outbox::state.eq(MailState::Failed.code()), outbox::last_error.eq(*error), free))
            .execute(conn)?,
    };
    Ok(changed == 1)
}

pub(super) fn set_held_queued(conn: &mut Conn, person: PersonId, to: &Email, now: Timestamp) -> Result<usize> {
    let held = outbox::table.filter(outbox::person_id.eq(person)).filter(outbox::state.eq(MailState::Held.code()));
    let queued = outbox::state.eq(MailState::Queued.code());
    Ok(diesel::update(held).set((queued, outbox::address.eq(to.as_str()), outbox::next_at.eq(now))).execute(conn)?)
}

pub(super) fn set_person(conn: &mut Conn, from: PersonId, into: PersonId) -> Result<()> {
    diesel::update(outbox::table.filter(outbox::person_id.eq(from))).set(outbox::person_id.eq(into)).execute(conn)?;
    Ok(())
}

/// False if there is no such failed mail.
pub(super) fn set_failed_queued(conn: &mut Conn, id: MailId, now: Timestamp) -> Result<bool> {
    let failed = outbox::table.filter(outbox::id.eq(id)).filter(outbox::state.eq(MailState::Failed.code()));
    let queued = outbox::state.eq(MailState::Queued.code());
    Ok(diesel::update(failed).set((queued, outbox::tries.eq(0), outbox::next_at.eq(now))).execute(conn)? == 1)
}

/// The same in another state, to another address.
pub(super) fn set_failed_moved(
    conn: &mut Conn,
    id: MailId,
    (state, to): (MailState, &Email),
    now: Timestamp,
) -> Result<bool> {
    let failed = outbox::table.filter(outbox::id.eq(id)).filter(outbox::state.eq(MailState::Failed.code()));
    let moved =
        (outbox::state.eq(state.code()), outbox::address.eq(to.as_str()), outbox::tries.eq(0), outbox::next_at.eq(now));
    Ok(diesel::update(failed).set(moved).execute(conn)? == 1)
}

pub(super) fn delete_of_person(conn: &mut Conn, person: PersonId) -> Result<usize> {
    Ok(diesel::delete(outbox::table.filter(outbox::person_id.eq(person))).execute(conn)?)
}

pub(super) fn delete_waiting(conn: &mut Conn, attachment: &str) -> Result<usize> {
    let waits = outbox::table
        .filter(outbox::attachment.eq(attachment))
        .filter(outbox::state.ne(MailState::Sent.code()))
        .filter(outbox::leased_until.is_null());
    Ok(diesel::delete(waits).execute(conn)?)
}

pub(super) fn delete_unsent(conn: &mut Conn, person: PersonId, address: &str) -> Result<Vec<String>> {
    let unsent = || {
        outbox::table
            .filter(outbox::person_id.eq(person))
            .filter(outbox::address.eq(address))
            .filter(outbox::kind.like("certificate%"))
            .filter(outbox::state.ne(MailState::Sent.code()))
    };
    let attached: Vec<Option<String>> = unsent().order(outbox::id).select(outbox::attachment).load(conn)?;
    diesel::delete(unsent()).execute(conn)?;
    Ok(attached.into_iter().flatten().collect())
}

pub(super) fn delete_to(conn: &mut Conn, address: &str) -> Result<usize> {
    let about_nobody = outbox::table.filter(outbox::address.eq(address)).filter(outbox::person_id.is_null());
    Ok(diesel::delete(about_nobody).execute(conn)?)
}

pub(super) fn delete_ended_before(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let ended = outbox::state.eq_any([MailState::Sent.code(), MailState::Failed.code()]);
    let old = outbox::table.filter(ended).filter(outbox::created_at.lt(before));
    let old: Vec<MailId> = old.select(outbox::id).limit(limit).load(conn)?;
    Ok(diesel::delete(outbox::table.filter(outbox::id.eq_any(old))).execute(conn)?)
}

diesel::define_sql_function! {
    /// Small letters; on SQLite those of ASCII, which addresses mostly have.
    fn lower(text: diesel::sql_types::Text) -> diesel::sql_types::Text;
}

/// The pattern of texts that contain this one, in small letters.
fn containing(text: &str) -> String {
    format!("%{}%", escape_like(&text.trim().to_lowercase()))
}

type EntryRow = (
    (MailId, Option<PersonId>, String, String, String, String),
    (i32, Timestamp, Option<String>, Timestamp, Option<Timestamp>),
);

pub(super) fn list_entries(conn: &mut Conn, filter: &Filter, limit: i64) -> Result<Vec<Entry>> {
    let what = (outbox::id, outbox::person_id, outbox::address, outbox::kind, outbox::subject, outbox::state);
    let when = (outbox::tries, outbox::next_at, outbox::last_error, outbox::created_at, outbox::sent_at);
    let mut query =
        outbox::table.select((what, when)).order(outbox::id.desc()).limit(limit).offset(filter.offset).into_boxed();
    if let Some(state) = filter.state {
        query = query.filter(outbox::state.eq(state.code()));
    }
    if let Some(person) = filter.person {
        query = query.filter(outbox::person_id.eq(person));
    }
    if !filter.address.is_empty() {
        query = query.filter(lower(outbox::address).like(containing(&filter.address)).escape('\\'));
    }
    if let Some(before) = filter.before {
        query = query.filter(outbox::id.lt(before));
    }
    query.load::<EntryRow>(conn)?.into_iter().map(entry_of).collect()
}

fn entry_of(((id, person, address, kind, subject, state), when): EntryRow) -> Result<Entry> {
    let (tries, next_at, last_error, created_at, sent_at) = when;
    let state = state_of(&state)?;
    Ok(Entry { id, person, address, kind, subject, state, tries, next_at, last_error, created_at, sent_at })
}

/// When mails that were not taken are tried next, up to a moment, and why they were not; the last first.
pub(super) fn list_waiting_again(
    conn: &mut Conn,
    now: Timestamp,
    until: Timestamp,
) -> Result<Vec<(Timestamp, String)>> {
    let waiting = outbox::table
        .filter(outbox::state.eq(MailState::Queued.code()))
        .filter(outbox::next_at.gt(now))
        .filter(outbox::next_at.le(until))
        .filter(outbox::last_error.is_not_null())
        .order(outbox::next_at.desc())
        .select((outbox::next_at, outbox::last_error.assume_not_null()))
        .limit(100);
    Ok(waiting.load(conn)?)
}

pub(super) fn count_held_before(conn: &mut Conn, before: Timestamp) -> Result<i64> {
    let held = outbox::table.filter(outbox::state.eq(MailState::Held.code()));
    Ok(held.filter(outbox::created_at.lt(before)).count().get_result(conn)?)
}

pub(super) fn count_by_state(conn: &mut Conn, address: &str) -> Result<Vec<(MailState, i64)>> {
    let counts = outbox::table
        .filter(lower(outbox::address).like(containing(address)).escape('\\'))
        .group_by(outbox::state)
        .select((outbox::state, diesel::dsl::count_star()))
        .load::<(String, i64)>(conn)?;
    counts.into_iter().map(|(state, count)| Ok((state_of(&state)?, count))).collect()
}

fn state_of(code: &str) -> Result<MailState> {
    MailState::from_code(code).ok_or_else(|| Error::internal("an unknown state in the outbox"))
}
