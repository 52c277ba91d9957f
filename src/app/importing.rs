//! The job that takes a large file of questions into its draft, and tells how far it is.

use crate::authoring::{self, FileChange, Ready, Taken};
use crate::exchange::bank;
use crate::jobs::model::Failure;
use crate::kernel::ids::UploadId;
use crate::kernel::{Actor, Error};
use crate::web::App;

/// After so many questions it is noted how far the job is.
const STEP: usize = 500;

/// How often it begins again when others change the same file at the same moment.
const TRIES: usize = 3;

/// Takes in the questions that the payload names. However often it runs, they come once.
///
/// # Errors
/// The database's.
pub(super) async fn run(app: &App, payload: &str) -> Result<(), Failure> {
    let id: UploadId = payload.parse().map_err(|cause| Error::while_doing("reading a job", cause))?;
    for _ in 0..TRIES {
        let Some((upload, texts)) = app.read(move |conn| authoring::find_wanted(conn, id)).await? else {
            return Ok(());
        };
        let (by, name) = (upload.by.map_or(Actor::System, Actor::Person), upload.name.clone());
        let read = tokio::task::spawn_blocking(move || authoring::read_wanted(&upload, &texts));
        let ready = match read.await.map_err(Error::internal)? {
            Ok(ready) => ready,
            Err(reason) => return stop(app, id, reason).await,
        };
        match take_in(app, (id, by, name), ready).await {
            Ok(Taken::Done(_) | Taken::Already(_)) => return Ok(()),
            Ok(Taken::Nothing) => return stop(app, id, "exchange-nothing").await,
            Ok(Taken::Closed) => return stop(app, id, "exchange-stopped-broken").await,
            Ok(Taken::Meanwhile) | Err(Error::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    stop(app, id, "exchange-stopped-crowded").await
}

async fn stop(app: &App, id: UploadId, reason: &'static str) -> Result<(), Failure> {
    app.write(Actor::System, move |conn, _| authoring::stop_taking(conn, id, reason)).await?;
    Ok(())
}

/// Writes the questions out piece by piece, then puts the file in its place as one change.
async fn take_in(app: &App, (id, by, name): (UploadId, Actor, String), ready: Ready) -> Result<Taken, Error> {
    let Ready { draft, path, seen, before: mut text, filled, questions, beside } = ready;
    if questions.is_empty() && filled == 0 {
        return Ok(Taken::Nothing);
    }
    let total = questions.len() + filled;
    let mut done = filled;
    for piece in questions.chunks(STEP) {
        app.write(Actor::System, move |conn, _| authoring::note_progress(conn, id, (done, total))).await?;
        done += piece.len();
        let (before, piece) = (std::mem::take(&mut text), piece.to_vec());
        let more = tokio::task::spawn_blocking(move || bank::with_more(&before, &piece));
        text = more.await.map_err(Error::internal)?;
    }
    let own = (!text.is_empty()).then(|| FileChange::text(path, seen, text));
    let changes: Vec<FileChange> = own.into_iter().chain(beside).collect();
    let write = move |conn: &mut _, ctx: &_| {
        authoring::note_progress(conn, id, (total, total))?;
        authoring::take_in(conn, ctx, (draft, id), (&name, &changes), None)
    };
    app.write(by, write).await
}
