//! A file of the course as text: for what has no form.

use maud::{Markup, html};

use super::{Around, crumbs, present, refused};
use crate::web::{Page, ui};

/// A file as text.
pub(in crate::authoring) struct FilePage<'a> {
    pub(in crate::authoring) path: &'a str,
    pub(in crate::authoring) seen: Option<i64>,
    pub(in crate::authoring) text: &'a str,
    /// What is wrong with it as it is stored: lines and words.
    pub(in crate::authoring) mistakes: &'a [(usize, String)],
}

pub(in crate::authoring) fn file(page: &Page, around: &Around<'_>, file: &FilePage<'_>) -> Markup {
    let base = around.base(page);
    html! {
        (crumbs(page, around, &[(None, file.path)]))
        h1 { code { (file.path) } }
        (present(page, around))
        (refused(page, around))
        p { (page.t("file-lead")) }
        @if file.mistakes.is_empty() { p.soft { (page.t("file-fine")) } }
        @else {
            div.note {
                p { strong { (page.t("file-mistakes")) } }
                ul { @for (line, words) in file.mistakes { li { (page.tf("file-line", &[("line", (*line).into())])) ": " (words) } } }
            }
        }
        form #main-form.wide method="post" action={ (base) "/file?path=" (file.path) } data-keep data-leave {
            input type="hidden" name="number" value=[file.seen];
            label.sr for="text" { (file.path) }
            textarea #text.long.mono name="text" spellcheck="false" { "\n" (file.text) }
            div.buttons {
                button.button type="submit" { (page.t("draft-save")) }
                a.button.secondary href=(base) { (page.t("draft-cancel")) }
            }
        }
        @if file.seen.is_some() { p { a href={ (base) "/history?path=" (file.path) } { (page.t("history-of-text")) } } }
        @if file.text.is_empty() { (ui::empty(page.t("file-empty"), None)) }
    }
}
