//! Questions as GIFT that Moodle takes back.

use std::fmt::Write;

use super::FORMATS;
use super::answers::is_weight;
use crate::content::markdown::plain;
use crate::exchange::words;
use crate::exchange::writing::{self, Loss, Writing};
use crate::kernel::{Lang, Localized};
use crate::quiz::model::{Body, Choice, ChoiceOption, Matching, Ordering, Question, ShortText};

/// How steps are shown and marked. Without the last two words Moodle takes the beginning of the first step for them.
const RULE: &str = ">0 ALL VERTICAL RELATIVE_ALL_PREVIOUS_AND_NEXT SHOW none";

/// The questions in one language. What the format cannot hold is told.
pub(in crate::exchange) fn write(questions: &[&Question], lang: Lang) -> Writing {
    let mut writing = Writing::default();
    for question in questions {
        let mut losses = Vec::new();
        let Some(answers) = answers(question, lang, &mut losses) else {
            writing.losses.push((question.key.clone(), Loss::Kind));
            continue;
        };
        let Some(text) = text(&question.text, lang) else {
            writing.losses.push((question.key.clone(), Loss::Language));
            continue;
        };
        if writing::has_critical(question) {
            losses.push(Loss::Critical);
        }
        if question.picture.is_some() {
            losses.push(Loss::Picture);
        }
        let tags = question.tags.iter().fold(String::new(), |tags, tag| tags + " [tag:" + tag.as_str() + "]");
        let explained =
            self::text(&question.explanation, lang).map(|text| format!("\n\t####{text}")).unwrap_or_default();
        // Writing into a string does not fail.
        let _ = writeln!(writing.text, "// [id:{}]{tags}", question.key);
        let _ = writeln!(writing.text, "::{}::{text}{{{answers}{explained}\n}}\n", question.key);
        writing.count += 1;
        writing.losses.extend(losses.into_iter().map(|loss| (question.key.clone(), loss)));
    }
    writing
}

fn answers(question: &Question, lang: Lang, losses: &mut Vec<Loss>) -> Option<String> {
    let mut lines = String::new();
    match &question.body {
        Body::Single(choice) | Body::Multiple(choice) => options(&mut lines, question, choice, (lang, losses))?,
        Body::TrueFalse(claim) => {
            if !claim.right.is_empty() {
                losses.push(Loss::Reasons);
            }
            lines.push_str(if claim.answer { "TRUE" } else { "FALSE" });
        }
        Body::Numeric(bounds) => {
            if !bounds.unit.is_empty() {
                losses.push(Loss::Unit);
            }
            let _ = write!(lines, "#{}..{}", bounds.min, bounds.max);
        }
        Body::Text(words) => forms(&mut lines, words, losses),
        Body::Matching(matching) => {
            if writing::has_marked_right(matching, lang) {
                losses.push(Loss::Marks);
            }
            pairs(&mut lines, matching, lang)?;
        }
        Body::Ordering(ordering) => steps(&mut lines, ordering, (lang, losses))?,
        Body::Hotspot(_) | Body::Case(_) => return None,
    }
    Some(lines)
}

fn options(
    lines: &mut String,
    question: &Question,
    choice: &Choice,
    (lang, losses): (Lang, &mut Vec<Loss>),
) -> Option<()> {
    if question.fixed_order {
        losses.push(Loss::FixedOrder);
    }
    let is_single = matches!(question.body, Body::Single(_));
    let weight = |options: &[ChoiceOption]| crate::exchange::moodle::weight(options.len());
    for (is_right, option) in writing::options(question, choice) {
        let text = text(&option.text, lang)?;
        let mark = match (is_single, is_right) {
            (true, true) => "=".to_owned(),
            // What looks like a weight would be taken for one, were none before it.
            (true, false) if is_weight(&text) => "~%0%".to_owned(),
            (true, false) => "~".to_owned(),
            (false, true) => format!("~%{}%", weight(&choice.right)),
            (false, false) => format!("~%-{}%", weight(&choice.wrong)),
        };
        let why = self::text(&option.why, lang).map(|why| format!("#{why}")).unwrap_or_default();
        let _ = write!(lines, "\n\t{mark}{text}{why}");
    }
    Some(())
}

fn forms(lines: &mut String, words: &ShortText, losses: &mut Vec<Loss>) {
    for form in writing::forms(words) {
        // An arrow makes pairs of the answers, and no sign can escape it.
        if form.contains("->") && !losses.contains(&Loss::Arrow) {
            losses.push(Loss::Arrow);
        }
        let form = as_it_stands(&form.replace("->", "→"));
        let weight = if is_weight(&form) { "%100%" } else { "" };
        let _ = write!(lines, "\n\t={weight}{form}");
    }
}

fn pairs(lines: &mut String, matching: &Matching, lang: Lang) -> Option<()> {
    let pairs = matching.pairs.iter().map(|pair| (Some(&pair.left), &pair.right));
    for (left, right) in pairs.chain(matching.extra.iter().map(|extra| (None, &extra.text))) {
        let left = left.map_or(Some(String::new()), |left| text(left, lang))?;
        // The right side is plain text, and behind the first arrow another one is text as well.
        let right = escaped(&plain(right.exact(lang)?));
        let _ = write!(lines, "\n\t={left} -> {right}");
    }
    Some(())
}

fn steps(lines: &mut String, ordering: &Ordering, (lang, losses): (Lang, &mut Vec<Loss>)) -> Option<()> {
    if !ordering.equivalent.is_empty() || !ordering.critical_pairs.is_empty() {
        losses.push(Loss::OrderRule);
    }
    lines.push_str(RULE);
    for step in &ordering.steps {
        let _ = write!(lines, "\n{}", step_of(&words::html(step.text.exact(lang)?).0));
    }
    Some(())
}

/// A step as Moodle's ordering questions read one: HTML on a line of its own. Nothing but a backslash is escaped there, so what would
/// end the answers, begin the feedback, be taken for a comment or for nothing at all is written as an entity.
fn step_of(html: &str) -> String {
    let safe = html.replace('\\', "\\\\").replace('{', "&#123;").replace('}', "&#125;");
    let safe = safe.replace("####", "&#35;&#35;&#35;&#35;");
    match safe.strip_prefix("//") {
        Some(rest) => format!("&#47;/{rest}"),
        None if safe == "0" => "&#48;".to_owned(),
        None => safe,
    }
}

/// A text in the language, with `[html]` before it where it has markup; none if it does not exist in it.
fn text(text: &Localized, lang: Lang) -> Option<String> {
    let (html, has_markup) = words::html(text.exact(lang)?);
    // Without the mark Moodle takes a text as it stands, too, but for what looks like HTML.
    Some(if has_markup { format!("[html]{}", escaped(&html)) } else { as_it_stands(&html) })
}

/// A text without markup. One that begins like the name of a format gets a name before it.
fn as_it_stands(text: &str) -> String {
    let is_named = FORMATS.iter().any(|name| {
        text.strip_prefix('[').and_then(|text| text.strip_prefix(name)).is_some_and(|rest| rest.starts_with(']'))
    });
    let mark = if is_named { "[moodle]" } else { "" };
    format!("{mark}{}", escaped(text))
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '~' | '=' | '#' | '{' | '}' | ':') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe
}
