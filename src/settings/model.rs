//! The settings, and what each may say.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::logo::Logo;
use crate::content::model::{self as content, Reviews};
use crate::kernel::{Email, Lang, PersonName, Role, Timestamp};

/// What a setting may hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// One line of text of so many characters at most.
    Line(usize),
    /// A person's name.
    Name,
    /// A colour for text on the certificate's paper: contrast 4.5:1 at least (WCAG 2.2, 1.4.3).
    TextColor,
    /// A colour for lines and ornaments: 2:1 at least, so that they are seen.
    LineColor,
    /// An e-mail address.
    Email,
    /// Yes or nothing.
    Flag,
}

/// One setting.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Field {
    /// The name of its row and of its field in the form.
    pub name: &'static str,
    /// The key of its label.
    pub label: &'static str,
    /// What it may hold.
    pub kind: Kind,
    /// In which language it is, if it has one.
    pub lang: Option<Lang>,
}

const fn of(name: &'static str, label: &'static str, kind: Kind, lang: Option<Lang>) -> Field {
    Field { name, label, kind, lang }
}

const LINE: Kind = Kind::Line(80);

/// Every setting but the logo, in the order of the form.
pub const FIELDS: [Field; 23] = [
    of("name_kk", "settings-name", LINE, Some(Lang::Kk)),
    of("name_ru", "settings-name", LINE, Some(Lang::Ru)),
    of("name_en", "settings-name", LINE, Some(Lang::En)),
    of("first_name", "settings-signatory", Kind::Name, None),
    of("first_role_kk", "settings-role", LINE, Some(Lang::Kk)),
    of("first_role_ru", "settings-role", LINE, Some(Lang::Ru)),
    of("first_role_en", "settings-role", LINE, Some(Lang::En)),
    of("second_name", "settings-signatory", Kind::Name, None),
    of("second_role_kk", "settings-role", LINE, Some(Lang::Kk)),
    of("second_role_ru", "settings-role", LINE, Some(Lang::Ru)),
    of("second_role_en", "settings-role", LINE, Some(Lang::En)),
    of("color_text", "settings-color-text", Kind::TextColor, None),
    of("color_line", "settings-color-line", Kind::LineColor, None),
    of("mail_name", "settings-mail-name", Kind::Line(60), None),
    of("mail_reply_to", "settings-mail-reply", Kind::Email, None),
    of("review_medical", "settings-review-medical", Kind::Flag, None),
    of("review_legal", "settings-review-legal", Kind::Flag, None),
    of("review_language", "settings-review-language", Kind::Flag, None),
    of("second_coordinator", "second-setting-coordinator", Kind::Flag, None),
    of("second_reviewer", "second-setting-reviewer", Kind::Flag, None),
    of("second_trainer", "second-setting-trainer", Kind::Flag, None),
    of("second_centre", "second-setting-centre", Kind::Flag, None),
    of("second_administrator", "second-setting-administrator", Kind::Flag, None),
];

/// The setting of a name.
pub fn field(name: &str) -> Option<&'static Field> {
    FIELDS.iter().find(|field| field.name == name)
}

impl Field {
    /// The value in what somebody typed; empty is "as the program brings it".
    ///
    /// # Errors
    /// The key of the message that says what is wrong.
    pub fn read(&self, typed: &str) -> Result<String, &'static str> {
        let text = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        if text.is_empty() {
            return Ok(text);
        }
        let is_plain = !text.chars().any(|c| c.is_control() || "<>\"\u{202a}\u{202b}\u{202d}\u{202e}".contains(c));
        match self.kind {
            Kind::Line(most) if is_plain && text.chars().count() <= most => Ok(text),
            Kind::Line(_) => Err("settings-line-wrong"),
            Kind::Name => PersonName::parse(&text).map(|name| name.as_str().to_owned()).ok_or("centre-name-wrong"),
            Kind::TextColor => readable(&text, 4.5, "settings-color-pale"),
            Kind::LineColor => readable(&text, 2.0, "settings-line-pale"),
            Kind::Email => Email::parse(&text).map(|email| email.as_str().to_owned()).ok_or("account-email-wrong"),
            Kind::Flag => Ok("yes".to_owned()),
        }
    }
}

fn readable(text: &str, least: f64, pale: &'static str) -> Result<String, &'static str> {
    let color = read_color(text).ok_or("settings-color-wrong")?;
    if contrast(color, PAPER) < least { Err(pale) } else { Ok(text.to_lowercase()) }
}

/// The paper of certificates.
pub const PAPER: [u8; 3] = [252, 248, 238];

/// Red, green and blue of `#0e545c`.
pub fn read_color(text: &str) -> Option<[u8; 3]> {
    let digits = text.strip_prefix('#').filter(|digits| digits.len() == 6 && digits.is_ascii())?;
    let part = |at: usize| u8::from_str_radix(digits.get(at..at + 2)?, 16).ok();
    Some([part(0)?, part(2)?, part(4)?])
}

/// How well two colours are told apart, from 1 to 21 (WCAG 2.2, "contrast ratio" and "relative luminance").
pub fn contrast(one: [u8; 3], other: [u8; 3]) -> f64 {
    let luminance = |color: [u8; 3]| {
        let [red, green, blue] = color.map(|part| {
            let part = f64::from(part) / 255.0;
            if part <= 0.04045 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * red + 0.7152 * green + 0.0722 * blue
    };
    let (one, other) = (luminance(one), luminance(other));
    (one.max(other) + 0.05) / (one.min(other) + 0.05)
}

/// Somebody in whose name certificates are issued.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signatory {
    /// The name.
    pub name: String,
    /// What they are, in the language of the document.
    pub role: String,
}

/// A review that a course may need before it is published.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Review {
    /// By a doctor.
    Medical,
    /// By a lawyer.
    Legal,
    /// By an editor of each language.
    Language,
}

/// Everything that was set.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Settings {
    /// By the names of [`FIELDS`]; without those that are empty.
    pub values: BTreeMap<String, String>,
    /// Since when each is as it is.
    pub since: BTreeMap<String, Timestamp>,
    /// The logo.
    pub logo: Option<Arc<Logo>>,
}

impl Settings {
    /// A setting; empty if it is not set.
    pub fn get(&self, name: &str) -> &str {
        self.values.get(name).map_or("", String::as_str)
    }

    fn in_language(&self, stem: &str, lang: Lang) -> Option<&str> {
        Some(self.get(&format!("{stem}_{lang}"))).filter(|text| !text.is_empty())
    }

    /// The centre's name, if it is set.
    pub fn centre_name(&self, lang: Lang) -> Option<&str> {
        self.in_language("name", lang)
    }

    /// Who signs, in the language of a document.
    pub fn signatories(&self, lang: Lang) -> Vec<Signatory> {
        let one = |stem: &str| {
            let name = Some(self.get(&format!("{stem}_name"))).filter(|name| !name.is_empty())?;
            let role = self.in_language(&format!("{stem}_role"), lang).unwrap_or_default();
            Some(Signatory { name: name.to_owned(), role: role.to_owned() })
        };
        ["first", "second"].into_iter().filter_map(one).collect()
    }

    /// A colour, if it is set.
    pub fn color(&self, name: &str) -> Option<&str> {
        Some(self.get(name)).filter(|color| read_color(color).is_some())
    }

    /// Where answers to mails go, if it is set.
    pub fn reply_to(&self) -> Option<Email> {
        Email::parse(self.get("mail_reply_to"))
    }

    /// The name before the sender's address, if it is set.
    pub fn sender_name(&self) -> Option<&str> {
        Some(self.get("mail_name")).filter(|name| !name.is_empty())
    }

    /// Since when a second factor is demanded of who holds a role; `None` if it is not.
    pub fn second_factor_since(&self, role: Role) -> Option<Timestamp> {
        self.flag_since(&format!("second_{role}"))
    }

    /// The same of those who may sign lessons, which is no role.
    pub fn second_factor_of_reviewers_since(&self) -> Option<Timestamp> {
        self.flag_since("second_reviewer")
    }

    fn flag_since(&self, name: &str) -> Option<Timestamp> {
        self.values.get(name).and_then(|_| self.since.get(name).copied())
    }

    /// The reviews that must be signed before a course is published.
    pub fn required_reviews(&self) -> Vec<Review> {
        [("review_medical", Review::Medical), ("review_legal", Review::Legal), ("review_language", Review::Language)]
            .into_iter()
            .filter(|(name, _)| !self.get(name).is_empty())
            .map(|(_, review)| review)
            .collect()
    }
}

impl Review {
    /// The word for who publishes from the shell.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Medical => "medical",
            Self::Legal => "legal",
            Self::Language => "language",
        }
    }
}

impl Settings {
    /// The reviews that are demanded, that this course needs by its own word, and that nobody has signed.
    pub fn missing_reviews(&self, reviews: &Reviews) -> Vec<Review> {
        let is_pending = |review: &Review| {
            let of_course = match review {
                Review::Medical => &reviews.medical,
                Review::Legal => &reviews.legal,
                Review::Language => &reviews.language,
            };
            matches!(of_course, Some(content::Review::Pending))
        };
        self.required_reviews().into_iter().filter(is_pending).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_colour_must_be_readable_on_the_paper() {
        let text = field("color_text").expect("a setting");
        assert_eq!(text.read(" #0E545C "), Ok("#0e545c".to_owned()));
        assert_eq!(text.read("#b88e3e"), Err("settings-color-pale"));
        assert_eq!(field("color_line").expect("a setting").read("#b88e3e"), Ok("#b88e3e".to_owned()));
        assert_eq!(field("color_line").expect("a setting").read("#f0e8d0"), Err("settings-line-pale"));
        for wrong in ["red", "#12345", "#12345g", "0e545c", "#éé12"] {
            assert_eq!(text.read(wrong), Err("settings-color-wrong"), "{wrong}");
        }
        assert!((contrast([0; 3], [255; 3]) - 21.0).abs() < 0.001);
    }

    #[test]
    fn what_cannot_be_printed_or_breaks_a_header_is_refused() {
        let name = field("name_kk").expect("a setting");
        assert_eq!(name.read("  Жастар   орталығы\r\n"), Ok("Жастар орталығы".to_owned()));
        assert_eq!(name.read(&"ж".repeat(81)), Err("settings-line-wrong"));
        assert_eq!(field("mail_name").expect("a setting").read("a <b@c.kz>"), Err("settings-line-wrong"));
        assert_eq!(field("mail_reply_to").expect("a setting").read("nobody"), Err("account-email-wrong"));
        assert_eq!(field("first_name").expect("a setting").read("7"), Err("centre-name-wrong"));
    }

    #[test]
    fn a_demanded_review_that_is_pending_is_missing() {
        let mut settings = Settings::default();
        let reviews = Reviews { medical: Some(content::Review::Pending), ..Reviews::default() };
        assert!(settings.missing_reviews(&reviews).is_empty());
        settings.values.insert("review_medical".to_owned(), "yes".to_owned());
        settings.values.insert("review_legal".to_owned(), "yes".to_owned());
        assert_eq!(settings.missing_reviews(&reviews), [Review::Medical]);
    }

    #[test]
    fn every_setting_has_one_row() {
        let mut names: Vec<&str> = FIELDS.iter().map(|field| field.name).collect();
        names.sort_unstable();
        names.dedup();
        assert_eq!(names.len(), FIELDS.len());
    }
}
