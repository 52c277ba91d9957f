//! A group is made, or changed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::super::super::views::form::{self as views, Form};
use super::super::super::{self as groups, Candidate, Details, Group, GroupName, Made, NewGroup, Whose};
use super::{address, read_group, told, whose};
use crate::content::Library;
use crate::content::library::Shelf;
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::text::fold;
use crate::kernel::{Day, Error, Result, Role};
use crate::organisations::{self, Organisation};
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Problem, Staff, WebResult};

/// Somebody else changed the group while the form was open.
const MEANWHILE: &str = "group-meanwhile";

/// The form that the language switch sends.
const MAIN_FORM: &str = "main-form";

/// `GET /{lang}/trainer/groups/new`.
///
/// # Errors
/// The database's.
pub async fn new_group(staff: Staff, library: Data<Library>) -> WebResult {
    let run = staff.page.app.random.secret().reveal();
    let today = staff.page.app.today().to_string();
    let typed = [("run", run), ("starts_on", today.clone()), ("ends_on", today)];
    let typed = Fields(typed.map(|(name, value)| (name.to_owned(), value)).to_vec());
    show(staff, &library.shelf(), None, (&typed, &FormErrors::default())).await
}

async fn show(
    staff: Staff,
    shelf: &Shelf,
    group: Option<&Group>,
    (typed, errors): (&Fields, &FormErrors),
) -> WebResult {
    let is_centre = staff.person.holds(Role::Centre);
    let page = staff.page.with_switch_form(MAIN_FORM);
    let organisations = choices(&page.app, group).await?;
    let title = if group.is_some() { "group-edit-title" } else { "group-new-title" };
    let status = match errors.of("name") {
        Some(MEANWHILE) => StatusCode::CONFLICT,
        _ if errors.is_empty() => StatusCode::OK,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    };
    let was = group.map(|group| typed.typed("was").map_or_else(|| group.fingerprint(), str::to_owned));
    let form = Form { group, was, shelf, organisations: &organisations, is_centre, typed, errors };
    let answer: HttpResponse = respond(&page, status, page.t(title), &views::form(&page, &form));
    Ok(answer)
}

/// The organisations to choose among: those that are open, and the one that the group has.
async fn choices(app: &crate::web::App, group: Option<&Group>) -> Result<Vec<Organisation>> {
    let present = group.and_then(|group| group.organisation);
    app.read(move |conn| {
        let mut open = organisations::list_open(conn)?;
        if let Some(id) = present.filter(|id| open.iter().all(|one| one.id != *id)) {
            open.extend(organisations::find_organisation(conn, id)?);
        }
        Ok(open)
    })
    .await
}

/// What the form says of a group.
fn read_details(typed: &Fields, organisations: &[Organisation]) -> Result<Details, FormErrors> {
    let mut errors = FormErrors::default();
    let name = errors.check("name", "group-name-wrong", GroupName::parse(typed.get("name")));
    let starts_on = errors.check("starts_on", "group-date-wrong", Day::parse(typed.get("starts_on").trim()));
    let ends_on = errors.check("ends_on", "group-date-wrong", Day::parse(typed.get("ends_on").trim()));
    if let (Some(from), Some(to)) = (starts_on, ends_on) {
        if to < from {
            errors.add("ends_on", "group-ends-before");
        } else if to > from.plus_days(Details::LONGEST) {
            errors.add("ends_on", "group-too-long");
        }
    }
    let organisation = match typed.typed("organisation") {
        None => None,
        Some(text) => {
            let id = text.parse::<OrganisationId>().ok().filter(|id| organisations.iter().any(|one| one.id == *id));
            errors.check("organisation", "group-organisation-wrong", id)
        }
    };
    let places = match typed.typed("places") {
        None => None,
        Some(text) => {
            let places = text.parse::<i32>().ok().filter(|places| (1..=Details::MOST_PLACES).contains(places));
            errors.check("places", "group-places-wrong", places)
        }
    };
    match (name, starts_on, ends_on) {
        (Some(name), Some(starts_on), Some(ends_on)) if errors.is_empty() => {
            Ok(Details { name, starts_on, ends_on, organisation, places })
        }
        _ => Err(errors),
    }
}

/// Who shall be the trainer: whoever is named. A trainer who names nobody makes the group for themselves.
async fn read_trainer(staff: &Staff, typed: &Fields) -> Result<Result<Option<PersonId>, FormErrors>> {
    let Some(identifier) = typed.typed("trainer").map(str::to_owned) else {
        let own = Some(staff.id()).filter(|_| whose(staff) != Whose::All);
        return Ok(Ok(own));
    };
    let found = staff.page.app.read(move |conn| groups::find_trainer(conn, &identifier)).await?;
    Ok(match found {
        Candidate::Trainer(person) => Ok(Some(person)),
        Candidate::Unconfirmed => Err(FormErrors::one("trainer", "coordinator-unconfirmed")),
        Candidate::Nobody => Err(FormErrors::one("trainer", "group-trainer-nobody")),
    })
}

/// `POST /{lang}/trainer/groups/new`. The language switch comes here too.
///
/// # Errors
/// The database's.
pub async fn create_group(mut staff: Staff, library: Data<Library>, typed: Fields) -> WebResult {
    let shelf = library.shelf();
    if let Some(lang) = typed.switch() {
        staff.page.lang = lang;
        return show(staff, &shelf, None, (&typed, &FormErrors::default())).await;
    }
    let organisations = choices(&staff.page.app, None).await?;
    let mut errors = FormErrors::default();
    let details = read_details(&typed, &organisations).map_err(|wrong| add(&mut errors, &wrong)).ok();
    let course = shelf.course(typed.get("course")).filter(|one| shelf.is_offered(one.course_id));
    let course = errors.check("course", "group-course-wrong", course.map(|one| one.course_id));
    let trainer = read_trainer(&staff, &typed).await?.map_err(|wrong| add(&mut errors, &wrong)).unwrap_or_default();
    if trainer.is_none() && errors.of("trainer").is_none() {
        errors.add("trainer", "group-trainer-missing");
    }
    let (Some(course), Some(details), Some(trainer), true) = (course, details, trainer, errors.is_empty()) else {
        return show(staff, &shelf, None, (&typed, &errors)).await;
    };
    let Some(run) = typed.typed("run") else { return Err(Problem::BadRequest) };
    // Whoever goes back and types another name, or chooses another course, wants another group.
    let run = format!("{run}:{course}:{}", fold(details.name.as_str()));
    let new = NewGroup { run, course, trainer, details };
    let (actor, seed, page) = (staff.actor(), staff.page.app.random.seed(), &staff.page);
    let (base, whose) = (page.app.base_url.to_string(), whose(&staff));
    let made = page.app.write(actor, move |conn, ctx| groups::make(conn, ctx, whose, &new, (seed, &base))).await?;
    let (id, message) = match made {
        Made::Yes(id) => (Some(id), "flash-group-made"),
        Made::AlreadySo(id) => (Some(id), "flash-already-so"),
        Made::Before(id) => (id, "flash-group-made-before"),
    };
    Ok(redirect_with(&id.map_or_else(|| page.to("/trainer/groups"), |id| address(page, id)), message))
}

fn add(errors: &mut FormErrors, wrong: &FormErrors) {
    for (field, message) in wrong.iter() {
        errors.add(field, message);
    }
}

/// The form as it is before somebody types.
fn as_stored(group: &Group) -> Fields {
    let fields = [
        ("name", group.name.clone()),
        ("starts_on", group.starts_on.to_string()),
        ("ends_on", group.ends_on.to_string()),
        ("organisation", group.organisation.map_or_else(String::new, |id| id.to_string())),
        ("places", group.places.map_or_else(String::new, |places| places.to_string())),
    ];
    Fields(fields.map(|(name, value)| (name.to_owned(), value)).to_vec())
}

async fn find(staff: &Staff, path: &Path<(String, String)>) -> Result<Group> {
    let (whose, id) = (whose(staff), read_group(&path.1)?);
    staff.page.app.read(move |conn| groups::find_group(conn, whose, id)?.ok_or(Error::NotFound)).await
}

/// `GET /{lang}/trainer/groups/{group}/edit`.
///
/// # Errors
/// Not found, also for another trainer's group; the database's.
pub async fn edit_group(staff: Staff, path: Path<(String, String)>, library: Data<Library>) -> WebResult {
    let group = find(&staff, &path).await?;
    show(staff, &library.shelf(), Some(&group), (&as_stored(&group), &FormErrors::default())).await
}

/// `POST /{lang}/trainer/groups/{group}/edit`: other dates, name, trainer. The language switch comes here too.
///
/// # Errors
/// Not found, also for another trainer's group; the database's.
pub async fn update_group(
    mut staff: Staff,
    path: Path<(String, String)>,
    library: Data<Library>,
    typed: Fields,
) -> WebResult {
    let (group, shelf) = (find(&staff, &path).await?, library.shelf());
    if let Some(lang) = typed.switch() {
        staff.page.lang = lang;
        return show(staff, &shelf, Some(&group), (&typed, &FormErrors::default())).await;
    }
    let organisations = choices(&staff.page.app, Some(&group)).await?;
    let mut errors = FormErrors::default();
    let details = read_details(&typed, &organisations).map_err(|wrong| add(&mut errors, &wrong)).ok();
    let named = typed.typed("trainer").is_some();
    let trainer = read_trainer(&staff, &typed).await?.map_err(|wrong| add(&mut errors, &wrong)).unwrap_or_default();
    let (Some(details), true) = (details, errors.is_empty()) else {
        return show(staff, &shelf, Some(&group), (&typed, &errors)).await;
    };
    let (page, of, trainer) = (&staff.page, (whose(&staff), group.id), trainer.filter(|_| named));
    let (base, was) = (page.app.base_url.to_string(), typed.get("was").to_owned());
    let change = move |conn: &mut _, ctx: &_| groups::change(conn, ctx, of, (&details, &base), (trainer, &was));
    let Some(kept) = page.app.write(staff.actor(), change).await? else {
        // Not even what is typed may be overwritten unseen: the next click knows what the other one saved.
        let typed = Fields(typed.0.into_iter().filter(|(name, _)| name != "was").collect());
        let group = find(&staff, &path).await?;
        return show(staff, &shelf, Some(&group), (&typed, &FormErrors::one("name", MEANWHILE))).await;
    };
    // A trainer who gave the group away sees it no longer.
    let is_gone = matches!(of.0, Whose::Of(own) if trainer.is_some_and(|trainer| trainer != own));
    let back = if is_gone { page.to("/trainer/groups") } else { address(page, of.1) };
    Ok(redirect_with(&back, told(kept, "flash-group-changed")))
}
