//! HTTPS of its own.

use std::io::{Read, Write};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::Command;
use std::sync::Arc;
use std::time::Duration;

use erikti::kernel::{Clock, SystemClock};
use tokio_rustls::rustls::pki_types::{CertificateDer, ServerName};
use tokio_rustls::rustls::{ClientConfig, ClientConnection, RootCertStore, StreamOwned, crypto};

use super::{Machine, Server};

/// A certificate and its key, in the machine's folder.
struct Files {
    certificate: PathBuf,
    key: PathBuf,
}

impl Files {
    fn at(machine: &Machine) -> Self {
        Self { certificate: machine.folder().join("cert.pem"), key: machine.folder().join("key.pem") }
    }

    fn settings(&self) -> [(&str, &str); 2] {
        [("ERIKTI_TLS_CERT", self.certificate.to_str().unwrap()), ("ERIKTI_TLS_KEY", self.key.to_str().unwrap())]
    }

    /// Writes a new pair that holds for so many days, and gives the certificate.
    fn write(&self, days: i64) -> CertificateDer<'static> {
        let own = pair(days);
        std::fs::write(&self.certificate, own.cert.pem()).unwrap();
        write_private(&self.key, &own.signing_key.serialize_pem());
        own.cert.der().clone()
    }
}

fn write_private(file: &std::path::Path, text: &str) {
    use std::os::unix::fs::PermissionsExt;
    std::fs::write(file, text).unwrap();
    std::fs::set_permissions(file, std::fs::Permissions::from_mode(0o600)).unwrap();
}

fn pair(days: i64) -> rcgen::CertifiedKey<rcgen::KeyPair> {
    let names = ["localhost".to_owned(), "127.0.0.1".to_owned(), "erikti.example.kz".to_owned()];
    let mut parameters = rcgen::CertificateParams::new(names).unwrap();
    let end = SystemClock.now().plus_seconds(days * 86_400).unix().unsigned_abs();
    parameters.not_after = (std::time::SystemTime::UNIX_EPOCH + Duration::from_secs(end)).into();
    let signing_key = rcgen::KeyPair::generate().unwrap();
    let cert = parameters.self_signed(&signing_key).unwrap();
    rcgen::CertifiedKey { cert, signing_key }
}

/// Asks a server that must have this certificate.
fn ask(server: &Server, certificate: &CertificateDer<'static>, request: &str) -> std::io::Result<String> {
    let mut roots = RootCertStore::empty();
    roots.add(certificate.clone()).unwrap();
    let config = ClientConfig::builder_with_provider(Arc::new(crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_root_certificates(roots)
        .with_no_client_auth();
    let address = server.address.trim_start_matches("https://").trim_end_matches('/');
    let name = ServerName::try_from("localhost").unwrap();
    let connection = ClientConnection::new(Arc::new(config), name).unwrap();
    let mut stream = StreamOwned::new(connection, TcpStream::connect(address)?);
    stream.write_all(request.replace('\n', "\r\n").replace("ADDRESS", address).as_bytes())?;
    let mut answer = String::new();
    match stream.read_to_string(&mut answer) {
        // The server closes without saying so at the level of TLS; the length of the page is known.
        Err(error) if error.kind() != std::io::ErrorKind::UnexpectedEof => Err(error),
        _ => Ok(answer),
    }
}

const PAGE: &str = "GET /en HTTP/1.1\nHost: ADDRESS\nAccept-Encoding: identity\nConnection: close\n\n";

/// Asks until the server has taken up this certificate.
fn until_served(server: &Server, certificate: &CertificateDer<'static>) {
    for _ in 0..100 {
        if ask(server, certificate, PAGE).is_ok() {
            return;
        }
        std::thread::sleep(Duration::from_millis(50));
    }
    panic!("the certificate is not taken up");
}

fn hang_up(server: &Server) {
    let sent = Command::new("sh").args(["-c", &format!("kill -HUP {}", server.child.id())]).status().unwrap();
    assert!(sent.success());
}

#[test]
fn the_site_is_served_over_https_with_cookies_that_need_it() {
    let machine = Machine::new();
    let files = Files::at(&machine);
    let certificate = files.write(90);
    let server = machine.serve(&files.settings());
    assert!(server.address.starts_with("https://127.0.0.1:"), "{}", server.address);
    let page = ask(&server, &certificate, PAGE).unwrap();
    assert!(page.starts_with("HTTP/1.1 200") && page.contains("</html>"), "{page}");
    assert!(!page.contains("strict-transport-security"), "no promise for every server of this machine: {page}");
    let other = pair(90).cert.der().clone();
    assert!(ask(&server, &other, PAGE).is_err(), "another certificate is not this server's");

    // Signing out takes the cookie back, by the same name and with the same rules as signing in sets it.
    let form = "";
    let request = format!(
        "POST /en/sign-out HTTP/1.1\nHost: ADDRESS\nOrigin: https://ADDRESS\nConnection: close\nCookie: __Host-erikti=x\n\
         Content-Type: application/x-www-form-urlencoded\nContent-Length: {}\n\n{form}",
        form.len()
    );
    let answer = ask(&server, &certificate, &request).unwrap();
    let cookie = answer.lines().find(|line| line.to_lowercase().starts_with("set-cookie: __host-erikti"));
    assert!(cookie.is_some_and(|cookie| cookie.contains("Secure") && cookie.contains("Path=/")), "{answer}");
}

#[test]
fn a_renewed_certificate_is_taken_up_and_a_broken_one_is_not() {
    let machine = Machine::new();
    let files = Files::at(&machine);
    let first = files.write(90);
    let server = machine.serve(&files.settings());
    until_served(&server, &first);

    let second = files.write(90);
    hang_up(&server);
    until_served(&server, &second);
    assert!(ask(&server, &first, PAGE).is_err(), "the old one is gone");

    let stays = "the old HTTPS certificate stays in use";
    std::fs::write(&files.key, pair(90).signing_key.serialize_pem()).unwrap();
    hang_up(&server);
    server.until_logged(stays, 1);
    ask(&server, &second, PAGE).unwrap();
    std::fs::remove_file(&files.certificate).unwrap();
    hang_up(&server);
    server.until_logged(stays, 2);
    ask(&server, &second, PAGE).unwrap();
    let third = files.write(90);
    hang_up(&server);
    until_served(&server, &third);
}

/// The unit's `ExecReload` is the same for every server.
#[test]
fn a_server_without_https_lives_on_when_it_is_told_to_look_at_its_files() {
    let machine = Machine::new();
    let server = machine.serve(&[]);
    hang_up(&server);
    server.until_logged("no HTTPS certificate to take up", 1);
    let site = server.address.trim_start_matches("http://").trim_end_matches('/');
    assert!(super::get(site, "/healthz").starts_with("HTTP/1.1 200"));
}

#[test]
fn a_network_is_served_over_https_alone() {
    let machine = Machine::new();
    let files = Files::at(&machine);
    let open = ("ERIKTI_LISTEN", "0.0.0.0:0");
    machine.run_with(&["serve"], &[open]).assert_failed(2, &["ERIKTI_LISTEN", "ERIKTI_TLS_CERT"]);
    let [cert, key] = files.settings();
    machine.run_with(&["serve"], &[open, cert]).assert_failed(2, &["ERIKTI_TLS_CERT", "ERIKTI_TLS_KEY", "together"]);
    let plain = ("ERIKTI_BASE_URL", "http://erikti.example.kz");
    machine.run_with(&["serve"], &[cert, key, plain]).assert_failed(2, &["ERIKTI_BASE_URL", "https://"]);
    machine.run_with(&["serve"], &[cert, key]).assert_failed(1, &["cert.pem", "ERIKTI_TLS_CERT"]);
    files.write(90);
    std::fs::write(&files.key, pair(90).signing_key.serialize_pem()).unwrap();
    machine.run_with(&["serve"], &[cert, key]).assert_failed(1, &["is not the key of the certificate"]);
    assert!(!machine.folder().join("data").exists(), "nothing was begun");

    files.write(90);
    let base = ("ERIKTI_BASE_URL", "https://erikti.example.kz");
    let server = machine.serve(&[cert, key, base, open]);
    assert_eq!(server.address, "https://erikti.example.kz/", "it listens, and tells the public address");
}

#[test]
fn the_check_says_how_long_the_certificate_holds_and_for_whom() {
    let machine = Machine::migrated();
    let files = Files::at(&machine);
    let [cert, key] = files.settings();
    files.write(90);
    let base = ("ERIKTI_BASE_URL", "https://erikti.example.kz");
    machine.run_with(&["check"], &[cert, key, base]).assert_done(&["https     ok", "holds until 2"]);
    let other = ("ERIKTI_BASE_URL", "https://other.example.kz");
    let ended = machine.run_with(&["check"], &[cert, key, other]);
    assert!(ended.status == 1 && ended.out.contains("is not for other.example.kz"), "{}", ended.out);
    files.write(3);
    machine.run_with(&["check"], &[cert, key, base]).assert_done(&["https     warning", "days more"]);
    let open = std::os::unix::fs::PermissionsExt::from_mode(0o644);
    std::fs::set_permissions(&files.key, open).unwrap();
    machine.run_with(&["check"], &[cert, key, base]).assert_done(&["chmod o="]);
}

#[test]
fn the_check_prints_the_record_that_signed_mails_need() {
    let machine = Machine::migrated();
    let key = machine.folder().join("dkim.pem");
    let file = ("ERIKTI_DKIM_KEY_FILE", key.to_str().unwrap());
    let selector = ("ERIKTI_DKIM_SELECTOR", "erikti2026");
    let from = ("ERIKTI_MAIL_FROM", "Erikti <no-reply@example.kz>");
    machine.run_with(&["check"], &[file]).assert_failed(2, &["ERIKTI_DKIM_SELECTOR", "together"]);
    machine
        .run_with(&["check"], &[file, ("ERIKTI_DKIM_SELECTOR", "a b")])
        .assert_failed(2, &["ERIKTI_DKIM_SELECTOR=a b"]);
    let absent = machine.run_with(&["check"], &[file, selector, from]);
    assert!(absent.status == 1 && absent.out.contains("dkim.pem cannot sign mails"), "{}", absent.out);
    let serve =
        machine.run_with(&["serve"], &[file, selector, from, ("ERIKTI_LISTEN", "127.0.0.1:0"), ("ERIKTI_LOG", "off")]);
    serve.assert_failed(1, &["dkim.pem cannot sign mails", "ERIKTI_DKIM_KEY_FILE"]);
    write_private(&key, &rcgen::KeyPair::generate_for(&rcgen::PKCS_ED25519).unwrap().serialize_pem());
    let says = ["erikti2026._domainkey.example.kz", "v=DKIM1; k=ed25519; p="];
    machine.run_with(&["check"], &[file, selector, from]).assert_done(&says);
    let smtp = ("ERIKTI_SMTP_URL", "smtp://127.0.0.1:1?tls=none");
    let unsigned = machine.run_with(&["check"], &[smtp]);
    assert!(unsigned.out.contains("mails are not signed here"), "{}", unsigned.out);
}
