//! What is set for a lesson apart from its text: a new one, and one that is there.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::web::Path;
use toml_edit::{Array, Value};

use super::super::super::course_file::{CourseFile, LessonEntry, ModuleEntry, put};
use super::super::super::model::{Action, COURSE_FILE, FileChange, Saved, lesson_at, lesson_path, questions_path};
use super::super::super::paragraphs::{tidy, title_of, with_title};
use super::super::super::views::{self, LessonParts, SHOWN, TITLE};
use super::lessons::LONGEST;
use super::meanwhile::{conflict, differing};
use super::parts::{begun, find_module, key, titles};
use super::present::Form;
use super::settings::with_number;
use super::{Open, fields_of, form_page, number_in, save};
use crate::content::markdown::plain;
use crate::kernel::{Error, Lang, Localized, Slug};
use crate::web::flash::{redirect, redirect_with};
use crate::web::{Fields, FormErrors, LongFields, Page, Problem, Trainer, WebResult};

/// Where the form is sent; of a lesson that is there, the questions of its module.
type LessonForm<'a> = (&'a str, Option<&'a [(String, String)]>);

fn lesson_page(
    page: Page,
    open: &Open,
    (rest, checks): LessonForm<'_>,
    (typed, errors): (&Fields, &FormErrors),
) -> HttpResponse {
    let title = if checks.is_some() { "draft-lesson" } else { "draft-add-lesson" };
    let languages = open.languages();
    let modules = open.course.as_ref().map(CourseFile::modules).unwrap_or_default();
    let lang = page.lang;
    let name = |module: ModuleEntry| {
        let title = Some(module.title.get(lang)).filter(|title| !title.is_empty()).unwrap_or(&module.key).to_owned();
        (module.key, title)
    };
    let modules: Vec<(String, String)> = modules.into_iter().map(name).collect();
    open.stands_at_form(Form::Lesson(rest.strip_prefix("/lessons/").unwrap_or_default()));
    form_page(page, title, errors, |page| {
        let to = format!("{}{rest}", views::base(page, &open.draft));
        let parts = LessonParts { languages: &languages, to: &to, modules: &modules, checks };
        views::lesson_form(page, &open.around(), &parts, (typed, errors))
    })
}

/// `GET /{lang}/trainer/drafts/{draft}/modules/{module}/lessons/new`.
///
/// # Errors
/// Not found; the database's.
pub async fn new_lesson(trainer: Trainer, path: Path<(String, String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let module = find_module(&open, &path.2)?;
    open.note_at(&trainer, Form::Lesson("")).await?;
    let mut fields = begun(&open);
    fields.push(("minutes".to_owned(), "6".to_owned()));
    let rest = format!("/modules/{}/lessons/new", module.key);
    Ok(lesson_page(trainer.page, &open, (&rest, None), (&Fields(fields), &FormErrors::default())))
}

fn minutes(typed: &Fields, errors: &mut FormErrors) -> Option<i64> {
    let minutes = typed.get("minutes").trim().parse::<i64>().ok().filter(|minutes| (1..=120).contains(minutes));
    errors.check("minutes", "draft-minutes-wrong", minutes)
}

/// `POST /{lang}/trainer/drafts/{draft}/modules/{module}/lessons/new`: on to its text.
///
/// # Errors
/// Not found; the database's.
pub async fn create_lesson(
    mut trainer: Trainer,
    path: Path<(String, String, String)>,
    LongFields(typed): LongFields,
) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let module = find_module(&open, &path.2)?;
    let (rest, mut errors) = (format!("/modules/{}/lessons/new", module.key), FormErrors::default());
    if let Some(lang) = typed.switch() {
        trainer.page.lang = lang;
        return Ok(lesson_page(trainer.page, &open, (&rest, None), (&typed, &errors)));
    }
    let mut file = open.course()?.clone();
    let titles = titles(&open, &typed, &mut errors);
    let lessons = |file: &CourseFile| file.modules().into_iter().flat_map(|module| module.lessons);
    let taken: BTreeSet<String> = lessons(&file).map(|lesson| lesson.key).collect();
    let key = key(&typed, (&titles, open.source(), "lesson"), &taken, &mut errors);
    let minutes = minutes(&typed, &mut errors);
    if typed.get("text").len() > LONGEST {
        errors.add("text", "draft-too-long");
    }
    let (Some(key), Some(minutes), true) = (key, minutes, errors.is_empty()) else {
        return Ok(lesson_page(trainer.page, &open, (&rest, None), (&typed, &errors)));
    };
    file.add_lesson(&module.key, (key.as_str(), minutes));
    let mut changes = vec![Open::course_change(file, number_in(&typed, "number").unwrap_or_default())];
    changes.extend(title_changes(&open, (&module.key, key.as_str()), &titles));
    let written = with_text(&mut changes, &open, (&module.key, key.as_str()), &typed);
    let what = (Action::Added, titles.get(trainer.page.lang).to_owned());
    let base = views::base(&trainer.page, &open.draft);
    Ok(match save(&trainer, open.draft.id, what, changes).await? {
        Saved::Done(_) | Saved::Already => {
            redirect(&format!("{base}/lessons/{key}/{}", written.unwrap_or_else(|| open.source())))
        }
        Saved::Meanwhile | Saved::Closed => {
            let (typed, errors) = (with_number(&typed, &open), FormErrors::one(TITLE[0], "draft-form-meanwhile"));
            lesson_page(trainer.page, &open, (&rest, None), (&typed, &errors))
        }
    })
}

/// The form of a new lesson under the key of one that went while somebody wrote its text, with that text. `path` is where
/// the text stood.
pub(super) fn offer_new(page: Page, open: &Open, (key, lang, path): (&str, Lang, &str), text: &str) -> WebResult {
    let modules = open.course()?.modules();
    let former = lesson_at(path).map(|(module, ..)| module);
    let module = modules.iter().find(|module| Some(module.key.as_str()) == former).or(modules.first());
    let rest = format!("/modules/{}/lessons/new", module.ok_or(Error::NotFound)?.key);
    let mut titles = Localized::default();
    titles.set(lang, title_of(text).to_owned());
    let mut fields = begun(open);
    fields.extend(fields_of(&titles, TITLE));
    let more = [("minutes", "6"), ("key", key), ("text", text), ("text_lang", lang.code())];
    fields.extend(more.map(|(name, value)| (name.to_owned(), value.to_owned())));
    let errors = FormErrors::one("text", "draft-gone");
    Ok(conflict(lesson_page(page, open, (&rest, None), (&Fields(fields), &errors))))
}

/// Adds the text that was written for a lesson which went meanwhile, under the title of the form; in which language.
fn with_text(
    changes: &mut Vec<FileChange>,
    open: &Open,
    (module, lesson): (&str, &str),
    typed: &Fields,
) -> Option<Lang> {
    let lang = Lang::from_code(typed.get("text_lang")).filter(|lang| open.languages().contains(lang))?;
    let (path, text) = (lesson_path(module, lesson, lang), tidy(typed.get("text")));
    if text.is_empty() {
        return None;
    }
    let titled = changes.iter_mut().find(|change| change.path == path);
    if let Some(change) = titled {
        let bare = String::from_utf8_lossy(change.content.as_deref().unwrap_or_default()).into_owned();
        change.content = Some(with_title(&text, title_of(&bare)).into_bytes());
    } else {
        changes.push(FileChange::text(path.clone(), open.number(&path), text));
    }
    Some(lang)
}

/// The texts of a lesson with these titles, where they are others.
fn title_changes(open: &Open, (module, lesson): (&str, &str), titles: &Localized) -> Vec<FileChange> {
    let source = open.number(&lesson_path(module, lesson, open.source()));
    let mut changes = Vec::new();
    for lang in open.languages() {
        let path = lesson_path(module, lesson, lang);
        let (text, title) = (open.text(&path), titles.exact(lang).unwrap_or_default());
        if title.is_empty() || title_of(&text) == title {
            continue;
        }
        let file = open.files.get(&path);
        let compared_with =
            if lang == open.source() { None } else { file.and_then(|file| file.compared_with).or(source) };
        let title = title.replace('\n', " ");
        let change = FileChange::text(path, file.map(|file| file.number), with_title(&text, &title));
        changes.push(FileChange { compared_with, ..change });
    }
    changes
}

/// A lesson with its module, and the questions of the module: keys and words.
type FoundLesson = (ModuleEntry, LessonEntry, Vec<(String, String)>);

fn find_lesson(open: &Open, key: &str, lang: Lang) -> Result<FoundLesson, Problem> {
    let (module, lesson) = open.course()?.lesson(key).ok_or(Error::NotFound)?;
    let questions = CourseFile::parse(open.text(&questions_path(&module.key)).as_bytes());
    let questions = questions.map(|file| file.questions(lang)).unwrap_or_default();
    let mut checks: Vec<(String, String)> = questions.into_iter().map(|(key, text)| (key, plain(&text))).collect();
    // A check that is named and not there can be taken out.
    let strange = lesson.checks.iter().filter(|key| !checks.iter().any(|(known, _)| known == *key));
    let strange: Vec<_> = strange.map(|key| (key.clone(), key.clone())).collect();
    checks.extend(strange);
    Ok((module, lesson, checks))
}

/// `GET /{lang}/trainer/drafts/{draft}/lessons/{lesson}`.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_lesson(trainer: Trainer, path: Path<(String, String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let (module, lesson, checks) = find_lesson(&open, &path.2, trainer.page.lang)?;
    open.note_at(&trainer, Form::Lesson(&lesson.key)).await?;
    let titles = open.titles_of((&module.key, &lesson.key));
    let mut fields = begun(&open);
    fields.extend(fields_of(&titles, SHOWN));
    fields.extend(lesson_fields((&module, &lesson), &titles).0);
    let rest = format!("/lessons/{}", lesson.key);
    Ok(lesson_page(trainer.page, &open, (&rest, Some(&checks)), (&Fields(fields), &FormErrors::default())))
}

/// The fields of a lesson's form.
const LESSON_LABELS: [(&str, &str); 3] =
    [("minutes", "draft-minutes"), ("module", "draft-module"), ("check", "draft-checks")];

/// Those of the titles.
const TITLE_LABELS: [(&str, &str); 1] = [("title", "draft-lesson-title")];

/// The form as the course file and the texts have it.
fn lesson_fields((module, lesson): (&ModuleEntry, &LessonEntry), titles: &Localized) -> Fields {
    let mut fields: Vec<(String, String)> = fields_of(titles, TITLE).collect();
    fields.push(("minutes".to_owned(), lesson.minutes.to_string()));
    fields.push(("module".to_owned(), module.key.clone()));
    fields.extend(lesson.checks.iter().map(|key| ("check".to_owned(), key.clone())));
    Fields(fields)
}

impl Open {
    /// The titles that stand in the texts of a lesson.
    fn titles_of(&self, (module, lesson): (&str, &str)) -> Localized {
        let mut titles = Localized::default();
        for lang in self.languages() {
            titles.set(lang, title_of(&self.text(&lesson_path(module, lesson, lang))).to_owned());
        }
        titles
    }
}

/// `POST /{lang}/trainer/drafts/{draft}/lessons/{lesson}`.
///
/// # Errors
/// Not found; the database's.
pub async fn update_lesson(mut trainer: Trainer, path: Path<(String, String, String)>, mut typed: Fields) -> WebResult {
    let mut open = Open::find(&trainer, &path.1).await?;
    let switch = typed.switch();
    trainer.page.lang = switch.unwrap_or(trainer.page.lang);
    if open.course()?.lesson(&path.2).is_none() {
        return gone(trainer.page, &open, &typed);
    }
    let (module, lesson, checks) = find_lesson(&open, &path.2, trainer.page.lang)?;
    let (rest, mut errors) = (format!("/lessons/{}", lesson.key), FormErrors::default());
    // The titles stand in the texts, which have revisions of their own: see below.
    let now_titles = open.titles_of((&module.key, &lesson.key));
    let now = |text: &str| {
        let (module, lesson) = CourseFile::parse(text.as_bytes())?.lesson(&path.2)?;
        Some(lesson_fields((&module, &lesson), &now_titles))
    };
    let mut is_changed = open.is_changed_meanwhile(&trainer, (COURSE_FILE, &LESSON_LABELS), &mut typed, now).await?;
    let titles = titles(&open, &typed, &mut errors);
    let titles = titles_over(&open, (&module.key, &lesson.key), &typed, titles);
    if let Err(number) = titles {
        let theirs = lesson_fields((&module, &lesson), &now_titles);
        typed = with_titles_now(&typed, &open, &lesson.key);
        let found = differing(&trainer.page, &TITLE_LABELS, (&typed, &theirs));
        is_changed |= open.keep_both(&trainer, number, found).await?;
    }
    if is_changed || switch.is_some() {
        let answer = lesson_page(trainer.page, &open, (&rest, Some(&checks)), (&typed, &FormErrors::default()));
        return Ok(if is_changed { conflict(answer) } else { answer });
    }
    let minutes = minutes(&typed, &mut errors);
    let (Ok(titles), Some(minutes), true) = (titles, minutes, errors.is_empty()) else {
        return Ok(lesson_page(trainer.page, &open, (&rest, Some(&checks)), (&typed, &errors)));
    };
    let mut file = open.course()?.clone();
    if let Some(table) = file.lesson_mut(&lesson.key) {
        put(table, "minutes", Value::from(minutes));
        set_checks(table, &lesson.checks, &typed);
    }
    let other = typed.typed("module").filter(|key| *key != module.key);
    if let Some(other) = other
        && !file.place_lesson(&lesson.key, other, None)
    {
        return Err(Problem::Conflict);
    }
    let mut changes = open.follow(&file, &lesson.key).ok_or(Problem::Conflict)?;
    changes.push(Open::course_change(file, open.number(COURSE_FILE).unwrap_or_default()));
    let renamed = title_changes(&open, (&module.key, &lesson.key), &titles);
    with_titles(&mut changes, renamed, (&module.key, other));
    let what = (Action::Saved, titles.get(trainer.page.lang).to_owned());
    let base = views::base(&trainer.page, &open.draft);
    Ok(match save(&trainer, open.draft.id, what, changes).await? {
        Saved::Done(_) => redirect_with(&base, "flash-draft-saved"),
        Saved::Already => redirect_with(&base, "flash-draft-same"),
        Saved::Meanwhile | Saved::Closed => {
            let open = Open::find(&trainer, &path.1).await?;
            let (typed, errors) =
                (shown_now(&typed, &open, &lesson.key), FormErrors::one(TITLE[0], "draft-form-meanwhile"));
            lesson_page(trainer.page, &open, (&rest, Some(&checks)), (&typed, &errors))
        }
    })
}

/// The lesson went meanwhile: what was typed makes a new one.
fn gone(page: Page, open: &Open, typed: &Fields) -> WebResult {
    let modules = open.course()?.modules();
    let module = modules.iter().find(|module| module.key == typed.get("module")).or(modules.first());
    let rest = format!("/modules/{}/lessons/new", module.ok_or(Error::NotFound)?.key);
    let (typed, errors) = (with_number(typed, open), FormErrors::one(TITLE[0], "draft-gone"));
    Ok(conflict(lesson_page(page, open, (&rest, None), (&typed, &errors))))
}

/// The titles to write: where the form left one as it was shown, the one of now stays. If somebody else changed one that the
/// form changes too, and who filled it in has not seen that, the number of that change.
fn titles_over(
    open: &Open,
    (module, lesson): (&str, &str),
    typed: &Fields,
    mut titles: Localized,
) -> Result<Localized, i64> {
    for (lang, shown) in Lang::ALL.into_iter().zip(SHOWN).filter(|(_, shown)| typed.has(shown)) {
        let path = lesson_path(module, lesson, lang);
        let (now, number) = (title_of(&open.text(&path)).to_owned(), open.number(&path).unwrap_or_default());
        let wanted = titles.exact(lang).unwrap_or_default();
        if wanted == typed.get(shown) {
            titles.set(lang, now);
        } else if now != typed.get(shown) && now != wanted {
            return Err(number);
        }
    }
    Ok(titles)
}

/// The form for a second click: what was typed, beside what is there now. A title that was left as it was shown follows
/// the one of now.
fn shown_now(typed: &Fields, open: &Open, lesson: &str) -> Fields {
    with_titles_now(&with_number(typed, open), open, lesson)
}

/// The form with the titles of now as those that were shown. One that was left as it was shown follows.
fn with_titles_now(typed: &Fields, open: &Open, lesson: &str) -> Fields {
    let mut typed = typed.clone();
    let module = open.course.as_ref().and_then(|course| course.lesson(lesson)).map(|(module, _)| module.key);
    for ((lang, shown), title) in Lang::ALL.into_iter().zip(SHOWN).zip(TITLE) {
        let path = lesson_path(module.as_deref().unwrap_or_default(), lesson, lang);
        let now = title_of(&open.text(&path)).to_owned();
        let is_left = typed.has(shown) && typed.get(title) == typed.get(shown);
        typed.0.retain(|(name, _)| name != shown && !(is_left && name == title));
        if is_left {
            typed.0.push((title.to_owned(), now.clone()));
        }
        typed.0.push((shown.to_owned(), now));
    }
    typed
}

/// Puts changed titles to the other changes: into the texts that go to another module, where the lesson does.
fn with_titles(changes: &mut Vec<FileChange>, titled: Vec<FileChange>, (old, new): (&str, Option<&str>)) {
    for mut change in titled {
        let Some(new) = new else {
            changes.push(change);
            continue;
        };
        change.path = change.path.replacen(&format!("lessons/{old}/"), &format!("lessons/{new}/"), 1);
        change.seen = None;
        changes.retain(|moved| moved.path != change.path);
        changes.push(change);
    }
}

/// The ticked checks: those that were there keep their order, new ones come after them.
fn set_checks(table: &mut toml_edit::Table, before: &[String], typed: &Fields) {
    let ticked: Vec<&str> = typed.0.iter().filter(|(name, _)| name == "check").map(|(_, key)| key.as_str()).collect();
    let kept = before.iter().map(String::as_str).filter(|key| ticked.contains(key));
    let added =
        ticked.iter().copied().filter(|key| !before.iter().any(|known| known == key) && Slug::parse(key).is_some());
    let checks: Vec<&str> = kept.chain(added).collect();
    if checks == before {
        return;
    }
    if checks.is_empty() {
        table.remove("checks");
    } else {
        put(table, "checks", Value::Array(checks.into_iter().collect::<Array>()));
    }
}
