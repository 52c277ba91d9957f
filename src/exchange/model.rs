//! What reading and writing tell: the questions, and everything that could not be taken over.

use crate::kernel::{Lang, Localized, Slug};
use crate::quiz::mistake::Mistake;
use crate::quiz::model::{Body, Question};

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
    /// The format of a file by its name, and for `.txt` by what stands in it.
    pub fn guess(name: &str, bytes: &[u8]) -> Option<Self> {
        let ending = name.rsplit_once('.').map(|(_, ending)| ending.to_lowercase())?;
        match ending.as_str() {
            "xml" => Some(Self::MoodleXml),
            "csv" | "tsv" => Some(Self::Csv),
            "xlsx" => Some(Self::Xlsx),
            "gift" => Some(Self::Gift),
            "txt" => {
                let has = |wanted: &[u8]| bytes.windows(wanted.len()).any(|part| part == wanted);
                Some(if has(b"ANSWER:") && !has(b"{") { Self::Aiken } else { Self::Gift })
            }
            _ => None,
        }
    }
}

/// Why a whole file is refused. The text is English, for the command line.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// Too many bytes.
    #[error("the file is larger than {limit} bytes: split it")]
    TooLarge {
        /// The most.
        limit: usize,
    },
    /// It unpacks to too much.
    #[error("the spreadsheet unpacks to more than {limit} bytes")]
    UnpacksTooLarge {
        /// The most.
        limit: u64,
    },
    /// Too many questions.
    #[error("the file has more than {limit} questions: split it")]
    TooMany {
        /// The most.
        limit: usize,
    },
    /// Too many rows.
    #[error("the table has more than {limit} rows: split it")]
    TooManyRows {
        /// The most.
        limit: usize,
    },
    /// The letters cannot be told without guessing.
    #[error(
        "the letters of the file cannot be read without guessing (it is neither UTF-8, UTF-16 nor Russian in \
         windows-1251): save it as UTF-8"
    )]
    Encoding,
    /// Letters were lost before the file came here.
    #[error(
        "line {line} has the sign that stands for lost letters (�): the file was damaged before; save it as UTF-8 again"
    )]
    Damaged {
        /// Where.
        line: usize,
    },
    /// The encoding that the document names is not known.
    #[error("the document says that it is written in \"{name}\", which is not known here: save it as UTF-8")]
    UnknownEncoding {
        /// As named.
        name: String,
    },
    /// Not well-formed.
    #[error("line {line}: the XML is not well-formed ({message})")]
    Xml {
        /// Where.
        line: usize,
        /// What is wrong.
        message: String,
    },
    /// A document type declaration: entities could read files or grow without end.
    #[error("the XML has a document type declaration, which is not read")]
    Doctype,
    /// Too many elements within each other.
    #[error("line {line}: more than {limit} elements stand within each other")]
    TooDeep {
        /// Where.
        line: usize,
        /// The most.
        limit: usize,
    },
    /// Another kind of XML.
    #[error("this is no question file of Moodle: its first element is \"{found}\" and not \"quiz\"")]
    NotMoodle {
        /// The first element.
        found: String,
    },
    /// The archive is damaged or no spreadsheet.
    #[error("this is no spreadsheet in the XLSX format that can be read ({message})")]
    NotXlsx {
        /// What is wrong.
        message: String,
    },
    /// The table is not well-formed.
    #[error("line {line}: the table cannot be read ({message})")]
    Csv {
        /// Where.
        line: u64,
        /// What is wrong.
        message: String,
    },
    /// The first row does not name the columns.
    #[error("the first row must name the columns: part, value, kk, ru, en (at least part and one language)")]
    NoHead,
    /// Nothing in it.
    #[error("the file has no question")]
    NoQuestions,
}

/// Why a question was not taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Reason {
    /// A kind that cannot be asked here.
    #[error("questions of the kind \"{0}\" do not exist here")]
    Kind(String),
    /// People would have to mark it.
    #[error("an essay has no right answer that could be marked")]
    Essay,
    /// A text without a question.
    #[error("this is a text without a question")]
    Description,
    /// Nothing is asked.
    #[error("the question has no text")]
    NoText,
    /// The braces do not close.
    #[error("the answers begin with {{ and do not end with }}")]
    Unclosed,
    /// What stands where the answer should.
    #[error("the answer cannot be understood: {0}")]
    Answer(String),
    /// No option is right.
    #[error("no option is right")]
    NoRight,
    /// Not a number.
    #[error("\"{0}\" is no number")]
    NotANumber(String),
    /// Too long or too many.
    #[error("the question has more than {limit} options or a text of more than {characters} characters")]
    TooLarge {
        /// Options.
        limit: usize,
        /// Characters.
        characters: usize,
    },
}

/// What was lost, or is still to be done, with a question that was taken.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Note {
    /// Part of the points for a nearly right answer.
    #[error("points for the answer \"{0}\" that is only partly right are not taken over")]
    PartlyRight(String),
    /// Weights of options.
    #[error("the weights of options are not taken over: here each counts the same")]
    Weights,
    /// A picture.
    #[error("a picture is not taken over: add it to the course and name it in the question")]
    Picture,
    /// A link or other media.
    #[error("a link, table, list or other markup was reduced to its text")]
    Markup,
    /// Feedback that has no place here.
    #[error("feedback has no place here: \"{0}\"")]
    Feedback(String),
    /// Hints.
    #[error("hints are not taken over")]
    Hints,
    /// Big and small letters.
    #[error("upper and lower case make no difference here")]
    Case,
    /// How an ordering is marked.
    #[error("how the order is marked is not taken over")]
    OrderRule,
    /// A category.
    #[error("the category \"{0}\" is not taken over: choose the module instead")]
    Category(String),
    /// The unit of a number.
    #[error("units that change the number are not taken over")]
    Units,
    /// A tag that is no key even when written with Latin letters.
    #[error("the tag \"{0}\" is not taken over")]
    Tag(String),
    /// The key that the file gives is taken or no key.
    #[error("the key \"{0}\" is used already or is no key: another was made")]
    Key(String),
    /// A row that means nothing here.
    #[error("line {line}: the row \"{part}\" has no meaning here")]
    Row {
        /// Where.
        line: usize,
        /// The first cell.
        part: String,
    },
    /// Wrong options without their sentence.
    #[error("to do: {0} wrong options have no sentence that explains them (why)")]
    WhyMissing(usize),
    /// No explanation.
    #[error("to do: the question has no explanation")]
    ExplanationMissing,
    /// A language is missing.
    #[error("to do: the text in {0} is missing")]
    LanguageMissing(Lang),
    /// No lesson to read again.
    #[error("to do: name the lesson to read again (lesson)")]
    LessonMissing,
    /// What would be a mistake in the course.
    #[error("to do: {0}")]
    Correct(Mistake),
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
    /// The questions that were taken.
    pub fn taken(&self) -> impl Iterator<Item = &Question> {
        self.questions.iter().filter_map(|read| read.result.as_ref().ok())
    }

    /// Gives the questions a place in a course: the lesson to read again, where the file names none, and what its
    /// languages still lack.
    pub fn settle(&mut self, languages: &[Lang], lesson: Option<&Slug>) {
        for read in &mut self.questions {
            let Ok(question) = &mut read.result else { continue };
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

/// What a format cannot hold.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum Loss {
    /// The kind does not exist there: the question is left out.
    #[error("left out: the format has no questions of this kind")]
    Kind,
    /// The text does not exist in the language: left out.
    #[error("left out: there is no text in this language")]
    Language,
    /// A wrong answer fails the try.
    #[error("that the question is critical is not written")]
    Critical,
    /// The reason of a true or false statement.
    #[error("the reasons of true or false are not written")]
    Reasons,
    /// The picture.
    #[error("the picture is not written")]
    Picture,
    /// Steps whose order makes no difference, and pairs whose order must be right.
    #[error("equivalent steps and critical pairs are not written")]
    OrderRule,
    /// The unit.
    #[error("the unit is not written")]
    Unit,
}

/// A written file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Writing {
    /// The file.
    pub text: String,
    /// What it does not hold, by question.
    pub losses: Vec<(Slug, Loss)>,
    /// How many questions it holds.
    pub count: usize,
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
}

/// A text in one language; none if it is empty.
pub(super) fn in_language(lang: Lang, text: String) -> Localized {
    let mut localized = Localized::default();
    if !text.is_empty() {
        localized.set(lang, text);
    }
    localized
}

/// True if a wrong answer, or one of its options, costs more than its points.
pub(super) fn has_critical(question: &Question) -> bool {
    let in_options = match &question.body {
        Body::Multiple(choice) => choice.wrong.iter().any(|option| option.critical),
        _ => false,
    };
    question.critical || in_options
}
