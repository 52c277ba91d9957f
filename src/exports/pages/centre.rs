//! The centre asks for a file, sees how far it is, and downloads it; each officer the own ones.

use std::fs::File;
use std::io::{ErrorKind, Read};

use actix_web::body::SizedStream;
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use tokio_stream::wrappers::ReceiverStream;

use super::super::views::{self, Stage};
use super::super::{self as exports, DAY, Export, Format, Kind, MOST_IN_WORKBOOK, State, Wanted};
use crate::content::Library;
use crate::kernel::Error;
use crate::kernel::ids::ExportId;
use crate::web::address::client_ip;
use crate::web::flash::{redirect, redirect_with};
use crate::web::limits::Limited;
use crate::web::{Centre, Fields, Page, Problem, WebResult, html_page};

/// Files that the list shows.
const LISTED: i64 = 50;
/// Bytes of a file that are in memory at once.
const PART: usize = 64 * 1024;

fn address(page: &Page, id: ExportId) -> String {
    page.to(&format!("/centre/exports/{id}"))
}

fn read_id(path: &Path<(String, String)>) -> Result<ExportId, Error> {
    path.1.parse().map_err(|_| Error::NotFound)
}

/// The one of this number, if it is the officer's own and was not asked for a day ago; and whether nobody works on it.
async fn own(centre: &Centre, id: ExportId) -> Result<(Export, bool), Error> {
    let (page, by) = (&centre.page, centre.id());
    let since = page.app.now().plus_seconds(-DAY);
    let read = move |conn: &mut _| {
        let found = exports::find_export(conn, id)?;
        let export = found.filter(|one| one.requested_by == by && one.requested_at >= since).ok_or(Error::NotFound)?;
        let is_stopped = exports::is_stopped(conn, &export)?;
        Ok((export, is_stopped))
    };
    page.app.read(read).await
}

/// `GET /{lang}/centre/exports`: the files that the officer asked for.
///
/// # Errors
/// The database's.
pub async fn list_exports(centre: Centre, library: Data<Library>) -> WebResult {
    let (page, by) = (&centre.page, centre.id());
    let since = page.app.now().plus_seconds(-DAY);
    let mut found = page.app.read(move |conn| exports::list_own(conn, by, LISTED)).await?;
    found.retain(|export| export.requested_at >= since);
    Ok(html_page(page, page.t("exports-title"), &views::list(page, &library.shelf(), &found)))
}

/// `POST /{lang}/centre/exports`: a job makes the file. Sent twice while it is under way, both lead to the one.
///
/// # Errors
/// No such file; a filter that says nothing; too many from one address; the database's.
pub async fn create_export(centre: Centre, request: HttpRequest, library: Data<Library>, typed: Fields) -> WebResult {
    let page = &centre.page;
    let (Some(kind), Some(format)) = (Kind::from_code(typed.get("kind")), Format::from_code(typed.get("format")))
    else {
        return Err(Problem::BadRequest);
    };
    let filters = kind.filters(|name| typed.get(name)).ok_or(Problem::BadRequest)?;
    let wanted = Wanted { kind, format, lang: page.lang, filters };
    page.app.limits.take(Limited::Export, client_ip(&request, &page.app), page.app.now())?;
    let (shelf, today, of) = (library.shelf(), (page.app.today(), page.app.config.time_zone), wanted.clone());
    let total = page.app.db.read_long(move |conn| exports::count(conn, &shelf, &of, today)).await?;
    let (total, are_more) = total.ok_or(Problem::BadRequest)?;
    if format == Format::Xlsx && total > MOST_IN_WORKBOOK {
        return Ok(redirect_with(&page.to("/centre/exports"), "flash-export-many"));
    }
    let file = page.app.random.secret().reveal();
    let ask = move |conn: &mut _, ctx: &_| exports::ask(conn, ctx, &wanted, (total, &file));
    let id = page.app.write(centre.actor(), ask).await?;
    Ok(begun(&address(page, id), are_more))
}

/// The way to a file that is being made; it says if names that were typed mean more than is in it.
fn begun(to: &str, are_more: bool) -> HttpResponse {
    if are_more { redirect_with(to, "flash-export-names") } else { redirect(to) }
}

/// `GET /{lang}/centre/exports/{export}`: how far it is; then the way to the file.
///
/// # Errors
/// Not found, also for somebody else's; the database's.
pub async fn show_export(centre: Centre, library: Data<Library>, path: Path<(String, String)>) -> WebResult {
    let page = &centre.page;
    let (export, is_stopped) = own(&centre, read_id(&path)?).await?;
    let stage = match export.state {
        State::UnderWay if is_stopped => Stage::Stopped("exports-stopped"),
        State::UnderWay => Stage::Runs,
        State::DiskFull => Stage::Stopped("exports-disk-full"),
        State::Failed => Stage::Stopped("exports-failed"),
        State::Ready => match open(page, &export).await? {
            Some(_) => Stage::Ready,
            None => Stage::Stopped("exports-gone"),
        },
    };
    Ok(html_page(page, page.t("exports-title"), &views::export(page, &library.shelf(), &export, stage)))
}

/// `POST /{lang}/centre/exports/{export}`: makes it again, if it failed or is gone.
///
/// # Errors
/// Not found, also for somebody else's; no button was pressed; the database's.
pub async fn update_export(
    centre: Centre,
    library: Data<Library>,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let page = &centre.page;
    let (export, _) = own(&centre, read_id(&path)?).await?;
    if !typed.has("again") {
        return Err(Problem::BadRequest);
    }
    let (shelf, today, of) = (library.shelf(), (page.app.today(), page.app.config.time_zone), export.wanted.clone());
    let total = page.app.db.read_long(move |conn| exports::count(conn, &shelf, &of, today)).await?;
    let ((total, are_more), file) = (total.ok_or(Problem::BadRequest)?, page.app.random.secret().reveal());
    let again = move |conn: &mut _, ctx: &_| exports::again(conn, ctx, export.id, (total, &file));
    let id = page.app.write(centre.actor(), again).await?;
    Ok(begun(&address(page, id), are_more))
}

/// `GET /{lang}/centre/exports/{export}/file`: it goes out as it is read.
///
/// # Errors
/// Not found, also for somebody else's; the database's.
pub async fn show_file(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let page = &centre.page;
    let (export, _) = own(&centre, read_id(&path)?).await?;
    if export.state != State::Ready {
        return Ok(redirect(&address(page, export.id)));
    }
    // The page of one that is gone says so.
    let Some((file, size)) = open(page, &export).await? else { return Ok(redirect(&address(page, export.id))) };
    let name = export.download_name(page.app.config.time_zone);
    let mut answer = HttpResponse::Ok();
    answer
        .insert_header((header::CONTENT_TYPE, export.wanted.format.media()))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    if export.wanted.format == Format::Xlsx {
        answer.insert_header((header::CONTENT_ENCODING, "identity"));
    }
    Ok(answer.body(SizedStream::new(size, parts(file))))
}

/// The file with its size; none if it is not there, as after a backup was restored.
async fn open(page: &Page, export: &Export) -> Result<Option<(File, u64)>, Error> {
    let path = exports::path(&page.app.config.data, &export.file);
    let open = move || match File::open(path) {
        Ok(file) => file.metadata().map(|metadata| Some((file, metadata.len()))),
        Err(cause) if cause.kind() == ErrorKind::NotFound => Ok(None),
        Err(cause) => Err(cause),
    };
    let opened = tokio::task::spawn_blocking(open).await.map_err(Error::internal)?;
    opened.map_err(|cause| Error::while_doing("opening an export", cause))
}

/// No thread waits for who downloads slowly.
fn parts(mut file: File) -> ReceiverStream<std::io::Result<Bytes>> {
    let (sender, receiver) = tokio::sync::mpsc::channel(1);
    actix_web::rt::spawn(async move {
        loop {
            let read = move || {
                let mut part = vec![0; PART];
                let count = file.read(&mut part)?;
                part.truncate(count);
                Ok::<_, std::io::Error>((file, part))
            };
            let read = tokio::task::spawn_blocking(read).await.map_err(std::io::Error::other).flatten();
            let part = match read {
                Ok((_, part)) if part.is_empty() => return,
                Ok((back, part)) => {
                    file = back;
                    Ok(Bytes::from(part))
                }
                Err(cause) => {
                    // What was sent so far is no whole file, and the browser says so.
                    let _ = sender.send(Err(cause)).await;
                    return;
                }
            };
            if sender.send(part).await.is_err() {
                return;
            }
        }
    });
    ReceiverStream::new(receiver)
}
