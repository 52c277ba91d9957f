//! A course back into files, in the order and with the words of `docs/course-format.md`.

use std::fmt::Write;

use super::Files;
use super::course::{CRITICAL, EXPLANATIONS};
use crate::content::model::{
    Course, Fact, FinalTest, Lesson, LocalizedList, Module, Package, Review, required_by_default,
};
use crate::kernel::{Lang, Localized, Slug};
use crate::quiz::draw::{CriticalRule, Part, Source};
use crate::quiz::rules::{Explanations, QuizRules};

/// The files of a course. Reading them again gives the same course.
pub fn write(package: &Package) -> Files {
    let course = &package.course;
    let mut files = Files::new();
    files.insert("course.toml".to_owned(), course_file(course).into_bytes());
    if !course.facts.is_empty() {
        files.insert("facts.toml".to_owned(), facts_file(course).into_bytes());
    }
    if !course.glossary.is_empty() {
        files.insert("glossary.toml".to_owned(), glossary_file(course).into_bytes());
    }
    for module in &course.modules {
        files.insert(format!("questions/{}.toml", module.key), super::write_questions::file(module).into_bytes());
        for lesson in &module.lessons {
            for lang in Lang::ALL {
                if let Some(source) = lesson.source.exact(lang) {
                    let path = format!("lessons/{}/{}.{lang}.md", module.key, lesson.key);
                    files.insert(path, source.as_bytes().to_vec());
                }
            }
        }
    }
    for (key, template) in &course.templates {
        files.insert(format!("templates/{key}.toml"), super::write_templates::file(template).into_bytes());
    }
    for (key, bytes) in &package.pictures {
        let format = course.pictures.get(key).map(|picture| picture.format).unwrap_or_default();
        files.insert(format!("pictures/{key}.{}", format.extension()), bytes.clone());
    }
    if course.pictures.values().any(|picture| !picture.alt.is_empty()) {
        files.insert("pictures.toml".to_owned(), pictures_file(course).into_bytes());
    }
    files
}

/// Text that grows line by line.
#[derive(Debug, Default)]
pub(super) struct Page(String);

impl Page {
    pub(super) fn finish(self) -> String {
        format!("{}\n", self.0.trim())
    }

    pub(super) fn blank(&mut self) {
        self.0.push('\n');
    }

    /// `name = value`, the value as TOML.
    pub(super) fn set(&mut self, name: &str, value: impl std::fmt::Display) {
        // Writing into a string does not fail.
        let _ = writeln!(self.0, "{name} = {value}");
    }

    pub(super) fn text(&mut self, name: &str, text: &str) {
        self.set(name, quoted(text));
    }

    pub(super) fn header(&mut self, header: &str) {
        let _ = writeln!(self.0, "\n{header}");
    }

    /// One line for each language.
    pub(super) fn localized(&mut self, name: &str, text: &Localized) {
        for lang in Lang::ALL {
            if let Some(text) = text.exact(lang) {
                self.text(&format!("{name}.{lang}"), text);
            }
        }
    }

    pub(super) fn number(&mut self, name: &str, number: f64) {
        self.set(name, number);
    }

    pub(super) fn flag(&mut self, name: &str, flag: bool) {
        if flag {
            self.set(name, true);
        }
    }

    pub(super) fn slugs<'a>(&mut self, name: &str, slugs: impl IntoIterator<Item = &'a Slug>) {
        self.set(name, list_of_slugs(slugs));
    }

    fn lists(&mut self, name: &str, lists: &LocalizedList) {
        for (lang, texts) in &lists.0 {
            let lines = texts.iter().map(|text| quoted(text));
            self.set(&format!("{name}.{lang}"), list_of_lines(lines));
        }
    }
}

/// `["a", "b"]`
pub(super) fn list_of_slugs<'a>(slugs: impl IntoIterator<Item = &'a Slug>) -> String {
    let all: Vec<String> = slugs.into_iter().map(|slug| quoted(slug.as_str())).collect();
    format!("[{}]", all.join(", "))
}

/// `["a", "b"]`, of texts.
pub(super) fn list_of_texts(texts: &[String]) -> String {
    let all: Vec<String> = texts.iter().map(|text| quoted(text)).collect();
    format!("[{}]", all.join(", "))
}

/// A list with one entry on each line.
fn list_of_lines(entries: impl Iterator<Item = String>) -> String {
    entries.fold("[\n".to_owned(), |list, entry| list + "  " + &entry + ",\n") + "]"
}

/// A TOML string: on one line, or on several if the text has line ends.
pub(super) fn quoted(text: &str) -> String {
    let mut inside = String::with_capacity(text.len() + 2);
    let mut lines = false;
    for c in text.chars() {
        match c {
            '"' => inside.push_str("\\\""),
            '\\' => inside.push_str("\\\\"),
            '\n' => {
                lines = true;
                inside.push('\n');
            }
            '\t' => inside.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(inside, "\\u{:04X}", u32::from(c));
            }
            c => inside.push(c),
        }
    }
    if lines { format!("\"\"\"\n{inside}\"\"\"") } else { format!("\"{inside}\"") }
}

fn course_file(course: &Course) -> String {
    let mut page = Page::default();
    page.text("key", course.key.as_str());
    let languages: Vec<String> = course.languages.iter().map(|lang| quoted(lang.code())).collect();
    page.set("languages", format!("[{}]", languages.join(", ")));
    let required = course.required_languages();
    if required != required_by_default(&course.languages) {
        let required: Vec<String> = required.iter().map(|lang| lang.code().to_owned()).collect();
        page.set("required_languages", list_of_texts(&required));
    }
    if !course.prerequisites.is_empty() {
        page.slugs("prerequisites", &course.prerequisites);
    }
    page.number("hours", course.hours);
    page.blank();
    page.localized("title", &course.title);
    page.blank();
    page.localized("summary", &course.summary);
    page.blank();
    page.lists("outcomes", &course.outcomes);
    page.blank();
    page.localized("limits", &course.limits);
    if let Some(guideline) = &course.guideline {
        page.header("[guideline]");
        page.text("version", &guideline.version);
        page.localized("base", &guideline.base);
    }
    reviews(&mut page, course);
    page.header("[certificate]");
    page.text("kind", course.certificate.kind.code());
    if let Some(months) = course.certificate.validity_months {
        page.set("validity_months", months);
    }
    if let Some(day) = course.certificate.valid_until {
        page.set("valid_until", day);
    }
    page.localized("title", &course.certificate.title);
    for module in &course.modules {
        self::module(&mut page, module);
    }
    if let Some(test) = &course.final_test {
        final_test(&mut page, test);
    }
    page.finish()
}

fn reviews(page: &mut Page, course: &Course) {
    let reviews = &course.reviews;
    let all = [("medical", &reviews.medical), ("legal", &reviews.legal), ("language", &reviews.language)];
    if all.iter().all(|(_, review)| review.is_none()) && reviews.before_publishing.is_empty() {
        return;
    }
    page.header("[review]");
    for (name, review) in all {
        match review {
            Some(Review::Pending) => page.text(name, "pending"),
            Some(Review::Signed { by, on }) => page.set(name, format!("{{ by = {}, on = {on} }}", quoted(by))),
            None => {}
        }
    }
    if !reviews.before_publishing.is_empty() {
        let subjects: Vec<String> = reviews.before_publishing.iter().map(|subject| subject.code().to_owned()).collect();
        page.set("before_publishing", list_of_texts(&subjects));
    }
}

fn module(page: &mut Page, module: &Module) {
    page.header("[[modules]]");
    page.text("key", module.key.as_str());
    page.localized("title", &module.title);
    page.localized("summary", &module.summary);
    for Lesson { key, minutes, checks, .. } in &module.lessons {
        page.header("[[modules.lessons]]");
        page.text("key", key.as_str());
        page.set("minutes", minutes);
        if !checks.is_empty() {
            page.slugs("checks", checks);
        }
    }
    page.header("[modules.test]");
    page.set("draw", module.test.draw);
    rules(page, &module.test.rules, module.test.critical);
}

fn rules(page: &mut Page, rules: &QuizRules, critical: CriticalRule) {
    page.set("pass_percent", rules.pass_percent);
    page.set("tries", rules.tries);
    page.set("wait_hours", rules.wait_hours);
    for (word, rule) in CRITICAL {
        if rule == critical && rule != CriticalRule::default() {
            page.text("critical", word);
        }
    }
    for (word, due) in EXPLANATIONS {
        if due == rules.explanations && due != Explanations::default() {
            page.text("explanations", word);
        }
    }
    if let Some(minutes) = rules.minutes {
        page.set("minutes", minutes);
    }
}

fn final_test(page: &mut Page, test: &FinalTest) {
    page.header("[final]");
    rules(page, &test.rules, test.blueprint.critical);
    page.flag("repeat_weak_modules", test.repeat_weak_modules);
    let entry = |Part { from, count }: &Part| match from {
        Source::Module(key) => format!("{{ module = \"{key}\", count = {count} }}"),
        Source::Tag(tag) => format!("{{ tag = \"{tag}\", count = {count} }}"),
        Source::All => format!("{{ count = {count} }}"),
    };
    page.set("draw", list_of_lines(test.blueprint.parts.iter().map(entry)));
}

fn facts_file(course: &Course) -> String {
    let mut page = Page::default();
    for (key, Fact { value, min, max, unit, source, mark }) in &course.facts {
        page.header(&format!("[{key}]"));
        match value.exact(Lang::En) {
            Some(text) if *value == Localized::same(text) => page.text("value", text),
            _ => page.localized("value", value),
        }
        for (name, bound) in [("min", min), ("max", max)] {
            if let Some(bound) = bound {
                page.number(name, *bound);
            }
        }
        page.localized("unit", unit);
        page.text("source", source);
        page.text("mark", mark.code());
    }
    page.finish()
}

fn pictures_file(course: &Course) -> String {
    let mut page = Page::default();
    for (key, picture) in course.pictures.iter().filter(|(_, picture)| !picture.alt.is_empty()) {
        page.header(&format!("[{key}]"));
        page.localized("alt", &picture.alt);
    }
    page.finish()
}

fn glossary_file(course: &Course) -> String {
    let mut page = Page::default();
    for (key, term) in &course.glossary {
        page.header(&format!("[{key}]"));
        page.localized("term", &term.term);
        page.localized("meaning", &term.meaning);
    }
    page.finish()
}
