//! Moving modules and lessons in `course.toml`, also from one module to another.

use toml_edit::{ArrayOfTables, Item, Table};

use super::course_file::{CourseFile, Way, list_of_tables, text};

impl CourseFile {
    /// Puts a lesson into a module, before another one or at the end; false if one of them is not there.
    pub(super) fn place_lesson(&mut self, lesson: &str, module: &str, before: Option<&str>) -> bool {
        if before == Some(lesson) {
            return true;
        }
        let is_there = |table: &Table| holds(table, before);
        if self.lesson(lesson).is_none() || !self.module_mut(module).is_some_and(|table| is_there(table)) {
            return false;
        }
        let Some(table) = self.lesson_mut(lesson).cloned() else { return false };
        self.remove_lesson(lesson);
        let Some(module) = self.module_mut(module) else { return false };
        // The test stands after the lessons.
        let test = if module.contains_key("lessons") { None } else { module.remove("test") };
        let placed = list_of_tables(module, "lessons").map(|lessons| insert_before(lessons, table, before));
        if let Some(test) = test {
            module.insert("test", test);
        }
        placed.is_some()
    }

    /// Puts a module before another one or at the end; false if one of them is not there.
    pub(super) fn place_module(&mut self, module: &str, before: Option<&str>) -> bool {
        if before == Some(module) {
            return true;
        }
        let keys: Vec<String> = self.modules().into_iter().map(|module| module.key).collect();
        let has = |key: &str| keys.iter().any(|known| known == key);
        if !has(module) || !before.is_none_or(has) {
            return false;
        }
        let Some(table) = self.module_mut(module).cloned() else { return false };
        self.remove_module(module);
        self.tables_mut().map(|modules| insert_before(modules, table, before)).is_some()
    }

    /// Moves a lesson one place up or down, at the end of a module into the next one; false if there is nowhere to go.
    pub(super) fn shift_lesson(&mut self, lesson: &str, way: Way) -> bool {
        if self.move_lesson(lesson, way) {
            return true;
        }
        let modules = self.modules();
        let Some(at) = modules.iter().position(|module| module.lessons.iter().any(|one| one.key == lesson)) else {
            return false;
        };
        let next = match way {
            Way::Up => at.checked_sub(1).and_then(|at| modules.get(at)),
            Way::Down => modules.get(at + 1),
        };
        let Some(next) = next else { return false };
        let before = if way == Way::Down { next.lessons.first().map(|lesson| lesson.key.as_str()) } else { None };
        self.place_lesson(lesson, &next.key, before)
    }

    /// Takes questions out of a file of questions.
    pub(super) fn take_questions(&mut self, keys: &[String]) -> Vec<Table> {
        let Some(all) = self.root_mut().get_mut("question").and_then(Item::as_array_of_tables_mut) else {
            return Vec::new();
        };
        let (taken, kept): (Vec<Table>, Vec<Table>) =
            all.iter().cloned().partition(|table| keys.contains(&text(table, "key")));
        all.clear();
        all.extend(kept);
        if all.is_empty() {
            self.root_mut().remove("question");
        }
        taken
    }

    /// Puts questions at the end of a file of questions.
    pub(super) fn put_questions(&mut self, questions: Vec<Table>) {
        if let Some(all) = list_of_tables(self.root_mut(), "question") {
            all.extend(questions);
        }
    }
}

/// True if a module has this lesson, or none is asked for.
fn holds(module: &Table, lesson: Option<&str>) -> bool {
    let lessons = module.get("lessons").and_then(Item::as_array_of_tables);
    lesson.is_none_or(|key| lessons.into_iter().flat_map(ArrayOfTables::iter).any(|table| text(table, "key") == key))
}

fn insert_before(tables: &mut ArrayOfTables, table: Table, before: Option<&str>) {
    let mut all: Vec<Table> = tables.iter().cloned().collect();
    let at = all.iter().position(|table| Some(text(table, "key").as_str()) == before).unwrap_or(all.len());
    all.insert(at, table);
    tables.clear();
    tables.extend(all);
}

#[cfg(test)]
mod tests {
    use super::*;

    const COURSE: &str = r#"key = "first"

[[modules]]
key = "one"

[[modules.lessons]] # the first
key = "a"
checks = ["x"]

[[modules.lessons]]
key = "b"

[modules.test]
draw = 3

[[modules]]
key = "two"

[modules.test]
draw = 4

[[modules]]
key = "three"

[[modules.lessons]]
key = "c"
"#;

    fn after(change: impl Fn(&mut CourseFile) -> bool) -> Option<String> {
        let mut file = CourseFile::parse(COURSE.as_bytes()).expect("TOML");
        if !change(&mut file) {
            return None;
        }
        let text = file.into_text();
        let again = CourseFile::parse(text.as_bytes()).unwrap_or_else(|| panic!("not TOML:\n{text}"));
        let told = |module: super::super::course_file::ModuleEntry| {
            let lessons: Vec<String> = module.lessons.into_iter().map(|lesson| lesson.key).collect();
            format!("{}:{}", module.key, lessons.join(","))
        };
        Some(again.modules().into_iter().map(told).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn a_lesson_goes_to_another_module_with_all_that_belongs_to_it() {
        let place = |lesson, module, before| after(|file| file.place_lesson(lesson, module, before));
        assert_eq!(place("a", "two", None).as_deref(), Some("one:b two:a three:c"));
        assert_eq!(place("a", "three", Some("c")).as_deref(), Some("one:b two: three:a,c"));
        assert_eq!(place("b", "one", Some("a")).as_deref(), Some("one:b,a two: three:c"));
        assert_eq!(place("c", "one", Some("b")).as_deref(), Some("one:a,c,b two: three:"));
        for (lesson, module, before) in [("z", "one", None), ("a", "four", None), ("a", "two", Some("c"))] {
            assert_eq!(place(lesson, module, before), None);
        }
        let mut moved = CourseFile::parse(COURSE.as_bytes()).expect("TOML");
        moved.place_lesson("a", "two", None);
        let text = moved.into_text();
        assert!(text.contains("[[modules.lessons]] # the first\nkey = \"a\"\nchecks = [\"x\"]\n"), "{text}");
        assert!(text.find("key = \"a\"") < text.find("draw = 4"), "the test stands after the lessons:\n{text}");
    }

    #[test]
    fn a_lesson_at_the_end_of_a_module_goes_on_to_the_next() {
        let shift = |lesson, way| after(|file| file.shift_lesson(lesson, way));
        assert_eq!(shift("b", Way::Up).as_deref(), Some("one:b,a two: three:c"));
        assert_eq!(shift("b", Way::Down).as_deref(), Some("one:a two:b three:c"));
        assert_eq!(shift("c", Way::Up).as_deref(), Some("one:a,b two:c three:"));
        assert_eq!(shift("a", Way::Up), None);
        assert_eq!(shift("c", Way::Down), None);
    }

    #[test]
    fn modules_are_put_anywhere() {
        let place = |module, before| after(|file| file.place_module(module, before));
        assert_eq!(place("three", Some("one")).as_deref(), Some("three:c one:a,b two:"));
        assert_eq!(place("one", None).as_deref(), Some("two: three:c one:a,b"));
        assert_eq!(place("one", Some("none")), None);
        assert_eq!(place("none", None), None);
    }

    #[test]
    fn questions_change_files_as_they_are_written() {
        let from = "[[question]]\nkey = \"x\"\ntext.kk = \"А\"\n\n[[question.right]]\nkey = \"r\"\n\n[[question]]\nkey = \"y\"\n";
        let mut from = CourseFile::parse(from.as_bytes()).expect("TOML");
        let mut to = CourseFile::parse(b"[[question]]\nkey = \"z\"\n").expect("TOML");
        let taken = from.take_questions(&["x".to_owned(), "none".to_owned()]);
        to.put_questions(taken);
        assert_eq!(from.into_text().trim(), "[[question]]\nkey = \"y\"");
        let expected = "[[question]]\nkey = \"z\"\n[[question]]\nkey = \"x\"\ntext.kk = \"А\"\n\n[[question.right]]\nkey = \"r\"\n";
        assert_eq!(to.into_text().trim(), expected.trim());
    }
}
