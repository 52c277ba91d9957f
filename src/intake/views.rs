//! Lists of people as HTML.

mod finished;

use maud::{Markup, html};

use super::Finished;
use super::model::{Counts, Line, List, Mistake, Outcome, What};
use super::read::replaced_on;
use crate::i18n::moment;
use crate::kernel::ids::PersonId;
use crate::kernel::{AgeGroup, Lang, Localized, Secret};
use crate::organisations::Organisation;
use crate::places::District;
use crate::web::paging::{PageNumber, list_address};
use crate::web::{Fields, FormErrors, Page, assets, ui};

/// What a form lets choose among.
pub(super) struct Choices {
    pub(super) districts: Vec<District>,
    pub(super) organisations: Vec<Organisation>,
}

/// Lists that were brought before.
pub(super) struct Before {
    /// Own ones that wait to be confirmed.
    pub(super) waiting: Vec<List>,
    /// A page of those that were confirmed, whoever brought them.
    pub(super) confirmed: Vec<List>,
    /// The names of those who did.
    pub(super) officers: Vec<(PersonId, String)>,
    pub(super) current: PageNumber,
    /// On all pages.
    pub(super) total: i64,
}

/// Where a list stands, with what its page shows then.
pub(super) enum Stage {
    /// Nothing is done before it is confirmed.
    Waits(Vec<Line>),
    /// Its people are being made.
    Runs,
    /// They were being made, and nothing goes on.
    Stopped,
    /// A page of those who were made.
    Done(Finished, PageNumber),
}

/// A list.
pub(super) struct Shown {
    pub(super) list: List,
    pub(super) organisation: Option<Organisation>,
    pub(super) counts: Counts,
    pub(super) stage: Stage,
    /// Districts that are no more, each with the one in its place.
    pub(super) replaced: Vec<(District, District)>,
}

fn crumbs(page: &Page, is_list: bool) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/centre")) { (page.t("nav-centre")) }
            a href=(page.to("/centre/people")) { (page.t("centre-people-title")) }
            @if is_list { a href=(page.to("/centre/people/import")) { (page.t("intake-title")) } }
        }
    }
}

pub(super) fn form(
    page: &Page,
    choices: &Choices,
    (typed, errors, why): (&Fields, &FormErrors, Option<&str>),
    before: &Before,
) -> Markup {
    let name = |name: &Localized| name.get(page.lang).to_owned();
    let none = |key: &'static str| vec![(String::new(), page.t(key).to_owned())];
    let mut districts = none("account-district-choose");
    districts.extend(choices.districts.iter().map(|one| (one.id.to_string(), name(&one.name))));
    let mut organisations = none("intake-no-organisation");
    organisations.extend(choices.organisations.iter().map(|one| (one.id.to_string(), name(&one.name))));
    let languages: Vec<_> =
        Lang::ALL.iter().map(|lang| (lang.code().to_owned(), lang.native_name().to_owned())).collect();
    html! {
        (crumbs(page, false))
        h1 { (page.t("intake-title")) }
        p { (page.t("intake-lead")) }
        (ui::error_summary(page, errors))
        @if let Some(why) = why {
            div.error-summary role="alert" tabindex="-1" { h2 { (page.t("intake-unread")) } p { (why) } }
        }
        form method="post" action=(page.to("/centre/people/import")) enctype="multipart/form-data" novalidate {
            div.field {
                label for="file" { (page.t("intake-file")) }
                p.hint #people-file-hint { (page.t("intake-file-hint")) }
                input #file type="file" name="file" accept=".xlsx,.csv,.txt,.tsv" aria-describedby="people-file-hint";
            }
            div.field {
                label for="people" { (page.t("intake-paste")) }
                p.hint #people-hint { (page.t("intake-paste-hint")) }
                textarea #people name="people" rows="6" autocomplete="off" spellcheck="false" aria-describedby="people-hint" {
                    "\n" (typed.get("people"))
                }
            }
            (ui::select(page, ("district", page.t("intake-district"), page.t("intake-district-hint")), &districts, typed, errors))
            (ui::select(page, ("language", page.t("intake-language"), ""), &languages, typed, errors))
            (ui::select(page, ("organisation", page.t("intake-organisation"), ""), &organisations, typed, errors))
            button.button type="submit" { (page.t("intake-look")) }
        }
        h2 { (page.t("intake-columns")) }
        p { (page.t("intake-columns-lead")) }
        ul {
            @for key in ["intake-column-name", "intake-column-year", "intake-column-email", "intake-column-place", "intake-column-language"] {
                li { (page.t(key)) }
            }
        }
        (lists(page, before))
    }
}

fn lists(page: &Page, before: &Before) -> Markup {
    let link = |list: &List| {
        html! { a href=(page.to(&format!("/centre/people/import/{}", list.id))) { (title(page, list)) } }
    };
    let officer =
        |list: &List| before.officers.iter().find(|(id, _)| *id == list.made_by).map(|(_, name)| name.as_str());
    html! {
        @if !before.waiting.is_empty() {
            h2 { (page.t("intake-before")) }
            ul { @for list in &before.waiting { li { (link(list)) " · " (state(page, list)) } } }
        }
        @if !before.confirmed.is_empty() {
            h2 { (page.t("intake-confirmed")) }
            ul {
                @for list in &before.confirmed {
                    li { (link(list)) " · " (state(page, list)) @if let Some(name) = officer(list) { " · " (name) } }
                }
            }
            (ui::pager(page, before.current, before.total, &list_address(&page.to("/centre/people/import"), &[])))
        }
    }
}

fn title(page: &Page, list: &List) -> String {
    let at = moment(page.lang, list.made_at, page.app.config.time_zone);
    if list.name.is_empty() { format!("{}, {at}", page.t("intake-pasted")) } else { format!("{}, {at}", list.name) }
}

const fn word(list: &List) -> &'static str {
    match (list.confirmed_at, list.ended_at) {
        (None, _) => "intake-state-waits",
        (Some(_), None) => "intake-state-runs",
        (Some(_), Some(_)) => "intake-state-done",
    }
}

fn state(page: &Page, list: &List) -> &'static str {
    page.t(word(list))
}

/// The page of a list, whatever its state; of a finished one `is_left` asks for those of whom nobody was made.
pub(super) fn list(page: &Page, shown: &Shown, (is_left, token): (bool, &Secret)) -> Markup {
    html! {
        (crumbs(page, true))
        h1 { (title(page, &shown.list)) }
        @if let Some(organisation) = &shown.organisation {
            p {
                (page.t("intake-organisation")) ": "
                a href=(page.to(&format!("/centre/organisations/{}", organisation.id))) { strong { (organisation.name.get(page.lang)) } }
            }
        }
        @match &shown.stage {
            Stage::Waits(lines) => { (preview(page, shown, lines)) }
            Stage::Runs => { (progress(page, shown)) }
            Stage::Stopped => { (stopped(page, shown)) }
            Stage::Done(finished, current) => { (finished::list(page, shown, (finished, *current), (is_left, token))) }
        }
    }
}

fn preview(page: &Page, shown: &Shown, lines: &[Line]) -> Markup {
    let list = &shown.list;
    let wrong: Vec<&Line> = lines.iter().filter(|line| line.entry.is_err() || line.is_taken).collect();
    let doubtful: Vec<&Line> = lines.iter().filter(|line| line.is_doubtful()).collect();
    let ready: Vec<&Line> = lines.iter().filter(|line| line.is_chosen).collect();
    let mailed = ready.iter().filter(|line| line.entry.as_ref().is_ok_and(|entry| entry.email.is_some())).count();
    html! {
        div role="status" {
            p.lead { (page.tf("intake-ready", &[("count", ready.len().into())])) }
            ul {
                li { (page.tf("intake-ready-mail", &[("count", mailed.into())])) }
                li { (page.tf("intake-ready-card", &[("count", (ready.len() - mailed).into())])) }
                @if !doubtful.is_empty() { li { (page.tf("intake-doubtful", &[("count", doubtful.len().into())])) } }
                @if !wrong.is_empty() { li { (page.tf("intake-wrong", &[("count", wrong.len().into())])) } }
            }
        }
        @if !list.unread.is_empty() {
            p.note role="note" {
                strong { span aria-hidden="true" { "! " } (page.tf("intake-not-read", &[("columns", list.unread.as_str().into())])) }
                " " (page.t("intake-not-read-what"))
            }
        }
        p { (page.t("intake-nothing-done")) }
        form method="post" action=(page.to(&format!("/centre/people/import/{}", list.id))) {
            @if !wrong.is_empty() {
                h2 { (page.t("intake-wrong-title")) }
                p { (page.t("intake-wrong-lead")) }
                (table(page, (&wrong, &shown.replaced), false))
            }
            @if !doubtful.is_empty() {
                h2 { (page.t("intake-doubtful-title")) }
                p { (page.t("intake-doubtful-lead")) }
                (table(page, (&doubtful, &shown.replaced), true))
            }
            div.buttons {
                button.button type="submit" name="confirm" value="yes" { (page.t("intake-confirm")) }
                button.button.secondary type="submit" name="cancel" value="yes" { (page.t("intake-cancel")) }
            }
            @if !ready.is_empty() {
                details {
                    summary { (page.tf("intake-ready-list", &[("count", ready.len().into())])) }
                    (table(page, (&ready, &shown.replaced), false))
                }
            }
        }
    }
}

fn table(page: &Page, (lines, replaced): (&[&Line], &[(District, District)]), can_choose: bool) -> Markup {
    let (number, who, remark) = (page.t("intake-line"), page.t("certificate-holder"), page.t("made-preview-remark"));
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [number, who, remark] { th scope="col" { (label) } } } }
                tbody {
                    @for line in lines {
                        tr {
                            td data-label=(number) {
                                @if can_choose {
                                    label.pick {
                                        input type="checkbox" name="line" value=(line.line)
                                            aria-label=(page.tf("made-preview-pick", &[("name", line.typed.as_str().into())]));
                                        span aria-hidden="true" { (line.line) }
                                    }
                                } @else { (line.line) }
                            }
                            td data-label=(who) { (person(page, line)) }
                            td data-label=(remark) { (remarks(page, line, replaced)) }
                        }
                    }
                }
            }
        }
    }
}

fn person(page: &Page, line: &Line) -> Markup {
    html! {
        @match &line.entry {
            Err(_) => { (line.typed) }
            Ok(entry) => {
                (entry.name) ", " (entry.birth_year)
                @if let Some(email) = &entry.email { ", " (email) }
                @if let Some(settlement) = &entry.settlement { ", " (settlement) }
                " " (ui::age_badge(page, AgeGroup::of(Some(entry.birth_year), page.app.today())))
            }
        }
    }
}

fn remarks(page: &Page, line: &Line, replaced: &[(District, District)]) -> Markup {
    html! {
        @if line.outcome == Some(Outcome::Failed) { strong.error { (page.t("intake-failed")) } " " }
        @match &line.entry {
            Err(mistakes) => { @for mistake in mistakes { p { strong.error { (sentence(page, mistake)) } } } }
            Ok(entry) => {
                @if line.is_taken || line.outcome == Some(Outcome::Taken) {
                    strong.error { (page.t("intake-taken")) }
                    @if let Some(email) = &entry.email {
                        " " a href=(owner(page, email.as_str())) target="_blank" { (page.t("made-row-alike-see")) }
                    }
                }
                @if let Some(id) = line.alike {
                    " " strong { (page.t(if line.is_by_contact { "made-row-contact" } else { "made-row-alike" })) } " "
                    a href=(page.to(&format!("/centre/people/{id}"))) target="_blank" { (page.t("made-row-alike-see")) }
                }
                @if let Some(first) = line.same_as { " " strong { (page.tf("made-row-twice", &[("line", first.into())])) } }
                @if let Some((was, now)) = replaced_on(line, replaced) {
                    @let names = [("was", was.name(page.lang).into()), ("now", now.name(page.lang).into())];
                    " " strong { (page.tf("intake-row-replaced", &names)) }
                }
                @if entry.lacks_surname { " " strong { (page.t("intake-row-surname")) } }
                @if line.is_chosen && line.outcome.is_none() { " " (page.t(if entry.email.is_some() { "intake-gets-mail" } else { "intake-gets-card" })) }
            }
        }
    }
}

/// Where the account with an address is found.
fn owner(page: &Page, email: &str) -> String {
    list_address(&page.to("/centre/people"), &[("search", email)]).trim_end_matches('&').to_owned()
}

fn sentence(page: &Page, mistake: &Mistake) -> String {
    let words = page.t(match mistake.what {
        What::Name => "made-row-name",
        What::BirthYear => "made-row-year",
        What::Email => "intake-row-email",
        What::EmailTwice => "intake-row-email-twice",
        What::District => "intake-row-district",
        What::Language => "intake-row-language",
    });
    if mistake.column.is_empty() {
        words.to_owned()
    } else {
        page.tf("intake-row-column", &[("column", mistake.column.as_str().into()), ("what", words.into())])
    }
}

/// How far it is; the script looks again by itself.
fn progress(page: &Page, shown: &Shown) -> Markup {
    let counts = &shown.counts;
    html! {
        div data-taking {
            p.lead role="status" { (page.tf("intake-running", &[("done", counts.done().into()), ("all", counts.chosen.into())])) }
            div.progress { progress max="100" value=(counts.percent()) aria-label=(page.t("intake-title")) {} }
        }
        p { (page.t("intake-running-lead")) }
        p { a.button.secondary href=(page.to(&page.rest)) { (page.t("intake-look-again")) } }
        script src=(*assets::UPLOAD_JS) defer {}
    }
}

/// The work has stopped; whoever reads it can let it go on.
fn stopped(page: &Page, shown: &Shown) -> Markup {
    let counts = &shown.counts;
    html! {
        p.note role="alert" {
            strong { (page.tf("intake-stopped", &[("done", counts.done().into()), ("all", counts.chosen.into())])) }
            " " (page.t("intake-stopped-what"))
        }
        form method="post" action=(page.to(&format!("/centre/people/import/{}", shown.list.id))) {
            button.button type="submit" name="resume" value="yes" { (page.t("intake-resume")) }
        }
    }
}
