//! Parts of the editor, for the page of components.

use maud::{Markup, html};

use super::lesson::{IN_TIME, differences};
use super::outline::{state_class, state_words};
use crate::authoring::paragraphs::Progress;
use crate::web::{Page, assets};

/// How far a language is, in each of its states; two texts side by side, alike and not.
pub(crate) fn every_state(page: &Page) -> Markup {
    let (old, new) = (page.t("sign-up-lead"), page.t("design-lead"));
    let states = [Progress::Missing, Progress::Partly(3, 8), Progress::Stale(2), Progress::Whole];
    html! {
        link rel="stylesheet" href=(*assets::EDITOR_CSS);
        ul.states { @for state in states { li { span.badge.(state_class(state)) { (state_words(page, state)) } } } }
        (differences(page, IN_TIME, (&format!("{old}\n{new}"), &format!("{new}\n{old}"))))
        (differences(page, IN_TIME, (old, old)))
    }
}
