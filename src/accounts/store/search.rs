//! The queries of finding people.

use diesel::dsl::{exists, not};
use diesel::prelude::*;

use crate::accounts::listed::Listed;
use crate::accounts::model::PersonRow;
use crate::accounts::search::{AccountState, PeopleSearch, words, words_of};
use crate::db::schema::{grants, memberships, parental_consents, people, person_words};
use crate::db::{Conn, escape_like};
use crate::kernel::ids::{DistrictId, PersonId};
use crate::kernel::{Result, Role, Timestamp, text};
use crate::on_backend;

/// After every word that begins with what stands before it.
const LAST: char = '\u{10ffff}';

/// How names are compared with what was typed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum By {
    /// Each word begins a word of the person: a range of the index.
    Beginnings,
    /// The text stands anywhere in the name: every name is read.
    Middles,
}

type ListedRow = (
    (PersonId, String, Option<String>, Option<i32>, Option<Timestamp>),
    (Option<String>, Option<DistrictId>, Option<String>),
);
type Found<'a> = people::BoxedQuery<'a, <Conn as Connection>::Backend>;

/// People who are looked for, with the number of all of them.
///
/// # Errors
/// The database's.
pub fn list_people(conn: &mut Conn, search: &PeopleSearch, (offset, limit): (i64, i64)) -> Result<(Vec<Listed>, i64)> {
    let typed = words(&search.text);
    let mut by = By::Beginnings;
    let mut count: i64 = found(search, &typed, by).count().get_result(conn)?;
    if count == 0 && !typed.is_empty() {
        by = By::Middles;
        count = found(search, &typed, by).count().get_result(conn)?;
    }
    let rows: Vec<ListedRow> = found(search, &typed, by)
        .order((people::name_folded, people::id))
        .offset(offset)
        .limit(limit)
        .select((
            (people::id, people::name, people::email, people::birth_year, people::disabled_at),
            (people::sign_in_name, people::district_id, people::settlement),
        ))
        .load(conn)?;
    let listed = |((id, name, email, birth_year, disabled_at), (sign_in_name, district, settlement)): ListedRow| {
        let person = PersonRow { id, name, email, birth_year, disabled_at };
        Listed { person, sign_in_name, district, settlement }
    };
    Ok((rows.into_iter().map(listed).collect(), count))
}

/// How many people there are in a state, with a role, in an organisation; the text is not asked for.
///
/// # Errors
/// The database's.
pub fn count_found(conn: &mut Conn, search: &PeopleSearch) -> Result<i64> {
    Ok(found(search, &[], By::Beginnings).count().get_result(conn)?)
}

fn found<'a>(search: &PeopleSearch, typed: &[String], by: By) -> Found<'a> {
    let mut query = people::table.filter(people::erased_at.is_null()).into_boxed();
    match by {
        By::Beginnings => {
            for word in typed {
                query = query.filter(people::id.eq_any(with_word(word)));
            }
        }
        By::Middles => {
            let pattern = format!("%{}%", escape_like(&text::fold(&search.text)));
            query = query.filter(people::name_folded.like(pattern).escape('\\'));
        }
    }
    if let Some(organisation) = search.organisation {
        let belonging = memberships::table
            .filter(memberships::organisation_id.eq(organisation))
            .filter(memberships::accepted_at.is_not_null())
            .filter(memberships::ended_at.is_null());
        query = query.filter(people::id.eq_any(belonging.select(memberships::person_id)));
    }
    let held = || grants::table.filter(grants::withdrawn_at.is_null());
    query = match search.role {
        None => query,
        Some(Role::Volunteer) => query.filter(people::id.ne_all(held().select(grants::person_id))),
        Some(role) => query.filter(people::id.eq_any(held().filter(grants::role.eq(role)).select(grants::person_id))),
    };
    match search.state {
        None => query,
        Some(AccountState::Open) => query.filter(people::disabled_at.is_null()),
        Some(AccountState::Closed) => query.filter(people::disabled_at.is_not_null()),
        Some(AccountState::Unconfirmed) => {
            query.filter(people::email.is_not_null()).filter(people::email_confirmed_at.is_null())
        }
        Some(AccountState::WithoutEmail) => query.filter(people::email.is_null()),
        Some(AccountState::ConsentMissing) => {
            let noted = parental_consents::table.select(parental_consents::person_id);
            may_be_minor(query, search).filter(people::id.ne_all(noted))
        }
        Some(AccountState::ConsentWithdrawn) => {
            let later = diesel::alias!(parental_consents as later);
            let is_later = later
                .filter(later.field(parental_consents::person_id).eq(parental_consents::person_id))
                .filter(later.field(parental_consents::number).gt(parental_consents::number));
            let withdrawn = parental_consents::table
                .filter(parental_consents::state.eq("withdrawn"))
                .filter(not(exists(is_later)))
                .select(parental_consents::person_id);
            may_be_minor(query, search).filter(people::id.eq_any(withdrawn))
        }
    }
}

/// Open accounts of those who may be minors.
fn may_be_minor<'a>(query: Found<'a>, search: &PeopleSearch) -> Found<'a> {
    query.filter(people::disabled_at.is_null()).filter(people::birth_year.ge(search.minors_from))
}

/// The people with a word that begins like this.
#[diesel::dsl::auto_type]
fn with_word(word: &str) -> _ {
    let (from, to): (String, String) = (word.to_owned(), format!("{word}{LAST}"));
    person_words::table
        .filter(person_words::word.ge(from))
        .filter(person_words::word.lt(to))
        .select(person_words::person_id)
}

/// Ids of people under whose name something was done, for lists that name them by id.
pub(in crate::accounts) fn list_ids(conn: &mut Conn, typed: &str, limit: i64) -> Result<Vec<PersonId>> {
    let search = PeopleSearch { text: typed.to_owned(), ..PeopleSearch::default() };
    let (rows, _) = list_people(conn, &search, (0, limit))?;
    Ok(rows.into_iter().map(|row| row.person.id).collect())
}

/// Writes down the words under which a person is found. True if they were others before.
pub(in crate::accounts) fn set_words(conn: &mut Conn, person: PersonId) -> Result<bool> {
    let row: Option<(String, Option<String>, Option<String>)> = people::table
        .find(person)
        .select((people::name, people::email_folded, people::sign_in_name))
        .get_result(conn)
        .optional()?;
    let Some((name, email, sign_in_name)) = row else { return Ok(false) };
    let wanted = words_of(&name, [email.as_deref(), sign_in_name.as_deref()]);
    let of_person = person_words::table.filter(person_words::person_id.eq(person));
    let stored: Vec<String> = of_person.select(person_words::word).order(person_words::word).load(conn)?;
    if stored == wanted {
        return Ok(false);
    }
    diesel::delete(of_person).execute(conn)?;
    let rows: Vec<_> =
        wanted.iter().map(|word| (person_words::person_id.eq(person), person_words::word.eq(word))).collect();
    on_backend!(conn, c => diesel::insert_into(person_words::table).values(&rows).execute(c))?;
    Ok(true)
}

/// The next people after this one, in the order of their ids.
pub(in crate::accounts) fn list_after(conn: &mut Conn, after: PersonId, limit: i64) -> Result<Vec<PersonId>> {
    Ok(people::table.filter(people::id.gt(after)).order(people::id).limit(limit).select(people::id).load(conn)?)
}
