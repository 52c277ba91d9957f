//! Chromium at the size of a phone, driven over `WebDriver`.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Once;
use std::time::Duration;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use fantoccini::elements::Element;
use fantoccini::wd::WebDriverCompatibleCommand;
use fantoccini::{Client, ClientBuilder, Locator};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::{Value, json};
use tempfile::TempDir;

use super::announce;

/// The width of a small phone, in CSS pixels.
pub(crate) const WIDTH: u32 = 360;
/// Its height.
pub(crate) const HEIGHT: u32 = 740;

/// Whether pages may run scripts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Script {
    On,
    Off,
}

/// A browser with a fresh profile; it ends with this value.
#[derive(Debug)]
pub(crate) struct Browser {
    /// For what has no function here.
    pub(crate) client: Client,
    // Ended before its profile is removed.
    _driver: Driver,
    _profile: TempDir,
}

impl Browser {
    /// Starts one; `None`, said aloud, if there is no chromedriver.
    pub(crate) async fn start(script: Script) -> Option<Self> {
        let mut driver = Driver::start()?;
        let profile = tempfile::tempdir().expect("a folder for the profile");
        let mut builder = ClientBuilder::new(HttpConnector::new());
        let Value::Object(capabilities) = capabilities(script, profile.path()) else { unreachable!("it is an object") };
        builder.capabilities(capabilities);
        let client = builder.connect(&format!("http://127.0.0.1:{}", driver.port)).await.expect("Chromium starts");
        driver.browser = client.capabilities().and_then(|known| known.get("goog:processID")?.as_u64());
        Some(Self { client, _driver: driver, _profile: profile })
    }

    /// Goes to an address and waits until the page has loaded.
    pub(crate) async fn open(&self, url: &str) {
        self.client.goto(url).await.unwrap_or_else(|error| panic!("{url} does not open: {error}"));
    }

    /// The address of the page: path, query and fragment.
    pub(crate) async fn place(&self) -> String {
        let url = self.client.current_url().await.expect("the address is known");
        url.as_str().strip_prefix(&url.origin().ascii_serialization()).unwrap_or_default().to_owned()
    }

    /// The first element that a CSS selector finds, waiting a while for it.
    pub(crate) async fn find(&self, css: &str) -> Element {
        let found = self.client.wait().at_most(Duration::from_secs(10)).for_element(Locator::Css(css)).await;
        match found {
            Ok(element) => element,
            Err(error) => panic!("{css} is not on {}: {error}\n{}", self.place().await, self.text().await),
        }
    }

    /// How many elements a CSS selector finds at this moment.
    pub(crate) async fn count(&self, css: &str) -> usize {
        self.client.find_all(Locator::Css(css)).await.expect("the page is searched").len()
    }

    /// Presses what leads to another page, and waits for that page.
    pub(crate) async fn follow(&self, css: &str) {
        let before = self.document().await;
        self.click(css).await;
        for _ in 0..200 {
            // The press may be answered before the journey begins.
            if self.document().await.is_some_and(|now| Some(now) != before) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{css} led nowhere from {}\n{}", self.place().await, self.text().await);
    }

    /// What the document is called as long as it is shown; `None` in between.
    async fn document(&self) -> Option<String> {
        let root = self.client.find(Locator::Css("html")).await.ok()?;
        Some(root.element_id().to_string())
    }

    /// Presses a button or a choice that stays on the page.
    pub(crate) async fn click(&self, css: &str) {
        let element = self.find(css).await;
        element.click().await.unwrap_or_else(|error| panic!("{css} cannot be pressed: {error}"));
    }

    /// Types into a field, in place of what is there.
    pub(crate) async fn fill(&self, css: &str, text: &str) {
        let element = self.find(css).await;
        element.clear().await.unwrap_or_else(|error| panic!("{css} cannot be emptied: {error}"));
        element.send_keys(text).await.unwrap_or_else(|error| panic!("{css} cannot be filled: {error}"));
    }

    /// Chooses an option of a list by its value.
    pub(crate) async fn choose(&self, css: &str, value: &str) {
        let element = self.find(css).await;
        element.select_by_value(value).await.unwrap_or_else(|error| panic!("{css} has no {value}: {error}"));
    }

    /// The text that a person sees. A page may be replaced between finding its body and reading it.
    pub(crate) async fn text(&self) -> String {
        let mut error = String::new();
        for _ in 0..200 {
            let body = self.client.find(Locator::Css("body")).await.expect("the page has a body");
            match body.text().await {
                Ok(text) => return text,
                Err(stale) => error = stale.to_string(),
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("the body has no text: {error}");
    }

    /// Keeps a picture of the whole page as `NAME.png` among the screenshots below the build's folder; of a page that is
    /// too long for one, what the screen shows.
    pub(crate) async fn screenshot(&self, name: &str) -> PathBuf {
        let command = |whole| {
            let parameters = json!({ "captureBeyondViewport": whole });
            self.client.issue_cmd(Devtools { command: "Page.captureScreenshot", parameters })
        };
        let taken = match command(true).await {
            Ok(taken) => taken,
            Err(_) => command(false).await.expect("Chromium takes a picture"),
        };
        let picture = taken.get("data").and_then(Value::as_str).expect("a picture");
        let folder = target().join("screenshots");
        std::fs::create_dir_all(&folder).expect("a folder for the screenshots");
        let file = folder.join(format!("{name}.png"));
        std::fs::write(&file, BASE64.decode(picture).expect("a picture in Base64")).expect("the picture is kept");
        file
    }

    /// What axe-core finds wrong with the page, one line each; needs scripts.
    pub(crate) async fn violations(&self) -> Vec<String> {
        let file = std::env::var("ERIKTI_TEST_AXE").expect("ERIKTI_TEST_AXE names axe.min.js; ./tests/run sets it");
        let axe = std::fs::read_to_string(&file).unwrap_or_else(|error| panic!("{file}: {error}"));
        // The source goes into the function's body, where the page's content security policy does not reach.
        let run = format!("{axe}; const done = arguments[arguments.length - 1]; {RUN_AXE}");
        lines(&self.client.execute_async(&run, Vec::new()).await.expect("axe-core runs"))
    }

    /// The errors and warnings on Chromium's console since it was asked last: refused by the content security policy,
    /// not loaded, failed in a script.
    pub(crate) async fn complaints(&self) -> Vec<String> {
        let log = self.client.issue_cmd(Log).await.expect("the console is read");
        let entries = log.as_array().expect("a list of entries");
        let is_wrong =
            |entry: &&Value| matches!(entry.get("level").and_then(Value::as_str), Some("SEVERE" | "WARNING"));
        entries.iter().filter(is_wrong).filter_map(|entry| entry.get("message")?.as_str().map(str::to_owned)).collect()
    }

    /// Fails if axe-core finds anything, or if the page is wider than the phone.
    pub(crate) async fn assert_accessible(&self) {
        let place = self.place().await;
        assert_eq!(self.violations().await, [""; 0], "axe-core on {place}");
        let width = self.client.execute("return document.documentElement.scrollWidth", Vec::new()).await;
        let width = width.expect("the width is measured").as_u64().expect("a number");
        assert!(width <= u64::from(WIDTH), "{place} is {width} pixels wide");
    }

    /// Asks Chromium for something that `WebDriver` has no word for.
    pub(crate) async fn chromium(&self, command: &'static str, parameters: Value) -> Value {
        self.client.issue_cmd(Devtools { command, parameters }).await.expect("Chromium does as it is told")
    }
}

/// The texts that a script has returned.
pub(crate) fn lines(found: &Value) -> Vec<String> {
    let found = found.as_array().unwrap_or_else(|| panic!("no list, but {found}"));
    found.iter().map(|line| line.as_str().unwrap_or_default().to_owned()).collect()
}

// The size of what is pressed belongs to WCAG 2.2 (2.5.8) but is not looked at unless asked for.
const RUN_AXE: &str =
    "axe.run(document, { resultTypes: ['violations'], rules: { 'target-size': { enabled: true } } }).then(
    result => done(result.violations.flatMap(rule => rule.nodes.map(node =>
        `${rule.id} (${rule.impact}): ${rule.help}: ${node.target.join(' ')}: ${node.html.slice(0, 160)}`))),
    error => done(String(error)))";

fn capabilities(script: Script, profile: &Path) -> Value {
    let mut preferences = json!({ "credentials_enable_service": false });
    if script == Script::Off {
        preferences = json!({ "profile.managed_default_content_settings.javascript": 2 });
    }
    json!({
        "browserName": "chrome",
        "goog:loggingPrefs": { "browser": "ALL" },
        "goog:chromeOptions": {
            "args": [
                "--headless=new",
                "--no-sandbox",
                "--disable-gpu",
                "--disable-dev-shm-usage",
                "--disable-quic",
                "--no-first-run",
                "--disable-background-networking",
                "--disable-component-update",
                "--disable-sync",
                format!("--user-data-dir={}", profile.display()),
            ],
            "prefs": preferences,
            // Without touch: chromedriver does not wait for the page that a tap leads to, and without scripts it waits
            // for the tap for ever.
            "mobileEmulation": {
                "deviceMetrics": { "width": WIDTH, "height": HEIGHT, "pixelRatio": 2.0, "mobile": true, "touch": false },
            },
        },
    })
}

/// The folder that the build writes to.
pub(crate) fn target() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR")).join("target");
    std::env::var_os("CARGO_TARGET_DIR").map_or(own, PathBuf::from)
}

/// A command of Chromium's own protocol, passed on by chromedriver.
#[derive(Debug)]
struct Devtools {
    command: &'static str,
    parameters: Value,
}

impl WebDriverCompatibleCommand for Devtools {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/goog/cdp/execute", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "cmd": self.command, "params": self.parameters }).to_string()))
    }
}

/// Asks for the console, which chromedriver empties by that.
#[derive(Debug)]
struct Log;

impl WebDriverCompatibleCommand for Log {
    fn endpoint(&self, base: &url::Url, session: Option<&str>) -> Result<url::Url, url::ParseError> {
        base.join(&format!("session/{}/se/log", session.unwrap_or_default()))
    }

    fn method_and_body(&self, _: &url::Url) -> (http::Method, Option<String>) {
        (http::Method::POST, Some(json!({ "type": "browser" }).to_string()))
    }
}

/// A running chromedriver.
#[derive(Debug)]
struct Driver {
    process: Child,
    port: u16,
    /// The process of its browser.
    browser: Option<u64>,
}

impl Driver {
    fn start() -> Option<Self> {
        static SAID: Once = Once::new();
        let Some(program) = std::env::var_os("ERIKTI_TEST_BROWSER").filter(|program| !program.is_empty()) else {
            SAID.call_once(|| announce("Chromium: not run (ERIKTI_TEST_BROWSER is not set; ./tests/run sets it)"));
            return None;
        };
        let mut process = Command::new(&program)
            .arg("--port=0")
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap_or_else(|error| panic!("{} does not start: {error}", program.display()));
        let mut said = BufReader::new(process.stdout.take().expect("its output is read")).lines();
        let port = said.find_map(|line| {
            let line = line.expect("chromedriver speaks");
            line.split_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        // Whatever it says later must not fill the pipe.
        std::thread::spawn(move || said.for_each(drop));
        Some(Self { process, port: port.expect("chromedriver tells its port"), browser: None })
    }

    /// Asks it to end its browsers and itself, and waits until it has.
    fn shut_down(&mut self) -> std::io::Result<()> {
        let mut connection = TcpStream::connect(("127.0.0.1", self.port))?;
        connection.set_read_timeout(Some(Duration::from_secs(10)))?;
        write!(connection, "GET /shutdown HTTP/1.1\r\nHost: 127.0.0.1:{}\r\nConnection: close\r\n\r\n", self.port)?;
        connection.read_to_end(&mut Vec::new())?;
        self.process.wait().map(drop)
    }
}

impl Drop for Driver {
    fn drop(&mut self) {
        if let Err(error) = self.shut_down() {
            announce(&format!("chromedriver did not end by itself: {error}"));
            let _ = self.process.kill();
            let _ = self.process.wait();
            if let Some(browser) = self.browser {
                let _ = Command::new("kill").arg("-KILL").arg(browser.to_string()).status();
            }
        }
    }
}
