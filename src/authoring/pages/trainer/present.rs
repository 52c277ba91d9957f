//! Who else is at the draft, and where: the text of a lesson, a file, or one form of the course file.

use actix_web::HttpResponse;
use actix_web::web::Path;

use super::super::super::model::COURSE_FILE;
use super::super::super::{self as authoring};
use super::Open;
use super::outline::split_text;
use crate::i18n::t;
use crate::kernel::ids::DraftId;
use crate::kernel::{Error, Lang, Localized};
use crate::web::{Fields, Problem, Trainer, WebResult};

/// The longest name of a place, in bytes: a path with two keys.
const LONGEST: usize = 300;

/// `POST /{lang}/trainer/drafts/{draft}/present`: the page's script says now and then that somebody writes on. The draft
/// stays as it is.
///
/// # Errors
/// Not found; the database's.
pub async fn create_sign(trainer: Trainer, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let id: DraftId = path.1.parse().map_err(|_| Error::NotFound)?;
    let place = typed.typed("place").filter(|place| place.len() <= LONGEST).ok_or(Problem::BadRequest)?.to_owned();
    let me = trainer.id();
    let write = move |conn: &mut _, ctx: &_| {
        authoring::find_draft(conn, id)?.filter(|draft| draft.closed_at.is_none()).ok_or(Error::NotFound)?;
        authoring::note_present(conn, ctx, (id, &place, me))
    };
    trainer.page.app.write(trainer.actor(), write).await?;
    Ok(HttpResponse::NoContent().finish())
}

/// A form of the course file: behind the path, so that it is a place of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form<'a> {
    Settings,
    Final,
    /// The key of the module; of one that is new, nothing.
    Module(&'a str),
    /// The key of the lesson; of one that is new, nothing.
    Lesson(&'a str),
}

impl<'a> Form<'a> {
    fn place(self) -> String {
        match self {
            Self::Settings => format!("{COURSE_FILE}#settings"),
            Self::Final => format!("{COURSE_FILE}#final"),
            Self::Module(key) => format!("{COURSE_FILE}#module/{key}"),
            Self::Lesson(key) => format!("{COURSE_FILE}#lesson/{key}"),
        }
    }

    fn at(place: &'a str) -> Option<Self> {
        let form = place.strip_prefix(COURSE_FILE)?.strip_prefix('#')?;
        Some(match form.split_once('/') {
            None if form == "settings" => Self::Settings,
            None if form == "final" => Self::Final,
            Some(("module", key)) => Self::Module(key),
            Some(("lesson", key)) => Self::Lesson(key),
            _ => return None,
        })
    }
}

impl Open {
    /// Says to the page what it shows, for the signs that its script gives.
    pub(super) fn stands_at(&self, path: &str) {
        self.place.get_or_init(|| path.to_owned());
    }

    /// The same for a form of the course file.
    pub(super) fn stands_at_form(&self, form: Form<'_>) {
        self.stands_at(&form.place());
    }

    /// Notes for the others that somebody has what stands under this path open.
    pub(super) async fn note_present(&self, trainer: &Trainer, path: &str) -> Result<(), Problem> {
        let (draft, path, me) = (self.draft.id, path.to_owned(), trainer.id());
        let write = move |conn: &mut _, ctx: &_| authoring::note_present(conn, ctx, (draft, &path, me));
        Ok(trainer.page.app.write(trainer.actor(), write).await?)
    }

    /// The same for a form of the course file.
    pub(super) async fn note_at(&self, trainer: &Trainer, form: Form<'_>) -> Result<(), Problem> {
        self.note_present(trainer, &form.place()).await
    }

    /// True if what was edited under this path is in the draft; a lesson may have another module by now.
    pub(super) fn has_place(&self, path: &str) -> bool {
        let has_module = |key: &str| self.course.as_ref().is_some_and(|course| course.module(key).is_some());
        match (Form::at(path), split_text(path)) {
            (Some(Form::Settings | Form::Final), _) => true,
            (Some(Form::Module(key)), _) => key.is_empty() || has_module(key),
            (Some(Form::Lesson(key)), _) => key.is_empty() || self.module_of(key).is_some(),
            (None, Some((_, lesson, _))) => self.module_of(lesson).is_some(),
            // Lists that have nothing in them yet.
            (None, None) => {
                ["facts.toml", "glossary.toml", "pictures.toml"].contains(&path) || self.files.contains_key(path)
            }
        }
    }

    /// What a place is called, in every language; the title of the course where it is gone.
    pub(super) fn called_place(&self, path: Option<&str>) -> Localized {
        let mut called = Localized::default();
        for lang in Lang::ALL {
            called.set(lang, path.map_or_else(|| self.title.clone(), |path| self.place_in(path, lang)));
        }
        called
    }

    fn place_in(&self, path: &str, lang: Lang) -> String {
        match Form::at(path) {
            Some(Form::Settings) => t(lang, "draft-settings").to_owned(),
            Some(Form::Final) => t(lang, "final-title").to_owned(),
            Some(Form::Module(key)) => match self.course.as_ref().and_then(|course| course.module(key)) {
                Some(module) if !module.title.is_empty() => module.title.get(lang).to_owned(),
                _ => t(lang, "draft-add-module").to_owned(),
            },
            Some(Form::Lesson(key)) => match self.module_of(key) {
                Some(module) => self.lesson_title(&module, key, lang),
                None => t(lang, "draft-add-lesson").to_owned(),
            },
            None => self.name_of(path, lang),
        }
    }
}
