//! A course as a volunteer sees it, in each language, whatever the language of the page around it. What a trainer
//! answers here is marked and forgotten: no page of these writes anything.

pub mod lessons;
pub mod quizzes;
pub mod regrade;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use maud::Markup;

use super::super::views::{self, Around};
use crate::content::{Library, Published};
use crate::kernel::{Error, Lang, Result};
use crate::quiz::kinds;
use crate::quiz::model::Question;
use crate::quiz::reveal::{self, Explained};
use crate::web::layout::respond;
use crate::web::{Page, Trainer, WebResult};

/// A course that is looked at in a language.
struct Preview {
    published: Arc<Published>,
    /// The page of the trainer.
    page: Page,
    /// The page as the volunteer has it: in the language that is looked at.
    seen: Page,
    /// Stands before every address of the course.
    base: String,
}

impl Preview {
    /// The newest edition of a course.
    fn find(trainer: &Trainer, library: &Library, (course, lang): (&str, &str)) -> Result<Self> {
        let published = library.shelf().course(course).cloned().ok_or(Error::NotFound)?;
        let lang = Lang::from_code(lang).ok_or(Error::NotFound)?;
        let page = trainer.page.clone();
        let seen = Page { lang, flash: None, ..page.clone() };
        let base = views::preview_path(&page, &published, lang);
        Ok(Self { published, page, seen, base })
    }

    /// The page of the lesson or test at this address, with its neighbours in the course.
    fn step(&self, here: String, answers: Option<bool>) -> Around<'_> {
        let neighbours = views::neighbours(&views::steps(&self.page, &self.published), &here);
        Around { published: &self.published, lang: self.seen.lang, here, answers, neighbours }
    }

    fn respond(&self, status: StatusCode, around: &Around<'_>, (title, seen): (&str, &Markup)) -> HttpResponse {
        let title = format!("{} · {title}", self.page.t("preview-title"));
        respond(&self.page, status, &title, &views::preview(&self.page, around, seen))
    }
}

/// The right answer, as it is explained to whoever gave it.
fn explain_right(question: &Question, seed: u64) -> Result<Explained<'_>> {
    let right = kinds::right_answer(&question.body);
    reveal::explain(question, seed, right.as_ref()).map_err(Error::internal)
}

/// `GET /{lang}/trainer/courses/{course}/preview/{in}`: everything there is to look at.
///
/// # Errors
/// Not found.
pub async fn show_preview(trainer: Trainer, library: Data<Library>, path: Path<(String, String, String)>) -> WebResult {
    let preview = Preview::find(&trainer, &library, (&path.1, &path.2))?;
    let around = preview.step(String::new(), None);
    let body = views::preview_outline(&preview.page, &preview.seen, &preview.published);
    let title = preview.published.course.title.get(preview.page.lang);
    Ok(preview.respond(StatusCode::OK, &around, (title, &body)))
}
