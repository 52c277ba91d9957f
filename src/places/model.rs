//! Districts and settlements.

use crate::kernel::ids::{DistrictId, SettlementId};
use crate::kernel::{Lang, Localized};

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
