//! Autosaves grow thin with time: of those older than a day one stays for each text, author and hour, of those older than
//! 30 days one for each day; hours and days are those of UTC.
//!
//! What somebody saved by hand stays, and the text before it, so that it can be taken back to what it was. So do the text
//! that holds now, what a translation was compared with, what was published, and everything that stood before a text was
//! brought back from its history. A change that touched several texts goes only if it may go from each of them.

use std::collections::{BTreeMap, BTreeSet};

use super::store;
use crate::content::export::list_versions;
use crate::db::Conn;
use crate::kernel::ids::{DraftId, PersonId};
use crate::kernel::{Result, Timestamp};

/// Hours after the first term from which on one autosave a day is enough.
const LONG: i64 = 29 * 24;
const HOUR: i64 = 3_600;
const DAY: i64 = 24 * HOUR;

/// What a change left in a file, without the text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Save {
    pub(super) path: String,
    pub(super) number: i64,
    /// The page saved by itself.
    pub(super) is_auto: bool,
    /// It was brought back from the history.
    pub(super) is_restored: bool,
    pub(super) author: Option<PersonId>,
    pub(super) at: Timestamp,
    /// Of a translation: the revision of the source with which it was compared.
    pub(super) compared_with: Option<i64>,
}

/// The autosaves from before a moment that nobody needs any more, by draft. It reads all history of each.
///
/// # Errors
/// The database's.
pub fn list_superfluous(conn: &mut Conn, before: Timestamp) -> Result<Vec<(DraftId, Vec<i64>)>> {
    let mut found = Vec::new();
    for (draft, course) in store::list_autosaved(conn, before)? {
        let published: Vec<Timestamp> =
            list_versions(conn, &course)?.into_iter().map(|version| version.published_at).collect();
        let gone = superfluous(&store::list_saves(conn, draft)?, &published, before);
        found.push((draft, gone.into_iter().collect()));
    }
    Ok(found)
}

/// Removes autosaves that [`list_superfluous`] has found; how many there were. What came since needs none of them: it was
/// made from texts that hold.
///
/// # Errors
/// The database's.
pub fn delete_autosaves(conn: &mut Conn, draft: DraftId, numbers: &[i64]) -> Result<usize> {
    store::delete_changes(conn, draft, numbers)
}

/// The numbers of the autosaves that go. `saves` are those of one draft, by path and number.
fn superfluous(saves: &[Save], published: &[Timestamp], before: Timestamp) -> BTreeSet<i64> {
    let mut restored: BTreeMap<&str, i64> = BTreeMap::new();
    for save in saves.iter().filter(|save| save.is_restored) {
        restored.insert(&save.path, save.number);
    }
    let long = before.plus_hours(-LONG);
    let mut gone = BTreeSet::new();
    // What goes may have been all that something else stayed for.
    loop {
        let left: Vec<&Save> = saves.iter().filter(|save| !gone.contains(&save.number)).collect();
        let compared: BTreeSet<i64> = left.iter().filter_map(|save| save.compared_with).collect();
        let goes = |save: &Save, next: &Save| {
            let term = if save.at < long { DAY } else { HOUR };
            save.path == next.path
                && save.is_auto
                && next.is_auto
                && save.author == next.author
                && save.at < before
                && save.at.unix().div_euclid(term) == next.at.unix().div_euclid(term)
                && !compared.contains(&save.number)
                && !published.iter().any(|at| save.at <= *at && *at <= next.at)
                && restored.get(save.path.as_str()).is_none_or(|restored| *restored < save.number)
        };
        let pairs = left.iter().zip(left.iter().skip(1));
        let going: BTreeSet<(&str, i64)> =
            pairs.filter(|(save, next)| goes(save, next)).map(|(save, _)| (save.path.as_str(), save.number)).collect();
        // What the change left in another text may be what holds there.
        let staying: BTreeSet<i64> = left
            .iter()
            .filter(|save| !going.contains(&(save.path.as_str(), save.number)))
            .map(|save| save.number)
            .collect();
        let found: Vec<i64> =
            going.into_iter().map(|(_, number)| number).filter(|number| !staying.contains(number)).collect();
        if found.is_empty() {
            return gone;
        }
        gone.extend(found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const NOW: i64 = 1_800_000_000 / DAY * DAY;

    /// Saved so many minutes after the beginning of a day that is so many days ago.
    fn save(number: i64, (days, minutes): (i64, i64)) -> Save {
        Save {
            path: "a".to_owned(),
            number,
            is_auto: true,
            is_restored: false,
            author: Some(PersonId(1)),
            at: Timestamp::from_unix(NOW - days * DAY + minutes * 60).expect("a moment"),
            compared_with: None,
        }
    }

    fn gone(saves: &[Save], published: &[Timestamp]) -> Vec<i64> {
        superfluous(saves, published, Timestamp::from_unix(NOW - DAY).expect("a moment")).into_iter().collect()
    }

    #[test]
    fn one_autosave_stays_for_each_hour_and_later_for_each_day() {
        let day = |days| [0, 10, 59, 60, 61, 200].map(|minutes| (days, minutes));
        let saves = |days| -> Vec<Save> { (1..).zip(day(days)).map(|(number, at)| save(number, at)).collect() };
        assert_eq!(gone(&saves(1), &[]), [0; 0], "younger than a day");
        assert_eq!(gone(&saves(2), &[]), [1, 2, 4]);
        assert_eq!(gone(&saves(30), &[]), [1, 2, 4], "not older than 30 days");
        assert_eq!(gone(&saves(31), &[]), [1, 2, 3, 4, 5]);
        // Twice is as good as once.
        let mut left = saves(31);
        left.retain(|save| save.number == 6);
        assert_eq!(gone(&left, &[]), [0; 0]);
    }

    #[test]
    fn what_somebody_may_need_stays() {
        let run = || -> Vec<Save> { (1..=4).map(|number| save(number, (5, number))).collect() };
        let with = |change: &dyn Fn(&mut [Save])| {
            let mut saves = run();
            change(&mut saves);
            gone(&saves, &[])
        };
        assert_eq!(with(&|_| ()), [1, 2, 3]);
        assert_eq!(with(&|saves| saves[2].is_auto = false), [1], "saved by hand, and what was before it");
        assert_eq!(with(&|saves| saves[2].author = Some(PersonId(2))), [1], "two authors");
        assert_eq!(with(&|saves| saves[2].path = "b".to_owned()), [1], "another text");
        assert_eq!(with(&|saves| saves[1].compared_with = Some(9)), [1, 2, 3], "a translation that goes itself");
        let restored = |saves: &mut [Save]| (saves[2].is_auto, saves[2].is_restored) = (false, true);
        assert_eq!(with(&restored), [0; 0], "all before what was brought back");
        let mut saves = run();
        saves.push(Save { path: "b".to_owned(), compared_with: Some(2), is_auto: false, ..save(5, (5, 5)) });
        assert_eq!(gone(&saves, &[]), [1, 3], "what a translation was compared with");
        // One that moved something from a to b: a has nothing newer.
        let of_b = |number| Save { path: "b".to_owned(), ..save(number, (5, number)) };
        let moved = [save(1, (5, 1)), save(2, (5, 2)), of_b(2), of_b(3), of_b(4)];
        assert_eq!(gone(&moved, &[]), [1, 3], "what holds in another text");
        let published = save(0, (5, 2)).at.plus_seconds(30);
        assert_eq!(gone(&run(), &[published]), [1, 3], "what was published");
    }
}
