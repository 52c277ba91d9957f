//! What answers are marked by. It never saves itself while somebody writes: half typed it would count.

use super::kind::{Kind, PartKind};
use super::sheet::{Part, Sheet};

impl Sheet {
    /// True if answers would be marked otherwise than by what is stored. One more wrong option changes nothing for the others.
    pub(in crate::authoring) fn is_judged_otherwise(&self, stored: &Self) -> bool {
        let (mut mine, stored) = (self.marking(), stored.marking());
        mine.parts.retain(|part| !part.is_only_wrong() || stored.parts.iter().any(|stored| stored.id == part.id));
        mine != stored
    }

    /// Everything but the words that are read, and where the question belongs.
    fn marking(&self) -> Self {
        let mut sheet = self.without_blanks();
        sheet.texts.retain(|name, text| *name == "accept" && !text.is_empty());
        // Places are those of a picture.
        let of_picture = |name: &str| name == "picture" && self.kind != Kind::Hotspot;
        sheet.values.retain(|name, _| !matches!(*name, "tags" | "lesson" | "fixed_order") && !of_picture(name));
        sheet.parts.iter_mut().for_each(Part::keep_marking);
        sheet
    }
}

impl Part {
    /// Leaves what answers are marked by, under the key by which they name the part.
    fn keep_marking(&mut self) {
        let key = std::mem::take(&mut self.key);
        if !key.is_empty() {
            self.id = key;
        }
        self.texts.clear();
        self.options.iter_mut().for_each(Self::keep_marking);
    }

    /// It is there to be left alone, and nothing more depends on it.
    fn is_only_wrong(&self) -> bool {
        matches!(self.kind, PartKind::Wrong | PartKind::Extra) && !self.is_critical && self.shape.1.trim().is_empty()
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::{Bank, read};
    use super::*;
    use crate::content::files::read_course;
    use crate::kernel::{Lang, Localized};

    /// A question of every kind.
    fn sheets() -> Vec<Sheet> {
        let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests");
        let courses =
            ["courses/kinds", "library/first-aid"].map(|course| read_course(&root.join(course)).expect("a course"));
        let files = courses.into_iter().flatten().filter(|(path, _)| path.starts_with("questions/"));
        let banks = files.filter_map(|(_, bytes)| Bank::parse(&String::from_utf8_lossy(&bytes), &[]));
        let of =
            |bank: Bank| (0..bank.questions().len()).filter_map(move |at| read(bank.block(at))).collect::<Vec<_>>();
        banks.flat_map(of).collect()
    }

    fn type_on(text: &mut Localized) {
        *text = text.map(|_, text| format!("{text} жә"));
    }

    fn type_into(part: &mut Part) {
        part.texts.values_mut().for_each(type_on);
        part.options.iter_mut().for_each(type_into);
    }

    #[test]
    fn words_that_are_read_may_save_themselves() {
        let stored = sheets();
        assert!(Kind::ALL.iter().all(|kind| stored.iter().any(|sheet| sheet.kind == *kind)), "a kind is missing");
        for stored in stored {
            let mut sheet = stored.clone();
            sheet.texts.iter_mut().filter(|(name, _)| **name != "accept").for_each(|(_, text)| type_on(text));
            sheet.parts.iter_mut().for_each(type_into);
            sheet.values.insert("tags", "one, two".to_owned());
            assert_ne!(sheet, stored);
            assert!(!sheet.is_judged_otherwise(&stored), "{}", stored.key);
        }
    }

    #[test]
    fn one_more_wrong_option_may_save_itself_and_keeps_its_key() {
        for stored in sheets().into_iter().filter(|sheet| matches!(sheet.kind, Kind::Single | Kind::Multiple)) {
            let mut sheet = stored.clone();
            let mut part = Part::new("~1".to_owned(), PartKind::Wrong);
            part.texts.entry("text").or_default().set(Lang::Kk, "Кетемін".to_owned());
            sheet.parts.push(part.clone());
            assert!(!sheet.is_judged_otherwise(&stored), "{}", stored.key);
            let mut later = stored.clone();
            later.parts.push(Part { id: "ketemin".to_owned(), key: "ketemin".to_owned(), ..part.clone() });
            sheet.parts.last_mut().expect("it is there").key = "ketemin".to_owned();
            assert!(!sheet.is_judged_otherwise(&later), "{}", stored.key);
            sheet.parts.last_mut().expect("it is there").kind = PartKind::Right;
            assert!(sheet.is_judged_otherwise(&stored), "{}", stored.key);
        }
    }

    /// What is changed, and of which kinds.
    type Change = (&'static str, &'static [Kind], fn(&mut Sheet));

    #[test]
    fn what_answers_are_marked_by_waits() {
        const OPTIONS: &[Kind] = &[Kind::Single, Kind::Multiple, Kind::Hotspot];
        let changes: [Change; 13] = [
            ("accepted answers", &[Kind::Text], |sheet| sheet.texts.values_mut().for_each(type_on)),
            ("a number", &[Kind::Numeric], |sheet| {
                sheet.values.insert("max", "12345".to_owned());
            }),
            ("true or false", &[Kind::TrueFalse], |sheet| {
                sheet.values.insert("answer", "neither".to_owned());
            }),
            ("a place", &[Kind::Hotspot], |sheet| sheet.parts[0].shape.1.push('1')),
            ("the picture of places", &[Kind::Hotspot], |sheet| {
                sheet.values.insert("picture", "another".to_owned());
            }),
            ("which is right", OPTIONS, |sheet| sheet.parts[0].kind = PartKind::Wrong),
            ("a part less", &[Kind::Single, Kind::Ordering, Kind::Matching, Kind::Case], |sheet| {
                sheet.parts.pop();
            }),
            ("a key", OPTIONS, |sheet| sheet.parts[0].key.push('1')),
            ("the order", &[Kind::Ordering], |sheet| sheet.parts.swap(0, 1)),
            ("which option of a case is right", &[Kind::Case], |sheet| {
                let option = &mut sheet.parts[0].options[0];
                option.kind = if option.kind == PartKind::Right { PartKind::Wrong } else { PartKind::Right };
            }),
            ("where an option of a case leads", &[Kind::Case], |sheet| sheet.parts[0].options[0].next.push('1')),
            ("an option of a case that ends it", &[Kind::Case], |sheet| {
                sheet.parts[0].options[0].is_critical = !sheet.parts[0].options[0].is_critical;
            }),
            ("that it decides", &[Kind::Single, Kind::Case], |sheet| {
                let now = if sheet.value("critical").is_empty() { "yes" } else { "" };
                sheet.values.insert("critical", now.to_owned());
            }),
        ];
        for stored in sheets() {
            for (what, kinds, change) in &changes {
                let mut sheet = stored.clone();
                if kinds.contains(&stored.kind) {
                    change(&mut sheet);
                    assert!(sheet.is_judged_otherwise(&stored), "{}: {what}", stored.key);
                }
            }
        }
    }
}
