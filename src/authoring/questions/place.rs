//! From a line of a file of questions to the question and the field of its form.

use super::bank::Bank;
use super::kind::{Kind, PartKind};
use super::read::read;
use crate::content::message::{Arg, Code, Message};
use crate::kernel::Lang;

/// Where a mistake of a question is mended.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::authoring) struct QuestionPlace {
    pub(in crate::authoring) key: String,
    pub(in crate::authoring) field: String,
}

/// The question of a line, and the field; none if the file has no form, or the line belongs to no question.
pub(in crate::authoring) fn place_in(
    bank: &Bank,
    (line, message): (usize, &Message),
    languages: &[Lang],
) -> Option<QuestionPlace> {
    let at = (0..bank.questions().len()).rev().find(|at| bank.line(*at) <= line)?;
    let question = bank.questions().get(at)?;
    question.kind?;
    let source = languages.first().copied().unwrap_or(Lang::Kk);
    let field = field_at(bank.block(at), (line - bank.line(at) + 1, message), source);
    (!question.key.is_empty()).then(|| QuestionPlace { key: question.key.clone(), field })
}

/// The list, the part and the option in which a line stands, counted from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Scope {
    Head,
    Part(PartKind, usize),
    Option(usize, PartKind, usize),
}

/// The field of the form that holds a line of a question, counted from 1.
pub(super) fn field_at(block: &str, (line, message): (usize, &Message), source: Lang) -> String {
    let (scope, name) = scope_of(block, line);
    let said = missing(message);
    let name = said.map(|(name, _)| name).or(name).unwrap_or_default();
    let lang = said.and_then(|(_, lang)| lang);
    let prefix = prefix_of(block, scope);
    let kind = read(block).map(|sheet| sheet.kind);
    match (name, scope) {
        ("min", _) | ("", Scope::Head) if is_of_bounds(message) => "min".to_owned(),
        ("", Scope::Head) if kind.is_some_and(|kind| matches!(kind, Kind::Numeric | Kind::Text)) => {
            format!("text-{source}")
        }
        ("" | "key" | "kind" | "equivalent" | "critical_pairs", Scope::Head) => "answers".to_owned(),
        ("", Scope::Part(part, _)) => {
            format!("{prefix}{}-{source}", part.texts(Kind::Single).first().unwrap_or(&"text"))
        }
        ("", Scope::Option(..)) => format!("{prefix}text-{source}"),
        ("circle" | "rect" | "polygon", _) => format!("{prefix}numbers"),
        (name, _) => match name.split_once('.') {
            Some((name, lang)) => format!("{prefix}{name}-{lang}"),
            None if is_text(name) => format!("{prefix}{name}-{}", lang.unwrap_or(source)),
            None => format!("{prefix}{name}"),
        },
    }
}

/// What a sentence says is missing, and in which language.
fn missing(message: &Message) -> Option<(&str, Option<Lang>)> {
    match (message.code, message.args.as_slice()) {
        (Code::LessonAgain, _) => Some(("lesson", None)),
        (Code::Missing, [Arg::Part(name)]) => Some((name, None)),
        (Code::LanguageMissing, [Arg::Part(name), Arg::Lang(lang)]) => Some((name, Some(*lang))),
        _ => None,
    }
}

const fn is_of_bounds(message: &Message) -> bool {
    matches!(message.code, Code::MinAboveMax | Code::BoundNotTypable)
}

fn is_text(name: &str) -> bool {
    ["text", "explanation", "why", "result", "left", "right", "unit", "picture_alt", "accept"].contains(&name)
}

/// Where a line stands, and the name that it sets.
fn scope_of(block: &str, line: usize) -> (Scope, Option<&str>) {
    let (mut scope, mut name) = (Scope::Head, None);
    let mut parts = [0_usize; 6];
    let mut options = [0_usize; 2];
    for written in block.lines().take(line) {
        let Some(header) = written.trim().strip_prefix("[[").and_then(|rest| rest.split("]]").next()) else {
            name = name_of(written).or(name);
            continue;
        };
        name = None;
        let mut words = header.split('.').map(str::trim).skip(1);
        let count = |counts: &mut [usize], at: usize| {
            let count = counts.get_mut(at).map(|count| {
                *count += 1;
                *count - 1
            });
            count.unwrap_or_default()
        };
        scope = match (words.next().and_then(PartKind::from_code), words.next().and_then(PartKind::from_code)) {
            (Some(_), Some(option)) => {
                let decision = parts.get(PartKind::Decision as usize).copied().unwrap_or_default().saturating_sub(1);
                Scope::Option(decision, option, count(&mut options, option as usize))
            }
            (Some(part), None) => {
                options = [0; 2];
                Scope::Part(part, count(&mut parts, part as usize))
            }
            (None, _) => Scope::Head,
        };
    }
    (scope, name)
}

/// The name that a line sets, such as `text.kk`.
fn name_of(line: &str) -> Option<&str> {
    let (name, _) = line.split_once('=')?;
    let name = name.trim();
    let is_name =
        !name.is_empty() && name.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b'_' || byte == b'.');
    is_name.then_some(name)
}

/// How the names of the fields begin. In the form right options stand before wrong ones.
fn prefix_of(block: &str, scope: Scope) -> String {
    let Some(sheet) = read(block) else { return String::new() };
    let nth = |parts: &[super::sheet::Part], kind: PartKind, at: usize| {
        let mut places = parts.iter().enumerate().filter(|(_, part)| part.kind == kind).map(|(place, _)| place);
        places.nth(at).unwrap_or_default()
    };
    match scope {
        Scope::Head => String::new(),
        Scope::Part(kind, at) => format!("p{}-", nth(&sheet.parts, kind, at)),
        Scope::Option(decision, kind, at) => {
            let options = sheet.parts.get(decision).map(|part| part.options.as_slice()).unwrap_or_default();
            format!("p{decision}-o{}-", nth(options, kind, at))
        }
    }
}
