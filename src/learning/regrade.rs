//! Marking tries again after a key was corrected.
//!
//! The rule: a try gets better or stays as it is. Whoever passes by the corrected key has passed from now on, and if that
//! was the last thing to do, completes the course. Whoever passed by the wrong key keeps that, and the certificate, unless
//! the centre revokes it; the register is told. What each try was before is kept, so nothing is lost.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use serde_json::json;

use super::complete::complete_if_done;
use super::corrected::corrected;
use super::finish::grade;
use super::model::{Attempt, QuizKey};
use super::regrade_mails::{Told, queue_regraded};
use super::renew::end_renewal;
use super::store::regrades;
use super::store::{self};
use crate::accounts::{self, audit};
use crate::content::model::Course;
use crate::content::{Library, Published};
use crate::db::Conn;
use crate::jobs::events::{Event, raise};
use crate::jobs::model::NewJob;
use crate::jobs::queue::{enqueue, is_queued};
use crate::kernel::ids::{AttemptId, VersionId};
use crate::kernel::{Ctx, Result, Slug};

/// The kind of the job that marks again.
pub const REGRADE: &str = "regrade";

/// So many tries are looked at in one piece.
const BATCH: i64 = 200;

/// What the corrected key makes of a try.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Regraded {
    /// The try.
    pub attempt: Attempt,
    /// Its points by the corrected key, in thousandths.
    pub points: i32,
    /// Passed by the corrected key.
    pub passed: bool,
    /// The questions whose marks are others now.
    pub questions: Vec<Slug>,
    /// By an earlier corrected key it was passed no longer either, and its owner was told that it stays.
    pub was_kept: bool,
}

impl Regraded {
    /// Failed before, and passed by the corrected key.
    pub fn passes_now(&self) -> bool {
        self.passed && self.attempt.passed != Some(true)
    }

    /// Passed before, and would not by the corrected key: it stays passed.
    pub fn is_kept(&self) -> bool {
        !self.passed && self.attempt.passed == Some(true)
    }

    fn is_better(&self) -> bool {
        !self.is_kept() && (self.passes_now() || self.points > self.attempt.points.unwrap_or_default())
    }
}

/// What a dry run counts.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Plan {
    /// Tries that get better.
    pub tries: usize,
    /// Those with other marks that would not be better: they stay as they are.
    pub stay: usize,
    /// Those that pass now.
    pub pass_now: usize,
    /// Those that passed and would not: they stay.
    pub kept: usize,
    /// How often each question is marked otherwise.
    pub questions: BTreeMap<Slug, usize>,
}

/// Counts what marking again by this version would do. Nothing is written.
///
/// # Errors
/// The database's.
pub fn plan_regrade(conn: &mut Conn, library: &Library, target: &Published) -> Result<Plan> {
    let (mut plan, mut after) = (Plan::default(), Some(AttemptId(0)));
    while let Some(from) = after {
        let (batch, next) = list_regraded(conn, library, target, from)?;
        after = next;
        for one in batch {
            plan.tries += usize::from(one.is_better());
            plan.stay += usize::from(!one.is_better());
            plan.pass_now += usize::from(one.passes_now());
            plan.kept += usize::from(one.is_kept());
            for key in one.questions {
                *plan.questions.entry(key).or_default() += 1;
            }
        }
    }
    Ok(plan)
}

/// A piece of the tries that began on earlier revisions and whose marks change; and where the next piece begins, if
/// there is one. Tries that were marked again by this version are not among them.
///
/// # Errors
/// The database's.
pub fn list_regraded(
    conn: &mut Conn,
    library: &Library,
    target: &Published,
    after: AttemptId,
) -> Result<(Vec<Regraded>, Option<AttemptId>)> {
    let attempts = regrades::list_attempts(conn, (target.course_id, target.edition, target.id), (after, BATCH))?;
    let next = attempts.last().map(|attempt| attempt.id).filter(|_| i64::try_from(attempts.len()) == Ok(BATCH));
    let ids: Vec<AttemptId> = attempts.iter().map(|attempt| attempt.id).collect();
    let mut answers = regrades::list_answers_of(conn, &ids)?;
    let earlier = regrades::list_earlier(conn, &ids)?;
    let mut courses: BTreeMap<(VersionId, Option<VersionId>), (Course, Course)> = BTreeMap::new();
    let mut found = Vec::new();
    for attempt in attempts {
        // What it was marked by last: the key of its own version, or one that corrected it.
        let last = earlier.get(&attempt.id).and_then(|all| all.last());
        let (begun_on, now) = match courses.entry((attempt.version, last.map(|last| last.version))) {
            Entry::Occupied(known) => known.into_mut(),
            Entry::Vacant(empty) => {
                let begun_on = library.version(conn, attempt.version)?.course.clone();
                let now = corrected(&begun_on, &target.course);
                let before = match last {
                    Some(last) => corrected(&begun_on, &library.version(conn, last.version)?.course),
                    None => begun_on,
                };
                empty.insert((before, now))
            }
        };
        let (begun_on, now) = (&*begun_on, &*now);
        let Some(rules) = QuizKey::of(begun_on, &attempt.quiz).and_then(|quiz| quiz.rules(begun_on)) else { continue };
        let own = answers.remove(&attempt.id).unwrap_or_default();
        let before = grade(begun_on, &attempt, &own, rules.pass_percent)?;
        let Ok(after) = grade(now, &attempt, &own, rules.pass_percent) else { continue };
        let pairs = before.marked.iter().zip(&after.marked).filter(|(old, new)| old.mark != new.mark);
        let questions: Vec<Slug> = pairs.map(|(old, _)| old.question.clone()).collect();
        if !questions.is_empty() {
            let points = store::thousandths(after.outcome.score.points);
            let was_kept = last.is_some_and(|last| last.is_kept);
            found.push(Regraded { points, passed: after.passed(), questions, attempt, was_kept });
        }
    }
    Ok((found, next))
}

/// Asks for marking again by this version: a job does it. Asked twice it is asked once; asked again later, it takes
/// the tries that were handed in since.
///
/// # Errors
/// The database's.
pub fn request_regrade(conn: &mut Conn, ctx: &Ctx, target: &Published) -> Result<bool> {
    // One that was given up does not stand in the way of the next.
    let payload = target.id.to_string();
    if !regrades::open_regrade(conn, ctx, target.id)? && is_queued(conn, REGRADE, &payload)? {
        return Ok(false);
    }
    let details = json!({ "version": target.id, "edition": target.edition, "revision": target.revision });
    let subject_id = Some(target.course_id.0);
    audit::record(conn, ctx, &audit::Entry { action: "tests marked again", subject: "course", subject_id, details })?;
    enqueue(conn, ctx, &NewJob { kind: REGRADE, key: None, payload, run_at: ctx.now })?;
    Ok(true)
}

/// Marks a piece of tries again, in one transaction. `current` gives the course of an edition, for completing it;
/// `told` is what mails say. A try that was marked again by this version before is left alone.
///
/// # Errors
/// The database's.
pub fn apply_regrade(
    conn: &mut Conn,
    ctx: &Ctx,
    (library, version): (&Library, VersionId),
    tries: &[Regraded],
    told: &Told,
) -> Result<()> {
    for one in tries {
        if !regrades::insert_regraded(conn, ctx, version, one)? {
            continue;
        }
        let enrolment = store::get_enrolment(conn, one.attempt.enrolment)?;
        if one.is_better() {
            regrades::set_better(conn, one.attempt.id, (one.points, one.passed))?;
            let published = library.shelf().edition(enrolment.course, enrolment.edition).cloned();
            let is_renewed =
                one.passed && one.attempt.quiz == QuizKey::Final.code() && end_renewal(conn, ctx, &one.attempt)?;
            if let Some(published) = published.filter(|_| one.passed && !is_renewed) {
                complete_if_done(conn, ctx, &enrolment, &published.course)?;
            }
        }
        if one.is_kept() && !one.was_kept {
            let details = json!({ "course": told.course_key, "test": one.attempt.quiz });
            let subject_id = Some(enrolment.person.0);
            let action = "result kept after a wrong key";
            audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id, details })?;
            raise(conn, ctx, Event::ResultKept { enrolment: enrolment.id, attempt: one.attempt.id })?;
        }
        if one.passes_now() || one.is_kept() && !one.was_kept {
            let person = accounts::find_merged_person(conn, enrolment.person)?;
            queue_regraded(conn, ctx, &person, (one, version), told)?;
        }
    }
    Ok(())
}

/// Notes that all tries were looked at.
///
/// # Errors
/// The database's.
pub fn end_regrade(conn: &mut Conn, ctx: &Ctx, version: VersionId) -> Result<()> {
    regrades::set_ended(conn, ctx, version)
}

/// A try that was marked again, as its result is shown.
#[derive(Debug, Clone)]
pub struct Remarked {
    /// The course as the try had it, with the keys of the last correction: what is explained.
    pub course: Course,
    /// The course by whose keys its points stand, if it got better; otherwise it stays what it was.
    pub better: Option<Course>,
}

/// What marking a try again by corrected versions came to, if that was done.
///
/// # Errors
/// The database's.
pub fn find_remarked(conn: &mut Conn, library: &Library, attempt: &Attempt) -> Result<Option<Remarked>> {
    let mut earlier = regrades::list_earlier(conn, &[attempt.id])?;
    let all = earlier.remove(&attempt.id).unwrap_or_default();
    let Some(last) = all.last() else { return Ok(None) };
    let begun_on = library.version(conn, attempt.version)?;
    let mut by =
        |version| -> Result<Course> { Ok(corrected(&begun_on.course, &library.version(conn, version)?.course)) };
    let course = by(last.version)?;
    let better = all.iter().rev().find(|one| one.is_better).map(|one| by(one.version)).transpose()?;
    Ok(Some(Remarked { course, better }))
}
