//! The texts of lessons, compressed once for all readers.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use maud::{Markup, Render, html};

use crate::content::markdown::RenderedLesson;
use crate::kernel::ids::VersionId;
use crate::kernel::{Lang, Slug};
use crate::web::layout::trusted;
use crate::web::splice::Fixed;

type Key = (VersionId, Slug, Lang);

/// Compressed lessons by version, lesson and language. A version never changes, so nothing here does; it grows
/// with what is published, by some kilobytes a lesson.
#[derive(Debug, Default)]
pub struct CompressedLessons(RwLock<HashMap<Key, Arc<Fixed>>>);

impl CompressedLessons {
    /// The text of a lesson: title, then everything under it.
    pub(super) fn of(&self, version: VersionId, lesson: &Slug, lang: Lang, rendered: &RenderedLesson) -> Arc<Fixed> {
        let key = (version, lesson.clone(), lang);
        if let Some(fixed) = self.0.read().unwrap_or_else(PoisonError::into_inner).get(&key) {
            return Arc::clone(fixed);
        }
        let fixed = Arc::new(Fixed::new(article(lang, rendered).into_string()));
        self.0.write().unwrap_or_else(PoisonError::into_inner).insert(key, Arc::clone(&fixed));
        fixed
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
