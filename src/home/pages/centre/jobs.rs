//! Work of the platform that did not go well: certificates that could not be issued, and the rest.

use actix_web::HttpRequest;
use actix_web::web::{Data, Path};

use super::jobs_views as views;
use crate::accounts::{self, audit};
use crate::content::Library;
use crate::jobs::events::Event;
use crate::jobs::list::{count_troubled, list_troubled};
use crate::jobs::model::Troubled;
use crate::jobs::retry::retry;
use crate::kernel::Error;
use crate::kernel::ids::{JobId, PersonId};
use crate::learning::{self, Enrolment};
use crate::web::flash::redirect_with;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Centre, Fields, WebResult, html_page};

/// A job, and whose course it is about.
pub(super) struct Shown {
    pub(super) job: Troubled,
    pub(super) enrolment: Option<Enrolment>,
    pub(super) name: Option<String>,
}

/// `GET /{lang}/centre/jobs?page=`.
///
/// # Errors
/// The database's.
pub async fn list_jobs(centre: Centre, library: Data<Library>, request: HttpRequest) -> WebResult {
    let page = &centre.page;
    let wanted = PageNumber::of(&Fields::of_query(&request));
    let (jobs, current, total) = page
        .app
        .read(move |conn| {
            let total: i64 = count_troubled(conn)?.iter().map(|(_, count)| count).sum();
            let current = wanted.within(total);
            let jobs = list_troubled(conn, (current.offset(), PER_PAGE))?;
            let mut shown = Vec::new();
            for job in jobs {
                // A page of them at most, and mostly none at all.
                let enrolment = match Event::read(&job.payload) {
                    Ok(Event::CourseCompleted { enrolment }) => learning::get_enrolment(conn, enrolment).ok(),
                    Err(_) => None,
                };
                shown.push(Shown { job, enrolment, name: None });
            }
            let people: Vec<PersonId> = shown.iter().filter_map(|one| Some(one.enrolment.as_ref()?.person)).collect();
            let names = accounts::list_names(conn, &people)?;
            for one in &mut shown {
                let person = one.enrolment.as_ref().map(|enrolment| enrolment.person);
                one.name = names.iter().find(|(id, _)| Some(*id) == person).map(|(_, name)| name.clone());
            }
            Ok((shown, current, total))
        })
        .await?;
    let list = views::List { jobs: &jobs, current, total, library: &library };
    Ok(html_page(page, page.t("jobs-title"), &views::list(page, &list)))
}

/// `POST /{lang}/centre/jobs/{id}/retry`: once more, now.
///
/// # Errors
/// Not found; the database's.
pub async fn create_retry(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let page = &centre.page;
    let id: JobId = path.1.parse().map_err(|_| Error::NotFound)?;
    page.app
        .write(centre.actor(), move |conn, ctx| {
            retry(conn, ctx, id)?;
            let (action, details) = ("job tried again", serde_json::Value::Null);
            audit::record(conn, ctx, &audit::Entry { action, subject: "job", subject_id: Some(id.0), details })
        })
        .await?;
    Ok(redirect_with(&page.to("/centre/jobs"), "flash-job-again"))
}
