//! The program full of made-up people, and whoever of them signs in.

use reqwest::header::SET_COOKIE;
use serde_json::Value;

use crate::harness::client::{Answer, Client};
use crate::phone::Phone;
use crate::program::{Machine, Server};

/// A server on what `erikti demo` made.
pub(crate) struct Demo {
    server: Server,
    password: String,
    _machine: Machine,
}

impl Demo {
    /// Starts it, with so many people besides those to sign in as.
    pub(crate) fn start(people: usize) -> Self {
        let machine = Machine::new();
        let made = machine.run(&["demo", "--json", "--people", &people.to_string()]);
        assert_eq!(made.status, Some(0), "{}", made.err);
        let said: Value = serde_json::from_str(&made.out).expect("what was made");
        let password = said.get("password").and_then(Value::as_str).expect("a password").to_owned();
        Self { server: machine.start(&[]), password, _machine: machine }
    }

    /// Where it answers.
    pub(crate) fn address(&self) -> &str {
        &self.server.address
    }

    /// Somebody who is nobody here.
    pub(crate) fn visitor(&self) -> Client {
        Client::new(self.address())
    }

    async fn enter(&self, name: &str) -> (Client, Answer) {
        let (client, email) = (self.visitor(), format!("{name}@demo.example"));
        let answer = client.post("/kk/sign-in", &[("identifier", &email), ("password", &self.password)]).await;
        (client, answer.has(303))
    }

    /// Somebody signed in, by the first part of the address.
    pub(crate) async fn client(&self, name: &str) -> Client {
        self.enter(name).await.0
    }

    /// The cookies of somebody signed in.
    pub(crate) async fn cookie(&self, name: &str) -> String {
        let (_, answer) = self.enter(name).await;
        let cookies = answer.headers.get_all(SET_COOKIE).iter().map(|value| value.to_str().expect("letters"));
        let cookies: Vec<&str> = cookies.filter_map(|value| value.split(';').next()).collect();
        cookies.join("; ")
    }

    /// Signs somebody in on a phone.
    pub(crate) async fn sign_in(&self, phone: &Phone, name: &str) {
        phone.open("/sign-in").await;
        phone.browser.fill("#identifier", &format!("{name}@demo.example")).await;
        phone.browser.fill("#password", &self.password).await;
        phone.press_to("main #main-form .button", "/learn").await;
    }
}
