//! What stands on a printed card: a sign-in name and a password that works until an own one is chosen.
//!
//! Both are drawn from the secret of the form that makes the cards, so that the same form sent twice shows the same
//! cards. Digits alone, because a phone types them on every keyboard: Kazakh, Russian or Latin.

use sha2::{Digest, Sha256};

use crate::kernel::{PersonName, Secret};

/// How long the password of a card works, in seconds: 30 days, because cards travel to villages (OWASP ASVS 5.0,
/// 6.4.1, asks for an end).
pub const CARD_LIFETIME: i64 = 30 * 86_400;

/// How long the cards of a form can be shown again, in seconds: a printer may jam. After that, a new card is made.
pub const SHOWN_FOR: i64 = 15 * 60;

/// The digits of a password: 10^10 of them, tried at most 100 times an hour.
const DIGITS: usize = 10;

/// The password of a card. It prints nothing when debugged.
#[derive(Clone, PartialEq, Eq)]
pub struct OneTime(String);

impl OneTime {
    /// The password of the card at this place of the cards that a form makes.
    pub fn draw(secret: &Secret, place: i32) -> Self {
        let number = number(secret, place, "password") % 10_u64.pow(10);
        Self(format!("{number:0DIGITS$}"))
    }

    /// What somebody typed from a card, without the blanks between the groups.
    pub fn typed(text: &str) -> String {
        text.chars().filter(|c| !c.is_whitespace() && *c != '-').collect()
    }

    /// The digits, for hashing.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// In groups that can be read: `4719 206 835`.
    pub fn grouped(&self) -> String {
        let (first, rest) = self.0.split_at(4);
        let (second, third) = rest.split_at(3);
        format!("{first} {second} {third}")
    }
}

impl std::fmt::Debug for OneTime {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("OneTime(…)")
    }
}

/// A sign-in name: the first name in plain Latin letters and four digits, `aigerim4821`. If it is taken, another
/// `turn` draws other digits.
pub fn sign_in_name(name: &PersonName, secret: &Secret, (place, turn): (i32, u32)) -> String {
    let digits = number(secret, place, &format!("name {turn}")) % 10_000;
    format!("{}{digits:04}", latin(name))
}

/// A number that only the form's secret tells.
fn number(secret: &Secret, place: i32, what: &str) -> u64 {
    let digest = Sha256::digest(format!("card {} {place} {what}", secret.reveal()));
    digest.iter().take(8).fold(0, |number, byte| number << 8 | u64::from(*byte))
}

/// The first word of a name in letters that every keyboard has, at most twelve; `volunteer` if nothing is left.
fn latin(name: &PersonName) -> String {
    let first = name.as_str().split([' ', '-']).find(|word| word.chars().count() > 1).unwrap_or_default();
    let latin: String = first.to_lowercase().chars().flat_map(|c| plain(c).chars()).take(12).collect();
    if latin.len() < 2 { "volunteer".to_owned() } else { latin }
}

/// One letter in `a` to `z`: the Kazakh alphabet of 2021 without its marks, Russian letters as on passports.
fn plain(c: char) -> &'static str {
    match c {
        'а' | 'ә' | 'a' => "a",
        'б' | 'b' => "b",
        'в' | 'v' => "v",
        'г' | 'ғ' | 'g' => "g",
        'д' | 'd' => "d",
        'е' | 'э' | 'e' => "e",
        'ё' => "yo",
        'ж' => "zh",
        'з' | 'z' => "z",
        'и' | 'й' | 'і' | 'ы' | 'i' => "i",
        'y' => "y",
        'к' | 'k' => "k",
        'қ' | 'q' => "q",
        'л' | 'l' => "l",
        'м' | 'm' => "m",
        'н' | 'ң' | 'n' => "n",
        'о' | 'ө' | 'o' => "o",
        'п' | 'p' => "p",
        'р' | 'r' => "r",
        'с' | 's' => "s",
        'т' | 't' => "t",
        'у' | 'ұ' | 'ү' | 'u' => "u",
        'ф' | 'f' => "f",
        'х' | 'һ' | 'h' => "h",
        'ц' => "ts",
        'ч' => "ch",
        'ш' => "sh",
        'щ' => "shch",
        'ю' => "yu",
        'я' => "ya",
        'c' => "c",
        'j' => "j",
        'w' => "w",
        'x' => "x",
        _ => "",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn secret(seed: u8) -> Secret {
        Secret::from_bytes([seed; 24])
    }

    #[test]
    fn the_same_form_draws_the_same_cards_and_another_form_others() {
        let (one, other) = (OneTime::draw(&secret(1), 0), OneTime::draw(&secret(2), 0));
        assert_eq!(one, OneTime::draw(&secret(1), 0));
        assert_ne!(one, other);
        assert_ne!(one, OneTime::draw(&secret(1), 1));
        assert_eq!(one.digits().len(), 10);
        assert_eq!(OneTime::typed(&format!(" {} ", one.grouped())), one.digits());
        assert!(!format!("{one:?}").contains(one.digits()));
    }

    #[test]
    fn a_sign_in_name_is_typed_on_any_keyboard() {
        for (name, begins) in [
            ("Әйгерім Нұрғалиқызы", "aigerim"),
            ("Қуаныш", "quanish"),
            ("Анна-Мария Щукина", "anna"),
            ("O'Neil", "oneil"),
            ("诗涵", "volunteer"),
        ] {
            let name = PersonName::parse(name).expect("a name");
            let drawn = sign_in_name(&name, &secret(3), (0, 0));
            let (letters, digits) = drawn.split_at(drawn.len() - 4);
            assert_eq!(letters, begins);
            assert!(digits.bytes().all(|digit| digit.is_ascii_digit()), "{drawn}");
            assert_ne!(drawn, sign_in_name(&name, &secret(3), (0, 1)));
        }
    }
}
