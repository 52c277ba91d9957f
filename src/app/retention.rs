//! How long what is kept, and why: one table. Once a day each rule removes what is older than its term, a few rows in
//! each transaction, so that nobody who learns waits for it. Running it twice changes nothing more. `docs/security.md`
//! shows the same terms; a test compares them.

pub use super::care::erase_due;
use super::{care, exporting};
use crate::db::Conn;
use crate::jobs::model::Failure;
use crate::kernel::{Actor, Result, Timestamp};
use crate::web::App;
use crate::{accounts, authoring, exports, groups, intake, jobs, mail, organisations};

/// Rows that one transaction removes at most.
const CHUNK: i64 = 500;

/// How what is older than a moment is removed, in portions, so that nobody who learns waits for it.
#[derive(Debug, Clone, Copy)]
enum Forget {
    /// Finds at most so many rows and removes them; how many there were.
    Rows(fn(&mut Conn, Timestamp, i64) -> Result<usize>),
    /// Finding reads all history of the drafts: that is done once, beside the writer.
    Autosaves,
}

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

const fn rule(
    what: &'static str,
    days: i64,
    why: &'static str,
    forget: fn(&mut Conn, Timestamp, i64) -> Result<usize>,
) -> Rule {
    Rule { what, days, why, forget: Forget::Rows(forget) }
}

/// A text is brought back as it was an hour or a day before.
const AUTOSAVES: Rule = Rule {
    what: "autosaves",
    days: 1,
    why: "a text is brought back as it was an hour or a day before",
    forget: Forget::Autosaves,
};

/// Every rule but the one of [`UNUSED_DAYS`]. What a rule does not name is kept as long as the account.
pub const RULES: [Rule; 18] = [
    rule("failed passwords", 1, "the longest limit counts an hour", accounts::forget_failures),
    rule("links", 90, "questions about a mail", accounts::forget_links),
    rule("ended sign-ins", 90, "somebody asks who used the account", accounts::forget_sign_ins),
    rule("ended tokens of programs", 90, "somebody asks which program it was", accounts::forget_tokens),
    rule("audit", 1095, "three years are proposed, a lawyer decides", accounts::forget_audit),
    rule("finished jobs", 90, "a repeated request finds its key", jobs::forget::forget_done),
    rule("failed jobs", 365, "somebody should have looked", jobs::forget::forget_failed),
    rule("uploaded files", 1, "whoever brings questions or a course decides at once", authoring::forget_uploads),
    AUTOSAVES,
    rule("lists of people", 1, "whoever brings one decides at once", intake::forget_unconfirmed),
    rule("finished lists", 30, "somebody asks who was on it", intake::forget_finished),
    rule("exported files", 1, "whoever asks for one downloads it at once", exports::forget_old),
    rule("ended mails", 365, "questions about delivery", mail::erase::erase_old),
    rule("who decided on ended memberships", 365, "somebody asks who decided", organisations::forget_deciders),
    rule("ended memberships", 1827, "reports reach back so far", organisations::forget_ended),
    rule("former places", 1830, "reports go back four years and the present one", accounts::forget_former_places),
    rule("left groups", 365, "somebody asks who was in the group", groups::forget_left),
    rule("past groups", 365, "somebody asks who took part", groups::forget_over),
];

/// Days after which an account ends that was never confirmed and never used: the address may be a stranger's.
pub const UNUSED_DAYS: i64 = 365;

async fn forget_rows(
    app: &App,
    before: Timestamp,
    forget: fn(&mut Conn, Timestamp, i64) -> Result<usize>,
) -> Result<usize, Failure> {
    let mut removed = 0;
    loop {
        let now = app.write(Actor::System, move |conn, _| forget(conn, before, CHUNK)).await?;
        removed += now;
        if i64::try_from(now).unwrap_or(CHUNK) < CHUNK {
            return Ok(removed);
        }
    }
}

async fn forget_autosaves(app: &App, before: Timestamp) -> Result<usize, Failure> {
    let mut removed = 0;
    for (draft, numbers) in app.db.read_long(move |conn| authoring::list_superfluous(conn, before)).await? {
        for some in numbers.chunks(usize::try_from(CHUNK).unwrap_or(1)).map(<[i64]>::to_vec) {
            let delete = move |conn: &mut Conn, _: &_| authoring::delete_autosaves(conn, draft, &some);
            removed += app.write(Actor::System, delete).await?;
        }
    }
    Ok(removed)
}

/// Runs every rule.
///
/// # Errors
/// The database's; what was removed before stays removed.
pub async fn run(app: &App) -> Result<(), Failure> {
    let before = |days: i64| app.now().plus_hours(-24 * days);
    for rule in RULES {
        let removed = match rule.forget {
            Forget::Rows(forget) => forget_rows(app, before(rule.days), forget).await?,
            Forget::Autosaves => forget_autosaves(app, before(rule.days)).await?,
        };
        if removed > 0 {
            tracing::info!(what = rule.what, removed, "forgotten");
        }
    }
    let erased = care::erase_unused(app, before(UNUSED_DAYS)).await?;
    if erased > 0 {
        tracing::info!(erased, "unused accounts were erased");
    }
    exporting::sweep(app).await?;
    Ok(())
}
