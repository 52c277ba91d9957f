//! What the centre does with accounts: find a person, correct the e-mail, give and take roles, close and open.

pub mod audit;
mod audit_views;
pub mod cards;
pub mod erasure;
mod erasure_views;
mod membership_views;
pub mod memberships;
pub mod reviews;
pub mod second;
pub mod tokens;
pub(super) mod views;

use actix_web::http::StatusCode;
use actix_web::web::Path;
use actix_web::{HttpRequest, HttpResponse};

use super::public::read_birth_year;
use crate::accounts::{self, Access, AccountState, CaredFor, Corrected, Granted, Look, PeopleSearch, Person};
use crate::certificates::{Certificate, register};
use crate::kernel::age::first_minor_year;
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::{Email, Error, Result, Role, Timestamp};
use crate::organisations::{self, Membership, Organisation};
use crate::places;
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::paging::{PER_PAGE, PageNumber};
use crate::web::{Centre, Fields, FormErrors, Page, Problem, WebResult, html_page};

/// The form whose address the language switch brings along.
const MAIN_FORM: &str = "main-form";
/// So many organisations are shown of a person at most.
const MEMBERSHIPS: i64 = 20;

/// `GET /{lang}/centre/people?search=&role=&state=&organisation=&page=`.
///
/// # Errors
/// The database's.
pub async fn list_people(centre: Centre, request: HttpRequest) -> WebResult {
    let page = &centre.page;
    let typed = Fields::of_query(&request);
    let search = PeopleSearch {
        text: typed.get("search").trim().to_owned(),
        role: Role::from_code(typed.get("role")),
        state: AccountState::from_code(typed.get("state")),
        organisation: typed.get("organisation").parse().ok().map(OrganisationId),
        minors_from: first_minor_year(page.app.today()),
    };
    let wanted = PageNumber::of(&typed);
    let (found, parental, districts, organisation, current, total) = page
        .app
        .read(move |conn| {
            let (mut found, total) = accounts::list_people(conn, &search, (wanted.offset(), PER_PAGE))?;
            let current = wanted.within(total);
            if current != wanted {
                (found, _) = accounts::list_people(conn, &search, (current.offset(), PER_PAGE))?;
            }
            let people: Vec<PersonId> = found.iter().map(|listed| listed.person.id).collect();
            let parental = accounts::list_parental_states(conn, &people)?;
            let organisation = match search.organisation {
                Some(id) => organisations::find_organisation(conn, id)?,
                None => None,
            };
            Ok((found, parental, places::list_all_districts(conn)?, organisation, current, total))
        })
        .await?;
    let groups: Vec<_> = found.iter().map(|one| one.person.age_group(page.app.today())).collect();
    let list = ("people", current.number());
    page.app.write(centre.actor(), move |conn, ctx| accounts::note_people(conn, ctx, list, &groups)).await?;
    let (organisation, districts) = (organisation.as_ref(), districts.as_slice());
    let list =
        views::List { typed: &typed, found: &found, parental: &parental, districts, organisation, current, total };
    Ok(html_page(page, page.t("centre-people-title"), &views::list(page, &list)))
}

/// A person as the centre sees them.
struct Looked {
    person: Person,
    care: CaredFor,
    district: Option<places::District>,
    certificates: Vec<Certificate>,
    /// Where the person belongs, belonged or asked to.
    memberships: Vec<Membership>,
    /// The organisations that are open.
    organisations: Vec<Organisation>,
    /// Since when a second factor holds.
    second_factor: Option<Timestamp>,
    /// Which roles the one who looks may give or take.
    roles: Vec<Role>,
    /// Whether the one who looks may change this account; [`accounts::correct_email`] and
    /// [`accounts::set_disabled`] decide by the same rule.
    in_reach: bool,
}

/// Reads what there is about a person. That somebody looked stands in the audit log.
async fn look(centre: &Centre, id: PersonId) -> Result<Looked> {
    let (app, today) = (&centre.page.app, centre.page.app.today());
    let person = app
        .write(centre.actor(), move |conn, ctx| {
            let person = accounts::find_person(conn, id)?.ok_or(Error::NotFound)?;
            let is_minor = person.age_group(today).is_minor();
            accounts::note_look(conn, ctx, Look { person: id, is_minor, organisation: None })?;
            Ok(person)
        })
        .await?;
    let district = person.district;
    let asked = person.clone();
    let (district, certificates, care, factor, (memberships, organisations)) = app
        .read(move |conn| {
            let district = match district {
                Some(district) => places::find_district(conn, district)?,
                None => None,
            };
            let certificates = register::list_of_person(conn, id)?;
            let belongs = (organisations::list_of_person(conn, id, MEMBERSHIPS)?, organisations::list_open(conn)?);
            Ok((district, certificates, accounts::care_of(conn, asked)?, accounts::find_factor(conn, id)?, belongs))
        })
        .await?;
    let may_grant = |role: Role| centre.person.roles.iter().any(|own| own.may_grant(role));
    let roles = Role::ALL.into_iter().filter(|role| role.is_held_whole() && may_grant(*role)).collect();
    let in_reach = may_grant(Role::Trainer) && person.roles.iter().all(|role| may_grant(*role));
    let second_factor = factor.held.map(|(_, since)| since);
    Ok(Looked { person, care, district, certificates, memberships, organisations, second_factor, roles, in_reach })
}

/// The form as it is before somebody types.
fn as_stored(looked: &Looked) -> Fields {
    Fields(vec![("email".to_owned(), looked.person.email.clone().unwrap_or_default())])
}

fn show(page: Page, looked: &Looked, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    // Without the form, its buttons would do nothing.
    let page = if looked.in_reach { page.with_switch_form(MAIN_FORM) } else { page };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, &looked.person.name, &views::person(&page, looked, typed, errors))
}

/// `GET /{lang}/centre/people/{id}`.
///
/// # Errors
/// Not found; the database's.
pub async fn show_person(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let looked = look(&centre, read_id(&path)?).await?;
    let stored = as_stored(&looked);
    Ok(show(centre.page, &looked, &stored, &FormErrors::default()))
}

fn address(page: &Page, id: PersonId) -> String {
    page.to(&format!("/centre/people/{id}"))
}

/// `POST /{lang}/centre/people/{id}/email`: corrects the address; a mail there asks to confirm it.
///
/// # Errors
/// Not found; forbidden for who holds a role out of reach; the database's.
pub async fn update_email(mut centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let looked = look(&centre, read_id(&path)?).await?;
    if let Some(lang) = typed.switch() {
        centre.page.lang = lang;
        return Ok(show(centre.page, &looked, &typed, &FormErrors::default()));
    }
    let Some(email) = Email::parse(typed.get("email")) else {
        let errors = FormErrors::one("email", "account-email-wrong");
        return Ok(show(centre.page, &looked, &typed, &errors));
    };
    let (id, actor, page) = (looked.person.id, centre.actor(), centre.page);
    let link = page.app.random.secret();
    let base = page.app.base_url.to_string();
    let outcome =
        page.app.write(actor, move |conn, ctx| accounts::correct_email(conn, ctx, (id, &email), &link, &base)).await;
    match outcome {
        Ok(Corrected::Yes) => Ok(redirect_with(&address(&page, id), "flash-email-corrected")),
        Ok(Corrected::AlreadySo) => Ok(redirect_with(&address(&page, id), "flash-already-so")),
        // Somebody may take the address at the same moment; then the unique index says so.
        Ok(Corrected::Taken) | Err(Error::Conflict) => {
            Ok(show(page, &looked, &typed, &FormErrors::one("email", "centre-email-taken")))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /{lang}/centre/people/{id}/birth-year`: corrects the year of birth.
///
/// # Errors
/// Not found; forbidden for who holds a role out of reach; the database's.
pub async fn update_birth_year(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let looked = look(&centre, read_id(&path)?).await?;
    let mut errors = FormErrors::default();
    let Some(year) = read_birth_year(&centre.page, &typed, &mut errors) else {
        let mut fields = as_stored(&looked);
        fields.0.push(("birth_year".to_owned(), typed.get("birth_year").to_owned()));
        return Ok(show(centre.page, &looked, &fields, &errors));
    };
    let (id, actor, page) = (looked.person.id, centre.actor(), centre.page);
    page.app.write(actor, move |conn, ctx| accounts::correct_birth_year(conn, ctx, id, year)).await?;
    Ok(redirect_with(&address(&page, id), "flash-birth-year-saved"))
}

/// A role that is held by a grant, as a button of the form says it.
fn read_role(typed: &Fields) -> Result<Role, Problem> {
    Role::from_code(typed.get("role")).filter(|role| role.is_held_whole()).ok_or(Problem::BadRequest)
}

fn read_id(path: &Path<(String, String)>) -> Result<PersonId> {
    path.1.parse().map_err(|_| Error::NotFound)
}

/// The person's page after a change, or why nothing was changed.
async fn answer(centre: Centre, id: PersonId, (outcome, done): (Granted, &'static str)) -> WebResult {
    match outcome {
        Granted::Yes => Ok(redirect_with(&address(&centre.page, id), done)),
        Granted::AlreadySo => Ok(redirect_with(&address(&centre.page, id), "flash-already-so")),
        Granted::LastAdministrator => {
            let looked = look(&centre, id).await?;
            let errors = FormErrors::one("roles", "centre-last-administrator");
            Ok(show(centre.page, &looked, &as_stored(&looked), &errors))
        }
    }
}

/// `POST /{lang}/centre/people/{id}/grant`: gives a role.
///
/// # Errors
/// Not found; forbidden for a role that the one who acts may not give; the database's.
pub async fn create_grant(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let (id, role) = (read_id(&path)?, read_role(&typed)?);
    let app = centre.page.app.clone();
    let outcome = app.write(centre.actor(), move |conn, ctx| accounts::grant(conn, ctx, id, role)).await?;
    answer(centre, id, (outcome, "flash-granted")).await
}

/// `POST /{lang}/centre/people/{id}/withdraw`: takes a role away.
///
/// # Errors
/// Not found; forbidden for a role that the one who acts may not give; the database's.
pub async fn create_withdrawal(centre: Centre, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let (id, role) = (read_id(&path)?, read_role(&typed)?);
    let app = centre.page.app.clone();
    let outcome = app.write(centre.actor(), move |conn, ctx| accounts::withdraw(conn, ctx, id, role)).await?;
    answer(centre, id, (outcome, "flash-withdrawn")).await
}

/// `POST /{lang}/centre/people/{id}/disable`: closes an account; its sign-ins end at once.
///
/// # Errors
/// Not found; forbidden for who holds a role out of reach; the database's.
pub async fn create_disabling(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let outcome = set_access(&centre, read_id(&path)?, Access::Disabled).await?;
    answer(centre, read_id(&path)?, (outcome, "flash-disabled")).await
}

/// `POST /{lang}/centre/people/{id}/enable`: opens an account again.
///
/// # Errors
/// Not found; forbidden for who holds a role out of reach; the database's.
pub async fn create_enabling(centre: Centre, path: Path<(String, String)>) -> WebResult {
    let outcome = set_access(&centre, read_id(&path)?, Access::Enabled).await?;
    answer(centre, read_id(&path)?, (outcome, "flash-enabled")).await
}

async fn set_access(centre: &Centre, id: PersonId, access: Access) -> Result<Granted> {
    let app = &centre.page.app;
    app.write(centre.actor(), move |conn, ctx| accounts::set_disabled(conn, ctx, id, access)).await
}
