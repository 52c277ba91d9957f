//! One person whom a trainer or the centre cares for: the page, the consent of parents, the contact e-mail.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;
use chrono::Datelike;

use super::super::contact::{AgreedBy, NewContact};
use super::super::views::consent_form::{Filled, consent_form};
use super::care::Asked;
use super::staff::{read_id, views};
use crate::accounts::{self, CaredFor, Look, Meant, Noted, ParentalEvent, ParentalNote};
use crate::certificates::mails::requeue;
use crate::certificates::{Certificate, register};
use crate::kernel::ids::PersonId;
use crate::kernel::{Ctx, Day, Email, PersonName, Result, Role};
use crate::places;
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Fields, FormErrors, Problem, Staff, WebResult, html_page};

/// Somebody with what else the page shows.
struct Looked {
    of: CaredFor,
    certificates: Vec<Certificate>,
}

/// Reads somebody. That somebody looked stands in the audit log.
async fn look(staff: &Staff, id: PersonId) -> Result<Looked> {
    let (app, today) = (&staff.page.app, staff.page.app.today());
    app.write(staff.actor(), move |conn, ctx| {
        let of = accounts::find_cared_for(conn, ctx, id)?;
        let is_minor = of.person.age_group(today).is_minor();
        accounts::note_look(conn, ctx, Look { person: id, is_minor, organisation: None })?;
        Ok(Looked { of, certificates: register::list_of_person(conn, id)? })
    })
    .await
}

fn show(staff: Staff, looked: &Looked, (asked, typed): (Asked, &Fields), errors: &FormErrors) -> HttpResponse {
    let page = if asked == Asked::Nothing { staff.page } else { staff.page.with_switch_form("main-form") };
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let care = super::care::Care { page: &page, of: &looked.of, typed, errors };
    respond(&page, status, &looked.of.person.name, &views::person(&care, asked, &looked.certificates))
}

/// `GET /{lang}/trainer/people/{id}`.
///
/// # Errors
/// Not found; forbidden; the database's.
pub async fn show_person(staff: Staff, path: Path<(String, String)>) -> WebResult {
    let looked = look(&staff, read_id(&path)?).await?;
    Ok(show(staff, &looked, (Asked::Nothing, &Fields::default()), &FormErrors::default()))
}

/// Where one goes on after a change: the centre has a page of its own for everybody.
fn back(staff: &Staff, id: PersonId) -> String {
    let room = if staff.person.holds(Role::Centre) { "centre" } else { "trainer" };
    staff.page.to(&format!("/{room}/people/{id}"))
}

/// `POST /{lang}/trainer/people/{id}/consent`: the form of the parents came, or they withdrew their consent, or either was
/// noted wrong.
///
/// # Errors
/// Not found; forbidden; the database's.
pub async fn create_consent(mut staff: Staff, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let id = read_id(&path)?;
    let looked = look(&staff, id).await?;
    let form = NoteForm::of(&typed);
    if let Some(lang) = typed.switch() {
        staff.page.lang = lang;
        return Ok(show(staff, &looked, (form.asked, &typed), &FormErrors::default()));
    }
    let note = match read_note((&form, &typed), &looked.of, staff.page.app.today())? {
        Ok(note) => note,
        Err(_) if form.is_too_old(&looked.of) => {
            return Ok(show_refused(staff, &looked, (form, typed), Noted::Outdated));
        }
        Err(errors) => return Ok(show(staff, &looked, (form.asked, &typed), &errors)),
    };
    let app = staff.page.app.clone();
    let (whose, meant) = ((id, app.config.time_zone), form.meant());
    let noted =
        app.write(staff.actor(), move |conn, ctx| accounts::note_parental(conn, ctx, whose, (&note, meant))).await?;
    match noted {
        Noted::Yes => Ok(redirect_with(&back(&staff, id), "flash-parent-noted")),
        Noted::AlreadySo => Ok(redirect_with(&back(&staff, id), "flash-already-so")),
        // What somebody else noted meanwhile stands on the page.
        refused => {
            let looked = look(&staff, id).await?;
            Ok(show_refused(staff, &looked, (form, typed), refused))
        }
    }
}

/// Why nothing was written down. What was typed stays, in the form that the page has now if that is another one.
fn show_refused(staff: Staff, looked: &Looked, (form, typed): (NoteForm, Fields), why: Noted) -> HttpResponse {
    let is_withdrawn = looked.of.parental.first().is_some_and(|last| !last.is_received());
    let now = match why {
        Noted::Outdated => NoteForm::NEW,
        // Two who noted that it was withdrawn: so it is, and its day alone can be put right.
        _ if typed.get("state") == "withdrawn" && is_withdrawn => NoteForm::WITHDRAWAL,
        _ => form,
    };
    let message = match why {
        Noted::WithdrawnLater => "parent-on-withdrawn-later",
        Noted::TooEarly if now.asked == Asked::Withdrawal => "parent-on-before-form",
        Noted::TooEarly => "parent-on-before",
        Noted::Outdated if form.asked == Asked::Withdrawal => "parent-on-received-since",
        Noted::WithdrawnSince | Noted::Outdated | Noted::Yes | Noted::AlreadySo => "parent-on-withdrawn-since",
    };
    let typed = form.typed_in(&now, &typed);
    show(staff, looked, (now.asked, &typed), &FormErrors::one(now.on, message))
}

/// Which form was sent, and its fields: those for a correction stand on the same page as another form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct NoteForm {
    asked: Asked,
    given_by: &'static str,
    on: &'static str,
}

impl NoteForm {
    const NEW: Self = Self { asked: Asked::Parental, given_by: "given_by", on: "on" };
    const CORRECTION: Self = Self { asked: Asked::Correction, given_by: "corrected_by", on: "corrected_on" };
    const WITHDRAWAL: Self = Self { asked: Asked::Withdrawal, ..Self::CORRECTION };

    fn of(typed: &Fields) -> Self {
        match typed.get("state") {
            "corrected" => Self::CORRECTION,
            "withdrawal-corrected" => Self::WITHDRAWAL,
            _ => Self::NEW,
        }
    }

    fn meant(self) -> Meant {
        if self == Self::NEW { Meant::New } else { Meant::Correction }
    }

    /// Whether something else was noted since the page with this form was shown.
    fn is_too_old(self, of: &CaredFor) -> bool {
        let is_received = of.parental.first().map(ParentalEvent::is_received);
        match self.asked {
            Asked::Correction => is_received != Some(true),
            Asked::Withdrawal => is_received != Some(false),
            _ => false,
        }
    }

    /// What was typed in this form, in the fields of another one.
    fn typed_in(self, other: &Self, typed: &Fields) -> Fields {
        let of = |name: &String| match name {
            name if name == self.given_by => other.given_by.to_owned(),
            name if name == self.on => other.on.to_owned(),
            name => name.clone(),
        };
        Fields(typed.0.iter().map(|(name, value)| (of(name), value.clone())).collect())
    }
}

/// What the form says; the day is not to come, and the person was born.
fn read_note(
    (form, typed): (&NoteForm, &Fields),
    of: &CaredFor,
    today: Day,
) -> Result<Result<ParentalNote, FormErrors>, Problem> {
    let mut errors = FormErrors::default();
    let is_born = |day: Day| of.person.birth_year.is_none_or(|year| day.date().year() >= year);
    // Of a withdrawal the day alone is put right.
    let newest = of.parental.first().filter(|_| form.asked == Asked::Withdrawal);
    let name = if let Some(event) = newest {
        Some(event.note.given_by().to_owned())
    } else {
        let name = PersonName::parse(typed.get(form.given_by));
        errors.check(form.given_by, "parent-given-by-wrong", name).map(|name| name.to_string())
    };
    let day = Day::parse(typed.get(form.on)).filter(|day| *day <= today && is_born(*day));
    let on = errors.check(form.on, "parent-on-wrong", day);
    let (Some(given_by), Some(_), true) = (name, on, errors.is_empty()) else { return Ok(Err(errors)) };
    match typed.get("state") {
        "received" | "corrected" => Ok(Ok(ParentalNote::Received { given_by, on, photos: typed.has("photos") })),
        "withdrawn" | "withdrawal-corrected" => Ok(Ok(ParentalNote::Withdrawn { given_by, on })),
        _ => Err(Problem::BadRequest),
    }
}

/// `POST /{lang}/trainer/people/{id}/contact`: where certificates go if the person has no e-mail.
///
/// # Errors
/// Not found; forbidden; the database's.
pub async fn update_contact(mut staff: Staff, path: Path<(String, String)>, typed: Fields) -> WebResult {
    let id = read_id(&path)?;
    let looked = look(&staff, id).await?;
    if let Some(lang) = typed.switch() {
        staff.page.lang = lang;
        return Ok(show(staff, &looked, (Asked::Contact, &typed), &FormErrors::default()));
    }
    let contact = if typed.has("stop") {
        None
    } else {
        match read_contact(&typed, staff.page.app.today()) {
            Ok(contact) => Some(contact),
            Err(errors) => return Ok(show(staff, &looked, (Asked::Contact, &typed), &errors)),
        }
    };
    let message = if contact.is_some() { "flash-contact-saved" } else { "flash-contact-removed" };
    let app = staff.page.app.clone();
    let base = app.base_url.to_string();
    app.write(staff.actor(), move |conn, ctx| {
        let dropped = accounts::set_contact(conn, ctx, id, contact.as_ref())?;
        requeue(conn, ctx, (id, &dropped), &base)
    })
    .await?;
    Ok(redirect_with(&back(&staff, id), message))
}

fn read_contact(typed: &Fields, agreed_on: Day) -> Result<NewContact, FormErrors> {
    let mut errors = FormErrors::default();
    let email = errors.check("contact_email", "account-email-wrong", Email::parse(typed.get("contact_email")));
    let by = errors.check("agreed_by", "contact-by-wrong", AgreedBy::parse(typed.get("agreed_by")));
    let agreed = errors.check("agreed", "contact-agreed-wrong", typed.has("agreed").then_some(()));
    match (email, by, agreed) {
        (Some(email), Some(agreed_by), Some(())) => Ok(NewContact { email, agreed_by, agreed_on }),
        _ => Err(errors),
    }
}

/// `GET /{lang}/trainer/people/{id}/consent-form`: the form with what is known.
///
/// # Errors
/// Not found; forbidden; the database's.
pub async fn show_consent_form(staff: Staff, path: Path<(String, String)>) -> WebResult {
    let id = read_id(&path)?;
    let page = &staff.page;
    let ctx = Ctx { now: page.app.now(), actor: staff.actor() };
    let (person, district) = page
        .app
        .read(move |conn| {
            let person = accounts::cared_for(conn, &ctx, id)?;
            let district = match person.district {
                Some(district) => places::find_district(conn, district)?,
                None => None,
            };
            Ok((person, district))
        })
        .await?;
    let place = [district.as_ref().map(|district| district.name(page.lang)), person.settlement.as_deref()];
    let place: Vec<&str> = place.into_iter().flatten().collect();
    let birth_year = person.birth_year.map(|year| year.to_string()).unwrap_or_default();
    let filled = Filled { name: person.name, birth_year, place: place.join(", ") };
    let title = format!("{} · {}", page.t("form-title"), filled.name);
    Ok(html_page(page, &title, &consent_form(page, &filled)))
}
