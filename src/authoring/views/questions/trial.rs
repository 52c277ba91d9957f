//! A question of a draft as a volunteer has it.

use maud::{Markup, html};

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
