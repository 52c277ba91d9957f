//! Which of the notes on the consent of parents hold. One rule, for an account and for two that become one.
//!
//! What counts is the day on the paper, not when somebody wrote it down: an older paper brings nothing back that was
//! withdrawn after it. Of one day the later note holds.
//!
//! A paper that is noted again with an earlier day, while it holds, corrects the day: what was noted of a later day before
//! was mistyped and counts no longer. A correction takes nothing back that was withdrawn on its day or later, and of its
//! day every other note holds. In the order in which they were noted the last one of an account holds, always.
//!
//! A withdrawal that is noted again with an earlier day, while it holds, corrects its day in the same way: not to before
//! the paper that was withdrawn, nor to before any other withdrawal. One that is noted again with a later day follows, so a
//! day that was put right too early can be moved on. Withdrawals of one account with no paper between them are one, and the
//! last of them says its day.
//!
//! Where it is not clear what the parents want, the consent stays withdrawn, for the minor's protection:
//!
//! - a corrected day brings no paper back by itself that was refused, or stayed in a merged account, because of the
//!   mistyped day: somebody looks at the paper and notes it again;
//! - where two accounts become one, nothing that was noted of the day of a corrected withdrawal brings the consent back,
//!   whenever that was noted.

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
    /// It was withdrawn once more, on a later day than the one to which a withdrawal is to be moved.
    WithdrawnLater,
}

/// What a note is that may be written down.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fit {
    /// Of the day of what was noted last, or of a later one.
    Follows,
    /// The day of the paper or of the withdrawal that holds is an earlier one.
    Corrects,
}

/// Whether a note follows on what was noted of the account, the oldest first, or corrects it. The others were noted of accounts
/// that were merged into it, and did not hold after it: they stayed there, the oldest first in each.
pub(super) fn fit(
    own: &[ParentalEvent],
    others: &[Vec<ParentalEvent>],
    note: &ParentalNote,
    zone: Tz,
) -> Result<Fit, Misfit> {
    let mut own = counting(own, zone);
    let last = own.pop().map(|last| last.event);
    let (Some(on), Some(last)) = (note.on(), last) else { return Ok(Fit::Follows) };
    if on >= last.day(zone) {
        return Ok(Fit::Follows);
    }
    let others = others.iter().flat_map(|one| counting(one, zone)).map(|one| one.event);
    let before: Vec<&ParentalEvent> = own.iter().map(|one| one.event).chain(others).collect();
    let is_withdrawn = |from: Day| before.iter().any(|event| !event.is_received() && event.day(zone) >= from);
    match note {
        ParentalNote::Received { .. } if !last.is_received() || is_withdrawn(on) => Err(Misfit::Withdrawn),
        ParentalNote::Withdrawn { .. } if last.is_received() => Err(Misfit::BeforeLast),
        ParentalNote::Withdrawn { .. } if is_withdrawn(on.plus_days(1)) => Err(Misfit::WithdrawnLater),
        // The paper of this account; one that stayed in another one did not hold.
        ParentalNote::Withdrawn { .. } if own.last().is_some_and(|paper| paper.event.day(zone) > on) => {
            Err(Misfit::BeforeLast)
        }
        ParentalNote::Received { .. } | ParentalNote::Withdrawn { .. } => Ok(Fit::Corrects),
    }
}

/// A note that counts, with those that it corrects before it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Counting<'a> {
    corrected: Vec<&'a ParentalEvent>,
    event: &'a ParentalEvent,
}

/// Where a note stands among those of its day, in whichever account.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Place {
    /// A corrected paper: every other note of its day holds.
    First,
    /// By when it was noted.
    Noted(Timestamp),
    /// A corrected withdrawal that holds in its account: it holds against every other note of its day.
    Last,
}

/// The notes of one account that count, the oldest first in both.
fn counting(events: &[ParentalEvent], zone: Tz) -> Vec<Counting<'_>> {
    let mut counting: Vec<Counting<'_>> = Vec::new();
    for event in events {
        // What is withdrawn is withdrawn once, until a paper comes.
        let is_corrected = |last: &mut Counting<'_>| {
            let is_moved = !event.is_received() || last.event.day(zone) > event.day(zone);
            event.is_received() == last.event.is_received() && is_moved
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

/// The same, each with its day and its place among what else was noted of that day.
fn ranked(events: &[ParentalEvent], zone: Tz) -> Vec<((Day, Place), Counting<'_>)> {
    let counting = counting(events, zone);
    let last = events.last().map(|last| last.number);
    let place = |one: &Counting<'_>| match (one.corrected.is_empty(), one.event.is_received()) {
        (false, true) => Place::First,
        (false, false) if Some(one.event.number) == last => Place::Last,
        _ => Place::Noted(one.event.at),
    };
    counting.into_iter().map(|one| ((one.event.day(zone), place(&one)), one)).collect()
}

/// The numbers of the notes of one account, the oldest first, whose day was corrected.
pub(super) fn corrected(events: &[ParentalEvent], zone: Tz) -> Vec<i32> {
    counting(events, zone).iter().flat_map(|one| one.corrected.iter().map(|event| event.number)).collect()
}

/// Which events of one account hold after those of another account of the same person, the oldest first in both; corrections
/// come with what they correct, and a withdrawal with its paper where it would stand behind one of the other account: with
/// nothing between them the two would be one.
pub(super) fn following<'a>(kept: &[ParentalEvent], moving: &'a [ParentalEvent], zone: Tz) -> Vec<&'a ParentalEvent> {
    let last = ranked(kept, zone).pop().map(|(rank, _)| rank);
    let moving = ranked(moving, zone);
    let stays = moving.iter().take_while(|(rank, _)| last.is_some_and(|last| *rank <= last)).count();
    let is_second = |(_, one): &(_, Counting<'_>)| {
        !one.event.is_received() && kept.last().is_some_and(|event| !event.is_received())
    };
    let stays = if moving.get(stays).is_some_and(is_second) { stays.saturating_sub(1) } else { stays };
    let holds = moving.into_iter().skip(stays);
    holds.flat_map(|(_, one)| one.corrected.into_iter().chain([one.event])).collect()
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
            assert_fit((own, others), new, expected);
        }
    }

    fn assert_fit((own, others): (&str, &str), new: &str, expected: Result<Fit, Misfit>) {
        let others: Vec<_> = others.split('|').map(|account| events(account, 0)).collect();
        let seen = fit(&events(own, 0), &others, &note(new), ZONE);
        assert_eq!(seen, expected, "{new} after {own:?}, {others:?}");
    }

    #[test]
    fn a_withdrawal_of_an_earlier_day_corrects_down_to_the_paper_and_to_any_other_withdrawal() {
        let (follows, corrects) = (Ok(Fit::Follows), Ok(Fit::Corrects));
        let (withdrawn, early, later) = (Err(Misfit::Withdrawn), Err(Misfit::BeforeLast), Err(Misfit::WithdrawnLater));
        for (own, others, new, expected) in [
            // The mistyped day, and a day that was mistyped twice, also too early.
            ("R8 W28", "", "W15", corrects),
            ("R8 W28", "", "W8", corrects),
            ("R8 W28", "", "W7", early),
            ("R8 W28 W15", "", "W14", corrects),
            ("R8 W28 W15", "", "W7", early),
            ("R8 W28 W15", "", "W20", follows),
            ("R8 W28 W10 W20", "", "W15", corrects),
            // Moved on too far: it is one withdrawal, and goes back to any day of it.
            ("R8 W20 W12 W15", "", "W10", corrects),
            ("R8 W20 W12 W15", "", "W12", corrects),
            ("R8 W20 W12 W15", "", "W7", early),
            ("R8 W20 W12 W15", "", "R14", withdrawn),
            ("R8 W20 W12 W15 R17", "", "R15", withdrawn),
            ("R8 W20 W12 W15 W10", "", "R9", withdrawn),
            ("R28 R8 W28", "", "W8", corrects),
            ("R1 W5 R8 W28", "", "W6", early),
            // While it holds alone.
            ("R8 W28 R29", "", "W15", early),
            // A paper between the true day and the mistyped one counts once the day is put right, and is noted again.
            ("R8 W28", "", "R20", withdrawn),
            ("R8 W28 W15", "", "R20", follows),
            ("R8 W28 W15", "", "R15", follows),
            ("R8 W28 W15", "", "R14", withdrawn),
            // The mistyped day is in no correction's way, the true one is.
            ("R8 W28 W15 R20", "", "R16", corrects),
            ("R8 W28 W15 R20", "", "R15", withdrawn),
            // What was withdrawn once more, here or in an account that was merged into this one, is not moved along.
            ("R1 W10 R5 W12", "", "W10", corrects),
            ("R1 W10 R5 W12", "", "W9", later),
            ("R1 W28", "R1 W12 W20", "W19", later),
            ("R1 W28", "R1 W20", "W19", later),
            ("R1 W28", "R1 W20", "W20", corrects),
            ("R1 W28", "R1 W5|R1 W20", "W19", later),
            ("R1 W28", "R1 W26 W12", "W15", corrects),
            ("R1 W28", "R1 W26 W12", "W11", later),
            ("R28", "R1 W26 W12", "R15", corrects),
            ("R28", "R1 W26 W12", "R12", withdrawn),
            // A paper that stayed in another account did not hold, and does not by itself.
            ("R1 W28", "R20", "W15", corrects),
        ] {
            assert_fit((own, others), new, expected);
        }
    }

    #[test]
    fn where_the_day_was_not_asked_for_that_of_the_note_counts() {
        let mut own = events("R8", 0);
        own[0].note = ParentalNote::Received { given_by: "Гүлнар".to_owned(), on: None, photos: false };
        assert_eq!(fit(&own, &[], &note("R28"), ZONE), Ok(Fit::Corrects), "it was noted on 1 December");
        own[0].note = ParentalNote::Withdrawn { given_by: "Гүлнар".to_owned(), on: None };
        assert_eq!(fit(&own, &[], &note("R28"), ZONE), Err(Misfit::Withdrawn));
        assert_eq!(fit(&own, &[], &note("W28"), ZONE), Ok(Fit::Corrects));
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
            ("R8 W28 W15", vec![2]),
            ("R8 W28 W15 W14", vec![2, 3]),
            ("R8 W28 W10 W20 W15", vec![2, 3, 4]),
            ("R8 W20 W12 W15 W10", vec![2, 3, 4]),
            ("R1 W10 R5 W12", vec![]),
            ("R8 W28 W15 R20", vec![2]),
            ("R28 R8 W28 W15", vec![1, 3]),
            ("R8 W10 W12", vec![2]),
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
            // A day of withdrawal that was put right: the mistyped one is in no paper's way.
            (("R1 W28", 0), ("R20", 9), ""),
            (("R1 W28 W15", 0), ("R20", 9), "R20"),
            (("R1 W28 W15", 9), ("R20", 0), "R20"),
            (("R20", 0), ("R1 W28 W15", 9), ""),
            (("R8", 9), ("R1 W28 W15", 0), "W28 W15"),
            (("R8", 9), ("R1 W10 W12", 0), "W10 W12"),
            (("R11", 9), ("R1 W10 W12", 0), "W10 W12"),
            // Behind a withdrawal of the other account it comes with its paper: they stay two.
            (("R1 W10", 9), ("R5 W28 W12", 0), "R05 W28 W12"),
            (("R1 W10", 0), ("R5 W12", 9), "R05 W12"),
            (("R1 W10", 0), ("R9 R5 W12", 9), "R09 R05 W12"),
            (("R1 W10", 0), ("R2 W3 R5 W12", 9), "R05 W12"),
            // Of the true day itself nothing brings the consent back, whenever it was noted.
            (("R1 W28 W15", 0), ("R15", 9), ""),
            (("R1 W28 W15", 9), ("R15", 0), ""),
            (("R15", 0), ("R1 W28 W15", 9), "W28 W15"),
            (("R15", 9), ("R1 W28 W15", 0), "W28 W15"),
            (("R28 R15", 9), ("R1 W28 W15", 0), "W28 W15"),
            // Unless somebody noted a paper of that day in the same account afterwards; then the later note holds.
            (("W15", 0), ("R1 W28 W15 R15", 9), "R01 W28 W15 R15"),
            (("W15", 9), ("R1 W28 W15 R15", 0), ""),
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
            // No withdrawal of the one is taken for that of the other, whose day was put right.
            let put_right = corrected(&kept, ZONE).len() + corrected(&moving, ZONE).len();
            assert!(corrected(&all, ZONE).len() <= put_right, "{all:?}");
            let latest = all.iter().filter(|one| !corrected(&all, ZONE).contains(&one.number)).map(|one| one.day(ZONE));
            assert_eq!(latest.max(), all.last().map(|one| one.day(ZONE)), "{all:?}");
        }
    }
}
