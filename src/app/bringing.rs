//! The job that makes the people of a list, each in a transaction of its own.

use crate::intake;
use crate::jobs::model::Failure;
use crate::kernel::ids::ListId;
use crate::kernel::{Actor, Error};
use crate::web::App;

/// Makes everybody who is left on the list that the payload names. However often it is begun anew, each is made once. A line
/// that fails twice is left, so that those after it need not wait; where the database is not there, all wait.
///
/// # Errors
/// The database's.
pub(super) async fn run(app: &App, payload: &str) -> Result<(), Failure> {
    let list: ListId = payload.parse().map_err(|cause| Error::while_doing("reading a job", cause))?;
    let mut failed = None;
    while let Some(line) = app.read(move |conn| intake::find_next(conn, list)).await? {
        let secrets = (app.random.secret(), app.random.secret());
        let base = app.base_url.to_string();
        let make =
            move |conn: &mut _, ctx: &_| intake::make_line(conn, ctx, (list, line), (&secrets.0, &secrets.1), &base);
        match app.write(Actor::System, make).await {
            Ok(()) => {}
            Err(error @ Error::Unavailable(_)) => return Err(error.into()),
            Err(_) if failed != Some(line) => failed = Some(line),
            Err(error) => {
                tracing::error!(%error, %list, line, "nobody could be made of a line of a list");
                app.write(Actor::System, move |conn, _| intake::fail_line(conn, (list, line))).await?;
            }
        }
    }
    app.write(Actor::System, move |conn, ctx| intake::end(conn, ctx, list)).await?;
    Ok(())
}
