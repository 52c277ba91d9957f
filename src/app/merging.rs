//! Two accounts of one person become one: what accounts, mail, certificates and learning each hold is moved by their
//! own verbs, in one transaction.

pub(super) mod pages;
mod views;

use chrono_tz::Tz;

use crate::accounts::{self, Merged, Obstacle, Pair, ParentalState, Person};
use crate::asking;
use crate::certificates::model::State;
use crate::certificates::{merge::merge_certificates, register};
use crate::content::library::Shelf;
use crate::db::Conn;
use crate::groups;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Email, Result};
use crate::learning::{self, Moving};
use crate::mail::adopt::adopt;
use crate::organisations::{self, Organisation, Standing};
use crate::places::{self, District};

/// Organisations and groups of one person that are named at most.
const SHOWN: i64 = 50;

/// What would move.
#[derive(Debug)]
struct Preview {
    from: Person,
    into: Person,
    obstacle: Option<Obstacle>,
    courses: Vec<Moving>,
    /// How many certificates of the account to be closed hold today.
    holding: usize,
    /// How many of them do not: expired, revoked, suspended, replaced.
    ended: usize,
    /// The address of a parent or trainer that the account to be kept takes over.
    contact: Option<String>,
    /// The organisations to which the account to be closed belongs or asked to, by name in each language.
    organisations: Vec<Organisation>,
    /// The groups to which it belongs, by name.
    groups: Vec<String>,
    /// How many messages to the trainers move.
    asked: i64,
    /// What the parents' consent becomes, if it becomes something else.
    parental: Option<ParentalState>,
    /// The districts, to name those of the two.
    districts: Vec<District>,
}

fn preview(conn: &mut Conn, ctx: &Ctx, (pair, zone): (Pair, Tz)) -> Result<Preview> {
    let today = ctx.now.day(zone);
    let (from, into, obstacle) = accounts::find_pair(conn, ctx, pair)?;
    let courses = learning::list_moving(conn, pair.from, pair.into)?;
    let certificates = register::list_of_person(conn, pair.from)?;
    let holding = certificates.iter().filter(|one| one.state(today) == State::Valid).count();
    let ended = certificates.len() - holding;
    let districts = places::list_all_districts(conn)?;
    let contact = from.contact.clone().filter(|_| into.contact.is_none()).map(|contact| contact.email);
    let parental = accounts::find_parental_after(conn, pair, zone)?;
    let organisations = open_memberships(conn, pair.from)?;
    let groups = groups::list_of_person(conn, pair.from, SHOWN)?.into_iter();
    let groups = groups.filter(|own| own.ending.is_none()).map(|own| own.name).collect();
    let asked = asking::count_moving(conn, pair.from, pair.into)?;
    Ok(Preview {
        from,
        into,
        obstacle,
        courses,
        holding,
        ended,
        contact,
        organisations,
        groups,
        asked,
        parental,
        districts,
    })
}

/// Where somebody belongs or asked to; what ended moves as well, and is history.
fn open_memberships(conn: &mut Conn, person: PersonId) -> Result<Vec<Organisation>> {
    let all = organisations::list_of_person(conn, person, SHOWN)?.into_iter();
    let open = all.filter(|one| matches!(one.standing, Standing::Asked | Standing::Member { .. }));
    Ok(open.map(|one| one.organisation).collect())
}

/// Merges; run again, it changes nothing.
///
/// # Errors
/// Not found; forbidden unless both accounts are within reach of the one who acts; the database's.
fn merge(conn: &mut Conn, ctx: &Ctx, pair: Pair, (shelf, zone): (&Shelf, Tz)) -> Result<Merged> {
    let merged = accounts::merge_accounts(conn, ctx, pair, zone)?;
    if merged != Merged::Yes {
        return Ok(merged);
    }
    let kept = accounts::find_person(conn, pair.into)?;
    let confirmed = kept.filter(|kept| kept.email_confirmed_at.is_some()).and_then(|kept| kept.email);
    adopt(conn, ctx, (pair.from, pair.into), confirmed.as_deref().and_then(Email::parse).as_ref())?;
    merge_certificates(conn, ctx, pair.from, pair.into)?;
    asking::merge_asked(conn, pair.from, pair.into)?;
    organisations::merge_memberships(conn, ctx, pair.from, pair.into)?;
    groups::merge_grouped(conn, pair.from, pair.into)?;
    for joined in learning::merge_learning(conn, pair.from, pair.into)? {
        let enrolment = learning::get_enrolment(conn, joined)?;
        // What was done half here and half there may make a whole.
        if let Some(published) = shelf.edition(enrolment.course, enrolment.edition) {
            learning::complete_if_done(conn, ctx, &enrolment, &published.course)?;
        }
    }
    Ok(Merged::Yes)
}
