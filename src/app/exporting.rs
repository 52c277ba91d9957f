//! The job that makes a file somebody asked for, portion by portion, and the folder in which such files lie.

use std::fs::{File, OpenOptions};
use std::io::{BufWriter, ErrorKind};
use std::path::{Path, PathBuf};

use super::folder::{Stopped, ensure_private};
use crate::content::Library;
use crate::db::Conn;
use crate::exports::{self, DAY, Export, State, Table};
use crate::jobs::model::Failure;
use crate::kernel::{Actor, Error, Result};
use crate::web::App;

/// Rows that one transaction forgets at most.
const CHUNK: i64 = 500;

/// So many bytes of the disk are left to everybody else.
const RESERVE: u64 = 128 << 20;

/// Makes the file that the payload names. However often it is begun, it is begun at the first row; one that is made already,
/// or that nobody wants any more, is left.
///
/// # Errors
/// The database's; another try may succeed. If the disk does not take it, whoever asked is told, and no other try is made.
pub async fn run(app: &App, library: &Library, payload: &str) -> Result<(), Failure> {
    let named = payload.to_owned();
    let Some(export) = app.read(move |conn| exports::under_way(conn, &named)).await? else { return Ok(()) };
    let id = export.id;
    let (state, error) = match make(app, library, &export).await {
        Ok(()) => return Ok(()),
        // What was written is written over by the next try.
        Err(Stopped::Failed(error @ (Error::Unavailable(_) | Error::Again))) => return Err(error.into()),
        Err(Stopped::Failed(error)) => (State::Failed, error),
        Err(Stopped::Disk(cause)) => {
            let is_full =
                matches!(cause.kind(), ErrorKind::StorageFull | ErrorKind::QuotaExceeded | ErrorKind::FileTooLarge);
            let state = if is_full { State::DiskFull } else { State::Failed };
            (state, Error::while_doing("writing an export", cause))
        }
    };
    let (unfinished, file) = (place(app, &exports::unfinished(&export.file)), export.file.clone());
    blocking(move || remove(&unfinished)).await.unwrap_or_else(|_| tracing::warn!("an unfinished export stays"));
    app.write(Actor::System, move |conn, ctx| exports::fail(conn, ctx, (id, &file), state)).await?;
    Err(Failure::GiveUp(error))
}

async fn make(app: &App, library: &Library, export: &Export) -> Result<(), Stopped> {
    let (unfinished, finished) = (place(app, &exports::unfinished(&export.file)), place(app, &export.file));
    let (today, id) = ((app.today(), app.config.time_zone), export.id);
    let (to, of) = (unfinished.clone(), export.clone());
    let mut table = blocking(move || begin(&to, &of)).await?;
    let wanted = export.wanted.clone();
    let narrowed = app.db.read_long(move |conn| exports::narrow(conn, &wanted, today)).await?;
    let (mut after, mut done, mut rows) = (None, 0, 0);
    loop {
        let (shelf, of) = (library.shelf(), (export.wanted.clone(), narrowed.clone()));
        let read = move |conn: &mut Conn| exports::read_portion(conn, &shelf, (&of.0, &of.1), today, after);
        let portion = app.db.read_long(read).await?;
        done += portion.passed;
        rows += i64::try_from(portion.rows.len()).unwrap_or_default();
        let next = portion.next;
        let folder = exports::folder(&app.config.data);
        let write = move || {
            for row in portion.rows {
                table.row(row)?;
            }
            leave_room(&folder)?;
            Ok(table)
        };
        table = blocking(write).await?;
        if next.is_none() {
            break;
        }
        after = next;
        let file = export.file.clone();
        let is_wanted = app.write(Actor::System, move |conn, _| exports::advance(conn, (id, &file), done)).await?;
        if !is_wanted {
            return blocking(move || remove(&unfinished)).await;
        }
    }
    let to = finished.clone();
    let size = blocking(move || end(table, (&unfinished, &to))).await?;
    let (of, zone) = (export.clone(), app.config.time_zone);
    let is_wanted =
        app.write(Actor::System, move |conn, ctx| exports::finish(conn, ctx, &of, (rows, size, zone))).await?;
    if !is_wanted {
        blocking(move || remove(&finished)).await?;
    }
    Ok(())
}

fn begin(to: &Path, export: &Export) -> std::io::Result<Table<BufWriter<File>>> {
    let folder = to.parent().unwrap_or(Path::new("."));
    ensure_private(folder)?;
    leave_room(folder)?;
    let mut options = OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let wanted = &export.wanted;
    let to = BufWriter::new(options.open(to)?);
    Table::begin(to, wanted.format, wanted.lang, &exports::named(export), exports::head(wanted))
}

/// The database lies on the same disk as a rule: a long file is not to take its last room.
fn leave_room(folder: &Path) -> std::io::Result<()> {
    if fs4::available_space(folder)? < RESERVE { Err(ErrorKind::StorageFull.into()) } else { Ok(()) }
}

/// Its own name is that of a file that is whole, and on the disk.
fn end(table: Table<BufWriter<File>>, (unfinished, finished): (&Path, &Path)) -> std::io::Result<i64> {
    let file = table.finish()?.into_inner()?;
    file.sync_all()?;
    let size = file.metadata()?.len();
    std::fs::rename(unfinished, finished)?;
    Ok(i64::try_from(size).unwrap_or(i64::MAX))
}

fn place(app: &App, file: &str) -> PathBuf {
    exports::path(&app.config.data, file)
}

/// Does what may wait for the disk on a thread that may block.
async fn blocking<T: Send + 'static>(work: impl FnOnce() -> std::io::Result<T> + Send + 'static) -> Result<T, Stopped> {
    Ok(tokio::task::spawn_blocking(work).await.map_err(Error::internal)??)
}

fn remove(file: &Path) -> std::io::Result<()> {
    match std::fs::remove_file(file) {
        Err(cause) if cause.kind() != ErrorKind::NotFound => Err(cause),
        _ => Ok(()),
    }
}

/// Forgets what was asked for a day ago, then removes the files of nobody.
///
/// # Errors
/// The database's; the disk's.
pub async fn forget(app: &App) -> Result<(), Failure> {
    let before = app.now().plus_seconds(-DAY);
    loop {
        let gone = app.write(Actor::System, move |conn, _| exports::forget_old(conn, before, CHUNK)).await?;
        if i64::try_from(gone).unwrap_or(CHUNK) < CHUNK {
            break;
        }
    }
    sweep(app).await?;
    Ok(())
}

/// Removes the files of which the database knows nothing: of exports that are forgotten, and of a server that ended in the
/// middle. Returns how many there were.
///
/// # Errors
/// The database's; the disk's.
pub async fn sweep(app: &App) -> Result<usize> {
    let folder = exports::folder(&app.config.data);
    let failed = |cause| Error::while_doing("clearing the folder of exports", cause);
    // First the folder, then the database: a file that appears in between is not looked at.
    let there = tokio::task::spawn_blocking(move || names_in(&folder)).await.map_err(Error::internal)?;
    let there = there.map_err(failed)?;
    if there.is_empty() {
        return Ok(0);
    }
    let known = app.db.read(exports::list_files).await?;
    let unknown: Vec<PathBuf> =
        there.iter().filter(|name| !known.contains(*name)).map(|name| place(app, name)).collect();
    let count = unknown.len();
    // One that cannot be removed keeps no other one.
    let clear = move || {
        let mut failed = None;
        for file in &unknown {
            failed = remove(file).err().or(failed);
        }
        failed.map_or(Ok(()), Err)
    };
    tokio::task::spawn_blocking(clear).await.map_err(Error::internal)?.map_err(failed)?;
    Ok(count)
}

fn names_in(folder: &Path) -> std::io::Result<Vec<String>> {
    let entries = match std::fs::read_dir(folder) {
        Ok(entries) => entries,
        Err(cause) if cause.kind() == ErrorKind::NotFound => return Ok(Vec::new()),
        Err(cause) => return Err(cause),
    };
    let mut names = Vec::new();
    for entry in entries {
        let entry = entry?;
        if entry.file_type()?.is_file() {
            names.push(entry.file_name().to_string_lossy().into_owned());
        }
    }
    Ok(names)
}
