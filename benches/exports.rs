//! The register as a file: a hundred thousand rows take longer than ten thousand, and no more memory.

use std::collections::BTreeMap;
use std::time::Instant;

use diesel::connection::SimpleConnection;
use erikti::accounts::{Consent, NewPerson, SignedUp, add_person};
use erikti::app::issuing::Issuing;
use erikti::app::{Given, build, exporting};
use erikti::certificates::CertificateNumber;
use erikti::config::{Config, Source};
use erikti::db::Conn;
use erikti::exports::{self, Filters, Format, Kind, Wanted};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Ctx, Email, Error, Lang, PersonName, Result, Secret};

use super::process::peak;
use super::report::{line, verdict};
use super::starting::megabytes;

/// Courses whose certificates are exported, and how many.
const FEW: (&str, usize) = ("leadership", 10_000);
const MANY: (&str, usize) = ("first-aid", 100_000);
/// Megabytes by which the peak of the larger may lie above that of the smaller.
const TARGET: f64 = 8.0;

/// Fills a register, then makes files of both courses in both formats.
pub(crate) fn measure() {
    let folder = super::server::folder();
    let environment = BTreeMap::from([
        ("ERIKTI_DATA".to_owned(), folder.path().display().to_string()),
        ("ERIKTI_LISTEN".to_owned(), "127.0.0.1:0".to_owned()),
    ]);
    let config = Config::read(&Source { file: None, folder: folder.path().to_owned(), environment }).expect("settings");
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    runtime.expect("a runtime").block_on(async {
        let built = build(config, Given::of_machine()).await.expect("built");
        let (issuing, link) = (built.issuing(), built.app.random.secret());
        let work = move |conn: &mut Conn, ctx: &Ctx| fill(conn, ctx, &link);
        let by = built.app.write(Actor::System, work).await.expect("a register");
        println!("\nThe register as a file, {} and {} rows", FEW.1, MANY.1);
        for format in [Format::Csv, Format::Xlsx] {
            // What is read once stays in memory; that is no part of an export.
            make(&issuing, by, format, FEW).await;
            let (few, small) = make(&issuing, by, format, FEW).await;
            let (many, large) = make(&issuing, by, format, MANY).await;
            let code = format.code();
            line(&format!("  {code}: {} rows", FEW.1), &format!("{few:.2} s, + {small:.1} MB"), "");
            let asked = format!("at most {TARGET:.0} MB more: {}", verdict(large <= small + TARGET));
            line(&format!("  {code}: {} rows", MANY.1), &format!("{many:.2} s, + {large:.1} MB"), &asked);
        }
    });
}

/// Seconds, and megabytes by which the memory of the process grew at most.
async fn make(issuing: &Issuing, by: PersonId, format: Format, (course, count): (&str, usize)) -> (f64, f64) {
    let filters = Filters::from([("course".to_owned(), course.to_owned())]);
    let wanted = Wanted { kind: Kind::Register, format, lang: Lang::Kk, filters };
    let (app, file) = (&issuing.app, issuing.app.random.secret().reveal());
    let total = i64::try_from(count).expect("small");
    let ask = move |conn: &mut Conn, ctx: &Ctx| exports::ask(conn, ctx, &wanted, (total, &file));
    let id = app.write(Actor::Person(by), ask).await.expect("asked for");
    std::fs::write("/proc/self/clear_refs", "5").expect("the peak is forgotten");
    let (begin, before) = (Instant::now(), peak(std::process::id()));
    let named = app.read(move |conn| exports::find_export(conn, id)).await.expect("an answer").expect("there");
    let payload = format!("{id}:{}", named.file);
    let made = exporting::run(app, &issuing.library, &payload).await;
    made.unwrap_or_else(|failure| panic!("it is not made: {failure}"));
    let taken = begin.elapsed().as_secs_f64();
    let grown = peak(std::process::id()).saturating_sub(before);
    let export = app.read(move |conn| exports::find_export(conn, id)).await.expect("an answer").expect("there");
    assert_eq!(export.total, total);
    (taken, megabytes(grown))
}

fn fill(conn: &mut Conn, ctx: &Ctx, link: &Secret) -> Result<PersonId> {
    let mut at = 0;
    for (course, count) in [FEW, MANY] {
        for part in (at..at + count).collect::<Vec<_>>().chunks(5_000) {
            let rows: Vec<String> = part.iter().map(|at| row(*at, course)).collect();
            conn.batch_execute(&format!(
                "INSERT INTO certificates (number, course_id, kind, edition, status_index, key_id, template, document, digest,
                   holder, holder_folded, course_title, language, issued_at, issued_on, expires_on, is_current) VALUES {}",
                rows.join(",")
            ))?;
        }
        at += count;
    }
    let new = NewPerson {
        name: PersonName::parse("Айгүл Сейітқызы").ok_or(Error::NotFound)?,
        email: Email::parse("officer@example.kz"),
        password_hash: None,
        lang: Lang::Kk,
        district: None,
        settlement: None,
        birth_year: Some(1990),
        consent: Some(Consent),
    };
    match add_person(conn, ctx, &new, link)? {
        SignedUp::Created(person) => Ok(person),
        SignedUp::EmailTaken => Err(Error::Conflict),
    }
}

fn row(at: usize, course: &str) -> String {
    let number = CertificateNumber::from_random(u128::try_from(at).expect("small") * 104_729);
    format!(
        "('{}', (SELECT id FROM courses WHERE key = '{course}'), 'theory', 1, {at}, (SELECT min(id) FROM signing_keys), 2, '',
          'd{at}', 'Айгүл Сейтқызы', 'аигул сеиткызы', 'Алғашқы көмек', 'kk', '2026-01-01 10:00:00', '2026-01-01',
          '2028-11-01', 1)",
        number.as_str()
    )
}
