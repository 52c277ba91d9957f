//! Every page in every language, and the catalogue that they are made of.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;

use erikti::i18n;
use erikti::kernel::Lang;

use super::harness::app::TestApp;
use super::harness::client::{Answer, between};
use super::harness::routes::routes;
use super::site::Site;
use super::table::rows;

/// What is no page: files, machine-readable answers, addresses that lead on.
const NO_PAGES: &[&str] = &[
    "/{lang}/trainer/drafts/{draft}/questions/{question}/try",
    "/{lang}/coordinator/{organisation}/people.csv",
    "/{lang}/trainer/groups/{group}/people.csv",
    "/{lang}/coordinator/{organisation}/report.csv",
    "/{lang}/coordinator/{organisation}/report.xlsx",
    "/{lang}/centre/reports.csv",
    "/{lang}/centre/reports.xlsx",
    "/{lang}/centre/hours.csv",
    "/{lang}/coordinator/{organisation}/hours.csv",
    "/{lang}/coordinator/{organisation}/hours.xlsx",
    // Looked at in `files.rs`, where there is one.
    "/{lang}/centre/exports/{export}",
    "/{lang}/centre/exports/{export}/file",
    "/api/openapi.json",
    "/api/v1/courses",
    "/api/v1/certificates/{number}",
    "/api/v1/transcript",
    "/api/v1/register",
    "/api/v1/organisations/{organisation}/people",
    "/logo/{digest}.png",
    // Looked at in `practical.rs`, where there is one.
    "/{lang}/centre/practical/{session}",
    "/{lang}/centre/practical/{session}/certificates.pdf",
    "/",
    "/assets/{name}",
    "/media/{digest}.svg",
    "/media/{digest}.jpg",
    "/healthz",
    "/readyz",
    "/.well-known/jwks.json",
    "/emergency-worker.js",
    "/v/{number}",
    "/t/{token}",
    "/{lang}/learn/certificates/transcript/{in}.pdf",
    "/{lang}/password",
    // For whoever has typed the password: `second.rs`.
    "/{lang}/sign-in/code",
    "/{lang}/courses/{course}/templates/{template}.xlsx",
    "/{lang}/trainer/courses/{course}/statistics.csv",
    "/{lang}/trainer/courses/{course}/course.zip",
    "/{lang}/trainer/courses/{course}/versions/{version}/course.zip",
    "/{lang}/trainer/drafts/{draft}/media/{picture}",
    "/{lang}/review/{course}/media/{picture}",
    "/{lang}/trainer/courses/{course}/export/questions",
    "/{lang}/trainer/drafts/{draft}/export/questions",
    "/{lang}/trainer/question-template.{ending}",
    "/{lang}/trainer/drafts/{draft}/course.zip",
    // Leads on where there is nothing newer: `editions.rs`.
    "/{lang}/learn/{course}/edition",
    "/{lang}/trainer/people/{id}/certificates/{number}",
    "/{lang}/learn/certificates/{number}/pdf",
    "/{lang}/centre/certificates/{number}/pdf",
];

/// The keys of a language that could not be a word of a sentence.
fn keys(lang: Lang) -> BTreeSet<&'static str> {
    i18n::sources(lang).flat_map(i18n::keys_of).collect()
}

/// What people read of a page: its text, and the words of attributes that are shown or read aloud.
fn words(page: &str) -> Vec<String> {
    let mut read = Vec::new();
    for part in page.split('<').skip(1) {
        let (tag, text) = part.split_once('>').unwrap_or((part, ""));
        read.push(text.to_owned());
        for name in ["aria-label", "alt", "title", "placeholder", "data-offline", "data-online", "data-up", "data-down"]
        {
            read.push(between(tag, &format!(" {name}=\""), "\"").to_owned());
        }
    }
    read.iter()
        .flat_map(|text| text.split_whitespace())
        .map(|word| word.trim_matches(|c: char| !c.is_alphanumeric()).to_owned())
        .collect()
}

/// Fails unless this is a whole page in this language.
pub(crate) fn assert_whole(asked: &str, lang: Lang, answer: &Answer) {
    let page = answer.text();
    assert!(page.contains(&format!("<html lang=\"{lang}\">")), "{asked}: another language");
    let title = between(&page, "<title>", "</title>");
    let (own, site) = title.rsplit_once(" · ").unwrap_or_default();
    assert!(!own.trim().is_empty() && site == i18n::t(lang, "site-name"), "{asked}: the title is {title:?}");
    assert!(page.contains("<main id=\"main\"") && page.contains("<h1"), "{asked}: no heading");
    let keys = keys(lang);
    let raw: Vec<_> =
        words(&page).into_iter().filter(|word| word.contains('-') && keys.contains(word.as_str())).collect();
    assert!(raw.is_empty(), "{asked}: keys of the catalogue are shown: {raw:?}");
    for word in ["{ $", "{$", "undefined", "Some("] {
        assert!(!words_of_text(&page).contains(word), "{asked}: shows {word}");
    }
}

/// Fails if two parts of a page have one id.
fn assert_ids(asked: &str, answer: &Answer) {
    let page = answer.text();
    let ids: Vec<&str> = page.split(" id=\"").skip(1).filter_map(|rest| rest.split('"').next()).collect();
    let twice: Vec<_> = ids.iter().enumerate().filter(|(at, id)| ids[..*at].contains(id)).map(|(_, id)| id).collect();
    assert!(twice.is_empty(), "{asked}: ids that are there twice: {twice:?}");
}

fn words_of_text(page: &str) -> String {
    words(page).join(" ")
}

/// Fails unless the page offers itself in the two other languages.
pub(crate) fn assert_switch(asked: &str, lang: Lang, answer: &Answer) {
    let page = answer.text();
    let switch = between(&page, "<ul class=\"languages\"", "</ul>");
    for other in Lang::ALL.into_iter().filter(|other| *other != lang) {
        let as_link = format!("href=\"{}\"", asked.replacen(&format!("/{lang}"), &format!("/{other}"), 1));
        let as_button = format!("form=\"main-form\" name=\"switch\" value=\"{other}\"");
        assert!(switch.contains(&as_link) || switch.contains(&as_button), "{asked}: no way to {other}: {switch}");
        if switch.contains(&as_button) {
            assert!(page.contains("id=\"main-form\""), "{asked}: the switch belongs to a form that is not there");
        }
    }
}

#[tokio::test]
async fn every_page_is_whole_in_every_language() {
    let site = Site::start().await;
    let mut pages = 0;
    for (method, path, expected) in rows().filter(|(method, path, _)| *method == "GET" && !NO_PAGES.contains(path)) {
        for lang in Lang::ALL {
            let target = site.fill(method, path, lang);
            // The first audience that sees it; a link that is gone shows a page too.
            let shown = expected.iter().position(|status| [200, 410].contains(status)).expect("somebody sees it");
            let answer = site.clients[shown].get(&target).await.has(expected[shown]);
            assert_whole(&target, lang, &answer);
            assert_switch(&target, lang, &answer);
            // Fields and tables of a report speak of the same things.
            if path.contains("/report") {
                assert_ids(&target, &answer);
            }
            pages += 1;
        }
    }
    assert!(pages > 70, "{pages}");
    for course in ["first-aid", "leadership"] {
        for lang in Lang::ALL {
            let target = format!("/{lang}/courses/{course}");
            let answer = site.clients[0].get(&target).await.ok();
            assert_whole(&target, lang, &answer);
        }
    }
}

#[tokio::test]
async fn the_page_of_the_first_account_is_whole_in_every_language() {
    let app = TestApp::start().await;
    let link = app.first_account.clone().expect("a link");
    let token = link.rsplit('/').next().expect("a token").to_owned();
    for lang in Lang::ALL {
        let target = format!("/{lang}/first/{token}");
        let answer = app.client().get(&target).await.ok();
        assert_whole(&target, lang, &answer);
        assert_switch(&target, lang, &answer);
    }
}

#[tokio::test]
async fn an_unknown_page_helps_on_in_the_language() {
    let app = TestApp::start().await;
    let visitor = app.client();
    for lang in Lang::ALL {
        for rest in ["nothing", "courses/none", "v/x/y", "learn/certificates/x/y/z", "centre/none"] {
            let target = format!("/{lang}/{rest}");
            let answer = visitor.get(&target).await.has(404);
            assert_whole(&target, lang, &answer);
            answer.says(i18n::t(lang, "error-not-found"));
            for link in [format!("/{lang}"), format!("/{lang}/courses"), format!("/{lang}/verify")] {
                answer.says(&format!("href=\"{link}\""));
            }
        }
    }
    // No language in the address: the browser's.
    let request = visitor.request(reqwest::Method::GET, "/nothing").header("accept-language", "ru");
    let answer = visitor.send("GET /nothing in ru".to_owned(), request).await.has(404);
    assert_whole("/nothing", Lang::Ru, &answer);
}

/// Who types an address, or follows one from a letter, may end it with a slash.
#[tokio::test]
async fn a_slash_at_the_end_leads_to_the_page_without_it_and_nowhere_else() {
    let app = TestApp::start().await;
    let visitor = app.client();
    let filled = |path: &str, lang: Lang| {
        let parts = path.replace("{lang}", lang.code());
        parts.split('/').map(|part| if part.contains('{') { "1" } else { part }).collect::<Vec<_>>().join("/")
    };
    let pages: Vec<&str> = routes().into_iter().filter(|(method, _)| *method == "GET").map(|(_, path)| path).collect();
    let (pages, others): (Vec<&str>, Vec<&str>) =
        pages.into_iter().partition(|path| ["/{lang}", "/v/", "/t/"].iter().any(|first| path.starts_with(first)));
    assert!(pages.len() > 70 && others.len() > 10, "{pages:?} {others:?}");
    for (at, path) in pages.into_iter().enumerate() {
        let page = filled(path, Lang::ALL[at % 3]);
        visitor.get(&format!("{page}/?x=1&y=%2F")).await.has(308).leads_to(&format!("{page}?x=1&y=%2F"));
    }
    visitor.get("/v/KH8Y-M3RK-42TV/").await.has(308).leads_to("/v/KH8Y-M3RK-42TV");
    visitor.get("/kk/verify//?number=KH8Y-M3RK-42TV").await.leads_to("/kk/verify?number=KH8Y-M3RK-42TV");
    let head = visitor.request(reqwest::Method::HEAD, "/kk/courses/");
    visitor.send("HEAD /kk/courses/".to_owned(), head).await.has(308).leads_to("/kk/courses");
    // Programs, files and forms are answered as before.
    for path in others.into_iter().filter(|path| *path != "/") {
        visitor.get(&format!("{}/", filled(path, Lang::Kk))).await.has(404);
    }
    visitor.post("/kk/verify/", &[]).await.has(404);
    // No host stands in an address that one is led to.
    for path in
        ["//example.kz/", "//example.kz/kk/", "///example.kz/", "/%5Cexample.kz/", "/%2Fexample.kz/", "/kk.example.kz/"]
    {
        let answer = visitor.get(path).await.has(404);
        assert_eq!(answer.header("location"), "", "{path}");
    }
    visitor.get("/kk//example.kz/").await.leads_to("/kk//example.kz");
}

/// The variables of each message of a language.
fn variables(lang: Lang) -> BTreeMap<String, BTreeSet<String>> {
    let mut messages: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    let mut key = String::new();
    for line in i18n::sources(lang).flat_map(str::lines).filter(|line| !line.starts_with('#')) {
        if let Some(found) = i18n::keys_of(line).next() {
            found.clone_into(&mut key);
            assert!(!messages.contains_key(&key), "{lang}: {key} is there twice");
            messages.insert(key.clone(), BTreeSet::new());
        }
        let names = line
            .split('$')
            .skip(1)
            .map(|rest| rest.split(|c: char| !c.is_alphanumeric() && c != '_').next().unwrap_or_default().to_owned());
        messages.entry(key.clone()).or_default().extend(names);
    }
    messages
}

#[test]
fn the_catalogue_has_the_same_texts_in_every_language() {
    let [kk, ru, en] = Lang::ALL.map(variables);
    for (lang, other) in [("kk", &kk), ("ru", &ru)] {
        let missing: Vec<_> = en.keys().filter(|key| !other.contains_key(*key)).collect();
        let surplus: Vec<_> = other.keys().filter(|key| !en.contains_key(*key)).collect();
        assert!(missing.is_empty() && surplus.is_empty(), "{lang} lacks {missing:?} and has {surplus:?}");
        let differ: Vec<_> = en.iter().filter(|(key, names)| other.get(*key) != Some(names)).collect();
        assert!(differ.is_empty(), "{lang} has other variables than en in {differ:?}");
    }
    assert!(en.len() > 400, "{}", en.len());
}

/// Words with hyphens that look like keys of the catalogue and are others: in the database, in the page, of courses.
const OTHER_WORDS: [&str; 19] = [
    "certificate-expiry",
    "certificate-reinstated",
    "certificate-replaced",
    "certificate-revoked",
    "certificate-suspended",
    "confirm-address",
    "confirm-email",
    "consent-missing",
    "consent-withdrawn",
    "error-summary-title",
    "first-account",
    "first-aid",
    "group-too-small",
    "reset-password",
    "second-factor",
    "second-step",
    "shown-en",
    "shown-kk",
    "shown-ru",
];

#[test]
fn every_text_that_the_source_names_is_in_the_catalogue_and_none_is_left_over() {
    let keys = keys(Lang::En);
    let first_words: BTreeSet<&str> = keys.iter().filter_map(|key| key.split('-').next()).collect();
    let mut sources = Vec::new();
    read_sources(Path::new(env!("CARGO_MANIFEST_DIR")).join("src").as_path(), &mut sources);
    let mut named = BTreeSet::new();
    for (file, source) in &sources {
        for (before, literal) in literals(source) {
            named.insert(literal.to_owned());
            let asked = ["t(", "tf(", "t(lang, ", "t(self.lang, ", "t_with(lang, "].iter().any(|call| {
                before.strip_suffix(call).is_some_and(|rest| !rest.ends_with(|c: char| c.is_alphanumeric() || c == '_'))
            });
            let looks_like_one = literal.contains('-')
                && !literal.ends_with('-')
                && literal.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
                && literal.split('-').next().is_some_and(|word| first_words.contains(word))
                && !OTHER_WORDS.contains(&literal);
            assert!(keys.contains(literal) || !(asked || looks_like_one), "{file}: the catalogue lacks {literal:?}");
        }
    }
    let left_over: Vec<_> = keys.iter().filter(|key| !named.contains(**key)).collect();
    assert!(left_over.is_empty(), "no source names {left_over:?}");
}

/// Every quoted text on a line of its own or after code, with what stands before it on its line.
fn literals(source: &str) -> impl Iterator<Item = (&str, &str)> {
    let own = source.split("#[cfg(test)]").next().unwrap_or_default();
    own.lines().filter(|line| !line.trim_start().starts_with("//")).flat_map(|line| {
        let quotes: Vec<usize> = line.match_indices('"').map(|(at, _)| at).collect();
        let pairs: Vec<(usize, usize)> = quotes.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        pairs.into_iter().map(move |(begin, end)| (&line[..begin], &line[begin + 1..end]))
    })
}

fn read_sources(folder: &Path, sources: &mut Vec<(String, String)>) {
    for entry in std::fs::read_dir(folder).expect("the source is here") {
        let path = entry.expect("a file").path();
        if path.is_dir() {
            read_sources(&path, sources);
        } else if path.extension().is_some_and(|extension| extension == "rs") && !path.ends_with("tests.rs") {
            sources.push((path.display().to_string(), std::fs::read_to_string(&path).expect("text")));
        }
    }
}

#[test]
fn every_shared_component_stands_on_the_page_of_components() {
    let (components, page) = (include_str!("../../src/web/ui.rs"), include_str!("../../src/app/design.rs"));
    let names = components.split("\npub fn ").skip(1).filter_map(|rest| rest.split(['(', '<']).next());
    // Its form asks for a file.
    let missing: Vec<&str> =
        names.filter(|name| *name != "export" && !page.contains(&format!("ui::{name}("))).collect();
    assert_eq!(missing, Vec::<&str>::new());
}
