//! The queries of places; those of keeping the list in [`kept`].

pub(super) mod kept;

use diesel::prelude::*;

use super::model::{District, Settlement};
use crate::db::Conn;
use crate::db::schema::{districts, settlements};
use crate::kernel::ids::{DistrictId, SettlementId};
use crate::kernel::{Day, Localized, Result};
use crate::on_backend;

type DistrictRow = (DistrictId, String, String, String, String);

fn district((id, key, kk, ru, en): DistrictRow) -> District {
    District { id, key, name: Localized { kk: Some(kk), ru: Some(ru), en: Some(en) } }
}

/// The districts that exist on a day, in the order of the list.
///
/// # Errors
/// The database's.
pub fn list_districts(conn: &mut Conn, on: Day) -> Result<Vec<District>> {
    let rows: Vec<DistrictRow> = districts::table
        .filter(districts::valid_from.is_null().or(districts::valid_from.le(on.date())))
        .filter(districts::valid_to.is_null().or(districts::valid_to.ge(on.date())))
        .order(districts::position)
        .select((districts::id, districts::key, districts::name_kk, districts::name_ru, districts::name_en))
        .load(conn)?;
    Ok(rows.into_iter().map(district).collect())
}

/// Every district that there ever was, in the order of the list: old reports name those that have ended.
///
/// # Errors
/// The database's.
pub fn list_all_districts(conn: &mut Conn) -> Result<Vec<District>> {
    let rows: Vec<DistrictRow> = districts::table
        .order(districts::position)
        .select((districts::id, districts::key, districts::name_kk, districts::name_ru, districts::name_en))
        .load(conn)?;
    Ok(rows.into_iter().map(district).collect())
}

/// One district, also one that has ended.
///
/// # Errors
/// The database's.
pub fn find_district(conn: &mut Conn, id: DistrictId) -> Result<Option<District>> {
    let row = districts::table
        .find(id)
        .select((districts::id, districts::key, districts::name_kk, districts::name_ru, districts::name_en))
        .get_result::<DistrictRow>(conn)
        .optional()?;
    Ok(row.map(district))
}

type SettlementRow = (SettlementId, DistrictId, String, String, String);

const SETTLEMENT: (
    settlements::id,
    settlements::district_id,
    settlements::name_kk,
    settlements::name_ru,
    settlements::name_en,
) = (settlements::id, settlements::district_id, settlements::name_kk, settlements::name_ru, settlements::name_en);

fn settlement((id, district, kk, ru, en): SettlementRow) -> Settlement {
    Settlement { id, district, name: Localized { kk: Some(kk), ru: Some(ru), en: Some(en) } }
}

/// The settlements to choose from on a day.
///
/// # Errors
/// The database's.
pub fn list_settlements(conn: &mut Conn, on: Day) -> Result<Vec<Settlement>> {
    let rows: Vec<SettlementRow> = settlements::table
        .filter(settlements::valid_from.is_null().or(settlements::valid_from.le(on.date())))
        .filter(settlements::valid_to.is_null().or(settlements::valid_to.ge(on.date())))
        .order(settlements::name_kk)
        .select(SETTLEMENT)
        .load(conn)?;
    Ok(rows.into_iter().map(settlement).collect())
}

/// Every settlement that there ever was, by name.
///
/// # Errors
/// The database's.
pub fn list_all_settlements(conn: &mut Conn) -> Result<Vec<Settlement>> {
    let rows: Vec<SettlementRow> = settlements::table.order(settlements::name_kk).select(SETTLEMENT).load(conn)?;
    Ok(rows.into_iter().map(settlement).collect())
}

/// A district of the list that comes with the program.
#[derive(Debug, Clone, Insertable)]
#[diesel(table_name = districts)]
pub(super) struct NewDistrict {
    pub(super) key: String,
    pub(super) position: i32,
    pub(super) name_kk: String,
    pub(super) name_ru: String,
    pub(super) name_en: String,
    pub(super) valid_from: Option<chrono::NaiveDate>,
    pub(super) valid_to: Option<chrono::NaiveDate>,
}

/// Adds a district unless its key is there; what the centre has changed stays. Returns its id.
pub(super) fn insert_district(conn: &mut Conn, new: &NewDistrict) -> Result<DistrictId> {
    on_backend!(conn, c => diesel::insert_into(districts::table).values(new).on_conflict_do_nothing().execute(c))?;
    Ok(districts::table.filter(districts::key.eq(&new.key)).select(districts::id).get_result(conn)?)
}

/// Adds a settlement unless the district has one of that name.
pub(super) fn insert_settlement(conn: &mut Conn, district: DistrictId, name: &Localized) -> Result<()> {
    let text = |lang| name.get(lang).to_owned();
    let values = (
        settlements::district_id.eq(district),
        settlements::name_kk.eq(text(crate::kernel::Lang::Kk)),
        settlements::name_ru.eq(text(crate::kernel::Lang::Ru)),
        settlements::name_en.eq(text(crate::kernel::Lang::En)),
    );
    on_backend!(conn, c => diesel::insert_into(settlements::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// True if there is no district yet.
pub(super) fn is_empty(conn: &mut Conn) -> Result<bool> {
    let count: i64 = districts::table.count().get_result(conn)?;
    Ok(count == 0)
}
