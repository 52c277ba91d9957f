//! What every page knows about its request: the language, the path, who looks.

use std::sync::Arc;

use actix_web::HttpRequest;

use super::error::Problem;
use super::flash::{self, Flash};
use super::state::App;
use crate::accounts::SignedIn;
use crate::kernel::{Actor, Lang};

/// The surroundings of one page.
#[derive(Debug, Clone)]
pub struct Page {
    /// The application.
    pub app: App,
    /// The language of the page, from its address.
    pub lang: Lang,
    /// The path after the language, with its query, for the language switch: `/courses?x=1`, or empty.
    pub rest: String,
    /// Who is signed in.
    pub person: Option<Arc<SignedIn>>,
    /// What the last page had to say.
    pub flash: Option<Flash>,
    /// The same in the words of this page, where it names something that only this page knows.
    pub flash_words: Option<String>,
    /// The id of the form whose buttons switch the language, so that what was typed comes along.
    pub switch_form: Option<&'static str>,
}

impl Page {
    /// Reads the surroundings; `person` has been looked up.
    ///
    /// # Errors
    /// Not found if the address has no known language.
    pub fn new(app: App, request: &HttpRequest, person: Option<Arc<SignedIn>>) -> Result<Self, Problem> {
        let lang = request.match_info().get("lang").and_then(Lang::from_code).ok_or(Problem::NotFound)?;
        let path = request.uri().path_and_query().map_or("", |path| path.as_str());
        let rest = path.get(1 + lang.code().len()..).unwrap_or_default().to_owned();
        let flash = flash::read(request);
        Ok(Self { app, lang, rest, person, flash, flash_words: None, switch_form: None })
    }

    /// The same page, whose language switch submits the form with this id.
    #[must_use]
    pub fn with_switch_form(mut self, form: &'static str) -> Self {
        self.switch_form = Some(form);
        self
    }

    /// The same page, which says this if the last page had this to say.
    #[must_use]
    pub fn with_flash_words(mut self, flash: &'static str, words: impl FnOnce(&Self) -> String) -> Self {
        if self.flash == Some(Flash(flash)) {
            self.flash_words = Some(words(&self));
        }
        self
    }

    /// The address of a path in the page's language: `to("/courses")` is `/kk/courses`.
    pub fn to(&self, rest: &str) -> String {
        format!("/{}{rest}", self.lang)
    }

    /// Who acts, for the audit log.
    pub fn actor(&self) -> Actor {
        self.person.as_ref().map_or(Actor::Visitor, |person| Actor::Person(person.person_id))
    }

    /// A text of the catalogue.
    pub fn t(&self, key: &'static str) -> &'static str {
        crate::i18n::t(self.lang, key)
    }

    /// A text of the catalogue with arguments.
    pub fn tf(&self, key: &'static str, args: &[(&'static str, crate::i18n::Arg<'_>)]) -> String {
        crate::i18n::t_with(self.lang, key, args)
    }
}
