//! That somebody of the staff looked at a person's data, for the audit log: once for a person and an hour, not each click.

use super::{Person, audit, store};
use crate::db::Conn;
use crate::kernel::age::AgeGroup;
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::{Ctx, Day, Result};

/// Looks within so many seconds are one.
const ONE_LOOK: i64 = 3600;

/// The action.
const LOOKED: &str = "person looked at";

/// As whom somebody looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Look {
    /// At whom.
    pub person: PersonId,
    /// Whether that person may be a minor.
    pub is_minor: bool,
    /// As the coordinator of this organisation.
    pub organisation: Option<OrganisationId>,
}

impl Look {
    /// A look by the centre or a trainer, on this day.
    pub fn of(person: &Person, today: Day) -> Self {
        Self { person: person.id, is_minor: person.age_group(today).is_minor(), organisation: None }
    }
}

/// Notes a look. Looking at oneself is none; whoever looks for two organisations, or for the centre as well, looks for each.
///
/// # Errors
/// The database's.
pub fn note_look(conn: &mut Conn, ctx: &Ctx, look: Look) -> Result<()> {
    if ctx.actor.person() == Some(look.person) {
        return Ok(());
    }
    let mut details = serde_json::Map::new();
    if look.is_minor {
        details.insert("minor".to_owned(), true.into());
    }
    if let Some(organisation) = look.organisation {
        details.insert("organisation".to_owned(), organisation.0.into());
    }
    let details = if details.is_empty() { serde_json::Value::Null } else { details.into() };
    let (whom, since) = (("person", look.person.0), ctx.now.plus_seconds(-ONE_LOOK));
    if store::log::has_logged(conn, ctx.actor, (LOOKED, whom, &details), since)? {
        return Ok(());
    }
    let entry = audit::Entry { action: LOOKED, subject: whom.0, subject_id: Some(whom.1), details };
    audit::record(conn, ctx, &entry)
}

/// A list of people at which somebody looked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ListLook {
    /// What is written into the log.
    pub action: &'static str,
    /// What kind of list it is, and which one.
    pub list: (&'static str, i64),
    /// Whether somebody on it may be a minor.
    pub has_minors: bool,
}

/// Notes that somebody looked at a list of people with what they did, such as that of a group: once for a list and an hour.
///
/// # Errors
/// The database's.
pub fn note_list_look(conn: &mut Conn, ctx: &Ctx, look: ListLook) -> Result<()> {
    let ListLook { action, list, has_minors } = look;
    let details = if has_minors { serde_json::json!({ "minor": true }) } else { serde_json::Value::Null };
    let since = ctx.now.plus_seconds(-ONE_LOOK);
    if store::log::has_logged(conn, ctx.actor, (action, list, &details), since)? {
        return Ok(());
    }
    audit::record(conn, ctx, &audit::Entry { action, subject: list.0, subject_id: Some(list.1), details })
}

/// Notes that somebody looked at a page of a list of people, whatever was searched for; at an empty one nobody looks.
///
/// # Errors
/// The database's.
pub fn note_people(conn: &mut Conn, ctx: &Ctx, list: (&'static str, i64), groups: &[AgeGroup]) -> Result<()> {
    if groups.is_empty() {
        return Ok(());
    }
    let has_minors = groups.iter().any(|group| group.is_minor());
    note_list_look(conn, ctx, ListLook { action: "people looked through", list, has_minors })
}

/// Notes that rows of the audit log were taken as a file, and how many.
///
/// # Errors
/// The database's.
pub fn note_log_export(conn: &mut Conn, ctx: &Ctx, count: i64) -> Result<()> {
    let (action, subject, details) = ("log exported", "log", serde_json::json!({ "rows": count }));
    audit::record(conn, ctx, &audit::Entry { action, subject, subject_id: None, details })
}
