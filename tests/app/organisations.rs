//! Organisations: the centre makes them, people ask or come by a code, a coordinator decides.

use erikti::accounts::{self, Granted};
use erikti::kernel::Role;
use erikti::kernel::ids::{OrganisationId, PersonId};
use erikti::organisations::{self, Filter, Standing};

use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::people::{audit_of, confirm, person_of, staff};
use super::text;

pub(crate) const OWN: &str = "/en/learn/organisations";
const CENTRE: &str = "/en/centre/organisations";
const DAY: i64 = 24 * 3600;

/// Adds an organisation.
pub(crate) async fn make(centre: &Client, name: &str) -> Answer {
    centre.post(&format!("{CENTRE}/new"), &[("name_kk", name), ("name_ru", name)]).await
}

/// Makes the person with this address a coordinator.
pub(crate) async fn appoint(centre: &Client, organisation: i64, email: &str) {
    let page = format!("{CENTRE}/{organisation}");
    let coordinators = format!("{page}/coordinators");
    let shown = centre.post(&coordinators, &[("identifier", email)]).await.ok().text();
    let person = between(&shown, "name=\"appoint\" value=\"", "\"");
    centre.post(&coordinators, &[("identifier", email), ("appoint", person)]).await.leads_to(&page);
}

/// The code of an organisation, newly made.
pub(crate) async fn code_of(coordinator: &Client, organisation: i64) -> String {
    let page = format!("/en/coordinator/{organisation}/invitation");
    coordinator.post(&page, &[]).await.leads_to(&page);
    let text = coordinator.get(&page).await.ok().text();
    let code = between(&text, "<p class=\"number\">", "</p>").replace(' ', "");
    assert_eq!(code.len(), 10, "{code:?}");
    code
}

/// Somebody with a browser and this name, at `{email}@example.kz`.
pub(crate) async fn person(app: &TestApp, name: &str, email: &str) -> (Client, PersonId) {
    let (client, email) = (app.client(), format!("{email}@example.kz"));
    client.sign_up("en", name, &email).await;
    let id = person_of(app, &email).await;
    (client, id)
}

/// The same, with a confirmed address.
pub(crate) async fn known(app: &TestApp, name: &str, email: &str) -> (Client, PersonId) {
    let (client, id) = person(app, name, email).await;
    confirm(app, &client, &format!("{email}@example.kz")).await;
    (client, id)
}

pub(crate) async fn ask(client: &Client, organisation: &str) -> Answer {
    client.post(OWN, &[("organisation", organisation)]).await
}

/// The row of the membership of somebody who waits, as the coordinator's page names it.
async fn waiting(coordinator: &Client, name: &str) -> String {
    let text = coordinator.get("/en/coordinator/1/requests").await.ok().text();
    let (_, rest) = text.split_once(&format!("<h2>{name}</h2>")).unwrap_or_else(|| panic!("{name} does not wait"));
    between(rest, "name=\"accept\" value=\"", "\"").to_owned()
}

async fn standing(app: &TestApp, person: PersonId) -> Vec<Standing> {
    let all = app.app.read(move |conn| organisations::list_of_person(conn, person, 50)).await;
    all.expect("the database answers").into_iter().map(|membership| membership.standing).collect()
}

#[tokio::test]
async fn the_centre_adds_renames_closes_and_reopens_organisations() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (leader, leader_id) = person(&app, "Ерлан Оспанов", "erlan").await;
        confirm(&app, &leader, "erlan@example.kz").await;
        centre.get(CENTRE).await.ok().says("There is no organisation yet");

        // Two names are wrong in the same way: each is told by its field.
        let both = centre.post(&format!("{CENTRE}/new"), &[("name_kk", ""), ("name_ru", "7")]).await.has(422);
        both.says("Name in Kazakh: Write the name");
        both.says("Name in Russian: Write the name");
        let wrong = [("name_kk", "Жас толқын"), ("name_ru", "7"), ("name_en", "")];
        let refused = centre.post(&format!("{CENTRE}/new"), &wrong).await.has(422);
        refused.says("value=\"Жас толқын\"");
        refused.says("id=\"name_ru-error\"");
        make(&centre, "Жас толқын").await.leads_to(&format!("{CENTRE}/1"));
        make(&centre, "Екінші").await.leads_to(&format!("{CENTRE}/2"));
        make(&centre, "«ЖАС  ТОЛҚЫН»").await.has(422).says("has this name already");

        let renamed = [("name_kk", "Жас толқын"), ("name_ru", "Молодая волна"), ("name_en", "Young wave")];
        let page = format!("{CENTRE}/1");
        centre.post(&page, &renamed).await.leads_to(&page);
        assert!(centre.post(&page, &renamed).await.has(303).header("set-cookie").contains("flash-already-so"));
        centre.get("/ru/centre/organisations/1").await.ok().says("<h1>Молодая волна</h1>");
        centre.post(&page, &[("name_kk", "Екінші"), ("name_ru", "Вторая")]).await.has(422).says("value=\"Вторая\"");

        centre
            .post(&format!("{page}/coordinators"), &[("identifier", "no@example.kz")])
            .await
            .has(422)
            .says("Nobody has");
        leader.get("/en/coordinator").await.has(403);
        appoint(&centre, 1, "erlan@example.kz").await;
        leader.get("/en/coordinator").await.ok().says("/en/coordinator/1");
        leader.get("/en/coordinator/1").await.ok().says("Young wave");
        assert_eq!(audit_of(&app, leader_id).await.last().map(String::as_str), Some("role granted"));

        centre.post(&format!("{page}/close"), &[]).await.leads_to(&page);
        leader.get("/en/coordinator/1").await.has(404);
        leader.get("/en/coordinator").await.ok().says("You coordinate no open organisation");
        leader.get(OWN).await.ok().says("Екінші");
        assert!(!leader.get(OWN).await.text().contains("Young wave"));
        // A name that was refused may have used up a number.
        let third = make(&centre, "Жас толқын").await.has(303).header("location").to_owned();
        centre.post(&format!("{page}/reopen"), &[]).await.has(422).says("has this name already");
        centre.post(&format!("{third}/close"), &[]).await.has(303);
        centre.post(&format!("{page}/reopen"), &[]).await.leads_to(&page);
        leader.get("/en/coordinator/1").await.ok();

        centre.post(&format!("{page}/coordinators"), &[("withdraw", &leader_id.to_string())]).await.leads_to(&page);
        leader.get("/en/coordinator/1").await.has(403);
        centre.get("/kk/centre/audit?action=organisation+closed").await.ok().says("/kk/centre/organisations/1");
    })
    .await;
}

#[tokio::test]
async fn somebody_asks_is_accepted_leaves_and_is_declined() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (leader, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        confirm(&app, &leader, "erlan@example.kz").await;
        make(&centre, "Жас толқын").await.has(303);
        appoint(&centre, 1, "erlan@example.kz").await;
        let (aidana, id) = person(&app, "Айдана Аманқызы", "aidana").await;
        confirm(&app, &aidana, "aidana@example.kz").await;

        ask(&aidana, "").await.has(422).says("Choose an organisation");
        ask(&aidana, "1").await.leads_to(OWN);
        // A second click, and somebody else on the same day: one mail.
        assert!(ask(&aidana, "1").await.has(303).header("set-cookie").contains("flash-already-so"));
        let mail = text(&app.mail_to("erlan@example.kz").await);
        assert!(mail.contains("/en/coordinator/1/requests"), "{mail}");
        leader.get("/en/coordinator/1").await.ok().says("Nobody belongs to your organisation yet");
        let membership = waiting(&leader, "Айдана Аманқызы").await;
        let answer = [("accept", membership.as_str())];
        let requests = "/en/coordinator/1/requests";
        leader.post(requests, &answer).await.leads_to(requests);
        assert!(
            leader.post(requests, &answer).await.has(303).header("set-cookie").contains("flash-membership-decided")
        );
        let mail = text(&app.mail_to("aidana@example.kz").await);
        assert!(mail.contains("has accepted you") && mail.contains("Жас толқын"), "{mail}");
        leader.get("/en/coordinator/1").await.ok().says("Айдана Аманқызы");
        aidana.get(OWN).await.ok().says("Leave this organisation");

        aidana.post(OWN, &[("leave", &membership)]).await.leads_to(OWN);
        assert!(!leader.get("/en/coordinator/1").await.ok().text().contains("Айдана"));
        leader.get(&format!("/en/coordinator/1/people/{id}")).await.has(404);

        ask(&aidana, "1").await.leads_to(OWN);
        let membership = waiting(&leader, "Айдана Аманқызы").await;
        leader.post(requests, &[("decline", &membership)]).await.leads_to(requests);
        let mail = text(&app.mail_to("aidana@example.kz").await);
        assert!(mail.contains("its coordinator declined"), "{mail}");
        aidana.get(OWN).await.ok().says("the coordinator declined");
        assert!(matches!(standing(&app, id).await.as_slice(), [Standing::Declined, Standing::Ended]));
        let actions = audit_of(&app, id).await;
        for action in ["membership accepted", "membership left", "membership declined"] {
            assert!(actions.iter().any(|known| known == action), "{actions:?}");
        }
    })
    .await;
}

#[tokio::test]
async fn a_code_brings_people_in_until_it_ends() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (leader, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        confirm(&app, &leader, "erlan@example.kz").await;
        make(&centre, "Жас толқын").await.has(303);
        appoint(&centre, 1, "erlan@example.kz").await;
        let code = code_of(&leader, 1).await;

        // Somebody without an account is led through signing up and back.
        let link = format!("/en/join/{code}");
        let visitor = app.client();
        let next = visitor.get(&link).await.has(303);
        assert_eq!(next.header("location"), format!("/en/sign-in?next=%2Fen%2Fjoin%2F{code}"));
        let (aidana, id) = person(&app, "Айдана Аманқызы", "aidana").await;
        let shown = aidana.get(&link).await.ok();
        shown.says("Жас толқын");
        shown.says("which certificates you hold");
        assert!(standing(&app, id).await.is_empty(), "opening the link changes nothing");
        // Typed with blanks.
        let spaced = format!(" {} {}", &code[..5], &code[5..]);
        aidana.post(OWN, &[("code", &spaced)]).await.leads_to(&link);
        aidana.post(OWN, &[("code", "12345")]).await.has(422).says("The code has ten digits");
        aidana.post(&link, &[]).await.leads_to(OWN);
        assert!(aidana.post(&link, &[]).await.has(303).header("set-cookie").contains("flash-already-so"));
        leader.get("/en/coordinator/1").await.ok().says("Айдана Аманқызы");

        // Who had asked belongs by the code at once.
        let (dana, dana_id) = person(&app, "Дана Досан", "dana").await;
        ask(&dana, "1").await.has(303);
        dana.post(&link, &[]).await.leads_to(OWN);
        assert!(matches!(standing(&app, dana_id).await.as_slice(), [Standing::Member { .. }]));

        // The coordinator removes her; she is told, and may come again.
        leader.post(&format!("/en/coordinator/1/people/{dana_id}/remove"), &[]).await.leads_to("/en/coordinator/1");
        leader.post(&format!("/en/coordinator/1/people/{dana_id}/remove"), &[]).await.has(404);

        let another = code_of(&leader, 1).await;
        dana.get(&link).await.has(410).says("This code does not work");
        dana.post(&link, &[]).await.has(410);
        dana.post(&format!("/en/join/{another}"), &[]).await.leads_to(OWN);
        leader.post("/en/coordinator/1/invitation/end", &[]).await.has(303);
        dana.get(&format!("/en/join/{another}")).await.has(410);
        let last = code_of(&leader, 1).await;
        dana.get(&format!("/en/join/{last}")).await.ok();
        app.advance(31 * DAY);
        let later = app.client();
        later.sign_in("en", "dana@example.kz").await;
        later.get(&format!("/en/join/{last}")).await.has(410);
    })
    .await;
}

#[tokio::test]
async fn trying_codes_and_asking_everywhere_has_an_end() {
    let app = TestApp::start().await;
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    let (aidana, _) = person(&app, "Айдана Аманқызы", "aidana").await;
    for number in 1..=6 {
        make(&centre, &format!("Ұйым {number}")).await.has(303);
    }
    for number in 1..=5 {
        ask(&aidana, &number.to_string()).await.leads_to(OWN);
    }
    ask(&aidana, "6").await.has(422).says("That is too many");
    for number in 0..60 {
        aidana.get(&format!("/en/join/{number:010}")).await.has(410);
    }
    aidana.get("/en/join/0000000061").await.has(429);
}

#[tokio::test]
async fn memberships_go_with_the_person() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (leader, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        confirm(&app, &leader, "erlan@example.kz").await;
        for name in ["Жас толқын", "Екінші"] {
            make(&centre, name).await.has(303);
        }
        appoint(&centre, 1, "erlan@example.kz").await;
        let code = code_of(&leader, 1).await;
        let (first, from) = person(&app, "Айдана Аманқызы", "aidana").await;
        let (second, into) = person(&app, "Айдана Аманқызы", "aidana.two").await;
        first.post(&format!("/en/join/{code}"), &[]).await.has(303);
        ask(&first, "2").await.has(303);
        ask(&second, "2").await.has(303);

        let exported = app.app.read(move |conn| organisations::export_memberships(conn, from)).await;
        let exported = serde_json::Value::Array(exported.expect("the database answers")).to_string();
        assert!(exported.contains("Жас толқын") && exported.contains("\"asked\""), "{exported}");
        assert!(exported.contains("\"by_code\":true") && exported.contains("\"member_since\":\"2026"), "{exported}");

        let merge = format!("/en/centre/people/{from}/merge");
        centre.post(&merge, &[("into", &into.to_string())]).await.has(303);
        let kept = standing(&app, into).await;
        assert!(
            matches!(
                kept.as_slice(),
                [Standing::Member { .. }, Standing::Asked, Standing::Ended]
                    | [Standing::Asked, Standing::Member { .. }, Standing::Ended]
            ),
            "{kept:?}"
        );
        leader.get("/en/coordinator/1").await.ok().says(&format!("/people/{into}\""));

        let done =
            app.app.write(erikti::kernel::Actor::System, move |conn, _| organisations::erase_memberships(conn, into));
        done.await.expect("the database answers");
        assert!(standing(&app, into).await.is_empty());
    })
    .await;
}

#[tokio::test]
async fn a_merge_keeps_the_membership_that_was_accepted() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (leader, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        confirm(&app, &leader, "erlan@example.kz").await;
        make(&centre, "Жас толқын").await.has(303);
        appoint(&centre, 1, "erlan@example.kz").await;
        let code = code_of(&leader, 1).await;
        let (first, from) = person(&app, "Айдана Аманқызы", "aidana").await;
        let (second, into) = person(&app, "Айдана Аманқызы", "aidana.two").await;
        first.post(&format!("/en/join/{code}"), &[]).await.has(303);
        ask(&second, "1").await.has(303);
        centre.post(&format!("/en/centre/people/{from}/merge"), &[("into", &into.to_string())]).await.has(303);
        let kept = standing(&app, into).await;
        assert!(matches!(kept.as_slice(), [Standing::Member { .. }, Standing::Ended]), "{kept:?}");
        leader.get("/en/coordinator/1").await.ok().says(&format!("/people/{into}\""));
    })
    .await;
}

#[tokio::test]
async fn a_list_of_all_misses_nobody_when_somebody_leaves_meanwhile() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (leader, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        confirm(&app, &leader, "erlan@example.kz").await;
        make(&centre, "Жас толқын").await.has(303);
        appoint(&centre, 1, "erlan@example.kz").await;
        let code = code_of(&leader, 1).await;
        let mut everybody = Vec::new();
        // Some of one name, and one who comes first of all.
        for (name, email) in
            [("Айдана Аман", "a"), ("Дана Досан", "b"), ("Дана Досан", "c"), ("Дана Досан", "d"), ("Ясмин Ержан", "e")]
        {
            let (client, id) = person(&app, name, email).await;
            client.post(&format!("/en/join/{code}"), &[]).await.has(303);
            everybody.push(id);
        }
        let today = app.app.today();
        let listed = app.app.write(erikti::kernel::Actor::System, move |conn, ctx| {
            let (mut listed, filter, mut after) = (Vec::new(), Filter::default(), None);
            let asked = (&filter, today);
            loop {
                let part = (after.as_ref(), 2);
                let (found, last) = organisations::list_members_from(conn, OrganisationId(1), asked, part)?;
                assert!(found.len() <= 2, "a part has two people");
                if listed.is_empty() {
                    let first = (OrganisationId(1), found[0].membership);
                    organisations::remove(conn, ctx, first, "https://erikti.example.kz/")?;
                }
                listed.extend(found.iter().map(|member| member.person));
                after = last;
                if after.is_none() {
                    return Ok(listed);
                }
            }
        });
        assert_eq!(listed.await.expect("the database answers"), everybody);
    })
    .await;
}

#[tokio::test]
async fn a_stranger_with_somebodys_address_is_made_no_coordinator() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        make(&centre, "Жас толқын").await.has(303);
        let (stranger, id) = person(&app, "Бөтен Біреу", "work").await;
        let page = format!("{CENTRE}/1/coordinators");
        let typed = [("identifier", "work@example.kz")];
        let id = id.to_string();
        let pressed = [("identifier", "work@example.kz"), ("appoint", id.as_str())];
        // Neither shown as somebody to choose, nor made one by the form of the next step.
        for form in [&typed[..], &pressed[..]] {
            let refused = centre.post(&page, form).await.has(422);
            refused.says("Nobody has confirmed this e-mail");
            refused.says("value=\"work@example.kz\"");
        }
        stranger.get("/en/coordinator").await.has(403);
        // Once it is theirs, the centre sees the name before anything is done, in the other language too.
        confirm(&app, &stranger, "work@example.kz").await;
        centre.post(&page, &typed).await.ok().says("Бөтен Біреу");
        let switched = [("identifier", "work@example.kz"), ("switch", "ru")];
        centre.post(&page, &switched).await.ok().says("Это тот самый человек?");
        stranger.get("/en/coordinator").await.has(403);
        // Another person than was shown is not made one.
        centre.post(&page, &[typed[0], ("appoint", "1")]).await.has(422);
        centre.post(&page, &pressed).await.leads_to(&format!("{CENTRE}/1"));
        stranger.get("/en/coordinator/1").await.ok();
    })
    .await;
}

#[tokio::test]
async fn a_coordinators_role_is_held_for_an_organisation_alone() {
    let app = TestApp::start().await;
    let (_, id) = person(&app, "Ерлан Оспанов", "erlan").await;
    let whole =
        app.app.write(erikti::kernel::Actor::Shell, move |conn, ctx| accounts::grant(conn, ctx, id, Role::Coordinator));
    assert!(whole.await.is_err(), "without an organisation it is no role");
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    make(&centre, "Жас толқын").await.has(303);
    make(&centre, "Екінші").await.has(303);
    for (organisation, expected) in [(1, Granted::Yes), (2, Granted::Yes), (2, Granted::AlreadySo)] {
        let granted = app.app.write(erikti::kernel::Actor::Shell, move |conn, ctx| {
            accounts::grant_coordinator(conn, ctx, id, OrganisationId(organisation))
        });
        assert_eq!(granted.await.expect("the database answers"), expected);
    }
}
