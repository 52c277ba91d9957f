//! Every page of the site, as each of those who may open it finds it by its links: on phones and desks, light and dark,
//! with text of twice the size. Each page is looked at in one language, each language looks at a third of them;
//! `ERIKTI_TEST_EVERY=languages` looks at each page in each, `ERIKTI_TEST_EVERY=pictures` keeps pictures of all.

#[path = "every/crawl.rs"]
mod crawl;
#[path = "every/full.rs"]
mod full;

use std::collections::BTreeSet;
use std::time::{Duration, Instant};

use erikti::accounts;
use erikti::i18n;
use erikti::kernel::{Actor, Error, Lang, Role};
use serde_json::{Value, json};

use self::crawl::{Crawl, Found, Somebody};
use self::full::{Full, sign_in, visitor};
use crate::harness::announce;
use crate::harness::app::TestApp;
use crate::harness::browser::{HEIGHT, Script, lines};
use crate::harness::client::PASSWORD;
use crate::phone::Phone;

/// Routes with pages to which no link leads here, and why.
const NOT_FOUND: &[(&str, &str)] = &[
    ("/{lang}/sign-in/code", "after a password: `second.rs` looks at it"),
    ("/{lang}/password", "after a card: `cards.rs` looks at it"),
    ("/{lang}/first/{token}", "before there is an account: looked at on the empty site"),
    ("/{lang}/learn/{course}/edition", "when a course has a newer edition"),
    ("/{lang}/centre/exports/{export}", "asked for by a form: `app/files.rs` reads it"),
    ("/{lang}/centre/exports/{export}/file", "a file"),
    ("/{lang}/trainer/people/{id}/certificates/{number}", "a file"),
    ("/{lang}/trainer/courses/{course}/export/questions", "a file"),
    ("/{lang}/trainer/drafts/{draft}/export/questions", "a file"),
    ("/{lang}/trainer/drafts/{draft}/media/{picture}", "a picture"),
    ("/{lang}/review/{course}/media/{picture}", "a picture"),
    (
        "/{lang}/trainer/drafts/{draft}/questions/{question}/try",
        "leads back to the question; what was typed is tried by a form: question_live.rs",
    ),
];

/// A size of the screen at which a page is looked at.
#[derive(Debug, Clone, Copy)]
enum Screen {
    Narrowest = 320,
    Phone = 360,
    Tablet = 768,
    Desk = 1280,
}

/// Light or dark.
#[derive(Debug, Clone, Copy)]
enum Scheme {
    Light,
    Dark,
}

/// The pixels of a letter's height, in the browser's own settings.
#[derive(Debug, Clone, Copy)]
enum Text {
    Usual = 16,
    Double = 32,
}

/// Looks at pages and notes what is wrong.
struct Eyes<'a> {
    phone: &'a Phone,
    address: String,
    /// axe-core and what else is looked for.
    script: String,
    faults: Vec<String>,
    looks: usize,
}

#[tokio::test]
async fn every_page_of_a_full_site_looks_right() {
    let Some((app, everybody)) = start_full().await else { return };
    let begun = Instant::now();
    let crawl = Crawl::follow(&everybody).await;
    announce(&format!("the links of the full site were followed in {} s", begun.elapsed().as_secs()));
    let mut faults = crawl.missing(NOT_FOUND);
    faults.extend(crawl.dead.iter().cloned());
    faults.extend(look(&app, &everybody, &crawl).await);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// The full site; `None` if there is no browser to look at it.
async fn start_full() -> Option<(TestApp, Vec<Somebody>)> {
    std::env::var_os("ERIKTI_TEST_BROWSER").filter(|program| !program.is_empty())?;
    let begun = Instant::now();
    let full = Full::start().await;
    announce(&format!("the full site was made in {} s", begun.elapsed().as_secs()));
    Some(full)
}

#[tokio::test]
async fn every_page_of_an_empty_site_looks_right() {
    if std::env::var_os("ERIKTI_TEST_BROWSER").is_none_or(|program| program.is_empty()) {
        return;
    }
    let app = TestApp::start().await;
    let link = app.first_account.clone().expect("a link");
    let mut first = visitor(&app);
    first.begin = vec![format!("/kk/{}", link.split_once("/kk/").or(link.split_once("/en/")).expect("a page").1)];
    let before = Crawl::follow(std::slice::from_ref(&first)).await;
    let mut faults = before.dead.clone();
    faults.extend(look(&app, &[first], &before).await);

    let mut everybody = vec![visitor(&app)];
    for (name, role) in [("volunteer", None), ("trainer", Some(Role::Trainer)), ("centre", Some(Role::Centre))] {
        let email = format!("{name}@example.kz");
        app.client().sign_up("kk", "Әсем Нұрғалиқызы", &email).await;
        everybody.push(sign_in(&app, name, (&email, PASSWORD)).await);
        let Some(role) = role else { continue };
        let granted = app.app.write(Actor::Shell, move |conn, ctx| {
            let person = accounts::find_person_by_identifier(conn, &email)?.ok_or(Error::NotFound)?;
            accounts::grant(conn, ctx, person, role)
        });
        granted.await.expect("the database answers");
    }
    let crawl = Crawl::follow(&everybody).await;
    faults.extend(crawl.dead.iter().cloned());
    faults.extend(look(&app, &everybody, &crawl).await);
    assert!(faults.is_empty(), "{} faults:\n{}", faults.len(), faults.join("\n"));
}

/// Opens what was found, one after the other, in the same browser; what is wrong.
async fn look(app: &TestApp, everybody: &[Somebody], crawl: &Crawl) -> Vec<String> {
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return Vec::new() };
    let begun = Instant::now();
    let axe = std::env::var("ERIKTI_TEST_AXE").expect("ERIKTI_TEST_AXE names axe.min.js; ./tests/run sets it");
    let axe = std::fs::read_to_string(&axe).unwrap_or_else(|error| panic!("{axe}: {error}"));
    let file = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/browser/every/look.js");
    let own = std::fs::read_to_string(file).expect("the script is there");
    let script = format!("{axe};\n{own};\nreturn [looks.first(), [looks.read()]];");
    let mut eyes = Eyes { phone: &phone, address: app.address.clone(), script, faults: Vec::new(), looks: 0 };
    eyes.set("Page.enable", json!({})).await;
    let all = std::env::var("ERIKTI_TEST_EVERY").is_ok_and(|wanted| wanted == "languages");
    let mut pages = crawl.examples();
    // The pages with the longest words on buttons are looked at in Kazakh, and then those of each person together.
    pages.sort_by_key(|page| std::cmp::Reverse(page.longest));
    let third = pages.len().div_ceil(3);
    let by_turns = |at: usize| {
        if at < third {
            Lang::Kk
        } else if at.is_multiple_of(2) {
            Lang::Ru
        } else {
            Lang::En
        }
    };
    let mut planned: Vec<(Lang, Found)> =
        pages.into_iter().enumerate().map(|(at, page)| (by_turns(at), page)).collect();
    if all {
        planned = planned.into_iter().flat_map(|(_, page)| Lang::ALL.map(|lang| (lang, page.clone()))).collect();
    }
    planned.sort_by_key(|(_, page)| page.who);
    let mut last = None;
    for (lang, page) in &planned {
        if last != Some(page.who) {
            eyes.become_somebody(everybody.get(page.who).expect("who found it")).await;
            last = Some(page.who);
        }
        eyes.open(page, *lang).await;
    }
    let (looks, seconds) = (eyes.looks, begun.elapsed().as_secs());
    announce(&format!("{} pages were looked at, {looks} times, in {seconds} s", planned.len()));
    eyes.faults
}

impl Eyes<'_> {
    async fn set(&self, command: &'static str, parameters: Value) {
        self.phone.browser.chromium(command, parameters).await;
    }

    /// The browser of somebody.
    async fn become_somebody(&self, somebody: &Somebody) {
        self.set("Network.clearBrowserCookies", json!({})).await;
        if !somebody.cookie.is_empty() {
            let cookie = json!({ "name": "erikti", "value": somebody.cookie, "url": self.address });
            self.set("Network.setCookie", cookie).await;
        }
    }

    async fn screen(&self, screen: Screen) {
        let (width, mobile) = (screen as u32, !matches!(screen, Screen::Desk));
        let size = json!({ "width": width, "height": HEIGHT, "deviceScaleFactor": 1, "mobile": mobile });
        self.set("Emulation.setDeviceMetricsOverride", size).await;
    }

    async fn scheme(&self, scheme: Scheme) {
        let scheme = format!("{scheme:?}").to_lowercase();
        // Nothing fades: a colour in between is nobody's.
        let features = json!([
            { "name": "prefers-color-scheme", "value": scheme },
            { "name": "prefers-reduced-motion", "value": "reduce" },
        ]);
        self.set("Emulation.setEmulatedMedia", json!({ "features": features })).await;
    }

    async fn text(&self, text: Text) {
        let sizes = json!({ "fontSizes": { "standard": text as u32, "fixed": text as u32 * 13 / 16 } });
        self.set("Page.setFontSizes", sizes).await;
        // It comes to the page a moment later.
        let now = "return parseFloat(getComputedStyle(document.documentElement).fontSize);";
        for _ in 0..100 {
            let size = self.phone.browser.client.execute(now, Vec::new()).await.expect("the size of the text");
            // The style sheet has letters of nine eighths of it.
            if size.as_f64().is_some_and(|size| (size - f64::from(text as u32) * 1.125).abs() < 0.5) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
        panic!("the text did not become {text:?}");
    }

    /// Opens a page and looks at it in every way.
    async fn open(&mut self, page: &Found, lang: Lang) {
        let path = page.path.replacen("/kk", &format!("/{lang}"), 1);
        self.screen(Screen::Phone).await;
        self.scheme(Scheme::Light).await;
        self.phone.open_path(&path).await;
        let first = self.phone.browser.client.execute(&self.script, Vec::new()).await.expect("the scripts are there");
        let part = |at: usize| lines(first.get(at).expect("two lists"));
        let wrong = part(0).into_iter().chain(keys_in(&part(1).concat(), lang)).collect();
        self.note(&path, "", wrong).await;
        self.axe(&path, "360 light", "").await;
        self.scheme(Scheme::Dark).await;
        self.axe(&path, "360 dark", "color-contrast").await;
        self.ask(&path, "360", "[...looks.wide(), ...looks.cut()]").await;
        self.text(Text::Double).await;
        self.ask(&path, "360 at 200 %", "[...looks.wide(), ...looks.cut()]").await;
        self.text(Text::Usual).await;
        self.screen(Screen::Narrowest).await;
        self.ask(&path, "320", "[...looks.wide(), ...looks.cut(), ...looks.broken()]").await;
        self.screen(Screen::Tablet).await;
        self.ask(&path, "768", "[...looks.wide(), ...looks.cut(), ...looks.broken()]").await;
        self.screen(Screen::Desk).await;
        self.ask(&path, "1280", "[...looks.wide(), ...looks.cut(), ...looks.broken()]").await;
        self.axe(&path, "1280 dark", "").await;
        self.scheme(Scheme::Light).await;
        self.axe(&path, "1280 light", "color-contrast").await;
        let complaints = self.phone.browser.complaints().await;
        // That the page itself is a refusal is no fault.
        let is_own =
            |line: &String| page.status != 200 && line.contains(&path) && line.contains("Failed to load resource");
        self.note(&path, "console", complaints.into_iter().filter(|line| !is_own(line)).collect()).await;
        self.looks += 1;
    }

    async fn ask(&mut self, path: &str, how: &str, what: &str) {
        let found = self.phone.browser.client.execute(&format!("return {what};"), Vec::new()).await;
        let found = lines(&found.unwrap_or_else(|error| panic!("{path} at {how}: {error}")));
        self.note(path, how, found).await;
    }

    async fn axe(&mut self, path: &str, how: &str, only: &str) {
        let run = format!(
            "const done = arguments[arguments.length - 1];
             looks.axe({only:?}).then(done, error => done([String(error)]));"
        );
        let found = self.phone.browser.client.execute_async(&run, Vec::new()).await;
        let found = lines(&found.unwrap_or_else(|error| panic!("axe-core on {path} at {how}: {error}")));
        self.note(path, how, found).await;
    }

    /// Notes what is wrong, with a picture.
    async fn note(&mut self, path: &str, how: &str, wrong: Vec<String>) {
        let is_kept =
            std::env::var("ERIKTI_TEST_EVERY").is_ok_and(|wanted| wanted == "pictures") && !how.contains("light");
        if !wrong.is_empty() || is_kept {
            let name: String = path.chars().map(|c| if c.is_alphanumeric() { c } else { '-' }).take(90).collect();
            self.phone.browser.screenshot(&format!("every{name}-{}", how.replace([' ', '%'], "-"))).await;
        }
        self.faults.extend(wrong.into_iter().map(|wrong| format!("{path} [{how}] {wrong}")));
    }
}

/// The keys of the catalogue that a page shows instead of texts.
fn keys_in(text: &str, lang: Lang) -> Vec<String> {
    let keys: BTreeSet<&str> = i18n::sources(lang).flat_map(i18n::keys_of).filter(|key| key.contains('-')).collect();
    let words = text.split_whitespace().map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()));
    let shown: BTreeSet<&str> = words.filter(|word| keys.contains(word)).collect();
    shown.into_iter().map(|key| format!("shows the key {key}")).collect()
}
