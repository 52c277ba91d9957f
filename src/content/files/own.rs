//! What is wrong with a question by itself, at the place where it is written.

use std::collections::BTreeMap;

use super::notes::Place;
use super::table::{Table, Value};
use crate::content::model::Picture;
use crate::kernel::Slug;
use crate::quiz::kinds;
use crate::quiz::mistake::List;
use crate::quiz::model::{Body, Question};

/// Notes the question's own mistakes: at the option that has them, or else at the question.
pub(super) fn judge(question: &Question, table: &Table<'_>, pictures: &BTreeMap<Slug, Picture>) {
    let mut mistakes = kinds::mistakes(&question.body);
    let picture = question.picture.as_ref().and_then(|key| pictures.get(key));
    if let (Body::Hotspot(hotspot), Some(picture)) = (&question.body, picture) {
        mistakes.extend(kinds::hotspot::mistakes_in_picture(hotspot, (picture.width, picture.height)));
    }
    for mistake in mistakes {
        let at = mistake.key().and_then(|key| place_of(table, key));
        let in_list = || mistake.list().filter(|list| *list == List::Accept).and_then(|list| table.get(list.name()));
        let at = at.or_else(|| in_list().map(|value| value.place())).unwrap_or_else(|| table.place());
        table.notes.mistake(&at, &mistake);
    }
}

/// The place of the last option, step, pair or decision with this key.
fn place_of(table: &Table<'_>, key: &Slug) -> Option<Place> {
    let lists = |table: &Table<'_>, lists: &'static [&'static str]| -> Vec<Place> {
        let members = lists.iter().flat_map(|list| table.tables(list));
        let has_key = |member: &Table<'_>| member.get("key").and_then(Value::text).as_deref() == Some(key.as_str());
        members.filter(has_key).map(|member| member.place()).collect()
    };
    let own = lists(table, &["right", "wrong", "step", "pair", "extra", "decision"]);
    let inner = table.tables("decision");
    let inner = inner.iter().flat_map(|decision| lists(decision, &["right", "wrong"]));
    own.into_iter().chain(inner).last()
}
