//! `course.toml` as it is edited: read as far as it can be, changed in place, its order and remarks left alone.

use toml_edit::{Array, ArrayOfTables, DocumentMut, Item, Table, TableLike, Value, value};

use super::final_test::Rules;
use crate::content::model::required_by_default;
use crate::kernel::{Lang, Localized};

/// Where something is moved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Way {
    Up,
    Down,
}

/// A module, as far as it could be read.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ModuleEntry {
    pub(super) key: String,
    pub(super) title: Localized,
    pub(super) summary: Localized,
    pub(super) lessons: Vec<LessonEntry>,
    /// Questions per try of its test.
    pub(super) draw: i64,
    pub(super) rules: Rules,
}

/// A lesson of a module.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LessonEntry {
    pub(super) key: String,
    pub(super) minutes: i64,
    pub(super) checks: Vec<String>,
}

/// The file.
#[derive(Debug, Clone)]
pub(super) struct CourseFile(DocumentMut);

impl CourseFile {
    /// The file, if it is TOML.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        std::str::from_utf8(bytes).ok()?.parse().ok().map(Self)
    }

    /// The file as text.
    pub(super) fn into_text(mut self) -> String {
        number(self.0.as_table_mut(), &mut 0);
        self.0.to_string()
    }

    pub(super) fn root(&self) -> &Table {
        self.0.as_table()
    }

    pub(super) fn root_mut(&mut self) -> &mut Table {
        self.0.as_table_mut()
    }

    /// The languages of the course; the first is the one in which it is written.
    pub(super) fn languages(&self) -> Vec<Lang> {
        strings(self.root(), "languages").iter().filter_map(|code| Lang::from_code(code)).collect()
    }

    /// The languages in which every text has to exist.
    pub(super) fn required(&self) -> Vec<Lang> {
        let languages = self.languages();
        if !self.root().contains_key("required_languages") {
            return required_by_default(&languages);
        }
        let named = strings(self.root(), "required_languages");
        let is_required = |(at, lang): &(usize, Lang)| *at == 0 || named.iter().any(|code| code == lang.code());
        languages.into_iter().enumerate().filter(is_required).map(|(_, lang)| lang).collect()
    }

    pub(super) fn title(&self) -> Localized {
        localized(self.root(), "title")
    }

    pub(super) fn modules(&self) -> Vec<ModuleEntry> {
        self.tables().into_iter().flat_map(ArrayOfTables::iter).map(module).collect()
    }

    /// The module of a key.
    pub(super) fn module(&self, key: &str) -> Option<ModuleEntry> {
        self.modules().into_iter().find(|module| module.key == key)
    }

    /// The lesson of a key, with its module.
    pub(super) fn lesson(&self, key: &str) -> Option<(ModuleEntry, LessonEntry)> {
        self.modules().into_iter().find_map(|module| {
            let lesson = module.lessons.iter().find(|lesson| lesson.key == key)?.clone();
            Some((module, lesson))
        })
    }

    /// Of a file of questions: the key and the words of each.
    pub(super) fn questions(&self, lang: Lang) -> Vec<(String, String)> {
        let questions = self.root().get("question").and_then(Item::as_array_of_tables);
        let question = |table: &Table| (text(table, "key"), localized(table, "text").get(lang).to_owned());
        questions.into_iter().flat_map(ArrayOfTables::iter).map(question).collect()
    }

    /// Of a file with a table for each key, such as `facts.toml`: each key with one of its texts.
    pub(super) fn entries(&self, name: &str, lang: Lang) -> Vec<(String, String)> {
        let entry = |(key, item): (&str, &Item)| {
            let table = item.as_table_like()?;
            let same = text(table, name);
            let words = if same.is_empty() { localized(table, name).get(lang).to_owned() } else { same };
            Some((key.to_owned(), words))
        };
        self.root().iter().filter_map(entry).collect()
    }

    fn tables(&self) -> Option<&ArrayOfTables> {
        self.root().get("modules")?.as_array_of_tables()
    }

    /// The modules' tables, which are made if there are none; nothing if the file writes them in another way.
    pub(super) fn tables_mut(&mut self) -> Option<&mut ArrayOfTables> {
        list_of_tables(self.root_mut(), "modules")
    }

    /// The table of a module.
    pub(super) fn module_mut(&mut self, key: &str) -> Option<&mut Table> {
        self.tables_mut()?.iter_mut().find(|table| text(*table, "key") == key)
    }

    /// The table of a lesson.
    pub(super) fn lesson_mut(&mut self, key: &str) -> Option<&mut Table> {
        let modules = self.tables_mut()?.iter_mut();
        let lessons = modules.filter_map(|module| module.get_mut("lessons")?.as_array_of_tables_mut());
        lessons.flat_map(ArrayOfTables::iter_mut).find(|table| text(*table, "key") == key)
    }

    /// Adds a module at the end; false if the file cannot be edited so.
    pub(super) fn add_module(&mut self, key: &str, (title, summary): (&Localized, &Localized)) -> bool {
        let mut table = Table::new();
        table.insert("key", value(key));
        set_localized(&mut table, "title", title, &Lang::ALL);
        set_localized(&mut table, "summary", summary, &Lang::ALL);
        let mut test = Table::new();
        for (name, number) in [("draw", 5), ("pass_percent", 80), ("tries", 3), ("wait_hours", 24)] {
            test.insert(name, value(number));
        }
        table.insert("test", Item::Table(test));
        self.tables_mut().map(|modules| modules.push(table)).is_some()
    }

    /// Adds a lesson at the end of a module; false if there is no such module.
    pub(super) fn add_lesson(&mut self, module: &str, (key, minutes): (&str, i64)) -> bool {
        let Some(module) = self.module_mut(module) else { return false };
        let mut table = Table::new();
        table.insert("key", value(key));
        table.insert("minutes", value(minutes));
        // The test stands after the lessons.
        let test = if module.contains_key("lessons") { None } else { module.remove("test") };
        let added = list_of_tables(module, "lessons").map(|lessons| lessons.push(table)).is_some();
        if let Some(test) = test {
            module.insert("test", test);
        }
        added
    }

    /// Moves a module; false if there is nowhere to go.
    pub(super) fn move_module(&mut self, key: &str, way: Way) -> bool {
        self.tables_mut().is_some_and(|tables| move_table(tables, key, way))
    }

    /// Moves a lesson within its module; false if there is nowhere to go.
    pub(super) fn move_lesson(&mut self, key: &str, way: Way) -> bool {
        let modules = self.tables_mut().into_iter().flat_map(ArrayOfTables::iter_mut);
        let lessons = modules.filter_map(|module| module.get_mut("lessons")?.as_array_of_tables_mut());
        lessons.into_iter().any(|tables| move_table(tables, key, way))
    }

    /// Takes a module out; false if there is no such module.
    pub(super) fn remove_module(&mut self, key: &str) -> bool {
        self.tables_mut().is_some_and(|tables| remove_table(tables, key))
    }

    /// Takes a lesson out; false if there is no such lesson.
    pub(super) fn remove_lesson(&mut self, key: &str) -> bool {
        let Some(modules) = self.tables_mut() else { return false };
        for module in modules.iter_mut() {
            let Some(lessons) = module.get_mut("lessons").and_then(Item::as_array_of_tables_mut) else { continue };
            if remove_table(lessons, key) {
                if lessons.is_empty() {
                    module.remove("lessons");
                }
                return true;
            }
        }
        false
    }
}

fn module(table: &Table) -> ModuleEntry {
    let lessons = table.get("lessons").and_then(Item::as_array_of_tables);
    let lesson = |table: &Table| LessonEntry {
        key: text(table, "key"),
        minutes: number_of(table, "minutes"),
        checks: strings(table, "checks"),
    };
    let test = table.get("test").and_then(Item::as_table_like);
    ModuleEntry {
        key: text(table, "key"),
        title: localized(table, "title"),
        summary: localized(table, "summary"),
        lessons: lessons.into_iter().flat_map(ArrayOfTables::iter).map(lesson).collect(),
        draw: test.map(|test| number_of(test, "draw")).unwrap_or_default(),
        rules: test.map(Rules::of).unwrap_or_default(),
    }
}

pub(super) fn list_of_tables<'a>(table: &'a mut Table, name: &str) -> Option<&'a mut ArrayOfTables> {
    if table.get(name).and_then(Item::as_array).is_some_and(Array::is_empty) {
        table.remove(name);
    }
    table.entry(name).or_insert_with(|| Item::ArrayOfTables(ArrayOfTables::new())).as_array_of_tables_mut()
}

fn place_of(tables: &ArrayOfTables, key: &str) -> Option<usize> {
    tables.iter().position(|table| text(table, "key") == key)
}

fn move_table(tables: &mut ArrayOfTables, key: &str, way: Way) -> bool {
    let Some(at) = place_of(tables, key) else { return false };
    let other = match way {
        Way::Up => at.checked_sub(1),
        Way::Down => Some(at + 1),
    };
    let Some((other, table)) = other.and_then(|other| Some((other, tables.get(other)?.clone()))) else { return false };
    let moved = tables.replace(at, table);
    tables.replace(other, moved);
    true
}

fn remove_table(tables: &mut ArrayOfTables, key: &str) -> bool {
    place_of(tables, key).map(|at| tables.remove(at)).is_some()
}

/// Tables are written in the order of their numbers; a table that was moved or added has none that fits.
pub(super) fn number(table: &mut Table, next: &mut isize) {
    let mut give = |table: &mut Table| {
        *next += 1;
        table.set_position(Some(*next));
        number(table, next);
    };
    for (_, item) in table.iter_mut() {
        match item {
            Item::Table(table) => give(table),
            Item::ArrayOfTables(tables) => tables.iter_mut().for_each(&mut give),
            Item::None | Item::Value(_) => {}
        }
    }
}

/// The text of a name; empty if there is none.
pub(super) fn text(table: &dyn TableLike, name: &str) -> String {
    table.get(name).and_then(Item::as_str).unwrap_or_default().to_owned()
}

/// The number of a name; 0 if there is none.
pub(super) fn number_of(table: &dyn TableLike, name: &str) -> i64 {
    table.get(name).and_then(Item::as_integer).unwrap_or_default()
}

/// The texts of a list.
pub(super) fn strings(table: &dyn TableLike, name: &str) -> Vec<String> {
    let list = table.get(name).and_then(Item::as_array);
    list.into_iter().flat_map(Array::iter).filter_map(Value::as_str).map(str::to_owned).collect()
}

/// A text in each language that has one.
pub(super) fn localized(table: &dyn TableLike, name: &str) -> Localized {
    let mut texts = Localized::default();
    let Some(by_language) = table.get(name).and_then(Item::as_table_like) else { return texts };
    for lang in Lang::ALL {
        if let Some(text) = by_language.get(lang.code()).and_then(Item::as_str) {
            texts.set(lang, text.to_owned());
        }
    }
    texts
}

/// The languages' table of a name, such as `title`, which is made if there is none.
pub(super) fn languages_mut<'a>(table: &'a mut Table, name: &str) -> Option<&'a mut dyn TableLike> {
    let dotted = || {
        let mut dotted = Table::new();
        dotted.set_dotted(true);
        Item::Table(dotted)
    };
    let item = table.entry(name).or_insert_with(dotted);
    if !item.is_table_like() {
        *item = dotted();
    }
    item.as_table_like_mut()
}

/// Writes the texts that there are in these languages. Others stay: the form did not show them.
pub(super) fn set_localized(table: &mut Table, name: &str, texts: &Localized, languages: &[Lang]) {
    let Some(by_language) = languages_mut(table, name) else { return };
    for lang in languages.iter().copied() {
        if let Some(text) = texts.exact(lang) {
            put(by_language, lang.code(), Value::from(text));
        }
    }
}

/// Puts a value under a name; what surrounds the name stays, and an equal value is left as it is written.
pub(super) fn put(table: &mut dyn TableLike, name: &str, mut new: Value) {
    let Some(item) = table.get_mut(name) else {
        table.insert(name, Item::Value(new));
        return;
    };
    if let Some(old) = item.as_value() {
        let is_same = match (old, &new) {
            (Value::String(old), Value::String(new)) => old.value() == new.value(),
            (Value::Integer(old), Value::Integer(new)) => old.value() == new.value(),
            _ => false,
        };
        if is_same {
            return;
        }
        *new.decor_mut() = old.decor().clone();
    }
    *item = Item::Value(new);
}

/// A list with a line for each text.
pub(super) fn lines(texts: &[String]) -> Value {
    let mut array = Array::new();
    for text in texts {
        let mut entry = Value::from(text.as_str());
        entry.decor_mut().set_prefix("\n  ");
        array.push_formatted(entry);
    }
    array.set_trailing_comma(!texts.is_empty());
    array.set_trailing(if texts.is_empty() { "" } else { "\n" });
    Value::Array(array)
}

#[cfg(test)]
mod tests {
    use super::*;

    const COURSE: &str = r#"# A remark
key = "first"
languages = ["kk", "ru"]
title.kk = "Бір" # beside
title.ru = "Раз"

[certificate]
kind = "theory"

[[modules]]
key = "one"
title.kk = "А"

[[modules.lessons]] # the first
key = "a"
minutes = 5
checks = ["x"]

[[modules.lessons]]
key = "b"
minutes = 6

[modules.test]
draw = 3

[[modules]]
key = "two"
title.kk = "Ә"

[modules.test]
draw = 4

[final]
draw = [{ count = 3 }]
"#;

    fn course() -> CourseFile {
        CourseFile::parse(COURSE.as_bytes()).expect("TOML")
    }

    fn outline(course: &CourseFile) -> Vec<(String, Vec<String>)> {
        let keys = |module: ModuleEntry| (module.key, module.lessons.into_iter().map(|lesson| lesson.key).collect());
        course.modules().into_iter().map(keys).collect()
    }

    fn again(course: CourseFile) -> CourseFile {
        let text = course.into_text();
        CourseFile::parse(text.as_bytes()).unwrap_or_else(|| panic!("not TOML:\n{text}"))
    }

    #[test]
    fn what_is_not_changed_stays_as_it_is_written() {
        assert_eq!(course().into_text(), COURSE);
        let mut renamed = course();
        let title = Localized { kk: Some("Екі".to_owned()), ru: Some("Раз".to_owned()), en: None };
        set_localized(renamed.root_mut(), "title", &title, &Lang::ALL);
        assert_eq!(renamed.into_text(), COURSE.replace("\"Бір\"", "\"Екі\""));
        // A language that the form did not show keeps its text.
        let mut kazakh = course();
        let title = Localized { kk: Some("Екі".to_owned()), ..Localized::default() };
        set_localized(kazakh.root_mut(), "title", &title, &[Lang::Kk]);
        assert_eq!(kazakh.into_text(), COURSE.replace("\"Бір\"", "\"Екі\""));
    }

    #[test]
    fn modules_and_lessons_move_with_all_that_belongs_to_them() {
        let mut moved = course();
        assert!(!moved.move_module("one", Way::Up) && !moved.move_lesson("b", Way::Down));
        assert!(moved.move_module("one", Way::Down) && moved.move_lesson("b", Way::Up));
        let moved = again(moved);
        let expected = vec![("two".to_owned(), vec![]), ("one".to_owned(), vec!["b".to_owned(), "a".to_owned()])];
        assert_eq!(outline(&moved), expected);
        assert_eq!(moved.module("one").expect("there").draw, 3);
        assert_eq!(moved.lesson("a").expect("there").1.checks, ["x"]);
        let mut back = moved;
        assert!(back.move_module("one", Way::Up) && back.move_lesson("a", Way::Up));
        assert_eq!(back.into_text(), COURSE);
    }

    #[test]
    fn modules_and_lessons_come_and_go() {
        let mut changed = course();
        let title = Localized::same("Үш");
        assert!(changed.add_module("three", (&title, &Localized::default())));
        assert!(changed.add_lesson("three", ("c", 7)) && changed.add_lesson("two", ("d", 8)));
        assert!(!changed.add_lesson("four", ("e", 1)));
        assert!(changed.remove_lesson("a") && !changed.remove_lesson("a") && changed.remove_lesson("b"));
        let mut changed = again(changed);
        let keys = outline(&changed);
        assert_eq!(keys[0], ("one".to_owned(), vec![]));
        assert_eq!(keys[1], ("two".to_owned(), vec!["d".to_owned()]));
        assert_eq!(keys[2], ("three".to_owned(), vec!["c".to_owned()]));
        assert_eq!(changed.module("three").expect("there").title, title);
        assert!(changed.remove_module("one"));
        assert_eq!(outline(&again(changed)).len(), 2);
    }
}
