//! A coordinator with a phone: makes a code, answers who asks, looks at the own people; a volunteer asks and leaves.

use erikti::kernel::Actor;
use erikti::kernel::ids::OrganisationId;
use erikti::organisations::{Kept, NewOrganisation, OrganisationName, make};
use erikti::{accounts, organisations};

use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::harness::client::PASSWORD;
use crate::harness::database::TestDatabase;
use crate::phone::Phone;

const LEADER: &str = "erlan@example.kz";
const VOLUNTEER: &str = "asem@example.kz";
const NAME: &str = "Әсем Нұрғалиқызы";

#[tokio::test]
async fn with_script() {
    journey("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    journey("ru", Script::Off).await;
}

/// An organisation with a coordinator.
async fn organisation(app: &TestApp) -> OrganisationId {
    let made = app.app.write(Actor::Shell, |conn, ctx| {
        let name = |text| OrganisationName::parse(text).expect("a name");
        let new = NewOrganisation { kk: name("Жас толқын"), ru: name("Молодая волна"), en: None };
        let Kept::Yes(id) = make(conn, ctx, &new)? else { panic!("it is there already") };
        let leader = accounts::find_person_by_identifier(conn, LEADER)?.expect("an account");
        accounts::grant_coordinator(conn, ctx, leader, id)?;
        Ok(id)
    });
    made.await.expect("the database answers")
}

async fn sign_in(phone: &Phone, email: &str) {
    phone.open("/sign-in").await;
    phone.browser.fill("#identifier", email).await;
    phone.browser.fill("#password", &format!("{PASSWORD}\u{E007}")).await;
    phone.arrives("/learn").await;
}

async fn journey(lang: &'static str, script: Script) {
    let app = TestApp::start_on(TestDatabase::sqlite(), &[]).await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    for (name, email) in [("Ерлан Оспанов", LEADER), (NAME, VOLUNTEER)] {
        app.client().sign_up(lang, name, email).await;
    }
    let id = organisation(&app).await;
    let base = format!("/coordinator/{id}");

    sign_in(&phone, VOLUNTEER).await;
    phone.open("/learn/profile").await;
    phone.press_to("ul.doors a[href$=\"/organisations\"]", "/learn/organisations").await;
    phone.look("organisations-none").await;
    phone.browser.click("form:has(#organisation) button").await;
    phone.browser.find("#organisation-error").await;
    phone.look("organisations-wrong").await;
    phone.browser.choose("#organisation", &id.to_string()).await;
    phone.press_to("form:has(#organisation) button", "/learn/organisations").await;
    phone.browser.find("button[name=leave]").await;
    phone.look("organisations-asked").await;

    sign_in(&phone, LEADER).await;
    phone.press_to("nav.main a[href$=\"/coordinator\"]", "/coordinator").await;
    phone.look("coordinator").await;
    phone.press_to("main .card a", &base).await;
    phone.look("coordinator-nobody").await;
    phone.press_to("main a[href$=\"/invitation\"]", &format!("{base}/invitation")).await;
    phone.browser.follow("main form button").await;
    phone.browser.find("main .qr svg").await;
    phone.look("coordinator-code").await;
    phone.press_to("main a[href$=\"/requests\"]", &format!("{base}/requests")).await;
    phone.says(NAME).await;
    phone.look("coordinator-requests").await;
    phone.browser.follow("button[name=accept]").await;
    phone.open(&base).await;
    phone.says(NAME).await;
    phone.look("coordinator-people").await;
    phone.browser.follow("main th a").await;
    phone.look("coordinator-person").await;

    sign_in(&phone, VOLUNTEER).await;
    phone.open("/learn/organisations").await;
    phone.browser.click("main details summary").await;
    phone.look("organisations-leave").await;
    phone.browser.follow("button[name=leave]").await;
    phone.look("organisations-left").await;
    let waiting = app.app.read(move |conn| organisations::count_members(conn, &[id])).await;
    assert!(waiting.expect("the database answers").is_empty());
}
