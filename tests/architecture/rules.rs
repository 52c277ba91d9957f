//! Who may name what.

use std::fmt;

use crate::source::{Function, Source};

/// The features, lowest first: each may call those before it.
const FEATURES: [&str; 20] = [
    "jobs",
    "mail",
    "places",
    "accounts",
    "borders",
    "content",
    "exchange",
    "settings",
    "reviews",
    "learning",
    "asking",
    "authoring",
    "calendar",
    "certificates",
    "organisations",
    "groups",
    "intake",
    "stats",
    "exports",
    "home",
];
/// What stands below the features.
const BASE: [&str; 5] = ["kernel", "quiz", "db", "i18n", "config"];

const DIESEL: [&str; 2] = ["diesel", "diesel_migrations"];
const HTTP: [&str; 3] = ["actix_web", "actix_multipart", "actix_http"];
const HTML: [&str; 1] = ["maud"];
/// The world outside: what can wait, fail or differ between two machines.
const OUTSIDE: [&str; 9] = [
    "tokio",
    "std::fs",
    "std::env",
    "std::process",
    "std::thread",
    "std::net::TcpStream",
    "std::net::TcpListener",
    "std::net::UdpSocket",
    "std::net::ToSocketAddrs",
];
const CLOCK: [&str; 9] = [
    "crate::kernel::Clock",
    "crate::kernel::SystemClock",
    "crate::kernel::time::Clock",
    "crate::kernel::time::SystemClock",
    "std::time::Instant",
    "std::time::SystemTime",
    "chrono::Utc",
    "chrono::Local",
    "time::OffsetDateTime",
];
const CHANCE: [&str; 6] =
    ["crate::kernel::Random", "crate::kernel::ctx::Random", "rand::rng", "rand::random", "rand::rngs", "getrandom"];

/// The lines that a file may have.
const LINES: usize = 450;
/// The one file that no person writes.
const GENERATED: &str = "src/db/schema.rs";

/// What a file is for. The folder and the file's name tell, and for the files of a feature without a name of their
/// own, whether they name the database: then they are use cases, else rules.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Kernel,
    Quiz,
    Database,
    /// Texts and settings.
    Base,
    /// Types and rules of a feature.
    Rules,
    Store,
    UseCase,
    Web,
    Views,
    Pages,
    /// The composition root.
    Root,
}

fn role(source: &Source) -> Option<Role> {
    let path = source.path.strip_prefix("src/")?;
    let Some((room, rest)) = path.split_once('/') else {
        return matches!(path, "lib.rs" | "main.rs").then_some(Role::Root);
    };
    match room {
        "kernel" => return Some(Role::Kernel),
        "quiz" => return Some(Role::Quiz),
        "db" => return Some(Role::Database),
        "i18n" | "config" => return Some(Role::Base),
        "web" => return Some(Role::Web),
        "app" | "cli" => return Some(Role::Root),
        _ if FEATURES.contains(&room) => {}
        _ => return None,
    }
    let part = rest.split('/').next().unwrap_or(rest).trim_end_matches(".rs");
    Some(match part {
        "pages" | "api" => Role::Pages,
        "views" | "question_view" | "result_view" => Role::Views,
        "store" => Role::Store,
        "model" => Role::Rules,
        "mod" => Role::UseCase,
        _ if source.names.iter().any(|name| is_within(&name.path, "crate::db")) => Role::UseCase,
        _ => Role::Rules,
    })
}

/// What each role never names.
fn never(role: Role) -> Vec<&'static str> {
    let groups: &[&[&str]] = match role {
        Role::Kernel | Role::Quiz | Role::Rules | Role::UseCase => &[&DIESEL, &HTTP, &HTML, &OUTSIDE, &CLOCK, &CHANCE],
        Role::Store => &[&HTTP, &HTML, &OUTSIDE, &CLOCK, &CHANCE],
        Role::Views => &[&DIESEL, &OUTSIDE, &CLOCK, &CHANCE],
        Role::Database => &[&HTTP, &HTML],
        Role::Base => &[&DIESEL, &HTTP, &HTML],
        Role::Web | Role::Pages | Role::Root => &[&DIESEL],
    };
    groups.concat()
}

/// True if a file of this role, in this room, may import from that room of the crate.
fn may_import(role: Role, room: &str, other: &str) -> bool {
    let rank = |room: &str| FEATURES.iter().position(|feature| *feature == room);
    let is_lower = rank(other).is_some_and(|other| rank(room).is_some_and(|own| other < own));
    let is_own = room == other;
    is_own
        || match role {
            Role::Root => true,
            Role::Kernel => false,
            Role::Quiz | Role::Database | Role::Base => other == "kernel",
            Role::Rules => matches!(other, "kernel" | "quiz") || is_lower,
            Role::Store => matches!(other, "kernel" | "quiz" | "db"),
            Role::UseCase => BASE.contains(&other) || is_lower,
            // Every page shows who is signed in, and the centre's name and logo.
            Role::Web => BASE.contains(&other) || matches!(other, "accounts" | "settings"),
            Role::Views | Role::Pages => {
                other == "web" || other != "db" && (BASE.contains(&other) || rank(other).is_some())
            }
        }
}

/// Somewhere a rule is broken.
#[derive(Debug, Clone)]
pub(crate) struct Finding {
    path: String,
    line: usize,
    /// The path that is named, or what else is wrong.
    subject: String,
    rule: String,
}

impl Finding {
    pub(crate) fn is_excepted(&self) -> bool {
        EXCEPTIONS.iter().any(|exception| exception.covers(self))
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}: {}", self.path, self.line, self.subject, self.rule)
    }
}

/// A place where a rule does not hold, and why.
#[derive(Debug)]
pub(crate) struct Exception {
    path: &'static str,
    subject: &'static str,
    /// Read by people, here and when the exception is no longer needed.
    #[expect(dead_code, reason = "told by Debug")]
    reason: &'static str,
}

impl Exception {
    pub(crate) fn covers(&self, finding: &Finding) -> bool {
        finding.path == self.path && is_within(&finding.subject, self.subject)
    }
}

const fn except(path: &'static str, subject: &'static str, reason: &'static str) -> Exception {
    Exception { path, subject, reason }
}

/// Every exception to the rules. One that is no longer needed fails a test.
pub(crate) const EXCEPTIONS: &[Exception] = &[
    except("src/kernel/ctx.rs", "rand::rng", "the one place where the operating system is asked for chance"),
    except("src/kernel/time.rs", "chrono::Utc", "the one place where the machine's clock is read"),
    except("src/config/mod.rs", "crate::db::DatabaseUrl", "a setting is parsed into the type that its reader takes"),
    except("src/web/state.rs", "crate::jobs::bell::Bell", "a change wakes the workers"),
    except("src/accounts/password.rs", "tokio", "hashing is bounded and leaves the threads that serve pages"),
    except("src/jobs/bell.rs", "tokio", "workers wait here"),
    except("src/jobs/runner.rs", "tokio", "the worker that runs jobs, each in a task"),
    except("src/jobs/runner.rs", "crate::kernel::Clock", "a worker has no request that brings the time"),
    except("src/mail/frame.rs", "maud", "a mail's frame is HTML"),
    except("src/mail/message.rs", "std::time::SystemTime", "the type in which the mail library takes a moment"),
    except("src/mail/smtp.rs", "tokio", "a transport: it talks over the network within a time limit"),
    except("src/mail/smtp.rs", "std::fs", "a transport: it reads the authority to trust"),
    except("src/mail/smtp.rs", "crate::config", "a transport is made from its settings"),
    except("src/mail/transport.rs", "tokio", "a transport: writing files leaves the threads that serve pages"),
    except("src/mail/transport.rs", "std::fs", "a transport: it writes mails as files"),
    except("src/mail/worker.rs", "tokio", "the worker that sends, several mails at a time"),
    except("src/mail/worker.rs", "crate::kernel::Clock", "a worker has no request that brings the time"),
    except("src/content/files/disk.rs", "std::fs", "reads a course's folder, and nothing else"),
    except("src/certificates/key_file.rs", "std::fs", "keeps the signing key in a file that only the owner reads"),
    except("src/certificates/key_file.rs", "crate::kernel::Random", "makes the signing key, before anything is served"),
    except("src/certificates/keys.rs", "crate::kernel::Random", "makes the signing key from the chance it is given"),
    except("src/certificates/issue.rs", "crate::kernel::Random", "a draft is prepared outside the transaction"),
    except("src/certificates/sample.rs", "crate::kernel::Random", "a sample is signed with a key that is thrown away"),
    except("src/certificates/reissue.rs", "crate::kernel::Random", "a draft is prepared outside the transaction"),
];

/// Pages split off by subject, for their length, and whose they are.
pub(crate) const PAGES: [(&str, &str); 15] = [
    ("src/accounts/pages/care.rs", "mod"),
    ("src/accounts/pages/cared.rs", "staff"),
    ("src/accounts/pages/consent_form.rs", "public"),
    ("src/accounts/pages/own_password.rs", "public"),
    ("src/accounts/pages/recovery.rs", "public"),
    ("src/accounts/pages/second_step.rs", "public"),
    ("src/accounts/pages/second_views.rs", "mod"),
    ("src/accounts/pages/welcome.rs", "public"),
    ("src/learning/pages/attempts.rs", "volunteer"),
    ("src/learning/pages/compressed.rs", "volunteer"),
    ("src/learning/pages/lessons.rs", "volunteer"),
    ("src/learning/pages/templates.rs", "public"),
    ("src/reviews/pages/text.rs", "mod"),
    ("src/stats/pages/hours.rs", "mod"),
    ("src/stats/pages/report.rs", "mod"),
];

fn is_within(path: &str, prefix: &str) -> bool {
    path.strip_prefix(prefix).is_some_and(|rest| rest.is_empty() || rest.starts_with("::"))
}

/// The rooms and roles: what a file names and may not.
pub(crate) fn names(source: &Source) -> Vec<Finding> {
    let finding = |line, subject: &str, rule: String| Finding {
        path: source.path.clone(),
        line,
        subject: subject.to_owned(),
        rule,
    };
    let Some(role) = role(source) else {
        return vec![finding(1, "room", "no such room: give it a role in tests/architecture/rules.rs".to_owned())];
    };
    let room = source.path.trim_start_matches("src/").split('/').next().unwrap_or_default();
    let forbidden = never(role);
    let mut findings = Vec::new();
    for name in &source.names {
        if forbidden.iter().any(|prefix| is_within(&name.path, prefix)) && !is_defined_here(source, &name.path) {
            findings.push(finding(name.line, &name.path, format!("{role:?} never names it")));
        }
        let Some(inner) = name.path.strip_prefix("crate::") else { continue };
        let other = inner.split("::").next().unwrap_or_default();
        // The macro that looks inside a connection is the database's.
        let other = if other == "on_backend" { "db" } else { other };
        if !may_import(role, room, other) {
            findings.push(finding(name.line, &name.path, format!("{role:?} in {room} does not import from {other}")));
        }
        let is_store = inner.split("::").nth(1) == Some("store") && FEATURES.contains(&other);
        let may_store = role == Role::Root || room == other && matches!(role, Role::Store | Role::UseCase);
        if is_store && !may_store {
            findings.push(finding(name.line, &name.path, format!("a store is its own feature's, not {role:?}'s")));
        }
    }
    findings
}

/// The kernel defines the clock and chance.
fn is_defined_here(source: &Source, path: &str) -> bool {
    source.path.starts_with("src/kernel/") && path.starts_with("crate::kernel::")
}

/// The guards that let in an audience and nobody else.
fn guards(audience: &str) -> &'static [&'static str] {
    match audience {
        "volunteer" => &["Volunteer"],
        "trainer" => &["Trainer"],
        "staff" => &["Staff"],
        "checker" => &["Checker"],
        "reviewer" => &["Reviewer"],
        "centre" => &["Centre", "Administrator"],
        "coordinator" => &["Coordinator", "SomeCoordinator"],
        _ => &[],
    }
}

/// Who may: a function under an audience's pages that routes can name takes that audience's guard, whole (an
/// `Option` of a guard lets everybody in).
pub(crate) fn handlers(source: &Source) -> Vec<Finding> {
    let finding = |line, subject: &str, rule: &str| Finding {
        path: source.path.clone(),
        line,
        subject: subject.to_owned(),
        rule: rule.to_owned(),
    };
    let Some((_, rest)) = source.path.split_once("/pages/") else { return Vec::new() };
    let named = rest.split('/').next().unwrap_or(rest).trim_end_matches(".rs");
    let split = PAGES.iter().find(|(path, _)| *path == source.path);
    let audience = split.map_or(named, |(_, audience)| *audience);
    if !matches!(
        audience,
        "public" | "volunteer" | "coordinator" | "checker" | "reviewer" | "trainer" | "staff" | "centre" | "mod"
    ) {
        return vec![finding(
            1,
            "audience",
            "pages are named by audience (public, volunteer, coordinator, checker, reviewer, trainer, staff, centre) or stand in PAGES",
        )];
    }
    let guards = guards(audience);
    let is_open =
        |function: &&Function| !guards.is_empty() && !guards.iter().any(|guard| function.takes.contains(*guard));
    let open = source.functions.iter().filter(is_open);
    open.map(|function| finding(function.line, &function.name, &format!("takes none of {guards:?}"))).collect()
}

/// Length, and lint attributes.
pub(crate) fn manners(source: &Source) -> Vec<Finding> {
    let finding = |line, subject: &str, rule: &str| Finding {
        path: source.path.clone(),
        line,
        subject: subject.to_owned(),
        rule: rule.to_owned(),
    };
    let mut findings = Vec::new();
    if source.lines > LINES && source.path != GENERATED {
        findings.push(finding(source.lines, "length", "a file has at most 450 lines: split it by verb"));
    }
    for lint in &source.lints {
        if lint.is_allow {
            findings.push(finding(lint.line, "allow", "write `expect`, which fails once it is not needed"));
        } else if !lint.has_reason {
            findings.push(finding(lint.line, "expect", "an exception tells its reason"));
        }
    }
    findings
}

/// Each rule refuses what it is there to refuse, and lets the rest be.
#[test]
fn broken_rules_are_found() {
    let broken = [
        ("src/kernel/day.rs", "use crate::places::District;"),
        ("src/kernel/day.rs", "fn now() { chrono::Utc::now() }"),
        ("src/quiz/draw.rs", "use crate::kernel::Random;"),
        ("src/quiz/draw.rs", "fn f() { use rand::rngs::SysRng; }"),
        ("src/quiz/draw.rs", "use crate::content::Course;"),
        ("src/places/model.rs", "use diesel::prelude::*;"),
        ("src/places/model.rs", "use std::{fmt, fs};"),
        ("src/places/model.rs", "use super::store;"),
        ("src/places/rules.rs", "fn f() -> maud::Markup { }"),
        ("src/places/seed.rs", "use crate::db::Conn; use crate::accounts::Person;"),
        ("src/places/seed.rs", "use crate::db::Conn; use diesel::prelude::*;"),
        ("src/places/seed.rs", "use crate::db::Conn; use crate::web::Page;"),
        ("src/places/seed.rs", "use crate::db::Conn; use crate::kernel::{self as k}; fn f(c: &dyn k::Clock) {}"),
        ("src/places/store.rs", "fn f() -> actix_web::HttpResponse { }"),
        ("src/places/store.rs", "use crate::jobs::model::NewJob;"),
        ("src/places/views.rs", "use crate::db::Conn;"),
        ("src/places/pages/public.rs", "use super::super::store;"),
        ("src/places/pages/public.rs", "use crate::db::Conn;"),
        ("src/learning/start.rs", "use crate::db::Conn; fn f() { crate::content::store::get() }"),
        ("src/learning/start.rs", "use crate::db::Conn; use crate::certificates::issue;"),
        ("src/web/form.rs", "use crate::learning::enrol;"),
        ("src/i18n/mod.rs", "use crate::web::Page;"),
        ("src/db/pool.rs", "use crate::web::App;"),
        ("src/db/pool.rs", "use actix_web::web;"),
        ("src/app/routes.rs", "use diesel::prelude::*;"),
        ("src/main.rs", "fn main() { diesel::x() }"),
        ("src/attic/mod.rs", ""),
    ];
    for (path, text) in broken {
        assert!(!names(&Source::read(path, text)).is_empty(), "nothing was found in {path}: {text}");
    }
    let fine = [
        ("src/places/store.rs", "use diesel::prelude::*; use crate::on_backend; use super::model::District;"),
        ("src/learning/start.rs", "use crate::db::Conn; use super::store; use crate::accounts::Person;"),
        ("src/learning/views.rs", "use crate::certificates::Certificate; use crate::web::Page; use maud::html;"),
        ("src/quiz/draw.rs", "use rand::seq::SliceRandom; #[cfg(test)] mod tests { use diesel::prelude::*; }"),
        ("src/app/build.rs", "use crate::db::Database; use crate::home::pages;"),
    ];
    for (path, text) in fine {
        let found = names(&Source::read(path, text));
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn handlers_without_their_guard_are_found() {
    let open = [
        ("src/places/pages/centre.rs", "pub async fn show(Visitor(page): Visitor) -> WebResult {}"),
        ("src/places/pages/centre.rs", "pub async fn show(trainer: Trainer) -> WebResult {}"),
        ("src/places/pages/centre.rs", "pub async fn show(centre: Option<Centre>) -> WebResult {}"),
        ("src/places/pages/centre/list.rs", "pub(crate) async fn show() -> WebResult {}"),
        ("src/places/pages/trainer.rs", "pub fn show(fields: Fields) -> impl Future<Output = WebResult> {}"),
        ("src/places/pages/volunteer.rs", "pub async fn show(path: web::Path<(Lang, Volunteer)>) -> WebResult {}"),
        ("src/places/pages/reports.rs", "pub async fn show(centre: Centre) -> WebResult {}"),
    ];
    for (path, text) in open {
        assert!(!handlers(&Source::read(path, text)).is_empty(), "nothing was found in {path}: {text}");
    }
    let guarded = [
        ("src/places/pages/public.rs", "pub async fn show() -> WebResult {}"),
        (
            "src/places/pages/centre.rs",
            "pub async fn show(id: web::Path<(Lang, i64)>, who: guard::Centre) -> WebResult {}",
        ),
        ("src/places/pages/centre.rs", "pub async fn show(Administrator { page, .. }: Administrator) -> WebResult {}"),
        (
            "src/places/pages/volunteer.rs",
            "pub async fn show(who: Volunteer) -> WebResult {} fn own() {} pub(super) fn near() {}",
        ),
    ];
    for (path, text) in guarded {
        let found = handlers(&Source::read(path, text));
        assert!(found.is_empty(), "{found:?}");
    }
}

#[test]
fn bad_manners_are_found() {
    let long = "\n".repeat(LINES + 1);
    let allow = ["#[", "allow(dead_code, reason = \"because\")] fn f() {}"].concat();
    for text in [long.as_str(), &allow, "#[expect(dead_code)] fn f() {}", "#![cfg_attr(test, expect(dead_code))]"] {
        assert_eq!(manners(&Source::read("src/places/model.rs", text)).len(), 1);
    }
    assert!(manners(&Source::read("src/lib.rs", "#[expect(dead_code, reason = \"because\")] fn f() {}")).is_empty());
}
