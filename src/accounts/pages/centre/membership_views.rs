//! Where somebody belongs, on the person's page.

use maud::{Markup, html};

use super::Looked;
use crate::i18n::short_date;
use crate::organisations::{Membership, Standing};
use crate::web::{Fields, FormErrors, Page, ui};

/// The organisations, and the forms of whoever may change this account.
pub(super) fn memberships(page: &Page, looked: &Looked) -> Markup {
    let path = page.to(&format!("/centre/people/{}/organisations", looked.person.id));
    let may_change = looked.in_reach && looked.person.merged_into.is_none();
    html! {
        h2 #organisations { (page.t("org-centre-title")) }
        @if looked.memberships.is_empty() { p.soft { (page.t("membership-nowhere")) } }
        @else { ul { @for one in &looked.memberships { li { (membership(page, one, may_change.then_some(path.as_str()))) } } } }
        @if may_change && looked.person.disabled_at.is_none() && !looked.organisations.is_empty() { (put(page, looked, &path)) }
    }
}

fn membership(page: &Page, one: &Membership, path: Option<&str>) -> Markup {
    let day = |at: crate::kernel::Timestamp| short_date(page.lang, at.day(page.app.config.time_zone));
    let name = one.organisation.name.get(page.lang);
    html! {
        a href=(page.to(&format!("/centre/organisations/{}", one.organisation.id))) { (name) } " · "
        @match one.standing {
            Standing::Asked => (page.tf("membership-asked", &[("date", day(one.asked_at).into())])),
            Standing::Member { since } => {
                (page.t("membership-member")) " " (page.tf("membership-since", &[("date", day(since).into())]))
            }
            Standing::Declined => (page.t("membership-declined")),
            Standing::Ended => (page.t("membership-was")),
        }
        @if one.organisation.closed_at.is_some() { " · " (page.t("org-closed")) }
        @if let (Standing::Member { .. }, Some(path)) = (one.standing, path) {
            details {
                summary { (page.t("membership-end-title")) }
                p { (page.t("membership-end-what")) }
                form method="post" action=(path) {
                    button.button.danger.small type="submit" name="end" value=(one.id)
                        aria-label=(format!("{}: {name}", page.t("membership-end"))) { (page.t("membership-end")) }
                }
            }
        }
    }
}

fn put(page: &Page, looked: &Looked, path: &str) -> Markup {
    let mut options = vec![(String::new(), page.t("membership-choose").to_owned())];
    let open = looked.organisations.iter();
    options.extend(open.map(|found| (found.id.to_string(), found.name.get(page.lang).to_owned())));
    let (none, typed) = (FormErrors::default(), Fields::default());
    html! {
        form method="post" action=(path) {
            (ui::select(page, ("organisation", page.t("org-one"), page.t("membership-put-hint")), &options, &typed, &none))
            button.button.secondary type="submit" name="put" value="yes" { (page.t("membership-put")) }
        }
    }
}
