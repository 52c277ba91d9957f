//! Short texts, places in pictures and cases, as people answer them.

use diesel::prelude::*;
use erikti::db::schema::attempts;
use erikti::kernel::{Actor, Lang};
use erikti::learning;
use erikti::quiz::model::{Answer, Place, Taken};

use super::harness::app::{BUNDLED, TestApp};
use super::harness::client::between;
use super::harness::database::{TestDatabase, on_both};
use super::learner::{Answers, Learner, slug};

const LESSON: &str = "/lessons/first-steps";
const CASE: &str = "/lessons/first-steps/checks/stove-case";

/// A program with the course of these kinds.
async fn start(database: TestDatabase) -> TestApp {
    let courses = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/courses");
    TestApp::start_on(database, &[("ERIKTI_COURSES", courses)]).await
}

fn form(fields: &[(&str, &str)]) -> Vec<(String, String)> {
    fields.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect()
}

fn path(choices: &[&str]) -> Answer {
    let taken = |choice: &&str| {
        let (decision, option) = choice.split_once('.').expect("decision and option");
        Taken { decision: slug(decision), option: slug(option) }
    };
    Answer::Case { path: choices.iter().map(taken).collect() }
}

/// What is kept of the newest try at a check.
async fn kept(asem: &Learner<'_>, check: &str) -> Option<(i32, Answer, bool)> {
    let (id, check) = (asem.enrolment, slug(check));
    let states = asem.app.app.read(move |conn| learning::list_checks(conn, id, &[check])).await;
    states.expect("the database answers").pop().map(|state| (state.number, state.answer, state.right))
}

#[tokio::test]
async fn a_course_of_every_kind_is_completed() {
    on_both(async |database| {
        let app = start(database).await;
        let asem = Learner::enrol(&app, Lang::Ru, "asem", "kinds").await;
        asem.read_module("signs").await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
        let id = asem.start("signs").await;
        asem.finish(id, Answers::Wrong).await;
        let result = asem.get(&format!("/attempts/{id}")).await.ok();
        result.says("Пока не сдано");
        let id = asem.start("signs").await;
        asem.finish(id, Answers::Right).await;
        asem.get(&format!("/attempts/{id}")).await.ok().says("100");
        assert_eq!(asem.progress().await.percent(&asem.published.course), 100);
    })
    .await;
}

#[tokio::test]
async fn a_case_goes_on_choice_by_choice_and_tells_what_comes_of_each() {
    on_both(async |database| {
        let app = start(database).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "kinds").await;
        let first = asem.get(LESSON).await.ok();
        first.says("What do you do first?");
        for hidden in ["Five minutes pass", "you grow dizzy", "Whom do you call?", "several people have a headache"] {
            assert!(!first.text().contains(hidden), "{hidden} is told before anything was chosen");
        }
        let choose = form(&[("number", "1"), ("decision", "at-the-door"), ("answer", "wait-for-neighbours")]);
        asem.post(CASE, &choose).await.leads_to(&asem.to("/lessons/first-steps#now-stove-case"));
        let page = asem.get(LESSON).await.ok();
        page.says("Five minutes pass.");
        page.says("It is getting worse.");
        page.says("name=\"path\" value=\"at-the-door.wait-for-neighbours\"");
        assert!(!page.text().contains("you grow dizzy"), "what was not chosen is not told");
        assert!(!page.text().contains("several people have a headache"), "nothing is explained yet");

        // The same form in another window, or pressed twice, undoes nothing.
        let other = form(&[("number", "1"), ("decision", "at-the-door"), ("answer", "go-in")]);
        asem.post(CASE, &other).await.has(303);
        asem.post(CASE, &choose).await.has(303);
        let one = path(&["at-the-door.wait-for-neighbours"]);
        assert_eq!(kept(&asem, "stove-case").await, Some((1, one, false)));

        // The lesson is not done while a case is on its way.
        for (check, answer) in [("ambulance-number", "103"), ("tourniquet-place", "90,90")] {
            let fields = form(&[("number", "1"), ("answer", answer)]);
            asem.post(&format!("{LESSON}/checks/{check}"), &fields).await.has(303);
        }
        asem.post(&format!("{LESSON}/done"), &[]).await.leads_to(&asem.to("/lessons/first-steps?open=1#checks-open"));

        // Without a choice it says so, and the story is still there.
        let none = form(&[("number", "1"), ("path", "at-the-door.wait-for-neighbours"), ("decision", "it-gets-worse")]);
        let again = asem.post(CASE, &none).await.has(422);
        again.says("Choose or type an answer first.");
        again.says("Five minutes pass.");
    })
    .await;
}

#[tokio::test]
async fn one_may_go_back_in_a_case_and_the_first_choice_counts() {
    let app = start(TestDatabase::sqlite()).await;
    let asem = Learner::enrol(&app, Lang::Kk, "asem", "kinds").await;
    let step = async |before: &[&str], decision: &str, option: &str| {
        let mut fields = form(&[("number", "1"), ("decision", decision), ("answer", option)]);
        fields.extend(before.iter().map(|taken| ("path".to_owned(), (*taken).to_owned())));
        asem.post(CASE, &fields).await.has(303);
    };
    let (wrong, right) = ("at-the-door.wait-for-neighbours", "at-the-door.open-and-call-out");
    step(&[], "at-the-door", "wait-for-neighbours").await;
    asem.get(LESSON).await.ok().says("?turn=stove-case#check-stove-case");
    let back = asem.get(&format!("{LESSON}?turn=stove-case")).await.ok();
    back.says("name=\"decision\" value=\"at-the-door\"");

    // Without a choice the page still goes back, and says so.
    let none = form(&[("number", "1"), ("path", wrong), ("decision", "at-the-door")]);
    let again = asem.post(CASE, &none).await.has(422);
    again.says("name=\"decision\" value=\"at-the-door\"");
    again.says("Алдымен жауапты таңдаңыз");

    // The other way is looked at; then the case goes on where the first choice led.
    step(&[wrong], "at-the-door", "open-and-call-out").await;
    let page = asem.get(LESSON).await.ok();
    page.says("Бұл басқа жолдың салдары");
    page.says("name=\"decision\" value=\"it-gets-worse\"");
    step(&[wrong, right], "it-gets-worse", "open-now").await;
    let worse = "it-gets-worse.open-now";
    step(&[wrong, right, worse], "who-to-call", "rescue-and-ambulance").await;
    let (call, child) = ("who-to-call.rescue-and-ambulance", "the-child.start-resuscitation");
    step(&[wrong, right, worse, call], "the-child", "start-resuscitation").await;
    let whole = path(&[wrong, right, worse, call, child]);
    assert_eq!(kept(&asem, "stove-case").await, Some((1, whole, false)), "the first choice counts");
    let page = asem.get(LESSON).await.ok();
    page.says("Бірнеше адамның басы бірден ауырса");
    page.says("?again=stove-case");

    // A new try begins anew; the lesson stays answered.
    asem.get(&format!("{LESSON}?again=stove-case")).await.ok().says("name=\"number\" value=\"2\"");
    let fields = form(&[("number", "2"), ("decision", "at-the-door"), ("answer", "go-in")]);
    asem.post(CASE, &fields).await.leads_to(&asem.to("/lessons/first-steps#check-stove-case"));
    let fatal = path(&["at-the-door.go-in"]);
    assert_eq!(kept(&asem, "stove-case").await, Some((2, fatal, false)));
}

#[tokio::test]
async fn a_case_in_a_test_survives_reload_windows_and_languages() {
    on_both(async |database| {
        let app = start(database).await;
        let mut asem = Learner::enrol(&app, Lang::Kk, "asem", "kinds").await;
        asem.read_module("signs").await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
        let id = asem.start("signs").await;
        let questions = asem.attempt(id).await.questions;
        let place = questions.iter().position(|key| key.as_str() == "beach-case").expect("it is drawn") + 1;
        let question = format!("/attempts/{id}/{place}");
        let now = format!("{question}#now-beach-case");
        let throw = form(&[("decision", "first-move"), ("answer", "throw-the-ball")]);
        asem.post(&question, &throw).await.leads_to(&asem.to(&now));
        let jump = form(&[("decision", "first-move"), ("answer", "jump-in")]);
        asem.post(&question, &jump).await.leads_to(&asem.to(&now));
        let stored = answers(&asem, id).await;
        assert_eq!(stored, [path(&["first-move.throw-the-ball"])], "an older window undoes nothing");
        asem.get(&question).await.ok().says("Бала доптан ұстады.");

        // What is chosen and not yet decided moves along with the language, and decides nothing.
        let before = ("path", "first-move.throw-the-ball");
        let typed = form(&[before, ("decision", "on-the-shore"), ("answer", "five-breaths"), ("switch", "ru")]);
        let moved = format!("/ru/learn/kinds{question}?chosen=five-breaths");
        asem.post(&question, &typed).await.leads_to(&moved);
        assert_eq!(answers(&asem, id).await.len(), 1);
        asem.lang = Lang::Ru;
        let page = asem.get(&format!("{question}?chosen=five-breaths")).await.ok();
        page.says("value=\"five-breaths\" checked");
        page.says("Мальчик схватился за мяч.");

        // It counts as open until it has ended, and nothing is explained before the test is handed in.
        let review = asem.get(&format!("/attempts/{id}/review")).await.ok();
        review.says("2 вопроса без ответа");
        // Each question is named, not only its number.
        let text = review.text();
        let list = between(&text, "<ol class=\"review\">", "</ol>");
        assert!(list.matches("Вопрос ").count() > 1, "{list}");
        for link in list.split("</a>").filter(|link| link.contains("Вопрос ")) {
            let words = link.rsplit_once(": ").map_or("", |(_, words)| words);
            assert!(words.chars().filter(|c| c.is_alphabetic()).count() > 5, "a question without words: {link}");
        }
        assert!(!page.text().contains("Тонущему помогают с берега"));
        let steps = [
            (vec![before], "on-the-shore", "five-breaths"),
            (vec![before, ("path", "on-the-shore.five-breaths")], "he-breathes", "warm-and-ambulance"),
        ];
        for (mut fields, decision, option) in steps {
            fields.extend([("decision", decision), ("answer", option)]);
            asem.post(&question, &form(&fields)).await.leads_to(&asem.to(&now));
        }
        asem.get(&question).await.ok().says("Сценарий завершён.");
        asem.post(&format!("/attempts/{id}/finish"), &[]).await.has(303);
        asem.get(&format!("/attempts/{id}")).await.ok().says("50 %");
    })
    .await;
}

#[tokio::test]
async fn going_back_in_a_test_changes_no_mark_and_leaves_no_question_open() {
    on_both(async |database| {
        let app = start(database).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "kinds").await;
        asem.read_module("signs").await;
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
        let id = asem.start("signs").await;
        let questions = asem.attempt(id).await.questions;
        for (place, key) in (1..).zip(&questions).filter(|(_, key)| key.as_str() != "beach-case") {
            let fields = asem.fields(id, place, Answers::Right).await;
            asem.post(&format!("/attempts/{id}/{place}"), &fields).await.has(303);
            assert_eq!(key.as_str(), "pressure-place");
        }
        let place = questions.iter().position(|key| key.as_str() == "beach-case").expect("it is drawn") + 1;
        let question = format!("/attempts/{id}/{place}");
        let mut before: Vec<(&str, &str)> = Vec::new();
        let steps = [
            ("first-move", "throw-the-ball", "first-move.throw-the-ball"),
            // A look at what would have been fatal, then on from the first choice.
            ("first-move", "jump-in", "first-move.jump-in"),
            ("on-the-shore", "five-breaths", "on-the-shore.five-breaths"),
            ("he-breathes", "warm-and-ambulance", "he-breathes.warm-and-ambulance"),
        ];
        for (decision, option, taken) in steps {
            let mut fields = form(&[("decision", decision), ("answer", option)]);
            fields.extend(form(&before));
            asem.post(&question, &fields).await.leads_to(&asem.to(&format!("{question}#now-beach-case")));
            before.push(("path", taken));
        }
        let review = format!("/attempts/{id}/review");
        assert!(!asem.get(&review).await.ok().text().contains("without an answer"));

        // Going back to the last decision once the case has ended: nothing is open, and one may leave.
        let page = asem.get(&format!("{question}?turn=back")).await.ok();
        page.says("name=\"decision\" value=\"he-breathes\"");
        page.says("What you choose now changes no mark.");
        let mut none = form(&[("decision", "he-breathes")]);
        none.extend(form(&before));
        let refused = asem.post(&question, &none).await.has(422);
        refused.says("name=\"decision\" value=\"he-breathes\"");
        let mut other = form(&[("decision", "he-breathes"), ("answer", "send-home")]);
        other.extend(form(&before));
        asem.post(&question, &other).await.has(303);
        assert!(!asem.get(&review).await.ok().text().contains("without an answer"));
        asem.post(&format!("/attempts/{id}/finish"), &[]).await.has(303);
        asem.get(&format!("/attempts/{id}")).await.ok().says("100");
    })
    .await;
}

async fn answers(asem: &Learner<'_>, id: erikti::kernel::ids::AttemptId) -> Vec<Answer> {
    let stored = asem.app.app.read(move |conn| learning::list_answers(conn, id)).await.expect("the database answers");
    stored.into_iter().map(|stored| stored.answer).collect()
}

#[tokio::test]
async fn a_place_is_kept_in_units_of_the_picture_and_zones_are_shown_when_due() {
    on_both(async |database| {
        let app = start(database).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "kinds").await;
        let page = asem.get(LESSON).await.ok().text();
        let asked = between(&page, "id=\"check-tourniquet-place\"", "</form>");
        assert!(asked.contains("data-hotspot=\"320 200\"") && asked.contains("Between the elbow and the shoulder"));
        for hidden in ["<rect", "<polygon", "right-zone", "104", "On a joint"] {
            assert!(!asked.contains(hidden), "{hidden} tells where to point:\n{asked}");
        }
        let check = format!("{LESSON}/checks/tourniquet-place");
        for (number, answer, right) in
            [(1, "90.26,80", true), (2, "150,92", false), (3, "300,10", false), (4, "above-the-wound", true)]
        {
            let number_text = number.to_string();
            let fields = form(&[("number", number_text.as_str()), ("answer", answer)]);
            asem.post(&check, &fields).await.has(303);
            let place = match answer.split_once(',') {
                Some(("90.26", _)) => Place::Point([90.3, 80.0]),
                Some((x, y)) => Place::Point([x, y].map(|number| number.parse().expect("a number"))),
                None => Place::Zone(slug(answer)),
            };
            assert_eq!(kept(&asem, "tourniquet-place").await, Some((number, Answer::Hotspot { place }, right)));
            let told = asem.get(LESSON).await.ok();
            told.says("<rect class=\"right-zone\" x=\"26\" y=\"52\" width=\"104\" height=\"84\"");
            assert_eq!(told.text().contains("Your mark is outside all of the zones."), number == 3);
        }
        let nowhere = form(&[("number", "5"), ("answer", "knee")]);
        asem.post(&check, &nowhere).await.has(422).says("This page is out of date.");
    })
    .await;
}

#[tokio::test]
async fn a_short_answer_is_right_in_every_language_and_spelling() {
    let app = start(TestDatabase::sqlite()).await;
    let asem = Learner::enrol(&app, Lang::Kk, "asem", "kinds").await;
    let check = format!("{LESSON}/checks/ambulance-number");
    let answers = [("1", " Жуз  үш! ", true), ("2", "One hundred and three", true), ("3", "104", false)];
    for (number, typed, right) in answers {
        asem.post(&check, &form(&[("number", number), ("answer", typed)])).await.has(303);
        let kept = kept(&asem, "ambulance-number").await.map(|(_, answer, right)| (answer, right));
        assert_eq!(kept, Some((Answer::Text { typed: typed.trim().to_owned() }, right)));
    }
    let page = asem.get(LESSON).await.ok();
    page.says("<strong>103</strong>");
    page.says("104");
    let long = "а".repeat(101);
    let refused = asem.post(&check, &form(&[("number", "4"), ("answer", &long)])).await.has(422);
    refused.says("Жауап тым ұзын");
    refused.says(&long);
    asem.post(&check, &form(&[("number", "4"), ("answer", " … ")])).await.has(422).says("Алдымен жауапты");
}

/// A running try at a test of the leadership course that asks these two questions.
async fn begun<'a>(app: &'a TestApp, questions: &'static str) -> (Learner<'a>, String) {
    let asem = Learner::enrol(app, Lang::En, "asem", "leadership").await;
    asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
    asem.read_module("law").await;
    let id = asem.start("law").await;
    let asked = app.app.write(Actor::System, move |conn, _| {
        Ok(diesel::update(attempts::table.find(id)).set(attempts::questions.eq(questions)).execute(conn)?)
    });
    assert_eq!(asked.await.expect("the database answers"), 1);
    (asem, format!("/attempts/{id}"))
}

#[tokio::test]
async fn a_matching_with_a_part_chosen_says_so_before_it_is_handed_in() {
    on_both(async |database| {
        let app = TestApp::start_on(database, BUNDLED).await;
        let (asem, base) = begun(&app, "[\"law-words\",\"adults-for-pupils\"]").await;
        let page = asem.get(&format!("{base}/1")).await.ok().text();
        // The first one in the list is nothing.
        let token = between(&page, "</option><option value=\"", "\"");
        asem.post(&format!("{base}/1"), &form(&[("match-group", token)]))
            .await
            .leads_to(&asem.to(&format!("{base}/2")));
        let review = asem.get(&format!("{base}/review")).await.ok();
        review.says("<span class=\"state\">chosen 1 of 4</span>");
        review.says("<span class=\"state\">not answered</span>");
        let next = asem.get(&format!("{base}/2")).await.ok();
        next.says("<span class=\"sr\"> chosen 1 of 4</span>");
        assert!(!next.text().contains("class=\"answered"), "a part is no whole answer");
    })
    .await;
}

#[tokio::test]
async fn what_cannot_be_saved_yet_stays_when_the_language_changes() {
    on_both(async |database| {
        let app = TestApp::start_on(database, BUNDLED).await;
        let (asem, base) = begun(&app, "[\"adults-for-pupils\",\"law-words\"]").await;
        let here = format!("{base}/1");
        let other = asem.post(&here, &form(&[("answer", "сто"), ("switch", "ru")])).await.ok();
        other.says("value=\"сто\"");
        other.says("<html lang=\"ru\"");
        other.says(&format!("action=\"/ru/learn/leadership{here}\""));
        assert!(!other.text().contains("aria-invalid"), "a switch is no mistake");

        // Sent, it is refused, and the field says so.
        let refused = asem.post(&here, &form(&[("answer", "сто")])).await.has(422);
        refused.says("value=\"сто\" aria-invalid=\"true\" aria-describedby=\"error-adults-for-pupils\"");
        refused.says("id=\"error-adults-for-pupils\"");
        // What can be saved is saved, and shown in the other language.
        asem.post(&here, &form(&[("answer", "3"), ("switch", "kk")]))
            .await
            .leads_to(&format!("/kk/learn/leadership{here}"));
        asem.get(&here).await.ok().says("value=\"3\"");
    })
    .await;
}
