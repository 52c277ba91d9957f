//! The centre brings a list of people, looks at it, confirms it, and sees how far it is.

use std::collections::BTreeSet;

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::views::{self, Choices, Shown};
use super::super::{self as intake, Confirmed, Known, MOST, NewList, Refused};
use crate::accounts;
use crate::exchange::views::refusal;
use crate::exchange::{Refusal, read_table};
use crate::kernel::ids::{DistrictId, ListId, OrganisationId};
use crate::kernel::{Error, Lang};
use crate::organisations;
use crate::places::{self, District};
use crate::web::address::client_ip;
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::upload::read_upload_or_text;
use crate::web::{Centre, Fields, FormErrors, Page, Problem, WebResult, html_page};

/// Bytes of a file: far more than so many people need.
const BYTES: usize = 5_000_000;
/// Bytes of a list that is pasted; the same holds.
const PASTED: usize = 1_000_000;

async fn choices(page: &Page) -> Result<Choices, Problem> {
    let today = page.app.today();
    let read = move |conn: &mut _| {
        Ok(Choices { districts: places::list_districts(conn, today)?, organisations: organisations::list_open(conn)? })
    };
    Ok(page.app.read(read).await?)
}

async fn form(page: &Page, typed: &Fields, errors: (&FormErrors, Option<&str>), centre: &Centre) -> WebResult {
    let by = centre.id();
    let before = page.app.read(move |conn| intake::list_lists(conn, by, 5)).await?;
    let body = views::form(page, &choices(page).await?, (typed, errors.0, errors.1), &before);
    let is_fine = errors.0.is_empty() && errors.1.is_none();
    let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(respond(page, status, page.t("intake-title"), &body))
}

/// `GET /{lang}/centre/people/import?organisation=`.
///
/// # Errors
/// The database's.
pub async fn new_list(centre: Centre, request: HttpRequest) -> WebResult {
    let mut typed = Fields::of_query(&request);
    if !typed.has("language") {
        typed.0.push(("language".to_owned(), centre.page.lang.code().to_owned()));
    }
    form(&centre.page, &typed, (&FormErrors::default(), None), &centre).await
}

/// `POST /{lang}/centre/people/import`: the list is kept, and the page shows what would become of it.
///
/// # Errors
/// Too many files from one address; the database's.
pub async fn create_list(centre: Centre, request: HttpRequest, sent: Multipart) -> WebResult {
    let page = &centre.page;
    page.app.limits.take(Limited::Upload, client_ip(&request, &page.app), page.app.now())?;
    let sent = read_upload_or_text(sent, ("file", BYTES), (&["people"], PASTED)).await?;
    let mut errors = FormErrors::default();
    let lang = Lang::from_code(sent.typed.get("language")).unwrap_or(page.lang);
    let organisation = sent.typed.get("organisation").parse().ok().map(OrganisationId);
    let today = page.app.today();
    let read = move |conn: &mut _| Ok((places::list_districts(conn, today)?, places::list_replaced(conn, today)?));
    let (districts, replaced) = page.app.read(read).await?;
    let named = sent.typed.get("district").parse().ok().map(DistrictId);
    let named = named.filter(|id| districts.iter().any(|district| district.id == *id));
    let Some(district) = errors.check("district", "made-district-wrong", named) else {
        return form(page, &sent.typed, (&errors, None), &centre).await;
    };
    let pasted = sent.typed.get("people").to_owned();
    let name = sent.name;
    let bytes = if sent.bytes.is_empty() { pasted.into_bytes() } else { sent.bytes };
    let read = if sent.is_too_large {
        let limit = if name.is_empty() { PASTED } else { BYTES };
        Err(refusal(page.lang, &Refusal::TooLarge { limit }))
    } else {
        read_lines(page, bytes, (districts, replaced)).await?
    };
    let lines = match read {
        Ok(lines) => lines,
        Err(why) => return form(page, &sent.typed, (&errors, Some(&why)), &centre).await,
    };
    let new = NewList { name, district, lang, organisation, lines };
    let id = page.app.write(centre.actor(), move |conn, ctx| intake::keep(conn, ctx, &new)).await?;
    Ok(redirect(&address(page, id)))
}

/// The lines of a file, or why it is not read, in words. Reading takes a while, so it leaves the threads that serve pages.
async fn read_lines(
    page: &Page,
    bytes: Vec<u8>,
    (districts, replaced): (Vec<District>, Vec<(District, District)>),
) -> Result<Result<Vec<intake::Line>, String>, Error> {
    let (lang, today) = (page.lang, page.app.today());
    let work = move || {
        let rows = read_table(&bytes).map_err(|refused| refusal(lang, &refused))?;
        let known = Known { districts: &districts, replaced: &replaced, today };
        intake::read(&rows, known).map_err(|refused| match refused {
            Refused::Empty => crate::i18n::t(lang, "intake-empty").to_owned(),
            Refused::Columns => crate::i18n::t(lang, "intake-no-columns").to_owned(),
            Refused::Long => crate::i18n::t_with(lang, "intake-long", &[("most", MOST.into())]),
        })
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)
}

fn address(page: &Page, id: ListId) -> String {
    page.to(&format!("/centre/people/import/{id}"))
}

fn read_id(path: &Path<(String, String)>) -> Result<ListId, Error> {
    path.1.parse().map_err(|_| Error::NotFound)
}

/// `GET /{lang}/centre/people/import/{list}`: the preview; once it is confirmed, how far it is; then who was made.
///
/// # Errors
/// Not found, also for a list that somebody else brought; the database's.
pub async fn show_list(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let (page, id, by) = (&centre.page, read_id(&path)?, centre.id());
    let today = page.app.today();
    let shown = page
        .app
        .read(move |conn| {
            let list = intake::find_list(conn, id)?.filter(|list| list.made_by == by).ok_or(Error::NotFound)?;
            let organisation = match list.organisation {
                Some(id) => organisations::find_organisation(conn, id)?.map(|found| found.name),
                None => None,
            };
            let lines = intake::list_lines(conn, id)?;
            let people: Vec<_> = lines.iter().filter_map(|line| line.person).collect();
            let people = accounts::list_made_names(conn, &people)?;
            let replaced = places::list_replaced(conn, today)?;
            Ok(Shown { counts: intake::count_lines(conn, id)?, list, organisation, lines, people, replaced })
        })
        .await?;
    Ok(html_page(page, page.t("intake-title"), &views::list(page, &shown, &page.app.random.secret())))
}

/// `POST /{lang}/centre/people/import/{list}`: confirms the list or lets it go. Sent twice, it is done once.
///
/// # Errors
/// Not found, also for a list that somebody else brought; no button was pressed; the database's.
pub async fn update_list(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let (page, id) = (&centre.page, read_id(&path)?);
    if typed.has("cancel") {
        let gone = page.app.write(centre.actor(), move |conn, ctx| intake::cancel(conn, ctx, id)).await?;
        let message = if gone { "flash-intake-cancelled" } else { "flash-already-so" };
        let to = if gone { page.to("/centre/people/import") } else { address(page, id) };
        return Ok(redirect_with(&to, message));
    }
    if !typed.has("confirm") {
        let by = centre.id();
        let own =
            page.app.read(move |conn| Ok(intake::find_list(conn, id)?.is_some_and(|list| list.made_by == by))).await?;
        return Err(if own { Problem::BadRequest } else { Error::NotFound.into() });
    }
    let also: BTreeSet<i32> =
        typed.0.iter().filter(|(name, _)| name == "line").filter_map(|(_, line)| line.parse().ok()).collect();
    let confirmed = page.app.write(centre.actor(), move |conn, ctx| intake::confirm(conn, ctx, id, &also)).await?;
    let answer: HttpResponse = match confirmed {
        Confirmed::Yes => redirect(&address(page, id)),
        Confirmed::Before => redirect_with(&address(page, id), "flash-already-so"),
        Confirmed::Closed => redirect_with(&address(page, id), "flash-intake-closed"),
        Confirmed::Nobody => redirect_with(&address(page, id), "flash-intake-nobody"),
    };
    Ok(answer)
}
