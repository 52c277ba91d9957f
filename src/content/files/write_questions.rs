//! `questions/<module>.toml`, written.

use super::kinds;
use super::write::{Page, list_of_slugs};
use crate::content::model::Module;
use crate::kernel::Slug;
use crate::quiz::model::{Body, ChoiceOption, Matching, Numeric, Ordering, Question};

/// The file of a module.
pub(super) fn file(module: &Module) -> String {
    let mut page = Page::default();
    for question in &module.questions {
        write(&mut page, question, module.numeric_facts.get(&question.key));
    }
    page.finish()
}

/// The entries of some questions, to be put at the end of a module's file.
pub fn question_entries(questions: &[Question]) -> String {
    let mut page = Page::default();
    for question in questions {
        write(&mut page, question, None);
    }
    page.finish()
}

fn write(page: &mut Page, question: &Question, fact: Option<&Slug>) {
    page.header("[[question]]");
    page.text("key", question.key.as_str());
    page.text("kind", kind(&question.body));
    page.flag("critical", question.critical);
    if !question.tags.is_empty() {
        page.slugs("tags", &question.tags);
    }
    if let Some(lesson) = &question.lesson {
        page.text("lesson", lesson.as_str());
    }
    if let Some(picture) = &question.picture {
        page.text("picture", picture.as_str());
    }
    page.localized("picture_alt", &question.picture_alt);
    page.flag("fixed_order", question.fixed_order);
    match &question.body {
        Body::TrueFalse(verdict) => page.set("answer", verdict.answer),
        Body::Ordering(ordering) => relations(page, ordering),
        Body::Numeric(numeric) => bounds(page, numeric, fact),
        Body::Text(text) => kinds::write_text(page, text),
        Body::Single(_) | Body::Multiple(_) | Body::Matching(_) | Body::Hotspot(_) | Body::Case(_) => {}
    }
    page.localized("text", &question.text);
    page.localized("explanation", &question.explanation);
    match &question.body {
        Body::Single(choice) | Body::Multiple(choice) => options(page, &choice.right, &choice.wrong),
        Body::TrueFalse(verdict) => options(page, &verdict.right, &verdict.wrong),
        Body::Ordering(ordering) => steps(page, ordering),
        Body::Matching(matching) => pairs(page, matching),
        Body::Hotspot(hotspot) => kinds::write_hotspot(page, hotspot),
        Body::Case(case) => kinds::write_case(page, case),
        Body::Numeric(_) | Body::Text(_) => {}
    }
}

const fn kind(body: &Body) -> &'static str {
    match body {
        Body::Single(_) => "single",
        Body::Multiple(_) => "multiple",
        Body::TrueFalse(_) => "true-false",
        Body::Ordering(_) => "ordering",
        Body::Matching(_) => "matching",
        Body::Numeric(_) => "numeric",
        Body::Text(_) => "text",
        Body::Hotspot(_) => "hotspot",
        Body::Case(_) => "case",
    }
}

fn options(page: &mut Page, right: &[ChoiceOption], wrong: &[ChoiceOption]) {
    let right = right.iter().map(|option| ("[[question.right]]", option));
    for (header, option) in right.chain(wrong.iter().map(|option| ("[[question.wrong]]", option))) {
        page.header(header);
        page.text("key", option.key.as_str());
        page.flag("critical", option.critical);
        page.localized("text", &option.text);
        page.localized("why", &option.why);
    }
}

fn relations(page: &mut Page, ordering: &Ordering) {
    if !ordering.equivalent.is_empty() {
        let groups: Vec<String> = ordering.equivalent.iter().map(list_of_slugs).collect();
        page.set("equivalent", format!("[{}]", groups.join(", ")));
    }
    if !ordering.critical_pairs.is_empty() {
        let pairs: Vec<String> = ordering.critical_pairs.iter().map(|(a, b)| list_of_slugs([a, b])).collect();
        page.set("critical_pairs", format!("[{}]", pairs.join(", ")));
    }
}

fn steps(page: &mut Page, ordering: &Ordering) {
    for step in &ordering.steps {
        page.header("[[question.step]]");
        page.text("key", step.key.as_str());
        page.localized("text", &step.text);
    }
}

fn pairs(page: &mut Page, matching: &Matching) {
    for pair in &matching.pairs {
        page.header("[[question.pair]]");
        page.text("key", pair.key.as_str());
        page.localized("left", &pair.left);
        page.localized("right", &pair.right);
    }
    for extra in &matching.extra {
        page.header("[[question.extra]]");
        page.text("key", extra.key.as_str());
        page.localized("right", &extra.text);
    }
}

fn bounds(page: &mut Page, numeric: &Numeric, fact: Option<&Slug>) {
    if let Some(fact) = fact {
        page.text("fact", fact.as_str());
        return;
    }
    page.number("min", numeric.min);
    page.number("max", numeric.max);
    page.localized("unit", &numeric.unit);
}
