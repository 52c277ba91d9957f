//! A small load generator: HTTP/1.1 over kept connections, one request at a time on each, on one thread, to
//! addresses of this machine only.

use std::io::ErrorKind;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::net::TcpStream;

/// Connections that are open at the same time.
pub(crate) const CONNECTIONS: usize = 64;
/// The longest round.
const LONGEST: Duration = Duration::from_secs(10);
/// The most requests of one connection in a round.
const MOST: usize = 200_000;

/// What one connection sends, over and over: whole requests.
pub(crate) type Script = Arc<Vec<Vec<u8>>>;

/// What came of a round.
#[derive(Debug, Clone)]
pub(crate) struct Round {
    /// Answers.
    pub(crate) answers: usize,
    /// From the first request to the last answer.
    pub(crate) took: Duration,
    /// Microseconds that each answer took, in order of size.
    latencies: Vec<u32>,
}

impl Round {
    /// Answers in a second.
    #[expect(clippy::cast_precision_loss, reason = "counts are far below 2^52")]
    pub(crate) fn rate(&self) -> f64 {
        self.answers as f64 / self.took.as_secs_f64()
    }

    /// The time in which this share of a hundred was answered, in milliseconds.
    pub(crate) fn within(&self, percent: usize) -> f64 {
        let at = (self.latencies.len() * percent / 100).min(self.latencies.len().saturating_sub(1));
        f64::from(self.latencies.get(at).copied().unwrap_or_default()) / 1000.0
    }
}

/// Sends each script on a connection of its own for some time. Every answer must have this status.
///
/// # Panics
/// If an answer has another status, or a connection breaks.
pub(crate) fn run(address: SocketAddr, scripts: &[Script], lasting: Duration, status: u16) -> Round {
    assert!(address.ip().is_loopback(), "load is for this machine only");
    assert!(scripts.len() <= CONNECTIONS && lasting <= LONGEST, "a round has its bounds");
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let mut streams = Vec::new();
        for script in scripts {
            let stream = TcpStream::connect(address).await.expect("connected");
            stream.set_nodelay(true).expect("a socket");
            streams.push((stream, Arc::clone(script)));
        }
        let begun = Instant::now();
        let (until, mut tasks) = (begun + lasting, Vec::new());
        for (stream, script) in streams {
            tasks.push(tokio::spawn(async move { repeat(&stream, &script, until, status).await }));
        }
        let mut latencies = Vec::new();
        for task in tasks {
            latencies.append(&mut task.await.expect("a connection worked to the end"));
        }
        let took = begun.elapsed();
        latencies.sort_unstable();
        Round { answers: latencies.len(), took, latencies }
    })
}

/// The body of one answer, as it came.
pub(crate) fn fetch(address: SocketAddr, request: &[u8]) -> (u16, String, Vec<u8>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let stream = TcpStream::connect(address).await.expect("connected");
        let mut buffer = Vec::new();
        let status = exchange(&stream, request, &mut buffer).await;
        let end = end_of_head(&buffer).expect("a head");
        let (head, body) = buffer.split_at(end);
        (status, String::from_utf8_lossy(head).into_owned(), body.to_vec())
    })
}

async fn repeat(stream: &TcpStream, script: &[Vec<u8>], until: Instant, status: u16) -> Vec<u32> {
    let mut buffer = Vec::with_capacity(64 * 1024);
    let mut latencies = Vec::new();
    for request in script.iter().cycle().take(MOST) {
        let begun = Instant::now();
        if begun >= until {
            break;
        }
        let answered = exchange(stream, request, &mut buffer).await;
        assert_eq!(answered, status, "{}", String::from_utf8_lossy(&buffer));
        latencies.push(u32::try_from(begun.elapsed().as_micros()).unwrap_or(u32::MAX));
    }
    latencies
}

/// Sends a request and reads the whole answer into the buffer; its status.
async fn exchange(stream: &TcpStream, request: &[u8], buffer: &mut Vec<u8>) -> u16 {
    send(stream, request).await;
    buffer.clear();
    let mut whole = None;
    while !whole.is_some_and(|whole: Whole| whole.is_here(buffer)) {
        receive(stream, buffer).await;
        if whole.is_none() {
            whole = end_of_head(buffer).map(|end| Whole::of(buffer, end));
        }
    }
    let status = buffer.get(9..12).and_then(|digits| std::str::from_utf8(digits).ok());
    status.and_then(|digits| digits.parse().ok()).expect("a status line")
}

async fn send(stream: &TcpStream, mut rest: &[u8]) {
    while !rest.is_empty() {
        match stream.try_write(rest) {
            Ok(sent) => rest = rest.get(sent..).unwrap_or_default(),
            Err(error) if error.kind() == ErrorKind::WouldBlock => stream.writable().await.expect("a socket"),
            Err(error) => panic!("the connection broke: {error}"),
        }
    }
}

async fn receive(stream: &TcpStream, buffer: &mut Vec<u8>) {
    loop {
        stream.readable().await.expect("a socket");
        buffer.reserve(32 * 1024);
        match stream.try_read_buf(buffer) {
            Ok(0) => panic!("the connection was closed: {}", String::from_utf8_lossy(buffer)),
            Ok(_) => return,
            Err(error) if error.kind() == ErrorKind::WouldBlock => {}
            Err(error) => panic!("the connection broke: {error}"),
        }
    }
}

/// Where the body begins, once the head is there.
fn end_of_head(answer: &[u8]) -> Option<usize> {
    answer.windows(4).position(|four| four == b"\r\n\r\n").map(|at| at + 4)
}

/// When an answer is whole.
#[derive(Debug, Clone, Copy)]
enum Whole {
    /// It has so many bytes.
    Bytes(usize),
    /// Its body comes in chunks, the last of which is empty.
    Chunked,
}

impl Whole {
    /// What the head says, which ends there.
    fn of(answer: &[u8], end: usize) -> Self {
        const NAME: &[u8] = b"content-length: ";
        let head = answer.get(..end).unwrap_or_default();
        let Some(at) = head.windows(NAME.len()).position(|part| part.eq_ignore_ascii_case(NAME)) else {
            return Self::Chunked;
        };
        let digits = head.iter().skip(at + NAME.len()).take_while(|byte| byte.is_ascii_digit());
        Self::Bytes(end + digits.fold(0, |length, digit| length * 10 + usize::from(digit - b'0')))
    }

    fn is_here(self, answer: &[u8]) -> bool {
        match self {
            Self::Bytes(length) => answer.len() >= length,
            Self::Chunked => answer.ends_with(b"\r\n0\r\n\r\n"),
        }
    }
}

/// A body that came in chunks, in one.
pub(crate) fn joined(mut chunks: &[u8]) -> Vec<u8> {
    let mut body = Vec::new();
    while let Some(at) = chunks.windows(2).position(|two| two == b"\r\n") {
        let (size, rest) = chunks.split_at(at);
        let size = std::str::from_utf8(size).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let size = size.expect("the size of a chunk");
        body.extend_from_slice(rest.get(2..2 + size).expect("a chunk"));
        chunks = rest.get(4 + size..).unwrap_or_default();
    }
    body
}
