//! My learning: all courses of a person, one course, the choice for the certificate.

pub mod editions;

use std::future::{Ready, ready};
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{FromRequest, HttpRequest};

use super::super::model::{DoneSoFar, Enrolment, Progress, Standing};
use super::super::views::{self, Mine};
use super::super::{self as learning, RecentlyRead};
use crate::asking;
use crate::content::{Library, Published};
use crate::groups;
use crate::kernel::{Error, Lang, PersonName, Result};
use crate::reviews;
use crate::web::error::Problem;
use crate::web::flash::redirect;
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Volunteer, WebResult, html_page};

/// The courses, and what is known of those who learn them: a handler's argument.
#[derive(Debug)]
pub struct Courses {
    library: Arc<Library>,
    recent: Arc<RecentlyRead>,
    reviews: Arc<reviews::Current>,
}

impl Courses {
    /// Who signed which lesson.
    pub(super) fn reviews(&self) -> &reviews::Current {
        &self.reviews
    }

    /// The courses, to be taken along.
    pub(super) fn library(&self) -> Arc<Library> {
        Arc::clone(&self.library)
    }
}

impl std::ops::Deref for Courses {
    type Target = Library;

    fn deref(&self) -> &Library {
        &self.library
    }
}

impl FromRequest for Courses {
    type Error = Problem;
    type Future = Ready<Result<Self, Problem>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let library = request.app_data::<Data<Library>>().map(|library| Arc::clone(library));
        let recent = request.app_data::<Data<RecentlyRead>>().map(|recent| Arc::clone(recent));
        let reviews = request.app_data::<Data<reviews::Current>>().map(|reviews| Arc::clone(reviews));
        let courses = library.zip(recent).zip(reviews);
        let courses = courses.map(|((library, recent), reviews)| Self { library, recent, reviews });
        ready(courses.ok_or(Problem::NotFound))
    }
}

/// A course as this person has it: the newest revision of their edition.
pub(super) struct Learner {
    pub(super) published: Arc<Published>,
    pub(super) enrolment: Enrolment,
    pub(super) done: Arc<DoneSoFar>,
    /// The newest edition, if it is a later one and the course is not completed.
    newer: Option<Arc<Published>>,
}

/// What a volunteer has in a course; `None` if not enrolled.
///
/// # Errors
/// Not found if there is no such course; the database's.
pub(super) async fn learner(volunteer: &Volunteer, courses: &Courses, key: &str) -> Result<Option<Learner>> {
    let shelf = courses.shelf();
    let current = shelf.course(key).cloned().ok_or(Error::NotFound)?;
    let (person, course) = (volunteer.id(), current.course_id);
    let recent = Arc::clone(&courses.recent);
    let find = learning::reading_standing(recent, person, course);
    let found = volunteer.page.app.db.recall(courses.recent.standings(), (person, course), find).await?;
    Ok(found.map(|standing| {
        let Standing { enrolment, done } = Standing::clone(&standing);
        let is_newer = enrolment.completed_at.is_none() && current.edition > enrolment.edition;
        let newer = is_newer.then(|| Arc::clone(&current));
        let published = shelf.edition(course, enrolment.edition).cloned().unwrap_or(current);
        Learner { published, enrolment, done, newer }
    }))
}

/// What was done left nothing open in an edition that the person has left meanwhile, on another page: asks the one they
/// are in.
///
/// # Errors
/// The database's.
pub(super) async fn complete_where_moved(volunteer: &Volunteer, courses: &Courses, key: &str) -> Result<()> {
    let Some(Learner { published, enrolment, .. }) = learner(volunteer, courses, key).await? else { return Ok(()) };
    let complete = move |conn: &mut _, ctx: &_| learning::complete_if_done(conn, ctx, &enrolment, &published.course);
    volunteer.page.app.write(volunteer.actor(), complete).await.map(drop)
}

/// Groups that are looked through for those that go on.
const GROUPS: i64 = 20;

/// `GET /{lang}/learn`.
///
/// # Errors
/// The database's.
pub async fn list_learning(volunteer: Volunteer, library: Data<Library>) -> WebResult {
    let person = volunteer.id();
    let page = &volunteer.page;
    let (found, new_answers, own_groups): (Vec<(Enrolment, Progress)>, i64, Vec<groups::Own>) = page
        .app
        .read(move |conn| {
            let enrolments = learning::list_enrolments(conn, person)?;
            let progress = learning::progress_of_many(conn, &enrolments)?;
            let new_answers = asking::count_new_answers(conn, person)?;
            let own_groups = groups::list_of_person(conn, person, GROUPS)?;
            Ok((enrolments.into_iter().zip(progress).collect(), new_answers, own_groups))
        })
        .await?;
    let with_course: Vec<(Arc<Published>, &Enrolment, &Progress)> = found
        .iter()
        .filter_map(|(enrolment, progress)| {
            Some((library.shelf().edition(enrolment.course, enrolment.edition).cloned()?, enrolment, progress))
        })
        .collect();
    let mine: Vec<Mine<'_>> = with_course
        .iter()
        .map(|(published, enrolment, progress)| Mine { published, enrolment, progress, is_signed: false })
        .collect();
    let courses = library.shelf().offered().cloned().collect::<Vec<_>>();
    let others: Vec<&Published> = courses
        .iter()
        .map(AsRef::as_ref)
        .filter(|published: &&Published| !found.iter().any(|(enrolment, _)| enrolment.course == published.course_id))
        .collect();
    let in_groups = groups::on_overview(page, &own_groups, &library.shelf(), page.app.today());
    let body = views::overview(page, (&mine, &others), (new_answers, &in_groups));
    Ok(html_page(page, page.t("learn-title"), &body))
}

/// `GET /{lang}/learn/{course}`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_outline(volunteer: Volunteer, courses: Courses, path: Path<(String, String)>) -> WebResult {
    let Some(learner) = learner(&volunteer, &courses, &path.1).await? else {
        return Ok(redirect(&volunteer.page.to(&format!("/courses/{}", path.1))));
    };
    let Learner { published, enrolment, done, newer } = &learner;
    let is_signed = courses.reviews().is_signed(published);
    let mine = Mine { published, enrolment, progress: &done.progress, is_signed };
    let title = published.course.title.get(volunteer.page.lang).to_owned();
    Ok(html_page(&volunteer.page, &title, &views::outline(&volunteer.page, &mine, newer.is_some())))
}

/// `GET /{lang}/learn/{course}/certificate`: name and language, before the last test.
///
/// # Errors
/// Not found; the database's.
pub async fn edit_choice(volunteer: Volunteer, courses: Courses, path: Path<(String, String)>) -> WebResult {
    let learner = learner(&volunteer, &courses, &path.1).await?.ok_or(Error::NotFound)?;
    let name = learner.enrolment.certificate_name.clone().unwrap_or_else(|| volunteer.person.name.clone());
    let offered = learner.published.course.certificate.languages(&learner.published.course.languages);
    let wanted = learner.enrolment.certificate_language.unwrap_or(volunteer.page.lang);
    let lang = Some(wanted).filter(|lang| offered.contains(lang)).or(offered.first().copied()).unwrap_or(wanted);
    let typed = Fields(vec![("name".to_owned(), name), ("certificate_language".to_owned(), lang.code().to_owned())]);
    Ok(show_choice(&volunteer, &learner, &typed, &FormErrors::default()))
}

fn show_choice(
    volunteer: &Volunteer,
    learner: &Learner,
    typed: &Fields,
    errors: &FormErrors,
) -> actix_web::HttpResponse {
    let page = volunteer.page.clone().with_switch_form("main-form");
    let body = views::choose(&page, &learner.published, typed, errors);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("choose-title"), &body)
}

/// `POST /{lang}/learn/{course}/certificate`.
///
/// # Errors
/// Not found; the database's.
pub async fn update_choice(
    mut volunteer: Volunteer,
    courses: Courses,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    let learner = learner(&volunteer, &courses, &path.1).await?.ok_or(Error::NotFound)?;
    if let Some(lang) = typed.switch() {
        volunteer.page.lang = lang;
        return Ok(show_choice(&volunteer, &learner, &typed, &FormErrors::default()));
    }
    let mut errors = FormErrors::default();
    let name = errors.check("name", "account-name-wrong", PersonName::parse(typed.get("name")));
    if name.as_ref().is_some_and(|name| crate::certificates::pdf::unprintable_letter(name.as_str()).is_some()) {
        errors.add("name", "choose-name-unprintable");
    }
    let lang = errors.check(
        "certificate_language",
        "choose-language-wrong",
        Lang::from_code(typed.get("certificate_language")).filter(|lang| {
            learner.published.course.certificate.languages(&learner.published.course.languages).contains(lang)
        }),
    );
    let (Some(name), Some(lang), true) = (name, lang, errors.is_empty()) else {
        return Ok(show_choice(&volunteer, &learner, &typed, &errors));
    };
    let enrolment = learner.enrolment.id;
    let page = &volunteer.page;
    page.app
        .write(volunteer.actor(), move |conn, _| learning::choose_certificate(conn, enrolment, &name, lang))
        .await?;
    let (next, _) = views::continue_from(page, &learner.published, &learner.done.progress);
    Ok(redirect(&next))
}
