//! Accounts without e-mail, as the staff see them.

use maud::{Markup, html};

use super::super::super::pasted::Mistake;
use super::super::super::views::{Form, Lists, district_field};
use super::super::care::{Asked, Care, consent_note, parental_badge};
use super::{Line, Way};
use crate::accounts::card::OneTime;
use crate::accounts::{Card, MadeRow, ParentalState, Sign};
use crate::certificates::Certificate;
use crate::i18n::{long_date, short_date, t, t_with};
use crate::kernel::ids::PersonId;
use crate::kernel::{AgeGroup, Lang, Secret, Timestamp};
use crate::web::paging::{PageNumber, list_address};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page, qr};

/// One page of the accounts made by the staff, and what was searched.
pub(super) struct List<'a> {
    pub(super) typed: &'a Fields,
    pub(super) found: &'a [MadeRow],
    /// What is known of the parents' consent.
    pub(super) parental: &'a [(PersonId, ParentalState)],
    pub(super) current: PageNumber,
    /// On all pages.
    pub(super) total: i64,
}

pub(super) fn list(page: &Page, list: &List<'_>) -> Markup {
    let address = list_address(&page.to("/trainer/people"), &[("search", list.typed.get("search"))]);
    let (label, hint) = (page.t("made-search"), page.t("centre-people-search-hint"));
    let field = Field { name: "search", label, hint, kind: "search", autocomplete: "off" };
    let is_search = list.typed.typed("search").is_some();
    html! {
        h1 { (page.t("made-title")) }
        p { (page.t("made-lead")) }
        div.buttons {
            a.button href=(page.to("/trainer/people/new")) { (page.t("made-new-one")) }
            a.button.secondary href=(page.to("/trainer/people/new?way=list")) { (page.t("made-new-list")) }
            a.button.secondary href=(page.to("/consent-form")) { (page.t("parent-form-blank")) }
        }
        @if is_search || !list.found.is_empty() {
            form.inline role="search" method="get" action=(page.to("/trainer/people")) {
                (field.show(page, list.typed, &FormErrors::default()))
                button.button type="submit" { (page.t("centre-search")) }
            }
        }
        @if list.found.is_empty() {
            div.empty role="status" {
                @if is_search {
                    p { (page.t("centre-people-none")) }
                    p { a href=(page.to("/trainer/people")) { (page.t("centre-people-all")) } }
                } @else { p { (page.t("made-none")) } }
            }
        } @else {
            p.soft { (page.tf("centre-people-count", &[("count", list.total.into())])) }
            (table(page, list))
            (ui::pager(page, list.current, list.total, &address))
        }
    }
}

fn table(page: &Page, list: &List<'_>) -> Markup {
    let (name, sign_in) = (page.t("certificate-holder"), page.t("centre-sign-in-name"));
    let (card, parents) = (page.t("made-card"), page.t("parent-state"));
    let state = |person: PersonId| {
        let known = list.parental.iter().find(|(id, _)| *id == person);
        known.map_or(ParentalState::Missing, |(_, state)| *state)
    };
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [name, sign_in, card, parents] { th scope="col" { (label) } } } }
                tbody {
                    @for row in list.found {
                        tr {
                            th scope="row" data-label=(name) {
                                a href=(page.to(&format!("/trainer/people/{}", row.person.id))) { (row.person.name) }
                                " " (ui::age_badge(page, AgeGroup::of(row.person.birth_year, page.app.today())))
                            }
                            td data-label=(sign_in) { (row.sign_in_name.as_deref().unwrap_or("—")) }
                            td data-label=(card) {
                                @if row.person.disabled_at.is_some() { (page.t("centre-access-closed")) }
                                @else { (card_state(page, row.one_time_until, row.made_at)) }
                            }
                            td data-label=(parents) {
                                @if AgeGroup::of(row.person.birth_year, page.app.today()).is_minor() { (parental_badge(page, state(row.person.id))) }
                                @else { "—" }
                            }
                        }
                    }
                }
            }
        }
    }
}

/// Whether the person has been here: an own password, or a card that still works, or one that is too old. Whoever was
/// brought by a list has none until it is made.
pub(super) fn card_state(page: &Page, until: Option<Timestamp>, made_at: Timestamp) -> String {
    let day = |until: Timestamp| short_date(page.lang, until.day(page.app.config.time_zone));
    match until {
        None => page.t("made-own-password").to_owned(),
        Some(until) if until <= made_at => page.t("made-card-none").to_owned(),
        Some(until) if until > page.app.now() => page.tf("made-card-until", &[("date", day(until).into())]),
        Some(until) => page.tf("made-card-old", &[("date", day(until).into())]),
    }
}

fn crumbs(page: &Page) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/trainer/people")) { (page.t("made-title")) } }
    }
}

/// The form for one person or a list.
pub(super) fn new(form: &Form<'_>, lists: &Lists, way: Way) -> Markup {
    let page = form.page;
    let (other, words) = if way == Way::One { ("?way=list", "made-new-list") } else { ("", "made-new-one") };
    html! {
        (crumbs(page))
        h1 { (page.t(if way == Way::One { "made-new-title" } else { "made-list-title" })) }
        p { a href=(page.to(&format!("/trainer/people/new{other}"))) { (page.t(words)) } }
        (form.summary())
        form #main-form method="post" action=(page.to("/trainer/people/new")) novalidate {
            input type="hidden" name="token" value=(form.typed.get("token"));
            input type="hidden" name="way" value=(way.code());
            @match way {
                Way::One => {
                    (form.field("name", "made-name", "account-name-hint", ("text", "off")))
                    (form.field("birth_year", "made-birth-year", "made-birth-year-hint", ("number", "off")))
                    (form.field("settlement", "account-settlement", "made-settlement-hint", ("text", "off")))
                }
                Way::List => { (list_field(form, form.typed.get("people"))) }
            }
            (district_field(form, lists))
            (language_field(form))
            button.button type="submit" { (page.t(if way == Way::One { "made-one-button" } else { "made-look" })) }
        }
        @if way == Way::One { p.hint { (page.t("made-one-then")) } }
    }
}

fn list_field(form: &Form<'_>, text: &str) -> Markup {
    let page = form.page;
    let error = form.errors.of("people");
    html! {
        div.field.wrong[error.is_some()] {
            label for="people" { (page.t("made-list")) }
            p.hint #people-hint { (page.t("made-list-hint")) }
            @if let Some(error) = error { p.error #people-error { (page.t(error)) } }
            textarea #people name="people" rows="8" autocomplete="off" spellcheck="false" aria-describedby="people-hint"
                aria-invalid=[error.map(|_| "true")] { "\n" (text) }
        }
    }
}

/// The list as it was understood.
pub(super) struct Preview<'a> {
    pub(super) lines: &'a [Line],
    /// The list that this is the preview of.
    pub(super) seen: &'a str,
    /// The centre sees the account that seems to be the same person's.
    pub(super) is_centre: bool,
}

pub(super) fn preview(form: &Form<'_>, lists: &Lists, preview: &Preview<'_>) -> Markup {
    let page = form.page;
    let wrong = preview.lines.iter().filter(|line| line.row.entry.is_err()).count();
    let doubtful = preview.lines.iter().filter(|line| is_doubtful(line)).count();
    let chosen = preview.lines.iter().filter(|line| line.is_chosen).count();
    html! {
        (crumbs(page))
        h1 { (page.t("made-preview-title")) }
        p { (page.t("made-preview-lead")) }
        div role="status" {
            ul {
                li { (page.tf("made-preview-chosen", &[("count", chosen.into())])) }
                @if doubtful > 0 { li { (page.tf("made-preview-doubtful", &[("count", doubtful.into())])) } }
                @if wrong > 0 { li { (page.tf("made-preview-wrong", &[("count", wrong.into())])) } }
            }
        }
        form #main-form method="post" action=(page.to("/trainer/people/new")) novalidate {
            input type="hidden" name="token" value=(form.typed.get("token"));
            input type="hidden" name="way" value=(Way::List.code());
            input type="hidden" name="seen" value=(preview.seen);
            @for line in preview.lines.iter().filter(|line| line.alike.is_some()) {
                input type="hidden" name="warned" value=(line.row.line);
            }
            (lines(page, preview))
            @if preview.lines.iter().any(|line| line.row.entry.is_ok()) {
                button.button type="submit" name="confirmed" value="yes" { (page.t("made-preview-button")) }
            }
            h2 { (page.t("made-preview-correct")) }
            (list_field(form, preview.seen))
            (district_field(form, lists))
            (language_field(form))
            button.button.secondary type="submit" { (page.t("made-look-again")) }
        }
    }
}

/// Somebody like this has an account, or stands on the list twice.
const fn is_doubtful(line: &Line) -> bool {
    line.alike.is_some() || line.row.same_as.is_some()
}

fn lines(page: &Page, preview: &Preview<'_>) -> Markup {
    let (make, who, remark) =
        (page.t("made-preview-make"), page.t("certificate-holder"), page.t("made-preview-remark"));
    html! {
        div.scroll {
            table.stack {
                thead { tr { @for label in [make, who, remark] { th scope="col" { (label) } } } }
                tbody { @for line in preview.lines { (row(page, (line, preview.is_centre), [make, who, remark])) } }
            }
        }
    }
}

fn row(page: &Page, (line, is_centre): (&Line, bool), [make, who, remark]: [&str; 3]) -> Markup {
    let number = line.row.line;
    html! {
        tr {
            td data-label=(make) {
                @match &line.row.entry {
                    Ok(entry) => {
                        label.pick {
                            input type="checkbox" name="row" value=(number) checked[line.is_chosen]
                                aria-label=(page.tf("made-preview-pick", &[("name", entry.name.as_str().into())]));
                            span aria-hidden="true" { (number) }
                        }
                    }
                    Err(_) => { (number) }
                }
            }
            td data-label=(who) {
                @match &line.row.entry {
                    Ok(entry) => {
                        (entry.name) ", " (entry.birth_year)
                        @if let Some(settlement) = &entry.settlement { ", " (settlement) }
                        " " (ui::age_badge(page, AgeGroup::of(Some(entry.birth_year), page.app.today())))
                    }
                    Err(_) => { (line.row.typed) }
                }
            }
            td data-label=(remark) { (remarks(page, line, is_centre)) }
        }
    }
}

fn remarks(page: &Page, line: &Line, is_centre: bool) -> Markup {
    html! {
        @match line.row.entry {
            Err(Mistake::Name) => { strong.error { (page.t("made-row-name")) } }
            Err(Mistake::BirthYear) => { strong.error { (page.t("made-row-year")) } }
            Ok(_) => {
                @if let Some(alike) = line.alike {
                    strong { (page.t(if alike.by == Sign::Contact { "made-row-contact" } else { "made-row-alike" })) }
                    @if is_centre { " " a href=(page.to(&format!("/centre/people/{}", alike.person))) target="_blank" { (page.t("made-row-alike-see")) } }
                }
                @if let Some(first) = line.row.same_as {
                    " " strong { (page.tf("made-row-twice", &[("line", first.into())])) }
                }
                @if !is_doubtful(line) { (page.t("made-row-fine")) }
            }
        }
    }
}

/// The cards, several on a page of paper, and who gets none. Each speaks its owner's language.
pub(super) fn cards(page: &Page, secret: &Secret, (cards, left): (&[Card], &[String])) -> Markup {
    html! {
        div.screen {
            (crumbs(page))
            h1 { (page.t("cards-title")) }
            p.note role="status" { strong { (page.t("cards-once")) } " " (page.t("cards-print")) }
            @if !left.is_empty() {
                p.note role="alert" { (page.t("cards-out-of-reach")) " " strong { (left.join(", ")) } }
            }
            p { button.button type="button" data-print hidden { (page.t("cards-print-button")) } }
            // Carries the cards along when the language is switched.
            form #main-form method="post" action=(page.to("/trainer/people/cards")) {
                input type="hidden" name="cards" value=(secret.reveal());
                @for name in left { input type="hidden" name="left" value=(name); }
            }
        }
        ul.slips { @for card in cards { li.slip lang=(card.lang) { (slip(page, secret, card)) } } }
        div.screen.actions {
            a.button.secondary href=(page.to("/trainer/people/new")) { (page.t("made-new-one")) }
            a.button.secondary href=(page.to("/trainer/people")) { (page.t("made-title")) }
        }
    }
}

fn slip(page: &Page, secret: &Secret, card: &Card) -> Markup {
    let lang = card.lang;
    let address = page.app.url(&format!("/{lang}/sign-in"));
    // What follows # stays on the phone: no name gets into addresses and logs.
    let code = format!("{address}#{}", card.sign_in_name);
    html! {
        div {
            p.slip-site { (t(lang, "site-name")) }
            p.slip-name { (card.name) }
            dl {
                dt { (t(lang, "card-address")) } dd { (address.split_once("://").map_or(address.as_str(), |(_, rest)| rest)) }
                dt { (t(lang, "card-name")) } dd.key { (card.sign_in_name) }
                dt { (t(lang, "card-password")) }
                dd.key {
                    @if card.works_until.is_some() { (OneTime::draw(secret, card.place).grouped()) }
                    @else { (t(lang, "card-replaced")) }
                }
            }
        }
        div.qr { (qr::svg(&code, t(lang, "card-code"))) }
        @if let Some(until) = card.works_until {
            p.slip-how {
                (t_with(lang, "card-how", &[("date", long_date(lang, until.day(page.app.config.time_zone)).into())]))
            }
        }
    }
}

/// The password of a card is shown once.
pub(super) fn cards_gone(page: &Page, secret: &Secret) -> Markup {
    html! {
        h1 { (page.t("cards-gone-title")) }
        p { (page.t("cards-gone-text")) }
        form #main-form method="post" action=(page.to("/trainer/people/cards")) {
            input type="hidden" name="cards" value=(secret.reveal());
        }
        p { a.button href=(page.to("/trainer/people")) { (page.t("made-title")) } }
    }
}

/// Somebody whom the one who looks cares for.
pub(in crate::accounts::pages) fn person(care: &Care<'_>, asked: Asked, certificates: &[Certificate]) -> Markup {
    let (page, person) = (care.page, &care.of.person);
    html! {
        (crumbs(page))
        h1 { (person.name) }
        p { (ui::age_badge(page, person.age_group(page.app.today()))) }
        (consent_note(page, care.of))
        (ui::error_summary(page, care.errors))
        dl.facts {
            dt { (page.t("made-birth-year")) }
            dd { @match person.birth_year { Some(year) => (year), None => "—" } }
            @if let Some(name) = &person.sign_in_name { dt { (page.t("centre-sign-in-name")) } dd { (name) } }
            dt { (page.t("made-card")) } dd { (card_state(page, person.one_time_until, person.created_at)) }
        }
        h2 { (page.t("centre-certificates")) }
        @if certificates.is_empty() { p.soft { (page.t("centre-certificates-none")) } }
        ul {
            @for one in certificates {
                li {
                    a href=(page.to(&format!("/trainer/people/{}/certificates/{}", person.id, one.number.as_str()))) {
                        (page.t("certificate-download")) span.sr { ": " (one.course_title) ", " (one.number) }
                    }
                    " · " span lang=(one.language) { (one.course_title) } " · " (short_date(page.lang, one.issued_on))
                    " · " span.number { (one.number) } " · " (super::super::centre::views::certificate_state(page, one))
                }
            }
        }
        (care.sections(asked))
    }
}

/// In which language the card, and later the mails, are.
fn language_field(form: &Form<'_>) -> Markup {
    let options: Vec<(String, String)> =
        Lang::ALL.iter().map(|lang| (lang.code().to_owned(), lang.native_name().to_owned())).collect();
    ui::select(form.page, ("language", form.page.t("made-language"), ""), &options, form.typed, form.errors)
}
