//! The emergency card: one page that is kept for offline. Its numbers are the facts of the first aid course, by name, so
//! that one change reaches both.

use std::sync::LazyLock;

use crate::content::bundled;
use crate::content::library::Shelf;
use crate::content::markdown::{self, RenderedLesson, Surroundings, Titles, fact_references};
use crate::content::model::{Course, Review};
use crate::kernel::{Lang, Slug};

/// The course whose facts the card tells.
const COURSE: &str = "first-aid";

/// The course as it comes with the program: for a site whose own has other facts, or none.
static BUNDLED: LazyLock<Option<Course>> = LazyLock::new(|| bundled::course(COURSE).map(|package| package.course));

const fn source(lang: Lang) -> &'static str {
    match lang {
        Lang::Kk => include_str!("card/kk.md"),
        Lang::Ru => include_str!("card/ru.md"),
        Lang::En => include_str!("card/en.md"),
    }
}

/// The card in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Card {
    /// Title and safe HTML.
    pub(super) text: RenderedLesson,
    /// No doctor has signed the course yet.
    pub(super) awaits_doctor: bool,
}

/// Renders the card with the facts of the newest edition; `None` if there is no such course at all. `call` stands over
/// the numbers.
pub(super) fn card(shelf: &Shelf, lang: Lang, call: &str) -> Option<Card> {
    let own = shelf.course(COURSE).map(|published| &published.course);
    let course = own.filter(|course| has_facts(course)).or_else(|| BUNDLED.as_ref())?;
    let around = Surroundings {
        course,
        lang,
        titles: Titles { call, why: "", good: "", bad: "", note: "", summary: "", terms: "", back: "" },
        picture_url: &|_, _| String::new(),
        lesson_url: &|lesson| format!("/{lang}/learn/{COURSE}/lessons/{lesson}"),
    };
    let awaits_doctor = matches!(course.reviews.medical, Some(Review::Pending));
    Some(Card { text: markdown::lesson(source(lang), &around), awaits_doctor })
}

/// True for a fact of a course that the card tells.
pub fn is_on_card(course: &Slug, fact: &str) -> bool {
    let keys = Lang::ALL.into_iter().flat_map(|lang| fact_references(source(lang)));
    course.as_str() == COURSE && keys.into_iter().any(|(_, key)| key == fact)
}

fn has_facts(course: &Course) -> bool {
    let keys = Lang::ALL.into_iter().flat_map(|lang| fact_references(source(lang)));
    keys.into_iter().all(|(_, key)| course.facts.keys().any(|known| known.as_str() == key))
}
