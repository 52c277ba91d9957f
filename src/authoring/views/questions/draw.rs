//! The picture of a question with its places drawn over it.

use maud::{Markup, html};

use super::form::Ground;
use crate::authoring::questions::{Part, PartKind, shape_numbers};

/// A picture, in the units of its view box.
pub(in crate::authoring) struct Drawing {
    pub(in crate::authoring) address: String,
    pub(in crate::authoring) width: u32,
    pub(in crate::authoring) height: u32,
}

/// The picture as the form has it; with a script places are drawn on it.
pub(super) fn drawing(ground: &Ground<'_>) -> Markup {
    let sheet = ground.question.sheet;
    html! {
        p { (ground.press(("look", "yes"), (ground.t("bank-look"), ""), "draw")) }
        @if let Some(Drawing { address, width, height }) = ground.question.drawing {
            div.draw #draw data-draw data-words=(ground.t("bank-draw")) data-how=(ground.t("bank-draw-how"))
                data-now=(ground.page.tf("bank-draw-now", &[("place", "{0}".into())])) {
                div.canvas {
                    img src=(address) alt=(sheet.text("picture_alt").get(ground.page.lang)) width=(width) height=(height);
                    svg viewBox={ "0 0 " (width) " " (height) } font-size=((width.min(height) / 14).max(1)) aria-hidden="true" focusable="false" {
                        @for (at, part) in sheet.parts.iter().enumerate() { (place(part, at)) }
                    }
                }
                p.draw-hint.hint role="status" { (ground.t("bank-draw-seen")) }
            }
        }
    }
}

/// The outline of a place with its number; nothing where the numbers are not there yet.
fn place(part: &Part, at: usize) -> Markup {
    let numbers = shape_numbers(&part.shape.1).unwrap_or_default();
    let class = if part.kind == PartKind::Right { "is-right" } else { "is-wrong" };
    let label = |x: &f64, y: &f64| html! { text x=(x) y=(y) { (at + 1) } };
    match (part.shape.0.as_str(), numbers.as_slice()) {
        ("circle", [x, y, radius]) => html! { circle class=(class) cx=(x) cy=(y) r=(radius) {} (label(x, y)) },
        ("rect", [left, top, width, height]) => html! {
            rect class=(class) x=(left) y=(top) width=(width) height=(height) {}
            (label(&(left + width / 2.0), &(top + height / 2.0)))
        },
        ("polygon", [x, y, ..]) => {
            let points: Vec<String> = numbers.iter().map(f64::to_string).collect();
            html! { polygon class=(class) points=(points.join(" ")) {} (label(x, y)) }
        }
        _ => html! {},
    }
}
