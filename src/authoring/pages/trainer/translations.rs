//! What the checks of the files cannot tell: translations that lack paragraphs, or whose source has changed since.

use std::collections::BTreeSet;

use maud::html;

use super::super::super::model::lesson_path;
use super::super::super::paragraphs::{Progress, count_stale, first_gap, first_stale, progress};
use super::super::super::views::{self, Note};
use super::Open;
use crate::content::files::Mistake;
use crate::content::message::Code;
use crate::web::{Problem, Trainer};

/// The files of which the checks say already that a paragraph is not translated.
pub(super) fn with_gaps<'a>(found: impl Iterator<Item = &'a Mistake>) -> BTreeSet<String> {
    found.filter(|mistake| mistake.message.code == Code::Gap).map(|mistake| mistake.file.clone()).collect()
}

impl Open {
    /// Where translations are not whole: mistakes, where the course has to be complete in the language, and warnings.
    pub(super) async fn unfinished(
        &self,
        trainer: &Trainer,
        told: &BTreeSet<String>,
    ) -> Result<(Vec<Note>, Vec<Note>), Problem> {
        let (page, required, earlier) = (&trainer.page, self.required(), self.earlier(trainer).await?);
        let (mut mistakes, mut warnings) = (Vec::new(), Vec::new());
        for (module, lesson) in self.lessons() {
            for lang in self.languages().into_iter().skip(1) {
                let [before, source, translation] = self.beside((&module, &lesson.key, lang), &earlier);
                let is_told = told.contains(&lesson_path(&module, &lesson.key, lang));
                let note = |place: Option<usize>, words: String| Note {
                    href: format!(
                        "{}/lessons/{}/{lang}#p{}",
                        views::base(page, &self.draft),
                        lesson.key,
                        place.unwrap_or(1)
                    ),
                    place: format!("{} ({})", self.lesson_title(&module, &lesson.key, page.lang), lang.native_name()),
                    words: html! { (words) },
                };
                if let (Progress::Partly(done, of), false) = (progress(&before, &source, &translation), is_told) {
                    let words = page.tf("check-partly", &[("done", done.into()), ("of", of.into())]);
                    let list = if required.contains(&lang) { &mut mistakes } else { &mut warnings };
                    list.push(note(first_gap(&before, &source, &translation), words));
                }
                let stale = count_stale(&before, &source, &translation);
                if stale > 0 {
                    let words = page.tf("check-stale", &[("count", stale.into())]);
                    warnings.push(note(first_stale(&before, &source, &translation), words));
                }
            }
        }
        Ok((mistakes, warnings))
    }
}
