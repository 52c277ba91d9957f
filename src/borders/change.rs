//! Adding, renaming, and removing what was added by mistake.

use serde_json::{Value, json};

use super::list;
use super::model::{Lists, Refused, Which, is_near};
use crate::accounts::{self, audit};
use crate::db::Conn;
use crate::kernel::ids::{DistrictId, SettlementId};
use crate::kernel::latin::latin;
use crate::kernel::text::fold;
use crate::kernel::{Ctx, Day, Error, Lang, Localized, Result};
use crate::places::{self, KeptSettlement};

/// Something to add.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Place {
    /// A settlement of this district; a district if it is of none.
    pub district: Option<DistrictId>,
    /// Its name in each language.
    pub name: Localized,
    /// Its first day.
    pub from: Day,
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// Done.
    Yes(Which),
    /// It was so already.
    AlreadySo,
    /// Not possible; nothing was changed.
    No(Refused),
}

pub(super) fn record(conn: &mut Conn, ctx: &Ctx, which: Which, (action, details): (&'static str, Value)) -> Result<()> {
    let (subject, id) = match which {
        Which::District(id) => ("district", id.0),
        Which::Settlement(id) => ("settlement", id.0),
    };
    audit::record(conn, ctx, &audit::Entry { action, subject, subject_id: Some(id), details })
}

/// Notes that something was added, with its name, its first day and its district.
pub(super) fn record_added(
    conn: &mut Conn,
    ctx: &Ctx,
    which: Which,
    (name, from, district): (&Localized, Day, Option<DistrictId>),
) -> Result<()> {
    let details = json!({ "new": name.get(Lang::Kk), "from": from, "district": district });
    record(conn, ctx, which, ("place added", details))
}

/// Notes that something was removed, with its name: no other row of any table has it any more.
pub(super) fn record_removed(conn: &mut Conn, ctx: &Ctx, which: Which, name: &Localized) -> Result<()> {
    record(conn, ctx, which, ("place removed", json!({ "old": name.get(Lang::Kk) })))
}

/// True if another district, of which no end has come, has one of these names.
fn is_district_taken(lists: &Lists, (but, today): (Option<DistrictId>, Day), name: &Localized) -> bool {
    let mut others = lists.districts.iter().filter(|one| !one.term.is_over(today) && Some(one.district.id) != but);
    let is_same = |other: &Localized| Lang::ALL.iter().any(|lang| fold(other.get(*lang)) == fold(name.get(*lang)));
    others.any(|one| is_same(&one.district.name))
}

/// True if another settlement of the district, of which no end has come, is called so.
fn is_settlement_taken(
    lists: &Lists,
    (district, but, today): (DistrictId, Option<SettlementId>, Day),
    name: &Localized,
) -> bool {
    let mut others = lists.of(district).filter(|one| !one.term.is_over(today) && Some(one.settlement.id) != but);
    others.any(|one| Lang::ALL.iter().any(|lang| one.is_called(name.get(*lang))))
}

/// A key of Latin letters that no district has.
fn free_key(lists: &Lists, name: &Localized) -> String {
    let folded: String = name.get(Lang::En).to_lowercase().chars().take(40).collect();
    let letters = folded.chars().map(|c| match c {
        'a'..='z' | '0'..='9' => c.to_string(),
        _ if c.is_alphabetic() => latin(c).to_owned(),
        _ => "-".to_owned(),
    });
    let letters: String = letters.collect();
    let key = letters.split('-').filter(|part| !part.is_empty()).collect::<Vec<_>>().join("-");
    let key = if key.is_empty() { "district".to_owned() } else { key };
    let is_free = |key: &String| lists.districts.iter().all(|one| one.district.key != *key);
    let numbered = (2..).map(|number| format!("{key}-{number}"));
    std::iter::once(key.clone()).chain(numbered).find(is_free).unwrap_or(key)
}

/// Adds a district or a settlement.
///
/// # Errors
/// Not found; conflict if the same was added at the same moment; the database's.
pub fn add(conn: &mut Conn, ctx: &Ctx, new: &Place, today: Day) -> Result<Changed> {
    let lists = list(conn)?;
    if !is_near(new.from, today) {
        return Ok(Changed::No(Refused::Far));
    }
    let which = match new.district {
        None if is_district_taken(&lists, (None, today), &new.name) => return Ok(Changed::No(Refused::NameTaken)),
        None => {
            let key = free_key(&lists, &new.name);
            let id = places::insert_kept_district(conn, (&key, &new.name), Some(new.from), ctx.now)?;
            Which::District(id.ok_or(Error::Conflict)?)
        }
        Some(district) => {
            let own = lists.district(district).ok_or(Error::NotFound)?;
            if own.term.last.is_some() {
                return Ok(Changed::No(Refused::Ended));
            }
            if !own.term.holds(new.from) {
                return Ok(Changed::No(Refused::Early));
            }
            if is_settlement_taken(&lists, (district, None, today), &new.name) {
                return Ok(Changed::No(Refused::NameTaken));
            }
            let id = places::insert_kept_settlement(conn, district, (&new.name, &[]), Some(new.from), ctx.now)?;
            Which::Settlement(id.ok_or(Error::Conflict)?)
        }
    };
    record_added(conn, ctx, which, (&new.name, new.from, new.district))?;
    Ok(Changed::Yes(which))
}

/// Corrects a name. People who typed the former spelling of a settlement still count there.
///
/// # Errors
/// Not found; the database's.
pub fn rename(conn: &mut Conn, ctx: &Ctx, which: Which, (name, today): (&Localized, Day)) -> Result<Changed> {
    let lists = list(conn)?;
    let old = match which {
        Which::District(id) => {
            let own = lists.district(id).ok_or(Error::NotFound)?;
            if own.district.name == *name {
                return Ok(Changed::AlreadySo);
            }
            if !own.term.is_over(today) && is_district_taken(&lists, (Some(id), today), name) {
                return Ok(Changed::No(Refused::NameTaken));
            }
            places::set_district_names(conn, id, name)?;
            own.district.name.clone()
        }
        Which::Settlement(id) => {
            let own = lists.settlement(id).ok_or(Error::NotFound)?;
            if own.settlement.name == *name {
                return Ok(Changed::AlreadySo);
            }
            let district = own.settlement.district;
            if !own.term.is_over(today) && is_settlement_taken(&lists, (district, Some(id), today), name) {
                return Ok(Changed::No(Refused::NameTaken));
            }
            let names = Lang::ALL.map(|lang| name.get(lang).to_owned());
            places::set_settlement_names(conn, id, (name, &beside(&names, own.spellings())))?;
            own.settlement.name.clone()
        }
    };
    let is_other = |lang: &&Lang| old.get(**lang) != name.get(**lang);
    let lang = Lang::ALL.iter().find(is_other).copied().unwrap_or(Lang::Kk);
    record(conn, ctx, which, ("place renamed", json!({ "old": old.get(lang), "new": name.get(lang) })))?;
    Ok(Changed::Yes(which))
}

/// The spellings that these names do not cover, each once.
pub(super) fn beside(names: &[String], spellings: Vec<String>) -> Vec<String> {
    let mut known: Vec<String> = names.iter().map(|name| fold(name)).collect();
    let mut further = Vec::new();
    for text in spellings {
        if !known.contains(&fold(&text)) {
            known.push(fold(&text));
            further.push(text);
        }
    }
    further
}

/// Removes what the centre has added and nobody uses.
///
/// # Errors
/// Not found; the database's.
pub fn remove(conn: &mut Conn, ctx: &Ctx, which: Which) -> Result<Changed> {
    let lists = list(conn)?;
    let (is_free, name) = match which {
        Which::District(id) => {
            let own = lists.district(id).ok_or(Error::NotFound)?;
            let is_named =
                lists.districts.iter().any(|one| one.term.successor == Some(id)) || lists.of(id).next().is_some();
            let is_free = own.term.is_added && !is_named && !accounts::is_anybodys(conn, id)?;
            (is_free && !places::is_on_lists(conn, id)?, &own.district.name)
        }
        Which::Settlement(id) => {
            let own = lists.settlement(id).ok_or(Error::NotFound)?;
            let is_named = lists.settlements.iter().any(|one| one.term.successor == Some(id));
            (own.term.is_added && !is_named && !is_typed(conn, own)?, &own.settlement.name)
        }
    };
    if !is_free {
        return Ok(Changed::No(Refused::Used));
    }
    match which {
        Which::District(id) => places::delete_district(conn, id)?,
        Which::Settlement(id) => places::delete_settlement(conn, id)?,
    }
    record_removed(conn, ctx, which, name)?;
    Ok(Changed::Yes(which))
}

/// Removes a further spelling of a settlement that nobody typed, such as a name given by mistake: another settlement may have
/// it.
///
/// # Errors
/// Not found; the database's.
pub fn remove_spelling(conn: &mut Conn, ctx: &Ctx, id: SettlementId, text: &str) -> Result<Changed> {
    let lists = list(conn)?;
    let own = lists.settlement(id).ok_or(Error::NotFound)?;
    let is_it = |also: &str| fold(also) == fold(text);
    if !own.also.iter().any(|also| is_it(also)) {
        return Ok(Changed::AlreadySo);
    }
    if list_typed(conn, own)?.iter().any(|typed| is_it(typed)) {
        return Ok(Changed::No(Refused::Typed));
    }
    let further: Vec<String> = own.also.iter().filter(|also| !is_it(also)).cloned().collect();
    places::set_settlement_names(conn, id, (&own.settlement.name, &further))?;
    record(conn, ctx, Which::Settlement(id), ("place spelling removed", json!({ "old": text, "new": "" })))?;
    Ok(Changed::Yes(Which::Settlement(id)))
}

/// True if somebody typed a settlement, now or before.
fn is_typed(conn: &mut Conn, own: &KeptSettlement) -> Result<bool> {
    Ok(list_typed(conn, own)?.iter().any(|text| own.is_called(text)))
}

/// What people typed in the district of a settlement, now or before.
fn list_typed(conn: &mut Conn, own: &KeptSettlement) -> Result<Vec<String>> {
    let district = own.settlement.district;
    let now = accounts::list_spellings(conn, district)?;
    let before = accounts::list_former_spellings(
        conn,
        district,
        own.term.from.unwrap_or(Day::new(chrono::NaiveDate::default())),
    )?;
    Ok(now.into_iter().map(|(text, _)| text).chain(before).collect())
}
