//! The whole course at a moment of its history.

use maud::{Markup, html};

use super::history::words;
use super::{Around, crumbs, present};
use crate::authoring::model::Change;
use crate::i18n::moment as time;
use crate::web::{Fields, FormErrors, Page, ui};

/// A file that differs between two moments.
pub(in crate::authoring) struct MomentFile {
    pub(in crate::authoring) name: String,
    pub(in crate::authoring) path: String,
    /// Its revisions at the earlier and at the later moment.
    pub(in crate::authoring) numbers: (Option<i64>, Option<i64>),
    /// Who changed it in between.
    pub(in crate::authoring) by: Vec<String>,
    /// Whether it was there at each.
    pub(in crate::authoring) is_there: (bool, bool),
    /// Only what a translation was compared with differs.
    pub(in crate::authoring) is_same_text: bool,
}

/// A moment beside another one.
pub(in crate::authoring) struct Moment<'a> {
    /// The change that was the last one then, and whose it is.
    pub(in crate::authoring) change: &'a Change,
    pub(in crate::authoring) by: Option<&'a str>,
    /// The other moment; none: now.
    pub(in crate::authoring) with: Option<&'a Change>,
    /// The changes that can be chosen, each with the name of who made it.
    pub(in crate::authoring) others: &'a [(Change, Option<String>)],
    pub(in crate::authoring) files: &'a [MomentFile],
    /// The last change of the draft.
    pub(in crate::authoring) newest: i64,
}

pub(in crate::authoring) fn moment(page: &Page, around: &Around<'_>, moment: &Moment<'_>) -> Markup {
    let (base, change) = (around.base(page), moment.change);
    let history = format!("{base}/history");
    let at = |change: &Change| time(page.lang, change.at, page.app.config.time_zone);
    html! {
        (crumbs(page, around, &[(Some(&history), page.t("history-title")), (None, page.t("moment-title"))]))
        h1 { (page.t("moment-title")) ": " (at(change)) }
        (present(page, around))
        p {
            (page.t("moment-after")) " " (page.t(words(change.action))) ": " strong { (change.subject) }
            @if let Some(by) = moment.by { ", " (by) }
        }
        h2 #differs {
            @match moment.with {
                Some(with) => (page.tf("moment-between", &[("at", at(with).into())])),
                None => (page.t("moment-since")),
            }
        }
        (files(page, &base, moment))
        (choice(page, &history, moment))
        @if moment.with.is_none() && !moment.files.is_empty() {
            h2 { (page.t("moment-return")) }
            form method="post" action={ (history) "/course" } {
                input type="hidden" name="at" value=(change.number);
                input type="hidden" name="number" value=(moment.newest);
                p.hint { (page.t("moment-return-hint")) }
                button.button type="submit" { (page.t("moment-return-do")) }
            }
        }
    }
}

/// Asks once more, because others are writing.
pub(in crate::authoring) fn returning(page: &Page, around: &Around<'_>, (at, seen): (i64, i64)) -> Markup {
    let (history, title) = (format!("{}/history", around.base(page)), page.t("moment-return"));
    let here = format!("{history}/course?at={at}");
    html! {
        (crumbs(page, around, &[(Some(&history), page.t("history-title")), (Some(&here), page.t("moment-title")), (None, title)]))
        h1 { (title) }
        (present(page, around))
        p { (page.t("moment-return-present")) }
        form method="post" action={ (history) "/course" } {
            input type="hidden" name="at" value=(at);
            input type="hidden" name="number" value=(seen);
            div.buttons {
                button.button type="submit" name="seen" value="yes" { (page.t("moment-return-anyway")) }
                a.button.secondary href=(here) { (page.t("draft-cancel")) }
            }
        }
    }
}

/// The files that differ, each leading to its lines.
fn files(page: &Page, base: &str, moment: &Moment<'_>) -> Markup {
    html! {
        @if moment.files.is_empty() { p.soft { (page.t("moment-same")) } }
        @else {
            ul.rows {
                @for file in moment.files {
                    li {
                        span { (file.name) span.meta { (page.t(state(file))) @if !file.by.is_empty() { ": " (file.by.join(", ")) } } }
                        @if let Some(href) = lines(base, file) { a.button.small.secondary href=(href) { (page.t("history-compare")) span.sr { ": " (file.name) } } }
                    }
                }
            }
        }
    }
}

const fn state(file: &MomentFile) -> &'static str {
    match file.is_there {
        _ if file.is_same_text => "moment-compared",
        (false, true) => "moment-added",
        (true, false) => "moment-removed",
        (true, true) | (false, false) => "moment-changed",
    }
}

/// Where the lines of a text can be compared; a picture has none, and the same text shows nothing.
fn lines(base: &str, file: &MomentFile) -> Option<String> {
    let path = Some(file.path.as_str()).filter(|path| !file.is_same_text && !path.starts_with("pictures/"))?;
    Some(match file.numbers {
        (Some(then), Some(later)) => format!("{base}/history/{then}?path={path}&with={later}#any"),
        (Some(number), None) | (None, Some(number)) => format!("{base}/history/{number}?path={path}"),
        (None, None) => return None,
    })
}

/// Another moment to compare with.
fn choice(page: &Page, history: &str, moment: &Moment<'_>) -> Markup {
    let option = |(change, by): &(Change, Option<String>)| {
        let at = time(page.lang, change.at, page.app.config.time_zone);
        let by = by.as_ref().map(|by| format!(", {by}")).unwrap_or_default();
        (change.number.to_string(), format!("{at}{by} · {}: {}", page.t(words(change.action)), change.subject))
    };
    let now = (String::new(), page.t("moment-now").to_owned());
    let others = moment.others.iter().filter(|(change, _)| change.number != moment.change.number).map(option);
    let options: Vec<(String, String)> = std::iter::once(now).chain(others).collect();
    let chosen = moment.with.map(|with| ("with".to_owned(), with.number.to_string()));
    html! {
        h2 { (page.t("moment-other")) }
        form method="get" action={ (history) "/course" } {
            input type="hidden" name="at" value=(moment.change.number);
            (ui::select(page, ("with", page.t("moment-with"), ""), &options, &Fields(chosen.into_iter().collect()), &FormErrors::default()))
            button.button.secondary type="submit" { (page.t("history-compare")) }
        }
    }
}
