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
use crate::kernel::ids::{EnrolmentId, JobId, PersonId};
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
            let ids: Vec<EnrolmentId> = jobs.iter().filter_map(enrolment_of).collect();
            let enrolments = learning::list_enrolments_by_id(conn, &ids)?;
            let people: Vec<PersonId> = enrolments.iter().map(|enrolment| enrolment.person).collect();
            let names = accounts::list_names(conn, &people)?;
            Ok((named(jobs, &enrolments, &names), current, total))
        })
        .await?;
    let list = views::List { jobs: &jobs, current, total, library: &library };
    Ok(html_page(page, page.t("jobs-title"), &views::list(page, &list)))
}

/// The enrolment that a job is about.
fn enrolment_of(job: &Troubled) -> Option<EnrolmentId> {
    Event::read(&job.payload).ok().map(Event::enrolment)
}

/// The jobs with the enrolments and names that were found.
fn named(jobs: Vec<Troubled>, enrolments: &[Enrolment], names: &[(PersonId, String)]) -> Vec<Shown> {
    let shown = jobs.into_iter().map(|job| {
        let id = enrolment_of(&job);
        let enrolment = enrolments.iter().find(|enrolment| Some(enrolment.id) == id).cloned();
        let person = enrolment.as_ref().map(|enrolment| enrolment.person);
        let name = names.iter().find(|(id, _)| Some(*id) == person).map(|(_, name)| name.clone());
        Shown { job, enrolment, name }
    });
    shown.collect()
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
