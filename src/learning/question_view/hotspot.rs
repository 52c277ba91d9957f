//! A place in a picture: pointed at, or chosen by its words. Without script the words are there alone.

use maud::{Markup, html};

use super::{QuestionForm, inline};
use crate::content::Published;
use crate::content::model::Picture;
use crate::learning::result_view::choices;
use crate::quiz::kinds::hotspot::{ExplainedPlaces, ShownPlaces};
use crate::quiz::model::Shape;
use crate::quiz::reveal::{Explained, ExplainedOption};
use crate::web::Page;

pub(super) fn form(form: &QuestionForm<'_>, places: &ShownPlaces<'_>) -> Markup {
    let picture = form.shown.picture.and_then(|key| form.published.course.pictures.get_key_value(key));
    let point = point(form.typed.get("answer"));
    let words = html! {
        (form.options("answer", "radio", &places.options))
        label.option data-mark hidden[point.is_none()] {
            input type="radio" name="answer" value=(point.map(|_| form.typed.get("answer")).unwrap_or_default())
                checked[point.is_some()];
            span { (form.page.t("hotspot-mark")) }
        }
    };
    let Some((key, picture)) = picture else { return words };
    let zoom = format!("zoom-{}", form.shown.key);
    html! {
        div.hotspot data-hotspot={ (picture.width) " " (picture.height) } {
            p.hint.tap { (form.page.t("hotspot-tap")) }
            input.zoom type="checkbox" id=(zoom);
            label for=(zoom) { (form.page.t("hotspot-zoom")) }
            div.pane tabindex="0" role="group" aria-label=(form.page.t("hotspot-picture")) {
                div.spot {
                    img src=(form.published.picture_address(key, picture)) alt=(form.shown.picture_alt.get(form.page.lang))
                        width=(picture.width) height=(picture.height);
                    (marks(picture, &html! {}, point))
                }
            }
            details.words open {
                summary { (form.page.t("hotspot-words")) }
                (words)
            }
        }
    }
}

/// The point in a field.
fn point(typed: &str) -> Option<[f64; 2]> {
    let (x, y) = typed.split_once(',')?;
    Some([x.trim().parse().ok()?, y.trim().parse().ok()?])
}

/// What is drawn over the picture, in its own units: zones, and the cross of a point.
fn marks(picture: &Picture, zones: &Markup, point: Option<[f64; 2]>) -> Markup {
    let [x, y] = point.unwrap_or_default();
    let scale = f64::from(picture.width) / 320.0;
    html! {
        svg.marks viewBox={ "0 0 " (picture.width) " " (picture.height) } aria-hidden="true" focusable="false" {
            (zones)
            g.pin.off[point.is_none()] transform={ "translate(" (x) " " (y) ")" } {
                g transform={ "scale(" (scale) ")" } {
                    circle r="11" {}
                    path d="M-6-6 6 6M6-6-6 6" {}
                }
            }
        }
    }
}

fn outline(shape: &Shape, class: &str) -> Markup {
    match shape {
        Shape::Circle([x, y, radius]) => html! { circle class=(class) cx=(x) cy=(y) r=(radius) {} },
        Shape::Rect([left, top, width, height]) => {
            html! { rect class=(class) x=(left) y=(top) width=(width) height=(height) rx="4" {} }
        }
        Shape::Polygon(corners) => {
            let corners: Vec<String> = corners.iter().map(|[x, y]| format!("{x},{y}")).collect();
            html! { polygon class=(class) points=(corners.join(" ")) {} }
        }
    }
}

/// Where the zones are, and what was chosen.
pub(in crate::learning) fn explained(
    page: &Page,
    published: &Published,
    (explained, places): (&Explained<'_>, &ExplainedPlaces<'_>),
) -> Markup {
    let picture = explained.picture.and_then(|key| published.course.pictures.get_key_value(key));
    let options: Vec<ExplainedOption<'_>> = places
        .zones
        .iter()
        .map(|zone| ExplainedOption {
            key: zone.key,
            text: zone.text,
            why: zone.why,
            right: zone.right,
            chosen: zone.chosen,
            critical: false,
        })
        .collect();
    let outlines = html! {
        // Right zones last: they are on top.
        @for zone in places.zones.iter().filter(|zone| !zone.right) { (outline(zone.shape, "off-zone")) }
        @for zone in places.zones.iter().filter(|zone| zone.right) { (outline(zone.shape, "right-zone")) }
    };
    html! {
        @if let Some((key, picture)) = picture {
            figure {
                div.spot {
                    img src=(published.picture_address(key, picture)) alt=(explained.picture_alt.get(page.lang))
                        width=(picture.width) height=(picture.height);
                    (marks(picture, &outlines, places.point))
                }
                figcaption { (page.t("hotspot-legend")) }
            }
        }
        @if places.point.is_some() && !places.zones.iter().any(|zone| zone.chosen) {
            p { (page.t("hotspot-outside")) }
        }
        (choices(page, |text| inline(page, published, text), &options))
    }
}
