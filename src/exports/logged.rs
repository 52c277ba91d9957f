//! The audit log by names: what somebody typed (the beginning of a name, or the number of a certificate), and what is
//! called how in its rows, which hold ids.

use std::collections::{BTreeSet, HashMap};

use serde_json::Value;

use crate::accounts::audit::{Filter, Logged, Whom, list_newest, list_noting, people_named};
use crate::accounts::audit_words::action_of;
use crate::certificates::{CertificateNumber, register};
use crate::db::Conn;
use crate::kernel::ids::{GroupId, OrganisationId, PersonId};
use crate::kernel::text::fold;
use crate::kernel::{Day, Lang, Localized, Result};
use crate::{groups, organisations, places};

/// Things of one kind that a typed name may mean. Whoever types less than a name gets the first of them, and is told.
pub const MOST_NAMED: i64 = 100;
/// Names of the past that are looked through for one that was typed. Whoever types less of it is told the same.
pub const MOST_NOTED: i64 = 2_000;

/// How the log calls organisations, groups and places.
const ORGANISATION: &str = "organisation";
const GROUP: &str = "group";
const DISTRICT: &str = "district";
const SETTLEMENT: &str = "settlement";
const SUBJECTS: [&str; 4] = [ORGANISATION, GROUP, DISTRICT, SETTLEMENT];
/// Those that the details of a row about something else may name, such as the organisation of a coordinator's role.
const DETAILS: [&str; 2] = [ORGANISATION, GROUP];

/// What was typed.
#[derive(Debug, Clone, Default)]
pub struct Named {
    /// Who did it.
    pub who: Option<String>,
    /// To whom or what.
    pub whom: Option<String>,
    /// To this person, unless something was typed.
    pub person: Option<PersonId>,
}

/// What the form of the log asks, by the names of its fields; `wrong` is told of fields whose day is none.
pub fn asked<'a>(
    typed: impl Fn(&'static str) -> &'a str,
    zone: chrono_tz::Tz,
    mut wrong: impl FnMut(&'static str),
) -> (Filter, Named) {
    let text = |field| Some(typed(field).trim()).filter(|text| !text.is_empty());
    let mut day = |field| {
        let day = Day::parse(text(field)?);
        if day.is_none() {
            wrong(field);
        }
        day
    };
    let (from, to) = (day("from"), day("to"));
    let filter = Filter {
        action: action_of(typed("action")),
        from: from.map(|day| day.start(zone)),
        to: to.map(|day| day.plus_days(1).start(zone)),
        minors: text("minors").is_some(),
        ..Filter::default()
    };
    let owned = |field| text(field).map(str::to_owned);
    (filter, Named { who: owned("who"), whom: owned("whom"), person: typed("person").parse().ok() })
}

/// The filter, with the people, certificates, organisations, groups and places that are meant; and whether more than
/// [`MOST_NAMED`] of a kind are, or more names of the past than [`MOST_NOTED`], of which the others are not looked for.
///
/// # Errors
/// The database's.
pub fn named(conn: &mut Conn, mut filter: Filter, named: &Named) -> Result<(Filter, bool)> {
    let mut are_more = false;
    if let Some(typed) = &named.who {
        filter.who = Some(first(people_named(conn, typed, MOST_NAMED + 1)?, &mut are_more));
    }
    match (&named.whom, named.person) {
        (Some(typed), _) => {
            if let Ok(number) = CertificateNumber::parse(typed) {
                let found = register::find(conn, &number)?.map(|certificate| certificate.id.0);
                filter.whom = Some(vec![Whom { subject: "certificate", ids: found.into_iter().collect() }]);
            } else {
                let all = things_named(conn, typed, &mut are_more)?;
                filter.named = all.iter().filter(|whom| DETAILS.contains(&whom.subject)).cloned().collect();
                filter.whom = Some(all);
            }
        }
        (None, Some(person)) => filter.whom = Some(vec![Whom { subject: "person", ids: vec![person.0] }]),
        (None, None) => {}
    }
    Ok((filter, are_more))
}

/// The first of what was found, and whether there is more.
fn first<T>(found: impl IntoIterator<Item = T>, are_more: &mut bool) -> Vec<T> {
    let most = usize::try_from(MOST_NAMED).unwrap_or(usize::MAX);
    let mut found: Vec<T> = found.into_iter().take(most.saturating_add(1)).collect();
    *are_more |= found.len() > most;
    found.truncate(most);
    found
}

/// Everything whose name has words that begin with those typed, or had: what is gone, or is called otherwise by now, is
/// found by what rows of the log note.
fn things_named(conn: &mut Conn, typed: &str, are_more: &mut bool) -> Result<Vec<Whom>> {
    let people = people_named(conn, typed, MOST_NAMED + 1)?.into_iter().map(|person| person.0);
    let people = first(people, are_more);
    let words = fold(typed);
    let is_meant = |name: &str| {
        let name = fold(name);
        let has = |word: &str| name.split(' ').any(|other| other.starts_with(word));
        !words.is_empty() && words.split(' ').all(has)
    };
    let begins = |name: &Localized| Lang::ALL.iter().filter_map(|lang| name.exact(*lang)).any(is_meant);
    let organisations = organisations::list_names(conn, None)?.into_iter().filter(|(_, name)| begins(name));
    let organisations: Vec<i64> = organisations.map(|(id, _)| id.0).collect();
    let groups: Vec<i64> = groups::list_named(conn, typed, MOST_NAMED + 1)?.into_iter().map(|id| id.0).collect();
    let districts = places::list_all_districts(conn)?.into_iter().filter(|one| begins(&one.name));
    let districts: Vec<i64> = districts.map(|one| one.id.0).collect();
    let settlements = places::list_all_settlements(conn)?.into_iter().filter(|one| begins(&one.name));
    let settlements: Vec<i64> = settlements.map(|one| one.id.0).collect();
    let words: Vec<&str> = words.split(' ').filter(|word| !word.is_empty()).collect();
    let noted = once_named(conn, (&words, is_meant), are_more)?;
    let mut all = vec![Whom { subject: "person", ids: people }];
    for (subject, found) in SUBJECTS.into_iter().zip([organisations, groups, districts, settlements]) {
        let seen: BTreeSet<i64> = found.iter().copied().collect();
        let former = noted.iter().rev().filter(|(of, id)| *of == subject && !seen.contains(id)).map(|(_, id)| *id);
        all.push(Whom { subject, ids: first(found.iter().copied().chain(former), are_more) });
    }
    Ok(all)
}

/// What had a name that is meant when a row of the log noted it, whether it is there still or not. The database finds them,
/// and a few others that are left out here.
fn once_named(
    conn: &mut Conn,
    (words, is_meant): (&[&str], impl Fn(&str) -> bool),
    are_more: &mut bool,
) -> Result<BTreeSet<(&'static str, i64)>> {
    if words.is_empty() {
        return Ok(BTreeSet::new());
    }
    let rows = list_noting(conn, &NOTING, words, MOST_NOTED + 1)?;
    *are_more |= i64::try_from(rows.len()).is_ok_and(|count| count > MOST_NOTED);
    let meant = rows.iter().filter_map(|(of, id, details)| {
        let subject = SUBJECTS.into_iter().find(|subject| subject == of)?;
        names_in(details).iter().any(|name| is_meant(bare(subject, name))).then_some((subject, *id))
    });
    Ok(meant.collect())
}

/// The name alone: behind that of a group its days are noted, and how many places it has.
fn bare<'a>(subject: &str, noted: &'a str) -> &'a str {
    let (name, last) = match noted.rsplit_once(" · ") {
        Some(parts) if subject == GROUP => parts,
        _ => return noted,
    };
    let has_places = !last.contains('–');
    if has_places { name.rsplit_once(" · ").map_or(name, |(name, _)| name) } else { name }
}

/// What organisations, groups and places are called that rows of the log are about, or name in their details.
#[derive(Debug, Default)]
pub struct Called {
    organisations: HashMap<i64, Localized>,
    groups: HashMap<i64, String>,
    districts: HashMap<i64, Localized>,
    settlements: HashMap<i64, Localized>,
    /// What was noted last of the name of what is gone.
    gone: HashMap<(&'static str, i64), String>,
}

impl Called {
    /// Looks the names up: a query for each kind that there is, and two for all that is gone, however many rows there are.
    ///
    /// # Errors
    /// The database's.
    pub fn read(conn: &mut Conn, rows: &[Logged]) -> Result<Self> {
        let all: Vec<(&'static str, i64)> = rows.iter().flat_map(mentioned).collect();
        let of = |subject: &str| -> BTreeSet<i64> {
            all.iter().filter(|(of, _)| *of == subject).map(|(_, id)| *id).collect()
        };
        let mut called = Self::default();
        let ids: Vec<OrganisationId> = of(ORGANISATION).into_iter().map(OrganisationId).collect();
        if !ids.is_empty() {
            let names = organisations::list_names(conn, Some(&ids))?;
            called.organisations = names.into_iter().map(|(id, name)| (id.0, name)).collect();
        }
        let ids: Vec<GroupId> = of(GROUP).into_iter().map(GroupId).collect();
        if !ids.is_empty() {
            called.groups = groups::list_names(conn, &ids)?.into_iter().map(|(id, name)| (id.0, name)).collect();
        }
        if !of(DISTRICT).is_empty() {
            let all = places::list_all_districts(conn)?;
            called.districts = all.into_iter().map(|one| (one.id.0, one.name)).collect();
        }
        if !of(SETTLEMENT).is_empty() {
            let all = places::list_all_settlements(conn)?;
            called.settlements = all.into_iter().map(|one| (one.id.0, one.name)).collect();
        }
        let gone = SUBJECTS.map(|subject| {
            let ids = of(subject).into_iter().filter(|id| called.name((subject, *id), Lang::Kk).is_none());
            Whom { subject, ids: ids.collect() }
        });
        for row in list_newest(conn, &NOTING, &gone)? {
            let subject = SUBJECTS.into_iter().find(|subject| *subject == row.subject);
            if let (Some(subject), Some(id), Some(name)) = (subject, row.subject_id, noted(&row)) {
                called.gone.insert((subject, id), bare(subject, &name).to_owned());
            }
        }
        Ok(called)
    }

    /// What something was called that is gone, if any row of the log notes it.
    pub fn former(&self, (subject, id): (&str, i64)) -> Option<&str> {
        let subject = SUBJECTS.into_iter().find(|known| *known == subject)?;
        self.gone.get(&(subject, id)).map(String::as_str)
    }

    /// What something of this kind is called, if it is there still.
    pub fn name(&self, (subject, id): (&str, i64), lang: Lang) -> Option<&str> {
        match subject {
            ORGANISATION => self.organisations.get(&id).map(|name| name.get(lang)),
            GROUP => self.groups.get(&id).map(String::as_str),
            DISTRICT => self.districts.get(&id).map(|name| name.get(lang)),
            SETTLEMENT => self.settlements.get(&id).map(|name| name.get(lang)),
            _ => None,
        }
    }

    /// The names of everything that a row is about or names; of what is gone, the name where this row or another notes one.
    pub fn all(&self, row: &Logged, lang: Lang) -> Vec<String> {
        let name = |(subject, id): (&'static str, i64)| {
            let is_subject = row.subject == subject && row.subject_id == Some(id);
            let noted = || noted(row).filter(|_| is_subject);
            let former = || self.former((subject, id)).map(str::to_owned);
            self.name((subject, id), lang).map(str::to_owned).or_else(noted).or_else(former)
        };
        mentioned(row).into_iter().filter_map(name).collect()
    }
}

/// The organisations, groups and places that a row is about or names.
fn mentioned(row: &Logged) -> Vec<(&'static str, i64)> {
    let subject = SUBJECTS.into_iter().find(|subject| *subject == row.subject).zip(row.subject_id);
    let details: Value = serde_json::from_str(&row.details).unwrap_or_default();
    let other = |field: &'static str| details.get(field).and_then(Value::as_i64).map(|id| (field, id));
    // Some rows name in their details what they are about.
    let others = DETAILS.into_iter().filter_map(other).filter(|other| Some(*other) != subject);
    subject.into_iter().chain(others).collect()
}

/// The actions that note a name before or after. Others note something else so, such as a spelling of a settlement that
/// people typed.
const NOTING: [&str; 8] = [
    "organisation made",
    "organisation renamed",
    "group made",
    "group changed",
    "group removed",
    "place added",
    "place renamed",
    "place removed",
];

/// What a row notes of the name of the thing that it is about: as it is from then on, or as it was.
pub fn noted(row: &Logged) -> Option<String> {
    noted_names(row).into_iter().next()
}

/// The names that a row notes of the thing that it is about: from then on, and before.
fn noted_names(row: &Logged) -> Vec<String> {
    if !NOTING.contains(&row.action.as_str()) {
        return Vec::new();
    }
    names_in(&row.details)
}

fn names_in(details: &str) -> Vec<String> {
    let details: Value = serde_json::from_str(details).unwrap_or_default();
    let text = |name: &str| details.get(name).and_then(Value::as_str).filter(|name| !name.is_empty());
    ["new", "old"].into_iter().filter_map(text).map(str::to_owned).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_group_is_noted_with_more_than_its_name() {
        for (noted, name) in [
            ("Талғар · 2026-11-23–2026-11-30", "Талғар"),
            ("Талғар · 2026-11-23–2026-11-30 · 20", "Талғар"),
            ("Талғар · кешкі · 2026-11-23–2026-11-30 · 20", "Талғар · кешкі"),
            ("Талғар · кешкі · 2026-11-23–2026-11-30", "Талғар · кешкі"),
            ("Талғар", "Талғар"),
        ] {
            assert_eq!(bare(GROUP, noted), name);
        }
        assert_eq!(bare(ORGANISATION, "Жас · толқын"), "Жас · толқын");
    }
}
