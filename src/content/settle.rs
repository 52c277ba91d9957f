//! A course with its numbers in place: what pages show.

use super::markdown::fact_values;
use super::model::{Course, LocalizedList};
use crate::kernel::{Lang, Localized};
use crate::quiz::model::{Body, ChoiceOption, Question};

/// The course with each `{fact:key}` replaced by the fact's value in all texts but the lessons' Markdown, whose
/// rendering does it. Texts of questions may have markup, so values are escaped there.
#[must_use]
pub fn settled(course: &Course) -> Course {
    let facts = &course.facts;
    let plain = |text: &Localized| text.map(|lang, text| fact_values(text, facts, lang));
    let marked = |text: &Localized| text.map(|lang, text| super::markdown::escaped_fact_values(text, facts, lang));
    let mut shown = course.clone();
    for text in [&mut shown.title, &mut shown.summary, &mut shown.limits, &mut shown.certificate.title] {
        *text = plain(text);
    }
    let list = |(lang, texts): (&Lang, &Vec<String>)| {
        (*lang, texts.iter().map(|text| fact_values(text, facts, *lang)).collect())
    };
    shown.outcomes = LocalizedList(shown.outcomes.0.iter().map(list).collect());
    if let Some(guideline) = &mut shown.guideline {
        guideline.base = plain(&guideline.base);
    }
    for term in shown.glossary.values_mut() {
        term.term = plain(&term.term);
        term.meaning = marked(&term.meaning);
    }
    for template in shown.templates.values_mut() {
        template.each_text(&|text| *text = plain(text));
    }
    for module in &mut shown.modules {
        module.title = plain(&module.title);
        module.summary = plain(&module.summary);
        for question in &mut module.questions {
            question.picture_alt = plain(&question.picture_alt);
            each_text(question, &marked);
            each_form(question, &|lang, form| fact_values(form, facts, lang));
        }
    }
    shown
}

/// Changes every text of a question that may have markup.
fn each_text(question: &mut Question, change: &dyn Fn(&Localized) -> Localized) {
    let apply = |text: &mut Localized| *text = change(text);
    let options = |list: &mut Vec<ChoiceOption>| {
        for option in list {
            apply(&mut option.text);
            apply(&mut option.why);
        }
    };
    apply(&mut question.text);
    apply(&mut question.explanation);
    match &mut question.body {
        Body::Single(choice) | Body::Multiple(choice) => {
            options(&mut choice.right);
            options(&mut choice.wrong);
        }
        Body::TrueFalse(claim) => {
            options(&mut claim.right);
            options(&mut claim.wrong);
        }
        Body::Ordering(ordering) => ordering.steps.iter_mut().for_each(|step| apply(&mut step.text)),
        Body::Matching(matching) => {
            for pair in &mut matching.pairs {
                apply(&mut pair.left);
                apply(&mut pair.right);
            }
            matching.extra.iter_mut().for_each(|extra| apply(&mut extra.text));
        }
        Body::Hotspot(hotspot) => {
            for zone in hotspot.right.iter_mut().chain(&mut hotspot.wrong) {
                apply(&mut zone.text);
                apply(&mut zone.why);
            }
        }
        Body::Case(case) => {
            for decision in &mut case.decisions {
                apply(&mut decision.text);
                for option in decision.right.iter_mut().chain(&mut decision.wrong) {
                    apply(&mut option.text);
                    apply(&mut option.result);
                }
            }
        }
        Body::Numeric(_) | Body::Text(_) => {}
    }
}

/// Changes every accepted form of a short text, which has no markup.
fn each_form(question: &mut Question, change: &dyn Fn(Lang, &str) -> String) {
    if let Body::Text(text) = &mut question.body {
        for (lang, forms) in &mut text.accept {
            for form in forms {
                *form = change(*lang, form);
            }
        }
    }
}
