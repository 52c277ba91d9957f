//! From a completed course to a certificate: what learning, content, accounts and certificates know, put together.

use std::sync::Arc;

use crate::accounts;
use crate::certificates::issue::{Draft, Outcome, Request, issue_because, prepare};
use crate::certificates::keys::SigningKey;
use crate::certificates::look::look_of;
use crate::certificates::mails::{Address, queue_certificate};
use crate::certificates::{Installation, Kind, Review, pdf, register};
use crate::content::{Library, Published};
use crate::i18n::t;
use crate::jobs::model::Failure;
use crate::kernel::ids::{CertificateId, EnrolmentId};
use crate::kernel::{Actor, Error, PersonName, Result};
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
        let (enrolment, person) = self
            .app
            .read(move |conn| {
                let enrolment = learning::get_enrolment(conn, enrolment)?;
                // The account may have been merged into another one since the course was completed.
                let person = accounts::find_merged_person(conn, enrolment.person)?;
                Ok((enrolment, person))
            })
            .await?;
        let published = self.library.shelf().edition(enrolment.course, enrolment.edition).cloned();
        let published = published.ok_or_else(|| Error::internal("the completed course is not in the library"))?;
        let request = self.request(&enrolment, &person, &published)?;
        for _ in 0..DRAWS {
            let draft = self.draw(request.clone()).await?;
            let (address, base, recipient) = (Address::of(&person), self.app.base_url.to_string(), person.id);
            let reason = reason.to_owned();
            let issued = self
                .app
                .write(actor, move |conn, ctx| {
                    // The account may have been erased while the document was drawn.
                    if accounts::find_person(conn, recipient)?.is_none() {
                        return Err(Error::NotFound);
                    }
                    let outcome = issue_because(conn, ctx, &draft, &reason)?;
                    if let (Outcome::Issued(certificate), Some(address)) = (&outcome, &address) {
                        queue_certificate(conn, ctx, certificate, address, ("issued", &base))?;
                    }
                    Ok(outcome)
                })
                .await;
            match issued {
                Err(Error::Conflict) => {}
                outcome => return outcome.map_err(Failure::from),
            }
        }
        Err(Failure::Retry(Error::Conflict))
    }

    /// Signing and drawing, off the event loop.
    async fn draw(&self, request: Request) -> Result<Draft> {
        let this = self.clone();
        let now = self.app.now();
        let work = move || prepare(&this.key, &this.app.random, now, &request);
        tokio::task::spawn_blocking(work).await.map_err(Error::internal)?
    }

    fn request(&self, enrolment: &Enrolment, person: &accounts::Person, published: &Published) -> Result<Request> {
        let course = &published.course;
        let settings = self.app.centre.get();
        let lang = enrolment.certificate_language.unwrap_or(person.lang);
        let name = enrolment.certificate_name.as_deref().unwrap_or(&person.name);
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a few hours, checked by the course format"
        )]
        let minutes = (course.hours * 60.0).round().max(0.0) as u32;
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
            issued_on: self.app.today(),
            validity_months: course.certificate.validity_months,
            guideline: course.guideline.as_ref().map(|guideline| guideline.base.get(lang).to_owned()),
            confirmed_by: None,
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
