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
