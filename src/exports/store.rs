//! The table `exports`.

use diesel::prelude::*;

use super::model::{Export, Filters, Format, Kind, State, Wanted};
use crate::db::Conn;
use crate::db::schema::exports;
use crate::kernel::ids::{ExportId, PersonId};
use crate::kernel::{Error, Lang, Result, Timestamp};
use crate::on_backend;

type Row = ((ExportId, String, String, Lang, String), (PersonId, Timestamp, i64, i64, String, String, Option<i64>));

type Columns = (
    (exports::id, exports::kind, exports::format, exports::language, exports::filters),
    (
        exports::requested_by,
        exports::requested_at,
        exports::done_rows,
        exports::total_rows,
        exports::state,
        exports::file,
        exports::size,
    ),
);

const COLUMNS: Columns = (
    (exports::id, exports::kind, exports::format, exports::language, exports::filters),
    (
        exports::requested_by,
        exports::requested_at,
        exports::done_rows,
        exports::total_rows,
        exports::state,
        exports::file,
        exports::size,
    ),
);

fn export(row: Row) -> Result<Export> {
    let ((id, kind, format, lang, filters), (requested_by, requested_at, done, total, state, file, size)) = row;
    let damaged = || Error::Internal(format!("export {id} is damaged in the database"));
    let wanted = Wanted {
        kind: Kind::from_code(&kind).ok_or_else(damaged)?,
        format: Format::from_code(&format).ok_or_else(damaged)?,
        lang,
        filters: serde_json::from_str::<Filters>(&filters).map_err(|_| damaged())?,
    };
    let state = State::from_code(&state).ok_or_else(damaged)?;
    Ok(Export { id, wanted, requested_by, requested_at, done, total, state, file, size })
}

/// One file that was asked for.
///
/// # Errors
/// The database's.
pub fn find_export(conn: &mut Conn, id: ExportId) -> Result<Option<Export>> {
    exports::table.find(id).select(COLUMNS).get_result::<Row>(conn).optional()?.map(export).transpose()
}

/// So many of the files that somebody asked for, the newest first.
///
/// # Errors
/// The database's.
pub fn list_own(conn: &mut Conn, by: PersonId, limit: i64) -> Result<Vec<Export>> {
    let own = exports::table.filter(exports::requested_by.eq(by)).order(exports::id.desc()).limit(limit);
    own.select(COLUMNS).load::<Row>(conn)?.into_iter().map(export).collect()
}

fn filters_of(wanted: &Wanted) -> Result<String> {
    serde_json::to_string(&wanted.filters).map_err(Error::internal)
}

/// The one of this kind and these filters that is under way for somebody.
pub(super) fn find_same(conn: &mut Conn, by: PersonId, wanted: &Wanted) -> Result<Option<Export>> {
    let filters = filters_of(wanted)?;
    exports::table
        .filter(exports::requested_by.eq(by))
        .filter(exports::kind.eq(wanted.kind.code()))
        .filter(exports::format.eq(wanted.format.code()))
        .filter(exports::language.eq(wanted.lang))
        .filter(exports::filters.eq(filters))
        .filter(exports::state.eq(State::UnderWay.code()))
        .select(COLUMNS)
        .get_result::<Row>(conn)
        .optional()?
        .map(export)
        .transpose()
}

/// `None` if the same is under way.
pub(super) fn insert_export(
    conn: &mut Conn,
    (by, at): (PersonId, Timestamp),
    wanted: &Wanted,
    (total, file): (i64, &str),
) -> Result<Option<ExportId>> {
    let row = (
        exports::kind.eq(wanted.kind.code()),
        exports::format.eq(wanted.format.code()),
        exports::language.eq(wanted.lang),
        exports::filters.eq(filters_of(wanted)?),
        exports::requested_by.eq(by),
        exports::requested_at.eq(at),
        exports::done_rows.eq(0),
        exports::total_rows.eq(total),
        exports::state.eq(State::UnderWay.code()),
        exports::file.eq(file),
    );
    let id = on_backend!(conn, c => diesel::insert_into(exports::table)
        .values(row)
        .on_conflict_do_nothing()
        .returning(exports::id)
        .get_result(c)
        .optional())?;
    Ok(id)
}

/// Begins one anew, under another name.
pub(super) fn set_again(conn: &mut Conn, id: ExportId, at: Timestamp, (total, file): (i64, &str)) -> Result<()> {
    let values = (
        exports::requested_at.eq(at),
        exports::done_rows.eq(0),
        exports::total_rows.eq(total),
        exports::state.eq(State::UnderWay.code()),
        exports::file.eq(file),
        exports::size.eq(None::<i64>),
        exports::ended_at.eq(None::<Timestamp>),
    );
    diesel::update(exports::table.find(id)).set(values).execute(conn)?;
    Ok(())
}

/// Notes how much is written; false if it is not under way under this name.
pub(super) fn set_done(conn: &mut Conn, (id, file): (ExportId, &str), done: i64) -> Result<bool> {
    let own = exports::table.find(id).filter(exports::file.eq(file));
    let own = own.filter(exports::state.eq(State::UnderWay.code()));
    Ok(diesel::update(own).set(exports::done_rows.eq(done)).execute(conn)? == 1)
}

/// Ends one; false if it is not under way under this name.
pub(super) fn set_ready(
    conn: &mut Conn,
    (id, file): (ExportId, &str),
    (rows, size): (i64, i64),
    at: Timestamp,
) -> Result<bool> {
    let own = exports::table.find(id).filter(exports::file.eq(file));
    let own = own.filter(exports::state.eq(State::UnderWay.code()));
    let values = (
        exports::done_rows.eq(rows),
        exports::total_rows.eq(rows),
        exports::state.eq(State::Ready.code()),
        exports::size.eq(size),
        exports::ended_at.eq(at),
    );
    Ok(diesel::update(own).set(values).execute(conn)? == 1)
}

/// Notes that one could not be made.
pub(super) fn set_failed(conn: &mut Conn, (id, file): (ExportId, &str), state: State, at: Timestamp) -> Result<()> {
    let own = exports::table.find(id).filter(exports::file.eq(file));
    let own = own.filter(exports::state.eq(State::UnderWay.code()));
    diesel::update(own).set((exports::state.eq(state.code()), exports::ended_at.eq(at))).execute(conn)?;
    Ok(())
}

/// The names of files, and where they stand.
pub(super) fn list_files(conn: &mut Conn) -> Result<Vec<(String, String)>> {
    Ok(exports::table.select((exports::file, exports::state)).load(conn)?)
}

/// Deletes those that were asked for before a moment, at most so many.
pub(super) fn delete_old(conn: &mut Conn, before: Timestamp, limit: i64) -> Result<usize> {
    let old = exports::table.filter(exports::requested_at.lt(before)).select(exports::id);
    let old: Vec<ExportId> = old.limit(limit).load(conn)?;
    Ok(diesel::delete(exports::table.filter(exports::id.eq_any(old))).execute(conn)?)
}

/// Deletes those of somebody.
pub(super) fn delete_of(conn: &mut Conn, by: PersonId) -> Result<()> {
    diesel::delete(exports::table.filter(exports::requested_by.eq(by))).execute(conn)?;
    Ok(())
}
