//! The text of a lesson in one language: written in one piece, or translated paragraph by paragraph.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::course_file::{LessonEntry, ModuleEntry};
use super::super::super::model::{Action, COURSE_FILE, FileChange, FileState, Saved, Visit, lesson_path};
use super::super::super::paragraphs::{self, Beside, Progress, join, tidy};
use super::super::super::views::{self, LessonPage, Tab, Texts};
use super::super::super::{self as authoring};
use super::outline::file_name;
use super::visit::{new_visit, save_from, visit_in};
use super::{Open, lesson_parts, number_in, pictures};
use crate::content::Library;
use crate::content::files::{self, Files};
use crate::content::markdown::RenderedLesson;
use crate::kernel::ids::DraftId;
use crate::kernel::{Error, Lang, Slug};
use crate::web::address::client_ip;
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::{Fields, LongFields, Page, Problem, Trainer, WebResult};

type LessonPath = Path<(String, String, String, String)>;

/// The longest text that is saved, in bytes. Longer ones than a lesson may be are saved all the same, and the checks
/// tell; this is where a paste went wrong.
pub(super) const LONGEST: usize = 200_000;

/// The lesson at an address.
struct Found {
    open: Open,
    module: ModuleEntry,
    lesson: LessonEntry,
    lang: Lang,
}

impl Found {
    async fn find(trainer: &Trainer, path: &(String, String, String, String)) -> Result<Self, Problem> {
        let open = Open::find(trainer, &path.1).await?;
        let (module, lesson) = open.course()?.lesson(&path.2).ok_or(Error::NotFound)?;
        let lang = Lang::from_code(&path.3).filter(|lang| open.languages().contains(lang)).ok_or(Error::NotFound)?;
        Ok(Self { open, module, lesson, lang })
    }

    fn path(&self) -> String {
        self.path_in(self.lang)
    }

    fn path_in(&self, lang: Lang) -> String {
        lesson_path(&self.module.key, &self.lesson.key, lang)
    }

    fn is_source(&self) -> bool {
        self.lang == self.open.source()
    }

    fn title(&self) -> String {
        self.open.lesson_title(&self.module.key, &self.lesson.key, self.lang)
    }

    /// The page of this person that saved what is shown, where one did; what was typed is nobody's yet.
    async fn saved_by(&self, trainer: &Trainer, typed: Option<&Typed>) -> Result<Option<Visit>, Problem> {
        match self.open.number(&self.path()).filter(|_| typed.is_none()) {
            Some(number) => self.open.visit_of(trainer, number).await,
            None => Ok(None),
        }
    }

    /// Lets a text go on from what its page saved last, if the answer to that was lost and the text holds still. What the page
    /// sent by itself is older than its button, whichever of them arrives first.
    async fn go_on(&self, trainer: &Trainer, typed: &mut Typed, is_auto: bool) -> Result<(), Problem> {
        let behind: &[Action] = if is_auto { &[Action::AutoSaved] } else { &[Action::AutoSaved, Action::Saved] };
        let (path, after) = (self.path(), typed.seen.unwrap_or_default());
        let (Some(now), Some(visit)) = (self.open.number(&path).filter(|now| *now > after), &typed.visit) else {
            return Ok(());
        };
        if self.open.own_of(trainer, (&path, after), (visit, behind)).await? == Some(now) {
            typed.seen = Some(now);
        }
        Ok(())
    }
}

/// What was typed into the editor.
struct Typed {
    text: String,
    is_whole: bool,
    seen: Option<i64>,
    source_seen: Option<i64>,
    /// The translation was brought up to date.
    is_fresh: bool,
    /// The page that sends it.
    visit: Option<Visit>,
}

impl Typed {
    fn read(fields: &Fields) -> Self {
        let is_whole = fields.has("text");
        let all =
            |wanted: &'static str| fields.0.iter().filter(move |(name, _)| name == wanted).map(|(_, value)| value);
        let beside = all("beside").map(|code| Beside::from_code(code));
        let parts: Vec<(Beside, String)> = beside.zip(all("part").cloned()).collect();
        let is_current = fields.has("fresh") || !fields.has("stale");
        Self {
            text: if is_whole { tidy(fields.get("text")) } else { join(&parts, is_current) },
            is_whole,
            seen: number_in(fields, "number"),
            source_seen: number_in(fields, "source_number"),
            is_fresh: fields.has("fresh"),
            visit: visit_in(fields),
        }
    }
}

/// `GET /{lang}/trainer/drafts/{draft}/lessons/{lesson}/{in}?whole=`.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_text(request: HttpRequest, trainer: Trainer, library: Data<Library>, path: LessonPath) -> WebResult {
    let found = Found::find(&trainer, &path).await?;
    found.open.note_present(&trainer, &found.path()).await?;
    let is_whole = Fields::of_query(&request).has("whole");
    page(&trainer, &library, &found, None, is_whole).await
}

/// The editor, with what is stored or what was typed.
async fn page(trainer: &Trainer, library: &Library, found: &Found, typed: Option<&Typed>, is_whole: bool) -> WebResult {
    let (open, page) = (&found.open, trainer.page.clone().with_switch_form("main-form"));
    open.stands_at(&found.path());
    let earlier = open.earlier(trainer).await?;
    let file = open.files.get(&found.path());
    let text = typed.map_or_else(|| file.map(FileState::text).unwrap_or_default(), |typed| typed.text.clone());
    let source_path = found.path_in(open.source());
    let source = open.text(&source_path);
    let compared = file.and_then(|file| file.compared_with).filter(|_| !found.is_source());
    let before = compared.and_then(|seen| earlier.get(&(file_name(&source_path), seen))).unwrap_or(&source);
    let is_stale = *before != source;
    let texts = if found.is_source() || is_whole || typed.is_some_and(|typed| typed.is_whole) {
        Texts::Whole(text.clone())
    } else {
        Texts::Beside(paragraphs::pairs(before, &source, &text))
    };
    let state = |lang| open.progress((&found.module.key, &found.lesson.key, lang), &earlier);
    let words = |lang| match (lang == open.source(), state(lang)) {
        (true, Progress::Whole) => page.t("editor-is-source").to_owned(),
        (_, state) => views::state_words(&page, state),
    };
    let tabs: Vec<Tab> = open.languages().into_iter().map(|lang| Tab { lang, state: words(lang) }).collect();
    let (facts, terms) =
        (named(open, "facts.toml", "value", found.lang), named(open, "glossary.toml", "term", found.lang));
    let lessons = other_lessons(found);
    let keys = open.pictures.iter().filter_map(|path| pictures::split(path)).map(|(key, _)| key.to_owned());
    let words = pictures::PictureWords::read(open);
    let described = |key: String| {
        let alt = words.of(&key);
        (key, views::mark_words(alt.exact(found.lang).unwrap_or_default()))
    };
    let pictures: Vec<(String, String)> = keys.map(described).collect();
    let languages = open.languages();
    let (title, path, visit) = (found.title(), found.path(), new_visit(&page));
    let saved_by = found.saved_by(trainer, typed).await?;
    let lesson = LessonPage {
        key: &found.lesson.key,
        path: &path,
        title: &title,
        lang: found.lang,
        source: open.source(),
        tabs: &tabs,
        seen: typed.map_or_else(|| file.map(|file| file.number), |typed| typed.seen),
        visit: visit.as_str(),
        saved_by: saved_by.as_ref().map(Visit::as_str),
        source_seen: typed.map_or_else(|| open.number(&source_path), |typed| typed.source_seen),
        texts,
        is_stored: typed.is_none(),
        is_stale,
        preview: render(trainer, library, found, text).await?,
        facts: &facts,
        terms: &terms,
        lessons: &lessons,
        pictures: &pictures,
        languages: &languages,
    };
    Ok(respond(&page, StatusCode::OK, &title, &views::editor(&page, &open.around(), &lesson)))
}

/// Keys and titles of the lessons to which this one may lead.
fn other_lessons(found: &Found) -> Vec<(String, String)> {
    let modules = found.open.course.iter().flat_map(super::CourseFile::modules);
    let all = modules.flat_map(|module| module.lessons.into_iter().map(move |lesson| (module.key.clone(), lesson.key)));
    let others = all.filter(|(_, key)| *key != found.lesson.key);
    others.map(|(module, key)| (key.clone(), found.open.lesson_title(&module, &key, found.lang))).collect()
}

/// Keys of a list such as `facts.toml`, each with one of its texts.
fn named(open: &Open, file: &str, text: &str, lang: Lang) -> Vec<(String, String)> {
    let file = super::CourseFile::parse(open.text(file).as_bytes());
    file.map(|file| file.entries(text, lang)).unwrap_or_default()
}

/// The lesson as it would look with this text; none if the course file cannot be read.
async fn render(
    trainer: &Trainer,
    library: &Library,
    found: &Found,
    text: String,
) -> Result<Option<RenderedLesson>, Problem> {
    let (id, path, now) = (found.open.draft.id, found.path(), trainer.page.app.now());
    let all = trainer.page.app.read(move |conn| authoring::list_files(conn, id)).await?;
    // Other lessons and the questions have no part in how this one looks.
    let has_part = |file: &FileState| {
        [COURSE_FILE, "facts.toml", "glossary.toml", "pictures.toml"].contains(&file.path.as_str())
            || file.path.starts_with("pictures/")
    };
    let mut files: Files =
        all.into_iter().filter(has_part).filter_map(|file| Some((file.path, file.content?))).collect();
    files.insert(path, text.into_bytes());
    let reading = tokio::task::spawn_blocking(move || files::read(&files)).await.map_err(Error::internal)?;
    let Some(package) = reading.package.or(reading.sketch) else { return Ok(None) };
    let looked = library.look_at(&package.course, now, &views::pictures_of(&trainer.page, &found.open.draft));
    let key = Slug::parse(&found.lesson.key);
    let rendered = key.and_then(|key| looked.lesson(&key, found.lang).map(|(_, rendered)| rendered.clone()));
    Ok(rendered)
}

/// `POST /{lang}/trainer/drafts/{draft}/lessons/{lesson}/{in}`: saves. The preview and the language switch come here
/// too, and change nothing; so does the page's script, which gets a number back.
///
/// # Errors
/// Not found; too large; the database's.
pub async fn update_text(
    mut trainer: Trainer,
    library: Data<Library>,
    path: LessonPath,
    LongFields(fields): LongFields,
) -> WebResult {
    let mut typed = Typed::read(&fields);
    let mut found = match Found::find(&trainer, &path).await {
        Ok(found) => found,
        Err(Problem::NotFound) => return gone(trainer, &path, (&fields, &typed)).await,
        Err(problem) => return Err(problem),
    };
    let is_auto = fields.has("auto");
    found.go_on(&trainer, &mut typed, is_auto).await?;
    if typed.text.len() > LONGEST {
        if is_auto {
            return Err(Problem::TooLarge { bytes: LONGEST });
        }
        // What was typed stays in the form.
        found.open.refuse_length(&trainer.page, (typed.text.len(), LONGEST));
        let mut answer = page(&trainer, &library, &found, Some(&typed), typed.is_whole).await?;
        *answer.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return Ok(answer);
    }
    if let Some(lang) = fields.switch() {
        trainer.page.lang = lang;
        return page(&trainer, &library, &found, Some(&typed), typed.is_whole).await;
    }
    if fields.has("preview") {
        return page(&trainer, &library, &found, Some(&typed), typed.is_whole).await;
    }
    let action = if is_auto { Action::AutoSaved } else { Action::Saved };
    let change = change(&found, &typed);
    // The answer to a button is lost as easily.
    let what = ((action, found.title()), typed.visit.clone());
    let saved = save_from(&trainer, found.open.draft.id, what, vec![change]).await?;
    found.open.note_present(&trainer, &found.path()).await?;
    if is_auto {
        return answer_script(&trainer, &found, saved).await;
    }
    let here = format!("{}/lessons/{}/{}", views::base(&trainer.page, &found.open.draft), path.2, path.3);
    let here = if typed.is_whole && !found.is_source() { format!("{here}?whole=yes") } else { here };
    match saved {
        Saved::Done(_) => Ok(redirect_with(&here, "flash-draft-saved")),
        Saved::Already => Ok(redirect_with(&here, "flash-draft-same")),
        Saved::Meanwhile | Saved::Closed => conflict(&trainer, &path, &typed).await,
    }
}

/// What a save of this text is. A translation keeps the revision of the source with which it was compared, unless
/// nothing had changed there or whoever translates says that it is up to date.
fn change(found: &Found, typed: &Typed) -> FileChange {
    let file = found.open.files.get(&found.path());
    let compared = file.and_then(|file| file.compared_with);
    let source = found.open.number(&found.path_in(found.open.source()));
    let was_fresh = compared.is_none() || compared == typed.source_seen;
    let compared_with = match (found.is_source(), typed.is_fresh || was_fresh) {
        (true, _) => None,
        (false, true) => typed.source_seen.or(source),
        (false, false) => compared,
    };
    FileChange { compared_with, ..FileChange::text(found.path(), typed.seen, typed.text.clone()) }
}

/// What the page's script is told: the revision that holds now, or that somebody else saved. Of a lesson that was deleted
/// it is told by [`gone`].
async fn answer_script(trainer: &Trainer, found: &Found, saved: Saved) -> WebResult {
    let (status, number) = match saved {
        Saved::Done(number) => (StatusCode::OK, Some(number)),
        Saved::Already => {
            let (id, path): (DraftId, String) = (found.open.draft.id, found.path());
            let file = trainer.page.app.read(move |conn| authoring::find_file(conn, id, &path)).await?;
            (StatusCode::OK, file.map(|file| file.number))
        }
        Saved::Meanwhile | Saved::Closed => (StatusCode::CONFLICT, None),
    };
    Ok(number_for_script(status, number))
}

fn number_for_script(status: StatusCode, number: Option<i64>) -> HttpResponse {
    let body = serde_json::json!({ "number": number }).to_string();
    HttpResponse::build(status).insert_header((header::CONTENT_TYPE, "application/json")).body(body)
}

/// Somebody deleted the lesson while its text was written: that makes a new one. Not found, if there is no draft for it.
async fn gone(
    mut trainer: Trainer,
    path: &(String, String, String, String),
    (fields, typed): (&Fields, &Typed),
) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let lang = Lang::from_code(&path.3).filter(|lang| open.languages().contains(lang)).ok_or(Problem::NotFound)?;
    if Slug::parse(&path.2).is_none() || open.course()?.lesson(&path.2).is_some() {
        return Err(Problem::NotFound);
    }
    if fields.has("auto") {
        // The button makes a new lesson of it.
        return Ok(number_for_script(StatusCode::GONE, None));
    }
    trainer.page.lang = fields.switch().unwrap_or(trainer.page.lang);
    lesson_parts::offer_new(trainer.page, &open, (&path.2, lang, fields.get("path")), &typed.text)
}

/// Both texts, neither lost.
async fn conflict(trainer: &Trainer, path: &(String, String, String, String), typed: &Typed) -> WebResult {
    let found = Found::find(trainer, path).await?;
    let page = &trainer.page;
    let (title, theirs) = (found.title(), found.open.text(&found.path()));
    let here = format!("{}/lessons/{}/{}", views::base(page, &found.open.draft), path.2, path.3);
    let numbers = (found.open.number(&found.path()), typed.source_seen.filter(|_| !found.is_source()));
    let by = match numbers.0 {
        Some(number) => Some(found.open.saved_by(trainer, number).await?),
        None => None,
    };
    let around = found.open.around();
    let body = views::conflict(
        page,
        &around,
        (&title, &here, by.as_deref()),
        (numbers, Some(found.lang)),
        (&theirs, &typed.text),
    );
    Ok(respond(page, StatusCode::CONFLICT, page.t("conflict-title"), &body))
}

/// One look more at what a trainer types, if there were not too many and it is no longer than what is saved.
pub(super) fn take_look(request: &HttpRequest, page: &Page, length: usize) -> Result<(), Problem> {
    if length > LONGEST {
        return Err(Problem::TooLarge { bytes: LONGEST });
    }
    page.app.limits.take(Limited::Preview, client_ip(request, &page.app), page.app.now())
}

/// `POST /{lang}/trainer/drafts/{draft}/lessons/{lesson}/{in}/preview`: the lesson alone, for the page's script.
///
/// # Errors
/// Not found; too large; too many looks; the database's.
pub async fn show_preview(
    request: HttpRequest,
    trainer: Trainer,
    library: Data<Library>,
    path: LessonPath,
    LongFields(fields): LongFields,
) -> WebResult {
    let typed = Typed::read(&fields);
    take_look(&request, &trainer.page, typed.text.len())?;
    let found = Found::find(&trainer, &path).await?;
    let rendered = render(&trainer, &library, &found, typed.text).await?;
    let body = views::rendered(&trainer.page, found.lang, rendered.as_ref());
    Ok(HttpResponse::Ok().insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8")).body(body.into_string()))
}
