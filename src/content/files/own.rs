//! What is wrong with a question by itself: numbers of options, keys used twice, pairs that contradict.

use super::notes::Place;
use super::table::Table;
use crate::kernel::Slug;
use crate::quiz::model::{Body, Choice, Ordering, Question};

/// Notes the question's own mistakes at its place, or at the option that has them.
pub(super) fn judge(question: &Question, table: &Table<'_>) {
    for (key, message) in mistakes(question) {
        let at = key.and_then(|key| place_of(table, &key)).unwrap_or_else(|| table.place());
        table.notes.mistake(&at, message);
    }
}

/// The place of the last option, step or pair with this key.
fn place_of(table: &Table<'_>, key: &Slug) -> Option<Place> {
    let lists = ["right", "wrong", "step", "pair", "extra"];
    let members = lists.into_iter().flat_map(|list| table.tables(list));
    members
        .filter(|member| member.get("key").and_then(super::table::Value::text).as_deref() == Some(key.as_str()))
        .last()
        .map(|member| member.place())
}

type Found = Vec<(Option<Slug>, String)>;

fn mistakes(question: &Question) -> Found {
    let mut found = Found::new();
    match &question.body {
        Body::Single(choice) => {
            count(&mut found, "right", choice.right.len(), (1, 1));
            count(&mut found, "wrong", choice.wrong.len(), (2, 4));
            unique(&mut found, option_keys(choice));
        }
        Body::Multiple(choice) => {
            count(&mut found, "right", choice.right.len(), (1, 6));
            count(&mut found, "right and wrong together", choice.right.len() + choice.wrong.len(), (4, 6));
            unique(&mut found, option_keys(choice));
        }
        Body::TrueFalse(verdict) => {
            if !verdict.right.is_empty() || !verdict.wrong.is_empty() {
                count(&mut found, "right", verdict.right.len(), (1, 1));
                count(&mut found, "wrong", verdict.wrong.len(), (1, 2));
            }
            unique(&mut found, verdict.right.iter().chain(&verdict.wrong).map(|option| &option.key));
        }
        Body::Ordering(ordering) => judge_ordering(&mut found, ordering),
        Body::Matching(matching) => {
            count(&mut found, "pair", matching.pairs.len(), (3, 6));
            count(&mut found, "extra", matching.extra.len(), (0, 1));
            let pairs = matching.pairs.iter().map(|pair| &pair.key);
            unique(&mut found, pairs.chain(matching.extra.iter().map(|extra| &extra.key)));
        }
        Body::Numeric(numeric) if numeric.min > numeric.max => found.push((None, "min is above max".to_owned())),
        Body::Numeric(_) => {}
    }
    found
}

fn option_keys(choice: &Choice) -> impl Iterator<Item = &Slug> {
    choice.right.iter().chain(&choice.wrong).map(|option| &option.key)
}

fn count(found: &mut Found, list: &str, number: usize, (least, most): (usize, usize)) {
    if number < least {
        found.push((None, format!("{list}: {number} found, at least {least} needed")));
    } else if number > most {
        found.push((None, format!("{list}: {number} found, at most {most} allowed")));
    }
}

fn unique<'a>(found: &mut Found, keys: impl Iterator<Item = &'a Slug>) {
    let mut seen = Vec::new();
    for key in keys {
        if seen.contains(&key) {
            found.push((Some(key.clone()), format!("the key \"{key}\" is used twice in this question")));
        }
        seen.push(key);
    }
}

fn judge_ordering(found: &mut Found, ordering: &Ordering) {
    count(found, "step", ordering.steps.len(), (4, 7));
    unique(found, ordering.steps.iter().map(|step| &step.key));
    let position = |key: &Slug| ordering.steps.iter().position(|step| &step.key == key);
    let named = ordering.equivalent.iter().flatten().chain(ordering.critical_pairs.iter().flat_map(|(a, b)| [a, b]));
    for key in named.filter(|key| position(key).is_none()) {
        found.push((None, format!("there is no step \"{key}\"")));
    }
    for (earlier, later) in &ordering.critical_pairs {
        if position(earlier) >= position(later) {
            found.push((
                None,
                format!("the critical pair \"{earlier}\", \"{later}\" is against the order of the steps"),
            ));
        }
    }
    for group in &ordering.equivalent {
        let mut positions: Vec<usize> = group.iter().filter_map(position).collect();
        positions.sort_unstable();
        if positions.windows(2).any(|two| matches!(two, [a, b] if a + 1 != *b)) {
            found.push((group.first().cloned(), "equivalent steps must stand side by side".to_owned()));
        }
    }
}
