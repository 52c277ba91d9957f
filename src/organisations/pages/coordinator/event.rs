//! The list for one event.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::super::super::event::{Found, MOST_NAMED, Named, find_named, note_event};
use super::super::super::views::coordinator::Tabs;
use super::super::super::views::event as views;
use super::super::super::{self as organisations};
use crate::content::Library;
use crate::kernel::Day;
use crate::web::address::client_ip;
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::{Coordinator, Fields, FormErrors, WebResult};

/// The form that the language switch sends.
const MAIN_FORM: &str = "main-form";

/// `GET /{lang}/coordinator/{organisation}/event`: whom the list shall hold.
///
/// # Errors
/// Not found for another organisation; the database's.
pub async fn new_event(coordinator: Coordinator) -> WebResult {
    show(coordinator, &Fields::default(), &FormErrors::default()).await
}

async fn show(coordinator: Coordinator, typed: &Fields, errors: &FormErrors) -> WebResult {
    let Coordinator { page, organisation, .. } = coordinator;
    let id = organisation.id;
    let tabs = page.app.read(move |conn| Ok(Tabs { waiting: organisations::count_waiting(conn, id)? })).await?;
    let page = page.with_switch_form(MAIN_FORM);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let body = views::form(&page, (&organisation, &tabs), typed, errors);
    Ok(respond(&page, status, page.t("event-title"), &body))
}

/// What the form asks for: the event, its day, the lines.
fn read(typed: &Fields) -> Result<(String, Day, String), FormErrors> {
    let mut errors = FormErrors::default();
    let name = typed.typed("event").filter(|name| name.chars().count() <= 120);
    let name = errors.check("event", "event-name-wrong", name.map(str::to_owned));
    let day = errors.check("date", "event-date-wrong", Day::parse(typed.get("date")));
    let lines = typed.get("people").to_owned();
    let count = lines.lines().filter(|line| !line.trim().is_empty()).count();
    if !(1..=MOST_NAMED).contains(&count) {
        errors.add("people", if count == 0 { "practical-people-none" } else { "practical-people-many" });
    }
    match (name, day) {
        (Some(name), Some(day)) if errors.is_empty() => Ok((name, day, lines)),
        _ => Err(errors),
    }
}

/// `POST /{lang}/coordinator/{organisation}/event`: the list, to print, as of now.
///
/// # Errors
/// Not found for another organisation; too many from one address; the database's.
pub async fn create_event(
    mut coordinator: Coordinator,
    request: HttpRequest,
    library: Data<Library>,
    typed: Fields,
) -> WebResult {
    if let Some(lang) = typed.switch() {
        coordinator.page.lang = lang;
    }
    if typed.has("edit") {
        return show(coordinator, &typed, &FormErrors::default()).await;
    }
    let (name, day, lines) = match read(&typed) {
        Ok(read) => read,
        Err(errors) => return show(coordinator, &typed, &errors).await,
    };
    let (id, app) = (coordinator.organisation.id, coordinator.page.app.clone());
    app.limits.take(Limited::Event, client_ip(&request, &app), app.now())?;
    let today = app.today();
    let named: Vec<Named> = app.db.read_long(move |conn| find_named(conn, id, (&lines, today))).await?;
    let count = named.iter().filter(|one| matches!(one.found, Found::One(_))).count();
    app.write(coordinator.actor(), move |conn, ctx| note_event(conn, ctx, id, count)).await?;
    let page = coordinator.page.with_switch_form(MAIN_FORM);
    let body = views::list(&page, &coordinator.organisation, (&typed, &name, day), &named, &library.shelf());
    let answer: HttpResponse = respond(&page, StatusCode::OK, page.t("event-title"), &body);
    Ok(answer)
}
