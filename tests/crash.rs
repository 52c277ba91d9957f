//! Nothing that was acknowledged is lost and nothing is done twice, whatever falls over: the server killed with
//! signal 9, the disk full, PostgreSQL or the mail server away, the clock set back, a course file broken, several
//! servers on one database; and a backup taken in the middle of it is whole.

#![expect(clippy::unwrap_used, reason = "a test ends where something is not as it should be")]

#[expect(dead_code, reason = "these tests use a part of the harness")]
mod harness;

#[path = "crash/answers.rs"]
mod answers;
#[path = "crash/backup.rs"]
mod backup;
#[path = "crash/clock.rs"]
mod clock;
#[path = "crash/courses.rs"]
mod courses;
#[path = "crash/disk.rs"]
mod disk;
#[path = "crash/intake.rs"]
mod intake;
#[path = "crash/issue.rs"]
mod issue;
#[path = "crash/learner.rs"]
mod learner;
#[path = "crash/postgres.rs"]
mod postgres;
#[path = "crash/program.rs"]
mod program;
#[path = "crash/relay.rs"]
mod relay;
#[path = "crash/sending.rs"]
mod sending;
#[path = "crash/several.rs"]
mod several;
#[expect(dead_code, reason = "these tests use a part of the mail server")]
#[path = "harness/smtp.rs"]
mod smtp;
