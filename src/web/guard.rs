//! Who may: a handler that takes one of these types is reached by nobody else.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};

use super::cookies;
use super::error::Problem;
use super::page::Page;
use super::state::App;
use crate::accounts::{self, Coordinated, SignedIn};
use crate::db::Conn;
use crate::kernel::ids::{OrganisationId, PersonId};
use crate::kernel::{Actor, Lang, Role, Secret, Timestamp};

/// The cookie of a sign-in, over HTTPS. `__Host-` binds it to this host, the whole path, and HTTPS.
const COOKIE_HTTPS: &str = "__Host-erikti";
/// The same on loopback HTTP, where `__Host-` is refused by browsers.
const COOKIE_HTTP: &str = "erikti";

/// The name of the sign-in cookie.
pub fn cookie_name(app: &App) -> &'static str {
    if app.is_https() { COOKIE_HTTPS } else { COOKIE_HTTP }
}

/// The secret in the request's sign-in cookie.
pub fn sign_in_secret(app: &App, request: &HttpRequest) -> Option<Secret> {
    Secret::parse(cookies::find(request, cookie_name(app))?)
}

/// Anybody; who is signed in is in the page.
#[derive(Debug)]
pub struct Visitor(pub Page);

macro_rules! guards {
    ($($(#[$doc:meta])* $name:ident => $($role:ident)|+),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug)]
        pub struct $name {
            /// The surroundings; `page.person` is this person too.
            pub page: Page,
            /// Who it is.
            pub person: Arc<SignedIn>,
        }

        impl $name {
            /// The person's id.
            pub fn id(&self) -> PersonId {
                self.person.person_id
            }

            /// The person as the one who acts.
            pub fn actor(&self) -> Actor {
                Actor::Person(self.person.person_id)
            }
        }

        impl FromRequest for $name {
            type Error = Problem;
            type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

            fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
                let request = request.clone();
                Box::pin(async move {
                    let page = page_of(&request).await?;
                    let person = require(&page, &request, &[$(Role::$role),+])?;
                    Ok(Self { page, person })
                })
            }
        }
    )+};
}

guards! {
    /// Anyone signed in.
    Volunteer => Volunteer,
    /// A trainer.
    Trainer => Trainer,
    /// An officer of the resource centre.
    Centre => Centre,
    /// An administrator.
    Administrator => Administrator,
    /// Whoever cares for people: a trainer (for those whom this trainer made) or an officer of the centre.
    Staff => Trainer | Centre,
    /// A coordinator of at least one organisation.
    SomeCoordinator => Coordinator,
}

/// The coordinator of the organisation that the address names. For a coordinator of another one it is not found, as if
/// there were none: nothing tells which organisations there are.
#[derive(Debug)]
pub struct Coordinator {
    /// The surroundings; `page.person` is this person too.
    pub page: Page,
    /// Who it is.
    pub person: Arc<SignedIn>,
    /// The organisation: what the handler asks for is asked of this one.
    pub organisation: Coordinated,
}

impl Coordinator {
    /// The person as the one who acts.
    pub fn actor(&self) -> Actor {
        Actor::Person(self.person.person_id)
    }
}

impl FromRequest for Coordinator {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move {
            let page = page_of(&request).await?;
            let person = require(&page, &request, &[Role::Coordinator])?;
            let named = request.match_info().get("organisation").and_then(|id| id.parse::<OrganisationId>().ok());
            let (id, named) = (person.person_id, named.ok_or(Problem::NotFound)?);
            let found = page.app.read(move |conn| accounts::find_coordinated(conn, id, named)).await?;
            Ok(Self { page, person, organisation: found.ok_or(Problem::NotFound)? })
        })
    }
}

/// Whoever may sign lessons of a course. Which course, the handler asks.
#[derive(Debug)]
pub struct Reviewer {
    /// The surroundings; `page.person` is this person too.
    pub page: Page,
    /// Who it is.
    pub person: Arc<SignedIn>,
}

impl Reviewer {
    /// The person's id.
    pub fn id(&self) -> PersonId {
        self.person.person_id
    }

    /// The person as the one who acts.
    pub fn actor(&self) -> Actor {
        Actor::Person(self.person.person_id)
    }
}

impl FromRequest for Reviewer {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let somebody = Volunteer::from_request(request, payload);
        let request = request.clone();
        Box::pin(async move {
            let Volunteer { page, person } = somebody.await?;
            if !person.is_reviewer {
                return Err(Problem::Forbidden);
            }
            require_second_factor(&page, &request, &person)?;
            Ok(Self { page, person })
        })
    }
}

impl FromRequest for Visitor {
    type Error = Problem;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Problem>>>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let request = request.clone();
        Box::pin(async move { page_of(&request).await.map(Self) })
    }
}

async fn page_of(request: &HttpRequest) -> Result<Page, Problem> {
    let app = request.app_data::<web::Data<App>>().ok_or(Problem::NotFound)?.get_ref().clone();
    let person = match sign_in_secret(&app, request) {
        Some(secret) => {
            let digest = secret.digest();
            let find = {
                let digest = digest.clone();
                move |conn: &mut Conn| accounts::find_sign_in(conn, digest)
            };
            app.db.recall(&app.sign_ins, digest, find).await?.filter(|person| person.is_good(app.now()))
        }
        None => None,
    };
    if let Some(person) = &person {
        note_use(&app, person);
    }
    Page::new(app, request, person)
}

/// Seconds between two notes that a sign-in is in use: its idle time is counted in days.
const NOTED_EVERY: i64 = 3600;

/// Notes now and then that a sign-in is in use, so that it does not end while somebody works; nobody waits for it.
fn note_use(app: &App, person: &SignedIn) {
    if app.now().seconds_since(person.seen_at) < NOTED_EVERY {
        return;
    }
    let (app, id, actor) = (app.clone(), person.sign_in_id, Actor::Person(person.person_id));
    actix_web::rt::spawn(async move {
        if let Err(error) = app.write(actor, move |conn, ctx| accounts::touch(conn, ctx, id)).await {
            tracing::warn!(%error, "it could not be noted that a sign-in is in use");
        }
    });
}

/// The page with the form that was sent: what was typed is still in this browser, and is put in again there.
fn came_from(request: &HttpRequest, page: &Page) -> String {
    let referer = request.headers().get(actix_web::http::header::REFERER).and_then(|value| value.to_str().ok());
    let referer = referer.and_then(|written| url::Url::parse(written).ok());
    let own = page.app.base_url.host_str();
    let path = referer
        .filter(|from| from.host_str() == own)
        .map(|from| from[url::Position::BeforePath..url::Position::AfterQuery].to_owned());
    let in_a_language = |path: &String| Lang::ALL.iter().any(|lang| path.starts_with(&format!("/{lang}/")));
    path.filter(in_a_language).unwrap_or_else(|| page.to("/learn"))
}

/// The person, if there is one and they hold one of the roles. Whoever signed in with a card chooses an own password
/// first, and whoever never agreed to the processing of personal data is asked.
fn require(page: &Page, request: &HttpRequest, roles: &[Role]) -> Result<Arc<SignedIn>, Problem> {
    let Some(person) = page.person.clone() else {
        // What was sent is not sent again, but whoever pressed "start the course" comes back to the course.
        let is_shown = request.method() == actix_web::http::Method::GET || page.rest.starts_with("/courses/");
        let next = if is_shown { page.to(&page.rest) } else { came_from(request, page) };
        return Err(Problem::SignIn { lang: page.lang, next });
    };
    if person.is_held_up() {
        let is_shown = request.method() == actix_web::http::Method::GET;
        let next = if is_shown { page.to(&page.rest) } else { came_from(request, page) };
        return Err(Problem::ChoosePassword { lang: page.lang, next });
    }
    if roles.iter().any(|role| person.holds(*role)) {
        if !roles.contains(&Role::Volunteer) {
            require_second_factor(page, request, &person)?;
        }
        return Ok(person);
    }
    tracing::warn!(person = person.person_id.0, "refused: the role is missing");
    Err(Problem::Forbidden)
}

/// Since when the settings demand a second factor of this person, for what they are; `None` if they do not.
pub fn demands_second_factor(app: &App, person: &SignedIn) -> Option<Timestamp> {
    let settings = app.centre.get();
    let of_roles = person.roles.iter().filter_map(|role| settings.second_factor_since(*role));
    let of_reviewers = settings.second_factor_of_reviewers_since().filter(|_| person.is_reviewer);
    of_roles.chain(of_reviewers).min()
}

/// Leads who must have a second factor and has none to where it is set up. Sign-ins from before the setting go on to
/// their end, a week at most, so that nobody loses what is typed at that moment; pages tell them.
///
/// # Errors
/// [`Problem::SetUpSecondFactor`].
pub fn require_second_factor(page: &Page, request: &HttpRequest, person: &SignedIn) -> Result<(), Problem> {
    let since = demands_second_factor(&page.app, person).filter(|_| !person.has_second_factor);
    if since.is_none_or(|since| person.created_at < since) {
        return Ok(());
    }
    let is_shown = request.method() == actix_web::http::Method::GET;
    let next = if is_shown { page.to(&page.rest) } else { came_from(request, page) };
    Err(Problem::SetUpSecondFactor { lang: page.lang, next })
}
