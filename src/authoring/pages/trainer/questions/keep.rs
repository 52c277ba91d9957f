//! Saving a question, and removing it: one change of the draft each.

use toml_edit::{Array, Value};

use super::super::super::super::course_file::{CourseFile, put};
use super::super::super::super::model::{Action, COURSE_FILE, FileChange, Saved, Visit, questions_path};
use super::super::super::super::questions::{Bank, Sheet, block_of, read, write};
use super::super::super::super::slugs::key_for;
use super::super::super::super::views::{self, Both, Differing, differing_questions};
use super::super::meanwhile::Begun;
use super::super::visit::{save_from, visit_in};
use super::super::{Open, number_in, save};
use super::found::Found;
use crate::content::markdown::plain;
use crate::kernel::Error;
use crate::web::flash::{redirect, redirect_with};
use crate::web::{Fields, Problem, Trainer, WebResult};

/// What became of it.
pub(super) enum Kept {
    /// It is there: the change, and what was written.
    Done(i64, Box<Sheet>),
    /// It was there already, under this key.
    Already(String),
    /// Somebody else changed the same fields of the question; nothing was written. The sheet has what only they changed.
    Meanwhile(Box<Found>, Box<Sheet>, Both),
}

/// What the form was made from.
pub(super) struct Seen {
    begun: Begun,
    /// The file: somebody else may have moved the question to another one since.
    path: String,
    /// The page that sends it: what it saved by itself since is its own.
    visit: Option<Visit>,
}

impl Seen {
    /// As the form tells it; `module` is where the question was.
    pub(super) fn of(typed: &Fields, module: &str) -> Self {
        Self { begun: Begun::of(typed), path: questions_path(module), visit: visit_in(typed) }
    }

    /// What holds now.
    pub(super) fn now(found: &Found) -> Self {
        Self { begun: Begun::From(found.open.number(&found.path())), path: found.path(), visit: None }
    }

    fn is_newest(&self, found: &Found) -> bool {
        self.begun == Begun::From(found.open.number(&found.path())) && self.path == found.path()
    }
}

/// Who saves.
pub(super) enum By {
    /// Somebody who pressed the button.
    Button,
    /// The page by itself; none: it does not say which one it is.
    Page(Option<Visit>),
}

/// How often somebody else may save another question of the same file while this one is saved.
const TRIES: usize = 5;

impl Found {
    /// Why the question cannot go to another module: a key of the catalogue.
    pub(super) fn cannot_move(&self, module: &str) -> Option<&'static str> {
        if module == self.module_key() {
            return None;
        }
        let (own, key) = (self.shelf()?, self.key());
        if key.is_some_and(|key| own.is_check(key)) {
            return Some("bank-move-check");
        }
        let is_there = self.shelves.iter().any(|shelf| shelf.module.key == module && shelf.bank.is_some());
        (!is_there).then_some("bank-move-nowhere")
    }

    /// The changes that put this question into the file of a module; none if it is there already, under this key.
    fn changes(&self, sheet: &Sheet, module: &str) -> Result<Result<Vec<FileChange>, String>, Problem> {
        let (languages, bank) = (self.open.languages(), self.bank().ok_or(Problem::NotFound)?);
        let target = self.shelves.iter().find(|shelf| shelf.module.key == module);
        let target = target.and_then(|shelf| shelf.bank.as_ref()).ok_or(Problem::NotFound)?;
        let unwritten = || Problem::from(Error::internal("a question cannot be written"));
        let Some(at) = self.at else {
            if let Some(key) = twin(target, sheet) {
                return Ok(Err(key));
            }
            // Somebody else's new question may have taken the key meanwhile.
            let mut sheet = sheet.clone();
            let taken = self.taken();
            let free = key_for(&sheet.key, "question", |key| key == "new" || taken.contains(key));
            sheet.key = free.map(|key| key.to_string()).ok_or_else(unwritten)?;
            let block = block_of(&sheet, &languages).ok_or_else(unwritten)?;
            return Ok(Ok(vec![self.file(module, target.with_more(&[block]))]));
        };
        let block = write(bank.block(at), sheet, &languages).ok_or_else(unwritten)?;
        if module == self.module_key() {
            return Ok(Ok(vec![self.file(module, bank.with(at, &block))]));
        }
        Ok(Ok(vec![self.file(self.module_key(), bank.without(&[at])), self.file(module, target.with_more(&[block]))]))
    }

    pub(super) fn file(&self, module: &str, text: String) -> FileChange {
        let path = questions_path(module);
        let seen = self.open.number(&path);
        FileChange::text(path, seen, text)
    }

    /// The question in a few words.
    pub(super) fn subject(trainer: &Trainer, sheet: &Sheet) -> String {
        let text = sheet.text("text");
        plain(text.get(trainer.page.lang)).chars().take(120).collect()
    }
}

/// The key of a question that says the same: a form that was sent twice makes one question.
fn twin(bank: &Bank, sheet: &Sheet) -> Option<String> {
    let same = |at: usize| {
        let other = read(bank.block(at))?;
        let mut mine = sheet.clone();
        mine.key.clone_from(&other.key);
        for (mine, other) in mine.parts.iter_mut().zip(&other.parts) {
            mine.id.clone_from(&other.id);
            for (mine, other) in mine.options.iter_mut().zip(&other.options) {
                mine.id.clone_from(&other.id);
            }
        }
        let is_same = mine.texts == other.texts && mine.parts == other.parts && mine.values == other.values;
        is_same.then_some(other.key)
    };
    (0..bank.questions().len()).rev().find_map(same)
}

/// Saves a question. Who saved another question of the same file meanwhile, or other fields of this one, does not matter.
pub(super) async fn keep(
    trainer: &Trainer,
    mut found: Found,
    asked: &Sheet,
    (module, seen, by): (&str, &Seen, &By),
) -> Result<Kept, Problem> {
    let key = found.key().map(str::to_owned);
    let mut sheet = asked.clone();
    for _ in 0..TRIES {
        if let Some(both) = bring_together(trainer, &found, &mut sheet, seen).await? {
            return Ok(Kept::Meanwhile(Box::new(found), Box::new(sheet), both));
        }
        let changes = match found.changes(&sheet, module)? {
            Ok(changes) => changes,
            Err(key) => return Ok(Kept::Already(key)),
        };
        let (action, visit) = match (&key, by) {
            // What the page does not show is not its own.
            (Some(_), By::Page(visit)) => (Action::AutoSaved, visit.clone().filter(|_| sheet == *asked)),
            (Some(_), By::Button) => (Action::Saved, None),
            (None, _) => (Action::Added, None),
        };
        let what = (action, Found::subject(trainer, &sheet));
        match save_from(trainer, found.open.draft.id, (what, visit), changes).await? {
            Saved::Done(number) => return Ok(Kept::Done(number, Box::new(sheet))),
            Saved::Already => return Ok(Kept::Already(sheet.key.clone())),
            Saved::Meanwhile | Saved::Closed => {}
        }
        let open = Open::find(trainer, &found.open.draft.id.to_string()).await?;
        found = match &key {
            Some(key) => Found::question(open, key).map_err(|_| Problem::NotFound)?,
            None => Found { shelves: open.shelves(), open, module: found.module, at: None },
        };
    }
    Err(Problem::Conflict)
}

impl Found {
    /// What was written of the question when the form was made, and what the page of the form saved of it since: the answer to
    /// that was lost.
    async fn before(&self, trainer: &Trainer, seen: &Seen) -> Result<(Option<String>, Option<String>), Problem> {
        let Some(key) = self.key() else { return Ok((None, None)) };
        let block = |text: Option<String>| {
            let bank = Bank::parse(&text?, &[])?;
            Some(bank.block(bank.find(key)?).to_owned())
        };
        let begun = block(self.open.text_then(trainer, (&seen.path, seen.begun)).await?);
        let (Begun::From(Some(after)), Some(visit)) = (seen.begun, &seen.visit) else { return Ok((begun, None)) };
        let by: (_, &[Action]) = (visit, &[Action::AutoSaved]);
        let Some(own) = self.open.own_of(trainer, (&seen.path, after), by).await? else { return Ok((begun, None)) };
        let own = self.open.text_then(trainer, (&seen.path, Begun::From(Some(own)))).await?;
        Ok((begun, block(own)))
    }

    /// Knows new parts again that were saved before, and whose answer was lost.
    pub(super) async fn recognise(
        &self,
        trainer: &Trainer,
        (typed, was): (&Fields, &str),
        sheet: &mut Sheet,
    ) -> Result<(), Problem> {
        let seen = Seen::of(typed, was);
        if !seen.is_newest(self) {
            let (begun, own) = self.before(trainer, &seen).await?;
            recognise(sheet, (begun.as_deref(), own.as_deref()), self.block());
        }
        Ok(())
    }
}

/// Knows new parts again: those that the same page saved by itself, also where they were typed on since, and those that say
/// the same as what somebody saved.
fn recognise(sheet: &mut Sheet, (begun, own): (Option<&str>, Option<&str>), now: &str) {
    let (begun, own, now) = (begun.and_then(read), own.and_then(read), read(now));
    if let (Some(begun), Some(own)) = (&begun, &own) {
        sheet.recognise(begun, own, true);
    }
    if let (Some(before), Some(now)) = (own.or(begun), now) {
        sheet.recognise(&before, &now, false);
    }
}

/// Takes into the sheet what somebody else alone changed since the form was made; what both changed is returned. What the page
/// of the form saved by itself is where it goes on from.
pub(super) async fn bring_together(
    trainer: &Trainer,
    found: &Found,
    sheet: &mut Sheet,
    seen: &Seen,
) -> Result<Option<Both>, Problem> {
    let (Some(_), Some(now)) = (found.key(), found.open.files.get(&found.path())) else { return Ok(None) };
    if seen.is_newest(found) {
        return Ok(None);
    }
    let (begun, own) = found.before(trainer, seen).await?;
    recognise(sheet, (begun.as_deref(), own.as_deref()), found.block());
    let before = own.or(begun);
    let mine = write(found.block(), sheet, &found.open.languages()).unwrap_or_default();
    if before.as_deref() == Some(found.block()) || mine == found.block() {
        return Ok(None);
    }
    let page = &trainer.page;
    let before = before.as_deref().and_then(read);
    let fields = match read(found.block()) {
        Some(theirs) => {
            if let Some(before) = &before {
                sheet.take_over(before, &theirs);
            }
            differing_questions(page, before.as_ref(), (sheet, &theirs))
        }
        // It has no form any more.
        None => vec![Differing {
            anchor: "main-form".to_owned(),
            label: page.t("bank-question").to_owned(),
            lang: None,
            theirs: found.block().to_owned(),
            mine,
        }],
    };
    let by = found.open.saved_by(trainer, now.number).await?;
    Ok((!fields.is_empty()).then_some(Both { by, over: found.open.draft.number, fields }))
}

/// Removes a question, also from the end of its lesson.
pub(super) async fn remove(trainer: &Trainer, found: Found) -> WebResult {
    let page = &trainer.page;
    let list = format!("{}/questions", views::base(page, &found.open.draft));
    let (Some(key), Some(at), Some(bank)) = (found.key(), found.at, found.bank()) else {
        return Err(Problem::NotFound);
    };
    let mut changes = vec![found.file(found.module_key(), bank.without(&[at]))];
    changes.extend(without_checks(&found.open, &[key.to_owned()]));
    let subject = read(found.block()).map(|sheet| Found::subject(trainer, &sheet)).unwrap_or_default();
    Ok(match save(trainer, found.open.draft.id, (Action::Removed, subject), changes).await? {
        Saved::Done(number) => redirect(&format!("{list}?undo={number}")),
        Saved::Already => redirect(&list),
        Saved::Meanwhile | Saved::Closed => redirect_with(&list, "flash-draft-meanwhile"),
    })
}

/// Takes back what the page of a question saved by itself since it was opened, unless somebody else changed it since.
pub(super) async fn take_back(trainer: &Trainer, found: Found, typed: &Fields) -> WebResult {
    let (Some(key), Some(at), Some(bank)) = (found.key(), found.at, found.bank()) else {
        return Err(Problem::NotFound);
    };
    let (here, path) = (format!("{}/questions/{key}", views::base(&trainer.page, &found.open.draft)), found.path());
    let seen = |name, visit| Seen { begun: Begun::From(number_in(typed, name)), path: path.clone(), visit };
    let (before, _) = found.before(trainer, &seen("opened", None)).await?;
    let (begun, own) = found.before(trainer, &seen("number", visit_in(typed))).await?;
    let Some(before) = before.filter(|_| own.or(begun).as_deref() == Some(found.block())) else {
        return Ok(redirect_with(&here, "flash-draft-meanwhile"));
    };
    let subject = read(found.block()).map(|sheet| Found::subject(trainer, &sheet)).unwrap_or_default();
    let change = found.file(found.module_key(), bank.with(at, &before));
    Ok(match save(trainer, found.open.draft.id, (Action::Undone, subject), vec![change]).await? {
        Saved::Done(_) => redirect_with(&here, "flash-draft-undone"),
        Saved::Already => redirect_with(&here, "flash-draft-same"),
        Saved::Meanwhile | Saved::Closed => redirect_with(&here, "flash-draft-meanwhile"),
    })
}

/// The course file without these questions at the end of lessons, if there are any.
pub(super) fn without_checks(open: &Open, gone: &[String]) -> Option<FileChange> {
    let mut file = open.course.clone()?;
    let mut is_other = false;
    for lesson in file.modules().into_iter().flat_map(|module| module.lessons) {
        let kept: Vec<String> = lesson.checks.iter().filter(|check| !gone.contains(check)).cloned().collect();
        if kept.len() < lesson.checks.len() {
            is_other = true;
            let Some(table) = file.lesson_mut(&lesson.key) else { continue };
            if kept.is_empty() {
                table.remove("checks");
            } else {
                put(table, "checks", Value::Array(kept.iter().map(String::as_str).collect::<Array>()));
            }
        }
    }
    is_other.then(|| FileChange::text(COURSE_FILE, open.number(COURSE_FILE), CourseFile::into_text(file)))
}
