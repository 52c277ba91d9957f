//! Saves in the course editor: each form is fetched, one thing in it is changed, and its POST is timed until the answer,
//! with the commit in it.

use std::time::Instant;

use url::form_urlencoded::Serializer;

use super::editing::{Draft, TARGET, fetch};
use super::report::{line, median, verdict};
use super::server::Server;

/// An even number: what every second round takes back is at the end as it was.
const ROUNDS: usize = 10;
/// Publishing takes longer, and needs something new each time.
const RELEASES: usize = 3;

/// Names and values of a form.
type Form = Vec<(String, String)>;

/// Times every save, and publishing, for which no goal is set.
pub(crate) fn measure(server: &Server, draft: &Draft) {
    let session = Session { server, draft, base: format!("/kk/trainer/drafts/{}", draft.id) };
    let [_, lesson, question, fact] = &draft.keys;
    println!("\nSaves in the same draft, one after the other, each durable before its answer");
    let (text, beside) = (format!("/lessons/{lesson}/kk"), format!("/lessons/{lesson}/ru"));
    let (question, fact) = (format!("/questions/{question}"), format!("/facts/{fact}"));
    let saves = [
        ("a question", session.rounds(&question, |form| append(form, "explanation-kk"))),
        ("a lesson's text", session.rounds(&text, |form| append(form, "text"))),
        ("a translation", session.rounds(&beside, |form| append(form, "part"))),
        ("a fact, in every text", session.rounds(&fact, turn)),
        ("a lesson moved", session.moves(lesson)),
    ];
    let mut worst = 0.0_f64;
    for (name, milliseconds) in saves {
        worst = worst.max(milliseconds);
        line(&format!("  {name}"), &format!("{milliseconds:.1} ms"), "");
    }
    line("  the slowest save", &format!("{worst:.1} ms"), &format!("≤ {TARGET:.0} ms: {}", verdict(worst <= TARGET)));
    let released = median((0..RELEASES).map(|_| session.publish(&text)));
    line("  published, with all checks", &format!("{released:.0} ms"), "");
}

/// The trainer at the draft.
struct Session<'a> {
    server: &'a Server,
    draft: &'a Draft,
    base: String,
}

impl Session<'_> {
    fn page(&self, rest: &str) -> String {
        let (address, cookie) = (self.server.address, &self.draft.cookie);
        let request = format!(
            "GET {}{rest} HTTP/1.1\r\nhost: {address}\r\ncookie: erikti={cookie}\r\naccept: text/html\r\n\
             connection: close\r\n\r\n",
            self.base
        );
        let (status, head, body) = fetch(address, &request);
        assert_eq!(status, 200, "{rest}: {head}");
        String::from_utf8_lossy(&whole(&head, &body)).into_owned()
    }

    /// Milliseconds until the answer, which leads on.
    fn post(&self, rest: &str, form: &[(String, String)]) -> f64 {
        let (address, cookie) = (self.server.address, &self.draft.cookie);
        let body = Serializer::new(String::new()).extend_pairs(form).finish();
        let request = format!(
            "POST {}{rest} HTTP/1.1\r\nhost: {address}\r\ncookie: erikti={cookie}\r\norigin: http://{address}\r\n\
             sec-fetch-site: same-origin\r\ncontent-type: application/x-www-form-urlencoded\r\n\
             connection: close\r\ncontent-length: {}\r\n\r\n{body}",
            self.base,
            body.len()
        );
        let begin = Instant::now();
        let (status, head, answer) = fetch(address, &request);
        let milliseconds = begin.elapsed().as_secs_f64() * 1000.0;
        assert_eq!(status, 303, "{rest}: {head}\n{}", String::from_utf8_lossy(&answer));
        milliseconds
    }

    fn rounds(&self, rest: &str, change: impl Fn(&mut Form)) -> f64 {
        let round = |_| {
            let mut form = fields(&self.page(rest));
            change(&mut form);
            self.post(rest, &form)
        };
        median((0..ROUNDS).map(round))
    }

    /// Down and up again.
    fn moves(&self, lesson: &str) -> f64 {
        let round = |round: usize| {
            let page = self.page("");
            let button = if round.is_multiple_of(2) { "down_lesson" } else { "up_lesson" };
            let number = attribute(tag(&page, "<input", "number").expect("a revision"), "value").unwrap_or_default();
            let form = [("number".to_owned(), number), (button.to_owned(), lesson.to_owned())];
            self.post("/outline", &form)
        };
        median((0..ROUNDS).map(round))
    }

    /// Something new is saved, looked at, and published.
    fn publish(&self, text: &str) -> f64 {
        let mut form = fields(&self.page(text));
        append(&mut form, "text");
        self.post(text, &form);
        let mut form = fields(&self.page("/check"));
        form.push(("wish".to_owned(), "edition".to_owned()));
        self.post("/publish", &form)
    }
}

/// Writes on at the end of the first line of the first field with this name.
fn append(form: &mut [(String, String)], name: &str) {
    let field = form.iter_mut().find(|(known, _)| known == name).unwrap_or_else(|| panic!("no {name}"));
    let end = field.1.find(['\r', '\n']).unwrap_or(field.1.len());
    field.1.insert_str(end, " +");
}

/// Gives a fact another value, or its own one back, and says that the effect was seen.
fn turn(form: &mut Form) {
    for (_, value) in form.iter_mut().filter(|(name, _)| name.starts_with("value_")) {
        *value = value.strip_suffix('+').map_or_else(|| format!("{value}+"), str::to_owned);
    }
    form.push(("sure".to_owned(), "yes".to_owned()));
}

/// The bytes of a body, out of its chunks if it came in such.
fn whole(head: &str, body: &[u8]) -> Vec<u8> {
    if !head.to_ascii_lowercase().contains("transfer-encoding: chunked") {
        return body.to_vec();
    }
    let (mut rest, mut all) = (body, Vec::new());
    while let Some(end) = rest.windows(2).position(|two| two == b"\r\n") {
        let (length, tail) = rest.split_at(end);
        let length = std::str::from_utf8(length).ok().and_then(|digits| usize::from_str_radix(digits, 16).ok());
        let piece = length.and_then(|length| tail.get(2..)?.split_at_checked(length));
        let Some((piece, next)) = piece.filter(|(piece, _)| !piece.is_empty()) else { break };
        all.extend_from_slice(piece);
        rest = next.get(2..).unwrap_or_default();
    }
    all
}

/// What the main form of a page would send without being touched, in the order of the page.
fn fields(page: &str) -> Form {
    let (_, form) = page.split_once("id=\"main-form\"").expect("a form");
    let form = form.split("</form>").next().unwrap_or_default();
    let mut found = Form::new();
    // Of a list that is open: whether nothing is chosen yet.
    let mut list = None;
    for piece in form.split('<').skip(1) {
        let (tag, text) = piece.split_once('>').unwrap_or((piece, ""));
        let value = attribute(tag, "value").unwrap_or_default();
        match (tag.split([' ', '/']).next().unwrap_or_default(), attribute(tag, "name"), list) {
            ("input", Some(name), _) => {
                let is_box = tag.contains(" type=\"checkbox\"") || tag.contains(" type=\"radio\"");
                if !tag.contains(" disabled") && (!is_box || tag.contains(" checked")) {
                    found.push((name, value));
                }
            }
            ("textarea", Some(name), _) => found.push((name, plain(text.strip_prefix('\n').unwrap_or(text)))),
            ("select", Some(name), _) => {
                found.push((name, String::new()));
                list = Some(true);
            }
            ("option", _, Some(is_first)) if is_first || tag.contains(" selected") => {
                found.last_mut().expect("the list").1 = value;
                list = Some(false);
            }
            _ if piece.starts_with("/select") => list = None,
            _ => {}
        }
    }
    found
}

/// The first tag of a kind with this name.
fn tag<'a>(page: &'a str, kind: &str, name: &str) -> Option<&'a str> {
    let named = format!("name=\"{name}\"");
    page.split(kind).skip(1).map(|rest| rest.split('>').next().unwrap_or_default()).find(|tag| tag.contains(&named))
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!(" {name}=\""))?;
    rest.split('"').next().map(plain)
}

/// Text as it was before it was put into a page.
fn plain(text: &str) -> String {
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&amp;", "&")
}
