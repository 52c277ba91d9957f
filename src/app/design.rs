//! The page of components: each one in each of its states, for whoever changes how the site looks. It is part of a
//! build for development alone, and of no release.

use std::collections::BTreeMap;
use std::mem::discriminant;

use actix_web::web::Data;
use maud::{Markup, html};

use crate::content::Library;
use crate::content::library::Shelf;
use crate::kernel::review::ReviewKind;
use crate::kernel::{AgeGroup, Lang, Localized};
use crate::web::layout::trusted;
use crate::web::paging::PageNumber;
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page, Visitor, WebResult, html_page};
use crate::{accounts, authoring, certificates, learning, stats};

/// Colours by the role they play; the style sheet gives them their values.
const COLOURS: [&str; 18] = [
    "paper",
    "surface",
    "sunk",
    "ink",
    "soft",
    "line",
    "edge",
    "accent",
    "accent-strong",
    "wash",
    "band",
    "danger",
    "alarm",
    "danger-wash",
    "gold",
    "gold-line",
    "gold-wash",
    "tile",
];

/// `GET /{lang}/design`.
///
/// # Errors
/// None of its own.
pub(super) async fn show_design(Visitor(page): Visitor, library: Data<Library>) -> WebResult {
    let shelf = library.shelf();
    let body = html! {
        h1 { (page.t("design-title")) }
        p.lead { (page.t("design-lead")) }
        (section(&page, "design-colours", &colours()))
        (section(&page, "design-words", &words(&page)))
        (section(&page, "design-buttons", &buttons(&page)))
        (section(&page, "design-forms", &forms(&page)))
        (section(&page, "design-messages", &messages(&page)))
        (section(&page, "design-lists", &lists(&page)))
        (section(&page, "design-certificates", &certificates::every_state(&page)))
        (section(&page, "design-people", &accounts::every_state(&page)))
        (section(&page, "design-numbers", &stats::every_state(&page)))
        (section(&page, "design-editor", &authoring::every_state(&page)))
        (section(&page, "design-lesson", &lesson(&page, &shelf)))
        (section(&page, "design-way", &outline(&page, &shelf)))
        (section(&page, "design-questions", &questions(&page, &shelf)))
    };
    Ok(html_page(&page, page.t("design-title"), &body))
}

fn section(page: &Page, title: &'static str, content: &Markup) -> Markup {
    html! { section { h2 { (page.t(title)) } (content) } }
}

fn colours() -> Markup {
    html! {
        ul.cards {
            @for name in COLOURS {
                li {
                    svg width="120" height="48" role="img" aria-label=(name) {
                        rect width="120" height="48" rx="8" fill={ "var(--" (name) ")" } stroke="var(--edge)" {}
                    }
                    code { (name) }
                }
            }
        }
    }
}

fn words(page: &Page) -> Markup {
    let text = page.t("sign-up-lead");
    html! {
        p.lead { (text) }
        h2 { (page.t("home-heading")) }
        h3 { (page.t("home-heading")) }
        h4 { (page.t("home-heading")) }
        p { (text) " " a href="#main" { (page.t("sign-in-forgot")) } }
        p.hint { (page.t("account-birth-year-hint")) }
        p.meta { span { (page.t("account-settlement")) } span { (page.t("account-birth-year")) } }
        p.number { "ERK-4T7Q-9ZKD-2MXA" }
        hr;
        details { summary { (page.t("verify-upload-title")) } p { (page.t("verify-upload-hint")) } }
    }
}

fn buttons(page: &Page) -> Markup {
    // The longest that a button says.
    let long = page.t("made-preview-button");
    html! {
        @for class in ["", "secondary", "danger", "small", "small secondary"] {
            div.buttons {
                a class={ "button " (class) } href="#main" { (page.t("sign-in-button")) }
                button class={ "button " (class) } type="button" { (long) }
                button class={ "button " (class) } type="button" disabled { (page.t("sign-up-button")) }
            }
        }
        p { button.link type="button" { (page.t("sign-in-forgot")) } }
        section.card {
            h3 { a href="#main" { (page.t("home-heading")) } }
            p { (page.t("sign-up-lead")) }
            div.actions {
                a.button href="#main" { (page.t("sign-in-button")) }
                a.button.secondary href="#main" { (long) }
            }
        }
    }
}

fn forms(page: &Page) -> Markup {
    let typed = Fields(vec![
        ("filled".to_owned(), "Айгүл Сәрсенбайқызы".to_owned()),
        ("wrong".to_owned(), "a".to_owned()),
        ("chosen".to_owned(), "ru".to_owned()),
        ("ticked".to_owned(), "yes".to_owned()),
    ]);
    let mut errors = FormErrors::default();
    errors.add("wrong", "account-name-wrong");
    errors.add("unchosen", "account-district-wrong");
    errors.add("unticked", "account-consent-wrong");
    // Two fields with the same mistake are told apart.
    let mut same = FormErrors::default();
    same.add("wrong", "account-name-wrong");
    same.add("empty", "account-name-wrong");
    let called = ["wrong", "empty"].map(|field| (field, page.t("account-name").to_owned()));
    let name = |name| Field {
        name,
        label: page.t("account-name"),
        hint: page.t("account-name-hint"),
        kind: "text",
        autocomplete: "off",
    };
    let list = |name| (name, page.t("account-language"), page.t("account-language-hint"));
    let languages = [("", page.t("account-district-choose")), ("kk", "Қазақша"), ("ru", "Русский"), ("en", "English")];
    let languages = languages.map(|(code, text)| (code.to_owned(), text.to_owned()));
    let consent = html! { (page.t("account-consent")) };
    html! {
        (ui::error_summary(page, &errors))
        (ui::error_summary_of(page, &same, &called))
        form {
            @for one in ["empty", "filled", "wrong"] { (name(one).show(page, &typed, &errors)) }
            (Field { name: "secret", label: page.t("account-password"), hint: "", kind: "password", autocomplete: "off" }
                .show(page, &typed, &errors))
            @for one in ["unset", "chosen", "unchosen"] { (ui::select(page, list(one), &languages, &typed, &errors)) }
            @for one in ["unset-box", "ticked", "unticked"] { (ui::checkbox(page, one, &consent, &typed, &errors)) }
            @for (one, is_wrong) in [("text", false), ("wrong-text", true)] {
                div.field.wrong[is_wrong] {
                    label for=(one) { (page.t("design-long-text")) }
                    textarea id=(one) name=(one) rows="3" { "\n" (page.t("sign-up-lead")) }
                }
            }
            div.field {
                label for="file" { (page.t("verify-upload-title")) }
                p.hint { (page.t("verify-upload-hint")) }
                input #file name="file" type="file";
            }
        }
        form.inline {
            div.field { label for="inline" { (page.t("account-name")) } input #inline type="text" name="inline"; }
            button.button type="submit" { (page.t("sign-in-button")) }
        }
        form.filters method="get" action="#main" role="search" aria-label=(page.t("design-forms")) {
            div.field { label for="filter-name" { (page.t("account-name")) } input #filter-name type="search" name="search"; }
            (ui::select(page, list("filter-language"), &languages, &typed, &errors))
            div.field.tick { label { input type="checkbox" name="some" value="yes"; span { (page.t("account-birth-year")) } } }
            div.buttons { button.button.small type="submit" { (page.t("sign-in-button")) } }
        }
    }
}

fn messages(page: &Page) -> Markup {
    html! {
        p.flash { (page.t("flash-profile-saved")) }
        p.flash.wrong { (page.t("sign-in-refused")) }
        p.note { (page.t("profile-name-note")) }
        p.pilot { (page.t("course-pilot")) }
        (ui::unconfirmed(page))
        @for lang in Lang::ALL { (ui::other_language(page, lang)) }
        p { (ui::words(page, &Localized { ru: Some("Первая помощь".to_owned()), ..Localized::default() })) " · "
            (ui::in_language(page, Lang::Kk, html! { "Алғашқы көмек" })) }
        ul { @for kind in ReviewKind::ALL { li { (ui::review_name(page, kind)) } } }
        (ui::empty(page.t("centre-certificates-none"), Some(("#main", page.t("home-begin")))))
        @for percent in [0, 37, 100] { (ui::progress(page.t("design-progress"), percent)) }
        p {
            span.badge { (page.t("design-badge")) } " "
            @for group in [AgeGroup::Under14, AgeGroup::Under16, AgeGroup::Under18, AgeGroup::Unknown] {
                (ui::age_badge(page, group)) " "
            }
        }
    }
}

fn lists(page: &Page) -> Markup {
    let rows = [("design-progress", "37 %"), ("account-birth-year", "2011"), ("account-settlement", "Қонаев")];
    let second = PageNumber::of(&Fields(vec![("page".to_owned(), "2".to_owned())]));
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) {
            a href="#main" { (page.t("home-title")) } a href="#main" { (page.t("sign-up-title")) } span { (page.t("design-title")) }
        }
        table.stack {
            thead { tr { th { (page.t("account-name")) } th.num { (page.t("design-badge")) } } }
            tbody { @for (name, value) in rows { tr { td { (page.t(name)) } td.num data-label=(page.t("design-badge")) { (value) } } } }
        }
        dl.shown { @for (name, value) in rows { dt { (page.t(name)) } dd { (value) } } }
        nav.buttons.tabs aria-label=(page.t("design-lists")) {
            @for (at, (name, _)) in rows.iter().enumerate() {
                a.button.small.secondary[at != 0] href="#main" aria-current=[(at == 0).then_some("page")] { (page.t(name)) }
            }
        }
        ul.doors { @for (name, _) in rows { li { a href="#main" { (page.t(name)) } } } }
        (ui::pager(page, second, 150, "?"))
    }
}

fn lesson(page: &Page, shelf: &Shelf) -> Markup {
    let published = shelf.course("first-aid").or_else(|| shelf.catalogue().next());
    let found = published.and_then(|published| {
        let (_, lesson) = published.course.lessons().next()?;
        published.lesson(&lesson.key, page.lang)
    });
    html! { @if let Some((lang, lesson)) = found { article.lesson lang=(lang) { (trusted(&lesson.html)) } } }
}

fn outline(page: &Page, shelf: &Shelf) -> Markup {
    let published = shelf.course("first-aid").or_else(|| shelf.catalogue().next());
    html! { @if let Some(published) = published { (learning::outline_specimen(page, published)) } }
}

/// The first question of each kind that the courses have.
fn questions(page: &Page, shelf: &Shelf) -> Markup {
    let mut kinds = Vec::new();
    let mut shown = BTreeMap::new();
    for published in shelf.catalogue() {
        for (_, question) in published.course.questions() {
            let kind = discriminant(&question.body);
            if !kinds.contains(&kind) {
                kinds.push(kind);
                shown.insert(kinds.len(), (published, question));
            }
        }
    }
    html! { @for (published, question) in shown.values() { (learning::every_state(page, published, question)) hr; } }
}
