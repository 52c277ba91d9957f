//! One's own groups, for the person.

use maud::{Markup, html};

use super::{days, title_of};
use crate::content::library::Shelf;
use crate::groups::{Ending, Group, Joined, Own};
use crate::i18n::short_date;
use crate::kernel::{Day, Localized};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

/// A group to which a code leads.
pub(in crate::groups) struct Invited<'a> {
    pub(in crate::groups) group: &'a Group,
    /// What becomes of joining.
    pub(in crate::groups) may: &'a Joined,
    pub(in crate::groups) trainer: Option<&'a str>,
    pub(in crate::groups) organisation: Option<&'a Localized>,
}

/// What the trainer sees, and what not: told before one joins.
fn seen(page: &Page) -> Markup {
    html! {
        ul { @for key in ["org-seen-name", "org-seen-minor", "group-seen-done"] { li { (page.t(key)) } } }
        p { (page.t("group-seen-not")) }
    }
}

pub(in crate::groups) fn list(
    page: &Page,
    (own, shelf): (&[Own], &Shelf),
    (typed, errors): (&Fields, &FormErrors),
) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/learn")) { (page.t("learn-title")) } }
        h1 { (page.t("group-own-title")) }
        p { (page.t("group-own-lead")) }
        (ui::error_summary(page, errors))
        (by_code(page, (typed, errors)))
        @if own.is_empty() { p.soft { (page.t("group-own-none")) } }
        @else { ul.cards { @for one in own { li.card { (card(page, one, shelf)) (leave(page, one)) } } } }
        h2 { (page.t("group-seen-title")) }
        (seen(page))
    }
}

fn by_code(page: &Page, (typed, errors): (&Fields, &FormErrors)) -> Markup {
    let (label, hint) = (page.t("group-code"), page.t("group-code-hint"));
    let field = Field { name: "code", label, hint, kind: "text", autocomplete: "off" };
    html! {
        form method="post" action=(page.to("/learn/groups")) novalidate {
            (field.show(page, typed, errors))
            button.button type="submit" { (page.t("invitation-go")) }
        }
    }
}

fn card(page: &Page, one: &Own, shelf: &Shelf) -> Markup {
    let day = short_date(page.lang, one.since.day(page.app.config.time_zone));
    html! {
        h2 { (one.name) }
        p { (title_of(page, shelf, one.course)) }
        p { (days(page, (one.starts_on, one.ends_on))) }
        @if let Some(trainer) = &one.trainer { p { (page.t("group-trainer")) ": " (trainer) } }
        p.soft {
            @match one.ending {
                None => (page.tf("membership-since", &[("date", day.into())])),
                Some(Ending::Left) => (page.t("group-own-left")),
                Some(Ending::Removed) => (page.t("group-own-removed")),
            }
        }
    }
}

/// Leaving says what will happen and how it is undone.
fn leave(page: &Page, one: &Own) -> Markup {
    html! {
        @if one.ending.is_none() {
            details {
                summary { (page.t("group-leave-title")) }
                p { (page.t("group-leave-what")) }
                form method="post" action=(page.to("/learn/groups")) {
                    button.button.danger type="submit" name="leave" value=(one.id)
                        aria-label=(format!("{}: {}", page.t("membership-leave"), one.name)) { (page.t("membership-leave")) }
                }
            }
        }
    }
}

/// Which group it is, and what its trainer will see; or why one cannot join, and what to do.
pub(in crate::groups) fn invited(page: &Page, invited: &Invited<'_>, shelf: &Shelf) -> Markup {
    let group = invited.group;
    html! {
        h1 { (page.t("group-invited-title")) }
        p.hook { strong { (group.name) } }
        dl.facts {
            dt { (page.t("certificate-course")) } dd { (title_of(page, shelf, group.course)) }
            dt { (page.t("group-days")) } dd { (days(page, (group.starts_on, group.ends_on))) }
            @if let Some(trainer) = invited.trainer { dt { (page.t("group-trainer")) } dd { (trainer) } }
            @if let Some(name) = invited.organisation { dt { (page.t("org-one")) } dd { (name.get(page.lang)) } }
        }
        @if *invited.may == Joined::Yes {
            p { (page.t("group-invited-lead")) }
            (seen(page))
            p { (page.t("group-invited-leave")) }
            form method="post" action=(page.to(&format!("/join/group/{}", group.code.as_str()))) {
                button.button type="submit" { (page.t("group-join")) }
            }
            p { a href=(page.to("/learn")) { (page.t("invitation-not")) } }
        } @else { (refusal(page, invited, shelf)) }
    }
}

fn refusal(page: &Page, invited: &Invited<'_>, shelf: &Shelf) -> Markup {
    let words = match invited.may {
        Joined::AlreadySo | Joined::Yes => "group-already",
        Joined::Closed => "group-refused-closed",
        Joined::Over => "group-refused-over",
        Joined::Full => "group-refused-full",
        Joined::NotOffered => "group-refused-course",
        Joined::After(_) => "group-refused-first",
        Joined::NotThere => "group-gone-text",
    };
    let first = match invited.may {
        Joined::After(missing) => missing.as_slice(),
        _ => &[],
    };
    let course = shelf.course_by_id(invited.group.course).filter(|_| *invited.may == Joined::AlreadySo);
    html! {
        div.note role="status" {
            p { (page.t(words)) }
            @if !first.is_empty() {
                ul {
                    @for published in first.iter().filter_map(|id| shelf.course_by_id(*id)) {
                        li {
                            a href=(page.to(&format!("/courses/{}", published.course.key))) {
                                (ui::words(page, &published.course.title))
                            }
                        }
                    }
                }
            }
        }
        @if let Some(published) = course {
            p { a.button href=(page.to(&format!("/learn/{}", published.course.key))) { (page.t("group-to-course")) } }
        }
        p { a href=(page.to("/learn/groups")) { (page.t("group-own-title")) } }
    }
}

/// A code that does not work (any more).
pub(in crate::groups) fn gone(page: &Page) -> Markup {
    html! {
        h1 { (page.t("group-gone-title")) }
        p { (page.t("group-gone-text")) }
        p { a.button href=(page.to("/learn/groups")) { (page.t("group-own-title")) } }
    }
}

/// The groups that go on, on the page of everything that one learns, and the way to a code.
pub(crate) fn on_overview(page: &Page, own: &[Own], shelf: &Shelf, today: Day) -> Markup {
    let now: Vec<&Own> = own.iter().filter(|one| one.ending.is_none() && one.ends_on >= today).collect();
    html! {
        @if now.is_empty() { p { a href=(page.to("/learn/groups")) { (page.t("group-have-code")) } } }
        @else {
            h2 { (page.t("group-own-title")) }
            ul.plain {
                @for one in now {
                    li {
                        strong { (one.name) } " · " (title_of(page, shelf, one.course)) " · "
                        (days(page, (one.starts_on, one.ends_on)))
                        @if let Some(trainer) = &one.trainer { " · " (page.t("group-trainer")) ": " (trainer) }
                    }
                }
            }
            p { a href=(page.to("/learn/groups")) { (page.t("group-own-more")) } }
        }
    }
}
