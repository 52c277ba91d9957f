//! The history of a draft, or of one of its files: what was changed, and bringing back what was.

use maud::{Markup, html};

use super::{Around, IN_TIME, crumbs, differences, present};
use crate::authoring::model::{Action, Change};
use crate::i18n::moment;
use crate::web::paging::{PageNumber, list_address};
use crate::web::{Fields, FormErrors, Page, ui};

/// A part of the history.
pub(in crate::authoring) struct History<'a> {
    /// Of one file: its path, and what it is called.
    pub(in crate::authoring) file: Option<(&'a str, &'a str)>,
    /// Each with the name of who did it.
    pub(in crate::authoring) changes: &'a [(Change, Option<String>)],
    /// Of the whole history: the files that each change touched, by its number, each with what it is called and its path.
    pub(in crate::authoring) touched: &'a [(i64, String, String)],
    /// What can be chosen: the files, by path, and who has changed something, by id; each with what it is called.
    pub(in crate::authoring) files: &'a [(String, String)],
    pub(in crate::authoring) people: &'a [(String, String)],
    /// Whose changes alone are shown: an id.
    pub(in crate::authoring) by: &'a str,
    pub(in crate::authoring) count: i64,
    pub(in crate::authoring) current: PageNumber,
}

/// So many files of a change are named; an import touches all.
const NAMED: usize = 8;

pub(in crate::authoring) fn history(page: &Page, around: &Around<'_>, history: &History<'_>) -> Markup {
    let base = around.base(page);
    let title = page.t("history-title");
    let path = history.file.map(|(path, _)| path).unwrap_or_default();
    let address = list_address(&format!("{base}/history"), &[("path", path), ("by", history.by)]);
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        (present(page, around))
        @if let Some((_, name)) = history.file { p.lead { (name) } p { a href={ (base) "/history" } { (page.t("history-all")) } } }
        (filter(page, &base, (path, history)))
        @if history.changes.is_empty() { (ui::empty(page.t("history-empty"), None)) }
        ul.rows {
            @for (change, name) in history.changes {
                li {
                    span {
                        (page.t(words(change.action))) ": " strong { (change.subject) }
                        span.meta {
                            (moment(page.lang, change.at, page.app.config.time_zone))
                            @if let Some(name) = name { ", " (name) }
                        }
                        (touched(page, &base, history, change.number))
                    }
                    @if let Some((path, _)) = history.file {
                        a.button.small.secondary href={ (base) "/history/" (change.number) "?path=" (path) } { (page.t("history-compare")) }
                    } @else {
                        a.button.small.secondary href={ (base) "/history/course?at=" (change.number) } { (page.t("history-course-then")) }
                    }
                }
            }
        }
        (ui::pager(page, history.current, history.count, &address))
    }
}

/// Which changes are shown.
fn filter(page: &Page, base: &str, (path, history): (&str, &History<'_>)) -> Markup {
    let with_all = |words: &'static str, options: &[(String, String)]| -> Vec<(String, String)> {
        std::iter::once((String::new(), page.t(words).to_owned())).chain(options.iter().cloned()).collect()
    };
    let chosen =
        Fields([("path", path), ("by", history.by)].map(|(name, value)| (name.to_owned(), value.to_owned())).into());
    let errors = FormErrors::default();
    html! {
        form.filters method="get" action={ (base) "/history" } {
            (ui::select(page, ("path", page.t("history-file"), ""), &with_all("history-files-all", history.files), &chosen, &errors))
            (ui::select(page, ("by", page.t("history-by"), ""), &with_all("history-by-all", history.people), &chosen, &errors))
            div.buttons { button.button.secondary type="submit" { (page.t("history-show")) } }
        }
    }
}

/// Links to the files of a change: also to those that are gone since, which no other page names.
fn touched(page: &Page, base: &str, history: &History<'_>, number: i64) -> Markup {
    let of_change = || history.touched.iter().filter(|(of, ..)| *of == number);
    let more = of_change().count().saturating_sub(NAMED);
    html! {
        @if of_change().next().is_some() {
            span.meta.files {
                @for (at, (_, name, path)) in of_change().take(NAMED).enumerate() {
                    @if at > 0 { ", " }
                    a href={ (base) "/history/" (number) "?path=" (path) } { (name) }
                }
                @if more > 0 { " " (page.tf("history-more", &[("count", more.into())])) }
            }
        }
    }
}

pub(super) const fn words(action: Action) -> &'static str {
    match action {
        Action::Begun => "history-begun",
        Action::Saved => "history-saved",
        Action::AutoSaved => "history-auto",
        Action::Added => "history-added",
        Action::Moved => "history-moved",
        Action::Removed => "history-removed",
        Action::Undone => "history-undone",
        Action::Restored => "history-restored",
        Action::Imported => "exchange-history",
    }
}

/// A file as a change left it, beside the one before and beside the one of now.
pub(in crate::authoring) struct Revision<'a> {
    pub(in crate::authoring) path: &'a str,
    pub(in crate::authoring) name: &'a str,
    pub(in crate::authoring) change: &'a Change,
    pub(in crate::authoring) by: Option<&'a str>,
    pub(in crate::authoring) before: &'a str,
    pub(in crate::authoring) then: &'a str,
    pub(in crate::authoring) now: &'a str,
    /// The revision that holds now.
    pub(in crate::authoring) seen: Option<i64>,
    /// The other revisions, the newest first, each with the name of who made it.
    pub(in crate::authoring) others: &'a [(Change, Option<String>)],
    /// The one that it is compared with, and what the file was then.
    pub(in crate::authoring) with: Option<(i64, &'a str)>,
}

pub(in crate::authoring) fn revision(page: &Page, around: &Around<'_>, revision: &Revision<'_>) -> Markup {
    let (base, change) = (around.base(page), revision.change);
    let history = format!("{base}/history?path={}", revision.path);
    html! {
        (crumbs(page, around, &[(Some(&history), page.t("history-title")), (None, revision.name)]))
        h1 { (revision.name) }
        p {
            (page.t(words(change.action))) ", " (moment(page.lang, change.at, page.app.config.time_zone))
            @if let Some(name) = revision.by { ", " (name) }
        }
        h2 { (page.t("history-this-change")) }
        (differences(page, IN_TIME, (revision.before, revision.then)))
        @if revision.then != revision.now {
            h2 { (page.t("history-since")) }
            (differences(page, IN_TIME, (revision.then, revision.now)))
            form method="post" action={ (base) "/history/" (change.number) } {
                input type="hidden" name="path" value=(revision.path);
                input type="hidden" name="number" value=[revision.seen];
                p.hint { (page.t("history-restore-hint")) }
                button.button type="submit" { (page.t("history-restore")) }
            }
        } @else { p.soft { (page.t("history-is-now")) } }
        (any_two(page, &base, revision))
        details {
            summary { (page.t("history-text")) }
            pre.written { (revision.then) }
        }
    }
}

/// This revision beside any other one; the older of the two counts as the earlier text.
fn any_two(page: &Page, base: &str, revision: &Revision<'_>) -> Markup {
    let others: Vec<(String, String)> = revision
        .others
        .iter()
        .filter(|(change, _)| change.number != revision.change.number)
        .map(|(change, by)| {
            let at = moment(page.lang, change.at, page.app.config.time_zone);
            let by = by.as_ref().map(|by| format!(", {by}")).unwrap_or_default();
            (change.number.to_string(), format!("{at}{by} · {}", page.t(words(change.action))))
        })
        .collect();
    let chosen = revision.with.map(|(number, _)| ("with".to_owned(), number.to_string()));
    html! {
        @if !others.is_empty() {
            h2 #any { (page.t("history-any-two")) }
            form method="get" action={ (base) "/history/" (revision.change.number) "#any" } {
                input type="hidden" name="path" value=(revision.path);
                (ui::select(page, ("with", page.t("history-with"), ""), &others, &Fields(chosen.into_iter().collect()), &FormErrors::default()))
                button.button.secondary type="submit" { (page.t("history-compare")) }
            }
            @if let Some((number, text)) = revision.with {
                @let sides = if number < revision.change.number { (text, revision.then) } else { (revision.then, text) };
                (differences(page, IN_TIME, sides))
            }
        }
    }
}
