//! A question in each of its states, for the page of components.

use maud::{Markup, html};

use super::super::question_view::QuestionForm;
use super::super::result_view::explained;
use crate::content::Published;
use crate::quiz::model::Question;
use crate::quiz::{kinds, reveal, shown};
use crate::web::{Fields, Page};

/// Asked; asked again because nothing was chosen; explained after a right and after a wrong answer.
pub(crate) fn specimen(page: &Page, published: &Published, question: &Question) -> Markup {
    let shown = shown::show(question, 1);
    let typed = Fields::default();
    let form = |error| QuestionForm { page, published, shown: &shown, typed: &typed, error, back: None }.show();
    let answers = [kinds::right_answer(&question.body), kinds::wrong_answer(&question.body)];
    html! {
        form { (form(None)) }
        form { (form(Some("answer-empty"))) }
        @for answer in answers.iter().flatten() {
            @if let Ok(explanation) = reveal::explain(question, 1, Some(answer)) {
                (explained(page, published, &explanation))
            }
        }
    }
}
