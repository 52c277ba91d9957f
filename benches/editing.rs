//! The course editor on a course with 300 questions, and thousands of questions that come from a file.
//!
//! Each page is asked for on one connection, in turn with the bare handler that answers with the same bytes, so that what
//! the machine does meanwhile meets both.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::{Read, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

use erikti::accounts::{self, Consent, NewPerson, Opened, SignInOutcome, SignedUp, Try, add_person, sign_in};
use erikti::app::{Given, build};
use erikti::authoring::{self, Begun, NewUpload};
use erikti::config::{Config, Source};
use erikti::content::bundled::course;
use erikti::content::files::{self, Files};
use erikti::db::Conn;
use erikti::kernel::ids::{DraftId, UploadId};
use erikti::kernel::{Actor, Ctx, Email, Error, Lang, PersonName, Result, Role, Secret};

use super::report::{line, median, verdict};
use super::saves;
use super::server::Server;

/// The largest of the bundled courses.
const COURSE: &str = "first-aid";
/// Questions of the course that is edited.
const QUESTIONS: usize = 300;
/// Milliseconds of server time for a page.
pub(crate) const TARGET: f64 = 100.0;
const ROUNDS: usize = 9;
/// Stands where the hash of a password does: nobody types one.
const HASH: &str = "no password";
/// Questions that come from one file.
const IMPORTED: usize = 5_000;
/// Seconds for all of them.
const IMPORT_TARGET: f64 = 5.0;

/// The folder, the cookie of a trainer, and what is asked for.
pub(crate) struct Draft {
    folder: tempfile::TempDir,
    pub(crate) cookie: String,
    pub(crate) id: DraftId,
    upload: UploadId,
    /// Keys of a module, a lesson, a question and a fact.
    pub(crate) keys: [String; 4],
}

/// Asks for every page of the editor, saves what trainers save, then lets a file of questions be taken in.
pub(crate) fn measure() {
    let draft = prepare();
    let server = Server::start(draft.folder.path());
    println!("\nThe course editor, {QUESTIONS} questions: a page on one connection, and the bare handler in turn");
    let mut worst = 0.0_f64;
    for (name, path) in pages(&draft) {
        let (page, bare) = page(&server, &draft, &path);
        worst = worst.max(page);
        line(&format!("  {name}"), &format!("{page:.1} ms"), &format!("bare {bare:.2} ms, × {:.0}", page / bare));
    }
    line("  the slowest page", &format!("{worst:.1} ms"), &format!("≤ {TARGET:.0} ms: {}", verdict(worst <= TARGET)));
    saves::measure(&server, &draft);
    let seconds = import(&server, &draft);
    let asked = format!("≤ {IMPORT_TARGET:.0} s: {}", verdict(seconds <= IMPORT_TARGET));
    line(&format!("  {IMPORTED} questions from a file, taken in"), &format!("{seconds:.2} s"), &asked);
}

fn pages(draft: &Draft) -> Vec<(&'static str, String)> {
    let base = format!("/kk/trainer/drafts/{}", draft.id);
    let [module, lesson, question, fact] = &draft.keys;
    let rest = [
        ("outline", String::new()),
        ("settings", "/settings".to_owned()),
        ("module", format!("/modules/{module}")),
        ("lesson's settings", format!("/lessons/{lesson}")),
        ("lesson's text", format!("/lessons/{lesson}/kk")),
        ("lesson's translation", format!("/lessons/{lesson}/ru")),
        ("final test", "/final".to_owned()),
        ("questions", "/questions".to_owned()),
        ("questions, searched", "/questions?search=%D1%81%D2%B1%D1%80%D0%B0%D2%9B&missing=yes".to_owned()),
        ("question", format!("/questions/{question}")),
        ("question, tried", format!("/questions/{question}/try/kk")),
        ("facts", "/facts".to_owned()),
        ("fact", format!("/facts/{fact}")),
        ("glossary", "/glossary".to_owned()),
        ("pictures", "/pictures".to_owned()),
        ("history", "/history".to_owned()),
        ("checks", "/check".to_owned()),
        ("import", "/import".to_owned()),
        ("export", "/export".to_owned()),
        ("a file as text", format!("/file?path=questions/{module}.toml")),
    ];
    let mut all: Vec<(&str, String)> = rest.into_iter().map(|(name, rest)| (name, format!("{base}{rest}"))).collect();
    all.push(("all drafts", "/kk/trainer/drafts".to_owned()));
    all.push(("trainer's home", "/kk/trainer".to_owned()));
    all
}

/// Milliseconds for a page and for the same bytes from the bare handler: medians of rounds in turn.
fn page(server: &Server, draft: &Draft, path: &str) -> (f64, f64) {
    let request = |address: SocketAddr, path: &str| {
        format!(
            "GET {path} HTTP/1.1\r\nhost: {address}\r\ncookie: erikti={}\r\naccept: text/html\r\n\
             accept-encoding: gzip, deflate, br\r\nconnection: close\r\n\r\n",
            draft.cookie
        )
    };
    let ours = request(server.address, path);
    let (status, head, body) = fetch(server.address, &ours);
    assert_eq!(status, 200, "{path}: {head}");
    let bare = Server::bare(draft.folder.path(), &body);
    let theirs = request(bare.address, "/");
    let timed = |address, request: &str| {
        let begin = Instant::now();
        let (status, ..) = fetch(address, request);
        assert_eq!(status, 200, "{path}");
        begin.elapsed().as_secs_f64() * 1000.0
    };
    let rounds: Vec<(f64, f64)> =
        (0..ROUNDS).map(|_| (timed(server.address, &ours), timed(bare.address, &theirs))).collect();
    (median(rounds.iter().map(|(ours, _)| *ours)), median(rounds.iter().map(|(_, bare)| *bare)))
}

/// One request on a connection of its own: status, head and body, which may be in chunks.
pub(crate) fn fetch(address: SocketAddr, request: &str) -> (u16, String, Vec<u8>) {
    let mut stream = TcpStream::connect(address).expect("connected");
    stream.write_all(request.as_bytes()).expect("sent");
    let mut answer = Vec::new();
    stream.read_to_end(&mut answer).expect("answered");
    let end = answer.windows(4).position(|four| four == b"\r\n\r\n").map_or(answer.len(), |at| at + 4);
    let body = answer.split_off(end);
    let head = String::from_utf8_lossy(&answer).into_owned();
    let status = head.split(' ').nth(1).and_then(|digits| digits.parse().ok()).expect("a status line");
    (status, head, body)
}

/// Presses the button that takes the file in, and looks until it is there; in seconds.
fn import(server: &Server, draft: &Draft) -> f64 {
    let path = format!("/kk/trainer/drafts/{}/import/{}", draft.id, draft.upload);
    let (address, cookie) = (server.address, &draft.cookie);
    let form = format!("module={}&language=kk&lesson=", draft.keys[0]);
    let post = format!(
        "POST {path} HTTP/1.1\r\nhost: {address}\r\ncookie: erikti={cookie}\r\norigin: http://{address}\r\n\
         sec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n\
         connection: close\r\ncontent-length: {}\r\n\r\n{form}",
        form.len()
    );
    let get = format!("GET {path} HTTP/1.1\r\nhost: {address}\r\ncookie: erikti={cookie}\r\nconnection: close\r\n\r\n");
    let begin = Instant::now();
    let (status, head, _) = fetch(address, &post);
    assert_eq!(status, 303, "{head}");
    loop {
        let (status, head, _) = fetch(address, &get);
        if status == 303 {
            return begin.elapsed().as_secs_f64();
        }
        assert_eq!(status, 200, "{head}");
        assert!(begin.elapsed() < Duration::from_mins(2), "it takes for ever");
        std::thread::sleep(Duration::from_millis(20));
    }
}

fn prepare() -> Draft {
    let folder = super::server::folder();
    let environment = BTreeMap::from([
        ("ERIKTI_DATA".to_owned(), folder.path().display().to_string()),
        ("ERIKTI_LISTEN".to_owned(), "127.0.0.1:0".to_owned()),
    ]);
    let config = Config::read(&Source { file: None, folder: folder.path().to_owned(), environment }).expect("settings");
    let (files, keys) = large();
    let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(1).enable_all().build();
    let (cookie, id, upload) = runtime.expect("a runtime").block_on(async {
        let built = build(config, Given::of_machine()).await.expect("built");
        let secrets = (built.app.random.secret(), built.app.random.secret());
        let work = move |conn: &mut Conn, ctx: &Ctx| fill(conn, ctx, &secrets, &files);
        built.app.write(Actor::System, work).await.expect("a draft")
    });
    Draft { folder, cookie, id, upload, keys }
}

/// A trainer who is signed in, the draft, and a file that waits.
fn fill(conn: &mut Conn, ctx: &Ctx, secrets: &(Secret, Secret), files: &Files) -> Result<(String, DraftId, UploadId)> {
    let new = NewPerson {
        name: PersonName::parse("Айгүл Сейітқызы").ok_or(Error::NotFound)?,
        email: Email::parse("trainer@example.kz"),
        password_hash: Some(HASH.to_owned()),
        lang: Lang::Kk,
        district: None,
        settlement: None,
        birth_year: Some(1990),
        consent: Some(Consent),
    };
    let SignedUp::Created(person) = add_person(conn, ctx, &new, &secrets.1)? else { return Err(Error::Conflict) };
    accounts::grant(conn, ctx, person, Role::Trainer)?;
    let attempt = Try {
        identifier: "trainer@example.kz".to_owned(),
        ip: [127, 0, 0, 1].into(),
        fits: Some(HASH.to_owned()),
        opened: Opened { secret: secrets.0.clone(), device: None },
        step: secrets.1.clone(),
        former: None,
    };
    assert_eq!(sign_in(conn, ctx, &attempt)?, SignInOutcome::SignedIn(person));
    let ctx = Ctx { now: ctx.now, actor: Actor::Person(person) };
    let key = erikti::kernel::Slug::parse("large").ok_or(Error::NotFound)?;
    let Begun::New(draft) = authoring::begin(conn, &ctx, &key, files)? else { return Err(Error::Conflict) };
    let upload = NewUpload {
        draft,
        by: Some(person),
        name: "many.gift".to_owned(),
        format: "gift",
        digest: None,
        content: gift().into_bytes(),
    };
    let upload = authoring::keep_upload(conn, &ctx, &upload)?;
    Ok((secrets.0.reveal(), draft, upload))
}

/// The bundled course under another key, with questions added until there are enough.
fn large() -> (Files, [String; 4]) {
    let package = course(COURSE).expect("the bundled course");
    let mut files = files::write(&package);
    let text = String::from_utf8(files.remove("course.toml").expect("a course file")).expect("text");
    let text = text.replacen(&format!("key = \"{COURSE}\""), "key = \"large\"", 1);
    files.insert("course.toml".to_owned(), text.into_bytes());
    let module = package.course.modules.first().expect("a module");
    let (lesson, question) = (module.lessons.first().expect("a lesson"), module.questions.first().expect("a question"));
    let fact = package.course.facts.keys().next().expect("a fact");
    let path = format!("questions/{}.toml", module.key);
    let mut text = String::from_utf8(files.remove(&path).expect("a file of questions")).expect("text");
    let there = package.course.questions().count();
    for number in there..QUESTIONS {
        let _ = write!(
            text,
            "\n[[question]]\nkey = \"more-{number}\"\nkind = \"true-false\"\nlesson = \"{}\"\n\
             text.kk = \"Сұрақ {number}.\"\ntext.ru = \"Вопрос {number}.\"\ntext.en = \"Question {number}.\"\n\
             answer = true\nexplanation.kk = \"Иә.\"\nexplanation.ru = \"Да.\"\nexplanation.en = \"Yes.\"\n",
            lesson.key
        );
    }
    files.insert(path, text.into_bytes());
    let keys = [module.key.to_string(), lesson.key.to_string(), question.key.to_string(), fact.to_string()];
    (files, keys)
}

fn gift() -> String {
    (1..=IMPORTED).fold(String::new(), |mut text, number| {
        let _ = write!(
            text,
            "::Q{number}::Сұрақ {number}: не істейсіз? {{=Қоңырау шаламын ~Күтемін#Кешігесіз. ~Кетемін#Көмек керек.}}\n\n"
        );
        text
    })
}
