//! Where one belongs, for the person.

use maud::{Markup, html};

use crate::i18n::short_date;
use crate::organisations::{InvitationCode, Membership, Organisation, Standing};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

fn crumbs(page: &Page) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/learn/profile")) { (page.t("profile-title")) } }
    }
}

/// What coordinators see, and what they do not: told before one joins.
fn seen(page: &Page) -> Markup {
    html! {
        ul { @for key in ["org-seen-name", "org-seen-minor", "org-seen-held"] { li { (page.t(key)) } } }
        p { (page.t("org-seen-not")) }
    }
}

pub(in crate::organisations) fn list(
    page: &Page,
    (memberships, open): (&[Membership], &[Organisation]),
    (typed, errors): (&Fields, &FormErrors),
) -> Markup {
    html! {
        (crumbs(page))
        h1 { (page.t("org-own-title")) }
        p { (page.t("org-own-lead")) }
        (ui::error_summary(page, errors))
        @if memberships.is_empty() { p.soft { (page.t("org-own-none")) } }
        @else { ul.cards { @for membership in memberships { (one(page, membership)) } } }
        (ask(page, open, (typed, errors)))
        (by_code(page, (typed, errors)))
        h2 { (page.t("org-seen-title")) }
        (seen(page))
    }
}

fn one(page: &Page, membership: &Membership) -> Markup {
    let day = |at: crate::kernel::Timestamp| short_date(page.lang, at.day(page.app.config.time_zone));
    let name = membership.organisation.name.get(page.lang);
    let is_open = matches!(membership.standing, Standing::Asked | Standing::Member { .. });
    html! {
        li.card {
            h2 { (name) }
            p {
                @match membership.standing {
                    Standing::Asked => (page.tf("membership-asked", &[("date", day(membership.asked_at).into())])),
                    Standing::Member { since } => {
                        span.badge.valid { span aria-hidden="true" { "✓ " } (page.t("membership-member")) } " "
                        (page.tf("membership-since", &[("date", day(since).into())]))
                    }
                    Standing::Declined => (page.t("membership-declined")),
                    Standing::Ended => (page.t("membership-ended")),
                }
            }
            @if is_open && membership.organisation.closed_at.is_some() { p.soft { (page.t("membership-closed")) } }
            @if is_open { (leave(page, membership, name)) }
        }
    }
}

/// Leaving says what will happen and how it is undone; taking a request back is harmless.
fn leave(page: &Page, membership: &Membership, name: &str) -> Markup {
    let form = |class: &str, word: &'static str| {
        html! {
            form method="post" action=(page.to("/learn/organisations")) {
                button class=(class) type="submit" name="leave" value=(membership.id)
                    aria-label=(format!("{}: {name}", page.t(word))) { (page.t(word)) }
            }
        }
    };
    if membership.standing == Standing::Asked {
        return form("button secondary small", "membership-withdraw");
    }
    html! {
        details {
            summary { (page.t("membership-leave-title")) }
            p { (page.t("membership-leave-what")) }
            (form("button danger", "membership-leave"))
        }
    }
}

fn ask(page: &Page, open: &[Organisation], (typed, errors): (&Fields, &FormErrors)) -> Markup {
    let mut options = vec![(String::new(), page.t("membership-choose").to_owned())];
    options.extend(open.iter().map(|found| (found.id.to_string(), found.name.get(page.lang).to_owned())));
    html! {
        h2 { (page.t("membership-ask-title")) }
        @if open.is_empty() { p.soft { (page.t("org-none-open")) } }
        @else {
            form method="post" action=(page.to("/learn/organisations")) novalidate {
                (ui::select(page, ("organisation", page.t("org-one"), page.t("membership-ask-hint")), &options, typed, errors))
                button.button type="submit" { (page.t("membership-ask-button")) }
            }
        }
    }
}

fn by_code(page: &Page, (typed, errors): (&Fields, &FormErrors)) -> Markup {
    let (label, hint) = (page.t("invitation-code"), page.t("invitation-code-hint"));
    let field = Field { name: "code", label, hint, kind: "text", autocomplete: "off" };
    html! {
        h2 { (page.t("invitation-have")) }
        form method="post" action=(page.to("/learn/organisations")) novalidate {
            (field.show(page, typed, errors))
            button.button.secondary type="submit" { (page.t("invitation-go")) }
        }
    }
}

/// Who invites, and what they will see.
pub(in crate::organisations) fn invitation(page: &Page, code: &InvitationCode, organisation: &Organisation) -> Markup {
    html! {
        h1 { (page.t("invitation-title")) }
        p.hook { strong { (organisation.name.get(page.lang)) } }
        p { (page.t("invitation-lead")) }
        (seen(page))
        p { (page.t("invitation-leave")) }
        form method="post" action=(page.to(&format!("/join/{}", code.as_str()))) {
            button.button type="submit" { (page.t("invitation-join")) }
        }
        p { a href=(page.to("/learn")) { (page.t("invitation-not")) } }
    }
}

/// A code that does not work (any more).
pub(in crate::organisations) fn gone(page: &Page) -> Markup {
    html! {
        h1 { (page.t("invitation-gone-title")) }
        p { (page.t("invitation-gone-text")) }
        p { a.button href=(page.to("/learn/organisations")) { (page.t("org-own-title")) } }
    }
}
