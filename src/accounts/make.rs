//! Accounts made by the staff for people without e-mail, and their cards.
//!
//! A form carries a secret. Its digest names the batch of cards, so the same form sent twice makes nobody twice and
//! shows the same cards: names and passwords are drawn from the secret ([`super::card`]).

use std::collections::{BTreeMap, BTreeSet};

use super::card::{self, CARD_LIFETIME, SHOWN_FOR};
use super::grant::is_in_reach;
use super::model::{Card, MadeRow, NewPerson, Person};
use super::pasted::NameWords;
use super::store::{self, made};
use super::{audit, change_password, mails};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Error, PersonName, Result, Role, Secret, Timestamp};

/// What became of a form that makes cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeCards {
    /// They are made.
    Now,
    /// This form was sent before; nothing was changed.
    Before,
    /// Another form has made cards for one of these people since this one was shown; nothing was changed.
    Meanwhile,
}

/// What a form that makes cards again knew of those before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CardsBefore {
    /// Whose cards.
    pub people: Vec<PersonId>,
    /// When the newest of them was made.
    pub made_at: Option<Timestamp>,
}

/// Makes accounts and their cards in one go; `new` have their passwords' hashes and the places on the list.
///
/// # Errors
/// Conflict if a sign-in name was taken at the same moment; the database's.
pub fn make_people(conn: &mut Conn, ctx: &Ctx, secret: &Secret, new: &[(i32, NewPerson)]) -> Result<MadeCards> {
    let by = ctx.actor.person().ok_or(Error::Forbidden)?;
    let Some(batch) = made::insert_batch(conn, ctx, &secret.digest(), by)? else { return Ok(MadeCards::Before) };
    let until = ctx.now.plus_seconds(CARD_LIFETIME);
    for (place, new) in new {
        let sign_in_name = free_name(conn, &new.name, (secret, *place))?;
        let person = store::insert_person(conn, ctx, new)?;
        made::set_made(conn, person, (by, &sign_in_name, until))?;
        made::insert_card(conn, batch, *place, person)?;
        let details = serde_json::json!({ "by": "staff" });
        record(conn, ctx, ("account made", person), details)?;
    }
    Ok(MadeCards::Now)
}

/// A sign-in name that nobody has.
pub(super) fn free_name(conn: &mut Conn, name: &PersonName, (secret, place): (&Secret, i32)) -> Result<String> {
    for turn in 0..100 {
        let drawn = card::sign_in_name(name, secret, (place, turn));
        if !made::has_sign_in_name(conn, &drawn)? {
            return Ok(drawn);
        }
    }
    Err(Error::internal("no sign-in name is free"))
}

/// Makes a new card for an account: its password works instead of the former one, and every sign-in ends. Somebody with
/// an own address is told there. Such a card is not refused, because it is what helps who has lost phone and mailbox
/// together; but it never comes about unseen.
///
/// # Errors
/// Not found; forbidden unless the one who acts may care for the account; the database's.
pub fn renew_card(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    (secret, hash): (&Secret, &str),
    base: &str,
) -> Result<MadeCards> {
    let by = ctx.actor.person().ok_or(Error::Forbidden)?;
    let found = cared_for(conn, ctx, person)?;
    if found.disabled_at.is_some() {
        return Err(Error::Conflict);
    }
    let Some(batch) = made::insert_batch(conn, ctx, &secret.digest(), by)? else { return Ok(MadeCards::Before) };
    let name = PersonName::parse(&found.name).ok_or_else(|| Error::internal("a stored name is no name"))?;
    let sign_in_name = match &found.sign_in_name {
        Some(own) => own.clone(),
        None => free_name(conn, &name, (secret, 0))?,
    };
    made::set_one_time(conn, person, (&sign_in_name, hash, ctx.now.plus_seconds(CARD_LIFETIME)))?;
    made::insert_card(conn, batch, 0, person)?;
    change_password::end_former(conn, ctx, person)?;
    mails::queue_password_changed(conn, ctx, &found, base)?;
    record(conn, ctx, ("card made", person), serde_json::Value::Null)?;
    Ok(MadeCards::Now)
}

/// Somebody who may get a card.
#[derive(Debug, Clone)]
pub(super) struct CardOwner {
    pub(super) id: PersonId,
    pub(super) name: String,
    pub(super) sign_in_name: Option<String>,
    pub(super) has_email: bool,
    /// Until when the present card works; `None` once an own password was chosen.
    pub(super) one_time_until: Option<Timestamp>,
    pub(super) is_closed: bool,
}

/// Who of some people gets a card, for the centre.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CardsFor {
    /// Those who have not chosen a password, in the order in which they were named.
    pub waiting: Vec<PersonId>,
    /// The names of those who wait, but hold a role that the one who acts may not give.
    pub out_of_reach: Vec<String>,
}

/// Of these people those who have not chosen a password; who is gone is left out.
///
/// # Errors
/// Forbidden unless the one who acts is of the centre; the database's.
pub fn list_for_cards(conn: &mut Conn, ctx: &Ctx, people: &[PersonId]) -> Result<CardsFor> {
    let (owners, out_of_reach) = owners_in_reach(conn, ctx, people)?;
    Ok(CardsFor { waiting: owners.into_iter().map(|owner| owner.id).collect(), out_of_reach })
}

/// Those of these people who wait for a card and are in reach, and the names of those who wait and are not: by a few
/// queries, however many there are.
fn owners_in_reach(conn: &mut Conn, ctx: &Ctx, people: &[PersonId]) -> Result<(Vec<CardOwner>, Vec<String>)> {
    let by = ctx.actor.person().ok_or(Error::Forbidden)?;
    let own = store::list_roles(conn, by)?;
    if !own.contains(&Role::Centre) {
        return Err(Error::Forbidden);
    }
    let may_grant = |role: Role| own.iter().any(|own| own.may_grant(role));
    let held = made::list_roles_of(conn, people)?;
    let is_in_reach = |owner: &CardOwner| {
        held.iter().filter(|(id, _)| *id == owner.id).map(|(_, role)| *role).chain([Role::Trainer]).all(may_grant)
    };
    let mut owners = made::list_card_owners(conn, people)?;
    owners.retain(|owner| owner.one_time_until.is_some() && owner.sign_in_name.is_some() && !owner.is_closed);
    owners.sort_by_key(|owner| people.iter().position(|id| *id == owner.id));
    let (near, far): (Vec<_>, Vec<_>) = owners.into_iter().partition(is_in_reach);
    Ok((near, far.into_iter().map(|owner| owner.name).collect()))
}

/// Makes new cards for people who have not chosen a password yet; `new` have the places, and the passwords' hashes. As with
/// one card ([`renew_card`]), somebody with an own address is told there. Cards that somebody has handed out since the form was
/// shown stay as they are.
///
/// # Errors
/// Forbidden unless the one who acts is of the centre; the database's.
pub fn make_cards(
    conn: &mut Conn,
    ctx: &Ctx,
    (secret, before): (&Secret, &CardsBefore),
    new: &[(i32, PersonId, String)],
    base: &str,
) -> Result<MadeCards> {
    let by = ctx.actor.person().ok_or(Error::Forbidden)?;
    let is_sent = made::find_batch(conn, &secret.digest())?.is_some();
    let now = list_card_standings(conn, &before.people)?.into_iter().filter_map(|one| one.made_at).max();
    // A form carries whole seconds.
    let seconds = |at: Option<Timestamp>| at.map(Timestamp::unix);
    if !is_sent && seconds(now) != seconds(before.made_at) {
        return Ok(MadeCards::Meanwhile);
    }
    let people: Vec<PersonId> = new.iter().map(|(_, person, _)| *person).collect();
    // Whoever chose a password since keeps it.
    let (owners, _) = owners_in_reach(conn, ctx, &people)?;
    let Some(batch) = made::insert_batch(conn, ctx, &secret.digest(), by)? else { return Ok(MadeCards::Before) };
    for owner in owners {
        let Some((place, person, hash)) = new.iter().find(|(_, person, _)| *person == owner.id) else { continue };
        let Some(name) = owner.sign_in_name.as_deref() else { continue };
        made::set_one_time(conn, *person, (name, hash, ctx.now.plus_seconds(CARD_LIFETIME)))?;
        made::insert_card(conn, batch, *place, *person)?;
        change_password::end_former(conn, ctx, *person)?;
        if owner.has_email
            && let Some(found) = store::find_person(conn, *person)?
        {
            mails::queue_password_changed(conn, ctx, &found, base)?;
        }
        record(conn, ctx, ("card made", *person), serde_json::Value::Null)?;
    }
    Ok(MadeCards::Now)
}

/// Where somebody stands with cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CardStanding {
    /// Who.
    pub person: PersonId,
    /// Has not chosen a password yet.
    pub is_waiting: bool,
    /// When the newest card was made.
    pub made_at: Option<Timestamp>,
}

/// Where these people stand with cards; who is gone is left out.
///
/// # Errors
/// The database's.
pub fn list_card_standings(conn: &mut Conn, people: &[PersonId]) -> Result<Vec<CardStanding>> {
    let made: BTreeMap<PersonId, Timestamp> = made::list_cards_made(conn, people)?.into_iter().collect();
    let owners = made::list_card_owners(conn, people)?.into_iter();
    let standing = |owner: CardOwner| CardStanding {
        person: owner.id,
        is_waiting: owner.one_time_until.is_some() && !owner.is_closed,
        made_at: made.get(&owner.id).copied(),
    };
    Ok(owners.map(standing).collect())
}

/// The cards of a form that the one who asks sent a short while ago; `None` if there are none to show (any more).
///
/// # Errors
/// The database's.
pub fn find_cards(conn: &mut Conn, ctx: &Ctx, secret: &Secret) -> Result<Option<Vec<Card>>> {
    let Some(batch) = made::find_batch(conn, &secret.digest())? else { return Ok(None) };
    let own = ctx.actor.person() == Some(batch.made_by);
    if !own || ctx.now.seconds_since(batch.made_at) > SHOWN_FOR {
        return Ok(Some(Vec::new()));
    }
    made::list_cards(conn, batch.id).map(Some)
}

/// The account, if the one who acts may care for it: the centre for everyone within reach, a trainer for those whom
/// this trainer made and who hold no role and sign no reviews: a new card is a way into the account.
///
/// # Errors
/// Not found, also for a trainer who did not make it; forbidden if it is out of the centre's reach; the database's.
pub fn cared_for(conn: &mut Conn, ctx: &Ctx, person: PersonId) -> Result<Person> {
    let found = store::find_person(conn, person)?.ok_or(Error::NotFound)?;
    let by = ctx.actor.person().ok_or(Error::Forbidden)?;
    let roles = store::list_roles(conn, by)?;
    if roles.contains(&Role::Centre) {
        return if is_in_reach(conn, ctx, &found)? { Ok(found) } else { Err(Error::Forbidden) };
    }
    let is_own = roles.contains(&Role::Trainer) && found.made_by == Some(by) && found.roles.is_empty();
    if is_own && store::reviews::list_review_grants(conn, person)?.is_empty() {
        Ok(found)
    } else {
        Err(Error::NotFound)
    }
}

/// Accounts made by the staff that the one who asks may see: a trainer's own, for the centre all. The newest first,
/// with their number.
///
/// # Errors
/// The database's.
pub fn list_made(
    conn: &mut Conn,
    made_by: Option<PersonId>,
    (search, offset, limit): (&str, i64, i64),
) -> Result<(Vec<MadeRow>, i64)> {
    made::list_made(conn, made_by, (search, offset, limit))
}

/// An account whose name may be that of somebody on a list.
#[derive(Debug, Clone)]
pub struct Namesake {
    /// The account.
    pub id: PersonId,
    /// Its name.
    pub name: NameWords,
    /// The year of birth, if it is known.
    pub birth_year: Option<i32>,
    /// Whether it is open.
    pub is_open: bool,
}

/// The accounts whose names are like one of these ([`NameWords::is_like`]), closed ones too, by their numbers: one look by
/// words for all names.
///
/// # Errors
/// The database's.
pub fn list_namesakes(conn: &mut Conn, names: &[NameWords]) -> Result<Vec<Namesake>> {
    let words: BTreeSet<&str> = names.iter().flat_map(NameWords::words).map(String::as_str).collect();
    let single = names.iter().map(NameWords::words).filter_map(|words| words.first().filter(|_| words.len() == 1));
    let single: BTreeSet<&str> = single.map(String::as_str).collect();
    let found = made::list_with_words(conn, &words, &single)?;
    let known = found.into_iter().map(|(id, name, birth_year, is_open)| Namesake {
        id,
        name: NameWords::of(&name),
        birth_year,
        is_open,
    });
    Ok(known.filter(|one| names.iter().any(|name| name.is_like(&one.name))).collect())
}

fn record(
    conn: &mut Conn,
    ctx: &Ctx,
    (action, person): (&'static str, PersonId),
    details: serde_json::Value,
) -> Result<()> {
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}
