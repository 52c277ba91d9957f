//! The workers beside the server: jobs and mail.

use std::sync::Arc;

use super::issuing::Issuing;
use super::signing::mail_key;
use super::{care, exporting, importing, regrading, retention};
use crate::certificates::remind::remind_holders;
use crate::certificates::renew::holds_longer;
use crate::certificates::{Certificate, Kind};
use crate::config::Config;
use crate::content::Library;
use crate::db::Conn;
use crate::exports;
use crate::intake;
use crate::jobs::bell::Stop;
use crate::jobs::events::{Event, EventKind};
use crate::jobs::model::Failure;
use crate::jobs::registry::Registry;
use crate::jobs::runner::Runner;
use crate::jobs::schedule::Schedule;
use crate::kernel::ids::{CertificateId, PersonId};
use crate::kernel::{Actor, Ctx, Result};
use crate::learning;
use crate::mail::dkim::Dkim;
use crate::mail::message::{Letterhead, Sender};
use crate::mail::smtp::{SEND_LIMIT, SmtpTransport};
use crate::mail::transport::{FileTransport, Transport};
use crate::mail::worker::PostOffice;
use crate::reviews;
use crate::stats::reports::Kept;
use crate::web::App;
use crate::{authoring, borders};

/// Every job there is, and who does it.
fn registry(app: &App, issuing: &Issuing) -> Registry {
    let (issuing, noting, taking, bringing) = (issuing.clone(), app.clone(), app.clone(), app.clone());
    let (renewing, reminding) = (issuing.clone(), issuing.clone());
    let (writing, marking) = (issuing.clone(), issuing.clone());
    let registry = Registry::new()
        .on_event(EventKind::CourseCompleted, move |event| {
            let issuing = issuing.clone();
            async move { issuing.issue_for(event.enrolment()).await }
        })
        .on_event(EventKind::CourseRenewed, move |event| {
            let renewing = renewing.clone();
            async move { renewing.renew_for(event.enrolment()).await }
        })
        .on_event(EventKind::ResultKept, move |event| {
            let app = noting.clone();
            async move {
                match event {
                    Event::ResultKept { enrolment, attempt } => regrading::note_kept(&app, (enrolment, attempt)).await,
                    Event::CourseCompleted { .. } | Event::CourseRenewed { .. } => Ok(()),
                }
            }
        })
        .every(Schedule::hours("remind-of-expiry", 24), move |_| {
            let reminding = reminding.clone();
            async move { remind(&reminding.app, &reminding.library).await }
        })
        .on(intake::INTAKE, move |run| {
            let app = bringing.clone();
            async move { super::bringing::run(&app, &run.payload).await }
        })
        .on(exports::EXPORT, move |run| {
            let writing = writing.clone();
            async move { exporting::run(&writing.app, &writing.library, &run.payload).await }
        })
        .on(learning::REGRADE, move |run| {
            let marking = marking.clone();
            async move { regrading::run(&marking.app, &marking.library, &run.payload).await }
        })
        .on(authoring::TAKE_QUESTIONS, move |run| {
            let app = taking.clone();
            async move { importing::run(&app, &run.payload).await }
        });
    upkeep(registry, app)
}

/// What is done by the clock for nobody in particular.
fn upkeep(registry: Registry, app: &App) -> Registry {
    let (cleaning, erasing, finding) = (app.clone(), app.clone(), app.clone());
    let (sweeping, carrying) = (app.clone(), app.clone());
    registry
        .every(Schedule::hours("forget-exports", 1), move |_| {
            let app = sweeping.clone();
            async move { exporting::forget(&app).await }
        })
        .every(Schedule::hours("forget-stale", 24), move |_| {
            let app = cleaning.clone();
            async move { retention::run(&app).await }
        })
        // Every hour: a day begins in the zone of the settings.
        .every(Schedule::hours(borders::CARRY, 1), move |_| {
            let app = carrying.clone();
            async move { super::carrying::run(&app).await }
        })
        .every(Schedule::hours("erase-accounts", 1), move |_| {
            let app = erasing.clone();
            async move { care::erase_due(&app).await }
        })
        // The name carries the rules' version: a start with other rules runs it at once.
        .every(Schedule::hours("search-words-1", 24), move |_| {
            let app = finding.clone();
            async move { refresh(&app).await }
        })
}

/// Brings the words under which people are found up to date, a few people at a time.
async fn refresh(app: &App) -> Result<(), Failure> {
    let mut next = Some(PersonId(0));
    while let Some(after) = next {
        next = app.write(Actor::System, move |conn, _| crate::accounts::refresh_words(conn, after)).await?;
    }
    Ok(())
}

/// Reminds the holders of certificates that run out, a few certificates at a time.
async fn remind(app: &App, library: &Library) -> Result<(), Failure> {
    let (today, base) = (app.today(), app.base_url.to_string());
    let mut next = Some(CertificateId(0));
    while let Some(after) = next {
        let base = base.clone();
        let shelf = library.shelf();
        let work = move |conn: &mut Conn, ctx: &Ctx| {
            let is_renewable = |certificate: &Certificate| {
                let course = shelf.course_by_id(certificate.course);
                certificate.kind == Kind::Theory
                    && course
                        .is_none_or(|one| holds_longer(certificate, one.course.certificate.expiry().last_day(today)))
            };
            remind_holders(conn, ctx, (today, after), (&base, &is_renewable))
        };
        next = app.write(Actor::System, work).await?;
    }
    Ok(())
}

/// The ways out for mails.
pub(super) struct Leaving {
    transport: Arc<dyn Transport>,
    dkim: Option<Dkim>,
}

impl Leaving {
    /// As the settings say, or as `given`.
    ///
    /// # Errors
    /// The settings of the mail server, or the key that signs mails, cannot be used.
    pub(super) fn prepare(config: &Config, given: Option<Arc<dyn Transport>>) -> Result<Self> {
        let transport = match (given, &config.smtp) {
            (Some(transport), _) => transport,
            (None, Some(settings)) => Arc::new(SmtpTransport::new(settings.clone(), SEND_LIMIT)?),
            (None, None) => Arc::new(FileTransport::new(config.data.join("mail"))),
        };
        Ok(Self { transport, dkim: mail_key(config)? })
    }
}

/// How often it is looked whether somebody published a course from the shell or on another server: one small query.
const SHELF: std::time::Duration = std::time::Duration::from_secs(10);

/// Keeps the courses, the settings and the signatures in memory current.
async fn keep_current(app: App, (library, reviews): (Arc<Library>, Arc<reviews::Current>), stop: Stop) {
    loop {
        let (library, reviews, reading) = (Arc::clone(&library), Arc::clone(&reviews), app.clone());
        let read = move |conn: &mut _| {
            reading.centre.refresh(conn)?;
            reviews.refresh(conn)?;
            library.refresh(conn)
        };
        if let Err(error) = app.db.read_long(read).await {
            tracing::warn!(%error, "it could not be looked for newly published courses, settings and signatures");
        }
        tokio::select! {
            () = stop.wait() => return,
            () = tokio::time::sleep(SHELF) => {}
        }
    }
}

/// How often it is looked whether what reports count is old; how old it may be, [`Kept`] says.
const COUNTED: std::time::Duration = std::time::Duration::from_mins(1);

/// Keeps what reports count in memory, where it is much.
async fn keep_counted(app: App, (library, kept): (Arc<Library>, Arc<Kept>), stop: Stop) {
    loop {
        let (shelf, reading, now) = (library.shelf(), Arc::clone(&kept), (app.now(), app.config.time_zone));
        if let Err(error) = app.db.read_long(move |conn| reading.refresh(conn, now, &shelf)).await {
            tracing::warn!(%error, "what reports count could not be read");
        }
        kept.end_first();
        tokio::select! {
            () = stop.wait() => return,
            () = tokio::time::sleep(COUNTED) => {}
        }
    }
}

/// Starts the workers; they end when `stop` says so, after finishing what they began.
pub(super) fn start(
    (app, reviews, reports): (&App, &Arc<reviews::Current>, &Arc<Kept>),
    issuing: &Issuing,
    leaving: Leaving,
    stop: &Stop,
) -> tokio::task::JoinHandle<()> {
    let (making, heading) = (issuing.clone(), app.clone());
    let office = Arc::new(PostOffice {
        db: app.db.clone(),
        clock: Arc::clone(&app.clock),
        transport: leaving.transport,
        sender: Sender::from(app.config.mail_from.clone()),
        letterhead: Arc::new(move || {
            let settings = heading.centre.get();
            Letterhead { name: settings.sender_name().map(str::to_owned), reply_to: settings.reply_to() }
        }),
        dkim: leaving.dkim,
        attachments: Arc::new(move |reference| {
            let making = making.clone();
            Box::pin(async move { making.attachment(reference).await })
        }),
    });
    let shelf = keep_current(app.clone(), (Arc::clone(&issuing.library), Arc::clone(reviews)), stop.clone());
    // Before the first request: whoever comes earlier than the worker does not read in its place.
    reports.begin_first();
    let counted = keep_counted(app.clone(), (Arc::clone(&issuing.library), Arc::clone(reports)), stop.clone());
    let runner = Runner::new(app.db.clone(), Arc::clone(&app.clock), registry(app, issuing));
    let (mails, jobs) = (office.run(app.bell.clone(), stop.clone()), runner.run(app.bell.clone(), stop.clone()));
    tokio::spawn(async move {
        tokio::join!(mails, jobs, shelf, counted);
    })
}
