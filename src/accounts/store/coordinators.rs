//! The queries of coordinators: a grant that names an organisation.

use diesel::prelude::*;

use crate::accounts::model::Coordinated;
use crate::db::Conn;
use crate::db::schema::{grants, organisations, people};
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::{Ctx, Localized, Result, Role};
use crate::on_backend;

type Row = (OrganisationId, String, String, Option<String>);

fn coordinated((id, kk, ru, en): Row) -> Coordinated {
    Coordinated { id, name: Localized { kk: Some(kk), ru: Some(ru), en } }
}

/// Every open organisation of which somebody is a coordinator now.
#[diesel::dsl::auto_type]
fn held_by(person: PersonId) -> _ {
    let role: Role = Role::Coordinator;
    grants::table
        .inner_join(organisations::table)
        .filter(grants::person_id.eq(person))
        .filter(grants::role.eq(role))
        .filter(grants::withdrawn_at.is_null())
        .filter(organisations::closed_at.is_null())
}

/// The organisation, if it is open and this person is its coordinator. Another one is nothing to them, as if it were
/// not there.
///
/// # Errors
/// The database's.
pub fn find_coordinated(
    conn: &mut Conn,
    person: PersonId,
    organisation: OrganisationId,
) -> Result<Option<Coordinated>> {
    let row = held_by(person)
        .filter(organisations::id.eq(organisation))
        .select((organisations::id, organisations::name_kk, organisations::name_ru, organisations::name_en))
        .get_result::<Row>(conn)
        .optional()?;
    Ok(row.map(coordinated))
}

/// Every open organisation of which this person is a coordinator.
///
/// # Errors
/// The database's.
pub fn list_coordinated(conn: &mut Conn, person: PersonId) -> Result<Vec<Coordinated>> {
    let rows: Vec<Row> = held_by(person)
        .order((organisations::name_kk, organisations::id))
        .select((organisations::id, organisations::name_kk, organisations::name_ru, organisations::name_en))
        .load(conn)?;
    Ok(rows.into_iter().map(coordinated).collect())
}

/// The coordinators of an organisation who may sign in, with their names.
///
/// # Errors
/// The database's.
pub fn list_coordinators(conn: &mut Conn, organisation: OrganisationId) -> Result<Vec<(PersonId, String)>> {
    Ok(grants::table
        .inner_join(people::table)
        .filter(grants::organisation_id.eq(organisation))
        .filter(grants::role.eq(Role::Coordinator))
        .filter(grants::withdrawn_at.is_null())
        .filter(people::disabled_at.is_null())
        .order((people::name_folded, people::id))
        .select((people::id, people::name))
        .load(conn)?)
}

/// True if the grant is new.
pub(in crate::accounts) fn insert_coordinator(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    organisation: OrganisationId,
) -> Result<bool> {
    let values = (
        grants::person_id.eq(person),
        grants::role.eq(Role::Coordinator),
        grants::granted_at.eq(ctx.now),
        grants::organisation_id.eq(organisation),
    );
    let rows =
        on_backend!(conn, c => diesel::insert_into(grants::table).values(values).on_conflict_do_nothing().execute(c))?;
    Ok(rows == 1)
}

/// True if the role was held for this organisation.
pub(in crate::accounts) fn set_coordinator_withdrawn(
    conn: &mut Conn,
    ctx: &Ctx,
    person: PersonId,
    organisation: OrganisationId,
) -> Result<bool> {
    let held = grants::table
        .filter(grants::person_id.eq(person))
        .filter(grants::organisation_id.eq(organisation))
        .filter(grants::role.eq(Role::Coordinator))
        .filter(grants::withdrawn_at.is_null());
    Ok(diesel::update(held).set(grants::withdrawn_at.eq(ctx.now)).execute(conn)? == 1)
}
