//! What programs ask: tokens, answers, errors, and the description that they are kept true to.

use std::collections::BTreeSet;

use diesel::prelude::*;
use erikti::accounts;
use erikti::app::api::openapi::{ENDPOINTS, description};
use erikti::db::schema::{api_tokens, audit};
use erikti::kernel::{Actor, Lang, Role};
use reqwest::Method;
use serde_json::{Value, json};

use super::erasure::certificate_of;
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, PASSWORD, between};
use super::harness::database::on_both;
use super::harness::routes::routes;
use super::learner::Learner;
use super::people::{audit_of, confirm, person_of, staff};

const TOKENS: &str = "/en/learn/profile/tokens";
const DAY: i64 = 24 * 3600;

/// The form of a new token, filled in.
async fn form_of(client: &Client, scope: &str) -> Vec<(&'static str, String)> {
    let page = client.get(TOKENS).await.ok().text();
    let token = between(&page, "name=\"token\" value=\"", "\"").to_owned();
    vec![
        ("token", token),
        ("name", "Accounts of the school".to_owned()),
        ("scope", scope.to_owned()),
        ("days", "30".to_owned()),
        ("present_password", PASSWORD.to_owned()),
    ]
}

async fn send(client: &Client, form: &[(&'static str, String)]) -> Answer {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    client.post(TOKENS, &form).await
}

fn shown(answer: Answer) -> String {
    let text = answer.ok().text();
    let token = between(&text, "<p class=\"number\">", "</p>").to_owned();
    assert!(token.starts_with("erikti_") && token.len() == 39, "{text}");
    token
}

/// The one token that can be revoked.
async fn id_in(client: &Client) -> String {
    let page = client.get(TOKENS).await.ok().text();
    between(&page, "action=\"/en/learn/profile/tokens/", "/revoke\"").to_owned()
}

/// Makes a token of a scope.
pub(crate) async fn make_token(client: &Client, scope: &str) -> String {
    shown(send(client, &form_of(client, scope).await).await)
}

/// Makes a token of a scope; the secret of its form too.
pub(crate) async fn made_with_form(client: &Client, scope: &str) -> (String, String) {
    let form = form_of(client, scope).await;
    let token = shown(send(client, &form).await);
    (form[0].1.clone(), token)
}

/// A program asks, without any cookie.
pub(crate) async fn ask(app: &TestApp, token: &str, path: &str) -> Answer {
    ask_as(&app.client(), token, (Method::GET, path), None).await
}

pub(crate) async fn ask_as(
    client: &Client,
    token: &str,
    (method, path): (Method, &str),
    body: Option<&Value>,
) -> Answer {
    let mut request = client.request(method.clone(), path);
    if !token.is_empty() {
        request = request.header("authorization", format!("Bearer {token}"));
    }
    if let Some(body) = body {
        request = request.json(body);
    }
    client.send(format!("{method} {path}"), request).await
}

pub(crate) fn json_of(answer: &Answer) -> Value {
    assert!(answer.header("content-type").starts_with("application/json"), "{}", answer.text());
    serde_json::from_slice(&answer.body).expect("JSON")
}

/// Fails unless the answer is an error as programs read it.
#[track_caller]
fn assert_problem(answer: &Answer, status: u16) {
    assert_eq!(answer.status, status, "{}", answer.text());
    assert_eq!(answer.header("content-type"), "application/problem+json");
    let problem: Value = serde_json::from_slice(&answer.body).expect("JSON");
    assert_eq!(problem["status"], json!(status));
    assert!(problem["title"].is_string() && problem["detail"].is_string() && problem["type"] == "about:blank");
}

#[tokio::test]
async fn a_token_is_shown_once_and_opens_one_thing() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = staff(&app, "asem", &[]).await;
        let page = asem.get(TOKENS).await.ok().text();
        assert!(page.contains("value=\"transcript\"") && !page.contains("value=\"register\""), "{page}");
        let mut form = form_of(&asem, "transcript").await;
        form[4].1 = "wrong password 1".to_owned();
        send(&asem, &form).await.has(422).says("value=\"Accounts of the school\"");
        for (field, wrong) in [(1, ""), (2, "people"), (2, "everything"), (3, "9999")] {
            let mut form = form_of(&asem, "transcript").await;
            form[field].1 = wrong.to_owned();
            send(&asem, &form).await.has(422);
        }
        for scope in ["register", "verify", "people 1"] {
            send(&asem, &form_of(&asem, scope).await).await.has(403);
        }
        let form = form_of(&asem, "transcript").await;
        let token = shown(send(&asem, &form).await);
        assert_eq!(shown(send(&asem, &form).await), token, "a second click shows the same");
        app.advance(901);
        send(&asem, &form).await.leads_to(TOKENS);
        let page = asem.get(TOKENS).await.ok();
        page.says("Accounts of the school");
        page.says("Not used yet");
        assert!(!page.text().contains(&token));
        let digests: Vec<String> = app
            .app
            .read(|conn| Ok(api_tokens::table.select(api_tokens::digest).load(conn)?))
            .await
            .expect("the database answers");
        assert!(digests.len() == 1 && !token.contains(&digests[0]) && digests[0].len() == 64, "{digests:?}");

        ask(&app, &token, "/api/v1/transcript").await.ok();
        asem.get(TOKENS).await.ok().says("Last used, to the hour");
        for path in ["/api/v1/register", "/api/v1/organisations/1/people"] {
            assert_problem(&ask(&app, &token, path).await, 403);
        }
        // Whoever is signed in in a browser is nobody here.
        let with_cookie = ask_as(&asem, "", (Method::GET, "/api/v1/transcript"), None).await;
        assert_problem(&with_cookie, 401);
        assert_eq!(with_cookie.header("www-authenticate"), "Bearer");
        for wrong in ["", "erikti_", &token[7..], &format!("{token}x"), "erikti_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"] {
            assert_problem(&ask(&app, wrong, "/api/v1/transcript").await, 401);
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_is_revoked_by_its_maker_and_by_the_centre() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let asem = staff(&app, "asem", &[]).await;
        let id = person_of(&app, "asem@example.kz").await;
        let token = make_token(&asem, "transcript").await;
        // Another person's token is not there; the centre sees and ends it.
        let other = staff(&app, "other", &[]).await;
        let id_of_token = id_in(&asem).await;
        other.post(&format!("{TOKENS}/{id_of_token}/revoke"), &[]).await.has(404);
        centre.get("/en/centre/tokens").await.ok().says("Accounts of the school");
        centre.post(&format!("/en/centre/tokens/{id_of_token}/revoke"), &[]).await.leads_to("/en/centre/tokens");
        assert_problem(&ask(&app, &token, "/api/v1/transcript").await, 401);
        let again = make_token(&asem, "transcript").await;
        asem.post(&format!("{TOKENS}/{}/revoke", id_in(&asem).await), &[]).await.leads_to(TOKENS);
        assert_problem(&ask(&app, &again, "/api/v1/transcript").await, 401);
        let done = audit_of(&app, id).await;
        for action in ["token made", "token revoked"] {
            assert_eq!(done.iter().filter(|entry| *entry == action).count(), 2, "{done:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_token_ends_with_its_term_with_the_role_and_with_the_account() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let asem = staff(&app, "asem", &[]).await;
        let other = staff(&app, "other", &[]).await;
        let old = make_token(&centre, "register").await;
        ask(&app, &old, "/api/v1/register").await.ok();
        let officer = person_of(&app, "centre@example.kz").await;
        let take = move |conn: &mut _, ctx: &_| accounts::withdraw(conn, ctx, officer, Role::Centre);
        app.app.write(Actor::Shell, take).await.expect("withdrawn");
        assert_problem(&ask(&app, &old, "/api/v1/register").await, 403);
        let newest = make_token(&other, "transcript").await;
        ask(&app, &newest, "/api/v1/transcript").await.ok();
        let closed = person_of(&app, "other@example.kz").await;
        let close = move |conn: &mut _, ctx: &_| accounts::set_disabled(conn, ctx, closed, accounts::Access::Disabled);
        app.app.write(Actor::Shell, close).await.expect("closed");
        assert_problem(&ask(&app, &newest, "/api/v1/transcript").await, 401);
        let last = make_token(&asem, "transcript").await;
        app.advance(30 * DAY - 1);
        ask(&app, &last, "/api/v1/transcript").await.ok();
        app.advance(1);
        assert_problem(&ask(&app, &last, "/api/v1/transcript").await, 401);
    })
    .await;
}

/// Three certificates, the oldest first, and a browser of who holds the first one.
async fn three(app: &TestApp) -> (Vec<String>, Client) {
    let (mut numbers, mut clients) = (Vec::new(), Vec::new());
    for name in ["asem", "berik", "dana"] {
        let learner = Learner::enrol(app, Lang::Kk, name, "leadership").await;
        learner.complete("Әсем Нұрғалиқызы").await;
        let person = person_of(app, &format!("{name}@example.kz")).await;
        numbers.push(certificate_of(app, person).await.number.to_string());
        clients.push(learner.client.clone());
    }
    (numbers, clients.remove(0))
}

#[tokio::test]
async fn programs_verify_one_number_and_many() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (numbers, _) = three(&app).await;
        let one = json_of(&ask(&app, "", &format!("/api/v1/certificates/{}", numbers[0])).await.ok());
        assert_eq!((&one["state"], &one["certificate"]["name"]), (&json!("valid"), &json!("Әсем Нұрғалиқызы")));
        let mistyped = json_of(&ask(&app, "", "/api/v1/certificates/0000").await.ok());
        assert_eq!((&mistyped["state"], &mistyped["certificate"]), (&json!("mistyped"), &Value::Null));

        let verify = make_token(&centre, "verify").await;
        let path = "/api/v1/certificates/verify";
        let client = app.client();
        let many = json!({ "numbers": [numbers[1], "ABC", numbers[0].to_lowercase()] });
        let answer = json_of(&ask_as(&client, &verify, (Method::POST, path), Some(&many)).await.ok());
        let states: Vec<_> =
            answer["certificates"].as_array().expect("a list").iter().map(|one| &one["state"]).collect();
        assert_eq!(states, ["valid", "mistyped", "valid"]);
        assert_eq!(answer["certificates"][1]["asked"], "ABC");
        let most: Vec<&str> = vec!["ABC"; 101];
        for wrong in [
            json!({ "numbers": most }),
            json!({ "numbers": [] }),
            json!({ "numbers": "ABC" }),
            json!([]),
            json!({ "numbers": ["A"], "x": 1 }),
            json!({ "numbers": ["A".repeat(101)] }),
        ] {
            assert_problem(&ask_as(&client, &verify, (Method::POST, path), Some(&wrong)).await, 400);
        }
        assert_problem(&ask_as(&client, &verify, (Method::POST, path), None).await, 415);
    })
    .await;
}

#[tokio::test]
async fn programs_read_the_register_in_parts_and_the_own_transcript() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (numbers, asem) = three(&app).await;
        let own = make_token(&asem, "transcript").await;
        // In parts, each certificate once.
        let register = make_token(&centre, "register").await;
        let (mut found, mut parts, mut path) = (Vec::new(), 0, Some("/api/v1/register?limit=2".to_owned()));
        while let Some(asked) = path {
            let part = json_of(&ask(&app, &register, &asked).await.ok());
            found.extend(part["certificates"].as_array().expect("a list").iter().map(|one| one["number"].clone()));
            path = part["next"].as_str().map(|next| format!("/api/v1/register?limit=2&cursor={next}"));
            parts += 1;
            assert!(parts < 5, "{part}");
        }
        assert_eq!(found, numbers.iter().map(|number| json!(number)).collect::<Vec<_>>());
        for wrong in ["limit=0", "limit=501", "limit=x", "cursor=1", "cursor=c-1", "cursor=c", "cursor=", "limit=1.5"] {
            assert_problem(&ask(&app, &register, &format!("/api/v1/register?{wrong}")).await, 400);
        }
        let taken: i64 = app
            .app
            .read(|conn| Ok(audit::table.filter(audit::action.eq("taken by a token")).count().get_result(conn)?))
            .await
            .expect("the database answers");
        assert_eq!(taken, 1, "once for the whole register");

        let transcript = json_of(&ask(&app, &own, "/api/v1/transcript").await.ok());
        assert_eq!(transcript["certificates"][0]["number"], json!(numbers[0]));
        assert_eq!(transcript["certificates"].as_array().map(Vec::len), Some(1));
        assert_eq!(transcript["completed"][0]["key"], "leadership");
    })
    .await;
}

#[tokio::test]
async fn errors_are_told_as_programs_read_them() {
    let app = TestApp::start().await;
    let client = app.client();
    for path in ["/api", "/api/v2/courses", "/api/v1/nothing", "/api/v1/certificates/a/b"] {
        assert_problem(&client.get(path).await, 404);
    }
    for (method, path, allowed) in [
        (Method::POST, "/api/v1/courses", "GET, HEAD"),
        (Method::DELETE, "/api/v1/register", "GET, HEAD"),
        (Method::GET, "/api/v1/certificates/verify", "POST"),
    ] {
        let answer = ask_as(&client, "", (method, path), None).await;
        assert_problem(&answer, 405);
        assert_eq!(answer.header("allow"), allowed, "{path}");
    }
    for _ in 0..120 {
        client.get("/api/v1/certificates/ABC").await.ok();
    }
    let limited = client.get("/api/v1/certificates/ABC").await;
    assert_problem(&limited, 429);
    assert_eq!(limited.header("retry-after"), "1");
}

/// Fails unless a value is what a schema says: as much of the standard as our descriptions use.
fn assert_fits(all: &Value, schema: &Value, value: &Value, at: &str) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.rsplit('/').next().expect("a name");
        let schema = &all["components"]["schemas"][name];
        assert!(schema.is_object(), "{at}: {name} is not described");
        return assert_fits(all, schema, value, at);
    }
    if let Some(choices) = schema["oneOf"].as_array() {
        let chosen = choices.iter().find(|choice| (choice["type"] == "null") == value.is_null());
        return assert_fits(all, chosen.unwrap_or_else(|| panic!("{at}: {value} fits nothing")), value, at);
    }
    if let Some(words) = schema["enum"].as_array() {
        assert!(words.contains(value), "{at}: {value}");
        return;
    }
    let kinds = match &schema["type"] {
        Value::String(kind) => vec![kind.as_str()],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        other => panic!("{at}: no type: {other} of {schema}"),
    };
    let kind = match value {
        Value::Null => "null",
        Value::String(_) => "string",
        Value::Bool(_) => "boolean",
        Value::Array(_) => "array",
        Value::Object(_) => "object",
        Value::Number(number) if number.is_f64() => "number",
        Value::Number(_) if kinds.contains(&"number") => "number",
        Value::Number(_) => "integer",
    };
    assert!(kinds.contains(&kind), "{at}: {value} is no {kinds:?}");
    if let Value::Array(items) = value {
        for item in items {
            assert_fits(all, &schema["items"], item, at);
        }
    }
    if let Value::Object(fields) = value {
        let known = schema["properties"].as_object().expect("properties");
        for required in schema["required"].as_array().into_iter().flatten() {
            assert!(fields.contains_key(required.as_str().expect("a name")), "{at}: {required} is missing");
        }
        for (name, field) in fields {
            let schema = known.get(name).unwrap_or_else(|| panic!("{at}: {name} is not described"));
            assert_fits(all, schema, field, &format!("{at}.{name}"));
        }
    }
}

#[tokio::test]
async fn the_description_is_what_is_answered() {
    let described: BTreeSet<_> = ENDPOINTS.iter().map(|endpoint| (endpoint.method, endpoint.path)).collect();
    let routed: BTreeSet<_> = routes().into_iter().filter(|(_, path)| path.starts_with("/api/v1")).collect();
    assert_eq!(described, routed);

    let app = TestApp::start().await;
    let all = json_of(&app.client().get("/api/openapi.json").await.ok());
    assert_eq!(all, description(app.app.base_url.as_str()));
    assert_eq!(all["openapi"], "3.1.0");
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    let learner = Learner::enrol(&app, Lang::Kk, "asem", "leadership").await;
    learner.complete("Әсем Нұрғалиқызы").await;
    let person = person_of(&app, "asem@example.kz").await;
    let number = certificate_of(&app, person).await.number.to_string();
    confirm(&app, &learner.client, "asem@example.kz").await;
    super::organisations::make(&centre, "Жас толқын").await.has(303);
    super::organisations::appoint(&centre, 1, "asem@example.kz").await;
    let code = super::organisations::code_of(&learner.client, 1).await;
    learner.client.post(&format!("/en/join/{code}"), &[]).await.has(303);
    for endpoint in &ENDPOINTS {
        let token = match endpoint.scope.map(accounts::Scope::code) {
            None => String::new(),
            Some("people") => make_token(&learner.client, "people 1").await,
            Some("transcript") => make_token(&learner.client, "transcript").await,
            Some(scope) => make_token(&centre, scope).await,
        };
        let path = endpoint.path.replace("{number}", &number).replace("{organisation}", "1");
        let method = Method::from_bytes(endpoint.method.as_bytes()).expect("a method");
        let body = endpoint.body.map(|_| json!({ "numbers": [number, "ABC"] }));
        let answer = json_of(&ask_as(&app.client(), &token, (method, &path), body.as_ref()).await.ok());
        let operation = &all["paths"][endpoint.path][endpoint.method.to_lowercase()];
        let schema = &operation["responses"]["200"]["content"]["application/json"]["schema"];
        assert_fits(&all, schema, &answer, endpoint.id);
        let lists = answer.as_object().expect("an object").values().filter_map(Value::as_array);
        lists.for_each(|list| assert!(!list.is_empty(), "{}: nothing was compared: {answer}", endpoint.id));
        // What is refused is described too.
        assert!(operation["responses"]["405"].is_object(), "{operation}");
        if endpoint.scope.is_some() {
            assert!(operation["responses"]["401"].is_object() && operation["security"].is_array(), "{operation}");
        }
        for response in operation["responses"].as_object().expect("responses").values() {
            let (_, content) = response["content"].as_object().expect("content").iter().next().expect("a type");
            assert!(content["schema"]["$ref"].is_string(), "{response}");
        }
    }
    assert_eq!(all["components"]["schemas"]["Numbers"]["properties"]["numbers"]["items"]["maxLength"], json!(100));
    let problem: Value =
        serde_json::from_slice(&app.client().get("/api/v1/transcript").await.has(401).body).expect("JSON");
    assert_fits(&all, &json!({ "$ref": "#/components/schemas/Problem" }), &problem, "a problem");
}
