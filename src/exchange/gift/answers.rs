//! What stands between the braces.

use super::format_of;
use super::signs::Signs;
use crate::exchange::model::{DraftBody, DraftOption, Note, Reason, in_language};
use crate::exchange::words::{self, Written};
use crate::kernel::{Lang, Localized};
use crate::quiz::kinds::numeric::number;

type Style = (Written, Lang);

/// One answer: its sign, its weight in percent, its text, its feedback.
struct Answer {
    sign: Option<char>,
    weight: Option<f64>,
    text: Signs,
    feedback: Signs,
}

impl Answer {
    fn of((sign, signs): (Option<char>, Signs)) -> Result<Self, Reason> {
        let mut signs = signs.trimmed();
        let mut weight = None;
        if let Some((percent, rest)) = signs.strip("%").and_then(|rest| rest.split_at_mark("%")) {
            let written = percent.plain();
            weight = Some(number(&written).ok_or(Reason::NotANumber(written))?);
            signs = rest.trimmed();
        }
        let (text, feedback) = signs.split_at_mark("#").unwrap_or((signs, Signs::default()));
        Ok(Self { sign, weight, text: text.trimmed(), feedback: feedback.trimmed() })
    }

    fn is_full(&self) -> bool {
        self.sign == Some('=') && self.weight.is_none_or(|weight| weight >= 100.0)
    }

    fn text(&self, style: Style, notes: &mut Vec<Note>) -> Localized {
        read(&self.text, style, notes)
    }

    fn option(&self, right: bool, style: Style, notes: &mut Vec<Note>) -> DraftOption {
        let why = read(&self.feedback, style, notes);
        DraftOption { right, critical: false, text: self.text(style, notes), why }
    }
}

fn read(signs: &Signs, (written, lang): Style, notes: &mut Vec<Note>) -> Localized {
    let (written, signs) = format_of(&signs.trimmed(), written);
    in_language(lang, words::read(&signs.plain(), written, notes))
}

fn read_all(signs: &Signs) -> Result<Vec<Answer>, Reason> {
    let parts = signs.parts(['=', '~']).into_iter().filter(|(sign, part)| sign.is_some() || !part.trimmed().is_empty());
    // "~=right" has a wrong option without a text before it.
    let answers = parts.map(Answer::of).collect::<Result<Vec<_>, _>>()?;
    Ok(answers.into_iter().filter(|answer| !answer.text.is_empty() || !answer.feedback.is_empty()).collect())
}

pub(super) fn read_answers_of(signs: &Signs, style: Style, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    if signs.is_empty() {
        return Err(Reason::Essay);
    }
    if let Some(numbers) = signs.strip("#") {
        return numeric(&numbers, notes);
    }
    if let Some(steps) = signs.strip(">") {
        return ordering(&steps, style, notes);
    }
    if let Some(verdict) = verdict(signs, notes) {
        return Ok(DraftBody::TrueFalse(verdict, Vec::new()));
    }
    let answers = read_all(signs)?;
    if answers.iter().any(|answer| answer.sign.is_none()) || answers.is_empty() {
        return Err(Reason::Answer(signs.plain().chars().take(60).collect()));
    }
    if answers.iter().all(|answer| answer.sign == Some('=')) {
        if answers.iter().any(|answer| answer.text.has("->")) {
            return matching(&answers, style, notes);
        }
        return short_text(&answers, style.1, notes);
    }
    choice(&answers, style, notes)
}

/// `T`, `TRUE`, `F`, `FALSE`, with feedback behind it.
fn verdict(signs: &Signs, notes: &mut Vec<Note>) -> Option<bool> {
    let (word, feedback) = signs.split_at_mark("#").unwrap_or_else(|| (signs.clone(), Signs::default()));
    let verdict = match word.plain().trim() {
        "T" | "TRUE" => true,
        "F" | "FALSE" => false,
        _ => return None,
    };
    let feedback = feedback.plain().trim().to_owned();
    if !feedback.is_empty() {
        notes.push(Note::Feedback(feedback));
    }
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

fn short_text(answers: &[Answer], lang: Lang, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let mut forms = Vec::new();
    for answer in answers {
        let form = answer.text.plain().split_whitespace().collect::<Vec<_>>().join(" ");
        if answer.is_full() {
            forms.push((lang, form));
        } else {
            notes.push(Note::PartlyRight(form));
        }
        if !answer.feedback.is_empty() {
            notes.push(Note::Feedback(answer.feedback.plain()));
        }
    }
    if forms.is_empty() { Err(Reason::NoRight) } else { Ok(DraftBody::Text(forms)) }
}

fn matching(answers: &[Answer], style: Style, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let mut pairs = Vec::new();
    for answer in answers {
        let missing = || Reason::LeftAlone(answer.text.plain());
        let (left, right) = answer.text.split_at_mark("->").ok_or_else(missing)?;
        let (left, right) = (read(&left, style, notes), read(&right, style, notes));
        if right.is_empty() {
            return Err(missing());
        }
        pairs.push((left, right));
    }
    Ok(DraftBody::Matching(pairs))
}

/// `>3 ALL VERTICAL …` on the first line, then a step on each line, as the ordering questions of Moodle write it.
fn ordering(signs: &Signs, style: Style, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let mut lines = signs.lines();
    let is_rule = |line: &Signs| {
        line.plain()
            .split_whitespace()
            .all(|word| word.chars().all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_'))
    };
    if lines.first().is_some_and(is_rule) {
        let rule = lines.remove(0);
        if rule.plain().split_whitespace().any(|word| {
            !matches!(word, "ALL" | "VERTICAL" | "RELATIVE_ALL_PREVIOUS_AND_NEXT") && word.parse::<u32>().is_err()
        }) {
            notes.push(Note::OrderRule);
        }
    }
    if lines.len() < 2 {
        return Err(Reason::StepsMissing);
    }
    Ok(DraftBody::Ordering(lines.iter().map(|line| read(line, style, notes)).collect()))
}

/// `#3:2`, `#1..5`, or several with `=` before each.
fn numeric(signs: &Signs, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let mut bounds = None;
    for (sign, part) in signs.parts(['=', '~']) {
        let answer = Answer::of((sign, part))?;
        let written = answer.text.plain();
        if !answer.feedback.is_empty() {
            notes.push(Note::Feedback(answer.feedback.plain()));
        }
        if written.trim().is_empty() || sign == Some('~') {
            continue;
        }
        let found = range(&written)?;
        if bounds.is_none() && answer.weight.is_none_or(|weight| weight >= 100.0) {
            bounds = Some(found);
        } else {
            notes.push(Note::PartlyRight(written.trim().to_owned()));
        }
    }
    let (min, max) = bounds.ok_or(Reason::NoRight)?;
    Ok(DraftBody::Numeric { min, max, unit: Localized::default() })
}

fn range(written: &str) -> Result<(f64, f64), Reason> {
    let parse = |text: &str| number(text.trim()).ok_or_else(|| Reason::NotANumber(text.trim().to_owned()));
    if let Some((min, max)) = written.split_once("..") {
        return Ok((parse(min)?, parse(max)?));
    }
    let (middle, tolerance) = match written.split_once(':') {
        Some((middle, tolerance)) => (parse(middle)?, parse(tolerance)?),
        None => (parse(written)?, 0.0),
    };
    Ok(crate::exchange::words::around(middle, tolerance))
}
