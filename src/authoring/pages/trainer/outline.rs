//! The outline: what is there, moving it, removing it, and taking that back.

use std::collections::BTreeMap;

use actix_web::HttpRequest;
use actix_web::web::Path;

use super::super::super::course_file::{CourseFile, LessonEntry, ModuleEntry, Way};
use super::super::super::model::{Action, COURSE_FILE, FileChange, FileState, Saved, lesson_path, questions_path};
use super::super::super::paragraphs::{Progress, progress, title_of};
use super::super::super::views::{self, LessonRow, ModuleRow, Outline};
use super::super::super::{self as authoring};
use super::{Open, number_in, save};
use crate::i18n;
use crate::kernel::ids::DraftId;
use crate::kernel::{Error, Lang};
use crate::web::flash::{redirect, redirect_with};
use crate::web::{Fields, Problem, Trainer, WebResult, html_page};

/// The texts of sources as they were when translations were made, by the name of the file (a lesson's key is unique in
/// its course) and number.
pub(super) type Earlier = BTreeMap<(String, i64), String>;

/// The name of a file without its folder.
pub(super) fn file_name(path: &str) -> String {
    path.rsplit('/').next().unwrap_or(path).to_owned()
}

impl Open {
    /// The earlier sources that stale translations need.
    pub(super) async fn earlier(&self, trainer: &Trainer) -> Result<Earlier, Problem> {
        let mut wanted = Vec::new();
        // A lesson may have stood in another module then.
        let modules: Vec<String> =
            self.course.as_ref().map(CourseFile::modules).unwrap_or_default().into_iter().map(|it| it.key).collect();
        for (module, lesson) in self.lessons() {
            let source = lesson_path(&module, &lesson.key, self.source());
            let now = self.number(&source);
            for lang in self.languages().into_iter().skip(1) {
                let translation = self.files.get(&lesson_path(&module, &lesson.key, lang));
                let seen = translation.and_then(|file| file.compared_with);
                if let Some(seen) = seen.filter(|seen| Some(*seen) != now) {
                    wanted.extend(modules.iter().map(|module| (lesson_path(module, &lesson.key, self.source()), seen)));
                }
            }
        }
        if wanted.is_empty() {
            return Ok(Earlier::new());
        }
        let id = self.draft.id;
        let found = trainer.page.app.read(move |conn| authoring::list_revisions(conn, id, &wanted)).await?;
        let found = found.into_iter().filter(|file| file.content.is_some());
        Ok(found.map(|file| ((file_name(&file.path), file.number), file.text())).collect())
    }

    /// Every lesson with the key of its module.
    pub(super) fn lessons(&self) -> impl Iterator<Item = (String, LessonEntry)> {
        let modules = self.course.as_ref().map(CourseFile::modules).unwrap_or_default();
        modules.into_iter().flat_map(|module| {
            let key = module.key;
            module.lessons.into_iter().map(move |lesson| (key.clone(), lesson))
        })
    }

    /// How far a lesson is in a language.
    pub(super) fn progress(&self, (module, lesson, lang): (&str, &str, Lang), earlier: &Earlier) -> Progress {
        // A title alone is no lesson yet, in no language.
        let has_text = |text: &str| text.lines().skip(1).any(|line| !line.trim().is_empty());
        if lang == self.source() {
            let source = self.text(&lesson_path(module, lesson, lang));
            return if has_text(&source) { Progress::Whole } else { Progress::Missing };
        }
        let [before, source, translation] = self.beside((module, lesson, lang), earlier);
        match progress(&before, &source, &translation) {
            Progress::Whole if !has_text(&source) => Progress::Missing,
            progress => progress,
        }
    }

    /// The source of a lesson as it was when it was translated, as it is now, and the translation.
    pub(super) fn beside(&self, (module, lesson, lang): (&str, &str, Lang), earlier: &Earlier) -> [String; 3] {
        let source_path = lesson_path(module, lesson, self.source());
        let source = self.text(&source_path);
        let translation = self.files.get(&lesson_path(module, lesson, lang));
        let seen = translation.and_then(|file| file.compared_with).map(|seen| (file_name(&source_path), seen));
        let before = seen.and_then(|seen| earlier.get(&seen)).unwrap_or(&source).clone();
        [before, source, translation.map(FileState::text).unwrap_or_default()]
    }

    /// The title of a lesson: in the language of the page, or else in that in which the course is written.
    pub(super) fn lesson_title(&self, module: &str, lesson: &str, lang: Lang) -> String {
        let in_language = |lang| title_of(&self.text(&lesson_path(module, lesson, lang))).to_owned();
        let titles = [lang, self.source()].into_iter().map(in_language);
        titles.into_iter().find(|title| !title.is_empty()).unwrap_or_else(|| lesson.to_owned())
    }
}

fn rows(open: &Open, earlier: &Earlier, lang: Lang) -> Vec<ModuleRow> {
    let row = |module: ModuleEntry| {
        let lesson = |lesson: LessonEntry| LessonRow {
            title: open.lesson_title(&module.key, &lesson.key, lang),
            minutes: lesson.minutes,
            states: open
                .languages()
                .into_iter()
                .map(|lang| (lang, open.progress((&module.key, &lesson.key, lang), earlier)))
                .collect(),
            key: lesson.key,
        };
        let questions = open.text(&questions_path(&module.key));
        let title = Some(module.title.get(lang)).filter(|title| !title.is_empty()).unwrap_or(&module.key).to_owned();
        ModuleRow {
            questions: questions.lines().filter(|line| line.trim() == "[[question]]").count(),
            draw: module.draw,
            lessons: module.lessons.iter().cloned().map(lesson).collect(),
            title,
            key: module.key.clone(),
        }
    };
    open.course.as_ref().map(CourseFile::modules).unwrap_or_default().into_iter().map(row).collect()
}

/// `GET /{lang}/trainer/drafts/{draft}?undo=`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_outline(request: HttpRequest, trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let page = &trainer.page;
    if open.course.is_none() {
        // Nothing but its text can be mended.
        return Ok(redirect(&format!("{}/file?path=course.toml", views::base(page, &open.draft))));
    }
    let earlier = open.earlier(&trainer).await?;
    let modules = rows(&open, &earlier, page.lang);
    let (id, undo) = (open.draft.id, number_in(&Fields::of_query(&request), "undo"));
    let read = move |conn: &mut _| {
        let done = undo.map(|number| authoring::find_change(conn, id, number)).transpose()?.flatten();
        Ok((done, authoring::list_brought(conn)?))
    };
    let (done, brought) = page.app.read(read).await?;
    let brought = brought.into_iter().find(|(draft, _)| *draft == id).map(|(_, upload)| upload.0);
    let done = done.filter(|change| matches!(change.action, Action::Removed | Action::Imported | Action::Restored));
    let others: Vec<String> = open.files.keys().filter(|path| !path.starts_with("lessons/")).cloned().collect();
    let outline = Outline {
        seen: open.number("course.toml").unwrap_or_default(),
        modules: &modules,
        required: &open.required(),
        has_final: open.course.as_ref().is_some_and(|course| course.root().contains_key("final")),
        done,
        brought,
        others: &others,
    };
    Ok(html_page(page, &open.title, &views::outline(page, &open.around(), &outline)))
}

impl Open {
    /// What people call a file: a lesson's title with its language, the page where it is edited, or else its path.
    pub(super) fn name_of(&self, path: &str, lang: Lang) -> String {
        if let Some((module, lesson, of)) = split_text(path) {
            // The lesson may stand in another module by now.
            let module = self.module_of(lesson).unwrap_or_else(|| module.to_owned());
            return format!("{} ({})", self.lesson_title(&module, lesson, lang), of.native_name());
        }
        let page = match path {
            COURSE_FILE => "history-course-file",
            "facts.toml" => "facts-title",
            "glossary.toml" => "glossary-title",
            "pictures.toml" => "pictures-title",
            path => return self.name_of_questions(path, lang).unwrap_or_else(|| path.to_owned()),
        };
        i18n::t(lang, page).to_owned()
    }

    /// The key of the module in which a lesson stands now.
    pub(super) fn module_of(&self, lesson: &str) -> Option<String> {
        Some(self.course.as_ref()?.lesson(lesson)?.0.key)
    }

    /// The files of a lesson, all of which go.
    fn removals(&self, folder: &str) -> Vec<FileChange> {
        let of_it = self.files.values().filter(|file| file.path.starts_with(folder));
        of_it.map(|file| FileChange::removal(file.path.clone(), Some(file.number))).collect()
    }
}

/// Module, lesson and language of a lesson's text.
pub(super) fn split_text(path: &str) -> Option<(&str, &str, Lang)> {
    let (module, rest) = path.strip_prefix("lessons/")?.strip_suffix(".md")?.split_once('/')?;
    let (lesson, code) = rest.rsplit_once('.')?;
    Some((module, lesson, Lang::from_code(code)?))
}

/// The button that was pressed: its name, and the key that it carries. The last two are sent by the script, when
/// something was dragged.
const BUTTONS: [&str; 8] = [
    "up_module",
    "down_module",
    "remove_module",
    "up_lesson",
    "down_lesson",
    "remove_lesson",
    "place_lesson",
    "place_module",
];

/// `POST /{lang}/trainer/drafts/{draft}/outline`: one button of the outline.
///
/// # Errors
/// Not found; the database's.
pub async fn create_change(trainer: Trainer, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let pressed = BUTTONS.into_iter().find(|name| typed.has(name)).ok_or(Problem::BadRequest)?;
    let (key, lang, base) = (typed.get(pressed), trainer.page.lang, views::base(&trainer.page, &open.draft));
    let mut file = open.course()?.clone();
    let subject = subject(&open, pressed, key, lang);
    let before = typed.typed("before");
    let (is_done, mut changes) = match pressed {
        "up_module" => (file.move_module(key, Way::Up), Vec::new()),
        "down_module" => (file.move_module(key, Way::Down), Vec::new()),
        "place_module" => (file.place_module(key, before), Vec::new()),
        "up_lesson" => (file.shift_lesson(key, Way::Up), Vec::new()),
        "down_lesson" => (file.shift_lesson(key, Way::Down), Vec::new()),
        "place_lesson" => (file.place_lesson(key, typed.get("to"), before), Vec::new()),
        "remove_module" => {
            let mut gone = open.removals(&format!("lessons/{key}/"));
            gone.extend(open.removals(&questions_path(key)));
            (file.remove_module(key), gone)
        }
        _ => {
            let module = file.lesson(key).map(|(module, _)| module.key).unwrap_or_default();
            (file.remove_lesson(key), open.removals(&format!("lessons/{module}/{key}.")))
        }
    };
    if !is_done {
        return Ok(redirect_with(&base, "flash-draft-meanwhile"));
    }
    let action = if pressed.starts_with("remove") { Action::Removed } else { Action::Moved };
    if action == Action::Moved && pressed.ends_with("lesson") {
        changes = open.follow(&file, key).ok_or(Problem::Conflict)?;
    }
    changes.push(Open::course_change(file, number_in(&typed, "number").unwrap_or_default()));
    Ok(match save(&trainer, open.draft.id, (action, subject), changes).await? {
        Saved::Done(number) if action == Action::Removed => redirect(&format!("{base}?undo={number}")),
        Saved::Done(_) | Saved::Already => redirect(&format!("{base}#{key}")),
        Saved::Meanwhile | Saved::Closed => redirect_with(&base, "flash-draft-meanwhile"),
    })
}

impl Open {
    /// What follows a lesson to the module in which `file` has it now: its texts, and the questions that check it.
    /// Nothing if it stays in its module; none if a file of questions cannot be read.
    pub(super) fn follow(&self, file: &CourseFile, key: &str) -> Option<Vec<FileChange>> {
        let (old, lesson) = self.course.as_ref()?.lesson(key)?;
        let (new, _) = file.lesson(key)?;
        if old.key == new.key {
            return Some(Vec::new());
        }
        let mut changes = Vec::new();
        for lang in Lang::ALL {
            let path = lesson_path(&old.key, key, lang);
            let Some(text) = self.files.get(&path) else { continue };
            let moved = FileChange::text(lesson_path(&new.key, key, lang), None, text.text());
            changes.push(FileChange { compared_with: text.compared_with, ..moved });
            changes.push(FileChange::removal(path, Some(text.number)));
        }
        changes.extend(self.move_checks((&old, &new.key), &lesson)?);
        Some(changes)
    }

    /// The checks of a lesson are questions of its module, so they go with it, unless another lesson has them too.
    fn move_checks(&self, (old, new): (&ModuleEntry, &str), lesson: &LessonEntry) -> Option<Vec<FileChange>> {
        let others = old.lessons.iter().filter(|other| other.key != lesson.key);
        let kept: Vec<&String> = others.flat_map(|other| &other.checks).collect();
        let checks: Vec<String> = lesson.checks.iter().filter(|key| !kept.contains(key)).cloned().collect();
        let paths = [questions_path(&old.key), questions_path(new)];
        let [from, to] = paths.each_ref().map(|path| CourseFile::parse(self.text(path).as_bytes()));
        let (mut from, mut to) = (from?, to?);
        let taken = from.take_questions(&checks);
        if taken.is_empty() {
            return Some(Vec::new());
        }
        to.put_questions(taken);
        let change =
            |path: &String, file: CourseFile| FileChange::text(path.clone(), self.number(path), file.into_text());
        let [old, new] = &paths;
        Some(vec![change(old, from), change(new, to)])
    }
}

/// What the change is about, as people call it.
fn subject(open: &Open, pressed: &str, key: &str, lang: Lang) -> String {
    let course = open.course.as_ref();
    if pressed.ends_with("module") {
        let title = course.and_then(|course| course.module(key)).map(|module| module.title.get(lang).to_owned());
        return title.filter(|title| !title.is_empty()).unwrap_or_else(|| key.to_owned());
    }
    match course.and_then(|course| course.lesson(key)) {
        Some((module, lesson)) => open.lesson_title(&module.key, &lesson.key, lang),
        None => key.to_owned(),
    }
}

/// `POST /{lang}/trainer/drafts/{draft}/undo`.
///
/// # Errors
/// Not found; the database's.
pub async fn create_undo(trainer: Trainer, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let page = &trainer.page;
    let id: DraftId = path.1.parse().map_err(|_| Error::NotFound)?;
    let number = number_in(&typed, "number").ok_or(Problem::BadRequest)?;
    let write = move |conn: &mut _, ctx: &_| {
        let change = authoring::find_change(conn, id, number)?.ok_or(Error::NotFound)?;
        authoring::undo(conn, ctx, id, (number, &change.subject))
    };
    let (message, again) = match page.app.write(trainer.actor(), write).await? {
        Saved::Done(_) | Saved::Already => ("flash-draft-undone", String::new()),
        // It can still be tried again, once somebody has looked.
        Saved::Meanwhile | Saved::Closed => ("flash-draft-meanwhile", format!("?undo={number}")),
    };
    // To the list from which it was taken back.
    let list = ["/facts", "/glossary", "/questions"]
        .into_iter()
        .find(|list| list.strip_prefix('/') == Some(typed.get("back")));
    let list = list.unwrap_or_default();
    Ok(redirect_with(&page.to(&format!("/trainer/drafts/{id}{list}{again}")), message))
}
