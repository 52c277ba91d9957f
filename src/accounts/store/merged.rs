//! The queries of merging accounts.

use diesel::prelude::*;

use crate::accounts::merge::Pair;
use crate::accounts::model::Person;
use crate::db::Conn;
use crate::db::schema::people;
use crate::kernel::ids::PersonId;
use crate::kernel::text::Email;
use crate::kernel::{Ctx, Result, Timestamp};

/// Closes the account, leaves it without a password, and points it to the other; false if that was done before.
pub(in crate::accounts) fn set_merged(conn: &mut Conn, ctx: &Ctx, pair: Pair) -> Result<bool> {
    let open = people::table.find(pair.from).filter(people::merged_into.is_null());
    let changed = diesel::update(open)
        .set((
            people::merged_into.eq(pair.into),
            people::merged_at.eq(ctx.now),
            people::disabled_at.eq(ctx.now),
            people::one_time_until.eq(None::<Timestamp>),
            people::password_hash.eq(None::<String>),
        ))
        .execute(conn)?;
    Ok(changed == 1)
}

/// Leaves the closed account without its e-mail: another may have it.
pub(in crate::accounts) fn release_email(conn: &mut Conn, from: PersonId) -> Result<()> {
    diesel::update(people::table.find(from))
        .set((
            people::email.eq(None::<String>),
            people::email_folded.eq(None::<String>),
            people::email_confirmed_at.eq(None::<Timestamp>),
        ))
        .execute(conn)?;
    super::search::set_words(conn, from)?;
    Ok(())
}

/// Gives the e-mail of the closed account to the other, confirmed or not as it was.
pub(in crate::accounts) fn move_email(conn: &mut Conn, pair: Pair, from: &Person) -> Result<()> {
    release_email(conn, pair.from)?;
    let folded = from.email.as_deref().and_then(Email::parse).map(|email| email.folded());
    diesel::update(people::table.find(pair.into))
        .set((
            people::email.eq(from.email.as_deref()),
            people::email_folded.eq(folded),
            people::email_confirmed_at.eq(from.email_confirmed_at),
        ))
        .execute(conn)?;
    super::search::set_words(conn, pair.into)?;
    Ok(())
}

/// The settlement of the account that stays: its own, or that of the other one if it is of the same district.
pub(in crate::accounts) fn settlement_of<'a>(into: &'a Person, from: &'a Person) -> Option<&'a str> {
    let is_near = into.district.is_none() || from.district.is_none() || into.district == from.district;
    into.settlement.as_deref().or_else(|| from.settlement.as_deref().filter(|_| is_near))
}

/// Takes over what the account that stays does not know.
pub(in crate::accounts) fn fill_gaps(conn: &mut Conn, into: &Person, from: &Person) -> Result<()> {
    diesel::update(people::table.find(into.id))
        .set((
            people::birth_year.eq(into.birth_year.or(from.birth_year)),
            people::district_id.eq(into.district.or(from.district)),
            people::settlement.eq(settlement_of(into, from)),
        ))
        .execute(conn)?;
    if let (None, Some(contact)) = (&into.contact, &from.contact) {
        let noted_by: Option<PersonId> =
            people::table.find(from.id).select(people::contact_noted_by).get_result(conn)?;
        diesel::update(people::table.find(into.id))
            .set((
                people::contact_email.eq(&contact.email),
                people::contact_agreed_by.eq(&contact.agreed_by),
                people::contact_agreed_at.eq(contact.agreed_at),
                people::contact_agreed_on.eq(contact.agreed_on),
                people::contact_noted_by.eq(noted_by),
            ))
            .execute(conn)?;
    }
    Ok(())
}
