//! A whole course from a file, and another copy of it beside a draft.

use maud::{Markup, html};

use super::import::{refused, ways};
use super::{Around, crumbs, differences};
use crate::authoring::brought::Difference;
use crate::content::files::archive::{LARGEST, MOST_BYTES, MOST_FILES};
use crate::web::{Page, assets};

/// Of so many files the differences are shown at once.
const SHOWN: usize = 60;

pub(in crate::authoring) fn archive_form(page: &Page, error: Option<&str>) -> Markup {
    let (title, list) = (page.t("archive-title"), page.to("/trainer/drafts"));
    let unpacked = usize::try_from(MOST_BYTES / 1_000_000).unwrap_or(usize::MAX);
    let limits =
        [("megabytes", (LARGEST / 1_000_000).into()), ("unpacked", unpacked.into()), ("files", MOST_FILES.into())];
    html! {
        link rel="stylesheet" href=(*assets::EDITOR_CSS);
        script src=(*assets::UPLOAD_JS) defer {}
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(list) { (page.t("drafts-title")) } span { (title) } }
        h1 { (title) }
        p { (page.t("archive-lead")) }
        (refused(page, error))
        form method="post" action=(page.to("/trainer/drafts/import")) enctype="multipart/form-data" data-upload
            data-reading=(page.t("exchange-reading")) data-sending=(page.t("exchange-sending")) data-lost=(page.t("exchange-lost")) {
            div.field.wrong[error.is_some()] {
                label for="upload" { (page.t("archive-file")) }
                p.hint #upload-hint { (page.tf("archive-file-hint", &limits)) }
                @if let Some(error) = error { p.error #upload-error { (error) } }
                input #upload name="file" type="file" required accept=".zip,application/zip"
                    aria-describedby=(if error.is_some() { "upload-hint upload-error" } else { "upload-hint" });
            }
            (ways(page, page.t("archive-send"), &list))
        }
    }
}

/// A copy of the course beside the draft.
pub(in crate::authoring) struct Incoming<'a> {
    pub(in crate::authoring) here: &'a str,
    pub(in crate::authoring) name: &'a str,
    /// It comes from the folder of the server.
    pub(in crate::authoring) is_folder: bool,
    /// The last change of the draft that is shown.
    pub(in crate::authoring) number: i64,
    pub(in crate::authoring) rows: &'a [IncomingRow],
    /// Why nothing was taken over.
    pub(in crate::authoring) error: Option<&'static str>,
}

/// A file that differs.
pub(in crate::authoring) struct IncomingRow {
    pub(in crate::authoring) path: String,
    pub(in crate::authoring) name: String,
    pub(in crate::authoring) difference: Difference,
    /// As it is in the draft and in the copy; none where it is no text.
    pub(in crate::authoring) texts: Option<(String, String)>,
}

pub(in crate::authoring) fn incoming(page: &Page, around: &Around<'_>, incoming: &Incoming<'_>) -> Markup {
    let title = page.t("incoming-title");
    let lead = if incoming.is_folder { "incoming-folder-lead" } else { "incoming-lead" };
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        p.lead { (page.tf("exchange-of-file", &[("name", incoming.name.into())])) }
        p { (page.t(lead)) }
        @if let Some(error) = incoming.error { p.note role="alert" { strong { (page.t(error)) } } }
        form.wide method="post" action=(incoming.here) {
            input type="hidden" name="number" value=(incoming.number);
            @if incoming.rows.is_empty() { p.soft { (page.t("incoming-same")) } }
            @else {
                p { strong { (page.tf("incoming-count", &[("count", incoming.rows.len().into())])) } }
                ul.report { @for (place, row) in incoming.rows.iter().enumerate() { (file(page, row, place < SHOWN)) } }
                p.hint { (page.t("incoming-hint")) }
            }
            div.buttons {
                @if !incoming.rows.is_empty() { button.button type="submit" { (page.t("incoming-take")) } }
                button.button.secondary type="submit" name="leave" value="yes" { (page.t("incoming-leave")) }
            }
        }
    }
}

fn file(page: &Page, row: &IncomingRow, is_shown: bool) -> Markup {
    let (words, class) = match row.difference {
        Difference::New => ("incoming-new", "is-whole"),
        Difference::Gone => ("incoming-gone", "is-missing"),
        Difference::Changed => ("incoming-changed", "is-partly"),
    };
    html! {
        li {
            div.field.tick {
                label { input type="checkbox" name="take" value=(row.path) checked; span { (row.name) } }
                p.states { span.badge.(class) { (page.t(words)) } }
            }
            @if let Some((now, copy)) = row.texts.as_ref().filter(|_| is_shown) {
                details { summary { (page.t("incoming-see")) span.sr { ": " (row.name) } } (differences(page, ["compare-saved", "compare-folder"], (now, copy))) }
            }
        }
    }
}

/// That the folder of the server holds another copy.
pub(super) fn brought(page: &Page, base: &str, waiting: Option<i64>) -> Markup {
    html! {
        @if let Some(id) = waiting {
            div.note role="status" {
                p { strong { (page.t("incoming-folder")) } }
                p { (page.t("incoming-folder-lead")) }
                p { a.button href={ (base) "/incoming/" (id) } { (page.t("incoming-look")) } }
            }
        }
    }
}
