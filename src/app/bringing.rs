//! The job that makes the people of a list, each in a transaction of its own.

use crate::intake;
use crate::jobs::model::Failure;
use crate::kernel::ids::ListId;
use crate::kernel::{Actor, Error};
use crate::web::App;

/// Makes everybody who is left on the list that the payload names. However often it is begun anew, each is made once.
///
/// # Errors
/// The database's.
pub(super) async fn run(app: &App, payload: &str) -> Result<(), Failure> {
    let list: ListId = payload.parse().map_err(|cause| Error::while_doing("reading a job", cause))?;
    loop {
        let secrets = (app.random.secret(), app.random.secret());
        let base = app.base_url.to_string();
        let is_more = app
            .write(Actor::System, move |conn, ctx| intake::make_next(conn, ctx, list, (&secrets.0, &secrets.1), &base))
            .await?;
        if !is_more {
            break;
        }
    }
    app.write(Actor::System, move |conn, ctx| intake::end(conn, ctx, list)).await?;
    Ok(())
}
