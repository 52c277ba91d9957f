//! What trainers do with drafts: the list here, the rest beside.

pub mod archive;
pub mod check;
pub mod export;
pub mod facts;
pub mod files;
pub mod final_test;
mod former;
pub mod glossary;
pub mod history;
pub mod import;
pub mod lesson_parts;
pub mod lessons;
mod meanwhile;
pub mod moments;
pub mod outline;
pub mod parts;
pub mod pictures;
pub mod present;
pub mod questions;
pub mod settings;
mod signatures;
mod translations;
mod visit;

use std::collections::BTreeMap;
use std::sync::OnceLock;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::super::course_file::CourseFile;
use super::super::model::{Action, COURSE_FILE, Draft, FileChange, FileState, Line, Saved};
use super::super::skeleton::{self, NewCourse};
use super::super::slugs::key_for;
use super::super::views::{self, Around, Both, Listed, TITLE};
use super::super::{self as authoring, Begun, Closed};
use crate::accounts;
use crate::content::Library;
use crate::content::export::export_newest;
use crate::kernel::ids::{DraftId, PersonId};
use crate::kernel::{Error, Lang, Localized, Slug};
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Page, Problem, Trainer, WebResult, html_page};

/// A draft that is open, with its texts.
pub(super) struct Open {
    pub(super) draft: Draft,
    /// By path; pictures are not among them.
    pub(super) files: BTreeMap<String, FileState>,
    /// The paths of the pictures.
    pub(super) pictures: Vec<String>,
    /// The course file, if it can be read.
    pub(super) course: Option<CourseFile>,
    pub(super) title: String,
    /// Who else has what open: a name, and what it is called.
    pub(super) present: Vec<(String, Localized)>,
    /// What somebody else saved while a form of this page was filled in.
    pub(super) both: Option<Both>,
    /// Why what was typed was not saved; it stays in the form.
    pub(super) refused: Option<String>,
    /// What the page shows, for whoever asks who has what open.
    place: OnceLock<String>,
}

impl Open {
    /// The open draft at this address.
    async fn find(trainer: &Trainer, id: &str) -> Result<Self, Problem> {
        let id: DraftId = id.parse().map_err(|_| Error::NotFound)?;
        let (who, now, lang) = (trainer.id(), trainer.page.app.now(), trainer.page.lang);
        let read = trainer.page.app.read(move |conn| {
            let draft = authoring::find_draft(conn, id)?.filter(|draft| draft.closed_at.is_none());
            let draft = draft.ok_or(Error::NotFound)?;
            let texts = authoring::list_texts(conn, id)?;
            let states = authoring::list_states(conn, id)?;
            let present = authoring::list_present(conn, id, (who, now))?;
            let people: Vec<PersonId> = present.iter().map(|editing| editing.person).collect();
            let names = accounts::list_names(conn, &people)?;
            Ok((draft, texts, states, present, names))
        });
        let (draft, texts, states, present, names) = read.await?;
        let files: BTreeMap<_, _> = texts.into_iter().map(|file| (file.path.clone(), file)).collect();
        let pictures = states.into_iter().map(|file| file.path).filter(|path| path.starts_with("pictures/")).collect();
        let bytes = files.get(COURSE_FILE).and_then(|file| file.content.as_deref()).unwrap_or_default();
        let course = CourseFile::parse(bytes);
        let title = title(course.as_ref(), lang, &draft);
        let mut open = Self {
            draft,
            files,
            pictures,
            course,
            title,
            present: Vec::new(),
            both: None,
            refused: None,
            place: OnceLock::new(),
        };
        let places = authoring::newest_places(present, |path| open.has_place(path)).into_iter();
        let shown = |(person, path): (PersonId, Option<String>)| {
            let (_, name) = names.iter().find(|(of, _)| *of == person)?;
            Some((name.clone(), open.called_place(path.as_deref())))
        };
        open.present = places.filter_map(shown).collect();
        Ok(open)
    }

    /// The course file; without one there is nothing but the files.
    fn course(&self) -> Result<&CourseFile, Problem> {
        self.course.as_ref().ok_or(Problem::NotFound)
    }

    /// The languages of the course, the one in which it is written first.
    fn languages(&self) -> Vec<Lang> {
        let languages = self.course.as_ref().map(CourseFile::languages).unwrap_or_default();
        if languages.is_empty() { vec![Lang::Kk] } else { languages }
    }

    /// Those of them in which every text has to exist.
    fn required(&self) -> Vec<Lang> {
        let required = self.course.as_ref().map(CourseFile::required).unwrap_or_default();
        if required.is_empty() { self.languages() } else { required }
    }

    fn source(&self) -> Lang {
        self.languages().first().copied().unwrap_or(Lang::Kk)
    }

    fn around(&self) -> Around<'_> {
        Around {
            draft: &self.draft,
            title: &self.title,
            present: &self.present,
            both: self.both.as_ref(),
            refused: self.refused.as_deref(),
            place: self.place.get().map(String::as_str),
        }
    }

    /// The revision of a file; none if it is not there.
    fn number(&self, path: &str) -> Option<i64> {
        self.files.get(path).map(|file| file.number)
    }

    /// A file as text; empty if it is not there.
    fn text(&self, path: &str) -> String {
        self.files.get(path).map(FileState::text).unwrap_or_default()
    }

    /// The change that writes the course file anew, made from the revision that was shown.
    fn course_change(file: CourseFile, seen: i64) -> FileChange {
        FileChange::text(COURSE_FILE, Some(seen), file.into_text())
    }
}

/// What a course is called.
fn title(course: Option<&CourseFile>, lang: Lang, draft: &Draft) -> String {
    let title = course.map(CourseFile::title).unwrap_or_default();
    Some(title.get(lang)).filter(|title| !title.is_empty()).unwrap_or(draft.course.as_str()).to_owned()
}

/// Saves, as one change.
async fn save(
    trainer: &Trainer,
    draft: DraftId,
    what: (Action, String),
    changes: Vec<FileChange>,
) -> Result<Saved, Problem> {
    visit::save_from(trainer, draft, (what, None), changes).await
}

impl Open {
    /// Notes that a text is longer than is saved, in bytes.
    fn refuse_length(&mut self, page: &Page, (length, most): (usize, usize)) {
        let kilobytes = |bytes: usize| bytes.div_ceil(1_000);
        let args = [("length", kilobytes(length).into()), ("most", kilobytes(most).into())];
        self.refused = Some(page.tf("draft-text-too-long", &args));
    }
}

/// The number in a form's field.
fn number_in(typed: &Fields, name: &str) -> Option<i64> {
    typed.get(name).parse().ok()
}

/// What was typed for each language of the course, without the blanks around it. A language for which the form had no
/// field, because it came into the course meanwhile, has no text here, and what it has is left alone.
fn texts_in(typed: &Fields, names: [&'static str; 3], languages: &[Lang]) -> Localized {
    let mut texts = Localized::default();
    for (lang, name) in
        Lang::ALL.into_iter().zip(names).filter(|(lang, name)| languages.contains(lang) && typed.has(name))
    {
        texts.set(lang, typed.get(name).trim().replace("\r\n", "\n"));
    }
    texts
}

/// The fields that show these texts.
fn fields_of(texts: &Localized, names: [&'static str; 3]) -> impl Iterator<Item = (String, String)> {
    let field = |(lang, name): (Lang, &str)| Some((name.to_owned(), texts.exact(lang)?.to_owned()));
    Lang::ALL.into_iter().zip(names).filter_map(field).collect::<Vec<_>>().into_iter()
}

/// A form that was not accepted is 422.
fn form_page(
    page: Page,
    title: &'static str,
    errors: &FormErrors,
    body: impl FnOnce(&Page) -> maud::Markup,
) -> HttpResponse {
    let page = page.with_switch_form("main-form");
    let status = if errors.is_empty() {
        actix_web::http::StatusCode::OK
    } else {
        actix_web::http::StatusCode::UNPROCESSABLE_ENTITY
    };
    let body = body(&page);
    respond(&page, status, page.t(title), &body)
}

/// `GET /{lang}/trainer/drafts`.
///
/// # Errors
/// The database's.
pub async fn list_drafts(trainer: Trainer, library: Data<Library>) -> WebResult {
    let page = &trainer.page;
    let (open, closed, names, brought) = page
        .app
        .read(|conn| {
            let (open, closed) = (authoring::list_drafts(conn)?, authoring::list_closed(conn)?);
            let people: Vec<PersonId> = open.iter().chain(&closed).filter_map(|line| line.by).collect();
            let names = accounts::list_names(conn, &people)?;
            Ok((open, closed, names, authoring::list_brought(conn)?))
        })
        .await?;
    let listed = |line: &Line| {
        let title = title(CourseFile::parse(&line.course_file).as_ref(), page.lang, &line.draft);
        let by = line.by.and_then(|by| names.iter().find(|(person, _)| *person == by)).map(|(_, name)| name.clone());
        let has_copy = brought.iter().any(|(draft, _)| *draft == line.draft.id);
        Listed { draft: line.draft.clone(), title, by, has_copy }
    };
    let is_open = |key: &Slug| open.iter().any(|line| line.draft.course == *key);
    let shelf = library.shelf();
    let published = shelf.catalogue().map(|published| &published.course).filter(|course| !is_open(&course.key));
    let published: Vec<(String, String)> =
        published.map(|course| (course.key.to_string(), course.title.get(page.lang).to_owned())).collect();
    let (open, closed): (Vec<_>, Vec<_>) = (open.iter().map(listed).collect(), closed.iter().map(listed).collect());
    Ok(html_page(page, page.t("drafts-title"), &views::list(page, (&open, &closed), &published)))
}

/// `POST /{lang}/trainer/drafts`: a draft of a course that was published; on to a question of it, if one is named.
///
/// # Errors
/// Not found; the database's.
pub async fn create_draft(trainer: Trainer, typed: Fields) -> WebResult {
    let page = &trainer.page;
    let key = Slug::parse(typed.get("course")).ok_or(Error::NotFound)?;
    let asked = key.clone();
    let (base, files) = page.app.db.read_long(move |conn| export_newest(conn, &asked)).await?;
    let begun = page
        .app
        .write(trainer.actor(), move |conn, ctx| authoring::begin_from(conn, ctx, (&key, base), &files))
        .await?;
    match (Slug::parse(typed.get("question")), &begun) {
        (Some(question), Begun::New(draft) | Begun::Open(draft)) => {
            Ok(redirect(&page.to(&format!("/trainer/drafts/{draft}/questions/{question}?from=results"))))
        }
        _ => to_draft(page, begun).ok_or(Problem::Conflict),
    }
}

fn to_draft(page: &Page, begun: Begun) -> Option<HttpResponse> {
    let (draft, message) = match begun {
        Begun::New(draft) => (draft, "flash-draft-begun"),
        Begun::Open(draft) => (draft, "flash-draft-open"),
        Begun::Taken => return None,
    };
    Some(redirect_with(&page.to(&format!("/trainer/drafts/{draft}")), message))
}

/// `GET /{lang}/trainer/drafts/new`.
///
/// # Errors
/// None.
pub async fn new_course(trainer: Trainer) -> WebResult {
    let typed = Fields(vec![("source".to_owned(), trainer.page.lang.code().to_owned())]);
    Ok(course_page(trainer.page, &typed, &FormErrors::default()))
}

fn course_page(page: Page, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    form_page(page, "drafts-new", errors, |page| views::new_course_form(page, (typed, errors)))
}

/// `POST /{lang}/trainer/drafts/new`: a draft of a course that is new.
///
/// # Errors
/// The database's.
pub async fn create_course(mut trainer: Trainer, library: Data<Library>, typed: Fields) -> WebResult {
    let mut errors = FormErrors::default();
    if let Some(lang) = typed.switch() {
        trainer.page.lang = lang;
        return Ok(course_page(trainer.page, &typed, &errors));
    }
    let Some(new) = read_new(&typed, &library, &mut errors) else {
        return Ok(course_page(trainer.page, &typed, &errors));
    };
    let files = skeleton::files(&new).ok_or_else(|| Error::internal("the skeleton of a course is TOML"))?;
    let key = new.key;
    let write = move |conn: &mut _, ctx: &_| authoring::begin(conn, ctx, &key, &files);
    let begun = trainer.page.app.write(trainer.actor(), write).await?;
    match to_draft(&trainer.page, begun) {
        Some(answer) => Ok(answer),
        None => Ok(course_page(trainer.page, &typed, &FormErrors::one("key", "draft-key-taken"))),
    }
}

/// The languages are those that have a title; the one in which the course is written needs one.
fn read_new(typed: &Fields, library: &Library, errors: &mut FormErrors) -> Option<NewCourse> {
    let source = Lang::from_code(typed.get("source")).unwrap_or(Lang::Kk);
    let mut title = texts_in(typed, TITLE, &Lang::ALL);
    title = title.map(|_, text| text.to_owned());
    let has = |lang: Lang| title.exact(lang).is_some_and(|text| !text.is_empty());
    if !has(source) {
        let field =
            Lang::ALL.into_iter().zip(TITLE).find(|(lang, _)| *lang == source).map_or(TITLE[0], |(_, name)| name);
        errors.add(field, "draft-title-missing");
    }
    let mut languages = vec![source];
    languages.extend(Lang::ALL.into_iter().filter(|lang| *lang != source && has(*lang)));
    let mut titled = Localized::default();
    for lang in &languages {
        titled.set(*lang, title.exact(*lang).unwrap_or_default().to_owned());
    }
    let key = if let Some(key) = typed.typed("key") {
        errors.check("key", "draft-key-wrong", Slug::parse(key))
    } else {
        let words = title.exact(Lang::En).filter(|text| !text.is_empty()).or(title.exact(source));
        key_for(words.unwrap_or_default(), "course", |key| library.shelf().course(key).is_some())
    };
    errors.is_empty().then_some(())?;
    Some(NewCourse { key: key?, languages, title: titled })
}

/// `POST /{lang}/trainer/drafts/{draft}/close`: asks once more where somebody else is writing.
///
/// # Errors
/// Not found; the database's.
pub async fn create_closing(trainer: Trainer, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let id: DraftId = path.1.parse().map_err(|_| Error::NotFound)?;
    let (me, now) = (trainer.id(), trainer.page.app.now());
    let present = trainer.page.app.read(move |conn| authoring::list_present(conn, id, (me, now))).await?;
    if !typed.has("seen") && !present.is_empty() {
        let (open, page) = (Open::find(&trainer, &path.1).await?, &trainer.page);
        let body = views::closing(page, &open.around());
        return Ok(respond(page, actix_web::http::StatusCode::CONFLICT, page.t("draft-close"), &body));
    }
    let write = move |conn: &mut _, ctx: &_| authoring::close(conn, ctx, id);
    trainer.page.app.write(trainer.actor(), write).await?;
    Ok(redirect_with(&trainer.page.to("/trainer/drafts"), "flash-draft-put-away"))
}

/// `POST /{lang}/trainer/drafts/{draft}/reopen`.
///
/// # Errors
/// Not found; the database's.
pub async fn create_reopening(trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let id: DraftId = path.1.parse().map_err(|_| Error::NotFound)?;
    let write = move |conn: &mut _, ctx: &_| authoring::reopen(conn, ctx, id);
    let message = match trainer.page.app.write(trainer.actor(), write).await? {
        Closed::Done | Closed::Already => "flash-draft-taken-up",
        Closed::Other => "flash-draft-other",
    };
    Ok(redirect_with(&trainer.page.to("/trainer/drafts"), message))
}
