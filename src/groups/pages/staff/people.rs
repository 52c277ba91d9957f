//! Who belongs to a group: one of them, all as a table, taking somebody out.

use actix_web::http::header;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::views::staff as views;
use super::super::super::views::table;
use super::super::super::{self as groups, Place};
use super::{AT_ONCE, address, read_group, whose};
use crate::accounts::{Look, note_look};
use crate::content::Library;
use crate::kernel::ids::{GroupId, PersonId};
use crate::kernel::{Error, Result};
use crate::organisations::Minor;
use crate::web::address::client_ip;
use crate::web::flash::redirect_with;
use crate::web::limits::Limited;
use crate::web::parts::in_parts;
use crate::web::{Staff, WebResult, html_page};

/// `GET /{lang}/trainer/groups/{group}/people.csv`: everybody with what they did. It goes out as it is read.
///
/// # Errors
/// Not found, also for another trainer's group; too many from one address; the database's.
pub async fn show_table(
    staff: Staff,
    path: Path<(String, String)>,
    request: HttpRequest,
    library: Data<Library>,
) -> WebResult {
    let (page, id, whose) = (&staff.page, read_group(&path.1)?, whose(&staff));
    page.app.limits.take(Limited::Export, client_ip(&request, &page.app), page.app.now())?;
    let (shelf, today, lang, zone) = (library.shelf(), page.app.today(), page.lang, page.app.config.time_zone);
    let count = move |conn: &mut _| {
        let group = groups::find_group(conn, whose, id)?.ok_or(Error::NotFound)?;
        Ok((groups::count_members(conn, id, today)?, group))
    };
    let (count, group) = page.app.db.read_long(count).await?;
    page.app.write(staff.actor(), move |conn, ctx| groups::note_export(conn, ctx, id, count)).await?;
    let parts = in_parts(page.app.db.clone(), table::head(lang), move |conn, after: Option<&Place>| {
        let part = (after, AT_ONCE);
        let (found, last) = groups::list_members_from(conn, &group, (shelf.as_ref(), today), part)?;
        Ok(last.map(|last| (table::lines((lang, zone), &found), last)))
    });
    let name = format!("attachment; filename=\"erikti-group-{id}-{today}.csv\"");
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "text/csv; charset=utf-8"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .streaming(parts))
}

fn read_ids(path: &Path<(String, String, String)>) -> Result<(GroupId, PersonId)> {
    Ok((read_group(&path.1)?, path.2.parse().map_err(|_| Error::NotFound)?))
}

/// `GET /{lang}/trainer/groups/{group}/people/{id}`: one person. That somebody looked stands in the audit log.
///
/// # Errors
/// Not found, also for another trainer's group and for who does not belong to this one; the database's.
pub async fn show_person(staff: Staff, path: Path<(String, String, String)>, library: Data<Library>) -> WebResult {
    let (page, (id, person), whose) = (&staff.page, read_ids(&path)?, whose(&staff));
    let (shelf, today) = (library.shelf(), page.app.today());
    let of = std::sync::Arc::clone(&shelf);
    let (group, member) = page
        .app
        .write(staff.actor(), move |conn, ctx| {
            let group = groups::find_group(conn, whose, id)?.ok_or(Error::NotFound)?;
            let member = groups::find_member(conn, &group, (of.as_ref(), today), person)?.ok_or(Error::NotFound)?;
            let is_minor = member.minor == Minor::Yes;
            note_look(conn, ctx, Look { person, is_minor, organisation: None })?;
            Ok((group, member))
        })
        .await?;
    Ok(html_page(page, &member.name, &views::person(page, &group, &member, &shelf)))
}

/// `POST /{lang}/trainer/groups/{group}/people/{id}/remove`: they belong to it no longer.
///
/// # Errors
/// Not found, also for another trainer's group and for who does not belong to this one; the database's.
pub async fn create_removal(staff: Staff, path: Path<(String, String, String)>) -> WebResult {
    let (page, (id, person), whose) = (&staff.page, read_ids(&path)?, whose(&staff));
    page.app.write(staff.actor(), move |conn, ctx| groups::remove(conn, ctx, (whose, id), person)).await?;
    Ok(redirect_with(&address(page, id), "flash-group-removed"))
}
