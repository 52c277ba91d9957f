//! GIFT, Moodle's text format: blocks with an empty line between them, `::name:: text {answers}`.

mod answers;
mod signs;
mod steps;
mod write;

pub(super) use write::write;

use super::model::{Draft, Found, Note, Reason, Refusal, in_language};
use super::words::Written;
use super::{languages, limits};
use crate::kernel::{Lang, Localized};
use signs::Signs;

/// The formats that may be named before a text.
const FORMATS: [&str; 4] = ["html", "markdown", "plain", "moodle"];

/// A question as it stands in the file.
#[derive(Default)]
struct Block {
    line: usize,
    text: String,
    key: Option<String>,
    tags: Vec<String>,
}

pub(super) fn read(text: &str, lang: Lang) -> Result<Found, Refusal> {
    let mut found = Found::default();
    let mut block = Block::default();
    for (at, line) in text.lines().enumerate() {
        let trimmed = line.trim();
        if let Some(comment) = trimmed.strip_prefix("//") {
            marks(&mut block, comment);
        } else if trimmed.is_empty() {
            take(&mut found, &mut block, lang)?;
        } else if let Some(category) = trimmed.strip_prefix("$CATEGORY:").filter(|_| block.text.is_empty()) {
            found.notes.push((at + 1, Note::Category(category.trim().to_owned())));
        } else {
            if block.text.is_empty() {
                block.line = at + 1;
            }
            block.text.push_str(line);
            block.text.push('\n');
        }
    }
    take(&mut found, &mut block, lang)?;
    Ok(found)
}

/// The key and the tags that Moodle writes into a comment before a question: `[id:…] [tag:…]`, with `\]` for a bracket.
fn marks(block: &mut Block, comment: &str) {
    for (at, _) in comment.match_indices('[') {
        let mark = comment.get(at + 1..).unwrap_or_default();
        if let Some(id) = mark.strip_prefix("id:").and_then(until_bracket) {
            block.key.get_or_insert(id);
        } else if let Some(tag) = mark.strip_prefix("tag:").and_then(until_bracket) {
            block.tags.push(tag);
        }
    }
}

fn until_bracket(text: &str) -> Option<String> {
    let mut is_escaped = false;
    let end = text.chars().position(|c| {
        let ends = c == ']' && !is_escaped;
        is_escaped = c == '\\';
        ends
    })?;
    let inside: String = text.chars().take(end).collect();
    Some(inside.replace("\\]", "]").trim().to_owned())
}

fn take(found: &mut Found, block: &mut Block, lang: Lang) -> Result<(), Refusal> {
    // A comment with an empty line behind it belongs to no question: Moodle writes one for each that the format does not have.
    if block.text.is_empty() {
        *block = Block::default();
        return Ok(());
    }
    let Block { line, text, key, tags } = std::mem::take(block);
    let mut draft = if text.len() > limits::QUESTION {
        let text = in_language(lang, text.chars().take(80).collect());
        let reason = Some(Reason::TooLarge { limit: limits::OPTIONS, characters: limits::TEXT });
        Draft { text, reason, ..Draft::default() }
    } else {
        question(&text, lang)
    };
    (draft.line, draft.key, draft.tags) = (line, key, tags);
    found.push(draft)
}

fn question(text: &str, lang: Lang) -> Draft {
    let mut draft = Draft::default();
    let mut signs = Signs::of(text.trim());
    if let Some(named) = signs.strip("::")
        && let Some((name, rest)) = named.split_at_mark("::")
    {
        name.plain().trim().clone_into(&mut draft.name);
        signs = rest.trimmed();
    }
    let (written, signs) = format_of(&signs, Written::Html);
    let Some((before, inside)) = signs.split_at_mark("{") else {
        draft.text = languages::read(&signs.plain(), written, lang, &mut draft.notes);
        draft.reason = Some(Reason::Description);
        return draft;
    };
    let Some((inside, after)) = inside.split_at_mark("}") else {
        draft.text = languages::read(&before.plain(), written, lang, &mut draft.notes);
        draft.reason = Some(Reason::Unclosed);
        return draft;
    };
    // A gap in the sentence: the options fill it.
    let (before, after) = (before.plain(), after.plain());
    let whole = if after.trim().is_empty() { before } else { format!("{before}_____{after}") };
    draft.text = languages::read(&whole, written, lang, &mut draft.notes);
    let (answers, general) = inside.split_at_last_mark("####").unwrap_or_else(|| (inside.clone(), Signs::default()));
    draft.explanation = read_text(&general, (written, lang), &mut draft.notes);
    match answers::read_answers_of(&answers.trimmed(), (written, lang), &mut draft.notes) {
        Ok(body) => draft.body = Some(body),
        Err(reason) => draft.reason = Some(reason),
    }
    draft
}

fn read_text(signs: &Signs, (written, lang): (Written, Lang), notes: &mut Vec<Note>) -> Localized {
    let (written, signs) = format_of(&signs.trimmed(), written);
    languages::read(&signs.plain(), written, lang, notes)
}

/// The name of a format before a text: `[html]`.
fn format_of(signs: &Signs, otherwise: Written) -> (Written, Signs) {
    for word in FORMATS {
        if let Some(rest) = signs.strip(&format!("[{word}]")) {
            return (Written::of(word), rest.trimmed());
        }
    }
    (otherwise, signs.clone())
}
