//! What a reviewer answers for.

use serde::{Deserialize, Serialize};

use super::Lang;

/// What a course is reviewed for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ReviewSubject {
    /// That the advice is right: by a doctor or a certified trainer.
    Medical,
    /// That the law is told rightly: by a lawyer.
    Legal,
    /// That each language is well written: by a native reader of each.
    Language,
}

impl ReviewSubject {
    /// Every one.
    pub const ALL: [Self; 3] = [Self::Medical, Self::Legal, Self::Language];

    /// The word in course files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Medical => "medical",
            Self::Legal => "legal",
            Self::Language => "language",
        }
    }

    /// The subject of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|subject| subject.code() == code)
    }

    /// What is signed for it in a course with these languages.
    pub fn kinds(self, languages: &[Lang]) -> Vec<ReviewKind> {
        match self {
            Self::Medical => vec![ReviewKind::Medical],
            Self::Legal => vec![ReviewKind::Legal],
            Self::Language => languages.iter().copied().map(ReviewKind::Language).collect(),
        }
    }
}

/// What one signature is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ReviewKind {
    /// The advice, in all languages.
    Medical,
    /// The law, in all languages.
    Legal,
    /// The words, in one language.
    Language(Lang),
}

impl ReviewKind {
    /// Every one.
    pub const ALL: [Self; 5] =
        [Self::Medical, Self::Legal, Self::Language(Lang::Kk), Self::Language(Lang::Ru), Self::Language(Lang::En)];

    /// The word in the database and in forms.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Medical => "medical",
            Self::Legal => "legal",
            Self::Language(Lang::Kk) => "language-kk",
            Self::Language(Lang::Ru) => "language-ru",
            Self::Language(Lang::En) => "language-en",
        }
    }

    /// The kind of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

impl std::fmt::Display for ReviewKind {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.code())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_kind_has_a_word_of_its_own() {
        for kind in ReviewKind::ALL {
            assert_eq!(ReviewKind::from_code(kind.code()), Some(kind));
        }
        for subject in ReviewSubject::ALL {
            assert_eq!(ReviewSubject::from_code(subject.code()), Some(subject));
        }
        let kinds = ReviewSubject::Language.kinds(&[Lang::Ru, Lang::En]);
        assert_eq!(kinds, [ReviewKind::Language(Lang::Ru), ReviewKind::Language(Lang::En)]);
    }
}
