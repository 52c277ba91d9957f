//! The clock jumps an hour back, as it does when somebody sets it or a machine wakes up with another's time.

use diesel::prelude::*;
use erikti::db::schema::{answers, attempts, certificates, check_answers, outbox};
use erikti::kernel::{Clock, Timestamp};

use crate::harness::app::TestApp;
use crate::harness::database::on_both;
use crate::learner::{Learner, Test, course};
use crate::program::until;

const HOUR: i64 = 3600;

fn jump_back(app: &TestApp) {
    app.advance(-HOUR);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_clock_that_jumps_an_hour_back_stops_nobody() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let learner = Learner::begin(&app.address, 1).await;
        app.mail_to(&learner.email).await;
        learner.study(&app.address).await;
        let (id, _) = learner.start_test(&app.address).await;
        let test = app.app.read(move |conn| Test::find(conn, id)).await.unwrap();
        let begun = app.clock.now();

        jump_back(&app);
        // Still signed in; the running test goes on, is handed in and counts.
        learner.answer_all(&app.address, &test).await;
        learner.finish(&app.address, &test).await;
        let is_issued = async || {
            let issued = app.app.read(|conn| Ok(certificates::table.count().get_result::<i64>(conn)?)).await.unwrap();
            (issued == 1).then_some(())
        };
        until("the certificate is issued at once, not in an hour", is_issued).await;
        // Somebody new signs up, and the mail goes out at once.
        let other = Learner::begin(&app.address, 2).await;
        app.mail_to(&other.email).await;
        let lesson = &course().lessons().next().unwrap().1.key;
        other.finish_lesson(&app.address, lesson).await;

        // No answer was shown after it was given, and no try ended before it began.
        let turned: (i64, i64, i64) = app
            .app
            .read(|conn| {
                let in_tests = answers::table.filter(answers::shown_at.gt(answers::answered_at));
                let in_checks = check_answers::table.filter(check_answers::shown_at.gt(check_answers::answered_at));
                let tries = attempts::table.filter(attempts::started_at.gt(attempts::finished_at.assume_not_null()));
                let (in_tests, in_checks) = (in_tests.count().get_result(conn)?, in_checks.count().get_result(conn)?);
                Ok((in_tests, in_checks, tries.count().get_result(conn)?))
            })
            .await
            .unwrap();
        assert_eq!(turned, (0, 0, 0), "begun {begun:?}");
        app.advance(2 * HOUR);
        is_issued().await.unwrap();
    })
    .await;
}

/// What was due before the jump is due after it: it waits for minutes, not for the hour to come round again.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn what_was_queued_before_the_jump_does_not_wait_for_the_hour() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        // As if the clock had been an hour ahead when this was queued, and the server had been killed.
        let learner = Learner::begin(&app.address, 1).await;
        app.mail_to(&learner.email).await;
        let is_sent = async || {
            let sent = outbox::table.filter(outbox::state.eq("sent")).count();
            let sent = app.app.read(move |conn| Ok(sent.get_result::<i64>(conn)?)).await.unwrap();
            (sent == 1).then_some(())
        };
        until("the worker has written down what it sent", is_sent).await;
        let ahead = app.clock.now().plus_seconds(HOUR);
        let again = move |conn: &mut erikti::db::Conn| {
            diesel::update(outbox::table)
                .set((
                    outbox::state.eq("queued"),
                    outbox::tries.eq(0),
                    outbox::next_at.eq(ahead),
                    outbox::created_at.eq(ahead),
                    outbox::sent_at.eq(None::<Timestamp>),
                ))
                .execute(conn)?;
            Ok(())
        };
        app.database().write(again).await.unwrap();
        app.advance(1);
        app.mail_to(&learner.email).await;
    })
    .await;
}
