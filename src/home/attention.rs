//! What somebody at the centre has to do something about. A feature that has such a thing adds a line here.

use crate::accounts::{self, AccountState, PeopleSearch};
use crate::certificates::questioned::count_questioned;
use crate::db::Conn;
use crate::jobs::events::EventKind;
use crate::jobs::list::count_troubled;
use crate::kernel::age::first_minor_year;
use crate::kernel::{Day, Result, Timestamp};
use crate::mail::list::{count_by_state, count_held_since};
use crate::mail::model::MailState;
use crate::settings;

/// After so many days a held mail is held long: its person has overlooked the confirmation, or the address is wrong.
pub(super) const HELD_DAYS: i64 = 3;

/// For so many days certificates behind which a key was wrong are shown.
const QUESTIONED_DAYS: i64 = 30;

/// One thing to look at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Item {
    /// The catalogue's words with the number.
    pub(super) words: &'static str,
    /// What it means and what to do.
    pub(super) what: &'static str,
    /// The words of the link.
    pub(super) look: &'static str,
    /// Where to look, after the language.
    pub(super) path: &'static str,
    /// How many.
    pub(super) count: i64,
}

const fn item([words, what, look]: [&'static str; 3], path: &'static str, count: i64) -> Item {
    Item { words, what, look, path, count }
}

/// Everything that needs attention now, the most pressing first; nothing without a number.
///
/// # Errors
/// The database's.
pub(super) fn list(conn: &mut Conn, now: Timestamp, today: Day) -> Result<Vec<Item>> {
    let mails = count_by_state(conn)?;
    let failed = mails.iter().find(|(state, _)| *state == MailState::Failed).map_or(0, |(_, count)| *count);
    let held = count_held_since(conn, now.plus_hours(-24 * HELD_DAYS))?;
    let troubled = count_troubled(conn)?;
    let all: i64 = troubled.iter().map(|(_, count)| count).sum();
    let issuing = [EventKind::CourseCompleted, EventKind::CourseRenewed].map(EventKind::job_kind);
    let unissued: i64 =
        troubled.iter().filter(|(kind, _)| issuing.contains(&kind.as_str())).map(|(_, count)| *count).sum();
    let unanswerable = i64::from(settings::load(conn)?.reply_to().is_none());
    let mut minors = |state: AccountState| {
        let minors_from = first_minor_year(today);
        let search = PeopleSearch { state: Some(state), minors_from, ..PeopleSearch::default() };
        accounts::count_found(conn, &search)
    };
    let (withdrawn, missing) = (minors(AccountState::ConsentWithdrawn)?, minors(AccountState::ConsentMissing)?);
    let items = [
        item(
            ["attention-withdrawn", "attention-withdrawn-what", "attention-minors-look"],
            "/centre/people?state=consent-withdrawn",
            withdrawn,
        ),
        item(["attention-unissued", "attention-unissued-what", "attention-unissued-look"], "/centre/jobs", unissued),
        item(
            ["centre-mails-failed", "centre-failed-what", "centre-failed-look"],
            "/centre/outbox?state=failed",
            failed,
        ),
        item(["attention-held", "centre-held-what", "centre-held-look"], "/centre/outbox?state=held", held),
        item(["attention-jobs", "attention-jobs-what", "attention-jobs-look"], "/centre/jobs", all - unissued),
        item(
            ["attention-missing", "attention-missing-what", "attention-minors-look"],
            "/centre/people?state=consent-missing",
            missing,
        ),
        item(
            ["attention-questioned", "attention-questioned-what", "attention-questioned-look"],
            "/centre/audit?action=result+kept+after+a+wrong+key",
            count_questioned(conn, now.plus_hours(-24 * QUESTIONED_DAYS))?,
        ),
        item(["attention-reply", "attention-reply-what", "attention-reply-look"], "/centre/settings", unanswerable),
    ];
    Ok(items.into_iter().filter(|item| item.count > 0).collect())
}
