//! Trying a question as it is typed, before it is saved: what the form holds goes along with every answer, and comes back
//! into the form. Nothing is written.

use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::super::questions::{Judged, Kind, Sheet, block_of, read};
use super::super::super::super::views::{self, Unsaved};
use super::super::Open;
use super::super::lessons::take_look;
use super::form::QuestionPath;
use super::found::{Found, Weighed, modules_in, weigh};
use super::trial::{look_at, points};
use crate::content::{Library, Published};
use crate::kernel::{Lang, Slug};
use crate::learning::{Asked, Tried, Way, tried};
use crate::web::flash::redirect;
use crate::web::layout::respond;
use crate::web::{Fields, LongFields, Page, Problem, Trainer, WebResult};

/// Before the names of what goes along with an answer.
const ALONG: &str = "of:";

/// What says how the question is to be shown; the rest is the question, or the answer.
const CONTROLS: [&str; 6] = ["in", "answers", "part", "try", "look", "switch"];

/// The key in the address of a question that is not there yet.
const NEW: &str = "new";

/// What was sent: the form of the question, and the answer, if there is one.
fn parted(sent: &Fields) -> (Fields, Option<Fields>) {
    let fields = sent.0.iter().filter(|(name, _)| !CONTROLS.contains(&name.as_str()));
    let (along, rest): (Vec<_>, Vec<_>) = fields.cloned().partition(|(name, _)| name.starts_with(ALONG));
    if along.is_empty() {
        return (Fields(rest), None);
    }
    let bare = |(name, value): (String, String)| Some((name.strip_prefix(ALONG)?.to_owned(), value));
    (Fields(along.into_iter().filter_map(bare).collect()), Some(Fields(rest)))
}

/// `GET /{lang}/trainer/drafts/{draft}/questions/{question}/try`: what was typed is not here any more; the form may have it.
///
/// # Errors
/// None.
pub async fn leave_trial(trainer: Trainer, path: QuestionPath) -> WebResult {
    Ok(redirect(&trainer.page.to(&format!("/trainer/drafts/{}/questions/{}", path.1, path.2))))
}

/// `POST /{lang}/trainer/drafts/{draft}/questions/{question}/try`: the question as it is typed, and what an answer gets.
///
/// # Errors
/// Not found; of the page's script also too large and too many looks; the database's.
pub async fn create_trial(
    request: HttpRequest,
    mut trainer: Trainer,
    library: Data<Library>,
    path: QuestionPath,
    LongFields(sent): LongFields,
) -> WebResult {
    if sent.has("part") {
        take_look(&request, &trainer.page, sent.0.iter().map(|(_, value)| value.len()).sum())?;
    }
    trainer.page.lang = sent.switch().unwrap_or(trainer.page.lang);
    let (typed, given) = parted(&sent);
    let open = Open::find(&trainer, &path.1).await?;
    let found = match Found::question(open, &path.2) {
        Ok(found) => found,
        // It is new, or somebody deleted it meanwhile.
        Err(open) => Found::new(*open, typed.get("module"))?,
    };
    // The page's script says for itself now and then that somebody writes.
    if !sent.has("part") {
        found.open.note_present(&trainer, &found.path()).await?;
    }
    let kind = read(found.block()).map(|sheet| sheet.kind).or_else(|| Kind::from_code(typed.get("kind")));
    let key = if path.2 == NEW { typed.get("key").trim() } else { path.2.as_str() };
    let mut sheet = Sheet::typed(&typed.0, kind.ok_or(Problem::BadRequest)?, key);
    found.fill_unasked(&typed, &mut sheet);
    let languages = found.open.languages();
    let wanted = Lang::from_code(sent.get("in")).unwrap_or(trainer.page.lang);
    let lang = if languages.contains(&wanted) { wanted } else { found.open.source() };
    let asked = match &given {
        Some(answer) => Asked::Answer(answer),
        None if sent.has("answers") => Asked::RightAnswer,
        None => Asked::Form,
    };
    let here = format!("{}/questions/{}", views::base(&trainer.page, &found.open.draft), path.2);
    let (tried, judged) = show(&trainer, &library, &found, (&sheet, &typed), (&here, lang, asked)).await?;
    let page = &trainer.page;
    let unsaved = Unsaved {
        here: &here,
        kept: &typed.0,
        lang,
        languages: &languages,
        seen: tried.as_ref().map(|tried| &tried.body),
        judged: &judged,
        is_right_shown: matches!(asked, Asked::RightAnswer),
        points: points(page.lang, tried.as_ref()),
    };
    let is_refused = tried.as_ref().is_some_and(|tried| tried.is_refused);
    let status = if is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    if sent.has("part") {
        let body = views::unsaved_part(page, &unsaved).into_string();
        return Ok(HttpResponse::build(status)
            .insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"))
            .body(body));
    }
    let page = &page.clone().with_switch_form("main-form");
    Ok(respond(page, status, page.t("bank-try-title"), &views::unsaved(page, &found.open.around(), &unsaved)))
}

/// The question as a volunteer has it, with dots where texts are still missing; none if even so it cannot be shown. And
/// what is wrong with it.
async fn show(
    trainer: &Trainer,
    library: &Library,
    found: &Found,
    (sheet, typed): (&Sheet, &Fields),
    (here, lang, asked): (&str, Lang, Asked<'_>),
) -> Result<(Option<Tried>, Judged), Problem> {
    let (module, _) = modules_in(typed, found);
    let Weighed { short, whole, judged } = weigh(trainer, found, sheet, &module).await?;
    let dotted = short.with_dots(found.open.source());
    let whole = if dotted == short { whole } else { weigh(trainer, found, &dotted, &module).await?.whole };
    let Some((published, key)) = course_of(trainer, library, found, &whole).await? else { return Ok((None, judged)) };
    let Some((_, question)) = published.course.question(&key) else { return Ok((None, judged)) };
    let page = Page { lang, flash: None, ..trainer.page.clone() };
    let along = typed.0.iter().map(|(name, value)| (format!("{ALONG}{name}"), value.clone()));
    let along: Vec<_> = along.chain([("in".to_owned(), lang.to_string())]).collect();
    let to = format!("{here}/try");
    let way = Way { to: &to, along: &along, is_part: true };
    Ok((Some(tried(&page, &published, (question, way), asked)?), judged))
}

/// The course with this question in it, and its key; none if the question cannot be read.
async fn course_of(
    trainer: &Trainer,
    library: &Library,
    found: &Found,
    whole: &Sheet,
) -> Result<Option<(Published, Slug)>, Problem> {
    let (Some(block), Some(key)) = (block_of(whole, &found.open.languages()), Slug::parse(&whole.key)) else {
        return Ok(None);
    };
    let published = look_at(trainer, library, found, &block).await?;
    let published = published.filter(|published| published.course.question(&key).is_some());
    Ok(published.map(|published| (published, key)))
}
