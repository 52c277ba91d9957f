//! A question of a draft, and what is needed to judge and to show it.

use std::collections::BTreeSet;

use super::super::super::super::model::{COURSE_FILE, questions_path};
use super::super::super::super::questions::{Bank, Fault, Judged, Sheet, Words, judge, read};
use super::super::super::super::views::Both;
use super::super::super::super::{self as authoring};
use super::super::Open;
use super::super::pictures::split;
use super::Shelf;
use super::keep::{self, Seen};
use crate::content::files::Files;
use crate::i18n;
use crate::kernel::{Error, Lang};
use crate::web::{Fields, Problem, Trainer};

/// The draft with its questions, and one of them.
pub(super) struct Found {
    pub(super) open: Open,
    pub(super) shelves: Vec<Shelf>,
    /// The module, by its place among the shelves, and the question in it; none: it is new.
    pub(super) module: usize,
    pub(super) at: Option<usize>,
}

impl Found {
    /// A question that is there; none if it is not.
    pub(super) fn question(open: Open, key: &str) -> Result<Self, Box<Open>> {
        let shelves = open.shelves();
        let place =
            shelves.iter().enumerate().find_map(|(module, shelf)| Some((module, shelf.bank.as_ref()?.find(key)?)));
        match place {
            Some((module, at)) => Ok(Self { open, shelves, module, at: Some(at) }),
            None => Err(Box::new(open)),
        }
    }

    /// A new question of a module, the first one if there is no such.
    pub(super) fn new(open: Open, module: &str) -> Result<Self, Problem> {
        let shelves = open.shelves();
        let is_it = |shelf: &Shelf| shelf.module.key == module && shelf.bank.is_some();
        let place = shelves.iter().position(is_it).or_else(|| shelves.iter().position(|shelf| shelf.bank.is_some()));
        Ok(Self { open, module: place.ok_or(Problem::NotFound)?, shelves, at: None })
    }

    pub(super) fn shelf(&self) -> Option<&Shelf> {
        self.shelves.get(self.module)
    }

    pub(super) fn module_key(&self) -> &str {
        self.shelf().map_or("", |shelf| shelf.module.key.as_str())
    }

    pub(super) fn bank(&self) -> Option<&Bank> {
        self.shelf()?.bank.as_ref()
    }

    /// What is written of the question; empty if it is new.
    pub(super) fn block(&self) -> &str {
        self.at.and_then(|at| Some(self.bank()?.block(at))).unwrap_or_default()
    }

    pub(super) fn key(&self) -> Option<&str> {
        Some(self.bank()?.questions().get(self.at?)?.key.as_str())
    }

    /// The file of its module.
    pub(super) fn path(&self) -> String {
        questions_path(self.module_key())
    }

    /// The title of the lesson at whose end the question stands.
    pub(super) fn check_of(&self, lang: Lang) -> Option<String> {
        let (own, key) = (self.shelf()?, self.key()?);
        let lesson = own.module.lessons.iter().find(|lesson| lesson.checks.iter().any(|check| check == key))?;
        Some(self.open.lesson_title(&own.module.key, &lesson.key, lang))
    }

    /// The keys of all other questions.
    pub(super) fn taken(&self) -> BTreeSet<String> {
        let banks = self.shelves.iter().filter_map(|shelf| shelf.bank.as_ref());
        let keys = banks.flat_map(Bank::questions).map(|question| question.key.clone());
        keys.filter(|key| self.key() != Some(key)).collect()
    }
}

impl Found {
    /// Fills in what the form could not show: a language that came into the course while it was open had no fields in it.
    pub(super) fn fill_unasked(&self, typed: &Fields, sheet: &mut Sheet) {
        if let Some(stored) = read(self.block()) {
            let unasked = self.open.languages().into_iter().filter(|lang| !typed.has(&format!("text-{lang}")));
            sheet.fill_languages(&stored, &unasked.collect::<Vec<_>>());
        }
    }

    /// Fills in what the form could not show, and takes over what somebody else alone changed; what both changed is
    /// returned.
    pub(super) async fn come_together(
        &self,
        trainer: &Trainer,
        (typed, was): (&Fields, &str),
        sheet: &mut Sheet,
    ) -> Result<Option<Both>, Problem> {
        self.fill_unasked(typed, sheet);
        let mut short = sheet.without_blanks();
        let both = keep::bring_together(trainer, self, &mut short, &Seen::of(typed, was)).await?;
        *sheet = short.with_blanks_of(sheet);
        Ok(both)
    }
}

impl Open {
    /// What people call a file of questions.
    pub(in super::super) fn name_of_questions(&self, path: &str, lang: Lang) -> Option<String> {
        let key = path.strip_prefix("questions/")?.strip_suffix(".toml")?;
        let module = self.course.as_ref()?.module(key)?;
        let title = Some(module.title.get(lang)).filter(|title| !title.is_empty()).unwrap_or(key);
        Some(format!("{}: {title}", i18n::t(lang, "bank-title")))
    }
}

/// The files to which questions refer, with one picture.
pub(super) async fn ground(trainer: &Trainer, open: &Open, picture: &str) -> Result<Files, Problem> {
    let texts = [COURSE_FILE, "facts.toml", "glossary.toml", "pictures.toml"].into_iter();
    let mut files: Files =
        texts.filter_map(|path| Some((path.to_owned(), open.files.get(path)?.content.clone()?))).collect();
    let is_it = |path: &&String| split(path).is_some_and(|(key, _)| key == picture);
    if let Some(path) = open.pictures.iter().find(is_it).cloned() {
        let (id, wanted) = (open.draft.id, path.clone());
        let file = trainer.page.app.read(move |conn| authoring::find_file(conn, id, &wanted)).await?;
        files.extend(file.and_then(|file| file.content).map(|bytes| (path, bytes)));
    }
    Ok(files)
}

/// A question that was typed, judged.
pub(super) struct Weighed {
    /// What was typed, without the parts that are blank.
    pub(super) short: Sheet,
    /// The same with a key for each part.
    pub(super) whole: Sheet,
    pub(super) judged: Judged,
}

/// Judges what was typed, as it would stand in a module.
pub(super) async fn weigh(trainer: &Trainer, found: &Found, sheet: &Sheet, module: &str) -> Result<Weighed, Problem> {
    let short = sheet.without_blanks();
    let files = ground(trainer, &found.open, sheet.value("picture")).await?;
    let (languages, taken) = (found.open.languages(), found.taken());
    let cannot = found.cannot_move(module);
    let of = if cannot.is_some() { found.module_key().to_owned() } else { module.to_owned() };
    let candidate = short.clone();
    let judging = tokio::task::spawn_blocking(move || judge(candidate, (&of, files), &taken, &languages));
    let (whole, mut judged) = judging.await.map_err(Error::internal)?;
    if let Some(words) = cannot {
        judged.unwritable.push(Fault { field: "module".to_owned(), words: Words::Text(words) });
    }
    Ok(Weighed { short, whole, judged })
}

/// The module that is chosen in a form, and the one in which the question was when the form was made. Who did not choose
/// another one leaves the question where somebody else may have put it.
pub(super) fn modules_in(typed: &Fields, found: &Found) -> (String, String) {
    let was = typed.typed("was").unwrap_or(found.module_key()).to_owned();
    let chosen = typed.typed("module").filter(|module| *module != was);
    (chosen.unwrap_or(found.module_key()).to_owned(), was)
}
