//! The page on which a name is corrected.

use maud::{Markup, html};

use super::super::super::mails::Address;
use super::super::super::model::Certificate;
use super::name::{Bearer, MAIN_FORM};
use super::views::path;
use crate::kernel::PersonName;
use crate::mail::model::Standing;
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

/// The page of the person.
pub(super) fn person_path(page: &Page, bearer: &Bearer) -> String {
    page.to(&format!("/centre/people/{}", bearer.person.id))
}

fn frame(page: &Page, bearer: &Bearer, body: &Markup) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/centre")) { (page.t("nav-centre")) }
            a href=(page.to("/centre/people")) { (page.t("centre-people-title")) }
            a href=(person_path(page, bearer)) { (bearer.person.name) }
        }
        h1 { (page.t("centre-name-title")) }
        (body)
    }
}

/// First: what is the right name?
pub(super) fn form(page: &Page, bearer: &Bearer, typed: &Fields, errors: &FormErrors) -> Markup {
    let (label, hint) = (page.t("centre-name-new"), page.t("centre-name-hint"));
    let field = Field { name: "name", label, hint, kind: "text", autocomplete: "off" };
    let body = html! {
        (ui::error_summary(page, errors))
        dl.facts {
            dt { (page.t("centre-name-now")) } dd { (bearer.person.name) }
            @for (certificate, _) in &bearer.certificates {
                dt { span lang=(certificate.language) { (certificate.course_title) } }
                dd { a.number href=(path(page, &certificate.number)) { (certificate.number) } br; (certificate.holder) }
            }
        }
        form id=(MAIN_FORM) method="post" action={ (person_path(page, bearer)) "/name" } novalidate {
            (field.show(page, typed, errors))
            button.button type="submit" { (page.t("centre-name-preview")) }
        }
    };
    frame(page, bearer, &body)
}

/// Then: what will change. `typed` is what was ticked, if this was shown before.
pub(super) fn preview(page: &Page, bearer: &Bearer, name: &PersonName, typed: Option<&Fields>) -> Markup {
    let is_renamed = bearer.person.name != name.as_str();
    let confirm = match (is_renamed, bearer.others(name).next().is_some()) {
        (true, true) => "centre-name-confirm-both",
        (true, false) => "centre-name-confirm",
        (false, _) => "centre-name-confirm-reissue",
    };
    let body = html! {
        form id=(MAIN_FORM) method="post" action={ (person_path(page, bearer)) "/name" } {
            input type="hidden" name="step" value="preview";
            input type="hidden" name="was" value=(bearer.person.name);
            input type="hidden" name="name" value=(name.as_str());
            h2 { (page.t("centre-name-preview-title")) }
            dl.facts {
                dt { (page.t("centre-name-now")) } dd { (bearer.person.name) }
                dt { (page.t("centre-name-new")) } dd { strong { (name.as_str()) } }
            }
            (reissued(page, bearer, name, typed))
            @if is_renamed && !bearer.coming.is_empty() {
                h2 { (page.t("centre-name-coming-title")) }
                p { (page.t("centre-name-coming-what")) }
                ul { @for title in &bearer.coming { li { (title) } } }
            }
            div.actions {
                button.button type="submit" name="confirm" value="yes" { (page.t(confirm)) }
                button.button.secondary type="submit" name="edit" value="yes" { (page.t("centre-name-edit")) }
            }
        }
    };
    frame(page, bearer, &body)
}

fn reissued(page: &Page, bearer: &Bearer, name: &PersonName, typed: Option<&Fields>) -> Markup {
    let others: Vec<&Certificate> = bearer.others(name).map(|(certificate, _)| certificate).collect();
    html! {
        @if others.is_empty() {
            p.note { (page.t("centre-name-reissue-none")) }
        } @else {
            fieldset {
                legend { (page.t("centre-name-reissue-title")) }
                p.hint { (page.t("centre-name-reissue-what")) }
                @for certificate in &others { (choice(page, bearer, (certificate, name), typed)) }
                p.hint { (told(page, bearer)) }
            }
        }
    }
}

fn choice(
    page: &Page,
    bearer: &Bearer,
    (certificate, name): (&Certificate, &PersonName),
    typed: Option<&Fields>,
) -> Markup {
    let number = certificate.number.as_str();
    let is_ticked = |typed: &Fields| typed.0.iter().any(|(field, value)| field == "certificate" && value == number);
    let is_proposed = bearer.is_proposed(certificate, name);
    let ticked = typed.map_or(is_proposed, is_ticked);
    html! {
        div.field.tick {
            label {
                input type="checkbox" name="certificate" value=(number) checked[ticked];
                span {
                    strong lang=(certificate.language) { (certificate.course_title) }
                    br; span.number { (certificate.number) }
                    br; (page.t("centre-name-printed")) ": " (certificate.holder)
                    @if !is_proposed { br; (page.t("centre-name-reissue-other")) }
                }
            }
        }
    }
}

/// How the new documents reach their holder.
fn told(page: &Page, bearer: &Bearer) -> String {
    let Some(to) = Address::of(&bearer.person) else { return page.t("centre-name-told-none").to_owned() };
    let key = match to.standing {
        Standing::Deliverable => "centre-name-told",
        Standing::Unconfirmed => "centre-name-told-held",
    };
    page.tf(key, &[("email", to.email.as_str().into())])
}
