//! What is answered: options, steps, pairs, numbers, words, places, decisions.

use maud::{Markup, html};

use super::form::Ground;
use super::{draw, head};
use crate::authoring::questions::{Kind, MOST_OPTIONS, MOST_PARTS, Part, PartKind, Sheet};
use crate::web::Page;

/// Everything between the text of a question and its explanation.
pub(super) fn answers(ground: &Ground<'_>) -> Markup {
    let kind = ground.question.sheet.kind;
    let fault = ground.fault("answers");
    html! {
        section #answers.answers tabindex="-1" aria-label=(ground.t("bank-answers")) {
            h2 { (ground.t("bank-answers")) }
            @if let Some(fault) = &fault { p.error { (fault) } }
            @if kind == Kind::Hotspot { (head::picture(ground)) (draw::drawing(ground)) }
            @if kind == Kind::TrueFalse { (verdict(ground)) }
            @if kind == Kind::Numeric { (numeric(ground)) }
            @if kind == Kind::Text { (forms(ground)) }
            @if let Some(lead) = lead(kind) { p.hint { (ground.t(lead)) } }
            @for (at, part) in ground.question.sheet.parts.iter().enumerate() { (self::part(ground, part, at)) }
            (more(ground))
            @if kind == Kind::Ordering { (orders(ground)) }
        }
    }
}

const fn lead(kind: Kind) -> Option<&'static str> {
    match kind {
        Kind::Single => Some("bank-lead-single"),
        Kind::Multiple => Some("bank-lead-multiple"),
        Kind::TrueFalse => Some("bank-lead-true-false"),
        Kind::Ordering => Some("bank-lead-ordering"),
        Kind::Matching => Some("bank-lead-matching"),
        Kind::Hotspot => Some("bank-lead-hotspot"),
        Kind::Case => Some("bank-lead-case"),
        Kind::Numeric | Kind::Text => None,
    }
}

fn verdict(ground: &Ground<'_>) -> Markup {
    let fault = ground.fault("answer");
    html! {
        fieldset.field.wrong[fault.is_some()] {
            legend { (ground.t("bank-verdict")) }
            @if let Some(fault) = &fault { p.error { (fault) } }
            div.options.two {
                @for (at, (value, words)) in [("true", "question-true"), ("false", "question-false")].into_iter().enumerate() {
                    label.option {
                        input type="radio" name="answer" value=(value) id=[(at == 0).then_some("answer")]
                            checked[ground.question.sheet.value("answer") == value];
                        span { (ground.t(words)) }
                    }
                }
            }
        }
    }
}

fn numeric(ground: &Ground<'_>) -> Markup {
    let (question, sheet) = (ground.question, ground.question.sheet);
    html! {
        @if !question.facts.is_empty() || !sheet.value("fact").is_empty() {
            p.hint { (ground.t("bank-fact-hint")) }
            (ground.choice(("fact", ground.t("bank-fact"), Some(ground.t("bank-fact-none"))), question.facts, sheet.value("fact")))
        }
        div.pair-of-fields {
            (ground.line(("min", ground.t("bank-min"), ""), sheet.value("min")))
            (ground.line(("max", ground.t("bank-max"), ""), sheet.value("max")))
        }
        (ground.texts(("unit", ground.t("bank-unit"), ground.t("bank-unit-hint")), &sheet.text("unit"), 1))
    }
}

fn forms(ground: &Ground<'_>) -> Markup {
    let forms = ground.question.sheet.text("accept");
    html! {
        p.hint { (ground.t("bank-text-only-check")) }
        (ground.texts(("accept", ground.t("bank-accept"), ground.t("bank-accept-hint")), &forms, 4))
    }
}

fn name(ground: &Ground<'_>, kind: PartKind, at: usize) -> String {
    part_name(ground.page, ground.question.sheet.kind, kind, at)
}

/// What a part is called: with its number.
pub(super) fn part_name(page: &Page, of: Kind, kind: PartKind, at: usize) -> String {
    let key = match kind {
        PartKind::Right | PartKind::Wrong if of == Kind::Hotspot => "bank-part-zone",
        PartKind::Right | PartKind::Wrong => "bank-part-option",
        PartKind::Step => "bank-part-step",
        PartKind::Pair => "bank-part-pair",
        PartKind::Extra => "bank-part-extra",
        PartKind::Decision => "bank-part-decision",
    };
    page.tf(key, &[("place", (at + 1).into())])
}

/// What the part of a question is called in which a field of the form stands; none if it stands in the head.
pub(in crate::authoring) fn field_part(page: &Page, sheet: &Sheet, field: &str) -> Option<String> {
    let (at, rest) = field.strip_prefix('p')?.split_once('-')?;
    let at: usize = at.parse().ok()?;
    let part = sheet.parts.get(at)?;
    let name = part_name(page, sheet.kind, part.kind, at);
    let option = rest.strip_prefix('o').and_then(|rest| rest.split_once('-')).and_then(|(place, _)| {
        let place: usize = place.parse().ok()?;
        Some(part_name(page, sheet.kind, part.options.get(place)?.kind, place))
    });
    Some(option.map_or_else(|| name.clone(), |option| format!("{name}, {option}")))
}

fn label(ground: &Ground<'_>, kind: PartKind, text: &str) -> &'static str {
    ground.t(text_label(ground.question.sheet.kind, kind, text))
}

/// What a text of a part is called: a key of the catalogue.
pub(super) fn text_label(of: Kind, kind: PartKind, text: &str) -> &'static str {
    match (kind, text) {
        (PartKind::Pair, "left") => "bank-left",
        (PartKind::Pair | PartKind::Extra, _) => "bank-right-side",
        (_, "why") => "bank-why",
        (_, "result") => "bank-result",
        (PartKind::Decision, _) => "bank-decision",
        (PartKind::Step, _) => "bank-step",
        _ if of == Kind::Hotspot => "bank-zone-words",
        _ => "bank-option",
    }
}

/// That an option which is right now may still say why it was wrong.
fn hint(ground: &Ground<'_>, part: &Part, text: &str) -> &'static str {
    let is_told = part.kind == PartKind::Right && text == "why" && ground.question.sheet.kind != Kind::Hotspot;
    if is_told && !part.text(text).is_empty() { ground.t("bank-why-right") } else { "" }
}

fn part(ground: &Ground<'_>, part: &Part, at: usize) -> Markup {
    let sheet = ground.question.sheet;
    let prefix = format!("p{at}-");
    let name = name(ground, part.kind, at);
    let count = sheet.parts.len();
    html! {
        fieldset.part.is-right[part.kind == PartKind::Right] id={ "p" (at) } tabindex="-1" {
            legend { (name) }
            input type="hidden" name={ (prefix) "id" } value=(part.id);
            input type="hidden" name={ (prefix) "kind" } value=(part.kind.code());
            div.entry {
                @if part.kind.is_option() { (tick_right(ground, part, at)) } @else { span {} }
                (moves(ground, (&at.to_string(), &name), (at, count)))
            }
            @if sheet.kind == Kind::Hotspot { (zone(ground, part, &prefix)) }
            @for text in part.kind.texts(sheet.kind) {
                (ground.texts((&format!("{prefix}{text}"), label(ground, part.kind, text), hint(ground, part, text)), &part.text(text), 2))
            }
            @if sheet.kind.has_critical_options() {
                (ground.tick((&format!("{prefix}critical"), ground.t("bank-option-critical"), ""), part.is_critical))
            }
            @if part.kind == PartKind::Step && at + 1 < count {
                (ground.tick((&format!("{prefix}joined"), ground.t("bank-joined"), ""), part.is_joined))
            }
            @if part.kind == PartKind::Decision { (options(ground, part, at)) }
            (key(ground, part, &prefix))
        }
    }
}

fn tick_right(ground: &Ground<'_>, part: &Part, at: usize) -> Markup {
    let is_right = part.kind == PartKind::Right;
    html! {
        label.option.tick-right {
            @if ground.question.sheet.kind.has_one_right() {
                input type="radio" name="right" value=(at) checked[is_right];
            } @else {
                input type="checkbox" name={ "p" (at) "-right" } value="yes" checked[is_right];
            }
            span { (ground.t("bank-is-right")) }
        }
    }
}

/// The key, for those who want to choose it.
fn key(ground: &Ground<'_>, part: &Part, prefix: &str) -> Markup {
    let name = format!("{prefix}key");
    html! {
        details.more-fields open[ground.fault(&name).is_some()] {
            summary { (ground.t("bank-key")) }
            (ground.line((&name, ground.t("bank-key"), ground.t("bank-part-key-hint")), &part.key))
        }
    }
}

/// Up, down and away; what leads nowhere is not there. `spot` is `2`, or `2.1` for an option of the third decision.
fn moves(ground: &Ground<'_>, (spot, name): (&str, &str), (at, count): (usize, usize)) -> Markup {
    let beside = |at: usize| match spot.split_once('.') {
        Some((part, _)) => format!("p{part}-o{at}"),
        None => format!("p{at}"),
    };
    // Where one comes to stand after the part is gone.
    let above = match (at.checked_sub(1), spot.split_once('.')) {
        (Some(above), _) => beside(above),
        (None, Some((part, _))) => format!("p{part}"),
        (None, None) => "answers".to_owned(),
    };
    let words = |key: &'static str| format!("{}: {name}", ground.t(key));
    html! {
        span.moves {
            @if at > 0 { (ground.press(("up", spot), ("↑", &words("draft-up")), &beside(at - 1))) } @else { span.shift.off {} }
            @if at + 1 < count { (ground.press(("down", spot), ("↓", &words("draft-down")), &beside(at + 1))) } @else { span.shift.off {} }
            (ground.press(("remove", spot), ("✕", &words("draft-remove")), &above))
        }
    }
}

/// Buttons for one part more.
fn more(ground: &Ground<'_>) -> Markup {
    let sheet = ground.question.sheet;
    let kinds: &[(PartKind, &'static str)] = match sheet.kind {
        Kind::Single | Kind::Multiple => &[(PartKind::Wrong, "bank-add-option")],
        Kind::TrueFalse => &[(PartKind::Wrong, "bank-add-reason")],
        Kind::Hotspot => &[(PartKind::Wrong, "bank-add-zone")],
        Kind::Ordering => &[(PartKind::Step, "bank-add-step")],
        Kind::Matching => &[(PartKind::Pair, "bank-add-pair"), (PartKind::Extra, "bank-add-extra")],
        Kind::Case => &[(PartKind::Decision, "bank-add-decision")],
        Kind::Numeric | Kind::Text => &[],
    };
    html! {
        @if sheet.parts.len() < MOST_PARTS && !kinds.is_empty() {
            div.buttons {
                @for (kind, words) in kinds {
                    (ground.press(("add", kind.code()), (&format!("+ {}", ground.t(words)), ""), &format!("p{}", sheet.parts.len())))
                }
            }
        }
    }
}

/// The outline of a zone, in numbers.
fn zone(ground: &Ground<'_>, part: &Part, prefix: &str) -> Markup {
    let (shape, numbers) = (format!("{prefix}shape"), format!("{prefix}numbers"));
    let shapes = [("circle", "bank-circle"), ("rect", "bank-rect"), ("polygon", "bank-polygon")];
    let shapes: Vec<_> = shapes.map(|(word, key)| (word.to_owned(), ground.t(key).to_owned())).into();
    html! {
        div.zone data-zone {
            (ground.choice((&shape, ground.t("bank-shape"), None), &shapes, &part.shape.0))
            (ground.line((&numbers, ground.t("bank-numbers"), ground.t("bank-numbers-hint")), &part.shape.1))
        }
    }
}

/// Steps whose order must be right.
fn orders(ground: &Ground<'_>) -> Markup {
    let sheet = ground.question.sheet;
    let steps: Vec<(String, String)> =
        sheet.parts.iter().enumerate().map(|(at, part)| (part.id.clone(), name(ground, part.kind, at))).collect();
    html! {
        fieldset #orders.field tabindex="-1" {
            legend { (ground.t("bank-orders")) }
            p.hint { (ground.t("bank-orders-hint")) }
            @for (at, (earlier, later)) in sheet.orders.iter().enumerate() {
                div.order-row id={ "order" (at) } {
                    (ground.choice((&format!("order{at}-earlier"), ground.t("bank-earlier"), Some("—")), &steps, earlier))
                    (ground.choice((&format!("order{at}-later"), ground.t("bank-later"), Some("—")), &steps, later))
                    (ground.press(("remove_order", &at.to_string()), ("✕", ground.t("draft-remove")), "orders"))
                }
            }
            (ground.press(("add", "order"), (&format!("+ {}", ground.t("bank-add-order")), ""), "orders"))
        }
    }
}

/// What can be done at a decision.
fn options(ground: &Ground<'_>, decision: &Part, at: usize) -> Markup {
    let sheet = ground.question.sheet;
    let later = sheet.parts.iter().enumerate().skip(at + 1);
    let ways: Vec<(String, String)> =
        later.map(|(place, part)| (part.id.clone(), name(ground, PartKind::Decision, place))).collect();
    html! {
        @for (place, option) in decision.options.iter().enumerate() {
            (self::option(ground, (option, &ways), (at, place, decision.options.len())))
        }
        @if decision.options.len() < MOST_OPTIONS {
            (ground.press(("add_option", &at.to_string()), (&format!("+ {}", ground.t("bank-add-option")), ""),
                &format!("p{at}-o{}", decision.options.len())))
        }
    }
}

fn option(
    ground: &Ground<'_>,
    (option, ways): (&Part, &[(String, String)]),
    (at, place, count): (usize, usize, usize),
) -> Markup {
    let prefix = format!("p{at}-o{place}-");
    let name = format!("{}, {}", self::name(ground, PartKind::Decision, at), self::name(ground, option.kind, place));
    let is_right = option.kind == PartKind::Right;
    html! {
        fieldset.part.is-right[is_right] id={ "p" (at) "-o" (place) } tabindex="-1" {
            legend { (self::name(ground, option.kind, place)) }
            input type="hidden" name={ (prefix) "id" } value=(option.id);
            div.entry {
                label.option.tick-right {
                    input type="checkbox" name={ (prefix) "right" } value="yes" checked[is_right];
                    span { (ground.t("bank-is-right")) }
                }
                (moves(ground, (&format!("{at}.{place}"), &name), (place, count)))
            }
            @for text in option.kind.texts(Kind::Case) {
                (ground.texts((&format!("{prefix}{text}"), label(ground, option.kind, text), ""), &option.text(text), 2))
            }
            (ground.choice((&format!("{prefix}next"), ground.t("bank-next"), Some(ground.t("bank-next-none"))), ways, &option.next))
            (ground.tick((&format!("{prefix}critical"), ground.t("bank-case-critical"), ""), option.is_critical))
            (key(ground, option, &prefix))
        }
    }
}
