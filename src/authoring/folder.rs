//! The course's folder on the server was changed, and the course was edited here as well: neither is written over. The
//! folder's files wait beside the draft until somebody has looked at what differs.

use serde_json::json;

use super::begin::{Begun, begin_from};
use super::model::NewUpload;
use super::store;
use crate::accounts::audit;
use crate::content::export::export_version;
use crate::content::files;
use crate::content::files::archive::pack;
use crate::content::prepare::Prepared;
use crate::db::Conn;
use crate::kernel::ids::{DraftId, UploadId, VersionId};
use crate::kernel::{Ctx, Error, Result, Slug};

/// A course's folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Folder {
    /// The key of the course.
    pub course: Slug,
    /// What it is called.
    pub name: String,
    /// The digest of the course in it.
    pub digest: String,
    /// Its files as an archive.
    pub archive: Vec<u8>,
}

impl Folder {
    /// The folder of this name with a course in it. Lessons that courses share are lessons like others in it.
    ///
    /// # Errors
    /// None in practice: an archive is written to memory.
    pub fn of(name: &str, prepared: &Prepared) -> Result<Self> {
        let course = prepared.package.course.key.clone();
        let archive = pack(course.as_str(), &files::write(&prepared.package)).map_err(Error::internal)?;
        Ok(Self { course, name: name.to_owned(), digest: prepared.digest.clone(), archive })
    }
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Brought {
    /// It waits beside this draft.
    Waits(DraftId),
    /// The same was brought before: somebody has decided, or will.
    Before,
}

/// Puts a folder's files beside the draft of the course, which begins from this published version if there is none.
///
/// # Errors
/// The database's.
pub fn bring_folder(conn: &mut Conn, ctx: &Ctx, version: VersionId, folder: &Folder) -> Result<Brought> {
    if store::is_brought(conn, &folder.course, &folder.digest)? {
        return Ok(Brought::Before);
    }
    let published = export_version(conn, version)?;
    let draft = match begin_from(conn, ctx, (&folder.course, version), &published)? {
        Begun::New(draft) | Begun::Open(draft) => draft,
        Begun::Taken => return Err(Error::Conflict),
    };
    // An earlier state of the folder is of no use any more.
    for (_, upload) in store::list_brought(conn)?.into_iter().filter(|(of, _)| *of == draft) {
        store::set_upload_left(conn, upload)?;
    }
    let new = NewUpload {
        draft,
        by: None,
        name: folder.name.clone(),
        format: "course",
        digest: Some(folder.digest.clone()),
        content: folder.archive.clone(),
    };
    store::insert_upload(conn, ctx, &new)?;
    Ok(Brought::Waits(draft))
}

/// Lets a copy of the course go without taking anything from it.
///
/// # Errors
/// Not found; the database's.
pub fn leave_aside(conn: &mut Conn, ctx: &Ctx, (draft, id): (DraftId, UploadId)) -> Result<()> {
    let upload = store::find_upload(conn, id, (draft, ctx.actor.person()))?.ok_or(Error::NotFound)?;
    if upload.content.is_some() && store::set_upload_left(conn, id)? {
        let details = json!({ "file": upload.name });
        let entry = audit::Entry { action: "copy left aside", subject: "draft", subject_id: Some(draft.0), details };
        audit::record(conn, ctx, &entry)?;
    }
    Ok(())
}
