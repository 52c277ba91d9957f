//! At the gate: a whole list of numbers is judged at once. Who may: staff and coordinators; the public asks for one number at
//! a time. Nothing of a list is kept: each page carries it on.

use actix_multipart::Multipart;
use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};

use super::super::verify::Verification;
use super::super::verify_many::{Asked, MOST, find_numbers, note_check, verify_many};
use super::super::views::checker as views;
use crate::exchange::{self, limits};
use crate::kernel::Error;
use crate::web::layout::respond;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::upload::{Upload, read_upload_with};
use crate::web::{Checker, Fields, FormErrors, Page, WebResult, html_page};

/// The form that the language switch sends.
const MAIN_FORM: &str = "main-form";
/// The longest list, in bytes.
const LONGEST: usize = 2_000_000;

/// `GET /{lang}/check`: the form.
///
/// # Errors
/// None of its own.
pub async fn show_form(checker: Checker) -> WebResult {
    let page = checker.page.with_switch_form(MAIN_FORM);
    let body = views::form(&page, &Fields::default(), &FormErrors::default());
    Ok(html_page(&page, page.t("check-title"), &body))
}

fn wrong(page: Page, typed: &Fields, message: &'static str) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let body = views::form(&page, typed, &FormErrors::one("numbers", message));
    respond(&page, StatusCode::UNPROCESSABLE_ENTITY, page.t("check-title"), &body)
}

/// What was brought: the rows of the file, or of what was pasted.
async fn rows_of(upload: Upload) -> Result<Vec<Asked>, &'static str> {
    let Upload { typed, bytes, is_too_large, .. } = upload;
    if is_too_large {
        return Err("practical-file-large");
    }
    let work = move || {
        if bytes.is_empty() {
            let cells = |line: &str| line.split(['\t', ';', ',']).map(str::to_owned).collect();
            let rows = typed.get("numbers").lines().enumerate().map(|(at, line)| (at + 1, cells(line)));
            return Ok(find_numbers(rows));
        }
        exchange::read_table(&bytes).map(|rows| find_numbers(rows.into_iter())).map_err(|_| "practical-file-wrong")
    };
    let asked = tokio::task::spawn_blocking(work).await.unwrap_or_else(|_| Ok(Vec::new()))?;
    match asked.len() {
        0 => Err("check-none"),
        count if count > MOST => Err("check-many"),
        _ => Ok(asked),
    }
}

/// `POST /{lang}/check`: the states as of now, as a page or as a file.
///
/// # Errors
/// The database's.
pub async fn create_check(mut checker: Checker, form: Multipart) -> WebResult {
    let upload = read_upload_with(form, ("file", limits::BYTES), LONGEST).await?;
    let typed = upload.typed.clone();
    if let Some(lang) = typed.switch() {
        checker.page.lang = lang;
    }
    let asked = match rows_of(upload).await {
        Ok(asked) => asked,
        Err(message) => return Ok(wrong(checker.page, &typed, message)),
    };
    let (today, page) = (checker.page.app.today(), &checker.page);
    let list = views::carried(asked.iter());
    let work = move |conn: &mut crate::db::Conn| {
        let answers = verify_many(conn, today, &asked)?;
        Ok(asked.into_iter().zip(answers).collect::<Vec<_>>())
    };
    let mut judged: Vec<(Asked, Verification)> = page.app.db.read_long(work).await?;
    // What is not valid comes first: that is what one looks for at a gate.
    judged.sort_by_key(|(_, answer)| matches!(answer, Verification::Valid(_)));
    let is_turned = typed.has("page") || typed.switch().is_some();
    if !is_turned {
        let counts = (judged.len(), judged.iter().filter(|(_, one)| matches!(one, Verification::Valid(_))).count());
        page.app.write(checker.actor(), move |conn, ctx| note_check(conn, ctx, counts)).await?;
    }
    match typed.get("as") {
        "csv" => Ok(file(
            ("text/csv; charset=utf-8", &format!("erikti-check-{today}.csv")),
            views::csv(page, &judged).into_bytes(),
        )),
        "xlsx" => {
            let page = page.clone();
            let bytes =
                tokio::task::spawn_blocking(move || views::xlsx(&page, &judged)).await.map_err(Error::internal)??;
            let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            Ok(file((media, &format!("erikti-check-{today}.xlsx")), bytes))
        }
        _ => {
            let total = i64::try_from(judged.len()).map_err(Error::internal)?;
            let current = PageNumber::of(&typed).within(total);
            let shown = judged.iter().skip(usize::try_from(current.offset()).unwrap_or_default());
            let shown: Vec<_> = shown.take(usize::try_from(PER_PAGE).unwrap_or(50)).collect();
            let page = page.clone().with_switch_form(MAIN_FORM);
            let body = views::result(&page, (&judged, &list), (&shown, current));
            Ok(html_page(&page, page.t("check-title"), &body))
        }
    }
}

fn file((media, name): (&str, &str), bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, media))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes)
}
