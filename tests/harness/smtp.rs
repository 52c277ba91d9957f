//! A mail server on a socket, for tests: it takes mail like a real one, or misbehaves as told.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use tokio::io::{AsyncBufReadExt, AsyncRead, AsyncWrite, AsyncWriteExt, BufReader};
use tokio::net::{TcpListener, TcpStream};
use tokio_rustls::TlsAcceptor;
use tokio_rustls::rustls::ServerConfig;
use tokio_rustls::rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// A point of the conversation at which the server may misbehave.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum At {
    Greeting,
    Hello,
    StartTls,
    Auth,
    Sender,
    Recipient,
    Data,
    /// After the final dot.
    Message,
}

/// What it does there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Misbehave {
    /// Answers with this line.
    Answer(&'static str),
    /// Closes the connection.
    HangUp,
    /// Says nothing more.
    GoSilent,
}

/// What the server offers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Offer {
    StartTls,
    /// Encrypted from the first byte.
    Wrapped,
    Plain,
}

/// A mail that was taken.
#[derive(Debug, Clone)]
pub(crate) struct Taken {
    pub(crate) from: String,
    pub(crate) to: String,
    /// As it came over the wire, dots unstuffed.
    pub(crate) raw: Vec<u8>,
    pub(crate) was_encrypted: bool,
}

/// What was heard so far.
#[derive(Debug, Default)]
pub(crate) struct Heard {
    pub(crate) mails: Vec<Taken>,
    /// Every line, with `tls` or `open` before it, credentials included.
    pub(crate) lines: Vec<String>,
    pub(crate) connections: usize,
}

#[derive(Clone)]
struct Script {
    offer: Offer,
    user: Option<(String, String)>,
    misbehave: Arc<Mutex<Vec<(At, Misbehave)>>>,
    heard: Arc<Mutex<Heard>>,
    tls: TlsAcceptor,
}

/// A running server; it ends with the test's runtime.
pub(crate) struct SmtpServer {
    pub(crate) port: u16,
    script: Script,
    certificate: tempfile::TempDir,
}

impl SmtpServer {
    /// Starts on a free port of the loopback address.
    pub(crate) async fn start(offer: Offer) -> Self {
        Self::start_with(offer, None).await
    }

    /// Starts a server that wants this user and password.
    pub(crate) async fn start_with(offer: Offer, user: Option<(&str, &str)>) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).await.unwrap();
        let port = listener.local_addr().unwrap().port();
        let (certificate, tls) = certificate();
        let user = user.map(|(user, password)| (user.to_owned(), password.to_owned()));
        let script = Script { offer, user, misbehave: Arc::default(), heard: Arc::default(), tls };
        let serving = script.clone();
        tokio::spawn(async move {
            while let Ok((stream, _)) = listener.accept().await {
                serving.heard.lock().unwrap().connections += 1;
                tokio::spawn(serving.clone().serve(stream));
            }
        });
        Self { port, script, certificate }
    }

    /// Misbehaves there once, the next time a conversation comes by.
    pub(crate) fn once(&self, at: At, misbehave: Misbehave) {
        self.script.misbehave.lock().unwrap().push((at, misbehave));
    }

    /// The file of the authority to trust.
    pub(crate) fn authority(&self) -> PathBuf {
        self.certificate.path().join("ca.pem")
    }

    /// The mails taken so far.
    pub(crate) fn mails(&self) -> Vec<Taken> {
        self.script.heard.lock().unwrap().mails.clone()
    }

    /// Every line heard so far.
    pub(crate) fn lines(&self) -> Vec<String> {
        self.script.heard.lock().unwrap().lines.clone()
    }

    /// How many connections came so far.
    pub(crate) fn connections(&self) -> usize {
        self.script.heard.lock().unwrap().connections
    }
}

fn certificate() -> (tempfile::TempDir, TlsAcceptor) {
    let own = rcgen::generate_simple_self_signed(["localhost".to_owned()]).unwrap();
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join("ca.pem"), own.cert.pem()).unwrap();
    let key = PrivateKeyDer::from(PrivatePkcs8KeyDer::from(own.signing_key.serialize_der()));
    let provider = Arc::new(tokio_rustls::rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .unwrap()
        .with_no_client_auth()
        .with_single_cert(vec![own.cert.der().clone()], key)
        .unwrap();
    (folder, TlsAcceptor::from(Arc::new(config)))
}

/// How a conversation goes on after a stretch of it.
#[derive(Debug, PartialEq, Eq)]
enum Next {
    Close,
    Encrypt,
}

impl Script {
    async fn serve(self, stream: TcpStream) {
        if self.offer == Offer::Wrapped {
            if let Ok(stream) = self.tls.accept(stream).await {
                Talk::new(&self, stream, true).run(true).await;
            }
            return;
        }
        let mut talk = Talk::new(&self, stream, false);
        if talk.run(true).await == Next::Encrypt
            && let Ok(stream) = self.tls.accept(talk.stream.into_inner()).await
        {
            Talk::new(&self, stream, true).run(false).await;
        }
    }

    /// The misbehaviour scripted for this point, used up.
    fn take(&self, at: At) -> Option<Misbehave> {
        let mut misbehave = self.misbehave.lock().unwrap();
        let found = misbehave.iter().position(|(point, _)| *point == at)?;
        Some(misbehave.remove(found).1)
    }
}

struct Talk<'a, S> {
    script: &'a Script,
    stream: BufReader<S>,
    is_encrypted: bool,
    from: String,
    to: String,
}

/// The conversation ends here.
struct Over;

impl<'a, S: AsyncRead + AsyncWrite + Unpin> Talk<'a, S> {
    fn new(script: &'a Script, stream: S, is_encrypted: bool) -> Self {
        Self { script, stream: BufReader::new(stream), is_encrypted, from: String::new(), to: String::new() }
    }

    async fn run(&mut self, greet: bool) -> Next {
        if greet && self.answer(At::Greeting, "220 localhost ready").await.is_err() {
            return Next::Close;
        }
        loop {
            let Ok(line) = self.line().await else { return Next::Close };
            let verb = line.split([' ', ':']).next().unwrap_or_default().to_ascii_uppercase();
            let outcome = match verb.as_str() {
                "EHLO" => self.hello().await,
                "STARTTLS" => match self.answer(At::StartTls, "220 go ahead").await {
                    Ok(true) => return Next::Encrypt,
                    outcome => outcome.map(|_| ()),
                },
                "AUTH" => self.auth(&line).await,
                "MAIL" => {
                    self.from = address_in(&line);
                    self.answer(At::Sender, "250 2.1.0 fine").await.map(|_| ())
                }
                "RCPT" => {
                    self.to = address_in(&line);
                    self.answer(At::Recipient, "250 2.1.5 fine").await.map(|_| ())
                }
                "DATA" => self.data().await,
                "RSET" | "NOOP" => self.say("250 fine").await,
                "QUIT" => {
                    let _ = self.say("221 bye").await;
                    Err(Over)
                }
                _ => self.say("502 5.5.1 unknown").await,
            };
            if outcome.is_err() {
                return Next::Close;
            }
        }
    }

    async fn hello(&mut self) -> Result<(), Over> {
        let mut offers = vec!["localhost", "8BITMIME"];
        if self.script.offer == Offer::StartTls && !self.is_encrypted {
            offers.push("STARTTLS");
        } else if self.script.user.is_some() {
            offers.push("AUTH PLAIN LOGIN");
        }
        let last = offers.len() - 1;
        let lines =
            offers.iter().enumerate().map(|(n, offer)| format!("250{}{offer}", if n == last { ' ' } else { '-' }));
        let lines = lines.collect::<Vec<_>>().join("\r\n");
        self.answer(At::Hello, &lines).await.map(|_| ())
    }

    async fn auth(&mut self, line: &str) -> Result<(), Over> {
        let given = if let Some(plain) = line.strip_prefix("AUTH PLAIN ") {
            let decoded = decoded(plain);
            let mut parts = decoded.splitn(3, '\0').skip(1).map(str::to_owned);
            (parts.next().unwrap_or_default(), parts.next().unwrap_or_default())
        } else {
            self.say(&format!("334 {}", BASE64.encode("Username:"))).await?;
            let user = decoded(&self.line().await?);
            self.say(&format!("334 {}", BASE64.encode("Password:"))).await?;
            (user, decoded(&self.line().await?))
        };
        let right = self.script.user.as_ref() == Some(&given);
        let answer = if right { "235 2.7.0 welcome" } else { "535 5.7.8 wrong user or password" };
        self.answer(At::Auth, answer).await.map(|_| ())
    }

    async fn data(&mut self) -> Result<(), Over> {
        if !self.answer(At::Data, "354 go on").await? {
            return Ok(());
        }
        let mut raw = Vec::new();
        loop {
            let line = self.bytes().await?;
            if line == b".\r\n" {
                break;
            }
            raw.extend_from_slice(line.strip_prefix(b".").unwrap_or(&line));
        }
        if self.answer(At::Message, "250 2.0.0 taken").await? {
            let mail = Taken { from: self.from.clone(), to: self.to.clone(), raw, was_encrypted: self.is_encrypted };
            self.script.heard.lock().unwrap().mails.push(mail);
        }
        Ok(())
    }

    /// Answers as usual (true) or as scripted (false).
    async fn answer(&mut self, at: At, usual: &str) -> Result<bool, Over> {
        match self.script.take(at) {
            None => self.say(usual).await.map(|()| true),
            Some(Misbehave::Answer(line)) => self.say(line).await.map(|()| false),
            Some(Misbehave::HangUp) => Err(Over),
            Some(Misbehave::GoSilent) => {
                tokio::time::sleep(Duration::from_mins(10)).await;
                Err(Over)
            }
        }
    }

    async fn say(&mut self, line: &str) -> Result<(), Over> {
        self.stream.write_all(format!("{line}\r\n").as_bytes()).await.map_err(|_| Over)?;
        self.stream.flush().await.map_err(|_| Over)
    }

    async fn line(&mut self) -> Result<String, Over> {
        let line = String::from_utf8_lossy(&self.bytes().await?).trim_end().to_owned();
        let before = if self.is_encrypted { "tls" } else { "open" };
        self.script.heard.lock().unwrap().lines.push(format!("{before} {line}"));
        Ok(line)
    }

    async fn bytes(&mut self) -> Result<Vec<u8>, Over> {
        let mut line = Vec::new();
        match self.stream.read_until(b'\n', &mut line).await {
            Ok(read) if read > 0 => Ok(line),
            _ => Err(Over),
        }
    }
}

fn decoded(text: &str) -> String {
    String::from_utf8_lossy(&BASE64.decode(text.trim()).unwrap_or_default()).into_owned()
}

fn address_in(line: &str) -> String {
    line.split_once('<')
        .and_then(|(_, rest)| rest.split_once('>'))
        .map_or_else(String::new, |(address, _)| address.to_owned())
}
