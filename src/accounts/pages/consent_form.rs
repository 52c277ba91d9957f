//! The form on which parents agree: blank, for everybody.

use super::super::views::consent_form::{Filled, consent_form};
use crate::web::{Visitor, WebResult, html_page};

/// `GET /{lang}/consent-form`.
///
/// # Errors
/// None of its own.
pub async fn show_consent_form(Visitor(page): Visitor) -> WebResult {
    Ok(html_page(&page, page.t("form-title"), &consent_form(&page, &Filled::default())))
}
