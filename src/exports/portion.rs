//! What goes into the files, a portion at a time.

use super::logged::{self, Called};
use super::model::{Export, Filters, Kind, Wanted};
use super::table::Named;
use crate::accounts::audit;
use crate::accounts::audit_words::words_of;
use crate::certificates::model::Search;
use crate::certificates::transcript::hours;
use crate::certificates::{Certificate, State, register};
use crate::content::library::Shelf;
use crate::db::Conn;
use crate::i18n::t;
use crate::kernel::ids::{CertificateId, PersonId};
use crate::kernel::workbook::Content;
use crate::kernel::{Day, Lang, Result};
use crate::stats::hours::{self as taken, Whose};
use crate::stats::reports::period::Period;
use crate::stats::{HOURS_COLUMNS, hours_words};

/// Rows that are read at once, in a reading transaction of their own.
const PORTION: i64 = 1_000;
/// Rows that spreadsheet programs open (1,048,576), but for the head.
pub const MOST_IN_WORKBOOK: i64 = 1_048_575;

/// Rows, and where to go on.
pub(crate) struct Portion {
    pub(crate) rows: Vec<Vec<Content>>,
    /// Whom or what the next portion comes after; none if this was the last.
    pub(crate) next: Option<i64>,
    /// By how much it brings the whole further.
    pub(crate) passed: i64,
}

/// The day on which it is read, and the zone of the site's days.
pub(crate) type Today = (Day, chrono_tz::Tz);

fn get<'a>(filters: &'a Filters, name: &str) -> &'a str {
    filters.get(name).map_or("", String::as_str)
}

fn search(shelf: &Shelf, filters: &Filters) -> Search {
    let course = shelf.course(get(filters, "course")).map(|course| course.course_id);
    Search { text: get(filters, "search").to_owned(), course, page: 0 }
}

fn asked(filters: &Filters, (today, zone): Today) -> taken::Asked {
    let period = Period::parse(get(filters, "period"), today).unwrap_or_else(|| Period::due(today));
    taken::Asked { whose: Whose::Everybody, period, today, zone }
}

/// How many rows there are, of hours how many people, and whether names that were typed mean more than is looked for; none if
/// a filter says nothing that can be.
///
/// # Errors
/// The database's.
pub fn count(conn: &mut Conn, shelf: &Shelf, wanted: &Wanted, today: Today) -> Result<Option<(i64, bool)>> {
    let filters = &wanted.filters;
    Ok(Some(match wanted.kind {
        Kind::Register => (register::count(conn, &search(shelf, filters))?, false),
        Kind::Log => {
            let mut is_wrong = false;
            let (filter, named) = logged::asked(|name| get(filters, name), today.1, |_| is_wrong = true);
            if is_wrong {
                return Ok(None);
            }
            let (filter, are_more) = logged::named(conn, filter, &named)?;
            (audit::count(conn, &filter)?, are_more)
        }
        Kind::Hours => (taken::count_people(conn, &asked(filters, today))?, false),
    }))
}

/// What a table of this kind is called, with the widths of its columns.
pub(crate) fn named(export: &Export) -> Named<'static> {
    let (key, widths): (_, &[f64]) = match export.wanted.kind {
        Kind::Register => ("centre-register-title", &[18.0, 11.0, 34.0, 40.0, 12.0, 12.0, 12.0, 18.0, 18.0]),
        Kind::Log => ("audit-title", &[22.0, 16.0, 10.0, 36.0, 16.0, 10.0, 60.0, 40.0]),
        Kind::Hours => ("hours-title", &[34.0, 18.0, 40.0, 11.0, 9.0, 13.0, 18.0, 17.0, 12.0]),
    };
    let sheet = export.wanted.kind.code();
    Named { title: t(export.wanted.lang, key), sheet, widths, at: export.requested_at }
}

/// The names of its columns.
pub(crate) fn head(wanted: &Wanted) -> Vec<String> {
    let words = |keys: &[&'static str]| keys.iter().map(|key| t(wanted.lang, key).to_owned()).collect();
    match wanted.kind {
        Kind::Register => words(&[
            "certificate-number",
            "centre-confirms",
            "certificate-holder",
            "certificate-course",
            "certificate-issued",
            "certificate-valid-until",
            "centre-state",
            "exports-replaced-by",
            "exports-renewed-by",
        ]),
        Kind::Log => words(&[
            "centre-when",
            "audit-who",
            "look-column-id",
            "audit-what",
            "audit-whom",
            "look-column-id",
            "audit-more",
            "audit-named",
        ]),
        Kind::Hours => HOURS_COLUMNS.map(|(name, _)| name.to_owned()).to_vec(),
    }
}

/// What the names in the filters of the log mean, once for all of a file: all of it is narrowed to the same, whoever is
/// renamed while it is made.
///
/// # Errors
/// The database's.
pub(crate) fn narrow(conn: &mut Conn, wanted: &Wanted, (_, zone): Today) -> Result<audit::Filter> {
    if wanted.kind != Kind::Log {
        return Ok(audit::Filter::default());
    }
    let (filter, named) = logged::asked(|name| get(&wanted.filters, name), zone, |_| {});
    Ok(logged::named(conn, filter, &named)?.0)
}

/// The rows after a place, in the order of the page: the newest first; of hours, people by people.
///
/// # Errors
/// The database's.
pub(crate) fn read_portion(
    conn: &mut Conn,
    shelf: &Shelf,
    (wanted, narrowed): (&Wanted, &audit::Filter),
    today: Today,
    after: Option<i64>,
) -> Result<Portion> {
    let lang = wanted.lang;
    match wanted.kind {
        Kind::Register => {
            let search = search(shelf, &wanted.filters);
            let found = register::list_before(conn, &search, after.map(CertificateId), PORTION)?;
            let last = found.last().map(|certificate| certificate.id.0);
            Ok(portion(found.iter().map(|certificate| of_register(lang, certificate, today.0)).collect(), last))
        }
        Kind::Log => {
            let found = audit::list_before(conn, narrowed, after, PORTION)?;
            let last = found.last().map(|(id, _)| *id);
            let rows: Vec<audit::Logged> = found.into_iter().map(|(_, row)| row).collect();
            let called = Called::read(conn, &rows)?;
            Ok(portion(rows.iter().map(|row| of_log(lang, row, &called)).collect(), last))
        }
        Kind::Hours => {
            let (asked, after) = (asked(&wanted.filters, today), PersonId(after.unwrap_or_default()));
            let Some((found, last, people)) = taken::list_hours_after(conn, shelf, &asked, after)? else {
                return Ok(Portion { rows: Vec::new(), next: None, passed: 0 });
            };
            let rows = found.iter().map(|row| of_hours(lang, row, (shelf, today.0))).collect();
            Ok(Portion { rows, next: Some(last.0), passed: i64::try_from(people).unwrap_or_default() })
        }
    }
}

/// Fewer rows than were asked for are the last ones.
fn portion(rows: Vec<Vec<Content>>, last: Option<i64>) -> Portion {
    let passed = i64::try_from(rows.len()).unwrap_or_default();
    Portion { rows, next: last.filter(|_| passed == PORTION), passed }
}

fn texts<const COUNT: usize>(cells: [String; COUNT]) -> Vec<Content> {
    cells.map(Content::Text).to_vec()
}

fn of_register(lang: Lang, certificate: &Certificate, today: Day) -> Vec<Content> {
    let kind = match certificate.kind {
        crate::certificates::Kind::Theory => "certificate-theory",
        crate::certificates::Kind::Practical => "certificate-practical",
    };
    let state = match certificate.state(today) {
        State::Valid => "state-valid",
        State::Expired { .. } => "state-expired",
        State::Revoked { .. } => "state-revoked",
        State::Suspended { .. } => "state-suspended",
        State::Replaced { .. } => "state-replaced",
    };
    let is_erased = certificate.erased_at.is_some();
    texts([
        certificate.number.to_string(),
        t(lang, kind).to_owned(),
        if is_erased { t(lang, "care-name-erased").to_owned() } else { certificate.holder.clone() },
        certificate.course_title.clone(),
        certificate.issued_on.to_string(),
        certificate.expires_on.map(|day| day.to_string()).unwrap_or_default(),
        t(lang, state).to_owned(),
        certificate.replaced_by.as_ref().map(ToString::to_string).unwrap_or_default(),
        certificate.renewed_by.as_ref().map(ToString::to_string).unwrap_or_default(),
    ])
}

/// People by ids, as the rows are kept: whoever is erased is named in no file. Organisations, groups and places by name too.
fn of_log(lang: Lang, row: &audit::Logged, called: &Called) -> Vec<Content> {
    let id = |id: Option<i64>| id.map(|id| id.to_string()).unwrap_or_default();
    texts([
        row.at.utc().format("%Y-%m-%dT%H:%M:%SZ").to_string(),
        row.actor.clone(),
        id(row.person.map(|person| person.0)),
        words_of(&row.action).map_or_else(|| row.action.clone(), |key| t(lang, key).to_owned()),
        row.subject.clone(),
        id(row.subject_id),
        if row.details == "null" { String::new() } else { row.details.clone() },
        called.all(row, lang).join("; "),
    ])
}

fn of_hours(lang: Lang, row: &taken::Hours, (shelf, today): (&Shelf, Day)) -> Vec<Content> {
    let [name, key, title, kind, day, number, state, until] = hours_words(lang, row, (shelf, today));
    let spent = row.minutes.map_or(Content::Nothing, |minutes| Content::Number(hours(minutes)));
    let mut cells = texts([name, key, title, kind]);
    cells.push(spent);
    cells.extend(texts([day, number, state, until]));
    cells
}
