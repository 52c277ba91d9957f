//! A message to the trainers: sent once, answered once, read by whoever asked.

use erikti::kernel::ids::AttemptId;
use erikti::kernel::{Lang, Role};
use erikti::mail::list::{Filter, list};
use erikti::mail::model::MailState;

use super::harness::app::TestApp;
use super::harness::client::between;
use super::harness::database::{TestDatabase, on_both};
use super::learner::{Answers, Learner};
use super::people::{confirm, staff};
use super::text;

const LESSON: &str = "lesson=six-motives";
const DAY: i64 = 24 * 60 * 60;

fn message(text: &str) -> Vec<(String, String)> {
    [("lesson", "six-motives"), ("message", text)].map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec()
}

#[tokio::test]
async fn a_message_is_answered_once_on_the_page_and_by_mail() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::Ru, "asem", "leadership").await;
        confirm(&app, &asem.client, "asem@example.kz").await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        trainer.get("/kk/trainer/requests").await.ok().says("Жауап күтіп тұрған хабарлама жоқ.");
        asem.client.get("/ru/learn/asked").await.ok().says("Вы ещё ничего не спрашивали.");
        asem.get("/lessons/six-motives").await.ok().says(&format!("/ru/learn/leadership/ask?{LESSON}"));
        asem.get(&format!("/ask?{LESSON}")).await.ok().says("name=\"lesson\" value=\"six-motives\"");

        let asked = message("Почему шесть?\r\nИ какие <важнее>?");
        for _ in 0..2 {
            asem.post("/ask", &asked).await.leads_to("/ru/learn/asked");
        }
        let own = asem.client.get("/ru/learn/asked").await.ok();
        own.says("Тренер ещё не ответил.");
        own.says("<p>И какие &lt;важнее&gt;?</p>");
        let list = trainer.get("/kk/trainer/requests").await.ok();
        list.says("Почему шесть?");
        assert_eq!(list.text().matches("<article").count(), 1, "a second click is the same message");
        for private in ["asem", "Нұрғалиқызы"] {
            assert!(!list.text().contains(private), "{private} is shown to the trainer");
        }
        let id = between(&list.text(), "/kk/trainer/requests/", "\"").to_owned();
        let one = format!("/kk/trainer/requests/{id}");
        trainer.post(&one, &[("answer", " ")]).await.has(422).says("Жауап жазыңыз");
        trainer.post(&one, &[("answer", "Потому что так."), ("switch", "en")]).await.ok().says("Потому что так.");
        trainer.post(&one, &[("answer", "Читайте урок 2.")]).await.leads_to("/kk/trainer/requests");
        trainer.post(&one, &[("answer", "Другой ответ.")]).await.leads_to("/kk/trainer/requests");
        trainer.get("/kk/trainer/requests").await.ok().says("Бұл хабарламаға жауап берілген екен.");
        let answered = trainer.get("/kk/trainer/requests?state=answered").await.ok();
        answered.says("Почему шесть?");
        trainer.get(&one).await.ok().says("Читайте урок 2.");

        // The answer is found from where one learns, counted until it was read.
        let learning = asem.client.get("/ru/learn").await.ok();
        for words in ["Тренер ответил вам: 1 новый ответ.", "href=\"/ru/learn/asked\""] {
            learning.says(words);
        }
        let other = Learner::enrol(&app, Lang::Ru, "dana", "leadership").await;
        let of_other = other.client.get("/ru/learn").await.ok();
        assert!(!of_other.text().contains("новый ответ"), "somebody else's answer is counted");
        of_other.says("href=\"/ru/learn/asked\"");
        asem.get("/lessons/six-motives").await.ok().says("href=\"/ru/learn/asked\"");
        let preview = trainer.get("/kk/trainer/courses/leadership/preview/ru/lessons/six-motives").await.ok();
        assert!(!preview.text().contains("/learn/asked"), "a preview leads out of itself");

        let own = asem.client.get("/ru/learn/asked").await.ok();
        own.says("Читайте урок 2.");
        own.says(">новый</span>");
        assert!(!asem.client.get("/ru/learn/asked").await.ok().text().contains(">новый</span>"));
        let learning = asem.client.get("/ru/learn").await.ok();
        assert!(!learning.text().contains("новый ответ"), "an answer that was read is counted");
        learning.says("href=\"/ru/learn/asked\"");
        assert!(!own.text().contains("Другой ответ."), "there is one answer");
        let mail = text(&app.mail_to("asem@example.kz").await);
        for words in ["Вы спросили:", "Почему шесть?", "Читайте урок 2.", "/ru/learn/asked"]
        {
            assert!(mail.contains(words), "{words} is not in\n{mail}");
        }
    })
    .await;
}

/// A result that is open leads to a form for each of its questions, and to one for the course.
#[tokio::test]
async fn a_result_leads_to_the_forms() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
    asem.complete("Әсем Нұрғалиқызы").await;
    let attempt = asem.attempt(AttemptId(1)).await;
    let result = asem.get("/attempts/1").await.ok().text();
    let links = result.split("href=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let links: Vec<&str> = links.filter(|link| link.starts_with("/en/learn/leadership/ask")).collect();
    let reports = attempt.questions.iter().map(|key| format!("/en/learn/leadership/ask?question={key}"));
    let wanted: Vec<String> = reports.chain(["/en/learn/leadership/ask".to_owned()]).collect();
    assert!(wanted.len() > 5 && links == wanted, "{links:?} instead of {wanted:?}");
    for (link, key) in links.iter().zip(&attempt.questions) {
        let form = asem.client.get(link).await.ok();
        form.says(&format!("name=\"question\" value=\"{key}\""));
        form.says("action=\"/en/learn/leadership/ask\"");
    }
    let form = asem.client.get("/en/learn/leadership/ask").await.ok();
    form.says("<textarea id=\"message\"");
    assert!(!form.text().contains("name=\"question\""));
    // Whoever has not passed is led to these links, and not elsewhere.
    let dana = Learner::enrol(&app, Lang::En, "dana", "leadership").await;
    dana.choose_certificate("Дана Ержанқызы", Lang::En).await;
    dana.read_module("motives").await;
    let failed = dana.start("motives").await;
    dana.finish(failed, Answers::Wrong).await;
    let shown = dana.get(&format!("/attempts/{failed}")).await.ok();
    shown.says("If you think that a question itself is wrong, report it or ask the trainer");
    shown.says("/en/learn/leadership/ask?question=");
}

#[tokio::test]
async fn five_messages_a_day_are_enough_and_nothing_typed_is_lost() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
    for number in 1..=5 {
        asem.post("/ask", &message(&format!("Question {number}?"))).await.leads_to("/en/learn/asked");
        app.advance(60);
    }
    let refused = asem.post("/ask", &message("Question 6?")).await.has(422);
    refused.says("You have sent five messages within a day.");
    refused.says("Question 6?");
    asem.post("/ask", &message("Question 5?")).await.leads_to("/en/learn/asked");
    app.advance(DAY);
    asem.post("/ask", &message("Question 6?")).await.leads_to("/en/learn/asked");
}

#[tokio::test]
async fn each_sees_and_counts_only_their_own() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        let dana = Learner::enrol(&app, Lang::En, "dana", "leadership").await;
        for number in 1..=5 {
            asem.post("/ask", &message(&format!("Question {number}?"))).await.leads_to("/en/learn/asked");
        }
        dana.client.get("/en/learn/asked").await.ok().says("You have not asked anything yet.");
        // Five of somebody else count for nothing, and the same words are a message of one's own.
        dana.post("/ask", &message("Question 1?")).await.leads_to("/en/learn/asked");
        dana.post("/ask", &message("What Dana asks?")).await.leads_to("/en/learn/asked");
        let of_dana = dana.client.get("/en/learn/asked").await.ok();
        assert_eq!(of_dana.text().matches("<article").count(), 2);
        let of_asem = asem.client.get("/en/learn/asked").await.ok();
        assert_eq!(of_asem.text().matches("<article").count(), 5);
        assert!(!of_asem.text().contains("What Dana asks?"));
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let list = trainer.get("/en/trainer/requests").await.ok();
        assert_eq!(list.text().matches("<article").count(), 7);
    })
    .await;
}

#[tokio::test]
async fn an_answer_waits_until_the_address_is_confirmed() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        asem.post("/ask", &message("Why six?")).await.leads_to("/en/learn/asked");
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let waiting = trainer.get("/en/trainer/requests").await.ok().text();
        let one = format!("/en/trainer/requests/{}", between(&waiting, "/en/trainer/requests/", "\""));
        trainer.post(&one, &[("answer", "Read lesson 2.")]).await.leads_to("/en/trainer/requests");
        let answers = async || {
            let person = Some(asem.person);
            let own = app.app.read(move |conn| list(conn, &Filter { person, ..Filter::default() }, 9)).await;
            let own = own.expect("the database answers").into_iter().filter(|mail| mail.kind == "answer");
            own.map(|mail| mail.state).collect::<Vec<_>>()
        };
        assert_eq!(answers().await, [MailState::Held], "nobody knows yet whose address it is");
        asem.client.get("/en/learn/asked").await.ok().says("Read lesson 2.");
        confirm(&app, &asem.client, "asem@example.kz").await;
        let mail = text(&app.mail_to("asem@example.kz").await);
        assert!(mail.contains("Read lesson 2."), "{mail}");
    })
    .await;
}

#[tokio::test]
async fn a_question_is_quoted_only_to_who_has_been_through_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        let dana = Learner::enrol(&app, Lang::En, "dana", "leadership").await;
        let module = asem.published.course.modules[0].key.to_string();
        asem.choose_certificate("Әсем Нұрғалиқызы", Lang::Kk).await;
        asem.read_module(&module).await;
        let id = asem.start(&module).await;
        let key = asem.attempt(id).await.questions[0].clone();
        let ask = format!("/ask?question={key}");
        assert!(!asem.get(&ask).await.ok().text().contains("<blockquote>"), "the test is running");
        asem.finish(id, Answers::Right).await;
        asem.get(&ask).await.ok().says("<blockquote>");
        assert!(!dana.get(&ask).await.ok().text().contains("<blockquote>"), "another's test");
        let report = [("question", key.as_str()), ("message", "Two answers are right.")];
        let report = report.map(|(name, value)| (name.to_owned(), value.to_owned()));
        dana.post("/ask", &report).await.leads_to("/en/learn/asked");
        assert!(!dana.client.get("/en/learn/asked").await.ok().text().contains("<blockquote>"));
    })
    .await;
}

#[tokio::test]
async fn a_question_is_reported_and_the_trainer_sees_which() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
    let page = asem.get("/ask?question=six-motives-check-1&lesson=none").await.ok();
    page.says("Report a question");
    page.says("<blockquote>");
    assert!(!page.text().contains("name=\"lesson\""), "a lesson that the course does not have is left out");
    let report = [("question", "six-motives-check-1"), ("message", "Two answers are right.")];
    let report = report.map(|(name, value)| (name.to_owned(), value.to_owned()));
    asem.post("/ask", &report).await.leads_to("/en/learn/asked");
    let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
    let list = trainer.get("/en/trainer/requests").await.ok();
    list.says("Two answers are right.");
    list.says("<blockquote>");
    for way in ["preview/en/questions/six-motives-check-1", "results/six-motives-check-1"] {
        let to = format!("/en/trainer/courses/leadership/{way}");
        list.says(&format!("href=\"{to}\""));
        trainer.get(&to).await.ok();
    }
    for bad in ["", "??", &"x".repeat(1001)] {
        asem.post("/ask", &message(bad)).await.has(422).says("Write your message: 3 to 1000 characters.");
    }
}

#[tokio::test]
async fn who_does_not_learn_the_course_does_not_ask_about_it() {
    let app = TestApp::start_on(TestDatabase::sqlite(), &[]).await;
    let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
    asem.client.get("/en/learn/first-aid/ask").await.has(404);
    asem.client.post("/en/learn/first-aid/ask", &[("message", "Why?")]).await.has(404);
    asem.client.get("/en/trainer/requests").await.has(403);
}

#[tokio::test]
async fn a_long_list_has_pages() {
    let app = TestApp::start().await;
    let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
    for number in 0..51 {
        if number % 5 == 0 {
            app.advance(DAY + 1);
        }
        asem.post("/ask", &message(&format!("Question {number}?"))).await.leads_to("/en/learn/asked");
    }
    let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
    trainer.get("/en/trainer/requests").await.ok().says("Question 0?");
    let last = trainer.get("/en/trainer/requests?state=open&page=2").await.ok();
    last.says("Question 50?");
    assert_eq!(last.text().matches("<article").count(), 1);
    let own = asem.client.get("/en/learn/asked?page=9").await.ok();
    own.says("Question 0?");
    assert_eq!(own.text().matches("<article").count(), 1);
}

#[tokio::test]
async fn the_list_is_narrowed_to_one_course() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let asem = Learner::enrol(&app, Lang::En, "asem", "leadership").await;
        let dana = Learner::enrol(&app, Lang::Kk, "dana", "first-aid").await;
        asem.post("/ask", &message("About leading?")).await.leads_to("/en/learn/asked");
        dana.post("/ask", &message("About helping?")).await.leads_to("/kk/learn/asked");
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let list = "/en/trainer/requests";
        for all in [list.to_owned(), format!("{list}?course="), format!("{list}?course=none")] {
            let page = trainer.get(&all).await.ok();
            page.says("About leading?");
            page.says("About helping?");
            page.says("To answer 2");
        }
        let narrowed = trainer.get(&format!("{list}?course=leadership")).await.ok();
        narrowed.says("About leading?");
        narrowed.says("To answer 1");
        narrowed.says("<option value=\"leadership\" selected>");
        narrowed.says(&format!("href=\"{list}?state=answered&amp;course=leadership\""));
        let text = narrowed.text();
        assert!(!text.contains("About helping?"), "a message about another course");

        // From that list to a message, and, once it is answered, back to that list.
        let one = between(&text, "<a class=\"button small secondary\" href=\"/en/trainer/requests/", "\"");
        assert!(one.ends_with("?course=leadership"), "{one}");
        let one = trainer.get(&format!("{list}/{one}")).await.ok().text();
        assert!(one.contains(&format!("<a href=\"{list}?course=leadership\">")), "the way back");
        let action = between(&one, "id=\"main-form\" method=\"post\" action=\"", "\"");
        let again = trainer.post(action, &[("course", "leadership"), ("answer", "")]).await.has(422);
        again.says("<input type=\"hidden\" name=\"course\" value=\"leadership\">");
        let answered = trainer.post(action, &[("course", "leadership"), ("answer", "By asking.")]).await;
        answered.leads_to(&format!("{list}?course=leadership"));
        trainer
            .get(&format!("{list}?course=leadership"))
            .await
            .ok()
            .says("There are no such messages about this course.");
        trainer.get(&format!("{list}?state=answered&course=leadership")).await.ok().says("About leading?");
        trainer.get(&format!("{list}?state=answered&course=first-aid")).await.ok().says("There are no such messages");
        trainer.get(list).await.ok().says("About helping?");
    })
    .await;
}
