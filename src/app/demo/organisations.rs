//! Organisations of the demo: who coordinates them, who belongs to them, who asks.

use super::people::{Character, ORGANISATIONS};
use super::{DemoError, Filling};
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::{Actor, Ctx, Error, Result};
use crate::organisations::{
    Decision, Kept, NewOrganisation, OrganisationName, Standing, ask, decide, list_of_person, make,
};
use crate::{accounts, db::Conn};

/// One in so many still waits for an answer.
const WAITS_EVERY: usize = 7;

impl Filling {
    /// Makes the organisations and lets people join them, with a moment between each.
    pub(super) async fn organise(&self, people: &[(&Character, PersonId)]) -> Result<(), DemoError> {
        let app = &self.issuing.app;
        self.clock.set(self.now.plus_seconds(-3600));
        let mut made = Vec::new();
        for (kk, ru) in ORGANISATIONS {
            made.push(app.write(Actor::Shell, move |conn, ctx| organisation(conn, ctx, (kk, ru))).await?);
        }
        let (coordinators, members): (Vec<_>, Vec<_>) =
            people.iter().partition(|(character, _)| character.coordinates.is_some());
        for (character, person) in coordinators {
            let Some(id) = character.coordinates.and_then(|at| made.get(at).copied()) else { continue };
            let appoint = move |conn: &mut Conn, ctx: &Ctx| accounts::grant_coordinator(conn, ctx, person, id);
            app.write(Actor::Shell, appoint).await?;
        }
        for (at, (character, person)) in members.into_iter().enumerate() {
            let Some(id) = character.belongs.and_then(|at| made.get(at).copied()) else { continue };
            let base = app.base_url.to_string();
            let waits = at % WAITS_EVERY == WAITS_EVERY - 1;
            app.write(Actor::Person(person), move |conn, ctx| join(conn, ctx, (person, id, waits), &base)).await?;
        }
        Ok(())
    }
}

fn organisation(conn: &mut Conn, ctx: &Ctx, (kk, ru): (&str, &str)) -> Result<OrganisationId> {
    let name = |text| OrganisationName::parse(text).ok_or_else(|| Error::internal("a made-up name is no name"));
    match make(conn, ctx, &NewOrganisation { kk: name(kk)?, ru: name(ru)?, en: None })? {
        Kept::Yes(id) => Ok(id),
        Kept::AlreadySo | Kept::NameTaken => Err(Error::internal("a made-up organisation is there twice")),
    }
}

fn join(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, organisation, waits): (PersonId, OrganisationId, bool),
    base: &str,
) -> Result<()> {
    ask(conn, ctx, (person, organisation), base)?;
    for membership in list_of_person(conn, person, 1)?.into_iter().filter(|_| !waits) {
        if membership.standing == Standing::Asked {
            decide(conn, ctx, (organisation, membership.id), Decision::Accept, base)?;
        }
    }
    Ok(())
}
