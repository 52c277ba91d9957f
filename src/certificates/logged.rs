//! Reading the audit log by what somebody typed: the beginning of a name, or the number of a certificate.

use super::number::CertificateNumber;
use super::store;
use crate::accounts::audit::{Filter, Whom, people_named};
use crate::accounts::audit_words::action_of;
use crate::db::Conn;
use crate::kernel::ids::PersonId;
use crate::kernel::{Day, Result};

/// People that a typed name may mean. Whoever types less than a name gets the first of them.
const MOST_NAMED: i64 = 100;

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

/// The filter, with the people and certificates that are meant.
///
/// # Errors
/// The database's.
pub fn named(conn: &mut Conn, mut filter: Filter, named: &Named) -> Result<Filter> {
    if let Some(typed) = &named.who {
        filter.who = Some(people_named(conn, typed, MOST_NAMED)?);
    }
    filter.whom = match (&named.whom, named.person) {
        (Some(typed), _) => Some(if let Ok(number) = CertificateNumber::parse(typed) {
            let found = store::find_by_number(conn, &number)?.map(|certificate| certificate.id.0);
            Whom { subject: "certificate", ids: found.into_iter().collect() }
        } else {
            let people = people_named(conn, typed, MOST_NAMED)?;
            Whom { subject: "person", ids: people.into_iter().map(|person| person.0).collect() }
        }),
        (None, Some(person)) => Some(Whom { subject: "person", ids: vec![person.0] }),
        (None, None) => None,
    };
    Ok(filter)
}
