//! Files that a job makes, as HTML.

use maud::{Markup, html};

use super::model::{Export, Format, Kind, State};
use crate::accounts::audit_words::words_of;
use crate::content::library::Shelf;
use crate::i18n::{long_date, moment, number};
use crate::kernel::Day;
use crate::web::{Page, assets};

/// Where a file stands.
#[derive(Debug, Clone, Copy)]
pub(super) enum Stage {
    /// It is being made.
    Runs,
    /// It can be downloaded.
    Ready,
    /// It cannot, for a reason; it can be made again.
    Stopped(&'static str),
}

const fn title(kind: Kind) -> &'static str {
    match kind {
        Kind::Register => "centre-register-title",
        Kind::Log => "audit-title",
        Kind::Hours => "hours-title",
    }
}

/// The page from which it is asked for.
const fn home(kind: Kind) -> &'static str {
    match kind {
        Kind::Register => "/centre/certificates",
        Kind::Log => "/centre/audit",
        Kind::Hours => "/centre/hours",
    }
}

/// What it is, with what it was narrowed to.
fn name(page: &Page, shelf: &Shelf, export: &Export) -> String {
    let format = if export.wanted.format == Format::Xlsx { "Excel" } else { "CSV" };
    let narrowed = export.wanted.filters.iter().filter(|(field, _)| *field != "person");
    let filters: Vec<String> = narrowed.map(|(field, value)| words_of_filter(page, shelf, (field, value))).collect();
    let at = moment(page.lang, export.requested_at, page.app.config.time_zone);
    let name = format!("{} ({format})", page.t(title(export.wanted.kind)));
    if filters.is_empty() { format!("{name}, {at}") } else { format!("{name}: {}, {at}", filters.join(", ")) }
}

/// A filter as its form shows it.
fn words_of_filter(page: &Page, shelf: &Shelf, (field, value): (&str, &str)) -> String {
    let day = |label: &'static str| {
        let day = Day::parse(value).map_or_else(|| value.to_owned(), |day| long_date(page.lang, day));
        format!("{}: {day}", page.t(label))
    };
    match field {
        "action" => words_of(value).map_or(value, |words| page.t(words)).to_owned(),
        "minors" => page.t("look-minors").to_owned(),
        "from" => day("audit-from"),
        "to" => day("audit-to"),
        "course" => {
            shelf.course(value).map_or_else(|| value.to_owned(), |one| one.course.title.get(page.lang).to_owned())
        }
        _ => value.to_owned(),
    }
}

fn state(page: &Page, export: &Export) -> String {
    match export.state {
        State::UnderWay => page.tf("exports-percent", &[("percent", export.percent().into())]),
        State::Ready => page.t("exports-ready").to_owned(),
        State::DiskFull | State::Failed => page.t("exports-not-made").to_owned(),
    }
}

pub(super) fn list(page: &Page, shelf: &Shelf, found: &[Export]) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/centre")) { (page.t("nav-centre")) } }
        h1 { (page.t("exports-title")) }
        p { (page.t("exports-lead")) }
        @if found.is_empty() {
            div.empty role="status" { p { (page.t("exports-none")) } }
        } @else {
            ul {
                @for export in found {
                    li {
                        a href=(page.to(&format!("/centre/exports/{}", export.id))) { (name(page, shelf, export)) }
                        " · " (state(page, export))
                    }
                }
            }
        }
        p {
            @for (place, kind) in [Kind::Register, Kind::Log, Kind::Hours].into_iter().enumerate() {
                @if place > 0 { " · " }
                a href=(page.to(home(kind))) { (page.t(title(kind))) }
            }
        }
    }
}

pub(super) fn export(page: &Page, shelf: &Shelf, export: &Export, stage: Stage) -> Markup {
    let kind = export.wanted.kind;
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href=(page.to("/centre")) { (page.t("nav-centre")) }
            a href=(page.to(home(kind))) { (page.t(title(kind))) }
            a href=(page.to("/centre/exports")) { (page.t("exports-title")) }
        }
        h1 { (name(page, shelf, export)) }
        @match stage {
            Stage::Runs => { (progress(page, export)) }
            Stage::Ready => { (ready(page, export)) }
            Stage::Stopped(why) => { (stopped(page, export, why)) }
        }
    }
}

/// How far it is; the script looks again by itself.
fn progress(page: &Page, export: &Export) -> Markup {
    html! {
        div data-taking {
            p.lead role="status" { (page.tf("exports-percent", &[("percent", export.percent().into())])) }
            div.progress { progress max="100" value=(export.percent()) aria-label=(page.t("exports-title")) {} }
        }
        p { (page.t("exports-runs-lead")) }
        p { a.button.secondary href=(page.to(&page.rest)) { (page.t("intake-look-again")) } }
        script src=(*assets::UPLOAD_JS) defer {}
    }
}

fn ready(page: &Page, export: &Export) -> Markup {
    let until = moment(page.lang, export.until(), page.app.config.time_zone);
    html! {
        div role="status" {
            p.lead { (page.tf("exports-rows", &[("count", export.total.into())])) }
        }
        p {
            a.button href=(page.to(&format!("/centre/exports/{}/file", export.id))) download {
                (page.t("exports-download")) " (" (megabytes(page, export.size.unwrap_or_default())) ")"
            }
        }
        p.hint { (page.tf("exports-until", &[("until", until.into())])) }
        @if export.wanted.kind != Kind::Log { p.hint { (page.t("hours-names")) } }
    }
}

/// A size, up to what is shown of it.
fn megabytes(page: &Page, bytes: i64) -> String {
    let tenths = (bytes + 99_999) / 100_000;
    let size = f64::from(i32::try_from(tenths).unwrap_or(i32::MAX)) / 10.0;
    page.tf("exports-size", &[("size", number(page.lang, size, 1).into())])
}

/// Why it is not there; whoever reads it can have it made again.
fn stopped(page: &Page, export: &Export, why: &'static str) -> Markup {
    html! {
        p.note role="alert" { strong { (page.t(why)) } " " (page.t("exports-nothing-half")) }
        form method="post" action=(page.to(&format!("/centre/exports/{}", export.id))) {
            button.button type="submit" name="again" value="yes" { (page.t("exports-again")) }
        }
    }
}
