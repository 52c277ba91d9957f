//! Modules and lessons: adding one, and what is set for it apart from the text.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::web::Path;
use toml_edit::{Array, Item, Value};

use super::super::super::course_file::{CourseFile, LessonEntry, ModuleEntry, put, set_localized};
use super::super::super::model::{Action, COURSE_FILE, FileChange, Saved, lesson_path, questions_path};
use super::super::super::paragraphs::{title_of, with_title};
use super::super::super::slugs::key_for;
use super::super::super::views::{self, LessonParts, SHOWN, SUMMARY, TITLE};
use super::final_test::{read_rules, rule_fields};
use super::settings::with_number;
use super::{Open, fields_of, form_page, number_in, save, texts_in};
use crate::content::markdown::plain;
use crate::kernel::{Error, Lang, Localized, Slug};
use crate::web::flash::{redirect, redirect_with};
use crate::web::{Fields, FormErrors, Page, Problem, Trainer, WebResult};

fn begun(open: &Open) -> Vec<(String, String)> {
    vec![("number".to_owned(), open.number(COURSE_FILE).unwrap_or_default().to_string())]
}

/// The typed titles; the one in the language of the course must be there.
fn titles(open: &Open, typed: &Fields, errors: &mut FormErrors) -> Localized {
    let titles = texts_in(typed, TITLE, &open.languages());
    let source = open.source();
    if titles.exact(source).is_none_or(str::is_empty) {
        let field = Lang::ALL.into_iter().zip(TITLE).find(|(lang, _)| *lang == source);
        errors.add(field.map_or(TITLE[0], |(_, name)| name), "draft-title-missing");
    }
    titles
}

/// The typed key, or one made of the title, that nothing else has.
fn key(
    typed: &Fields,
    (titles, source, fallback): (&Localized, Lang, &str),
    taken: &BTreeSet<String>,
    errors: &mut FormErrors,
) -> Option<Slug> {
    if let Some(written) = typed.typed("key") {
        let key = errors.check("key", "draft-key-wrong", Slug::parse(written))?;
        let is_free = !taken.contains(key.as_str()) && key.as_str() != "new";
        return errors.check("key", "draft-key-taken", is_free.then_some(key));
    }
    let english = titles.exact(Lang::En).filter(|text| !text.is_empty());
    let words = english.or(titles.exact(source)).unwrap_or_default();
    key_for(words, fallback, |key| taken.contains(key) || key == "new")
}

/// `GET /{lang}/trainer/drafts/{draft}/modules/new`.
///
/// # Errors
/// Not found; the database's.
pub async fn new_module(trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    open.course()?;
    let typed = Fields(begun(&open));
    Ok(module_page(trainer.page, &open, None, (&typed, &FormErrors::default())))
}

fn module_page(page: Page, open: &Open, key: Option<&str>, (typed, errors): (&Fields, &FormErrors)) -> HttpResponse {
    let title = if key.is_some() { "draft-module" } else { "draft-add-module" };
    let languages = open.languages();
    form_page(page, title, errors, |page| views::module_form(page, &open.around(), (&languages, key), (typed, errors)))
}

/// `POST /{lang}/trainer/drafts/{draft}/modules/new`.
///
/// # Errors
/// Not found; the database's.
pub async fn create_module(mut trainer: Trainer, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let mut errors = FormErrors::default();
    if let Some(lang) = typed.switch() {
        trainer.page.lang = lang;
        return Ok(module_page(trainer.page, &open, None, (&typed, &errors)));
    }
    let mut file = open.course()?.clone();
    let titles = titles(&open, &typed, &mut errors);
    let taken: BTreeSet<String> = file.modules().into_iter().map(|module| module.key).collect();
    let key = key(&typed, (&titles, open.source(), "module"), &taken, &mut errors);
    let Some(key) = key.filter(|_| errors.is_empty()) else {
        return Ok(module_page(trainer.page, &open, None, (&typed, &errors)));
    };
    if !file.add_module(key.as_str(), (&titles, &texts_in(&typed, SUMMARY, &open.languages()))) {
        return Err(Problem::Conflict);
    }
    let questions = questions_path(key.as_str());
    let mut changes = vec![Open::course_change(file, number_in(&typed, "number").unwrap_or_default())];
    if open.number(&questions).is_none() {
        changes.push(FileChange::text(questions, None, String::new()));
    }
    let what = (Action::Added, titles.get(trainer.page.lang).to_owned());
    let base = views::base(&trainer.page, &open.draft);
    match save(&trainer, open.draft.id, what, changes).await? {
        Saved::Done(_) | Saved::Already => Ok(redirect(&format!("{base}#{key}"))),
        Saved::Meanwhile | Saved::Closed => {
            let (typed, errors) = (with_number(&typed, &open), FormErrors::one(TITLE[0], "draft-form-meanwhile"));
            Ok(module_page(trainer.page, &open, None, (&typed, &errors)))
        }
    }
}

fn find_module(open: &Open, key: &str) -> Result<ModuleEntry, Problem> {
    open.course()?.module(key).ok_or_else(|| Error::NotFound.into())
}

/// `GET /{lang}/trainer/drafts/{draft}/modules/{module}`.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_module(trainer: Trainer, path: Path<(String, String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let module = find_module(&open, &path.2)?;
    let mut fields = begun(&open);
    fields.extend(fields_of(&module.title, TITLE));
    fields.extend(fields_of(&module.summary, SUMMARY));
    fields.push(("draw".to_owned(), module.draw.to_string()));
    fields.extend(rule_fields(&module.rules));
    Ok(module_page(trainer.page, &open, Some(&module.key), (&Fields(fields), &FormErrors::default())))
}

/// `POST /{lang}/trainer/drafts/{draft}/modules/{module}`.
///
/// # Errors
/// Not found; the database's.
pub async fn update_module(mut trainer: Trainer, path: Path<(String, String, String)>, typed: Fields) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let module = find_module(&open, &path.2)?;
    let mut errors = FormErrors::default();
    if let Some(lang) = typed.switch() {
        trainer.page.lang = lang;
        return Ok(module_page(trainer.page, &open, Some(&module.key), (&typed, &errors)));
    }
    let mut file = open.course()?.clone();
    let titles = titles(&open, &typed, &mut errors);
    let draw = typed.get("draw").trim().parse::<i64>().ok().filter(|draw| (1..=200).contains(draw));
    let draw = errors.check("draw", "draft-draw-wrong", draw).unwrap_or_default();
    let rules = read_rules(&typed, &mut errors);
    if !errors.is_empty() {
        return Ok(module_page(trainer.page, &open, Some(&module.key), (&typed, &errors)));
    }
    if let Some(table) = file.module_mut(&module.key) {
        set_localized(table, "title", &titles, &open.languages());
        set_localized(table, "summary", &texts_in(&typed, SUMMARY, &open.languages()), &open.languages());
        let test = table.entry("test").or_insert_with(|| Item::Table(toml_edit::Table::new()));
        if let Some(test) = test.as_table_like_mut() {
            put(test, "draw", Value::from(draw));
            rules.write(test);
        }
    }
    let change = Open::course_change(file, number_in(&typed, "number").unwrap_or_default());
    let what = (Action::Saved, titles.get(trainer.page.lang).to_owned());
    let base = views::base(&trainer.page, &open.draft);
    Ok(match save(&trainer, open.draft.id, what, vec![change]).await? {
        Saved::Done(_) => redirect_with(&format!("{base}#{}", module.key), "flash-draft-saved"),
        Saved::Already => redirect_with(&base, "flash-draft-same"),
        Saved::Meanwhile | Saved::Closed => {
            let (typed, errors) = (with_number(&typed, &open), FormErrors::one(TITLE[0], "draft-form-meanwhile"));
            module_page(trainer.page, &open, Some(&module.key), (&typed, &errors))
        }
    })
}

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
pub async fn create_lesson(mut trainer: Trainer, path: Path<(String, String, String)>, typed: Fields) -> WebResult {
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
    let (Some(key), Some(minutes), true) = (key, minutes, errors.is_empty()) else {
        return Ok(lesson_page(trainer.page, &open, (&rest, None), (&typed, &errors)));
    };
    file.add_lesson(&module.key, (key.as_str(), minutes));
    let mut changes = vec![Open::course_change(file, number_in(&typed, "number").unwrap_or_default())];
    changes.extend(title_changes(&open, (&module.key, key.as_str()), &titles));
    let what = (Action::Added, titles.get(trainer.page.lang).to_owned());
    let base = views::base(&trainer.page, &open.draft);
    Ok(match save(&trainer, open.draft.id, what, changes).await? {
        Saved::Done(_) | Saved::Already => redirect(&format!("{base}/lessons/{key}/{}", open.source())),
        Saved::Meanwhile | Saved::Closed => {
            let (typed, errors) = (with_number(&typed, &open), FormErrors::one(TITLE[0], "draft-form-meanwhile"));
            lesson_page(trainer.page, &open, (&rest, None), (&typed, &errors))
        }
    })
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
    let mut titles = Localized::default();
    for lang in open.languages() {
        titles.set(lang, title_of(&open.text(&lesson_path(&module.key, &lesson.key, lang))).to_owned());
    }
    let mut fields = begun(&open);
    fields.extend(fields_of(&titles, TITLE));
    fields.extend(fields_of(&titles, SHOWN));
    fields.push(("minutes".to_owned(), lesson.minutes.to_string()));
    fields.push(("module".to_owned(), module.key.clone()));
    fields.extend(lesson.checks.iter().map(|key| ("check".to_owned(), key.clone())));
    let rest = format!("/lessons/{}", lesson.key);
    Ok(lesson_page(trainer.page, &open, (&rest, Some(&checks)), (&Fields(fields), &FormErrors::default())))
}

/// `POST /{lang}/trainer/drafts/{draft}/lessons/{lesson}`.
///
/// # Errors
/// Not found; the database's.
pub async fn update_lesson(mut trainer: Trainer, path: Path<(String, String, String)>, typed: Fields) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let lang = typed.switch();
    trainer.page.lang = lang.unwrap_or(trainer.page.lang);
    let (module, lesson, checks) = find_lesson(&open, &path.2, trainer.page.lang)?;
    let (rest, mut errors) = (format!("/lessons/{}", lesson.key), FormErrors::default());
    let titles = titles(&open, &typed, &mut errors);
    let minutes = minutes(&typed, &mut errors);
    let Some(minutes) = minutes.filter(|_| lang.is_none() && errors.is_empty()) else {
        let errors = if lang.is_some() { FormErrors::default() } else { errors };
        return Ok(lesson_page(trainer.page, &open, (&rest, Some(&checks)), (&typed, &errors)));
    };
    let Some(titles) = titles_over(&open, (&module.key, &lesson.key), &typed, titles) else {
        let (typed, errors) =
            (shown_now(&typed, &open, &lesson.key), FormErrors::one(TITLE[0], "draft-form-meanwhile"));
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
    changes.push(Open::course_change(file, number_in(&typed, "number").unwrap_or_default()));
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

/// The titles to write: where the form left one as it was shown, the one of now stays. None if somebody else changed one
/// that the form changes too.
fn titles_over(
    open: &Open,
    (module, lesson): (&str, &str),
    typed: &Fields,
    mut titles: Localized,
) -> Option<Localized> {
    for (lang, shown) in Lang::ALL.into_iter().zip(SHOWN).filter(|(_, shown)| typed.has(shown)) {
        let now = title_of(&open.text(&lesson_path(module, lesson, lang))).to_owned();
        let wanted = titles.exact(lang).unwrap_or_default();
        if wanted == typed.get(shown) {
            titles.set(lang, now);
        } else if now != typed.get(shown) && now != wanted {
            return None;
        }
    }
    Some(titles)
}

/// The form for a second click: what was typed, beside what is there now.
fn shown_now(typed: &Fields, open: &Open, lesson: &str) -> Fields {
    let mut typed = with_number(typed, open);
    let module = open.course.as_ref().and_then(|course| course.lesson(lesson)).map(|(module, _)| module.key);
    typed.0.retain(|(name, _)| !SHOWN.contains(&name.as_str()));
    for (lang, name) in Lang::ALL.into_iter().zip(SHOWN) {
        let path = lesson_path(module.as_deref().unwrap_or_default(), lesson, lang);
        typed.0.push((name.to_owned(), title_of(&open.text(&path)).to_owned()));
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
