//! A key was wrong: what marking the tries again would do, and doing it.

use actix_web::web::{Data, Path};

use super::super::super::views;
use super::super::super::{self as learning};
use crate::content::Library;
use crate::kernel::Error;
use crate::web::flash::redirect_with;
use crate::web::{Trainer, WebResult, html_page};

/// `GET /{lang}/trainer/courses/{course}/regrade`: the dry run. Nothing is written.
///
/// # Errors
/// Not found; the database's.
pub async fn show_regrade(trainer: Trainer, library: Data<Library>, path: Path<(String, String)>) -> WebResult {
    let page = &trainer.page;
    let published = library.shelf().course(&path.1).cloned().ok_or(Error::NotFound)?;
    let (library, target) = (library.into_inner(), published.clone());
    let read = page.app.db.read_long(move |conn| {
        let state = learning::find_regrade_state(conn, target.id)?;
        Ok((learning::plan_regrade(conn, &library, &target)?, state))
    });
    let (plan, state) = read.await?;
    let body = views::regrade(page, &published, &plan, state);
    let title = format!("{} · {}", page.t("regrade-title"), published.course.title.get(page.lang));
    Ok(html_page(page, &title, &body))
}

/// `POST /{lang}/trainer/courses/{course}/regrade`: queues it. A second click queues nothing.
///
/// # Errors
/// Not found; the database's.
pub async fn create_regrade(trainer: Trainer, library: Data<Library>, path: Path<(String, String)>) -> WebResult {
    let page = &trainer.page;
    let published = library.shelf().course(&path.1).cloned().ok_or(Error::NotFound)?;
    let here = page.to(&format!("/trainer/courses/{}/regrade", published.course.key));
    page.app.write(trainer.actor(), move |conn, ctx| learning::request_regrade(conn, ctx, &published)).await?;
    Ok(redirect_with(&here, "flash-regrade-begun"))
}
