//! The made-up people of `erikti demo` with long names, and one of everything that a button makes.

use std::fmt::Write as _;

use diesel::prelude::*;
use erikti::accounts::{self, ReviewGrant};
use erikti::db::schema::people;
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, ReviewKind, Slug};

use super::crawl::Somebody;
use crate::harness::app::{BUNDLED, TestApp};
use crate::harness::client::{Client, between};

/// About as long as a name may be.
const LONG: &str = "Гүлжазира-Айгерім Нұрмұхаммедқызы Әбдірахмангалиева-Тілеубергенова";
/// A long list has pages.
const PEOPLE: usize = 60;

/// Signs somebody in.
pub(crate) async fn sign_in(app: &TestApp, name: &'static str, (email, password): (&str, &str)) -> Somebody {
    let client = app.client();
    let answer = client.post("/kk/sign-in", &[("identifier", email), ("password", password)]).await.has(303);
    let mut cookies = answer.headers.get_all("set-cookie").iter().filter_map(|value| value.to_str().ok());
    let cookie = cookies.find_map(|value| value.strip_prefix("erikti=")?.split(';').next());
    let cookie = cookie.expect("a cookie").to_owned();
    Somebody { name, client, cookie, begin: vec!["/kk/learn".to_owned()] }
}

/// Somebody who is not signed in.
pub(crate) fn visitor(app: &TestApp) -> Somebody {
    let begin = vec!["/kk/sign-in".to_owned(), "/kk/nothing".to_owned(), "/kk/design".to_owned()];
    Somebody { name: "visitor", client: app.client(), cookie: String::new(), begin }
}

/// A full site.
pub(crate) struct Full {
    app: TestApp,
    password: String,
    visitor: Somebody,
    graduate: Somebody,
    learner: Somebody,
    young: Somebody,
    trainer: Somebody,
    coordinator: Somebody,
    centre: Somebody,
}

impl Full {
    /// Starts it. What the program shows of it is in its parts.
    pub(crate) async fn start() -> (TestApp, Vec<Somebody>) {
        let (app, password) = TestApp::start_demo(PEOPLE, BUNDLED).await;
        let named = app.app.write(Actor::Shell, |conn, _| {
            let known =
                people::email.eq_any(["graduate", "trainer", "young"].map(|name| format!("{name}@demo.example")));
            let all: Vec<PersonId> = people::table.select(people::id).load(conn)?;
            let some: Vec<PersonId> = all.into_iter().filter(|person| person.0 % 4 == 0).collect();
            diesel::update(people::table.filter(known)).set(people::name.eq(LONG)).execute(conn)?;
            diesel::update(people::table.filter(people::id.eq_any(some))).set(people::name.eq(LONG)).execute(conn)?;
            Ok(())
        });
        named.await.expect("the database answers");
        let who = async |name: &'static str| sign_in(&app, name, (&format!("{name}@demo.example"), &password)).await;
        let (graduate, learner, young) = (who("graduate").await, who("learner").await, who("young").await);
        let (trainer, coordinator, centre) = (who("trainer").await, who("coordinator").await, who("centre").await);
        let visitor = visitor(&app);
        let mut full = Self { app, password, visitor, graduate, learner, young, trainer, coordinator, centre };
        full.learn().await;
        full.teach().await;
        full.draft().await;
        full.lead().await;
        full.practise().await;
        full.change_addresses().await;
        let somebody = who_is_new(&full).await;
        let Self { app, visitor, graduate, learner, young, trainer, coordinator, centre, .. } = full;
        (app, vec![visitor, graduate, learner, young, somebody, trainer, coordinator, centre])
    }

    /// A test that runs, a question to the trainer, a transcript that others may see.
    async fn learn(&mut self) {
        let graduate = &mut self.graduate;
        let running = graduate.client.post("/kk/learn/leadership/tests/motives", &[]).await.has(303);
        graduate.begin.push(running.header("location").to_owned());
        let long = "Неліктен ұйымдастырушыларымыздың жауапкершіліктерінің бәрі бірдей емес? ".repeat(6);
        graduate.client.post("/kk/learn/leadership/ask", &[("message", &long)]).await.has(303);
        graduate.client.post("/kk/learn/certificates/transcript/link", &[]).await.has(303);
        let page = graduate.client.get("/kk/learn/certificates").await.ok().text();
        let secret = between(&page, "/t/", "<").to_owned();
        self.visitor.begin.push(format!("/t/{secret}"));
        // Where the first test leads once.
        self.learner.begin.push("/kk/learn/leadership/certificate".to_owned());
        // What is not for a volunteer.
        graduate.begin.extend(["/kk/centre", "/kk/learn/certificates/none"].map(str::to_owned));
    }

    /// The trainer also reviews, and has made an account; somebody with its code joins the group.
    async fn teach(&mut self) {
        let grant = self.app.app.write(Actor::Shell, |conn, ctx| {
            let trainer = accounts::find_person_by_identifier(conn, "trainer@demo.example")?.expect("an account");
            let course = Slug::parse("leadership").expect("a key");
            accounts::grant_review(conn, ctx, trainer, &ReviewGrant { course, kind: ReviewKind::Legal })
        });
        grant.await.expect("the database answers");
        let client = &self.trainer.client;
        for (name, year) in [(LONG, "2011"), ("Арман Сейтов", "1999")] {
            let form = client.get("/kk/trainer/people/new").await.ok().text();
            let token = between(&form, "name=\"token\" value=\"", "\"");
            let fields = [
                ("token", token),
                ("way", "one"),
                ("name", name),
                ("birth_year", year),
                ("district", "1"),
                ("language", "kk"),
            ];
            client.post("/kk/trainer/people/new", &fields).await.ok();
        }
        let code = number_on(client, "/kk/trainer/groups/1").await;
        self.young.begin.push(format!("/kk/join/group/{code}"));
        // Where a button leads that draws a sample test.
        let sample = "/kk/trainer/courses/leadership/preview/kk/tests/motives/7";
        self.trainer.begin.extend(["", "/1", "/review"].map(|rest| format!("{sample}{rest}")));
    }

    /// A draft with questions and a whole course that wait to be taken in.
    async fn draft(&mut self) {
        let client = &self.trainer.client;
        client.post("/kk/trainer/drafts", &[("course", "leadership")]).await.leads_to("/kk/trainer/drafts/1");
        let gift = std::fs::read(concat!(env!("CARGO_MANIFEST_DIR"), "/tests/exchange/questions.gift")).expect("there");
        let form = [("module", "motives")];
        let brought = client.upload_with("/kk/trainer/drafts/1/import", ("file", "q.gift", gift), &form).await.has(303);
        let archive = client.get("/kk/trainer/drafts/1/course.zip").await.ok().body;
        let course = client.upload_with("/kk/trainer/drafts/import", ("file", "a.zip", archive), &[]).await.has(303);
        self.trainer.begin.extend([brought, course].map(|answer| answer.header("location").to_owned()));
    }

    /// The coordinator's code, the centre's lists.
    async fn lead(&mut self) {
        let invitation = "/kk/coordinator/1/invitation";
        self.coordinator.client.post(invitation, &[]).await.has(303);
        let code = number_on(&self.coordinator.client, invitation).await;
        self.learner.begin.push(format!("/kk/join/{code}"));
        let centre = &self.centre.client;
        let mut list = "Name;Born;Email\nDana Dosankyzy;2005;dana@example.kz".to_owned();
        for number in 0..50_u8 {
            let letter = |part: u8| char::from(b'a' + part);
            let _ = write!(list, "\nНұрмұхаммедқызы Гүлжазира {}{};2008;", letter(number / 10), letter(number % 10));
        }
        let import = "/kk/centre/people/import";
        for is_confirmed in [false, true] {
            let form = [("district", "1"), ("language", "kk")];
            let file = ("file", "people.csv", list.as_bytes().to_vec());
            let page = centre.upload_with(import, file, &form).await.has(303).header("location").to_owned();
            if is_confirmed {
                centre.post(&page, &[("confirm", "yes")]).await.has(303);
            }
            self.centre.begin.push(page);
        }
        let welcome = mailed(&self.app, "dana@example.kz", "/welcome/").await;
        self.visitor.begin.push(welcome);
    }

    /// A session of practice.
    async fn practise(&mut self) {
        let centre = &self.centre.client;
        let (held, until) = (self.app.app.today().to_string(), self.app.app.today().plus_days(100).to_string());
        let form = [
            ("course", "leadership"),
            ("held_on", held.as_str()),
            ("place", "Қонаев, мектеп 3"),
            ("hours", "4,5"),
            ("trainer", LONG),
            ("trainer_number", "KZ-1234"),
            ("trainer_until", until.as_str()),
            ("months", "24"),
            ("evidence", "Тізім, 12-папка"),
            ("people", "graduate@demo.example"),
        ];
        let new = "/kk/centre/practical/new";
        let shown = centre.upload_with(new, ("file", "", Vec::new()), &form).await.ok().text();
        let value = |name: &str| between(&shown, &format!("name=\"{name}\" value=\""), "\"").to_owned();
        let (run, ids) = (value("run"), value("ids"));
        let more = [("run", run.as_str()), ("ids", ids.as_str()), ("confirm", "yes")];
        let done = centre.upload_with(new, ("file", "", Vec::new()), &[&form[..], &more[..]].concat()).await.has(303);
        self.centre.begin.push(done.header("location").to_owned());
    }

    /// Links in mails: to a new password, to another address, back to the former one.
    async fn change_addresses(&mut self) {
        let visitor = self.app.client();
        visitor.post("/kk/reset", &[("identifier", "coordinator@demo.example")]).await.ok();
        self.visitor.begin.push(mailed(&self.app, "coordinator@demo.example", "/reset/").await);
        visitor.sign_up("kk", LONG, "asem@example.kz").await;
        self.visitor.begin.push(mailed(&self.app, "asem@example.kz", "/confirm/").await);
        for (somebody, email, is_taken) in [(&self.learner, "learner", false), (&self.young, "young", true)] {
            let new = format!("{email}@example.kz");
            let form = [("email", new.as_str()), ("present_password", &self.password)];
            somebody.client.post("/kk/learn/profile/email", &form).await.has(303);
            let link = mailed(&self.app, &new, "/email/").await;
            if is_taken {
                somebody.client.post(&link, &[]).await.has(303);
                self.visitor.begin.push(mailed(&self.app, &format!("{email}@demo.example"), "/email-undo/").await);
            } else {
                self.visitor.begin.push(link);
            }
        }
    }
}

/// Somebody who has just signed up: the emptiest pages of a volunteer.
async fn who_is_new(full: &Full) -> Somebody {
    sign_in(&full.app, "new", ("new@demo.example", &full.password)).await
}

/// The code on a page.
async fn number_on(client: &Client, page: &str) -> String {
    let text = client.get(page).await.ok().text();
    between(&text, "<p class=\"number\">", "</p>").replace(' ', "")
}

/// The path of the link with this in it, from the next mails to an address; the language may be any.
async fn mailed(app: &TestApp, email: &str, part: &str) -> String {
    loop {
        let mail = app.mail_to(email).await;
        let message = mail_parser::MessageParser::default().parse(&mail.bytes).expect("a mail");
        let text = message.body_text(0).expect("a text").into_owned();
        if let Some(link) = text.split_whitespace().find(|word| word.contains(part)) {
            let path = link.splitn(4, '/').nth(3).expect("an address");
            return format!("/kk/{}", path.split_once('/').expect("a language").1);
        }
    }
}
