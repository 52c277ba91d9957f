//! Mail, to a real socket and through the outbox; and jobs, whose queue works the same way.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

#[expect(dead_code, reason = "these tests use the databases of the harness alone")]
mod harness;

#[path = "mail/conversation.rs"]
mod conversation;
#[path = "mail/databases.rs"]
mod databases;
#[path = "mail/dkim.rs"]
mod dkim;
#[path = "mail/jobs.rs"]
mod jobs;
#[path = "mail/outbox.rs"]
mod outbox;
#[path = "harness/smtp.rs"]
mod smtp;
#[path = "mail/transport.rs"]
mod transport;
