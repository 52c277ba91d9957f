//! What the staff may do for one person, on the trainer's page and on the centre's.

use maud::{Markup, html};

use crate::accounts::Person;
use crate::web::Page;

/// A new card instead of a forgotten password: says what will happen, and to whom.
pub(super) fn card(page: &Page, person: &Person) -> Markup {
    html! {
        @if person.disabled_at.is_none() {
            h2 { (page.t("card-new-title")) }
            details {
                summary { (page.t("card-new-open")) }
                p { (page.tf("card-new-what", &[("name", person.name.as_str().into())])) }
                form method="post" action=(page.to(&format!("/trainer/people/{}/card", person.id))) {
                    input type="hidden" name="token" value=(page.app.random.secret().reveal());
                    button.button type="submit" { (page.t("card-new-button")) }
                }
            }
        }
    }
}
