//! Accounts made by the staff for people without e-mail, and their cards.
//!
//! A form carries a secret. Its digest names the batch of cards, so the same form sent twice makes nobody twice and
//! shows the same cards: names and passwords are drawn from the secret ([`super::card`]).

use super::card::{self, CARD_LIFETIME, SHOWN_FOR};
use super::grant::is_in_reach;
use super::model::{Card, MadeRow, NewPerson, Person};
use super::pasted::{Entry, likeness};
use super::store::{self, made};
use super::{audit, change_password, mails};
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Error, PersonName, Result, Role, Secret};

/// What became of a form that makes cards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MadeCards {
    /// They are made.
    Now,
    /// This form was sent before; nothing was changed.
    Before,
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

/// Of these people those who have not chosen a password, in the same order; each must be in reach.
///
/// # Errors
/// Not found or forbidden for somebody out of reach; the database's.
pub fn list_without_password(conn: &mut Conn, ctx: &Ctx, people: &[PersonId]) -> Result<Vec<PersonId>> {
    let mut waiting = Vec::new();
    for person in people {
        let found = cared_for(conn, ctx, *person)?;
        if found.one_time_until.is_some() && found.disabled_at.is_none() {
            waiting.push(*person);
        }
    }
    Ok(waiting)
}

/// Makes new cards for people who have not chosen a password yet; `new` have the places, and the passwords' hashes. As with
/// one card ([`renew_card`]), somebody with an own address is told there.
///
/// # Errors
/// Not found or forbidden for somebody out of reach; the database's.
pub fn make_cards(
    conn: &mut Conn,
    ctx: &Ctx,
    secret: &Secret,
    new: &[(i32, PersonId, String)],
    base: &str,
) -> Result<MadeCards> {
    let by = ctx.actor.person().ok_or(Error::Forbidden)?;
    let Some(batch) = made::insert_batch(conn, ctx, &secret.digest(), by)? else { return Ok(MadeCards::Before) };
    for (place, person, hash) in new {
        let found = cared_for(conn, ctx, *person)?;
        // Whoever chose one since keeps it.
        let is_waiting = found.one_time_until.is_some() && found.disabled_at.is_none();
        let Some(name) = found.sign_in_name.as_deref().filter(|_| is_waiting) else { continue };
        made::set_one_time(conn, *person, (name, hash, ctx.now.plus_seconds(CARD_LIFETIME)))?;
        made::insert_card(conn, batch, *place, *person)?;
        change_password::end_former(conn, ctx, *person)?;
        mails::queue_password_changed(conn, ctx, &found, base)?;
        record(conn, ctx, ("card made", *person), serde_json::Value::Null)?;
    }
    Ok(MadeCards::Now)
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

/// For each entry the open account that seems to be the same person: the words of the name in any order, and the same
/// year of birth or an unknown one.
///
/// # Errors
/// The database's.
pub fn find_alike(conn: &mut Conn, entries: &[Entry]) -> Result<Vec<Option<PersonId>>> {
    let names: Vec<String> = entries.iter().flat_map(|entry| orders(&entry.name.folded())).collect();
    let known = made::list_with_names(conn, &names)?;
    let known: Vec<(PersonId, String, Option<i32>)> =
        known.into_iter().map(|(id, name, year)| (id, likeness(&name), year)).collect();
    let alike = |entry: &Entry| {
        let (name, year) = entry.likeness();
        let found = known.iter().find(|(_, own, born)| *own == name && born.is_none_or(|born| born == year));
        found.map(|(id, ..)| *id)
    };
    Ok(entries.iter().map(alike).collect())
}

/// The words of a folded name in every order, if there are at most three.
fn orders(folded: &str) -> Vec<String> {
    let words: Vec<&str> = folded.split(' ').collect();
    match words.as_slice() {
        [a, b] => vec![format!("{a} {b}"), format!("{b} {a}")],
        [a, b, c] => [[a, b, c], [a, c, b], [b, a, c], [b, c, a], [c, a, b], [c, b, a]]
            .iter()
            .map(|[x, y, z]| format!("{x} {y} {z}"))
            .collect(),
        _ => vec![folded.to_owned()],
    }
}

fn record(
    conn: &mut Conn,
    ctx: &Ctx,
    (action, person): (&'static str, PersonId),
    details: serde_json::Value,
) -> Result<()> {
    audit::record(conn, ctx, &audit::Entry { action, subject: "person", subject_id: Some(person.0), details })
}
