//! Groups: a trainer or the centre makes one, people join it by its code and are in the course.

use erikti::content::withdraw::{Offer, offer};
use erikti::groups;
use erikti::kernel::ids::{CourseId, PersonId};
use erikti::kernel::{Actor, Lang, Role};
use erikti::learning;

use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::learner::Learner;
use super::organisations::{make as make_organisation, person};
use super::people::{audit_of, confirm, person_of, staff};
use super::text;

pub(crate) const OWN: &str = "/en/learn/groups";
pub(crate) const GROUPS: &str = "/en/trainer/groups";
const DAY: i64 = 24 * 3600;

/// A form of a group. Tests begin on 22 November 2026.
pub(crate) fn form<'a>(name: &'a str, run: &'a str) -> Vec<(&'a str, &'a str)> {
    vec![("run", run), ("name", name), ("course", "leadership"), ("starts_on", "2026-11-23"), ("ends_on", "2026-11-30")]
}

fn flash(answer: &Answer) -> &str {
    answer.header("set-cookie")
}

/// The group that a trainer makes: its page.
pub(crate) async fn make_own(trainer: &Client, name: &str) -> String {
    let run =
        between(&trainer.get(&format!("{GROUPS}/new")).await.ok().text(), "name=\"run\" value=\"", "\"").to_owned();
    assert!(!run.is_empty());
    trainer.post(&format!("{GROUPS}/new"), &form(name, &run)).await.has(303).header("location").to_owned()
}

/// The code on the page of a group.
pub(crate) async fn code_of_group(staff: &Client, page: &str) -> String {
    let text = staff.get(page).await.ok().text();
    let code = between(&text, "<p class=\"number\">", "</p>").replace(' ', "");
    assert_eq!(code.len(), 8, "{code:?}");
    code
}

/// A trainer whose address is confirmed, `{name}@example.kz`.
pub(crate) async fn trainer(app: &TestApp, name: &str) -> (Client, PersonId) {
    let client = staff(app, name, &[Role::Trainer]).await;
    let email = format!("{name}@example.kz");
    confirm(app, &client, &email).await;
    (client, person_of(app, &email).await)
}

pub(crate) fn leadership(app: &TestApp) -> CourseId {
    app.library.shelf().course("leadership").expect("a course that comes with the program").course_id
}

/// The groups of a person that go on.
pub(crate) async fn present(app: &TestApp, person: PersonId) -> Vec<String> {
    let all = app.app.read(move |conn| groups::list_of_person(conn, person, 50)).await.expect("the database answers");
    all.into_iter().filter(|own| own.ending.is_none()).map(|own| own.name).collect()
}

#[tokio::test]
async fn the_centre_makes_a_group_and_what_is_wrong_with_it_is_said() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (_, trainer) = trainer(&app, "trainer").await;
        staff(&app, "unconfirmed", &[Role::Trainer]).await;
        centre.get(GROUPS).await.ok().says("There is no group yet");
        make_organisation(&centre, "Жас толқын").await.has(303);

        let new = format!("{GROUPS}/new");
        centre.get(&new).await.ok().says("Жас толқын");
        let refused = centre.post(&new, &[("name", "7"), ("places", "0"), ("organisation", "999")]).await.has(422);
        for field in ["name", "course", "starts_on", "ends_on", "trainer", "places", "organisation"] {
            refused.says(&format!("id=\"{field}-error\""));
        }
        refused.says("value=\"7\"");
        let with = |changed: &[(&'static str, &'static str)]| {
            let mut fields = form("Талғар, қараша", "one");
            fields.retain(|(name, _)| !changed.iter().any(|(other, _)| other == name));
            fields.extend_from_slice(changed);
            fields
        };
        for (changed, words) in [
            (&[("trainer", "trainer@example.kz"), ("ends_on", "2026-11-22")], "The last day is before the first one"),
            (&[("trainer", "trainer@example.kz"), ("ends_on", "2062-11-30")], "two years at most"),
            // Whether there is an account without the role is not told.
            (&[("trainer", "centre@example.kz"), ("places", "")], "No trainer has this e-mail"),
            (&[("trainer", "no@example.kz"), ("places", "")], "No trainer has this e-mail"),
            (&[("trainer", "unconfirmed@example.kz"), ("places", "")], "Nobody has confirmed this e-mail"),
            (&[("trainer", ""), ("places", "")], "Say who leads the group"),
        ] {
            let refused = centre.post(&new, &with(changed)).await.has(422);
            refused.says(words);
            refused.says("value=\"Талғар, қараша\"");
        }
        // Another language keeps what was typed.
        let switched = centre.post(&new, &with(&[("places", "12"), ("switch", "ru")])).await.ok();
        switched.says("Создать группу");
        switched.says("value=\"12\"");

        let page = format!("{GROUPS}/1");
        let good = with(&[("trainer", "trainer@example.kz"), ("places", "12"), ("organisation", "1")]);
        let made = centre.post(&new, &good).await.has(303);
        assert!(flash(&made).contains("flash-group-made"));
        let page = if made.header("location") == page { page } else { made.header("location").to_owned() };
        // Sent twice, it is there once; with another name it is another one.
        let again = centre.post(&new, &good).await.has(303);
        assert_eq!((again.header("location"), flash(&again).contains("flash-already-so")), (page.as_str(), true));
        let other = with(&[("trainer", "trainer@example.kz"), ("name", "Кеген, қараша")]);
        assert_ne!(centre.post(&new, &other).await.has(303).header("location"), page);

        let shown = centre.get(&page).await.ok();
        for words in ["<h1>Талғар, қараша</h1>", "Айгүл Сейітқызы", "23 Nov 2026 – 30 Nov 2026", "0 / 12", "Жас толқын"]
        {
            shown.says(words);
        }
        shown.says("Nobody has joined yet");
        centre.get(&format!("{GROUPS}?search=тал")).await.ok().says("Талғар, қараша");
        assert!(!centre.get(&format!("{GROUPS}?search=тал")).await.text().contains("Кеген"));
        centre.get(&format!("{GROUPS}?search=жоқ")).await.ok().says("No group has such a name");
        assert!(audit_of(&app, trainer).await.contains(&"group given".to_owned()));
        let log = centre.get("/en/centre/audit?action=group+made").await.ok();
        log.says("Талғар, қараша · 2026-11-23–2026-11-30 · 12");
        log.says("/en/trainer/groups/");
    })
    .await;
}

#[tokio::test]
async fn a_group_is_corrected_by_going_back_and_two_who_change_it_see_each_other() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        trainer(&app, "trainer").await;
        let (new, page) = (format!("{GROUPS}/new"), format!("{GROUPS}/1"));
        let with = |ends: &'static str| {
            let mut fields = form("Талғар, қараша", "one");
            fields.retain(|(name, _)| *name != "ends_on");
            [fields.as_slice(), &[("trainer", "trainer@example.kz"), ("places", "12"), ("ends_on", ends)]].concat()
        };
        centre.post(&new, &with("2026-11-30")).await.leads_to(&page);
        let mail = text(&app.mail_to("trainer@example.kz").await);
        assert!(mail.contains("Талғар, қараша") && mail.contains("/trainer/groups/1"), "{mail}");
        // Going back and correcting a day corrects it.
        centre.post(&new, &with("2026-12-05")).await.leads_to(&page);
        centre.get(&page).await.ok().says("23 Nov 2026 – 5 Dec 2026");
        // The second one sees what the first one saved, and nothing typed is lost.
        let form_page = centre.get(&format!("{page}/edit")).await.ok().text();
        let was = between(&form_page, "name=\"was\" value=\"", "\"").to_owned();
        let edit = async |was: &str, ends: &str, places: &str| {
            let days = [("starts_on", "2026-11-23"), ("ends_on", ends)];
            let rest = [("was", was), ("name", "Талғар, қараша"), ("places", places)];
            centre.post(&format!("{page}/edit"), &[days.as_slice(), &rest].concat()).await
        };
        edit(&was, "2026-12-06", "12").await.leads_to(&page);
        // A second click is nobody else.
        let twice = edit(&was, "2026-12-06", "12").await.has(303);
        assert!(flash(&twice).contains("flash-already-so"), "{}", flash(&twice));
        let refused = edit(&was, "2026-11-30", "20").await.has(409);
        refused.says("23 Nov 2026 – 6 Dec 2026");
        refused.says("value=\"2026-11-30\"");
        centre.get(&page).await.ok().says("0 / 12");
        let now = between(&refused.text(), "name=\"was\" value=\"", "\"").to_owned();
        edit(&now, "2026-11-30", "20").await.leads_to(&page);
        centre.get(&page).await.ok().says("0 / 20");
    })
    .await;
}

#[tokio::test]
async fn an_old_form_takes_no_group_back_and_undoes_nothing() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (own, _) = trainer(&app, "own").await;
        let (other, _) = trainer(&app, "other").await;
        let (new, old) = (format!("{GROUPS}/new"), form("Талғар, қараша", "one"));
        let page = own.post(&new, &old).await.has(303).header("location").to_owned();
        let edit = |ends: &'static str, trainer: &'static str| {
            let days = [("starts_on", "2026-11-23"), ("ends_on", ends)];
            [days, [("name", "Талғар, қараша"), ("trainer", trainer)]].concat()
        };
        let sent_again = async |client: &Client, form: &[(&str, &str)]| {
            let answer = client.post(&new, form).await.has(303);
            assert!(flash(&answer).contains("flash-group-made-before"), "{}", flash(&answer));
            answer.header("location").to_owned()
        };
        // Given to another trainer, who chose other days.
        centre.post(&format!("{page}/edit"), &edit("2026-11-30", "other@example.kz")).await.leads_to(&page);
        other.post(&format!("{page}/edit"), &edit("2026-12-05", "")).await.leads_to(&page);
        assert_eq!(sent_again(&own, &old).await, GROUPS);
        own.get(&page).await.has(404);
        other.get(&page).await.ok().says("23 Nov 2026 – 5 Dec 2026");

        // Of the centre, too: nothing that was changed since is undone, and nobody else leads it.
        let by_centre = |trainer: &'static str| [form("Кеген", "two").as_slice(), &[("trainer", trainer)]].concat();
        let second = centre.post(&new, &by_centre("own@example.kz")).await.has(303).header("location").to_owned();
        assert_eq!(sent_again(&centre, &by_centre("other@example.kz")).await, second);
        own.get(&second).await.ok();
        let edit = [("name", "Кеген"), ("starts_on", "2026-11-23"), ("ends_on", "2026-12-06")];
        own.post(&format!("{second}/edit"), &edit).await.leads_to(&second);
        assert_eq!(sent_again(&centre, &by_centre("own@example.kz")).await, second);
        centre.get(&second).await.ok().says("23 Nov 2026 – 6 Dec 2026");

        // Another course is another group.
        let mut first_aid = by_centre("own@example.kz");
        first_aid.retain(|(name, _)| *name != "course");
        first_aid.push(("course", "first-aid"));
        assert_ne!(centre.post(&new, &first_aid).await.has(303).header("location"), second);
    })
    .await;
}

#[tokio::test]
async fn a_code_leads_into_the_group_and_the_course() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, _) = trainer(&app, "trainer").await;
        let page = make_own(&trainer, "Талғар, қараша").await;
        let code = code_of_group(&trainer, &page).await;
        trainer.get(&page).await.ok().says(&format!("/en/join/group/{code}"));

        // Somebody without an account is led through signing up and back.
        let link = format!("/en/join/group/{code}");
        let next = app.client().get(&link).await.has(303);
        assert_eq!(next.header("location"), format!("/en/sign-in?next=%2Fen%2Fjoin%2Fgroup%2F{code}"));
        let (asem, id) = person(&app, "Әсем Нұрғалиқызы", "asem").await;
        asem.get("/en/learn").await.ok().says("I have the code of a group");
        let shown = asem.get(&link).await.ok();
        for words in ["Талғар, қараша", "Айгүл Сейітқызы", "23 Nov 2026 – 30 Nov 2026", "what you did in the course"]
        {
            shown.says(words);
        }
        assert!(present(&app, id).await.is_empty(), "opening the link changes nothing");

        // Typed with blanks, into either form; that of an organisation into this one.
        let spaced = format!(" {} {}", &code[..4], &code[4..]);
        asem.post(OWN, &[("code", &spaced)]).await.leads_to(&link);
        asem.post("/en/learn/organisations", &[("code", &spaced)]).await.leads_to(&link);
        asem.post(OWN, &[("code", "12345 67890")]).await.leads_to("/en/join/1234567890");
        let wrong = asem.post(OWN, &[("code", "1234 567")]).await.has(422);
        wrong.says("has eight digits");
        wrong.says("value=\"1234 567\"");
        asem.get("/en/join/group/nothing").await.has(410);

        let joined = asem.post(&link, &[]).await.has(303);
        assert_eq!(
            (joined.header("location"), flash(&joined).contains("flash-group-joined")),
            ("/en/learn/leadership", true)
        );
        assert!(flash(&asem.post(&link, &[]).await.has(303)).contains("flash-already-so"));
        assert_eq!(present(&app, id).await, ["Талғар, қараша"]);
        asem.get(&link).await.ok().says("You are in this group");
        let course = leadership(&app);
        let enrolment = app.app.read(move |conn| learning::find_enrolment(conn, id, course)).await;
        assert!(enrolment.expect("the database answers").is_some(), "joining enrols");
        let learns = asem.get("/en/learn").await.ok();
        learns.says("Талғар, қараша");
        learns.says("Trainer: Айгүл Сейітқызы");
        assert!(audit_of(&app, id).await.contains(&"group joined".to_owned()));
        trainer.get(&page).await.ok().says("Әсем Нұрғалиқызы");

        // Whoever learns already joins too, and stays where they are.
        let dana = Learner::enrol(&app, Lang::En, "dana", "leadership").await;
        dana.read_module("motives").await;
        let before = dana.progress().await;
        dana.client.post(&link, &[]).await.leads_to("/en/learn/leadership");
        assert_eq!(dana.progress().await, before);

        // Another code: the former one stops, who has joined stays.
        assert!(flash(&trainer.post(&format!("{page}/code"), &[]).await.has(303)).contains("flash-group-code"));
        let (late, late_id) = person(&app, "Дана Досан", "late").await;
        late.get(&link).await.has(410).says("This code does not work");
        late.post(&link, &[]).await.has(410);
        let another = code_of_group(&trainer, &page).await;
        assert_ne!(another, code);
        late.post(&format!("/en/join/group/{another}"), &[]).await.leads_to("/en/learn/leadership");
        assert_eq!(present(&app, late_id).await.len(), 1);
        assert_eq!(present(&app, id).await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn nobody_joins_a_group_that_is_closed_full_or_over() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, _) = trainer(&app, "trainer").await;
        let page = make_own(&trainer, "Талғар, қараша").await;
        let link = format!("/en/join/group/{}", code_of_group(&trainer, &page).await);
        let (asem, id) = person(&app, "Әсем Нұрғалиқызы", "asem").await;
        let refused = async |words: &str| {
            asem.get(&link).await.ok().says(words);
            let answer = asem.post(&link, &[]).await.has(409);
            answer.says(words);
            assert!(!answer.text().contains(&format!("action=\"{link}\"")), "there is nothing to press");
            assert!(present(&app, id).await.is_empty());
            let course = leadership(&app);
            let enrolment = app.app.read(move |conn| learning::find_enrolment(conn, id, course)).await;
            assert!(enrolment.expect("the database answers").is_none(), "{words}: enrolled all the same");
        };
        let close = format!("{page}/close");
        assert!(flash(&trainer.post(&close, &[]).await.has(303)).contains("flash-group-closed"));
        assert!(flash(&trainer.post(&close, &[]).await.has(303)).contains("flash-already-so"));
        refused("This group is closed").await;
        trainer.get(&page).await.ok().says("Nobody can join this group");
        assert!(flash(&trainer.post(&format!("{page}/reopen"), &[]).await.has(303)).contains("flash-group-reopened"));

        let edit = |places: &'static str, ends_on: &'static str| {
            [("name", "Талғар, қараша"), ("starts_on", "2026-11-23"), ("ends_on", ends_on), ("places", places)]
        };
        let change = format!("{page}/edit");
        assert!(flash(&trainer.post(&change, &edit("1", "2026-11-30")).await.has(303)).contains("flash-group-changed"));
        assert!(flash(&trainer.post(&change, &edit("1", "2026-11-30")).await.has(303)).contains("flash-already-so"));
        let (dana, _) = person(&app, "Дана Досан", "dana").await;
        dana.post(&link, &[]).await.leads_to("/en/learn/leadership");
        refused("Every place in this group is taken").await;
        trainer.get(&page).await.ok().says("Every place is taken");
        dana.post(OWN, &[("leave", "1")]).await.leads_to(OWN);
        asem.get(&link).await.ok().says(&format!("action=\"{link}\""));

        // On the last day one joins, on the next no longer; the course stays open to everybody.
        app.advance(9 * DAY);
        asem.sign_in("en", "asem@example.kz").await;
        refused("This group is over").await;
        trainer.sign_in("en", "trainer@example.kz").await;
        trainer.get(&page).await.ok().says("The last day is over");
        trainer.post(&change, &edit("", "2026-12-05")).await.has(303);
        asem.post(&link, &[]).await.leads_to("/en/learn/leadership");
        asem.get("/en/learn").await.ok().says("Талғар, қараша");
        app.advance(9 * DAY);
        asem.sign_in("en", "asem@example.kz").await;
        assert!(!asem.get("/en/learn").await.ok().text().contains("Талғар"), "it is over");
        asem.get(OWN).await.ok().says("Талғар, қараша");
    })
    .await;
}

#[tokio::test]
async fn the_last_place_is_taken_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, _) = trainer(&app, "trainer").await;
        let page = make_own(&trainer, "Талғар, қараша").await;
        let link = format!("/en/join/group/{}", code_of_group(&trainer, &page).await);
        let places = [("name", "Талғар"), ("starts_on", "2026-11-23"), ("ends_on", "2026-11-30"), ("places", "2")];
        trainer.post(&format!("{page}/edit"), &places).await.has(303);
        let mut clients = Vec::new();
        for number in 0..6 {
            clients.push(person(&app, "Дана Досан", &format!("dana{number}")).await.0);
        }
        let mut all = tokio::task::JoinSet::new();
        for client in clients {
            let link = link.clone();
            all.spawn(async move { client.post(&link, &[]).await.status });
        }
        let mut statuses = all.join_all().await;
        statuses.sort_unstable();
        assert_eq!(statuses, [303, 303, 409, 409, 409, 409]);
        trainer.get(&page).await.ok().says("2 / 2");
    })
    .await;
}

#[tokio::test]
async fn trying_codes_of_groups_has_an_end() {
    let app = TestApp::start().await;
    let (asem, _) = person(&app, "Әсем Нұрғалиқызы", "asem").await;
    // A class that joins through one address: a right code is no guess.
    let (trainer, _) = trainer(&app, "trainer").await;
    let page = make_own(&trainer, "Талғар, қараша").await;
    let link = format!("/en/join/group/{}", code_of_group(&trainer, &page).await);
    for _ in 0..70 {
        asem.get(&link).await.ok();
    }
    for number in 0..30 {
        asem.get(&format!("/en/join/group/{number:08}")).await.has(410);
        // The codes of organisations count too.
        asem.get(&format!("/en/join/{number:010}")).await.has(410);
    }
    asem.get("/en/join/group/00000061").await.has(429);
    asem.post("/en/join/group/00000061", &[]).await.has(429);
}

#[tokio::test]
async fn a_course_that_takes_nobody_takes_nobody_by_a_group() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, _) = trainer(&app, "trainer").await;
        let page = make_own(&trainer, "Талғар, қараша").await;
        let link = format!("/en/join/group/{}", code_of_group(&trainer, &page).await);
        let dana = Learner::enrol(&app, Lang::En, "dana", "leadership").await;
        let (asem, id) = person(&app, "Әсем Нұрғалиқызы", "asem").await;
        let course = leadership(&app);
        let withdraw = move |conn: &mut _, ctx: &_| offer(conn, ctx, course, Offer::Withdrawn);
        assert!(app.app.write(Actor::Shell, withdraw).await.expect("the database answers"));
        let told = asem.get(&link).await.ok();
        told.says("takes no new learners now");
        assert!(!told.text().contains("what you did in the course"), "nothing to join is offered");
        asem.post(&link, &[]).await.has(409).says("takes no new learners now");
        assert!(present(&app, id).await.is_empty());
        dana.client.post(&link, &[]).await.leads_to("/en/learn/leadership");
    })
    .await;
}
