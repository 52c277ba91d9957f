//! The pages of the course editor.

mod archive;
mod both;
mod check;
mod export;
mod facts;
mod files;
mod forms;
mod history;
mod import;
mod lesson;
mod list;
mod moments;
mod outline;
mod pictures;
mod questions;
mod rules;
#[cfg(debug_assertions)]
mod specimen;

use lesson::{IN_TIME, differences};
use maud::{Markup, html};

use super::model::Draft;
use crate::kernel::Localized;
use crate::web::{Page, assets};

pub(super) use archive::{Incoming, IncomingRow, archive_form, incoming};
pub(super) use both::{Both, Differing};
pub(super) use check::{Checked, NOTE, Note, check, obstacle, question_words};
pub(super) use export::{Export, Written, course_crumbs, export};
pub(super) use facts::{
    FactLine, MEANING, Removed, TERM, TermLine, UNIT, Used, VALUE, fact_effect, fact_form, facts, glossary, still_used,
    term_form,
};
pub(super) use files::{FilePage, file};
pub(super) use forms::{
    BEFORE, CERTIFICATE, GUIDELINE, LIMITS, LessonParts, OUTCOMES, SHOWN, SUMMARY, TITLE, course_form, lesson_form,
    module_form, new_course_form,
};
pub(super) use history::{History, Revision, history, revision};
pub(super) use import::{ImportForm, Kind, Preview, Taking, import_form, preview, taking};
pub(super) use lesson::{LessonPage, Tab, Texts, conflict, editor, picture_mark, rendered};
pub(super) use list::{Listed, list};
pub(super) use moments::{Moment, MomentFile, moment, returning};
pub(super) use outline::{LessonRow, ModuleRow, Outline, closing, outline, state_words};
pub(super) use pictures::mark_words;
pub(super) use pictures::{ALT, PictureRow, picture, pictures};
pub(super) use questions::{
    Drawing, Filter, QuestionList, QuestionPage, QuestionRow, Trial, Unsaved, differing_questions, field_part,
    new_question, question, questions, trial, unsaved, unsaved_part,
};
pub(super) use rules::{Draw, final_form};
#[cfg(debug_assertions)]
pub(crate) use specimen::every_state;

/// What stands around a page of a draft.
pub(super) struct Around<'a> {
    pub(super) draft: &'a Draft,
    /// What the course is called.
    pub(super) title: &'a str,
    /// Who else has what open: a name, and what it is called.
    pub(super) present: &'a [(String, Localized)],
    /// Somebody else saved what the form of the page shows.
    pub(super) both: Option<&'a Both>,
    /// Why what was typed was not saved.
    pub(super) refused: Option<&'a str>,
    /// What the page shows, if one can write there.
    pub(super) place: Option<&'a str>,
}

impl Around<'_> {
    /// What a browser keeps of a form that shows two texts belongs to that page alone.
    fn edition(&self) -> Option<String> {
        self.both.map(|both| format!("over {}", both.over))
    }

    /// The address of the draft.
    pub(super) fn base(&self, page: &Page) -> String {
        base(page, self.draft)
    }
}

/// The address of a draft.
/// Below which address the pictures of a draft are.
pub(super) fn pictures_of(page: &Page, draft: &Draft) -> String {
    format!("{}/media", base(page, draft))
}

pub(super) fn base(page: &Page, draft: &Draft) -> String {
    page.to(&format!("/trainer/drafts/{}", draft.id))
}

/// Where one is: the drafts, this draft, and `parts` within it.
pub(super) fn crumbs(page: &Page, around: &Around<'_>, parts: &[(Option<&str>, &str)]) -> Markup {
    html! {
        link rel="stylesheet" href=(*assets::EDITOR_CSS);
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/trainer/drafts")) { (page.t("drafts-title")) }
            @if !parts.is_empty() { a href=(around.base(page)) { (around.title) } }
            @for (href, words) in parts {
                @if let Some(href) = href { a href=(href) { (words) } } @else { span { (words) } }
            }
        }
    }
}

/// Why what was typed was not saved.
pub(super) fn refused(page: &Page, around: &Around<'_>) -> Markup {
    html! {
        @if let Some(refused) = around.refused {
            div.error-summary role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title" {
                h2 #error-summary-title { (page.t("form-problem")) }
                p { a href="#text" { (refused) } }
            }
        }
    }
}

/// Who else is at it; and where the page's script says that somebody writes on.
pub(super) fn present(page: &Page, around: &Around<'_>) -> Markup {
    html! {
        @if let Some(place) = around.place {
            span hidden data-present={ (around.base(page)) "/present" } data-place=(place) {}
            script src=(*assets::PRESENT_JS) defer {}
        }
        @if !around.present.is_empty() {
            div.note.present role="status" {
                p { strong { (page.t("draft-present")) } }
                ul { @for (name, what) in around.present { li { (name) ": " (what.get(page.lang)) } } }
            }
        }
    }
}
