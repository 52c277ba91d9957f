//! The checks, and publishing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use maud::html;

use super::super::super::model::COURSE_FILE;
use super::super::super::place::{Place, place_of};
use super::super::super::questions::{self, Bank, place_in};
use super::super::super::views::{self, Checked, NOTE, Note};
use super::super::super::{self as authoring, Draft, Published, Release};
use super::files::read;
use super::signatures::{demands, unsigned};
use super::translations::with_gaps;
use super::{Open, number_in, texts_in};
use crate::accounts;
use crate::content::compare::obstacles;
use crate::content::export::{export_newest, export_version, find_publishing, newest_version};
use crate::content::files::{Files, Mistake, Reading};
use crate::content::import::{Import, Wish};
use crate::content::message::Code;
use crate::content::model::Package;
use crate::content::prepare::prepare;
use crate::content::settle::settled;
use crate::content::withdraw::{Offer, offer};
use crate::content::{self, Library};
use crate::i18n::moment;
use crate::kernel::ids::VersionId;
use crate::kernel::{Error, Lang, Localized};
use crate::reviews::Demand;
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Page, Problem, Trainer, WebResult};

/// What a check gave.
struct Looked {
    number: i64,
    package: Option<Package>,
    mistakes: Vec<Note>,
    pressing: Vec<Note>,
    warnings: Vec<Note>,
    newest: Option<VersionId>,
    /// In words.
    obstacles: Vec<String>,
    elsewhere: Vec<String>,
    is_offered: bool,
    /// What has to be signed, and is or is not.
    demands: Vec<Demand>,
    /// Who published the course while the button was pressed, and when.
    faster: Option<String>,
}

async fn look(trainer: &Trainer, library: &Library, open: &Open) -> Result<Looked, Problem> {
    let page = &trainer.page;
    let (number, Reading { package, mistakes, warnings, .. }) = read(trainer, open.draft.id).await?;
    let banks = banks(open, mistakes.iter().chain(&warnings));
    let told = with_gaps(mistakes.iter().chain(&warnings));
    let note = |mistake: &Mistake| note(page, (open, &banks), mistake);
    let mut mistakes: Vec<Note> = mistakes.iter().map(note).collect();
    // Learners' progress hangs on the key, and so does the draft.
    let package = match package {
        Some(package) if package.course.key != open.draft.course => {
            let words = page.tf("check-key-changed", &[("key", open.draft.course.as_str().into())]);
            let place = Place::File(COURSE_FILE.to_owned(), 1);
            mistakes.push(Note { words: html! { (words) }, ..at(page, open, &place) });
            None
        }
        package => package,
    };
    let (newest, elsewhere) = published_since(page, open).await?;
    let shelf = library.shelf();
    let before = shelf.course(open.draft.course.as_str());
    let obstacles = match (&package, before) {
        (Some(package), Some(before)) => {
            let both = (&before.course, &package.course);
            obstacles(both.0, both.1).iter().map(|obstacle| views::obstacle(page, both, obstacle)).collect()
        }
        _ => Vec::new(),
    };
    let demands = demands(trainer, library, package.as_ref());
    let (lacking, outdated) = open.unfinished(trainer, &told).await?;
    mistakes.extend(lacking);
    mistakes.extend(unsigned(trainer, open, &demands).await?);
    // What is published has its numbers in place.
    let behind = match (&package, before) {
        (Some(package), Some(before)) => open.behind(page, &before.course, &settled(&package.course)),
        _ => Vec::new(),
    };
    let (pressing, warnings): (Vec<&Mistake>, Vec<&Mistake>) =
        warnings.iter().partition(|warning| warning.message.code == Code::RightWhy);
    let pressing = pressing.into_iter().map(note).collect();
    let warnings = warnings.into_iter().map(note).chain(outdated).chain(behind).collect();
    let is_offered = before.is_none_or(|published| shelf.is_offered(published.course_id));
    Ok(Looked {
        number,
        package,
        mistakes,
        pressing,
        warnings,
        newest,
        obstacles,
        elsewhere,
        is_offered,
        demands,
        faster: None,
    })
}

/// The newest version of the course, and the files that somebody has published in another form since the draft was made.
async fn published_since(page: &Page, open: &Open) -> Result<(Option<VersionId>, Vec<String>), Error> {
    let (key, base) = (open.draft.course.clone(), open.draft.base);
    let read = move |conn: &mut _| {
        let newest = newest_version(conn, &key)?;
        let files = match (base, newest) {
            (Some(base), Some(newest)) if base != newest => {
                different(&export_version(conn, base)?, &export_newest(conn, &key)?.1)
            }
            (None, Some(_)) => export_newest(conn, &key)?.1.into_keys().collect(),
            _ => Vec::new(),
        };
        Ok((newest, files))
    };
    page.app.db.read_long(read).await
}

/// The files that are not the same in both.
fn different(one: &Files, other: &Files) -> Vec<String> {
    let paths = one.keys().chain(other.keys().filter(|path| !one.contains_key(*path)));
    paths.filter(|path| one.get(*path) != other.get(*path)).cloned().collect()
}

/// The files of questions that these mistakes name.
fn banks<'a>(open: &Open, mistakes: impl Iterator<Item = &'a Mistake>) -> BTreeMap<String, Bank> {
    let files: BTreeSet<&String> =
        mistakes.map(|mistake| &mistake.file).filter(|file| file.starts_with("questions/")).collect();
    let bank = |file: &String| Some((file.clone(), Bank::parse(&open.text(file), &open.languages())?));
    files.into_iter().filter_map(bank).collect()
}

fn note(page: &Page, (open, banks): (&Open, &BTreeMap<String, Bank>), mistake: &Mistake) -> Note {
    let of_question = banks.get(&mistake.file).and_then(|bank| {
        let place = place_in(bank, (mistake.line, &mistake.message), &open.languages())?;
        Some(Place::Question(place.key, place.field))
    });
    let place = of_question.unwrap_or_else(|| place_of(mistake, &open.text(COURSE_FILE)));
    let mut note = Note { words: html! { (words(page, open, (mistake, &place), banks)) }, ..at(page, open, &place) };
    if let (Place::Question(key, _), Some(bank)) = (&place, banks.get(&mistake.file)) {
        let listed = bank.find(key).and_then(|at| bank.questions().get(at));
        let words = listed.map(|question| views::question_words(question.text.get(page.lang))).unwrap_or_default();
        let title = if words.is_empty() { key.clone() } else { words };
        note.place = page.tf("check-place-question", &[("title", title.into())]);
    }
    note
}

/// A mistake in words: of a text that is not there the lesson, of a part of a question its number.
fn words(page: &Page, open: &Open, (mistake, place): (&Mistake, &Place), banks: &BTreeMap<String, Bank>) -> String {
    let words = content::views::mistake(page.lang, mistake);
    match place {
        Place::Text { module, lesson, lang, .. } if mistake.message.code == Code::FileMissing => {
            let title = open.lesson_title(module, lesson, page.lang);
            page.tf("check-text-missing", &[("title", title.into()), ("language", lang.native_name().into())])
        }
        Place::Question(key, field) => {
            let bank = banks.get(&mistake.file);
            let sheet = bank.and_then(|bank| questions::read(bank.block(bank.find(key)?)));
            match sheet.and_then(|sheet| views::field_part(page, &sheet, field)) {
                Some(part) => format!("{part}: {words}"),
                None => words,
            }
        }
        _ => words,
    }
}

/// A note without words: where something is mended, and what that is called.
pub(super) fn at(page: &Page, open: &Open, place: &Place) -> Note {
    let base = views::base(page, &open.draft);
    let file = |path: &str, line: &usize| {
        let place = page.tf("check-place-file", &[("path", path.into()), ("line", (*line).into())]);
        (format!("{base}/file?path={path}&line={line}#text"), place)
    };
    let course = open.course.as_ref();
    let (href, place) = match place {
        Place::Settings(field) => (format!("{base}/settings#{field}"), page.t("draft-settings").to_owned()),
        Place::NewModule => (format!("{base}/modules/new"), page.t("draft-add-module").to_owned()),
        Place::Final => (format!("{base}/final"), page.t("final-title").to_owned()),
        Place::Module(key, field) if course.is_some_and(|course| course.module(key).is_some()) => {
            let module = course.and_then(|course| course.module(key));
            let title = module.map(|module| module.title.get(page.lang).to_owned()).unwrap_or_default();
            let title = if title.is_empty() { key.clone() } else { title };
            (format!("{base}/modules/{key}#{field}"), page.tf("check-place-module", &[("title", title.into())]))
        }
        Place::Lesson(key) if course.is_some_and(|course| course.lesson(key).is_some()) => {
            let module = course.and_then(|course| course.lesson(key)).map(|(module, _)| module.key).unwrap_or_default();
            let title = open.lesson_title(&module, key, page.lang);
            (format!("{base}/lessons/{key}"), page.tf("check-place-lesson", &[("title", title.into())]))
        }
        Place::Text { module, lesson, lang, line }
            if course.is_some_and(|course| course.lesson(lesson).is_some_and(|(of, _)| of.key == *module))
                && open.languages().contains(lang) =>
        {
            let title = open.lesson_title(module, lesson, page.lang);
            let args = [("title", title.into()), ("language", lang.native_name().into()), ("line", (*line).into())];
            (format!("{base}/lessons/{lesson}/{lang}?whole=yes&line={line}#text"), page.tf("check-place-text", &args))
        }
        Place::Text { module, lesson, lang, line } => file(&format!("lessons/{module}/{lesson}.{lang}.md"), line),
        Place::File(path, _) if path.starts_with("pictures/") => {
            let key = path.trim_start_matches("pictures/").rsplit_once('.').map_or(path.as_str(), |(key, _)| key);
            (format!("{base}/pictures/{key}"), path.clone())
        }
        Place::Question(key, field) => (
            format!("{base}/questions/{key}#{field}"),
            page.tf("check-place-question", &[("title", key.as_str().into())]),
        ),
        Place::File(path, line) => file(path, line),
        Place::Module(..) | Place::Lesson(_) => file(COURSE_FILE, &1),
    };
    Note { href, place, words: html! {} }
}

fn show(
    page: Page,
    open: &Open,
    looked: &Looked,
    (status, typed, errors): (StatusCode, &Fields, &FormErrors),
) -> HttpResponse {
    let page = if looked.mistakes.is_empty() && has_news(&open.draft, looked) {
        page.with_switch_form("main-form")
    } else {
        page
    };
    let languages = open.languages();
    let checked = Checked {
        number: looked.number,
        mistakes: &looked.mistakes,
        pressing: &looked.pressing,
        warnings: &looked.warnings,
        newest: looked.newest.map(|version| version.0),
        obstacles: &looked.obstacles,
        elsewhere: &looked.elsewhere,
        languages: &languages,
        is_published: !open.draft.has_news(),
        is_offered: looked.is_offered,
        faster: looked.faster.as_deref(),
    };
    let body = views::check(&page, &open.around(), &checked, (typed, errors));
    respond(&page, status, page.t("check-title"), &body)
}

/// In words: who published the newest version, and when.
async fn faster(trainer: &Trainer, newest: Option<VersionId>) -> Result<Option<String>, Problem> {
    let (page, Some(newest)) = (&trainer.page, newest) else { return Ok(None) };
    let read = page.app.read(move |conn| {
        let Some((at, by)) = find_publishing(conn, newest)? else { return Ok(None) };
        let name = accounts::list_names(conn, by.as_slice())?.pop().map(|(_, name)| name);
        Ok(Some((at, name)))
    });
    let Some((at, name)) = read.await? else { return Ok(None) };
    let at = moment(page.lang, at, page.app.config.time_zone);
    Ok(Some(match name {
        Some(name) => page.tf("publish-faster", &[("name", name.into()), ("at", at.into())]),
        None => page.tf("publish-faster-nobody", &[("at", at.into())]),
    }))
}

fn has_news(draft: &Draft, looked: &Looked) -> bool {
    draft.has_news() || !looked.elsewhere.is_empty()
}

/// `GET /{lang}/trainer/drafts/{draft}/check`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_check(trainer: Trainer, library: Data<Library>, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let looked = look(&trainer, &library, &open).await?;
    let (typed, errors) = (Fields::default(), FormErrors::default());
    Ok(show(trainer.page, &open, &looked, (StatusCode::OK, &typed, &errors)))
}

/// `POST /{lang}/trainer/drafts/{draft}/publish`: after the same checks, or not at all.
///
/// # Errors
/// Not found; the database's.
pub async fn create_version(
    mut trainer: Trainer,
    library: Data<Library>,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let mut open = Open::find(&trainer, &path.1).await?;
    let switch = typed.switch();
    trainer.page.lang = switch.unwrap_or(trainer.page.lang);
    let mut looked = look(&trainer, &library, &open).await?;
    if switch.is_some() {
        return Ok(show(trainer.page, &open, &looked, (StatusCode::OK, &typed, &FormErrors::default())));
    }
    let seen = (number_in(&typed, "number"), number_in(&typed, "newest").map(VersionId));
    if seen.1 != looked.newest {
        // It may have been published between the reading of the draft and that of the course.
        open = Open::find(&trainer, &path.1).await?;
        looked = look(&trainer, &library, &open).await?;
        looked.faster = faster(&trainer, looked.newest).await?;
    }
    let refusal = if !looked.mistakes.is_empty() {
        Some((StatusCode::UNPROCESSABLE_ENTITY, FormErrors::default()))
    } else if looked.faster.is_some() {
        Some((StatusCode::CONFLICT, FormErrors::default()))
    } else if seen.0 != Some(looked.number) {
        Some((StatusCode::CONFLICT, FormErrors::one("publish", "publish-changed")))
    } else if seen.1 != looked.newest || !looked.elsewhere.is_empty() && !typed.has("seen") {
        Some((StatusCode::CONFLICT, FormErrors::one("seen", "publish-elsewhere-unseen")))
    } else {
        None
    };
    let wish = match typed.get("wish") {
        "correction" => Some(Wish::Correction),
        "edition" => Some(Wish::NewEdition),
        _ => None,
    };
    let (wish, package) = match (refusal, wish, looked.package.take()) {
        (Some((status, errors)), ..) => return Ok(show(trainer.page, &open, &looked, (status, &typed, &errors))),
        (None, Some(wish), Some(package)) => (wish, package),
        (None, ..) => {
            let errors = FormErrors::one("publish", "publish-wish-wrong");
            return Ok(show(trainer.page, &open, &looked, (StatusCode::UNPROCESSABLE_ENTITY, &typed, &errors)));
        }
    };
    let release = Release {
        draft: open.draft.id,
        number: looked.number,
        newest: looked.newest,
        wish,
        note: note_in(&typed, &open.languages()),
        demands: std::mem::take(&mut looked.demands),
    };
    publish(&trainer, (library.into_inner(), &open), package, release).await
}

/// `POST /{lang}/trainer/drafts/{draft}/catalogue`: takes the course out of the catalogue, or puts it back.
///
/// # Errors
/// Not found, if nothing of it was published; the database's.
pub async fn update_catalogue(
    trainer: Trainer,
    library: Data<Library>,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let page = &trainer.page;
    let course = library.shelf().course(open.draft.course.as_str()).ok_or(Error::NotFound)?.course_id;
    let (wish, message) = match typed.get("offer") {
        "yes" => (Offer::Open, "flash-course-offered"),
        "no" => (Offer::Withdrawn, "flash-course-withdrawn"),
        _ => return Err(Problem::BadRequest),
    };
    page.app.write(trainer.actor(), move |conn, ctx| offer(conn, ctx, course, wish)).await?;
    let shelf = library.into_inner();
    page.app.db.read_long(move |conn| shelf.refresh(conn)).await?;
    Ok(redirect_with(&format!("{}/check", views::base(page, &open.draft)), message))
}

/// What learners are told, in the languages in which something was written.
fn note_in(typed: &Fields, languages: &[Lang]) -> Localized {
    let texts = texts_in(typed, NOTE, languages);
    let mut note = Localized::default();
    for lang in languages {
        if let Some(text) = texts.exact(*lang).filter(|text| !text.is_empty()) {
            note.set(*lang, text.chars().take(300).collect());
        }
    }
    note
}

async fn publish(
    trainer: &Trainer,
    (library, open): (Arc<Library>, &Open),
    package: Package,
    release: Release,
) -> WebResult {
    let page = &trainer.page;
    let before = release.newest;
    let prepared = tokio::task::spawn_blocking(move || prepare(package)).await.map_err(Error::internal)??;
    let write = move |conn: &mut _, ctx: &_| authoring::publish(conn, ctx, &prepared, &release);
    let done = match page.app.write(trainer.actor(), write).await {
        Ok(Published::Done(done)) => done,
        Ok(Published::Closed) => return Err(Problem::NotFound),
        // Somebody else was faster.
        Ok(Published::Changed | Published::Elsewhere | Published::Unsigned) | Err(Error::Conflict) => {
            let again = Open::find(trainer, &open.draft.id.to_string()).await?;
            let mut looked = look(trainer, &library, &again).await?;
            if looked.newest != before {
                looked.faster = faster(trainer, looked.newest).await?;
            }
            let errors = match looked.faster {
                Some(_) => FormErrors::default(),
                None => FormErrors::one("publish", "publish-changed"),
            };
            let typed = Fields::default();
            return Ok(show(page.clone(), &again, &looked, (StatusCode::CONFLICT, &typed, &errors)));
        }
        Err(error) => return Err(error.into()),
    };
    let message = match done {
        Import::Correction(_) => "flash-draft-corrected",
        Import::NewEdition(_) if before.is_none() => "flash-draft-first",
        Import::NewEdition(_) => "flash-draft-new-edition",
        Import::Unchanged | Import::Kept | Import::Edited(_) => "flash-draft-published-same",
        Import::Refused(_) => "publish-only-edition",
    };
    if message == "publish-only-edition" {
        let looked = look(trainer, &library, open).await?;
        let errors = FormErrors::one("publish", message);
        return Ok(show(page.clone(), open, &looked, (StatusCode::CONFLICT, &Fields::default(), &errors)));
    }
    let shelf = Arc::clone(&library);
    page.app.db.read_long(move |conn| shelf.refresh(conn)).await?;
    Ok(redirect_with(&views::base(page, &open.draft), message))
}
