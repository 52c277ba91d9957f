//! Mails about belonging: to the person when a coordinator has decided, to coordinators when somebody asks.

use super::model::Organisation;
use crate::accounts::{self, Note, Person};
use crate::db::Conn;
use crate::i18n::{t, t_with};
use crate::kernel::ids::{MembershipId, PersonId};
use crate::kernel::{Ctx, Result};

/// What a person is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Told {
    Accepted,
    Declined,
    Removed,
    /// The centre has put them into the organisation.
    Placed,
    /// The centre has ended it.
    Ended,
}

impl Told {
    const fn code(self) -> &'static str {
        match self {
            Self::Accepted => "accepted",
            Self::Declined => "declined",
            Self::Removed => "removed",
            Self::Placed => "placed",
            Self::Ended => "ended",
        }
    }

    /// Subject, what happened, what one can do.
    const fn words(self) -> (&'static str, &'static str, &'static str) {
        match self {
            Self::Accepted => ("mail-membership-accepted", "mail-membership-accepted-text", "mail-membership-seen"),
            Self::Declined => ("mail-membership-declined", "mail-membership-declined-text", "mail-membership-other"),
            Self::Removed => ("mail-membership-removed", "mail-membership-removed-text", "mail-membership-other"),
            Self::Placed => ("mail-membership-accepted", "mail-membership-placed-text", "mail-membership-seen"),
            Self::Ended => ("mail-membership-removed", "mail-membership-ended-text", "mail-membership-ended-then"),
        }
    }
}

/// Tells the person what was decided, if there is an address. It waits until the address is confirmed.
pub(super) fn queue_decision(
    conn: &mut Conn,
    ctx: &Ctx,
    (organisation, id, person): (&Organisation, MembershipId, PersonId),
    told: Told,
    base: &str,
) -> Result<()> {
    let Some(person) = accounts::find_person(conn, person)? else { return Ok(()) };
    let (subject, text, then) = told.words();
    let name = ("organisation", organisation.name.get(person.lang).into());
    let words = |key| t_with(person.lang, key, std::slice::from_ref(&name));
    let written = (words(subject), vec![words(text), t(person.lang, then).to_owned()]);
    let action = ("mail-membership-action", format!("{base}{}/learn/organisations", person.lang));
    send(conn, ctx, (&person, format!("membership:{id}:{}", told.code())), written, action)
}

/// Tells the coordinators that somebody asks: once a day, however many ask.
pub(super) fn queue_asked(conn: &mut Conn, ctx: &Ctx, organisation: &Organisation, base: &str) -> Result<()> {
    let day = ctx.now.day(chrono_tz::UTC);
    for (id, _) in accounts::list_coordinators(conn, organisation.id)? {
        let Some(person) = accounts::find_person(conn, id)? else { continue };
        let name = ("organisation", organisation.name.get(person.lang).into());
        let words = |key| t_with(person.lang, key, std::slice::from_ref(&name));
        let written = (words("mail-membership-asked"), vec![words("mail-membership-asked-text")]);
        let address = format!("{base}{}/coordinator/{}/requests", person.lang, organisation.id);
        let key = format!("asked:{}:{id}:{day}", organisation.id);
        send(conn, ctx, (&person, key), written, ("mail-membership-asked-action", address))?;
    }
    Ok(())
}

fn send(
    conn: &mut Conn,
    ctx: &Ctx,
    (person, key): (&Person, String),
    (subject, paragraphs): (String, Vec<String>),
    action: (&'static str, String),
) -> Result<()> {
    accounts::queue_note(conn, ctx, person, Note { kind: "membership", key, subject, paragraphs, action })
}
