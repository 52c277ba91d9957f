//! The form of the settings.

use maud::{Markup, html};

use super::super::super::{FIELDS, Field, Kind, Settings, field};
use super::MAIN_FORM;
use crate::kernel::Lang;
use crate::web::ui;
use crate::web::{Fields, FormErrors, Page};

/// A part of the form: heading, what it is for, its settings.
struct Part {
    title: &'static str,
    what: &'static str,
    fields: &'static [&'static str],
}

const PARTS: [Part; 7] = [
    Part { title: "settings-name-title", what: "settings-name-what", fields: &["name_kk", "name_ru", "name_en"] },
    Part {
        title: "settings-first-title",
        what: "settings-first-what",
        fields: &["first_name", "first_role_kk", "first_role_ru", "first_role_en"],
    },
    Part {
        title: "settings-second-title",
        what: "settings-second-what",
        fields: &["second_name", "second_role_kk", "second_role_ru", "second_role_en"],
    },
    Part { title: "settings-color-title", what: "settings-color-what", fields: &["color_text", "color_line"] },
    Part { title: "settings-mail-title", what: "settings-mail-what", fields: &["mail_name", "mail_reply_to"] },
    Part {
        title: "settings-review-title",
        what: "settings-review-what",
        fields: &["review_medical", "review_legal", "review_language"],
    },
    Part {
        title: "second-setting-title",
        what: "second-setting-what",
        fields: &["second_coordinator", "second_reviewer", "second_trainer", "second_centre", "second_administrator"],
    },
];

pub(super) fn settings(page: &Page, settings: &Settings, typed: &Fields, errors: &FormErrors) -> Markup {
    html! {
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/centre")) { (page.t("nav-centre")) } }
        h1 { (page.t("settings-title")) }
        p.soft { (page.t("settings-lead")) }
        (ui::error_summary_of(page, errors, &labels(page)))
        form id=(MAIN_FORM) method="post" action=(page.to("/centre/settings")) novalidate {
            input type="hidden" name="seen" value=(typed.get("seen"));
            @for part in &PARTS {
                h2 { (page.t(part.title)) }
                p { (page.t(part.what)) }
                @for name in part.fields {
                    @if let Some(field) = field(name) { (input(page, field, typed, errors)) }
                }
            }
            div.actions {
                button.button type="submit" { (page.t("settings-save")) }
            }
            h2 { (page.t("settings-preview-title")) }
            p { (page.t("settings-preview-what")) }
            div.buttons {
                @for lang in Lang::ALL {
                    button.button.secondary.small type="submit" name="language" value=(lang) lang=(lang) formtarget="_blank"
                        formaction=(page.to("/centre/settings/preview")) { (lang.native_name()) }
                }
            }
        }
        h2 { (page.t("settings-logo-title")) }
        p { (page.t("settings-logo-what")) }
        (logo(page, settings, errors))
    }
}

/// What the fields are called.
fn labels(page: &Page) -> Vec<(&'static str, String)> {
    FIELDS.iter().map(|field| (field.name, label_of(page, field))).collect()
}

fn label_of(page: &Page, field: &Field) -> String {
    match field.lang {
        Some(lang) => format!("{}: {}", page.t(field.label), lang.native_name()),
        None => page.t(field.label).to_owned(),
    }
}

fn input(page: &Page, field: &Field, typed: &Fields, errors: &FormErrors) -> Markup {
    let label = label_of(page, field);
    let (kind, hint) = match field.kind {
        Kind::Flag => return flag(field.name, &label, typed),
        Kind::Email => ("email", ""),
        Kind::TextColor => ("text", page.t("settings-color-text-hint")),
        Kind::LineColor => ("text", page.t("settings-color-line-hint")),
        Kind::Line(_) | Kind::Name => ("text", ""),
    };
    ui::Field { name: field.name, label: &label, hint, kind, autocomplete: "off" }.show(page, typed, errors)
}

/// Ticked only if it is set: an unticked box is not sent.
fn flag(name: &str, label: &str, typed: &Fields) -> Markup {
    html! {
        div.field.tick {
            label {
                input id=(name) name=(name) type="checkbox" value="yes" checked[typed.typed(name).is_some()];
                span { (label) }
            }
        }
    }
}

fn logo(page: &Page, settings: &Settings, errors: &FormErrors) -> Markup {
    let error = errors.of("logo");
    html! {
        @if let Some(logo) = &settings.logo {
            p { img.logo src={ "/logo/" (logo.digest) ".png" } alt=(page.t("settings-logo-now")) height="72"; }
            form method="post" action=(page.to("/centre/settings/logo/remove")) {
                button.button.secondary.small type="submit" { (page.t("settings-logo-remove")) }
            }
        } @else {
            p.soft { (page.t("settings-logo-none")) }
        }
        form method="post" action=(page.to("/centre/settings/logo")) enctype="multipart/form-data" novalidate {
            div.field.wrong[error.is_some()] {
                label for="logo" { (page.t("settings-logo-file")) }
                p.hint #logo-hint { (page.t("settings-logo-hint")) }
                @if let Some(error) = error { p.error #logo-error { (page.t(error)) } }
                input #logo name="logo" type="file" accept="image/png,image/svg+xml,.png,.svg"
                    aria-describedby=(if error.is_some() { "logo-hint logo-error" } else { "logo-hint" });
            }
            button.button.secondary type="submit" { (page.t("settings-logo-button")) }
        }
    }
}
