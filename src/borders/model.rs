//! What may end, when, and who follows: the rules.

use unicode_normalization::UnicodeNormalization as _;

use crate::kernel::Day;
use crate::kernel::ids::{DistrictId, SettlementId};
use crate::places::{KeptDistrict, KeptSettlement, Term};

/// A day may lie so many days back: so long former places are kept.
const BACK: u64 = 1825;
/// And so many days ahead.
const AHEAD: u64 = 1096;

/// A district or a settlement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Which {
    /// A district.
    District(DistrictId),
    /// A settlement.
    Settlement(SettlementId),
}

/// Where the people of what ends belong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Goes {
    /// Nowhere: nobody lives there.
    Nowhere,
    /// To another district; a settlement goes there as a whole.
    District(DistrictId),
    /// To another settlement of the same district.
    Settlement(SettlementId),
}

/// An end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct End {
    /// Of what.
    pub which: Which,
    /// The first day on which it is no longer there.
    pub on: Day,
    /// Whose its people are from then on.
    pub goes: Goes,
}

impl End {
    /// True for a settlement that goes to another district as a whole: it moves, and does not end.
    pub const fn is_move(&self) -> bool {
        matches!((self.which, self.goes), (Which::Settlement(_), Goes::District(_)))
    }
}

/// Why something is not done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Refused {
    /// There is one of this name.
    NameTaken,
    /// It has an end already.
    Ended,
    /// The day is not after its first one, or its district is not there on that day.
    Early,
    /// The day is too long ago or too far ahead.
    Far,
    /// People live there, or may until that day, and nothing is said of where they belong.
    NoSuccessor,
    /// That is not there from the day on.
    Successor,
    /// Something else changes on that day or later and depends on it.
    Planned,
    /// People live or lived there, or something names it.
    Used,
    /// Somebody has typed this spelling.
    Typed,
}

/// Everything that there is and was.
#[derive(Debug, Clone)]
pub struct Lists {
    /// Districts, in the order of the list.
    pub districts: Vec<KeptDistrict>,
    /// Settlements, by name.
    pub settlements: Vec<KeptSettlement>,
}

impl Lists {
    /// One district.
    pub fn district(&self, id: DistrictId) -> Option<&KeptDistrict> {
        self.districts.iter().find(|one| one.district.id == id)
    }

    /// One settlement.
    pub fn settlement(&self, id: SettlementId) -> Option<&KeptSettlement> {
        self.settlements.iter().find(|one| one.settlement.id == id)
    }

    /// The settlements of a district.
    pub fn of(&self, district: DistrictId) -> impl Iterator<Item = &KeptSettlement> {
        self.settlements.iter().filter(move |one| one.settlement.district == district)
    }

    /// The settlement without an end in a district that has one of these spellings.
    pub fn same(&self, district: DistrictId, other: &KeptSettlement) -> Option<&KeptSettlement> {
        let spellings = other.spellings();
        self.of(district).find(|one| one.term.last.is_none() && spellings.iter().any(|text| one.is_called(text)))
    }
}

/// A name of a place: 2 to 80 characters with a letter, single spaces, no control or direction-changing characters.
pub fn read_name(text: &str) -> Option<String> {
    let name: String = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect();
    let is_fine = |c: char| !c.is_control() && !"<>\u{202a}\u{202b}\u{202d}\u{202e}\u{2066}\u{2067}".contains(c);
    let well_formed =
        (2..=80).contains(&name.chars().count()) && name.chars().any(char::is_alphabetic) && name.chars().all(is_fine);
    well_formed.then_some(name)
}

/// A day that may be named.
pub(super) fn is_near(day: Day, today: Day) -> bool {
    (today.minus_days(BACK)..=today.plus_days(AHEAD)).contains(&day)
}

/// True for what is there from a day on, without an end.
fn stays<Id>(term: &Term<Id>, from: Day) -> bool {
    term.last.is_none() && term.from.is_none_or(|first| first <= from)
}

/// The rules that hold for both: `inbound` are the ends of what belongs here afterwards.
fn check_term<Id>(
    term: &Term<Id>,
    (end, today, people): (&End, Day, i64),
    mut inbound: impl Iterator<Item = Day>,
) -> Result<(), Refused> {
    if term.last.is_some() {
        return Err(Refused::Ended);
    }
    if !is_near(end.on, today) {
        return Err(Refused::Far);
    }
    if term.from.is_some_and(|first| end.on <= first) {
        return Err(Refused::Early);
    }
    // Until a day to come somebody may move there.
    if end.goes == Goes::Nowhere && (people > 0 || end.on > today) {
        return Err(Refused::NoSuccessor);
    }
    if inbound.any(|day| day > end.on) {
        return Err(Refused::Planned);
    }
    Ok(())
}

/// What stands in the way of an end; `people` live there now.
///
/// # Errors
/// What does; [`Refused::Used`] if there is no such thing.
pub fn check(lists: &Lists, end: &End, (today, people): (Day, i64)) -> Result<(), Refused> {
    match end.which {
        Which::District(id) => check_district(lists, id, (end, today, people)),
        Which::Settlement(id) => check_settlement(lists, id, (end, today, people)),
    }
}

fn check_district(lists: &Lists, id: DistrictId, (end, today, people): (&End, Day, i64)) -> Result<(), Refused> {
    let own = lists.district(id).ok_or(Refused::Used)?;
    let inbound = lists.districts.iter().filter(|one| one.term.successor == Some(id));
    check_term(&own.term, (end, today, people), inbound.filter_map(|one| one.term.end()))?;
    let is_there = |to| lists.district(to).is_some_and(|other| to != id && stays(&other.term, end.on));
    let is_fine = match end.goes {
        Goes::Nowhere => true,
        Goes::District(to) => is_there(to),
        Goes::Settlement(_) => false,
    };
    if !is_fine {
        return Err(Refused::Successor);
    }
    // Its settlements go along on the day; what changes there on the day or later would be lost. Of a day to come a change
    // on the same day could not be told from the end itself.
    let changes = |one: &KeptSettlement| {
        let ends = one.term.end().is_some_and(|day| day > end.on || day == end.on && day > today);
        ends || one.term.from.is_some_and(|first| first >= end.on)
    };
    if lists.of(id).any(changes) { Err(Refused::Planned) } else { Ok(()) }
}

fn check_settlement(lists: &Lists, id: SettlementId, (end, today, people): (&End, Day, i64)) -> Result<(), Refused> {
    let own = lists.settlement(id).ok_or(Refused::Used)?;
    let inbound = lists.settlements.iter().filter(|one| one.term.successor == Some(id));
    check_term(&own.term, (end, today, people), inbound.filter_map(|one| one.term.end()))?;
    let district = lists.district(own.settlement.district).ok_or(Refused::Used)?;
    if district.term.last.is_some() {
        return Err(Refused::Planned);
    }
    let is_fine = match end.goes {
        Goes::Nowhere => true,
        Goes::District(to) => {
            let is_there = lists.district(to).is_some_and(|other| stays(&other.term, end.on));
            let same = lists.same(to, own).is_none_or(|same| stays(&same.term, end.on));
            to != own.settlement.district && is_there && same
        }
        Goes::Settlement(to) => lists.settlement(to).is_some_and(|other| {
            let is_near = other.settlement.district == own.settlement.district;
            to != id && is_near && stays(&other.term, end.on)
        }),
    };
    if is_fine { Ok(()) } else { Err(Refused::Successor) }
}
