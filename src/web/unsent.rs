//! What was typed into a form that came when nobody was signed in any more.
//!
//! It is not sent again by itself, and the server keeps it nowhere: whoever signs in next may be somebody else at the
//! same phone. It goes back at once, in the answer to the very request that brought it, to be copied; only a browser
//! with a script also keeps it, in its tab, for the same person.

use actix_web::body::BoxBody;
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::header::{self, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::web::{self, Bytes};
use actix_web::{HttpMessage, HttpResponse};
use maud::{Markup, html};

use super::error::Problem;
use super::form::{FORM_BYTES, Fields};
use super::layout::bare_page;
use crate::i18n::t;
use crate::kernel::Lang;

/// The form of a request, left in the request as it was. Nothing of what is no form, is empty, or is longer than forms
/// are that anybody may send.
pub(super) async fn read(request: &mut ServiceRequest) -> Option<Bytes> {
    let length: Option<usize> =
        request.headers().get(header::CONTENT_LENGTH).and_then(|value| value.to_str().ok()?.parse().ok());
    let is_form = request.method() == Method::POST
        && request.content_type() == "application/x-www-form-urlencoded"
        && length.is_some_and(|length| (1..=FORM_BYTES).contains(&length));
    if !is_form {
        return None;
    }
    let body = request.extract::<web::Payload>().await.ok()?;
    let body = body.to_bytes_limited(FORM_BYTES).await.ok()?.ok()?;
    request.set_payload(Payload::from(body.clone()));
    Some(body)
}

/// Instead of leading to the sign-in page, shows what was typed, if it was more than a choice.
pub(super) fn give_back(answered: ServiceResponse, lang: Lang, form: Option<Bytes>) -> ServiceResponse<BoxBody> {
    let asks = matches!(answered.response().extensions().get::<Problem>(), Some(Problem::SignIn { .. }));
    let Some(form) = form.filter(|_| asks) else { return answered };
    let texts = texts(Fields::parse(&form));
    let sign_in = answered.headers().get(header::LOCATION).and_then(|value| value.to_str().ok()).map(str::to_owned);
    let (Some(sign_in), false) = (sign_in, texts.is_empty()) else { return answered };
    let body = page(lang, &texts, &sign_in).into_string();
    let response = HttpResponse::build(StatusCode::FORBIDDEN)
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")))
        .body(body);
    answered.into_response(response)
}

/// What somebody has written, as far as it can be told from what forms bring along by themselves: keys, numbers and
/// secrets are ASCII and have no blanks. Nothing that may be a password.
fn texts(form: Fields) -> Vec<String> {
    let is_written = |text: &str| text.trim().contains(char::is_whitespace) || !text.is_ascii();
    let of_person = |(name, value): (String, String)| {
        let is_secret = ["password", "code", "token"].iter().any(|word| name.contains(word));
        (!is_secret && is_written(&value)).then_some(value)
    };
    form.0.into_iter().filter_map(of_person).collect()
}

fn page(lang: Lang, texts: &[String], sign_in: &str) -> Markup {
    let title = t(lang, "unsent-title");
    bare_page(
        lang,
        title,
        &html! {
            h1 { (title) }
            p role="status" { (t(lang, "unsent-lead")) }
            p.hint { (t(lang, "unsent-shared")) }
            @for (number, text) in (1..).zip(texts) {
                div.field {
                    label for={ "text-" (number) } { (t(lang, "unsent-text")) @if texts.len() > 1 { " " (number) } }
                    // A line end at the beginning is dropped by browsers, so one is given.
                    textarea id={ "text-" (number) } readonly rows=(text.lines().count().clamp(2, 12)) { "\n" (text) }
                }
            }
            p { a.button href=(sign_in) { (t(lang, "nav-sign-in")) } }
        },
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_written_is_told_from_what_forms_bring_along() {
        let form = Fields::parse(
            "message=Why+six%3F&lesson=six-motives&token=a+b&password=two+words&present_password=%D2%9B&answer=%D0%96%D0%B0%D2%9B%D1%81%D1%8B&number=12&empty=+"
                .as_bytes(),
        );
        assert_eq!(texts(form), ["Why six?", "Жақсы"]);
    }
}
