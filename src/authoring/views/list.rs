//! The drafts, and the courses of which there is none.

use maud::{Markup, html};

use super::base;
use crate::authoring::model::Draft;
use crate::i18n::moment;
use crate::web::{Page, assets, ui};

/// A draft as the list shows it.
pub(in crate::authoring) struct Listed {
    pub(in crate::authoring) draft: Draft,
    pub(in crate::authoring) title: String,
    /// Who changed it last.
    pub(in crate::authoring) by: Option<String>,
    /// The folder of the server brought another copy.
    pub(in crate::authoring) has_copy: bool,
}

/// `published` are courses without a draft: key and title.
pub(in crate::authoring) fn list(
    page: &Page,
    (open, closed): (&[Listed], &[Listed]),
    published: &[(String, String)],
) -> Markup {
    let new = page.to("/trainer/drafts/new");
    html! {
        link rel="stylesheet" href=(*assets::EDITOR_CSS);
        h1 { (page.t("drafts-title")) }
        p { (page.t("drafts-lead")) }
        div.buttons {
            a.button href=(new) { (page.t("drafts-new")) }
            a.button.secondary href=(page.to("/trainer/drafts/import")) { (page.t("archive-title")) }
        }
        h2 { (page.t("drafts-open")) }
        @if open.is_empty() { (ui::empty(page.t("drafts-empty"), None)) }
        div.cards { @for listed in open { (card(page, listed)) } }
        @if !published.is_empty() {
            h2 { (page.t("drafts-published")) }
            p { (page.t("drafts-published-lead")) }
            ul.rows {
                @for (key, title) in published {
                    li {
                        span {
                            (title)
                            a.meta href=(page.to(&format!("/trainer/courses/{key}/export"))) {
                                (page.t("exchange-out-title")) span.sr { ": " (title) }
                            }
                        }
                        form method="post" action=(page.to("/trainer/drafts")) {
                            input type="hidden" name="course" value=(key);
                            button.button.small.secondary type="submit" {
                                (page.t("drafts-edit")) span.sr { ": " (title) }
                            }
                        }
                    }
                }
            }
        }
        @if !closed.is_empty() { (put_away(page, closed)) }
    }
}

fn card(page: &Page, listed: &Listed) -> Markup {
    html! {
        section.card {
            h3 { a href=(base(page, &listed.draft)) { (listed.title) } }
            p {
                span.badge { (page.t(state(&listed.draft))) }
                @if listed.has_copy { " " span.badge.alarm { (page.t("incoming-badge")) } }
            }
            p.meta { (changed(page, listed)) }
        }
    }
}

fn put_away(page: &Page, closed: &[Listed]) -> Markup {
    html! {
        details {
            summary { (page.t("drafts-closed")) }
            p { (page.t("drafts-closed-lead")) }
            ul.rows {
                @for listed in closed {
                    li {
                        span {
                            (listed.title) " " span.meta { (changed(page, listed)) }
                            @if listed.has_copy { " " span.badge.alarm { (page.t("incoming-badge")) } }
                        }
                        form method="post" action={ (base(page, &listed.draft)) "/reopen" } {
                            button.button.small.secondary type="submit" {
                                (page.t("drafts-reopen")) span.sr { ": " (listed.title) }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Whether learners see all of it.
fn state(draft: &Draft) -> &'static str {
    match (draft.base, draft.has_news()) {
        (None, _) => "draft-state-new",
        (Some(_), true) => "draft-state-changed",
        (Some(_), false) => "draft-state-same",
    }
}

fn changed(page: &Page, listed: &Listed) -> String {
    let at = moment(page.lang, listed.draft.changed_at, page.app.config.time_zone);
    match &listed.by {
        Some(name) => page.tf("draft-changed-by", &[("at", at.into()), ("name", name.as_str().into())]),
        None => page.tf("draft-changed", &[("at", at.into())]),
    }
}
