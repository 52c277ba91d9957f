//! The program with one of everything in it, and somebody of each role.

use erikti::accounts::{self, ReviewGrant};
use erikti::kernel::ids::{AttemptId, OrganisationId, PersonId};
use erikti::kernel::{Actor, Lang, ReviewKind, Role};

use super::groups::{code_of_group, make_own};
use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::learner::{Learner, slug};
use super::organisations::{code_of, make};
use super::people::{link_to, person_of, staff};

/// Who asks, in the order of the table's columns.
pub(crate) const AUDIENCES: [&str; 5] = ["visitor", "volunteer", "trainer", "centre", "administrator"];

/// A populated site.
pub(crate) struct Site {
    pub(crate) app: TestApp,
    /// A browser for each audience. The volunteer has finished a course and takes its test again; the others have
    /// their role alone.
    pub(crate) clients: [Client; 5],
    /// The volunteer's certificate.
    number: String,
    finished: AttemptId,
    running: AttemptId,
    /// Somebody whose account may be changed.
    spare: PersonId,
    /// Links that work.
    confirm: String,
    reset: String,
    asset: String,
    picture: String,
    /// By which one joins the organisation that the volunteer coordinates.
    code: String,
    /// By which one joins the trainer's group.
    group_code: String,
}

impl Site {
    pub(crate) async fn start() -> Self {
        let app = TestApp::start().await;
        let learner = Learner::enrol(&app, Lang::Kk, "asem", "leadership").await;
        let confirm = link_to(&app, "asem@example.kz").await;
        learner.complete("Әсем Нұрғалиқызы").await;
        let finished = AttemptId(1);
        assert!(learner.attempt(finished).await.finished_at.is_some());
        let running = learner.start("motives").await;
        let number = number_of(&learner).await;
        let asked = ("message".to_owned(), "Неге солай?".to_owned());
        learner.post("/ask", &[asked]).await.leads_to("/kk/learn/asked");
        let volunteer = learner.client.clone();
        app.client().post("/kk/reset", &[("identifier", "asem@example.kz")]).await.ok();
        let reset = link_to(&app, "asem@example.kz").await;
        let [trainer, centre, administrator] = [
            trainer(&app).await,
            staff(&app, "centre", &[Role::Centre]).await,
            staff(&app, "administrator", &[Role::Administrator]).await,
        ];
        super::intake::bring(&centre, "Name,Born\nAsem,2008", &[]).await.has(303);
        let friend = staff(&app, "spare", &[]).await;
        let code = organised(&app, &centre, &volunteer, &friend).await;
        let group_code = grouped(&trainer, &friend).await;
        trainer.post("/kk/trainer/drafts", &[("course", "leadership")]).await.leads_to("/kk/trainer/drafts/1");
        super::imports::bring(&trainer, "questions.gift", &[("module", "motives")]).await.has(303);
        let archive = trainer.get("/kk/trainer/drafts/1/course.zip").await.ok().body;
        trainer.upload_with("/kk/trainer/drafts/import", ("file", "a.zip", archive), &[]).await.has(303);
        let spare = person_of(&app, "spare@example.kz").await;
        let front = app.client().get("/kk").await.ok().text();
        let asset = between(&front, "href=\"/assets/app.", "\"").to_owned();
        let first_aid = app.library.shelf().course("first-aid").cloned().expect("a course that comes with the program");
        let picture = first_aid.course.pictures.values().next().expect("a picture").digest.clone();
        let clients = [app.client(), volunteer, trainer, centre, administrator];
        Self {
            app,
            clients,
            number,
            finished,
            running,
            spare,
            confirm,
            reset,
            asset: format!("app.{asset}"),
            picture,
            code,
            group_code,
        }
    }

    /// A path of the routes with everything in braces filled in, so that it exists.
    pub(crate) fn fill(&self, method: &str, path: &str, lang: Lang) -> String {
        let is_of_running = path.ends_with("/{place}") || path.ends_with("/review");
        let id = match path {
            _ if path.contains("/people/") => self.spare.to_string(),
            _ if path.contains("/outbox/") || path.contains("/jobs/") => "999999".to_owned(),
            _ if is_of_running => self.running.to_string(),
            _ => self.finished.to_string(),
        };
        let link = if path.contains("/reset/") { &self.reset } else { &self.confirm };
        // A link that is used up belongs in the tests of accounts.
        let is_used_up = path.contains("/first/")
            || path.contains("/welcome/")
            || path.contains("/transcript/")
            || path.contains("/email") && path.contains("/{token}")
            || method == "POST" && path.contains("/confirm/");
        let works = !is_used_up;
        let token = if works { link.rsplit('/').next().unwrap_or_default() } else { "used" };
        let filled = path
            .replace("{lang}", lang.code())
            .replace("{name}", &self.asset)
            .replace("{digest}", &self.picture)
            .replace("{number}", &self.number)
            .replace("{course}", "leadership")
            .replace("{template}", "plan")
            .replace("{lesson}", "six-motives")
            .replace("{module}", "motives")
            .replace("{district}", "1")
            .replace("{settlement}", "1")
            .replace("{draft}", "1")
            .replace("{ending}", "xlsx")
            .replace("{version}", &self.app.library.shelf().course("leadership").expect("there").id.to_string())
            .replace("{upload}", if path.contains("/incoming/") { "2" } else { "1" })
            .replace("{fact}", "motives-count")
            .replace("{term}", "motive")
            .replace("{picture}", if path.contains("/media/") { "emblem.svg" } else { "emblem" })
            .replace("{change}", "1")
            .replace("{question}", "six-motives-check-1")
            .replace("{quiz}", "motives")
            .replace("{in}", "ru")
            .replace("{session}", "1")
            .replace("{seed}", "7")
            .replace("{place}", "1")
            .replace("{organisation}", "1")
            .replace("{list}", "1")
            .replace("{export}", "1")
            .replace("{code}", if path.contains("/group/") { &self.group_code } else { &self.code })
            .replace("{group}", "1")
            .replace("{token}", token)
            .replace("{id}", &id);
        assert!(!filled.contains('{'), "this test does not know what to put into {path}");
        if method == "GET" && path.ends_with("/history/course") { format!("{filled}?at=1") } else { filled }
    }
}

/// A trainer who also signs the course.
async fn trainer(app: &TestApp) -> Client {
    let trainer = staff(app, "trainer", &[Role::Trainer]).await;
    let person = person_of(app, "trainer@example.kz").await;
    let grant = ReviewGrant { course: slug("leadership"), kind: ReviewKind::Legal };
    let write = move |conn: &mut _, ctx: &_| accounts::grant_review(conn, ctx, person, &grant);
    app.app.write(Actor::Shell, write).await.expect("the database answers");
    trainer
}

/// An organisation that the volunteer coordinates, and to which a friend belongs; its code.
async fn organised(app: &TestApp, centre: &Client, volunteer: &Client, friend: &Client) -> String {
    make(centre, "Жас толқын").await.leads_to("/en/centre/organisations/1");
    let asem = person_of(app, "asem@example.kz").await;
    let appoint = move |conn: &mut _, ctx: &_| accounts::grant_coordinator(conn, ctx, asem, OrganisationId(1));
    app.app.write(Actor::Shell, appoint).await.expect("the database answers");
    let code = code_of(volunteer, 1).await;
    friend.post(&format!("/kk/join/{code}"), &[]).await.leads_to("/kk/learn/organisations");
    code
}

/// A group of the trainer, to which a friend belongs; its code.
async fn grouped(trainer: &Client, friend: &Client) -> String {
    let group = make_own(trainer, "Желтоқсан тобы").await;
    assert_eq!(group, "/en/trainer/groups/1");
    let code = code_of_group(trainer, &group).await;
    friend.post(&format!("/en/join/group/{code}"), &[]).await.leads_to("/en/learn/leadership");
    code
}

/// Waits for the number of the certificate of somebody who completed a course.
async fn number_of(learner: &Learner<'_>) -> String {
    for _ in 0..400 {
        let page = learner.client.get("/kk/learn/certificates").await.ok().text();
        let number = between(&page, "<p class=\"number\">", "</p>");
        if !number.is_empty() {
            return number.to_owned();
        }
        tokio::time::sleep(std::time::Duration::from_millis(25)).await;
    }
    panic!("no certificate within ten seconds");
}
