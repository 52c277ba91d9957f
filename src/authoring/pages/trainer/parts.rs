//! Modules: a new one, and one that is there.

use std::collections::BTreeSet;

use actix_web::HttpResponse;
use actix_web::web::Path;
use toml_edit::{Item, Value};

use super::super::super::course_file::{CourseFile, ModuleEntry, put, set_localized};
use super::super::super::model::{Action, COURSE_FILE, FileChange, Saved, questions_path};
use super::super::super::slugs::key_for;
use super::super::super::views::{self, SUMMARY, TITLE};
use super::final_test::{read_rules, rule_fields};
use super::meanwhile::{RULE_LABELS, conflict};
use super::present::Form;
use super::settings::with_number;
use super::{Open, fields_of, form_page, number_in, save, texts_in};
use crate::kernel::{Error, Lang, Localized, Slug};
use crate::web::flash::{redirect, redirect_with};
use crate::web::{Fields, FormErrors, Page, Problem, Trainer, WebResult};

pub(super) fn begun(open: &Open) -> Vec<(String, String)> {
    vec![("number".to_owned(), open.number(COURSE_FILE).unwrap_or_default().to_string())]
}

/// The typed titles; the one in the language of the course must be there.
pub(super) fn titles(open: &Open, typed: &Fields, errors: &mut FormErrors) -> Localized {
    let titles = texts_in(typed, TITLE, &open.languages());
    let source = open.source();
    if titles.exact(source).is_none_or(str::is_empty) {
        let field = Lang::ALL.into_iter().zip(TITLE).find(|(lang, _)| *lang == source);
        errors.add(field.map_or(TITLE[0], |(_, name)| name), "draft-title-missing");
    }
    titles
}

/// The typed key, or one made of the title, that nothing else has.
pub(super) fn key(
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
    open.note_at(&trainer, Form::Module("")).await?;
    let typed = Fields(begun(&open));
    Ok(module_page(trainer.page, &open, None, (&typed, &FormErrors::default())))
}

fn module_page(page: Page, open: &Open, key: Option<&str>, (typed, errors): (&Fields, &FormErrors)) -> HttpResponse {
    let title = if key.is_some() { "draft-module" } else { "draft-add-module" };
    let languages = open.languages();
    open.stands_at_form(Form::Module(key.unwrap_or_default()));
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

pub(super) fn find_module(open: &Open, key: &str) -> Result<ModuleEntry, Problem> {
    open.course()?.module(key).ok_or_else(|| Error::NotFound.into())
}

/// `GET /{lang}/trainer/drafts/{draft}/modules/{module}`.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_module(trainer: Trainer, path: Path<(String, String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let module = find_module(&open, &path.2)?;
    open.note_at(&trainer, Form::Module(&module.key)).await?;
    let mut fields = module_fields(&module);
    fields.0.extend(begun(&open));
    Ok(module_page(trainer.page, &open, Some(&module.key), (&fields, &FormErrors::default())))
}

/// The fields of a module's form.
const MODULE_LABELS: [(&str, &str); 9] = {
    let [pass, tries, wait, minutes, critical, explanations] = RULE_LABELS;
    let own = [("title", "draft-module-title"), ("summary", "draft-module-summary"), ("draw", "draft-draw")];
    [own[0], own[1], own[2], pass, tries, wait, minutes, critical, explanations]
};

/// The form as the file has it.
fn module_fields(module: &ModuleEntry) -> Fields {
    let mut fields: Vec<(String, String)> = fields_of(&module.title, TITLE).collect();
    fields.extend(fields_of(&module.summary, SUMMARY));
    fields.push(("draw".to_owned(), module.draw.to_string()));
    fields.extend(rule_fields(&module.rules));
    Fields(fields)
}

/// `POST /{lang}/trainer/drafts/{draft}/modules/{module}`.
///
/// # Errors
/// Not found; the database's.
pub async fn update_module(mut trainer: Trainer, path: Path<(String, String, String)>, mut typed: Fields) -> WebResult {
    let mut open = Open::find(&trainer, &path.1).await?;
    let switch = typed.switch();
    trainer.page.lang = switch.unwrap_or(trainer.page.lang);
    let Some(module) = open.course()?.module(&path.2) else {
        let (typed, errors) = (with_number(&typed, &open), FormErrors::one(TITLE[0], "draft-gone"));
        return Ok(conflict(module_page(trainer.page, &open, None, (&typed, &errors))));
    };
    let mut errors = FormErrors::default();
    let now = |text: &str| Some(module_fields(&CourseFile::parse(text.as_bytes())?.module(&module.key)?));
    if open.is_changed_meanwhile(&trainer, (COURSE_FILE, &MODULE_LABELS), &mut typed, now).await? {
        return Ok(conflict(module_page(trainer.page, &open, Some(&module.key), (&typed, &errors))));
    }
    if switch.is_some() {
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
    let change = Open::course_change(file, open.number(COURSE_FILE).unwrap_or_default());
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
