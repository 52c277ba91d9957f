//! What is told of a course's files, in words: for pages and for the command line alike.

use super::files::Mistake;
use super::files::archive::{ArchiveFault, LARGEST, MOST_BYTES, MOST_FILES};
use super::message::{self, Message, PLACES};
use crate::i18n::{Arg, t, t_with};
use crate::kernel::Lang;

/// Why an archive is not read.
pub fn archive_fault(lang: Lang, fault: &ArchiveFault) -> String {
    let limit = |key, limit: usize| t_with(lang, key, &[("limit", limit.into())]);
    let at = |key, path: &str| t_with(lang, key, &[("path", path.into())]);
    match fault {
        ArchiveFault::TooLarge => limit("archive-too-large", LARGEST / 1_000_000),
        ArchiveFault::NoArchive => t(lang, "archive-none").to_owned(),
        ArchiveFault::Encrypted => t(lang, "archive-encrypted").to_owned(),
        ArchiveFault::TooManyFiles => limit("archive-too-many", MOST_FILES),
        ArchiveFault::UnpacksTooLarge => {
            limit("archive-unpacks-too-large", usize::try_from(MOST_BYTES / 1_000_000).unwrap_or(usize::MAX))
        }
        ArchiveFault::StrangePath(path) => at("archive-strange-path", path),
        ArchiveFault::Twice(path) => at("archive-twice", path),
        ArchiveFault::Damaged(path) => at("archive-damaged", path),
        ArchiveFault::NoCourse => t(lang, "archive-no-course").to_owned(),
    }
}

/// What is wrong, and what to do about it where that can be guessed.
pub fn mistake(lang: Lang, mistake: &Mistake) -> String {
    let said = message(lang, &mistake.message);
    match &mistake.suggestion {
        Some(suggestion) => format!("{said} {}", message(lang, suggestion)),
        None => said,
    }
}

/// A sentence of the checks.
pub fn message(lang: Lang, message: &Message) -> String {
    let key = message.code.key();
    let args: Vec<(&'static str, Arg<'_>)> =
        PLACES.into_iter().zip(message.args.iter().map(|arg| called(lang, arg))).collect();
    if args.is_empty() { t(lang, key).to_owned() } else { t_with(lang, key, &args) }
}

/// What people call it.
fn called(lang: Lang, arg: &message::Arg) -> Arg<'_> {
    match arg {
        message::Arg::Word(text) => text.as_str().into(),
        message::Arg::Part(name) => part(name).map_or_else(|| name.as_str().into(), |key| t(lang, key).into()),
        message::Arg::Lang(other) => other.native_name().into(),
        message::Arg::Count(count) => (*count).into(),
    }
}

/// The words for a part of a course; none if it has no other name than the one in the files.
fn part(name: &str) -> Option<&'static str> {
    PARTS.iter().find(|(part, _)| *part == name).map(|(_, key)| *key)
}

/// What people call a part of a course, instead of its name in the files.
const PARTS: [(&str, &str); 69] = [
    ("step", "part-step"),
    ("pair", "part-pair"),
    ("extra", "part-extra"),
    ("decision", "part-decision"),
    ("accept", "part-accept"),
    ("result", "part-result"),
    ("left", "part-left"),
    ("picture", "part-picture"),
    ("picture_alt", "part-picture-alt"),
    ("answer", "part-answer"),
    ("min", "part-min"),
    ("max", "part-max"),
    ("unit", "part-unit"),
    ("right and wrong", "part-options"),
    ("title", "part-title"),
    ("summary", "part-summary"),
    ("outcomes", "part-outcomes"),
    ("limits", "part-limits"),
    ("hours", "part-hours"),
    ("certificate", "part-certificate"),
    ("modules", "part-modules"),
    ("lessons", "part-lessons"),
    ("lesson", "part-lesson"),
    ("minutes", "part-minutes"),
    ("test", "part-test"),
    ("draw", "part-draw"),
    ("text", "part-text"),
    ("explanation", "part-explanation"),
    ("why", "part-why"),
    ("right", "part-right"),
    ("wrong", "part-wrong"),
    ("source", "part-source"),
    ("key", "part-key"),
    ("kind", "part-kind"),
    ("languages", "part-languages"),
    ("required_languages", "part-languages"),
    ("guideline", "part-guideline"),
    ("base", "part-base"),
    ("version", "part-version"),
    ("validity_months", "part-validity"),
    ("valid_until", "part-until"),
    ("pass_percent", "part-pass"),
    ("tries", "part-tries"),
    ("wait_hours", "part-wait"),
    ("count", "part-count"),
    ("module", "part-module"),
    ("tag", "part-tag"),
    ("tags", "part-tags"),
    ("value", "part-value"),
    ("mark", "part-mark"),
    ("alt", "part-alt"),
    ("term", "part-term"),
    ("meaning", "part-meaning"),
    ("equivalent", "part-equivalent"),
    ("critical_pairs", "part-critical-pairs"),
    ("next", "part-next"),
    ("critical", "part-critical"),
    ("lead", "part-lead"),
    ("label", "part-label"),
    ("example", "part-example"),
    ("note", "part-note"),
    ("blank_rows", "part-blank-rows"),
    ("column", "part-column"),
    ("row", "part-row"),
    ("width", "part-width"),
    ("formula", "part-formula"),
    ("lines", "part-lines"),
    ("field", "part-field"),
    ("part", "part-part"),
];
