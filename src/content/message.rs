//! What can be wrong with a course, as data: a code, and what differs from place to place. The command line says it in
//! English, below; pages say it in the words of the catalogue (`content/views.rs`).

use std::fmt;

use crate::kernel::{Lang, Slug};
use crate::quiz::mistake::{List, Mistake as Own};

/// One sentence of the checks.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Message {
    /// What is wrong, or what to do about it.
    pub code: Code,
    /// What differs, in the order of `{a}`, `{b}`, `{c}` and `{d}`.
    pub args: Vec<Arg>,
}

/// What differs in a sentence.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Arg {
    /// As it is written: a key, a path, what was typed.
    Word(String),
    /// A part of a course, by its name in the files; pages call it otherwise.
    Part(String),
    /// A language.
    Lang(Lang),
    /// How many.
    Count(usize),
}

/// What stands for the arguments in a sentence.
pub const PLACES: [&str; 4] = ["a", "b", "c", "d"];

impl Message {
    /// A sentence in which nothing differs.
    pub const fn plain(code: Code) -> Self {
        Self { code, args: Vec::new() }
    }

    /// A sentence with what differs in it.
    pub fn new<const COUNT: usize>(code: Code, args: [Arg; COUNT]) -> Self {
        Self { code, args: args.into() }
    }

    /// A sentence about a part of a course.
    pub fn of_part(code: Code, part: &str) -> Self {
        Self::new(code, [Arg::part(part)])
    }

    /// A sentence about something that is written.
    pub fn of_word(code: Code, word: &str) -> Self {
        Self::new(code, [word.into()])
    }

    /// What is written in the first place, if there is one.
    pub fn word(&self) -> Option<&str> {
        match self.args.first()? {
            Arg::Word(text) | Arg::Part(text) => Some(text),
            Arg::Lang(_) | Arg::Count(_) => None,
        }
    }
}

impl Arg {
    /// A part of a course.
    pub fn part(name: &str) -> Self {
        Self::Part(name.to_owned())
    }

    /// A number that counts nothing, as the reader wrote it out.
    pub fn number(number: impl fmt::Display) -> Self {
        Self::Word(number.to_string())
    }
}

impl From<Code> for Message {
    fn from(code: Code) -> Self {
        Self::plain(code)
    }
}

impl From<&str> for Arg {
    fn from(text: &str) -> Self {
        Self::Word(text.to_owned())
    }
}

impl From<&Slug> for Arg {
    fn from(key: &Slug) -> Self {
        Self::Word(key.to_string())
    }
}

impl From<usize> for Arg {
    fn from(count: usize) -> Self {
        Self::Count(count)
    }
}

impl From<u32> for Arg {
    fn from(count: u32) -> Self {
        Self::Count(usize::try_from(count).unwrap_or(usize::MAX))
    }
}

impl From<Lang> for Arg {
    fn from(lang: Lang) -> Self {
        Self::Lang(lang)
    }
}

impl From<List> for Arg {
    fn from(list: List) -> Self {
        Self::part(list.name())
    }
}

impl fmt::Display for Arg {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Word(text) | Self::Part(text) => f.write_str(text),
            Self::Lang(lang) => f.write_str(lang.code()),
            Self::Count(count) => write!(f, "{count}"),
        }
    }
}

/// English, for the command line and the log.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut rest = self.code.english();
        while let Some((before, after)) = rest.split_once('{') {
            f.write_str(before)?;
            let named = after.split_once('}').and_then(|(name, after)| {
                let place = PLACES.iter().position(|place| *place == name)?;
                Some((self.args.get(place)?, after))
            });
            if let Some((arg, after)) = named {
                write!(f, "{arg}")?;
                rest = after;
            } else {
                f.write_str("{")?;
                rest = after;
            }
        }
        f.write_str(rest)
    }
}

/// What is wrong with a question by itself.
impl From<&Own> for Message {
    fn from(own: &Own) -> Self {
        let of = |code, key: &Slug| Self::new(code, [key.into()]);
        let two = |code, one: &Slug, other: &Slug| Self::new(code, [one.into(), other.into()]);
        match own {
            Own::TooFew { list, found, least } => {
                Self::new(Code::TooFew, [(*list).into(), (*found).into(), (*least).into()])
            }
            Own::TooMany { list, found, most } => {
                Self::new(Code::TooMany, [(*list).into(), (*found).into(), (*most).into()])
            }
            Own::DuplicateKey { key } => of(Code::DuplicateKey, key),
            Own::SameText { key, other } => two(Code::SameText, key, other),
            Own::TellingKey { key } => of(Code::TellingKey, key),
            Own::CriticalWithoutMeaning { key } => of(Code::CriticalOption, key),
            Own::UnknownKey { list, key } => Self::new(Code::UnknownMember, [(*list).into(), key.into()]),
            Own::GroupTooSmall { .. } => Code::GroupTooSmall.into(),
            Own::NotNeighbours { key } => of(Code::NotNeighbours, key),
            Own::InTwoGroups { key } => of(Code::InTwoGroups, key),
            Own::AnyOrderIsRight => Code::AnyOrder.into(),
            Own::PairBackwards { earlier, later } => two(Code::PairBackwards, earlier, later),
            Own::PairIsEquivalent { earlier, later } => two(Code::PairEquivalent, earlier, later),
            Own::MinAboveMax => Code::MinAboveMax.into(),
            Own::BoundNotTypable => Code::BoundNotTypable.into(),
            Own::FormNotTypable { form } => Self::of_word(Code::FormNotTypable, form),
            Own::ZoneEmpty { key } => of(Code::ZoneEmpty, key),
            Own::ZoneOutside { key, width, height } => {
                Self::new(Code::ZoneOutside, [key.into(), (*width).into(), (*height).into()])
            }
            Own::ZoneTooSmall { key, least } => Self::new(Code::ZoneTooSmall, [key.into(), (*least).into()]),
            Own::ZoneCovered { key, other } => two(Code::ZoneCovered, key, other),
            Own::NextUnknown { key, next } => two(Code::NextUnknown, key, next),
            Own::NextNotForward { key, next } => two(Code::NextNotForward, key, next),
            Own::NeverReached { key } => of(Code::NeverReached, key),
            Own::RightWayTooShort => Code::RightWayTooShort.into(),
        }
    }
}

/// The codes, each with its key in the catalogue and its English sentence.
macro_rules! codes {
    ($($name:ident = $key:literal, $english:literal;)+) => {
        /// What a sentence of the checks says.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Code {
            $(#[doc = concat!("`", $key, "`")] $name,)+
        }

        impl Code {
            /// Every one.
            pub const ALL: &'static [Self] = &[$(Self::$name,)+];

            /// Its words in the catalogue.
            pub const fn key(self) -> &'static str {
                match self { $(Self::$name => $key,)+ }
            }

            /// Its sentence for the command line, with `{a}` to `{d}` for what differs.
            pub const fn english(self) -> &'static str {
                match self { $(Self::$name => $english,)+ }
            }

            /// A stable name, for programs that read what `erikti course check --json` prints.
            pub fn name(self) -> &'static str {
                let key = self.key();
                key.strip_prefix("mistake-").unwrap_or(key)
            }
        }
    };
}

codes! {
    // Files and their values.
    NotUtf8 = "mistake-not-utf8", "the file is not UTF-8 text";
    NotToml = "mistake-not-toml", "not TOML: {a}";
    Unknown = "mistake-unknown", "unknown key \"{a}\"";
    Missing = "mistake-missing", "\"{a}\" is missing";
    Empty = "mistake-empty", "\"{a}\" is empty";
    LanguageMissing = "mistake-language-missing", "{a}.{b} is missing";
    OptionalMissing = "mistake-optional-missing", "{a} texts are missing in {b}: learners have another language there";
    Entries = "mistake-entries", "{a}.{b} has {c} entries, another language has more or fewer";
    Bounds = "mistake-bounds", "\"{a}\" must be from {b} to {c}";
    OneOf = "mistake-one-of", "\"{a}\" must be one of {b}";
    NotWhole = "mistake-not-whole", "\"{a}\" must be a whole number, not {b}";
    NotText = "mistake-not-text", "\"{a}\" must be a text in quotes, not {b}";
    NotTruth = "mistake-not-truth", "\"{a}\" must be true or false, not {b}";
    NotDay = "mistake-not-day", "\"{a}\" must be a day such as 2026-12-01, not {b}";
    NotTable = "mistake-not-table", "\"{a}\" must be a table, not {b}";
    NotList = "mistake-not-list", "\"{a}\" must be a list, not {b}";
    NotNumber = "mistake-not-number", "\"{a}\" must be a number, not {b}";
    NotOrdinary = "mistake-not-ordinary", "\"{a}\" must be an ordinary number";
    NotByLanguage = "mistake-not-by-language", "\"{a}\" must be written once for each language, not {b}";
    WrittenAs = "mistake-written-as", "\"{a}\" is written {b}";
    Inline = "mistake-inline", "only **bold**, *emphasis* and {fact:…} may stand here";
    NoKey = "mistake-no-key", "\"{a}\" is no key: use a-z, 0-9 and single hyphens, at most 64 characters";
    KeyTwice = "mistake-key-twice", "the {a} key \"{b}\" is used twice";
    HereTwice = "mistake-here-twice", "\"{a}\" stands here twice";
    FileMissing = "mistake-file-missing", "the file {a} is missing";
    StrangeFile = "mistake-strange-file", "this file belongs to no part of the course";
    NoSuchLesson = "mistake-no-such-lesson", "course.toml lists no such lesson";
    PracticalKind = "mistake-practical-kind", "completing a course confirms the theory whatever \"kind\" says; skills are confirmed by practical certificates";
    NoCourse = "mistake-no-course", "there is no course.toml: this folder holds no course";

    // References.
    NoModule = "mistake-no-module", "there is no module \"{a}\"";
    NoLesson = "mistake-no-lesson", "there is no lesson \"{a}\"";
    NoQuestion = "mistake-no-question", "there is no question \"{a}\"";
    NoModuleQuestion = "mistake-no-module-question", "there is no question of this module \"{a}\"";
    NoTag = "mistake-no-tag", "there is no tag \"{a}\"";
    NoFact = "mistake-no-fact", "there is no fact \"{a}\"";
    NoBounds = "mistake-no-bounds", "there is no fact with min and max \"{a}\"";
    NoTerm = "mistake-no-term", "there is no term \"{a}\"";
    NoPicture = "mistake-no-picture", "there is no picture \"{a}\"";
    NoSharedLesson = "mistake-no-shared-lesson", "there is no shared lesson \"{a}\": {b} is empty";

    // The course file and the lists.
    NoLanguage = "mistake-no-language", "\"{a}\" is no language of this platform: use kk, ru or en";
    RequiredUnknown = "mistake-required-unknown", "the course has no language \"{a}\"";
    OwnPrerequisite = "mistake-own-prerequisite", "a course is not its own prerequisite";
    Hours = "mistake-hours", "\"hours\" must be above 0 and at most 1000";
    NoReview = "mistake-no-review", "there is no review \"{a}\": use medical, legal or language";
    ReviewForm = "mistake-review-form", "a review is \"pending\" or { by = \"…\", on = 2026-12-01 }";
    UntilAndMonths = "mistake-until-and-months", "\"valid_until\" is one day for everybody, \"validity_months\" is counted from each issue: leave one of them out";
    SharedHasOwn = "mistake-shared-has-own", "a shared lesson has its own key, minutes and checks: leave this out";
    CheckTwice = "mistake-check-twice", "the check \"{a}\" stands here twice";
    FinalDraw = "mistake-final-draw", "\"draw\" of the final test names no questions";
    DrawBoth = "mistake-draw-both", "an entry of \"draw\" has either \"module\" or \"tag\", not both";
    Bank = "mistake-bank", "the bank is too small: {a} questions are drawn, {b} are there";
    MinLarger = "mistake-min-larger", "\"min\" is larger than \"max\"";
    Mark = "mistake-mark", "a fact marked {a} is not published";
    NoMark = "mistake-no-mark", "\"{a}\" is no mark: use V or K";

    // Lessons.
    Gap = "mistake-gap", "this paragraph is not translated yet: … stands for it";
    TooLong = "mistake-too-long", "the lesson has {a} bytes; at most {b} are allowed";
    Long = "mistake-long", "the lesson has {a} words; aim at {b} at most";
    NoTitle = "mistake-no-title", "the first line must be the title: # Title";
    Html = "mistake-html", "HTML is not allowed in a lesson";
    CodeBlock = "mistake-code", "a line that is indented by four blanks becomes code; indent it less";
    SecondTitle = "mistake-second-title", "only the title is a # heading; use ## here";
    HeadingEmpty = "mistake-heading-empty", "the heading is empty";
    ClosesNothing = "mistake-closes-nothing", "this ::: closes nothing";
    NoBlock = "mistake-no-block", "there is no block \"{a}\"; use one of {b}";
    NotClosed = "mistake-not-closed", "\"::: {a}\" is not closed by a line with :::";
    BlockEmpty = "mistake-block-empty", "\"::: {a}\" is empty";
    Steps = "mistake-steps", "\"::: steps\" holds one numbered list and nothing else; indent what belongs to a step";
    LinkEmpty = "mistake-link-empty", "the link has no address: write the whole address in its brackets";
    Link = "mistake-link", "the link \"{a}\" leads nowhere: use {b}";

    // Pictures.
    PictureForm = "mistake-picture-form", "a picture is written ![what it shows](picture:name \"caption\")";
    PictureAlt = "mistake-picture-alt", "the picture has no alternative text: say what it shows in the brackets";
    PictureAlone = "mistake-picture-alone", "a picture stands in a paragraph of its own, with an empty line before and after";
    PictureUnused = "mistake-picture-unused", "the picture \"{a}\" is not used anywhere";
    PictureWords = "mistake-picture-words", "pictures.toml does not say what \"{a}\" shows";
    PicturesHeavy = "mistake-pictures-heavy", "the pictures of the lesson have {a} bytes; aim at {b} at most";
    PictureHeavy = "mistake-picture-heavy", "the picture has {a} bytes; at most {b} are allowed";
    PictureTelling = "mistake-picture-telling", "the picture holds more than can be seen, such as its place or camera; upload it in the editor";
    PictureFormat = "mistake-picture-format", "the picture is no JPEG";
    PictureLarge = "mistake-picture-large", "the picture is larger than {a} × {b} pixels";
    DrawingHeavy = "mistake-drawing-heavy", "the drawing has {a} bytes; at most {b} are allowed";
    DrawingUtf8 = "mistake-drawing-utf8", "the drawing is not UTF-8 text";
    DrawingForm = "mistake-drawing-form", "not well-formed: {a}";
    DrawingSize = "mistake-drawing-size", "the svg element needs viewBox=\"0 0 WIDTH HEIGHT\"";
    DrawingInstruction = "mistake-drawing-instruction", "processing instructions are not allowed";
    DrawingText = "mistake-drawing-text", "no text in pictures: one drawing serves all languages";
    DrawingForeign = "mistake-drawing-foreign", "<{a}> is not SVG; keep only the drawing itself";
    DrawingElement = "mistake-drawing-element", "<{a}> is not allowed";
    DrawingScript = "mistake-drawing-script", "the attribute {a} could run a script";
    DrawingAddress = "mistake-drawing-address", "{a} may only point into the drawing (#…)";
    DrawingOutside = "mistake-drawing-outside", "{a} may only use url(#…)";
    DrawingLoads = "mistake-drawing-loads", "{a} may not load or run anything";
    DrawingBackslash = "mistake-drawing-backslash", "{a} may not contain a backslash";

    // Questions.
    LessonAgain = "mistake-lesson-again", "\"lesson\" is missing: tests draw this question, so it names the lesson to read again";
    ShortTextInTest = "mistake-short-text", "short text is for lesson checks: how a word is spelt should not fail a test";
    RightWhy = "mistake-right-why", "the right option `{a}` has a `why`, which is shown beside the right answer: if it still says why this would be wrong, change it or leave it out";
    PairOfTwo = "mistake-pair-of-two", "a critical pair has two keys: [earlier, later]";
    FactAndBounds = "mistake-fact-and-bounds", "with \"fact\", the bounds and the unit come from the fact";
    ZoneMissing = "mistake-zone-missing", "a zone has one of \"circle\", \"rect\" and \"polygon\"";
    TooFew = "mistake-too-few", "`{a}` has {b}, but at least {c} must be there";
    TooMany = "mistake-too-many", "`{a}` has {b}, but at most {c} may be there";
    DuplicateKey = "mistake-duplicate", "the key `{a}` is there twice";
    SameText = "mistake-same-text", "`{a}` says the same as `{b}`";
    TellingKey = "mistake-telling", "the key `{a}` gives the answer away; name what it says instead";
    CriticalOption = "mistake-critical-option", "`critical` has no meaning on `{a}`; it belongs to wrong options of a multiple choice or a case";
    UnknownMember = "mistake-unknown-member", "`{a}` names `{b}`, but no step has this key";
    GroupTooSmall = "mistake-group-small", "a group in `equivalent` needs two steps or more";
    NotNeighbours = "mistake-not-neighbours", "`{a}` does not stand beside the other steps of its group in `equivalent`";
    InTwoGroups = "mistake-in-two-groups", "`{a}` is in `equivalent` twice; join the groups";
    AnyOrder = "mistake-any-order", "all steps are in one group of `equivalent`, so any order is right";
    PairBackwards = "mistake-pair-backwards", "the critical pair `{a}`, `{b}` goes against the order of the steps";
    PairEquivalent = "mistake-pair-equivalent", "the critical pair `{a}`, `{b}` is also `equivalent`";
    MinAboveMax = "mistake-min-max", "`min` is above `max`";
    BoundNotTypable = "mistake-bounds-typable", "`min` and `max` must be numbers that one can type";
    FormNotTypable = "mistake-form-typable", "the accepted form \"{a}\" cannot be typed as an answer";
    ZoneEmpty = "mistake-zone-empty", "the zone `{a}` has no inside";
    ZoneOutside = "mistake-zone-outside", "the zone `{a}` reaches out of the picture, which is {b} × {c}";
    ZoneTooSmall = "mistake-zone-small", "the zone `{a}` is too small for a finger; draw it at least {b} units wide and high";
    ZoneCovered = "mistake-zone-covered", "the middle of the wrong zone `{a}` lies in the right zone `{b}`";
    NextUnknown = "mistake-next-unknown", "`{a}` leads to `{b}`, but no decision has this key";
    NextNotForward = "mistake-next-back", "`{a}` leads back to `{b}`; options lead forward, and learners may go back by themselves";
    NeverReached = "mistake-never-reached", "no option leads to the decision `{a}`";
    RightWayTooShort = "mistake-case-short", "the right way through the case has one decision; give it two or more";

    // Templates.
    NoLessonLeads = "mistake-no-lesson-leads", "no lesson leads to this template";
    AssignmentLetter = "mistake-assignment-letter", "an assignment is one capital letter, A to Z";
    Times = "mistake-times", "\"{a}\" is there {b} times: from {c} to {d}";
    NumbersDiffer = "mistake-numbers-differ", "the languages do not tell the same numbers";
    TemplateKeyTwice = "mistake-template-key-twice", "the {a} key \"{b}\" is used twice in this template";
    ExpectKey = "mistake-expect-key", "no column has the key \"expect\": a row uses that word";
    OnlyNumbers = "mistake-only-numbers", "only a column of numbers has this";
    FormulaBounds = "mistake-formula-bounds", "what a formula comes to has no bounds";
    NoColumn = "mistake-no-column", "there is no column \"{a}\"";
    WorkedOut = "mistake-worked-out", "\"{a}\" is worked out by its formula: leave it out";
    ExpectOne = "mistake-expect-one", "\"expect\" is for one formula, this table has {a}";
    ValueSource = "mistake-value-source", "a value has either \"formula\" or \"example\"";
    NoValueBefore = "mistake-no-value-before", "there is no value before it \"{a}\"";
    NoTotal = "mistake-no-total", "there is no column of numbers after the first \"{a}\"";
    FormulaForm = "mistake-formula-form", "the formula cannot be read: {a} at character {b}";
    NoSum = "mistake-no-sum", "there is no column of numbers \"{a}\" to sum here";
    NoNumberBefore = "mistake-no-number-before", "no number \"{a}\" stands before this formula";
    FactNotSingle = "mistake-fact-not-single", "the fact \"{a}\" is no single number: its min and max differ";
    BelowBound = "mistake-below-bound", "{a} is below the bound of its column, {b}";
    AboveBound = "mistake-above-bound", "{a} is above the bound of its column, {b}";
    NoResult = "mistake-no-result", "the formula has no result here: something is divided by zero";
    ResultOther = "mistake-result-other", "the result is {a}, \"{b}\" is {c}";
    ResultExpected = "mistake-result-expected", "the result is {a}, {b} is expected";
    ResultFact = "mistake-result-fact", "the result is {a}, the fact \"{b}\" says {c}";

    // What to do, where that can be guessed.
    DidYouMean = "mistake-hint-did-you-mean", "did you mean \"{a}\"?";
    FirstAt = "mistake-hint-first-at", "the first one is in {a}:{b}";
    ChecksNotDrawn = "mistake-hint-checks", "lesson checks are not drawn";
    ConfirmFact = "mistake-hint-confirm", "have it confirmed and mark it V or K, or leave it out";
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_sentence_says_what_differs_and_keeps_its_own_braces() {
        let said = Message::new(Code::Bounds, [Arg::part("draw"), 1_u32.into(), 200_u32.into()]);
        assert_eq!(said.to_string(), "\"draw\" must be from 1 to 200");
        assert_eq!(Message::from(Code::Inline).to_string(), Code::Inline.english());
        assert_eq!(Message::from(Code::ReviewForm).to_string(), Code::ReviewForm.english());
        // What a trainer wrote is not read again.
        let said = Message::new(Code::SameText, ["{b}".into(), "{a}".into()]);
        assert_eq!(said.to_string(), "`{b}` says the same as `{a}`");
        assert_eq!(
            Message::new(Code::LanguageMissing, [Arg::part("title"), Lang::Ru.into()]).to_string(),
            "title.ru is missing"
        );
    }

    /// Programs know them by these names: one that is published is neither given another name nor used again.
    #[test]
    fn codes_are_named_once_and_keep_their_names() {
        let mut names: Vec<&str> = Code::ALL.iter().map(|code| code.name()).collect();
        names.sort_unstable();
        let known: Vec<&str> = include_str!("../../tests/courses/codes.txt").lines().collect();
        assert_eq!(names, known, "a new code comes into the list");
        names.dedup();
        assert_eq!(names.len(), known.len());
    }
}
