//! The description of the interface (`OpenAPI` 3.1), made from the table of its addresses and the types of its answers. A
//! test compares the table with the routes, and answers with the description.

use serde_json::{Map, Value, json};
use utoipa::{PartialSchema as _, ToSchema};

use super::answers::{
    CertificateAnswer, Certificates, CompletedCourse, Confirmed, Course, Courses, HeldCertificate, MayBeMinor, Member,
    MemberCertificate, MemberPage, Numbers, Problem, PublicCertificate, RegisterEntry, RegisterPage, State, Transcript,
    Words,
};
use super::{CURSOR, LONGEST, MOST_ROWS};
use crate::accounts::Scope;
use crate::web::api::PROBLEM;

/// An address that programs may ask.
#[derive(Debug, Clone, Copy)]
pub struct Endpoint {
    /// The method, in capitals.
    pub method: &'static str,
    /// The path, as the routes have it.
    pub path: &'static str,
    /// Its name for programs.
    pub id: &'static str,
    /// What it does.
    pub summary: &'static str,
    /// The token that it needs.
    pub scope: Option<Scope>,
    /// The type of what is sent.
    pub body: Option<&'static str>,
    /// The type of what is answered.
    pub answer: &'static str,
    /// It has parts.
    pub is_paged: bool,
}

const fn get(path: &'static str, id: &'static str, answer: &'static str, summary: &'static str) -> Endpoint {
    Endpoint { method: "GET", path, id, summary, scope: None, body: None, answer, is_paged: false }
}

/// Every address but the one of the description itself.
pub const ENDPOINTS: [Endpoint; 6] = [
    get(
        "/api/v1/certificates/{number}",
        "verifyCertificate",
        "CertificateAnswer",
        "What anybody may learn of a certificate: name, course, kind, dates and state.",
    ),
    Endpoint {
        method: "POST",
        body: Some("Numbers"),
        scope: Some(Scope::Verify),
        ..get(
            "/api/v1/certificates/verify",
            "verifyCertificates",
            "Certificates",
            "The same of 1 to 100 numbers, answered in their order.",
        )
    },
    get("/api/v1/courses", "listCourses", "Courses", "The catalogue: every course that is offered."),
    Endpoint {
        scope: Some(Scope::Transcript),
        ..get(
            "/api/v1/transcript",
            "showTranscript",
            "Transcript",
            "The certificates and completed courses of the person who made the token.",
        )
    },
    Endpoint {
        scope: Some(Scope::Register),
        is_paged: true,
        ..get(
            "/api/v1/register",
            "listRegister",
            "RegisterPage",
            "Every certificate, the oldest first, for the centre.",
        )
    },
    Endpoint {
        scope: Some(Scope::People),
        is_paged: true,
        ..get(
            "/api/v1/organisations/{organisation}/people",
            "listPeople",
            "MemberPage",
            "Who belongs to the organisation of the token, with what is valid until when.",
        )
    },
];

/// The whole description; `base` is the address of this server.
pub fn description(base: &str) -> Value {
    let mut paths = Map::new();
    for endpoint in &ENDPOINTS {
        // Each path has one method.
        paths.insert(endpoint.path.to_owned(), json!({ endpoint.method.to_lowercase(): operation(endpoint) }));
    }
    json!({
        "openapi": "3.1.0",
        "info": {
            "title": "Erikti",
            "version": "1",
            "description": "Certificates verified, the catalogue, one's own transcript, and for those who may: the register and \
                            the people of an organisation. A token is made on the page of one's account, opens one thing, and \
                            is sent as \"Authorization: Bearer erikti_…\". Errors are application/problem+json (RFC 9457).",
        },
        "servers": [{ "url": base.trim_end_matches('/') }],
        "paths": paths,
        "components": {
            "schemas": schemas(),
            "securitySchemes": { "token": { "type": "http", "scheme": "bearer" } },
        },
    })
}

fn operation(endpoint: &Endpoint) -> Value {
    let mut responses = Map::new();
    responses.insert("200".to_owned(), response("The answer.", "application/json", endpoint.answer));
    let mut refusals = vec![
        ("400", "What was sent is not what this description says."),
        ("404", "There is no such thing, or not for this token."),
        ("405", "The address does not know this method: the header Allow says which it does."),
        ("429", "Too many questions: the header Retry-After says when to ask again."),
        ("503", "Not available now: ask again later."),
    ];
    if endpoint.scope.is_some() {
        refusals.push(("401", "No token that works was sent."));
        refusals.push(("403", "The token does not open that."));
    }
    if endpoint.body.is_some() {
        refusals.push(("413", "What was sent is too large."));
        refusals.push(("415", "What was sent is not application/json."));
    }
    for (status, words) in refusals {
        responses.insert(status.to_owned(), response(words, PROBLEM, "Problem"));
    }
    let mut operation = Map::new();
    let mut say = |name: &str, value: Value| operation.insert(name.to_owned(), value);
    say("operationId", json!(endpoint.id));
    say("summary", json!(endpoint.summary));
    say("parameters", json!(parameters(endpoint)));
    say("responses", json!(responses));
    if let Some(body) = endpoint.body {
        say(
            "requestBody",
            json!({ "required": true, "content": { "application/json": { "schema": reference(body) } } }),
        );
    }
    if let Some(scope) = endpoint.scope {
        say("security", json!([{ "token": [] }]));
        say("description", json!(format!("Needs a token for \"{}\".", scope.code())));
    }
    Value::Object(operation)
}

fn parameters(endpoint: &Endpoint) -> Vec<Value> {
    let mut found = Vec::new();
    for name in endpoint.path.split('/').filter_map(|part| part.strip_prefix('{')?.strip_suffix('}')) {
        let schema = match name {
            "organisation" => json!({ "type": "integer", "format": "int64", "minimum": 1 }),
            _ => json!({ "type": "string", "minLength": 1, "maxLength": LONGEST }),
        };
        found.push(json!({ "name": name, "in": "path", "required": true, "schema": schema }));
    }
    if endpoint.is_paged {
        found.push(json!({
            "name": "cursor", "in": "query", "schema": { "type": "string", "pattern": format!("^{CURSOR}[1-9][0-9]{{0,17}}$") },
            "description": "What the last answer says as \"next\"; none for the first part. What it is made of may change.",
        }));
        found.push(json!({
            "name": "limit", "in": "query", "schema": { "type": "integer", "format": "int64", "minimum": 1, "maximum": MOST_ROWS },
            "description": "Rows in a part; 100 unless said.",
        }));
    }
    found
}

fn response(words: &str, kind: &str, name: &str) -> Value {
    json!({ "description": words, "content": { kind: { "schema": reference(name) } } })
}

/// What the type says of itself, and how long each number may be.
fn numbers() -> Value {
    let mut schema = serde_json::to_value(Numbers::schema()).unwrap_or_default();
    if let Some(number) = schema.pointer_mut("/properties/numbers/items").and_then(Value::as_object_mut) {
        number.insert("maxLength".to_owned(), json!(LONGEST));
    }
    schema
}

fn reference(name: &str) -> Value {
    json!({ "$ref": format!("#/components/schemas/{name}") })
}

/// What the types say of themselves.
fn schemas() -> Map<String, Value> {
    let mut schemas = Map::new();
    schemas.insert(Numbers::name().into_owned(), numbers());
    add::<State>(&mut schemas);
    add::<Confirmed>(&mut schemas);
    add::<PublicCertificate>(&mut schemas);
    add::<CertificateAnswer>(&mut schemas);
    add::<Certificates>(&mut schemas);
    add::<Words>(&mut schemas);
    add::<Course>(&mut schemas);
    add::<Courses>(&mut schemas);
    add::<HeldCertificate>(&mut schemas);
    add::<CompletedCourse>(&mut schemas);
    add::<Transcript>(&mut schemas);
    add::<RegisterEntry>(&mut schemas);
    add::<RegisterPage>(&mut schemas);
    add::<MayBeMinor>(&mut schemas);
    add::<MemberCertificate>(&mut schemas);
    add::<Member>(&mut schemas);
    add::<MemberPage>(&mut schemas);
    add::<Problem>(&mut schemas);
    schemas
}

fn add<T: ToSchema>(schemas: &mut Map<String, Value>) {
    schemas.insert(T::name().into_owned(), serde_json::to_value(T::schema()).unwrap_or_default());
}
