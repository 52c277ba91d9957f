//! Somebody with a browser, as far as HTTP shows: keeps cookies, says where a form comes from, and shows each answer
//! without following it.

use reqwest::header::{HeaderMap, LOCATION, ORIGIN};
use reqwest::redirect::Policy;

/// A person's password in tests.
pub(crate) const PASSWORD: &str = "alty qyzyl alma 7";

/// A browser without a screen.
#[derive(Debug, Clone)]
pub(crate) struct Client {
    inner: reqwest::Client,
    address: String,
}

/// An answer of the server.
#[derive(Debug, Clone)]
pub(crate) struct Answer {
    pub(crate) status: u16,
    pub(crate) headers: HeaderMap,
    pub(crate) body: Vec<u8>,
    /// What was asked for; for messages.
    asked: String,
}

impl Client {
    pub(crate) fn new(address: &str) -> Self {
        // A connection of its own for each request: one that is kept may be closed by the server, for being idle, in the
        // very moment in which it is used again.
        let builder = reqwest::Client::builder().pool_max_idle_per_host(0);
        let inner = builder.cookie_store(true).redirect(Policy::none()).no_proxy().build();
        Self { inner: inner.expect("an HTTP client"), address: address.to_owned() }
    }

    /// Asks for a page.
    pub(crate) async fn get(&self, path: &str) -> Answer {
        self.send(format!("GET {path}"), self.inner.get(self.url(path))).await
    }

    /// Sends a form from a page of the site.
    pub(crate) async fn post(&self, path: &str, form: &[(&str, &str)]) -> Answer {
        let request = self.inner.post(self.url(path)).header(ORIGIN, &self.address).form(form);
        self.send(format!("POST {path}"), request).await
    }

    /// Sends a file as a form with one field does.
    pub(crate) async fn upload(&self, path: &str, field: &str, name: &str, bytes: Vec<u8>) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let form = reqwest::multipart::Form::new().part(field.to_owned(), part);
        let request = self.inner.post(self.url(path)).header(ORIGIN, &self.address).multipart(form);
        self.send(format!("POST {path}"), request).await
    }

    /// Sends a file as a form with other fields does.
    pub(crate) async fn upload_with(
        &self,
        path: &str,
        (field, name, bytes): (&str, &str, Vec<u8>),
        form: &[(&str, &str)],
    ) -> Answer {
        let part = reqwest::multipart::Part::bytes(bytes).file_name(name.to_owned());
        let mut sent = reqwest::multipart::Form::new().part(field.to_owned(), part);
        for (name, value) in form {
            sent = sent.text((*name).to_owned(), (*value).to_owned());
        }
        let request = self.inner.post(self.url(path)).header(ORIGIN, &self.address).multipart(sent);
        self.send(format!("POST {path}"), request).await
    }

    /// For requests that no browser would send: another method, foreign headers.
    pub(crate) fn request(&self, method: reqwest::Method, path: &str) -> reqwest::RequestBuilder {
        self.inner.request(method, self.url(path))
    }

    /// Sends such a request.
    pub(crate) async fn send(&self, asked: String, request: reqwest::RequestBuilder) -> Answer {
        let response = request.send().await.unwrap_or_else(|error| panic!("{asked}: no answer: {error}"));
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let body = response.bytes().await.unwrap_or_else(|error| panic!("{asked}: half an answer: {error}"));
        Answer { status, headers, body: body.to_vec(), asked }
    }

    /// Signs up in Oral, in a language, and is signed in then.
    pub(crate) async fn sign_up(&self, lang: &str, name: &str, email: &str) {
        let page = self.get(&format!("/{lang}/sign-up")).await.ok();
        let district = page.text();
        let district = between(&district, "name=\"district\"", "</select>");
        let district =
            district.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next()).find(|id| !id.is_empty());
        let form = [
            ("name", name),
            ("email", email),
            ("password", PASSWORD),
            ("language", lang),
            ("district", district.expect("a district to choose")),
            ("birth_year", "2007"),
            ("consent", "yes"),
        ];
        self.post(&format!("/{lang}/sign-up"), &form).await.leads_to(&format!("/{lang}/learn"));
    }

    /// Signs in.
    pub(crate) async fn sign_in(&self, lang: &str, email: &str) {
        let form = [("identifier", email), ("password", PASSWORD)];
        self.post(&format!("/{lang}/sign-in"), &form).await.leads_to(&format!("/{lang}/learn"));
    }

    /// A path of the site, or a whole address of it.
    fn url(&self, path: &str) -> String {
        if path.starts_with('/') { format!("{}{path}", self.address) } else { path.to_owned() }
    }
}

impl Answer {
    /// The body as text.
    pub(crate) fn text(&self) -> String {
        String::from_utf8_lossy(&self.body).into_owned()
    }

    /// A header's value, empty if there is none.
    pub(crate) fn header(&self, name: &str) -> &str {
        self.headers.get(name).and_then(|value| value.to_str().ok()).unwrap_or_default()
    }

    /// The answer, if it has this status.
    #[track_caller]
    pub(crate) fn has(self, status: u16) -> Self {
        assert_eq!(self.status, status, "{}\n{}", self.asked, self.text());
        self
    }

    /// The answer, if it is a page.
    #[track_caller]
    pub(crate) fn ok(self) -> Self {
        self.has(200)
    }

    /// Fails unless the answer leads to this path.
    #[track_caller]
    pub(crate) fn leads_to(self, path: &str) {
        let status = self.status;
        assert!((300..400).contains(&status), "{} answered {status}\n{}", self.asked, self.text());
        let location = self.headers.get(LOCATION).and_then(|value| value.to_str().ok());
        assert_eq!(location, Some(path), "{}", self.asked);
    }

    /// Fails unless the page says this.
    #[track_caller]
    pub(crate) fn says(&self, words: &str) {
        let text = self.text();
        assert!(text.contains(words), "{} does not say {words:?}:\n{text}", self.asked);
    }
}

/// What stands between two texts; empty if they are not there.
pub(crate) fn between<'a>(text: &'a str, before: &str, after: &str) -> &'a str {
    text.split_once(before).and_then(|(_, rest)| rest.split_once(after)).map_or("", |(found, _)| found)
}
