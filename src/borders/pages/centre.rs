//! What the centre does with districts and settlements.

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::super::views::{self, Main, New, Shown};
use super::super::{self as borders, Changed, End, Goes, Look, Place, Refused, Which, check, read_name};
use crate::kernel::ids::{DistrictId, SettlementId};
use crate::kernel::{Day, Error, Lang, Localized, Result};
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Centre, Fields, FormErrors, Page, WebResult, html_page};

/// The form that the language switch sends.
const MAIN_FORM: &str = "main-form";
/// The fields of names, in the order of [`Lang::ALL`].
const NAMES: [&str; 3] = ["name_kk", "name_ru", "name_en"];

/// `GET /{lang}/centre/places`.
///
/// # Errors
/// The database's.
pub async fn list_places(centre: Centre) -> WebResult {
    let page = &centre.page;
    let lists = page.app.read(borders::list).await?;
    Ok(html_page(page, page.t("place-title"), &views::list(page, &lists)))
}

fn read_district(path: &Path<(String, String)>) -> Result<DistrictId> {
    path.1.parse().map_err(|_| Error::NotFound)
}

fn read_settlement(path: &Path<(String, String)>) -> Result<SettlementId> {
    path.1.parse().map_err(|_| Error::NotFound)
}

fn address(page: &Page, which: Which) -> String {
    page.to(&match which {
        Which::District(id) => format!("/centre/places/districts/{id}"),
        Which::Settlement(id) => format!("/centre/places/settlements/{id}"),
    })
}

/// The field that a refusal is about, and its words.
const fn told(refused: Refused) -> (&'static str, &'static str) {
    match refused {
        Refused::NameTaken => ("name_kk", "place-name-taken"),
        Refused::Ended => ("day", "place-ended-already"),
        Refused::Early => ("day", "place-day-early"),
        Refused::Far => ("day", "place-day-far"),
        Refused::NoSuccessor => ("goes", "place-goes-missing"),
        Refused::Successor => ("goes", "place-goes-wrong"),
        Refused::Planned => ("day", "place-planned"),
        Refused::Used => ("undo", "place-used"),
        Refused::Typed => ("undo", "place-spelling-typed"),
    }
}

fn errors_of(refused: Refused) -> FormErrors {
    let (field, message) = told(refused);
    FormErrors::one(field, message)
}

/// The names in a form.
fn read_names(typed: &Fields, errors: &mut FormErrors) -> Option<Localized> {
    let [kk, ru, en] = NAMES.map(|field| errors.check(field, "place-name-wrong", read_name(typed.get(field))));
    Some(Localized { kk: Some(kk?), ru: Some(ru?), en: Some(en?) })
}

fn status(errors: &FormErrors) -> StatusCode {
    if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY }
}

// Adding

/// `GET /{lang}/centre/places/new`: a district.
///
/// # Errors
/// The database's.
pub async fn new_district(centre: Centre) -> WebResult {
    let typed = as_new(&centre.page);
    show_new(centre, None, (&typed, &FormErrors::default())).await
}

/// `POST /{lang}/centre/places/new`. The language switch comes here too.
///
/// # Errors
/// The database's.
pub async fn create_district(centre: Centre, typed: Fields) -> WebResult {
    create(centre, None, typed).await
}

/// `GET /{lang}/centre/places/districts/{district}/new`: a settlement of it.
///
/// # Errors
/// Not found; the database's.
pub async fn new_settlement(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let typed = as_new(&centre.page);
    show_new(centre, Some(read_district(&path)?), (&typed, &FormErrors::default())).await
}

/// `POST /{lang}/centre/places/districts/{district}/new`. The language switch comes here too.
///
/// # Errors
/// Not found; the database's.
pub async fn create_settlement(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    create(centre, Some(read_district(&path)?), typed).await
}

fn as_new(page: &Page) -> Fields {
    Fields(vec![("day".to_owned(), page.app.today().to_string())])
}

async fn show_new(centre: Centre, of: Option<DistrictId>, (typed, errors): (&Fields, &FormErrors)) -> WebResult {
    let lists = centre.page.app.read(borders::list).await?;
    let district = of.map(|id| lists.district(id).ok_or(Error::NotFound)).transpose()?;
    let page = centre.page.with_switch_form(MAIN_FORM);
    let title = if of.is_some() { "place-new-settlement" } else { "place-new-district" };
    let body = views::new(&page, &New { district: district.map(|one| &one.district), typed, errors });
    Ok(respond(&page, status(errors), page.t(title), &body))
}

async fn create(mut centre: Centre, of: Option<DistrictId>, typed: Fields) -> WebResult {
    if let Some(lang) = typed.switch() {
        centre.page.lang = lang;
        return show_new(centre, of, (&typed, &FormErrors::default())).await;
    }
    let mut errors = FormErrors::default();
    let name = read_names(&typed, &mut errors);
    let day = errors.check("day", "place-day-wrong", Day::parse(typed.get("day").trim()));
    let (Some(name), Some(from)) = (name, day) else { return show_new(centre, of, (&typed, &errors)).await };
    let (app, today) = (centre.page.app.clone(), centre.page.app.today());
    let new = Place { district: of, name, from };
    match app.write(centre.actor(), move |conn, ctx| borders::add(conn, ctx, &new, today)).await? {
        Changed::Yes(which) => Ok(redirect_with(&address(&centre.page, which), "flash-place-added")),
        Changed::AlreadySo => Ok(redirect_with(&centre.page.to("/centre/places"), "flash-already-so")),
        Changed::No(refused) => show_new(centre, of, (&typed, &errors_of(refused))).await,
    }
}

// Looking and renaming

/// `GET /{lang}/centre/places/districts/{district}?day=&goes=`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_district(centre: Centre, path: Path<(String, String)>, request: HttpRequest) -> WebResult {
    let typed = Fields::of_query(&request);
    show(centre, Which::District(read_district(&path)?), Main::Names, (&typed, &FormErrors::default())).await
}

/// `GET /{lang}/centre/places/settlements/{settlement}?day=&goes=`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_settlement(centre: Centre, path: Path<(String, String)>, request: HttpRequest) -> WebResult {
    let typed = Fields::of_query(&request);
    show(centre, Which::Settlement(read_settlement(&path)?), Main::Names, (&typed, &FormErrors::default())).await
}

/// `POST /{lang}/centre/places/districts/{district}`: other names. The language switch comes here too.
///
/// # Errors
/// Not found; the database's.
pub async fn update_district(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    rename(centre, Which::District(read_district(&path)?), typed).await
}

/// `POST /{lang}/centre/places/settlements/{settlement}`: other names. The language switch comes here too.
///
/// # Errors
/// Not found; the database's.
pub async fn update_settlement(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    rename(centre, Which::Settlement(read_settlement(&path)?), typed).await
}

async fn look(page: &Page, which: Which) -> Result<Look> {
    let today = page.app.today();
    page.app.db.read_long(move |conn| borders::look_at(conn, which, today)).await
}

/// What was typed, and the stored names where nothing was.
fn filled(name: &Localized, typed: &Fields) -> Fields {
    let mut fields = typed.clone();
    for (field, lang) in NAMES.into_iter().zip(Lang::ALL) {
        if fields.0.iter().all(|(known, _)| known != field) {
            fields.0.push((field.to_owned(), name.get(lang).to_owned()));
        }
    }
    fields
}

async fn show(centre: Centre, which: Which, main: Main, (typed, errors): (&Fields, &FormErrors)) -> WebResult {
    let look = look(&centre.page, which).await?;
    let page = centre.page.with_switch_form(MAIN_FORM);
    let name = views::name_of(&look.lists, which).ok_or(Error::NotFound)?.clone();
    let shown = Shown { which, look: &look, main, typed: &filled(&name, typed), errors };
    Ok(respond(&page, status(errors), name.get(page.lang), &views::one(&page, &shown)))
}

async fn rename(mut centre: Centre, which: Which, typed: Fields) -> WebResult {
    if let Some(lang) = typed.switch() {
        centre.page.lang = lang;
        return show(centre, which, Main::Names, (&typed, &FormErrors::default())).await;
    }
    let mut errors = FormErrors::default();
    let Some(name) = read_names(&typed, &mut errors) else {
        return show(centre, which, Main::Names, (&typed, &errors)).await;
    };
    let (app, today) = (centre.page.app.clone(), centre.page.app.today());
    match app.write(centre.actor(), move |conn, ctx| borders::rename(conn, ctx, which, (&name, today))).await? {
        Changed::Yes(_) => Ok(redirect_with(&address(&centre.page, which), "flash-place-renamed")),
        Changed::AlreadySo => Ok(redirect_with(&address(&centre.page, which), "flash-already-so")),
        Changed::No(refused) => show(centre, which, Main::Names, (&typed, &errors_of(refused))).await,
    }
}

// Ending

/// `POST /{lang}/centre/places/districts/{district}/end`: what would happen, and once that is confirmed, the end.
///
/// # Errors
/// Not found; the database's.
pub async fn create_district_end(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    end(centre, Which::District(read_district(&path)?), typed).await
}

/// `POST /{lang}/centre/places/settlements/{settlement}/end`: the same for a settlement, which may also go to another
/// district.
///
/// # Errors
/// Not found; the database's.
pub async fn create_settlement_end(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    end(centre, Which::Settlement(read_settlement(&path)?), typed).await
}

/// Where people go, as the form says it: `d7` a district, `s7` a settlement, `none` if nobody lives there.
fn read_goes(text: &str) -> Option<Goes> {
    match text.split_at_checked(1)? {
        ("d", id) => id.parse().ok().map(Goes::District),
        ("s", id) => id.parse().ok().map(Goes::Settlement),
        _ => (text == "none").then_some(Goes::Nowhere),
    }
}

async fn end(mut centre: Centre, which: Which, typed: Fields) -> WebResult {
    let switch = typed.switch();
    centre.page.lang = switch.unwrap_or(centre.page.lang);
    let mut errors = FormErrors::default();
    let on = errors.check("day", "place-day-wrong", Day::parse(typed.get("day").trim()));
    let goes = errors.check("goes", "place-goes-missing", read_goes(typed.get("goes")));
    let (Some(on), Some(goes)) = (on, goes) else { return show(centre, which, Main::End, (&typed, &errors)).await };
    let (wanted, today) = (End { which, on, goes }, centre.page.app.today());
    if typed.has("confirm") && switch.is_none() {
        let app = centre.page.app.clone();
        return match app.write(centre.actor(), move |conn, ctx| borders::end(conn, ctx, &wanted, today)).await? {
            Changed::No(refused) => show(centre, which, Main::End, (&typed, &errors_of(refused))).await,
            Changed::Yes(_) | Changed::AlreadySo => {
                let message = match (wanted.is_move(), on > today) {
                    (false, false) => "flash-place-ended",
                    (false, true) => "flash-place-planned",
                    (true, false) => "flash-place-moved",
                    (true, true) => "flash-place-move-planned",
                };
                Ok(redirect_with(&address(&centre.page, which), message))
            }
        };
    }
    let look = look(&centre.page, which).await?;
    if let Err(refused) = check(&look.lists, &wanted, (today, look.people)) {
        return show(centre, which, Main::End, (&typed, &errors_of(refused))).await;
    }
    let page = centre.page.with_switch_form(MAIN_FORM);
    let body = views::preview(&page, &look, &wanted, typed.get("goes"));
    let answer: HttpResponse = respond(&page, StatusCode::OK, page.t("place-preview-title"), &body);
    Ok(answer)
}

// Taking back

/// `POST /{lang}/centre/places/districts/{district}/undo`: by the button pressed, takes an end back, or removes what was
/// added.
///
/// # Errors
/// Not found; the database's.
pub async fn create_district_undo(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    undo(centre, Which::District(read_district(&path)?), typed).await
}

/// `POST /{lang}/centre/places/settlements/{settlement}/undo`: the same for a settlement; or removes a further spelling.
///
/// # Errors
/// Not found; the database's.
pub async fn create_settlement_undo(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let id = read_settlement(&path)?;
    let Some(spelling) = typed.typed("spelling").map(str::to_owned) else {
        return undo(centre, Which::Settlement(id), typed).await;
    };
    let app = centre.page.app.clone();
    let work = move |conn: &mut _, ctx: &_| borders::remove_spelling(conn, ctx, id, &spelling);
    let (which, here) = (Which::Settlement(id), address(&centre.page, Which::Settlement(id)));
    match app.write(centre.actor(), work).await? {
        Changed::Yes(_) => Ok(redirect_with(&here, "flash-place-spelling-removed")),
        Changed::AlreadySo => Ok(redirect_with(&here, "flash-already-so")),
        Changed::No(refused) => show(centre, which, Main::Names, (&Fields::default(), &errors_of(refused))).await,
    }
}

async fn undo(centre: Centre, which: Which, typed: Fields) -> WebResult {
    let (app, today, is_removal) = (centre.page.app.clone(), centre.page.app.today(), typed.has("remove"));
    let work = move |conn: &mut _, ctx: &_| {
        if is_removal { borders::remove(conn, ctx, which) } else { borders::take_back(conn, ctx, which, today) }
    };
    match app.write(centre.actor(), work).await? {
        Changed::Yes(_) if is_removal => Ok(redirect_with(&centre.page.to("/centre/places"), "flash-place-removed")),
        Changed::Yes(_) => Ok(redirect_with(&address(&centre.page, which), "flash-place-taken-back")),
        Changed::AlreadySo => Ok(redirect_with(&address(&centre.page, which), "flash-already-so")),
        Changed::No(_) => {
            show(centre, which, Main::Names, (&Fields::default(), &FormErrors::one("undo", "place-used"))).await
        }
    }
}
