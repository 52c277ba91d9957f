//! A course comes from files on the server: a folder of courses, the program's own, one that somebody imports there.
//!
//! The rule: neither files nor draft are written over. Where the course was edited here, published or not, the files wait
//! beside its draft until somebody has looked at what differs; so do files that lack a signature which is demanded. A
//! draft in which nothing waits to be published moves on with what the files publish.

use serde_json::json;

use super::begin::{Begun, begin_brought, begin_from, source_language};
use super::brought::{Held, changes_of};
use super::model::{Action, NewUpload, Saved};
use super::save::save;
use super::store;
use crate::accounts::audit;
use crate::content::export::export_version;
use crate::content::files::archive::{pack, unpack};
use crate::content::files::{self, Files};
use crate::content::import::{Against, Import, Wish, against, import, import_from_files};
use crate::content::prepare::Prepared;
use crate::db::Conn;
use crate::kernel::ids::{DraftId, UploadId, VersionId};
use crate::kernel::{Actor, Ctx, Error, Result, Slug};
use crate::reviews::{self, Demand};

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

    fn files(&self) -> Result<Files> {
        unpack(&self.archive).map_err(|fault| Error::internal(format!("a packed course: {fault:?}")))
    }

    /// As it waits beside a draft.
    fn beside(&self, draft: DraftId) -> NewUpload {
        NewUpload {
            draft,
            by: None,
            name: self.name.clone(),
            format: "course",
            digest: Some(self.digest.clone()),
            content: self.archive.clone(),
        }
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

/// What became of a course's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FilesIn {
    /// What the import says.
    Import(Import),
    /// The course was edited here, so nothing was published.
    Edited(Brought),
    /// These signatures are demanded and do not stand, so nothing was published.
    Unsigned(Brought, Vec<Demand>),
}

/// Whether files win over what was edited here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Edits {
    /// They do not.
    Stay,
    /// They do, because somebody says so who knows of it. What was not published stays in the draft.
    ReplacedBy,
}

/// Publishes a course from files, where the rule of this file allows it. `demands` are the signatures that it needs.
///
/// # Errors
/// The database's; a conflict if somebody else publishes the same course at this moment.
pub fn publish_files(
    conn: &mut Conn,
    ctx: &Ctx,
    (prepared, folder): (&Prepared, &Folder),
    (wish, edits): (Wish, Edits),
    demands: &[Demand],
) -> Result<FilesIn> {
    let against = against(conn, prepared)?;
    match (against, edits) {
        (Against::Same, _) => {
            store::set_brought_left(conn, &folder.course)?;
            return Ok(FilesIn::Import(Import::Unchanged));
        }
        (Against::Old(_), Edits::Stay) => return Ok(FilesIn::Import(Import::Kept)),
        _ => {}
    }
    let has_news = match store::find_open(conn, &folder.course)? {
        Some(draft) => store::find_draft(conn, draft)?.is_some_and(|draft| draft.has_news()),
        None => false,
    };
    if edits == Edits::Stay && (has_news || matches!(against, Against::Edited(_))) {
        return Ok(FilesIn::Edited(bring(conn, ctx, against, folder)?));
    }
    let missing = reviews::list_missing(conn, &folder.course, demands)?;
    if !missing.is_empty() {
        return Ok(FilesIn::Unsigned(bring(conn, ctx, against, folder)?, missing));
    }
    let done = match edits {
        Edits::Stay => import_from_files(conn, ctx, prepared, wish)?,
        Edits::ReplacedBy => import(conn, ctx, prepared, wish)?,
    };
    if let Import::Correction(version) | Import::NewEdition(version) = done {
        follow(conn, ctx, version, folder)?;
    }
    Ok(FilesIn::Import(done))
}

/// Puts a folder's files beside the draft of the course. Where there is none, one begins: from what is published, or, if
/// that is nothing, from these files.
fn bring(conn: &mut Conn, ctx: &Ctx, against: Against, folder: &Folder) -> Result<Brought> {
    // Whoever brings the same once more by hand wants to look at it once more.
    if ctx.actor != Actor::Shell && store::is_brought(conn, &folder.course, &folder.digest)? {
        return Ok(Brought::Before);
    }
    let draft = match (store::find_open(conn, &folder.course)?, against) {
        (Some(draft), _) => draft,
        (None, Against::Edited(version) | Against::News(version) | Against::Old(version)) => {
            let published = export_version(conn, version)?;
            draft_of(begin_from(conn, ctx, (&folder.course, version), &published)?)?
        }
        (None, Against::Nothing | Against::Same) => {
            let files = folder.files()?;
            let draft = draft_of(begin_brought(conn, ctx, (&folder.course, None), (&folder.name, &files))?)?;
            let id = store::insert_upload(conn, ctx, &folder.beside(draft))?;
            // It is the draft.
            store::set_upload_left(conn, id)?;
            return Ok(Brought::Waits(draft));
        }
    };
    lay_beside(conn, ctx, draft, folder)?;
    Ok(Brought::Waits(draft))
}

fn draft_of(begun: Begun) -> Result<DraftId> {
    match begun {
        Begun::New(draft) | Begun::Open(draft) => Ok(draft),
        Begun::Taken => Err(Error::Conflict),
    }
}

fn lay_beside(conn: &mut Conn, ctx: &Ctx, draft: DraftId, folder: &Folder) -> Result<()> {
    // An earlier state of the folder is of no use any more.
    for (_, upload) in store::list_brought(conn)?.into_iter().filter(|(of, _)| *of == draft) {
        store::set_upload_left(conn, upload)?;
    }
    store::insert_upload(conn, ctx, &folder.beside(draft))?;
    Ok(())
}

/// The open draft of a course after this version was published from files: it becomes that version, unless something in it
/// waits to be published; then the files wait beside it.
fn follow(conn: &mut Conn, ctx: &Ctx, version: VersionId, folder: &Folder) -> Result<()> {
    // What waited was older.
    store::set_brought_left(conn, &folder.course)?;
    let Some(id) = store::find_open(conn, &folder.course)? else { return Ok(()) };
    let draft = store::find_draft(conn, id)?.ok_or(Error::NotFound)?;
    if draft.has_news() {
        return lay_beside(conn, ctx, id, folder);
    }
    let files = export_version(conn, version)?;
    let held: Held = store::list_files(conn, id)?.into_iter().map(|file| (file.path.clone(), file)).collect();
    let changes = changes_of((&held, &files), |_| true, (draft.number + 1, source_language(&files)));
    let number = match save(conn, ctx, id, (Action::Imported, &folder.name), &changes)? {
        Saved::Done(number) => number,
        Saved::Already => draft.number,
        Saved::Meanwhile | Saved::Closed => return Err(Error::Conflict),
    };
    store::set_published(conn, id, number, version)?;
    Ok(())
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
