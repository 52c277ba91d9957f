//! What reading and writing tell: the questions, and everything that could not be taken over.

use crate::kernel::{Lang, Localized, Slug};
use crate::quiz::mistake::Mistake;
use crate::quiz::model::Question;

/// The formats.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Moodle's text format.
    Gift,
    /// The plainest text format: one right option of several.
    Aiken,
    /// Moodle's question XML.
    MoodleXml,
    /// A table as text.
    Csv,
    /// A table as spreadsheet programs keep it.
    Xlsx,
}

impl Format {
    /// Every one.
    pub const ALL: [Self; 5] = [Self::Gift, Self::Aiken, Self::MoodleXml, Self::Csv, Self::Xlsx];

    /// The format of a file by its name, and for `.txt` by what stands in it.
    pub fn guess(name: &str, bytes: &[u8]) -> Option<Self> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())?;
        match ending.as_str() {
            "xml" => Some(Self::MoodleXml),
            "csv" | "tsv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "gift" => Some(Self::Gift),
            "txt" => {
                let is_answer = |line: &[u8]| line.trim_ascii_start().starts_with(b"ANSWER:");
                Some(if bytes.split(|byte| *byte == b'\n').any(is_answer) { Self::Aiken } else { Self::Gift })
            }
            _ => None,
        }
    }

    /// The word for it, in forms and in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Gift => "gift",
            Self::Aiken => "aiken",
            Self::MoodleXml => "moodle",
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|format| format.code() == code)
    }
}

/// Why a text is no XML.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum XmlFault {
    /// One element ends where another one should.
    Closed {
        /// The one that should.
        open: String,
        /// The one that does.
        close: String,
    },
    /// The text ends before all that was begun.
    Ends,
    /// An entity that XML does not have.
    Entity(String),
    /// An attribute that stands twice.
    Twice(String),
    /// More elements than are read.
    TooMuch,
    /// A character that may not stand there, most often `<` or `&`.
    Mark,
    /// Something else.
    Other,
}

/// Why a whole file is refused.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Refusal {
    /// Too many bytes.
    TooLarge {
        /// The most.
        limit: usize,
    },
    /// It unpacks to too much.
    UnpacksTooLarge {
        /// The most.
        limit: u64,
    },
    /// Too many questions.
    TooMany {
        /// The most.
        limit: usize,
    },
    /// Too many rows.
    TooManyRows {
        /// The most.
        limit: usize,
    },
    /// The letters cannot be told without guessing.
    Encoding,
    /// Letters were lost before the file came here.
    Damaged {
        /// Where.
        line: usize,
    },
    /// The encoding that the document names is not known.
    UnknownEncoding {
        /// As named.
        name: String,
    },
    /// Not well-formed.
    Xml {
        /// Where.
        line: usize,
        /// What is wrong.
        fault: XmlFault,
    },
    /// A document type declaration: entities could read files or grow without end.
    Doctype,
    /// Too many elements within each other.
    TooDeep {
        /// Where.
        line: usize,
        /// The most.
        limit: usize,
    },
    /// Another kind of XML.
    NotMoodle {
        /// The first element.
        found: String,
    },
    /// The archive is damaged or no spreadsheet.
    NotXlsx {
        /// What is wrong.
        message: String,
    },
    /// The table is not well-formed.
    Csv {
        /// Where.
        line: u64,
        /// What is wrong.
        message: String,
    },
    /// The first row does not name the columns.
    NoHead,
    /// Nothing in it.
    NoQuestions,
}

/// Why a question was not taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Reason {
    /// A kind that cannot be asked here.
    Kind(String),
    /// People would have to mark it.
    Essay,
    /// A text without a question.
    Description,
    /// Nothing is asked.
    NoText,
    /// The braces do not close.
    Unclosed,
    /// What stands where the answer should.
    Answer(String),
    /// The line that tells the answer is missing.
    AnswerMissing,
    /// An option, or a right side, has no text.
    OptionWithoutText,
    /// What stands on the left has nothing on the right.
    LeftAlone(String),
    /// An order of fewer than two steps.
    StepsMissing,
    /// No option is right.
    NoRight,
    /// Not a number.
    NotANumber(String),
    /// Too long or too many.
    TooLarge {
        /// Options.
        limit: usize,
        /// Characters.
        characters: usize,
    },
}

/// What was lost, or is still to be done, with a question that was taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Note {
    /// Part of the points for a nearly right answer.
    PartlyRight(String),
    /// A second right answer where one is asked for.
    AlsoRight(String),
    /// An answer with a star that stands for any text.
    Pattern(String),
    /// Weights of options.
    Weights,
    /// A picture.
    Picture,
    /// A link or other media.
    Markup,
    /// Feedback that has no place here.
    Feedback(String),
    /// Hints.
    Hints,
    /// Big and small letters.
    Case,
    /// How an ordering is marked.
    OrderRule,
    /// A category.
    Category(String),
    /// The unit of a number.
    Units,
    /// A tag that is no key even when written with Latin letters.
    Tag(String),
    /// The key that the file gives is taken or no key.
    Key(String),
    /// A row that means nothing here.
    Row {
        /// Where.
        line: usize,
        /// The first cell.
        part: String,
    },
    /// Wrong options without their sentence.
    WhyMissing(usize),
    /// No explanation.
    ExplanationMissing,
    /// A language is missing.
    LanguageMissing(Lang),
    /// No lesson to read again.
    LessonMissing,
    /// The lesson that the file names is none of the module.
    LessonUnknown(Slug),
    /// What would be a mistake in the course.
    Correct(Mistake),
}

impl Note {
    /// True for what is still to be done; the others tell what was lost.
    pub const fn is_to_do(&self) -> bool {
        match self {
            Self::WhyMissing(_)
            | Self::ExplanationMissing
            | Self::LanguageMissing(_)
            | Self::LessonMissing
            | Self::LessonUnknown(_)
            | Self::Correct(_) => true,
            Self::PartlyRight(_)
            | Self::AlsoRight(_)
            | Self::Pattern(_)
            | Self::Weights
            | Self::Picture
            | Self::Markup
            | Self::Feedback(_)
            | Self::Hints
            | Self::Case
            | Self::OrderRule
            | Self::Category(_)
            | Self::Units
            | Self::Tag(_)
            | Self::Key(_)
            | Self::Row { .. } => false,
        }
    }
}

/// A question of a file.
#[derive(Debug, Clone, PartialEq)]
pub struct Read {
    /// The line where it begins.
    pub line: usize,
    /// Its name, or the beginning of its text.
    pub name: String,
    /// The question, or why it was not taken.
    pub result: Result<Question, Reason>,
    /// What was lost, and what is to be done.
    pub notes: Vec<Note>,
    /// It is there already, and may bring languages that are missing there.
    pub fills: Option<Fills>,
    /// It is taken as a new one, although another file has it: a copy of that one.
    pub copies: Option<Fills>,
}

/// What a question of a table brings to the one that says the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fills {
    /// The file of questions in which that one is.
    pub file: String,
    /// Its key.
    pub key: String,
    /// The languages in which something of it is missing, and is here; empty: it is whole, and there is nothing to do.
    pub languages: Vec<Lang>,
    /// The languages in which both say something, and not the same: what is there stays.
    pub differs: Vec<Lang>,
}

/// What reading a file gave.
#[derive(Debug, Clone, PartialEq)]
pub struct Reading {
    /// Every question, in the order of the file.
    pub questions: Vec<Read>,
    /// What concerns no single question, with its line.
    pub notes: Vec<(usize, Note)>,
}

impl Reading {
    /// The questions that were taken as new ones.
    pub fn taken(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter(|read| read.fills.is_none()).filter_map(|read| read.result.as_ref().ok())
    }

    /// The questions that bring languages to those that are there, each with the key of that one.
    pub fn filling(&self) -> impl Iterator<Item = (&Question, &Fills)> {
        let there = self.questions.iter().filter_map(|read| read.result.as_ref().ok().zip(read.fills.as_ref()));
        there.filter(|(_, fills)| !fills.languages.is_empty())
    }

    /// How many questions are there already as they are here.
    pub fn count_there(&self) -> usize {
        let fills = self.questions.iter().filter_map(|read| read.fills.as_ref());
        fills.filter(|fills| fills.languages.is_empty()).count()
    }

    /// How many questions are in other files than these, and stay there or are filled in there.
    pub fn count_elsewhere(&self, own: &[String]) -> usize {
        let fills = self.questions.iter().filter_map(|read| read.fills.as_ref());
        fills.filter(|fills| !own.contains(&fills.file)).count()
    }

    /// True if the question that is there is one of those that were taken as new ones: the file has it twice.
    pub fn is_new(&self, there: &Fills) -> bool {
        self.taken().any(|question| question.key.as_str() == there.key)
    }

    /// How many of those that were taken are copies of questions in other files.
    pub fn count_copies(&self) -> usize {
        self.questions.iter().filter(|read| read.copies.is_some()).count()
    }

    /// In how many of those that are there it says something else, which is not taken over.
    pub fn count_differing(&self) -> usize {
        let fills = self.questions.iter().filter_map(|read| read.fills.as_ref());
        fills.filter(|fills| !fills.differs.is_empty()).count()
    }

    /// Gives the questions a place in a module: the lesson to read again, where the file names none of its lessons,
    /// and what the languages of the course still lack.
    pub fn settle(&mut self, languages: &[Lang], lesson: Option<&Slug>, lessons: &[Slug]) {
        for read in &mut self.questions {
            let Ok(question) = &mut read.result else { continue };
            if let Some(unknown) = question.lesson.take_if(|named| !lessons.contains(named)) {
                read.notes.push(Note::LessonUnknown(unknown));
            }
            if question.lesson.is_none() {
                question.lesson = lesson.cloned();
            }
            if question.lesson.is_none() {
                read.notes.push(Note::LessonMissing);
            }
            let missing = languages.iter().filter(|lang| question.text.exact(**lang).is_none());
            read.notes.extend(missing.map(|lang| Note::LanguageMissing(*lang)));
        }
    }
}

/// What a reader found, before keys are made. Texts are Markdown of one line already.
#[derive(Debug, Clone, Default)]
pub(super) struct Found {
    pub(super) drafts: Vec<Draft>,
    pub(super) notes: Vec<(usize, Note)>,
}

impl Found {
    pub(super) fn push(&mut self, draft: Draft) -> Result<(), Refusal> {
        if self.drafts.len() >= super::limits::QUESTIONS {
            return Err(Refusal::TooMany { limit: super::limits::QUESTIONS });
        }
        self.drafts.push(draft);
        Ok(())
    }
}

/// A question as a reader found it.
#[derive(Debug, Clone, Default)]
pub(super) struct Draft {
    pub(super) line: usize,
    pub(super) name: String,
    /// The key that the file gives.
    pub(super) key: Option<String>,
    pub(super) text: Localized,
    pub(super) explanation: Localized,
    pub(super) tags: Vec<String>,
    pub(super) critical: bool,
    pub(super) fixed_order: bool,
    pub(super) lesson: Option<Slug>,
    pub(super) body: Option<DraftBody>,
    /// Why it cannot be taken.
    pub(super) reason: Option<Reason>,
    pub(super) notes: Vec<Note>,
}

#[derive(Debug, Clone)]
pub(super) enum DraftBody {
    Single(Vec<DraftOption>),
    Multiple(Vec<DraftOption>),
    TrueFalse(bool, Vec<DraftOption>),
    Ordering(Vec<Localized>),
    /// Left and right; a right side without a left one belongs to nobody.
    Matching(Vec<(Localized, Localized)>),
    Numeric {
        min: f64,
        max: f64,
        unit: Localized,
    },
    Text(Vec<(Lang, String)>),
}

#[derive(Debug, Clone, Default)]
pub(super) struct DraftOption {
    pub(super) right: bool,
    pub(super) critical: bool,
    pub(super) text: Localized,
    pub(super) why: Localized,
    /// Where it stands, if the order is to stay: keys are made so that they keep it.
    pub(super) place: Option<usize>,
}

/// A text in one language; none if it is empty.
pub(super) fn in_language(lang: Lang, text: String) -> Localized {
    let mut localized = Localized::default();
    if !text.is_empty() {
        localized.set(lang, text);
    }
    localized
}
