//! Who is editing: shown to the others, so that two people do not write the same text at once.

use super::model::Editing;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::{DraftId, PersonId};
use crate::kernel::{Ctx, Result, Timestamp};

/// Whoever opened or saved a file within so many seconds is said to edit it; the editor saves by itself while one writes.
const SECONDS: i64 = 180;

/// Notes that somebody has a file open, and forgets who had one long ago.
///
/// # Errors
/// The database's.
pub fn note_present(conn: &mut Conn, ctx: &Ctx, (draft, path, editor): (DraftId, &str, PersonId)) -> Result<()> {
    store::delete_present_before(conn, ctx.now.plus_seconds(-SECONDS))?;
    store::set_present(conn, ctx, (draft, path, editor))
}

/// The others who have files of a draft open, the newest first: of each person every file.
///
/// # Errors
/// The database's.
pub fn list_present(conn: &mut Conn, draft: DraftId, (me, now): (PersonId, Timestamp)) -> Result<Vec<Editing>> {
    let mut present = store::list_present(conn, draft, now.plus_seconds(-SECONDS))?;
    present.retain(|editing| editing.person != me);
    Ok(present)
}

/// One place for each person: the newest file that is still there; none if everything they had open is gone.
pub(super) fn newest_places(present: Vec<Editing>, is_there: impl Fn(&str) -> bool) -> Vec<(PersonId, Option<String>)> {
    let mut places: Vec<(PersonId, Option<String>)> = Vec::new();
    for Editing { person, path } in present {
        let known = places.iter().position(|(of, _)| *of == person);
        let place = Some(path).filter(|path| is_there(path));
        match known.and_then(|at| places.get_mut(at)) {
            None => places.push((person, place)),
            Some((_, found)) => {
                if found.is_none() {
                    *found = place;
                }
            }
        }
    }
    places
}
