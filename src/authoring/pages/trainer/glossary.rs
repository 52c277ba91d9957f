//! The glossary of a course: words that lessons explain on a tap.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::entries::{EntriesFile, TermEntry};
use super::super::super::model::Action;
use super::super::super::slugs::key_for;
use super::super::super::uses::{Named, Use};
use super::super::super::views::{self, MEANING, TERM, TermLine, Used};
use super::facts::{finish, new_key, number_field, rename_uses, renamed_before, renumbered};
use super::meanwhile::conflict;
use super::{Open, fields_of, number_in, texts_in};
use crate::kernel::{Error, Lang};
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Page, Trainer, WebResult, html_page};

/// The file of the glossary.
const GLOSSARY: &str = "glossary.toml";

/// Longer than any meaning should be, in characters.
const LONGEST: usize = 1000;

fn used(page: &Page, open: &Open, key: &str) -> Vec<Used> {
    let one = |found: &Use| {
        let (href, place) = open.place_of_use(page, found);
        let words = found.sentence.as_deref().map(crate::content::markdown::plain);
        Used { href, place, lang: found.lang, before: words.map(|words| vec![(false, words)]), after: None }
    };
    open.uses(Named::Term).iter().filter(|found| found.key == key).map(one).collect()
}

/// `GET /{lang}/trainer/drafts/{draft}/glossary?undo=`.
///
/// # Errors
/// Not found; the database's.
pub async fn list_terms(request: HttpRequest, trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let page = &trainer.page;
    let Some(file) = open.entries(GLOSSARY) else { return Ok(open.to_text(page, GLOSSARY)) };
    let done = open.just_done(&trainer, &request).await?;
    let uses = open.uses(Named::Term);
    let line = |term: TermEntry| TermLine { uses: uses.iter().filter(|found| found.key == term.key).count(), term };
    let terms: Vec<TermLine> = file.terms().into_iter().map(line).collect();
    let body = views::glossary(page, &open.around(), (&open.languages(), &terms), done.as_ref());
    Ok(html_page(page, page.t("glossary-title"), &body))
}

/// `GET /{lang}/trainer/drafts/{draft}/glossary/new`.
///
/// # Errors
/// Not found; the database's.
pub async fn new_term(trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    open.note_present(&trainer, GLOSSARY).await?;
    let fields = Fields(vec![number_field(&open, GLOSSARY)]);
    Ok(show(trainer.page, &open, None, (&fields, &FormErrors::default())))
}

fn show(page: Page, open: &Open, key: Option<&str>, (typed, errors): (&Fields, &FormErrors)) -> HttpResponse {
    let page = page.with_switch_form("main-form");
    open.stands_at(GLOSSARY);
    let used = key.map(|key| used(&page, open, key)).unwrap_or_default();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = key.unwrap_or(page.t("glossary-add"));
    let body = views::term_form(&page, &open.around(), (&open.languages(), key, &used), (typed, errors));
    respond(&page, status, title, &body)
}

/// `POST /{lang}/trainer/drafts/{draft}/glossary/new`.
///
/// # Errors
/// Not found; the database's.
pub async fn create_term(trainer: Trainer, path: Path<(String, String)>, typed: Fields) -> WebResult {
    store(trainer, &path.1, None, typed).await
}

/// `GET /{lang}/trainer/drafts/{draft}/glossary/{term}`.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_term(trainer: Trainer, path: Path<(String, String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let Some(file) = open.entries(GLOSSARY) else { return Ok(open.to_text(&trainer.page, GLOSSARY)) };
    let term = file.terms().into_iter().find(|term| term.key == path.2).ok_or(Error::NotFound)?;
    open.note_present(&trainer, GLOSSARY).await?;
    let mut fields = term_fields(&term);
    fields.0.push(number_field(&open, GLOSSARY));
    Ok(show(trainer.page, &open, Some(&term.key), (&fields, &FormErrors::default())))
}

/// The fields of the form.
const LABELS: [(&str, &str); 3] = [("key", "facts-key"), ("term", "glossary-term"), ("meaning", "glossary-meaning")];

/// The form as the file has it.
fn term_fields(term: &TermEntry) -> Fields {
    let mut fields = vec![("key".to_owned(), term.key.clone())];
    fields.extend(fields_of(&term.term, TERM));
    fields.extend(fields_of(&term.meaning, MEANING));
    Fields(fields)
}

/// `POST /{lang}/trainer/drafts/{draft}/glossary/{term}`.
///
/// # Errors
/// Not found; the database's.
pub async fn update_term(trainer: Trainer, path: Path<(String, String, String)>, typed: Fields) -> WebResult {
    store(trainer, &path.1, Some(&path.2), typed).await
}

async fn store(mut trainer: Trainer, draft: &str, key: Option<&str>, mut typed: Fields) -> WebResult {
    let mut open = Open::find(&trainer, draft).await?;
    let Some(mut file) = open.entries(GLOSSARY) else { return Ok(open.to_text(&trainer.page, GLOSSARY)) };
    if let Some(answer) = renamed_before(&trainer.page, &open, (&file, GLOSSARY), (key, typed.get("key"))) {
        return Ok(answer);
    }
    let switch = typed.switch();
    trainer.page.lang = switch.unwrap_or(trainer.page.lang);
    if key.is_some_and(|key| !file.has(key)) {
        let (typed, errors) = (renumbered(&typed, &open, GLOSSARY), FormErrors::one("key", "draft-gone"));
        return Ok(conflict(show(trainer.page, &open, None, (&typed, &errors))));
    }
    let mut errors = FormErrors::default();
    let now = |text: &str| {
        let terms = EntriesFile::parse(text)?.terms();
        Some(term_fields(terms.iter().find(|term| Some(term.key.as_str()) == key)?))
    };
    if open.is_changed_meanwhile(&trainer, (GLOSSARY, &LABELS), &mut typed, now).await? {
        return Ok(conflict(show(trainer.page, &open, key, (&typed, &errors))));
    }
    if switch.is_some() {
        return Ok(show(trainer.page, &open, key, (&typed, &errors)));
    }
    let new = read_term(&open, &typed, &file, &mut errors);
    new_key(&file, key, &new.key, &mut errors);
    if !errors.is_empty() {
        return Ok(show(trainer.page, &open, key, (&typed, &errors)));
    }
    let changes = match key.filter(|key| *key != new.key) {
        Some(key) => {
            file.rename(key, &new.key);
            rename_uses(&open, GLOSSARY, Named::Term, (key, &new.key))
        }
        None => Vec::new(),
    };
    file.set_term(&new, &open.languages());
    let action = if key.is_some() { Action::Saved } else { Action::Added };
    let name = new.term.get(trainer.page.lang).to_owned();
    let done =
        finish(&trainer, &open, (GLOSSARY, action, name), (file.into_text(), changes), open.number(GLOSSARY)).await?;
    Ok(done.unwrap_or_else(|| {
        let (typed, errors) = (renumbered(&typed, &open, GLOSSARY), FormErrors::one("key", "draft-form-meanwhile"));
        show(trainer.page.clone(), &open, key, (&typed, &errors))
    }))
}

/// What was typed; a key is made of the word where none was.
fn read_term(open: &Open, typed: &Fields, file: &EntriesFile, errors: &mut FormErrors) -> TermEntry {
    let languages = open.languages();
    let (term, meaning) = (texts_in(typed, TERM, &languages), texts_in(typed, MEANING, &languages));
    let first = open.source();
    let field = |names: [&'static str; 3]| {
        Lang::ALL.into_iter().zip(names).find(|(lang, _)| *lang == first).map_or(names[0], |(_, name)| name)
    };
    let is_there = |text: &crate::kernel::Localized| text.exact(first).filter(|text| !text.is_empty()).map(|_| ());
    errors.check(field(TERM), "glossary-term-missing", is_there(&term));
    errors.check(field(MEANING), "glossary-meaning-missing", is_there(&meaning));
    for name in MEANING.into_iter().filter(|name| typed.get(name).chars().count() > LONGEST) {
        errors.add(name, "glossary-too-long");
    }
    let words = term.exact(Lang::En).filter(|text| !text.is_empty()).or(term.exact(first)).unwrap_or_default();
    let made = || key_for(words, "term", |key| file.has(key) || key == "new").map(|key| key.to_string());
    let key = typed.typed("key").map(str::to_owned).or_else(made).unwrap_or_default();
    TermEntry { key, term, meaning }
}

/// `POST /{lang}/trainer/drafts/{draft}/glossary/{term}/remove`: unless a lesson uses it.
///
/// # Errors
/// Not found; the database's.
pub async fn create_removal(trainer: Trainer, path: Path<(String, String, String)>, typed: Fields) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let page = &trainer.page;
    let Some(mut file) = open.entries(GLOSSARY) else { return Ok(open.to_text(page, GLOSSARY)) };
    let used = used(page, &open, &path.2);
    if !used.is_empty() {
        let body = views::still_used(page, &open.around(), ("glossary", &path.2), &used);
        return Ok(respond(page, StatusCode::CONFLICT, page.t("facts-used-still"), &body));
    }
    let terms = file.terms();
    let term = terms.iter().find(|term| term.key == path.2).ok_or(Error::NotFound)?;
    let what = (GLOSSARY, Action::Removed, term.term.get(page.lang).to_owned());
    file.remove(&path.2);
    let list = format!("{}/glossary", views::base(page, &open.draft));
    let done = finish(&trainer, &open, what, (file.into_text(), Vec::new()), number_in(&typed, "number")).await?;
    Ok(done.unwrap_or_else(|| redirect_with(&list, "flash-draft-meanwhile")))
}
