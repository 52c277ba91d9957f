//! The queries of lists of people.

use diesel::dsl::{count_star, max, min, not};
use diesel::prelude::*;

use super::model::{Counts, Entry, Line, List, Mistake, NewList, Outcome};
use crate::db::Conn;
use crate::db::schema::{people_list_lines as lines, people_lists as lists};
use crate::kernel::ids::{DistrictId, ListId, OrganisationId, PersonId};
use crate::kernel::{Ctx, Email, Error, Lang, PersonName, Result, Timestamp};
use crate::on_backend;

type ListRow = (
    (ListId, String, DistrictId, Lang, Option<OrganisationId>, String),
    (PersonId, Timestamp, Option<Timestamp>, Option<Timestamp>),
);

type ListColumns = (
    (lists::id, lists::name, lists::district_id, lists::language, lists::organisation_id, lists::unread),
    (lists::made_by, lists::made_at, lists::confirmed_at, lists::ended_at),
);

const LIST: ListColumns = (
    (lists::id, lists::name, lists::district_id, lists::language, lists::organisation_id, lists::unread),
    (lists::made_by, lists::made_at, lists::confirmed_at, lists::ended_at),
);

fn list(row: ListRow) -> List {
    let ((id, name, district, lang, organisation, unread), (made_by, made_at, confirmed_at, ended_at)) = row;
    List { id, name, district, lang, organisation, unread, made_by, made_at, confirmed_at, ended_at }
}

/// One list.
///
/// # Errors
/// The database's.
pub fn find_list(conn: &mut Conn, id: ListId) -> Result<Option<List>> {
    Ok(lists::table.find(id).select(LIST).get_result::<ListRow>(conn).optional()?.map(list))
}

/// The lists of somebody that wait to be confirmed, the newest first.
///
/// # Errors
/// The database's.
pub fn list_waiting(conn: &mut Conn, by: PersonId) -> Result<Vec<List>> {
    let waiting = lists::table.filter(lists::made_by.eq(by)).filter(lists::confirmed_at.is_null());
    Ok(waiting.order(lists::id.desc()).select(LIST).load::<ListRow>(conn)?.into_iter().map(list).collect())
}

/// How many lists were confirmed, whoever brought them.
///
/// # Errors
/// The database's.
pub fn count_confirmed(conn: &mut Conn) -> Result<i64> {
    Ok(lists::table.filter(lists::confirmed_at.is_not_null()).count().get_result(conn)?)
}

/// A part of the lists that were confirmed, whoever brought them, the newest first.
///
/// # Errors
/// The database's.
pub fn list_confirmed(conn: &mut Conn, (offset, limit): (i64, i64)) -> Result<Vec<List>> {
    let confirmed = lists::table.filter(lists::confirmed_at.is_not_null()).order(lists::id.desc());
    let rows: Vec<ListRow> = confirmed.offset(offset).limit(limit).select(LIST).load(conn)?;
    Ok(rows.into_iter().map(list).collect())
}

pub(super) fn insert_list(conn: &mut Conn, ctx: &Ctx, by: PersonId, new: &NewList) -> Result<ListId> {
    let values = (
        lists::name.eq(&new.name),
        lists::district_id.eq(new.district),
        lists::language.eq(new.lang),
        lists::organisation_id.eq(new.organisation),
        lists::unread.eq(&new.unread),
        lists::made_by.eq(by),
        lists::made_at.eq(ctx.now),
    );
    Ok(diesel::insert_into(lists::table).values(values).returning(lists::id).get_result(conn)?)
}

/// So many lines go into the database with one statement.
const AT_ONCE: usize = 200;

/// Instead of mistakes: the line has no surname where others have one.
const NO_SURNAME: &str = "no-surname";

pub(super) fn insert_lines(conn: &mut Conn, id: ListId, all: &[Line]) -> Result<()> {
    for part in all.chunks(AT_ONCE) {
        let mut rows = Vec::new();
        for line in part {
            let (entry, mistakes) = match &line.entry {
                Ok(entry) => (Some(entry), if entry.lacks_surname { NO_SURNAME.to_owned() } else { String::new() }),
                Err(mistakes) => (None, serde_json::to_string(mistakes).map_err(Error::internal)?),
            };
            rows.push((
                lines::list_id.eq(id),
                lines::line.eq(line.line),
                lines::typed.eq(&line.typed),
                lines::name.eq(entry.map(|entry| entry.name.as_str())),
                lines::birth_year.eq(entry.map(|entry| entry.birth_year)),
                lines::email.eq(entry.and_then(|entry| entry.email.as_ref()).map(Email::as_str)),
                lines::email_folded.eq(entry.and_then(|entry| entry.email.as_ref()).map(Email::folded)),
                lines::district_id.eq(entry.and_then(|entry| entry.district)),
                lines::settlement.eq(entry.and_then(|entry| entry.settlement.as_deref())),
                lines::language.eq(entry.and_then(|entry| entry.lang)),
                lines::mistakes.eq(mistakes),
                lines::alike_id.eq(line.alike),
                lines::is_by_contact.eq(line.is_by_contact),
                lines::is_taken.eq(line.is_taken),
                lines::same_as.eq(line.same_as),
                lines::is_chosen.eq(line.is_chosen),
            ));
        }
        on_backend!(conn, c => diesel::insert_into(lines::table).values(&rows).execute(c))?;
    }
    Ok(())
}

type LineRow = (
    (i32, String, Option<String>, Option<i32>, Option<String>),
    (Option<DistrictId>, Option<String>, Option<Lang>, String, bool),
    (Option<PersonId>, bool, Option<i32>, bool, Option<String>, Option<PersonId>),
);

type LineColumns = (
    (lines::line, lines::typed, lines::name, lines::birth_year, lines::email),
    (lines::district_id, lines::settlement, lines::language, lines::mistakes, lines::is_by_contact),
    (lines::alike_id, lines::is_taken, lines::same_as, lines::is_chosen, lines::outcome, lines::person_id),
);

const LINE: LineColumns = (
    (lines::line, lines::typed, lines::name, lines::birth_year, lines::email),
    (lines::district_id, lines::settlement, lines::language, lines::mistakes, lines::is_by_contact),
    (lines::alike_id, lines::is_taken, lines::same_as, lines::is_chosen, lines::outcome, lines::person_id),
);

fn line(row: LineRow) -> Result<Line> {
    let ((line, typed, name, birth_year, email), (district, settlement, lang, mistakes, is_by_contact), rest) = row;
    let (alike, is_taken, same_as, is_chosen, outcome, person) = rest;
    let entry = match (name.as_deref().and_then(PersonName::parse), birth_year) {
        (Some(name), Some(birth_year)) => {
            let email = email.as_deref().and_then(Email::parse);
            Ok(Entry { name, birth_year, email, district, settlement, lang, lacks_surname: mistakes == NO_SURNAME })
        }
        _ if mistakes.is_empty() || mistakes == NO_SURNAME => Err(Vec::new()),
        _ => Err(serde_json::from_str::<Vec<Mistake>>(&mistakes).map_err(Error::internal)?),
    };
    let outcome = outcome.as_deref().and_then(Outcome::from_code);
    Ok(Line { line, typed, entry, alike, is_by_contact, is_taken, same_as, is_chosen, outcome, person })
}

/// The lines of a list, in their order.
///
/// # Errors
/// The database's.
pub fn list_lines(conn: &mut Conn, id: ListId) -> Result<Vec<Line>> {
    let rows: Vec<LineRow> = lines::table.filter(lines::list_id.eq(id)).order(lines::line).select(LINE).load(conn)?;
    rows.into_iter().map(line).collect()
}

/// How far a list is.
///
/// # Errors
/// The database's.
pub fn count_lines(conn: &mut Conn, id: ListId) -> Result<Counts> {
    let rows: Vec<(Option<String>, i64)> = lines::table
        .filter(lines::list_id.eq(id).and(lines::is_chosen))
        .group_by(lines::outcome)
        .select((lines::outcome, count_star()))
        .load(conn)?;
    let of =
        |code: &str| rows.iter().find(|(outcome, _)| outcome.as_deref() == Some(code)).map_or(0, |(_, count)| *count);
    let chosen = rows.iter().map(|(_, count)| count).sum();
    Ok(Counts { chosen, made: of("made"), left: of("taken") + of("alike"), failed: of("failed") })
}

/// The number of the next line of which somebody is to be made.
pub(super) fn find_next(conn: &mut Conn, id: ListId) -> Result<Option<i32>> {
    let open = lines::table.filter(lines::list_id.eq(id).and(lines::is_chosen).and(lines::outcome.is_null()));
    Ok(open.select(min(lines::line)).get_result(conn)?)
}

pub(super) fn find_line(conn: &mut Conn, (id, number): (ListId, i32)) -> Result<Option<Line>> {
    let row: Option<LineRow> = lines::table.find((id, number)).select(LINE).get_result(conn).optional()?;
    row.map(line).transpose()
}

/// How many lines of a list became somebody, and how many did not.
pub(super) fn count_people(conn: &mut Conn, id: ListId) -> Result<(i64, i64)> {
    let made: i64 = made_of(id).count().get_result(conn)?;
    let left: i64 = left_of(id).count().get_result(conn)?;
    Ok((made, left))
}

#[diesel::dsl::auto_type]
fn made_of(id: ListId) -> _ {
    lines::table.filter(lines::list_id.eq(id)).filter(lines::person_id.is_not_null())
}

#[diesel::dsl::auto_type]
fn left_of(id: ListId) -> _ {
    lines::table.filter(lines::list_id.eq(id)).filter(lines::person_id.is_null())
}

/// True if this account was made of a line of the list.
pub(super) fn is_made_by(conn: &mut Conn, id: ListId, person: PersonId) -> Result<bool> {
    let count: i64 = made_of(id).filter(lines::person_id.eq(person)).count().get_result(conn)?;
    Ok(count > 0)
}

/// A part of those who were made, in the order of their lines.
pub(super) fn list_made(conn: &mut Conn, id: ListId, (offset, limit): (i64, i64)) -> Result<Vec<PersonId>> {
    let made = made_of(id).order(lines::line).offset(offset).limit(limit);
    Ok(made.select(lines::person_id.assume_not_null()).load(conn)?)
}

/// A part of the lines of which nobody was made.
pub(super) fn list_left(conn: &mut Conn, id: ListId, (offset, limit): (i64, i64)) -> Result<Vec<Line>> {
    let rows: Vec<LineRow> = left_of(id).order(lines::line).offset(offset).limit(limit).select(LINE).load(conn)?;
    rows.into_iter().map(line).collect()
}

/// Who gets a card, with their places.
pub(super) fn list_card_places(conn: &mut Conn, id: ListId) -> Result<Vec<(i32, PersonId)>> {
    Ok(made_of(id)
        .filter(lines::card_place.is_not_null())
        .order(lines::card_place)
        .select((lines::card_place.assume_not_null(), lines::person_id.assume_not_null()))
        .load(conn)?)
}

/// Takes a line; false if somebody did before.
pub(super) fn set_outcome(conn: &mut Conn, (id, number): (ListId, i32), outcome: Outcome) -> Result<bool> {
    let open = lines::table.find((id, number)).filter(lines::outcome.is_null());
    Ok(diesel::update(open).set(lines::outcome.eq(outcome.code())).execute(conn)? == 1)
}

/// Notes that nobody was made of a line that was taken, and of whom the account is, if that is known.
pub(super) fn set_left(
    conn: &mut Conn,
    (id, number): (ListId, i32),
    (outcome, alike): (Outcome, Option<PersonId>),
) -> Result<()> {
    let left = (lines::outcome.eq(outcome.code()), lines::alike_id.eq(alike));
    diesel::update(lines::table.find((id, number))).set(left).execute(conn)?;
    Ok(())
}

/// Notes who was made of a line.
pub(super) fn set_made(conn: &mut Conn, (id, number): (ListId, i32), person: PersonId) -> Result<()> {
    diesel::update(lines::table.find((id, number))).set(lines::person_id.eq(person)).execute(conn)?;
    Ok(())
}

/// Gives a line the next place among those who get a card.
pub(super) fn set_card_place(conn: &mut Conn, (id, number): (ListId, i32)) -> Result<()> {
    let last: Option<i32> =
        lines::table.filter(lines::list_id.eq(id)).select(max(lines::card_place)).get_result(conn)?;
    let next = last.unwrap_or_default() + 1;
    diesel::update(lines::table.find((id, number))).set(lines::card_place.eq(next)).execute(conn)?;
    Ok(())
}

/// Confirms a list; false if it was.
pub(super) fn set_confirmed(conn: &mut Conn, ctx: &Ctx, id: ListId) -> Result<bool> {
    let open = lists::table.find(id).filter(lists::confirmed_at.is_null());
    Ok(diesel::update(open).set(lists::confirmed_at.eq(ctx.now)).execute(conn)? == 1)
}

pub(super) fn set_chosen(conn: &mut Conn, id: ListId, also: &[i32]) -> Result<()> {
    let doubtful = lines::table.filter(lines::list_id.eq(id)).filter(lines::line.eq_any(also));
    diesel::update(doubtful).set(lines::is_chosen.eq(true)).execute(conn)?;
    Ok(())
}

/// Ends a list; the lines of those who were made keep their person alone.
pub(super) fn set_ended(conn: &mut Conn, ctx: &Ctx, id: ListId) -> Result<()> {
    let made = lines::table.filter(lines::list_id.eq(id)).filter(lines::person_id.is_not_null());
    let nothing = None::<String>;
    diesel::update(made)
        .set((
            lines::typed.eq(""),
            lines::name.eq(&nothing),
            lines::birth_year.eq(None::<i32>),
            lines::email.eq(&nothing),
            lines::email_folded.eq(&nothing),
            lines::settlement.eq(&nothing),
        ))
        .execute(conn)?;
    let open = lists::table.find(id).filter(lists::ended_at.is_null());
    diesel::update(open).set(lists::ended_at.eq(ctx.now)).execute(conn)?;
    Ok(())
}

pub(super) fn delete_list(conn: &mut Conn, id: ListId) -> Result<()> {
    diesel::delete(lines::table.filter(lines::list_id.eq(id))).execute(conn)?;
    diesel::delete(lists::table.find(id)).execute(conn)?;
    Ok(())
}

/// Lists that were confirmed, or were not, brought before a moment.
pub(super) fn list_old(conn: &mut Conn, (before, is_confirmed): (Timestamp, bool), limit: i64) -> Result<Vec<ListId>> {
    let old = lists::table.filter(lists::made_at.lt(before)).order(lists::id).limit(limit).select(lists::id);
    Ok(if is_confirmed {
        old.filter(lists::confirmed_at.is_not_null()).load(conn)?
    } else {
        old.filter(lists::confirmed_at.is_null()).load(conn)?
    })
}

/// Deletes the lists of somebody that were not confirmed, but for the newest ones.
pub(super) fn delete_but(conn: &mut Conn, by: PersonId, kept: i64) -> Result<()> {
    let waiting = lists::table.filter(lists::made_by.eq(by)).filter(lists::confirmed_at.is_null());
    let old: Vec<ListId> =
        waiting.order(lists::id.desc()).offset(kept).limit(i64::from(i32::MAX)).select(lists::id).load(conn)?;
    for id in old {
        delete_list(conn, id)?;
    }
    Ok(())
}

/// Lets what lists say of a person go: also a line that was not made because it seems to be the same person.
pub(super) fn delete_of_person(conn: &mut Conn, person: PersonId) -> Result<()> {
    let left = not(lines::is_chosen).or(lines::outcome.eq(Outcome::Alike.code()).assume_not_null());
    let alike = || lines::table.filter(lines::alike_id.eq(person));
    diesel::delete(alike().filter(left)).execute(conn)?;
    diesel::update(alike()).set(lines::alike_id.eq(None::<PersonId>)).execute(conn)?;
    diesel::delete(lines::table.filter(lines::person_id.eq(person))).execute(conn)?;
    Ok(())
}

/// Deletes the lines with an address.
pub(super) fn delete_to(conn: &mut Conn, folded: &str) -> Result<()> {
    diesel::delete(lines::table.filter(lines::email_folded.eq(folded))).execute(conn)?;
    Ok(())
}

/// The lines that were made to a person, that have the person's address, or that seem to be the same person, with the
/// moment in which their list was brought.
pub(super) fn list_of_person(
    conn: &mut Conn,
    person: PersonId,
    folded: Option<&str>,
) -> Result<Vec<(Timestamp, Line)>> {
    let is_own = lines::person_id.eq(person).or(lines::alike_id.eq(person)).assume_not_null();
    let has_address = lines::email_folded.eq(folded).assume_not_null();
    let rows: Vec<(Timestamp, LineRow)> = lines::table
        .inner_join(lists::table)
        .filter(is_own.or(has_address))
        .order((lists::id, lines::line))
        .select((lists::made_at, LINE))
        .load(conn)?;
    rows.into_iter().map(|(at, row)| Ok((at, line(row)?))).collect()
}
