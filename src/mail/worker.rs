//! Emptying the outbox: lease, make the message, hand it over outside any transaction, mark.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use tokio::task::JoinSet;

use super::dkim::Dkim;
use super::message::{Attachment, Letterhead, Mail, MessageId, Sender};
use super::model::Leased;
use super::store::{self, Mark};
use super::transport::{Delivery, Outgoing, Transport, Trouble};
use crate::db::{Conn, Database};
use crate::jobs::backoff::MAILS;
use crate::jobs::bell::{Bell, Stop, pulse};
use crate::kernel::{Clock, Email, Error, Result};

/// How long a mail belongs to the worker that took it, in seconds: many times what a try may take.
const LEASE_SECONDS: i64 = 300;
/// How many mails of one server are on their way at once.
const AT_ONCE: i64 = 4;
/// The least time between two looks at the outbox, however often the bell rings.
const CALM: Duration = Duration::from_millis(200);
/// How long to wait when the database fails.
const DATABASE_TROUBLE: Duration = Duration::from_secs(5);
/// How often a mark is tried again when the database is away: without it the mail goes out twice. Ends well before
/// the lease does.
const MARK_TRIES: u32 = 12;
/// How long to leave a mail server alone that does not talk to us: a wrong password said too often locks the account.
pub(super) const OUR_TROUBLE_SECONDS: i64 = 300;

/// Makes what an outbox row names in its column `attachment`, such as `certificate:12`. [`Error::NotFound`] means that
/// it will never be there.
pub type Attachments = Arc<dyn Fn(String) -> Making + Send + Sync>;

/// The making of one attachment.
pub type Making = Pin<Box<dyn Future<Output = Result<Attachment>> + Send>>;

/// Sends what is in the outbox.
pub struct PostOffice {
    /// Where the outbox is.
    pub db: Database,
    /// The time.
    pub clock: Arc<dyn Clock>,
    /// The way out.
    pub transport: Arc<dyn Transport>,
    /// Who sends.
    pub sender: Sender,
    /// How the centre signs its mails at this moment.
    pub letterhead: Arc<dyn Fn() -> Letterhead + Send + Sync>,
    /// What signs, if there is a key for it.
    pub dkim: Option<Dkim>,
    /// Makes attachments.
    pub attachments: Attachments,
}

impl std::fmt::Debug for PostOffice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("PostOffice").field("transport", &self.transport).finish_non_exhaustive()
    }
}

/// What a round came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Round {
    /// Mails that were tried.
    pub tried: usize,
    /// The mail server does not talk to us; the rest of the mails was left for later.
    pub is_shut: bool,
}

impl PostOffice {
    /// Works until told to stop, and finishes what was begun.
    pub async fn run(self: Arc<Self>, bell: Bell, stop: Stop) {
        // When the mail server did not talk to us, in seconds since 1970: it is left alone for a while then. A moment that
        // has not come yet is of a clock that was set back, and keeps nothing waiting.
        let shut_at = &AtomicI64::new(i64::MIN);
        let round = || {
            let (this, stop) = (Arc::clone(&self), stop.clone());
            async move {
                let now = this.clock.now();
                let passed = now.unix().saturating_sub(shut_at.load(Ordering::Relaxed));
                if (0..OUR_TROUBLE_SECONDS).contains(&passed) {
                    return CALM;
                }
                match this.send_due(&stop).await {
                    Ok(Round { is_shut: false, .. }) => CALM,
                    Ok(_) => {
                        shut_at.store(now.unix(), Ordering::Relaxed);
                        CALM
                    }
                    Err(error) => {
                        tracing::error!(%error, "the outbox cannot be worked on");
                        DATABASE_TROUBLE
                    }
                }
            }
        };
        pulse(&bell, &stop, round).await;
    }

    /// Tries everything that is due now.
    ///
    /// # Errors
    ///
    /// If the database fails; what a mail server says is kept with its mail instead.
    pub async fn send_due(self: &Arc<Self>, stop: &Stop) -> Result<Round> {
        let mut round = Round::default();
        while !stop.is_set() && !round.is_shut {
            let mut sending = JoinSet::new();
            for mail in self.lease_due().await? {
                let this = Arc::clone(self);
                sending.spawn(async move { this.send_one(mail).await });
            }
            let before = round.tried;
            let mut failed = None;
            // Every try is waited for, whatever the others came to: dropping the set would end them half-way.
            while let Some(sent) = sending.join_next().await {
                match sent.map_err(Error::internal).flatten() {
                    Ok(delivery) => {
                        round.tried += 1;
                        round.is_shut |= matches!(&delivery, Delivery::Later(trouble) if trouble.is_ours());
                    }
                    Err(error) => failed = Some(error),
                }
            }
            if let Some(error) = failed {
                return Err(error);
            }
            if round.tried == before {
                break;
            }
        }
        Ok(round)
    }

    /// Takes the next few mails, those that another server did not take first.
    async fn lease_due(&self) -> Result<Vec<Leased>> {
        let now = self.clock.now();
        let until = now.plus_seconds(LEASE_SECONDS);
        let due = self.db.read(move |conn| store::list_due(conn, now, AT_ONCE)).await?;
        if due.is_empty() {
            return Ok(Vec::new());
        }
        self.db.write(move |conn| store::lease(conn, &due, now, until)).await
    }

    async fn send_one(&self, mail: Leased) -> Result<Delivery> {
        let delivery = if mail.tries > MAILS.most_tries() {
            // The server died in the middle of every try.
            Delivery::Never(Trouble::Unmade)
        } else {
            match self.make(&mail).await {
                Ok(outgoing) => self.transport.send(&outgoing).await,
                Err(error) => {
                    tracing::error!(mail = %mail.id, %error, "a mail cannot be made");
                    unmade(&error)
                }
            }
        };
        self.mark(mail, &delivery).await?;
        Ok(delivery)
    }

    async fn make(&self, mail: &Leased) -> Result<Outgoing> {
        let attachment = match &mail.attachment {
            None => None,
            Some(reference) => Some((self.attachments)(reference.clone()).await?),
        };
        let head = (self.letterhead)();
        let message = Mail {
            id: MessageId::new(&mail.message_id, self.sender.host()),
            from: head.name.as_deref().map_or_else(|| self.sender.clone(), |name| self.sender.named(name)),
            reply_to: head.reply_to,
            to: Email::parse(&mail.address).ok_or(Error::NotFound)?,
            lang: mail.lang,
            date: self.clock.now(),
            written: mail.written.clone(),
            attachment,
        };
        message.encode(self.dkim.as_ref())
    }

    async fn mark(&self, mail: Leased, delivery: &Delivery) -> Result<()> {
        let (id, tries, now) = (mail.id, mail.tries, self.clock.now());
        let (error, again) = match delivery {
            Delivery::Sent => (None, None),
            Delivery::Later(trouble) => (Some(trouble.to_string()), next_try(trouble, tries)),
            Delivery::Never(trouble) => (Some(trouble.to_string()), None),
        };
        if let Some(error) = &error {
            tracing::warn!(mail = %id, tries, again = ?again, error, "a mail was not taken");
        }
        let write = move |conn: &mut Conn| {
            let mark = match (&error, again) {
                (None, _) => Mark::Sent,
                (Some(error), Some((wait, tries))) => Mark::Again { at: now.plus_seconds(wait), error, tries },
                (Some(error), None) => Mark::Failed { error },
            };
            store::mark(conn, &mail, &mark, now)
        };
        let mut held = self.db.write(write.clone()).await;
        for _ in 0..MARK_TRIES {
            if !matches!(held, Err(Error::Unavailable(_))) {
                break;
            }
            tokio::time::sleep(DATABASE_TROUBLE).await;
            held = self.db.write(write.clone()).await;
        }
        if !held? {
            tracing::warn!(mail = %id, "a mail outlived its lease; it may go out twice");
        }
        Ok(())
    }
}

/// Seconds to wait and tries to count, or `None` to give up.
fn next_try(trouble: &Trouble, tries: i32) -> Option<(i64, i32)> {
    if trouble.is_ours() {
        return Some((OUR_TROUBLE_SECONDS, tries - 1));
    }
    MAILS.after(tries).map(|wait| (wait, tries))
}

fn unmade(error: &Error) -> Delivery {
    match error {
        Error::NotFound => Delivery::Never(Trouble::Unmade),
        _ => Delivery::Later(Trouble::Unmade),
    }
}
