//! The three languages of the platform, and texts that exist in each of them.

use serde::{Deserialize, Serialize};

/// A language of the interface and of course content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Lang {
    /// Kazakh, Cyrillic script.
    Kk,
    /// Russian.
    Ru,
    /// English.
    En,
}

impl Lang {
    /// Every language, in the order in which the language switch shows them.
    pub const ALL: [Self; 3] = [Self::Kk, Self::Ru, Self::En];

    /// The code of addresses, files and the `lang` attribute (BCP 47).
    pub const fn code(self) -> &'static str {
        match self {
            Self::Kk => "kk",
            Self::Ru => "ru",
            Self::En => "en",
        }
    }

    /// The language's name in itself, as the language switch shows it.
    pub const fn native_name(self) -> &'static str {
        match self {
            Self::Kk => "Қазақша",
            Self::Ru => "Русский",
            Self::En => "English",
        }
    }

    /// The language of a code, if it is one of ours.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|lang| lang.code() == code)
    }
}

impl std::fmt::Display for Lang {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

impl std::str::FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(code: &str) -> Result<Self, Self::Err> {
        Self::from_code(code).ok_or(UnknownLang)
    }
}

/// The text was not the code of one of our languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("not a language of this platform: use kk, ru or en")]
pub struct UnknownLang;

/// A text in up to three languages. Which of them must be there is the course's rule, not this type's.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Localized {
    /// Kazakh.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub kk: Option<String>,
    /// Russian.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub ru: Option<String>,
    /// English.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub en: Option<String>,
}

impl Localized {
    /// The same text in every language (a number, a name that is never translated).
    pub fn same(text: &str) -> Self {
        Self { kk: Some(text.to_owned()), ru: Some(text.to_owned()), en: Some(text.to_owned()) }
    }

    /// The text in exactly this language.
    pub fn exact(&self, lang: Lang) -> Option<&str> {
        match lang {
            Lang::Kk => self.kk.as_deref(),
            Lang::Ru => self.ru.as_deref(),
            Lang::En => self.en.as_deref(),
        }
    }

    /// The text in this language, or else in the first language that has one; empty if none has.
    pub fn get(&self, lang: Lang) -> &str {
        self.found(lang).map_or("", |(_, text)| text)
    }

    /// The same, with the language that it is in.
    pub fn found(&self, lang: Lang) -> Option<(Lang, &str)> {
        [lang].into_iter().chain(Lang::ALL).find_map(|lang| Some((lang, self.exact(lang)?)))
    }

    /// Sets the text of one language.
    pub fn set(&mut self, lang: Lang, text: String) {
        match lang {
            Lang::Kk => self.kk = Some(text),
            Lang::Ru => self.ru = Some(text),
            Lang::En => self.en = Some(text),
        }
    }

    /// True if no language has a text.
    pub fn is_empty(&self) -> bool {
        Lang::ALL.into_iter().all(|lang| self.exact(lang).is_none())
    }

    /// The same text with each language's words passed through `change`.
    #[must_use]
    pub fn map(&self, mut change: impl FnMut(Lang, &str) -> String) -> Self {
        let mut changed = Self::default();
        for lang in Lang::ALL {
            if let Some(text) = self.exact(lang) {
                changed.set(lang, change(lang, text));
            }
        }
        changed
    }
}
