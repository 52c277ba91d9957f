//! The centre merges two accounts of one person: finds the other, sees what moves, confirms.

use actix_web::HttpRequest;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::super::{merge, preview, views};
use crate::accounts::{self, Look, Merged, Pair, PeopleSearch};
use crate::content::Library;
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Error, Result};
use crate::places;
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Centre, Fields, Problem, WebResult, html_page};

/// Accounts offered at once; a longer search finds fewer.
const OFFERED: i64 = 20;

fn read_id(text: &str) -> Result<PersonId> {
    text.parse().map_err(|_| Error::NotFound)
}

/// `GET /{lang}/centre/people/{id}/merge?search=&into=`: the account of the address is the one to be closed.
///
/// # Errors
/// Not found; forbidden; the database's.
pub(crate) async fn edit_merge(
    centre: Centre,
    request: HttpRequest,
    path: Path<(String, String)>,
    library: Data<Library>,
) -> WebResult {
    let from = read_id(&path.1)?;
    let typed = Fields::of_query(&request);
    let page = &centre.page;
    let ctx = Ctx { now: page.app.now(), actor: centre.actor() };
    let id = from;
    let merged = page.app.read(move |conn| Ok(accounts::find_person(conn, id)?.and_then(|person| person.merged_into)));
    if let Some(into) = merged.await? {
        // By the browser's "back" after it was done.
        return Ok(redirect_with(&page.to(&format!("/centre/people/{into}")), "flash-merged-before"));
    }
    let Some(into) = typed.typed("into") else {
        let search = typed.typed("search").map(str::to_owned);
        let (person, found, districts) = page
            .app
            .read(move |conn| {
                let person = accounts::cared_for(conn, &ctx, from)?;
                let search = search.unwrap_or_else(|| person.name.clone());
                let search = PeopleSearch { text: search, ..PeopleSearch::default() };
                let (found, _) = accounts::list_people(conn, &search, (0, OFFERED))?;
                let found = accounts::keep_in_reach(conn, &ctx, found)?;
                Ok((person, found, places::list_all_districts(conn)?))
            })
            .await?;
        let groups: Vec<_> = found.iter().map(|one| one.person.age_group(page.app.today())).collect();
        let seen = move |conn: &mut _, ctx: &Ctx| accounts::note_people(conn, ctx, ("merge", from.0), &groups);
        page.app.write(centre.actor(), seen).await?;
        let title = format!("{} · {}", page.t("merge-title"), person.name);
        return Ok(html_page(page, &title, &views::choose(page, &person, &typed, (&found, &districts))));
    };
    let pair = Pair { from, into: read_id(into)? };
    let zone = page.app.config.time_zone;
    let looked = page.app.write(centre.actor(), move |conn, ctx| {
        let (shown, today) = (preview(conn, ctx, (pair, zone))?, ctx.now.day(zone));
        accounts::note_look(conn, ctx, Look::of(&shown.from, today))?;
        accounts::note_look(conn, ctx, Look::of(&shown.into, today))?;
        Ok(shown)
    });
    let (shown, shelf) = (looked.await?, library.shelf());
    let title = format!("{} · {}", page.t("merge-title"), shown.from.name);
    Ok(html_page(page, &title, &views::preview(page, &shown, &shelf)))
}

/// `POST /{lang}/centre/people/{id}/merge`.
///
/// # Errors
/// Not found; forbidden; the database's.
pub(crate) async fn create_merge(
    centre: Centre,
    path: Path<(String, String)>,
    library: Data<Library>,
    typed: Fields,
) -> WebResult {
    let pair = Pair { from: read_id(&path.1)?, into: typed.get("into").parse().map_err(|_| Problem::BadRequest)? };
    let page = &centre.page;
    let (shelf, zone) = (library.shelf(), page.app.config.time_zone);
    let current = shelf.clone();
    let merged = page.app.write(centre.actor(), move |conn, ctx| merge(conn, ctx, pair, (&current, zone))).await?;
    let kept = page.to(&format!("/centre/people/{}", pair.into));
    match merged {
        Merged::Yes => Ok(redirect_with(&kept, "flash-merged")),
        Merged::AlreadySo => Ok(redirect_with(&kept, "flash-merged-before")),
        Merged::No(_) => {
            let ctx = Ctx { now: page.app.now(), actor: centre.actor() };
            let shown = page.app.read(move |conn| preview(conn, &ctx, (pair, zone))).await?;
            let body = views::preview(page, &shown, &shelf);
            Ok(respond(page, StatusCode::UNPROCESSABLE_ENTITY, page.t("merge-title"), &body))
        }
    }
}
