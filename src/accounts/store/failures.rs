//! The counts of failed tries.

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::throttles;
use crate::kernel::{Result, Timestamp};
use crate::on_backend;

pub(in crate::accounts) fn find_throttle(conn: &mut Conn, key: &str) -> Result<Option<(i32, Timestamp)>> {
    Ok(throttles::table.find(key).select((throttles::tries, throttles::since)).get_result(conn).optional()?)
}

pub(in crate::accounts) fn set_throttle(conn: &mut Conn, key: &str, tries: i32, since: Timestamp) -> Result<()> {
    let row = (throttles::key.eq(key), throttles::tries.eq(tries), throttles::since.eq(since));
    let changed = (throttles::tries.eq(tries), throttles::since.eq(since));
    on_backend!(conn, c => diesel::insert_into(throttles::table)
        .values(row)
        .on_conflict(throttles::key)
        .do_update()
        .set(changed)
        .execute(c))?;
    Ok(())
}

pub(in crate::accounts) fn delete_throttle(conn: &mut Conn, key: &str) -> Result<()> {
    diesel::delete(throttles::table.find(key)).execute(conn)?;
    Ok(())
}

/// Removes every count whose key begins so.
pub(in crate::accounts) fn delete_throttles_of(conn: &mut Conn, start: &str) -> Result<()> {
    diesel::delete(throttles::table.filter(throttles::key.like(format!("{start}%")))).execute(conn)?;
    Ok(())
}
