//! A draft becomes a version.

use super::store;
use crate::content::export::newest_version;
use crate::content::import::{Import, Wish, import_edited};
use crate::content::prepare::Prepared;
use crate::db::Conn;
use crate::kernel::ids::{DraftId, VersionId};
use crate::kernel::{Ctx, Error, Localized, Result};
use crate::reviews::{self, Demand};

/// What is to be published, and what whoever pressed the button had seen.
#[derive(Debug, Clone)]
pub struct Release {
    /// The draft.
    pub draft: DraftId,
    /// Its last change.
    pub number: i64,
    /// The newest version of the course.
    pub newest: Option<VersionId>,
    /// A correction or a new edition.
    pub wish: Wish,
    /// What learners are told.
    pub note: Localized,
    /// What has to be signed.
    pub demands: Vec<Demand>,
}

/// What became of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Published {
    /// What [`import_edited`] says.
    Done(Import),
    /// The draft was changed since; nothing was published.
    Changed,
    /// The course was published since, by somebody else; nothing was published.
    Elsewhere,
    /// The draft was put away.
    Closed,
    /// A signature that it needs does not stand; nothing was published.
    Unsigned,
}

/// Publishes a draft: `prepared` is what its files were at the change that the release names.
///
/// # Errors
/// The database's; a conflict if the same course is published at this very moment.
pub fn publish(conn: &mut Conn, ctx: &Ctx, prepared: &Prepared, release: &Release) -> Result<Published> {
    let draft = store::find_draft(conn, release.draft)?.ok_or(Error::NotFound)?;
    if draft.closed_at.is_some() {
        return Ok(Published::Closed);
    }
    if draft.number != release.number {
        return Ok(Published::Changed);
    }
    if newest_version(conn, &draft.course)? != release.newest {
        return Ok(Published::Elsewhere);
    }
    if !reviews::list_missing(conn, &draft.course, &release.demands)?.is_empty() {
        return Ok(Published::Unsigned);
    }
    let done = import_edited(conn, ctx, prepared, (release.wish, &release.note))?;
    let version = match done {
        Import::Correction(version) | Import::NewEdition(version) => Some(version),
        Import::Unchanged => release.newest,
        Import::Kept | Import::Refused(_) | Import::Edited(_) => None,
    };
    if let Some(version) = version
        && !store::set_published(conn, draft.id, draft.number, version)?
    {
        return Err(Error::Conflict);
    }
    Ok(Published::Done(done))
}
