//! `course.toml`.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::RangeInclusive;

use super::notes::{Kind, Notes, Place};
use super::table::{Need, Style, Table, Value};
use crate::content::message::{Code, Message};
use crate::content::model::{
    CertificateKind, CertificateRule, Course, FinalTest, Guideline, Lesson, Module, ModuleTest, Review, Reviews,
    required_by_default,
};
use crate::kernel::{Lang, Localized, ReviewSubject, Slug};
use crate::quiz::draw::{BankItem, Blueprint, CriticalRule, Part, Shortage, Source, shortages};
use crate::quiz::rules::{Explanations, QuizRules};

/// What stands in `course.toml`, and where the parts stand that can only be judged with all files read.
pub(super) struct Outline {
    /// The course, still without lessons' texts, questions, facts, terms and pictures.
    pub(super) course: Course,
    /// Each lesson's place.
    pub(super) lessons: BTreeMap<Slug, Place>,
    /// Which of them other courses share, and where each is named.
    pub(super) shared: BTreeMap<Slug, Place>,
    /// Shared lessons of which minutes and checks are not known because of a mistake.
    pub(super) unreadable: BTreeSet<Slug>,
    /// Where each module's `draw` stands.
    pub(super) draws: BTreeMap<Slug, Place>,
    /// Where each entry of the final test's `draw` stands.
    pub(super) final_draws: Vec<Place>,
}

const COURSE_KEYS: [&str; 14] = [
    "key",
    "languages",
    "required_languages",
    "prerequisites",
    "hours",
    "title",
    "summary",
    "outcomes",
    "limits",
    "guideline",
    "review",
    "certificate",
    "modules",
    "final",
];

const RULE_KEYS: [&str; 6] = ["pass_percent", "tries", "wait_hours", "critical", "explanations", "minutes"];

/// The languages alone, read before anything else because every text depends on them: all, and those in which every text
/// has to exist.
pub(super) fn languages(table: &Table<'_>) -> (Vec<Lang>, Vec<Lang>) {
    let languages = list_of_languages(table, table.need("languages"));
    let Some(value) = table.get("required_languages") else {
        let required = required_by_default(&languages);
        return (languages, required);
    };
    let mut required = list_of_languages(table, Some(value));
    for lang in required.iter().filter(|lang| !languages.contains(lang)) {
        table.notes.mistake(&value.place(), Message::new(Code::RequiredUnknown, [(*lang).into()]));
    }
    // The language in which the course is written is there anyhow.
    required.extend(languages.first().filter(|first| !required.contains(first)).copied());
    (languages, required)
}

fn list_of_languages(table: &Table<'_>, value: Option<Value<'_>>) -> Vec<Lang> {
    let mut languages = Vec::new();
    for value in value.map(Value::list).unwrap_or_default() {
        let at = value.place();
        let Some(code) = value.text() else { continue };
        match Lang::from_code(&code) {
            Some(lang) if languages.contains(&lang) => {
                table.notes.mistake(&at, Message::of_word(Code::HereTwice, &code));
            }
            Some(lang) => languages.push(lang),
            None => table.notes.mistake(&at, Message::of_word(Code::NoLanguage, &code)),
        }
    }
    languages
}

/// The courses to complete first.
fn prerequisites(table: &Table<'_>, own: Option<&Slug>) -> Vec<Slug> {
    let mut keys = Vec::new();
    for (key, at) in table.get("prerequisites").map(Value::slugs).unwrap_or_default() {
        if own == Some(&key) {
            table.notes.mistake(&at, Code::OwnPrerequisite);
        } else if keys.contains(&key) {
            table.notes.mistake(&at, Message::of_word(Code::HereTwice, key.as_str()));
        } else {
            keys.push(key);
        }
    }
    keys
}

/// Everything but the languages.
pub(super) fn outline(table: &Table<'_>, (languages, required): (Vec<Lang>, Vec<Lang>)) -> Option<Outline> {
    table.known(&COURSE_KEYS);
    let mut reader = Reader::default();
    let key = table.key().map(|(key, _)| key);
    let hours = table.number("hours", Need::Required);
    if hours.is_some_and(|hours| hours <= 0.0 || hours > 1000.0) {
        table.notes.mistake(&table.place(), Code::Hours);
    }
    let certificate = table.need("certificate").and_then(Value::table).and_then(|table| certificate(&table));
    let modules = table.need("modules").map(Value::list).unwrap_or_default();
    let modules: Vec<Module> =
        modules.into_iter().filter_map(Value::table).filter_map(|table| reader.module(&table)).collect();
    let final_test = table.get("final").and_then(Value::table).map(|table| final_test(&table));
    let (final_test, final_draws) = final_test.unwrap_or_default();
    let prerequisites = prerequisites(table, key.as_ref());
    let course = Course {
        key: key?,
        optional_languages: languages.iter().copied().filter(|lang| !required.contains(lang)).collect(),
        languages,
        prerequisites,
        hours: hours.unwrap_or_default(),
        title: table.localized("title", Need::Required, Style::Plain),
        summary: table.localized("summary", Need::Required, Style::Plain),
        outcomes: table.localized_list("outcomes"),
        limits: table.localized("limits", Need::Required, Style::Plain),
        guideline: table.get("guideline").and_then(Value::table).and_then(|table| guideline(&table)),
        reviews: table.get("review").and_then(Value::table).map(|table| reviews(&table)).unwrap_or_default(),
        certificate: certificate.unwrap_or(UNREADABLE_CERTIFICATE),
        modules,
        final_test,
        facts: BTreeMap::new(),
        glossary: BTreeMap::new(),
        pictures: BTreeMap::new(),
        templates: BTreeMap::new(),
    };
    let Reader { lessons, shared, draws } = reader;
    Some(Outline { course, lessons, shared, unreadable: BTreeSet::new(), draws, final_draws })
}

fn guideline(table: &Table<'_>) -> Option<Guideline> {
    table.known(&["version", "base"]);
    let version = table.need("version").and_then(Value::text);
    let base = table.localized("base", Need::Required, Style::Plain);
    Some(Guideline { version: version?, base })
}

fn reviews(table: &Table<'_>) -> Reviews {
    table.known(&["medical", "legal", "language", "before_publishing"]);
    let read = |name| table.get(name).and_then(review);
    let mut before_publishing = Vec::new();
    for value in table.get("before_publishing").map(Value::list).unwrap_or_default() {
        let at = value.place();
        let Some(code) = value.text() else { continue };
        match ReviewSubject::from_code(&code) {
            Some(subject) if before_publishing.contains(&subject) => {
                table.notes.mistake(&at, Message::of_word(Code::HereTwice, &code));
            }
            Some(subject) => before_publishing.push(subject),
            None => table.notes.mistake(&at, Message::of_word(Code::NoReview, &code)),
        }
    }
    Reviews { medical: read("medical"), legal: read("legal"), language: read("language"), before_publishing }
}

fn review(value: Value<'_>) -> Option<Review> {
    if value.is_text() {
        let at = value.place();
        if value.text()? == "pending" {
            return Some(Review::Pending);
        }
        value.notes.mistake(&at, Code::ReviewForm);
        return None;
    }
    let table = value.table()?;
    table.known(&["by", "on"]);
    let by = table.need("by").and_then(Value::text);
    let on = table.need("on").and_then(Value::day);
    Some(Review::Signed { by: by?, on: on? })
}

fn certificate(table: &Table<'_>) -> Option<CertificateRule> {
    table.known(&["kind", "validity_months", "valid_until", "title"]);
    let kind = table.choice("kind", Need::Required, &CertificateKind::ALL.map(|kind| (kind.code(), kind)));
    if kind == Some(CertificateKind::Practical) {
        table.notes.warn(&table.place(), Code::PracticalKind);
    }
    let validity_months = table.whole("validity_months", Need::Optional, 1..=1200);
    let until = table.get("valid_until");
    if let Some(until) = until.as_ref().filter(|_| table.get("validity_months").is_some()) {
        until.notes.mistake(&until.place(), Code::UntilAndMonths);
    }
    let valid_until = until.and_then(Value::day);
    let title = table.localized("title", Need::Required, Style::Plain);
    Some(CertificateRule { kind: kind?, validity_months, valid_until, title })
}

#[derive(Debug, Default)]
struct Reader {
    lessons: BTreeMap<Slug, Place>,
    shared: BTreeMap<Slug, Place>,
    draws: BTreeMap<Slug, Place>,
}

impl Reader {
    fn module(&mut self, table: &Table<'_>) -> Option<Module> {
        table.known(&["key", "title", "summary", "lessons", "test"]);
        let title = table.localized("title", Need::Required, Style::Plain);
        let summary = table.localized("summary", Need::Required, Style::Plain);
        let key = table.key();
        let lessons = table.need("lessons").map(Value::list).unwrap_or_default();
        let scope = key.as_ref().map_or("", |(key, _)| key.as_str());
        let lessons =
            lessons.into_iter().filter_map(Value::table).filter_map(|table| self.lesson(&table, scope)).collect();
        let test = table.need("test").and_then(Value::table);
        let rules = test.and_then(|test| module_test(&test));
        let (key, at) = key?;
        table.notes.define(Kind::Module, key.as_str(), &at);
        if let Some(draw) = test.and_then(|test| test.get("draw")) {
            self.draws.insert(key.clone(), draw.place());
        }
        Some(Module {
            key,
            title,
            summary,
            lessons,
            test: rules.unwrap_or(UNREADABLE_TEST),
            questions: Vec::new(),
            numeric_facts: BTreeMap::new(),
        })
    }

    fn lesson(&mut self, table: &Table<'_>, module: &str) -> Option<Lesson> {
        if let Some(value) = table.get("shared") {
            return self.shared_lesson(table, value);
        }
        table.known(&["key", "minutes", "checks", "shared"]);
        let (minutes, checks) = minutes_and_checks(table, module);
        let (key, at) = table.key()?;
        table.notes.define(Kind::Lesson, key.as_str(), &at);
        self.lessons.insert(key.clone(), at);
        Some(Lesson { key, minutes, checks, source: Localized::default() })
    }

    /// Named here; the rest of it is read with the files of the shared lesson.
    fn shared_lesson(&mut self, table: &Table<'_>, value: Value<'_>) -> Option<Lesson> {
        for (_, at, _) in table.entries().filter(|(name, ..)| *name != "shared") {
            table.notes.mistake(&at, Code::SharedHasOwn);
        }
        let at = value.place();
        let Some(key) = value.slug() else {
            // What the lesson would bring along is not known.
            table.notes.give_up(&[Kind::Fact, Kind::Bounds, Kind::Term, Kind::Picture]);
            return None;
        };
        table.notes.define(Kind::Lesson, key.as_str(), &at);
        self.lessons.insert(key.clone(), at.clone());
        self.shared.insert(key.clone(), at);
        Some(Lesson { key, minutes: 0, checks: Vec::new(), source: Localized::default() })
    }
}

/// How long a lesson of the module takes, and its checks.
pub(super) fn minutes_and_checks(table: &Table<'_>, module: &str) -> (u32, Vec<Slug>) {
    let minutes = table.whole("minutes", Need::Required, 1..=120);
    let mut checks = Vec::new();
    for (check, at) in table.get("checks").map(Value::slugs).unwrap_or_default() {
        table.notes.refer(Kind::ModuleQuestion, &format!("{module}/{check}"), &at);
        if checks.contains(&check) {
            table.notes.mistake(&at, Message::of_word(Code::CheckTwice, check.as_str()));
        } else {
            checks.push(check);
        }
    }
    (minutes.unwrap_or_default(), checks)
}

/// How critical questions are drawn, as it is written.
pub(super) const CRITICAL: [(&str, CriticalRule); 2] = [("first", CriticalRule::First), ("any", CriticalRule::Any)];

/// When explanations are due, as it is written.
pub(super) const EXPLANATIONS: [(&str, Explanations); 2] =
    [("after-try", Explanations::AfterTry), ("after-pass", Explanations::AfterPass)];

/// What stands in for parts with mistakes, so that the rest is judged all the same. A course with mistakes is
/// given to nobody.
const UNREADABLE_TEST: ModuleTest = ModuleTest {
    draw: 0,
    rules: QuizRules {
        pass_percent: 100,
        tries: 1,
        wait_hours: 0,
        explanations: Explanations::AfterTry,
        minutes: None,
    },
    critical: CriticalRule::First,
};

/// See [`UNREADABLE_TEST`].
const UNREADABLE_CERTIFICATE: CertificateRule = CertificateRule {
    kind: CertificateKind::Theory,
    validity_months: None,
    valid_until: None,
    title: Localized { kk: None, ru: None, en: None },
};

const PERCENT: RangeInclusive<u32> = 1..=100;

fn rules(table: &Table<'_>) -> Option<(QuizRules, CriticalRule)> {
    let pass = table.whole("pass_percent", Need::Required, PERCENT);
    let tries = table.whole("tries", Need::Required, 1..=100);
    let wait = table.whole("wait_hours", Need::Required, 0..=8760);
    let critical = table.choice("critical", Need::Optional, &CRITICAL).unwrap_or_default();
    let explanations = table.choice("explanations", Need::Optional, &EXPLANATIONS).unwrap_or_default();
    let minutes = table.whole("minutes", Need::Optional, 1..=600);
    let pass_percent = u8::try_from(pass?).ok()?;
    Some((QuizRules { pass_percent, tries: tries?, wait_hours: wait?, explanations, minutes }, critical))
}

fn module_test(table: &Table<'_>) -> Option<ModuleTest> {
    table.known(&[&["draw"], RULE_KEYS.as_slice()].concat());
    let draw = table.whole("draw", Need::Required, 1..=200);
    let (rules, critical) = rules(table)?;
    Some(ModuleTest { draw: draw?, rules, critical })
}

fn final_test(table: &Table<'_>) -> (Option<FinalTest>, Vec<Place>) {
    table.known(&[&["draw", "repeat_weak_modules"], RULE_KEYS.as_slice()].concat());
    let rules = rules(table);
    let entries = table.need("draw").map(Value::list).unwrap_or_default();
    let found = entries.into_iter().filter_map(Value::table).filter_map(|entry| Some((part(&entry)?, entry.place())));
    let (parts, places): (Vec<Part>, Vec<Place>) = found.unzip();
    if parts.is_empty() {
        table.notes.mistake(&table.place(), Code::FinalDraw);
    }
    let repeat_weak_modules = table.flag("repeat_weak_modules");
    let test = rules.map(|(rules, critical)| {
        let blueprint = Blueprint { parts, critical };
        FinalTest { rules, repeat_weak_modules, blueprint }
    });
    (test, places)
}

fn part(table: &Table<'_>) -> Option<Part> {
    table.known(&["module", "tag", "count"]);
    let count = table.whole("count", Need::Required, 1..=200);
    let module = table.reference("module", Kind::Module).map(Source::Module);
    let tag = table.reference("tag", Kind::Tag).map(Source::Tag);
    let from = match (table.get("module").is_some(), table.get("tag").is_some()) {
        (true, true) => {
            table.notes.mistake(&table.place(), Code::DrawBoth);
            return None;
        }
        (false, false) => Source::All,
        _ => module.or(tag)?,
    };
    Some(Part { from, count: count? as usize })
}

/// Notes tests that draw more questions than there are.
pub(super) fn judge_draws(notes: &Notes, outline: &Outline) {
    let course = &outline.course;
    for module in &course.modules {
        if let Some(at) = outline.draws.get(&module.key) {
            note_shortages(notes, &[at], &module.blueprint(), &module.bank_items());
        }
    }
    let Some(test) = &course.final_test else { return };
    // A source that does not exist is told where it is named.
    let exists = |part: &Part| match &part.from {
        Source::All => true,
        Source::Module(key) => course.module(key).is_some(),
        Source::Tag(tag) => course.questions().any(|(_, question)| question.tags.contains(tag)),
    };
    if test.blueprint.parts.iter().all(exists) {
        let places: Vec<&Place> = outline.final_draws.iter().collect();
        note_shortages(notes, &places, &test.blueprint, &course.bank_items());
    }
}

fn note_shortages(notes: &Notes, places: &[&Place], blueprint: &Blueprint, bank: &[BankItem]) {
    for Shortage { part, wanted, found } in shortages(blueprint, bank) {
        if let Some(at) = places.get(part) {
            let message = Message::new(Code::Bank, [wanted.into(), found.into()]);
            notes.suggest(at, message, Some(Code::ChecksNotDrawn.into()));
        }
    }
}
