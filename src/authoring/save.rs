//! Saving: one change, however many files it touches.

use super::model::{Action, FileChange, Saved};
use super::store;
use crate::db::Conn;
use crate::kernel::ids::DraftId;
use crate::kernel::{Ctx, Error, Result};

/// Saves files of a draft, all or none. `what` is what was done, and to what.
///
/// # Errors
/// The database's; a conflict if somebody saves the same file at this very moment.
pub fn save(conn: &mut Conn, ctx: &Ctx, draft: DraftId, what: (Action, &str), changes: &[FileChange]) -> Result<Saved> {
    let mut wanted = Vec::new();
    for change in changes {
        let now = store::find_file(conn, draft, &change.path)?;
        let held = now.as_ref().map(|now| now.number);
        let is_there = now.as_ref().is_some_and(|now| {
            now.content == change.content && (now.compared_with == change.compared_with || change.content.is_none())
        });
        if is_there || (now.is_none() && change.content.is_none()) {
            continue;
        }
        // A file that is gone may come again, whoever has seen it go.
        let is_gone = now.as_ref().is_some_and(|now| now.content.is_none());
        if held != change.seen && !(is_gone && change.seen.is_none()) {
            return Ok(Saved::Meanwhile);
        }
        wanted.push((held, change));
    }
    if wanted.is_empty() {
        return Ok(Saved::Already);
    }
    let Some(number) = store::next_number(conn, ctx, draft)? else {
        return Ok(Saved::Closed);
    };
    store::insert_change(conn, ctx, (draft, number), what)?;
    for (held, change) in wanted {
        let compared_with = if fits_still(change, changes) { Some(number) } else { change.compared_with };
        store::insert_revision(conn, (draft, number), &FileChange { compared_with, ..change.clone() })?;
        if !store::set_current(conn, (draft, &change.path), (held, number))? {
            return Err(Error::Conflict);
        }
    }
    Ok(Saved::Done(number))
}

/// True for a translation that fitted its source and is changed together with it: it fits the new one. The source may
/// stand at another path by this change.
fn fits_still(translation: &FileChange, changes: &[FileChange]) -> bool {
    let (Some(compared), Some((_, own))) = (translation.compared_with, translation.path.rsplit_once('/')) else {
        return false;
    };
    let file = |change: &FileChange| change.path.rsplit_once('/').map(|(_, file)| file.to_owned());
    let lesson = |file: &str| file.split('.').next().map(str::to_owned);
    changes.iter().filter(|source| source.content.is_some() && source.compared_with.is_none()).any(|source| {
        let Some(name) = file(source).filter(|name| name != own && lesson(name) == lesson(own)) else { return false };
        changes.iter().any(|change| file(change).as_ref() == Some(&name) && change.seen == Some(compared))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_translation_that_is_changed_with_its_source_fits_it_still() {
        let source = |path: &str, seen| FileChange::text(path, seen, "# A".to_owned());
        let translation =
            |compared| FileChange { compared_with: Some(compared), ..source("lessons/m/a.ru.md", Some(4)) };
        let both = [source("lessons/m/a.kk.md", Some(3)), translation(3)];
        assert!(fits_still(&both[1], &both) && !fits_still(&both[0], &both));
        assert!(!fits_still(&translation(2), &both), "it was stale before");
        assert!(!fits_still(&translation(3), &[translation(3), source("lessons/m/b.kk.md", Some(3))]));
        let moved = [
            source("lessons/n/a.kk.md", None),
            FileChange::removal("lessons/m/a.kk.md", Some(3)),
            FileChange { path: "lessons/n/a.ru.md".to_owned(), seen: None, ..translation(3) },
        ];
        assert!(fits_still(&moved[2], &moved));
    }
}
