//! Taking all of one's data along.

use std::io::{Cursor, Read as _};

use erikti::kernel::{Lang, Role};
use serde_json::Value;
use zip::ZipArchive;

use super::cards::{begin_with, id_of, make_one, send};
use super::erasure::{ASEM, NAME, ask, certificate_of, full};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client};
use super::harness::database::on_both;
use super::learner::Learner;
use super::people::staff;

/// The file with everything.
pub(crate) struct Taken(ZipArchive<Cursor<Vec<u8>>>);

impl Taken {
    pub(crate) async fn by(client: &Client) -> (Self, Answer) {
        let mut answer = client.post("/en/learn/profile/export", &[]).await.ok();
        let zip = ZipArchive::new(Cursor::new(std::mem::take(&mut answer.body))).expect("a zip");
        (Self(zip), answer)
    }

    fn names(&self) -> Vec<String> {
        let mut names: Vec<_> = self.0.file_names().map(|name| name.expect("a name").into_owned()).collect();
        names.sort();
        names
    }

    fn read(&mut self, name: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        self.0.by_name(name).expect("a file").read_to_end(&mut bytes).expect("readable");
        bytes
    }

    pub(crate) fn json(&mut self, name: &str) -> Value {
        serde_json::from_slice(&self.read(name)).expect("JSON")
    }
}

#[tokio::test]
async fn everything_about_a_person_can_be_taken_along() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = full(&app).await;
        staff(&app, "berik", &[]).await;
        asem.client.post("/en/learn/leadership/ask", &[("message", "Why six?")]).await.has(303);
        asem.client.get("/en/learn/profile/export").await.ok();
        let (mut taken, answer) = Taken::by(&asem.client).await;
        assert_eq!(answer.header("content-type"), "application/zip");
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"erikti-2026-11-22.zip\"");
        assert_eq!(answer.header("cache-control"), "no-store");
        let number = certificate_of(&app, asem.person).await.number;
        let pdf = format!("certificate-{number}.pdf");
        let expected =
            ["README.txt", "account.json", &pdf, "certificates.json", "learning.json", "mails.json", "messages.json"]
                .map(str::to_owned);
        assert_eq!(taken.names(), expected);
        assert!(taken.read(&pdf).starts_with(b"%PDF"));
        let mut json = |name: &str| taken.json(name);
        let account = json("account.json");
        assert_eq!(account["profile"]["name"], NAME);
        assert_eq!(account["profile"]["settlement"], "Ащысай");
        assert!(account["consent"]["given_at"].is_string());
        assert_eq!(account["sign_ins"].as_array().map(Vec::len), Some(1));
        assert!(account["log"].as_array().expect("a log").iter().any(|row| row["action"] == "own data exported"));
        let learning = json("learning.json");
        assert_eq!(learning[0]["course"], "leadership");
        assert!(learning[0].as_object().is_some_and(|course| course.contains_key("renewing_since")), "{learning}");
        let answers = learning[0]["attempts"][0]["answers"].as_array().expect("answers");
        assert!(!answers.is_empty() && answers.iter().all(|answer| answer["right"] == true), "{answers:?}");
        assert!(!learning[0]["lesson_checks"].as_array().expect("checks").is_empty());
        assert_eq!(json("certificates.json")[0]["history"][0]["what"], "issued");
        let asked = json("messages.json");
        assert_eq!((&asked[0]["course"], &asked[0]["message"]), (&Value::from("leadership"), &Value::from("Why six?")));
        assert!(json("mails.json").as_array().expect("mails").iter().all(|mail| mail["to"] == ASEM));
        let all = format!("{account}{learning}");
        for secret in ["argon2", "berik@", "digest", "erikti_"] {
            assert!(!all.contains(secret), "{secret} is in the file");
        }
    })
    .await;
}

#[tokio::test]
async fn what_is_left_of_a_merged_account_is_taken_along_too() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let card = make_one(&officer, NAME, "2012").await;
        let client = begin_with(&app, &card).await;
        let old = id_of(&app, &card).await;
        let contact = [("contact_email", "mama@example.kz"), ("agreed_by", "Гүлнар, mother"), ("agreed", "yes")];
        officer.post(&format!("/en/trainer/people/{old}/contact"), &contact).await.has(303);
        let by_card = Learner::of(&app, client, old, (Lang::En, "leadership")).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        for learner in [&by_card, &asem] {
            learner.choose_certificate(NAME, Lang::En).await;
            learner.read_module("motives").await;
            learner.start("motives").await;
            ask(learner).await;
        }
        let merge = [("into", asem.person.to_string())];
        send(&officer, &format!("/en/centre/people/{old}/merge"), &merge).await.has(303);
        let (mut taken, _) = Taken::by(&asem.client).await;
        let account = taken.json("account.json");
        assert!(account["profile"]["contact_agreed_at"].is_string(), "{account}");
        assert_eq!(account["merged_accounts"][0]["profile"]["sign_in_name"], card.name);
        let courses = taken.json("learning.json");
        let tries: Vec<_> = courses.as_array().expect("courses").iter().map(|course| &course["attempts"]).collect();
        assert_eq!(tries.iter().map(|tries| tries.as_array().map_or(0, Vec::len)).sum::<usize>(), 2, "{courses}");
        assert_eq!(taken.json("messages.json").as_array().map(Vec::len), Some(2));
    })
    .await;
}
