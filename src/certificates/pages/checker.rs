//! Whoever stands at a gate brings a list of numbers and sees what each is worth. Each number is answered as everybody is
//! answered who verifies it; many at once are for those who are signed in and act for the centre or an organisation.

use actix_multipart::Multipart;
use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse, web};

use super::super::verify::Verification;
use super::super::verify_many::{Asked, Heading, MOST, find_heading, find_numbers, note_check, verify_many};
use super::super::views::checker as views;
use crate::exchange::{self, Refusal, limits};
use crate::kernel::Error;
use crate::web::address::client_ip;
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::upload::{Upload, read_upload_or_text};
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
    Ok(form(checker.page, &Fields::default(), &FormErrors::default()))
}

fn form(page: Page, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("many-title"), &views::form(&page, typed, errors))
}

/// What was brought: what was taken as its heading, and the numbers in the rows of the file, or of what was pasted.
async fn rows_of(upload: Upload) -> crate::kernel::Result<Result<(Option<Heading>, Vec<Asked>), &'static str>> {
    let Upload { typed, bytes, is_too_large, .. } = upload;
    if is_too_large {
        return Ok(Err("practical-file-large"));
    }
    let work = move || {
        let mut rows: Vec<(usize, Vec<String>)> = if bytes.is_empty() {
            let cells = |line: &str| line.split(['\t', ';', ',']).map(str::to_owned).collect();
            typed.get("numbers").lines().enumerate().map(|(at, line)| (at + 1, cells(line))).collect()
        } else {
            // Titles and the like may stand above the numbers.
            match exchange::read_table(&bytes, MOST + 100) {
                Ok(rows) => rows,
                Err(Refusal::TooManyRows { .. }) => return Err("many-many"),
                Err(_) => return Err("practical-file-wrong"),
            }
        };
        // What an answer said of its heading is no row of the list.
        rows.retain(|(_, cells)| !views::is_about_heading(cells));
        Ok((find_heading(&rows), find_numbers(rows.into_iter())))
    };
    let asked = web::block(work).await.map_err(Error::internal)?;
    Ok(asked.and_then(|(heading, asked)| match asked.len() {
        0 => Err("many-none"),
        count if count > MOST => Err("many-many"),
        _ => Ok((heading, asked)),
    }))
}

/// `POST /{lang}/check`: the states as of now, as a page or as a file. Each answer is noted, whichever page of it.
///
/// # Errors
/// Too many lists from one address; the database's.
pub async fn create_check(request: HttpRequest, mut checker: Checker, form: Multipart) -> WebResult {
    let app = checker.page.app.clone();
    app.limits.take(Limited::Check, client_ip(&request, &app), app.now())?;
    let upload = read_upload_or_text(form, ("file", limits::BYTES), (&["numbers"], LONGEST)).await?;
    let typed = upload.typed.clone();
    if let Some(lang) = typed.switch() {
        checker.page.lang = lang;
        // The form in another language; a result has been shown already, and is shown again.
        if !typed.has("shown") {
            return Ok(self::form(checker.page, &typed, &FormErrors::default()));
        }
    }
    let (heading, asked) = match rows_of(upload).await? {
        Ok(found) => found,
        Err(message) => return Ok(self::form(checker.page, &typed, &FormErrors::one("numbers", message))),
    };
    let today = app.today();
    let list = views::carried(heading.as_ref(), &asked);
    let work = move |conn: &mut _| {
        let answers = verify_many(conn, today, &asked)?;
        Ok(asked.into_iter().zip(answers).collect::<Vec<_>>())
    };
    let mut judged: Vec<views::Judged> = app.db.read_long(work).await?;
    // What is not valid comes first: that is what one looks for at a gate.
    judged.sort_by_key(|(_, answer)| matches!(answer, Verification::Valid(_)));
    let counts = (judged.len(), judged.iter().filter(|(_, one)| matches!(one, Verification::Valid(_))).count());
    app.write(checker.actor(), move |conn, ctx| note_check(conn, ctx, counts)).await?;
    show_answer(&checker.page, &typed, judged, (heading.as_ref(), &list)).await
}

/// The answer in the form that was asked for.
async fn show_answer(
    page: &Page,
    typed: &Fields,
    judged: Vec<views::Judged>,
    (heading, list): (Option<&Heading>, &str),
) -> WebResult {
    let name = |ending: &str| format!("erikti-check-{}.{ending}", page.app.today());
    match typed.get("as") {
        "csv" => Ok(file(("text/csv; charset=utf-8", &name("csv")), views::csv(page, (&judged, heading)).into_bytes())),
        "xlsx" => {
            let (drawing, heading) = (page.clone(), heading.cloned());
            let work = move || views::xlsx(&drawing, (&judged, heading.as_ref()));
            let bytes = web::block(work).await.map_err(Error::internal)??;
            let media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
            Ok(file((media, &name("xlsx")), bytes))
        }
        _ => {
            let total = i64::try_from(judged.len()).map_err(Error::internal)?;
            let current = PageNumber::of(typed).within(total);
            let shown = judged.iter().skip(usize::try_from(current.offset()).unwrap_or_default());
            let shown: Vec<_> = shown.take(usize::try_from(PER_PAGE).unwrap_or(50)).collect();
            let page = page.clone().with_switch_form(MAIN_FORM);
            let body = views::result(&page, (&judged, heading, list), (&shown, current));
            Ok(html_page(&page, page.t("many-title"), &body))
        }
    }
}

fn file((media, name): (&str, &str), bytes: Vec<u8>) -> HttpResponse {
    HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, media))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .body(bytes)
}
