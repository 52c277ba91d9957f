//! Account care across features: what each holds of a person is exported and erased by its own verbs, put together here.

use std::io::{Cursor, Write as _};

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};
use serde_json::{Value, json};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::accounts::{self, Erase};
use crate::certificates::{self, Certificate, Printed, pdf, register};
use crate::db::Conn;
use crate::i18n::t;
use crate::jobs::model::Failure;
use crate::kernel::ids::PersonId;
use crate::kernel::{Actor, Ctx, Error, Result, Timestamp};
use crate::web::address::client_ip;
use crate::web::limits::Limited;
use crate::web::{App, Volunteer, WebResult};
use crate::{asking, exports, groups, intake, learning, mail, organisations, reviews};

/// Accounts that are looked up at once.
const AT_ONCE: i64 = 20;

// The end of an account

/// Erases everything of a person but what the register keeps. False if the account is not to end, or not any more.
fn erase(conn: &mut Conn, ctx: &Ctx, person: PersonId, which: Erase) -> Result<bool> {
    let Some(erased) = accounts::erase_account(conn, ctx, person, which)? else { return Ok(false) };
    for person in erased.accounts {
        certificates::erase::erase_holder(conn, ctx, person)?;
        learning::erase_learner(conn, person)?;
        asking::erase_asked(conn, person)?;
        reviews::erase_reviewer(conn, person)?;
        organisations::erase_memberships(conn, person)?;
        groups::erase_grouped(conn, person)?;
        intake::erase_listed(conn, person)?;
        exports::erase_asked(conn, person)?;
        mail::erase::erase_of_person(conn, person)?;
    }
    for address in &erased.addresses {
        mail::erase::erase_to(conn, address)?;
        intake::erase_to(conn, address)?;
    }
    Ok(true)
}

/// Erases the accounts whose time has come, each in a transaction of its own.
///
/// # Errors
/// The database's.
pub async fn erase_due(app: &App) -> Result<(), Failure> {
    loop {
        let now = app.now();
        let due = app.read(move |conn| accounts::list_due_erasures(conn, now, AT_ONCE)).await?;
        if due.is_empty() {
            return Ok(());
        }
        for person in due {
            app.write(Actor::System, move |conn, ctx| erase(conn, ctx, person, Erase::Due)).await?;
        }
    }
}

/// Erases the accounts made before a moment that nobody has confirmed or used: no sign-in since, no card that works, no
/// role, no course, no certificate. Returns how many.
///
/// # Errors
/// The database's.
pub(super) async fn erase_unused(app: &App, since: Timestamp) -> Result<usize> {
    let (mut after, mut erased) = (PersonId(0), 0);
    loop {
        let page = (after, AT_ONCE);
        let now = app.now();
        let found = app.read(move |conn| accounts::list_unused(conn, (since, now), page)).await?;
        let Some(last) = found.last().copied() else { return Ok(erased) };
        after = last;
        for person in found {
            let done = app.write(Actor::System, move |conn, ctx| {
                let is_used = !learning::list_enrolments(conn, person)?.is_empty()
                    || !register::list_of_person(conn, person)?.is_empty();
                if is_used { Ok(false) } else { erase(conn, ctx, person, Erase::Unused { since }) }
            });
            erased += usize::from(done.await?);
        }
    }
}

// The export

/// What goes into the file.
struct Own {
    account: Value,
    learning: Vec<Value>,
    asked: Vec<Value>,
    reviewed: Vec<Value>,
    organisations: Vec<Value>,
    groups: Vec<Value>,
    lists: Vec<Value>,
    mails: Vec<Value>,
    certificates: Vec<(Certificate, Value, Printed)>,
    transcript: Option<Value>,
}

fn read_own(conn: &mut Conn, person: PersonId) -> Result<Own> {
    let mut held = Vec::new();
    for certificate in register::list_of_person(conn, person)? {
        let (_, events) = register::get(conn, &certificate.number)?;
        let events = events.iter().map(
            |event| json!({ "at": event.at, "what": event.kind.code(), "by": event.actor, "reason": event.reason }),
        );
        let printed = register::get_printed(conn, certificate.id)?;
        let events = events.collect::<Vec<_>>();
        held.push((certificate, Value::Array(events), printed));
    }
    let filter = mail::list::Filter { person: Some(person), ..mail::list::Filter::default() };
    let mails = mail::list::list(conn, &filter, i64::from(u32::MAX))?;
    let mails = mails.iter().map(|mail| {
        json!({
            "to": mail.address, "about": mail.kind, "subject": mail.subject, "state": mail.state.code(),
            "written_at": mail.created_at, "sent_at": mail.sent_at,
        })
    });
    let mails = mails.collect();
    let account = accounts::export_account(conn, person)?;
    let transcript = certificates::transcript_link::export_link(conn, person)?;
    let (mut learning, mut asked) = (Vec::new(), Vec::new());
    let (mut reviewed, mut organisations, mut groups, mut lists) = (Vec::new(), Vec::new(), Vec::new(), Vec::new());
    // Mails and certificates have moved with a merge; of what both accounts had, one's stayed with the closed one.
    for own in accounts::list_own_accounts(conn, person)? {
        learning.extend(learning::export_learner(conn, own)?);
        asked.extend(asking::export_asked(conn, own)?);
        reviewed.extend(reviews::export_reviewer(conn, own)?);
        organisations.extend(organisations::export_memberships(conn, own)?);
        groups.extend(groups::export_grouped(conn, own)?);
        lists.extend(intake::export_listed(conn, own)?);
    }
    Ok(Own { account, learning, asked, reviewed, organisations, groups, lists, mails, certificates: held, transcript })
}

fn row_of(certificate: &Certificate, events: &Value) -> Value {
    json!({
        "number": certificate.number.to_string(),
        "kind": certificate.kind.code(),
        "holder": certificate.holder,
        "course": certificate.course_title,
        "edition": certificate.edition,
        "language": certificate.language.code(),
        "issued_on": certificate.issued_on,
        "expires_on": certificate.expires_on,
        "revoked_at": certificate.revoked_at,
        "suspended_at": certificate.suspended_at,
        "is_current": certificate.is_current,
        "history": events,
    })
}

/// Draws the documents and packs everything. Takes milliseconds for each document; called off the event loop.
fn pack(own: &Own, readme: &str) -> Result<Vec<u8>> {
    let failed = |cause: &dyn std::fmt::Display| Error::while_doing("packing an export", cause);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let mut add = |name: &str, bytes: &[u8]| {
        let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
        zip.start_file(name, options).map_err(|cause| failed(&cause))?;
        zip.write_all(bytes).map_err(|cause| failed(&cause))
    };
    let text = |value: &Value| serde_json::to_vec_pretty(value).map_err(|cause| failed(&cause));
    let register = own.certificates.iter().map(|(certificate, events, _)| row_of(certificate, events));
    add("README.txt", readme.as_bytes())?;
    add("account.json", &text(&own.account)?)?;
    add("learning.json", &text(&Value::Array(own.learning.clone()))?)?;
    add("messages.json", &text(&Value::Array(own.asked.clone()))?)?;
    if !own.reviewed.is_empty() {
        add("reviews.json", &text(&Value::Array(own.reviewed.clone()))?)?;
    }
    if !own.organisations.is_empty() {
        add("organisations.json", &text(&Value::Array(own.organisations.clone()))?)?;
    }
    if !own.groups.is_empty() {
        add("groups.json", &text(&Value::Array(own.groups.clone()))?)?;
    }
    if !own.lists.is_empty() {
        add("lists.json", &text(&Value::Array(own.lists.clone()))?)?;
    }
    add("certificates.json", &text(&register.collect())?)?;
    if let Some(transcript) = &own.transcript {
        add("transcript.json", &text(transcript)?)?;
    }
    add("mails.json", &text(&Value::Array(own.mails.clone()))?)?;
    for (certificate, _, printed) in &own.certificates {
        let document = pdf::render_printed(printed).map_err(Error::from)?;
        add(&format!("certificate-{}.pdf", certificate.number), &document)?;
    }
    Ok(zip.finish().map_err(|cause| failed(&cause))?.into_inner())
}

/// `POST /{lang}/learn/profile/export`: everything that is held of the person who asks, in one file. It is made while the
/// person waits and kept nowhere, so that no copy of it can be forgotten or fetched by somebody else.
///
/// # Errors
/// Too many from one address; the database's.
pub(super) async fn create_export(request: HttpRequest, volunteer: Volunteer) -> WebResult {
    let (person, page) = (volunteer.id(), &volunteer.page);
    page.app.limits.take(Limited::Export, client_ip(&request, &page.app), page.app.now())?;
    page.app.write(volunteer.actor(), move |conn, ctx| accounts::note_export(conn, ctx, person)).await?;
    let own = page.app.db.read_long(move |conn| read_own(conn, person)).await?;
    let readme = t(page.lang, "care-export-readme");
    let packed = tokio::task::spawn_blocking(move || pack(&own, readme)).await.map_err(Error::internal)??;
    let name = format!("attachment; filename=\"erikti-{}.zip\"", page.app.today());
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, "application/zip"))
        .insert_header((header::CONTENT_ENCODING, "identity"))
        .insert_header((header::CONTENT_DISPOSITION, name))
        .body(packed))
}
