//! What a question of any kind has: its text, its explanation, where it belongs.

use maud::{Markup, html};

use super::form::Ground;
use crate::authoring::questions::Kind;

/// The question itself, and the picture beside it.
pub(super) fn text(ground: &Ground<'_>) -> Markup {
    let sheet = ground.question.sheet;
    let is_case = sheet.kind == Kind::Case;
    let (label, hint) = match sheet.kind {
        Kind::Case => ("bank-situation", "bank-text-hint"),
        Kind::TrueFalse => ("bank-statement", "bank-statement-hint"),
        _ => ("bank-text", "bank-text-hint"),
    };
    html! {
        (ground.texts(("text", ground.t(label), ground.t(hint)), &sheet.text("text"), if is_case { 4 } else { 3 }))
        @if sheet.kind != Kind::Hotspot { (picture(ground)) }
    }
}

/// Which picture, and what it shows.
pub(super) fn picture(ground: &Ground<'_>) -> Markup {
    let sheet = ground.question.sheet;
    let pictures: Vec<_> = ground.question.pictures.iter().map(|key| (key.clone(), key.clone())).collect();
    let is_open = !sheet.value("picture").is_empty() || sheet.kind == Kind::Hotspot;
    html! {
        @if !pictures.is_empty() || is_open {
            details.more-fields open[is_open] {
                summary { (ground.t("bank-picture")) }
                (ground.choice(("picture", ground.t("bank-picture-which"), Some(ground.t("bank-picture-none"))), &pictures, sheet.value("picture")))
                (ground.texts(("picture_alt", ground.t("bank-picture-alt"), ground.t("bank-picture-alt-hint")), &sheet.text("picture_alt"), 2))
            }
        } @else if sheet.kind == Kind::Hotspot { p.note { (ground.t("bank-picture-missing")) } }
    }
}

/// What everybody is told afterwards.
pub(super) fn explanation(ground: &Ground<'_>) -> Markup {
    let text = ground.question.sheet.text("explanation");
    ground.texts(("explanation", ground.t("bank-explanation"), ground.t("bank-explanation-hint")), &text, 4)
}

/// Module, lesson, tags, and what else is set once.
pub(super) fn rest(ground: &Ground<'_>) -> Markup {
    let (question, sheet) = (ground.question, ground.question.sheet);
    let order_matters = matches!(sheet.kind, Kind::Single | Kind::Multiple | Kind::TrueFalse);
    html! {
        fieldset.settings {
            legend { (ground.t("bank-settings")) }
            @if let Some(lesson) = question.check_of {
                p.soft { (ground.page.tf("bank-check-of", &[("lesson", lesson.into())])) }
                input type="hidden" name="module" value=(question.module);
            } @else {
                (ground.choice(("module", ground.t("bank-module"), None), question.modules, question.module))
            }
            (ground.choice(("lesson", ground.t("bank-lesson"), Some(ground.t("bank-lesson-none"))), question.lessons, sheet.value("lesson")))
            (ground.line(("tags", ground.t("bank-tags"), ground.t("bank-tags-hint")), sheet.value("tags")))
            @if !question.tags.is_empty() { p.hint { (ground.t("bank-tags-known")) " " (question.tags.join(", ")) } }
            @if sheet.kind != Kind::Text {
                (ground.tick(("critical", ground.t("bank-critical"), ground.t("bank-critical-hint")), !sheet.value("critical").is_empty()))
            }
            @if order_matters {
                (ground.tick(("fixed_order", ground.t("bank-fixed-order"), ground.t("bank-fixed-order-hint")), !sheet.value("fixed_order").is_empty()))
            }
            @if question.key.is_none() { (ground.line(("key", ground.t("draft-key"), ground.t("draft-key-hint")), &sheet.key)) }
        }
    }
}
