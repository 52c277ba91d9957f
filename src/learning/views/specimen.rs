//! A question in each of its states, for the page of components.

use maud::{Markup, html};

use super::super::question_view::QuestionForm;
use super::super::result_view::explained;
use super::overview::{Mine, modules};
use super::quiz::{Answered, dots};
use crate::content::Published;
use crate::kernel::ids::{EnrolmentId, PersonId};
use crate::learning::model::{Enrolment, Progress};
use crate::quiz::kinds::case::Turn;
use crate::quiz::model::{Answer, Question};
use crate::quiz::{kinds, reveal, shown};
use crate::web::{Fields, Page};

/// Asked; asked again because nothing was chosen; answered; a case after its first decision; explained after a right and
/// after a wrong answer.
pub(crate) fn specimen(page: &Page, published: &Published, question: &Question) -> Markup {
    let shown = shown::show(question, 1);
    let typed = Fields::default();
    let form = |error| QuestionForm { page, published, shown: &shown, typed: &typed, error, back: None }.show();
    let answers = [kinds::right_answer(&question.body), kinds::wrong_answer(&question.body)];
    let given = |answer: &Answer| {
        let shown = shown::show_after(question, 1, Some(answer), Turn::On);
        let typed = Fields(kinds::fields(question, 1, answer));
        let back = Some("#main".to_owned());
        QuestionForm { page, published, shown: &shown, typed: &typed, error: None, back }.show()
    };
    let begun = answers.iter().flatten().find_map(|answer| match answer {
        Answer::Case { path } => Some(Answer::Case { path: path.iter().take(1).cloned().collect() }),
        _ => None,
    });
    html! {
        form { (form(None)) }
        form { (form(Some("answer-empty"))) }
        @if let Some(right) = answers.iter().flatten().next() { form { (given(right)) } }
        @if let Some(begun) = &begun { form { (given(begun)) } }
        @for answer in answers.iter().flatten() {
            @if let Ok(explanation) = reveal::explain(question, 1, Some(answer)) {
                (explained(page, published, &explanation))
            }
        }
    }
}

/// The outline of a course whose first lessons are done, and the way through a test.
pub(crate) fn outline_specimen(page: &Page, published: &Published) -> Markup {
    let done = published.course.lessons().take(2).map(|(_, lesson)| lesson.key.clone());
    let progress = Progress { lessons: done.collect(), ..Progress::default() };
    let enrolment = Enrolment {
        id: EnrolmentId(0),
        person: PersonId(0),
        course: published.course_id,
        edition: published.edition,
        completed_at: None,
        certificate_name: None,
        certificate_language: None,
        last_lesson: None,
    };
    let mine = Mine { published, enrolment: &enrolment, progress: &progress, is_signed: false };
    let answered = [Answered::Yes, Answered::Part((1, 4)), Answered::No, Answered::No];
    html! { (modules(page, &mine)) (dots(page, ("#main", 3), &answered)) }
}
