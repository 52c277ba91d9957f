//! The page of a number, for whoever is not signed in: it differs in the number, the answer and the address alone.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use maud::{Markup, PreEscaped, html};

use super::super::super::views;
use crate::kernel::Lang;
use crate::settings::Settings;
use crate::web::frame::{self, Frame, KeptWith};
use crate::web::layout::{packed, spliced};
use crate::web::splice::Part;
use crate::web::{Page, layout};

/// Before the query in the address of the page.
const ASKED: &str = "/verify?";
/// Characters of what was typed that stand in the title, at most.
const IN_TITLE: usize = 20;

/// What differs.
#[derive(Debug, Clone, Copy)]
enum Hole {
    /// The query of the address, in the language switch.
    Query,
    /// What was typed, in the title.
    Begin,
    /// What was typed, in the field.
    Typed,
    /// The answer.
    Answer,
}

impl frame::Hole for Hole {
    const ALL: &'static [Self] = &[Self::Query, Self::Begin, Self::Typed, Self::Answer];

    fn marker(self) -> &'static str {
        match self {
            Self::Query => "\u{1}query\u{1}",
            Self::Begin => "\u{1}begin\u{1}",
            Self::Typed => "\u{1}typed\u{1}",
            Self::Answer => "\u{1}answer\u{1}",
        }
    }
}

/// The pages around answers, compressed once, one for each language; made anew once the settings are others.
#[derive(Debug, Default)]
pub struct FramedAnswers(KeptWith<Arc<Settings>, Lang, Frame<Hole>>);

impl FramedAnswers {
    /// The page of a number with its answer.
    pub(super) fn show(&self, request: &HttpRequest, page: &Page, typed: &str, answer: &Markup) -> HttpResponse {
        let begin: String = typed.chars().take(IN_TITLE).collect();
        let Some(query) = plain_query(page) else {
            return packed(request, page, &title(page, &begin), &views::verify(page, typed, Some(answer)));
        };
        let frame = self.0.with(&page.app.centre.get()).get_or_make(page.lang, || Frame::cut(&document(page)));
        let [query, begin, typed] = [query, &begin, typed].map(|text| html! { (text) }.into_string());
        let parts = frame.fill(|hole| {
            Part::Own(match hole {
                Hole::Query => &query,
                Hole::Begin => &begin,
                Hole::Typed => &typed,
                Hole::Answer => &answer.0,
            })
        });
        spliced(request, page, &parts)
    }
}

/// The query of the address if all else in the page depends on the language and the settings alone: nobody is signed in,
/// there is no message from the last page, and the address is written as we write it.
fn plain_query(page: &Page) -> Option<&str> {
    let is_anybodys = page.person.is_none() && page.flash.is_none();
    page.rest.strip_prefix(ASKED).filter(|_| is_anybodys)
}

fn title(page: &Page, begin: &str) -> String {
    format!("{} · {begin}", page.t("verify-title"))
}

/// The whole page with markers in it. Nothing of the request that came first is in it, but for its language.
fn document(page: &Page) -> String {
    use frame::Hole as _;
    let page = Page { rest: format!("{ASKED}{}", Hole::Query.marker()), ..page.clone() };
    let answer = PreEscaped(Hole::Answer.marker().to_owned());
    let body = views::verify(&page, Hole::Typed.marker(), Some(&answer));
    layout(&page, &title(&page, Hole::Begin.marker()), &body).into_string()
}
