//! What stands between the braces.

use super::signs::Signs;
use super::steps;
use super::{format_of, read_text as read};
use crate::exchange::model::{DraftBody, DraftOption, Note, Reason, in_language};
use crate::exchange::words::{self, Written, number};
use crate::kernel::{Lang, Localized};

type Style = (Written, Lang);

/// One answer: its sign, its weight in percent, its text, its feedback.
struct Answer {
    sign: Option<char>,
    weight: Option<f64>,
    text: Signs,
    feedback: Signs,
}

impl Answer {
    fn of((sign, signs): (Option<char>, Signs)) -> Self {
        match weight(&signs.trimmed()) {
            Some((weight, rest)) => Self::of_text(sign, Some(weight), &rest),
            None => Self::of_text(sign, None, &signs),
        }
    }

    /// An answer of a choice: the right one has no weight, and what looks like one is text.
    fn of_choice((sign, signs): (Option<char>, Signs)) -> Self {
        if sign == Some('=') { Self::of_text(sign, None, &signs) } else { Self::of((sign, signs)) }
    }

    fn of_text(sign: Option<char>, weight: Option<f64>, signs: &Signs) -> Self {
        let (text, feedback) = signs.split_at_mark("#").unwrap_or_else(|| (signs.clone(), Signs::default()));
        Self { sign, weight, text: text.trimmed(), feedback: feedback.trimmed() }
    }

    fn is_full(&self) -> bool {
        self.sign == Some('=') && self.weight.is_none_or(|weight| weight >= 100.0)
    }

    fn text(&self, style: Style, notes: &mut Vec<Note>) -> Localized {
        read(&self.text, style, notes)
    }

    fn option(&self, right: bool, style: Style, notes: &mut Vec<Note>) -> DraftOption {
        let why = read(&self.feedback, style, notes);
        DraftOption { right, text: self.text(style, notes), why, ..DraftOption::default() }
    }

    fn note_feedback(&self, style: Style, notes: &mut Vec<Note>) {
        note_feedback(&self.feedback, style, notes);
    }
}

fn note_feedback(signs: &Signs, style: Style, notes: &mut Vec<Note>) {
    if let Some(said) = read(signs, style, notes).exact(style.1) {
        notes.push(Note::Feedback(said.to_owned()));
    }
}

/// The weight in percent that a text begins with, and what follows it. Moodle knows digits with one point; anything else
/// between two percent signs is text.
fn weight(signs: &Signs) -> Option<(f64, Signs)> {
    let (written, rest) = signs.strip("%")?.split_at_mark("%")?;
    Some((weight_in(&written.plain())?, rest))
}

/// True if a text begins with what would be read as its weight.
pub(super) fn is_weight(text: &str) -> bool {
    text.strip_prefix('%')
        .and_then(|text| text.split_once('%'))
        .is_some_and(|(written, _)| weight_in(written).is_some())
}

fn weight_in(written: &str) -> Option<f64> {
    let (whole, fraction) =
        written.trim_start_matches('-').split_once('.').unwrap_or((written.trim_start_matches('-'), ""));
    let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    let has_point = written.contains('.');
    if whole.is_empty() || (has_point && whole.len() > 2) || !is_digits(whole) || !is_digits(fraction) {
        return None;
    }
    let amount: f64 = format!("{whole}.{fraction}0").parse().ok()?;
    Some(if written.starts_with('-') { -amount } else { amount })
}

fn parts(signs: &Signs) -> Vec<(Option<char>, Signs)> {
    let parts = signs.parts(['=', '~']).into_iter();
    parts.filter(|(sign, part)| sign.is_some() || !part.trimmed().is_empty()).collect()
}

pub(super) fn read_answers_of(signs: &Signs, style: Style, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    if signs.is_empty() {
        return Err(Reason::Essay);
    }
    if let Some(numbers) = signs.strip("#") {
        return numeric(&numbers, style, notes);
    }
    if let Some(steps) = signs.strip(">") {
        return steps::read(&steps, style.1, notes);
    }
    if let Some(verdict) = verdict(signs, style, notes) {
        return Ok(DraftBody::TrueFalse(verdict, Vec::new()));
    }
    let parts = parts(signs);
    if parts.iter().any(|(sign, _)| sign.is_none()) || parts.is_empty() {
        return Err(Reason::Answer(signs.plain().chars().take(60).collect()));
    }
    if parts.iter().any(|(sign, _)| *sign == Some('~')) {
        return choice(&said(parts.into_iter().map(Answer::of_choice)), style, notes);
    }
    if parts.iter().any(|(_, part)| part.split_at_mark("#").map_or_else(|| part.clone(), |(text, _)| text).has("->")) {
        return matching(&parts, style, notes);
    }
    short_text(&said(parts.into_iter().map(Answer::of)), style, notes)
}

/// "~=right" has a wrong option without a text before it.
fn said(answers: impl Iterator<Item = Answer>) -> Vec<Answer> {
    answers.filter(|answer| !answer.text.is_empty() || !answer.feedback.is_empty()).collect()
}

/// `T`, `TRUE`, `F`, `FALSE`, with feedback to a wrong and to a right answer behind it.
fn verdict(signs: &Signs, style: Style, notes: &mut Vec<Note>) -> Option<bool> {
    let (word, feedback) = signs.split_at_mark("#").unwrap_or_else(|| (signs.clone(), Signs::default()));
    let verdict = match word.plain().trim() {
        "T" | "TRUE" => true,
        "F" | "FALSE" => false,
        _ => return None,
    };
    let (to_wrong, to_right) = feedback.split_at_mark("#").unwrap_or((feedback, Signs::default()));
    note_feedback(&to_wrong, style, notes);
    note_feedback(&to_right, style, notes);
    Some(verdict)
}

fn choice(answers: &[Answer], style: Style, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let is_single = answers.iter().any(Answer::is_full);
    let is_right = |answer: &Answer| {
        if is_single { answer.is_full() } else { answer.weight.is_some_and(|weight| weight > 0.0) }
    };
    if is_single {
        for answer in
            answers.iter().filter(|answer| !is_right(answer) && answer.weight.is_some_and(|weight| weight > 0.0))
        {
            notes.push(Note::PartlyRight(answer.text.plain()));
        }
    } else {
        let (right, wrong): (Vec<&Answer>, Vec<&Answer>) = answers.iter().partition(|answer| is_right(answer));
        if weights_differ(&right) || weights_differ(&wrong) {
            notes.push(Note::Weights);
        }
    }
    let options: Vec<_> = answers.iter().map(|answer| answer.option(is_right(answer), style, notes)).collect();
    if options.iter().any(|option| option.text.is_empty()) {
        return Err(Reason::OptionWithoutText);
    }
    Ok(if is_single { DraftBody::Single(options) } else { DraftBody::Multiple(options) })
}

fn weights_differ(answers: &[&Answer]) -> bool {
    answers.first().is_some_and(|first| answers.iter().any(|other| other.weight != first.weight))
}

fn short_text(answers: &[Answer], style: Style, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let mut forms = Vec::new();
    for answer in answers {
        // What is typed is no markup.
        let form = format_of(&answer.text, style.0).1.plain().split_whitespace().collect::<Vec<_>>().join(" ");
        match (answer.is_full(), words::form(&form)) {
            (true, Some(form)) => forms.push((style.1, form)),
            (true, None) => notes.push(Note::Pattern(form)),
            (false, _) if answer.weight > Some(0.0) => notes.push(Note::PartlyRight(form)),
            (false, _) => {}
        }
        answer.note_feedback(style, notes);
    }
    if forms.is_empty() { Err(Reason::NoRight) } else { Ok(DraftBody::Text(forms)) }
}

/// Pairs have neither weights nor feedback; the right side is plain text.
fn matching(parts: &[(Option<char>, Signs)], style: Style, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let mut pairs = Vec::new();
    for (_, part) in parts {
        let missing = || Reason::LeftAlone(part.plain().trim().to_owned());
        let (left, right) = part.split_at_mark("->").ok_or_else(missing)?;
        let right = in_language(style.1, words::read(&right.plain(), Written::Plain, notes));
        if right.is_empty() {
            return Err(missing());
        }
        pairs.push((read(&left, style, notes), right));
    }
    Ok(DraftBody::Matching(pairs))
}

/// `#3:2`, `#1..5`, or several with `=` before each.
fn numeric(signs: &Signs, style: Style, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let mut bounds = None;
    for (sign, part) in signs.parts(['=', '~']) {
        let answer = Answer::of((sign, part));
        let written = answer.text.plain();
        answer.note_feedback(style, notes);
        if written.trim().is_empty() || sign == Some('~') {
            continue;
        }
        let found = range(&written)?;
        match answer.weight.unwrap_or(100.0) {
            weight if weight >= 100.0 && bounds.is_none() => bounds = Some(found),
            weight if weight >= 100.0 => notes.push(Note::AlsoRight(written.trim().to_owned())),
            weight if weight > 0.0 => notes.push(Note::PartlyRight(written.trim().to_owned())),
            _ => {}
        }
    }
    let (min, max) = bounds.ok_or(Reason::NoRight)?;
    Ok(DraftBody::Numeric { min, max, unit: Localized::default() })
}

fn range(written: &str) -> Result<(f64, f64), Reason> {
    let parse = |text: &str| number(text).ok_or_else(|| Reason::NotANumber(text.trim().to_owned()));
    if let Some((min, max)) = written.split_once("..") {
        return Ok((parse(min)?, parse(max)?));
    }
    let (middle, tolerance) = match written.split_once(':') {
        Some((middle, tolerance)) => (parse(middle)?, parse(tolerance)?),
        None => (parse(written)?, 0.0),
    };
    Ok(words::around(middle, tolerance))
}
