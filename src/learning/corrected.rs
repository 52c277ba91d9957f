//! A course as a try had it, with the keys of a corrected version: what marking again goes by.

use std::collections::BTreeSet;

use crate::content::model::Course;
use crate::kernel::Slug;
use crate::quiz::model::{Body, ChoiceOption, Question};

/// `begun_on` with each question as `corrected` has it, where that is the same question: of the same kind and with the
/// same things to choose from. What a question is worth to the whole try, whether it is critical, stays as it was.
pub fn corrected(begun_on: &Course, corrected: &Course) -> Course {
    let mut course = begun_on.clone();
    for question in course.modules.iter_mut().flat_map(|module| &mut module.questions) {
        let Some((_, newer)) = corrected.question(&question.key) else { continue };
        if keys(&question.body) == keys(&newer.body) {
            *question = Question { critical: question.critical, ..newer.clone() };
        }
    }
    course
}

/// The kind of a question, and the keys of everything that can be chosen in it.
fn keys(body: &Body) -> (&'static str, BTreeSet<(&'static str, &Slug)>) {
    fn options(lists: [&Vec<ChoiceOption>; 2]) -> BTreeSet<(&'static str, &Slug)> {
        lists.into_iter().flatten().map(|option| ("", &option.key)).collect()
    }
    match body {
        Body::Single(choice) => ("single", options([&choice.right, &choice.wrong])),
        Body::Multiple(choice) => ("multiple", options([&choice.right, &choice.wrong])),
        Body::TrueFalse(claim) => ("true-false", options([&claim.right, &claim.wrong])),
        Body::Ordering(ordering) => ("ordering", ordering.steps.iter().map(|step| ("", &step.key)).collect()),
        Body::Matching(matching) => {
            let left = matching.pairs.iter().map(|pair| ("left", &pair.key));
            ("matching", left.chain(matching.extra.iter().map(|extra| ("extra", &extra.key))).collect())
        }
        Body::Numeric(_) => ("numeric", BTreeSet::new()),
        Body::Text(_) => ("text", BTreeSet::new()),
        Body::Hotspot(hotspot) => {
            ("hotspot", hotspot.right.iter().chain(&hotspot.wrong).map(|zone| ("", &zone.key)).collect())
        }
        Body::Case(case) => {
            let decisions = case.decisions.iter().map(|decision| ("decision", &decision.key));
            let all = case.decisions.iter().flat_map(|decision| decision.right.iter().chain(&decision.wrong));
            ("case", decisions.chain(all.map(|option| ("option", &option.key))).collect())
        }
    }
}
