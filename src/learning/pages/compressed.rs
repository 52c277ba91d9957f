//! Pages of lessons, compressed once for all readers.

use std::sync::Arc;

use maud::{Markup, Render, html};

use crate::content::markdown::RenderedLesson;
use crate::kernel::ids::VersionId;
use crate::kernel::{Lang, Role, Slug};
use crate::reviews::Signatures;
use crate::settings::Settings;
use crate::web::frame::{self, Frame, Kept, KeptWith};
use crate::web::layout::trusted;
use crate::web::splice::{Fixed, Part};

/// What differs from reader to reader within a page that is otherwise the same for all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Hole {
    /// The reader's name.
    Name,
    /// How much of the course is done.
    Progress,
    /// The text of the lesson: the same for all, and kept once for all pages around it.
    Text,
}

impl frame::Hole for Hole {
    const ALL: &'static [Self] = &[Self::Name, Self::Progress, Self::Text];

    fn marker(self) -> &'static str {
        match self {
            Self::Name => "\u{1}name\u{1}",
            Self::Progress => "\u{1}progress\u{1}",
            Self::Text => "\u{1}text\u{1}",
        }
    }
}

/// The page around a lesson, and its text, which is compressed already.
#[derive(Debug)]
pub(super) struct Framed {
    page: Frame<Hole>,
    text: Arc<Fixed>,
}

impl Framed {
    /// The page's parts for a reader with this name, and this much of the course done.
    pub(super) fn fill<'a>(&'a self, name: &'a str, progress: &'a str) -> Vec<Part<'a>> {
        self.page.fill(|hole| match hole {
            Hole::Name => Part::Own(name),
            Hole::Progress => Part::Own(progress),
            Hole::Text => Part::Fixed(&self.text),
        })
    }
}

/// What the page around a lesson depends on, but for its holes and the settings. There are few of each, so that the number of
/// frames is bounded by what is published.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct Around {
    pub(super) version: VersionId,
    pub(super) lesson: Slug,
    pub(super) lang: Lang,
    pub(super) done: bool,
    /// The roles that change what the page offers.
    pub(super) roles: Vec<Role>,
    /// So does signing lessons.
    pub(super) is_reviewer: bool,
}

/// What stands on every page around a lesson: the centre's name and logo, and who signed.
type With = (Arc<Settings>, Arc<Signatures>);

/// Compressed lessons, and the pages around them. A version never changes, so its texts do not; it grows with what is
/// published, by some kilobytes a lesson. The pages around them are made anew once the settings or signatures are others.
#[derive(Debug, Default)]
pub struct CompressedLessons {
    texts: Kept<(VersionId, Slug, Lang), Fixed>,
    frames: KeptWith<With, Around, Framed>,
}

impl CompressedLessons {
    /// The text of a lesson: title, then everything under it.
    pub(super) fn text(&self, version: VersionId, lesson: &Slug, lang: Lang, rendered: &RenderedLesson) -> Arc<Fixed> {
        self.texts.get_or_make((version, lesson.clone(), lang), || Fixed::new(article(lang, rendered).into_string()))
    }

    /// The page around a lesson, and its text; `make` makes them, with markers in the page, if nobody has seen it yet
    /// with these settings and signatures.
    pub(super) fn frame(
        &self,
        with: &With,
        around: Around,
        make: impl FnOnce() -> (String, Arc<Fixed>),
    ) -> Arc<Framed> {
        self.frames.with(with).get_or_make(around, || {
            let (page, text) = make();
            Framed { page: Frame::cut(&page), text }
        })
    }
}

fn article(lang: Lang, rendered: &RenderedLesson) -> Markup {
    html! {
        article.lesson lang=(lang) {
            h1 { (rendered.title) }
            (trusted(&rendered.html).render())
        }
    }
}
