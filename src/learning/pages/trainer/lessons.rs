//! Lessons and their checks, looked at.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use maud::{PreEscaped, html};

use super::Preview;
use crate::content::Library;
use crate::content::model::Lesson;
use crate::kernel::{Error, Result, Slug};
use crate::learning::model::CheckState;
use crate::learning::question_view;
use crate::learning::views::{self, Again, LessonPage, Why};
use crate::quiz::{kinds, mark};
use crate::web::flash::redirect;
use crate::web::{Fields, Trainer, WebResult, ui};

type LessonPath = Path<(String, String, String, String)>;

/// `GET /{lang}/trainer/courses/{course}/preview/{in}/lessons/{lesson}?answers=1`.
///
/// # Errors
/// Not found.
pub async fn show_lesson(
    request: HttpRequest,
    trainer: Trainer,
    library: Data<Library>,
    path: LessonPath,
) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let lesson = find(&preview, &path.3)?;
    let are_shown = Fields::of_query(&request).has("answers");
    let checks = if are_shown { right_answers(&preview, lesson) } else { Vec::new() };
    Ok(page(&preview, lesson, (&checks, are_shown), None)?)
}

fn find<'a>(preview: &'a Preview, key: &str) -> Result<&'a Lesson> {
    let key = Slug::parse(key).ok_or(Error::NotFound)?;
    Ok(preview.published.course.lesson(&key).ok_or(Error::NotFound)?.1)
}

/// Every check as if it was answered rightly.
fn right_answers(preview: &Preview, lesson: &Lesson) -> Vec<CheckState> {
    let questions = lesson.checks.iter().filter_map(|key| preview.published.course.question(key));
    let right = questions.filter_map(|(_, question)| {
        let answer = kinds::right_answer(&question.body)?;
        Some(CheckState { question: question.key.clone(), number: 1, answer, right: true })
    });
    right.collect()
}

fn page(
    preview: &Preview,
    lesson: &Lesson,
    (checks, are_shown): (&[CheckState], bool),
    again: Option<&Again<'_>>,
) -> Result<HttpResponse> {
    let (published, seen) = (&preview.published, &preview.seen);
    let (module, _) = published.course.lesson(&lesson.key).ok_or(Error::NotFound)?;
    let (lang, rendered) = published.lesson(&lesson.key, seen.lang).ok_or(Error::NotFound)?;
    let progress = ui::progress(seen.t("learn-progress"), 0).into_string();
    let shown = LessonPage {
        published,
        base: preview.base.clone(),
        is_preview: true,
        module,
        lesson,
        done: false,
        progress: &progress,
        checks,
        reviewed: &[],
        again,
        checks_open: false,
    };
    // Links to other lessons stay within the preview.
    let learner = format!("href=\"/{lang}/learn/{}/", published.course.key);
    let text = rendered.html.replace(&learner, &format!("href=\"{}/", preview.base));
    let body = html! {
        (views::lesson_head(seen, &shown))
        article.lesson lang=(lang) { h1 { (rendered.title) } (PreEscaped(text)) }
        (views::lesson_tail(seen, &shown))
    };
    let is_wrong = again.is_some_and(|again| matches!(again.why, Why::Error(_)));
    let status = if is_wrong { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let answers = (!lesson.checks.is_empty()).then_some(are_shown);
    let around = preview.step(format!("/lessons/{}", lesson.key), answers);
    Ok(preview.respond(status, &around, (&rendered.title, &body)))
}

/// `POST …/preview/{in}/lessons/{lesson}/checks/{question}`: the lesson with the explanation that the answer gets.
///
/// # Errors
/// Not found.
pub async fn create_check_answer(
    trainer: Trainer,
    library: Data<Library>,
    path: Path<(String, String, String, String, String)>,
    typed: Fields,
) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let lesson = find(&preview, &path.3)?;
    let key = Slug::parse(&path.4).filter(|key| lesson.checks.contains(key)).ok_or(Error::NotFound)?;
    let (_, question) = preview.published.course.question(&key).ok_or(Error::NotFound)?;
    let number = typed.get("number").parse().unwrap_or(1);
    match kinds::parse_choice(question, views::check_seed(number), &typed.0) {
        Ok(answer) => {
            let right = mark::mark(question, &answer).map_err(Error::internal)?.right;
            let state = CheckState { question: key, number, answer, right };
            Ok(page(&preview, lesson, (&[state], false), None)?)
        }
        Err(error) => {
            let again = Again { question: key, typed: &typed, why: Why::Error(question_view::message(error)) };
            Ok(page(&preview, lesson, (&[], false), Some(&again))?)
        }
    }
}

/// `POST …/preview/{in}/lessons/{lesson}/done`: on to what is next.
///
/// # Errors
/// Not found.
pub async fn create_done(trainer: Trainer, library: Data<Library>, path: LessonPath) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let lesson = find(&preview, &path.3)?;
    let (_, after) = preview.step(format!("/lessons/{}", lesson.key), None).neighbours;
    Ok(redirect(&format!("{}{}", preview.base, after.map(|(rest, _)| rest).unwrap_or_default())))
}
