//! What a phone has to load before somebody can read a lesson that comes with the program, and then the card that it keeps
//! for offline.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use erikti::content::Published;
use reqwest::Method;
use serde_json::{Value, json};

use crate::harness::app::{BUNDLED, TestApp};
use crate::harness::browser::Script;
use crate::harness::client::{Client, between};
use crate::harness::database::TestDatabase;
use crate::learner::{EMAIL, Learner};
use crate::phone::Phone;

/// The most bytes of a first view, headers included: the page with its style, script and pictures.
const BYTES: u64 = 40 * 1024;
/// The most requests of a first view.
const REQUESTS: usize = 6;
/// The most bytes that the worker of the emergency card loads once, after the page, headers included: itself, the card
/// in the language of the page, and drawings that the page did not need. Style and script are there already.
const CARD: u64 = 16 * 1024;
/// Loads what the worker loads.
const LOAD_CARD: &str = "const done = arguments[arguments.length - 1];
    const load = (path) => fetch(path, { credentials: 'omit', cache: 'no-store' }).then((answer) => answer.text());
    performance.clearResourceTimings();
    (async () => {
        const worker = await load('/emergency-worker.js');
        const files = worker.match(/\\/assets\\/[^\"]+/g).filter((file) => /svg$/.test(file));
        await Promise.all(['/kk/emergency', ...files].map(load));
        return performance.getEntriesByType('resource').map((entry) => entry.transferSize);
    })().then(done, (error) => done(String(error)))";

/// What the browser has loaded for the page: name and bytes of each answer. What it took from its own memory a second
/// time is no answer.
async fn loaded(phone: &Phone) -> BTreeMap<String, u64> {
    let script = "return performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
        .map((entry) => [entry.name, entry.transferSize])";
    let found = phone.browser.client.execute(script, Vec::new()).await.expect("the page is measured");
    let read = |entry: &Value| Some((entry.get(0)?.as_str()?.to_owned(), entry.get(1)?.as_u64()?));
    let mut loaded = BTreeMap::new();
    for (name, bytes) in found.as_array().expect("a list").iter().map(|entry| read(entry).expect("a name and a size")) {
        *loaded.entry(name).or_default() += bytes;
    }
    loaded
}

/// Loads the page that is open once more, as a phone does that has not been here yet, and fails if that is too much.
async fn assert_light(phone: &Phone) {
    phone.browser.chromium("Network.clearBrowserCache", json!({})).await;
    // Nor what it has in memory.
    phone.browser.chromium("Network.enable", json!({})).await;
    phone.browser.chromium("Network.setCacheDisabled", json!({ "cacheDisabled": true })).await;
    phone.browser.client.refresh().await.expect("the page is loaded again");
    // Pictures below the first view come later, if at all.
    tokio::time::sleep(Duration::from_millis(500)).await;
    let (loaded, place) = (loaded(phone).await, phone.browser.place().await);
    let bytes: u64 = loaded.values().sum();
    assert!(loaded.len() >= 3 && loaded.values().all(|bytes| *bytes > 0), "a cold view: {loaded:#?}");
    assert!(bytes <= BYTES && loaded.len() <= REQUESTS, "{place}: {bytes} bytes: {loaded:#?}");
}

#[tokio::test]
async fn the_first_view_of_a_lesson_is_small() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    let learner = Learner { app: &app, phone: &phone, course: "first-aid" };
    learner.find_the_course().await;
    learner.sign_up().await;
    learner.enrol().await;
    for lesson in ["call-script", "compressions", "tourniquet"] {
        phone.browser.chromium("Network.clearBrowserCache", json!({})).await;
        phone.open(&format!("/learn/first-aid/lessons/{lesson}")).await;
        phone.look(&format!("bundled-{lesson}")).await;
        assert_light(&phone).await;
    }
    let card = phone.browser.client.execute_async(LOAD_CARD, Vec::new()).await.expect("the card is loaded");
    let sizes: Vec<u64> =
        card.as_array().unwrap_or_else(|| panic!("{card}")).iter().filter_map(Value::as_u64).collect();
    assert!(sizes.len() == 3 && sizes.iter().sum::<u64>() <= CARD, "the card: {card}");
}

/// How heavy a lesson may be, from its page: the bytes of the page and of all its pictures, how many pictures there are, and
/// how far down the one is that may be the last of the first view.
struct Weight {
    path: String,
    bytes: usize,
    pictures: usize,
    depth: usize,
}

/// How much is sent for an address, compressed.
async fn size_of(client: &Client, path: &str) -> usize {
    let request = client.request(Method::GET, path).header("accept-encoding", "gzip");
    client.send(format!("GET {path}"), request).await.ok().body.len()
}

async fn weigh(client: &Client, path: String, sizes: &mut BTreeMap<String, usize>) -> Weight {
    let page = client.get(&path).await.ok().text();
    let main = between(&page, "<main", "</main>");
    let mut parts = main.split("<img src=\"");
    let (mut bytes, mut depths) = (size_of(client, &path).await, Vec::new());
    let mut depth = parts.next().unwrap_or_default().len();
    for part in parts {
        let address = part.split('"').next().unwrap_or_default().to_owned();
        depths.push(depth);
        depth += part.len();
        if !sizes.contains_key(&address) {
            sizes.insert(address.clone(), size_of(client, &address).await);
        }
        bytes += sizes.get(&address).copied().unwrap_or_default();
    }
    // One picture more than there is room for, or the last one.
    let last = depths.get(REQUESTS - 3).or(depths.last());
    Weight { path, bytes, pictures: depths.len(), depth: last.copied().unwrap_or_default() }
}

/// The lessons of a course in a language that may be the worst: with the most bytes, with the most pictures, with pictures
/// closest to the top.
async fn worst(
    client: &Client,
    course: &Published,
    lang: &str,
    sizes: &mut BTreeMap<String, usize>,
) -> BTreeSet<String> {
    let mut weights = Vec::new();
    for (_, lesson) in course.course.lessons() {
        weights.push(weigh(client, format!("/{lang}/learn/{}/lessons/{}", course.course.key, lesson.key), sizes).await);
    }
    let room = REQUESTS - 2;
    let heaviest = weights.iter().max_by_key(|weight| weight.bytes);
    let fullest = weights.iter().max_by_key(|weight| weight.pictures);
    let closest = weights.iter().max_by_key(|weight| (weight.pictures.min(room), Reverse(weight.depth)));
    [heaviest, fullest, closest].into_iter().flatten().map(|weight| weight.path.clone()).collect()
}

#[tokio::test]
async fn the_heaviest_lesson_of_every_course_and_language_is_small() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    let learner = Learner { app: &app, phone: &phone, course: "first-aid" };
    learner.find_the_course().await;
    learner.sign_up().await;
    let client = app.client();
    client.sign_in("kk", EMAIL).await;
    let (mut sizes, mut seen) = (BTreeMap::new(), 0);
    for course in ["first-aid", "leadership", "project-management"] {
        client.post(&format!("/kk/courses/{course}"), &[]).await.has(303);
        let course = app.library.shelf().course(course).cloned().expect("the course is there");
        for lang in ["kk", "ru", "en"] {
            for path in worst(&client, &course, lang, &mut sizes).await {
                phone.open_path(&path).await;
                assert_light(&phone).await;
                seen += 1;
            }
        }
    }
    assert!(seen >= 9, "{seen} lessons");
}
