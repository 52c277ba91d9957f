//! The forms of accounts.

pub(super) mod consent_form;
#[cfg(debug_assertions)]
mod specimen;
pub(super) mod tokens;

use maud::{Markup, html};

use crate::i18n::t;
use crate::kernel::Lang;
use crate::places::{District, Settlement};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page};

#[cfg(debug_assertions)]
pub(crate) use specimen::every_state;

/// A form with what was typed and what is wrong.
pub(super) struct Form<'a> {
    pub(super) page: &'a Page,
    pub(super) typed: &'a Fields,
    pub(super) errors: &'a FormErrors,
}

impl Form<'_> {
    pub(super) fn field(
        &self,
        name: &'static str,
        label: &'static str,
        hint: &'static str,
        kind: (&'static str, &'static str),
    ) -> Markup {
        let hint = if hint.is_empty() { "" } else { self.page.t(hint) };
        let field = Field { name, label: self.page.t(label), hint, kind: kind.0, autocomplete: kind.1 };
        field.show(self.page, self.typed, self.errors)
    }

    pub(super) fn summary(&self) -> Markup {
        ui::error_summary(self.page, self.errors)
    }
}

/// What the lists of a form offer.
pub(super) struct Lists {
    pub(super) districts: Vec<District>,
    pub(super) settlements: Vec<Settlement>,
}

fn name_field(form: &Form<'_>) -> Markup {
    form.field("name", "account-name", "account-name-hint", ("text", "name"))
}

fn language_field(form: &Form<'_>) -> Markup {
    let options: Vec<(String, String)> =
        Lang::ALL.iter().map(|lang| (lang.code().to_owned(), lang.native_name().to_owned())).collect();
    let label = ("language", form.page.t("account-language"), form.page.t("account-language-hint"));
    ui::select(form.page, label, &options, form.typed, form.errors)
}

pub(super) fn district_field(form: &Form<'_>, lists: &Lists) -> Markup {
    let page = form.page;
    let mut options = vec![(String::new(), page.t("account-district-choose").to_owned())];
    options
        .extend(lists.districts.iter().map(|district| (district.id.to_string(), district.name(page.lang).to_owned())));
    ui::select(page, ("district", page.t("account-district"), ""), &options, form.typed, form.errors)
}

fn place_fields(form: &Form<'_>, lists: &Lists) -> Markup {
    let page = form.page;
    let error = form.errors.of("settlement");
    html! {
        (district_field(form, lists))
        div.field.wrong[error.is_some()] {
            label for="settlement" { (page.t("account-settlement")) }
            p.hint #settlement-hint { (page.t("account-settlement-hint")) }
            input #settlement name="settlement" type="text" list="settlements" autocomplete="address-level2"
                value=(form.typed.get("settlement")) aria-describedby="settlement-hint";
            datalist #settlements {
                @for settlement in &lists.settlements { option value=(settlement.name.get(page.lang)) {} }
            }
        }
    }
}

fn birth_year_field(form: &Form<'_>) -> Markup {
    form.field("birth_year", "account-birth-year", "account-birth-year-hint", ("number", "bday-year"))
}

pub(super) fn sign_up(form: &Form<'_>, lists: &Lists) -> Markup {
    let page = form.page;
    let consent = html! {
        (page.t("account-consent")) " " a href=(page.to("/privacy")) target="_blank" { (page.t("account-consent-read")) }
    };
    html! {
        h1 { (page.t("sign-up-title")) }
        p { (page.t("sign-up-lead")) }
        (form.summary())
        form #main-form method="post" action=(page.to(&page.rest)) novalidate {
            (name_field(form))
            (form.field("email", "account-email", "account-email-hint", ("email", "email")))
            (form.field("password", "account-password", "account-password-hint", ("password", "new-password")))
            (language_field(form))
            (place_fields(form, lists))
            (birth_year_field(form))
            (ui::checkbox(page, "consent", &consent, form.typed, form.errors))
            button.button type="submit" { (page.t("sign-up-button")) }
        }
        // Where one goes on afterwards comes along.
        @let sign_in = page.rest.replacen("/sign-up", "/sign-in", 1);
        p { (page.t("sign-up-have")) " " a href=(page.to(&sign_in)) { (page.t("nav-sign-in")) } }
    }
}

pub(super) fn sign_in(form: &Form<'_>, next: &str) -> Markup {
    let page = form.page;
    html! {
        h1 { (page.t("sign-in-title")) }
        @if let Some(person) = &page.person {
            div.note {
                p { (page.tf("sign-in-here", &[("name", person.name.as_str().into())])) }
                p { a.button.secondary href=(next) { (page.t("sign-in-go-on")) } }
            }
            h2 { (page.t("sign-in-other")) }
        }
        (form.summary())
        form #main-form method="post" action=(page.to("/sign-in")) novalidate {
            input type="hidden" name="next" value=(next);
            (form.field("identifier", "sign-in-identifier", "", ("text", "username")))
            (form.field("password", "account-password", "sign-in-card", ("password", "current-password")))
            button.button type="submit" { (page.t("sign-in-button")) }
        }
        p { a href=(page.to("/reset")) { (page.t("sign-in-forgot")) } }
        @let query = url::form_urlencoded::Serializer::new(String::new()).append_pair("next", next).finish();
        p { (page.t("sign-in-new")) " " a href=(page.to(&format!("/sign-up?{query}"))) { (page.t("nav-sign-up")) } }
    }
}

pub(super) fn ask_reset(form: &Form<'_>) -> Markup {
    let page = form.page;
    html! {
        h1 { (page.t("reset-title")) }
        p { (page.t("reset-lead")) }
        (form.summary())
        form #main-form method="post" action=(page.to("/reset")) novalidate {
            (form.field("identifier", "sign-in-identifier", "", ("text", "username")))
            button.button type="submit" { (page.t("reset-button")) }
        }
    }
}

pub(super) fn new_password(form: &Form<'_>) -> Markup {
    let page = form.page;
    html! {
        h1 { (page.t("reset-new-title")) }
        (form.summary())
        form #main-form method="post" action=(page.to(&page.rest)) novalidate {
            (form.field("password", "account-password-new", "account-password-hint", ("password", "new-password")))
            button.button type="submit" { (page.t("reset-new-button")) }
        }
    }
}

/// Choosing an own password in place of the one on a card.
pub(super) fn own_password(form: &Form<'_>, next: &str, consented: bool) -> Markup {
    let page = form.page;
    let consent = html! {
        (page.t("account-consent")) " " a href=(page.to("/privacy")) target="_blank" { (page.t("account-consent-read")) }
    };
    html! {
        h1 { (page.t("own-password-title")) }
        p { (page.t("own-password-lead")) }
        (form.summary())
        form #main-form method="post" action=(page.to("/password")) novalidate {
            input type="hidden" name="next" value=(next);
            (form.field("password", "account-password-new", "account-password-hint", ("password", "new-password")))
            @if !consented { (ui::checkbox(page, "consent", &consent, form.typed, form.errors)) }
            button.button type="submit" { (page.t("own-password-button")) }
        }
    }
}

/// Asking for consent where an account was made by others. Who does not agree signs out.
pub(super) fn consent(form: &Form<'_>, next: &str) -> Markup {
    let page = form.page;
    let consent = html! {
        (page.t("account-consent")) " " a href=(page.to("/privacy")) target="_blank" { (page.t("account-consent-read")) }
    };
    html! {
        h1 { (page.t("consent-title")) }
        p { (page.t("consent-lead")) }
        (form.summary())
        form #main-form method="post" action=(page.to("/password")) novalidate {
            input type="hidden" name="next" value=(next);
            (ui::checkbox(page, "consent", &consent, form.typed, form.errors))
            button.button type="submit" { (page.t("consent-button")) }
        }
        form method="post" action=(page.to("/sign-out")) {
            button.button.secondary type="submit" { (page.t("nav-sign-out")) }
        }
    }
}

/// A page with one message and one thing to do.
pub(super) fn message(
    page: &Page,
    (title, text): (&'static str, &'static str),
    action: (&'static str, &str),
) -> Markup {
    html! {
        h1 { (page.t(title)) }
        p { (page.t(text)) }
        p { a.button href=(action.1) { (page.t(action.0)) } }
    }
}

/// A page with one message and one button that does something.
pub(super) fn press(page: &Page, (title, text): (&'static str, &'static str), button: &'static str) -> Markup {
    html! {
        h1 { (page.t(title)) }
        p { (page.t(text)) }
        form method="post" action=(page.to(&page.rest)) {
            button.button type="submit" { (page.t(button)) }
        }
    }
}

pub(super) fn first_account(form: &Form<'_>) -> Markup {
    let page = form.page;
    html! {
        h1 { (page.t("first-title")) }
        p { (page.t("first-lead")) }
        (form.summary())
        form #main-form method="post" action=(page.to(&page.rest)) novalidate {
            (name_field(form))
            (form.field("email", "account-email", "first-email-hint", ("email", "email")))
            (form.field("password", "account-password", "account-password-hint", ("password", "new-password")))
            button.button type="submit" { (page.t("first-button")) }
        }
    }
}

pub(super) fn profile(form: &Form<'_>, lists: &Lists, person: &super::Person) -> Markup {
    let page = form.page;
    html! {
        h1 { (page.t("profile-title")) }
        @if let Some(email) = &person.email {
            p {
                (page.t("account-email")) ": " strong { (email) } " — "
                @if person.email_confirmed_at.is_some() { (page.t("profile-email-confirmed")) } @else { (page.t("profile-email-unconfirmed")) }
            }
            @if person.email_confirmed_at.is_none() {
                form method="post" action=(page.to("/learn/profile/confirm")) {
                    button.button.secondary type="submit" { (page.t("profile-send-again")) }
                }
            }
        }
        (form.summary())
        form #main-form method="post" action=(page.to("/learn/profile")) novalidate {
            (name_field(form))
            p.hint { (page.t("profile-name-note")) }
            (language_field(form))
            (place_fields(form, lists))
            (birth_year_field(form))
            button.button type="submit" { (page.t("profile-save")) }
        }
        (care(page))
        form method="post" action=(page.to("/sign-out")) {
            button.button.secondary type="submit" { (page.t("nav-sign-out")) }
        }
    }
}

/// The ways to the care of one's own account.
fn care(page: &Page) -> Markup {
    html! {
        h2 #account { (page.t("care-title")) }
        ul.doors {
            @for (path, words) in CARE { li { a href=(page.to(path)) { (page.t(words)) } } }
            @if page.person.as_ref().is_some_and(|person| person.is_staff() || person.has_second_factor) {
                li { a href=(page.to("/learn/profile/second-factor")) { (page.t("second-title")) } }
            }
            li { a href=(page.to("/learn/profile/tokens")) { (page.t("api-title")) } }
        }
    }
}

const CARE: [(&str, &str); 6] = [
    ("/learn/organisations", "org-own-title"),
    ("/learn/profile/email", "care-email-title"),
    ("/learn/profile/password", "care-password-title"),
    ("/learn/profile/sign-ins", "care-sign-ins-title"),
    ("/learn/profile/export", "care-export-title"),
    ("/learn/profile/erase", "care-erase-title"),
];

const STORED: [&str; 10] = [
    "privacy-name",
    "privacy-email",
    "privacy-place",
    "privacy-birth",
    "privacy-parents",
    "privacy-answers",
    "privacy-asked",
    "privacy-certificate",
    "privacy-organisation",
    "privacy-sign-ins",
];
const SEEN_BY: [&str; 5] =
    ["privacy-who-text", "privacy-who-coordinator", "privacy-who-trainer", "group-privacy-who", "privacy-who-number"];

/// What is stored about people, why, and for how long: the text that consent refers to.
pub(super) fn privacy(lang: Lang) -> Markup {
    html! {
        h1 { (t(lang, "privacy-title")) }
        p { (t(lang, "privacy-lead")) }
        h2 { (t(lang, "privacy-what")) }
        ul {
            @for key in STORED { li { (t(lang, key)) } }
        }
        h2 { (t(lang, "privacy-who")) }
        ul {
            @for key in SEEN_BY { li { (t(lang, key)) } }
        }
        h2 { (t(lang, "privacy-long")) }
        p { (t(lang, "privacy-long-text")) }
        h2 { (t(lang, "privacy-rights")) }
        p { (t(lang, "privacy-rights-text")) }
        p.note { (t(lang, "privacy-review")) }
    }
}
