//! What the centre sees before two accounts become one.

use maud::{Markup, html};

use super::Preview;
use crate::accounts::pasted::likeness;
use crate::accounts::{EmailMove, Listed, Obstacle, Person};
use crate::content::library::Shelf;
use crate::i18n::short_date;
use crate::kernel::AgeGroup;
use crate::learning::Moving;
use crate::places::District;
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

fn head(page: &Page, person: &Person) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/centre/people")) { (page.t("centre-people-title")) }
            a href=(page.to(&format!("/centre/people/{}", person.id))) { (person.name) }
        }
        h1 { (page.t("merge-title")) }
    }
}

/// The accounts with which this one may be merged.
pub(super) fn choose(
    page: &Page,
    person: &Person,
    typed: &Fields,
    (found, districts): (&[Listed], &[District]),
) -> Markup {
    let path = format!("/centre/people/{}/merge", person.id);
    let (label, hint) = (page.t("centre-people-search"), page.t("centre-people-search-hint"));
    let field = Field { name: "search", label, hint, kind: "search", autocomplete: "off" };
    let others: Vec<&Listed> = found.iter().filter(|other| other.person.id != person.id).collect();
    html! {
        (head(page, person))
        p { (page.tf("merge-lead", &[("name", person.name.as_str().into())])) }
        form.inline role="search" method="get" action=(page.to(&path)) {
            (field.show(page, typed, &FormErrors::default()))
            button.button type="submit" { (page.t("centre-search")) }
        }
        @if others.is_empty() { div.empty role="status" { p { (page.t("merge-none")) } } }
        ul {
            @for other in others {
                li {
                    @let apart = [Some(other.born_and_from(districts, page.lang)), other.known_by()];
                    a href=(page.to(&format!("{path}?into={}", other.person.id))) { (other.person.name) }
                    @for known in apart.into_iter().flatten().filter(|known| !known.is_empty()) { ", " (known) }
                    " " (ui::age_badge(page, AgeGroup::of(other.person.birth_year, page.app.today())))
                    @if other.person.disabled_at.is_some() { " " span.badge { (page.t("centre-access-closed")) } }
                }
            }
        }
    }
}

/// What moves, by which rules, and that it cannot be undone by a button.
pub(super) fn preview(page: &Page, shown: &Preview, shelf: &Shelf) -> Markup {
    let (from, into) = (&shown.from, &shown.into);
    html! {
        (head(page, from))
        @if let Some(obstacle) = shown.obstacle {
            p.note role="alert" { strong { (page.t(obstacle_words(obstacle))) } }
        }
        dl.facts {
            dt { (page.t("merge-stays")) } dd { (account(page, into)) }
            dt { (page.t("merge-closed")) } dd { (account(page, from)) }
        }
        (contradictions(page, shown))
        p { a href=(page.to(&format!("/centre/people/{}/merge?into={}", into.id, from.id))) { (page.t("merge-turn")) } }
        h2 { (page.t("merge-moves")) }
        ul {
            @for course in &shown.courses { li { (moving(page, course, shelf)) } }
            @if shown.courses.is_empty() { li { (page.t("merge-no-course")) } }
            @if shown.holding > 0 { li { (page.tf("merge-certificates", &[("count", shown.holding.into())])) } }
            @if shown.ended > 0 { li { (page.tf("merge-certificates-ended", &[("count", shown.ended.into())])) } }
            (email(page, from, into))
            (contact(page, shown))
            (belonging(page, shown))
            @if let Some(state) = shown.parental {
                li { (page.tf("merge-consent", &[("state", page.t(state.word()).into())])) }
            }
            li { (page.t("merge-sign-ins")) }
            li { (page.t("merge-audit")) }
        }
        @if shown.obstacle.is_none() {
            p { (page.t("merge-final")) }
            form method="post" action=(page.to(&format!("/centre/people/{}/merge", from.id))) {
                input type="hidden" name="into" value=(into.id);
                button.button.danger type="submit" { (page.t("merge-button")) }
            }
        }
    }
}

/// The address of a parent or trainer. Beside an e-mail of their own nothing goes there.
fn contact(page: &Page, shown: &Preview) -> Markup {
    let has_own = shown.from.email.is_some() || shown.into.email.is_some();
    let key = if has_own { "merge-contact-idle" } else { "merge-contact" };
    html! { @if let Some(email) = &shown.contact { li { (page.tf(key, &[("email", email.as_str().into())])) } } }
}

/// Where the person belongs, and what they asked the trainers.
fn belonging(page: &Page, shown: &Preview) -> Markup {
    let organisations: Vec<&str> = shown.organisations.iter().map(|one| one.name.get(page.lang)).collect();
    html! {
        @if !organisations.is_empty() {
            li { (page.tf("merge-organisations", &[("names", organisations.join("; ").into())])) }
        }
        @if !shown.groups.is_empty() { li { (page.tf("merge-groups", &[("names", shown.groups.join("; ").into())])) } }
        @if shown.asked > 0 { li { (page.tf("merge-asked", &[("count", shown.asked.into())])) } }
    }
}

/// What becomes of the e-mail of the account that is closed.
fn email(page: &Page, from: &Person, into: &Person) -> Markup {
    let key = match EmailMove::of(from, into) {
        EmailMove::None => None,
        EmailMove::Missing => Some("merge-email"),
        EmailMove::Confirmed => Some("merge-email-confirmed"),
        EmailMove::Freed => Some("merge-email-freed"),
    };
    let [own, other] = [from, into].map(|person| person.email.as_deref().unwrap_or_default());
    html! {
        @if let Some(key) = key { li { (page.tf(key, &[("email", own.into()), ("other", other.into())])) } }
    }
}

/// What the two accounts say differently: they may be of two people.
fn contradictions(page: &Page, shown: &Preview) -> Markup {
    let district = |person: &Person| {
        let found = shown.districts.iter().find(|district| Some(district.id) == person.district);
        found.map(|district| district.name(page.lang).to_owned())
    };
    let facts =
        |person: &Person| [Some(person.name.clone()), person.birth_year.map(|year| year.to_string()), district(person)];
    // Surname and given name stand in either order.
    let same = |one: &str, other: &str| likeness(one) == likeness(other);
    let labels = ["merge-differs-name", "made-birth-year", "account-district"];
    let told = labels.into_iter().zip(facts(&shown.into).into_iter().zip(facts(&shown.from)));
    let told: Vec<_> = told
        .filter_map(|(label, (into, from))| Some((label, into?, from?)))
        .filter(|(_, into, from)| !same(into, from))
        .collect();
    html! {
        @if !told.is_empty() {
            div.note role="note" {
                p { strong { span aria-hidden="true" { "! " } (page.t("merge-differs")) } }
                ul { @for (label, into, from) in &told { li { (page.t(label)) ": " strong { (into) } " ≠ " strong { (from) } } } }
                p { (page.t("merge-differs-what")) }
            }
        }
    }
}

fn account(page: &Page, person: &Person) -> Markup {
    let known = [person.email.as_deref(), person.sign_in_name.as_deref()];
    let known: Vec<&str> = known.into_iter().flatten().collect();
    let since = short_date(page.lang, person.created_at.day(page.app.config.time_zone));
    html! {
        a href=(page.to(&format!("/centre/people/{}", person.id))) { (person.name) }
        @if let Some(year) = person.birth_year { ", " (year) }
        " · " (known.join(", ")) " · " (page.t("centre-since")) ": " (since)
        " " (ui::age_badge(page, person.age_group(page.app.today())))
    }
}

fn moving(page: &Page, course: &Moving, shelf: &Shelf) -> Markup {
    let published = shelf.edition(course.from.course, course.from.edition);
    let title = published.map_or("—", |published| published.course.title.get(page.lang));
    let key = match (&course.into, course.from.completed_at) {
        (None, None) => "merge-course",
        (None, Some(_)) => "merge-course-complete",
        (Some(_), _) => "merge-course-both",
    };
    html! { (page.tf(key, &[("course", title.into()), ("count", course.done.into())])) }
}

const fn obstacle_words(obstacle: Obstacle) -> &'static str {
    match obstacle {
        Obstacle::Same => "merge-same",
        Obstacle::HoldsRole => "merge-role",
        Obstacle::Closed => "merge-is-closed",
        Obstacle::Ending => "merge-is-ending",
    }
}
