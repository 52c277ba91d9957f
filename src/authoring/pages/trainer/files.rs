//! A file of the course as text.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::model::{Action, COURSE_FILE, FileChange, FileState, Saved};
use super::super::super::paragraphs::tidy;
use super::super::super::views::{self, FilePage};
use super::super::super::{self as authoring};
use super::{Open, number_in, save};
use crate::content;
use crate::content::files::{self, Files, Reading};
use crate::kernel::ids::DraftId;
use crate::kernel::{Error, Slug};
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Fields, LongFields, Page, Problem, Trainer, WebResult};

/// The longest file that is saved, in bytes.
const LONGEST: usize = 1_000_000;

/// Everything that the checks say about a draft, with the number of its last change at that moment.
pub(super) async fn read(trainer: &Trainer, id: DraftId) -> Result<(i64, Reading), Problem> {
    let read = trainer.page.app.read(move |conn| {
        let draft = authoring::find_draft(conn, id)?.ok_or(Error::NotFound)?;
        Ok((draft.number, authoring::list_files(conn, id)?))
    });
    let (number, all) = read.await?;
    let files: Files = all.into_iter().filter_map(|file| Some((file.path, file.content?))).collect();
    let reading = tokio::task::spawn_blocking(move || files::read(&files)).await.map_err(Error::internal)?;
    Ok((number, reading))
}

/// The text file that an address names: one that is there, or that a course may have. None: the course file.
fn path_in(request: &HttpRequest, open: &Open) -> Result<String, Problem> {
    let path = Fields::of_query(request).typed("path").unwrap_or(COURSE_FILE).to_owned();
    let is_known = [COURSE_FILE, "facts.toml", "glossary.toml", "README.md"].contains(&path.as_str());
    let folder = |folder: &str| {
        let key = path.strip_prefix(folder).and_then(|name| name.strip_suffix(".toml"));
        key.is_some_and(|key| Slug::parse(key).is_some())
    };
    let is_text = is_known || folder("questions/") || folder("templates/") || open.files.contains_key(&path);
    if is_text { Ok(path) } else { Err(Problem::NotFound) }
}

/// `GET /{lang}/trainer/drafts/{draft}/file?path=`.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_file(request: HttpRequest, trainer: Trainer, path: Path<(String, String)>) -> WebResult {
    let open = Open::find(&trainer, &path.1).await?;
    let path = path_in(&request, &open)?;
    open.note_present(&trainer, &path).await?;
    let (_, reading) = read(&trainer, open.draft.id).await?;
    Ok(show(trainer.page, &open, &path, (&reading, None)))
}

/// The file as it is stored, or with what was typed and from which revision.
fn show(
    page: Page,
    open: &Open,
    path: &str,
    (reading, typed): (&Reading, Option<(&str, Option<i64>)>),
) -> HttpResponse {
    let page = &page.with_switch_form("main-form");
    open.stands_at(path);
    let of_file = reading.mistakes.iter().filter(|mistake| mistake.file == path);
    let mistakes: Vec<_> = of_file.map(|mistake| (mistake.line, content::views::mistake(page.lang, mistake))).collect();
    let text = typed.map_or_else(|| open.text(path), |(text, _)| text.to_owned());
    let seen = typed.map_or_else(|| open.number(path), |(_, seen)| seen);
    let file = FilePage { path, seen, text: &text, mistakes: &mistakes };
    respond(page, StatusCode::OK, path, &views::file(page, &open.around(), &file))
}

/// `POST /{lang}/trainer/drafts/{draft}/file?path=`.
///
/// # Errors
/// Not found; too large; the database's.
pub async fn update_file(
    request: HttpRequest,
    mut trainer: Trainer,
    path: Path<(String, String)>,
    LongFields(typed): LongFields,
) -> WebResult {
    let mut open = Open::find(&trainer, &path.1).await?;
    let file = path_in(&request, &open)?;
    if !typed.has("text") {
        return Err(Problem::BadRequest);
    }
    let text = tidy(typed.get("text"));
    let seen = number_in(&typed, "number");
    if text.len() > LONGEST {
        // What was typed stays in the form.
        open.refuse_length(&trainer.page, (text.len(), LONGEST));
        let (_, reading) = read(&trainer, open.draft.id).await?;
        let mut answer = show(trainer.page, &open, &file, (&reading, Some((&text, seen))));
        *answer.status_mut() = StatusCode::PAYLOAD_TOO_LARGE;
        return Ok(answer);
    }
    if let Some(lang) = typed.switch() {
        trainer.page.lang = lang;
        let (_, reading) = read(&trainer, open.draft.id).await?;
        return Ok(show(trainer.page, &open, &file, (&reading, Some((&text, seen)))));
    }
    let page = &trainer.page;
    let here = format!("{}/file?path={file}", views::base(page, &open.draft));
    let compared_with = open.files.get(&file).and_then(|file| file.compared_with);
    let change = FileChange::text(file.clone(), seen, text.clone());
    let change = FileChange { compared_with, ..change };
    match save(&trainer, open.draft.id, (Action::Saved, file.clone()), vec![change]).await? {
        Saved::Done(_) => Ok(redirect_with(&here, "flash-draft-saved")),
        Saved::Already => Ok(redirect_with(&here, "flash-draft-same")),
        Saved::Meanwhile | Saved::Closed => {
            let now = Open::find(&trainer, &path.1).await?;
            let theirs = now.files.get(&file).map(FileState::text).unwrap_or_default();
            let numbers = ((now.number(&file), None), None);
            let by = match now.number(&file) {
                Some(number) => Some(now.saved_by(&trainer, number).await?),
                None => None,
            };
            let body = views::conflict(page, &now.around(), (&file, &here, by.as_deref()), numbers, (&theirs, &text));
            Ok(respond(page, StatusCode::CONFLICT, page.t("conflict-title"), &body))
        }
    }
}
