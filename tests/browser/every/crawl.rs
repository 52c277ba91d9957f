//! Follows the links of the site, as somebody who never presses a button, until nothing new comes.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::sync::LazyLock;

use crate::harness::client::{Answer, Client, between};
use crate::harness::routes::routes;

/// Pages of one route that somebody opens, with and without a question mark in the address.
const EXAMPLES: usize = 3;
/// Where a link comes from that is on no page.
const BEGINNING: &str = "the beginning";

static ROUTES: LazyLock<Vec<(&str, &str)>> = LazyLock::new(routes);

/// Somebody who looks around.
pub(crate) struct Somebody {
    pub(crate) name: &'static str,
    pub(crate) client: Client,
    /// The sign-in cookie; empty for a visitor.
    pub(crate) cookie: String,
    /// Where they begin, besides the front page: their own pages, links that they got by mail.
    pub(crate) begin: Vec<String>,
}

/// A page that was found.
#[derive(Debug, Clone)]
pub(crate) struct Found {
    /// Which of those who look around.
    pub(crate) who: usize,
    pub(crate) path: String,
    pub(crate) status: u16,
    /// Of its HTML.
    length: usize,
    /// The letters of its longest word on a button.
    pub(crate) longest: usize,
}

/// What was found.
#[derive(Debug, Default)]
pub(crate) struct Crawl {
    /// By route; a refusal stands apart.
    pages: BTreeMap<String, Vec<Found>>,
    /// Routes that answer with a file.
    files: BTreeSet<&'static str>,
    /// Links that lead nowhere.
    pub(crate) dead: Vec<String>,
}

impl Crawl {
    /// Follows links from the pages of everybody, in Kazakh.
    pub(crate) async fn follow(everybody: &[Somebody]) -> Self {
        let mut crawl = Self::default();
        for (who, somebody) in everybody.iter().enumerate() {
            crawl.follow_as(who, somebody).await;
        }
        crawl
    }

    async fn follow_as(&mut self, who: usize, somebody: &Somebody) {
        let mut to_open: VecDeque<(String, String)> = VecDeque::from([("/kk".to_owned(), "the front page".to_owned())]);
        to_open.extend(somebody.begin.iter().map(|path| (path.clone(), BEGINNING.to_owned())));
        let (mut met, mut opened) = (BTreeSet::new(), BTreeMap::<String, usize>::new());
        while let Some((path, from)) = to_open.pop_front() {
            let (plain, query) = path.split_once('?').unwrap_or((&path, ""));
            // A file: how often one may have them is limited.
            if plain.rsplit('/').next().is_some_and(|last| last.contains('.')) {
                continue;
            }
            let is_begun = from == BEGINNING;
            let Some(route) = route_of(plain).or(is_begun.then_some("/{lang}/nothing")) else {
                self.dead.push(format!("{}: {path}, to which {from} leads, is no page", somebody.name));
                continue;
            };
            let examples = opened.entry(format!("{route} {}", query.is_empty())).or_default();
            if !met.insert(path.clone()) || *examples >= EXAMPLES && !is_begun {
                continue;
            }
            *examples += 1;
            let answer = somebody.client.get(&path).await;
            if answer.status >= 400 && !is_begun {
                self.dead.push(format!("{}: {from} leads to {path}: {}", somebody.name, answer.status));
            }
            if let Some(to) = Some(answer.header("location")).filter(|to| !to.is_empty()) {
                to_open.push_back((to.to_owned(), path.clone()));
            }
            if (300..400).contains(&answer.status) {
                continue;
            }
            if !answer.header("content-type").starts_with("text/html") {
                self.files.insert(route);
                continue;
            }
            to_open.extend(links(&answer).into_iter().map(|to| (to, path.clone())));
            let kind = if answer.status == 200 { route.to_owned() } else { format!("{route} {}", answer.status) };
            let (length, longest) = (answer.body.len(), longest_word(&answer.text()));
            let found = Found { who, path, status: answer.status, length, longest };
            self.pages.entry(kind).or_default().push(found);
        }
    }

    /// Every route with a page: its fullest example, and the emptiest where it is much emptier.
    pub(crate) fn examples(&self) -> Vec<Found> {
        let mut chosen = Vec::new();
        for pages in self.pages.values() {
            let fullest = pages.iter().max_by_key(|page| page.length).expect("at least one");
            let emptiest = pages.iter().min_by_key(|page| page.length).expect("at least one");
            chosen.push(fullest.clone());
            if emptiest.length * 3 < fullest.length * 2 {
                chosen.push(emptiest.clone());
            }
        }
        chosen
    }

    /// Routes that are asked for by `GET` and of which no page was found, other than what is named.
    pub(crate) fn missing(&self, other: &[(&str, &str)]) -> Vec<String> {
        let found: BTreeSet<&str> = self.pages.keys().filter_map(|kind| kind.split(' ').next()).collect();
        let named = |path: &str| other.iter().any(|(other, _)| *other == path);
        let missing = ROUTES.iter().filter(|(method, path)| {
            let is_page = path.starts_with("/{lang}") && !path.split('/').next_back().unwrap_or_default().contains('.');
            *method == "GET" && is_page && !found.contains(path) && !self.files.contains(path) && !named(path)
        });
        let missing = missing.map(|(_, path)| format!("{path}: nobody came to it"));
        let seen = other.iter().filter(|(path, _)| found.contains(path));
        missing.chain(seen.map(|(path, _)| format!("{path}: was found, so it is no exception"))).collect()
    }
}

/// The route of a path, the most exact one.
fn route_of(path: &str) -> Option<&'static str> {
    let fits = |route: &str| {
        let (mut here, mut there) = (route.split('/'), path.split('/'));
        let same = here.by_ref().zip(there.by_ref()).all(|(want, have)| fits_part(want, have));
        same && route.split('/').count() == path.split('/').count()
    };
    let all = ROUTES.iter().filter(|(method, route)| *method == "GET" && fits(route));
    all.map(|(_, route)| *route).min_by_key(|route| route.matches('{').count())
}

fn fits_part(want: &str, have: &str) -> bool {
    match (want.find('{'), want.find('}')) {
        (Some(begin), Some(end)) => {
            let (before, after) = (&want[..begin], &want[end + 1..]);
            have.len() > before.len() + after.len() && have.starts_with(before) && have.ends_with(after)
        }
        _ => want == have,
    }
}

/// The addresses within the site to which a page links, in its own language.
fn links(page: &Answer) -> Vec<String> {
    let text = page.text();
    let found = text.split("<a ").skip(1).map(|tag| tag.split('>').next().unwrap_or_default());
    let found = found.map(|tag| between(tag, "href=\"", "\"").replace("&amp;", "&"));
    let found = found.map(|to| to.split('#').next().unwrap_or_default().to_owned());
    found.filter(|to| to == "/kk" || to.starts_with("/kk/") || to.starts_with("/v/") || to.starts_with("/t/")).collect()
}

/// How long the longest word on a button is.
fn longest_word(page: &str) -> usize {
    let buttons = page.split("<button").skip(1).chain(page.split("class=\"button").skip(1));
    let words = buttons.flat_map(|rest| between(rest, ">", "<").split_whitespace());
    words.map(|word| word.chars().count()).max().unwrap_or_default()
}
