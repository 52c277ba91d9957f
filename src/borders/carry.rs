//! Who is to be carried over now: the people of what has ended.

use super::list;
use super::model::Lists;
use crate::accounts::{self, Carry};
use crate::db::Conn;
use crate::kernel::ids::{DistrictId, SettlementId};
use crate::kernel::text::fold;
use crate::kernel::{Day, Lang, Result};
use crate::places::KeptSettlement;

/// The kind of the job that carries people over.
pub const CARRY: &str = "carry-people";

/// What has ended, whose it is, and since when.
enum Ended {
    District(DistrictId, DistrictId),
    Settlement(SettlementId, SettlementId),
}

/// The next people who still live in what has ended by today, and where they belong; `None` if there are none. What ended
/// first comes first: its successor may have ended since.
///
/// # Errors
/// The database's.
pub fn find_carry(conn: &mut Conn, today: Day) -> Result<Option<Carry>> {
    let lists = list(conn)?;
    let is_due = |day: &Day| *day <= today;
    let districts = lists.districts.iter().filter_map(|one| {
        Some((one.term.end().filter(is_due)?, 0, Ended::District(one.district.id, one.term.successor?)))
    });
    let settlements = lists.settlements.iter().filter_map(|one| {
        Some((one.term.end().filter(is_due)?, 1, Ended::Settlement(one.settlement.id, one.term.successor?)))
    });
    let mut ended: Vec<(Day, u8, Ended)> = districts.chain(settlements).collect();
    // On one day districts come first: their people keep the settlement.
    ended.sort_by_key(|(day, rank, _)| (*day, *rank));
    for (on, _, ended) in ended {
        let found = match ended {
            Ended::District(from, into) => {
                let carry = Carry { from, spellings: None, into, renamed: None, on };
                accounts::has_people(conn, from, on)?.then_some(carry)
            }
            Ended::Settlement(from, into) => match (lists.settlement(from), lists.settlement(into)) {
                (Some(from), Some(into)) => of_settlement(conn, &lists, (from, into), on)?,
                _ => None,
            },
        };
        if found.is_some() {
            return Ok(found);
        }
    }
    Ok(None)
}

fn of_settlement(
    conn: &mut Conn,
    lists: &Lists,
    (from, into): (&KeptSettlement, &KeptSettlement),
    on: Day,
) -> Result<Option<Carry>> {
    let (district, to) = (from.settlement.district, into.settlement.district);
    // Where another one of that name is there on the day, or later, it is that one who is meant.
    let others: Vec<&KeptSettlement> = lists
        .of(district)
        .filter(|one| one.settlement.id != from.settlement.id && one.settlement.id != into.settlement.id)
        .filter(|one| one.term.holds(on) || one.term.from.is_some_and(|first| first >= on))
        .collect();
    let is_again = |text: &String| others.iter().any(|one| one.is_called(text));
    let mut typed: Vec<String> = accounts::list_spellings(conn, district)?.into_iter().map(|(text, _)| text).collect();
    typed.extend(accounts::list_former_spellings(conn, district, on)?);
    let new_name = |text: &String| renamed(from, into, text);
    let is_moving = |text: &String| {
        let stays = district == to && new_name(text).is_none_or(|new| fold(&new) == fold(text));
        from.is_called(text) && !is_again(text) && !stays
    };
    typed.retain(is_moving);
    let Some(renamed) = typed.first().map(new_name) else { return Ok(None) };
    typed.retain(|text| new_name(text) == renamed);
    Ok(Some(Carry { from: district, spellings: Some(typed), into: to, renamed, on }))
}

/// What somebody who typed this for one settlement would type for the other, in the same language; `None` if it is the same.
fn renamed(from: &KeptSettlement, into: &KeptSettlement, typed: &str) -> Option<String> {
    if into.is_called(typed) {
        return None;
    }
    let is_typed = |lang: &Lang| fold(from.settlement.name.get(*lang)) == fold(typed);
    let lang = Lang::ALL.into_iter().find(is_typed).unwrap_or(Lang::Kk);
    Some(into.settlement.name.get(lang).to_owned())
}
