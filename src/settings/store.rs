//! The tables `settings` and `logos`.

use std::collections::BTreeMap;

use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{logos, settings};
use crate::kernel::{Ctx, Result, Timestamp};
use crate::on_backend;

pub(super) fn list(conn: &mut Conn) -> Result<BTreeMap<String, String>> {
    let rows: Vec<(String, String)> = settings::table.select((settings::name, settings::value)).load(conn)?;
    Ok(rows.into_iter().collect())
}

/// The rows, each with when it was changed last.
pub(super) fn list_since(conn: &mut Conn) -> Result<Vec<(String, String, Timestamp)>> {
    Ok(settings::table.select((settings::name, settings::value, settings::changed_at)).load(conn)?)
}

/// Sets a row; an empty value removes it.
pub(super) fn set(conn: &mut Conn, ctx: &Ctx, name: &str, value: &str) -> Result<()> {
    if value.is_empty() {
        diesel::delete(settings::table.find(name)).execute(conn)?;
        return Ok(());
    }
    let row = (
        settings::name.eq(name),
        settings::value.eq(value),
        settings::changed_at.eq(ctx.now),
        settings::changed_by.eq(ctx.actor.person()),
    );
    let changed =
        (settings::value.eq(value), settings::changed_at.eq(ctx.now), settings::changed_by.eq(ctx.actor.person()));
    on_backend!(conn, c => diesel::insert_into(settings::table)
        .values(row)
        .on_conflict(settings::name)
        .do_update()
        .set(changed)
        .execute(c))?;
    Ok(())
}

/// Keeps a logo, for ever: certificates that were issued with it are drawn with it.
pub(super) fn insert_logo(conn: &mut Conn, ctx: &Ctx, digest: &str, png: &[u8]) -> Result<()> {
    let row = (logos::digest.eq(digest), logos::png.eq(png), logos::created_at.eq(ctx.now));
    on_backend!(conn, c => diesel::insert_into(logos::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

pub(super) fn find_logo(conn: &mut Conn, digest: &str) -> Result<Option<Vec<u8>>> {
    Ok(logos::table.find(digest).select(logos::png).get_result(conn).optional()?)
}
