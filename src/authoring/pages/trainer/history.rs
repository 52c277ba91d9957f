//! What was changed, what it was before, and bringing that back.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::web::Path;

use super::super::super::model::{Change, FileState, Saved, lesson_at, lesson_path};
use super::super::super::views::{self, History, Revision};
use super::super::super::{self as authoring};
use super::former::Former;
use super::{CourseFile, Open, number_in};
use crate::accounts;
use crate::i18n::t;
use crate::kernel::ids::PersonId;
use crate::kernel::{Error, Lang};
use crate::web::flash::redirect_with;
use crate::web::paging::{PageNumber, read_within};
use crate::web::{Fields, Problem, Trainer, WebResult, html_page};

/// Who made these changes.
pub(super) fn authors(changes: &[Change]) -> Vec<PersonId> {
    changes.iter().filter_map(|change| change.author).collect()
}

/// Changes, each with the name of who made it.
pub(super) fn with_authors(changes: Vec<Change>, names: &[(PersonId, String)]) -> Vec<(Change, Option<String>)> {
    let of = |change: &Change| names.iter().find(|(person, _)| Some(*person) == change.author);
    let with = |change: Change| {
        let name = of(&change).map(|(_, name)| name.clone());
        (change, name)
    };
    changes.into_iter().map(with).collect()
}

/// `GET /{lang}/trainer/drafts/{draft}/history?path=&by=&page=`.
///
/// # Errors
/// Not found; the database's.
pub async fn list_history(request: HttpRequest, trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let page = &trainer.page;
    let query = Fields::of_query(&request);
    let (file, wanted, id) = (query.typed("path").map(str::to_owned), PageNumber::of(&query), open.draft.id);
    let by: Option<PersonId> = query.get("by").parse().ok();
    let of = file.clone();
    let read = page.app.read(move |conn| {
        let mut read = |part| authoring::list_changes_by(conn, id, (of.as_deref(), by), part);
        let (changes, count, current) = read_within(wanted, &mut read)?;
        let people = authoring::list_authors(conn, id)?;
        let mut names = accounts::list_names(conn, &people)?;
        names.sort_by(|one, other| one.1.cmp(&other.1));
        let with_names = with_authors(changes, &names);
        let numbers: Vec<i64> = with_names.iter().filter(|_| of.is_none()).map(|(change, _)| change.number).collect();
        let touched = authoring::list_touched_by(conn, id, &numbers)?;
        Ok((with_names, (count, current), touched, names))
    });
    let (mut changes, (count, current), touched, names) = read.await?;
    let paths = touched.iter().map(|(_, path)| path).chain(&file);
    let former = Former::find(&trainer, &open, paths.chain(changes.iter().map(|(change, _)| &change.subject))).await?;
    let called = open.called(&former, page.lang);
    for (change, _) in &mut changes {
        if let Some(words) = called.get(&change.subject) {
            change.subject.clone_from(words);
        }
    }
    let with_name = |(number, path): (i64, String)| (number, open.name_in_history(&path, &former, page.lang), path);
    let touched: Vec<(i64, String, String)> = touched.into_iter().map(with_name).collect();
    let name = file.as_deref().map(|path| open.name_in_history(path, &former, page.lang)).unwrap_or_default();
    let file = file.as_deref().map(|path| (path, name.as_str()));
    let mut files: Vec<(String, String)> =
        open.files.keys().map(|path| (path.clone(), open.name_of(path, page.lang))).collect();
    if let Some((path, name)) = file.filter(|(path, _)| !open.files.contains_key(*path)) {
        files.push((path.to_owned(), name.to_owned()));
    }
    let people: Vec<(String, String)> = names.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
    let by = by.map(|by| by.to_string()).unwrap_or_default();
    let history =
        History { file, changes: &changes, touched: &touched, files: &files, people: &people, by: &by, count, current };
    Ok(html_page(page, page.t("history-title"), &views::history(page, &open.around(), &history)))
}

impl Open {
    /// What a change was about stands in the history in the words of whoever made it: from these words, in any language, to
    /// those of a language.
    fn called(&self, former: &Former, lang: Lang) -> BTreeMap<String, String> {
        let mut called = BTreeMap::new();
        let mut add = |from: String, to: String| {
            if !from.is_empty() && !to.is_empty() {
                called.entry(from).or_insert(to);
            }
        };
        for key in ["draft-settings", "final-title"] {
            for of in Lang::ALL {
                add(t(of, key).to_owned(), t(lang, key).to_owned());
            }
        }
        for module in self.course.as_ref().map(CourseFile::modules).unwrap_or_default() {
            for of in Lang::ALL {
                add(module.title.get(of).to_owned(), module.title.get(lang).to_owned());
                for lesson in &module.lessons {
                    let title = |lang| self.lesson_title(&module.key, &lesson.key, lang);
                    add(title(of), title(lang));
                }
            }
        }
        for path in self.files.keys() {
            for of in Lang::ALL {
                add(self.name_of(path, of), self.name_of(path, lang));
            }
            add(path.clone(), self.name_of(path, lang));
        }
        for (from, to) in former.called(lang) {
            add(from, to);
        }
        called
    }
}

/// A file as a change left it, and the change.
type Found = (Change, Option<String>, FileState, String);

async fn find(trainer: &Trainer, open: &Open, number: i64, path: &str) -> Result<Found, Problem> {
    let (id, path) = (open.draft.id, path.to_owned());
    let read = trainer.page.app.read(move |conn| {
        let change = authoring::find_change(conn, id, number)?.ok_or(Error::NotFound)?;
        let then = authoring::find_revision(conn, id, (&path, number))?.ok_or(Error::NotFound)?;
        let before = authoring::find_revision_before(conn, id, (&path, number))?;
        let people: Vec<PersonId> = change.author.into_iter().collect();
        let name = accounts::list_names(conn, &people)?.pop().map(|(_, name)| name);
        Ok((change, name, then, before.map(|before| before.text()).unwrap_or_default()))
    });
    Ok(read.await?)
}

/// So many revisions are offered to compare with, the newest first.
const OFFERED: i64 = 200;

/// The revisions of a file with the names of who made them, and the text of the one that is asked for, if there is one.
async fn others(trainer: &Trainer, open: &Open, path: &str, with: Option<i64>) -> Result<Others, Problem> {
    let (id, path) = (open.draft.id, path.to_owned());
    let read = trainer.page.app.read(move |conn| {
        let (changes, _) = authoring::list_changes(conn, id, Some(&path), (0, OFFERED))?;
        let with = match with {
            Some(number) => authoring::find_revision(conn, id, (&path, number))?.map(|then| (number, then.text())),
            None => None,
        };
        let names = accounts::list_names(conn, &authors(&changes))?;
        Ok((with_authors(changes, &names), with))
    });
    Ok(read.await?)
}

/// The changes of a file with the names of who made them, and one revision: its number and text.
type Others = (Vec<(Change, Option<String>)>, Option<(i64, String)>);

/// `GET /{lang}/trainer/drafts/{draft}/history/{change}?path=&with=`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_revision(request: HttpRequest, trainer: Trainer, path: Path<(String, String, i64)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let query = Fields::of_query(&request);
    let file = query.typed("path").unwrap_or(super::COURSE_FILE);
    let (change, by, then, before) = find(&trainer, &open, path.2, file).await?;
    let page = &trainer.page;
    let (others, with) = others(&trainer, &open, file, number_in(&query, "with")).await?;
    let former = Former::find(&trainer, &open, std::iter::once(&file.to_owned())).await?;
    let (name, now) = (open.name_in_history(file, &former, page.lang), open.text(file));
    let revision = Revision {
        path: file,
        name: &name,
        change: &change,
        by: by.as_deref(),
        before: &before,
        then: &then.text(),
        now: &now,
        seen: open.number(file),
        others: &others,
        with: with.as_ref().map(|(number, text)| (*number, text.as_str())),
    };
    Ok(html_page(page, &name, &views::revision(page, &open.around(), &revision)))
}

/// `POST /{lang}/trainer/drafts/{draft}/history/{change}`: brings a file back as that change left it.
///
/// # Errors
/// Not found; the database's.
pub async fn create_restoring(trainer: Trainer, path: Path<(String, String, i64)>, typed: Fields) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let file = typed.typed("path").unwrap_or(super::COURSE_FILE).to_owned();
    let (_, _, then, _) = find(&trainer, &open, path.2, &file).await?;
    let page = &trainer.page;
    // A deleted lesson comes back with its text.
    let of_lesson = lesson_at(&file).filter(|_| then.content.is_some()).map(|(_, lesson, _)| lesson);
    let is_out = |lesson: &&str| open.course.as_ref().is_some_and(|course| course.lesson(lesson).is_none());
    let lesson = of_lesson.filter(is_out).map(str::to_owned);
    let former = Former::find(&trainer, &open, std::iter::once(&file)).await?;
    let subject = former.name(&file, page.lang).unwrap_or_else(|| open.name_of(&file, page.lang));
    let (id, asked) = (open.draft.id, file.clone());
    let (number, seen) = (path.2, number_in(&typed, "number"));
    let write =
        move |conn: &mut _, ctx: &_| authoring::restore(conn, ctx, id, (&asked, number), (seen, subject.as_str()));
    let base = views::base(page, &open.draft);
    let message = match (page.app.write(trainer.actor(), write).await, lesson) {
        (Ok(Saved::Done(_)), Some(lesson)) => {
            return Ok(redirect_with(&format!("{base}#{lesson}"), "flash-draft-lesson-back"));
        }
        (Ok(Saved::Done(_)), None) => "flash-draft-restored",
        (Ok(Saved::Already), _) => "flash-draft-same",
        (Ok(Saved::Meanwhile) | Err(Error::Conflict), _) => "flash-draft-meanwhile",
        (Ok(Saved::Closed), _) => return Err(Problem::Conflict),
        (Err(error), _) => return Err(error.into()),
    };
    // Of a lesson that was moved since, the text that was written stands elsewhere.
    let moved = lesson_at(&file).and_then(|(module, lesson, lang)| {
        let (now, _) = open.course.as_ref()?.lesson(lesson).filter(|(now, _)| now.key != module)?;
        Some(lesson_path(&now.key, lesson, lang))
    });
    Ok(redirect_with(&format!("{base}/history?path={}", moved.unwrap_or(file)), message))
}
