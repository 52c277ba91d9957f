//! Reports of made-up people.

use super::count::{Band, Counted, Cut, count};
use super::facts::{Active, Belongs, DONE, Enrolled, FINAL, Facts, Held, Person, Place, Settlement, Stop};
use super::hide::LEAST;
use super::period::{Month, Period};
use super::shown::{Cells, Known, Share, Shown};
use crate::kernel::ids::{CourseId, DistrictId, OrganisationId, SettlementId};
use crate::kernel::{Day, Lang};

fn day(text: &str) -> Day {
    Day::parse(text).expect("a day")
}

fn month(text: &str) -> Month {
    Month::of(day(&format!("{text}-01")))
}

fn quarter() -> Cut {
    Cut::of(Period::parse("2026-q4", day("2026-11-28")).expect("a period"))
}

fn nobody() -> Person {
    Person {
        place: Place { district: Some(DistrictId(1)), settlement: Settlement::Listed(SettlementId(1)) },
        former: Vec::new(),
        lang: Lang::Kk,
        birth_year: Some(2000),
        enrolments: Vec::new(),
        certificates: Vec::new(),
        memberships: Vec::new(),
    }
}

fn held(issued: &str, expires: Option<&str>) -> Held {
    let (issued, expires) = (day(issued), expires.map(day));
    Held { course: 0, practical: false, issued, expires, ended: None, stops: None, renewed: None }
}

fn enrolled(from: &str, completed: Option<&str>, active: &[&str], stage: u8) -> Enrolled {
    let mut months = Active::default();
    for text in active {
        months.note(month("2026-11"), month(text));
    }
    Enrolled { course: 0, from: month(from), completed: completed.map(month), active: months, stage }
}

fn facts(people: &[Person]) -> Facts {
    let mut facts = Facts::new(month("2026-11").last());
    facts.day = month("2027-01").last();
    facts.course(CourseId(7));
    facts.course(CourseId(8));
    facts.organisation(OrganisationId(3));
    facts.organisation(OrganisationId(4));
    for person in people {
        facts.add(person);
    }
    facts
}

fn counted(person: Person, cut: &Cut) -> Counted {
    count(&facts(&[person]), cut)
}

#[test]
fn people_count_where_they_lived_at_the_end_of_the_period() {
    let place = |district| Place { district: Some(DistrictId(district)), settlement: Settlement::Other };
    let former = vec![(day("2026-09-30"), place(3)), (day("2026-12-31"), place(2))];
    let certificates = || vec![held("2026-01-01", None)];
    let facts = facts(&[
        Person { certificates: certificates(), ..nobody() },
        Person { certificates: certificates(), place: place(5), former, ..nobody() },
        Person { certificates: certificates(), ..nobody() },
    ]);
    let lives = |code: &str| {
        let period = Period::parse(code, day("2027-01-31")).expect("a period");
        let counted = count(&facts, &Cut::of(period));
        let places = facts.places.iter().zip(&counted.places).filter(|(_, row)| row[3] > 0);
        places.map(|(place, row)| (place.district.map_or(0, |id| id.0), row[3])).collect::<Vec<_>>()
    };
    assert_eq!(lives("2026-08"), [(1, 2), (3, 1)]);
    assert_eq!(lives("2026-09"), [(1, 2), (2, 1)], "moved on the last day");
    assert_eq!(lives("2026-11"), [(1, 2), (2, 1)]);
    assert_eq!(lives("2026-q4"), [(1, 2), (5, 1)], "moved on the last day");
    let cut = Cut { district: Some(DistrictId(2)), ..quarter() };
    assert_eq!(
        count(&facts, &Cut { period: Period::parse("2026-11", day("2027-01-31")).expect("a month"), ..cut }).total[3],
        1
    );
    assert_eq!(count(&facts, &cut).total[3], 0);
}

#[test]
fn a_certificate_counts_while_it_holds() {
    let total = |held: Held| counted(Person { certificates: vec![held], ..nobody() }, &quarter()).total;
    let (theory, expired, renewed) = ([0, 0, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 1, 0], [0, 0, 0, 0, 0, 0, 1]);
    assert_eq!(total(held("2026-12-31", None)), theory, "issued on the last day");
    assert_eq!(total(held("2027-01-01", None)), [0; 7], "issued later");
    assert_eq!(total(held("2025-01-01", Some("2026-12-31"))), [0, 0, 0, 1, 0, 1, 0], "the last day is both");
    assert_eq!(total(held("2025-01-01", Some("2026-10-01"))), expired);
    assert_eq!(total(held("2025-01-01", Some("2026-09-30"))), [0; 7], "ran out before");
    let ended = |on: &str, held: Held| Held { ended: Some(day(on)), ..held };
    assert_eq!(total(ended("2026-12-31", held("2025-01-01", None))), [0; 7], "replaced on the last day");
    assert_eq!(total(ended("2027-01-01", held("2025-01-01", None))), theory, "replaced later");
    assert_eq!(total(ended("2026-10-20", held("2025-01-01", Some("2026-10-20")))), [0; 7], "replaced, not expired");
    let again =
        Held { renewed: Some(day("2026-10-20")), ..ended("2026-10-20", held("2025-01-01", Some("2026-11-20"))) };
    assert_eq!(total(again), renewed);
    assert_eq!(total(Held { practical: true, ..held("2026-01-01", None) }), [0, 0, 0, 0, 1, 0, 0]);
}

/// A certificate that was suspended or revoked on the last day of the period counts for nothing in its report, whatever
/// became of it.
#[test]
fn what_was_stopped_on_the_last_day_does_not_count_then() {
    let total = |stops: &[(&str, Option<&str>)], expires| {
        let stop = |(from, until): &(&str, Option<&str>)| Stop { from: day(from), until: until.map(day) };
        let held = Held { stops: Some(stops.iter().map(stop).collect()), ..held("2025-01-01", expires) };
        counted(Person { certificates: vec![held], ..nobody() }, &quarter()).total
    };
    let (theory, expired) = ([0, 0, 0, 1, 0, 0, 0], [0, 0, 0, 0, 0, 1, 0]);
    assert_eq!(total(&[("2026-12-31", None)], None), [0; 7], "on the last day");
    assert_eq!(total(&[("2027-01-01", None)], None), theory, "later");
    assert_eq!(total(&[("2026-11-01", Some("2027-01-01"))], None), [0; 7], "reinstated later");
    assert_eq!(total(&[("2026-11-01", Some("2026-12-31"))], None), theory, "reinstated on the last day");
    assert_eq!(total(&[("2026-12-31", Some("2026-12-31"))], None), theory, "for some hours");
    let twice = [("2026-01-01", Some("2026-02-01")), ("2026-12-01", Some("2027-01-10"))];
    assert_eq!(total(&twice, None), [0; 7], "twice");
    assert_eq!(total(&twice[..1], None), theory, "long before");
    assert_eq!(total(&[("2026-10-20", None)], Some("2026-10-20")), [0; 7], "withdrawn, not expired");
    assert_eq!(total(&[("2026-10-21", None)], Some("2026-10-20")), expired, "expired, then withdrawn");
    assert_eq!(total(&[("2026-10-01", Some("2026-10-15"))], Some("2026-10-20")), expired, "reinstated, then expired");
}

/// The report of a quarter that still runs tells what is, and not what is to come.
#[test]
fn days_that_have_not_come_do_not_count() {
    let mut facts = facts(&[Person { certificates: vec![held("2025-01-01", Some("2026-12-20"))], ..nobody() }]);
    facts.day = day("2026-11-28");
    assert_eq!(count(&facts, &quarter()).total, [0, 0, 0, 1, 0, 0, 0]);
    facts.day = day("2026-12-21");
    assert_eq!(count(&facts, &quarter()).total, [0, 0, 0, 0, 0, 1, 0]);
}

#[test]
fn learning_counts_in_its_months() {
    let total = |one: Enrolled| counted(Person { enrolments: vec![one], ..nobody() }, &quarter()).total;
    assert_eq!(total(enrolled("2026-10", None, &[], 0)), [1, 0, 0, 0, 0, 0, 0]);
    assert_eq!(total(enrolled("2026-09", None, &["2026-09", "2026-10"], 1)), [0, 1, 0, 0, 0, 0, 0]);
    assert_eq!(total(enrolled("2026-09", Some("2026-10"), &["2026-09"], DONE)), [0, 0, 1, 0, 0, 0, 0]);
    assert_eq!(total(enrolled("2026-09", Some("2026-09"), &["2026-09"], DONE)), [0; 7]);
    let long_ago = Cut::of(Period::parse("2022-q4", day("2026-11-28")).expect("a period"));
    let person = Person { enrolments: vec![enrolled("2022-10", None, &["2022-12", "2026-11"], 1)], ..nobody() };
    assert_eq!(counted(person, &long_ago).total, [1, 1, 0, 0, 0, 0, 0], "four years back");
}

#[test]
fn a_person_counts_once_and_in_each_of_their_groups() {
    let from = |from: &str, ended: Option<&str>, organisation| Belongs {
        organisation,
        from: day(from),
        ended: ended.map(day),
    };
    let both = [enrolled("2026-10", None, &[], 0), Enrolled { course: 1, ..enrolled("2026-11", None, &[], 0) }];
    let person = Person {
        enrolments: both.to_vec(),
        memberships: vec![from("2026-12-31", None, 0), from("2026-01-01", Some("2026-12-31"), 1)],
        birth_year: Some(2009),
        ..nobody()
    };
    let all = counted(person.clone(), &quarter());
    assert_eq!(all.total[0], 1);
    assert_eq!([all.courses[0][0], all.courses[1][0]], [1, 1]);
    assert_eq!([all.organisations[0][0], all.organisations[1][0], all.unorganised[0]], [1, 0, 0]);
    assert_eq!(all.bands[Band::Minor as usize][0], 1, "seventeen in 2026");
    assert_eq!([all.trend[21][0], all.trend[22][0], all.trend[23][0]], [1, 1, 0], "October, November, December");
    for (cut, is_found) in [
        (Cut { district: Some(DistrictId(1)), ..quarter() }, true),
        (Cut { district: Some(DistrictId(2)), ..quarter() }, false),
        (Cut { settlement: Some(SettlementId(2)), ..quarter() }, false),
        (Cut { organisation: Some(OrganisationId(3)), ..quarter() }, true),
        (Cut { organisation: Some(OrganisationId(4)), ..quarter() }, false),
        (Cut { organisation: Some(OrganisationId(5)), ..quarter() }, false),
        (Cut { course: Some(CourseId(8)), ..quarter() }, true),
        (Cut { course: Some(CourseId(9)), ..quarter() }, false),
        (Cut { lang: Some(Lang::Ru), ..quarter() }, false),
        (Cut { band: Some(Band::Minor), ..quarter() }, true),
        (Cut { band: Some(Band::Young), ..quarter() }, false),
    ] {
        assert_eq!(counted(person.clone(), &cut).total[0], u32::from(is_found), "{cut:?}");
    }
    let one = counted(person, &Cut { course: Some(CourseId(8)), ..quarter() });
    assert_eq!([one.courses[0][0], one.trend[21][0], one.trend[22][0]], [0, 0, 1], "the other course is left out");
}

fn known() -> Known {
    Known {
        districts: (1..=4).map(DistrictId).collect(),
        courses: vec![(CourseId(7), 3, true), (CourseId(8), 2, false)],
    }
}

#[test]
fn the_steps_of_a_course_tell_where_people_stop() {
    let stages = [0, 1, 1, 2, 3, 3, 9, FINAL, DONE, DONE];
    let people = stages.map(|stage| Person { enrolments: vec![enrolled("2026-10", None, &[], stage)], ..nobody() });
    let facts = facts(&people);
    let shown = Shown::new(&facts, (&quarter(), &count(&facts, &quarter())), &known(), false);
    let steps: Vec<_> = shown.funnels[0].steps.iter().map(|step| (step.stage, step.reached, step.here)).collect();
    let some = |stage, reached, here| (stage, Some(reached), Some(here));
    // The ninth module is there no longer: whoever stood in it stands in the last one.
    assert_eq!(
        steps,
        [some(0, 10, 1), some(1, 9, 2), some(2, 7, 1), some(3, 6, 3), some(FINAL, 3, 1), some(DONE, 2, 2)]
    );
    let shown = Shown::new(&facts, (&quarter(), &count(&facts, &quarter())), &known(), true);
    let steps: Vec<_> = shown.funnels[0].steps.iter().map(|step| (step.reached, step.here)).collect();
    assert_eq!(steps[0], (Some(10), None));
    assert!(steps[1..].iter().all(|step| *step == (None, None)), "{steps:?}");
}

#[test]
fn practice_after_a_year_is_told_of_enough_people() {
    let practical = |issued: &str, expires: &str| Held { practical: true, ..held(issued, Some(expires)) };
    let valid = Person { certificates: vec![practical("2025-10-01", "2026-12-31")], ..nobody() };
    let ended = Person { certificates: vec![practical("2025-12-31", "2026-12-30")], ..nobody() };
    let other = Person { certificates: vec![practical("2025-09-30", "2026-12-31")], ..nobody() };
    let share = |people: &[Person], is_protected| {
        let facts = facts(people);
        Shown::new(&facts, (&quarter(), &count(&facts, &quarter())), &known(), is_protected).after_a_year
    };
    assert_eq!(share(&[other], true), Share::Nobody);
    let mixed = [vec![valid.clone(); 6], vec![ended; 2]].concat();
    assert_eq!(share(&mixed, false), Share::Of(6, 8));
    assert_eq!(share(&mixed, true), Share::Hidden, "two are a small group");
    assert_eq!(share(&vec![valid; 6], true), Share::Of(6, 6));
}

/// What the hidden numbers of a table come to, by what is shown: it must be nobody or a group that is large enough.
fn assert_closed(what: &str, total: Option<u32>, cells: &[Option<u32>]) {
    assert!(cells.iter().flatten().all(|number| *number == 0 || *number >= LEAST), "{what}: {cells:?}");
    let hidden = cells.iter().filter(|cell| cell.is_none()).count();
    let shown: u32 = cells.iter().flatten().sum();
    if let (Some(total), true) = (total, hidden > 0) {
        assert!(hidden >= 2 && total - shown >= LEAST, "{what}: {total} of {cells:?}");
    }
}

fn column<'a>(lines: impl Iterator<Item = &'a Cells>, measure: usize) -> Vec<Option<u32>> {
    lines.map(|cells| cells[measure]).collect()
}

/// Nine in one course and three in the other: the steps of the first do not tell what its line hides.
#[test]
fn the_steps_of_a_course_tell_nothing_that_its_line_hides() {
    let learns = |course| Enrolled { course, ..enrolled("2026-11", None, &["2026-11"], 0) };
    let people = |count, course| (0..count).map(move |_| Person { enrolments: vec![learns(course)], ..nobody() });
    let facts = facts(&people(9, 0).chain(people(3, 1)).collect::<Vec<_>>());
    let shown = |is_protected| Shown::new(&facts, (&quarter(), &count(&facts, &quarter())), &known(), is_protected);
    let (protected, open) = (shown(true), shown(false));
    for line in &protected.courses {
        assert_eq!(line.cells[0], None, "one is small, and the other would give it away");
    }
    let steps = |shown: &Shown| shown.funnels.iter().flat_map(|one| one.steps.clone()).collect::<Vec<_>>();
    assert!(steps(&protected).iter().all(|step| (step.reached, step.here) == (None, None)), "{protected:?}");
    assert!(steps(&open).iter().any(|step| step.reached == Some(9)), "{open:?}");
}

/// Seven of ten completed one course, and three of ten the other: the last step of the first would give the three away.
#[test]
fn the_last_step_of_a_course_tells_nothing_that_its_line_hides() {
    let learns = |course, done| Enrolled {
        course,
        ..enrolled("2026-11", Some("2026-11").filter(|_| done), &["2026-11"], if done { DONE } else { 1 })
    };
    let people =
        |count, course, done| (0..count).map(move |_| Person { enrolments: vec![learns(course, done)], ..nobody() });
    let crowd = people(7, 0, true).chain(people(6, 0, false)).chain(people(3, 1, true)).chain(people(7, 1, false));
    let facts = facts(&crowd.collect::<Vec<_>>());
    let shown = |is_protected| Shown::new(&facts, (&quarter(), &count(&facts, &quarter())), &known(), is_protected);
    let (protected, open) = (shown(true), shown(false));
    assert_eq!((protected.total[2], protected.courses[0].cells[2]), (Some(10), None), "{protected:?}");
    let steps = &protected.funnels[0].steps;
    assert_eq!(steps.iter().map(|step| step.reached).collect::<Vec<_>>()[..2], [Some(13), Some(13)]);
    assert_eq!(steps[5].reached, None, "{steps:?}");
    assert_eq!((steps[4].here, steps[5].here), (None, None), "{steps:?}");
    assert_eq!(open.funnels[0].steps[5].reached, Some(7));
}

/// What the way through a course tells of a measure of its line: the first step of those who enrolled, the last one, also by
/// what stands in the step before it, of those who completed it.
fn told(shown: &Shown, course: CourseId, measure: usize) -> Option<u32> {
    let steps = &shown.funnels.iter().find(|funnel| funnel.course == course)?.steps;
    let (last, before) = (steps.last()?, &steps[steps.len() - 2]);
    match measure {
        0 => steps.first()?.reached,
        2 => last.reached.or(last.here).or_else(|| Some(before.reached? - before.here?)),
        _ => None,
    }
}

/// Many crowds of many sizes: no table of a protected report gives a small group away, settlements within their district
/// and months within their quarter included, and the ways through the courses beside the table of courses.
#[test]
fn no_total_gives_a_small_group_away() {
    let mut seed = 11_u32;
    let mut next = move |most: u32| {
        seed = seed.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
        (seed >> 16) % most
    };
    for round in 0..300 {
        let size = 1 + next(120);
        let crowd: Vec<Person> = (0..size)
            .map(|_| {
                let district = next(3) + next(2);
                let settlement = SettlementId(i64::from(district * 10 + next(3) * next(2)));
                let months = ["2026-06", "2026-10", "2026-11", "2026-12"];
                let from = months[next(4) as usize];
                let issued = ["2025-05-01", "2026-11-01", "2027-05-01"][next(3) as usize];
                let (done, stage) = (Some(from).filter(|_| next(2) == 0), u8::try_from(next(4)).expect("small"));
                let stage = if done.is_some() { DONE } else { stage };
                let learns = Enrolled { course: next(2) as usize, ..enrolled(from, done, &[from], stage) };
                Person {
                    place: Place {
                        district: Some(DistrictId(i64::from(district))).filter(|id| id.0 > 0),
                        settlement: Settlement::Listed(settlement),
                    },
                    former: Vec::new(),
                    lang: Lang::ALL[next(3) as usize],
                    birth_year: Some(2015 - i32::try_from(next(60)).expect("small")),
                    enrolments: vec![learns],
                    certificates: vec![Held { practical: next(3) == 0, ..held(issued, None) }],
                    memberships: Vec::new(),
                }
            })
            .collect();
        let facts = facts(&crowd);
        let shown = Shown::new(&facts, (&quarter(), &count(&facts, &quarter())), &known(), true);
        for measure in 0..7 {
            let (total, what) = (shown.total[measure], format!("round {round}, measure {measure}"));
            let districts = column(shown.districts.iter().map(|line| &line.cells), measure);
            assert_closed(&what, total, &districts);
            assert_closed(&what, total, &column(shown.languages.iter().map(|line| &line.cells), measure));
            assert_closed(&what, total, &column(shown.bands.iter().map(|line| &line.cells), measure));
            let courses = shown.courses.iter();
            let courses = courses.map(|line| line.cells[measure].or_else(|| told(&shown, line.key, measure)));
            assert_closed(&format!("{what}, courses"), total, &courses.collect::<Vec<_>>());
            for (line, of_district) in shown.districts.iter().zip(&districts) {
                let own = shown.settlements.iter().filter(|place| place.key.district == line.key);
                let own = column(own.map(|place| &place.cells), measure);
                assert_closed(&what, *of_district, &own);
                if of_district.is_none() {
                    assert!(own.iter().flatten().all(|number| *number == 0), "{what}: {own:?} tell of their district");
                }
            }
        }
        for measure in [0, 1, 2] {
            let months: Vec<_> = shown.trend[21..].iter().map(|point| point.cells[measure]).collect();
            // Each of these people does everything in one month, so the months add up to the quarter.
            assert_closed(&format!("round {round}, trend"), shown.total[measure], &months);
        }
    }
}
