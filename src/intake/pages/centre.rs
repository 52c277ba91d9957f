//! The centre brings a list of people, looks at it, confirms it, sees how far it is, and makes cards.

use std::collections::BTreeSet;

use actix_multipart::Multipart;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::views::{self, Before, Choices, Shown, Stage};
use super::super::{self as intake, Confirmed, Known, MOST, NewList, Refused};
use crate::accounts::pages::centre::cards::{AT_ONCE as CARDS, NotMade, make_and_show};
use crate::accounts::{self, CardsBefore, ListLook};
use crate::exchange::views::refusal;
use crate::exchange::{Refusal, read_table};
use crate::kernel::ids::{DistrictId, ListId, OrganisationId, PersonId};
use crate::kernel::{AgeGroup, Error, Lang, Secret, Timestamp};
use crate::organisations;
use crate::places::{self, District};
use crate::web::address::client_ip;
use crate::web::flash::{redirect, redirect_with};
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::paging::{PER_PAGE, PageNumber};
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

/// The form, above it own lists that wait, below it those that were confirmed, whoever brought them.
async fn form(page: &Page, typed: &Fields, errors: (&FormErrors, Option<&str>), centre: &Centre) -> WebResult {
    let (by, wanted) = (centre.id(), PageNumber::of(typed));
    let before = page
        .app
        .read(move |conn| {
            let total = intake::count_confirmed(conn)?;
            let current = wanted.within(total);
            let confirmed = intake::list_confirmed(conn, (current.offset(), PER_PAGE))?;
            let officers: Vec<PersonId> = confirmed.iter().map(|list| list.made_by).collect();
            let officers = accounts::list_names(conn, &officers)?;
            Ok(Before { waiting: intake::list_waiting(conn, by)?, confirmed, officers, current, total })
        })
        .await?;
    let body = views::form(page, &choices(page).await?, (typed, errors.0, errors.1), &before);
    let is_fine = errors.0.is_empty() && errors.1.is_none();
    let status = if is_fine { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    Ok(respond(page, status, page.t("intake-title"), &body))
}

/// `GET /{lang}/centre/people/import?organisation=&page=`.
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
    let (lines, unread) = match read {
        Ok(read) => (read.lines, read.unread),
        Err(why) => return form(page, &sent.typed, (&errors, Some(&why)), &centre).await,
    };
    // Beside the writer: to look for accounts of everybody takes a while.
    let now = page.app.now();
    let lines = page.app.db.read_long(move |conn| intake::judge(conn, now, lines)).await?;
    let new = NewList { name, district, lang, organisation, unread, lines };
    let id = page.app.write(centre.actor(), move |conn, ctx| intake::keep(conn, ctx, &new)).await?;
    Ok(redirect(&address(page, id)))
}

/// Rows that a file may have above and below the list itself.
const ABOVE_LIST: usize = 100;

/// What stands in a file, or why it is not read, in words. Reading takes a while, so it leaves the threads that serve pages.
async fn read_lines(
    page: &Page,
    bytes: Vec<u8>,
    (districts, replaced): (Vec<District>, Vec<(District, District)>),
) -> Result<Result<intake::Read, String>, Error> {
    let (lang, today) = (page.lang, page.app.today());
    let work = move || {
        let rows = read_table(&bytes, MOST + ABOVE_LIST).map_err(|refused| refusal(lang, &refused))?;
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

/// Of which people a page of a finished list shows a part: `who=left` asks for the lines of which nobody was made.
fn is_left_asked(typed: &Fields) -> bool {
    typed.get("who") == "left"
}

/// `GET /{lang}/centre/people/import/{list}?who=&page=`: the preview; once it is confirmed, how far it is; then who was made.
/// A list of another officer is noted as looked at.
///
/// # Errors
/// Not found, also for a list of somebody else that waits; the database's.
pub async fn show_list(centre: Centre, request: HttpRequest, path: Path<(String, String)>) -> WebResult {
    let (page, id, by) = (&centre.page, read_id(&path)?, centre.id());
    let typed = Fields::of_query(&request);
    let (wanted, is_left, today) = (PageNumber::of(&typed), is_left_asked(&typed), page.app.today());
    let read = move |conn: &mut _| {
        let found = intake::find_list(conn, id)?;
        let list = found.filter(|list| list.made_by == by || list.confirmed_at.is_some()).ok_or(Error::NotFound)?;
        let organisation = match list.organisation {
            Some(id) => organisations::find_organisation(conn, id)?,
            None => None,
        };
        let counts = intake::count_lines(conn, id)?;
        let stage = if list.confirmed_at.is_none() {
            Stage::Waits(intake::list_lines(conn, id)?)
        } else if list.ended_at.is_some() {
            let (made, left) = intake::count_people(conn, id)?;
            let current = wanted.within(if is_left { left } else { made });
            let (part, none) = ((current.offset(), PER_PAGE), (0, 0));
            // Where those who were not made are few, they stand below the others.
            let few = if left <= PER_PAGE { (0, PER_PAGE) } else { none };
            let asked = if is_left { (none, part) } else { (part, few) };
            Stage::Done(intake::find_finished(conn, &list, asked, CARDS)?, current)
        } else if intake::is_stopped(conn, id)? {
            Stage::Stopped
        } else {
            Stage::Runs
        };
        let replaced = places::list_replaced(conn, today)?;
        Ok(Shown { list, organisation, counts, stage, replaced })
    };
    let shown = page.app.db.read_long(read).await?;
    if let Stage::Done(finished, _) = &shown.stage
        && shown.list.made_by != by
    {
        let is_minor = |one: &intake::MadePerson| AgeGroup::of(one.row.person.birth_year, today).is_minor();
        let has_minors = finished.people.iter().any(is_minor);
        let look = ListLook { action: "people list looked at", list: ("list", id.0), has_minors };
        let note = move |conn: &mut _, ctx: &_| accounts::note_list_look(conn, ctx, look);
        page.app.write(centre.actor(), note).await?;
    }
    let body = views::list(page, &shown, (is_left, &page.app.random.secret()));
    Ok(html_page(page, page.t("intake-title"), &body))
}

/// `POST /{lang}/centre/people/import/{list}/cards`: cards for one part of its people, whoever brought the list; who has chosen
/// an own password is left out. The same form sent twice shows the same cards; where another officer has made them since it was
/// shown, those stay.
///
/// # Errors
/// No secret or no such part; not found, also for a list whose people are not made; the database's.
pub async fn create_cards(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let id = read_id(&path)?;
    let (Some(token), Ok(part)) = (Secret::parse(typed.get("token")), typed.get("part").parse::<i32>()) else {
        return Err(Problem::BadRequest);
    };
    let people = centre.page.app.db.read_long(move |conn| intake::list_part(conn, id, (part, CARDS))).await?;
    let people = people.ok_or(Error::NotFound)?;
    let (to, what) = (address(&centre.page, id), format!("{id}:{part}"));
    let made_at = typed.get("made_at").parse().ok().and_then(Timestamp::from_unix);
    let made = make_and_show(centre, (&token, &what), CardsBefore { people, made_at }).await?;
    Ok(made.unwrap_or_else(|why| match why {
        NotMade::Nobody => redirect_with(&to, "flash-intake-no-cards"),
        NotMade::Meanwhile => redirect_with(&to, "flash-intake-cards-meanwhile"),
    }))
}

/// `POST /{lang}/centre/people/import/{list}`: confirms the list, lets it go, or goes on with one whose work has stopped. Sent
/// twice, it is done once.
///
/// # Errors
/// Not found, also for a list of somebody else that waits; no button was pressed; the database's.
pub async fn update_list(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let (page, id) = (&centre.page, read_id(&path)?);
    if typed.has("cancel") {
        let gone = page.app.write(centre.actor(), move |conn, ctx| intake::cancel(conn, ctx, id)).await?;
        let message = if gone { "flash-intake-cancelled" } else { "flash-already-so" };
        let to = if gone { page.to("/centre/people/import") } else { address(page, id) };
        return Ok(redirect_with(&to, message));
    }
    if typed.has("resume") {
        let is_new = page.app.write(centre.actor(), move |conn, ctx| intake::resume(conn, ctx, id)).await?;
        return Ok(if is_new {
            redirect(&address(page, id))
        } else {
            redirect_with(&address(page, id), "flash-already-so")
        });
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
