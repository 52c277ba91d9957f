//! What the checks of the files cannot tell: translations that lack paragraphs, or whose source has changed since.
//! Paragraphs of lessons are compared with the source that was translated, other texts with those that are published.

use std::collections::BTreeSet;

use maud::html;

use super::super::super::model::lesson_path;
use super::super::super::paragraphs::{Progress, count_stale, first_gap, first_stale, progress};
use super::super::super::views::{self, Note};
use super::Open;
use crate::content::behind::{Part, behind};
use crate::content::files::Mistake;
use crate::content::message::Code;
use crate::content::model::Course;
use crate::kernel::Lang;
use crate::web::{Page, Problem, Trainer};

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

    /// Texts other than lessons whose source was changed since the course was published, and they were not.
    pub(super) fn behind(&self, page: &Page, before: &Course, now: &Course) -> Vec<Note> {
        let base = views::base(page, &self.draft);
        let note = |(part, lang): (Part, Lang)| {
            let (href, place) = match &part {
                Part::Course => (format!("{base}/settings"), page.t("draft-settings").to_owned()),
                Part::Module(key) => {
                    let title = now.module(key).map(|module| module.title.get(page.lang)).unwrap_or_default();
                    (format!("{base}/modules/{key}"), page.tf("check-place-module", &[("title", title.into())]))
                }
                Part::Question(key) => {
                    let words = now.question(key).map(|(_, question)| question.text.get(page.lang));
                    let title = views::question_words(words.unwrap_or_default());
                    (format!("{base}/questions/{key}"), page.tf("check-place-question", &[("title", title.into())]))
                }
                Part::Fact(key) => (format!("{base}/facts/{key}"), format!("{}: {key}", page.t("facts-title"))),
                Part::Term(key) => {
                    let term = now.glossary.get(key).map(|term| term.term.get(page.lang)).unwrap_or_default();
                    (format!("{base}/glossary/{key}"), format!("{}: {term}", page.t("glossary-title")))
                }
                Part::Picture(key) => {
                    (format!("{base}/pictures/{key}"), format!("{}: {key}", page.t("pictures-title")))
                }
            };
            let place = format!("{place} ({})", lang.native_name());
            Note { href, place, words: html! { (page.t("check-behind")) } }
        };
        behind(before, now).into_iter().filter(|(_, lang)| now.languages.contains(lang)).map(note).collect()
    }
}
