//! Until when practical certificates hold: the same three ways as those of a course's rules, chosen for each session; and
//! until when the trainer's own certificate does.

use crate::kernel::{Day, Expiry};
use crate::web::{Fields, FormErrors};

/// The choices of when certificates expire, as the form sends them.
pub(super) const MONTHS: &str = "months";
pub(super) const DATE: &str = "date";
pub(super) const NEVER: &str = "never";
/// The tick that certificates which hold longer may be put aside.
pub(super) const SHORTEN: &str = "shorten";
/// The tick that the trainer's own certificate never expires.
pub(super) const ENDLESS: &str = "trainer_endless";
/// The furthest fixed day, in months from the session: as far as that of a course's rules.
const FURTHEST: u32 = 1200;

/// Until when the certificates hold, counted from the day of the session.
pub(super) fn read_expiry(
    typed: &Fields,
    (held_on, today): (Option<Day>, Day),
    errors: &mut FormErrors,
) -> Option<Expiry> {
    // A form that was opened before there was a choice sends months alone.
    let choice = typed.typed("expiry").unwrap_or(MONTHS);
    let expiry = match choice {
        NEVER => Some(Expiry::Never),
        DATE => errors
            .check("valid_until", "practical-date-wrong", Day::parse(typed.get("valid_until").trim()))
            .map(Expiry::On),
        _ => {
            let months = typed.get("months").trim().parse::<u32>().ok().filter(|months| (1..=120).contains(months));
            errors.check("months", "practical-months-wrong", months).map(Expiry::Months)
        }
    };
    if choice != DATE && typed.typed("valid_until").is_some() {
        errors.add("valid_until", "practical-date-unused");
    }
    let (held_on, expiry) = (held_on?, expiry?);
    let last = expiry.last_day(held_on);
    match (expiry, last) {
        (Expiry::On(day), _) if day <= held_on => errors.add("valid_until", "practical-date-before"),
        (Expiry::On(day), _) if day < today => errors.add("valid_until", "practical-date-past"),
        (Expiry::On(day), _) if day > held_on.plus_months(FURTHEST) => errors.add("valid_until", "practical-date-far"),
        (_, Some(day)) if day < today => errors.add("months", "practical-months-past"),
        _ => {}
    }
    Some(expiry)
}

/// Until when the trainer's own certificate holds: a last day, or the tick that it has none. What says both says nothing.
pub(super) fn read_own_expiry(typed: &Fields, held_on: Option<Day>, errors: &mut FormErrors) -> Option<Expiry> {
    let Some(day) = typed.typed("trainer_until") else {
        return errors.check("trainer_until", "practical-until-wrong", typed.has(ENDLESS).then_some(Expiry::Never));
    };
    if typed.has(ENDLESS) {
        errors.add("trainer_until", "practical-until-both");
        return None;
    }
    let until = errors.check("trainer_until", "practical-until-wrong", Day::parse(day))?;
    if held_on.is_some_and(|held_on| until < held_on) {
        errors.add("trainer_until", "practical-until-past");
    }
    Some(Expiry::On(until))
}
