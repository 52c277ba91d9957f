//! Aiken: a question, options with capital letters before them, and `ANSWER: B`.

use super::model::{Draft, DraftBody, DraftOption, Found, Reason, Refusal, in_language};
use super::words::{self, Written};
use crate::kernel::Lang;

/// A question that is being read.
#[derive(Default)]
struct Open {
    line: usize,
    text: Vec<String>,
    options: Vec<(char, String)>,
}

pub(super) fn read(text: &str, lang: Lang) -> Result<Found, Refusal> {
    let mut found = Found::default();
    let mut open = Open::default();
    for (at, line) in text.lines().enumerate() {
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        if let Some(answer) = line.strip_prefix("ANSWER:") {
            found.push(finish(&std::mem::take(&mut open), Some(answer), (at + 1, lang)))?;
        } else if let Some(option) = option(line).filter(|_| !open.text.is_empty()) {
            open.options.push(option);
        } else if open.options.is_empty() {
            if open.text.is_empty() {
                open.line = at + 1;
            }
            open.text.push(line.to_owned());
        } else {
            // A new question begins although the last one has no answer.
            found.push(finish(&std::mem::take(&mut open), None, (at + 1, lang)))?;
            open = Open { line: at + 1, text: vec![line.to_owned()], options: Vec::new() };
        }
    }
    if !open.text.is_empty() {
        found.push(finish(&open, None, (0, lang)))?;
    }
    Ok(found)
}

/// `A. text` or `A) text`.
fn option(line: &str) -> Option<(char, String)> {
    let mut chars = line.chars();
    let letter = chars.next().filter(char::is_ascii_uppercase)?;
    let text = chars.as_str().strip_prefix(['.', ')'])?;
    Some((letter, text.trim().to_owned()))
}

fn finish(open: &Open, answer: Option<&str>, (line, lang): (usize, Lang)) -> Draft {
    let mut notes = Vec::new();
    let mut read = |text: &str| in_language(lang, words::read(text, Written::Plain, &mut notes));
    let text = read(&open.text.join(" "));
    let letter = answer.and_then(|answer| answer.trim().chars().next());
    let reason = match answer {
        None => Some(Reason::AnswerMissing),
        Some(answer) if answer.trim().chars().count() != 1 => Some(Reason::Answer(answer.trim().to_owned())),
        Some(answer) if !open.options.iter().any(|(option, _)| Some(*option) == letter) => {
            Some(Reason::Answer(answer.trim().to_owned()))
        }
        Some(_) => None,
    };
    let option = |(letter_of, text): &(char, String)| DraftOption {
        right: Some(*letter_of) == letter,
        text: read(text),
        ..DraftOption::default()
    };
    let options = open.options.iter().map(option).collect();
    let line = if open.line == 0 { line } else { open.line };
    Draft { line, text, body: Some(DraftBody::Single(options)), reason, notes, ..Draft::default() }
}
