//! What a trainer does with the own groups, and the centre with all: see them, close and reopen them, look at who belongs to
//! them.

pub mod form;
pub mod people;

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};

use super::super::views::staff::{self as views, Listed, Shown};
use super::super::{self as groups, Kept, Whose};
use crate::accounts::{ListLook, note_list_look};
use crate::content::Library;
use crate::kernel::ids::{GroupId, OrganisationId};
use crate::kernel::{Error, Result, Role};
use crate::organisations::{self, Minor};
use crate::web::flash::redirect_with;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Fields, Page, Staff, WebResult, html_page};

/// The centre sees every group, a trainer the own ones.
pub(super) fn whose(staff: &Staff) -> Whose {
    if staff.person.holds(Role::Centre) { Whose::All } else { Whose::Of(staff.id()) }
}

/// People of a group that are read at once where all are.
const AT_ONCE: i64 = 500;

/// The organisation to whose groups the centre keeps its list.
fn chosen(staff: &Staff, typed: &Fields) -> Option<OrganisationId> {
    typed.get("organisation").parse().ok().filter(|_| staff.person.holds(Role::Centre))
}

pub(super) fn read_group(text: &str) -> Result<GroupId> {
    text.parse().map_err(|_| Error::NotFound)
}

pub(super) fn address(page: &Page, id: GroupId) -> String {
    page.to(&format!("/trainer/groups/{id}"))
}

/// `GET /{lang}/trainer/groups?search=&page=`.
///
/// # Errors
/// The database's.
pub async fn list_groups(staff: Staff, request: HttpRequest, library: Data<Library>) -> WebResult {
    let page = &staff.page;
    let typed = Fields::of_query(&request);
    let (search, wanted) = (typed.get("search").trim().to_owned(), PageNumber::of(&typed));
    let only = chosen(&staff, &typed);
    let (whose, today) = (only.map_or_else(|| whose(&staff), Whose::For), page.app.today());
    let (rows, total, current, organisation) = page
        .app
        .read(move |conn| {
            let asked = (search.as_str(), today);
            let (mut found, total) = groups::list_groups(conn, whose, asked, (wanted.offset(), PER_PAGE))?;
            let current = wanted.within(total);
            if current != wanted {
                (found, _) = groups::list_groups(conn, whose, asked, (current.offset(), PER_PAGE))?;
            }
            let organisation = match only {
                Some(id) => Some(organisations::find_organisation(conn, id)?.ok_or(Error::NotFound)?.name),
                None => None,
            };
            Ok((groups::count_each(conn, found)?, total, current, organisation))
        })
        .await?;
    let (shelf, organisation) = (library.shelf(), organisation.as_ref());
    let listed = Listed { typed: &typed, organisation, rows: &rows, total, current, shelf: &shelf };
    Ok(html_page(page, page.t("group-title"), &views::list(page, &listed)))
}

/// `GET /{lang}/trainer/groups/{group}?page=`: the group, its code, who belongs to it with what they did. That somebody looked
/// stands in the audit log.
///
/// # Errors
/// Not found, also for another trainer's group; the database's.
pub async fn show_group(
    staff: Staff,
    path: Path<(String, String)>,
    request: HttpRequest,
    library: Data<Library>,
) -> WebResult {
    let page = &staff.page;
    let (id, wanted, shelf) = (read_group(&path.1)?, PageNumber::of(&Fields::of_query(&request)), library.shelf());
    let (whose, today) = (whose(&staff), page.app.today());
    let of = std::sync::Arc::clone(&shelf);
    let (row, members, current, organisation, totals) = page
        .app
        .db
        .read_long(move |conn| {
            let group = groups::find_group(conn, whose, id)?.ok_or(Error::NotFound)?;
            let with = (of.as_ref(), today);
            let (mut members, total) = groups::list_members(conn, &group, with, (wanted.offset(), PER_PAGE))?;
            let current = wanted.within(total);
            if current != wanted {
                (members, _) = groups::list_members(conn, &group, with, (current.offset(), PER_PAGE))?;
            }
            let organisation = match group.organisation {
                Some(id) => organisations::find_organisation(conn, id)?.map(|found| found.name),
                None => None,
            };
            let totals = groups::count_done(conn, &group, today)?;
            let row = groups::count_each(conn, vec![group])?.pop().ok_or(Error::NotFound)?;
            Ok((row, members, current, organisation, totals))
        })
        .await?;
    if !members.is_empty() {
        let has_minors = members.iter().any(|member| member.minor == Minor::Yes);
        let look = ListLook { action: "group looked at", list: ("group", id.0), has_minors };
        page.app.write(staff.actor(), move |conn, ctx| note_list_look(conn, ctx, look)).await?;
    }
    let organisation = organisation.as_ref();
    let shown = Shown { row: &row, organisation, members: &members, totals, current, shelf: &shelf };
    Ok(html_page(page, &row.group.name, &views::one(page, &shown)))
}

/// `POST /{lang}/trainer/groups/{group}/close`: nobody joins any more.
///
/// # Errors
/// Not found, also for another trainer's group; the database's.
pub async fn create_closing(staff: Staff, path: Path<(String, String)>) -> WebResult {
    let (page, of) = (&staff.page, (whose(&staff), read_group(&path.1)?));
    let kept = page.app.write(staff.actor(), move |conn, ctx| groups::close(conn, ctx, of)).await?;
    Ok(redirect_with(&address(page, of.1), told(kept, "flash-group-closed")))
}

/// `POST /{lang}/trainer/groups/{group}/reopen`.
///
/// # Errors
/// Not found, also for another trainer's group; the database's.
pub async fn create_reopening(staff: Staff, path: Path<(String, String)>) -> WebResult {
    let (page, of) = (&staff.page, (whose(&staff), read_group(&path.1)?));
    let kept = page.app.write(staff.actor(), move |conn, ctx| groups::reopen(conn, ctx, of)).await?;
    Ok(redirect_with(&address(page, of.1), told(kept, "flash-group-reopened")))
}

/// `POST /{lang}/trainer/groups/{group}/code`: another code; the former one works no longer.
///
/// # Errors
/// Not found, also for another trainer's group; the database's.
pub async fn create_code(staff: Staff, path: Path<(String, String)>) -> WebResult {
    let (page, of) = (&staff.page, (whose(&staff), read_group(&path.1)?));
    let seed = page.app.random.seed();
    let kept = page.app.write(staff.actor(), move |conn, ctx| groups::new_code(conn, ctx, of, seed)).await?;
    Ok(redirect_with(&address(page, of.1), told(kept, "flash-group-code")))
}

/// `POST /{lang}/trainer/groups/{group}/remove`: one that was made by mistake, and that nobody joined.
///
/// # Errors
/// Not found, also for another trainer's group; the database's.
pub async fn create_removal(staff: Staff, path: Path<(String, String)>) -> WebResult {
    let (page, of) = (&staff.page, (whose(&staff), read_group(&path.1)?));
    let is_gone = page.app.write(staff.actor(), move |conn, ctx| groups::delete(conn, ctx, of)).await?;
    Ok(if is_gone {
        redirect_with(&page.to("/trainer/groups"), "flash-group-deleted")
    } else {
        redirect_with(&address(page, of.1), "flash-group-used")
    })
}

pub(super) const fn told(kept: Kept, message: &'static str) -> &'static str {
    match kept {
        Kept::Yes(_) => message,
        Kept::AlreadySo(_) => "flash-already-so",
    }
}
