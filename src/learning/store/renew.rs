//! The queries of renewing: from when on tries at the final test count.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable};

use crate::db::Conn;
use crate::db::schema::{attempts, enrolments};
use crate::kernel::ids::EnrolmentId;
use crate::kernel::{Ctx, Result, Timestamp};
use crate::learning::model::QuizKey;

type Backend = <Conn as Connection>::Backend;
type Tries = diesel::dsl::InnerJoinQuerySource<attempts::table, enrolments::table>;

/// True for a try that counts: while the certificate is being renewed, a try at the final test that began before does
/// not. `find_standing` says the same in its own words, and so does [`set_renewed`]: a try that ends what it does not
/// count for would leave the renewal open for ever.
pub(super) fn counts() -> Box<dyn BoxableExpression<Tries, Backend, SqlType = Nullable<Bool>>> {
    let since = enrolments::renewing_since;
    Box::new(
        since
            .is_null()
            .nullable()
            .or(attempts::quiz.ne(QuizKey::Final.code()).nullable())
            .or(attempts::started_at.nullable().ge(since)),
    )
}

/// Lets somebody who completed the course take its final test again, in the newest edition. False if they do already, or
/// have not completed it.
pub(in crate::learning) fn set_renewing(conn: &mut Conn, ctx: &Ctx, id: EnrolmentId, edition: i32) -> Result<bool> {
    let done = enrolments::table
        .find(id)
        .filter(enrolments::completed_at.is_not_null())
        .filter(enrolments::renewing_since.is_null());
    let changed = (
        enrolments::renewing_since.eq(ctx.now),
        enrolments::edition.eq(edition),
        // What was read of it and is kept in memory is old now.
        enrolments::changes.eq(enrolments::changes + 1),
    );
    Ok(diesel::update(done).set(changed).execute(conn)? == 1)
}

/// Ends the renewal that a try belongs to, which began then. False if there is none.
pub(in crate::learning) fn set_renewed(conn: &mut Conn, id: EnrolmentId, began: Timestamp) -> Result<bool> {
    let open = enrolments::table.find(id).filter(enrolments::renewing_since.le(began));
    let changed = (enrolments::renewing_since.eq(None::<Timestamp>), enrolments::changes.eq(enrolments::changes + 1));
    Ok(diesel::update(open).set(changed).execute(conn)? == 1)
}

/// From when on tries count; `None` for all of them.
pub(in crate::learning) fn find_since(conn: &mut Conn, id: EnrolmentId) -> Result<Option<Timestamp>> {
    Ok(enrolments::table.find(id).select(enrolments::renewing_since).get_result(conn)?)
}
