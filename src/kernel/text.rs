//! Text that has been read once and needs no second look: e-mail addresses, names, keys.

use serde::{Deserialize, Serialize};
use unicode_normalization::UnicodeNormalization;

/// The stable key of a course, a module, a lesson, a question or an option: `a-z`, `0-9` and single hyphens
/// inside, 1 to 64 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Slug(String);

impl Slug {
    /// The key in this text, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let well_formed = (1..=64).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-')
            && !text.contains("--");
        well_formed.then(|| Self(text.to_owned()))
    }

    /// The key.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::fmt::Display for Slug {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::borrow::Borrow<str> for Slug {
    fn borrow(&self) -> &str {
        &self.0
    }
}

/// An e-mail address that a mail server will take: one `@`, no spaces or control characters, a dot in the
/// domain, at most 254 bytes (RFC 5321). The domain is kept in lower case.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Email(String);

impl Email {
    /// The address in this text, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.trim();
        let (local, domain) = text.rsplit_once('@')?;
        let forbidden = |c: char| c.is_whitespace() || c.is_control() || "<>(),;:\\\"[]@".contains(c);
        let well_formed = text.len() <= 254
            && (1..=64).contains(&local.len())
            && !local.contains(forbidden)
            && !local.starts_with('.')
            && !local.ends_with('.')
            && !local.contains("..")
            && domain.contains('.')
            && domain.split('.').all(|label| {
                !label.is_empty()
                    && !label.starts_with('-')
                    && !label.ends_with('-')
                    && label.chars().all(|c| c.is_alphanumeric() || c == '-')
            });
        well_formed.then(|| Self(format!("{local}@{}", domain.to_lowercase())))
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form under which an account is found: all lower case.
    pub fn folded(&self) -> String {
        self.0.to_lowercase()
    }
}

impl std::fmt::Display for Email {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

/// A person's name as it shall stand on a certificate: one field, any script, 2 to 80 characters, NFC, single
/// spaces, at least one letter, no control or direction-changing characters, no markup or line breaks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(transparent)]
pub struct PersonName(String);

impl PersonName {
    /// The longest name, in characters.
    pub const MAX: usize = 80;

    /// The name in this text, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let name = text.split_whitespace().collect::<Vec<_>>().join(" ").nfc().collect::<String>();
        let count = name.chars().count();
        let well_formed = (2..=Self::MAX).contains(&count)
            && name.chars().any(char::is_alphabetic)
            && name.chars().all(|c| c.is_alphabetic() || is_combining(c) || " '’ʼ-‐‑.,·()".contains(c));
        well_formed.then_some(Self(name))
    }

    /// The name.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// The form for searching; see [`fold`].
    pub fn folded(&self) -> String {
        fold(&self.0)
    }
}

impl std::fmt::Display for PersonName {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(&self.0)
    }
}

fn is_combining(c: char) -> bool {
    unicode_normalization::char::is_combining_mark(c)
}

/// Text as it is searched: lower case by Unicode rules, without accents, with the Kazakh letters that Russian
/// keyboards lack folded to their neighbours (Қ meets К, Ә meets А), ё as е, runs of anything else as one space.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.to_lowercase().nfc() {
        let c = match c {
            'ә' => 'а',
            'ғ' => 'г',
            'қ' => 'к',
            'ң' => 'н',
            'ө' => 'о',
            'ұ' | 'ү' => 'у',
            'һ' => 'х',
            'ё' => 'е',
            'і' | 'й' => 'и',
            other => other,
        };
        for part in c.nfd() {
            if part.is_alphanumeric() || "@._+".contains(part) {
                folded.push(part);
            } else if !is_combining(part) && !folded.ends_with(' ') && !folded.is_empty() {
                folded.push(' ');
            }
        }
    }
    folded.trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn kazakh_and_russian_letters_meet_when_folded() {
        assert_eq!(fold("Әсел  Қайратқызы"), fold("асел кайраткызы"));
        assert_eq!(fold("Фёдор"), fold("федор"));
    }

    #[test]
    fn a_name_keeps_its_letters_and_loses_double_spaces() {
        let name = PersonName::parse("  Әсем   Нұрғалиқызы ").expect("a name");
        assert_eq!(name.as_str(), "Әсем Нұрғалиқызы");
        assert!(PersonName::parse("<b>x</b>").is_none());
        assert!(PersonName::parse("a\u{202e}b").is_none());
        assert!(PersonName::parse(&"я".repeat(81)).is_none());
        assert!(PersonName::parse("...").is_none());
    }

    #[test]
    fn an_address_is_checked_and_its_domain_lowered() {
        assert_eq!(Email::parse(" A.b@Example.KZ ").expect("an address").as_str(), "A.b@example.kz");
        for bad in ["", "a", "a@", "@b.kz", "a@b", "a b@c.kz", "a@c..kz", "a\r\n@b.kz", "a@b@c.kz", "<a@b.kz>"] {
            assert!(Email::parse(bad).is_none(), "{bad}");
        }
    }

    #[test]
    fn a_slug_has_single_hyphens_inside() {
        assert!(Slug::parse("first-aid-2").is_some());
        for bad in ["", "-a", "a-", "a--b", "A", "ә", "a_b", "a b"] {
            assert!(Slug::parse(bad).is_none(), "{bad}");
        }
    }
}
