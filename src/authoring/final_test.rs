//! The final test in `course.toml`, and the rules that it shares with the tests of modules.

use toml_edit::{Array, InlineTable, Item, Table, TableLike, Value};

use super::course_file::{CourseFile, number_of, put, text};

/// Origin where questions are drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Origin {
    /// Origin all modules.
    All,
    Module(String),
    Tag(String),
}

impl Origin {
    /// As a form writes it.
    pub(super) fn code(&self) -> String {
        match self {
            Self::All => "all".to_owned(),
            Self::Module(key) => format!("module:{key}"),
            Self::Tag(tag) => format!("tag:{tag}"),
        }
    }

    /// What a form wrote.
    pub(super) fn from_code(code: &str) -> Option<Self> {
        match code.split_once(':') {
            Some(("module", key)) => Some(Self::Module(key.to_owned())),
            Some(("tag", tag)) => Some(Self::Tag(tag.to_owned())),
            _ => (code == "all").then_some(Self::All),
        }
    }
}

/// The final test, as far as it could be read.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct FinalEntry {
    /// How many questions from where.
    pub(super) draw: Vec<(Origin, i64)>,
    pub(super) rules: Rules,
    /// After the last try, the tests of weak modules must be passed again.
    pub(super) repeat_weak_modules: bool,
}

/// The rules of a test; what may be left out is 0 or empty then.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Rules {
    pub(super) pass_percent: i64,
    pub(super) tries: i64,
    pub(super) wait_hours: i64,
    pub(super) minutes: i64,
    pub(super) critical: String,
    pub(super) explanations: String,
}

impl Rules {
    /// The rules in a table of `course.toml`.
    pub(super) fn of(table: &dyn TableLike) -> Self {
        Self {
            pass_percent: number_of(table, "pass_percent"),
            tries: number_of(table, "tries"),
            wait_hours: number_of(table, "wait_hours"),
            minutes: number_of(table, "minutes"),
            critical: text(table, "critical"),
            explanations: text(table, "explanations"),
        }
    }

    /// Writes them; what is as it is by itself is left out, unless it is written already.
    pub(super) fn write(&self, table: &mut dyn TableLike) {
        for (name, number) in
            [("pass_percent", self.pass_percent), ("tries", self.tries), ("wait_hours", self.wait_hours)]
        {
            put(table, name, Value::from(number));
        }
        if self.minutes > 0 {
            put(table, "minutes", Value::from(self.minutes));
        } else {
            table.remove("minutes");
        }
        for (name, word, usual) in
            [("critical", &self.critical, "first"), ("explanations", &self.explanations, "after-try")]
        {
            if table.contains_key(name) || word != usual && !word.is_empty() {
                put(table, name, Value::from(word.as_str()));
            }
        }
    }
}

impl CourseFile {
    /// The final test, if there is one.
    pub(super) fn final_test(&self) -> Option<FinalEntry> {
        let table = self.root().get("final")?.as_table_like()?;
        let part = |part: &dyn TableLike| {
            let from = match (text(part, "module"), text(part, "tag")) {
                (module, _) if !module.is_empty() => Origin::Module(module),
                (_, tag) if !tag.is_empty() => Origin::Tag(tag),
                _ => Origin::All,
            };
            (from, number_of(part, "count"))
        };
        let draw = match table.get("draw") {
            Some(Item::Value(Value::Array(list))) => {
                list.iter().filter_map(Value::as_inline_table).map(|entry| part(entry)).collect()
            }
            Some(Item::ArrayOfTables(list)) => list.iter().map(|entry| part(entry)).collect(),
            _ => Vec::new(),
        };
        let repeat_weak_modules = table.get("repeat_weak_modules").and_then(Item::as_bool).unwrap_or_default();
        Some(FinalEntry { draw, rules: Rules::of(table), repeat_weak_modules })
    }

    /// Writes the final test, or takes it out.
    pub(super) fn set_final_test(&mut self, test: Option<&FinalEntry>) {
        let Some(test) = test else {
            self.root_mut().remove("final");
            return;
        };
        let before = self.final_test();
        let item = self.root_mut().entry("final").or_insert_with(|| Item::Table(Table::new()));
        let Some(table) = item.as_table_like_mut() else { return };
        test.rules.write(table);
        if table.contains_key("repeat_weak_modules") || test.repeat_weak_modules {
            put_flag(table, "repeat_weak_modules", test.repeat_weak_modules);
        }
        if before.is_none_or(|before| before.draw != test.draw) {
            table.insert("draw", Item::Value(Value::Array(draw(&test.draw))));
        }
    }
}

fn put_flag(table: &mut dyn TableLike, name: &str, flag: bool) {
    if table.get(name).and_then(Item::as_bool) != Some(flag) {
        table.insert(name, Item::Value(Value::from(flag)));
    }
}

/// One entry on each line.
fn draw(parts: &[(Origin, i64)]) -> Array {
    let mut list = Array::new();
    for (from, count) in parts {
        let mut entry = InlineTable::new();
        match from {
            Origin::All => {}
            Origin::Module(key) => {
                entry.insert("module", Value::from(key.as_str()));
            }
            Origin::Tag(tag) => {
                entry.insert("tag", Value::from(tag.as_str()));
            }
        }
        entry.insert("count", Value::from(*count));
        let mut value = Value::InlineTable(entry);
        value.decor_mut().set_prefix("\n  ");
        list.push_formatted(value);
    }
    list.set_trailing_comma(!parts.is_empty());
    list.set_trailing(if parts.is_empty() { "" } else { "\n" });
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    const COURSE: &str = "key = \"a\"\n\n[[modules]]\nkey = \"one\"\n\n[final]\npass_percent = 80\ntries = 3\nwait_hours = 72\n\
                          repeat_weak_modules = true\ndraw = [{ module = \"one\", count = 4 }, { tag = \"t\", count = 2 }, { count = 1 }]\n";

    fn file(text: &str) -> CourseFile {
        CourseFile::parse(text.as_bytes()).expect("TOML")
    }

    #[test]
    fn a_final_test_is_read_changed_and_taken_out() {
        let mut course = file(COURSE);
        let mut test = course.final_test().expect("there");
        let parts = [(Origin::Module("one".to_owned()), 4), (Origin::Tag("t".to_owned()), 2), (Origin::All, 1)];
        assert_eq!((test.draw.as_slice(), test.repeat_weak_modules), (parts.as_slice(), true));
        course.set_final_test(Some(&test));
        assert_eq!(course.clone().into_text(), COURSE, "what is not changed stays as it is written");
        test.draw.remove(1);
        test.rules.minutes = 30;
        test.rules.explanations = "after-pass".to_owned();
        test.repeat_weak_modules = false;
        course.set_final_test(Some(&test));
        let again = file(&course.into_text());
        assert_eq!(again.final_test().as_ref(), Some(&test));
        let mut gone = again;
        gone.set_final_test(None);
        assert_eq!(gone.into_text().trim(), "key = \"a\"\n\n[[modules]]\nkey = \"one\"");
    }

    #[test]
    fn a_final_test_is_added_at_the_end() {
        let mut course = file("key = \"a\"\n\n[[modules]]\nkey = \"one\"\n");
        let rules = Rules { pass_percent: 80, tries: 3, wait_hours: 24, ..Rules::default() };
        let added = FinalEntry { draw: vec![(Origin::All, 20)], rules, repeat_weak_modules: false };
        course.set_final_test(Some(&added));
        let text = course.into_text();
        let expected = "[final]\npass_percent = 80\ntries = 3\nwait_hours = 24\ndraw = [\n  { count = 20 },\n]\n";
        assert!(text.ends_with(expected), "{text}");
    }

    #[test]
    fn sources_are_written_in_forms_and_read_again() {
        for from in [Origin::All, Origin::Module("a".to_owned()), Origin::Tag("b-c".to_owned())] {
            assert_eq!(Origin::from_code(&from.code()), Some(from));
        }
        assert_eq!(Origin::from_code(""), None);
        assert_eq!(Origin::from_code("other:x"), None);
    }
}
