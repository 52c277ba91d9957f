//! The consent of parents where two accounts become one.

use erikti::kernel::Role;
use erikti::kernel::ids::PersonId;

use super::cards::{id_of, make_one};
use super::harness::app::TestApp;
use super::harness::database::on_both;
use super::merging::{NAME, consent, merge, note_on};
use super::people::staff;

/// A day that was put right counts as it is, in whichever account; what was withdrawn after it stays withdrawn.
#[tokio::test]
async fn a_corrected_day_brings_nothing_back_where_two_accounts_become_one() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let correct = async |person: PersonId, day: &str| {
            app.advance(60);
            let typed = [("state", "corrected"), ("corrected_by", "Гүлнар"), ("corrected_on", day)];
            centre.post(&format!("/en/trainer/people/{person}/consent"), &typed).await
        };
        for (name, is_kept_withdrawn, is_corrected) in
            [(NAME, true, true), ("Дана Серікқызы", false, true), ("Мадина Серікқызы", false, false)]
        {
            let (old, card) = (make_one(&centre, name, "2011").await, make_one(&centre, name, "2010").await);
            let (from, into) = (id_of(&app, &old).await, id_of(&app, &card).await);
            let (withdrawn, other) = if is_kept_withdrawn { (into, from) } else { (from, into) };
            for (person, state, day) in [
                (withdrawn, "received", "2026-11-02"),
                (withdrawn, "withdrawn", "2026-11-12"),
                (other, "received", "2026-11-18"),
            ] {
                app.advance(60);
                note_on(&centre, person, (state, "Гүлнар", day)).await;
            }
            if is_corrected {
                correct(other, "2026-11-08").await.has(303);
            }
            merge(&centre, from, into).await.has(303);
            let newest = consent(&app, into).await.swap_remove(0);
            assert_eq!(newest.1, if is_corrected { "withdrawn" } else { "received" }, "{name}");
            if !is_corrected {
                // The day is put right too late: what was withdrawn stayed with the closed account, and stands in the way.
                correct(into, "2026-11-08").await.has(422).says("The consent was withdrawn on that day or later");
                correct(into, "2026-11-13").await.has(303);
            }
        }
    })
    .await;
}

/// A mistyped day of withdrawal stood in a paper's way; the true one does not. What was withdrawn in another account is not
/// moved along with it.
#[tokio::test]
async fn a_corrected_withdrawal_counts_as_it_is_where_two_accounts_become_one() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let note = async |person: PersonId, state: &str, day: &str| {
            app.advance(60);
            note_on(&centre, person, (state, "Гүлнар", day)).await;
        };
        let put_right = async |person: PersonId, day: &str| {
            app.advance(60);
            let typed = [("state", "withdrawal-corrected"), ("corrected_on", day)];
            centre.post(&format!("/en/trainer/people/{person}/consent"), &typed).await
        };
        for (name, paper, expected) in [(NAME, "2026-11-15", "received"), ("Дана Серікқызы", "2026-11-12", "withdrawn")]
        {
            let (old, card) = (make_one(&centre, name, "2011").await, make_one(&centre, name, "2010").await);
            let (from, into) = (id_of(&app, &old).await, id_of(&app, &card).await);
            note(into, "received", "2026-11-02").await;
            note(into, "withdrawn", "2026-11-20").await;
            note(from, "received", paper).await;
            put_right(into, "2026-11-12").await.has(303);
            merge(&centre, from, into).await.has(303);
            assert_eq!(consent(&app, into).await.swap_remove(0).1, expected, "{name}");
        }

        // What was noted in the other account stays there; if it holds, the form comes with it, and they stay two.
        for (name, days, count) in
            [("Мадина Серікқызы", ["2026-11-14", "2026-11-20"], 3), ("Аида Серікқызы", ["2026-11-20", "2026-11-14"], 5)]
        {
            let (old, card) = (make_one(&centre, name, "2011").await, make_one(&centre, name, "2010").await);
            let (from, into) = (id_of(&app, &old).await, id_of(&app, &card).await);
            for (person, withdrawn) in [from, into].into_iter().zip(days) {
                note(person, "received", "2026-11-02").await;
                note(person, "withdrawn", withdrawn).await;
            }
            merge(&centre, from, into).await.has(303);
            put_right(into, "2026-11-13").await.has(422).says("Another withdrawal of a later day is noted");
            put_right(into, "2026-11-14").await.has(303);
            assert_eq!(consent(&app, into).await.len(), count, "{name}");
        }
    })
    .await;
}
