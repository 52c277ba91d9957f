//! The page of a number, for whoever is not signed in: it differs in the number, the answer and the address alone; and for
//! most certificates, the answer in what is printed on them alone.

use std::sync::Arc;

use actix_web::{HttpRequest, HttpResponse};
use maud::PreEscaped;

use super::super::super::verify::Verification;
use super::super::super::views;
use super::super::super::views::answer::{Printed, Shape};
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
    /// The answer, if it is none of those that differ in what was printed alone.
    Answer,
    /// The holder.
    Name,
    /// The course.
    Course,
    /// The number.
    Number,
    /// The day of issue.
    Issued,
    /// The last valid day.
    Until,
    /// The number of the one that renewed it.
    Newer,
}

impl frame::Hole for Hole {
    const ALL: &'static [Self] = &[
        Self::Query,
        Self::Begin,
        Self::Typed,
        Self::Answer,
        Self::Name,
        Self::Course,
        Self::Number,
        Self::Issued,
        Self::Until,
        Self::Newer,
    ];

    fn marker(self) -> &'static str {
        match self {
            Self::Query => "\u{1}query\u{1}",
            Self::Begin => "\u{1}begin\u{1}",
            Self::Typed => "\u{1}typed\u{1}",
            Self::Answer => "\u{1}answer\u{1}",
            Self::Name => "\u{1}name\u{1}",
            Self::Course => "\u{1}course\u{1}",
            Self::Number => "\u{1}number\u{1}",
            Self::Issued => "\u{1}issued\u{1}",
            Self::Until => "\u{1}until\u{1}",
            Self::Newer => "\u{1}newer\u{1}",
        }
    }
}

/// What stands around: the page with an answer of this shape, or around any other.
type Around = (Lang, Option<Shape>);

/// The pages around answers, compressed once each; made anew once the settings are others.
#[derive(Debug, Default)]
pub struct FramedAnswers(KeptWith<Arc<Settings>, Around, Frame<Hole>>);

impl FramedAnswers {
    /// The page of a number with its answer.
    pub(super) fn show(&self, request: &HttpRequest, page: &Page, typed: &str, answer: &Verification) -> HttpResponse {
        let begin: String = typed.chars().take(IN_TITLE).collect();
        let Some(query) = plain_query(page) else {
            let answer = views::answer(page, answer);
            return packed(request, page, &title(page, &begin), &views::verify(page, typed, Some(&answer)));
        };
        let of_shape = Shape::of(answer).map(|(shape, shown)| (shape, Printed::on(page, shown)));
        let shape = of_shape.as_ref().map(|(shape, _)| *shape);
        let frames = self.0.with(&page.app.centre.get());
        let frame = frames.get_or_make((page.lang, shape), || Frame::cut(&document(page, shape)));
        let of = |pick: for<'a> fn(&'a Printed<'_>) -> &'a str| {
            of_shape.as_ref().map_or(Part::text(""), |(_, printed)| Part::text(pick(printed)))
        };
        let parts = frame.fill(|hole| match hole {
            Hole::Query => Part::text(query),
            Hole::Begin => Part::text(&begin),
            Hole::Typed => Part::text(typed),
            Hole::Answer => Part::own(views::answer(page, answer).into_string()),
            Hole::Name => of(|printed| &printed.name),
            Hole::Course => of(|printed| &printed.course),
            Hole::Number => of(|printed| &printed.number),
            Hole::Issued => of(|printed| &printed.issued),
            Hole::Until => of(|printed| printed.until.as_deref().unwrap_or_default()),
            Hole::Newer => of(|printed| printed.newer.as_deref().unwrap_or_default()),
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

/// The whole page with markers in it. Nothing of the request that came first is in it, but for its language and what the
/// answer is like.
fn document(page: &Page, shape: Option<Shape>) -> String {
    use frame::Hole as _;
    let page = Page { rest: format!("{ASKED}{}", Hole::Query.marker()), ..page.clone() };
    let answer = match shape {
        Some(shape) => {
            let marker = |hole: Hole| hole.marker().into();
            let printed = Printed {
                name: marker(Hole::Name),
                course: marker(Hole::Course),
                number: marker(Hole::Number),
                issued: marker(Hole::Issued),
                until: shape.expires.then(|| marker(Hole::Until)),
                newer: shape.is_renewed.then(|| marker(Hole::Newer)),
            };
            shape.answer(&page, &printed)
        }
        None => PreEscaped(Hole::Answer.marker().to_owned()),
    };
    let body = views::verify(&page, Hole::Typed.marker(), Some(&answer));
    layout(&page, &title(&page, Hole::Begin.marker()), &body).into_string()
}
