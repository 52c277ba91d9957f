//! A reviewer with a phone: reads a lesson, signs it, and a learner is told.

use erikti::accounts::{self, ReviewGrant};
use erikti::kernel::{Actor, Error, ReviewKind, Slug};

use crate::cards::{self, TRAINER};
use crate::harness::app::TestApp;
use crate::harness::browser::Script;
use crate::phone::Phone;

#[tokio::test]
async fn in_kazakh() {
    reviewing("kk", Script::On).await;
}

#[tokio::test]
async fn without_script() {
    reviewing("ru", Script::Off).await;
}

async fn reviewing(lang: &'static str, script: Script) {
    let app = TestApp::start().await;
    let Some(phone) = Phone::start(&app.address, lang, script).await else { return };
    cards::trainer(&app, &phone).await;
    let granted = app.app.write(Actor::Shell, |conn, ctx| {
        let person = accounts::find_person_by_identifier(conn, TRAINER)?.ok_or(Error::NotFound)?;
        let course = Slug::parse("leadership").ok_or(Error::NotFound)?;
        accounts::grant_review(conn, ctx, person, &ReviewGrant { course, kind: ReviewKind::Legal })
    });
    granted.await.expect("a reviewer");
    phone.open("/review").await;
    phone.look("reviews").await;
    phone.press_to("main .card a", "/review/leadership").await;
    phone.look("review-course").await;
    phone.browser.fill("main input[name=name]", "А. Сейітқызы").await;
    phone.browser.follow("main form:has(input[name=name]) button").await;
    phone.press_to("ul.reviews a", &format!("/review/leadership/{lang}/lessons/six-motives")).await;
    phone.look("review-lesson").await;
    phone.browser.follow("section.card form .button").await;
    assert_eq!(phone.browser.count("form[action$=\"/withdraw\"]").await, 1);
    phone.look("review-signed").await;
    phone.desk("review-signed").await;
    // All that is left of the module, at once.
    phone.open("/review/leadership").await;
    phone.browser.click("main details summary").await;
    phone.browser.click("main details input[type=checkbox]").await;
    phone.browser.follow("main details .button").await;
    assert_eq!(phone.browser.count(".reviews .is-whole").await, 3);
    phone.open("/courses/leadership").await;
    phone.browser.follow("main form .button").await;
    phone.open("/learn/leadership/lessons/six-motives").await;
    phone.says("А. Сейітқызы").await;
}
