//! People without e-mail: accounts made by the staff, cards, an own password.

use erikti::accounts::{self, ReviewGrant};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Lang, ReviewKind, Role};

use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, PASSWORD, between};
use super::harness::database::on_both;
use super::learner::slug;
use super::pages::{assert_switch, assert_whole};
use super::people::{audit_of, link_to, staff};

const NEW: &str = "/en/trainer/people/new";
const DAY: i64 = 24 * 3600;

/// What is typed from a card.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Typed {
    pub(crate) name: String,
    pub(crate) password: String,
}

/// The cards on a page.
pub(crate) fn cards_on(page: &str) -> Vec<Typed> {
    let slips = page.split("<li class=\"slip\"").skip(1);
    let keys = slips.map(|slip| {
        let mut keys = slip.split("class=\"key\">").skip(1).map(|rest| rest.split('<').next().unwrap_or_default());
        let mut next = || keys.next().expect("a name and a password").to_owned();
        Typed { name: next(), password: next() }
    });
    keys.collect()
}

/// The secret of the form on a page.
pub(crate) fn token_on(page: &str) -> String {
    let token = between(page, "name=\"token\" value=\"", "\"").to_owned();
    assert_eq!(token.len(), 32, "no secret in the form\n{page}");
    token
}

/// A form for one person.
async fn form_for<'a>(client: &Client, name: &'a str, year: &'a str) -> Vec<(&'a str, String)> {
    let token = token_on(&client.get(NEW).await.ok().text());
    [
        ("token", token.as_str()),
        ("way", "one"),
        ("name", name),
        ("birth_year", year),
        ("district", "1"),
        ("language", "kk"),
    ]
    .map(|(field, value)| (field, value.to_owned()))
    .to_vec()
}

pub(crate) async fn send(client: &Client, path: &str, form: &[(&str, String)]) -> Answer {
    let form: Vec<(&str, &str)> = form.iter().map(|(name, value)| (*name, value.as_str())).collect();
    client.post(path, &form).await
}

/// Makes an account for somebody born in that year.
pub(crate) async fn make_one(client: &Client, name: &str, year: &str) -> Typed {
    let made = send(client, NEW, &form_for(client, name, year).await).await.ok().text();
    cards_on(&made).pop().unwrap_or_else(|| panic!("no card\n{made}"))
}

pub(crate) async fn sign_in(client: &Client, card: &Typed) -> Answer {
    client.post("/kk/sign-in", &[("identifier", &card.name), ("password", &card.password)]).await
}

/// Signs in with a card and chooses the password of the tests.
pub(crate) async fn begin_with(app: &TestApp, card: &Typed) -> Client {
    let girl = app.client();
    sign_in(&girl, card).await.has(303);
    girl.post("/kk/password", &[("password", PASSWORD), ("consent", "yes")]).await.leads_to("/kk/learn");
    girl
}

pub(crate) async fn id_of(app: &TestApp, card: &Typed) -> PersonId {
    super::people::person_of(app, &card.name).await
}

async fn count(app: &TestApp) -> i64 {
    app.app.read(accounts::count_people).await.expect("the database answers")
}

#[tokio::test]
async fn a_girl_without_e_mail_signs_in_with_a_card_and_chooses_a_password() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let form = form_for(&trainer, "Әйгерім Нұрғалиқызы", "2011").await;
        let made = send(&trainer, NEW, &form).await.ok();
        let card = cards_on(&made.text()).pop().expect("a card");
        assert!(card.name.starts_with("aigerim"), "{card:?}");
        made.says("<li class=\"slip\" lang=\"kk\">");
        // A second click makes nobody twice and shows the same card; so does another language of the page.
        assert_eq!(cards_on(&send(&trainer, NEW, &form).await.ok().text()), std::slice::from_ref(&card));
        assert_eq!(count(&app).await, 2);
        let cards = between(&made.text(), "name=\"cards\" value=\"", "\"").to_owned();
        let again =
            send(&trainer, "/en/trainer/people/cards", &[("cards", cards.clone()), ("switch", "ru".to_owned())])
                .await
                .ok();
        again.says("<html lang=\"ru\">");
        assert_eq!(cards_on(&again.text()), std::slice::from_ref(&card));

        let girl = app.client();
        sign_in(&girl, &card).await.leads_to("/kk/learn");
        girl.get("/kk/courses").await.ok();
        for path in ["/kk/learn", "/kk/learn/profile"] {
            let next = path.replace('/', "%2F");
            girl.get(path).await.leads_to(&format!("/kk/password?next={next}"));
        }
        girl.post("/kk/courses/leadership", &[]).await.leads_to("/kk/password?next=%2Fkk%2Flearn");
        for lang in Lang::ALL {
            let path = format!("/{lang}/password");
            let page = girl.get(&path).await.ok();
            assert_whole(&path, lang, &page);
            assert_switch(&path, lang, &page);
        }
        for (password, consent, message) in [
            ("Әйгерім", "yes", "password-error"),
            ("Әйгерім2011", "yes", "password-error"),
            (card.password.as_str(), "yes", "password-error"),
            (PASSWORD, "", "consent-error"),
        ] {
            let form: Vec<_> = [("password", password), ("consent", consent)]
                .into_iter()
                .filter(|(_, typed)| !typed.is_empty())
                .collect();
            girl.post("/kk/password", &form).await.has(422).says(message);
        }
        let form = [("password", PASSWORD), ("consent", "yes"), ("next", "/kk/learn/profile")];
        girl.post("/kk/password", &form).await.leads_to("/kk/learn/profile");
        girl.get("/kk/learn/profile").await.ok();
        // The card is used up, a second click changes nothing, and the own password opens.
        sign_in(&app.client(), &card).await.has(422).says("жаңа карточка сұраңыз");
        girl.post("/kk/password", &form).await.leads_to("/kk/learn/profile");
        app.client().sign_in("kk", &card.name).await;
        let id = id_of(&app, &card).await;
        assert_eq!(audit_of(&app, id).await, ["account made", "signed in", "password chosen", "signed in"]);
        let gone = send(&trainer, "/en/trainer/people/cards", &[("cards", cards)]).await.ok().text();
        assert!(!gone.contains(&card.password), "a password that was replaced is shown");
    })
    .await;
}

#[tokio::test]
async fn a_list_is_shown_first_and_made_once() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        make_one(&trainer, "Дана Ержанқызы", "2010").await;
        let before = count(&app).await;
        let list = "Аты-жөні\tТуған жылы\tАуылы\r\nӘсем Нұрғалиқызы\t2011\tКеген\r\nX\t2011\r\nЕРЖАНКЫЗЫ Дана\t01.02.2010\r\n\
                    Арман Сейтов\t1811\r\nнурғалиқызы әсем\t2011\r\nАрман Сейтов;2012;Сарыжаз";
        let token = token_on(&trainer.get(&format!("{NEW}?way=list")).await.ok().text());
        let form = |more: &[(&'static str, &str)]| -> Vec<(&'static str, String)> {
            let all = [("token", token.as_str()), ("way", "list"), ("district", "1"), ("language", "ru"), ("people", list)];
            all.into_iter().chain(more.iter().copied()).map(|(name, value)| (name, value.to_owned())).collect()
        };
        let preview = send(&trainer, NEW, &form(&[])).await.ok();
        assert_eq!(count(&app).await, before, "nothing is done before it is confirmed");
        for words in [
            "2 accounts will be made",
            "2 people may have an account already",
            "2 lines have a mistake",
            "The same as line 2.",
            "Somebody with this name and year of birth has an account.",
            "name=\"row\" value=\"2\" checked",
            "name=\"row\" value=\"7\" checked",
        ] {
            preview.says(words);
        }
        let page = preview.text();
        assert!(!page.contains("value=\"4\" checked") && !page.contains("value=\"6\" checked"), "doubtful and ticked");
        assert!(!page.contains("name=\"row\" value=\"3\""), "a line with a mistake cannot be ticked");
        assert_whole(NEW, Lang::En, &preview);
        send(&trainer, NEW, &form(&[("seen", list), ("switch", "kk")])).await.ok().says("<html lang=\"kk\">");
        // A list that was changed after the preview is shown again.
        send(&trainer, NEW, &form(&[("seen", "other"), ("confirmed", "yes"), ("row", "2")])).await.ok().says("name=\"seen\"");
        assert_eq!(count(&app).await, before);

        let confirmed = form(&[("seen", list), ("warned", "4"), ("confirmed", "yes"), ("row", "2"), ("row", "7")]);
        let (one, two) = tokio::join!(send(&trainer, NEW, &confirmed), send(&trainer, NEW, &confirmed));
        let cards = cards_on(&one.ok().text());
        assert_eq!(cards.len(), 2);
        assert_eq!(cards_on(&two.ok().text()), cards, "the second click shows the same cards");
        assert_eq!(count(&app).await, before + 2);
        for card in &cards {
            sign_in(&app.client(), card).await.has(303);
        }
        // Back, and the same list with more ticks: who was made meanwhile is pointed out first.
        let more = form(&[("seen", list), ("warned", "4"), ("confirmed", "yes"), ("row", "2"), ("row", "4"), ("row", "7")]);
        send(&trainer, NEW, &more).await.ok().says("name=\"seen\"");
        assert_eq!(count(&app).await, before + 2);
        let listed = trainer.get("/en/trainer/people?search=асем").await.ok().text();
        assert!(listed.contains("Әсем Нұрғалиқызы") && !listed.contains("Арман"), "{listed}");
        trainer.get("/en/trainer/people").await.ok().says("minor, maybe under 16: no emergency tasks");
    })
    .await;
}

#[tokio::test]
async fn somebody_like_an_account_is_asked_about_before_a_card_is_made() {
    let app = TestApp::start().await;
    let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
    make_one(&trainer, "Дана Ержанқызы", "2010").await;
    let form = form_for(&trainer, "Ержанқызы Дана", "2010").await;
    let preview = send(&trainer, NEW, &form).await.ok();
    preview.says("Somebody with this name and year of birth has an account.");
    assert!(!preview.text().contains("/centre/people/"), "a trainer sees no account of others");
    let seen = between(&preview.text(), "name=\"seen\" value=\"", "\"").to_owned();
    let mut confirmed: Vec<(&str, String)> =
        form.into_iter().filter(|(name, _)| !["way", "name"].contains(name)).collect();
    for (name, value) in [
        ("way", "list"),
        ("people", seen.as_str()),
        ("seen", seen.as_str()),
        ("warned", "1"),
        ("confirmed", "yes"),
        ("row", "1"),
    ] {
        confirmed.push((name, value.to_owned()));
    }
    assert_eq!(cards_on(&send(&trainer, NEW, &confirmed).await.ok().text()).len(), 1);
    for (name, typed, message) in
        [("name", "X", "name-error"), ("birth_year", "11", "birth_year-error"), ("district", "", "district-error")]
    {
        let form: Vec<_> = form_for(&trainer, "Дана", "2010").await;
        let form: Vec<_> = form.into_iter().map(|(n, v)| (n, if n == name { typed.to_owned() } else { v })).collect();
        send(&trainer, NEW, &form).await.has(422).says(message);
    }
}

/// Every year with the name of somebody whom others made: the list does not tell which one it is.
#[tokio::test]
async fn a_list_tells_a_trainer_no_year_of_birth_of_others() {
    let app = TestApp::start().await;
    let other = staff(&app, "other", &[Role::Trainer]).await;
    make_one(&other, "Дана Ержанқызы", "2010").await;
    let curious = staff(&app, "curious", &[Role::Trainer]).await;
    let centre = staff(&app, "centre", &[Role::Centre]).await;
    let known = "Somebody with this name and year of birth has an account.";
    let years: Vec<String> = (1950..2013).map(|year| format!("Дана Ержанқызы\t{year}")).collect();
    let years = years.join("\n");
    for (client, times) in [(&curious, 0), (&other, 1), (&centre, 1)] {
        let token = token_on(&client.get(NEW).await.ok().text());
        let form =
            [("token", token.as_str()), ("way", "list"), ("people", &years), ("district", "1"), ("language", "kk")];
        let page = client.post(NEW, &form).await.ok().text();
        assert!(page.contains("1990"), "{page}");
        assert_eq!(page.matches(known).count(), times, "{page}");
    }
    let form = form_for(&curious, "Дана Ержанқызы", "2010").await;
    assert_eq!(cards_on(&send(&curious, NEW, &form).await.ok().text()).len(), 1, "nor does the form for one");
}

#[tokio::test]
async fn a_trainer_renews_own_cards_and_the_centre_all() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let other = staff(&app, "other", &[Role::Trainer]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let card = make_one(&trainer, "Әсем Нұрғалиқызы", "2011").await;
        let girl = begin_with(&app, &card).await;
        let id = id_of(&app, &card).await;
        let person = format!("/en/trainer/people/{id}");
        let token = [("token", token_on(&trainer.get(&person).await.ok().text()))];
        other.get(&person).await.has(404);
        send(&other, &format!("{person}/card"), &token).await.has(404);
        assert!(!other.get("/en/trainer/people").await.ok().text().contains("Әсем"));
        let renewed =
            cards_on(&send(&trainer, &format!("{person}/card"), &token).await.ok().text()).pop().expect("a card");
        assert_eq!(renewed.name, card.name);
        let twice = cards_on(&send(&trainer, &format!("{person}/card"), &token).await.ok().text());
        assert_eq!(twice, std::slice::from_ref(&renewed), "a second click shows the same card");
        girl.get("/kk/learn").await.leads_to("/kk/sign-in?next=%2Fkk%2Flearn");
        app.client().post("/kk/sign-in", &[("identifier", &card.name), ("password", PASSWORD)]).await.has(422);
        sign_in(&app.client(), &renewed).await.has(303);

        centre.get(&format!("/en/centre/people/{id}")).await.ok().says("no emergency tasks");
        let token = [("token", token_on(&centre.get(&person).await.ok().text()))];
        let by_centre = send(&centre, &format!("{person}/card"), &token).await.ok().text();
        let by_centre = cards_on(&by_centre).pop().expect("a card");
        sign_in(&app.client(), &renewed).await.has(422);
        // Shown for a quarter of an hour, and to nobody else; the card itself works for thirty days.
        app.advance(16 * 60);
        send(&centre, &format!("{person}/card"), &token).await.has(410);
        app.advance(29 * DAY);
        sign_in(&app.client(), &by_centre).await.has(303);
        app.advance(2 * DAY);
        sign_in(&app.client(), &by_centre).await.has(422);
    })
    .await;
}

#[tokio::test]
async fn a_trainer_makes_no_card_for_who_signs_lessons() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let card = make_one(&trainer, "Дәрігер Болатқызы", "1980").await;
        let doctor = begin_with(&app, &card).await;
        let id = id_of(&app, &card).await;
        let person = format!("/en/trainer/people/{id}");
        let token = [("token", token_on(&trainer.get(&person).await.ok().text()))];
        let grant = ReviewGrant { course: slug("first-aid"), kind: ReviewKind::Medical };
        let write = move |conn: &mut _, ctx: &_| accounts::grant_review(conn, ctx, id, &grant);
        app.app.write(Actor::Shell, write).await.expect("the database answers");
        trainer.get(&person).await.has(404);
        send(&trainer, &format!("{person}/card"), &token).await.has(404);
        doctor.get("/kk/review").await.ok();
        let token = [("token", token_on(&centre.get(&person).await.ok().text()))];
        send(&centre, &format!("{person}/card"), &token).await.ok();
    })
    .await;
}

#[tokio::test]
async fn a_new_card_for_somebody_with_an_own_address_is_told_there_and_ends_every_link() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let card = make_one(&trainer, "Әсем Нұрғалиқызы", "2011").await;
        let girl = begin_with(&app, &card).await;
        let (own, other, path) = ("asem@example.kz", "other@example.kz", "/kk/learn/profile/email");
        let ask = async |email: &str| {
            girl.post(path, &[("email", email), ("present_password", PASSWORD)]).await.leads_to(path);
            link_to(&app, email).await
        };
        let reset = async || {
            app.client().post("/kk/reset", &[("identifier", own)]).await.ok();
            link_to(&app, own).await
        };
        girl.post(&ask(own).await, &[]).await.leads_to(path);
        let links = [ask(other).await, reset().await];

        let page = format!("/en/trainer/people/{}", id_of(&app, &card).await);
        let token = [("token", token_on(&trainer.get(&page).await.ok().text()))];
        let card = cards_on(&send(&trainer, &format!("{page}/card"), &token).await.ok().text()).pop().expect("a card");
        for link in &links {
            app.client().get(link).await.has(410);
        }
        let told = super::text(&app.mail_to(own).await);
        assert!(told.contains("құпиясөзі жаңа ғана өзгертілді") && told.contains("/kk/reset"), "{told}");

        let link = reset().await;
        begin_with(&app, &card).await;
        app.client().get(&link).await.has(410);
    })
    .await;
}

#[tokio::test]
async fn sisters_with_one_phone_do_not_mix() {
    let app = TestApp::start().await;
    let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
    let (one, two) = (make_one(&trainer, "Әсем Ли", "2011").await, make_one(&trainer, "Дана Ли", "2012").await);
    let phone = begin_with(&app, &one).await;
    // The code on the other card leads to the sign-in page, which says who is signed in.
    let page = phone.get("/kk/sign-in").await.ok();
    page.says("Әсем Ли");
    page.says("id=\"identifier\"");
    sign_in(&phone, &two).await.has(303);
    let page = phone.get("/kk/courses").await.ok().text();
    assert!(page.contains("Дана Ли") && !page.contains("Әсем Ли"), "the sisters mix");
}
