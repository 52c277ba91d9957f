//! A message to the trainers: sent once, answered once, read by whoever asked.

use erikti::kernel::{Lang, Role};

use super::harness::app::TestApp;
use super::harness::client::between;
use super::harness::database::{TestDatabase, on_both};
use super::learner::Learner;
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

        let own = asem.client.get("/ru/learn/asked").await.ok();
        own.says("Читайте урок 2.");
        assert!(!own.text().contains("Другой ответ."), "there is one answer");
        let mail = text(&app.mail_to("asem@example.kz").await);
        for words in ["Вы спросили:", "Почему шесть?", "Читайте урок 2.", "/ru/learn/asked"]
        {
            assert!(mail.contains(words), "{words} is not in\n{mail}");
        }
    })
    .await;
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
