//! A phone in somebody's hand: pages are opened, pressed, and looked at with care, each kind of page once.

use std::collections::BTreeSet;
use std::sync::Mutex;
use std::time::Duration;

use serde_json::{Value, json};
use tokio::sync::{Semaphore, SemaphorePermit};

use crate::harness::browser::{Browser, HEIGHT, Script, WIDTH};

/// The narrowest screen on which nothing may have to be scrolled sideways (WCAG 2.2, 1.4.10).
const NARROWEST: u32 = 320;

/// The width of a desktop, in CSS pixels.
const DESK: u32 = 1280;

/// More browsers at once than this are slower than one after the other.
static ROOM: Semaphore = Semaphore::const_new(2);

/// A place among the browsers that run at once, for as long as the value is kept.
pub(crate) async fn room() -> SemaphorePermit<'static> {
    ROOM.acquire().await.expect("it is never closed")
}

pub(crate) struct Phone {
    pub(crate) browser: Browser,
    pub(crate) script: Script,
    /// In the address of every page.
    pub(crate) lang: &'static str,
    /// Where the program answers.
    address: String,
    /// What the names of its screenshots begin with.
    label: String,
    looked: Mutex<BTreeSet<String>>,
    _room: SemaphorePermit<'static>,
}

impl Phone {
    /// A phone with a fresh profile; `None`, said aloud, if there is no browser.
    pub(crate) async fn start(address: &str, lang: &'static str, script: Script) -> Option<Self> {
        let room = room().await;
        let browser = Browser::start(script).await?;
        let off = if script == Script::Off { "-without-script" } else { "" };
        let (address, label) = (address.to_owned(), format!("{lang}{off}"));
        Some(Self { browser, script, lang, address, label, looked: Mutex::default(), _room: room })
    }

    /// Opens a page of the language, such as `/verify`.
    pub(crate) async fn open(&self, path: &str) {
        self.browser.open(&format!("{}/{}{path}", self.address, self.lang)).await;
    }

    /// Opens a path of the program as it stands.
    pub(crate) async fn open_path(&self, path: &str) {
        self.browser.open(&format!("{}{path}", self.address)).await;
    }

    /// Presses something that leads to this path of the language.
    pub(crate) async fn press_to(&self, css: &str, path: &str) {
        self.browser.click(css).await;
        self.arrives(path).await;
    }

    /// Waits until the page has this path of the language; what follows `?` or `#` does not matter.
    pub(crate) async fn arrives(&self, path: &str) {
        let wanted = format!("/{}{path}", self.lang);
        for _ in 0..200 {
            if self.path().await == wanted {
                return;
            }
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        panic!("{} instead of {wanted}:\n{}", self.browser.place().await, self.browser.text().await);
    }

    /// The path of the page.
    pub(crate) async fn path(&self) -> String {
        let place = self.browser.place().await;
        place.split(['?', '#']).next().unwrap_or_default().to_owned()
    }

    /// True if the page has something of this kind.
    pub(crate) async fn has(&self, css: &str) -> bool {
        self.browser.count(css).await > 0
    }

    /// Fails unless the page says this.
    pub(crate) async fn says(&self, words: &str) {
        let text = self.browser.text().await;
        assert!(text.contains(words), "{} does not say {words:?}:\n{text}", self.browser.place().await);
    }

    /// Looks at a kind of page with care, the first time it is seen: it has one heading, axe-core finds nothing, the
    /// narrowest screen is wide enough, and a picture is kept.
    pub(crate) async fn look(&self, page: &str) {
        let number = {
            let mut looked = self.looked.lock().expect("no look has failed");
            if !looked.insert(page.to_owned()) {
                return;
            }
            looked.len()
        };
        let place = self.browser.place().await;
        self.browser.screenshot(&format!("{}-{number:02}-{page}", self.label)).await;
        assert_eq!(self.browser.count("h1").await, 1, "headings of {place}");
        assert_eq!(self.browser.count(&format!("html[lang={}]", self.lang)).await, 1, "the language of {place}");
        if self.script == Script::On {
            self.browser.assert_accessible().await;
        }
        let width = self.width_at(NARROWEST).await;
        assert!(width <= f64::from(NARROWEST), "{place} is {width} pixels wide on {NARROWEST}");
    }

    /// How wide the page is on a screen of this width, in CSS pixels; also without scripts.
    pub(crate) async fn width_at(&self, width: u32) -> f64 {
        self.resize(width).await;
        let measured = self.browser.chromium("Page.getLayoutMetrics", json!({})).await;
        self.resize(WIDTH).await;
        measured.pointer("/cssContentSize/width").and_then(Value::as_f64).expect("a width")
    }

    /// Keeps a picture of the page as a desktop shows it, and fails if it has to be scrolled sideways there.
    pub(crate) async fn desk(&self, page: &str) {
        self.sit_down().await;
        let measured = self.browser.chromium("Page.getLayoutMetrics", json!({})).await;
        let width = measured.pointer("/cssContentSize/width").and_then(Value::as_f64).expect("a width");
        self.browser.screenshot(&format!("{}-desk-{page}", self.label)).await;
        assert!(width <= f64::from(DESK), "{page} is {width} pixels wide at a desk");
        self.stand_up().await;
    }

    /// Shows pages as a desktop does, from now on.
    pub(crate) async fn sit_down(&self) {
        let size = json!({ "width": DESK, "height": 900, "deviceScaleFactor": 1, "mobile": false });
        self.browser.chromium("Emulation.setDeviceMetricsOverride", size).await;
    }

    /// Shows pages as a phone does again.
    pub(crate) async fn stand_up(&self) {
        self.resize(WIDTH).await;
    }

    async fn resize(&self, width: u32) {
        let size = json!({ "width": width, "height": HEIGHT, "deviceScaleFactor": 2, "mobile": true });
        self.browser.chromium("Emulation.setDeviceMetricsOverride", size).await;
    }
}
