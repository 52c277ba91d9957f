//! The audit log as the centre reads it.

use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::audit_views as views;
use crate::accounts;
use crate::accounts::audit::{Filter, Logged, list};
use crate::accounts::audit_words::{action_of, words_of};
use crate::certificates::logged::{Named, named};
use crate::certificates::register;
use crate::content::Library;
use crate::i18n::t;
use crate::kernel::csv;
use crate::kernel::ids::{CertificateId, PersonId};
use crate::kernel::{Day, Lang};
use crate::places::{self, District, Settlement};
use crate::web::address::client_ip;
use crate::web::limits::Limited;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Centre, Fields, FormErrors, Problem, WebResult, html_page};

/// A page of the log, with the names of what it holds by id.
#[derive(Default)]
pub(super) struct Log {
    pub(super) rows: Vec<Logged>,
    pub(super) total: i64,
    pub(super) names: Vec<(PersonId, String)>,
    pub(super) numbers: Vec<(CertificateId, String)>,
    /// All districts and settlements, those that have ended too; read where a row is about one.
    pub(super) districts: Vec<District>,
    pub(super) settlements: Vec<Settlement>,
}

/// What was asked for, before names are looked up.
struct Asked {
    named: Named,
    filter: Filter,
}

fn read(centre: &Centre, typed: &Fields, errors: &mut FormErrors) -> Asked {
    let zone = centre.page.app.config.time_zone;
    let mut day = |field: &'static str| {
        let text = typed.typed(field)?;
        errors.check(field, "audit-day-wrong", Day::parse(text))
    };
    let (from, to) = (day("from"), day("to"));
    if from.zip(to).is_some_and(|(from, to)| to < from) {
        errors.add("to", "audit-days-turned");
    }
    let filter = Filter {
        action: action_of(typed.get("action")),
        from: from.map(|day| day.start(zone)),
        to: to.map(|day| day.plus_days(1).start(zone)),
        minors: typed.has("minors"),
        ..Filter::default()
    };
    let text = |field| typed.typed(field).map(str::to_owned);
    let named = Named { who: text("who"), whom: text("whom"), person: typed.get("person").parse().ok() };
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
        let filter = named(conn, asked.filter, &asked.named)?;
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
        let has = |subject: &str| rows.iter().any(|row| row.subject == subject);
        let (of_district, of_settlement) = (has("district"), has("settlement"));
        let districts = if of_district { places::list_all_districts(conn)? } else { Vec::new() };
        let settlements = if of_settlement { places::list_all_settlements(conn)? } else { Vec::new() };
        Ok((Log { rows, total, names, numbers, districts, settlements }, current))
    };
    let (log, current) = if errors.is_empty() { page.app.db.read_long(read).await? } else { (Log::default(), wanted) };
    let shown = views::Shown { typed: &typed, errors: &errors, log: &log, current, library: &library, person };
    Ok(html_page(page, page.t("audit-title"), &views::log(page, &shown)))
}

/// The newest rows that one file takes: some megabytes. Days make it fewer.
pub(super) const MOST_EXPORTED: i64 = 50_000;

/// `GET /{lang}/centre/audit.csv`, with the conditions of the page: the rows by ids, as they are kept.
///
/// # Errors
/// A day that is none; too many exports from one address; the database's.
pub async fn show_table(centre: Centre, request: HttpRequest) -> WebResult {
    let typed = Fields::of_query(&request);
    let mut errors = FormErrors::default();
    let asked = read(&centre, &typed, &mut errors);
    if !errors.is_empty() {
        return Err(Problem::BadRequest);
    }
    let page = &centre.page;
    page.app.limits.take(Limited::Export, client_ip(&request, &page.app), page.app.now())?;
    let lang = page.lang;
    let (text, count) = page
        .app
        .db
        .read_long(move |conn| {
            let filter = named(conn, asked.filter, &asked.named)?;
            let (rows, total) = list(conn, &filter, (0, MOST_EXPORTED))?;
            let lines: String = rows.iter().map(|row| line(lang, row)).collect();
            Ok((head(lang) + &lines, total.min(MOST_EXPORTED)))
        })
        .await?;
    page.app.write(centre.actor(), move |conn, ctx| accounts::note_log_export(conn, ctx, count)).await?;
    let name = format!("attachment; filename=\"erikti-audit-{}.csv\"", page.app.today());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(text))
}

/// With the mark by which spreadsheets know the letters.
fn head(lang: Lang) -> String {
    let words =
        ["centre-when", "audit-who", "look-column-id", "audit-what", "audit-whom", "look-column-id", "audit-more"];
    let words = words.map(|key| t(lang, key).to_owned());
    format!("\u{feff}{}", csv::line(&words, ';'))
}

fn line(lang: Lang, row: &Logged) -> String {
    let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    let action = words_of(&row.action).map_or(row.action.clone(), |key| t(lang, key).to_owned());
    let details = if row.details == "null" { String::new() } else { row.details.clone() };
    let at = row.at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string();
    let cells = [
        at,
        row.actor.clone(),
        id(row.person.map(|person| person.0)),
        action,
        row.subject.clone(),
        id(row.subject_id),
        details,
    ];
    csv::line(&cells, ';')
}
