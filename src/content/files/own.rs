//! What is wrong with a question by itself, at the place where it is written.

use super::notes::Place;
use super::table::{Table, Value};
use crate::kernel::Slug;
use crate::quiz::kinds;
use crate::quiz::model::Question;

/// Notes the question's own mistakes: at the option that has them, or else at the question.
pub(super) fn judge(question: &Question, table: &Table<'_>) {
    for mistake in kinds::mistakes(&question.body) {
        let at = mistake.key().and_then(|key| place_of(table, key)).unwrap_or_else(|| table.place());
        table.notes.mistake(&at, mistake.to_string());
    }
}

/// The place of the last option, step or pair with this key.
fn place_of(table: &Table<'_>, key: &Slug) -> Option<Place> {
    let members = ["right", "wrong", "step", "pair", "extra"].into_iter().flat_map(|list| table.tables(list));
    let has_key = |member: &Table<'_>| member.get("key").and_then(Value::text).as_deref() == Some(key.as_str());
    members.filter(has_key).last().map(|member| member.place())
}
