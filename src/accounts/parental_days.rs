//! Which of the notes on the consent of parents hold. One rule, for an account and for two that become one.
//!
//! What counts is the day on the paper, not when somebody wrote it down: an older paper brings nothing back that was
//! withdrawn after it. Of one day the later note holds.
//!
//! A paper that is noted again with an earlier day, while it holds, corrects the day: what was noted of a later day before
//! was mistyped and counts no longer. A correction takes nothing back that was withdrawn on its day or later, and of its
//! day every other note holds. In the order in which they were noted the last one of an account holds, always.

use chrono_tz::Tz;

use super::model::{ParentalEvent, ParentalNote};
use crate::kernel::{Day, Timestamp};

/// Why a note is not written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Misfit {
    /// Nothing is withdrawn before it was given.
    BeforeLast,
    /// A paper of before brings nothing back that was withdrawn.
    Withdrawn,
}

/// What a note is that may be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Of the day of what was noted last, or of a later one.
    Follows,
    /// The day of the paper that holds is an earlier one.
    Corrects,
}

/// Whether a note follows on what was noted of the account, the oldest first, or corrects it. The others were noted of accounts
/// that were merged into it and did not hold after it: they stayed there.
pub(super) fn fit(
    own: &[ParentalEvent],
    others: &[ParentalEvent],
    note: &ParentalNote,
    zone: Tz,
) -> Result<Fit, Misfit> {
    let (Some(on), Some(last)) = (note.on(), own.last()) else { return Ok(Fit::Follows) };
    if on >= last.day(zone) {
        return Ok(Fit::Follows);
    }
    let is_withdrawn = |event: &ParentalEvent| !event.is_received() && event.day(zone) >= on;
    match note {
        ParentalNote::Withdrawn { .. } => Err(Misfit::BeforeLast),
        ParentalNote::Received { .. } if own.iter().chain(others).any(is_withdrawn) => Err(Misfit::Withdrawn),
        ParentalNote::Received { .. } => Ok(Fit::Corrects),
    }
}

/// A note that counts, with those that it corrects before it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Counting<'a> {
    corrected: Vec<&'a ParentalEvent>,
    event: &'a ParentalEvent,
}

impl Counting<'_> {
    /// The day, and when it was noted; a correction ranks before what else was noted of its day.
    fn rank(&self, zone: Tz) -> (Day, Option<Timestamp>) {
        (self.event.day(zone), self.corrected.is_empty().then_some(self.event.at))
    }
}

/// The notes of one account that count, the oldest first in both.
fn counting(events: &[ParentalEvent], zone: Tz) -> Vec<Counting<'_>> {
    let mut counting: Vec<Counting<'_>> = Vec::new();
    for event in events {
        let is_corrected = |last: &mut Counting<'_>| {
            event.is_received() && last.event.is_received() && last.event.day(zone) > event.day(zone)
        };
        let mut corrected = Vec::new();
        while let Some(last) = counting.pop_if(is_corrected) {
            corrected.push(last.event);
            corrected.extend(last.corrected.into_iter().rev());
        }
        corrected.reverse();
        counting.push(Counting { corrected, event });
    }
    counting
}

/// The numbers of the notes of one account, the oldest first, whose day was corrected.
pub(super) fn corrected(events: &[ParentalEvent], zone: Tz) -> Vec<i32> {
    counting(events, zone).iter().flat_map(|one| one.corrected.iter().map(|event| event.number)).collect()
}

/// Which events of one account hold after those of another account of the same person, the oldest first in both; corrections
/// come with what they correct.
pub(super) fn following<'a>(kept: &[ParentalEvent], moving: &'a [ParentalEvent], zone: Tz) -> Vec<&'a ParentalEvent> {
    let last = counting(kept, zone).last().map(|last| last.rank(zone));
    let holds = counting(moving, zone).into_iter().skip_while(|one| last.is_some_and(|last| one.rank(zone) <= last));
    holds.flat_map(|one| one.corrected.into_iter().chain([one.event])).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const ZONE: Tz = chrono_tz::Asia::Almaty;

    /// Notes as `R8` (received, signed on the 8th) or `W15`, each noted an hour after the one before; the first at an hour of
    /// 1 December.
    fn events(written: &str, hour: i64) -> Vec<ParentalEvent> {
        let start = Day::parse("2026-12-01").expect("a day").start(ZONE);
        let event = |(number, text): (i32, &str)| ParentalEvent {
            number,
            note: note(text),
            at: start.plus_seconds(3600 * (hour + i64::from(number) - 1)),
            by: None,
        };
        (1..).zip(written.split_whitespace()).map(event).collect()
    }

    fn note(text: &str) -> ParentalNote {
        let (given_by, on) = ("Гүлнар".to_owned(), Day::parse(&format!("2026-11-{:0>2}", &text[1..])));
        match &text[..1] {
            "R" => ParentalNote::Received { given_by, on, photos: false },
            _ => ParentalNote::Withdrawn { given_by, on },
        }
    }

    fn told(event: &ParentalEvent) -> String {
        let letter = if event.is_received() { "R" } else { "W" };
        format!("{letter}{}", event.note.on().map_or(String::new(), |on| on.to_string()[8..].to_owned()))
    }

    #[test]
    fn a_paper_of_an_earlier_day_corrects_unless_the_consent_was_withdrawn_since() {
        let (follows, corrects) = (Ok(Fit::Follows), Ok(Fit::Corrects));
        let (withdrawn, early) = (Err(Misfit::Withdrawn), Err(Misfit::BeforeLast));
        for (own, others, new, expected) in [
            ("", "", "R8", follows),
            ("R8", "", "R8", follows),
            ("R8", "", "R28", follows),
            // The mistyped day, and a day that was mistyped twice.
            ("R28", "", "R8", corrects),
            ("R28 R8", "", "R7", corrects),
            ("R28 R8", "", "R9", follows),
            ("R1 R28", "", "R8", corrects),
            // A withdrawal before the paper is in nobody's way, one on its day or later is.
            ("R1 W5 R28", "", "R8", corrects),
            ("R1 W5 R28", "", "R6", corrects),
            ("R1 W5 R28", "", "R5", withdrawn),
            ("R1 W5 R28", "", "R4", withdrawn),
            ("R1 W15 R28", "", "R8", withdrawn),
            ("R1 W15", "", "R8", withdrawn),
            ("R1 W15", "", "R14", withdrawn),
            // Of one day the later note holds, as ever.
            ("R1 W15", "", "R15", follows),
            ("R28 R8 W20", "", "R15", withdrawn),
            ("R28 R8 W20", "", "R28", follows),
            // What was withdrawn in an account that was merged into this one, where it did not hold.
            ("R28", "R1 W15", "R8", withdrawn),
            ("R28", "R1 W15", "R15", withdrawn),
            ("R28", "R1 W15", "R16", corrects),
            ("R28", "R1 R9", "R8", corrects),
            // Nothing is withdrawn before it was given; after a correction its day counts.
            ("R28", "", "W15", early),
            ("R28 R8", "", "W15", follows),
            ("R28 R8", "", "W8", follows),
            ("R28 R8", "", "W7", early),
        ] {
            let (own, others) = (events(own, 0), events(others, 0));
            let seen = fit(&own, &others, &note(new), ZONE);
            assert_eq!(seen, expected, "{new} after {own:?}, {others:?}");
        }
    }

    #[test]
    fn where_the_day_was_not_asked_for_that_of_the_note_counts() {
        let mut own = events("R8", 0);
        own[0].note = ParentalNote::Received { given_by: "Гүлнар".to_owned(), on: None, photos: false };
        assert_eq!(fit(&own, &[], &note("R28"), ZONE), Ok(Fit::Corrects), "it was noted on 1 December");
        own[0].note = ParentalNote::Withdrawn { given_by: "Гүлнар".to_owned(), on: None };
        assert_eq!(fit(&own, &[], &note("R28"), ZONE), Err(Misfit::Withdrawn));
    }

    #[test]
    fn a_corrected_note_is_told_from_a_former_paper() {
        for (own, expected) in [
            ("R28 R8", vec![1]),
            ("R1 R28 R8", vec![2]),
            ("R1 R28 R29 R8", vec![2, 3]),
            ("R28 R8 R7", vec![1, 2]),
            ("R28 R8 R28", vec![1]),
            ("R1 W5 R28 R8", vec![3]),
            ("R28 R8 W20 R21", vec![1]),
            ("R8 R8 R9", vec![]),
            ("R1 W5", vec![]),
        ] {
            assert_eq!(corrected(&events(own, 0), ZONE), expected, "{own}");
        }
    }

    #[test]
    fn of_two_accounts_the_latest_day_holds_and_a_correction_counts_for_its_own() {
        for ((kept, kept_from), (moving, moving_from), expected) in [
            // Without corrections: the later day, and of one day the later note.
            (("R8", 0), ("R9", 9), "R09"),
            (("R9", 0), ("R8", 9), ""),
            (("R8", 0), ("R1 W8", 9), "W08"),
            (("R8", 9), ("R1 W8", 0), ""),
            (("", 0), ("R28 R8", 9), "R28 R08"),
            // Withdrawn between the true day and the mistyped one: it stays withdrawn, whichever account stays.
            (("R28 R8", 0), ("R1 W15", 9), "W15"),
            (("R28 R8", 9), ("R1 W15", 0), "W15"),
            (("R1 W15", 0), ("R28 R8", 9), ""),
            (("R1 W15", 9), ("R28 R8", 0), ""),
            // On the day of the correction, whenever that was noted.
            (("R28 R8", 9), ("R1 W8", 0), "W08"),
            (("R28 R8", 0), ("R1 W8", 9), "W08"),
            (("R1 W8", 0), ("R28 R8", 9), ""),
            (("R1 W8", 9), ("R28 R8", 0), ""),
            // Withdrawn before: the corrected paper holds, and what it corrects comes with it.
            (("R1 W5", 9), ("R28 R8", 0), "R28 R08"),
            (("R28 R8", 9), ("R1 W5", 0), ""),
            (("R5", 0), ("R6 W7 R28 R8", 9), "R06 W07 R28 R08"),
            (("W7", 9), ("R6 W7 R28 R8", 0), "R28 R08"),
            // A mistyped day that nobody has corrected yet holds; correcting it afterwards meets the withdrawal.
            (("R28", 0), ("R1 W15", 9), ""),
            (("R1 W15", 0), ("R28", 9), "R28"),
            // Of two papers that of the later day.
            (("R28 R8", 0), ("R9", 9), "R09"),
            (("R9", 0), ("R28 R8", 9), ""),
        ] {
            let (kept, moving) = (events(kept, kept_from), events(moving, moving_from));
            let seen: Vec<String> = following(&kept, &moving, ZONE).into_iter().map(told).collect();
            assert_eq!(seen.join(" "), expected, "{moving:?} into {kept:?}");
            // Afterwards the last one of the account holds, and what was corrected still is.
            let follows = following(&kept, &moving, ZONE);
            let before = kept.last().map_or(0, |event| event.number);
            let moved = follows.into_iter().zip(before + 1..);
            let moved = moved.map(|(event, number)| ParentalEvent { number, ..event.clone() });
            let all: Vec<ParentalEvent> = kept.iter().cloned().chain(moved).collect();
            let last = counting(&all, ZONE).pop().map(|one| one.event.clone());
            assert_eq!(last.as_ref(), all.last());
            let latest = all.iter().filter(|one| !corrected(&all, ZONE).contains(&one.number)).map(|one| one.day(ZONE));
            assert_eq!(latest.max(), all.last().map(|one| one.day(ZONE)), "{all:?}");
        }
    }
}
