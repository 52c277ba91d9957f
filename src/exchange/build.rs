//! From what a reader found to a question of a course: keys, and what is still to be done.

use std::collections::BTreeMap;

use super::keys::Keys;
use super::limits;
use super::model::{Draft, DraftBody, DraftOption, Note, Read, Reason};
use crate::content::markdown::plain;
use crate::kernel::{Lang, Localized, Slug};
use crate::quiz::kinds;
use crate::quiz::model::{
    Body, Choice, ChoiceOption, Matching, Numeric, Ordering, Pair, Question, ShortText, Step, TrueFalse,
};

/// Makes questions whose keys differ.
pub(super) struct Build {
    keys: Keys,
}

impl Build {
    pub(super) fn new(known: &[Slug]) -> Self {
        Self { keys: Keys::of(known) }
    }

    pub(super) fn question(&mut self, mut draft: Draft) -> Read {
        let line = draft.line;
        let title = if draft.name.trim().is_empty() { plain(words(&draft.text)) } else { draft.name.clone() };
        let name: String = title.chars().take(80).collect();
        let reason = draft.reason.take().or_else(|| refusal(&draft));
        let body = match (reason, draft.body.take()) {
            (Some(reason), _) => Err(reason),
            (None, None) => Err(Reason::Description),
            (None, Some(body)) => body_of(body),
        };
        let body = match body {
            Ok(body) => body,
            Err(reason) => {
                return Read { line, name, result: Err(reason), notes: draft.notes, fills: None, copies: None };
            }
        };
        let mut notes = std::mem::take(&mut draft.notes);
        let key = self.key(&draft, &title, &mut notes);
        let tags = tags(&draft.tags, &mut notes);
        let question = Question {
            key,
            critical: draft.critical,
            tags,
            picture: None,
            picture_alt: Localized::default(),
            lesson: draft.lesson,
            text: draft.text,
            explanation: draft.explanation,
            fixed_order: draft.fixed_order,
            body,
        };
        to_do(&question, &mut notes);
        Read { line, name, result: Ok(question), notes, fills: None, copies: None }
    }

    fn key(&mut self, draft: &Draft, title: &str, notes: &mut Vec<Note>) -> Slug {
        if let Some(given) = &draft.key {
            match Slug::parse(given).filter(|key| self.keys.claim(key.clone())) {
                Some(key) => return key,
                None => notes.push(Note::Key(given.clone())),
            }
        }
        self.keys.make(title, "question")
    }
}

/// The words of a text in whichever language it has.
fn words(text: &Localized) -> &str {
    text.get(Lang::En)
}

fn refusal(draft: &Draft) -> Option<Reason> {
    let too_large = Reason::TooLarge { limit: limits::OPTIONS, characters: limits::TEXT };
    if draft.text.is_empty() {
        return Some(Reason::NoText);
    }
    let mut texts = vec![&draft.text, &draft.explanation];
    let count = match draft.body.as_ref()? {
        DraftBody::Single(options) | DraftBody::Multiple(options) | DraftBody::TrueFalse(_, options) => {
            texts.extend(options.iter().flat_map(|option| [&option.text, &option.why]));
            options.len()
        }
        DraftBody::Ordering(steps) => {
            texts.extend(steps);
            steps.len()
        }
        DraftBody::Matching(pairs) => {
            texts.extend(pairs.iter().flat_map(|(left, right)| [left, right]));
            pairs.len()
        }
        DraftBody::Text(forms) => forms.len(),
        DraftBody::Numeric { .. } => 0,
    };
    let is_long = |text: &str| text.chars().count() > limits::TEXT;
    let has_long = texts.iter().any(|text| Lang::ALL.into_iter().filter_map(|lang| text.exact(lang)).any(is_long));
    (count > limits::OPTIONS || has_long).then_some(too_large)
}

fn body_of(body: DraftBody) -> Result<Body, Reason> {
    Ok(match body {
        DraftBody::Single(options) => Body::Single(choice(options, true)?),
        DraftBody::Multiple(options) => Body::Multiple(choice(options, true)?),
        DraftBody::TrueFalse(answer, reasons) => {
            let Choice { right, wrong } = choice(reasons, false)?;
            Body::TrueFalse(TrueFalse { answer, right, wrong })
        }
        DraftBody::Ordering(steps) => {
            let mut keys = Keys::default();
            let step = |text: Localized| Step { key: keys.make(&plain(words(&text)), "action"), text };
            let steps = steps.into_iter().map(step).collect();
            Body::Ordering(Ordering { steps, equivalent: Vec::new(), critical_pairs: Vec::new() })
        }
        DraftBody::Matching(pairs) => Body::Matching(matching(pairs)),
        DraftBody::Numeric { min, max, unit } => Body::Numeric(Numeric { min, max, unit }),
        DraftBody::Text(forms) => {
            let mut accept: BTreeMap<Lang, Vec<String>> = BTreeMap::new();
            for (lang, form) in forms {
                let known = accept.entry(lang).or_default();
                if !known.contains(&form) {
                    known.push(form);
                }
            }
            Body::Text(ShortText { accept })
        }
    })
}

fn choice(options: Vec<DraftOption>, needs_right: bool) -> Result<Choice, Reason> {
    let mut keys = Keys::default();
    let (mut right, mut wrong) = (Vec::new(), Vec::new());
    for option in options {
        let DraftOption { right: is_right, critical, text, why, place } = option;
        let mut words = plain(words(&text));
        if let Some(place) = place {
            words = format!("{place} {words}");
        }
        let key = keys.make(&words, "option");
        let list = if is_right { &mut right } else { &mut wrong };
        list.push(ChoiceOption { key, text, why, critical });
    }
    if needs_right && right.is_empty() { Err(Reason::NoRight) } else { Ok(Choice { right, wrong }) }
}

fn matching(pairs: Vec<(Localized, Localized)>) -> Matching {
    let mut keys = Keys::default();
    let (mut known, mut extra) = (Vec::new(), Vec::new());
    for (left, right) in pairs {
        let key = keys.make(&plain(words(&right)), "side");
        if left.is_empty() {
            extra.push(Step { key, text: right });
        } else {
            known.push(Pair { key, left, right });
        }
    }
    Matching { pairs: known, extra }
}

fn tags(tags: &[String], notes: &mut Vec<Note>) -> Vec<Slug> {
    let mut known: Vec<Slug> = Vec::new();
    for tag in tags {
        match Slug::parse(&super::keys::latin(tag)) {
            Some(key) if known.contains(&key) => {}
            Some(key) => known.push(key),
            None => notes.push(Note::Tag(tag.clone())),
        }
    }
    known
}

/// What the course format asks for and the file does not give.
fn to_do(question: &Question, notes: &mut Vec<Note>) {
    let without_why = match &question.body {
        Body::Single(choice) | Body::Multiple(choice) => count_without_why(&choice.wrong),
        Body::TrueFalse(claim) => count_without_why(&claim.wrong),
        _ => 0,
    };
    if without_why > 0 {
        notes.push(Note::WhyMissing(without_why));
    }
    if question.explanation.is_empty() {
        notes.push(Note::ExplanationMissing);
    }
    notes.extend(kinds::mistakes(&question.body).into_iter().map(Note::Correct));
}

fn count_without_why(options: &[ChoiceOption]) -> usize {
    options.iter().filter(|option| option.why.is_empty()).count()
}
