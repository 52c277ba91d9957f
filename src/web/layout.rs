//! The frame of every page: head, header with the language switch and the account, footer.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use maud::{DOCTYPE, Markup, PreEscaped, html};

use super::assets;
use super::flash;
use super::page::Page;
use super::splice::{self, Fixed, Part};
use super::state::App;
use crate::i18n::t;
use crate::kernel::{Lang, Role};

/// A page with status 200.
pub fn html_page(page: &Page, title: &str, body: &Markup) -> HttpResponse {
    respond(page, StatusCode::OK, title, body)
}

/// A page with another status: a form that was not accepted is 422.
pub fn respond(page: &Page, status: StatusCode, title: &str, body: &Markup) -> HttpResponse {
    let mut response = HttpResponse::build(status);
    response.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"));
    if page.flash.is_some() {
        response.cookie(flash::clear());
    }
    // The first thing that a screen reader says of the page.
    let refused = status == StatusCode::UNPROCESSABLE_ENTITY;
    let title = if refused { &page.tf("title-refused", &[("title", title.into())]) } else { title };
    response.body(layout(page, title, body).into_string())
}

/// A page with status 200 from its parts, most of which were compressed before: it does not pass the compressor.
pub fn spliced(request: &HttpRequest, page: &Page, parts: &[Part<'_>]) -> HttpResponse {
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CONTENT_TYPE, "text/html; charset=utf-8"));
    response.insert_header((header::VARY, "accept-encoding"));
    if page.flash.is_some() {
        response.cookie(flash::clear());
    }
    if splice::takes_gzip(request) {
        response.insert_header((header::CONTENT_ENCODING, "gzip")).body(splice::gzip(parts))
    } else {
        response.insert_header((header::CONTENT_ENCODING, "identity")).body(splice::plain(parts))
    }
}

/// The same of a page that is made for one reader, and is compressed now.
pub fn packed(request: &HttpRequest, page: &Page, title: &str, body: &Markup) -> HttpResponse {
    let text = layout(page, title, body).into_string();
    if splice::takes_gzip(request) {
        spliced(request, page, &[Part::Fixed(&Fixed::once(text))])
    } else {
        spliced(request, page, &[Part::Own(&text)])
    }
}

/// The whole document.
pub fn layout(page: &Page, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(page.lang) {
            head { (head(page.lang, title)) (alternates(page)) }
            body {
                a.skip href="#main" { (page.t("nav-skip")) }
                (header_of(page))
                main #main tabindex="-1" {
                    @if let Some(flash) = page.flash {
                        p.flash role="status" { (page.flash_words.as_deref().unwrap_or_else(|| page.t(flash.0))) }
                    }
                    (second_factor_soon(page))
                    (body)
                }
                (footer(page.lang, Some(&page.app)))
            }
        }
    }
}

/// Tells staff who signed in before a second factor was demanded of them.
fn second_factor_soon(page: &Page) -> Markup {
    let is_asked = page.person.as_ref().is_some_and(|person| {
        !person.has_second_factor && super::guard::demands_second_factor(&page.app, person).is_some()
    });
    let is_of_staff = ["/centre", "/trainer", "/coordinator", "/review"].iter().any(|room| page.rest.starts_with(room));
    html! {
        @if is_asked && is_of_staff {
            p.note { (page.t("second-soon")) " " a href=(page.to("/learn/profile/second-factor")) { (page.t("second-begin")) } }
        }
    }
}

/// A page that knows nothing of its visitor: errors.
pub fn bare_page(lang: Lang, title: &str, body: &Markup) -> Markup {
    html! {
        (DOCTYPE)
        html lang=(lang) {
            head { (head(lang, title)) meta name="robots" content="noindex"; }
            body {
                a.skip href="#main" { (t(lang, "nav-skip")) }
                header.top { div.bar { (brand(lang)) (languages_to_front(lang)) } }
                main #main tabindex="-1" data-problem { (body) }
                (footer(lang, None))
            }
        }
    }
}

fn head(lang: Lang, title: &str) -> Markup {
    html! {
        meta charset="utf-8";
        meta name="viewport" content="width=device-width, initial-scale=1";
        title { (title) " · " (t(lang, "site-name")) }
        meta name="color-scheme" content="light dark";
        meta name="theme-color" content="#0e545c";
        link rel="icon" type="image/svg+xml" href=(*assets::ICON);
        link rel="stylesheet" href=(*assets::CSS);
        script src=(*assets::JS) defer data-offline=(t(lang, "notice-offline")) data-online=(t(lang, "notice-online"))
            data-later=(t(lang, "notice-later")) data-kept=(t(lang, "notice-kept")) data-done=(t(lang, "notice-done")) {}
    }
}

/// The same page in the other languages, for search engines and browsers.
fn alternates(page: &Page) -> Markup {
    let path = page.rest.split('?').next().unwrap_or_default();
    html! {
        @for lang in Lang::ALL {
            link rel="alternate" hreflang=(lang) href=(page.app.url(&format!("/{lang}{path}")));
        }
    }
}

fn brand(lang: Lang) -> Markup {
    html! {
        a.brand href={ "/" (lang) } {
            img src=(*assets::ICON) alt="" width="32" height="32";
            span { (t(lang, "site-name")) }
        }
    }
}

fn header_of(page: &Page) -> Markup {
    html! {
        header.top {
            (enter(page))
            div.bar {
                (brand(page.lang))
                (language_switch(page))
            }
            div.row {
                nav.main aria-label=(page.t("nav-label")) {
                    ul {
                        (nav_item(page, "/courses", "nav-courses"))
                        @if let Some(person) = page.person.as_ref().filter(|person| !person.is_held_up()) {
                            (nav_item(page, "/learn", "nav-learn"))
                            (nav_item(page, "/learn/certificates", "nav-certificates"))
                            @if person.holds(Role::Trainer) {
                                (nav_item(page, "/trainer", "nav-trainer"))
                                (tool(page, "/trainer/drafts", "nav-drafts"))
                                (tool(page, "/trainer/people", "made-title"))
                                (tool(page, "/trainer/groups", "group-title"))
                                (tool(page, "/trainer/requests", "nav-requests"))
                            }
                            @if person.is_reviewer { (nav_item(page, "/review", "nav-review")) }
                            @if person.holds(Role::Coordinator) { (nav_item(page, "/coordinator", "nav-coordinator")) }
                            @if person.holds(Role::Centre) { (nav_item(page, "/centre", "nav-centre")) }
                        } @else if page.person.is_none() {
                            (nav_item(page, "/verify", "nav-verify"))
                        }
                    }
                }
                (account(page))
            }
        }
    }
}

fn nav_item(page: &Page, path: &str, key: &'static str) -> Markup {
    let here = page.rest.split('?').next().unwrap_or_default();
    html! {
        li { a href=(page.to(path)) aria-current=[(here == path).then_some("page")] { (page.t(key)) } }
    }
}

/// What a phone shows only where one is: the trainer's first page leads there too.
fn tool(page: &Page, path: &str, key: &'static str) -> Markup {
    let is_here = page.rest.split('?').next() == Some(path);
    html! { @if is_here { (nav_item(page, path, key)) } @else { li.tool { a href=(page.to(path)) { (page.t(key)) } } } }
}

/// Whose account it is, on every page: phones are shared.
fn account(page: &Page) -> Markup {
    html! {
        div.account {
            @if let Some(person) = &page.person {
                @if person.is_held_up() { span.who { (person.name) } }
                @else { a.who href=(page.to("/learn/profile")) { (person.name) } }
                form method="post" action=(page.to("/sign-out")) {
                    button.link type="submit" { (page.t("nav-switch")) }
                }
            } @else {
                a href=(page.to("/sign-in")) { (page.t("nav-sign-in")) }
                a href=(page.to("/sign-up")) { (page.t("nav-sign-up")) }
            }
        }
    }
}

/// What Enter in a field presses: a form's first button in the order of the page, which would be the language switch.
fn enter(page: &Page) -> Markup {
    html! {
        @if let Some(form) = page.switch_form {
            button.sr type="submit" form=(form) tabindex="-1" aria-hidden="true" {}
        }
    }
}

/// At the same place on every page. Where there is a form, the switch submits it, so that nothing typed is lost.
fn language_switch(page: &Page) -> Markup {
    html! {
        ul.languages aria-label=(page.t("nav-language")) {
            @for lang in Lang::ALL {
                li lang=(lang) {
                    @if lang == page.lang {
                        span aria-current="true" { (lang.native_name()) }
                    } @else if let Some(form) = page.switch_form {
                        button.link type="submit" form=(form) name="switch" value=(lang) formnovalidate { (lang.native_name()) }
                    } @else {
                        a href={ "/" (lang) (page.rest) } hreflang=(lang) rel="alternate" { (lang.native_name()) }
                    }
                }
            }
        }
    }
}

/// For pages that do not know where they are: the front page in each language.
fn languages_to_front(here: Lang) -> Markup {
    html! {
        ul.languages aria-label=(t(here, "nav-language")) {
            @for lang in Lang::ALL {
                li lang=(lang) {
                    @if lang == here {
                        span aria-current="true" { (lang.native_name()) }
                    } @else {
                        a href={ "/" (lang) } hreflang=(lang) rel="alternate" { (lang.native_name()) }
                    }
                }
            }
        }
    }
}

/// Its one line of ornament is our own drawing of *қошқар мүйіз*, the ram's horn; certificates carry the same.
fn footer(lang: Lang, app: Option<&App>) -> Markup {
    let centre = app.map(|app| app.centre.get());
    html! {
        footer.bottom {
            img.ornament src=(*assets::ORNAMENT) alt="" width="1200" height="48" loading="lazy";
            @if let Some(centre) = &centre {
                @if let Some(logo) = &centre.logo {
                    p { img.logo src={ "/logo/" (logo.digest) ".png" } alt="" height="48" loading="lazy"; }
                }
                @if let Some(name) = centre.centre_name(lang) { p { strong { (name) } } }
                @if let Some(email) = centre.reply_to() {
                    p { (t(lang, "footer-contact")) " " a href={ "mailto:" (email.as_str()) } { (email.as_str()) } }
                }
            }
            p { (t(lang, "footer-about")) }
            p {
                a href={ "/" (lang) "/emergency" } { (t(lang, "card-title")) } " "
                a href={ "/" (lang) "/verify" } { (t(lang, "nav-verify")) } " "
                a href={ "/" (lang) "/privacy" } { (t(lang, "nav-privacy")) }
            }
        }
    }
}

/// HTML that was made and sanitised elsewhere (rendered lessons).
pub fn trusted(html: &str) -> PreEscaped<&str> {
    PreEscaped(html)
}
