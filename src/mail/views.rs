//! The outbox as the centre sees it.

use maud::{Markup, html};

use super::model::{Entry, MailState, Pause};
use super::trouble::{Obstacle, obstacle_of};
use crate::i18n::moment;
use crate::kernel::Timestamp;
use crate::web::paging::{PageNumber, list_address};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

/// One page of the outbox.
pub(super) struct Outbox<'a> {
    /// Which tab; all mails if none.
    pub(super) state: Option<MailState>,
    /// Only to addresses that contain this.
    pub(super) search: &'a str,
    /// How many mails are in each state; without those that have none.
    pub(super) counts: &'a [(MailState, i64)],
    pub(super) mails: &'a [Entry],
    /// Until when the mail server is left alone, and why.
    pub(super) pause: Option<&'a Pause>,
    pub(super) now: Timestamp,
    pub(super) current: PageNumber,
}

/// How many mails a tab has.
pub(super) fn total(counts: &[(MailState, i64)], state: Option<MailState>) -> i64 {
    counts.iter().filter(|(counted, _)| state.is_none_or(|wanted| wanted == *counted)).map(|(_, count)| count).sum()
}

pub(super) fn outbox(page: &Page, outbox: &Outbox<'_>) -> Markup {
    let rows = total(outbox.counts, outbox.state);
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/centre")) { (page.t("nav-centre")) } }
        h1 { (page.t("centre-outbox-title")) }
        (search(page, outbox))
        (tabs(page, outbox))
        @if outbox.mails.is_empty() {
            div.empty role="status" {
                @if outbox.search.is_empty() {
                    p { (page.t(empty_word(outbox.state))) }
                } @else {
                    p { (page.t("centre-outbox-none")) }
                    p { a href=(page.to("/centre/outbox")) { (page.t("centre-outbox-show-all")) } }
                }
            }
        } @else {
            @if outbox.state == Some(MailState::Failed) && rows > 1 { (resend_all(page, outbox, rows)) }
            (table(page, outbox))
            (ui::pager(page, outbox.current, rows, &tab(page, outbox, outbox.state)))
        }
    }
}

/// The address of a tab; ends with `?` or `&`.
fn tab(page: &Page, outbox: &Outbox<'_>, state: Option<MailState>) -> String {
    let searched = [("state", state.map_or("", MailState::code)), ("search", outbox.search)];
    list_address(&page.to("/centre/outbox"), &searched)
}

fn search(page: &Page, outbox: &Outbox<'_>) -> Markup {
    let field =
        Field { name: "search", label: page.t("centre-outbox-search"), hint: "", kind: "search", autocomplete: "off" };
    let typed = Fields(vec![("search".to_owned(), outbox.search.to_owned())]);
    html! {
        form.inline role="search" method="get" action=(page.to("/centre/outbox")) {
            @if let Some(state) = outbox.state { input type="hidden" name="state" value=(state.code()); }
            (field.show(page, &typed, &FormErrors::default()))
            button.button type="submit" { (page.t("centre-search")) }
        }
    }
}

/// Says what will happen, then does it.
fn resend_all(page: &Page, outbox: &Outbox<'_>, rows: i64) -> Markup {
    html! {
        details {
            summary { (page.tf("centre-resend-all", &[("count", rows.into())])) }
            p { (page.t("centre-resend-all-what")) }
            form method="post" action=(page.to("/centre/outbox/resend")) {
                input type="hidden" name="search" value=(outbox.search);
                button.button type="submit" { (page.t("centre-resend-all-button")) }
            }
        }
    }
}

fn tabs(page: &Page, outbox: &Outbox<'_>) -> Markup {
    let all = [None].into_iter().chain(MailState::ALL.map(Some));
    html! {
        nav.buttons.tabs aria-label=(page.t("centre-outbox-tabs")) {
            @for state in all {
                @let here = state == outbox.state;
                a.button.small.secondary[!here] href=(tab(page, outbox, state).trim_end_matches(['?', '&'])) aria-current=[here.then_some("page")] {
                    (page.t(state.map_or("centre-outbox-all", state_word))) " " (total(outbox.counts, state))
                }
            }
        }
    }
}

const fn state_word(state: MailState) -> &'static str {
    match state {
        MailState::Queued => "centre-mail-queued",
        MailState::Held => "centre-mail-held",
        MailState::Sent => "centre-mail-sent",
        MailState::Failed => "centre-mail-failed",
    }
}

const fn empty_word(state: Option<MailState>) -> &'static str {
    match state {
        None => "centre-outbox-empty",
        Some(MailState::Queued) => "centre-outbox-empty-queued",
        Some(MailState::Held) => "centre-outbox-empty-held",
        Some(MailState::Sent) => "centre-outbox-empty-sent",
        Some(MailState::Failed) => "centre-outbox-empty-failed",
    }
}

const fn symbol(state: MailState) -> &'static str {
    match state {
        MailState::Queued => "→",
        MailState::Held => "…",
        MailState::Sent => "✓",
        MailState::Failed => "✕",
    }
}

fn table(page: &Page, outbox: &Outbox<'_>) -> Markup {
    let (state, what, to) = (page.t("centre-state"), page.t("centre-mail-what"), page.t("centre-mail-to"));
    let (times, tries) = (page.t("centre-mail-times"), page.t("centre-mail-tries"));
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [state, what, to, times, tries] { th scope="col" { (label) } } } }
                tbody {
                    @for mail in outbox.mails {
                        tr {
                            td data-label=(state) {
                                span.badge.(mail.state.code()) {
                                    span aria-hidden="true" { (symbol(mail.state)) " " } (page.t(state_word(mail.state)))
                                }
                                @if mail.state == MailState::Failed { (resend_form(page, outbox, mail)) }
                            }
                            td data-label=(what) { (kind(page, mail)) br; span.soft { (mail.subject) } }
                            td data-label=(to) { (address(page, mail)) }
                            td data-label=(times) { (moments(page, outbox, mail)) }
                            td data-label=(tries) { (mail.tries) @if let Some(stored) = stands_in_the_way(outbox, mail) { (obstacle(page, stored)) } }
                        }
                    }
                }
            }
        }
    }
}

/// What a mail is about; kinds without a word of their own by their code.
fn kind<'a>(page: &Page, mail: &'a Entry) -> &'a str {
    match mail.kind.as_str() {
        "confirm-address" => page.t("centre-kind-confirm-address"),
        "reset-password" => page.t("centre-kind-reset-password"),
        "already-registered" => page.t("centre-kind-already-registered"),
        "password-changed" => page.t("centre-kind-password-changed"),
        "second-factor" => page.t("second-mail-kind"),
        "token-made" => page.t("api-mail-kind"),
        "change-email" => page.t("centre-kind-change-email"),
        "erasure-planned" => page.t("centre-kind-erasure-planned"),
        "email-changed" => page.t("centre-kind-email-changed"),
        "certificate" => page.t("centre-kind-certificate"),
        "certificate-revoked" => page.t("centre-kind-certificate-revoked"),
        "certificate-suspended" => page.t("centre-kind-certificate-suspended"),
        "certificate-expiry" => page.t("renewal-mail-kind"),
        "certificate-replaced" => page.t("centre-kind-certificate-replaced"),
        "answer" => page.t("centre-kind-answer"),
        "regraded" => page.t("regrade-mail-kind"),
        "invitation" => page.t("intake-mail-kind"),
        "group" => page.t("group-mail-kind"),
        "membership" => page.t("centre-kind-membership"),
        "certificate-reinstated" => page.t("centre-kind-certificate-reinstated"),
        other => other,
    }
}

fn address(page: &Page, mail: &Entry) -> Markup {
    html! {
        @match mail.person {
            Some(id) => { a href=(page.to(&format!("/centre/people/{id}"))) { (mail.address) } }
            None => { (mail.address) }
        }
    }
}

/// The pause that a mail waits for: one that is due is not tried while the mail server is left alone.
fn pause_of<'a>(outbox: &Outbox<'a>, mail: &Entry) -> Option<&'a Pause> {
    outbox.pause.filter(|pause| mail.state == MailState::Queued && mail.next_at < pause.until)
}

/// When a queued mail is tried next. One that is due is tried at once.
fn next_try(outbox: &Outbox<'_>, mail: &Entry) -> Timestamp {
    let after = pause_of(outbox, mail).map_or(outbox.now, |pause| pause.until);
    mail.next_at.max(after)
}

/// What keeps a mail from going out, as it is stored.
fn stands_in_the_way<'a>(outbox: &Outbox<'a>, mail: &'a Entry) -> Option<&'a str> {
    let pause = pause_of(outbox, mail).map(|pause| pause.reason.as_str());
    pause.or(mail.last_error.as_deref()).filter(|_| mail.state != MailState::Sent)
}

fn moments(page: &Page, outbox: &Outbox<'_>, mail: &Entry) -> Markup {
    let shown = |at| ("at", moment(page.lang, at, page.app.config.time_zone).into());
    html! {
        (page.tf("centre-mail-created", &[shown(mail.created_at)]))
        @if let Some(at) = mail.sent_at { br; (page.tf("centre-mail-sent-at", &[shown(at)])) }
        @if mail.state == MailState::Queued { br; (page.tf("centre-mail-next", &[shown(next_try(outbox, mail))])) }
    }
}

/// What stands in the way: in the reader's words, then as it is stored, for who keeps the server.
fn obstacle(page: &Page, stored: &str) -> Markup {
    let words = obstacle_of(stored).map(|obstacle| match obstacle {
        Obstacle::Unreachable => "centre-obstacle-unreachable",
        Obstacle::Later => "centre-obstacle-later",
        Obstacle::Recipient => "centre-obstacle-recipient",
        Obstacle::Content => "centre-obstacle-content",
        Obstacle::Settings => "centre-obstacle-settings",
        Obstacle::Letters => "centre-obstacle-letters",
        Obstacle::Unmade => "centre-obstacle-unmade",
    });
    html! {
        @if let Some(words) = words { br; (page.t(words)) }
        br; small.soft lang="en" { (stored) }
    }
}

fn resend_form(page: &Page, outbox: &Outbox<'_>, mail: &Entry) -> Markup {
    html! {
        form method="post" action=(page.to(&format!("/centre/outbox/{}/resend", mail.id))) {
            input type="hidden" name="state" value=(outbox.state.map_or("", MailState::code));
            input type="hidden" name="search" value=(outbox.search);
            input type="hidden" name="page" value=(outbox.current.number());
            button.button.small type="submit" aria-label=(page.tf("centre-resend-label", &[("address", mail.address.as_str().into())])) {
                (page.t("centre-resend"))
            }
        }
    }
}
