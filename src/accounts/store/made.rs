//! The queries of accounts that the staff made, and of their cards.

use std::collections::BTreeSet;

use diesel::prelude::*;

use crate::accounts::contact::NewContact;
use crate::accounts::make::CardOwner;
use crate::accounts::model::{Card, Contact, MadeRow, PersonRow};
use crate::db::schema::{card_batches, cards, grants, people, person_words};
use crate::db::{Conn, escape_like};
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Day, Lang, Result, Role, Timestamp, text};
use crate::on_backend;

/// Cards made in one go.
#[derive(Debug, Clone, Copy)]
pub(in crate::accounts) struct Batch {
    pub(in crate::accounts) id: i64,
    pub(in crate::accounts) made_by: PersonId,
    pub(in crate::accounts) made_at: Timestamp,
}

/// Begins a batch; `None` if the form was sent before.
pub(in crate::accounts) fn insert_batch(
    conn: &mut Conn,
    ctx: &Ctx,
    digest: &str,
    made_by: PersonId,
) -> Result<Option<i64>> {
    let values =
        (card_batches::token_digest.eq(digest), card_batches::made_by.eq(made_by), card_batches::made_at.eq(ctx.now));
    let id = on_backend!(conn, c => diesel::insert_into(card_batches::table)
        .values(values)
        .on_conflict_do_nothing()
        .returning(card_batches::id)
        .get_result(c)
        .optional())?;
    Ok(id)
}

pub(in crate::accounts) fn find_batch(conn: &mut Conn, digest: &str) -> Result<Option<Batch>> {
    let row = card_batches::table
        .filter(card_batches::token_digest.eq(digest))
        .select((card_batches::id, card_batches::made_by, card_batches::made_at))
        .get_result(conn)
        .optional()?;
    Ok(row.map(|(id, made_by, made_at)| Batch { id, made_by, made_at }))
}

pub(in crate::accounts) fn insert_card(conn: &mut Conn, batch: i64, place: i32, person: PersonId) -> Result<()> {
    diesel::insert_into(cards::table)
        .values((cards::batch_id.eq(batch), cards::place.eq(place), cards::person_id.eq(person)))
        .execute(conn)?;
    Ok(())
}

/// Id and place of a card; its person.
type CardRow = ((i64, i32), (PersonId, String, Lang, Option<String>, Option<Timestamp>));

/// The cards of a batch in their order. One that another card or an own password has replaced says so.
pub(in crate::accounts) fn list_cards(conn: &mut Conn, batch: i64) -> Result<Vec<Card>> {
    let person = (people::id, people::name, people::language, people::sign_in_name, people::one_time_until);
    let rows: Vec<CardRow> = cards::table
        .inner_join(people::table)
        .filter(cards::batch_id.eq(batch))
        .order(cards::place)
        .select(((cards::id, cards::place), person))
        .load(conn)?;
    let whose: Vec<PersonId> = rows.iter().map(|(_, person)| person.0).collect();
    let newest: Vec<(PersonId, Option<i64>)> = cards::table
        .filter(cards::person_id.eq_any(whose))
        .group_by(cards::person_id)
        .select((cards::person_id, diesel::dsl::max(cards::id)))
        .load(conn)?;
    let card = |((id, place), (person, name, lang, sign_in_name, until)): CardRow| Card {
        place,
        person,
        name,
        lang,
        sign_in_name: sign_in_name.unwrap_or_default(),
        works_until: until.filter(|_| newest.contains(&(person, Some(id)))),
    };
    Ok(rows.into_iter().map(card).collect())
}

pub(in crate::accounts) fn has_sign_in_name(conn: &mut Conn, name: &str) -> Result<bool> {
    let count: i64 = people::table.filter(people::sign_in_name.eq(name)).count().get_result(conn)?;
    Ok(count > 0)
}

/// Notes who made the account and how one signs in.
pub(in crate::accounts) fn set_made(
    conn: &mut Conn,
    person: PersonId,
    (made_by, sign_in_name, until): (PersonId, &str, Timestamp),
) -> Result<()> {
    diesel::update(people::table.find(person))
        .set((people::made_by.eq(made_by), people::sign_in_name.eq(sign_in_name), people::one_time_until.eq(until)))
        .execute(conn)?;
    super::search::set_words(conn, person)?;
    Ok(())
}

/// Notes who made the account.
pub(in crate::accounts) fn set_made_by(conn: &mut Conn, person: PersonId, made_by: PersonId) -> Result<()> {
    diesel::update(people::table.find(person)).set(people::made_by.eq(made_by)).execute(conn)?;
    Ok(())
}

/// How people sign in whom the staff made; who is gone is left out.
///
/// # Errors
/// The database's.
pub fn list_made_names(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<MadeRow>> {
    let person = (people::id, people::name, people::email, people::birth_year, people::disabled_at);
    let mut all = Vec::new();
    for ids in ids.chunks(500) {
        let rows: Vec<MadeColumns> = people::table
            .filter(people::id.eq_any(ids))
            .select((person, people::sign_in_name, people::one_time_until, people::created_at))
            .load(conn)?;
        all.extend(rows.into_iter().map(made_row));
    }
    Ok(all)
}

/// Gives an account the password of a new card, and a sign-in name if it had none.
pub(in crate::accounts) fn set_one_time(
    conn: &mut Conn,
    person: PersonId,
    (sign_in_name, hash, until): (&str, &str, Timestamp),
) -> Result<()> {
    diesel::update(people::table.find(person))
        .set((people::sign_in_name.eq(sign_in_name), people::password_hash.eq(hash), people::one_time_until.eq(until)))
        .execute(conn)?;
    super::search::set_words(conn, person)?;
    Ok(())
}

/// A contact e-mail that somebody agreed to; without that it is none.
pub(super) fn contact(
    (email, agreed_by, agreed_at, agreed_on): (Option<String>, Option<String>, Option<Timestamp>, Option<Day>),
) -> Option<Contact> {
    let agreed_at = agreed_at?;
    // Before the day was kept.
    let agreed_on = agreed_on.unwrap_or_else(|| Day::new(agreed_at.utc().date()));
    Some(Contact { email: email?, agreed_by: agreed_by?, agreed_at, agreed_on })
}

pub(in crate::accounts) fn set_contact(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    contact: Option<&NewContact>,
) -> Result<()> {
    diesel::update(people::table.find(person))
        .set((
            people::contact_email.eq(contact.map(|contact| contact.email.as_str())),
            people::contact_agreed_by.eq(contact.map(|contact| contact.agreed_by.as_str())),
            people::contact_agreed_at.eq(contact.map(|_| ctx.now)),
            people::contact_agreed_on.eq(contact.map(|contact| contact.agreed_on)),
            people::contact_noted_by.eq(contact.and(ctx.actor.person())),
        ))
        .execute(conn)?;
    Ok(())
}

/// Notes which text the person agreed to, unless that was noted before.
pub(in crate::accounts) fn set_consent(conn: &mut Conn, ctx: &Ctx, person: PersonId, version: &str) -> Result<()> {
    diesel::update(people::table.find(person).filter(people::consent_at.is_null()))
        .set((people::consent_version.eq(version), people::consent_at.eq(ctx.now)))
        .execute(conn)?;
    Ok(())
}

/// True if the person agreed to the processing of personal data.
pub(in crate::accounts) fn has_consented(conn: &mut Conn, person: PersonId) -> Result<bool> {
    let at: Option<Option<Timestamp>> =
        people::table.find(person).select(people::consent_at).get_result(conn).optional()?;
    Ok(at.flatten().is_some())
}

/// A row of [`list_made`].
type MadeColumns =
    ((PersonId, String, Option<String>, Option<i32>, Option<Timestamp>), Option<String>, Option<Timestamp>, Timestamp);

fn made_row(row: MadeColumns) -> MadeRow {
    let ((id, name, email, birth_year, disabled_at), sign_in_name, one_time_until, made_at) = row;
    MadeRow { person: PersonRow { id, name, email, birth_year, disabled_at }, sign_in_name, one_time_until, made_at }
}

/// People that somebody made (or the staff together) whose name or sign-in name contains a text, the newest first, and
/// how many there are.
pub(in crate::accounts) fn list_made(
    conn: &mut Conn,
    made_by: Option<PersonId>,
    (search, offset, limit): (&str, i64, i64),
) -> Result<(Vec<MadeRow>, i64)> {
    let folded = format!("%{}%", escape_like(&text::fold(search)));
    let plain = format!("%{}%", escape_like(&search.trim().to_lowercase()));
    let found = || {
        let by_name = people::name_folded.like(folded.clone()).escape('\\');
        let by_sign_in = people::sign_in_name.like(plain.clone()).escape('\\').assume_not_null();
        let query = people::table.filter(people::made_by.is_not_null()).filter(by_name.or(by_sign_in)).into_boxed();
        match made_by {
            Some(id) => query.filter(people::made_by.eq(id)),
            None => query,
        }
    };
    let total = found().count().get_result(conn)?;
    let person = (people::id, people::name, people::email, people::birth_year, people::disabled_at);
    let rows: Vec<MadeColumns> = found()
        .order(people::id.desc())
        .offset(offset)
        .limit(limit)
        .select((person, people::sign_in_name, people::one_time_until, people::created_at))
        .load(conn)?;
    Ok((rows.into_iter().map(made_row).collect(), total))
}

/// The years of birth of people; who is gone is left out.
///
/// # Errors
/// The database's.
pub fn list_birth_years(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<(PersonId, Option<i32>)>> {
    Ok(people::table.filter(people::id.eq_any(ids)).select((people::id, people::birth_year)).load(conn)?)
}

/// Id, name, year of birth and since when the account is closed.
type NamesakeRow = (PersonId, String, Option<i32>, Option<Timestamp>);

/// The same, with whether the account is open.
pub(in crate::accounts) type Namesaked = (PersonId, String, Option<i32>, bool);

/// The accounts that have at least two of these words, or one of them for a whole name, by their numbers.
pub(in crate::accounts) fn list_with_words(
    conn: &mut Conn,
    words: &BTreeSet<&str>,
    names: &BTreeSet<&str>,
) -> Result<Vec<Namesaked>> {
    let words: Vec<String> = words.iter().map(|word| (*word).to_owned()).collect();
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let of_two: Vec<PersonId> = person_words::table
        .filter(person_words::word.eq_any(words))
        .group_by(person_words::person_id)
        .having(diesel::dsl::count_star().ge(2))
        .select(person_words::person_id)
        .load(conn)?;
    let mut found: Vec<NamesakeRow> = Vec::new();
    let row = (people::id, people::name, people::birth_year, people::disabled_at);
    let there = || people::table.filter(people::erased_at.is_null());
    for ids in of_two.chunks(5000) {
        found.extend(there().filter(people::id.eq_any(ids)).select(row).load::<NamesakeRow>(conn)?);
    }
    if !names.is_empty() {
        found.extend(there().filter(people::name_folded.eq_any(names)).select(row).load::<NamesakeRow>(conn)?);
    }
    found.sort_unstable_by_key(|(id, ..)| *id);
    found.dedup_by_key(|(id, ..)| *id);
    Ok(found.into_iter().map(|(id, name, year, closed)| (id, name, year, closed.is_none())).collect())
}

diesel::define_sql_function! {
    /// Small letters; on SQLite those of ASCII, which addresses mostly have.
    fn lower(text: diesel::sql_types::Nullable<diesel::sql_types::Text>) -> diesel::sql_types::Nullable<diesel::sql_types::Text>;
}

/// Somebody with an address at which they are reached: the own one, or that of a contact.
pub(in crate::accounts) type ReachedRow = (PersonId, String, Option<i32>, String);

/// The open accounts that one of these addresses reaches, in small letters: as their own, or as that of a contact to whom
/// somebody agreed. By their numbers. An address that is the contact of more accounts than `most`, such as that of a school,
/// tells nothing and is left out. With `made_by` contacts of those whom this person made alone.
pub(in crate::accounts) fn list_reached(
    conn: &mut Conn,
    addresses: &BTreeSet<String>,
    (made_by, most): (Option<PersonId>, i64),
) -> Result<Vec<ReachedRow>> {
    if addresses.is_empty() {
        return Ok(Vec::new());
    }
    let addresses: Vec<&String> = addresses.iter().collect();
    let open = || people::table.filter(people::erased_at.is_null()).filter(people::disabled_at.is_null());
    let agreed = |addresses: Vec<String>| {
        open().filter(lower(people::contact_email).eq_any(addresses)).filter(people::contact_agreed_at.is_not_null())
    };
    let address = || diesel::dsl::sql::<diesel::sql_types::Text>("lower(contact_email)");
    let few: Vec<String> = agreed(addresses.iter().map(|one| (*one).clone()).collect())
        .group_by(address())
        .having(diesel::dsl::count_star().le(most))
        .select(address())
        .load(conn)?;
    let mut contacts = agreed(few).into_boxed();
    let mut found: Vec<ReachedRow> = Vec::new();
    if let Some(by) = made_by {
        contacts = contacts.filter(people::made_by.eq(by));
    } else {
        found = open()
            .filter(people::email_folded.eq_any(&addresses))
            .select((people::id, people::name, people::birth_year, people::email_folded.assume_not_null()))
            .load(conn)?;
    }
    let contacts: Vec<ReachedRow> = contacts
        .select((people::id, people::name, people::birth_year, people::contact_email.assume_not_null()))
        .load(conn)?;
    found.extend(contacts);
    found.sort_unstable_by_key(|(id, ..)| *id);
    Ok(found)
}

/// Of these people those whom somebody made.
pub(in crate::accounts) fn list_made_of(conn: &mut Conn, by: PersonId, ids: &[PersonId]) -> Result<Vec<PersonId>> {
    let mut own = Vec::new();
    for ids in ids.chunks(5000) {
        let of_these = people::table.filter(people::id.eq_any(ids)).filter(people::made_by.eq(by));
        own.extend(of_these.select(people::id).load::<PersonId>(conn)?);
    }
    Ok(own)
}

type OwnerRow = (PersonId, String, Option<String>, Option<String>, Option<Timestamp>, Option<Timestamp>);

/// These people, as far as cards are concerned; who is gone is left out.
pub(in crate::accounts) fn list_card_owners(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<CardOwner>> {
    let mut all = Vec::new();
    for ids in ids.chunks(500) {
        let rows: Vec<OwnerRow> = people::table
            .filter(people::id.eq_any(ids))
            .filter(people::erased_at.is_null())
            .select((
                people::id,
                people::name,
                people::sign_in_name,
                people::email,
                people::one_time_until,
                people::disabled_at,
            ))
            .load(conn)?;
        all.extend(rows.into_iter().map(|(id, name, sign_in_name, email, one_time_until, closed)| CardOwner {
            id,
            name,
            sign_in_name,
            has_email: email.is_some(),
            one_time_until,
            is_closed: closed.is_some(),
        }));
    }
    Ok(all)
}

/// The roles that these people hold.
pub(in crate::accounts) fn list_roles_of(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<(PersonId, Role)>> {
    Ok(grants::table
        .filter(grants::person_id.eq_any(ids))
        .filter(grants::withdrawn_at.is_null())
        .select((grants::person_id, grants::role))
        .load(conn)?)
}

/// When the newest card of each of these people was made; who never had one is left out.
pub(in crate::accounts) fn list_cards_made(conn: &mut Conn, ids: &[PersonId]) -> Result<Vec<(PersonId, Timestamp)>> {
    let mut all = Vec::new();
    for ids in ids.chunks(500) {
        let rows: Vec<(PersonId, Timestamp)> = cards::table
            .inner_join(card_batches::table)
            .filter(cards::person_id.eq_any(ids))
            .order(cards::id)
            .select((cards::person_id, card_batches::made_at))
            .load(conn)?;
        // The later one takes the place of the earlier.
        all.extend(rows);
    }
    Ok(all)
}
