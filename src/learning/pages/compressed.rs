//! Pages of lessons, compressed once for all readers.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use foldhash::fast::RandomState;
use maud::{Markup, Render, html};

use crate::content::markdown::RenderedLesson;
use crate::kernel::ids::VersionId;
use crate::kernel::{Lang, Role, Slug};
use crate::reviews::Signatures;
use crate::settings::Settings;
use crate::web::layout::trusted;
use crate::web::splice::{Fixed, Part};

/// Stands around the name of a hole; no person can type it, because it is a control character.
const EDGE: char = '\u{1}';

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

impl Hole {
    /// What stands in the page where this goes.
    pub(super) const fn marker(self) -> &'static str {
        match self {
            Self::Name => "\u{1}name\u{1}",
            Self::Progress => "\u{1}progress\u{1}",
            Self::Text => "\u{1}text\u{1}",
        }
    }

    fn of(between: &str) -> Option<Self> {
        [Self::Name, Self::Progress, Self::Text].into_iter().find(|hole| hole.marker().trim_matches(EDGE) == between)
    }
}

/// A page with holes: what stands before each, and what stands after the last.
#[derive(Debug)]
pub(super) struct Frame {
    before: Vec<(Fixed, Hole)>,
    rest: Fixed,
    text: Arc<Fixed>,
}

impl Frame {
    /// Cuts a page at its markers and compresses what is between them; the text of its lesson is compressed already.
    pub(super) fn cut(page: &str, text: Arc<Fixed>) -> Self {
        let (mut before, mut fixed) = (Vec::new(), String::new());
        for piece in page.split(EDGE) {
            match Hole::of(piece) {
                Some(hole) => before.push((Fixed::new(std::mem::take(&mut fixed)), hole)),
                None => fixed.push_str(piece),
            }
        }
        Self { before, rest: Fixed::new(fixed), text }
    }

    /// The page's parts for a reader with this name, and this much of the course done.
    pub(super) fn fill<'a>(&'a self, name: &'a str, progress: &'a str) -> Vec<Part<'a>> {
        let filled = self.before.iter().flat_map(|(fixed, hole)| {
            let own = match hole {
                Hole::Name => Part::Own(name),
                Hole::Progress => Part::Own(progress),
                Hole::Text => Part::Fixed(&self.text),
            };
            [Part::Fixed(fixed), own]
        });
        filled.chain([Part::Fixed(&self.rest)]).collect()
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
type With<'a> = (&'a Arc<Settings>, &'a Arc<Signatures>);
/// The pages around lessons as they are with these.
type Frames = ((Arc<Settings>, Arc<Signatures>), Arc<Kept<Around, Frame>>);

/// Compressed lessons, and the pages around them. A version never changes, so its texts do not; it grows with what is
/// published, by some kilobytes a lesson. The pages around them are made anew once the settings or signatures are others.
#[derive(Debug, Default)]
pub struct CompressedLessons {
    texts: Kept<(VersionId, Slug, Lang), Fixed>,
    frames: RwLock<Option<Frames>>,
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
        with: With<'_>,
        around: Around,
        make: impl FnOnce() -> (String, Arc<Fixed>),
    ) -> Arc<Frame> {
        self.frames_with(with).get_or_make(around, || {
            let (page, text) = make();
            Frame::cut(&page, text)
        })
    }

    /// What is kept with these; pages with other ones are dropped.
    fn frames_with(&self, (settings, signatures): With<'_>) -> Arc<Kept<Around, Frame>> {
        let with = |known: &Option<Frames>| {
            let is_same = |made: &(Arc<Settings>, Arc<Signatures>)| {
                Arc::ptr_eq(&made.0, settings) && Arc::ptr_eq(&made.1, signatures)
            };
            let same = known.as_ref().filter(|(made_with, _)| is_same(made_with));
            same.map(|(_, frames)| Arc::clone(frames))
        };
        if let Some(frames) = with(&self.frames.read().unwrap_or_else(PoisonError::into_inner)) {
            return frames;
        }
        let mut known = self.frames.write().unwrap_or_else(PoisonError::into_inner);
        with(&known).unwrap_or_else(|| {
            let fresh = Arc::default();
            *known = Some(((Arc::clone(settings), Arc::clone(signatures)), Arc::clone(&fresh)));
            fresh
        })
    }
}

/// Things that are made once and never change.
#[derive(Debug)]
struct Kept<K, V>(RwLock<HashMap<K, Arc<V>, RandomState>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Eq + Hash, V> Kept<K, V> {
    /// What is kept under this key, or else what is made now. Two who come at once may both make it: the same.
    fn get_or_make(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        if let Some(kept) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(kept);
        }
        let fresh = Arc::new(make());
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&fresh));
        fresh
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::web::splice;

    #[test]
    fn a_page_is_cut_at_its_holes_and_put_together_again() {
        let page =
            format!("<p>{}</p><b>{}</b>{}</html>", Hole::Name.marker(), Hole::Progress.marker(), Hole::Text.marker());
        let frame = Frame::cut(&page, Arc::new(Fixed::new("<h1>Т</h1>")));
        let whole = String::from_utf8(splice::plain(&frame.fill("Әсем", "50"))).expect("text");
        assert_eq!(whole, "<p>Әсем</p><b>50</b><h1>Т</h1></html>");
    }

    #[test]
    fn a_page_without_holes_stays_whole() {
        let frame = Frame::cut("<p>name</p>", Arc::new(Fixed::new("?")));
        assert_eq!(splice::plain(&frame.fill("?", "?")), b"<p>name</p>");
    }
}
