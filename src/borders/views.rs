//! Districts and settlements as the centre sees them.

use maud::{Markup, html};

use super::end::Look;
use super::model::{End, Goes, Lists, Which};
use crate::i18n::{Arg, short_date};
use crate::kernel::ids::{DistrictId, SettlementId};
use crate::kernel::{Day, Localized};
use crate::places::{District, KeptDistrict, KeptSettlement, Term};
use crate::web::paging::list_address;
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

/// The form that the language switch sends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Main {
    Names,
    End,
}

/// A district or settlement with what was typed.
pub(super) struct Shown<'a> {
    pub(super) which: Which,
    pub(super) look: &'a Look,
    pub(super) main: Main,
    pub(super) typed: &'a Fields,
    pub(super) errors: &'a FormErrors,
}

/// The form of a new one: a settlement of this district, or a district.
pub(super) struct New<'a> {
    pub(super) district: Option<&'a District>,
    pub(super) typed: &'a Fields,
    pub(super) errors: &'a FormErrors,
}

pub(super) fn name_of(lists: &Lists, which: Which) -> Option<&Localized> {
    match which {
        Which::District(id) => lists.district(id).map(|one| &one.district.name),
        Which::Settlement(id) => lists.settlement(id).map(|one| &one.settlement.name),
    }
}

fn to_district(page: &Page, id: DistrictId) -> String {
    page.to(&format!("/centre/places/districts/{id}"))
}

fn to_settlement(page: &Page, id: SettlementId) -> String {
    page.to(&format!("/centre/places/settlements/{id}"))
}

fn crumbs(page: &Page, up: &[(String, &str)]) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/centre")) { (page.t("nav-centre")) }
            @for (address, name) in up { a href=(address) { (name) } }
        }
    }
}

fn list_crumb(page: &Page) -> (String, &str) {
    (page.to("/centre/places"), page.t("place-title"))
}

/// Since when and until when; empty if it always was and is to stay.
fn days<Id>(page: &Page, term: &Term<Id>) -> String {
    let told = |key, day: Day| page.tf(key, &[("date", short_date(page.lang, day).into())]);
    let parts = [term.from.map(|day| told("place-from", day)), term.last.map(|day| told("place-until", day))];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// The days, and whose it is afterwards; nothing at all if it always was and is to stay, so that a phone shows no label.
fn days_of_district(page: &Page, lists: &Lists, one: &KeptDistrict) -> Markup {
    let next = one.term.successor.and_then(|id| lists.district(id));
    html! {
        (days(page, &one.term))
        @if let Some(next) = next {
            ", " (page.t("place-then")) " "
            a href=(to_district(page, next.district.id)) { (next.district.name(page.lang)) }
        }
    }
}

/// The same of a settlement.
fn days_of_settlement(page: &Page, lists: &Lists, one: &KeptSettlement) -> Markup {
    let next = one.term.successor.and_then(|id| lists.settlement(id));
    html! {
        (days(page, &one.term))
        @if let Some(next) = next {
            @let district = lists.district(next.settlement.district);
            ", " (page.t("place-then")) " "
            a href=(to_settlement(page, next.settlement.id)) { (next.settlement.name.get(page.lang)) }
            @if let Some(district) = district { ", " (district.district.name(page.lang)) }
        }
    }
}

fn table(page: &Page, lists: &Lists, rows: &[&KeptDistrict]) -> Markup {
    let (name, days_label, settlements) =
        (page.t("report-district"), page.t("place-days"), page.t("place-settlements"));
    let today = page.app.today();
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [name, days_label, settlements] { th scope="col" { (label) } } } }
                tbody {
                    @for one in rows {
                        @let own: Vec<_> = lists.of(one.district.id)
                            .filter(|own| !own.term.is_over(today) || one.term.is_over(today)).collect();
                        tr {
                            th scope="row" data-label=(name) {
                                a href=(to_district(page, one.district.id)) { (one.district.name(page.lang)) }
                            }
                            td data-label=(days_label) { (days_of_district(page, lists, one)) }
                            td data-label=(settlements) {
                                @for (place, own) in own.iter().enumerate() {
                                    @if place > 0 { ", " }
                                    a href=(to_settlement(page, own.settlement.id)) { (own.settlement.name.get(page.lang)) }
                                    @let days = days(page, &own.term);
                                    @if !days.is_empty() { " (" (days) ")" }
                                }
                            }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn list(page: &Page, lists: &Lists) -> Markup {
    let today = page.app.today();
    let (over, present): (Vec<_>, Vec<_>) = lists.districts.iter().partition(|one| one.term.is_over(today));
    html! {
        (crumbs(page, &[]))
        h1 { (page.t("place-title")) }
        p { (page.t("place-lead")) }
        p { a.button href=(page.to("/centre/places/new")) { (page.t("place-new-district")) } }
        (table(page, lists, &present))
        @if !over.is_empty() {
            h2 { (page.t("place-over")) }
            (table(page, lists, &over))
        }
    }
}

/// The fields of a name, and what they are called.
const NAMES: [(&str, &str); 3] =
    [("name_kk", "place-name-kk"), ("name_ru", "place-name-ru"), ("name_en", "place-name-en")];

fn mistakes(page: &Page, errors: &FormErrors) -> Markup {
    ui::error_summary_of(page, errors, &NAMES.map(|(name, label)| (name, page.t(label).to_owned())))
}

fn names(page: &Page, (typed, errors): (&Fields, &FormErrors)) -> Markup {
    html! {
        @for (name, label) in NAMES {
            (Field { name, label: page.t(label), hint: "", kind: "text", autocomplete: "off" }.show(page, typed, errors))
        }
    }
}

fn day(page: &Page, (label, hint): (&'static str, &'static str), (typed, errors): (&Fields, &FormErrors)) -> Markup {
    let field = Field { name: "day", label: page.t(label), hint: page.t(hint), kind: "date", autocomplete: "off" };
    field.show(page, typed, errors)
}

pub(super) fn new(page: &Page, new: &New<'_>) -> Markup {
    let form = (new.typed, new.errors);
    let (title, address, up) = match new.district {
        Some(district) => {
            let address = to_district(page, district.id);
            let up = vec![list_crumb(page), (address.clone(), district.name(page.lang))];
            ("place-new-settlement", format!("{address}/new"), up)
        }
        None => ("place-new-district", page.to("/centre/places/new"), vec![list_crumb(page)]),
    };
    html! {
        (crumbs(page, &up))
        h1 { (page.t(title)) }
        (mistakes(page, new.errors))
        form #main-form method="post" action=(address) novalidate {
            (names(page, form))
            (day(page, ("place-first-day", "place-first-day-hint"), form))
            button.button type="submit" { (page.t("place-add")) }
        }
    }
}

pub(super) fn one(page: &Page, shown: &Shown<'_>) -> Markup {
    match shown.which {
        Which::District(id) => {
            html! { @if let Some(own) = shown.look.lists.district(id) { (district(page, shown, own)) } }
        }
        Which::Settlement(id) => {
            html! { @if let Some(own) = shown.look.lists.settlement(id) { (settlement(page, shown, own)) } }
        }
    }
}

/// Names, the days, how many people live there.
fn head(page: &Page, shown: &Shown<'_>, (name, days): (&str, &Markup)) -> Markup {
    html! {
        h1 { (name) }
        (mistakes(page, shown.errors))
        dl.facts {
            dt { (page.t("place-days")) } dd { @if days.0.is_empty() { (page.t("place-always")) } @else { (days) } }
            dt { (page.t("place-people")) } dd { (shown.look.people) }
        }
    }
}

fn district(page: &Page, shown: &Shown<'_>, own: &KeptDistrict) -> Markup {
    let (lists, address) = (&shown.look.lists, to_district(page, own.district.id));
    let settlements: Vec<_> = lists.of(own.district.id).collect();
    let others = lists.districts.iter().filter(|one| one.district.id != own.district.id && one.term.last.is_none());
    let goes = others.map(|one| (format!("d{}", one.district.id), one.district.name(page.lang).to_owned())).collect();
    html! {
        (crumbs(page, &[list_crumb(page)]))
        (head(page, shown, (own.district.name(page.lang), &days_of_district(page, lists, own))))
        h2 { (page.t("place-settlements")) }
        @if settlements.is_empty() { p.soft { (page.t("place-settlements-none")) } }
        ul {
            @for one in &settlements {
                li {
                    @let days = days_of_settlement(page, lists, one);
                    a href=(to_settlement(page, one.settlement.id)) { (one.settlement.name.get(page.lang)) }
                    @if !days.0.is_empty() { ": " (days) }
                }
            }
        }
        @if own.term.last.is_none() {
            p { a.button.secondary href={ (address) "/new" } { (page.t("place-new-settlement")) } }
        }
        (renaming(page, shown, (&address, "place-rename-district")))
        @if own.term.last.is_none() { (ending(page, shown, (&address, "place-end-district", "place-end-district-what"), goes)) }
        (undoing(page, shown, &address, own.term.last.is_some()))
    }
}

fn settlement(page: &Page, shown: &Shown<'_>, own: &KeptSettlement) -> Markup {
    let (lists, address) = (&shown.look.lists, to_settlement(page, own.settlement.id));
    let district = lists.district(own.settlement.district);
    let up = district.map(|one| (to_district(page, one.district.id), one.district.name(page.lang)));
    let others =
        lists.districts.iter().filter(|one| one.district.id != own.settlement.district && one.term.last.is_none());
    let moves = others.map(|one| {
        let name = page.tf("place-goes-district", &[("name", one.district.name(page.lang).into())]);
        (format!("d{}", one.district.id), name)
    });
    let near = lists.of(own.settlement.district);
    let near = near.filter(|one| one.settlement.id != own.settlement.id && one.term.last.is_none());
    let joins = near.map(|one| {
        let name = page.tf("place-goes-settlement", &[("name", one.settlement.name.get(page.lang).into())]);
        (format!("s{}", one.settlement.id), name)
    });
    let goes = moves.chain(joins).collect();
    let name = own.settlement.name.get(page.lang);
    html! {
        (crumbs(page, &[list_crumb(page)].into_iter().chain(up).collect::<Vec<_>>()))
        (head(page, shown, (name, &days_of_settlement(page, lists, own))))
        (further(page, own, &address))
        (renaming(page, shown, (&address, "place-rename-settlement")))
        @if own.term.last.is_none() && district.is_some_and(|one| one.term.last.is_none()) {
            (ending(page, shown, (&address, "place-end-settlement", "place-end-settlement-what"), goes))
        }
        (undoing(page, shown, &address, own.term.last.is_some()))
    }
}

/// The further spellings. One that was a name by mistake can be removed, so that another settlement may have it.
fn further(page: &Page, own: &KeptSettlement, address: &str) -> Markup {
    html! {
        @if !own.also.is_empty() {
            p.soft { (page.t("place-also")) " " (own.also.join(", ")) }
            details {
                summary { (page.t("place-spelling-title")) }
                p { (page.t("place-spelling-what")) }
                form method="post" action={ (address) "/undo" } {
                    p.buttons {
                        @for text in &own.also {
                            button.button.small.secondary type="submit" name="spelling" value=(text) {
                                (page.tf("place-spelling-remove", &[("name", text.as_str().into())]))
                            }
                            " "
                        }
                    }
                }
            }
        }
    }
}

fn renaming(page: &Page, shown: &Shown<'_>, (address, what): (&str, &'static str)) -> Markup {
    html! {
        h2 { (page.t("place-rename")) }
        p { (page.t(what)) }
        form id=[(shown.main == Main::Names).then_some("main-form")] method="post" action=(address) novalidate {
            (names(page, (shown.typed, shown.errors)))
            button.button.secondary type="submit" { (page.t("place-rename-button")) }
        }
    }
}

fn ending(
    page: &Page,
    shown: &Shown<'_>,
    (address, title, what): (&str, &'static str, &'static str),
    goes: Vec<(String, String)>,
) -> Markup {
    let form = (shown.typed, shown.errors);
    let mut options = vec![(String::new(), page.t("place-goes-choose").to_owned())];
    if shown.look.people == 0 {
        options.push(("none".to_owned(), page.t("place-goes-none").to_owned()));
    }
    options.extend(goes);
    let label = ("goes", page.t("place-goes"), page.t("place-goes-hint"));
    html! {
        h2 { (page.t(title)) }
        p { (page.t(what)) }
        form id=[(shown.main == Main::End).then_some("main-form")] method="post" action={ (address) "/end" } novalidate {
            (day(page, ("place-end-day", "place-end-day-hint"), form))
            (ui::select(page, label, &options, form.0, form.1))
            button.button.secondary type="submit" { (page.t("place-look")) }
        }
    }
}

/// What was done by mistake, as long as nothing depends on it.
fn undoing(page: &Page, shown: &Shown<'_>, address: &str, is_ended: bool) -> Markup {
    let is_offered = is_ended && shown.look.is_open_again;
    html! {
        @if is_offered || shown.look.is_added || shown.errors.of("undo").is_some() {
            h2 #undo { (page.t("place-undo")) }
            @if is_offered {
                p { (page.t("place-take-back-what")) }
                form method="post" action={ (address) "/undo" } {
                    button.button.secondary type="submit" { (page.t("place-take-back")) }
                }
            }
            @if shown.look.is_added {
                p { (page.t("place-remove-what")) }
                form method="post" action={ (address) "/undo" } {
                    button.button.danger type="submit" name="remove" value="yes" { (page.t("place-remove")) }
                }
            }
        }
    }
}

/// What would happen.
pub(super) fn preview(page: &Page, look: &Look, end: &End, goes: &str) -> Markup {
    let (lists, today) = (&look.lists, page.app.today());
    let address = match end.which {
        Which::District(id) => to_district(page, id),
        Which::Settlement(id) => to_settlement(page, id),
    };
    let name = name_of(lists, end.which).map(|name| name.get(page.lang)).unwrap_or_default();
    let into = match end.goes {
        Goes::Nowhere => page.t("place-goes-none"),
        Goes::District(id) => lists.district(id).map(|one| one.district.name(page.lang)).unwrap_or_default(),
        Goes::Settlement(id) => lists.settlement(id).map(|one| one.settlement.name.get(page.lang)).unwrap_or_default(),
    };
    let along: Vec<&str> = match end.which {
        Which::District(id) => {
            lists.of(id).filter(|one| one.term.last.is_none()).map(|one| one.settlement.name.get(page.lang)).collect()
        }
        Which::Settlement(_) => Vec::new(),
    };
    let moves = [("name", name.into()), ("into", into.into()), ("date", Arg::from(short_date(page.lang, end.on)))];
    let day = end.on.to_string();
    let back = list_address(&address, &[("day", &day), ("goes", goes)]);
    html! {
        (crumbs(page, &[list_crumb(page), (address.clone(), name)]))
        h1 { (page.t("place-preview-title")) }
        @if end.is_move() { p { strong { (page.tf("place-moves", &moves)) } } }
        dl.facts {
            dt { (page.t(if end.is_move() { "place-preview-moves" } else { "place-preview-what" })) }
            dd { strong { (name) } }
            dt { (page.t("place-end-day")) } dd { (short_date(page.lang, end.on)) }
            dt { (page.t("place-goes")) } dd { (into) }
            dt { (page.t("place-people")) } dd { (page.tf("centre-people-count", &[("count", look.people.into())])) }
            @if !along.is_empty() { dt { (page.t("place-along")) } dd { (along.join(", ")) } }
        }
        p { (page.t("place-preview-reports")) }
        p.note { (page.t(if end.on > today { "place-preview-later" } else { "place-preview-now" })) }
        form #main-form method="post" action={ (address) "/end" } {
            input type="hidden" name="day" value=(day);
            input type="hidden" name="goes" value=(goes);
            button.button type="submit" name="confirm" value="yes" { (page.t("place-confirm")) }
        }
        p { a href=(back.trim_end_matches(['?', '&'])) { (page.t("place-preview-not")) } }
    }
}
