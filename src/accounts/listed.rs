//! Somebody in a list of people: what tells namesakes apart, and no more than that.

use super::model::PersonRow;
use crate::kernel::Lang;
use crate::kernel::ids::DistrictId;
use crate::places::District;

/// A person in a list of those who were looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Listed {
    /// The person.
    pub person: PersonRow,
    /// What is typed to sign in, if it is not the e-mail.
    pub sign_in_name: Option<String>,
    /// The district.
    pub district: Option<DistrictId>,
    /// The settlement, as chosen or typed.
    pub settlement: Option<String>,
}

impl Listed {
    /// Year of birth, settlement and district, as far as they are known; empty if nothing is.
    pub fn born_and_from(&self, districts: &[District], lang: Lang) -> String {
        let district = districts.iter().find(|district| Some(district.id) == self.district);
        let known = [
            self.person.birth_year.map(|year| year.to_string()),
            self.settlement.clone().filter(|settlement| !settlement.is_empty()),
            district.map(|district| district.name(lang).to_owned()),
        ];
        known.into_iter().flatten().collect::<Vec<_>>().join(", ")
    }

    /// By what somebody on the phone is recognised: the sign-in name, or the e-mail without most of its name. The
    /// whole address stands on the person's page, and that somebody looked there is noted.
    pub fn known_by(&self) -> Option<String> {
        let parts = [self.person.email.as_deref().map(masked), self.sign_in_name.clone()];
        let known = parts.into_iter().flatten().collect::<Vec<_>>().join(", ");
        Some(known).filter(|known| !known.is_empty())
    }
}

/// The beginning of an address and its host: enough to compare it with one that somebody says.
pub fn masked(email: &str) -> String {
    let (name, host) = email.rsplit_once('@').unwrap_or((email, ""));
    let shown: String = name.chars().take(if name.chars().count() > 3 { 2 } else { 1 }).collect();
    format!("{shown}•••@{host}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_recognised_and_not_told() {
        for (email, shown) in [
            ("kuanysh.bekuly@example.kz", "ku•••@example.kz"),
            ("li@example.kz", "l•••@example.kz"),
            ("ерік@пошта.қаз", "ер•••@пошта.қаз"),
        ] {
            assert_eq!(masked(email), shown);
        }
    }
}
