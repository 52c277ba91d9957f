//! Questions from a file: the file is brought, what becomes of each question is shown, and then they are added or not.

use actix_multipart::Multipart;
use actix_web::http::{StatusCode, header};
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::course_file::{CourseFile, ModuleEntry};
use super::super::super::model::{FileChange, NewUpload, Upload, questions_path};
use super::super::super::take_questions::{Place, Unread, banks, beside, facts, read_questions, with_filling};
use super::super::super::views::{self, ImportForm, Kind, Preview, Taking};
use super::super::super::{self as authoring, Elsewhere, LARGE, Taken, Wanted};
use super::Open;
use crate::exchange::views::refusal;
use crate::exchange::{Format, Read, Reading, Refusal, bank, limits};
use crate::kernel::ids::UploadId;
use crate::kernel::{Error, Lang, Slug};
use crate::web::address::client_ip;
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::paging::{PER_PAGE, PageNumber, list_address};
use crate::web::upload::read_upload;
use crate::web::{Fields, LongFields, Page, Problem, Trainer, WebResult, html_page};

/// Where the questions of a file go.
#[derive(Debug, Clone)]
struct Choice {
    module: ModuleEntry,
    lang: Lang,
    lesson: Option<Slug>,
    elsewhere: Elsewhere,
}

impl Choice {
    /// What was chosen, or what stands first; none if the course has no module.
    fn of(typed: &Fields, open: &Open, lang: Lang) -> Option<Self> {
        let modules = open.course.as_ref()?.modules();
        let named = modules.iter().find(|module| module.key == typed.get("module"));
        let module = named.or(modules.first())?.clone();
        let languages = open.languages();
        let wanted = Lang::from_code(typed.get("language")).unwrap_or(lang);
        let lang = if languages.contains(&wanted) { wanted } else { open.source() };
        let is_there = |key: &Slug| module.lessons.iter().any(|lesson| lesson.key == key.as_str());
        let lesson = Slug::parse(typed.get("lesson")).filter(is_there);
        let elsewhere = if typed.get("copy") == "yes" { Elsewhere::Copied } else { Elsewhere::Left };
        Some(Self { module, lang, lesson, elsewhere })
    }

    /// As the fields of a form and of an address.
    fn fields(&self) -> [(&'static str, &str); 4] {
        let lesson = self.lesson.as_ref().map(Slug::as_str).unwrap_or_default();
        let copy = match self.elsewhere {
            Elsewhere::Left => "",
            Elsewhere::Copied => "yes",
        };
        [("module", &self.module.key), ("language", self.lang.code()), ("lesson", lesson), ("copy", copy)]
    }

    fn typed(&self) -> Fields {
        let filled = self.fields().into_iter().filter(|(_, value)| !value.is_empty());
        Fields(filled.map(|(name, value)| (name.to_owned(), value.to_owned())).collect())
    }

    fn wanted(&self) -> Wanted {
        let lesson = self.lesson.clone();
        Wanted { module: self.module.key.clone(), lang: self.lang, lesson, elsewhere: self.elsewhere }
    }

    fn lessons(&self) -> Vec<Slug> {
        self.module.lessons.iter().filter_map(|lesson| Slug::parse(&lesson.key)).collect()
    }
}

/// Why a file of questions is not read, in words.
fn sentence(page: &Page, refused: &Unread) -> String {
    match refused {
        Unread::Broken(path) => page.tf("exchange-file-broken", &[("path", path.as_str().into())]),
        Unread::Refused(refused) => refusal(page.lang, refused),
    }
}

/// Reads a file for its place in the draft.
async fn read(
    open: &Open,
    (bytes, format): (Vec<u8>, Format),
    choice: &Choice,
) -> Result<Result<Reading, Unread>, Error> {
    let banks = banks(open.files.values(), &choice.module.key);
    let place = Place {
        wanted: choice.wanted(),
        lessons: choice.lessons(),
        required: open.required(),
        languages: open.languages(),
        facts: facts(open.files.values()),
    };
    let work = move || read_questions(&banks, (&bytes, format), &place);
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

/// `GET /{lang}/trainer/drafts/{draft}/import?module=`.
///
/// # Errors
/// Not found; the database's.
pub async fn new_import(request: HttpRequest, trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    open.course()?;
    Ok(form_page(&trainer.page, &open, &Fields::of_query(&request), None))
}

fn form_page(page: &Page, open: &Open, typed: &Fields, error: Option<&str>) -> HttpResponse {
    let choice = Choice::of(typed, open, page.lang);
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let (modules, lessons) = names(open, page.lang);
    let mut filled = choice.as_ref().map(Choice::typed).unwrap_or_default();
    filled.0.push(("format".to_owned(), typed.get("format").to_owned()));
    let form = ImportForm { modules: &modules, lessons: &lessons, languages: &open.languages(), typed: &filled, error };
    respond(page, status, page.t("exchange-title"), &views::import_form(page, &open.around(), &form))
}

/// Keys and words.
type Named = Vec<(String, String)>;

/// The modules, and the lessons of all of them with the title of their module.
fn names(open: &Open, lang: Lang) -> (Named, Named) {
    let (mut modules, mut lessons) = (Vec::new(), Vec::new());
    for module in open.course.as_ref().map(CourseFile::modules).unwrap_or_default() {
        let title = Some(module.title.get(lang)).filter(|title| !title.is_empty()).unwrap_or(&module.key).to_owned();
        for lesson in &module.lessons {
            let words = format!("{title}: {}", open.lesson_title(&module.key, &lesson.key, lang));
            lessons.push((lesson.key.clone(), words));
        }
        modules.push((module.key.clone(), title));
    }
    (modules, lessons)
}

/// `POST /{lang}/trainer/drafts/{draft}/import`: the file waits, and the page shows what would become of its questions.
///
/// # Errors
/// Not found; too many files from one address; the database's.
pub async fn create_upload(
    request: HttpRequest,
    trainer: Trainer,
    path: Path<(String, String)>,
    form: Multipart,
) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let page = &trainer.page;
    page.app.limits.take(Limited::Upload, client_ip(&request, &page.app), page.app.now())?;
    let sent = read_upload(form, "file", limits::BYTES).await?;
    let refused = |error: String| Ok(form_page(page, &open, &sent.typed, Some(&error)));
    let Some(choice) = Choice::of(&sent.typed, &open, page.lang) else {
        return refused(page.t("exchange-no-modules").to_owned());
    };
    if sent.is_too_large {
        return refused(refusal(page.lang, &Refusal::TooLarge { limit: limits::BYTES }));
    }
    if sent.bytes.is_empty() {
        return refused(page.t("exchange-file-missing").to_owned());
    }
    let named = Format::from_code(sent.typed.get("format"));
    let Some(format) = named.or_else(|| Format::guess(&sent.name, &sent.bytes)) else {
        return refused(page.t("exchange-format-unknown").to_owned());
    };
    if let Err(unread) = read(&open, (sent.bytes.clone(), format), &choice).await? {
        return refused(sentence(page, &unread));
    }
    let new = NewUpload {
        draft: open.draft.id,
        by: Some(trainer.id()),
        name: if sent.name.is_empty() { format.code().to_owned() } else { sent.name },
        format: format.code(),
        digest: None,
        content: sent.bytes,
    };
    let write = move |conn: &mut _, ctx: &_| authoring::keep_upload(conn, ctx, &new);
    let id = page.app.write(trainer.actor(), write).await?;
    let here = format!("{}/import/{id}", views::base(page, &open.draft));
    let to = list_address(&here, &choice.fields());
    let to = to.trim_end_matches(['?', '&']);
    if sent.typed.has("script") {
        // The page's own script goes there by itself.
        return Ok(HttpResponse::Created().insert_header((header::LOCATION, to)).finish());
    }
    Ok(redirect(to))
}

async fn find(trainer: &Trainer, open: &Open, id: &str) -> Result<Upload, Problem> {
    let id: UploadId = id.parse().map_err(|_| Error::NotFound)?;
    let of = (open.draft.id, Some(trainer.id()));
    let found = trainer.page.app.read(move |conn| authoring::find_upload(conn, id, of)).await?;
    Ok(found.filter(|upload| Format::from_code(&upload.format).is_some()).ok_or(Error::NotFound)?)
}

/// The bytes of a file that waits, and how they are read; none if it was taken in.
fn waiting(upload: &mut Upload) -> Option<(Vec<u8>, Format)> {
    Some((upload.content.take()?, Format::from_code(&upload.format)?))
}

/// To the draft, with the button that takes the change back.
fn to_draft(page: &Page, open: &Open, number: i64) -> HttpResponse {
    redirect(&format!("{}?undo={number}", views::base(page, &open.draft)))
}

/// `GET /{lang}/trainer/drafts/{draft}/import/{upload}?module=&language=&lesson=&copy=&show=&page=`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_preview(request: HttpRequest, trainer: Trainer, path: Path<(String, String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let mut upload = find(&trainer, &open, &path.2).await?;
    let (page, query) = (&trainer.page, Fields::of_query(&request));
    if let Some(number) = upload.taken_number {
        return Ok(to_draft(page, &open, number));
    }
    if upload.wanted.is_some() {
        let id = upload.id;
        let goes_on = page.app.read(move |conn| authoring::is_being_taken(conn, id)).await?;
        if goes_on || !page.app.write(trainer.actor(), move |conn, _| authoring::give_back(conn, id)).await? {
            return Ok(taking_page(page, &open, &upload));
        }
        upload = find(&trainer, &open, &path.2).await?;
    }
    let choice = Choice::of(&query, &open, page.lang).ok_or(Error::NotFound)?;
    let reading = match waiting(&mut upload) {
        Some(file) => read(&open, file, &choice).await?,
        None => return Err(Problem::NotFound),
    };
    match reading {
        Ok(reading) => Ok(preview_page(page, &open, (&upload, &choice, &reading), &query)),
        Err(unread) => Ok(form_page(page, &open, &query, Some(&sentence(page, &unread)))),
    }
}

fn preview_page(
    page: &Page,
    open: &Open,
    (upload, choice, reading): (&Upload, &Choice, &Reading),
    query: &Fields,
) -> HttpResponse {
    let kind = Kind::of(query.get("show"));
    let shown: Vec<&Read> =
        reading.questions.iter().filter(|read| kind.is_none_or(|kind| kind == Kind::is(read))).collect();
    let count = i64::try_from(shown.len()).unwrap_or(i64::MAX);
    let current = PageNumber::of(query).within(count);
    let [from, length] = [current.offset(), PER_PAGE].map(|number| usize::try_from(number).unwrap_or_default());
    let (modules, lessons) = names(open, page.lang);
    let here = format!("{}/import/{}", views::base(page, &open.draft), upload.id);
    let preview = Preview {
        here: &here,
        name: &upload.name,
        stopped: upload.stopped.as_deref(),
        reading,
        shown: shown.get(from..).unwrap_or_default().get(..length).unwrap_or(shown.get(from..).unwrap_or_default()),
        kind,
        count,
        current,
        modules: &modules,
        lessons: &lessons,
        languages: &open.languages(),
        typed: &choice.typed(),
    };
    html_page(page, page.t("exchange-preview"), &views::preview(page, &open.around(), &preview))
}

/// How far the job is that takes a file in.
fn taking_page(page: &Page, open: &Open, upload: &Upload) -> HttpResponse {
    let here = format!("{}/import/{}", views::base(page, &open.draft), upload.id);
    let taking = Taking { here: &here, name: &upload.name, done: upload.progress.0, total: upload.progress.1 };
    html_page(page, page.t("exchange-taking"), &views::taking(page, &open.around(), &taking))
}

/// How often adding is tried again when others change the same file at the same moment.
const TRIES: usize = 3;

/// `POST /{lang}/trainer/drafts/{draft}/import/{upload}`: the questions come into the draft, as one change.
///
/// # Errors
/// Not found; the database's.
pub async fn create_questions(
    trainer: Trainer,
    path: Path<(String, String, String)>,
    LongFields(typed): LongFields,
) -> WebResult {
    let page = &trainer.page;
    let base = page.to(&format!("/trainer/drafts/{}", path.1));
    for _ in 0..TRIES {
        let open = Open::find(&trainer, &path.1).await?;
        let mut upload = find(&trainer, &open, &path.2).await?;
        if let Some(number) = upload.taken_number {
            return Ok(to_draft(page, &open, number));
        }
        let choice = Choice::of(&typed, &open, page.lang).ok_or(Error::NotFound)?;
        let here = list_address(&format!("{}/import/{}", views::base(page, &open.draft), upload.id), &choice.fields());
        if upload.wanted.is_some() || upload.content.as_ref().is_some_and(|bytes| bytes.len() > LARGE) {
            let (id, wanted) = (upload.id, choice.wanted());
            let ask = move |conn: &mut _, ctx: &_| authoring::ask_for_questions(conn, ctx, id, &wanted);
            page.app.write(trainer.actor(), ask).await?;
            return Ok(redirect(here.trim_end_matches(['?', '&'])));
        }
        let file = waiting(&mut upload).ok_or(Error::NotFound)?;
        let reading = match read(&open, file, &choice).await? {
            Ok(reading) => reading,
            Err(unread) => return Ok(form_page(page, &open, &typed, Some(&sentence(page, &unread)))),
        };
        match add(&trainer, &open, (&upload, &choice, &reading)).await {
            Ok(Taken::Done(number) | Taken::Already(number)) => return Ok(to_draft(page, &open, number)),
            Ok(Taken::Nothing) => return Ok(preview_page(page, &open, (&upload, &choice, &reading), &typed)),
            Ok(Taken::Closed) => return Err(Problem::Conflict),
            Ok(Taken::Meanwhile) | Err(Error::Conflict) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(redirect_with(&base, "flash-exchange-crowded"))
}

async fn add(
    trainer: &Trainer,
    open: &Open,
    (upload, choice, reading): (&Upload, &Choice, &Reading),
) -> Result<Taken, Error> {
    let taken: Vec<_> = reading.taken().cloned().collect();
    if taken.is_empty() && reading.filling().next().is_none() {
        return Ok(Taken::Nothing);
    }
    let path = questions_path(&choice.module.key);
    let course = (open.languages(), facts(open.files.values()));
    let banks = banks(open.files.values(), &choice.module.key);
    let mut filled = with_filling(&banks, reading, (&course.0, &course.1));
    let own = filled.remove(&path).unwrap_or_else(|| open.text(&path));
    let text = if taken.is_empty() { own } else { bank::with_more(&own, &taken) };
    let own = (!text.is_empty()).then(|| FileChange::text(path.clone(), open.number(&path), text));
    let changes: Vec<FileChange> = own.into_iter().chain(beside(filled, |path| open.number(path))).collect();
    let (place, subject) = ((open.draft.id, upload.id), upload.name.clone());
    let write = move |conn: &mut _, ctx: &_| authoring::take_in(conn, ctx, place, (&subject, &changes), None);
    trainer.page.app.write(trainer.actor(), write).await
}
