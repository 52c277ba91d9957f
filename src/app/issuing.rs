//! From a completed course to a certificate: what learning, content, accounts and certificates know, put together.

use std::sync::Arc;

use crate::accounts;
use crate::certificates::issue::{Draft, Outcome, Request, issue_because, prepare};
use crate::certificates::keys::SigningKey;
use crate::certificates::look::look_of;
use crate::certificates::mails::{Address, queue_certificate};
use crate::certificates::renew::{holds_longer, renew};
use crate::certificates::{Certificate, Installation, Kind, Review, pdf, register};
use crate::content::Library;
use crate::db::Conn;
use crate::i18n::t;
use crate::jobs::model::Failure;
use crate::kernel::ids::{CertificateId, EnrolmentId};
use crate::kernel::{Actor, Ctx, Error, PersonName, Result};
use crate::learning::{self, Enrolment};
use crate::mail::message::{Attachment, Media, OneLine};
use crate::web::App;

/// What issuing needs.
#[derive(Debug, Clone)]
pub struct Issuing {
    /// The application.
    pub app: App,
    /// The courses.
    pub library: Arc<Library>,
    /// The key that signs.
    pub key: Arc<SigningKey>,
}

/// Numbers are drawn; one that is taken is drawn again.
const DRAWS: u32 = 5;

/// A certificate that is signed and drawn, and what it was drawn from.
#[derive(Debug)]
pub struct Drawn {
    enrolment: EnrolmentId,
    request: Request,
    draft: Draft,
}

/// Whose certificate it will be. The account may have been merged into another one since the course was completed.
fn find_holder(conn: &mut Conn, enrolment: EnrolmentId) -> Result<(Enrolment, accounts::Person)> {
    let enrolment = learning::get_enrolment(conn, enrolment)?;
    let person = accounts::find_merged_person(conn, enrolment.person)?;
    Ok((enrolment, person))
}

impl Issuing {
    /// Issues the certificate of a completed enrolment and queues its mail, both in one transaction. However often
    /// it is called, there is one certificate and one mail.
    ///
    /// # Errors
    /// Another try may succeed, unless the enrolment or the person is gone.
    pub async fn issue_for(&self, enrolment: EnrolmentId) -> Result<(), Failure> {
        self.issue_as(enrolment, Actor::System, "").await.map(|_| ())
    }

    /// The same for whoever asks, with a reason that is kept in the certificate's history.
    ///
    /// # Errors
    /// As [`Self::issue_for`].
    pub async fn issue_as(&self, enrolment: EnrolmentId, actor: Actor, reason: &str) -> Result<Outcome, Failure> {
        for _ in 0..DRAWS {
            let drawn = self.draw(enrolment).await?;
            match self.enter(drawn, actor, reason).await {
                Err(Error::Conflict) => {}
                outcome => return outcome.map_err(Failure::from),
            }
        }
        Err(Failure::Retry(Error::Conflict))
    }

    /// Issues the certificate that renews the one of an enrolment and queues its mail. Called again, it changes nothing:
    /// the new one is not due. One that was withdrawn or suspended stays so, and one that would not hold longer is not issued.
    ///
    /// # Errors
    /// As [`Self::issue_for`].
    pub async fn renew_for(&self, enrolment: EnrolmentId) -> Result<(), Failure> {
        for _ in 0..DRAWS {
            let drawn = self.draw(enrolment).await?;
            match self.enter_renewal(drawn).await {
                Err(Error::Conflict) => {}
                outcome => return outcome.map_err(Failure::from),
            }
        }
        Err(Failure::Retry(Error::Conflict))
    }

    async fn enter_renewal(&self, drawn: Drawn) -> Result<()> {
        let (this, base) = (self.clone(), self.app.base_url.to_string());
        let work = move |conn: &mut Conn, ctx: &Ctx| {
            let (found, person) = find_holder(conn, drawn.enrolment)?;
            if this.request(&found, &person)? != drawn.request {
                return Err(Error::Conflict);
            }
            let old = register::find_current(conn, person.id, found.course, drawn.request.kind)?;
            let is_due =
                |old: &Certificate| old.may_be_renewed(this.app.today()) && holds_longer(old, drawn.request.expires_on);
            let Some(old) = old.filter(is_due) else { return Ok(()) };
            let new = renew(conn, ctx, &old, &drawn.draft)?;
            if let Some(address) = Address::of(&person) {
                queue_certificate(conn, ctx, &new, &address, ("issued", &base))?;
            }
            Ok(())
        };
        self.app.write(Actor::System, work).await
    }

    /// Signs and draws the certificate of an enrolment, off the event loop. Nothing is stored.
    ///
    /// # Errors
    /// Not found if the enrolment or the person is gone; the database's.
    pub async fn draw(&self, enrolment: EnrolmentId) -> Result<Drawn> {
        let (found, person) = self.app.read(move |conn| find_holder(conn, enrolment)).await?;
        let request = self.request(&found, &person)?;
        let (this, now) = (self.clone(), self.app.now());
        let work = move || {
            let draft = prepare(&this.key, &this.app.random, now, &request)?;
            Ok(Drawn { enrolment, request, draft })
        };
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
    }

    /// Puts a drawn certificate into the register and queues its mail.
    ///
    /// # Errors
    /// [`Error::Conflict`] if its number is taken, or if something that stands on it, such as the name, was corrected
    /// while it was drawn: draw it again. Not found if the account was erased meanwhile; the database's.
    pub async fn enter(&self, drawn: Drawn, actor: Actor, reason: &str) -> Result<Outcome> {
        let (this, reason, base) = (self.clone(), reason.to_owned(), self.app.base_url.to_string());
        let work = move |conn: &mut Conn, ctx: &Ctx| {
            let (found, person) = find_holder(conn, drawn.enrolment)?;
            if this.request(&found, &person)? != drawn.request {
                return Err(Error::Conflict);
            }
            let outcome = issue_because(conn, ctx, &drawn.draft, &reason)?;
            if let (Outcome::Issued(certificate), Some(address)) = (&outcome, Address::of(&person)) {
                queue_certificate(conn, ctx, certificate, &address, ("issued", &base))?;
            }
            Ok(outcome)
        };
        self.app.write(actor, work).await
    }

    /// Everything that stands on the certificate, as it is known now.
    fn request(&self, enrolment: &Enrolment, person: &accounts::Person) -> Result<Request> {
        let published = self.library.shelf().edition(enrolment.course, enrolment.edition).cloned();
        let published = published.ok_or_else(|| Error::internal("the completed course is not in the library"))?;
        let course = &published.course;
        let settings = self.app.centre.get();
        let lang =
            course.certificate.language(&course.languages, enrolment.certificate_language.unwrap_or(person.lang));
        let name = enrolment.certificate_name.as_deref().unwrap_or(&person.name);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few hours, checked by the course format"
        )]
        let minutes = (course.hours * 60.0).round().max(0.0) as u32;
        let (today, expires_on) = (self.app.today(), course.certificate.expiry().last_day(self.app.today()));
        if expires_on.is_some_and(|last| last < today) {
            // It stands in the centre's list of what was not issued, until the course names another day.
            return Err(Error::internal("certificates of this course end on a day that has passed"));
        }
        Ok(Request {
            person: person.id,
            name: PersonName::parse(name).ok_or_else(|| Error::internal("a stored name is no name"))?,
            course: enrolment.course,
            course_key: course.key.clone(),
            course_title: course.certificate.title.get(lang).to_owned(),
            edition: u32::try_from(enrolment.edition).map_err(Error::internal)?,
            kind: Kind::Theory,
            language: lang,
            minutes,
            issued_on: today,
            expires_on,
            guideline: course.guideline.as_ref().map(|guideline| guideline.base.get(lang).to_owned()),
            confirmed_by: None,
            session: None,
            review: if course.is_pilot() { Review::Pending } else { Review::Signed },
            installation: if self.app.is_public() { Installation::Public } else { Installation::Trial },
            issuer: settings.centre_name(lang).unwrap_or_else(|| t(lang, "issuer-name")).to_owned(),
            look: look_of(&settings, lang),
            logo: settings.logo.as_ref().map(|logo| logo.png.clone()),
            base_url: self.app.base_url.as_str().trim_end_matches('/').to_owned(),
        })
    }

    /// Makes what the outbox names, such as `certificate:12`.
    ///
    /// # Errors
    /// Not found if there is no such thing.
    pub async fn attachment(&self, reference: String) -> Result<Attachment> {
        let id = reference.strip_prefix("certificate:").and_then(|id| id.parse().ok()).map(CertificateId);
        let id = id.ok_or(Error::NotFound)?;
        let printed = self.app.read(move |conn| register::get_printed(conn, id)).await?;
        let name = OneLine::new(&format!("certificate-{}.pdf", printed.data.number));
        let bytes =
            tokio::task::spawn_blocking(move || pdf::render_printed(&printed)).await.map_err(Error::internal)?;
        Ok(Attachment { name, media: Media::Pdf, bytes: bytes.map_err(Error::from)? })
    }
}
