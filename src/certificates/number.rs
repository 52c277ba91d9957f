//! Certificate numbers: twelve characters in three groups, `KH8Y-M3RK-42TV`.
//!
//! - **No look-alikes.** 23 characters: the digits 2 to 9 and fifteen letters. Of each group that is mixed up in
//!   print or handwriting (0 O Q D, 1 I L, 2 Z, 5 S, 6 G, 8 B, U V, M N) only one is in the alphabet.
//! - **A check character.** The alphabet's size is prime. With values `v` and the weights 12, 11, … 1 from left to
//!   right, the sum of `weight × value` is 0 modulo 23: the scheme of the old ISBN (ISO 2108:1992), over 23 instead
//!   of 11. Every single wrong character and every swap of two characters, adjacent or not, changes the sum.
//! - **Random.** Eleven characters are drawn evenly, 49.8 bits: the number says nothing about how many there are,
//!   and trying numbers finds nobody.

use serde::{Deserialize, Serialize};

/// What numbers are made of; the place of a character is its value.
const ALPHABET: [u8; SIZE] = *b"23456789ACEFHJKMPRTVWXY";
/// How many characters the alphabet has: a prime.
const SIZE: usize = 23;
/// How many characters a number has, the check character included.
const LENGTH: usize = 12;
/// How many characters stand between two hyphens.
const GROUP: usize = 4;

/// A well-formed certificate number, kept as twelve characters without hyphens. Displayed in groups.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct CertificateNumber([u8; LENGTH]);

/// The text is not a certificate number: a character is wrong, missing, too many, or two were swapped.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a certificate number: compare it with the paper, character by character")]
pub struct Mistyped;

impl CertificateNumber {
    /// The number that belongs to 128 random bits.
    pub fn from_random(bits: u128) -> Self {
        let mut rest = bits;
        let mut values = Vec::with_capacity(LENGTH);
        for _ in 1..LENGTH {
            values.push(usize::try_from(rest % SIZE as u128).unwrap_or_default());
            rest /= SIZE as u128;
        }
        values.push(check_value(&values));
        let mut number = [0; LENGTH];
        for (place, value) in number.iter_mut().zip(values) {
            *place = character(value);
        }
        Self(number)
    }

    /// Reads a number as people type it: any case, with or without hyphens and spaces, and with look-alikes (Z for 2, S
    /// for 5, U for V, К of a Cyrillic keyboard for K).
    ///
    /// # Errors
    /// [`Mistyped`] if no reading of the look-alikes gives a number whose check character is right.
    pub fn parse(text: &str) -> Result<Self, Mistyped> {
        let (mut number, mut values) = ([0; LENGTH], [0; LENGTH]);
        let mut places = number.iter_mut().zip(&mut values);
        for c in text.chars().flat_map(char::to_uppercase) {
            match value_of(straighten(c)) {
                Some(read) => {
                    let (place, value) = places.next().ok_or(Mistyped)?;
                    (*place, *value) = (character(read), read);
                }
                None if is_separator(c) => {}
                None => return Err(Mistyped),
            }
        }
        let is_whole = places.next().is_none();
        (is_whole && weighted_sum(&values) == 0).then_some(Self(number)).ok_or(Mistyped)
    }

    /// The number in the cell of a list in which a name may stand as well. A few numbers have no digit, and a name of two or
    /// three words may happen to be made of their letters: letters alone are a number only as one word.
    pub fn in_cell(text: &str) -> Option<Self> {
        let is_one_word = !text.trim().contains(char::is_whitespace);
        Self::parse(text).ok().filter(|_| is_one_word || text.chars().any(|c| c.is_ascii_digit()))
    }

    /// The twelve characters without hyphens: in the database, in addresses and in the token.
    pub fn as_str(&self) -> &str {
        // All of them are of the alphabet, which is ASCII.
        std::str::from_utf8(&self.0).unwrap_or_default()
    }
}

impl std::fmt::Display for CertificateNumber {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        for (at, group) in self.0.chunks(GROUP).enumerate() {
            if at > 0 {
                f.write_str("-")?;
            }
            f.write_str(std::str::from_utf8(group).unwrap_or_default())?;
        }
        Ok(())
    }
}

impl std::str::FromStr for CertificateNumber {
    type Err = Mistyped;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        Self::parse(text)
    }
}

impl TryFrom<String> for CertificateNumber {
    type Error = Mistyped;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        Self::parse(&text)
    }
}

impl From<CertificateNumber> for String {
    fn from(number: CertificateNumber) -> Self {
        number.as_str().to_owned()
    }
}

fn value_of(c: char) -> Option<usize> {
    let c = u8::try_from(c).ok()?;
    ALPHABET.iter().position(|known| *known == c)
}

/// The character with this value.
fn character(value: usize) -> u8 {
    ALPHABET.get(value).copied().unwrap_or_default()
}

/// The sum of weight × value modulo 23; the last character weighs 1, the one before it 2, and so on.
fn weighted_sum(values: &[usize]) -> usize {
    values.iter().rev().zip(1..).map(|(value, weight)| value * weight).sum::<usize>() % SIZE
}

/// What must follow these values so that the weighted sum of all is 0.
fn check_value(values: &[usize]) -> usize {
    let shifted: usize = values.iter().rev().zip(2..).map(|(value, weight)| value * weight).sum();
    (SIZE - shifted % SIZE) % SIZE
}

fn is_separator(c: char) -> bool {
    c.is_whitespace() || c == '\u{feff}' || "-_.·‐‑‒–—―−\u{ad}\u{200b}".contains(c)
}

/// What an upper-case character stands for: the one of the alphabet that it looks like, on a Latin or a Cyrillic keyboard, or
/// else itself. Zero, one and their likes stand for nothing else: nothing in the alphabet looks like them.
fn straighten(c: char) -> char {
    match c {
        'Z' => '2',
        'З' | 'Ӡ' | 'Э' => '3',
        'Ч' => '4',
        'S' | 'Ѕ' => '5',
        'G' | 'Б' => '6',
        'B' | 'В' => '8',
        'А' => 'A',
        'С' | 'Ҫ' => 'C',
        'Е' | 'Ё' => 'E',
        'Ғ' => 'F',
        'Н' | 'Ң' | 'Һ' => 'H',
        'Ј' => 'J',
        'К' | 'Қ' => 'K',
        'М' => 'M',
        'Р' => 'P',
        'Т' => 'T',
        'U' => 'V',
        'Х' | 'Ҳ' => 'X',
        'У' | 'Ү' | 'Ұ' => 'Y',
        other => other,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::Random;

    fn drawn(seed: u64) -> CertificateNumber {
        let mut bytes = [0; 16];
        Random::seeded(seed).fill(&mut bytes);
        CertificateNumber::from_random(u128::from_le_bytes(bytes))
    }

    fn values(number: &CertificateNumber) -> Vec<usize> {
        number.as_str().chars().map(|c| value_of(c).expect("of the alphabet")).collect()
    }

    #[test]
    fn a_number_has_three_groups_and_reads_back() {
        for seed in 0..500 {
            let number = drawn(seed);
            assert_eq!(number.as_str().len(), LENGTH);
            assert_eq!(number.to_string().len(), LENGTH + 2);
            assert_eq!(CertificateNumber::parse(&number.to_string()), Ok(number));
        }
    }

    #[test]
    fn a_known_number_stays_the_same_for_ever() {
        assert_eq!(CertificateNumber::from_random(0).to_string(), "2222-2222-2222");
        assert_eq!(CertificateNumber::from_random(1).to_string(), "3222-2222-222F");
        assert_eq!(CertificateNumber::from_random(u128::MAX / 3).to_string(), "6HWK-AE8P-PY3C");
    }

    /// The sum is linear, so what an error changes depends only on the place and on the difference: going through all
    /// places and all pairs of values proves it for every number.
    #[test]
    fn every_single_wrong_character_is_noticed() {
        for place in 0..LENGTH {
            for right in 0..SIZE {
                for wrong in (0..SIZE).filter(|wrong| *wrong != right) {
                    let mut typed = vec![0; LENGTH];
                    typed[place] = right;
                    let before = weighted_sum(&typed);
                    typed[place] = wrong;
                    assert_ne!(before, weighted_sum(&typed), "{right} as {wrong} at {place}");
                }
            }
        }
    }

    #[test]
    fn every_swap_of_two_characters_is_noticed() {
        for first in 0..LENGTH {
            for second in first + 1..LENGTH {
                for a in 0..SIZE {
                    for b in (0..SIZE).filter(|b| *b != a) {
                        let mut typed = vec![0; LENGTH];
                        (typed[first], typed[second]) = (a, b);
                        let before = weighted_sum(&typed);
                        typed.swap(first, second);
                        assert_ne!(before, weighted_sum(&typed), "{a} and {b} at {first} and {second}");
                    }
                }
            }
        }
    }

    #[test]
    fn errors_in_real_numbers_are_noticed() {
        for seed in 0..20 {
            let right = values(&drawn(seed));
            for place in 0..LENGTH {
                for value in (0..SIZE).filter(|value| *value != right[place]) {
                    let mut typed = right.clone();
                    typed[place] = value;
                    let text: String = typed.iter().map(|value| char::from(character(*value))).collect();
                    assert_eq!(CertificateNumber::parse(&text), Err(Mistyped));
                }
            }
        }
    }

    #[test]
    fn a_number_is_read_however_it_is_typed() {
        let number = CertificateNumber::parse("KH8Y-M3RK-42TV").expect("a number");
        for typed in [
            "kh8ym3rk42tv",
            " KH8Y M3RK 42TV ",
            "КНВУ–М3RК–4ZТV",
            "кнbү.мзrк.42тv",
            "kh8y\u{a0}m3rk\u{2011}42tv",
            "kһ8у m3rk 42tv",
        ] {
            assert_eq!(CertificateNumber::parse(typed).as_ref(), Ok(&number), "{typed}");
        }
    }

    #[test]
    fn a_number_without_a_digit_is_one_in_a_list_of_names_too_and_a_name_is_none() {
        let has_digit = |number: &CertificateNumber| number.as_str().chars().any(|c| c.is_ascii_digit());
        let letters = (0..5_000).map(drawn).find(|number| !has_digit(number)).expect("one in 170 has none");
        let spaced = letters.to_string().replace('-', " ");
        assert_eq!(CertificateNumber::in_cell(&format!(" {letters} ")), Some(letters.clone()));
        assert_eq!(CertificateNumber::in_cell(&letters.as_str().to_lowercase()), Some(letters.clone()));
        assert_eq!(CertificateNumber::in_cell(&spaced), None, "three words may be a name");
        assert_eq!(CertificateNumber::parse(&spaced), Ok(letters), "where nothing but a number is typed, it is one");
        assert!(CertificateNumber::in_cell("KH8Y M3RK 42TV").is_some());
    }

    #[test]
    fn what_is_no_number_is_mistyped() {
        for text in
            ["", "-", "KH8Y-M3RK-42T", "KH8Y-M3RK-42TVV", "KH8Y-M3RK-42T0", "KH8Y-M3RK-42T!", "ß", "KH8Y-M3RK-42T1"]
        {
            assert_eq!(CertificateNumber::parse(text), Err(Mistyped), "{text}");
        }
        assert_eq!(CertificateNumber::parse(&"2".repeat(100_000)), Err(Mistyped));
    }

    #[test]
    fn look_alikes_are_not_in_the_alphabet() {
        for group in ["0OQD", "1IL", "2Z", "5S", "6G", "8B", "UV", "MN"] {
            assert!(group.chars().filter(|c| value_of(*c).is_some()).count() <= 1, "{group}");
        }
    }
}
