//! The form of a question: a new one, and one that is there.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::super::super::super::course_file::CourseFile;
use super::super::super::super::questions::{Fault, Judged, Kind, Sheet, Words, pressed, read};
use super::super::super::super::views::{self, Both, Drawing, QuestionPage};
use super::super::super::super::{self as authoring};
use super::super::pictures::split;
use super::super::visit::new_visit;
use super::super::{Open, number_in};
use super::auto;
use super::found::{Found, Weighed, modules_in, weigh};
use super::keep::{self, By, Kept, Seen};
use super::{Shelf, tags, titles};
use crate::content::digest::of_bytes;
use crate::content::model::Picture;
use crate::content::picture::{self, Size};
use crate::kernel::{Lang, Localized};
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::{Fields, LongFields, Problem, Trainer, WebResult};

pub(super) type QuestionPath = Path<(String, String, String)>;

/// A form with what is wrong with it.
pub(super) struct Shown<'a> {
    pub(super) sheet: &'a Sheet,
    pub(super) judged: &'a Judged,
    /// The revision from which it was made.
    pub(super) seen: Option<i64>,
    /// The one with which this visit began: what the page saved by itself since then can be taken back.
    pub(super) opened: Option<i64>,
    /// The module that is chosen.
    pub(super) module: &'a str,
    /// The one in which the question was when the form was made.
    pub(super) was: &'a str,
    pub(super) conflict: Option<&'a Both>,
    /// Saving it unfinished was asked for.
    pub(super) is_unfinished: bool,
    /// The sheet is what is stored, and not what was typed.
    pub(super) is_stored: bool,
    pub(super) status: StatusCode,
}

pub(super) async fn show(trainer: &Trainer, found: &Found, shown: &Shown<'_>) -> WebResult {
    let (page, open, lang) = (&trainer.page, &found.open, trainer.page.lang);
    open.stands_at(&found.path());
    open.note_present(trainer, &found.path()).await?;
    let drawing = drawing(trainer, open, shown.sheet).await?;
    let page = &page.clone().with_switch_form("main-form");
    // The lessons of the module come first.
    let mut shelves: Vec<&Shelf> = found.shelves.iter().collect();
    shelves.sort_by_key(|shelf| shelf.module.key != shown.module);
    let lesson = |shelf: &Shelf, key: &str| (key.to_owned(), open.lesson_title(&shelf.module.key, key, lang));
    let lessons: Vec<(String, String)> = shelves
        .iter()
        .flat_map(|shelf| shelf.module.lessons.iter().map(|one| lesson(shelf, &one.key)).collect::<Vec<_>>())
        .collect();
    let picture = |path: &String| Some(split(path)?.0.to_owned());
    let body = views::question(
        page,
        &open.around(),
        &QuestionPage {
            key: found.key(),
            module: shown.module,
            was: shown.was,
            seen: shown.seen,
            opened: shown.opened,
            visit: new_visit(page).as_str(),
            edition: &edition(found, shown.conflict),
            sheet: shown.sheet,
            judged: shown.judged,
            languages: &open.languages(),
            modules: &titles(&found.shelves, lang, true),
            lessons: &lessons,
            pictures: &open.pictures.iter().filter_map(picture).collect::<Vec<_>>(),
            tags: &tags(&found.shelves),
            facts: &facts(open, lang),
            check_of: found.check_of(lang).as_deref(),
            conflict: shown.conflict,
            is_unfinished: shown.is_unfinished,
            is_stored: shown.is_stored,
            drawing: drawing.as_ref(),
        },
    );
    let title = page.t(if found.at.is_some() { "bank-question" } else { "bank-new" });
    Ok(respond(page, shown.status, title, &body))
}

/// What was typed belongs to this state of the question; where two texts are shown it belongs to that page alone.
pub(super) fn edition(found: &Found, conflict: Option<&Both>) -> String {
    let block = of_bytes(found.block().as_bytes());
    conflict.map_or_else(|| block.clone(), |both| format!("{block} over {}", both.over))
}

/// The picture on which places are drawn.
async fn drawing(trainer: &Trainer, open: &Open, sheet: &Sheet) -> Result<Option<Drawing>, Problem> {
    let key = sheet.value("picture");
    let file = open.pictures.iter().find(|path| split(path).is_some_and(|(name, _)| name == key));
    let name = file.filter(|_| sheet.kind == Kind::Hotspot).and_then(|path| path.strip_prefix("pictures/"));
    let Some(name) = name.map(str::to_owned) else { return Ok(None) };
    let id = open.draft.id;
    let found = trainer.page.app.read(move |conn| authoring::find_picture(conn, id, &name)).await?;
    let Some((format, bytes)) = found else { return Ok(None) };
    let Ok(Size { width, height }) = picture::check_as(format, &bytes) else { return Ok(None) };
    let shown = Picture { digest: of_bytes(&bytes), width, height, format, alt: Localized::default() };
    let address = shown.address_below(&views::pictures_of(&trainer.page, &open.draft), key);
    Ok(Some(Drawing { address, width, height }))
}

/// The facts that have bounds: keys and values.
fn facts(open: &Open, lang: Lang) -> Vec<(String, String)> {
    let Some(file) = CourseFile::parse(open.text("facts.toml").as_bytes()) else { return Vec::new() };
    let has_bounds = |key: &str| {
        let table = file.root().get(key).and_then(toml_edit::Item::as_table_like);
        table.is_some_and(|table| table.contains_key("min") && table.contains_key("max"))
    };
    let entries = file.entries("value", lang).into_iter().filter(|(key, _)| has_bounds(key));
    entries.map(|(key, value)| (key.clone(), format!("{value} ({key})"))).collect()
}

/// `GET /{lang}/trainer/drafts/{draft}/questions/new?module=&kind=`: first which kind, then the form.
///
/// # Errors
/// Not found; the database's.
pub async fn new_question(request: HttpRequest, trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    open.course()?;
    let query = Fields::of_query(&request);
    let page = &trainer.page;
    let Some(kind) = Kind::from_code(query.get("kind")) else {
        let modules = titles(&open.shelves(), page.lang, true);
        let body = views::new_question(page, &open.around(), (&modules, query.get("module")));
        return Ok(respond(page, StatusCode::OK, page.t("bank-new"), &body));
    };
    let found = Found::new(open, query.get("module"))?;
    let shown = Shown {
        sheet: &Sheet::new(kind),
        judged: &Judged::default(),
        seen: found.open.number(&found.path()),
        opened: found.open.number(&found.path()),
        module: found.module_key(),
        was: found.module_key(),
        conflict: None,
        is_unfinished: false,
        is_stored: true,
        status: StatusCode::OK,
    };
    show(&trainer, &found, &shown).await
}

/// `POST /{lang}/trainer/drafts/{draft}/questions/new`.
///
/// # Errors
/// Not found; the database's.
pub async fn create_question(
    mut trainer: Trainer,
    path: Path<(String, String)>,
    LongFields(typed): LongFields,
) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let kind = Kind::from_code(typed.get("kind")).ok_or(Problem::BadRequest)?;
    let found = Found::new(open, typed.get("module"))?;
    let sheet = Sheet::typed(&typed.0, kind, typed.get("key").trim());
    answer(&mut trainer, found, sheet, &typed).await
}

/// `GET /{lang}/trainer/drafts/{draft}/questions/{question}`.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_question(request: HttpRequest, trainer: Trainer, path: QuestionPath) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let page = &trainer.page;
    let found = match Found::question(open, &path.2) {
        Ok(found) => found,
        // What was answered may be gone from the draft, or have another key there.
        Err(open) if Fields::of_query(&request).has("from") => {
            let list = format!("{}/questions", views::base(page, &open.draft));
            return Ok(redirect_with(&list, "flash-question-elsewhere"));
        }
        Err(_) => return Err(Problem::NotFound),
    };
    let Some(sheet) = read(found.block()) else {
        // It has no form: it can be mended as text.
        return Ok(redirect(&format!("{}/file?path={}", views::base(page, &found.open.draft), found.path())));
    };
    let shown = Shown {
        sheet: &sheet,
        judged: &Judged::default(),
        seen: found.open.number(&found.path()),
        opened: found.open.number(&found.path()),
        module: found.module_key(),
        was: found.module_key(),
        conflict: None,
        is_unfinished: false,
        is_stored: true,
        status: StatusCode::OK,
    };
    show(&trainer, &found, &shown).await
}

/// `POST /{lang}/trainer/drafts/{draft}/questions/{question}`: saves. Buttons for one part more or less, and the language
/// switch, come here too, and change nothing; so does the page's script, which gets a number back.
///
/// # Errors
/// Not found; the database's.
pub async fn update_question(mut trainer: Trainer, path: QuestionPath, LongFields(typed): LongFields) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let found = match Found::question(open, &path.2) {
        Ok(found) => found,
        // The button makes a new question of it.
        Err(_) if typed.has("auto") => return Ok(auto::gone()),
        Err(open) => return gone(&trainer, *open, (&path.2, &typed)).await,
    };
    let kind = read(found.block()).ok_or(Problem::NotFound)?.kind;
    if typed.has("delete") {
        return keep::remove(&trainer, found).await;
    }
    if typed.has("back") {
        return keep::take_back(&trainer, found, &typed).await;
    }
    if typed.has("duplicate") {
        let copy = Sheet::typed(&typed.0, kind, "");
        let found = Found { at: None, ..found };
        let seen = found.open.number(&found.path());
        let (judged, module) = (Judged::default(), found.module_key());
        let shown = Shown {
            sheet: &copy,
            judged: &judged,
            seen,
            opened: seen,
            module,
            was: module,
            conflict: None,
            is_unfinished: false,
            is_stored: false,
            status: StatusCode::OK,
        };
        return show(&trainer, &found, &shown).await;
    }
    let sheet = Sheet::typed(&typed.0, kind, &path.2);
    if typed.has("auto") {
        return auto::save(&trainer, found, sheet, &typed).await;
    }
    answer(&mut trainer, found, sheet, &typed).await
}

/// Somebody deleted the question while it was edited: what was typed makes a new one.
async fn gone(trainer: &Trainer, open: Open, (key, typed): (&str, &Fields)) -> WebResult {
    let kind = Kind::from_code(typed.get("kind")).ok_or(Problem::NotFound)?;
    let found = Found::new(open, typed.get("module"))?;
    let fault = Fault { field: "key".to_owned(), words: Words::Text("bank-gone") };
    let judged = Judged { unwritable: vec![fault], unfinished: Vec::new() };
    let shown = Shown {
        sheet: &Sheet::typed(&typed.0, kind, key),
        judged: &judged,
        seen: None,
        opened: None,
        module: found.module_key(),
        was: found.module_key(),
        conflict: None,
        is_unfinished: false,
        is_stored: false,
        status: StatusCode::CONFLICT,
    };
    show(trainer, &found, &shown).await
}

/// The revision with which the visit began to which a form belongs. What somebody else changed in the same file meanwhile
/// is not to be taken back with it.
fn opened_in(typed: &Fields, found: &Found) -> Option<i64> {
    let now = found.open.number(&found.path());
    if number_in(typed, "number") == now { number_in(typed, "opened") } else { now }
}

/// What a form that was sent is answered with.
async fn answer(trainer: &mut Trainer, found: Found, mut sheet: Sheet, typed: &Fields) -> WebResult {
    trainer.page.lang = typed.switch().unwrap_or(trainer.page.lang);
    let (module, was) = modules_in(typed, &found);
    let nothing = Judged::default();
    // What somebody else alone changed is taken over first: it is judged with what was typed.
    let both = found.come_together(trainer, (typed, &was), &mut sheet).await?;
    let (number, was) = match &both {
        Some(_) => (number_in(typed, "number"), was),
        None => (found.open.number(&found.path()), found.module_key().to_owned()),
    };
    let shown = |sheet, judged, status| {
        let (module, was, conflict) = (module.as_str(), was.as_str(), both.as_ref());
        Shown {
            sheet,
            judged,
            seen: number,
            opened: opened_in(typed, &found),
            module,
            was,
            conflict,
            is_unfinished: typed.has("unfinished"),
            is_stored: false,
            status,
        }
    };
    let button = pressed(&typed.0);
    let is_saved = typed.switch().is_none() && button.is_none() && !typed.has("look");
    if let Some(button) = button {
        sheet.press(button);
    }
    if !is_saved || both.is_some() {
        let status = if is_saved { StatusCode::CONFLICT } else { StatusCode::OK };
        return show(trainer, &found, &shown(&sheet, &nothing, status)).await;
    }
    let Weighed { short, whole, judged } = weigh(trainer, &found, &sheet, &module).await?;
    if !judged.unwritable.is_empty() || !judged.unfinished.is_empty() && !typed.has("unfinished") {
        let again = short.with_blanks_of(&sheet);
        return show(trainer, &found, &shown(&again, &judged, StatusCode::UNPROCESSABLE_ENTITY)).await;
    }
    let list = format!("{}/questions", views::base(&trainer.page, &found.open.draft));
    let (key, seen) = (whole.key.clone(), Seen::now(&found));
    Ok(match keep::keep(trainer, found, &whole, (&module, &seen, &By::Button)).await? {
        Kept::Done(..) => redirect_with(&format!("{list}/{key}"), "flash-draft-saved"),
        Kept::Already(key) => redirect_with(&format!("{list}/{key}"), "flash-draft-same"),
        Kept::Meanwhile(now, sheet, conflict) => {
            let shown = Shown {
                sheet: &sheet,
                judged: &nothing,
                seen: number,
                opened: None,
                module: &module,
                was: &was,
                conflict: Some(&conflict),
                is_unfinished: typed.has("unfinished"),
                is_stored: false,
                status: StatusCode::CONFLICT,
            };
            show(trainer, &now, &shown).await?
        }
    })
}
