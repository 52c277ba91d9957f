//! What reading and writing tell, in words: for pages and for the command line alike.

use super::model::{Note, Reason, Refusal, XmlFault};
use super::writing::Loss;
use crate::content;
use crate::i18n::{t, t_with};
use crate::kernel::Lang;
use crate::quiz::mistake::{List, Mistake};

/// Why a whole file is refused.
pub fn refusal(lang: Lang, refusal: &Refusal) -> String {
    let with = |key, args: &[_]| t_with(lang, key, args);
    match refusal {
        Refusal::TooLarge { limit } => with("exchange-too-large", &[("limit", megabytes(*limit))]),
        Refusal::UnpacksTooLarge { limit } => {
            let limit = usize::try_from(*limit).unwrap_or(usize::MAX);
            with("exchange-unpacks-too-large", &[("limit", megabytes(limit))])
        }
        Refusal::TooMany { limit } => with("exchange-too-many", &[("limit", (*limit).into())]),
        Refusal::TooManyRows { limit } => with("exchange-too-many-rows", &[("limit", (*limit).into())]),
        Refusal::Encoding => t(lang, "exchange-encoding").to_owned(),
        Refusal::Damaged { line } => with("exchange-damaged", &[("line", (*line).into())]),
        Refusal::UnknownEncoding { name } => with("exchange-unknown-encoding", &[("name", name.as_str().into())]),
        Refusal::Xml { line, fault } => xml(lang, *line, fault),
        Refusal::Doctype => t(lang, "exchange-doctype").to_owned(),
        Refusal::TooDeep { line, limit } => {
            with("exchange-too-deep", &[("line", (*line).into()), ("limit", (*limit).into())])
        }
        Refusal::NotMoodle { found } => with("exchange-not-moodle", &[("found", found.as_str().into())]),
        Refusal::NotXlsx { message } => with("exchange-not-xlsx", &[("message", message.as_str().into())]),
        Refusal::Csv { line, message } => {
            let line = usize::try_from(*line).unwrap_or_default();
            with("exchange-csv", &[("line", line.into()), ("message", message.as_str().into())])
        }
        Refusal::NoHead => t(lang, "exchange-no-head").to_owned(),
        Refusal::NoQuestions => t(lang, "exchange-no-questions").to_owned(),
    }
}

fn xml(lang: Lang, line: usize, fault: &XmlFault) -> String {
    let line = ("line", line.into());
    match fault {
        XmlFault::Closed { open, close } => {
            let args = [line, ("open", open.as_str().into()), ("close", close.as_str().into())];
            t_with(lang, "exchange-xml-closed", &args)
        }
        XmlFault::Ends => t(lang, "exchange-xml-ends").to_owned(),
        XmlFault::Entity(name) => t_with(lang, "exchange-xml-entity", &[line, ("name", name.as_str().into())]),
        XmlFault::Twice(name) => t_with(lang, "exchange-xml-twice", &[line, ("name", name.as_str().into())]),
        XmlFault::TooMuch => t(lang, "exchange-xml-too-much").to_owned(),
        XmlFault::Mark => t_with(lang, "exchange-xml-mark", &[line]),
        XmlFault::Other => t_with(lang, "exchange-xml-other", &[line]),
    }
}

fn megabytes(bytes: usize) -> crate::i18n::Arg<'static> {
    (bytes / 1_000_000).into()
}

/// Why a question was not taken.
pub fn reason(lang: Lang, reason: &Reason) -> String {
    let with = |key, said: &str| t_with(lang, key, &[("said", said.into())]);
    let key = match reason {
        Reason::Kind(kind) => return with("exchange-kind", kind),
        Reason::Answer(said) => return with("exchange-answer", said),
        Reason::LeftAlone(said) => return with("exchange-left-alone", said),
        Reason::NotANumber(said) => return with("exchange-not-a-number", said),
        Reason::TooLarge { limit, characters } => {
            let args = [("limit", (*limit).into()), ("characters", (*characters).into())];
            return t_with(lang, "exchange-question-too-large", &args);
        }
        Reason::Essay => "exchange-essay",
        Reason::Description => "exchange-description",
        Reason::NoText => "exchange-no-text",
        Reason::Unclosed => "exchange-unclosed",
        Reason::AnswerMissing => "exchange-answer-missing",
        Reason::OptionWithoutText => "exchange-option-without-text",
        Reason::StepsMissing => "exchange-steps-missing",
        Reason::NoRight => "exchange-no-right",
    };
    t(lang, key).to_owned()
}

/// What was lost, or is still to be done.
pub fn note(lang: Lang, note: &Note) -> String {
    let with = |key, said: &str| t_with(lang, key, &[("said", said.into())]);
    let key = match note {
        Note::PartlyRight(said) => return with("exchange-partly-right", said),
        Note::AlsoRight(said) => return with("exchange-also-right", said),
        Note::Pattern(said) => return with("exchange-pattern", said),
        Note::Feedback(said) => return with("exchange-feedback", said),
        Note::Category(said) => return with("exchange-category", said),
        Note::Tag(said) => return with("exchange-tag", said),
        Note::Key(said) => return with("exchange-key", said),
        Note::Row { line, part } => {
            let args = [("line", (*line).into()), ("said", part.as_str().into())];
            return t_with(lang, "exchange-row", &args);
        }
        Note::WhyMissing(count) => return t_with(lang, "exchange-why-missing", &[("count", (*count).into())]),
        Note::LanguageMissing(missing) => return with("exchange-language-missing", missing.native_name()),
        Note::LessonUnknown(key) => return with("exchange-lesson-unknown", key.as_str()),
        Note::Correct(wrong) => return with("exchange-correct", &mistake(lang, wrong)),
        Note::Weights => "exchange-weights",
        Note::Picture => "exchange-picture",
        Note::Markup => "exchange-markup",
        Note::Hints => "exchange-hints",
        Note::Case => "exchange-case",
        Note::OrderRule => "exchange-order-rule",
        Note::Units => "exchange-units",
        Note::ExplanationMissing => "exchange-explanation-missing",
        Note::LessonMissing => "exchange-lesson-missing",
    };
    t(lang, key).to_owned()
}

/// What a format cannot hold.
pub fn loss(lang: Lang, loss: Loss) -> &'static str {
    let key = match loss {
        Loss::Kind => "exchange-loss-kind",
        Loss::Language => "exchange-loss-language",
        Loss::Critical => "exchange-loss-critical",
        Loss::Reasons => "exchange-loss-reasons",
        Loss::Picture => "exchange-loss-picture",
        Loss::OrderRule => "exchange-loss-order-rule",
        Loss::Unit => "exchange-loss-unit",
        Loss::FixedOrder => "exchange-loss-fixed-order",
        Loss::Marks => "exchange-loss-marks",
        Loss::Arrow => "exchange-loss-arrow",
    };
    t(lang, key)
}

/// What would be a mistake in the course. Files of other programs make questions of few kinds; what can be wrong with the
/// others is said as the checks say it.
fn mistake(lang: Lang, mistake: &Mistake) -> String {
    let counted = |key, list: List, count: usize| {
        t_with(lang, key, &[("part", list_words(lang, list).into()), ("count", count.into())])
    };
    let with = |key, said: &str| t_with(lang, key, &[("said", said.into())]);
    match mistake {
        Mistake::TooFew { list, least, .. } => counted("exchange-mistake-too-few", *list, *least),
        Mistake::TooMany { list, most, .. } => counted("exchange-mistake-too-many", *list, *most),
        Mistake::DuplicateKey { key } => with("exchange-mistake-duplicate", key.as_str()),
        Mistake::SameText { key, .. } => with("exchange-mistake-same", key.as_str()),
        Mistake::TellingKey { key } => with("exchange-mistake-telling", key.as_str()),
        Mistake::CriticalWithoutMeaning { key } => with("exchange-mistake-critical", key.as_str()),
        Mistake::MinAboveMax => t(lang, "exchange-mistake-bounds").to_owned(),
        Mistake::BoundNotTypable => t(lang, "exchange-mistake-bound-typed").to_owned(),
        Mistake::FormNotTypable { form } => with("exchange-mistake-form", form),
        Mistake::UnknownKey { .. }
        | Mistake::GroupTooSmall { .. }
        | Mistake::NotNeighbours { .. }
        | Mistake::InTwoGroups { .. }
        | Mistake::AnyOrderIsRight
        | Mistake::PairBackwards { .. }
        | Mistake::PairIsEquivalent { .. }
        | Mistake::ZoneEmpty { .. }
        | Mistake::ZoneOutside { .. }
        | Mistake::ZoneTooSmall { .. }
        | Mistake::ZoneCovered { .. }
        | Mistake::NextUnknown { .. }
        | Mistake::NextNotForward { .. }
        | Mistake::NeverReached { .. }
        | Mistake::RightWayTooShort => content::views::message(lang, &mistake.into()),
    }
}

fn list_words(lang: Lang, list: List) -> &'static str {
    let key = match list {
        List::Right => "exchange-list-right",
        List::Wrong => "exchange-list-wrong",
        List::Options => "exchange-list-options",
        List::Steps | List::Equivalent | List::CriticalPairs => "exchange-list-steps",
        List::Pairs => "exchange-list-pairs",
        List::Extra => "exchange-list-extra",
        List::Accept => "exchange-list-accept",
        List::Decisions => "exchange-list-decisions",
    };
    t(lang, key)
}
