//! The job that carries people over whose district or settlement has ended, a few in each transaction, so that nobody who
//! learns waits for it. Run again, or by two servers at once, it carries each once.

use crate::jobs::model::Failure;
use crate::kernel::Actor;
use crate::web::App;
use crate::{accounts, borders};

/// People whom one transaction carries at most.
const CHUNK: i64 = 500;

/// Carries everybody over who is due.
///
/// # Errors
/// The database's; who was carried before stays so.
pub async fn run(app: &App) -> Result<(), Failure> {
    let today = app.today();
    while let Some(carry) = app.db.read_long(move |conn| borders::find_carry(conn, today)).await? {
        let (mut carried, mut now) = (0, usize::MAX);
        while i64::try_from(now).unwrap_or(CHUNK) >= CHUNK {
            let carry = carry.clone();
            now = app.write(Actor::System, move |conn, _| accounts::carry_people(conn, &carry, CHUNK)).await?;
            carried += now;
        }
        if carried == 0 {
            // Somebody else has done it meanwhile; what is left, the next run finds.
            return Ok(());
        }
        tracing::info!(from = carry.from.0, into = carry.into.0, carried, "people were carried over");
    }
    Ok(())
}
