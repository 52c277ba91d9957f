//! A whole course as an archive: taken along, brought in, and another copy beside a draft.

use std::collections::BTreeSet;

use actix_multipart::Multipart;
use actix_web::http::{StatusCode, header};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::brought::{Difference, Held, changes_of, differences_of};
use super::super::super::course_file::{CourseFile, text};
use super::super::super::model::{COURSE_FILE, NewUpload, Upload};
use super::super::super::views::{self, Incoming, IncomingRow};
use super::super::super::{self as authoring, Begun, Taken};
use super::{Open, number_in};
use crate::content::export::{export_newest, export_version_of};
use crate::content::files::Files;
use crate::content::files::archive::{LARGEST, pack, unpack};
use crate::content::views::archive_fault;
use crate::kernel::ids::{DraftId, UploadId, VersionId};
use crate::kernel::{Error, Result, Slug};
use crate::web::address::client_ip;
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::upload::read_upload;
use crate::web::{Fields, Page, Problem, Trainer, WebResult};

/// What an archive is called among the files that wait.
pub(super) const FORMAT: &str = "course";

async fn packed(course: &Slug, files: Files) -> WebResult {
    let folder = course.to_string();
    let work = move || pack(&folder, &files).map_err(Error::internal);
    let bytes = tokio::task::spawn_blocking(work).await.map_err(Error::internal)??;
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/zip"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{course}.zip\"")))
        .body(bytes))
}

/// `GET /{lang}/trainer/drafts/{draft}/course.zip`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_draft(trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let id: DraftId = path.1.parse().map_err(|_| Error::NotFound)?;
    let read = move |conn: &mut _| {
        let draft = authoring::find_draft(conn, id)?.filter(|draft| draft.closed_at.is_none());
        Ok((draft.ok_or(Error::NotFound)?, authoring::list_files(conn, id)?))
    };
    let (draft, all) = trainer.page.app.read(read).await?;
    packed(&draft.course, all.into_iter().filter_map(|file| Some((file.path, file.content?))).collect()).await
}

/// `GET /{lang}/trainer/courses/{course}/course.zip`: the newest version.
///
/// # Errors
/// Not found; the database's.
pub async fn show_course(trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let key = Slug::parse(&path.1).ok_or(Error::NotFound)?;
    let asked = key.clone();
    let (_, files) = trainer.page.app.db.read_long(move |conn| export_newest(conn, &asked)).await?;
    packed(&key, files).await
}

/// `GET /{lang}/trainer/courses/{course}/versions/{version}/course.zip`: as it was.
///
/// # Errors
/// Not found; the database's.
pub async fn show_version(trainer: Trainer, path: Path<(String, String, String)>) -> WebResult {
    let key = Slug::parse(&path.1).ok_or(Error::NotFound)?;
    let (asked, id): (Slug, VersionId) = (key.clone(), path.2.parse().map_err(|_| Error::NotFound)?);
    let files = trainer.page.app.db.read_long(move |conn| export_version_of(conn, &asked, id)).await?;
    packed(&key, files).await
}

/// `GET /{lang}/trainer/drafts/import`.
///
/// # Errors
/// None.
pub async fn new_archive(trainer: Trainer) -> WebResult {
    Ok(form_page(&trainer.page, None))
}

fn form_page(page: &Page, error: Option<&str>) -> HttpResponse {
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    respond(page, status, page.t("archive-title"), &views::archive_form(page, error))
}

/// The course in an archive, or why there is none, in words.
async fn read(
    page: &Page,
    (bytes, is_too_large): (Vec<u8>, bool),
) -> Result<std::result::Result<(Slug, Files), String>> {
    use crate::content::files::archive::ArchiveFault;
    if is_too_large {
        return Ok(Err(archive_fault(page.lang, &ArchiveFault::TooLarge)));
    }
    if bytes.is_empty() {
        return Ok(Err(page.t("exchange-file-missing").to_owned()));
    }
    let unpacked = tokio::task::spawn_blocking(move || unpack(&bytes)).await.map_err(Error::internal)?;
    Ok(unpacked.map_err(|fault| archive_fault(page.lang, &fault)).and_then(|files| {
        let course = files.get(COURSE_FILE).and_then(|bytes| CourseFile::parse(bytes));
        let key = course.and_then(|course| Slug::parse(&text(course.root(), "key")));
        key.map(|key| (key, files)).ok_or_else(|| page.t("archive-no-key").to_owned())
    }))
}

/// `POST /{lang}/trainer/drafts/import`: a draft of the course in an archive. Where the course has an open draft, the
/// archive waits beside it, and the page shows what differs.
///
/// # Errors
/// Too many files from one address; the database's.
pub async fn create_draft(request: HttpRequest, trainer: Trainer, form: Multipart) -> WebResult {
    let page = &trainer.page;
    page.app.limits.take(Limited::Upload, client_ip(&request, &page.app), page.app.now())?;
    let sent = read_upload(form, "file", LARGEST).await?;
    let (key, files) = match read(page, (sent.bytes.clone(), sent.is_too_large)).await? {
        Ok(found) => found,
        Err(sentence) => return Ok(form_page(page, Some(&sentence))),
    };
    let asked = key.clone();
    let newest = match page.app.db.read_long(move |conn| export_newest(conn, &asked)).await {
        Ok(newest) => Some(newest),
        Err(Error::NotFound) => None,
        Err(error) => return Err(error.into()),
    };
    let name = if sent.name.is_empty() { format!("{key}.zip") } else { sent.name };
    let brought = (name.clone(), files);
    let write = move |conn: &mut _, ctx: &_| {
        let base = newest.as_ref().map(|(version, files)| (*version, files));
        authoring::begin_brought(conn, ctx, (&key, base), (&brought.0, &brought.1))
    };
    let script = sent.typed.has("script");
    match page.app.write(trainer.actor(), write).await? {
        Begun::New(draft) => Ok(to(page.to(&format!("/trainer/drafts/{draft}")), script, "flash-archive-begun")),
        Begun::Taken => Err(Problem::Conflict),
        Begun::Open(draft) => {
            let new =
                NewUpload { draft, by: Some(trainer.id()), name, format: FORMAT, digest: None, content: sent.bytes };
            let write = move |conn: &mut _, ctx: &_| authoring::keep_upload(conn, ctx, &new);
            let id = page.app.write(trainer.actor(), write).await?;
            let here = page.to(&format!("/trainer/drafts/{draft}/incoming/{id}"));
            Ok(to(here, script, "flash-archive-open"))
        }
    }
}

/// On to a page; the form's own script goes there by itself.
fn to(address: String, by_script: bool, message: &'static str) -> HttpResponse {
    if by_script {
        let flash = crate::web::flash::cookie(message);
        return HttpResponse::Created().insert_header((header::LOCATION, address)).cookie(flash).finish();
    }
    redirect_with(&address, message)
}

/// `POST /{lang}/trainer/drafts/{draft}/incoming`: what is published now waits beside the draft, and the page shows what
/// differs.
///
/// # Errors
/// Not found if nothing was published; the database's.
pub async fn create_published(trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let (page, key) = (&trainer.page, open.draft.course.clone());
    let (version, files) = page.app.db.read_long(move |conn| export_newest(conn, &key)).await?;
    let key = open.draft.course.clone();
    let work = move || pack(key.as_str(), &files).map_err(Error::internal);
    let content = tokio::task::spawn_blocking(work).await.map_err(Error::internal)??;
    let name = format!("{}-{version}.zip", open.draft.course);
    let (draft, by) = (open.draft.id, Some(trainer.id()));
    let new = NewUpload { draft, by, name, format: FORMAT, digest: None, content };
    let id = page.app.write(trainer.actor(), move |conn, ctx| authoring::keep_upload(conn, ctx, &new)).await?;
    Ok(redirect(&format!("{}/incoming/{id}", views::base(page, &open.draft))))
}

/// A copy of the course that waits beside the draft, and the draft's files.
async fn find(trainer: &Trainer, open: &Open, id: &str) -> Result<(Upload, Held), Problem> {
    let id: UploadId = id.parse().map_err(|_| Error::NotFound)?;
    let (draft, person) = (open.draft.id, trainer.id());
    let read = move |conn: &mut _| {
        let upload = authoring::find_upload(conn, id, (draft, Some(person)))?;
        let upload = upload.filter(|upload| upload.format == FORMAT).ok_or(Error::NotFound)?;
        Ok((upload, authoring::list_files(conn, draft)?))
    };
    let (upload, files) = trainer.page.app.read(read).await?;
    Ok((upload, files.into_iter().map(|file| (file.path.clone(), file)).collect()))
}

/// Its files; none once it is dealt with.
async fn unpacked(upload: &Upload) -> Result<Option<Files>> {
    let Some(bytes) = upload.content.clone() else { return Ok(None) };
    let work = move || unpack(&bytes).map_err(|fault| Error::internal(format!("a kept archive: {fault:?}")));
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?.map(Some)
}

/// As text, where it is text.
fn words_of(bytes: Option<&Vec<u8>>) -> Option<String> {
    bytes.map_or_else(|| Some(String::new()), |bytes| String::from_utf8(bytes.clone()).ok())
}

fn incoming_page(
    page: &Page,
    open: &Open,
    (upload, held, files): (&Upload, &Held, &Files),
    error: Option<&'static str>,
) -> HttpResponse {
    let row = |(path, difference): (String, Difference)| {
        let now = held.get(&path).and_then(|file| file.content.as_ref());
        let is_shown = !path.starts_with("pictures/");
        let texts = words_of(now).zip(words_of(files.get(&path))).filter(|_| is_shown);
        IncomingRow { name: open.name_of(&path, page.lang), path, difference, texts }
    };
    let rows: Vec<IncomingRow> = differences_of(held, files).into_iter().map(row).collect();
    let here = format!("{}/incoming/{}", views::base(page, &open.draft), upload.id);
    let incoming = Incoming {
        here: &here,
        name: &upload.name,
        is_folder: upload.by.is_none(),
        number: open.draft.number,
        rows: &rows,
        error,
    };
    let status = if error.is_some() { StatusCode::CONFLICT } else { StatusCode::OK };
    respond(page, status, page.t("incoming-title"), &views::incoming(page, &open.around(), &incoming))
}

/// `GET /{lang}/trainer/drafts/{draft}/incoming/{upload}`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_incoming(trainer: Trainer, path: Path<(String, String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let (upload, held) = find(&trainer, &open, &path.2).await?;
    let page = &trainer.page;
    match unpacked(&upload).await? {
        Some(files) => Ok(incoming_page(page, &open, (&upload, &held, &files), None)),
        None => Ok(redirect_with(&views::base(page, &open.draft), "flash-already-so")),
    }
}

/// `POST /{lang}/trainer/drafts/{draft}/incoming/{upload}`: the ticked files come into the draft as one change, or the
/// copy is left aside.
///
/// # Errors
/// Not found; the database's.
pub async fn create_taking(trainer: Trainer, path: Path<(String, String, String)>, typed: Fields) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let (upload, held) = find(&trainer, &open, &path.2).await?;
    let (page, base) = (&trainer.page, views::base(&trainer.page, &open.draft));
    let place = (open.draft.id, upload.id);
    if typed.has("leave") {
        let write = move |conn: &mut _, ctx: &_| authoring::leave_aside(conn, ctx, place);
        page.app.write(trainer.actor(), write).await?;
        return Ok(redirect_with(&base, "flash-incoming-left"));
    }
    if let Some(number) = upload.taken_number {
        return Ok(redirect(&format!("{base}?undo={number}")));
    }
    let files = unpacked(&upload).await?.ok_or(Error::NotFound)?;
    let number = open.draft.number;
    if number_in(&typed, "number") != Some(number) {
        return Ok(incoming_page(page, &open, (&upload, &held, &files), Some("incoming-meanwhile")));
    }
    let ticked: BTreeSet<&str> =
        typed.0.iter().filter(|(name, _)| name == "take").map(|(_, path)| path.as_str()).collect();
    let changes = changes_of((&held, &files), |path| ticked.contains(path), (number + 1, open.source()));
    if changes.is_empty() {
        return Ok(incoming_page(page, &open, (&upload, &held, &files), Some("incoming-none-ticked")));
    }
    let subject = upload.name.clone();
    let write = move |conn: &mut _, ctx: &_| authoring::take_in(conn, ctx, place, (&subject, &changes), Some(number));
    match page.app.write(trainer.actor(), write).await {
        Ok(Taken::Done(number) | Taken::Already(number)) => Ok(redirect(&format!("{base}?undo={number}"))),
        Ok(Taken::Nothing) => Ok(redirect_with(&base, "flash-draft-same")),
        Ok(Taken::Closed) => Err(Problem::Conflict),
        Ok(Taken::Meanwhile) | Err(Error::Conflict) => {
            let now = Open::find(&trainer, &path.1).await?;
            let (upload, held) = find(&trainer, &now, &path.2).await?;
            Ok(incoming_page(page, &now, (&upload, &held, &files), Some("incoming-meanwhile")))
        }
        Err(error) => Err(error.into()),
    }
}
