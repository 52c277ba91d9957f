//! The queries of keeping the list: what is added, renamed, ends, and is taken back.

use chrono::NaiveDate;
use diesel::prelude::*;

use super::{DistrictRow, SETTLEMENT, SettlementRow, district, settlement};
use crate::db::Conn;
use crate::db::schema::{districts, people_list_lines, people_lists, settlements};
use crate::kernel::ids::{DistrictId, SettlementId};
use crate::kernel::{Day, Lang, Localized, Result, Timestamp};
use crate::on_backend;
use crate::places::model::{District, KeptDistrict, KeptSettlement, Term, present};

type TermRow<Id> = (Option<NaiveDate>, Option<NaiveDate>, Option<Id>, Option<Timestamp>);

fn term<Id>((from, last, successor, added_at): TermRow<Id>) -> Term<Id> {
    Term { from: from.map(Day::new), last: last.map(Day::new), successor, is_added: added_at.is_some() }
}

/// Every district with its days, in the order of the list.
///
/// # Errors
/// The database's.
pub fn list_kept_districts(conn: &mut Conn) -> Result<Vec<KeptDistrict>> {
    let names = (districts::id, districts::key, districts::name_kk, districts::name_ru, districts::name_en);
    let days = (districts::valid_from, districts::valid_to, districts::successor_id, districts::added_at);
    let rows: Vec<(DistrictRow, TermRow<DistrictId>)> =
        districts::table.order((districts::position, districts::id)).select((names, days)).load(conn)?;
    Ok(rows.into_iter().map(|(row, days)| KeptDistrict { district: district(row), term: term(days) }).collect())
}

/// The districts that are over by a day, each with the one that is there in its place.
///
/// # Errors
/// The database's.
pub fn list_replaced(conn: &mut Conn, on: Day) -> Result<Vec<(District, District)>> {
    let all = list_kept_districts(conn)?;
    let now = |id| present(&all, id, on).and_then(|id| all.iter().find(|one| one.district.id == id));
    let over = all.iter().filter(|one| one.term.is_over(on));
    Ok(over.filter_map(|one| Some((one.district.clone(), now(one.district.id)?.district.clone()))).collect())
}

/// The district that is there on a day in the place of this one; `None` if there is none.
///
/// # Errors
/// The database's.
pub fn find_present(conn: &mut Conn, id: DistrictId, on: Day) -> Result<Option<DistrictId>> {
    Ok(present(&list_kept_districts(conn)?, id, on))
}

/// Every settlement with its days, by name.
///
/// # Errors
/// The database's.
pub fn list_kept_settlements(conn: &mut Conn) -> Result<Vec<KeptSettlement>> {
    let days = (settlements::valid_from, settlements::valid_to, settlements::successor_id, settlements::added_at);
    let rows: Vec<(SettlementRow, TermRow<SettlementId>, String)> = settlements::table
        .order((settlements::name_kk, settlements::id))
        .select((SETTLEMENT, days, settlements::also))
        .load(conn)?;
    let kept = |(row, days, also): (_, _, String)| KeptSettlement {
        settlement: settlement(row),
        also: also.lines().map(str::to_owned).collect(),
        term: term(days),
    };
    Ok(rows.into_iter().map(kept).collect())
}

/// The order of [`Lang::ALL`].
fn texts(name: &Localized) -> [String; 3] {
    Lang::ALL.map(|lang| name.get(lang).to_owned())
}

/// Adds a district behind the others; `None` if the key is taken.
///
/// # Errors
/// The database's.
pub fn insert_kept_district(
    conn: &mut Conn,
    (key, name): (&str, &Localized),
    from: Option<Day>,
    now: Timestamp,
) -> Result<Option<DistrictId>> {
    let last: Option<i32> = districts::table.select(diesel::dsl::max(districts::position)).get_result(conn)?;
    let [kk, ru, en] = texts(name);
    let values = (
        districts::key.eq(key),
        districts::position.eq(last.unwrap_or_default() + 1),
        (districts::name_kk.eq(kk), districts::name_ru.eq(ru), districts::name_en.eq(en)),
        districts::valid_from.eq(from.map(Day::date)),
        districts::added_at.eq(now),
    );
    Ok(on_backend!(conn, c => diesel::insert_into(districts::table)
        .values(values)
        .on_conflict_do_nothing()
        .returning(districts::id)
        .get_result(c)
        .optional())?)
}

/// Gives a district other names.
///
/// # Errors
/// The database's.
pub fn set_district_names(conn: &mut Conn, id: DistrictId, name: &Localized) -> Result<()> {
    let [kk, ru, en] = texts(name);
    let names = (districts::name_kk.eq(kk), districts::name_ru.eq(ru), districts::name_en.eq(en));
    diesel::update(districts::table.find(id)).set(names).execute(conn)?;
    Ok(())
}

/// Ends a district that has no end; false if it has one.
///
/// # Errors
/// The database's.
pub fn set_district_end(conn: &mut Conn, id: DistrictId, last: Day, successor: Option<DistrictId>) -> Result<bool> {
    let open = districts::table.find(id).filter(districts::valid_to.is_null());
    let end = (districts::valid_to.eq(last.date()), districts::successor_id.eq(successor));
    Ok(diesel::update(open).set(end).execute(conn)? == 1)
}

/// Takes the end of a district back; false if it has none.
///
/// # Errors
/// The database's.
pub fn set_district_open(conn: &mut Conn, id: DistrictId) -> Result<bool> {
    let ended = districts::table.find(id).filter(districts::valid_to.is_not_null());
    let open = (districts::valid_to.eq(None::<NaiveDate>), districts::successor_id.eq(None::<DistrictId>));
    Ok(diesel::update(ended).set(open).execute(conn)? == 1)
}

/// True if a list of people names a district.
///
/// # Errors
/// The database's.
pub fn is_on_lists(conn: &mut Conn, id: DistrictId) -> Result<bool> {
    let lists: i64 = people_lists::table.filter(people_lists::district_id.eq(id)).count().get_result(conn)?;
    let lines: i64 = people_list_lines::table.filter(people_list_lines::district_id.eq(id)).count().get_result(conn)?;
    Ok(lists + lines > 0)
}

/// Removes a district that nothing names.
///
/// # Errors
/// The database's.
pub fn delete_district(conn: &mut Conn, id: DistrictId) -> Result<()> {
    diesel::delete(districts::table.find(id)).execute(conn)?;
    Ok(())
}

/// Adds a settlement; `None` if the district has an open one of that name.
///
/// # Errors
/// The database's.
pub fn insert_kept_settlement(
    conn: &mut Conn,
    district: DistrictId,
    (name, also): (&Localized, &[String]),
    from: Option<Day>,
    now: Timestamp,
) -> Result<Option<SettlementId>> {
    let [kk, ru, en] = texts(name);
    let values = (
        settlements::district_id.eq(district),
        (settlements::name_kk.eq(kk), settlements::name_ru.eq(ru), settlements::name_en.eq(en)),
        settlements::valid_from.eq(from.map(Day::date)),
        settlements::added_at.eq(now),
        settlements::also.eq(also.join("\n")),
    );
    Ok(on_backend!(conn, c => diesel::insert_into(settlements::table)
        .values(values)
        .on_conflict_do_nothing()
        .returning(settlements::id)
        .get_result(c)
        .optional())?)
}

/// Gives a settlement other names, and further spellings under which it is recognised.
///
/// # Errors
/// The database's.
pub fn set_settlement_names(conn: &mut Conn, id: SettlementId, (name, also): (&Localized, &[String])) -> Result<()> {
    let [kk, ru, en] = texts(name);
    let names = (settlements::name_kk.eq(kk), settlements::name_ru.eq(ru), settlements::name_en.eq(en));
    diesel::update(settlements::table.find(id)).set((names, settlements::also.eq(also.join("\n")))).execute(conn)?;
    Ok(())
}

/// Ends a settlement that has no end; false if it has one.
///
/// # Errors
/// The database's.
pub fn set_settlement_end(
    conn: &mut Conn,
    id: SettlementId,
    last: Day,
    successor: Option<SettlementId>,
) -> Result<bool> {
    let open = settlements::table.find(id).filter(settlements::valid_to.is_null());
    let end = (settlements::valid_to.eq(last.date()), settlements::successor_id.eq(successor));
    Ok(diesel::update(open).set(end).execute(conn)? == 1)
}

/// Takes the end of a settlement back; false if it has none.
///
/// # Errors
/// The database's.
pub fn set_settlement_open(conn: &mut Conn, id: SettlementId) -> Result<bool> {
    let ended = settlements::table.find(id).filter(settlements::valid_to.is_not_null());
    let open = (settlements::valid_to.eq(None::<NaiveDate>), settlements::successor_id.eq(None::<SettlementId>));
    Ok(diesel::update(ended).set(open).execute(conn)? == 1)
}

/// Removes a settlement that nothing names.
///
/// # Errors
/// The database's.
pub fn delete_settlement(conn: &mut Conn, id: SettlementId) -> Result<()> {
    diesel::delete(settlements::table.find(id)).execute(conn)?;
    Ok(())
}
