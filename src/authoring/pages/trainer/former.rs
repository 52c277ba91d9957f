//! What lessons and modules were called that are deleted by now: the history names them.

use std::collections::{BTreeMap, BTreeSet};

use super::super::super::model::{lesson_at, module_at};
use super::super::super::{self as authoring};
use super::Open;
use crate::i18n::{t, t_with};
use crate::kernel::{Lang, Localized};
use crate::web::{Problem, Trainer};

/// The last titles of what is gone, by the path of each text of a deleted lesson and of the questions of a deleted module.
#[derive(Debug, Default)]
pub(super) struct Former(BTreeMap<String, Localized>);

impl Former {
    /// Finds those of these paths that are gone, and what they were called.
    pub(super) async fn find<'a>(
        trainer: &Trainer,
        open: &Open,
        paths: impl Iterator<Item = &'a String>,
    ) -> Result<Self, Problem> {
        let gone: BTreeSet<String> = paths.filter(|path| open.is_gone(path)).cloned().collect();
        if gone.is_empty() {
            return Ok(Self::default());
        }
        let id = open.draft.id;
        let read = trainer.page.app.read(move |conn| authoring::list_former_titles(conn, id, &gone));
        Ok(Self(read.await?))
    }

    /// What a file was called while it was there; none if it is there, or nobody knows.
    pub(super) fn name(&self, path: &str, lang: Lang) -> Option<String> {
        let title = self.0.get(path)?.get(lang);
        Some(match lesson_at(path) {
            Some((.., of)) => format!("{title} ({})", of.native_name()),
            None => format!("{}: {title}", t(lang, "bank-title")),
        })
    }

    /// The same, with the word that it is gone.
    fn name_of_gone(&self, path: &str, lang: Lang) -> Option<String> {
        let title = self.0.get(path)?.get(lang);
        let of = lesson_at(path).map(|(.., of)| of.native_name());
        let name = if let Some(of) = of {
            t_with(lang, "history-gone-text", &[("title", title.into()), ("language", of.into())])
        } else {
            let name = t_with(lang, "history-gone", &[("title", title.into())]);
            format!("{}: {name}", t(lang, "bank-title"))
        };
        Some(name)
    }

    /// What is gone: how each was called in any language, and how it was in this one.
    pub(super) fn called(&self, lang: Lang) -> Vec<(String, String)> {
        let mut called = Vec::new();
        for (path, titles) in &self.0 {
            called.extend(self.name_of_gone(path, lang).map(|name| (path.clone(), name)));
            for of in Lang::ALL {
                called.extend(titles.exact(of).map(|title| (title.to_owned(), titles.get(lang).to_owned())));
                called.extend(self.name(path, of).zip(self.name(path, lang)));
            }
        }
        called
    }
}

impl Open {
    /// What the history calls a file: as everywhere, or as it was called last, with the word that it is gone.
    pub(super) fn name_in_history(&self, path: &str, former: &Former, lang: Lang) -> String {
        former.name_of_gone(path, lang).unwrap_or_else(|| self.name_of(path, lang))
    }

    /// True for the text of a lesson and the questions of a module that are in the draft no more.
    fn is_gone(&self, path: &str) -> bool {
        let has_home = match (lesson_at(path), module_at(path), self.course.as_ref()) {
            (Some(_), ..) => self.has_place(path),
            (None, Some(module), Some(course)) => course.module(module).is_some(),
            _ => true,
        };
        !has_home && !self.files.contains_key(path)
    }
}
