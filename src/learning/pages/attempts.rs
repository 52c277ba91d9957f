//! Tests: before, during, after.

use std::sync::Arc;

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::super::finish::grade;
use super::super::model::{Attempt, Enrolment, Progress, QuizKey, StoredAnswer, TryState};
use super::super::start::{StartError, Started};
use super::super::views::{self, Answered, QuizIntro, ResultPage, TestQuestion};
use super::super::{self as learning, Completion, Remarked, Saved, question_view};
use super::volunteer::{Courses, Learner, complete_where_moved, learner};
use crate::content::Published;
use crate::content::model::Course;
use crate::kernel::ids::AttemptId;
use crate::kernel::{Error, Result, Slug, Timestamp};
use crate::quiz::form::AnswerError;
use crate::quiz::kinds::case::{self, Turn};
use crate::quiz::model::Body;
use crate::quiz::rules::next_try;
use crate::quiz::{kinds, reveal};
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::{Fields, Page, Volunteer, WebResult, html_page};

/// `GET /{lang}/learn/{course}/tests/{quiz}`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_test(volunteer: Volunteer, courses: Courses, path: Path<(String, String, String)>) -> WebResult {
    let (_, course, quiz) = path.into_inner();
    let Some(learner) = learner(&volunteer, &courses, &course).await? else {
        return Ok(redirect(&volunteer.page.to(&format!("/courses/{course}"))));
    };
    let quiz = QuizKey::of(&learner.published.course, &quiz).ok_or(Error::NotFound)?;
    let refused = (!learner.done.progress.may_take(&learner.published.course, &quiz)).then_some("test-too-early");
    intro(&volunteer, &learner, &quiz, refused).await
}

async fn intro(volunteer: &Volunteer, learner: &Learner, quiz: &QuizKey, refused: Option<&'static str>) -> WebResult {
    let page = &volunteer.page;
    let (enrolment, code) = (learner.enrolment.id, quiz.code().to_owned());
    let tries: TryState = page.app.read(move |conn| learning::list_tries(conn, enrolment, &code)).await?;
    let rules = quiz.rules(&learner.published.course).ok_or(Error::NotFound)?;
    let last = tries.last.map(|id| page.to(&format!("/learn/{}/attempts/{id}", learner.published.course.key)));
    let intro = QuizIntro {
        published: &learner.published,
        base: views::course_path(page, &learner.published),
        quiz,
        next: next_try(&rules, &tries.finished, page.app.now()),
        running: tries.running.is_some(),
        last,
        refused,
    };
    let title = views::quiz_title(page, &learner.published, quiz);
    Ok(html_page(page, &title, &views::quiz_intro(page, &intro)))
}

/// `POST /{lang}/learn/{course}/tests/{quiz}`: begins a try, or goes on with the running one.
///
/// # Errors
/// Not found; the database's.
pub async fn create_attempt(volunteer: Volunteer, courses: Courses, path: Path<(String, String, String)>) -> WebResult {
    let (_, course, quiz) = path.into_inner();
    let learner = learner(&volunteer, &courses, &course).await?.ok_or(Error::NotFound)?;
    let quiz = QuizKey::of(&learner.published.course, &quiz).ok_or(Error::NotFound)?;
    let (published, enrolment, key) = (learner.published.clone(), learner.enrolment.clone(), quiz.clone());
    let page = &volunteer.page;
    let seed = page.app.random.seed();
    let started = page
        .app
        .write(volunteer.actor(), move |conn, ctx| {
            let on = (&published.course, published.id);
            learning::start_attempt(conn, ctx, (&enrolment, &key), on, seed)
        })
        .await;
    let base = page.to(&format!("/learn/{course}"));
    match started {
        Ok(Started::Running(id)) => Ok(redirect(&format!("{base}/attempts/{id}"))),
        Ok(Started::No(StartError::ChooseCertificate)) => Ok(redirect(&format!("{base}/certificate"))),
        Ok(Started::No(StartError::TooEarly)) => intro(&volunteer, &learner, &quiz, Some("test-too-early")).await,
        Ok(Started::No(StartError::RepeatModules)) => {
            intro(&volunteer, &learner, &quiz, Some("test-repeat-modules")).await
        }
        Ok(Started::No(StartError::Waits { .. } | StartError::Passed)) => {
            intro(&volunteer, &learner, &quiz, None).await
        }
        // The second of two clicks: the first one's try runs.
        Err(Error::Again | Error::Conflict) => Ok(redirect(&format!("{base}/tests/{}", quiz.code()))),
        Err(error) => Err(error.into()),
    }
}

/// A running or finished try with what belongs to it.
struct Try {
    attempt: Attempt,
    published: Arc<Published>,
    quiz: QuizKey,
    answers: Vec<StoredAnswer>,
}

impl Try {
    fn answered(&self) -> Vec<Answered> {
        let of = |key: &Slug| {
            let body = self.published.course.question(key).map(|(_, question)| &question.body);
            let stored = self.answers.iter().find(|stored| &stored.question == key);
            match (stored, body) {
                (Some(_), None) => Answered::Yes,
                (Some(stored), Some(body)) if kinds::is_complete(body, &stored.answer) => {
                    kinds::part_chosen(body, &stored.answer).map_or(Answered::Yes, Answered::Part)
                }
                (None, _) | (Some(_), Some(_)) => Answered::No,
            }
        };
        self.attempt.questions.iter().map(of).collect()
    }

    fn base(&self, page: &Page) -> String {
        page.to(&format!("/learn/{}/attempts/{}", self.published.course.key, self.attempt.id))
    }

    fn title(&self, page: &Page) -> String {
        views::quiz_title(page, &self.published, &self.quiz)
    }

    /// When the time limit, if there is one, passes.
    fn ends_at(&self) -> Option<Timestamp> {
        self.quiz.rules(&self.published.course).and_then(|rules| rules.deadline(self.attempt.started_at))
    }

    fn is_over_time(&self, now: Timestamp) -> bool {
        self.ends_at().is_some_and(|deadline| now > deadline)
    }
}

/// The volunteer's own try, on the version it began on.
async fn find(volunteer: &Volunteer, courses: &Courses, id: &str) -> Result<Try> {
    let id: AttemptId = id.parse().map_err(|_| Error::NotFound)?;
    let (person, library) = (volunteer.id(), courses.library());
    let (attempt, answers, published) = volunteer
        .page
        .app
        .read(move |conn| {
            let attempt = learning::find_attempt(conn, person, id)?.ok_or(Error::NotFound)?;
            let answers = learning::list_answers(conn, id)?;
            let published = library.version(conn, attempt.version)?;
            Ok((attempt, answers, published))
        })
        .await?;
    let quiz = QuizKey::of(&published.course, &attempt.quiz).ok_or(Error::NotFound)?;
    Ok(Try { attempt, published, quiz, answers })
}

type AttemptPath = Path<(String, String, String)>;
type QuestionPath = Path<(String, String, String, usize)>;

/// `GET /{lang}/learn/{course}/attempts/{id}/{place}`: one question. `?turn=back` goes back in a case; `?chosen=KEY`
/// keeps what was chosen in it while the language changed.
///
/// # Errors
/// Not found; the database's.
pub async fn show_question(
    request: HttpRequest,
    volunteer: Volunteer,
    courses: Courses,
    path: QuestionPath,
) -> WebResult {
    let (_, _, id, place) = path.into_inner();
    let one = find(&volunteer, &courses, &id).await?;
    if one.attempt.finished_at.is_some() {
        return Ok(redirect(&one.base(&volunteer.page)));
    }
    let query = Fields::of_query(&request);
    let turn = if query.get("turn") == "back" { Turn::Back } else { Turn::On };
    question_page(&volunteer.page, &one, (place, turn, query.typed("chosen")), (None, None))
}

fn question_page(
    page: &Page,
    one: &Try,
    (place, turn, chosen): (usize, Turn, Option<&str>),
    (again, error): (Option<&Fields>, Option<&'static str>),
) -> WebResult {
    let key = place.checked_sub(1).and_then(|index| one.attempt.questions.get(index)).ok_or(Error::NotFound)?;
    let (_, question) = one.published.course.question(key).ok_or(Error::NotFound)?;
    let stored = one.answers.iter().find(|answer| &answer.question == key);
    let mut before =
        stored.map(|stored| Fields(kinds::fields(question, one.attempt.seed, &stored.answer))).unwrap_or_default();
    before.0.extend(chosen.map(|chosen| ("answer".to_owned(), chosen.to_owned())));
    let typed = again.unwrap_or(&before);
    let page = page.clone().with_switch_form("main-form");
    let test = TestQuestion {
        published: &one.published,
        title: one.title(&page),
        base: one.base(&page),
        place,
        answered: one.answered(),
        question,
        seed: one.attempt.seed,
        given: stored.map(|stored| &stored.answer),
        turn,
        typed,
        error,
        shown_at: page.app.now(),
        ends_at: one.ends_at(),
    };
    let status = if error.is_some() { StatusCode::UNPROCESSABLE_ENTITY } else { StatusCode::OK };
    let title = format!("{} · {}", page.tf("test-question", &[("place", place.into())]), test.title);
    Ok(respond(&page, status, &title, &views::test_question(&page, &test)))
}

/// `POST /{lang}/learn/{course}/attempts/{id}/{place}`: saves the answer, then the next question. The language
/// switch comes here too, so that an answer is kept when the language changes.
///
/// # Errors
/// Not found; the database's.
pub async fn update_answer(mut volunteer: Volunteer, courses: Courses, path: QuestionPath, typed: Fields) -> WebResult {
    let (_, _, id, place) = path.into_inner();
    let one = find(&volunteer, &courses, &id).await?;
    let asked_in = volunteer.page.lang;
    if let Some(lang) = typed.switch() {
        volunteer.page.lang = lang;
    }
    let page = &volunteer.page;
    if one.attempt.finished_at.is_some() {
        return Ok(redirect(&one.base(page)));
    }
    if one.is_over_time(page.app.now()) {
        finish(&volunteer, &courses, &one).await?;
        return Ok(redirect_with(&one.base(page), "flash-test-time-over"));
    }
    let key = place.checked_sub(1).and_then(|index| one.attempt.questions.get(index)).ok_or(Error::NotFound)?.clone();
    let (_, question) = one.published.course.question(&key).ok_or(Error::NotFound)?;
    let here = format!("{}/{place}", one.base(page));
    if let (Body::Case(_), Some(_)) = (&question.body, typed.switch()) {
        return Ok(redirect(&in_other_language(&here, &typed)));
    }
    let answer = match kinds::parse_choice(question, one.attempt.seed, &typed.0) {
        Ok(answer) => answer,
        Err(AnswerError::Empty) if typed.switch().is_some() => return Ok(redirect(&here)),
        // What cannot be saved yet is shown as it was typed, in the other language.
        Err(error) => {
            let error = typed.switch().is_none().then(|| question_view::message(error));
            return question_page(page, &one, (place, case::turn(&typed.0), None), (Some(&typed), error));
        }
    };
    // What comes of a choice in a case is seen before the next question.
    let goes_on = matches!(question.body, Body::Case(_)) && typed.typed("answer").is_some();
    let (question, now) = (question.clone(), format!("{here}#now-{key}"));
    let shown_at = typed.get("shown").parse().ok().and_then(Timestamp::from_unix).unwrap_or(one.attempt.started_at);
    let (attempt, shown_at) = (one.attempt.id, shown_at.max(one.attempt.started_at));
    let saved = page
        .app
        .write(volunteer.actor(), move |conn, ctx| {
            learning::save_answer(conn, ctx, attempt, (&question, &answer), (asked_in, shown_at))
        })
        .await?;
    let base = one.base(page);
    Ok(redirect(&match saved {
        Saved::TryIsOver => base,
        Saved::Yes if typed.switch().is_some() => here,
        Saved::Older => now,
        Saved::Yes if goes_on => now,
        Saved::Yes if place < one.attempt.questions.len() => format!("{base}/{}", place + 1),
        Saved::Yes => format!("{base}/review"),
    }))
}

/// A case in another language, with what is chosen and not yet decided.
fn in_other_language(here: &str, typed: &Fields) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.extend_pairs(typed.typed("answer").map(|chosen| ("chosen", chosen)));
    query.extend_pairs((case::turn(&typed.0) == Turn::Back).then_some(("turn", "back")));
    let query = query.finish();
    if query.is_empty() { here.to_owned() } else { format!("{here}?{query}") }
}

/// `GET /{lang}/learn/{course}/attempts/{id}/review`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_review(volunteer: Volunteer, courses: Courses, path: AttemptPath) -> WebResult {
    let one = find(&volunteer, &courses, &path.2).await?;
    let page = &volunteer.page;
    if one.attempt.finished_at.is_some() {
        return Ok(redirect(&one.base(page)));
    }
    let body = views::review(
        page,
        (&one.title(page), &one.base(page)),
        (&one.published, &one.attempt.questions),
        &one.answered(),
        one.ends_at(),
    );
    let title = format!("{} · {}", page.t("test-review-title"), one.title(page));
    Ok(html_page(page, &title, &body))
}

/// `POST /{lang}/learn/{course}/attempts/{id}/finish`.
///
/// # Errors
/// Not found; the database's.
pub async fn create_finish(volunteer: Volunteer, courses: Courses, path: AttemptPath) -> WebResult {
    let one = find(&volunteer, &courses, &path.2).await?;
    finish(&volunteer, &courses, &one).await
}

async fn finish(volunteer: &Volunteer, courses: &Courses, one: &Try) -> WebResult {
    let page = &volunteer.page;
    let learner = learner(volunteer, courses, one.published.course.key.as_str()).await?.ok_or(Error::NotFound)?;
    let rules = one.quiz.rules(&one.published.course).ok_or(Error::NotFound)?;
    let (attempt, begun_on) = (one.attempt.clone(), one.published.clone());
    let completion = page
        .app
        .write(volunteer.actor(), move |conn, ctx| {
            let (begun_on, current) = (&begun_on.course, &learner.published.course);
            learning::finish_attempt(conn, ctx, &attempt, (begun_on, rules.pass_percent), (&learner.enrolment, current))
        })
        .await?;
    if completion == Completion::Moved {
        complete_where_moved(volunteer, courses, one.published.course.key.as_str()).await?;
    }
    Ok(redirect(&one.base(page)))
}

/// `GET /{lang}/learn/{course}/attempts/{id}`: the result, or the first open question of a running try.
///
/// # Errors
/// Not found; the database's.
pub async fn show_result(volunteer: Volunteer, courses: Courses, path: AttemptPath) -> WebResult {
    let one = find(&volunteer, &courses, &path.2).await?;
    let page = &volunteer.page;
    if one.attempt.finished_at.is_none() {
        let open = one
            .answered()
            .iter()
            .position(|answered| *answered == Answered::No)
            .map_or_else(|| "review".to_owned(), |i| (i + 1).to_string());
        return Ok(redirect(&format!("{}/{open}", one.base(page))));
    }
    let (enrolment, code) = (one.attempt.enrolment, one.attempt.quiz.clone());
    let (library, attempt) = (courses.library(), one.attempt.clone());
    let (tries, state, regraded): (TryState, (Enrolment, Progress), Option<Remarked>) = page
        .app
        .read(move |conn| {
            let regraded = learning::find_remarked(conn, &library, &attempt)?;
            let tries = learning::list_tries(conn, enrolment, &code)?;
            let state = (learning::get_enrolment(conn, enrolment)?, learning::progress_of(conn, enrolment)?);
            Ok((tries, state, regraded))
        })
        .await?;
    let rules = one.quiz.rules(&one.published.course).ok_or(Error::NotFound)?;
    let course = regraded.as_ref().map_or(&one.published.course, |regraded| &regraded.course);
    let better = regraded.as_ref().and_then(|regraded| regraded.better.as_ref());
    let marked_by = better.unwrap_or(&one.published.course);
    let graded = grade(marked_by, &one.attempt, &one.answers, rules.pass_percent)?;
    let current =
        courses.shelf().edition(state.0.course, state.0.edition).cloned().unwrap_or_else(|| one.published.clone());
    let explained = if rules.explanations.due(graded.passed()) { explanations(&one, course)? } else { Vec::new() };
    let result = ResultPage {
        published: &one.published,
        quiz: &one.quiz,
        title: one.title(page),
        graded: &graded,
        regraded: regraded.as_ref().map(|regraded| regraded.better.is_some()),
        explained,
        next: next_try(&rules, &tries.finished, page.app.now()),
        completed: state.0.completed_at.is_some(),
        next_action: views::continue_from(page, &current, &state.1),
    };
    let title = format!("{} · {}", page.t("result-title"), result.title);
    Ok(html_page(page, &title, &views::result(page, &result)))
}

fn explanations<'a>(one: &Try, course: &'a Course) -> Result<Vec<reveal::Explained<'a>>> {
    let mut all = Vec::with_capacity(one.attempt.questions.len());
    for key in &one.attempt.questions {
        let Some((_, question)) = course.question(key) else { continue };
        let answer = one.answers.iter().find(|answer| &answer.question == key).map(|stored| &stored.answer);
        all.push(reveal::explain(question, one.attempt.seed, answer).map_err(Error::internal)?);
    }
    Ok(all)
}
