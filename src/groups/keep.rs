//! What the staff do with groups: make, change, close, reopen them, give another code.

use super::model::{Details, Group, GroupCode, NewGroup, Whose};
use super::store::{self, ByForm};
use crate::accounts::{self, Note, audit};
use crate::db::Conn;
use crate::i18n::{long_date, t_with};
use crate::kernel::ids::{GroupId, PersonId};
use crate::kernel::{Ctx, Error, Result, Role};

/// How many codes are drawn before giving up: with a million groups each is taken in one of a hundred cases.
const DRAWN: u64 = 16;

/// What became of a form that makes a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Made {
    /// The group is made, or corrected.
    Yes(GroupId),
    /// It was made so before.
    AlreadySo(GroupId),
    /// It was made before, and is this form's no longer: it was changed on its page, or somebody else leads it. Nothing was
    /// changed. `None` if the one who acts sees it no longer.
    Before(Option<GroupId>),
}

/// What became of a change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kept {
    /// Done.
    Yes(GroupId),
    /// It was so already.
    AlreadySo(GroupId),
}

/// Whom an e-mail or sign-in name leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Candidate {
    /// This trainer.
    Trainer(PersonId),
    /// An account whose address nobody has confirmed: it may be a stranger's.
    Unconfirmed,
    /// No open account of a trainer has it.
    Nobody,
}

/// The trainer with this e-mail or sign-in name. Whether there is an account without the role is not told.
///
/// # Errors
/// The database's.
pub fn find_trainer(conn: &mut Conn, identifier: &str) -> Result<Candidate> {
    let Some(id) = accounts::find_person_by_identifier(conn, identifier)? else { return Ok(Candidate::Nobody) };
    let person = accounts::find_person(conn, id)?.filter(|person| person.disabled_at.is_none());
    Ok(match person.filter(|person| person.roles.contains(&Role::Trainer)) {
        None => Candidate::Nobody,
        Some(person) if !person.is_known_by(identifier) => Candidate::Unconfirmed,
        Some(person) => Candidate::Trainer(person.id),
    })
}

/// Makes a group. The form that made one, sent again with something corrected, corrects it.
///
/// # Errors
/// Conflict if the trainer is none; the database's.
pub fn make(conn: &mut Conn, ctx: &Ctx, whose: Whose, new: &NewGroup, (seed, base): (u64, &str)) -> Result<Made> {
    if let Some(made) = store::find_by_run(conn, &new.run)? {
        return correct(conn, ctx, (whose, made), new);
    }
    require_trainer(conn, new.trainer)?;
    let code = free_code(conn, seed)?;
    let Some(id) = store::insert_group(conn, ctx, new, &code)? else { return Err(Error::Conflict) };
    let made = serde_json::json!({ "new": told(&new.details) });
    record(conn, ctx, id, ("group made", made))?;
    give(conn, ctx, (id, &new.details), (new.trainer, base))?;
    Ok(Made::Yes(id))
}

/// Corrects what a form made, as long as that is as the form made it: who goes back to an old page takes no group from whom
/// it was given to, and undoes nothing that was changed since.
fn correct(conn: &mut Conn, ctx: &Ctx, (whose, made): (Whose, ByForm), new: &NewGroup) -> Result<Made> {
    let Some(found) = store::find_group(conn, whose, made.id)? else { return Ok(Made::Before(None)) };
    let is_same_trainer = found.trainer == Some(new.trainer);
    if is_same_trainer && found.is_as(&new.details) {
        return Ok(Made::AlreadySo(made.id));
    }
    if made.is_changed || !is_same_trainer {
        return Ok(Made::Before(Some(made.id)));
    }
    set_details(conn, ctx, &found, (&new.details, found.trainer))?;
    Ok(Made::Yes(made.id))
}

fn require_trainer(conn: &mut Conn, trainer: PersonId) -> Result<()> {
    let found = accounts::find_person(conn, trainer)?.filter(|person| person.disabled_at.is_none());
    let is_trainer = found.is_some_and(|person| person.roles.contains(&Role::Trainer));
    if is_trainer { Ok(()) } else { Err(Error::Conflict) }
}

fn free_code(conn: &mut Conn, seed: u64) -> Result<GroupCode> {
    for nth in 0..DRAWN {
        let code = GroupCode::drawn(seed, nth);
        if !store::has_code(conn, &code)? {
            return Ok(code);
        }
    }
    Err(Error::Conflict)
}

pub(super) fn get(conn: &mut Conn, whose: Whose, id: GroupId) -> Result<Group> {
    store::find_group(conn, whose, id)?.ok_or(Error::NotFound)
}

/// Changes a group; with a trainer, gives it to that one. `was` is what the group was when the form began
/// ([`Group::fingerprint`]), empty if that is not known: `None` if somebody has changed it since, and what is typed is
/// something else.
///
/// # Errors
/// Not found, also for another trainer's; conflict if the trainer is none; the database's.
pub fn change(
    conn: &mut Conn,
    ctx: &Ctx,
    (whose, id): (Whose, GroupId),
    (details, base): (&Details, &str),
    (trainer, was): (Option<PersonId>, &str),
) -> Result<Option<Kept>> {
    let found = get(conn, whose, id)?;
    let new_trainer = trainer.filter(|trainer| found.trainer != Some(*trainer));
    let is_as = found.is_as(details);
    if is_as && new_trainer.is_none() {
        return Ok(Some(Kept::AlreadySo(id)));
    }
    if !is_as && !was.is_empty() && was != found.fingerprint() {
        return Ok(None);
    }
    if let Some(trainer) = new_trainer {
        require_trainer(conn, trainer)?;
    }
    set_details(conn, ctx, &found, (details, new_trainer.or(found.trainer)))?;
    store::set_changed(conn, id)?;
    if let Some(trainer) = new_trainer {
        give(conn, ctx, (id, details), (trainer, base))?;
    }
    Ok(Some(Kept::Yes(id)))
}

/// Writes down and notes what a group is from now on.
fn set_details(
    conn: &mut Conn,
    ctx: &Ctx,
    found: &Group,
    (details, trainer): (&Details, Option<PersonId>),
) -> Result<()> {
    store::set_details(conn, found.id, details, trainer)?;
    if found.is_as(details) {
        return Ok(());
    }
    let places = found.places.map_or_else(String::new, |places| format!(" · {places}"));
    let old = format!("{} · {}–{}{places}", found.name, found.starts_on, found.ends_on);
    record(conn, ctx, found.id, ("group changed", serde_json::json!({ "old": old, "new": told(details) })))
}

/// A group in a line of the log.
fn told(details: &Details) -> String {
    let places = details.places.map_or_else(String::new, |places| format!(" · {places}"));
    format!("{} · {}–{}{places}", details.name.as_str(), details.starts_on, details.ends_on)
}

/// Closes a group: nobody joins it, who belongs to it stays.
///
/// # Errors
/// Not found, also for another trainer's; the database's.
pub fn close(conn: &mut Conn, ctx: &Ctx, (whose, id): (Whose, GroupId)) -> Result<Kept> {
    get(conn, whose, id)?;
    if !store::set_closed(conn, ctx, id)? {
        return Ok(Kept::AlreadySo(id));
    }
    record(conn, ctx, id, ("group closed", serde_json::Value::Null))?;
    Ok(Kept::Yes(id))
}

/// Opens a group for joining again.
///
/// # Errors
/// Not found, also for another trainer's; the database's.
pub fn reopen(conn: &mut Conn, ctx: &Ctx, (whose, id): (Whose, GroupId)) -> Result<Kept> {
    get(conn, whose, id)?;
    if !store::set_reopened(conn, id)? {
        return Ok(Kept::AlreadySo(id));
    }
    record(conn, ctx, id, ("group reopened", serde_json::Value::Null))?;
    Ok(Kept::Yes(id))
}

/// Gives a group another code; the former one works no longer.
///
/// # Errors
/// Not found, also for another trainer's; the database's.
pub fn new_code(conn: &mut Conn, ctx: &Ctx, (whose, id): (Whose, GroupId), seed: u64) -> Result<Kept> {
    get(conn, whose, id)?;
    let code = free_code(conn, seed)?;
    store::set_code(conn, id, &code)?;
    record(conn, ctx, id, ("group code made", serde_json::Value::Null))?;
    Ok(Kept::Yes(id))
}

/// Removes a group that was made by mistake: one to which nobody ever belonged. False if somebody does or did.
///
/// # Errors
/// Not found, also for another trainer's; the database's.
pub fn delete(conn: &mut Conn, ctx: &Ctx, (whose, id): (Whose, GroupId)) -> Result<bool> {
    let found = get(conn, whose, id)?;
    if !store::delete_unused(conn, id)? {
        return Ok(false);
    }
    let old = format!("{} · {}–{}", found.name, found.starts_on, found.ends_on);
    record(conn, ctx, id, ("group removed", serde_json::json!({ "old": old })))?;
    Ok(true)
}

/// Notes who leads the group from now on, and tells them, unless they named themselves.
fn give(
    conn: &mut Conn,
    ctx: &Ctx,
    (id, details): (GroupId, &Details),
    (trainer, base): (PersonId, &str),
) -> Result<()> {
    let noted = serde_json::json!({ "group": id });
    let entry = audit::Entry { action: "group given", subject: "person", subject_id: Some(trainer.0), details: noted };
    audit::record(conn, ctx, &entry)?;
    if ctx.actor.person() == Some(trainer) {
        return Ok(());
    }
    let Some(person) = accounts::find_person(conn, trainer)? else { return Ok(()) };
    let words = |key| {
        let days =
            format!("{} – {}", long_date(person.lang, details.starts_on), long_date(person.lang, details.ends_on));
        t_with(person.lang, key, &[("group", details.name.as_str().into()), ("days", days.into())])
    };
    let note = Note {
        kind: "group",
        key: format!("group:{id}:{trainer}:{}", ctx.now.unix()),
        subject: words("mail-group-given"),
        paragraphs: vec![words("mail-group-given-text")],
        action: ("mail-group-action", format!("{base}{}/trainer/groups/{id}", person.lang)),
    };
    accounts::queue_note(conn, ctx, &person, note)
}

pub(super) fn record(
    conn: &mut Conn,
    ctx: &Ctx,
    id: GroupId,
    (action, details): (&'static str, serde_json::Value),
) -> Result<()> {
    audit::record(conn, ctx, &audit::Entry { action, subject: "group", subject_id: Some(id.0), details })
}
