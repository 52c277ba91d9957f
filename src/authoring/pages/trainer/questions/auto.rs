//! A question saves itself while somebody writes it: what is whole and what nobody else has touched. Everything else waits
//! for the button, whose page says what is to be done.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use serde_json::{Value, json};

use super::super::super::super::questions::{Part, Sheet, read};
use super::super::Open;
use super::super::visit::visit_in;
use super::form::edition;
use super::found::{Found, Weighed, modules_in, weigh};
use super::keep::{self, By, Kept, Seen};
use crate::kernel::Error;
use crate::web::{Fields, Problem, Trainer, WebResult};

/// The question was deleted.
pub(super) fn gone() -> HttpResponse {
    said(StatusCode::GONE, &json!({}))
}

fn said(status: StatusCode, body: &Value) -> HttpResponse {
    HttpResponse::build(status).insert_header((header::CONTENT_TYPE, "application/json")).body(body.to_string())
}

/// Saves what the page's script sends, if nothing is missing in it. 409: somebody else changed the same question, and the
/// page does not show what; 422: it is not whole yet, or waits for the button; 503: not now. Nothing is written then.
/// Whoever writes is there for the others all the same. Of what somebody else changed at this very moment the page is told
/// that it was merged: it has to be loaded again.
pub(super) async fn save(trainer: &Trainer, found: Found, mut sheet: Sheet, typed: &Fields) -> WebResult {
    let meanwhile = || said(StatusCode::CONFLICT, &json!({}));
    found.open.note_present(trainer, &found.path()).await?;
    let (module, was) = modules_in(typed, &found);
    found.fill_unasked(typed, &mut sheet);
    let asked = sheet.clone();
    found.recognise(trainer, (typed, &was), &mut sheet).await?;
    let form = sheet.clone();
    let both = found.come_together(trainer, (typed, &was), &mut sheet).await?;
    // What somebody else changed is not in the fields of this page: saved once more from there, it would be lost.
    if both.is_some() || sheet.without_blanks() != form.without_blanks() {
        return Ok(meanwhile());
    }
    // What answers are marked by, and what touches two files, waits for the button.
    let stored = read(found.block());
    if module != found.module_key() || stored.is_some_and(|stored| sheet.is_judged_otherwise(&stored)) {
        return Ok(said(StatusCode::UNPROCESSABLE_ENTITY, &json!({ "waits": true })));
    }
    let Weighed { whole, judged, .. } = weigh(trainer, &found, &sheet, &module).await?;
    if judged.all().next().is_some() {
        return Ok(said(StatusCode::UNPROCESSABLE_ENTITY, &json!({})));
    }
    let (draft, key) = (found.open.draft.id.to_string(), whole.key.clone());
    let (seen, held) = (Seen::now(&found), found.open.number(&found.path()));
    let by = By::Page(visit_in(typed));
    let number = match keep::keep(trainer, found, &whole, (&module, &seen, &by)).await {
        Ok(Kept::Done(number, written)) if *written == whole => Some(number),
        Ok(Kept::Already(_)) => held,
        Ok(Kept::Done(..)) => return Ok(said(StatusCode::OK, &json!({ "merged": true }))),
        Ok(Kept::Meanwhile(..)) => return Ok(meanwhile()),
        // Others save other questions of the file again and again: later there is room.
        Err(Problem::Conflict) => return Ok(said(StatusCode::SERVICE_UNAVAILABLE, &json!({}))),
        Err(problem) => return Err(problem),
    };
    let open = Open::find(trainer, &draft).await?;
    let found = Found::question(open, &key).map_err(|_| Error::NotFound)?;
    let answer = json!({
        "number": number.ok_or(Problem::Conflict)?,
        "was": found.module_key(),
        "edition": edition(&found, None),
        "fields": keys_made(&asked, &form, &whole),
    });
    Ok(said(StatusCode::OK, &answer))
}

/// The keys that parts were given, by the fields in which they belong: the next save keeps them, whatever the texts say then.
/// `asked` is the form as it was sent, `form` with the parts that were known again.
fn keys_made(asked: &Sheet, form: &Sheet, whole: &Sheet) -> BTreeMap<String, String> {
    let options = whole.parts.iter().flat_map(|part| &part.options);
    let keys: BTreeMap<&str, &str> =
        whole.parts.iter().chain(options).map(|part| (part.id.as_str(), part.key.as_str())).collect();
    let mut made = BTreeMap::new();
    let mut note = |name: String, (asked, part): (&Part, &Part)| {
        if let Some(key) = keys.get(part.id.as_str()).filter(|_| asked.key.is_empty()) {
            made.insert(name, (*key).to_owned());
        }
    };
    for (at, parts) in asked.parts.iter().zip(&form.parts).enumerate() {
        note(format!("p{at}-key"), parts);
        for (place, options) in parts.0.options.iter().zip(&parts.1.options).enumerate() {
            note(format!("p{at}-o{place}-key"), options);
        }
    }
    made
}
