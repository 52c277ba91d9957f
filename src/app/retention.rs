//! How long what is kept, and why: one table. Once a day each rule removes what is older than its term, a few rows in
//! each transaction, so that nobody who learns waits for it. Running it twice changes nothing more. `docs/security.md`
//! shows the same terms; a test compares them.

use super::care;
pub use super::care::erase_due;
use crate::db::Conn;
use crate::jobs::model::Failure;
use crate::kernel::{Actor, Result, Timestamp};
use crate::web::App;
use crate::{accounts, authoring, groups, intake, jobs, mail, organisations};

/// Rows that one transaction removes at most.
const CHUNK: i64 = 500;

/// Removes what is older than a moment, at most so many rows; how many there were.
type Forget = fn(&mut Conn, Timestamp, i64) -> Result<usize>;

/// A rule.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// What it is about.
    pub what: &'static str,
    /// After how many days.
    pub days: i64,
    /// Why not longer, and not shorter.
    pub why: &'static str,
    forget: Forget,
}

const fn rule(what: &'static str, days: i64, why: &'static str, forget: Forget) -> Rule {
    Rule { what, days, why, forget }
}

/// Every rule but the one of [`UNUSED_DAYS`]. What a rule does not name is kept as long as the account.
pub const RULES: [Rule; 15] = [
    rule("failed passwords", 1, "the longest limit counts an hour", accounts::forget_failures),
    rule("links", 90, "questions about a mail", accounts::forget_links),
    rule("ended sign-ins", 90, "somebody asks who used the account", accounts::forget_sign_ins),
    rule("ended tokens of programs", 90, "somebody asks which program it was", accounts::forget_tokens),
    rule("audit", 1095, "three years are proposed, a lawyer decides", accounts::forget_audit),
    rule("finished jobs", 90, "a repeated request finds its key", jobs::forget::forget_done),
    rule("failed jobs", 365, "somebody should have looked", jobs::forget::forget_failed),
    rule("uploaded files", 1, "whoever brings questions or a course decides at once", authoring::forget_uploads),
    rule("autosaves", 1, "a text is brought back as it was an hour or a day before", authoring::thin_autosaves),
    rule("lists of people", 1, "whoever brings one decides at once", intake::forget_unconfirmed),
    rule("finished lists", 30, "somebody asks who was on it", intake::forget_finished),
    rule("ended mails", 365, "questions about delivery", mail::erase::erase_old),
    rule("ended memberships", 365, "somebody asks who decided", organisations::forget_ended),
    rule("left groups", 365, "somebody asks who was in the group", groups::forget_left),
    rule("past groups", 365, "somebody asks who took part", groups::forget_over),
];

/// Days after which an account ends that was never confirmed and never used: the address may be a stranger's.
pub const UNUSED_DAYS: i64 = 365;

/// Runs every rule.
///
/// # Errors
/// The database's; what was removed before stays removed.
pub async fn run(app: &App) -> Result<(), Failure> {
    let before = |days: i64| app.now().plus_hours(-24 * days);
    for rule in RULES {
        let (before, forget) = (before(rule.days), rule.forget);
        let mut removed = 0;
        loop {
            let now = app.write(Actor::System, move |conn, _| forget(conn, before, CHUNK)).await?;
            removed += now;
            if i64::try_from(now).unwrap_or(CHUNK) < CHUNK {
                break;
            }
        }
        if removed > 0 {
            tracing::info!(what = rule.what, removed, "forgotten");
        }
    }
    let erased = care::erase_unused(app, before(UNUSED_DAYS)).await?;
    if erased > 0 {
        tracing::info!(erased, "unused accounts were erased");
    }
    Ok(())
}
