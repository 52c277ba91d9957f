//! The queries of reports: what counts of people, a part of the people at a time.

use std::collections::{BTreeMap, HashMap};

use diesel::dsl::{max, min};
use diesel::prelude::*;

use crate::db::Conn;
use crate::db::schema::{
    attempts, certificate_events, certificates, enrolments, former_places, learning_months, memberships, people,
};
use crate::kernel::ids::{CertificateId, CourseId, DistrictId, EnrolmentId, OrganisationId, PersonId, SettlementId};
use crate::kernel::text::fold;
use crate::kernel::{Day, Lang, Result, Timestamp};
use crate::stats::reports::facts::{
    Active, Belongs, DONE, Enrolled, FINAL, Facts, Held, Person, Place, Settlement, Stage, Stop,
};
use crate::stats::reports::period::Month;

/// So many ids at once: memory stays flat, and each part is a short read along indexes.
const AT_ONCE: i64 = 20_000;

/// A settlement of the list: its row, its district, its names, and further spellings.
pub(in crate::stats) type Listed = (SettlementId, DistrictId, Vec<String>, Vec<String>);

/// How settlements are recognised in what people typed.
struct Names(HashMap<(DistrictId, String), SettlementId>);

impl Names {
    /// Of settlements that a name came back to the first is meant, and a name goes before a further spelling.
    fn new(listed: &[Listed]) -> Self {
        let mut listed: Vec<&Listed> = listed.iter().collect();
        listed.sort_by_key(|(id, ..)| *id);
        let mut known = HashMap::new();
        let names =
            listed.iter().flat_map(|(id, district, names, _)| names.iter().map(move |text| (id, district, text)));
        let also = listed.iter().flat_map(|(id, district, _, also)| also.iter().map(move |text| (id, district, text)));
        for (id, district, text) in names.chain(also) {
            known.entry((*district, fold(text))).or_insert(*id);
        }
        Self(known)
    }

    fn place(&self, district: Option<DistrictId>, settlement: Option<&str>) -> Place {
        let settlement = match (district, settlement.filter(|text| !text.trim().is_empty())) {
            (_, None) => Settlement::Unknown,
            (None, Some(_)) => Settlement::Other,
            (Some(id), Some(text)) => {
                self.0.get(&(id, fold(text))).map_or(Settlement::Other, |id| Settlement::Listed(*id))
            }
        };
        Place { district, settlement }
    }
}

/// Reads everybody. `stages` has the module of each lesson.
///
/// # Errors
/// The database's.
pub(in crate::stats) fn read_facts(
    conn: &mut Conn,
    facts: &mut Facts,
    (zone, settlements): (chrono_tz::Tz, &[Listed]),
    stages: &HashMap<CourseId, HashMap<String, Stage>>,
) -> Result<()> {
    let names = Names::new(settlements);
    let stops = read_stops(conn, zone)?;
    let (first, last): (Option<PersonId>, Option<PersonId>) =
        people::table.select((min(people::id), max(people::id))).get_result(conn)?;
    let (mut from, last) = (first.map_or(1, |id| id.0), last.map_or(0, |id| id.0));
    while from <= last {
        let ids = (PersonId(from), PersonId(from + AT_ONCE));
        let mut part = read_people(conn, ids, &names)?;
        add_enrolments(conn, ids, (facts, &mut part), (zone, stages))?;
        add_certificates(conn, ids, (facts, &mut part), (zone, &stops))?;
        add_memberships(conn, ids, (facts, &mut part), zone)?;
        for person in part.values() {
            facts.add(person);
        }
        from += AT_ONCE;
    }
    add_nameless(conn, facts, (zone, &stops))
}

type PersonRow = (PersonId, Option<DistrictId>, Option<String>, Lang, Option<i32>);

type Part = BTreeMap<PersonId, Person>;

/// Whoever is one account with another one is counted there.
fn read_people(conn: &mut Conn, (from, to): (PersonId, PersonId), names: &Names) -> Result<Part> {
    let rows: Vec<PersonRow> = people::table
        .filter(people::id.ge(from))
        .filter(people::id.lt(to))
        .filter(people::merged_into.is_null())
        .select((people::id, people::district_id, people::settlement, people::language, people::birth_year))
        .load(conn)?;
    let person = |(id, district, settlement, lang, birth_year): (_, _, Option<String>, _, _)| {
        let place = names.place(district, settlement.as_deref());
        let (enrolments, certificates, memberships) = (Vec::new(), Vec::new(), Vec::new());
        (id, Person { place, former: Vec::new(), lang, birth_year, enrolments, certificates, memberships })
    };
    let mut part: Part = rows.into_iter().map(person).collect();
    let former: Vec<(PersonId, Day, Option<DistrictId>, Option<String>)> = former_places::table
        .filter(former_places::person_id.ge(from))
        .filter(former_places::person_id.lt(to))
        .order((former_places::person_id, former_places::until))
        .load(conn)?;
    for (id, until, district, settlement) in former {
        let place = names.place(district, settlement.as_deref());
        part.get_mut(&id).into_iter().for_each(|person| person.former.push((until, place)));
    }
    Ok(part)
}

type EnrolmentRow = (EnrolmentId, PersonId, CourseId, Timestamp, Option<Timestamp>, Option<String>);

fn add_enrolments(
    conn: &mut Conn,
    (from, to): (PersonId, PersonId),
    (facts, part): (&mut Facts, &mut Part),
    (zone, stages): (chrono_tz::Tz, &HashMap<CourseId, HashMap<String, Stage>>),
) -> Result<()> {
    let own = || enrolments::person_id.ge(from).and(enrolments::person_id.lt(to));
    let rows: Vec<EnrolmentRow> = enrolments::table
        .filter(own())
        .select((
            enrolments::id,
            enrolments::person_id,
            enrolments::course_id,
            enrolments::enrolled_at,
            enrolments::completed_at,
            enrolments::last_lesson,
        ))
        .load(conn)?;
    let months: Vec<(EnrolmentId, i32)> = enrolments::table
        .inner_join(learning_months::table)
        .filter(own())
        .select((enrolments::id, learning_months::month))
        .load(conn)?;
    let finals: Vec<EnrolmentId> = enrolments::table
        .inner_join(attempts::table)
        .filter(own())
        .filter(attempts::quiz.eq("final").and(attempts::number.eq(1)))
        .select(enrolments::id)
        .load(conn)?;
    let mut active: HashMap<EnrolmentId, Active> = HashMap::new();
    for (id, month) in months {
        active.entry(id).or_default().note(facts.now, Month::of_number(month));
    }
    let finals: std::collections::HashSet<EnrolmentId> = finals.into_iter().collect();
    for (id, person, course, enrolled, completed, lesson) in rows {
        let module =
            || lesson.map_or(0, |lesson| stages.get(&course).and_then(|of| of.get(&lesson)).copied().unwrap_or(1));
        let stage = match completed {
            Some(_) => DONE,
            None if finals.contains(&id) => FINAL,
            None => module(),
        };
        let month = |at: Timestamp| Month::of(at.day(zone));
        let enrolled = Enrolled {
            course: facts.course(course),
            from: month(enrolled),
            completed: completed.map(month),
            active: active.get(&id).copied().unwrap_or_default(),
            stage,
        };
        part.get_mut(&person).into_iter().for_each(|person| person.enrolments.push(enrolled));
    }
    Ok(())
}

/// The event by which a certificate holds again.
const REINSTATED: &str = "reinstated";

/// When certificates were suspended or revoked, and reinstated.
type Stops = HashMap<CertificateId, Vec<Stop>>;

/// Reads it from what happened to them: the register forgets it once a certificate is reinstated. They are few, and an
/// index has the kinds of events.
fn read_stops(conn: &mut Conn, zone: chrono_tz::Tz) -> Result<Stops> {
    let kinds = ["suspended", "revoked", REINSTATED];
    let rows: Vec<(CertificateId, String, Timestamp)> = certificate_events::table
        .filter(certificate_events::kind.eq_any(kinds))
        .order(certificate_events::id)
        .select((certificate_events::certificate_id, certificate_events::kind, certificate_events::at))
        .load(conn)?;
    let mut stops = Stops::new();
    for (id, kind, at) in rows {
        let (of, day) = (stops.entry(id).or_default(), at.day(zone));
        match of.last_mut().filter(|last| last.until.is_none()) {
            Some(open) if kind == REINSTATED => open.until = Some(day),
            None if kind != REINSTATED => of.push(Stop { from: day, until: None }),
            // Revoked after it was suspended: it counts for nothing since then.
            _ => {}
        }
    }
    Ok(stops)
}

type CertificateRow = (
    CertificateId,
    Option<PersonId>,
    String,
    CourseId,
    String,
    Day,
    Option<Day>,
    Option<Timestamp>,
    Option<Timestamp>,
    Option<String>,
    Option<String>,
);

const CERTIFICATE: (
    certificates::id,
    certificates::person_id,
    certificates::number,
    certificates::course_id,
    certificates::kind,
    certificates::issued_on,
    certificates::expires_on,
    certificates::revoked_at,
    certificates::suspended_at,
    certificates::replaced_by,
    certificates::renewed_by,
) = (
    certificates::id,
    certificates::person_id,
    certificates::number,
    certificates::course_id,
    certificates::kind,
    certificates::issued_on,
    certificates::expires_on,
    certificates::revoked_at,
    certificates::suspended_at,
    certificates::replaced_by,
    certificates::renewed_by,
);

/// What each of these certificates counts for. Whatever took the place of one is among them: it is the same person's.
fn held(
    rows: &[CertificateRow],
    facts: &mut Facts,
    (zone, stops): (chrono_tz::Tz, &Stops),
) -> Vec<(Option<PersonId>, Held)> {
    let issued: HashMap<&str, Day> = rows.iter().map(|row| (row.2.as_str(), row.5)).collect();
    let day_of = |number: &Option<String>| number.as_deref().and_then(|number| issued.get(number)).copied();
    let each = rows.iter().map(|row| {
        let (id, person, _, course, kind, issued_on, expires, revoked, suspended, replaced_by, renewed_by) = row;
        let renewed = day_of(renewed_by);
        let mut stops = stops.get(id).cloned().unwrap_or_default();
        // What stands in the register holds, also if nobody noted how it came about.
        let now = [*revoked, *suspended].into_iter().flatten().min();
        if let Some(at) = now.filter(|_| stops.last().is_none_or(|last| last.until.is_some())) {
            stops.push(Stop { from: at.day(zone), until: None });
        }
        let held = Held {
            course: facts.course(*course),
            practical: kind == "practical",
            issued: *issued_on,
            expires: *expires,
            ended: [day_of(replaced_by), renewed].into_iter().flatten().min(),
            stops: (!stops.is_empty()).then(|| stops.into_boxed_slice()),
            renewed,
        };
        (*person, held)
    });
    each.collect()
}

fn add_certificates(
    conn: &mut Conn,
    (from, to): (PersonId, PersonId),
    (facts, part): (&mut Facts, &mut Part),
    times: (chrono_tz::Tz, &Stops),
) -> Result<()> {
    let rows: Vec<CertificateRow> = certificates::table
        .filter(certificates::person_id.ge(from))
        .filter(certificates::person_id.lt(to))
        .select(CERTIFICATE)
        .load(conn)?;
    for (person, held) in held(&rows, facts, times) {
        let person = person.and_then(|person| part.get_mut(&person));
        if let Some(person) = person {
            person.certificates.push(held);
        }
    }
    Ok(())
}

fn add_memberships(
    conn: &mut Conn,
    (from, to): (PersonId, PersonId),
    (facts, part): (&mut Facts, &mut Part),
    zone: chrono_tz::Tz,
) -> Result<()> {
    let rows: Vec<(PersonId, OrganisationId, Option<Timestamp>, Option<Timestamp>)> = memberships::table
        .filter(memberships::person_id.ge(from))
        .filter(memberships::person_id.lt(to))
        .filter(memberships::accepted_at.is_not_null())
        .select((memberships::person_id, memberships::organisation_id, memberships::accepted_at, memberships::ended_at))
        .load(conn)?;
    for (person, organisation, accepted, ended) in rows {
        let Some(accepted) = accepted else { continue };
        let organisation = facts.organisation(organisation);
        let belongs = Belongs { organisation, from: accepted.day(zone), ended: ended.map(|at| at.day(zone)) };
        part.get_mut(&person).into_iter().for_each(|person| person.memberships.push(belongs));
    }
    Ok(())
}

/// Certificates whose holders had themselves erased: each counts for somebody of whom nothing is known but the language
/// of the certificate.
fn add_nameless(conn: &mut Conn, facts: &mut Facts, times: (chrono_tz::Tz, &Stops)) -> Result<()> {
    let rows: Vec<(CertificateRow, Lang)> = certificates::table
        .filter(certificates::person_id.is_null())
        .select((CERTIFICATE, certificates::language))
        .load(conn)?;
    let (rows, languages): (Vec<CertificateRow>, Vec<Lang>) = rows.into_iter().unzip();
    for ((_, held), lang) in held(&rows, facts, times).into_iter().zip(languages) {
        facts.add(&Person {
            place: Place { district: None, settlement: Settlement::Unknown },
            former: Vec::new(),
            lang,
            birth_year: None,
            enrolments: Vec::new(),
            certificates: vec![held],
            memberships: Vec::new(),
        });
    }
    Ok(())
}
