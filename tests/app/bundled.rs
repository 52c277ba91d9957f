//! The courses that come with the program, as they reach a learner: each lesson in each language, and what it weighs.

use std::collections::{BTreeMap, BTreeSet};
use std::io::Read;

use erikti::kernel::Lang;
use reqwest::Method;

use super::harness::app::{BUNDLED, TestApp};
use super::harness::client::Client;
use super::harness::database::TestDatabase;
use super::learner::Learner;
use super::pages::{assert_switch, assert_whole};

/// The most that a lesson's HTML may weigh as it is sent, in bytes.
const HTML: usize = 14 * 1024;
/// The most that a lesson may weigh together with style, script and all its pictures.
const WHOLE: usize = 100 * 1024;

/// An answer as a browser takes it: how many bytes were sent, and what they say.
async fn sent(client: &Client, path: &str) -> (usize, super::harness::client::Answer) {
    let request = client.request(Method::GET, path).header("accept-encoding", "gzip");
    let mut answer = client.send(format!("GET {path}"), request).await.ok();
    let size = answer.body.len();
    assert_eq!(answer.header("content-encoding"), "gzip", "{path} is not compressed");
    let mut plain = Vec::new();
    flate2::read::MultiGzDecoder::new(answer.body.as_slice()).read_to_end(&mut plain).expect("gzip");
    answer.body = plain;
    (size, answer)
}

/// The addresses of our own files in a page.
fn files(page: &str) -> BTreeSet<String> {
    let quoted = page.split('"').filter(|text| text.starts_with("/assets/") || text.starts_with("/media/"));
    quoted.map(str::to_owned).collect()
}

#[tokio::test]
async fn every_lesson_opens_in_every_language_and_is_light() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    let courses: Vec<_> = app.library.shelf().catalogue().cloned().collect();
    let keys: Vec<&str> = courses.iter().map(|published| published.course.key.as_str()).collect();
    assert_eq!(keys, ["first-aid", "leadership", "project-management"], "all of them load");
    let mut weights: BTreeMap<String, usize> = BTreeMap::new();
    let mut too_heavy = Vec::new();
    for (number, published) in courses.iter().enumerate() {
        let course = &published.course.key;
        let asem = Learner::enrol(&app, Lang::Kk, &format!("asem{number}"), course.as_str()).await;
        for lang in Lang::ALL {
            assert_whole("the course", lang, &app.client().get(&format!("/{lang}/courses/{course}")).await.ok());
            assert_whole("the outline", lang, &asem.client.get(&format!("/{lang}/learn/{course}")).await.ok());
            for (_, lesson) in published.course.lessons() {
                let path = format!("/{lang}/learn/{course}/lessons/{}", lesson.key);
                let (html, answer) = sent(&asem.client, &path).await;
                assert_whole(&path, lang, &answer);
                assert_switch(&path, lang, &answer);
                answer.says(&published.lesson_title(&lesson.key, lang).replace('"', "&quot;"));
                let mut whole = html;
                for file in files(&answer.text()) {
                    whole += if let Some(weight) = weights.get(&file) {
                        *weight
                    } else {
                        let weight = sent(&asem.client, &file).await.0;
                        *weights.entry(file).or_insert(weight)
                    };
                }
                if html > HTML || whole > WHOLE {
                    too_heavy.push(format!("{path}: {html} bytes of HTML, {whole} in all"));
                }
            }
        }
    }
    assert!(weights.len() > 60, "pictures are counted: {}", weights.len());
    assert!(too_heavy.is_empty(), "{}", too_heavy.join("\n"));
}

/// Small, whole without a network (no picture of its own), and with the numbers of the course.
#[tokio::test]
async fn the_emergency_card_is_small_and_tells_the_facts_of_the_course() {
    let app = TestApp::start_on(TestDatabase::sqlite(), BUNDLED).await;
    let first_aid = app.library.shelf().course("first-aid").cloned().expect("the course");
    let fact = |key: &str, lang| first_aid.course.facts[&super::learner::slug(key)].value.get(lang).to_owned();
    for lang in Lang::ALL {
        let (size, answer) = sent(&app.client(), &format!("/{lang}/emergency")).await;
        assert!(size <= HTML, "{lang}: {size} bytes");
        let page = answer.text();
        for key in ["number-fire", "number-police", "number-ambulance", "number-gas", "number-rescue"] {
            assert!(page.contains(&format!("href=\"tel:{}\"", fact(key, lang))), "{lang}: {key}");
        }
        for key in ["compression-depth", "compression-rate", "tourniquet-distance", "back-blows", "thrusts"] {
            assert!(page.contains(&fact(key, lang)), "{lang}: {key}");
        }
        assert!(!page.contains("{fact") && !page.contains("/media/"), "{lang}");
        answer.says(erikti::i18n::t(lang, "card-pending"));
        let link = format!("href=\"/{lang}/emergency\"");
        for from in ["", "/courses/first-aid", "/verify"] {
            app.client().get(&format!("/{lang}{from}")).await.ok().says(&link);
        }
    }
    let worker = app.client().get("/emergency-worker.js").await.ok().text();
    assert!(worker.contains("/assets/app.") && !worker.contains("VERSION"), "{worker}");
}

/// A site whose own first aid course has other facts, or that has none, shows the card of the bundled one.
#[tokio::test]
async fn the_emergency_card_needs_no_course_of_the_site() {
    let app = TestApp::start_on(TestDatabase::sqlite(), &[]).await;
    app.client().get("/kk/emergency").await.ok().says("100–120");
}
