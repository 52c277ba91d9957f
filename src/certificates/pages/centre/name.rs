//! Correcting a name: the right one is typed, what will change is looked at, then it is done. One page, so that an
//! officer does it while the caller waits.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::super::super::correct::{Corrected, Correction, correct_name};
use super::super::super::data::{CertificateData, Installation};
use super::super::super::issue::Draft;
use super::super::super::keys::SigningKey;
use super::super::super::look::look_of;
use super::super::super::model::{Certificate, State};
use super::super::super::pdf::unprintable_letter;
use super::super::super::register;
use super::super::super::reissue::{Issuer, prepare_corrected};
use super::name_views as views;
use crate::accounts::{self, Look, Person};
use crate::content::Library;
use crate::i18n::t;
use crate::kernel::ids::PersonId;
use crate::kernel::{Error, Lang, PersonName, Result};
use crate::learning::{self, Enrolment};
use crate::web::flash::redirect_with;
use crate::web::layout::respond;
use crate::web::{Centre, Fields, FormErrors, Page, WebResult};

/// The form that the language switch sends.
pub(super) const MAIN_FORM: &str = "main-form";
/// Numbers are drawn; one that is taken is drawn again.
const DRAWS: u32 = 5;

/// Whose name it is, and where it stands.
pub(super) struct Bearer {
    pub(super) person: Person,
    /// The certificates that count and hold today, with what is printed on them.
    pub(super) certificates: Vec<(Certificate, CertificateData)>,
    /// The titles of courses whose certificate is still to come with this name.
    pub(super) coming: Vec<String>,
}

impl Bearer {
    /// Those that say another name than this.
    pub(super) fn others(&self, name: &PersonName) -> impl Iterator<Item = &(Certificate, CertificateData)> {
        self.certificates.iter().filter(move |(certificate, _)| certificate.holder != name.as_str())
    }

    /// Whether it is proposed to issue this certificate again: not if its holder chose another spelling for it.
    pub(super) fn is_proposed(&self, certificate: &Certificate, name: &PersonName) -> bool {
        certificate.holder == self.person.name || self.person.name == name.as_str()
    }
}

async fn bearer(centre: &Centre, library: &Library, typed: &str) -> Result<Bearer> {
    let id: PersonId = typed.parse().map_err(|_| Error::NotFound)?;
    let today = centre.page.app.today();
    let read = move |conn: &mut _| {
        let person = accounts::find_person(conn, id)?.filter(|person| person.merged_into.is_none());
        let person = person.ok_or(Error::NotFound)?;
        let all = register::list_of_person(conn, id)?;
        let mut certificates = Vec::new();
        for certificate in all.iter().filter(|one| one.is_current && one.state(today) == State::Valid) {
            certificates.push((certificate.clone(), register::get_data(conn, certificate.id)?));
        }
        let enrolments = learning::list_enrolments(conn, id)?;
        let is_coming = |enrolment: &Enrolment| {
            enrolment.certificate_name.as_ref() == Some(&person.name)
                && !all.iter().any(|certificate| certificate.course == enrolment.course)
        };
        let coming: Vec<Enrolment> = enrolments.into_iter().filter(is_coming).collect();
        Ok((person, certificates, coming))
    };
    let (person, certificates, coming) = centre.page.app.read(read).await?;
    let may_grant = |role| centre.person.roles.iter().any(|own| own.may_grant(role));
    if !person.roles.iter().all(|role| may_grant(*role)) {
        return Err(Error::Forbidden);
    }
    let shelf = library.shelf();
    let title = |enrolment: &Enrolment| {
        let published = shelf.edition(enrolment.course, enrolment.edition)?;
        Some(published.course.title.get(centre.page.lang).to_owned())
    };
    let coming = coming.iter().filter_map(title).collect();
    Ok(Bearer { person, certificates, coming })
}

/// `GET /{lang}/centre/people/{id}/name`.
///
/// # Errors
/// Not found; forbidden for who holds a role out of reach; the database's.
pub async fn edit_name(centre: Centre, library: Data<Library>, path: Path<(String, String)>) -> WebResult {
    let bearer = bearer(&centre, &library, &path.1).await?;
    let look = Look::of(&bearer.person, centre.page.app.today());
    centre.page.app.write(centre.actor(), move |conn, ctx| accounts::note_look(conn, ctx, look)).await?;
    let typed = Fields(vec![("name".to_owned(), bearer.person.name.clone())]);
    Ok(show_form(centre.page, &bearer, &typed, &FormErrors::default()))
}

fn show_form(page: Page, bearer: &Bearer, typed: &Fields, errors: &FormErrors) -> HttpResponse {
    let page = page.with_switch_form(MAIN_FORM);
    let status = if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    respond(&page, status, page.t("centre-name-title"), &views::form(&page, bearer, typed, errors))
}

/// The name that was typed, if certificates can print it and something would change.
fn read_name(bearer: &Bearer, typed: &Fields) -> Result<PersonName, FormErrors> {
    let wrong = |message| FormErrors::one("name", message);
    let name = PersonName::parse(typed.get("name")).ok_or_else(|| wrong("centre-name-wrong"))?;
    if unprintable_letter(name.as_str()).is_some() {
        return Err(wrong("centre-name-unprintable"));
    }
    if bearer.person.name == name.as_str() && bearer.others(&name).next().is_none() {
        return Err(wrong("centre-name-same"));
    }
    Ok(name)
}

/// The account has the name that was confirmed, and nothing is left to issue again.
fn is_done(bearer: &Bearer, typed: &Fields) -> bool {
    let name = PersonName::parse(typed.get("name")).filter(|name| name.as_str() == bearer.person.name);
    name.is_some_and(|name| bearer.others(&name).next().is_none())
}

/// `POST /{lang}/centre/people/{id}/name`: first what will change; with `confirm`, changes it.
///
/// # Errors
/// Not found; forbidden for who holds a role out of reach; the database's.
pub async fn update_name(
    mut centre: Centre,
    library: Data<Library>,
    key: Data<SigningKey>,
    path: Path<(String, String)>,
    typed: Fields,
) -> WebResult {
    if let Some(lang) = typed.switch() {
        centre.page.lang = lang;
    }
    let bearer = bearer(&centre, &library, &path.1).await?;
    let is_preview = typed.has("step");
    if typed.has("edit") || typed.switch().is_some() && !is_preview {
        return Ok(show_form(centre.page, &bearer, &typed, &FormErrors::default()));
    }
    // A second click of the last button finds everything done.
    if typed.has("confirm") && is_done(&bearer, &typed) {
        return Ok(redirect_with(&views::person_path(&centre.page, &bearer), "flash-already-so"));
    }
    let name = match read_name(&bearer, &typed) {
        Ok(name) => name,
        Err(errors) => return Ok(show_form(centre.page, &bearer, &typed, &errors)),
    };
    if !typed.has("confirm") || typed.switch().is_some() {
        let page = centre.page.with_switch_form(MAIN_FORM);
        let body = views::preview(&page, &bearer, &name, is_preview.then_some(&typed));
        return Ok(respond(&page, StatusCode::OK, page.t("centre-name-title"), &body));
    }
    match confirm(&centre, key.into_inner(), &bearer, (typed.get("was"), &name, &typed)).await? {
        Corrected::Done { reissued } => {
            let message = if reissued > 0 { "flash-name-reissued" } else { "flash-name-corrected" };
            Ok(redirect_with(&views::person_path(&centre.page, &bearer), message))
        }
        Corrected::AlreadySo => Ok(redirect_with(&views::person_path(&centre.page, &bearer), "flash-already-so")),
        Corrected::Changed => {
            let errors = FormErrors::one("name", "centre-name-changed");
            Ok(show_form(centre.page, &bearer, &typed, &errors))
        }
    }
}

async fn confirm(
    centre: &Centre,
    key: Arc<SigningKey>,
    bearer: &Bearer,
    (was, name, typed): (&str, &PersonName, &Fields),
) -> Result<Corrected> {
    let app = &centre.page.app;
    let is_ticked = |certificate: &Certificate| {
        typed.0.iter().any(|(field, value)| field == "certificate" && value == certificate.number.as_str())
    };
    let chosen: Vec<_> = bearer.others(name).filter(|(certificate, _)| is_ticked(certificate)).cloned().collect();
    for _ in 0..DRAWS {
        let drafts = draw(centre, Arc::clone(&key), (bearer.person.id, name.clone()), chosen.clone()).await?;
        let correction = Correction { person: bearer.person.id, was: was.to_owned(), name: name.clone(), drafts };
        let base = app.base_url.to_string();
        match app.write(centre.actor(), move |conn, ctx| correct_name(conn, ctx, &correction, &base)).await {
            Err(Error::Conflict) => {}
            outcome => return outcome,
        }
    }
    Err(Error::Conflict)
}

/// Signing and drawing, off the threads that serve pages.
async fn draw(
    centre: &Centre,
    key: Arc<SigningKey>,
    (person, name): (PersonId, PersonName),
    chosen: Vec<(Certificate, CertificateData)>,
) -> Result<Vec<(Certificate, Draft)>> {
    let app = centre.page.app.clone();
    let settings = app.centre.get();
    let issuer_in = |lang: Lang| Issuer {
        base_url: app.base_url.as_str().trim_end_matches('/').to_owned(),
        installation: if app.is_public() { Installation::Public } else { Installation::Trial },
        name: settings.centre_name(lang).unwrap_or_else(|| t(lang, "issuer-name")).to_owned(),
        look: look_of(&settings, lang),
        logo: settings.logo.as_ref().map(|logo| logo.png.clone()),
    };
    let issuers = Lang::ALL.map(|lang| (lang, issuer_in(lang)));
    let now = app.now();
    let work = move || {
        let draw = |(old, printed): (Certificate, CertificateData)| {
            let issuer = issuers.iter().find(|(lang, _)| *lang == printed.language).map(|(_, issuer)| issuer);
            let issuer = issuer.ok_or_else(|| Error::internal("a language without an issuer"))?;
            let draft = prepare_corrected((&key, &app.random, now), (&old, &printed), (person, &name), issuer)?;
            Ok((old, draft))
        };
        chosen.into_iter().map(draw).collect()
    };
    tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
}
