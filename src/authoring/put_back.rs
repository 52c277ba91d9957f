//! What was taken out of the outline is put back into it, whatever else was changed there since.

use toml_edit::Item;

use super::course_file::{CourseFile, text};
use crate::kernel::Localized;

impl CourseFile {
    /// This file with the modules and lessons that a change took out: it made `after` of `before`. None if it did anything
    /// else, or a lesson's module is gone by now.
    pub(super) fn undo_removal(&self, before: &Self, after: &Self) -> Option<Self> {
        let (mut modules, mut lessons) = (Vec::new(), Vec::new());
        for module in before.modules() {
            if after.module(&module.key).is_none() {
                modules.push(module.key);
                continue;
            }
            let gone = module.lessons.into_iter().filter(|lesson| after.lesson(&lesson.key).is_none());
            lessons.extend(gone.map(|lesson| (lesson.key, module.key.clone())));
        }
        let mut taken = before.clone();
        for key in &modules {
            taken.remove_module(key);
        }
        for (key, _) in &lessons {
            taken.remove_lesson(key);
        }
        if modules.is_empty() && lessons.is_empty() || taken.into_text() != after.clone().into_text() {
            return None;
        }
        let mut whole = self.clone();
        let is_back = modules.iter().all(|key| whole.put_back_module(before, key))
            && lessons.iter().all(|(key, module)| whole.put_back_lesson(before, (key, module)));
        is_back.then_some(whole)
    }

    /// Puts a lesson that `before` has into a module: to its place there, or at the end; false if one is not there.
    pub(super) fn put_back_lesson(&mut self, before: &Self, (lesson, module): (&str, &str)) -> bool {
        if self.lesson(lesson).is_some() {
            return true;
        }
        let table = before.clone().lesson_mut(lesson).cloned();
        let (Some(mut table), Some((former, _)), Some(home)) = (table, before.lesson(lesson), self.module(module))
        else {
            return false;
        };
        if former.key != module {
            // They are questions of the module in which it was.
            table.remove("checks");
        }
        let mut later = former.lessons.iter().skip_while(|one| one.key != lesson).skip(1);
        let next = later.find(|one| home.lessons.iter().any(|other| other.key == one.key));
        if !self.add_lesson(module, (lesson, 0)) {
            return false;
        }
        if let Some(added) = self.lesson_mut(lesson) {
            *added = table;
        }
        self.place_lesson(lesson, module, next.map(|next| next.key.as_str()))
    }

    /// Puts a module that `before` has to its place, with those of its lessons that are nowhere else by now.
    fn put_back_module(&mut self, before: &Self, key: &str) -> bool {
        if self.module(key).is_some() {
            return true;
        }
        let Some(mut table) = before.clone().module_mut(key).cloned() else { return false };
        if let Some(lessons) = table.get_mut("lessons").and_then(Item::as_array_of_tables_mut) {
            lessons.retain(|lesson| self.lesson(&text(lesson, "key")).is_none());
            if lessons.is_empty() {
                table.remove("lessons");
            }
        }
        let mut later = before.modules().into_iter().skip_while(|one| one.key != key).skip(1);
        let next = later.find(|one| self.module(&one.key).is_some());
        let nothing = Localized::default();
        if !self.add_module(key, (&nothing, &nothing)) {
            return false;
        }
        if let Some(added) = self.module_mut(key) {
            *added = table;
        }
        self.place_module(key, next.as_ref().map(|next| next.key.as_str()))
    }
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

[[modules.lessons]]
key = "c"

[modules.test]
draw = 4
"#;

    fn course(text: &str) -> CourseFile {
        CourseFile::parse(text.as_bytes()).expect("TOML")
    }

    fn without(text: &str, take: impl Fn(&mut CourseFile) -> bool) -> CourseFile {
        let mut file = course(text);
        assert!(take(&mut file));
        course(&file.into_text())
    }

    #[test]
    fn a_removal_is_undone_in_a_file_that_was_changed_since() {
        let before = course(COURSE);
        let later = |file: &CourseFile| course(&file.clone().into_text().replace("draw = 3", "draw = 7"));
        let expected = COURSE.replace("draw = 3", "draw = 7");
        for key in ["a", "b", "c"] {
            let after = without(COURSE, |file| file.remove_lesson(key));
            let back = later(&after).undo_removal(&before, &after).expect("it is undone");
            assert_eq!(back.into_text(), expected, "{key}");
            // It is there already.
            let again = course(&expected).undo_removal(&before, &after).expect("nothing to do");
            assert_eq!(again.into_text(), expected);
        }
        let after = without(COURSE, |file| file.remove_module("one"));
        let text = after.clone().into_text().replace("draw = 4", "draw = 9");
        let back = course(&text).undo_removal(&before, &after).expect("it is undone");
        assert_eq!(back.into_text(), COURSE.replace("draw = 4", "draw = 9"));
        let bare = without(&text, |file| file.remove_module("two"));
        let after = without(COURSE, |file| file.remove_lesson("c"));
        assert!(bare.undo_removal(&before, &after).is_none(), "its module is gone");
        assert!(later(&before).undo_removal(&before, &later(&before)).is_none(), "that was no removal");
    }

    #[test]
    fn a_lesson_comes_into_another_module_without_its_checks() {
        let mut file = without(COURSE, |file| file.remove_lesson("a"));
        assert!(
            file.put_back_lesson(&course(COURSE), ("a", "two")) && !file.put_back_lesson(&course(COURSE), ("z", "two"))
        );
        let (module, lesson) = file.lesson("a").expect("there");
        assert_eq!((module.key.as_str(), module.lessons.len(), lesson.checks.len()), ("two", 2, 0));
    }
}
