//! What a trainer has to look at: in drafts, in the figures of questions, in what learners ask.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, PoisonError};

use super::figures;
use super::model::Span;
use super::report::{Item, report};
use super::store;
use crate::authoring;
use crate::content::Published;
use crate::content::library::Shelf;
use crate::db::Conn;
use crate::kernel::ids::{DraftId, UploadId, VersionId};
use crate::kernel::{Result, Slug, Timestamp};
use crate::quiz::model::Question;
use crate::reviews;

/// Something to look at, with a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Need {
    /// In which course.
    pub course: Slug,
    /// What.
    pub what: What,
    /// How many; 1 where there is nothing to count.
    pub count: usize,
}

/// What there is to look at, the most pressing first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum What {
    /// Learners wait for an answer.
    Requests,
    /// Questions that mislead, or whose key may be wrong; by an earlier edition, if the newest has few tries.
    Questions(Option<i32>),
    /// Translations whose source has changed.
    Stale(DraftId),
    /// Changes that learners do not see yet.
    Unpublished(DraftId),
    /// The folder of the server brought another copy, which waits beside the draft.
    Brought(DraftId, UploadId),
    /// Lessons lack signatures that the course needs.
    Reviews,
}

/// Questions that are worth a look.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Worth {
    /// The edition whose tries tell it.
    pub edition: i32,
    /// By key.
    pub questions: BTreeMap<Slug, Look>,
}

/// Why a question is worth a look.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// The codes of its flags, the gravest first.
    pub flags: Vec<&'static str>,
    /// So many percent of the points were reached.
    pub facility: u32,
    /// Its correlation with the rest of the test, in hundredths; none of too few.
    pub discrimination: Option<i32>,
}

/// The questions of a course that are worth a look, by the newest edition with enough tries; while none has enough, by the
/// newest. What a later edition words or keys otherwise was looked at, and is not among them.
///
/// # Errors
/// The database's.
pub fn list_worth(conn: &mut Conn, shelf: &Shelf, newest: &Published) -> Result<Worth> {
    let editions: Vec<&Arc<Published>> = shelf.editions(newest.course_id).collect();
    let mut of_newest = Worth { edition: newest.edition, questions: BTreeMap::new() };
    // Few editions, and of the earlier ones none is read as soon as one has enough.
    for published in editions.into_iter().rev() {
        let span = Span { course: published.course_id, edition: published.edition, since: None };
        let log = store::list_sittings(conn, span, None)?;
        let reports = report(&published.course, &log);
        let is_same =
            |question: &Question| newest.course.question(&question.key).is_some_and(|(_, now)| now == question);
        let items = reports.iter().flat_map(|report| &report.items);
        let flagged = items.filter(|item| !item.flags.is_empty() && is_same(item.question));
        let questions = flagged.map(|item| (item.question.key.clone(), look(item))).collect();
        let worth = Worth { edition: published.edition, questions };
        if reports.iter().any(|report| !report.is_few()) {
            return Ok(worth);
        }
        if published.edition == newest.edition {
            of_newest = worth;
        }
    }
    Ok(of_newest)
}

fn look(item: &Item<'_>) -> Look {
    let tells = item.figures.rest.filter(|rest| rest.pairs >= figures::ENOUGH);
    Look {
        flags: item.flags.iter().map(|flag| flag.code()).collect(),
        facility: figures::flags::percent(item.figures.facility.mean),
        discrimination: tells.map(|rest| hundredths(rest.r)),
    }
}

/// Rounded; a correlation lies between -1 and 1.
fn hundredths(r: f64) -> i32 {
    (-100..=100)
        .min_by(|one, other| {
            let away = |hundredth: i32| (f64::from(hundredth) / 100.0 - r).abs();
            away(*one).total_cmp(&away(*other))
        })
        .unwrap_or_default()
}

/// Questions that are worth a look, by version: how many, and by which edition. Reading a long log again for every page
/// would be too much.
#[derive(Debug, Default)]
pub struct Flagged(Mutex<BTreeMap<VersionId, CountedAt>>);

/// When it was counted, how many questions are worth a look, and by which edition.
type CountedAt = (Timestamp, (usize, i32));

/// After so many seconds the log is read again.
const KEPT: i64 = 600;

impl Flagged {
    /// How many questions of a course are worth a look, and by which edition.
    fn count(
        &self,
        conn: &mut Conn,
        (courses, published): (&Shelf, &Published),
        at: Timestamp,
    ) -> Result<(usize, i32)> {
        let kept = self.0.lock().unwrap_or_else(PoisonError::into_inner).get(&published.id).copied();
        if let Some((_, count)) = kept.filter(|(read, _)| at.seconds_since(*read) < KEPT) {
            return Ok(count);
        }
        let worth = list_worth(conn, courses, published)?;
        let found = (worth.questions.len(), worth.edition);
        self.0.lock().unwrap_or_else(PoisonError::into_inner).insert(published.id, (at, found));
        Ok(found)
    }
}

/// How many drafts are looked into: those changed last.
const DRAFTS: usize = 20;

/// Everything that needs a trainer now. `requests` are the messages that wait, by course.
///
/// # Errors
/// The database's.
pub fn list_needs(
    conn: &mut Conn,
    now: Timestamp,
    (shelf, flagged, reviews): (&Shelf, &Flagged, &reviews::Current),
    requests: &[(crate::kernel::ids::CourseId, i64)],
) -> Result<Vec<Need>> {
    let mut needs = Vec::new();
    for published in shelf.catalogue() {
        let mut push = |what, count| needs.push(Need { course: published.course.key.clone(), what, count });
        let waiting = requests.iter().find(|(of, _)| *of == published.course_id).map_or(0, |(_, count)| *count);
        push(What::Requests, usize::try_from(waiting).unwrap_or_default());
        let (worth, edition) = flagged.count(conn, (shelf, published), now)?;
        push(What::Questions(Some(edition).filter(|edition| *edition != published.edition)), worth);
        let mut subjects = published.course.reviews.pending();
        subjects.extend(&published.course.reviews.before_publishing);
        subjects.sort_unstable();
        subjects.dedup();
        push(What::Reviews, reviews.count_unsigned(published, &subjects));
    }
    let brought = authoring::list_brought(conn)?;
    for (at, line) in authoring::list_drafts(conn)?.into_iter().enumerate() {
        let draft = line.draft;
        // The newest copy of each.
        if let Some((_, upload)) = brought.iter().find(|(of, _)| *of == draft.id) {
            needs.push(Need { course: draft.course.clone(), what: What::Brought(draft.id, *upload), count: 1 });
        }
        if at >= DRAFTS {
            continue;
        }
        let stale = authoring::count_stale(conn, &draft)?;
        let unpublished = usize::from(draft.has_news());
        for (what, count) in [(What::Stale(draft.id), stale), (What::Unpublished(draft.id), unpublished)] {
            needs.push(Need { course: draft.course.clone(), what, count });
        }
    }
    needs.retain(|need| need.count > 0);
    needs.sort_by_key(|need| need.what);
    Ok(needs)
}
