//! Small questions for the tests of the kinds.

use crate::kernel::{Localized, Slug};
use crate::quiz::form::AnswerError;
use crate::quiz::mistake::Mistake;
use crate::quiz::model::{Answer, Body, Choice, ChoiceOption, Question, Step};

pub(super) fn slug(key: &str) -> Slug {
    Slug::parse(key).expect("a key")
}

pub(super) fn slugs(keys: &[&str]) -> Vec<Slug> {
    keys.iter().map(|key| slug(key)).collect()
}

pub(super) fn options(keys: &[&str]) -> Vec<ChoiceOption> {
    let option = |key: &&str| ChoiceOption {
        key: slug(key),
        text: Localized::same(key),
        why: Localized::default(),
        critical: false,
    };
    keys.iter().map(option).collect()
}

pub(super) fn choice(right: &[&str], wrong: &[&str]) -> Choice {
    Choice { right: options(right), wrong: options(wrong) }
}

pub(super) fn steps(keys: &[&str]) -> Vec<Step> {
    keys.iter().map(|key| Step { key: slug(key), text: Localized::same(key) }).collect()
}

pub(super) fn question(body: Body) -> Question {
    Question {
        key: slug("question"),
        critical: false,
        tags: Vec::new(),
        picture: None,
        picture_alt: Localized::default(),
        lesson: None,
        text: Localized::same("?"),
        explanation: Localized::default(),
        fixed_order: false,
        body,
    }
}

pub(super) fn codes(mistakes: &[Mistake]) -> Vec<&'static str> {
    mistakes.iter().map(Mistake::code).collect()
}

pub(super) fn parsed(body: &Body, fields: &[(&str, &str)]) -> Result<Answer, AnswerError> {
    let fields: Vec<_> = fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    super::parse(&question(body.clone()), 1, &fields)
}
