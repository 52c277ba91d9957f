//! The file of a module's questions: what is in it, and more at its end.

use toml::{Table, Value};

use crate::content::files;
use crate::kernel::Slug;
use crate::quiz::model::Question;

/// The keys of the questions in a file; none if it is no TOML.
pub fn keys_in(text: &str) -> Option<Vec<Slug>> {
    let table: Table = text.parse().ok()?;
    let entries = table.get("question").and_then(Value::as_array).map(Vec::as_slice).unwrap_or_default();
    let key_of = |entry: &Value| entry.get("key").and_then(Value::as_str).and_then(Slug::parse);
    Some(entries.iter().filter_map(key_of).collect())
}

/// The file with these questions at its end. What stands in it stays as its author wrote it.
pub fn with_more(before: &str, questions: &[Question]) -> String {
    let before = before.trim_end();
    let gap = if before.is_empty() { "" } else { "\n\n" };
    format!("{before}{gap}{}", files::question_entries(questions))
}
