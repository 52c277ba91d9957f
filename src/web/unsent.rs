//! What was typed into a form that came when nobody was signed in any more, or when what it belongs to was gone.
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

use super::error::{Problem, language_of};
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

/// Why a form was not taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Why {
    SignedOut,
    Gone,
}

/// Instead of leading to the sign-in page, or saying that there is no such page, shows what was typed, if it was more
/// than a choice.
pub(super) fn give_back(answered: ServiceResponse, form: Option<Bytes>) -> ServiceResponse<BoxBody> {
    let problem = answered.response().extensions().get::<Problem>().cloned();
    let why = match problem {
        Some(Problem::SignIn { .. }) => Why::SignedOut,
        Some(Problem::NotFound) if !super::api::is_api(answered.request().path()) => Why::Gone,
        _ => return answered,
    };
    let lang = language_of(answered.request());
    let texts = form.map(|form| texts(Fields::parse(&form))).unwrap_or_default();
    let (status, next) = match why {
        Why::SignedOut => {
            let sign_in = answered.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
            (StatusCode::FORBIDDEN, sign_in.map(str::to_owned))
        }
        Why::Gone => (StatusCode::NOT_FOUND, Some(list_above(answered.request().path(), lang))),
    };
    let (Some(next), false) = (next, texts.is_empty()) else { return answered };
    let body = page(lang, &texts, (why, &next)).into_string();
    let response = HttpResponse::build(status)
        .insert_header((header::CONTENT_TYPE, HeaderValue::from_static("text/html; charset=utf-8")))
        .body(body);
    answered.into_response(response)
}

/// From where one goes on if a page is gone: a draft is found again in the list of drafts.
fn list_above(path: &str, lang: Lang) -> String {
    let drafts = format!("/{lang}/trainer/drafts");
    if path.starts_with(&format!("{drafts}/")) { drafts } else { format!("/{lang}") }
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

fn page(lang: Lang, texts: &[String], (why, next): (Why, &str)) -> Markup {
    let (title, lead, go_on) = match why {
        Why::SignedOut => ("unsent-title", "unsent-lead", "nav-sign-in"),
        Why::Gone if next.ends_with("/drafts") => ("unsent-gone", "unsent-draft-lead", "drafts-title"),
        Why::Gone => ("unsent-gone", "unsent-gone-lead", "error-home"),
    };
    let title = t(lang, title);
    bare_page(
        lang,
        title,
        &html! {
            h1 { (title) }
            p role="status" { (t(lang, lead)) }
            @if why == Why::SignedOut { p.hint { (t(lang, "unsent-shared")) } }
            @for (number, text) in (1..).zip(texts) {
                div.field {
                    label for={ "text-" (number) } { (t(lang, "unsent-text")) @if texts.len() > 1 { " " (number) } }
                    // A line end at the beginning is dropped by browsers, so one is given.
                    textarea id={ "text-" (number) } readonly rows=(text.lines().count().clamp(2, 12)) { "\n" (text) }
                }
            }
            p { a.button href=(next) { (t(lang, go_on)) } }
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
