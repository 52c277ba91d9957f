//! The centre issues practical certificates: the session is described, whom it concerns is looked at, then they are issued.

use std::collections::BTreeSet;
use std::sync::Arc;

use actix_multipart::Multipart;
use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpRequest, web};

use super::super::super::data::{Confirmer, Installation, Kind, Review, Session};
use super::super::super::issue::{Draft, Request, prepare};
use super::super::super::keys::SigningKey;
use super::super::super::look::look_of;
use super::super::super::pdf::unprintable_letter;
use super::super::super::practical::{self, Issued, NewSession, Obstacle, issue_session};
use super::super::super::practical_list::{ACCOUNT, Given, MOST, Row, resolve};
use super::practical_expiry::{MONTHS, SHORTEN, read_expiry, read_own_expiry};
use super::practical_views as views;
use crate::accounts::{self, ListLook, Look, Person};
use crate::content::{Library, Published};
use crate::exchange::{self, Refusal, limits};
use crate::i18n::t;
use crate::kernel::ids::{PersonId, SessionId};
use crate::kernel::{Ctx, Day, Error, PersonName, Result};
use crate::web::address::client_ip;
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::limits::Limited;
use crate::web::paging::{PageNumber, read_within};
use crate::web::upload::{Upload, read_upload_or_text};
use crate::web::{App, Centre, Fields, FormErrors, Page, WebResult, html_page};

/// The form that the language switch sends.
pub(super) const MAIN_FORM: &str = "main-form";
/// The longest list, in bytes.
const LONGEST: usize = 200_000;
/// Rows that a file may have above and below the list itself.
const ABOVE: usize = 10;
/// Numbers and places are drawn; what is taken is drawn again, so often.
const DRAWS: u32 = 5;

/// `GET /{lang}/centre/practical`: the sessions that were entered.
///
/// # Errors
/// The database's.
pub async fn list_sessions(centre: Centre, request: HttpRequest, library: Data<Library>) -> WebResult {
    let page = &centre.page;
    let wanted = PageNumber::of(&Fields::of_query(&request));
    let (found, total, current) =
        page.app.read(move |conn| read_within(wanted, |part| practical::list_sessions(conn, part))).await?;
    let body = views::list(page, &library.shelf(), (&found, total, current));
    Ok(html_page(page, page.t("practical-title"), &body))
}

/// `GET /{lang}/centre/practical/{session}`: one session with its certificates.
///
/// # Errors
/// Not found; the database's.
pub async fn show_session(centre: Centre, path: Path<(String, String)>, library: Data<Library>) -> WebResult {
    let id: SessionId = path.1.parse().map_err(|_| Error::NotFound)?;
    let page = &centre.page;
    let today = page.app.today();
    let (session, certificates, names) = page
        .app
        .write(centre.actor(), move |conn, ctx| {
            let (session, certificates) = practical::get_session(conn, id)?;
            let holders: Vec<PersonId> = certificates.iter().filter_map(|one| one.person).collect();
            let has_minors = super::may_be_minors(&accounts::list_birth_years(conn, &holders)?, today);
            let look = ListLook { action: "session looked at", list: ("session", id.0), has_minors };
            accounts::note_list_look(conn, ctx, look)?;
            let who: Vec<_> = session.created_by.into_iter().collect();
            let names = accounts::list_names(conn, &who)?;
            Ok((session, certificates, names))
        })
        .await?;
    let by = names.first().map(|(_, name)| name.as_str());
    let body = views::session(page, &library.shelf(), (&session, by), &certificates);
    Ok(html_page(page, page.t("practical-session"), &body))
}

/// `GET /{lang}/centre/practical/new?person=`: the form, for somebody or a list. That somebody looked at a person stands in
/// the audit log.
///
/// # Errors
/// The database's.
pub async fn new_session(centre: Centre, request: HttpRequest, library: Data<Library>) -> WebResult {
    let people = match Fields::of_query(&request).get("person").parse::<PersonId>() {
        Ok(id) => {
            let today = centre.page.app.today();
            let find = move |conn: &mut _, ctx: &Ctx| {
                let found = accounts::find_person(conn, id)?;
                if let Some(person) = &found {
                    accounts::note_look(conn, ctx, Look::of(person, today))?;
                }
                Ok(found)
            };
            centre.page.app.write(centre.actor(), find).await?.map(|person| row_of(&person))
        }
        Err(_) => None,
    };
    let usual = [("expiry", MONTHS.to_owned()), ("months", "24".to_owned()), ("people", people.unwrap_or_default())];
    let typed = Fields(usual.map(|(name, value)| (name.to_owned(), value)).to_vec());
    Ok(show_form(centre.page, &library, &typed, &FormErrors::default()))
}

/// Somebody as a row of the list: by the sign-in name, or by the number of the account. No address: it stands on the
/// person's page.
fn row_of(person: &Person) -> String {
    let known = person.sign_in_name.clone().unwrap_or_else(|| format!("{ACCOUNT}{}", person.id));
    format!("{}; {known}", person.name)
}

fn show_form(page: Page, library: &Library, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let body = views::form(&page, &library.shelf(), typed, errors);
    respond(&page, status, page.t("practical-new"), &body)
}

/// A session as the form describes it.
pub(super) struct Described {
    pub(super) course: Arc<Published>,
    pub(super) session: NewSession,
    /// How long it took.
    minutes: u32,
    /// The last valid day of the certificates, if they have one.
    pub(super) expires_on: Option<Day>,
}

/// Reads the form.
fn read(typed: &Fields, library: &Library, today: Day) -> Result<Described, FormErrors> {
    let mut errors = FormErrors::default();
    let shelf = library.shelf();
    let course = errors.check("course", "practical-course-wrong", shelf.course(typed.get("course")).cloned());
    let held_on = Day::parse(typed.get("held_on")).filter(|day| *day <= today);
    let held_on = errors.check("held_on", "practical-held-wrong", held_on);
    let place = errors.check("place", "practical-place-wrong", short(typed.get("place"), 80));
    let hours = errors.check("hours", "practical-hours-wrong", hours_of(typed.get("hours")));
    let trainer = PersonName::parse(typed.get("trainer")).filter(|name| unprintable_letter(name.as_str()).is_none());
    let trainer = errors.check("trainer", "practical-trainer-wrong", trainer);
    let number = errors.check("trainer_number", "practical-number-wrong", short(typed.get("trainer_number"), 40));
    let own_expiry = read_own_expiry(typed, held_on, &mut errors);
    let expiry = read_expiry(typed, (held_on, today), &mut errors);
    let evidence = errors.check("evidence", "practical-evidence-wrong", short(typed.get("evidence"), 300));
    let rows = typed.get("people").lines().filter(|line| !line.trim().is_empty()).count();
    if !(1..=MOST).contains(&rows) {
        errors.add("people", if rows == 0 { "practical-people-none" } else { "practical-people-many" });
    }
    let whole = (course, held_on, place, hours, trainer.zip(number), own_expiry, expiry, evidence, errors.is_empty());
    let (
        Some(course),
        Some(held_on),
        Some(place),
        Some(hours),
        Some((trainer, trainer_certificate)),
        Some(own_expiry),
        Some(expiry),
        Some(evidence),
        true,
    ) = whole
    else {
        return Err(errors);
    };
    let (run, course_id) = (typed.get("run").to_owned(), course.course_id);
    let session = NewSession {
        run,
        course: course_id,
        trainer,
        trainer_certificate,
        trainer_until: own_expiry.last_day(held_on),
        place,
        held_on,
        evidence,
        may_shorten: typed.has(SHORTEN),
    };
    Ok(Described { course, session, minutes: minutes_of(hours), expires_on: expiry.last_day(held_on) })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "at most 100 hours")]
fn minutes_of(hours: f64) -> u32 {
    (hours * 60.0).round() as u32
}

/// How long it took, in hours.
fn hours_of(text: &str) -> Option<f64> {
    let hours = text.trim().replace(',', ".").parse::<f64>().ok();
    hours.filter(|hours| (0.1..=100.0).contains(hours))
}

/// A text of so many characters at most that a certificate can print.
fn short(text: &str, most: usize) -> Option<String> {
    let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let is_fine = (2..=most).contains(&text.chars().count()) && unprintable_letter(&text).is_none();
    is_fine.then_some(text)
}

/// Puts the rows of a file into the field of the list, so that they can be read and corrected there.
async fn with_file(upload: Upload) -> Result<Fields, (Fields, &'static str)> {
    let Upload { mut typed, bytes, is_too_large, .. } = upload;
    if is_too_large {
        return Err((typed, "practical-file-large"));
    }
    if bytes.is_empty() {
        return Ok(typed);
    }
    let rows = match web::block(move || exchange::read_table(&bytes, MOST + ABOVE)).await {
        Ok(Ok(rows)) => rows,
        // What is far too long goes back into no form.
        Ok(Err(Refusal::TooManyRows { .. })) => return Err((typed, "practical-people-many")),
        _ => return Err((typed, "practical-file-wrong")),
    };
    let line = |(_, cells): (usize, Vec<String>)| {
        let cells: Vec<String> =
            cells.iter().map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" ")).collect();
        cells.join("\t").trim().to_owned()
    };
    let list: Vec<String> = rows.into_iter().map(line).filter(|line| !line.is_empty()).collect();
    let list = list.join("\n");
    if list.len() > LONGEST {
        return Err((typed, "practical-file-large"));
    }
    typed.0.retain(|(name, _)| name != "people");
    typed.0.push(("people".to_owned(), list));
    Ok(typed)
}

/// `POST /{lang}/centre/practical/new`: first whom it concerns; with `confirm`, issues.
///
/// # Errors
/// Too many from one address; the database's.
pub async fn create_session(
    request: HttpRequest,
    mut centre: Centre,
    library: Data<Library>,
    key: Data<SigningKey>,
    form: Multipart,
) -> WebResult {
    let app = &centre.page.app;
    app.limits.take(Limited::Upload, client_ip(&request, app), app.now())?;
    let upload = read_upload_or_text(form, ("file", limits::BYTES), (&["people", "ids"], LONGEST)).await?;
    if let Some(lang) = upload.typed.switch() {
        centre.page.lang = lang;
    }
    let typed = match with_file(upload).await {
        Ok(typed) => typed,
        Err((typed, message)) => {
            return Ok(show_form(centre.page, &library, &typed, &FormErrors::one("people", message)));
        }
    };
    if typed.has("edit") || typed.switch().is_some() && !typed.has("run") {
        return Ok(show_form(centre.page, &library, &typed, &FormErrors::default()));
    }
    let described = match read(&typed, &library, centre.page.app.today()) {
        Ok(described) => described,
        Err(errors) => return Ok(show_form(centre.page, &library, &typed, &errors)),
    };
    let mut looked = look(&centre, &described, &typed).await?;
    if looked.obstacle.is_none() && typed.has("confirm") && is_run(typed.get("run")) && typed.switch().is_none() {
        match confirm(&centre, &key.into_inner(), &described, (&typed, &mut looked)).await? {
            Some(Issued::Done(id)) => {
                return Ok(redirect_with(&views::path(&centre.page, id), "flash-practical-issued"));
            }
            Some(Issued::Before(id)) => return Ok(redirect_with(&views::path(&centre.page, id), "flash-already-so")),
            // Something is another than it was: what holds now is shown.
            None => {}
        }
    }
    if let Some(obstacle) = looked.obstacle {
        return Ok(show_form(centre.page, &library, &typed, &told(obstacle)));
    }
    let Looked { rows, .. } = looked;
    let ready = rows.iter().filter_map(|row| row.found.as_ref().ok());
    let groups: Vec<_> = ready.map(|ready| ready.person.age_group(centre.page.app.today())).collect();
    let seen = move |conn: &mut _, ctx: &Ctx| accounts::note_people(conn, ctx, ("session", 0), &groups);
    centre.page.app.write(centre.actor(), seen).await?;
    let ids = ready_ids(&rows);
    let known = Some(typed.get("run")).filter(|run| is_run(run)).map(str::to_owned);
    let run = known.unwrap_or_else(|| format!("{:016x}", centre.page.app.random.seed()));
    let page = centre.page.with_switch_form(MAIN_FORM);
    let body = views::preview(&page, (&typed, &run, &ids), &described, &rows);
    Ok(respond(&page, StatusCode::OK, page.t("practical-preview-title"), &body))
}

/// Whether this is a number of a form, as the page of the dry run carries it.
fn is_run(text: &str) -> bool {
    text.len() == 16 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// What is wrong with the trainer's own certificate, beside the field that has to be looked at.
fn told(obstacle: Obstacle) -> FormErrors {
    match obstacle {
        Obstacle::Stopped => FormErrors::one("trainer_number", "practical-number-stopped"),
        Obstacle::OtherName => FormErrors::one("trainer_number", "practical-number-other"),
        Obstacle::OtherDay => FormErrors::one("trainer_until", "practical-until-other"),
        Obstacle::Endless => FormErrors::one("trainer_until", "practical-until-endless"),
        Obstacle::Ends => FormErrors::one("trainer_until", "practical-until-ends"),
    }
}

/// Who gets a certificate, as the form carries it: what is confirmed is what was looked at.
fn ready_ids(rows: &[Row]) -> String {
    let ready = rows.iter().filter_map(|row| row.found.as_ref().ok());
    ready.map(|ready| ready.person.id.to_string()).collect::<Vec<_>>().join(",")
}

/// What the database says of a form, at one moment.
struct Looked {
    obstacle: Option<Obstacle>,
    rows: Vec<Row>,
}

async fn look(centre: &Centre, described: &Described, typed: &Fields) -> Result<Looked> {
    let (session, people) = (described.session.clone(), typed.get("people").to_owned());
    let NewSession { course, held_on, may_shorten, .. } = session;
    let given = Given { course, held_on, expires_on: described.expires_on, may_shorten };
    let look = move |conn: &mut _| {
        let obstacle = practical::find_obstacle(conn, &session)?;
        Ok(Looked { obstacle, rows: resolve(conn, given, &people)? })
    };
    centre.page.app.db.read_long(look).await
}

/// Issues, as long as those who are confirmed are those who get something now. `None` if they are not; then `looked` is how
/// it stands. A number or a place that was taken in the last moment changes nothing of that, and is drawn again.
async fn confirm(
    centre: &Centre,
    key: &Arc<SigningKey>,
    described: &Described,
    (typed, looked): (&Fields, &mut Looked),
) -> Result<Option<Issued>> {
    for _ in 0..DRAWS {
        let is_so = looked.obstacle.is_none() && typed.get("ids") == ready_ids(&looked.rows);
        match issue(centre, key, described, if is_so { looked.rows.as_slice() } else { &[] }).await {
            Err(Error::Conflict) if is_so => *looked = look(centre, described, typed).await?,
            Err(Error::Conflict) => return Ok(None),
            done => return done.map(Some),
        }
    }
    Ok(None)
}

/// Signs and draws what stands in these requests. Places in the list of revoked certificates are not many, so of a long list
/// one or the other is taken: that one is drawn again.
async fn draw(app: &App, key: &Arc<SigningKey>, mut requests: Vec<Request>) -> Result<Vec<Draft>> {
    let (mut drafts, mut used): (Vec<Draft>, BTreeSet<i64>) = (Vec::new(), BTreeSet::new());
    for _ in 0..DRAWS {
        let (drawing, key, now) = (app.clone(), Arc::clone(key), app.now());
        let work = move || {
            let each = requests.into_iter();
            each.map(|one| Ok((prepare(&key, &drawing.random, now, &one)?, one))).collect::<Result<Vec<_>>>()
        };
        let drawn = web::block(work).await.map_err(Error::internal)??;
        let places: Vec<i64> = drawn.iter().map(|(draft, _)| draft.place()).collect();
        used.extend(app.read(move |conn| practical::list_taken_places(conn, &places)).await?);
        requests = Vec::new();
        for (draft, request) in drawn {
            if used.insert(draft.place()) { drafts.push(draft) } else { requests.push(request) }
        }
        if requests.is_empty() {
            return Ok(drafts);
        }
    }
    Err(Error::Conflict)
}

/// Draws and issues. Where the form was confirmed before, there is nothing left to draw.
async fn issue(centre: &Centre, key: &Arc<SigningKey>, described: &Described, rows: &[Row]) -> Result<Issued> {
    let app = &centre.page.app;
    let requests: Vec<Request> = rows
        .iter()
        .filter_map(|row| row.found.as_ref().ok())
        .map(|ready| request(app, described, &ready.person))
        .collect::<Result<_>>()?;
    let drafts = draw(app, key, requests).await?;
    let (session, base) = (described.session.clone(), app.base_url.to_string());
    let work = move |conn: &mut _, ctx: &Ctx| {
        // Nobody is left if the list is another by now, or all have theirs from this very form.
        if drafts.is_empty() {
            return practical::find_issued(conn, &session.run)?.map(Issued::Before).ok_or(Error::Conflict);
        }
        issue_session(conn, ctx, (&session, &drafts), &base)
    };
    app.write(centre.actor(), work).await
}

/// Everything that stands on one of the certificates.
fn request(app: &App, described: &Described, person: &Person) -> Result<Request> {
    let (course, session) = (&described.course.course, &described.session);
    let (settings, lang) = (app.centre.get(), person.lang);
    Ok(Request {
        person: person.id,
        name: PersonName::parse(&person.name).ok_or_else(|| Error::internal("a stored name is no name"))?,
        course: session.course,
        course_key: course.key.clone(),
        course_title: course.title.get(lang).to_owned(),
        edition: u32::try_from(described.course.edition).map_err(Error::internal)?,
        kind: Kind::Practical,
        language: lang,
        minutes: described.minutes,
        issued_on: app.today(),
        expires_on: described.expires_on,
        guideline: course.guideline.as_ref().map(|guideline| guideline.base.get(lang).to_owned()),
        confirmed_by: Some(Confirmer {
            name: session.trainer.clone(),
            certificate: session.trainer_certificate.clone(),
            expires_on: session.trainer_until,
        }),
        session: Some(Session { on: session.held_on, place: session.place.clone() }),
        review: if course.is_pilot() { Review::Pending } else { Review::Signed },
        installation: if app.is_public() { Installation::Public } else { Installation::Trial },
        issuer: settings.centre_name(lang).unwrap_or_else(|| t(lang, "issuer-name")).to_owned(),
        look: look_of(&settings, lang),
        logo: settings.logo.as_ref().map(|logo| logo.png.clone()),
        base_url: app.base_url.as_str().trim_end_matches('/').to_owned(),
    })
}
