//! Ordering questions: `>0 ALL VERTICAL … SHOW none`, then a step on each line, as those of Moodle write and read them.

use super::signs::Signs;
use crate::exchange::model::{DraftBody, Note, Reason, in_language};
use crate::exchange::words::{self, Written};
use crate::kernel::Lang;

/// The words behind the number of steps, each of which may be missing: which steps are asked for, how they lie, how the order is
/// marked, whether the marking is shown, how steps are numbered.
const WORDS: [&[&str]; 5] = [
    &["ALL", "EXACT", "RANDOM", "REL", "CONTIGUOUS", "CONTIG"],
    &["HORIZONTAL", "HORI", "H", "1", "VERTICAL", "VERT", "V", "0"],
    &[
        "ALL_OR_NOTHING",
        "ABSOLUTE_POSITION",
        "ABSOLUTE",
        "ABS",
        "RELATIVE_NEXT_EXCLUDE_LAST",
        "RELATIVE_NEXT_INCLUDE_LAST",
        "RELATIVE_ONE_PREVIOUS_AND_NEXT",
        "RELATIVE_ALL_PREVIOUS_AND_NEXT",
        "RELATIVE_TO_CORRECT",
        "RELATIVE",
        "REL",
        "LONGEST_ORDERED_SUBSET",
        "LONGEST_CONTIGUOUS_SUBSET",
    ],
    &["SHOW", "TRUE", "YES", "1", "HIDE", "FALSE", "NO", "0"],
    &["none", "123", "abc", "ABCD", "iii", "IIII"],
];

/// What is asked and marked here as well.
const OURS: [&str; 3] = ["ALL", "EXACT", "RELATIVE_ALL_PREVIOUS_AND_NEXT"];

pub(super) fn read(signs: &Signs, lang: Lang, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let mut lines: Vec<String> = signs.lines().iter().map(Signs::plain).collect();
    if let Some(rest) = lines.first().and_then(|line| behind_rule(line, notes)) {
        lines.remove(0);
        if !rest.is_empty() {
            lines.insert(0, rest);
        }
    }
    if lines.len() < 2 {
        return Err(Reason::StepsMissing);
    }
    // Whatever the question is written in, steps may hold HTML.
    let step = |line: String| in_language(lang, words::read(&line, Written::Html, notes));
    Ok(DraftBody::Ordering(lines.into_iter().map(step).collect()))
}

/// What stands behind the rule on its line; none if the line is no rule.
fn behind_rule(line: &str, notes: &mut Vec<Note>) -> Option<String> {
    let mut words = line.split_whitespace().peekable();
    let is_count = |word: &&str| word.bytes().all(|byte| byte.is_ascii_digit());
    words.next().filter(is_count)?;
    let is_alone = words.peek().is_none();
    let mut rule = Vec::new();
    for known in WORDS {
        rule.extend(words.next_if(|word| known.contains(word)));
    }
    // A step may begin with a number, too: "103: call".
    if rule.is_empty() && !is_alone {
        return None;
    }
    let says_how = |word: &&str| WORDS.iter().take(3).step_by(2).any(|known| known.contains(word));
    if rule.iter().filter(|word| says_how(word)).any(|word| !OURS.contains(word)) {
        notes.push(Note::OrderRule);
    }
    Some(words.collect::<Vec<_>>().join(" "))
}
