//! Tests and questions, looked at. A sample test is drawn from a number in its address, so nothing has to be kept.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};
use maud::html;

use super::{Preview, explain_right};
use crate::content::Library;
use crate::kernel::{Error, Result, Slug};
use crate::learning::model::QuizKey;
use crate::learning::question_view;
use crate::learning::result_view::explained;
use crate::learning::views::{self, Answered, Asked, QuizIntro, TestQuestion, Way, tried};
use crate::quiz::draw::draw;
use crate::quiz::kinds;
use crate::quiz::kinds::case::Turn;
use crate::quiz::model::{Answer, Body, Question};
use crate::quiz::rules::next_try;
use crate::web::flash::redirect;
use crate::web::{Fields, Trainer, WebResult};

type QuizPath = Path<(String, String, String, String)>;
type SamplePath = Path<(String, String, String, String, u64)>;
type PlacePath = Path<(String, String, String, String, u64, usize)>;

/// How many sample tests of a quiz there are.
const SAMPLES: u64 = 1_000_000;

/// A test as one volunteer might get it.
struct Sample {
    quiz: QuizKey,
    seed: u64,
    questions: Vec<Slug>,
}

impl Sample {
    fn draw(preview: &Preview, quiz: &str, seed: u64) -> Result<Self> {
        let course = &preview.published.course;
        let quiz = QuizKey::of(course, quiz).ok_or(Error::NotFound)?;
        let blueprint = quiz.blueprint(course).ok_or(Error::NotFound)?;
        let questions = draw(&blueprint, &course.bank_items(), seed, &[]);
        Ok(Self { quiz, seed, questions })
    }

    fn here(&self) -> String {
        format!("/tests/{}/{}", self.quiz.code(), self.seed)
    }

    fn question<'a>(&self, preview: &'a Preview, place: usize) -> Result<&'a Question> {
        let key = place.checked_sub(1).and_then(|at| self.questions.get(at)).ok_or(Error::NotFound)?;
        Ok(preview.published.course.question(key).ok_or(Error::NotFound)?.1)
    }
}

/// `GET …/preview/{in}/tests/{quiz}`: what stands before a test.
///
/// # Errors
/// Not found.
pub async fn show_test(trainer: Trainer, library: Data<Library>, path: QuizPath) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let quiz = QuizKey::of(&preview.published.course, &path.3).ok_or(Error::NotFound)?;
    let rules = quiz.rules(&preview.published.course).ok_or(Error::NotFound)?;
    let intro = QuizIntro {
        published: &preview.published,
        base: preview.base.clone(),
        quiz: &quiz,
        next: next_try(&rules, &[], preview.page.app.now()),
        running: false,
        last: None,
        refused: None,
    };
    let around = preview.step(format!("/tests/{}", quiz.code()), None);
    let title = views::quiz_title(&preview.page, &preview.published, &quiz);
    Ok(preview.respond(StatusCode::OK, &around, (&title, &views::quiz_intro(&preview.seen, &intro))))
}

/// `POST …/preview/{in}/tests/{quiz}`: begins a sample.
///
/// # Errors
/// Not found.
pub async fn create_sample(trainer: Trainer, library: Data<Library>, path: QuizPath) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let sample = Sample::draw(&preview, &path.3, preview.page.app.random.seed() % SAMPLES)?;
    Ok(redirect(&format!("{}{}/1", preview.base, sample.here())))
}

/// `GET …/preview/{in}/tests/{quiz}/{seed}/{place}?answers=1`: one question.
///
/// # Errors
/// Not found.
pub async fn show_question(
    request: HttpRequest,
    trainer: Trainer,
    library: Data<Library>,
    path: PlacePath,
) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let sample = Sample::draw(&preview, &path.3, path.4)?;
    let query = Fields::of_query(&request);
    Ok(question_page(&preview, &sample, path.5, (&Fields::default(), None), (None, query.has("answers")))?)
}

fn question_page(
    preview: &Preview,
    sample: &Sample,
    place: usize,
    (typed, error): (&Fields, Option<&'static str>),
    (given, are_shown): (Option<&Answer>, bool),
) -> Result<HttpResponse> {
    let (published, seen) = (&preview.published, &preview.seen);
    let question = sample.question(preview, place)?;
    let right = if are_shown { kinds::right_answer(&question.body) } else { None };
    let filled = right.map(|right| Fields(kinds::fields(question, sample.seed, &right)));
    let test = TestQuestion {
        published,
        title: views::quiz_title(seen, published, &sample.quiz),
        base: format!("{}{}", preview.base, sample.here()),
        place,
        answered: vec![Answered::No; sample.questions.len()],
        question,
        seed: sample.seed,
        given,
        turn: Turn::On,
        typed: filled.as_ref().unwrap_or(typed),
        error,
        shown_at: seen.app.now(),
        ends_at: None,
    };
    let mut body = views::test_question(seen, &test);
    if are_shown {
        let answer = explain_right(question, sample.seed)?;
        body = html! { (body) (explained(seen, published, &answer)) };
    }
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let around = preview.step(format!("{}/{place}", sample.here()), Some(are_shown));
    let title = preview.page.tf("test-question", &[("place", place.into())]);
    Ok(preview.respond(status, &around, (&title, &body)))
}

/// `POST …/preview/{in}/tests/{quiz}/{seed}/{place}`: on to the next question; nothing is kept.
///
/// # Errors
/// Not found.
pub async fn create_answer(trainer: Trainer, library: Data<Library>, path: PlacePath, typed: Fields) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let (sample, place) = (Sample::draw(&preview, &path.3, path.4)?, path.5);
    let question = sample.question(&preview, place)?;
    match kinds::parse_choice(question, sample.seed, &typed.0) {
        // What comes of a choice in a case is seen before the next question.
        Ok(answer) if matches!(question.body, Body::Case(_)) && typed.typed("answer").is_some() => {
            Ok(question_page(&preview, &sample, place, (&Fields::default(), None), (Some(&answer), false))?)
        }
        Ok(_) if place < sample.questions.len() => {
            Ok(redirect(&format!("{}{}/{}", preview.base, sample.here(), place + 1)))
        }
        Ok(_) => Ok(redirect(&format!("{}{}/review", preview.base, sample.here()))),
        Err(error) => {
            let again = (&typed, Some(question_view::message(error)));
            Ok(question_page(&preview, &sample, place, again, (None, false))?)
        }
    }
}

/// `GET …/preview/{in}/tests/{quiz}/{seed}/review`: what stands before handing in.
///
/// # Errors
/// Not found.
pub async fn show_review(trainer: Trainer, library: Data<Library>, path: SamplePath) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let sample = Sample::draw(&preview, &path.3, path.4)?;
    let (seen, base) = (&preview.seen, format!("{}{}", preview.base, sample.here()));
    let title = views::quiz_title(seen, &preview.published, &sample.quiz);
    let body = views::review(
        seen,
        (&title, &base),
        (&preview.published, &sample.questions),
        &vec![Answered::No; sample.questions.len()],
        None,
    );
    let around = preview.step(format!("{}/review", sample.here()), None);
    Ok(preview.respond(StatusCode::OK, &around, (preview.page.t("test-review-title"), &body)))
}

/// `POST …/preview/{in}/tests/{quiz}/{seed}/finish`: to the answers; a preview is neither passed nor failed.
///
/// # Errors
/// Not found.
pub async fn create_finish(trainer: Trainer, library: Data<Library>, path: SamplePath) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let sample = Sample::draw(&preview, &path.3, path.4)?;
    Ok(redirect(&format!("{}{}", preview.base, sample.here())))
}

/// `GET …/preview/{in}/tests/{quiz}/{seed}`: every question of the sample with its right answer.
///
/// # Errors
/// Not found.
pub async fn show_answers(trainer: Trainer, library: Data<Library>, path: SamplePath) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let sample = Sample::draw(&preview, &path.3, path.4)?;
    let mut all = Vec::with_capacity(sample.questions.len());
    for place in 1..=sample.questions.len() {
        all.push(explain_right(sample.question(&preview, place)?, sample.seed)?);
    }
    let body = views::preview_answers(&preview.seen, &preview.published, &all);
    let around = preview.step(sample.here(), None);
    Ok(preview.respond(StatusCode::OK, &around, (preview.page.t("result-answers"), &body)))
}

/// `GET …/preview/{in}/questions/{question}?answers=1`: one question of a bank, or a check.
///
/// # Errors
/// Not found.
pub async fn show_bank_question(
    request: HttpRequest,
    trainer: Trainer,
    library: Data<Library>,
    path: QuizPath,
) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let are_shown = Fields::of_query(&request).has("answers");
    Ok(bank_page(&preview, &path.3, if are_shown { Asked::RightAnswer } else { Asked::Form })?)
}

/// `POST …/preview/{in}/questions/{question}`: the explanation that the answer gets.
///
/// # Errors
/// Not found.
pub async fn create_bank_answer(trainer: Trainer, library: Data<Library>, path: QuizPath, typed: Fields) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    Ok(bank_page(&preview, &path.3, Asked::Answer(&typed))?)
}

fn bank_page(preview: &Preview, key: &str, asked: Asked<'_>) -> Result<HttpResponse> {
    let (published, slug) = (&preview.published, Slug::parse(key).ok_or(Error::NotFound)?);
    let (module, question) = published.course.question(&slug).ok_or(Error::NotFound)?;
    let to = format!("{}/questions/{key}", preview.base);
    let tried = tried(&preview.seen, published, (question, Way::to(&to)), asked)?;
    let status = if tried.is_refused { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let mut around = preview.step(format!("/questions/{key}"), Some(matches!(asked, Asked::RightAnswer)));
    around.neighbours = views::neighbours(&views::question_steps(&preview.page, module), &around.here);
    Ok(preview.respond(status, &around, (preview.page.t("preview-question"), &tried.body)))
}
