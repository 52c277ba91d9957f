//! The day on which parents withdrew their consent, where it was mistyped.

use erikti::accounts::{self, ParentalState};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Lang, Role};

use super::cards::{id_of, make_one};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client};
use super::harness::database::on_both;
use super::pages::{assert_switch, assert_whole};
use super::people::{audit_of, staff};

const TITLE: &str = "Put right the day of the withdrawal";
const DAY: &str = "<dt>The day they withdrew it</dt><dd>";

/// What staff send about one minor.
struct Notes<'a> {
    app: &'a TestApp,
    staff: &'a Client,
    consent: String,
}

impl Notes<'_> {
    async fn note(&self, state: &str, day: &str) -> Answer {
        self.app.advance(60);
        let typed = [("state", state), ("given_by", "Гүлнар Нұрғали"), ("on", day)];
        self.staff.post(&self.consent, &typed).await
    }

    async fn put_right(&self, day: &str, more: (&str, &str)) -> Answer {
        self.app.advance(60);
        let typed = [("state", "withdrawal-corrected"), ("corrected_on", day), more];
        self.staff.post(&self.consent, &typed).await
    }

    async fn state(&self, person: PersonId) -> ParentalState {
        let read = self.app.app.read(move |conn| accounts::list_parental_states(conn, &[person]));
        read.await.expect("the database answers").pop().expect("a state").1
    }
}

#[tokio::test]
async fn a_mistyped_day_of_withdrawal_is_put_right_and_the_consent_stays_withdrawn() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let id = id_of(&app, &make_one(&trainer, "Әсем Нұрғалиқызы", "2012").await).await;
        let page = format!("/en/trainer/people/{id}");
        let notes = Notes { app: &app, staff: &trainer, consent: format!("{page}/consent") };
        notes.note("received", "2026-11-08").await.leads_to(&page);
        assert!(!trainer.get(&page).await.ok().text().contains(TITLE), "nothing was withdrawn");
        notes.note("withdrawn", "2026-11-20").await.leads_to(&page);
        let shown = trainer.get(&page).await.ok();
        shown.says(TITLE);
        shown.says("name=\"corrected_on\" type=\"date\" value=\"2026-11-20\"");
        assert!(!shown.text().contains("corrected_by"), "of a withdrawal the day alone is put right");
        notes.note("received", "2026-11-15").await.has(422).says("The consent was withdrawn on that day or later");

        for (day, words) in [
            ("", "Give the day: today or earlier."),
            ("2026-11-23", "Give the day: today or earlier."),
            ("2026-11-07", "Before the day of the form that was withdrawn."),
        ] {
            let wrong = notes.put_right(day, ("x", "")).await.has(422);
            wrong.says(words);
            wrong.says("corrected_on-error");
            assert!(day.is_empty() || wrong.text().contains(&format!("value=\"{day}\"")), "{day} is lost");
            assert_whole(&notes.consent, Lang::En, &wrong);
            assert_switch(&notes.consent, Lang::En, &wrong);
        }
        let other = notes.put_right("2026-11-07", ("switch", "kk")).await.ok();
        other.says("Қайтарып алынған күнді түзету");
        other.says("value=\"2026-11-07\"");

        notes.put_right("2026-11-12", ("x", "")).await.leads_to(&page);
        let again = notes.put_right("2026-11-12", ("x", "")).await.has(303);
        assert!(again.header("set-cookie").contains("flash-already-so"));
        let shown = trainer.get(&page).await.ok();
        shown.says(&format!("{DAY}12 Nov 2026</dd>"));
        let text = shown.text();
        let (_, history) = text.split_once("History</summary>").expect("a history");
        // Both notes stay, the newest first.
        let places = ["Нұрғали, 12 Nov 2026", "Нұрғали, 20 Nov 2026", "put right later", "Нұрғали, 8 Nov 2026"];
        let places = places.map(|words| history.find(words));
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {history}");
        assert_eq!(history.matches("put right later").count(), 1, "{history}");
        assert_eq!(notes.state(id).await, ParentalState::Withdrawn);
        centre.get("/en/centre/people?state=consent-withdrawn").await.ok().says("Әсем Нұрғалиқызы");
        let audit = audit_of(&app, id).await;
        assert_eq!(audit.iter().filter(|action| *action == "parental withdrawal corrected").count(), 1, "{audit:?}");
        centre.get("/ru/centre/audit").await.ok().says("Исправлен день отзыва согласия родителей");

        // Too early is put right as well, and does not bring back what was signed before the true day.
        notes.put_right("2026-11-14", ("x", "")).await.leads_to(&page);
        trainer.get(&page).await.ok().says(&format!("{DAY}14 Nov 2026</dd>"));
        notes.note("received", "2026-11-13").await.has(422).says("The consent was withdrawn on that day or later");
        // A form of after it does.
        notes.note("received", "2026-11-15").await.leads_to(&page);
        assert_eq!(notes.state(id).await, ParentalState::Received { photos: false });
        // A page that was older than that withdraws nothing, and keeps what was typed.
        let stale = notes.put_right("2026-11-11", ("x", "")).await.has(422);
        stale.says("A form was noted since this page was opened");
        stale.says("name=\"on\" type=\"date\" value=\"2026-11-11\"");
        assert_eq!(notes.state(id).await, ParentalState::Received { photos: false });
        let stranger = staff(&app, "other", &[Role::Trainer]).await;
        let typed = [("state", "withdrawal-corrected"), ("corrected_on", "2026-11-12")];
        stranger.post(&notes.consent, &typed).await.has(404);
    })
    .await;
}

/// Two who hear of it on different days, each with the page open that was there before.
#[tokio::test]
async fn of_two_notes_of_a_withdrawal_the_earlier_day_holds() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let id = id_of(&app, &make_one(&trainer, "Әсем Нұрғалиқызы", "2012").await).await;
        let page = format!("/en/trainer/people/{id}");
        let notes = Notes { app: &app, staff: &trainer, consent: format!("{page}/consent") };
        notes.note("received", "2026-11-08").await.leads_to(&page);
        notes.note("withdrawn", "2026-11-20").await.leads_to(&page);
        notes.note("withdrawn", "2026-11-12").await.leads_to(&page);
        trainer.get(&page).await.ok().says(&format!("{DAY}12 Nov 2026</dd>"));
        // What cannot be is not written down: it is withdrawn already, and stays so.
        let early = notes.note("withdrawn", "2026-11-07").await.has(303);
        assert!(early.header("set-cookie").contains("flash-already-so"));
        trainer.get(&page).await.ok().says(&format!("{DAY}12 Nov 2026</dd>"));
        assert_eq!(notes.state(id).await, ParentalState::Withdrawn);
    })
    .await;
}
