//! Districts and settlements.

use crate::kernel::ids::{DistrictId, SettlementId};
use crate::kernel::text::fold;
use crate::kernel::{Day, Lang, Localized};

/// A district or a city of the region.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct District {
    /// Row.
    pub id: DistrictId,
    /// Stable key for reports.
    pub key: String,
    /// Name in each language.
    pub name: Localized,
}

/// A settlement that people choose from; others may be typed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settlement {
    /// Row.
    pub id: SettlementId,
    /// Its district.
    pub district: DistrictId,
    /// Name in each language.
    pub name: Localized,
}

impl District {
    /// The name in a language.
    pub fn name(&self, lang: Lang) -> &str {
        self.name.get(lang)
    }
}

/// The days of a district or settlement, and whose it is afterwards.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Term<Id> {
    /// The first day on which it is there; it always was if there is none.
    pub from: Option<Day>,
    /// The last day.
    pub last: Option<Day>,
    /// Where its people belong afterwards.
    pub successor: Option<Id>,
    /// The centre added it.
    pub is_added: bool,
}

impl<Id> Term<Id> {
    /// True if it is there on a day.
    pub fn holds(&self, on: Day) -> bool {
        self.overlaps(on, on)
    }

    /// True if it is there on one of these days.
    pub fn overlaps(&self, first: Day, last: Day) -> bool {
        self.from.is_none_or(|from| from <= last) && self.last.is_none_or(|end| first <= end)
    }

    /// True if its end has come.
    pub fn is_over(&self, today: Day) -> bool {
        self.last.is_some_and(|last| last < today)
    }

    /// The first day on which it is not there any more, if it ends.
    pub fn end(&self) -> Option<Day> {
        self.last.map(|last| last.plus_days(1))
    }
}

/// A district as the list is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDistrict {
    /// The district.
    pub district: District,
    /// Its days.
    pub term: Term<DistrictId>,
}

/// A settlement as the list is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptSettlement {
    /// The settlement.
    pub settlement: Settlement,
    /// Further spellings under which it is recognised.
    pub also: Vec<String>,
    /// Its days.
    pub term: Term<SettlementId>,
}

impl KeptSettlement {
    /// Every spelling under which it is recognised: its names in the order of [`Lang::ALL`], then the others.
    pub fn spellings(&self) -> Vec<String> {
        let names = Lang::ALL.map(|lang| self.settlement.name.get(lang).to_owned());
        names.into_iter().chain(self.also.iter().cloned()).collect()
    }

    /// True if this is one of its spellings.
    pub fn is_called(&self, typed: &str) -> bool {
        let typed = fold(typed);
        self.spellings().iter().any(|own| fold(own) == typed)
    }
}

/// The district that is there on a day in the place of this one; `None` if there is none.
pub fn present(all: &[KeptDistrict], id: DistrictId, on: Day) -> Option<DistrictId> {
    let mut id = id;
    // Each step leads to another district, so there are no more steps than districts.
    for _ in all {
        let found = all.iter().find(|one| one.district.id == id)?;
        if !found.term.is_over(on) {
            return found.term.holds(on).then_some(id);
        }
        id = found.term.successor?;
    }
    None
}
