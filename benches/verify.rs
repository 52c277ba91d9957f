//! What anybody asks of a certificate: the page and the answer for programs, in a register of three hundred thousand,
//! against the bare handler. On SQLite, and on PostgreSQL if [`POSTGRES`] names an empty database.

use std::collections::BTreeMap;
use std::net::SocketAddr;

use erikti::app::{Given, build};
use erikti::config::{Config, Source};
use erikti::db::Database;
use erikti::db::schema::signing_keys;
use erikti::kernel::Actor;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;

use super::gate::{REGISTER, fill_register, number};
use super::lesson::{Pair, compare};
use super::load::{self, CONNECTIONS, Script};
use super::server::Server;

/// Visitors on one connection. Limits are for each network address, so the load comes from as many as it takes to stay
/// below them: as if through a proxy, which the settings name.
const VISITORS: usize = 250;
/// Numbers that the visitors of one connection ask for again and again: together as many as ten thousand volunteers hold in
/// three courses.
const AGAIN: usize = 480;
/// Numbers that they ask for one after the other, all others: far more than are kept in memory.
const IN_TURN: usize = 4_000;

/// The setting with the address of an empty PostgreSQL database.
const POSTGRES: &str = "ERIKTI_BENCH_POSTGRES";

/// Measures on each database that there is.
pub(crate) fn measure() {
    println!("\nOn SQLite");
    measure_on(None);
    match std::env::var(POSTGRES) {
        Ok(address) => {
            println!("\nOn PostgreSQL, which runs on this machine beside the server");
            measure_on(Some(&address));
        }
        Err(_) => println!("\nOn PostgreSQL: not measured, {POSTGRES} does not name an empty database"),
    }
}

/// Fills a register, then asks for the page and for the answer of programs: for numbers that somebody has asked for before,
/// and for nearly all others of the register in turn.
fn measure_on(postgres: Option<&str>) {
    let folder = super::server::folder();
    let mut settings = vec![("ERIKTI_TRUSTED_PROXIES", "127.0.0.1")];
    settings.extend(postgres.map(|address| ("ERIKTI_DATABASE_URL", address)));
    let given = settings.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned()));
    let mut environment: BTreeMap<String, String> = given.collect();
    environment.insert("ERIKTI_DATA".to_owned(), folder.path().display().to_string());
    environment.insert("ERIKTI_LISTEN".to_owned(), "127.0.0.1:0".to_owned());
    let source = Source { file: None, folder: folder.path().to_owned(), environment };
    let config = Config::read(&source).expect("settings");
    let runtime = tokio::runtime::Builder::new_multi_thread().enable_all().build().expect("threads");
    runtime.block_on(async {
        // On SQLite the program does so by itself.
        let database = Database::open(&config.database).expect("the database opens");
        database.migrate().await.expect("the migrations run");
        let built = build(config, Given::of_machine()).await.expect("built");
        let fill = |conn: &mut _, _: &_| {
            let key: String = signing_keys::table.select(signing_keys::id).get_result(conn)?;
            fill_register(conn, &key)?;
            // What a database does by itself in the first minutes.
            Ok(conn.batch_execute("ANALYZE certificates")?)
        };
        built.app.write(Actor::System, fill).await.expect("a register");
    });
    drop(runtime);
    let ours = Server::start_with(folder.path(), &settings);
    let page = ("/kk/verify?number=", "accept-language: kk\r\naccept-encoding: gzip");
    let answer = ("/api/v1/certificates/", "accept: application/json");
    for (what, (path, accept), numbers, host) in [
        ("The page of a number, gzip", page, (0, AGAIN), 1),
        ("The answer for programs", answer, (0, AGAIN), 2),
        ("The page of any number, gzip", page, (AGAIN, IN_TURN), 3),
        ("The answer for programs to any number", answer, (AGAIN, IN_TURN), 4),
    ] {
        let scripts = scripts(ours.address, (path, accept), (numbers, host));
        let first = scripts.first().and_then(|script| script.first()).expect("a request");
        let (status, head, body) = load::fetch(ours.address, first);
        assert_eq!(status, 200, "{head}");
        let is_chunked = !head.to_lowercase().contains("content-length");
        let body = if is_chunked { load::joined(&body) } else { body };
        let bare = Server::bare(folder.path(), &body);
        let title = format!("{what}, {CONNECTIONS} connections, {} bytes", body.len());
        compare(&Pair { title, scripts, ours: &ours, bare: &bare });
    }
}

/// For each connection, so many numbers from all over the register after those that come first, asked for from one address
/// after the other.
fn scripts(
    address: SocketAddr,
    (path, accept): (&str, &str),
    ((first, numbers), host): ((usize, usize), u8),
) -> Vec<Script> {
    let request = |connection: usize, at: usize| {
        let number = number((CONNECTIONS * first + connection * numbers + at % numbers) * 41 % REGISTER);
        let from = format!("10.{connection}.{}.{host}", at % VISITORS);
        let request =
            format!("GET {path}{number} HTTP/1.1\r\nhost: {address}\r\nx-forwarded-for: {from}\r\n{accept}\r\n\r\n");
        request.into_bytes()
    };
    let of = |connection| Script::new((0..numbers.max(VISITORS)).map(|at| request(connection, at)).collect());
    (0..CONNECTIONS).map(of).collect()
}
