//! Mail, to a real socket and through the outbox; jobs, since the outbox stands on them.

#[path = "harness/smtp.rs"]
mod smtp;
#[path = "mail/transport.rs"]
mod transport;
