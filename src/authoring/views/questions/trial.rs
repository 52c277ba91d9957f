//! A question of a draft as a volunteer has it.

use maud::{Markup, html};

use super::form::words;
use crate::authoring::questions::Judged;
use crate::authoring::views::{Around, crumbs};
use crate::kernel::Lang;
use crate::web::Page;

/// A question that is tried.
pub(in crate::authoring) struct Trial<'a> {
    pub(in crate::authoring) key: &'a str,
    /// The language in which it is tried, and those in which it can be.
    pub(in crate::authoring) lang: Lang,
    pub(in crate::authoring) languages: &'a [Lang],
    /// What a volunteer sees; none: it cannot be read.
    pub(in crate::authoring) seen: Option<&'a Markup>,
    /// The right answer is shown.
    pub(in crate::authoring) is_right_shown: bool,
    /// What the answer is worth, and the most that one is worth.
    pub(in crate::authoring) points: Option<(String, String)>,
}

pub(in crate::authoring) fn trial(page: &Page, around: &Around<'_>, trial: &Trial<'_>) -> Markup {
    let list = format!("{}/questions", around.base(page));
    let form = format!("{list}/{}", trial.key);
    let here = |lang: Lang| format!("{form}/try/{lang}");
    html! {
        (crumbs(page, around, &[(Some(&list), page.t("bank-title")), (Some(&form), page.t("bank-question")), (None, page.t("bank-try"))]))
        // What a volunteer sees has a heading of its own.
        @if trial.seen.is_none() { h1 { (page.t("bank-try-title")) } } @else { p.lead { (page.t("bank-try-title")) } }
        p { (page.t("bank-try-lead")) }
        nav.buttons.tabs aria-label=(page.t("editor-languages")) {
            @for lang in trial.languages {
                @let is_here = *lang == trial.lang;
                a.button.small.secondary[!is_here] lang=(lang) aria-current=[is_here.then_some("true")]
                    href=(here(*lang)) { (lang.native_name()) }
            }
        }
        @if let Some(seen) = trial.seen {
            p {
                @if trial.is_right_shown { a href=(here(trial.lang)) { (page.t("bank-try-hide")) } }
                @else { a href={ (here(trial.lang)) "?answers=1" } { (page.t("bank-try-show")) } }
            }
            div.preview lang=(trial.lang) { (seen) }
            @if let Some((points, most)) = &trial.points {
                p role="status" { (page.tf("bank-try-points", &[("points", points.as_str().into()), ("most", most.as_str().into())])) }
            }
        } @else { p.note { (page.t("bank-try-broken")) } }
        p { a.button.secondary href=(form) { (page.t("bank-try-back")) } }
    }
}

/// A question that is tried as it is typed.
pub(in crate::authoring) struct Unsaved<'a> {
    /// The address of its form.
    pub(in crate::authoring) here: &'a str,
    /// What the form holds: names and values.
    pub(in crate::authoring) kept: &'a [(String, String)],
    /// The language in which it is tried, and those in which it can be.
    pub(in crate::authoring) lang: Lang,
    pub(in crate::authoring) languages: &'a [Lang],
    /// What a volunteer sees; none: it cannot be shown.
    pub(in crate::authoring) seen: Option<&'a Markup>,
    pub(in crate::authoring) judged: &'a Judged,
    /// The right answer is shown.
    pub(in crate::authoring) is_right_shown: bool,
    /// What the answer is worth, and the most that one is worth.
    pub(in crate::authoring) points: Option<(String, String)>,
}

/// The page of it. Whatever is pressed sends the whole form along, and the way back ends in it.
pub(in crate::authoring) fn unsaved(page: &Page, around: &Around<'_>, unsaved: &Unsaved<'_>) -> Markup {
    let list = format!("{}/questions", around.base(page));
    html! {
        (crumbs(page, around, &[(Some(&list), page.t("bank-title")), (None, page.t("bank-try"))]))
        h1 { (page.t("bank-try-title")) }
        p { (page.t("bank-try-lead")) }
        p.note { (page.t("bank-try-unsaved")) }
        form #main-form method="post" action={ (unsaved.here) "/try" } {
            @for (name, value) in unsaved.kept { input type="hidden" name=(name) value=(value); }
            div.buttons.tabs role="group" aria-label=(page.t("editor-languages")) {
                @for lang in unsaved.languages {
                    @let is_here = *lang == unsaved.lang;
                    button.button.small.secondary[!is_here] type="submit" name="in" value=(lang) lang=(lang)
                        aria-current=[is_here.then_some("true")] { (lang.native_name()) }
                }
            }
            @if unsaved.seen.is_some() {
                p {
                    @if unsaved.is_right_shown { button.link type="submit" { (page.t("bank-try-hide")) } }
                    @else { button.link type="submit" name="answers" value="yes" { (page.t("bank-try-show")) } }
                }
            }
            // Behind the buttons: of two values the first counts.
            input type="hidden" name="in" value=(unsaved.lang);
        }
        div.preview { (unsaved_part(page, unsaved)) }
        p {
            button.button.secondary type="submit" form="main-form" formaction=(unsaved.here) name="look" value="yes" { (page.t("bank-try-back")) }
        }
    }
}

/// The question alone, for the page's script.
pub(in crate::authoring) fn unsaved_part(page: &Page, unsaved: &Unsaved<'_>) -> Markup {
    html! {
        @if let Some(seen) = unsaved.seen {
            div lang=(unsaved.lang) { (seen) }
            @if let Some((points, most)) = &unsaved.points {
                p role="status" { (page.tf("bank-try-points", &[("points", points.as_str().into()), ("most", most.as_str().into())])) }
            }
        } @else {
            p.note { (page.t("bank-try-broken")) }
            ul { @for fault in unsaved.judged.all() { li { (words(page, &fault.words)) } } }
        }
    }
}
