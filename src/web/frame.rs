//! Pages that are the same for many readers but for a few holes: compressed once, filled for each reader.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::{Arc, PoisonError, RwLock};

use foldhash::fast::RandomState;

use super::splice::{Fixed, Part};

/// Stands around the name of a hole in the page that is cut; no text of the catalogue and no name has it, because it is a
/// control character.
const EDGE: char = '\u{1}';

/// What differs from reader to reader within a page that is otherwise the same for all.
pub trait Hole: Copy + 'static {
    /// Every hole that a page may have.
    const ALL: &'static [Self];

    /// What stands in the page where this goes: a name between two control characters, `\u{1}name\u{1}`.
    fn marker(self) -> &'static str;
}

/// A page with holes: what stands before each, and what stands after the last.
#[derive(Debug)]
pub struct Frame<H> {
    before: Vec<(Fixed, H)>,
    rest: Fixed,
}

impl<H: Hole> Frame<H> {
    /// Cuts a page at its markers and compresses what is between them.
    pub fn cut(page: &str) -> Self {
        let hole = |piece: &str| H::ALL.iter().copied().find(|hole| hole.marker().trim_matches(EDGE) == piece);
        let (mut before, mut fixed) = (Vec::new(), String::new());
        for piece in page.split(EDGE) {
            match hole(piece) {
                Some(hole) => before.push((Fixed::new(std::mem::take(&mut fixed)), hole)),
                None => fixed.push_str(piece),
            }
        }
        Self { before, rest: Fixed::new(fixed) }
    }

    /// The page's parts, with this in its holes.
    pub fn fill<'a>(&'a self, with: impl Fn(H) -> Part<'a>) -> Vec<Part<'a>> {
        let mut parts = Vec::with_capacity(2 * self.before.len() + 1);
        for (fixed, hole) in &self.before {
            parts.extend([Part::Fixed(fixed), with(*hole)]);
        }
        parts.push(Part::Fixed(&self.rest));
        parts
    }
}

/// Things that are made once and never change.
#[derive(Debug)]
pub struct Kept<K, V>(RwLock<HashMap<K, Arc<V>, RandomState>>);

impl<K, V> Default for Kept<K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<K: Eq + Hash, V> Kept<K, V> {
    /// What is kept under this key, or else what is made now. Two who come at once may both make it: the same.
    pub fn get_or_make(&self, key: K, make: impl FnOnce() -> V) -> Arc<V> {
        if let Some(kept) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(kept);
        }
        let fresh = Arc::new(make());
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&fresh));
        fresh
    }
}

/// What was made with something else, and with what.
type Made<W, K, V> = (W, Arc<Kept<K, V>>);

/// Things that hold as long as something else is what it was, the settings for example: once that has changed, all are
/// dropped and made anew.
#[derive(Debug)]
pub struct KeptWith<W, K, V>(RwLock<Option<Made<W, K, V>>>);

impl<W, K, V> Default for KeptWith<W, K, V> {
    fn default() -> Self {
        Self(RwLock::default())
    }
}

impl<W: IsSame + Clone, K: Eq + Hash, V> KeptWith<W, K, V> {
    /// What is kept with this.
    pub fn with(&self, this: &W) -> Arc<Kept<K, V>> {
        let kept = |known: &Option<Made<W, K, V>>| {
            known.as_ref().filter(|(made_with, _)| made_with.is_same(this)).map(|(_, kept)| Arc::clone(kept))
        };
        if let Some(kept) = kept(&self.0.read().unwrap_or_else(PoisonError::into_inner)) {
            return kept;
        }
        let mut known = self.0.write().unwrap_or_else(PoisonError::into_inner);
        kept(&known).unwrap_or_else(|| {
            let fresh = Arc::default();
            *known = Some((this.clone(), Arc::clone(&fresh)));
            fresh
        })
    }
}

/// Whether something is still what it was.
pub trait IsSame {
    /// True if nothing has taken its place.
    fn is_same(&self, other: &Self) -> bool;
}

impl<T> IsSame for Arc<T> {
    fn is_same(&self, other: &Self) -> bool {
        Self::ptr_eq(self, other)
    }
}

impl<A: IsSame, B: IsSame> IsSame for (A, B) {
    fn is_same(&self, other: &Self) -> bool {
        self.0.is_same(&other.0) && self.1.is_same(&other.1)
    }
}

#[cfg(test)]
mod tests {
    use std::io::Read;

    use super::super::splice;
    use super::*;

    #[derive(Debug, Clone, Copy, PartialEq, Eq)]
    enum Side {
        Left,
        Right,
    }

    impl Hole for Side {
        const ALL: &'static [Self] = &[Self::Left, Self::Right];

        fn marker(self) -> &'static str {
            match self {
                Self::Left => "\u{1}left\u{1}",
                Self::Right => "\u{1}right\u{1}",
            }
        }
    }

    #[test]
    fn a_page_is_cut_at_its_holes_and_put_together_again() {
        let page = format!("<p>{0}</p><b>{1}</b>{0}left</html>", Side::Left.marker(), Side::Right.marker());
        let frame = Frame::<Side>::cut(&page);
        let text = Fixed::new("<h1>Т</h1>");
        let parts = frame.fill(|side| if side == Side::Left { Part::Own("Әсем\u{1}") } else { Part::Fixed(&text) });
        let whole = "<p>Әсем\u{1}</p><b><h1>Т</h1></b>Әсем\u{1}left</html>";
        assert_eq!(String::from_utf8(splice::plain(&parts)).expect("text"), whole);
        let mut unpacked = String::new();
        let packed = splice::gzip(&parts);
        flate2::read::GzDecoder::new(packed.as_slice()).read_to_string(&mut unpacked).expect("valid gzip");
        assert_eq!(unpacked, whole);
    }

    #[test]
    fn a_page_without_holes_stays_whole() {
        let frame = Frame::<Side>::cut("<p>left</p>");
        assert_eq!(splice::plain(&frame.fill(|_| Part::Own("?"))), b"<p>left</p>");
    }

    #[test]
    fn what_is_kept_with_something_else_is_made_anew() {
        let kept: KeptWith<Arc<&str>, u8, &str> = KeptWith::default();
        let (first, second) = (Arc::new("same"), Arc::new("same"));
        let asked = |with, value| *kept.with(with).get_or_make(1, || value);
        assert_eq!(
            [asked(&first, "a"), asked(&first, "b"), asked(&second, "c"), asked(&first, "d")],
            ["a", "a", "c", "d"]
        );
    }
}
