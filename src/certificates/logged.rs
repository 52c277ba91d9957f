//! Reading the audit log by what somebody typed: the beginning of a name, or the number of a certificate.

use super::number::CertificateNumber;
use super::store;
use crate::accounts::audit::{Filter, Whom, people_named};
use crate::db::Conn;
use crate::kernel::Result;
use crate::kernel::ids::PersonId;

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
