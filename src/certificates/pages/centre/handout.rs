//! The certificates of a session in one file, for the officer to print and hand out.

use actix_web::http::header;
use actix_web::web::{self, Data, Path};
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::pdf::many::{Cover, render_many};
use super::super::super::practical::get_bundle;
use super::practical_views as views;
use crate::accounts::{self, ListLook};
use crate::content::Library;
use crate::kernel::ids::{PersonId, SessionId};
use crate::kernel::{AgeGroup, Error};
use crate::web::address::client_ip;
use crate::web::limits::Limited;
use crate::web::{Centre, WebResult};

/// `GET /{lang}/centre/practical/{session}/certificates.pdf`: a page for each person. What was revoked, suspended, replaced
/// or erased is not among them. That somebody took the list stands in the audit log, once an hour.
///
/// # Errors
/// Not found, also if nothing is left to hand out; too many from one address; the database's.
pub async fn show_handout(
    centre: Centre,
    request: HttpRequest,
    path: Path<(String, String)>,
    library: Data<Library>,
) -> WebResult {
    let id: SessionId = path.1.parse().map_err(|_| Error::NotFound)?;
    let page = &centre.page;
    page.app.limits.take(Limited::Export, client_ip(&request, &page.app), page.app.now())?;
    let today = page.app.today();
    let read = move |conn: &mut _| {
        let (session, certificates, bundle) = get_bundle(conn, id)?;
        let holders: Vec<PersonId> = certificates.iter().filter_map(|one| one.person).collect();
        let years = accounts::list_birth_years(conn, &holders)?;
        let has_minors = years.iter().any(|(_, year)| AgeGroup::of(*year, today).is_minor());
        Ok((session, bundle, has_minors))
    };
    let (session, bundle, has_minors) = page.app.db.read_long(read).await?;
    let look = ListLook { action: "practical certificates printed", list: ("session", id.0), has_minors };
    page.app.write(centre.actor(), move |conn, ctx| accounts::note_list_look(conn, ctx, look)).await?;
    let title = views::handout_title(page, &library.shelf(), &session);
    let cover = Cover { title, language: page.lang, made_at: page.app.now() };
    let bytes =
        web::block(move || render_many(&bundle, &cover)).await.map_err(Error::internal)?.map_err(Error::from)?;
    let name = format!("attachment; filename=\"erikti-practical-{id}-{}.pdf\"", session.held_on);
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/pdf"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(bytes))
}
