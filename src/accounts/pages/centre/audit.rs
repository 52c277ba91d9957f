//! The audit log as the centre reads it.

use actix_web::HttpRequest;
use actix_web::web::Data;

use super::audit_views as views;
use crate::accounts;
use crate::accounts::audit::{Filter, Logged, list};
use crate::certificates::register;
use crate::content::Library;
use crate::exports::logged::{Called, Named, asked, named};
use crate::kernel::ids::{CertificateId, PersonId};
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Centre, Fields, FormErrors, WebResult, html_page};

/// A page of the log, with the names of what it holds by id.
#[derive(Default)]
pub(super) struct Log {
    pub(super) rows: Vec<Logged>,
    pub(super) total: i64,
    pub(super) names: Vec<(PersonId, String)>,
    pub(super) numbers: Vec<(CertificateId, String)>,
    pub(super) called: Called,
    /// Whether names that were typed mean more than is looked for.
    pub(super) are_more: bool,
}

/// What was asked for, before names are looked up.
struct Asked {
    named: Named,
    filter: Filter,
}

fn read(centre: &Centre, typed: &Fields, errors: &mut FormErrors) -> Asked {
    let zone = centre.page.app.config.time_zone;
    let (filter, named) = asked(|field| typed.get(field), zone, |field| errors.add(field, "audit-day-wrong"));
    if filter.from.zip(filter.to).is_some_and(|(from, to)| to <= from) {
        errors.add("to", "audit-days-turned");
    }
    Asked { named, filter }
}

/// `GET /{lang}/centre/audit?who=&action=&whom=&from=&to=&minors=&person=&page=`.
///
/// # Errors
/// The database's.
pub async fn list_log(centre: Centre, library: Data<Library>, request: HttpRequest) -> WebResult {
    let typed = Fields::of_query(&request);
    let mut errors = FormErrors::default();
    let asked = read(&centre, &typed, &mut errors);
    let (page, wanted) = (&centre.page, PageNumber::of(&typed));
    let person = asked.named.person;
    let read = move |conn: &mut _| {
        let (filter, are_more) = named(conn, asked.filter, &asked.named)?;
        let (mut rows, total) = list(conn, &filter, (wanted.offset(), PER_PAGE))?;
        let current = wanted.within(total);
        if current != wanted {
            (rows, _) = list(conn, &filter, (current.offset(), PER_PAGE))?;
        }
        let of =
            |subject: &str| rows.iter().filter(|row| row.subject == subject).filter_map(|row| row.subject_id).collect();
        let (people, certificates): (Vec<i64>, Vec<i64>) = (of("person"), of("certificate"));
        let mut people: Vec<PersonId> = people.into_iter().map(PersonId).collect();
        people.extend(rows.iter().filter_map(|row| row.person).chain(person));
        let certificates: Vec<CertificateId> = certificates.into_iter().map(CertificateId).collect();
        let names = accounts::list_names(conn, &people)?;
        let numbers = register::list_numbers(conn, &certificates)?;
        let called = Called::read(conn, &rows)?;
        Ok((Log { rows, total, names, numbers, called, are_more }, current))
    };
    let (log, current) = if errors.is_empty() { page.app.db.read_long(read).await? } else { (Log::default(), wanted) };
    let shown = views::Shown { typed: &typed, errors: &errors, log: &log, current, library: &library, person };
    Ok(html_page(page, page.t("audit-title"), &views::log(page, &shown)))
}
