//! A question that is tried before it is saved, and one that saves itself while somebody writes it.

use erikti::authoring;
use erikti::kernel::Role;
use erikti::kernel::ids::DraftId;
use erikti::web::limits::Limited;
use serde_json::Value;

use super::draft_questions::{form_of, post, with};
use super::drafts::{DRAFT, drafting, stored};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::people::staff;

const CHECK: &str = "/kk/trainer/drafts/1/questions/six-motives-check-1";
const SECOND: &str = "/kk/trainer/drafts/1/questions/six-motives-check-2";
const NEW: &str = "/kk/trainer/drafts/1/questions/new";
const FILE: &str = "questions/motives.toml";

/// The hidden fields of a part of a page.
fn hidden(part: &str) -> Vec<(String, String)> {
    let plain =
        |text: &str| text.replace("&quot;", "\"").replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&");
    let fields = part.split("<input type=\"hidden\" name=\"").skip(1);
    let field = |tag: &str| (plain(tag.split('"').next().unwrap_or_default()), plain(between(tag, "value=\"", "\"")));
    fields.map(field).collect()
}

/// Fields with what stands in them.
type Filled = Vec<(String, String)>;

/// What goes along with an answer, and what goes back into the form.
fn forms(page: &str) -> (Filled, Filled) {
    let answer = between(page, "<div class=\"preview\">", "</form>");
    (hidden(answer), hidden(between(page, "<form id=\"main-form\"", "</form>")))
}

/// Without what names the page.
fn in_order(mut fields: Vec<(String, String)>) -> Vec<(String, String)> {
    fields.retain(|(name, _)| name != "visit");
    fields.sort();
    fields
}

/// How many changes the draft has seen.
pub(crate) async fn changes(app: &TestApp) -> i64 {
    let read = app.app.read(|conn| authoring::list_changes(conn, DraftId(1), None, (0, 1))).await;
    read.expect("the database answers").1
}

#[tokio::test]
async fn a_question_is_tried_as_it_is_typed_and_nothing_is_lost() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let (before, count) = (stored(&app, FILE).await, changes(&app).await);
        let form = form_of(&trainer.get(CHECK).await.ok().text());
        let typed = [("text-kk", "Жаңа «мәтін» & сұрақ?"), ("p1-why-ru", "Пояснение, ещё не сохранённое.")];
        let typed = with(&form, &typed);
        let to = format!("{CHECK}/try");
        let page = post(&trainer, &to, &with(&typed, &[("try", "yes")])).await.ok().text();
        assert!(page.contains("Жаңа «мәтін» &amp; сұрақ?") && page.contains("Бұл оны сақтамайды"), "{page}");
        assert!(!page.contains("сохранённое.</p>"), "what is told afterwards is not told before: {page}");
        // In another language, and answered: by the grader of the tests.
        let (_, back) = forms(&page);
        let page = post(&trainer, &to, &with(&back, &[("in", "ru")])).await.ok().text();
        let (along, _) = forms(&page);
        post(&trainer, &to, &along).await.has(422).says("role=\"alert\"");
        let wrong = post(&trainer, &to, &with(&along, &[("answer", "why-late")])).await.ok();
        wrong.says("Пояснение, ещё не сохранённое.");
        wrong.says("Бұл жауапқа берілетін балл: 0 / 1");
        let right = post(&trainer, &to, &with(&along, &[("answer", "brought")])).await.ok().text();
        assert!(right.contains("Бұл жауапқа берілетін балл: 1 / 1"), "{right}");
        // From there back into the form, with every field as it was typed.
        let (_, back) = forms(&right);
        let page = post(&trainer, CHECK, &with(&back, &[("look", "yes")])).await.ok().text();
        assert_eq!(in_order(form_of(&page)), in_order(typed.clone()));
        post(&trainer, &to, &with(&back, &[("answers", "yes")])).await.ok().says("Дұрыс жауабын жасыру");
        post(&trainer, &to, &with(&back, &[("switch", "ru")])).await.ok().says("Вернуться к вопросу");
        // The page's script gets the question alone.
        let part = post(&trainer, &to, &with(&typed, &[("part", "yes"), ("in", "kk")])).await.ok().text();
        assert!(part.starts_with("<div lang=\"kk\">") && part.contains("Жаңа «мәтін»") && !part.contains("main-form"));
        assert_eq!((stored(&app, FILE).await, changes(&app).await), (before, count), "nothing is written");
        trainer.get(&to).await.leads_to(CHECK);
        staff(&app, "centre", &[Role::Centre]).await.post(&to, &[("kind", "single")]).await.has(403);
    })
    .await;
}

#[tokio::test]
async fn a_question_that_is_half_written_is_shown_with_dots() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let before = stored(&app, FILE).await;
        let form = form_of(&trainer.get(&format!("{NEW}?module=motives&kind=single")).await.ok().text());
        let typed =
            [("text-kk", "Не істейсіз?"), ("p0-text-kk", "Қоңырау шаламын"), ("p1-text-kk", "Күтемін"), ("right", "0")];
        let to = format!("{NEW}/try");
        let page = post(&trainer, &to, &with(&form, &typed)).await.ok().text();
        assert!(page.contains("Қоңырау шаламын"), "{page}");
        let (along, _) = forms(&page);
        let answered = post(&trainer, &to, &with(&along, &[("answer", "qongyrau-shalamyn")])).await.ok();
        answered.says("1 / 1");
        answered.says("…");
        // What is asked is still to be written.
        let form = form_of(&trainer.get(&format!("{NEW}?module=motives&kind=single")).await.ok().text());
        let asked = typed.get(1..).unwrap_or_default();
        post(&trainer, &to, &with(&form, asked)).await.ok().says("<legend>…</legend>");
        // Without an answer that is right nothing can be asked: it is said why.
        let form = form_of(&trainer.get(&format!("{NEW}?module=motives&kind=numeric")).await.ok().text());
        let page = post(&trainer, &to, &with(&form, &[("text-kk", "Неше?")])).await.ok();
        page.says("Сұрақты көрсету мүмкін емес");
        let (_, back) = forms(&format!("<div class=\"preview\"></form>{}", page.text()));
        let page = post(&trainer, NEW, &with(&back, &[("look", "yes")])).await.ok().text();
        assert!(form_of(&page).contains(&("text-kk".to_owned(), "Неше?".to_owned())), "{page}");
        assert_eq!(stored(&app, FILE).await, before);
    })
    .await;
}

pub(crate) async fn auto(client: &Client, fields: &[(String, String)]) -> Answer {
    post(client, CHECK, &with(fields, &[("auto", "yes")])).await
}

/// The form after the page's script has taken in what the server said.
pub(crate) fn after(fields: &[(String, String)], answer: &Answer) -> Vec<(String, String)> {
    let said: Value = serde_json::from_str(&answer.text()).expect("JSON");
    let mut fields =
        with(fields, &[("number", &said["number"].to_string()), ("was", said["was"].as_str().expect("a module"))]);
    for (name, key) in said["fields"].as_object().expect("fields") {
        fields = with(&fields, &[(name, key.as_str().expect("a key"))]);
    }
    fields
}

#[tokio::test]
async fn a_question_saves_itself_when_it_is_whole() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let form = form_of(&trainer.get(CHECK).await.ok().text());
        let typed = with(&form, &[("explanation-kk", "Өздігінен сақталған түсіндірме.")]);
        let answer = auto(&trainer, &typed).await.ok();
        assert!(stored(&app, FILE).await.expect("there").contains("Өздігінен сақталған түсіндірме."));
        trainer.get(&format!("{DRAFT}/history")).await.ok().says("Өздігінен сақталды: ");
        // The same once more is no change, and what is not whole is not saved.
        let (typed, count) = (after(&typed, &answer), changes(&app).await);
        let typed = after(&typed, &auto(&trainer, &typed).await.ok());
        let before = stored(&app, FILE).await;
        auto(&trainer, &with(&typed, &[("text-kk", "")])).await.has(422);
        auto(&trainer, &with(&typed, &[("tags", "not a tag!")])).await.has(422);
        assert_eq!((stored(&app, FILE).await, changes(&app).await), (before, count));
        // A part that is new gets a key once, whatever its text says in the next save.
        let part = [
            ("p3-id", "~1"),
            ("p3-kind", "wrong"),
            ("p3-text-kk", "Үндемеймін"),
            ("p3-why-kk", "Үнсіздік алыстатады."),
        ];
        let typed = with(&typed, &part);
        let typed = after(&typed, &auto(&trainer, &typed).await.ok());
        assert!(typed.contains(&("p3-key".to_owned(), "undemeimin".to_owned())), "{typed:?}");
        auto(&trainer, &with(&typed, &[("p3-text-kk", "Ештеңе демеймін")])).await.ok();
        let file = stored(&app, FILE).await.expect("there");
        assert!(file.contains("key = \"undemeimin\"") && file.contains("Ештеңе демеймін"), "{file}");
        assert_eq!(file.matches("Үндемеймін").count(), 0, "{file}");
    })
    .await;
}

#[tokio::test]
async fn a_question_that_saves_itself_takes_nothing_from_others() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let form = form_of(&trainer.get(CHECK).await.ok().text());
        let theirs = form_of(&other.get(SECOND).await.ok().text());
        // Another question of the same file is not in the way.
        post(&other, SECOND, &with(&theirs, &[("explanation-kk", "Екіншісі.")])).await.leads_to(SECOND);
        let mine = with(&form, &[("explanation-kk", "Менікі.")]);
        let mine = after(&mine, &auto(&trainer, &mine).await.ok());
        let file = stored(&app, FILE).await.expect("there");
        assert!(file.contains("Екіншісі.") && file.contains("Менікі."), "{file}");
        other.get(SECOND).await.ok().says("Дәл қазір мыналар өңдеп отыр");
        // Another field of the same question: the form does not show it, so the button has to bring both together.
        let theirs = form_of(&other.get(CHECK).await.ok().text());
        post(&other, CHECK, &with(&theirs, &[("explanation-ru", "Второй пояснил.")])).await.leads_to(CHECK);
        let before = stored(&app, FILE).await;
        let again = with(&mine, &[("explanation-kk", "Тағы менікі.")]);
        auto(&trainer, &again).await.has(409);
        assert_eq!(stored(&app, FILE).await, before);
        post(&trainer, CHECK, &again).await.leads_to(CHECK);
        let file = stored(&app, FILE).await.expect("there");
        assert!(file.contains("Второй пояснил.") && file.contains("Тағы менікі."), "{file}");
        // The same field: both are shown when the button is pressed.
        let mine = form_of(&trainer.get(CHECK).await.ok().text());
        post(&other, CHECK, &with(&mine, &[("explanation-kk", "Олардікі.")])).await.leads_to(CHECK);
        auto(&trainer, &with(&mine, &[("explanation-kk", "Меніңше.")])).await.has(409);
        post(&trainer, CHECK, &with(&mine, &[("explanation-kk", "Меніңше.")])).await.has(409).says("Олардікі.");
        // It is gone.
        post(&other, CHECK, &[("delete".to_owned(), "yes".to_owned())]).await.has(303);
        auto(&trainer, &mine).await.has(410);
    })
    .await;
}

/// The answer to what a page saved by itself never arrived: it sends the same once more, from where it had begun.
#[tokio::test]
async fn a_question_whose_answer_was_lost_is_not_doubled() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let form = form_of(&trainer.get(CHECK).await.ok().text());
        let part = [
            ("p3-id", "~1"),
            ("p3-kind", "wrong"),
            ("p3-text-kk", "Үндемеймін"),
            ("p3-why-kk", "Үнсіздік алыстатады."),
        ];
        let typed = with(&form, &part);
        auto(&trainer, &typed).await.ok();
        let (file, count) = (stored(&app, FILE).await, changes(&app).await);
        let again = after(&typed, &auto(&trainer, &typed).await.ok());
        assert_eq!((stored(&app, FILE).await, changes(&app).await), (file, count), "the same once more is no change");
        assert!(again.contains(&("p3-key".to_owned(), "undemeimin".to_owned())), "{again:?}");
        // Typed on since, also in the part that is new.
        let more = [("p3-why-kk", "Үнсіздік алыстатады, сұраңыз."), ("explanation-kk", "Тағы жазылды.")];
        auto(&trainer, &with(&typed, &more)).await.ok();
        let file = stored(&app, FILE).await.expect("there");
        assert_eq!(file.matches("Үндемеймін").count(), 1, "{file}");
        assert!(file.contains("алыстатады, сұраңыз.") && file.contains("Тағы жазылды."), "{file}");
        // And saved with the button.
        let last = with(&typed, &[more[0], ("explanation-kk", "Батырмамен.")]);
        post(&trainer, CHECK, &last).await.leads_to(CHECK);
        let file = stored(&app, FILE).await.expect("there");
        assert_eq!(file.matches("Үндемеймін").count(), 1, "{file}");
        assert!(file.contains("Батырмамен."), "{file}");
        // Two pages of one person: what the other one saved is not in this one's fields.
        let (one, two) =
            (form_of(&trainer.get(CHECK).await.ok().text()), form_of(&trainer.get(CHECK).await.ok().text()));
        auto(&trainer, &with(&two, &[("explanation-ru", "Из второй вкладки.")])).await.ok();
        auto(&trainer, &with(&one, &[("explanation-kk", "Бірінші беттен.")])).await.has(409);
        assert!(stored(&app, FILE).await.expect("there").contains("Из второй вкладки."));
    })
    .await;
}

#[tokio::test]
async fn what_counts_at_once_waits_for_the_button() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let before = stored(&app, FILE).await;
        let form = form_of(&trainer.get(CHECK).await.ok().text());
        assert!(form.contains(&("right".to_owned(), "0".to_owned())), "{form:?}");
        for change in [("module", "elsewhere"), ("right", "1"), ("critical", "yes"), ("p1-key", "another")] {
            auto(&trainer, &with(&form, &[change, ("explanation-kk", "Жаңа түсіндірме.")]))
                .await
                .has(422)
                .says("\"waits\":true");
        }
        trainer.get(CHECK).await.ok().says("Мәтіндер жазып отырғанда өздігінен сақталады.");
        assert_eq!(stored(&app, FILE).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_a_question_saved_by_itself_is_taken_back() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = drafting(&app).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let before = form_of(&trainer.get(CHECK).await.ok().text());
        let typed = with(&before, &[("explanation-kk", "Сынап көрдім.")]);
        let typed = after(&typed, &auto(&trainer, &typed).await.ok());
        let typed = with(&typed, &[("text-kk", "Басқа сұрақ?")]);
        let typed = after(&typed, &auto(&trainer, &typed).await.ok());
        // Another question of the file stays as a colleague left it.
        let theirs = form_of(&other.get(SECOND).await.ok().text());
        post(&other, SECOND, &with(&theirs, &[("explanation-kk", "Екіншісі.")])).await.leads_to(SECOND);
        post(&trainer, CHECK, &with(&typed, &[("back", "yes")])).await.leads_to(CHECK);
        let page = trainer.get(CHECK).await.ok().text();
        let bare = |fields: &[(String, String)]| with(fields, &[("number", ""), ("opened", "")]);
        assert_eq!(in_order(bare(&form_of(&page))), in_order(bare(&before)));
        assert!(stored(&app, FILE).await.expect("there").contains("Екіншісі."));
        trainer.get(&format!("{DRAFT}/history")).await.ok().says("Қайтарылды: ");
        // What somebody else has changed in it since is not taken back.
        let typed = with(&form_of(&page), &[("explanation-kk", "Тағы сынадым.")]);
        let typed = after(&typed, &auto(&trainer, &typed).await.ok());
        let theirs = form_of(&other.get(CHECK).await.ok().text());
        post(&other, CHECK, &with(&theirs, &[("explanation-ru", "Второй пояснил.")])).await.leads_to(CHECK);
        let (file, count) = (stored(&app, FILE).await, changes(&app).await);
        post(&trainer, CHECK, &with(&typed, &[("back", "yes")])).await.leads_to(CHECK);
        assert_eq!((stored(&app, FILE).await, changes(&app).await), (file, count));
        // Nor with what was saved before it was merged into this form.
        let merged = form_of(&post(&trainer, CHECK, &with(&typed, &[("add", "wrong")])).await.ok().text());
        post(&trainer, CHECK, &with(&merged, &[("back", "yes")])).await.leads_to(CHECK);
        assert!(stored(&app, FILE).await.expect("there").contains("Второй пояснил."));
    })
    .await;
}

#[tokio::test]
async fn looks_at_what_is_typed_are_limited_in_size_and_number() {
    let app = TestApp::start().await;
    let trainer = drafting(&app).await;
    let (to, lesson) = (format!("{CHECK}/try"), format!("{DRAFT}/lessons/six-motives/kk/preview"));
    let form = with(&form_of(&trainer.get(CHECK).await.ok().text()), &[("part", "yes")]);
    let long = "ә".repeat(110_000);
    post(&trainer, &to, &with(&form, &[("text-kk", &long)])).await.has(413);
    trainer.post(&lesson, &[("text", &long)]).await.has(413);
    post(&trainer, &to, &form).await.ok();
    while app.app.limits.take(Limited::Preview, [127, 0, 0, 1].into(), app.app.now()).is_ok() {}
    post(&trainer, &to, &form).await.has(429);
    trainer.post(&lesson, &[("text", "# Алты себеп")]).await.has(429);
    // A button that is pressed is answered all the same, and a moment later it goes on.
    let pressed: Vec<_> = form.iter().filter(|(name, _)| name != "part").cloned().collect();
    post(&trainer, &to, &with(&pressed, &[("try", "yes")])).await.ok();
    app.advance(1);
    trainer.post(&lesson, &[("text", "# Алты себеп")]).await.ok();
}

/// Pages that somebody may have open, and what they are called.
const PLACES: [(&str, &str); 10] = [
    ("/settings", "Курс баптаулары"),
    ("/modules/motives", "Адамдар неге өз уақытын бөледі"),
    ("/modules/new", "Модуль қосу"),
    ("/modules/motives/lessons/new", "Сабақ қосу"),
    ("/final", "Қорытынды тест"),
    ("/facts/new", "Сандар"),
    ("/glossary/new", "Сөздік"),
    ("/pictures/emblem", "Суреттер"),
    ("/file?path=facts.toml", "Сандар"),
    ("/questions/new?module=motives&kind=single", "Сұрақтар"),
];

/// Who the page of the facts says is editing, and what.
pub(crate) async fn shown_present(client: &Client) -> Option<String> {
    let page = client.get(&format!("{DRAFT}/facts")).await.ok().text();
    let list = page.split("class=\"note present\"").nth(1)?;
    Some(list.split("</ul>").next().unwrap_or_default().to_owned())
}

#[tokio::test]
async fn who_writes_on_without_saving_stays_among_those_who_edit() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = (drafting(&app).await, staff(&app, "other", &[Role::Trainer]).await);
        let more = [
            ("/lessons/match-task", ""),
            ("/lessons/six-motives/ru", ""),
            ("/questions/six-motives-check-1", "Сұрақтар"),
        ];
        let (before, sign) = (changes(&app).await, format!("{DRAFT}/present"));
        for (place, called) in PLACES.into_iter().chain(more) {
            let page = other.get(&format!("{DRAFT}{place}")).await.ok().text();
            assert_eq!(between(&page, "data-present=\"", "\""), sign, "{place}");
            let at = between(&page, "data-place=\"", "\"").to_owned();
            for _ in 0..2 {
                app.advance(170);
                other.post(&sign, &[("place", &at)]).await.has(204);
            }
            app.advance(170);
            let shown = shown_present(&one).await.unwrap_or_else(|| panic!("nobody is at {place}"));
            assert!(shown.matches("<li>").count() == 1 && shown.contains(called), "{place}: {shown}");
            app.advance(11);
            assert_eq!(shown_present(&one).await, None, "{place}: it is long ago");
        }
        assert_eq!(changes(&app).await, before, "the draft stays as it is");
        // A form that comes back with mistakes knows its place, too.
        let again = other.post(&format!("{DRAFT}/modules/new"), &[("number", "1")]).await.has(422).text();
        assert_eq!(between(&again, "data-place=\"", "\""), "course.toml#module/");
        other.post(&sign, &[]).await.has(400);
        other.post("/kk/trainer/drafts/9/present", &[("place", "facts.toml")]).await.has(404);
        staff(&app, "centre", &[Role::Centre]).await.post(&sign, &[("place", "facts.toml")]).await.has(403);
    })
    .await;
}

/// Who has which page open is shown on every page of the editor.
#[tokio::test]
async fn who_is_editing_is_shown_on_every_page_of_the_editor() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (one, other) = (drafting(&app).await, staff(&app, "other", &[Role::Trainer]).await);
        let all =
            ["", "/questions", "/facts", "/glossary", "/pictures", "/lessons/six-motives", "/lessons/six-motives/ru"];
        let pages: Vec<&str> = PLACES.iter().map(|(page, _)| *page).chain(all).collect();
        for (place, called) in PLACES {
            other.get(&format!("{DRAFT}{place}")).await.ok();
            app.advance(1);
            for page in &pages {
                let shown = one.get(&format!("{DRAFT}{page}")).await.ok().text();
                let list = shown.split("class=\"note present\"").nth(1).and_then(|rest| rest.split("</ul>").next());
                let list = list.unwrap_or_else(|| panic!("{page} does not show who has {place} open"));
                assert_eq!(list.matches("<li>").count(), 1, "{list}");
                assert!(
                    list.contains(called) && !list.contains("course.toml") && !list.contains('#'),
                    "{page}, {place}: {list}"
                );
            }
        }
        // In the language of whoever reads it, and no longer than it is true.
        other.get(&format!("{DRAFT}/settings")).await.ok();
        one.get("/ru/trainer/drafts/1/glossary").await.ok().says("Настройки курса");
        app.advance(181);
        let later = one.get(&format!("{DRAFT}/facts")).await.ok().text();
        assert!(!later.contains("note present"), "{later}");
    })
    .await;
}
