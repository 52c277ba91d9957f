//! The facts of a course: numbers that are written once, and what a change of one does to every text.

use std::collections::BTreeMap;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::entries::{EntriesFile, FactEntry};
use super::super::super::model::{Action, FileChange, Saved};
use super::super::super::uses::{Named, Spot, Use, read, renamed, uses};
use super::super::super::views::{self, FactLine, Removed, UNIT, Used, VALUE};
use super::super::super::{self as authoring};
use super::meanwhile::conflict;
use super::{Open, fields_of, number_in, save, texts_in};
use crate::home::is_on_card;
use crate::kernel::{Error, Lang, Localized, Slug};
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Page, Problem, Trainer, WebResult, html_page};

/// The file of the facts.
pub(super) const FACTS: &str = "facts.toml";

impl Open {
    /// Every use of facts or of terms, in the order of the course: lessons, then questions, then the rest.
    pub(super) fn uses(&self, named: Named) -> Vec<Use> {
        let texts: Vec<(String, String)> = self.files.iter().map(|(path, file)| (path.clone(), file.text())).collect();
        let mut found = uses(texts.iter().map(|(path, text)| (path.as_str(), text.as_str())), named);
        let order: Vec<String> = self.lessons().map(|(_, lesson)| lesson.key).collect();
        let place = |found: &Use| match &found.spot {
            Spot::Lesson { lesson, .. } => (0, order.iter().position(|key| key == lesson).unwrap_or(usize::MAX)),
            Spot::Question { .. } => (1, 0),
            Spot::Term(_) => (2, 0),
            Spot::File => (3, 0),
        };
        found.sort_by_key(place);
        found
    }

    /// A file of entries; none if it is no TOML.
    pub(super) fn entries(&self, path: &str) -> Option<EntriesFile> {
        EntriesFile::parse(&self.text(path))
    }

    /// On to the text of a file, where alone it can be mended.
    pub(super) fn to_text(&self, page: &Page, path: &str) -> HttpResponse {
        redirect(&format!("{}/file?path={path}", views::base(page, &self.draft)))
    }

    /// Where a use is looked at and changed, and what that is called.
    pub(super) fn place_of_use(&self, page: &Page, found: &Use) -> (String, String) {
        let base = views::base(page, &self.draft);
        match (&found.spot, found.lang) {
            (Spot::Lesson { lesson, line }, Some(lang)) => (
                format!("{base}/lessons/{lesson}/{lang}?whole=yes&line={line}#text"),
                self.name_of(&found.path, page.lang),
            ),
            (Spot::Question { question, .. }, _) => (
                format!("{base}/file?path={}", found.path),
                page.tf("facts-in-question", &[("key", question.as_str().into())]),
            ),
            (Spot::Term(key), _) => {
                (format!("{base}/glossary/{key}"), page.tf("facts-in-term", &[("key", key.as_str().into())]))
            }
            _ => (format!("{base}/file?path={}", found.path), found.path.clone()),
        }
    }

    /// What was done just now and can be taken back: the change that the address names.
    pub(super) async fn just_done(&self, trainer: &Trainer, request: &HttpRequest) -> Result<Option<Removed>, Problem> {
        let Some(number) = number_in(&Fields::of_query(request), "undo") else { return Ok(None) };
        let id = self.draft.id;
        let change = trainer.page.app.read(move |conn| authoring::find_change(conn, id, number)).await?;
        Ok(change.map(|change| Removed { number, subject: change.subject, action: change.action }))
    }
}

fn values(facts: &[FactEntry]) -> BTreeMap<String, Localized> {
    facts.iter().map(|fact| (fact.key.clone(), fact.value.clone())).collect()
}

/// The uses of one fact, as they are read with these values and, if given, with those after a change.
fn used(
    page: &Page,
    open: &Open,
    key: &str,
    (before, after): (&BTreeMap<String, Localized>, Option<&BTreeMap<String, Localized>>),
) -> Vec<Used> {
    let first = open.source();
    let one = |found: &Use| {
        let lang = found.lang.unwrap_or(first);
        let text = |values| found.sentence.as_ref().map(|sentence| read(sentence, lang, key, values));
        let (href, place) = open.place_of_use(page, found);
        Used { href, place, lang: found.lang, before: text(before), after: after.and_then(text) }
    };
    open.uses(Named::Fact).iter().filter(|found| found.key == key).map(one).collect()
}

/// `GET /{lang}/trainer/drafts/{draft}/facts?undo=`.
///
/// # Errors
/// Not found; the database's.
pub async fn list_facts(request: HttpRequest, trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let page = &trainer.page;
    let Some(file) = open.entries(FACTS) else { return Ok(open.to_text(page, FACTS)) };
    let done = open.just_done(&trainer, &request).await?;
    let uses = open.uses(Named::Fact);
    let line = |fact: FactEntry| FactLine {
        uses: uses.iter().filter(|found| found.key == fact.key).count(),
        is_on_card: is_on_card(&open.draft.course, &fact.key),
        fact,
    };
    let facts: Vec<FactLine> = file.facts().into_iter().map(line).collect();
    let body = views::facts(page, &open.around(), (&open.languages(), &facts), done.as_ref());
    Ok(html_page(page, page.t("facts-title"), &body))
}

/// `GET /{lang}/trainer/drafts/{draft}/facts/new`.
///
/// # Errors
/// Not found; the database's.
pub async fn new_fact(trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    open.note_present(&trainer, FACTS).await?;
    let fields = vec![number_field(&open, FACTS), ("mark".to_owned(), "V".to_owned())];
    Ok(show(trainer.page, &open, None, (&Fields(fields), &FormErrors::default())))
}

/// The revision that a form is made from.
pub(super) fn number_field(open: &Open, path: &str) -> (String, String) {
    ("number".to_owned(), open.number(path).map(|number| number.to_string()).unwrap_or_default())
}

/// The form; under it, where the fact is used.
fn show(page: Page, open: &Open, key: Option<&str>, (typed, errors): (&Fields, &FormErrors)) -> HttpResponse {
    let page = page.with_switch_form("main-form");
    open.stands_at(FACTS);
    let facts = EntriesFile::parse(&open.text(FACTS)).map(|file| file.facts()).unwrap_or_default();
    let used = key.map(|key| used(&page, open, key, (&values(&facts), None))).unwrap_or_default();
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let title = key.unwrap_or(page.t("facts-add"));
    let body = views::fact_form(&page, &open.around(), (&open.languages(), key, &used), (typed, errors));
    respond(&page, status, title, &body)
}

/// `POST /{lang}/trainer/drafts/{draft}/facts/new`.
///
/// # Errors
/// Not found; the database's.
pub async fn create_fact(trainer: Trainer, path: Path<(String, String)>, typed: Fields) -> WebResult {
    store(trainer, &path.1, None, typed).await
}

/// `GET /{lang}/trainer/drafts/{draft}/facts/{fact}`.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_fact(trainer: Trainer, path: Path<(String, String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let Some(file) = open.entries(FACTS) else { return Ok(open.to_text(&trainer.page, FACTS)) };
    let fact = file.facts().into_iter().find(|fact| fact.key == path.2).ok_or(Error::NotFound)?;
    open.note_present(&trainer, FACTS).await?;
    let mut fields = fact_fields(&fact);
    fields.0.push(number_field(&open, FACTS));
    Ok(show(trainer.page, &open, Some(&fact.key), (&fields, &FormErrors::default())))
}

/// The fields of the form.
const LABELS: [(&str, &str); 7] = [
    ("key", "facts-key"),
    ("value", "facts-value"),
    ("unit", "facts-unit"),
    ("source", "facts-source"),
    ("mark", "facts-mark"),
    ("min", "facts-min"),
    ("max", "facts-max"),
];

/// The form as the file has it.
fn fact_fields(fact: &FactEntry) -> Fields {
    let mut fields = vec![("key".to_owned(), fact.key.clone())];
    fields.extend(fields_of(&fact.value, VALUE));
    fields.extend(fields_of(&fact.unit, UNIT));
    if let Some((min, max)) = fact.bounds {
        fields.extend([("min".to_owned(), min.to_string()), ("max".to_owned(), max.to_string())]);
    }
    fields.extend([("source".to_owned(), fact.source.clone()), ("mark".to_owned(), fact.mark.clone())]);
    Fields(fields)
}

/// `POST /{lang}/trainer/drafts/{draft}/facts/{fact}`: first what will change, then the change.
///
/// # Errors
/// Not found; the database's.
pub async fn update_fact(trainer: Trainer, path: Path<(String, String, String)>, typed: Fields) -> WebResult {
    store(trainer, &path.1, Some(&path.2), typed).await
}

async fn store(mut trainer: Trainer, draft: &str, key: Option<&str>, mut typed: Fields) -> WebResult {
    let mut open = Open::find(&trainer, draft).await?;
    let Some(mut file) = open.entries(FACTS) else { return Ok(open.to_text(&trainer.page, FACTS)) };
    let before = file.facts();
    if let Some(answer) = renamed_before(&trainer.page, &open, (&file, FACTS), (key, typed.get("key"))) {
        return Ok(answer);
    }
    let switch = typed.switch();
    trainer.page.lang = switch.unwrap_or(trainer.page.lang);
    let old = key.and_then(|key| before.iter().find(|fact| fact.key == key));
    if key.is_some() && old.is_none() {
        let (typed, errors) = (renumbered(&typed, &open, FACTS), FormErrors::one("key", "draft-gone"));
        return Ok(conflict(show(trainer.page, &open, None, (&typed, &errors))));
    }
    let mut errors = FormErrors::default();
    let now = |text: &str| {
        let facts = EntriesFile::parse(text)?.facts();
        Some(fact_fields(facts.iter().find(|fact| Some(fact.key.as_str()) == key)?))
    };
    if open.is_changed_meanwhile(&trainer, (FACTS, &LABELS), &mut typed, now).await? {
        return Ok(conflict(show(trainer.page, &open, key, (&typed, &errors))));
    }
    if switch.is_some() {
        return Ok(show(trainer.page, &open, key, (&typed, &errors)));
    }
    let new = read_fact(&open, &typed, old, &mut errors);
    new_key(&file, key, &new.key, &mut errors);
    if !errors.is_empty() {
        return Ok(show(trainer.page, &open, key, (&typed, &errors)));
    }
    let is_other = old.is_some_and(|old| old.value != new.value || old.bounds != new.bounds || old.unit != new.unit);
    if let Some(old) = old.filter(|_| is_other && !typed.has("sure")) {
        let mut after = values(&before);
        after.insert(old.key.clone(), new.value.clone());
        let used = used(&trainer.page, &open, &old.key, (&values(&before), Some(&after)));
        if !used.is_empty() {
            let body = views::fact_effect(&trainer.page, &open.around(), (old, &new, &used), &typed);
            return Ok(html_page(&trainer.page, page_title(&trainer.page), &body));
        }
    }
    let name = new.key.clone();
    let changes = match key.filter(|key| *key != name) {
        Some(key) => {
            file.rename(key, &name);
            rename_uses(&open, FACTS, Named::Fact, (key, &name))
        }
        None => Vec::new(),
    };
    file.set_fact(&new, &open.languages());
    let action = if key.is_some() { Action::Saved } else { Action::Added };
    let what = (FACTS, action, name);
    finish(&trainer, &open, what, (file.into_text(), changes), open.number(FACTS)).await?.map_or_else(
        || {
            let (typed, errors) = (renumbered(&typed, &open, FACTS), FormErrors::one("key", "draft-form-meanwhile"));
            Ok(show(trainer.page.clone(), &open, key, (&typed, &errors)))
        },
        Ok,
    )
}

fn page_title(page: &Page) -> &'static str {
    page.t("facts-effect")
}

/// The second click of a button that gave something another name.
pub(super) fn renamed_before(
    page: &Page,
    open: &Open,
    (file, path): (&EntriesFile, &str),
    (old, new): (Option<&str>, &str),
) -> Option<HttpResponse> {
    let is_renamed = old.is_some_and(|old| !file.has(old)) && file.has(new);
    let list = format!("{}/{}", views::base(page, &open.draft), path.trim_end_matches(".toml"));
    is_renamed.then(|| redirect_with(&list, "flash-draft-same"))
}

/// The form again, to be saved over the revision that holds now.
pub(super) fn renumbered(typed: &Fields, open: &Open, path: &str) -> Fields {
    let mut typed = typed.clone();
    typed.0.retain(|(name, _)| name != "number" && name != "sure");
    typed.0.push(number_field(open, path));
    typed
}

/// Checks the name: another one must be free.
pub(super) fn new_key(file: &EntriesFile, old: Option<&str>, new: &str, errors: &mut FormErrors) {
    let is_key = errors.check("key", "draft-key-wrong", Slug::parse(new)).is_some();
    if is_key && old != Some(new) && (file.has(new) || new == "new") {
        errors.add("key", "draft-key-taken");
    }
}

/// Every other text in which a name follows.
pub(super) fn rename_uses(open: &Open, own: &str, named: Named, change: (&str, &str)) -> Vec<FileChange> {
    let others = open.files.values().filter(|file| file.path != own);
    let follow = |file: &crate::authoring::FileState| {
        let text = renamed(&file.path, &file.text(), named, change)?;
        let follows = FileChange::text(file.path.clone(), Some(file.number), text);
        Some(FileChange { compared_with: file.compared_with, ..follows })
    };
    others.filter_map(follow).collect()
}

/// Saves a file of entries and the texts that follow, as one change; nothing if somebody else was faster.
pub(super) async fn finish(
    trainer: &Trainer,
    open: &Open,
    (path, action, name): (&str, Action, String),
    (text, mut changes): (String, Vec<FileChange>),
    seen: Option<i64>,
) -> Result<Option<HttpResponse>, Problem> {
    changes.push(FileChange::text(path, seen, text));
    let list = format!("{}/{}", views::base(&trainer.page, &open.draft), path.trim_end_matches(".toml"));
    Ok(match save(trainer, open.draft.id, (action, name), changes).await? {
        Saved::Done(number) => Some(redirect(&format!("{list}?undo={number}"))),
        Saved::Already => Some(redirect_with(&list, "flash-draft-same")),
        Saved::Meanwhile | Saved::Closed => None,
    })
}

/// What was typed. A language that was left empty has what the first one has: most numbers are written alike. One for which
/// the form had no field keeps what it has, or goes on having what the first one has.
fn read_fact(open: &Open, typed: &Fields, old: Option<&FactEntry>, errors: &mut FormErrors) -> FactEntry {
    let languages = open.languages();
    let mut value = texts_in(typed, VALUE, &languages);
    let first = value.exact(open.source()).unwrap_or_default().to_owned();
    let field = Lang::ALL.into_iter().zip(VALUE).find(|(lang, _)| *lang == open.source());
    errors.check(field.map_or(VALUE[0], |(_, name)| name), "facts-value-missing", (!first.is_empty()).then_some(()));
    for lang in languages.iter().copied() {
        let is_asked = value.exact(lang).is_some();
        if value.exact(lang).is_some_and(|text| !text.is_empty()) {
            continue;
        }
        let own = old.and_then(|old| old.value.exact(lang).filter(|own| Some(*own) != old.value.exact(open.source())));
        value.set(lang, own.filter(|_| !is_asked).unwrap_or(&first).to_owned());
    }
    let source = typed.typed("source").unwrap_or_default().to_owned();
    errors.check("source", "facts-source-missing", (!source.is_empty()).then_some(()));
    let mark = if typed.get("mark") == "K" { "K" } else { "V" };
    FactEntry {
        key: typed.get("key").trim().to_owned(),
        bounds: bounds(typed, errors),
        unit: texts_in(typed, UNIT, &languages),
        mark: mark.to_owned(),
        value,
        source,
    }
}

/// Both ends or none.
fn bounds(typed: &Fields, errors: &mut FormErrors) -> Option<(f64, f64)> {
    let number = |name| {
        typed.typed(name).map(|text| text.replace(',', ".").parse::<f64>().ok().filter(|number| number.is_finite()))
    };
    match (number("min"), number("max")) {
        (None, None) => None,
        (Some(Some(min)), Some(Some(max))) if min <= max => Some((min, max)),
        (Some(Some(_)), _) => {
            errors.add("max", "facts-bounds-wrong");
            None
        }
        _ => {
            errors.add("min", "facts-bounds-wrong");
            None
        }
    }
}

/// `POST /{lang}/trainer/drafts/{draft}/facts/{fact}/remove`: unless a text uses it.
///
/// # Errors
/// Not found; the database's.
pub async fn create_removal(trainer: Trainer, path: Path<(String, String, String)>, typed: Fields) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let Some(mut file) = open.entries(FACTS) else { return Ok(open.to_text(&trainer.page, FACTS)) };
    let facts = file.facts();
    let page = &trainer.page;
    let used = used(page, &open, &path.2, (&values(&facts), None));
    if !used.is_empty() {
        let body = views::still_used(page, &open.around(), ("facts", &path.2), &used);
        return Ok(respond(page, StatusCode::CONFLICT, page.t("facts-used-still"), &body));
    }
    if !file.remove(&path.2) {
        return Err(Error::NotFound.into());
    }
    let what = (FACTS, Action::Removed, path.2.clone());
    let list = format!("{}/facts", views::base(page, &open.draft));
    let done = finish(&trainer, &open, what, (file.into_text(), Vec::new()), number_in(&typed, "number")).await?;
    Ok(done.unwrap_or_else(|| redirect_with(&list, "flash-draft-meanwhile")))
}
