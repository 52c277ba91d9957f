//! Pages on paper: how many sheets they take, and that nothing is cut off.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::process::Command;

use base64::Engine;
use base64::engine::general_purpose::STANDARD as BASE64;
use erikti::accounts::find_person_by_identifier;
use erikti::i18n::long_date;
use erikti::kernel::text::PersonName;
use erikti::kernel::{Day, Error, Lang};
use fantoccini::Locator;
use serde_json::{Value, json};

use crate::cards::{TRAINER, trainer};
use crate::demo::Demo;
use crate::document::{self, code_in, run};
use crate::harness::app::TestApp;
use crate::harness::browser::{Script, target};
use crate::harness::client::between;
use crate::phone::Phone;

/// The size of a sheet in points.
pub(crate) const A4: (f64, f64) = (595.0, 842.0);
/// Of the most letters that a name may have.
const LONGEST: &str = "Нұрмұхаммедқызы-Әбдірахманованың Гүлжаһангүлсім Мұхаммедрақымжан-Бейбітшілікқызы";

/// A page as it is printed; the document is kept among the screenshots.
pub(crate) struct Sheets {
    file: PathBuf,
    pub(crate) pages: usize,
    size: (f64, f64),
}

/// Prints the page that is open.
pub(crate) async fn print(phone: &Phone, name: &str) -> Sheets {
    // Of a page that does not say how large its sheets are, they are A4.
    let wish = json!({ "preferCSSPageSize": true, "printBackground": false, "paperWidth": 8.27, "paperHeight": 11.69 });
    let printed = phone.browser.chromium("Page.printToPDF", wish).await;
    let pdf = BASE64.decode(printed.get("data").and_then(Value::as_str).expect("a document")).expect("Base64");
    let file = phone.browser.screenshot(&format!("{}-{name}", phone.lang)).await.with_extension("pdf");
    std::fs::write(&file, pdf).expect("the document is kept");
    Sheets::of(file)
}

impl Sheets {
    fn of(file: PathBuf) -> Self {
        let said = run(Command::new("pdfinfo").arg(&file));
        let after = |name: &str| {
            let line = said.lines().find_map(|line| line.strip_prefix(name));
            line.unwrap_or_else(|| panic!("no {name} in {said}")).trim().to_owned()
        };
        let size = after("Page size:");
        let numbers: Vec<f64> = size.split_whitespace().filter_map(|word| word.parse().ok()).collect();
        let [across, down] = numbers.as_slice() else { panic!("{size} is no size") };
        Self { pages: after("Pages:").parse().expect("a number"), size: (*across, *down), file }
    }

    /// Fails unless the sheets have this size.
    pub(crate) fn assert_size(&self, (across, down): (f64, f64)) {
        let is_near = (self.size.0 - across).abs() < 2.0 && (self.size.1 - down).abs() < 2.0;
        assert!(is_near, "{}: {:?} instead of {across} by {down}", self.file.display(), self.size);
    }

    /// The text of a sheet; the first one is 1.
    fn text(&self, page: usize) -> String {
        let page = page.to_string();
        run(Command::new("pdftotext").args(["-layout", "-f", &page, "-l", &page]).arg(&self.file).arg("-"))
    }

    /// What the codes on a sheet say. One picture does not show them all: a camera, too, looks more than once.
    fn codes(&self, page: usize) -> BTreeSet<String> {
        let drawn = ["150", "200", "300"].map(|dots| self.drawn(page, dots));
        drawn.iter().flat_map(|picture| code_in(picture).lines().map(str::to_owned).collect::<Vec<_>>()).collect()
    }

    /// A sheet as a picture of so many dots to an inch.
    fn drawn(&self, page: usize, dots: &str) -> PathBuf {
        let (picture, page) = (self.file.with_extension(format!("{page}-{dots}")), page.to_string());
        let mut draw = Command::new("pdftoppm");
        draw.args(["-r", dots, "-png", "-singlefile", "-f", &page, "-l", &page]).arg(&self.file).arg(&picture);
        run(&mut draw);
        PathBuf::from(format!("{}.png", picture.display()))
    }

    /// How often each word is on the sheets. Fails if one of them reaches over the edge.
    fn words(&self) -> BTreeMap<String, usize> {
        let boxes = run(Command::new("pdftotext").arg("-bbox").arg(&self.file).arg("-"));
        let mut words = BTreeMap::new();
        for line in boxes.lines().filter(|line| line.trim_start().starts_with("<word ")) {
            let edge = |name: &str| between(line, &format!("{name}=\""), "\"").parse::<f64>().expect("a number");
            let is_whole = edge("xMin") >= 0.0 && edge("xMax") <= self.size.0 && edge("yMax") <= self.size.1;
            assert!(is_whole, "{}: cut off: {line}", self.file.display());
            let word = between(line, "\">", "</word>").replace("&quot;", "\"").replace("&lt;", "<");
            *words.entry(word.replace("&gt;", ">").replace("&amp;", "&")).or_default() += 1;
        }
        words
    }

    /// Fails unless each word of the tables of the page that is open is on paper, and as often.
    async fn assert_tables(&self, phone: &Phone) {
        let script = "return [...document.querySelectorAll('main table th, main table td')].map((cell) => {
            const own = cell.cloneNode(true);
            own.querySelectorAll('.sr, svg').forEach((hidden) => hidden.remove());
            return own.innerHTML.replace(/<[^>]*>/g, ' ').replace(/&nbsp;/g, ' ').replace(/&amp;/g, '&');
        })";
        let cells = phone.browser.client.execute(script, Vec::new()).await.expect("the tables are read");
        let cells: Vec<&str> = cells.as_array().expect("a list").iter().filter_map(Value::as_str).collect();
        assert!(cells.len() >= 4, "no table on {}", phone.browser.place().await);
        let found = self.words();
        let mut wanted: BTreeMap<&str, usize> = BTreeMap::new();
        for word in cells.iter().flat_map(|cell| cell.split_whitespace()) {
            *wanted.entry(word).or_default() += 1;
        }
        let lost = wanted.iter().filter(|(word, count)| found.get(**word).copied().unwrap_or_default() < **count);
        let lost: Vec<_> = lost.collect();
        assert!(lost.is_empty(), "{}: not on paper: {lost:?}", self.file.display());
    }
}

/// Letters alone: where a line ends does not matter.
fn plain(text: &str) -> String {
    text.split_whitespace().collect()
}

#[tokio::test]
async fn the_form_for_parents_is_one_sheet() {
    assert_eq!(LONGEST.chars().count(), PersonName::MAX);
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    trainer(&app, &phone).await;
    let client = app.client();
    client.sign_in("kk", TRAINER).await;
    let page = client.get("/kk/trainer/people/new").await.ok().text();
    let form = [
        ("token", between(&page, "name=\"token\" value=\"", "\"")),
        ("way", "one"),
        ("name", LONGEST),
        ("birth_year", "2012"),
        ("district", "1"),
        ("settlement", "Қарабұлақ-Ынтымақтастық ауылдық округі"),
        ("language", "kk"),
    ];
    let made = client.post("/kk/trainer/people/new", &form).await.ok().text();
    let name = between(&made, "class=\"key\">", "<").to_owned();
    let found = app.app.read(move |conn| find_person_by_identifier(conn, &name)?.ok_or(Error::NotFound));
    let id = found.await.expect("the account is made");
    for lang in ["kk", "ru", "en"] {
        for (what, path) in
            [("blank", "/consent-form".to_owned()), ("filled", format!("/trainer/people/{id}/consent-form"))]
        {
            phone.open_path(&format!("/{lang}{path}")).await;
            let sheets = print(&phone, &format!("consent-{what}-{lang}")).await;
            assert_eq!(sheets.pages, 1, "{lang}, {what}");
            sheets.assert_size(A4);
            sheets.words();
            let is_filled = plain(&sheets.text(1)).contains(&plain("Мұхаммедрақымжан"));
            assert_eq!(is_filled, what == "filled", "{lang}");
        }
    }
}

/// What stands on a card: name, sign-in name, password.
async fn cards(phone: &Phone) -> Vec<[String; 3]> {
    let script = "return [...document.querySelectorAll('.slip')].map((slip) => [slip.querySelector('.slip-name'),
        ...slip.querySelectorAll('.key')].map((found) => found.textContent.trim()))";
    let found = phone.browser.client.execute(script, Vec::new()).await.expect("the cards are read");
    serde_json::from_value(found).expect("three texts on each card")
}

#[tokio::test]
async fn each_card_is_whole_on_its_sheet_and_its_code_leads_to_the_sign_in() {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, "kk", Script::On).await else { return };
    trainer(&app, &phone).await;
    let names = ["Айгерім", "Бекзат", "Дана", "Ерлан", "Жанар", "Санжар", "Салтанат", "Олжас", "Нұрлан", "Әсем"];
    let ten = |family: &str| names.map(|name| format!("{name} {family}; 2011; Кеген")).to_vec();
    assert_eq!(make_cards(&phone, &ten("Тілеубердіқызы")).await.0, 1, "ten cards on a sheet");
    let mut list = ten("Қожахмет");
    list.truncate(9);
    list.push(format!("{LONGEST}; 2012; Қарабұлақ"));
    let (sheets, code, name) = make_cards(&phone, &list).await;
    assert_eq!(sheets, 2, "the longest name takes the last row to another sheet");
    assert!(code.starts_with(&format!("{}/", app.address)), "{code} leads elsewhere");
    phone.browser.open(&code).await;
    let typed = phone.browser.find("#identifier").await.prop("value").await.expect("it is read");
    assert_eq!(typed, Some(name), "{code}");
    assert!(phone.path().await.ends_with("/sign-in"), "{code}");
}

/// Makes ten accounts and prints their cards, each of which must be whole. How many sheets there are, the code on one of the
/// cards, and its sign-in name.
async fn make_cards(phone: &Phone, list: &[String]) -> (usize, String, String) {
    phone.open("/trainer/people/new?way=list").await;
    phone.browser.fill("#people", &list.join("\n")).await;
    phone.browser.click("main #main-form .button").await;
    phone.browser.click("button[name=confirmed]").await;
    phone.browser.find(".slip .qr svg").await;
    let cards = cards(phone).await;
    assert_eq!(cards.len(), 10);
    let sheets = print(phone, "ten-cards").await;
    sheets.assert_size(A4);
    sheets.words();
    let pages: Vec<_> = (1..=sheets.pages).map(|page| (plain(&sheets.text(page)), sheets.codes(page))).collect();
    let mut first = None;
    for card in &cards {
        let [_, name, _] = card;
        let ending = format!("#{name}");
        let is_whole = |(text, codes): &&(String, BTreeSet<String>)| {
            let mut words = card.iter().flat_map(|words| words.split([' ', '-']));
            words.all(|word| text.contains(word)) && codes.iter().any(|code| code.ends_with(&ending))
        };
        let (_, codes) = pages.iter().find(is_whole).unwrap_or_else(|| panic!("{card:?} is not whole: {pages:#?}"));
        first = first.or(codes.iter().find(|code| code.ends_with(&ending)).map(|code| (code.clone(), name.clone())));
    }
    let (code, name) = first.expect("a code");
    (sheets.pages, code, name)
}

#[tokio::test]
async fn the_report_of_the_centre_is_whole_on_paper() {
    let demo = Demo::start(30);
    for lang in ["kk", "ru"] {
        let Some(phone) = Phone::start(demo.address(), lang, Script::On).await else { return };
        demo.sign_in(&phone, "centre").await;
        phone.open("/centre/reports?groups=all").await;
        let sheets = print(&phone, "report").await;
        sheets.assert_size((A4.1, A4.0));
        assert!((2..=12).contains(&sheets.pages), "{lang}: {} sheets", sheets.pages);
        sheets.assert_tables(&phone).await;
    }
}

#[tokio::test]
async fn the_list_for_an_event_is_whole_on_paper_and_has_its_day() {
    let demo = Demo::start(30);
    for lang in [Lang::Kk, Lang::Ru] {
        let Some(phone) = Phone::start(demo.address(), lang.code(), Script::On).await else { return };
        demo.sign_in(&phone, "coordinator").await;
        phone.open("/coordinator/1").await;
        let mut names = Vec::new();
        for link in phone.browser.client.find_all(Locator::Css("main tbody th a")).await.expect("the list is read") {
            names.push(link.text().await.expect("a name"));
        }
        assert!(names.len() >= 3, "{names:?}");
        phone.open("/coordinator/1/event").await;
        phone.browser.fill("#event", "Наурыз: жағаны тазалау").await;
        let day = "document.querySelector('#date').value = '2030-03-22'";
        phone.browser.client.execute(day, Vec::new()).await.expect("the day is chosen");
        phone.browser.fill("#people", &names.join("\n")).await;
        phone.browser.click("main #main-form .button").await;
        phone.browser.find("button[name=edit]").await;
        phone.look("event-list").await;
        let sheets = print(&phone, "event").await;
        sheets.assert_size(A4);
        sheets.assert_tables(&phone).await;
        let text = plain(&sheets.text(1));
        let day = long_date(lang, Day::parse("2030-03-22").expect("a day"));
        for words in names.iter().map(String::as_str).chain(["Наурыз: жағаны тазалау", &day]) {
            assert!(text.contains(&plain(words)), "{lang}: {words} is not on paper:\n{text}");
        }
    }
}

#[tokio::test]
async fn the_transcript_is_one_sheet_whose_code_works_as_long_as_it_is_shared() {
    let demo = Demo::start(0);
    let owner = demo.client("graduate").await;
    let profile = owner.get("/kk/learn/profile").await.ok().text();
    let name = between(between(&profile, "id=\"name\"", ">"), "value=\"", "\"").to_owned();
    assert!(name.contains(' '), "no name in {profile}");
    owner.post("/kk/learn/certificates/transcript/link", &[]).await.has(303);
    let visitor = demo.visitor();
    let mut codes = Vec::new();
    for (lang, title, hours) in [
        ("kk", "Еріктіліктегі көшбасшылық, 1-модуль", "Барлық сағат"),
        ("ru", "Лидерство в волонтёрстве, модуль 1", "Всего часов"),
        ("en", "Leadership of volunteers, module 1", "Hours in all"),
    ] {
        let pdf = owner.get(&format!("/{lang}/learn/certificates/transcript/{lang}.pdf")).await.ok().body;
        let file = target().join("screenshots").join(format!("{lang}-transcript.pdf"));
        std::fs::create_dir_all(target().join("screenshots")).expect("a folder for the screenshots");
        std::fs::write(&file, &pdf).expect("the document is kept");
        let sheets = Sheets::of(file);
        assert_eq!(sheets.pages, 1, "{lang}");
        sheets.assert_size(A4);
        let (words, code) = document::read(&pdf, &format!("{lang}-transcript"));
        let words = plain(&words);
        let half = if lang == "en" { "0.5" } else { "0,5" };
        for wanted in [name.as_str(), title, hours, half] {
            assert!(words.contains(&plain(wanted)), "{lang}: {wanted} is not in {words}");
        }
        codes.push(code);
    }
    codes.dedup();
    let [code] = codes.as_slice() else { panic!("several addresses: {codes:?}") };
    let path = code.strip_prefix(demo.address()).unwrap_or_else(|| panic!("{code} leads elsewhere"));
    let page = visitor.get(path).await.has(303).header("location").to_owned();
    visitor.get(&page).await.ok().says(&name);
    owner.post("/kk/learn/certificates/transcript/link/end", &[]).await.has(303);
    assert!(!visitor.get(&page).await.has(410).text().contains(&name));
}
