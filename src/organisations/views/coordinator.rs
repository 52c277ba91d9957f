//! What a coordinator sees, as HTML: from [`Member`], which has no more.

use std::sync::Arc;

use maud::{Markup, html};

use super::table::{kind_word, state};
use crate::accounts::Coordinated;
use crate::content::Published;
use crate::content::library::Shelf;
use crate::i18n::{moment, short_date};
use crate::organisations::model::Invitation;
use crate::organisations::{Held, HeldState, Member, Minor, Trained, Waiting};
use crate::web::paging::{PageNumber, list_address};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page, qr};

/// What waits on the coordinator's own pages.
pub(in crate::organisations) struct Tabs {
    pub(in crate::organisations) waiting: i64,
}

/// A page of the people, and what was asked for.
pub(in crate::organisations) struct Listed<'a> {
    pub(in crate::organisations) typed: &'a Fields,
    pub(in crate::organisations) found: &'a [Member],
    pub(in crate::organisations) total: i64,
    pub(in crate::organisations) current: PageNumber,
    pub(in crate::organisations) shelf: &'a Shelf,
}

fn base(page: &Page, organisation: &Coordinated) -> String {
    page.to(&format!("/coordinator/{}", organisation.id))
}

/// Whose people these are, and the ways between the pages.
pub(super) fn head(page: &Page, (organisation, tabs): (&Coordinated, &Tabs), title: Option<&str>) -> Markup {
    let base = base(page, organisation);
    let path = page.to(page.rest.split('?').next().unwrap_or_default());
    let ways = [
        (base.clone(), "centre-people-title", None),
        (format!("{base}/requests"), "coordinator-requests", Some(tabs.waiting)),
        (format!("{base}/invitation"), "coordinator-invite", None),
        (format!("{base}/groups"), "group-title", None),
        (format!("{base}/report"), "report-tab", None),
        (format!("{base}/event"), "event-title", None),
    ];
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/coordinator")) { (page.t("nav-coordinator")) }
            @if title.is_some() { a href=(base) { (organisation.name.get(page.lang)) } }
        }
        h1 { (title.unwrap_or_else(|| organisation.name.get(page.lang))) }
        nav.buttons.tabs aria-label=(page.t("coordinator-tabs")) {
            @for (way, words, count) in ways {
                @let here = way == path;
                a.button.small.secondary[!here] href=(way) aria-current=[here.then_some("page")] {
                    (page.t(words)) @if let Some(count) = count { " " (count) }
                }
            }
        }
    }
}

pub(in crate::organisations) fn organisations(page: &Page, own: &[(i64, Coordinated)]) -> Markup {
    html! {
        h1 { (page.t("nav-coordinator")) }
        @if own.is_empty() { (ui::empty(page.t("coordinator-no-organisation"), None)) }
        p { a href=(page.to("/check")) { (page.t("many-title")) } }
        ul.cards {
            @for (people, organisation) in own {
                li.card {
                    h2 { a href=(base(page, organisation)) { (organisation.name.get(page.lang)) } }
                    p { (page.tf("centre-people-count", &[("count", (*people).into())])) }
                }
            }
        }
    }
}

const FIELDS: [&str; 4] = ["search", "trained", "course", "age"];

pub(in crate::organisations) fn people(
    page: &Page,
    (organisation, tabs): (&Coordinated, &Tabs),
    listed: &Listed<'_>,
) -> Markup {
    let base = base(page, organisation);
    let searched = FIELDS.map(|name| (name, listed.typed.get(name)));
    let is_searched = searched.iter().any(|(_, value)| !value.is_empty());
    let csv = list_address(&format!("{base}/people.csv"), &searched);
    html! {
        (head(page, (organisation, tabs), None))
        @if listed.total > 0 || is_searched { (filters(page, &base, listed)) }
        @if listed.found.is_empty() && is_searched {
            div.empty role="status" {
                p { (page.t("centre-people-none")) }
                p { a href=(base) { (page.t("centre-people-all")) } }
            }
        } @else if listed.found.is_empty() {
            @let invite = format!("{base}/invitation");
            (ui::empty(page.t("coordinator-nobody-yet"), Some((&invite, page.t("coordinator-invite")))))
        } @else {
            p.soft { (page.tf("centre-people-count", &[("count", listed.total.into())])) }
            (table(page, &base, listed))
            (ui::pager(page, listed.current, listed.total, &list_address(&base, &searched)))
            p { a.button.secondary href=(csv.trim_end_matches(['?', '&'])) download { (page.t("coordinator-csv")) } }
        }
    }
}

fn filters(page: &Page, base: &str, listed: &Listed<'_>) -> Markup {
    let none = FormErrors::default();
    let any = |key: &'static str| (String::new(), page.t(key).to_owned());
    let label = page.t("org-table-name");
    let field = Field { name: "search", label, hint: "", kind: "search", autocomplete: "off" };
    let mut trained = vec![any("coordinator-any-state")];
    trained.extend(Trained::ALL.map(|one| (one.code().to_owned(), page.t(trained_word(one)).to_owned())));
    let title = |published: &Arc<Published>| {
        (published.course.key.to_string(), published.course.title.get(page.lang).to_owned())
    };
    let courses: Vec<_> =
        std::iter::once(any("centre-all-courses")).chain(listed.shelf.catalogue().map(title)).collect();
    let ages = [any("coordinator-any-age"), ("minors".to_owned(), page.t("coordinator-minors").to_owned())];
    html! {
        form.inline role="search" method="get" action=(base) {
            (field.show(page, listed.typed, &none))
            (ui::select(page, ("trained", page.t("org-table-state"), ""), &trained, listed.typed, &none))
            (ui::select(page, ("course", page.t("certificate-course"), ""), &courses, listed.typed, &none))
            (ui::select(page, ("age", page.t("org-table-minor"), ""), &ages, listed.typed, &none))
            button.button type="submit" { (page.t("centre-search")) }
        }
    }
}

const fn trained_word(trained: Trained) -> &'static str {
    match trained {
        Trained::Valid => "org-trained-valid",
        Trained::Expiring => "org-trained-expiring",
        Trained::Without => "org-trained-without",
    }
}

fn table(page: &Page, base: &str, listed: &Listed<'_>) -> Markup {
    let (name, holds) = (page.t("org-table-name"), page.t("centre-certificates"));
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [name, holds] { th scope="col" { (label) } } } }
                tbody {
                    @for member in listed.found {
                        tr {
                            th scope="row" data-label=(name) {
                                a href=(format!("{base}/people/{}", member.person)) { (member.name) }
                                " " (minor(page, member.minor))
                            }
                            td data-label=(holds) { (held_list(page, &member.held, listed.shelf)) }
                        }
                    }
                }
            }
        }
    }
}

/// Beside everybody who may be a minor; nothing beside adults.
pub(super) fn minor(page: &Page, minor: Minor) -> Markup {
    let words = match minor {
        Minor::No => return html! {},
        Minor::Yes => "minor-under-18",
        Minor::Unknown => "minor-unknown",
    };
    html! { span.badge.minor { span aria-hidden="true" { "! " } (page.t(words)) } }
}

/// What somebody holds, one line each.
pub(super) fn held_list(page: &Page, held: &[Held], shelf: &Shelf) -> Markup {
    html! {
        @if held.is_empty() { span.soft { (page.t("org-holds-none")) } }
        @else { ul.plain { @for held in held { li { (one_held(page, held, shelf)) } } } }
    }
}

fn one_held(page: &Page, held: &Held, shelf: &Shelf) -> Markup {
    let published = shelf.course_by_id(held.course);
    let title = published.map_or(held.title.as_str(), |published| published.course.title.get(page.lang));
    let (class, symbol) = match held.state {
        HeldState::Valid { .. } => ("valid", "✓"),
        HeldState::Expired { .. } => ("expired", "⏲"),
        HeldState::Revoked => ("revoked", "✕"),
        HeldState::Suspended => ("suspended", "‖"),
    };
    let (word, until) = state(held.state);
    html! {
        (title) " · " (page.t(kind_word(held.kind))) " · "
        span.badge.(class) { span aria-hidden="true" { (symbol) " " } (page.t(word)) }
        @if let Some(day) = until { " " (page.tf("org-until", &[("date", short_date(page.lang, day).into())])) }
        @else if matches!(held.state, HeldState::Valid { .. }) { " " (page.t("certificate-no-expiry")) }
    }
}

pub(in crate::organisations) fn person(
    page: &Page,
    (organisation, tabs): (&Coordinated, &Tabs),
    member: &Member,
    shelf: &Shelf,
) -> Markup {
    let path = format!("{}/people/{}/remove", base(page, organisation), member.person);
    let since = short_date(page.lang, member.since.day(page.app.config.time_zone));
    html! {
        (head(page, (organisation, tabs), Some(&member.name)))
        p { (minor(page, member.minor)) }
        p { (page.tf("membership-since", &[("date", since.into())])) }
        h2 { (page.t("centre-certificates")) }
        (held_list(page, &member.held, shelf))
        details {
            summary { (page.t("coordinator-remove-title")) }
            p { (page.t("coordinator-remove-what")) }
            form method="post" action=(path) {
                button.button.danger type="submit" { (page.t("coordinator-remove")) }
            }
        }
    }
}

pub(in crate::organisations) fn requests(
    page: &Page,
    (organisation, tabs): (&Coordinated, &Tabs),
    waiting: &[Waiting],
    current: PageNumber,
) -> Markup {
    let path = format!("{}/requests", base(page, organisation));
    let zone = page.app.config.time_zone;
    html! {
        (head(page, (organisation, tabs), Some(page.t("coordinator-requests"))))
        @if waiting.is_empty() { (ui::empty(page.t("coordinator-requests-none"), None)) }
        @else {
            p { (page.t("coordinator-requests-lead")) }
            form method="post" action=(path) {
                ul.cards {
                    @for asked in waiting {
                        li.card {
                            h2 { (asked.name) }
                            p { (minor(page, asked.minor)) }
                            p.soft { (moment(page.lang, asked.asked_at, zone)) }
                            input type="hidden" name="shown" value=(asked.membership);
                            div.actions {
                                (answer(page, asked, ("accept", "button small", "coordinator-accept")))
                                (answer(page, asked, ("decline", "button secondary small", "coordinator-decline")))
                            }
                        }
                    }
                }
                @if waiting.len() > 1 {
                    button.button.secondary type="submit" name="accept_shown" value="yes" { (page.t("coordinator-accept-all")) }
                }
            }
            (ui::pager(page, current, tabs.waiting, &list_address(&path, &[])))
        }
    }
}

fn answer(page: &Page, asked: &Waiting, (name, class, word): (&str, &str, &'static str)) -> Markup {
    html! {
        button class=(class) type="submit" name=(name) value=(asked.membership)
            aria-label=(format!("{}: {}", page.t(word), asked.name)) { (page.t(word)) }
    }
}

pub(in crate::organisations) fn invitation(
    page: &Page,
    (organisation, tabs): (&Coordinated, &Tabs),
    invitation: Option<&Invitation>,
) -> Markup {
    let path = format!("{}/invitation", base(page, organisation));
    html! {
        (head(page, (organisation, tabs), Some(page.t("coordinator-invite"))))
        p { (page.t("coordinator-invite-lead")) }
        @if let Some(found) = invitation {
            @let link = page.app.url(&format!("/{}/join/{}", page.lang, found.code.as_str()));
            @let until = moment(page.lang, found.expires_at, page.app.config.time_zone);
            section.card.certificate.show {
                p { (page.t("invitation-code")) }
                p.number { (found.code) }
                div.qr { (qr::svg(&link, page.t("coordinator-invite-qr"))) }
                p { a href=(link) { (link) } }
                p.soft { (page.tf("coordinator-invite-until", &[("date", until.into())])) }
            }
            details {
                summary { (page.t("coordinator-invite-again")) }
                p { (page.t("coordinator-invite-again-what")) }
                form method="post" action=(path) {
                    button.button.secondary type="submit" { (page.t("coordinator-invite-new")) }
                }
                form method="post" action={ (path) "/end" } {
                    button.button.danger type="submit" { (page.t("coordinator-invite-end")) }
                }
            }
        } @else {
            form method="post" action=(path) {
                button.button type="submit" { (page.t("coordinator-invite-new")) }
            }
        }
    }
}
