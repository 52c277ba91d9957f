//! What a course is, apart from the files it came from. Stored as JSON within a published version, so a field is
//! added with a default and never renamed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::picture::PictureFormat;
use super::template::Template;
use crate::kernel::{Day, Expiry, Lang, Localized, ReviewSubject, Slug};
use crate::quiz::draw::{BankItem, Blueprint, CriticalRule, Part, Source};
use crate::quiz::model::{Body, Question};
use crate::quiz::rules::QuizRules;

/// A whole course: everything that learners read, in every language. Pictures' bytes are kept apart, by digest.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Course {
    /// The key in addresses and of the folder.
    pub key: Slug,
    /// The languages of the course, the one in which it is written first. Every text exists in each of them but the
    /// optional ones.
    pub languages: Vec<Lang>,
    /// Those in which texts may be missing; learners then have another language. None is not written, so that digests of
    /// courses without any stay as they were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub optional_languages: Vec<Lang>,
    /// The courses to complete first, by key. None is not written, for the same reason.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub prerequisites: Vec<Slug>,
    /// Online hours, as the certificate prints them.
    pub hours: f64,
    /// The name of the course.
    pub title: Localized,
    /// One or two sentences for the catalogue.
    pub summary: Localized,
    /// What one can do afterwards.
    pub outcomes: LocalizedList,
    /// What the course does not give.
    #[serde(default)]
    pub limits: Localized,
    /// The medical base, where there is one.
    #[serde(default)]
    pub guideline: Option<Guideline>,
    /// Who has looked at it, and who has not yet.
    #[serde(default)]
    pub reviews: Reviews,
    /// What completing it gives.
    pub certificate: CertificateRule,
    /// In the order of learning.
    pub modules: Vec<Module>,
    /// The test after all modules, where there is one.
    #[serde(default, rename = "final")]
    pub final_test: Option<FinalTest>,
    /// Numbers with unit and source, by key.
    #[serde(default)]
    pub facts: BTreeMap<Slug, Fact>,
    /// Words that lessons explain, by key.
    #[serde(default)]
    pub glossary: BTreeMap<Slug, Term>,
    /// Drawings, by key.
    #[serde(default)]
    pub pictures: BTreeMap<Slug, Picture>,
    /// Forms to print or to open as a spreadsheet, by key. None is not written, so that digests of courses
    /// without any stay as they were.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub templates: BTreeMap<Slug, Template>,
}

/// The languages in which every text has to exist where a course says nothing: the one in which it is written, Kazakh and
/// Russian.
pub fn required_by_default(languages: &[Lang]) -> Vec<Lang> {
    let is_required = |(at, lang): &(usize, Lang)| *at == 0 || matches!(lang, Lang::Kk | Lang::Ru);
    languages.iter().copied().enumerate().filter(is_required).map(|(_, lang)| lang).collect()
}

impl Reviews {
    /// The reviews that are needed and not signed for the course as a whole.
    pub fn pending(&self) -> Vec<ReviewSubject> {
        let all = [
            (ReviewSubject::Medical, &self.medical),
            (ReviewSubject::Legal, &self.legal),
            (ReviewSubject::Language, &self.language),
        ];
        all.into_iter().filter(|(_, review)| **review == Some(Review::Pending)).map(|(subject, _)| subject).collect()
    }
}

impl Course {
    /// True while one of the reviews that the course needs is not signed.
    pub fn is_pilot(&self) -> bool {
        !self.reviews.pending().is_empty()
    }

    /// The languages in which every text exists.
    pub fn required_languages(&self) -> Vec<Lang> {
        let is_required = |lang: &Lang| !self.optional_languages.contains(lang);
        self.languages.iter().copied().filter(is_required).collect()
    }

    /// The module of a key.
    pub fn module(&self, key: &Slug) -> Option<&Module> {
        self.modules.iter().find(|module| &module.key == key)
    }

    /// The lesson of a key, with its module.
    pub fn lesson(&self, key: &Slug) -> Option<(&Module, &Lesson)> {
        self.lessons().find(|(_, lesson)| &lesson.key == key)
    }

    /// Every lesson in the order of learning, with its module.
    pub fn lessons(&self) -> impl Iterator<Item = (&Module, &Lesson)> {
        self.modules.iter().flat_map(|module| module.lessons.iter().map(move |lesson| (module, lesson)))
    }

    /// The question of a key, with its module.
    pub fn question(&self, key: &Slug) -> Option<(&Module, &Question)> {
        self.questions().find(|(_, question)| &question.key == key)
    }

    /// Every question, with its module.
    pub fn questions(&self) -> impl Iterator<Item = (&Module, &Question)> {
        self.modules.iter().flat_map(|module| module.questions.iter().map(move |question| (module, question)))
    }

    /// The templates in the order of their assignments, those without one last.
    pub fn templates_in_order(&self) -> Vec<(&Slug, &Template)> {
        let mut all: Vec<_> = self.templates.iter().collect();
        all.sort_by_key(|(_, template)| template.assignment.unwrap_or(char::MAX));
        all
    }

    /// The templates to which a lesson leads, in the same order.
    pub fn templates_of(&self, lesson: &Slug) -> impl Iterator<Item = (&Slug, &Template)> {
        self.templates_in_order().into_iter().filter(move |(_, template)| template.lessons.contains(lesson))
    }

    /// The banks of all modules as a draw sees them: for the final test.
    pub fn bank_items(&self) -> Vec<BankItem> {
        self.modules.iter().flat_map(Module::bank_items).collect()
    }

    /// Copies bounds and unit from the facts into the numeric questions that name one. A question whose fact
    /// is unknown or has no bounds is left as it is.
    pub fn settle_numeric_questions(&mut self) {
        for module in &mut self.modules {
            for question in &mut module.questions {
                let fact = module.numeric_facts.get(&question.key).and_then(|key| self.facts.get(key));
                if let (Body::Numeric(numeric), Some(fact)) = (&mut question.body, fact)
                    && let (Some(min), Some(max)) = (fact.min, fact.max)
                {
                    (numeric.min, numeric.max) = (min, max);
                    numeric.unit = fact.unit.clone();
                }
            }
        }
    }
}

/// A list of texts in each language, all of the same length.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(transparent)]
pub struct LocalizedList(pub BTreeMap<Lang, Vec<String>>);

impl LocalizedList {
    /// The texts of a language, or else of the first language that has any.
    pub fn get(&self, lang: Lang) -> &[String] {
        self.found(lang).map_or(&[], |(_, texts)| texts)
    }

    /// The same, with the language that they are in.
    pub fn found(&self, lang: Lang) -> Option<(Lang, &[String])> {
        let exact = self.0.get(&lang).map(|texts| (lang, texts.as_slice()));
        exact.or_else(|| self.0.iter().next().map(|(lang, texts)| (*lang, texts.as_slice())))
    }
}

/// Which medical guideline the course follows.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Guideline {
    /// As printed under lessons, such as `2025-10`.
    pub version: String,
    /// The documents.
    pub base: Localized,
}

/// The state of one review.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Review {
    /// Needed, and nobody has signed yet.
    Pending,
    /// Signed.
    Signed {
        /// Who signed, as the course page says it.
        by: String,
        /// When.
        on: Day,
    },
}

/// The reviews that a course needs; one that is left out is not needed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct Reviews {
    /// By a doctor or a certified trainer.
    #[serde(default)]
    pub medical: Option<Review>,
    /// By a lawyer.
    #[serde(default)]
    pub legal: Option<Review>,
    /// By a native reader of each language.
    #[serde(default)]
    pub language: Option<Review>,
    /// What every lesson has to be signed for before the course is published here. None is not written, so that
    /// digests of courses without any stay as they were.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub before_publishing: Vec<ReviewSubject>,
}

/// What a certificate of this course confirms.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum CertificateKind {
    /// The theory was completed online.
    Theory,
    /// A trainer has confirmed the skills.
    Practical,
}

impl CertificateKind {
    /// Every kind.
    pub const ALL: [Self; 2] = [Self::Theory, Self::Practical];

    /// The word in files and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Theory => "theory",
            Self::Practical => "practical",
        }
    }

    /// The kind of a word, if it is one.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.code() == code)
    }
}

/// What completing the course gives.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CertificateRule {
    /// What it confirms.
    pub kind: CertificateKind,
    /// Months until it expires; never, if left out.
    #[serde(default)]
    pub validity_months: Option<u32>,
    /// The last valid day, the same for everybody; never beside months.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub valid_until: Option<Day>,
    /// As printed.
    pub title: Localized,
}

impl CertificateRule {
    /// In which of a course's languages it can be: those in which there are words for what it confirms.
    pub fn languages(&self, of: &[Lang]) -> Vec<Lang> {
        of.iter().copied().filter(|lang| self.title.exact(*lang).is_some_and(|title| !title.is_empty())).collect()
    }

    /// The language that was wished, or else the first in which it can be.
    pub fn language(&self, of: &[Lang], wished: Lang) -> Lang {
        self.languages(of).into_iter().min_by_key(|lang| *lang != wished).unwrap_or(wished)
    }

    /// Until when it holds.
    pub fn expiry(&self) -> Expiry {
        self.valid_until.map(Expiry::On).or(self.validity_months.map(Expiry::Months)).unwrap_or(Expiry::Never)
    }
}

/// A part of a course: a few lessons, the question bank, the test.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Module {
    /// Unique among the modules.
    pub key: Slug,
    /// Its name.
    pub title: Localized,
    /// One sentence.
    pub summary: Localized,
    /// In the order of learning.
    pub lessons: Vec<Lesson>,
    /// The test after the lessons.
    pub test: ModuleTest,
    /// The bank: lesson checks and what tests draw from.
    pub questions: Vec<Question>,
    /// For numeric questions, the fact that gives bounds and unit.
    #[serde(default)]
    pub numeric_facts: BTreeMap<Slug, Slug>,
}

impl Module {
    /// True if the question is a lesson check, which no test draws.
    pub fn is_check(&self, question: &Slug) -> bool {
        self.lessons.iter().any(|lesson| lesson.checks.contains(question))
    }

    /// The questions that tests draw from: all that are no lesson checks.
    pub fn bank(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|question| !self.is_check(&question.key))
    }

    /// The bank as a draw sees it.
    pub fn bank_items(&self) -> Vec<BankItem> {
        let item = |question: &Question| BankItem {
            key: question.key.clone(),
            module: self.key.clone(),
            tags: question.tags.clone(),
            critical: question.critical,
        };
        self.bank().map(item).collect()
    }

    /// What a try of the module test is made of.
    pub fn blueprint(&self) -> Blueprint {
        let part = Part { from: Source::Module(self.key.clone()), count: self.test.draw as usize };
        Blueprint { parts: vec![part], critical: self.test.critical }
    }
}

/// One page of learning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Lesson {
    /// Unique within the course.
    pub key: Slug,
    /// How long it takes.
    pub minutes: u32,
    /// Questions of the module that check it, in order.
    #[serde(default)]
    pub checks: Vec<Slug>,
    /// The whole Markdown, title line included, in each language.
    pub source: Localized,
}

/// The test of a module.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ModuleTest {
    /// Questions per try.
    pub draw: u32,
    /// Passing and trying again.
    pub rules: QuizRules,
    /// How critical questions are drawn.
    #[serde(default)]
    pub critical: CriticalRule,
}

/// The test of the whole course.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FinalTest {
    /// Passing and trying again.
    pub rules: QuizRules,
    /// After the last try, the weak modules' tests must be passed again as well.
    #[serde(default)]
    pub repeat_weak_modules: bool,
    /// Where the questions come from, and how critical ones are drawn.
    pub blueprint: Blueprint,
}

/// A number that texts use by name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Fact {
    /// As written in a text.
    pub value: Localized,
    /// The smallest value that a numeric question accepts.
    #[serde(default)]
    pub min: Option<f64>,
    /// The largest.
    #[serde(default)]
    pub max: Option<f64>,
    /// The unit, where there is one.
    #[serde(default)]
    pub unit: Localized,
    /// Where it comes from.
    pub source: String,
    /// How sure it is.
    pub mark: Mark,
}

/// How a fact was checked. Facts that are less sure than these are not published.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Mark {
    /// Seen in the source.
    V,
    /// Known from the named guideline.
    K,
}

impl Mark {
    /// The letter in course files.
    pub const fn code(self) -> &'static str {
        match self {
            Self::V => "V",
            Self::K => "K",
        }
    }
}

/// A word with its meaning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Term {
    /// The word.
    pub term: Localized,
    /// What it means.
    pub meaning: Localized,
}

/// A drawing or a photo: where its bytes are, and how large it is drawn.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Picture {
    /// SHA-256 of the bytes, in hexadecimal.
    pub digest: String,
    /// Width of the view box, in whole units.
    pub width: u32,
    /// Height of the view box, in whole units.
    pub height: u32,
    /// What it is; of drawings nothing is written, so that digests of courses without photos stay as they were.
    #[serde(default, skip_serializing_if = "PictureFormat::is_svg")]
    pub format: PictureFormat,
    /// What it shows, in words, to begin with wherever it is used.
    #[serde(default, skip_serializing_if = "Localized::is_empty")]
    pub alt: Localized,
}

impl Picture {
    /// The address of its bytes, once they are published.
    pub fn address(&self) -> String {
        format!("/media/{}.{}", self.digest, self.format.extension())
    }

    /// The address of its bytes while only a draft has them: below that of the draft.
    pub fn address_below(&self, base: &str, key: &str) -> String {
        format!("{base}/{key}.{}?v={}", self.format.extension(), self.digest.get(..12).unwrap_or(&self.digest))
    }
}

/// A course with the bytes of its pictures.
#[derive(Debug, Clone, PartialEq)]
pub struct Package {
    /// The course.
    pub course: Course,
    /// The bytes of each picture of the course, by key.
    pub pictures: BTreeMap<Slug, Vec<u8>>,
}
