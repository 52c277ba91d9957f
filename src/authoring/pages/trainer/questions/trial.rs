//! Trying a question of a draft: it is answered and marked as a volunteer's, and nothing of it is kept.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::super::super::super::questions::read;
use super::super::super::super::views::{self, Trial};
use super::super::Open;
use super::found::{Found, ground};
use crate::content::{Library, Published, files};
use crate::i18n::number;
use crate::kernel::{Error, Lang, Slug};
use crate::learning::{Asked, Tried, Way, tried};
use crate::web::layout::respond;
use crate::web::{Fields, Page, Problem, Trainer, WebResult};

type TrialPath = Path<(String, String, String, String)>;

/// `GET /{lang}/trainer/drafts/{draft}/questions/{question}/try/{in}?answers=1`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_question(
    request: HttpRequest,
    trainer: Trainer,
    library: Data<Library>,
    path: TrialPath,
) -> WebResult {
    let are_shown = Fields::of_query(&request).has("answers");
    answer(&trainer, &library, &path, if are_shown { Asked::RightAnswer } else { Asked::Form }).await
}

/// `POST /{lang}/trainer/drafts/{draft}/questions/{question}/try/{in}`: what the answer gets.
///
/// # Errors
/// Not found; the database's.
pub async fn create_answer(trainer: Trainer, library: Data<Library>, path: TrialPath, typed: Fields) -> WebResult {
    answer(&trainer, &library, &path, Asked::Answer(&typed)).await
}

async fn answer(
    trainer: &Trainer,
    library: &Library,
    path: &(String, String, String, String),
    asked: Asked<'_>,
) -> WebResult {
    let open = Open::find(trainer, &path.1).await?;
    let lang = Lang::from_code(&path.3).filter(|lang| open.languages().contains(lang)).ok_or(Error::NotFound)?;
    let found = Found::question(open, &path.2).map_err(|_| Problem::NotFound)?;
    let page = &trainer.page;
    let seen = Page { lang, flash: None, ..page.clone() };
    let published = look_at(trainer, library, &found, found.block()).await?;
    let question = published.as_ref().and_then(|published| {
        let (_, question) = published.course.question(&Slug::parse(&path.2)?)?;
        Some((published, question))
    });
    let to = format!("{}/questions/{}/try/{lang}", views::base(page, &found.open.draft), path.2);
    let tried =
        question.map(|(published, question)| tried(&seen, published, (question, Way::to(&to)), asked)).transpose()?;
    let trial = Trial {
        key: &path.2,
        lang,
        languages: &found.open.languages(),
        seen: tried.as_ref().map(|tried| &tried.body),
        is_right_shown: matches!(asked, Asked::RightAnswer),
        points: points(page.lang, tried.as_ref()),
    };
    let is_refused = tried.as_ref().is_some_and(|tried| tried.is_refused);
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    Ok(respond(page, status, page.t("bank-try-title"), &views::trial(page, &found.open.around(), &trial)))
}

/// What an answer is worth, and the most that one is worth.
pub(super) fn points(lang: Lang, tried: Option<&Tried>) -> Option<(String, String)> {
    let points = |thousandths: u32| {
        number(lang, f64::from(thousandths) / 1000.0, if thousandths.is_multiple_of(1000) { 0 } else { 2 })
    };
    tried.and_then(|tried| tried.points).map(|(got, most)| (points(got), points(most)))
}

/// The course as far as a question needs it that is written so; none if it cannot be read.
pub(super) async fn look_at(
    trainer: &Trainer,
    library: &Library,
    found: &Found,
    block: &str,
) -> Result<Option<Published>, Problem> {
    let Some(sheet) = read(block) else { return Ok(None) };
    let mut files = ground(trainer, &found.open, sheet.value("picture")).await?;
    // The other questions have no part in how this one looks.
    files.insert(found.path(), block.as_bytes().to_vec());
    let reading = tokio::task::spawn_blocking(move || files::read(&files)).await.map_err(Error::internal)?;
    let package = reading.package.or(reading.sketch);
    let pictures = views::pictures_of(&trainer.page, &found.open.draft);
    Ok(package.map(|package| library.look_at(&package.course, trainer.page.app.now(), &pictures)))
}
