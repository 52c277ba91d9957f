//! A coordinator who tries every way to see a neighbour's people, and cannot: each address, filter and export.

use std::collections::BTreeSet;
use std::io::{Cursor, Read as _};

use erikti::accounts::Scope;
use erikti::app::api::openapi::ENDPOINTS;
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Lang, Role};
use erikti::organisations::{self, Standing};

use super::erasure::certificate_of;
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client};
use super::harness::database::on_both;
use super::harness::routes::routes;
use super::learner::Learner;
use super::organisations::{appoint, ask, code_of, make, person};
use super::people::{confirm, staff};
use super::programs::{ask as ask_program, ask_as, make_token};

/// What tells of the neighbour's people: family names, addresses, the year of birth of one of them.
const NEIGHBOURS: [&str; 5] = ["Болатұлы", "Досанқызы", "bekzat@", "dana@", "2011"];

/// Two organisations, a coordinator each, and the neighbour's people: one who belongs there, one who asks.
struct Neighbours {
    own: Client,
    /// Belongs to the first.
    aidana: PersonId,
    /// Belongs to the second, with a certificate.
    bekzat: PersonId,
    /// The membership of who asks the second.
    asking: String,
    dana: PersonId,
    number: String,
}

impl Neighbours {
    async fn start(app: &TestApp) -> Self {
        let centre = staff(app, "centre", &[Role::Centre]).await;
        let (own, _) = person(app, "Ерлан Оспанов", "erlan").await;
        let (other, _) = person(app, "Нұрлан Сәрсен", "nurlan").await;
        for (organisation, name, coordinator, client) in
            [(1, "Жас толқын", "erlan", &own), (2, "Қызыл жүрек", "nurlan", &other)]
        {
            make(&centre, name).await.has(303);
            confirm(app, client, &format!("{coordinator}@example.kz")).await;
            appoint(&centre, organisation, &format!("{coordinator}@example.kz")).await;
        }
        let [first, second] = [code_of(&own, 1).await, code_of(&other, 2).await];
        let (client, aidana) = person(app, "Айдана Аманқызы", "aidana").await;
        client.post(&format!("/en/join/{first}"), &[]).await.has(303);
        let (client, bekzat) = person(app, "Бекзат Болатұлы", "bekzat").await;
        client.post(&format!("/en/join/{second}"), &[]).await.has(303);
        let profile = [("name", "Бекзат Болатұлы"), ("language", "kk"), ("birth_year", "2011"), ("district", "1")];
        client.post("/en/learn/profile", &profile).await.has(303);
        Learner::of(app, client, bekzat, (Lang::Kk, "leadership")).await.complete("Бекзат Болатұлы").await;
        let number = certificate_of(app, bekzat).await.number.to_string();
        let (client, dana) = person(app, "Дана Досанқызы", "dana").await;
        ask(&client, "2").await.has(303);
        let text = other.get("/en/coordinator/2/requests").await.ok().text();
        let asking = super::harness::client::between(&text, "name=\"accept\" value=\"", "\"").to_owned();
        assert!(!asking.is_empty());
        Self { own, aidana, bekzat, asking, dana, number }
    }

    fn assert_silent(&self, asked: &str, answer: &Answer) {
        let text = own_part(answer);
        for word in NEIGHBOURS.iter().copied().chain([self.number.as_str(), "Қызыл жүрек"]) {
            assert!(!text.contains(word), "{asked} tells {word}:\n{text}");
        }
    }
}

/// Without the head of a page: names of files there may hold any digits.
fn own_part(answer: &Answer) -> String {
    let text = answer.text();
    text.split_once("<main").map_or(text.clone(), |(_, main)| main.to_owned())
}

async fn ask_for(client: &Client, method: &str, path: &str, form: &[(&str, &str)]) -> Answer {
    if method == "GET" { client.get(path).await } else { client.post(path, form).await }
}

#[tokio::test]
async fn every_address_of_another_organisation_is_not_there() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let site = Neighbours::start(&app).await;
        let own: BTreeSet<_> =
            routes().into_iter().filter(|(_, path)| path.starts_with("/{lang}/coordinator/{organisation}")).collect();
        assert!(own.len() >= 11, "{own:?}");
        let unknown = site.own.get("/en/coordinator/999").await.has(404).text();
        let (asking, dana) = (site.asking.clone(), site.dana.to_string());
        let forms: [&[(&str, &str)]; 5] = [
            &[],
            &[("accept", &asking)],
            &[("decline", &asking)],
            &[("accept_shown", "yes"), ("shown", &asking)],
            &[("people", &site.number), ("event", "x"), ("date", "2026-12-01")],
        ];
        for (method, path) in own {
            let fill = |organisation: &str, id: &str| {
                path.replace("{lang}", "en").replace("{organisation}", organisation).replace("{id}", id)
            };
            for form in forms {
                // The neighbour's organisation, and one that nobody has: the same words.
                for target in
                    [fill("2", &site.bekzat.to_string()), fill("2", &site.aidana.to_string()), fill("999", "1")]
                {
                    let answer = ask_for(&site.own, method, &target, form).await.has(404);
                    assert_eq!(answer.text(), unknown, "{method} {target} hints");
                }
                // The own organisation, and the neighbour's person in it; and one whom nobody is.
                if path.contains("{id}") {
                    for id in [&site.bekzat.to_string(), &dana, "999999"] {
                        let answer = ask_for(&site.own, method, &fill("1", id), form).await.has(404);
                        assert_eq!(answer.text(), unknown, "{method} {} hints", fill("1", id));
                    }
                }
            }
        }
        // The neighbour's request, decided by the own page.
        for form in &forms[1..4] {
            site.own.post("/en/coordinator/1/requests", form).await.has(404);
        }
        let dana = site.dana;
        let left = app.app.read(move |conn| organisations::list_of_person(conn, dana, 9)).await;
        assert!(matches!(left.expect("the database answers")[0].standing, Standing::Asked));
        // What is made for others.
        let others = routes()
            .into_iter()
            .filter(|(_, path)| ["/{lang}/centre", "/{lang}/trainer"].iter().any(|room| path.starts_with(room)));
        for (method, path) in others {
            let target = path.replace("{lang}", "en").replace("{id}", &site.bekzat.to_string());
            let target = target
                .replace("{number}", &site.number.replace('-', ""))
                .replace("{in}", "ru")
                .replace("{ending}", "csv");
            let parts = target.split('/').map(|part| if part.contains('{') { "1" } else { part });
            let target = parts.collect::<Vec<_>>().join("/");
            ask_for(&site.own, method, &target, &[]).await.has(403);
        }
    })
    .await;
}

#[tokio::test]
async fn no_filter_and_no_export_finds_a_neighbours_person() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let site = Neighbours::start(&app).await;
        let searches = ["", "Бекзат", "бек", "Дана", "bekzat", "example.kz", "%", "_", "' OR 1=1 --", "Аман"];
        let mut asked = 0;
        for search in searches {
            for trained in ["", "valid", "expiring", "without", "other"] {
                for course in ["", "leadership", "first-aid"] {
                    for age in ["", "minors"] {
                        let query = [("search", search), ("trained", trained), ("course", course), ("age", age)];
                        let query: String =
                            url::form_urlencoded::Serializer::new(String::new()).extend_pairs(query).finish();
                        for path in ["/en/coordinator/1", "/kk/coordinator/1/people.csv"] {
                            // Exports are limited.
                            app.advance(61);
                            let target = format!("{path}?{query}&page=2");
                            let answer = site.own.get(&target).await.ok();
                            site.assert_silent(&target, &answer);
                            asked += 1;
                        }
                    }
                }
            }
        }
        assert!(asked >= 600, "{asked}");
        // The report of the own organisation, once the quarter has ended, counts nobody of the neighbour's, whatever is
        // asked for.
        app.advance(70 * 24 * 3600);
        site.own.sign_in("en", "erlan@example.kz").await;
        for query in ["", "organisation=2", "groups=all&organisation=2", "period=2026", "district=1&course=leadership"]
        {
            app.advance(200);
            let hours = format!("/en/coordinator/1/hours.csv?{query}");
            site.assert_silent(&hours, &site.own.get(&hours).await.ok());
            for (path, is_table) in [("/en/coordinator/1/report", false), ("/en/coordinator/1/report.csv", true)] {
                let target = format!("{path}?{query}");
                let answer = site.own.get(&target).await.ok();
                site.assert_silent(&target, &answer);
                if is_table {
                    for measure in ["Enrolled", "Completed", "Valid: theory"] {
                        answer.says(&format!("{measure},0,"));
                    }
                }
            }
        }
        // Nothing tells a neighbour's name from one that nobody has.
        let page = async |name: &str| site.own.get(&format!("/en/coordinator/1?search={name}")).await.ok().text();
        let encoded = |name: &str| url::form_urlencoded::byte_serialize(name.as_bytes()).collect::<String>();
        let plain = |text: String, name: &str| text.replace(&encoded(name), "").replace(name, "");
        let [there, nowhere] = [page("Бекзат").await, page("Жоқ").await];
        assert_eq!(plain(there, "Бекзат"), plain(nowhere, "Жоқ"));
    })
    .await;
}

/// Everything that can be read in an answer: of a workbook all that is packed in it.
fn words_of(answer: &Answer) -> String {
    if !answer.body.starts_with(b"PK") {
        return own_part(answer);
    }
    let mut archive = zip::ZipArchive::new(Cursor::new(answer.body.clone())).expect("a workbook");
    let names: Vec<String> = archive.file_names().map(|name| name.expect("a name").into_owned()).collect();
    let mut words = String::new();
    for name in names {
        archive.by_name(&name).expect("a part").read_to_string(&mut words).expect("text");
    }
    words
}

/// Every address of the own organisation that can be read, with everything that an address might be asked.
#[tokio::test]
async fn no_address_of_the_own_organisation_tells_of_a_neighbour_whatever_it_is_asked() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let site = Neighbours::start(&app).await;
        app.advance(70 * 24 * 3600);
        site.own.sign_in("en", "erlan@example.kz").await;
        let own: BTreeSet<_> = routes()
            .into_iter()
            .filter(|(method, path)| *method == "GET" && path.starts_with("/{lang}/coordinator/{organisation}"))
            .map(|(_, path)| path)
            .collect();
        assert!(own.len() >= 11, "{own:?}");
        for path in own {
            for query in [
                "",
                "organisation=2",
                "organisation=2&groups=all&period=2026-q4",
                "period=2026&district=1&settlement=1&course=leadership&language=kk&age=14-17",
                "search=bek&trained=valid&age=minors&page=2",
                "person=2&id=2&group=1&number=1&trend=12&all=yes&as=csv",
            ] {
                for lang in ["en", "kk"] {
                    // Exports are limited.
                    app.advance(61);
                    let path = path.replace("{lang}", lang).replace("{organisation}", "1");
                    let target = format!("{}?{query}", path.replace("{id}", &site.aidana.to_string()));
                    assert!(!target.contains('{'), "this test does not know a part of {target}");
                    let answer = site.own.get(&target).await.ok();
                    let text = words_of(&answer);
                    for word in NEIGHBOURS.iter().copied().filter(|word| *word != "2011").chain(["Қызыл жүрек"])
                    {
                        assert!(!text.contains(word), "{target} tells {word}:\n{text}");
                    }
                    assert!(!text.contains(&site.number), "{target} tells the number:\n{text}");
                }
            }
        }
    })
    .await;
}

/// Every address that programs may ask: of a neighbour's person a coordinator's program learns what anybody may learn of
/// a number that they know.
#[tokio::test]
async fn no_address_of_programs_tells_a_coordinator_of_a_neighbour() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let site = Neighbours::start(&app).await;
        let token = make_token(&site.own, "people 1").await;
        for endpoint in ENDPOINTS {
            let path = endpoint.path.replace("{number}", &site.number);
            let numbers = endpoint.body.map(|_| serde_json::json!({ "numbers": [site.number] }));
            let method: reqwest::Method = endpoint.method.parse().expect("a method");
            let ask = async |path: &str| ask_as(&app.client(), &token, (method.clone(), path), numbers.as_ref()).await;
            match endpoint.scope {
                None => {
                    let answer = ask(&path).await.ok();
                    let text = answer.text();
                    for word in ["Досанқызы", "bekzat@", "dana@", "2011", "Қызыл жүрек"] {
                        assert!(!text.contains(word), "{path} tells {word}: {text}");
                    }
                    assert_eq!(text.contains("Болатұлы"), endpoint.path.contains("{number}"), "{path}: {text}");
                }
                Some(Scope::People) => {
                    site.assert_silent(&path, &ask(&path.replace("{organisation}", "1")).await.ok());
                    site.assert_silent(&path, &ask(&path.replace("{organisation}", "2")).await.has(404));
                }
                Some(_) => site.assert_silent(&path, &ask(&path).await.has(403)),
            }
        }
        site.assert_silent("the description", &ask_program(&app, &token, "/api/openapi.json").await.ok());
    })
    .await;
}

#[tokio::test]
async fn a_coordinator_sees_of_the_own_people_what_is_theirs_to_see() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let site = Neighbours::start(&app).await;
        let other = app.client();
        other.sign_in("en", "nurlan@example.kz").await;
        let one = format!("/en/coordinator/2/people/{}", site.bekzat);
        for path in ["/en/coordinator/2", "/en/coordinator/2/people.csv", &one] {
            let answer = other.get(path).await.ok();
            answer.says("Бекзат Болатұлы");
            answer.says("valid");
            let text = own_part(&answer);
            for hidden in ["bekzat@", "2011", "Oral", &site.number] {
                assert!(!text.contains(hidden), "{path} tells {hidden}:\n{text}");
            }
            assert!(text.contains("under 18"), "{path}:\n{text}");
        }
        // Found by name alone, in any order of its words and on any keyboard; never by the address.
        for (search, is_found) in [("болат бекзат", true), ("Болатулы", true), ("bekzat", false), ("затұ", false)]
        {
            let encoded: String = url::form_urlencoded::byte_serialize(search.as_bytes()).collect();
            let text = other.get(&format!("/en/coordinator/2?search={encoded}")).await.ok().text();
            assert_eq!(text.contains(&format!("/people/{}\"", site.bekzat)), is_found, "{search}");
        }
        for (query, is_found) in [
            ("trained=valid", true),
            ("trained=valid&course=leadership", true),
            ("trained=valid&course=first-aid", false),
            ("trained=without&course=first-aid", true),
            ("trained=without", false),
            ("course=leadership", true),
            ("course=first-aid", false),
            ("age=minors", true),
        ] {
            let text = other.get(&format!("/en/coordinator/2?{query}")).await.ok().text();
            assert_eq!(text.contains(&format!("/people/{}\"", site.bekzat)), is_found, "{query}");
        }
        other.get("/kk/coordinator/2/people.csv").await.ok().says("Бекзат Болатұлы;18-ге толмаған болуы мүмкін;");
    })
    .await;
}

#[tokio::test]
async fn a_list_for_an_event_holds_the_own_people_alone() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let site = Neighbours::start(&app).await;
        let list = async |client: &Client, organisation: i64, people: &str| {
            let form = [("event", "Жарыс"), ("date", "2026-12-01"), ("people", people)];
            let page = client.post(&format!("/en/coordinator/{organisation}/event"), &form).await.ok();
            page.says("As of 22 Nov 2026");
            // What was typed is no news.
            own_part(&page).replace(people, "")
        };
        let nowhere = list(&site.own, 1, "Жоқ Адам").await;
        assert!(nowhere.contains("nobody of this organisation"), "{nowhere}");
        for typed in ["Бекзат Болатұлы", "бек", "Дана Досанқызы", &site.number, "bekzat@example.kz", "%", "_"]
        {
            let there = list(&site.own, 1, typed).await;
            assert_eq!(there, nowhere, "{typed} hints");
        }
        assert!(list(&site.own, 1, "аманкызы айдана").await.contains("Айдана Аманқызы"));
        let other = app.client();
        other.sign_in("en", "nurlan@example.kz").await;
        // A part of a name may be somebody else's name: whoever stands at the gate has to be named.
        for part in ["болат", "Бекзат", "бекзат болат"] {
            let own = list(&other, 2, part).await;
            assert!(own.contains("only a part of a name: if ") && own.contains(" is meant"), "{own}");
            assert!(!own.contains("under 18"), "{own}");
        }
        for typed in ["болатулы бекзат", &site.number] {
            let own = list(&other, 2, typed).await;
            assert!(own.contains("Бекзат Болатұлы") && own.contains("valid") && own.contains("badge minor"), "{own}");
            assert!(!own.contains("2011") && !own.contains("bekzat@"), "{own}");
        }
        let both = list(&other, 2, &format!("Болатұлы Бекзат\n{}\nЖоқ", site.number)).await;
        assert_eq!(both.matches("badge minor").count(), 1, "{both}");
        assert!(both.contains("is on the list already") && both.contains("nobody of this organisation"), "{both}");
    })
    .await;
}

#[tokio::test]
async fn a_coordinators_token_opens_the_own_organisation_alone() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let site = Neighbours::start(&app).await;
        let page = site.own.get("/en/learn/profile/tokens").await.ok();
        site.assert_silent("the form of a token", &page);
        let token = super::programs::make_token(&site.own, "people 1").await;
        let own = super::programs::ask(&app, &token, "/api/v1/organisations/1/people").await.ok();
        own.says("Айдана Аманқызы");
        site.assert_silent("the own people", &own);
        let unknown = super::programs::ask(&app, &token, "/api/v1/organisations/999/people").await.has(404).text();
        for organisation in ["2", "02", "1x", "-1", "%31%20"] {
            let path = format!("/api/v1/organisations/{organisation}/people");
            let answer = super::programs::ask(&app, &token, &path).await.has(404);
            assert_eq!(answer.text(), unknown, "{path} hints");
        }
        for path in ["/api/v1/register", "/api/v1/transcript"] {
            site.assert_silent(path, &super::programs::ask(&app, &token, path).await.has(403));
        }
        // A token for the neighbour's organisation is not made; the own one ends with the role.
        let form = site.own.get("/en/learn/profile/tokens").await.ok().text();
        let secret = super::harness::client::between(&form, "name=\"token\" value=\"", "\"").to_owned();
        for organisation in ["2", "999"] {
            let scope = format!("people {organisation}");
            let password = super::harness::client::PASSWORD;
            let form = [
                ("token", secret.as_str()),
                ("name", "x y"),
                ("scope", &scope),
                ("days", "30"),
                ("present_password", password),
            ];
            site.own.post("/en/learn/profile/tokens", &form).await.has(403);
        }
        let erlan = super::people::person_of(&app, "erlan@example.kz").await;
        let organisation = erikti::kernel::ids::OrganisationId(1);
        let withdraw =
            move |conn: &mut _, ctx: &_| erikti::accounts::withdraw_coordinator(conn, ctx, erlan, organisation);
        app.app.write(erikti::kernel::Actor::Shell, withdraw).await.expect("withdrawn");
        let ended = super::programs::ask(&app, &token, "/api/v1/organisations/1/people").await.has(403);
        site.assert_silent("after the role", &ended);
    })
    .await;
}
