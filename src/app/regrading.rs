//! The job that marks tries again after a key was corrected: piece by piece, each in a transaction of its own.

use std::sync::Arc;

use crate::accounts;
use crate::certificates::questioned::note_questioned;
use crate::content::Library;
use crate::jobs::model::Failure;
use crate::kernel::ids::{AttemptId, EnrolmentId, VersionId};
use crate::kernel::{Actor, Error};
use crate::learning::{self, Told};
use crate::web::App;

/// Notes in the register that a test behind a certificate was passed by a key that was wrong: unless another passed try of that
/// test stands, or until that one is marked again and does not.
///
/// # Errors
/// The database's.
pub(super) async fn note_kept(app: &App, (enrolment, attempt): (EnrolmentId, AttemptId)) -> Result<(), Failure> {
    app.write(Actor::System, move |conn, ctx| {
        if learning::stands_otherwise(conn, attempt)? {
            return Ok(false);
        }
        let enrolment = learning::get_enrolment(conn, enrolment)?;
        let person = accounts::find_merged_person(conn, enrolment.person)?;
        note_questioned(conn, ctx, person.id, enrolment.course)
    })
    .await?;
    Ok(())
}

/// Marks every try again by the version that the payload names. However often it runs, each try is marked once.
///
/// # Errors
/// The database's.
pub(super) async fn run(app: &App, library: &Arc<Library>, payload: &str) -> Result<(), Failure> {
    let version: VersionId = payload.parse().map_err(|cause| Error::while_doing("reading a job", cause))?;
    let mut after = Some(AttemptId(0));
    while let Some(from) = after {
        let reading = Arc::clone(library);
        let (batch, next, told) = app
            .db
            .read_long(move |conn| {
                let target = reading.version(conn, version)?;
                let (batch, next) = learning::list_regraded(conn, &reading, &target, from)?;
                Ok((batch, next, (target.course.key.to_string(), target.course.title.clone())))
            })
            .await?;
        after = next;
        let told = Told { course_key: told.0, course: told.1, base: app.base_url.to_string() };
        let marking = Arc::clone(library);
        app.write(Actor::System, move |conn, ctx| {
            learning::apply_regrade(conn, ctx, (&marking, version), &batch, &told)
        })
        .await?;
    }
    app.write(Actor::System, move |conn, ctx| learning::end_regrade(conn, ctx, version)).await?;
    Ok(())
}
