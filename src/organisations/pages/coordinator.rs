//! What a coordinator sees: the people of one organisation. The guard brings the organisation.

pub mod event;
pub mod invitation;
pub mod requests;

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::super::views::coordinator::{self as views, Listed, Tabs};
use super::super::views::table;
use super::super::{self as organisations, Decided, Filter, Held, Minor, Place, Trained};
use crate::accounts::{self, ListLook, Look, note_list_look, note_look};
use crate::content::Library;
use crate::content::library::Shelf;
use crate::kernel::ids::{MembershipId, OrganisationId, PersonId};
use crate::kernel::{Error, Lang, Result};
use crate::web::address::client_ip;
use crate::web::flash::redirect_with;
use crate::web::limits::Limited;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::parts::in_parts;
use crate::web::{Coordinator, Fields, Page, SomeCoordinator, WebResult, html_page};

/// People that an export reads at once.
const AT_ONCE: i64 = 500;

/// `GET /{lang}/coordinator`: the organisations of which one is a coordinator.
///
/// # Errors
/// The database's.
pub async fn list_organisations(coordinator: SomeCoordinator) -> WebResult {
    let (page, person) = (&coordinator.page, coordinator.id());
    let own = page
        .app
        .read(move |conn| {
            let own = accounts::list_coordinated(conn, person)?;
            let ids: Vec<OrganisationId> = own.iter().map(|organisation| organisation.id).collect();
            let counts = organisations::count_members(conn, &ids)?;
            let count = |id| counts.iter().find(|(of, _)| *of == id).map_or(0, |(_, count)| *count);
            Ok(own.into_iter().map(|organisation| (count(organisation.id), organisation)).collect::<Vec<_>>())
        })
        .await?;
    Ok(html_page(page, page.t("nav-coordinator"), &views::organisations(page, &own)))
}

/// What was asked for in the address.
fn filter_of(query: &Fields, shelf: &Shelf) -> Filter {
    Filter {
        text: query.get("search").trim().to_owned(),
        trained: Trained::from_code(query.get("trained")),
        course: shelf.course(query.get("course")).map(|published| published.course_id),
        minors: query.get("age") == "minors",
    }
}

/// `GET /{lang}/coordinator/{organisation}?search=&trained=&course=&age=&page=`.
///
/// # Errors
/// Not found for another organisation; the database's.
pub async fn list_people(coordinator: Coordinator, request: HttpRequest, library: Data<Library>) -> WebResult {
    let page = &coordinator.page;
    let (typed, shelf) = (Fields::of_query(&request), library.shelf());
    let (filter, wanted) = (filter_of(&typed, &shelf), PageNumber::of(&typed));
    let (id, today) = (coordinator.organisation.id, page.app.today());
    let (tabs, found, total, current) = page
        .app
        .read(move |conn| {
            let asked = (&filter, today);
            let (mut found, total) = organisations::list_members(conn, id, asked, (wanted.offset(), PER_PAGE))?;
            let current = wanted.within(total);
            if current != wanted {
                (found, _) = organisations::list_members(conn, id, asked, (current.offset(), PER_PAGE))?;
            }
            Ok((Tabs { waiting: organisations::count_waiting(conn, id)? }, found, total, current))
        })
        .await?;
    note_list(&coordinator, found.iter().map(|member| member.minor)).await?;
    let listed = Listed { typed: &typed, found: &found, total, current, shelf: &shelf };
    let body = views::people(page, (&coordinator.organisation, &tabs), &listed);
    Ok(html_page(page, coordinator.organisation.name.get(page.lang), &body))
}

/// Notes that somebody looked at the people of an organisation, whichever page of them, or at those who wait.
async fn note_list(coordinator: &Coordinator, mut shown: impl Iterator<Item = Minor>) -> Result<()> {
    let list = ("organisation", coordinator.organisation.id.0);
    let look = ListLook { action: "people listed", list, has_minors: shown.any(|minor| minor == Minor::Yes) };
    let work = move |conn: &mut _, ctx: &_| note_list_look(conn, ctx, look);
    coordinator.page.app.write(coordinator.actor(), work).await
}

/// What a course is called in a language; as printed if it is there no longer.
fn title_in(shelf: &Shelf, lang: Lang, held: &Held) -> String {
    let published = shelf.course_by_id(held.course);
    published.map_or_else(|| held.title.clone(), |published| published.course.title.get(lang).to_owned())
}

/// `GET /{lang}/coordinator/{organisation}/people.csv`: the same people, all pages. It goes out as it is read.
///
/// # Errors
/// Not found for another organisation; too many from one address; the database's.
pub async fn show_table(coordinator: Coordinator, request: HttpRequest, library: Data<Library>) -> WebResult {
    let page = &coordinator.page;
    page.app.limits.take(Limited::Export, client_ip(&request, &page.app), page.app.now())?;
    let shelf = library.shelf();
    let filter = filter_of(&Fields::of_query(&request), &shelf);
    let (id, today, lang) = (coordinator.organisation.id, page.app.today(), page.lang);
    let counted = filter.clone();
    let count = move |conn: &mut _| organisations::count_found(conn, id, (&counted, today));
    let count = page.app.db.read_long(count).await?;
    let note = move |conn: &mut _, ctx: &_| organisations::note_export(conn, ctx, id, count);
    page.app.write(coordinator.actor(), note).await?;
    let parts = in_parts(page.app.db.clone(), table::head(lang), move |conn, after: Option<&Place>| {
        let (found, last) = organisations::list_members_from(conn, id, (&filter, today), (after, AT_ONCE))?;
        Ok(last.map(|last| (table::lines(lang, &found, &|held| title_in(&shelf, lang, held)), last)))
    });
    let name = format!("attachment; filename=\"erikti-people-{id}-{today}.csv\"");
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .streaming(parts))
}

fn read_person(path: &Path<(String, String, String)>) -> Result<PersonId> {
    path.2.parse().map_err(|_| Error::NotFound)
}

fn address(page: &Page, organisation: OrganisationId) -> String {
    page.to(&format!("/coordinator/{organisation}"))
}

/// `GET /{lang}/coordinator/{organisation}/people/{id}`: one person. That somebody looked stands in the audit log.
///
/// # Errors
/// Not found for another organisation and for who does not belong to this one; the database's.
pub async fn show_person(
    coordinator: Coordinator,
    path: Path<(String, String, String)>,
    library: Data<Library>,
) -> WebResult {
    let page = &coordinator.page;
    let (id, person, today) = (coordinator.organisation.id, read_person(&path)?, page.app.today());
    let (member, tabs) = page
        .app
        .write(coordinator.actor(), move |conn, ctx| {
            let member = organisations::find_member(conn, id, (person, today))?.ok_or(Error::NotFound)?;
            let is_minor = member.minor == Minor::Yes;
            note_look(conn, ctx, Look { person, is_minor, organisation: Some(id) })?;
            Ok((member, Tabs { waiting: organisations::count_waiting(conn, id)? }))
        })
        .await?;
    let body = views::person(page, (&coordinator.organisation, &tabs), &member, &library.shelf());
    Ok(html_page(page, &member.name, &body))
}

/// `POST /{lang}/coordinator/{organisation}/people/{id}/remove`: they belong to it no longer, and are told.
///
/// # Errors
/// Not found for another organisation and for who does not belong to this one; the database's.
pub async fn create_removal(coordinator: Coordinator, path: Path<(String, String, String)>) -> WebResult {
    let page = &coordinator.page;
    let (id, person, today) = (coordinator.organisation.id, read_person(&path)?, page.app.today());
    let base = page.app.base_url.to_string();
    let removed = page
        .app
        .write(coordinator.actor(), move |conn, ctx| {
            let member = organisations::find_member(conn, id, (person, today))?.ok_or(Error::NotFound)?;
            organisations::remove(conn, ctx, (id, member.membership), &base)
        })
        .await?;
    let message = if removed == Decided::Yes { "flash-membership-removed" } else { "flash-already-so" };
    Ok(redirect_with(&address(page, id), message))
}

/// The membership that a button names.
fn read_membership(text: &str) -> Result<MembershipId> {
    text.parse().map_err(|_| Error::NotFound)
}
