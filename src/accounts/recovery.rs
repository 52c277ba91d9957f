//! Recovery codes: what helps who has no phone at hand. Ten of them, each works once, each of 80 random bits, so that a
//! plain digest is enough to keep.
//!
//! They are drawn from the secret of the form that asks for them, so that a second click shows the same ones.

use data_encoding::BASE32_NOPAD;
use sha2::{Digest, Sha256};

use crate::kernel::ids::PersonId;
use crate::kernel::{Secret, secret};

/// How many there are.
const COUNT: usize = 10;
/// Bytes of each: sixteen letters.
const BYTES: usize = 10;

/// How long those of a form can be shown again, in seconds.
pub(super) const SHOWN_FOR: i64 = 15 * 60;

/// A recovery code. It prints nothing when debugged.
#[derive(Clone, PartialEq, Eq)]
pub struct RecoveryCode(String);

impl RecoveryCode {
    /// Those of a form.
    pub fn draw(form: &Secret) -> Vec<Self> {
        (0..COUNT).map(|place| Self::draw_one(form, place)).collect()
    }

    fn draw_one(form: &Secret, place: usize) -> Self {
        let digest = Sha256::digest(format!("recovery {} {place}", form.reveal()));
        Self(BASE32_NOPAD.encode(digest.get(..BYTES).unwrap_or_default()))
    }

    /// What somebody typed, if it can be one: small letters, blanks, hyphens and digits that look like letters do not
    /// matter.
    pub fn typed(text: &str) -> Option<Self> {
        let letters = text.chars().filter(|c| !c.is_whitespace() && *c != '-').map(|c| match c {
            '0' => 'O',
            '1' => 'I',
            '8' => 'B',
            other => other.to_ascii_uppercase(),
        });
        let letters: String = letters.take(17).collect();
        let decoded = BASE32_NOPAD.decode(letters.as_bytes()).ok()?;
        (decoded.len() == BYTES).then_some(Self(letters))
    }

    /// In groups that can be read and written down: `ABCD-EFGH-IJKL-MNOP`.
    pub fn grouped(&self) -> String {
        grouped(&self.0, "-")
    }

    /// What is kept.
    pub fn digest(&self, person: PersonId) -> String {
        secret::hex(&Sha256::digest(format!("{person} {}", self.0)))
    }
}

impl std::fmt::Debug for RecoveryCode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("RecoveryCode(…)")
    }
}

/// Letters in groups of four.
pub(super) fn grouped(letters: &str, between: &str) -> String {
    let groups: Vec<String> =
        letters.as_bytes().chunks(4).map(|group| group.iter().map(|letter| char::from(*letter)).collect()).collect();
    groups.join(between)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_draws_ten_codes_and_always_the_same() {
        let form = Secret::from_bytes([7; 24]);
        let codes = RecoveryCode::draw(&form);
        assert_eq!(codes, RecoveryCode::draw(&form));
        assert_ne!(codes, RecoveryCode::draw(&Secret::from_bytes([8; 24])));
        let mut digests: Vec<_> = codes.iter().map(|code| code.digest(PersonId(1))).collect();
        assert!(!digests.contains(&codes[0].digest(PersonId(2))), "another person's");
        digests.sort();
        digests.dedup();
        assert_eq!(digests.len(), 10);
        assert!(!format!("{:?}", codes[0]).contains(&codes[0].0));
    }

    #[test]
    fn a_code_is_read_as_it_was_written_down() {
        for code in RecoveryCode::draw(&Secret::from_bytes([7; 24])) {
            let shown = code.grouped();
            assert_eq!(shown.len(), 19);
            assert_eq!(RecoveryCode::typed(&shown), Some(code.clone()));
            let by_hand = shown.to_lowercase().replace('-', " ").replace('o', "0").replace('b', "8");
            assert_eq!(RecoveryCode::typed(&format!(" {by_hand} ")), Some(code), "{by_hand}");
        }
        for wrong in ["", "ABCD-EFGH-IJKL-MNO", "ABCD-EFGH-IJKL-MNOP-Q", "ABCD-EFGH-IJKL-MNO9", "ӘБВГ-EFGH-IJKL-MNOP"]
        {
            assert_eq!(RecoveryCode::typed(wrong), None, "{wrong}");
        }
    }
}
