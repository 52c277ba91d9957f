//! The day on which parents withdrew their consent, where it was mistyped.

use erikti::accounts::{self, Meant, Noted, ParentalNote, ParentalState};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Day, Lang, Role};

use super::cards::{id_of, make_one};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client};
use super::harness::database::on_both;
use super::pages::{assert_switch, assert_whole};
use super::people::{audit_of, person_of, staff};

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

    /// The day that holds, and how often the history says that one was put right.
    async fn holds(&self, page: &str, day: &str, put_right: usize) {
        let shown = self.staff.get(page).await.ok();
        shown.says(&format!("{DAY}{day} Nov 2026</dd>"));
        assert_eq!(shown.text().matches("put right later").count(), put_right, "{day}");
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
        for (name, first, second, put_right) in [
            ("Әсем Нұрғалиқызы", "20", "12", 1),
            ("Дана Нұрғалиқызы", "12", "20", 0),
            ("Аида Нұрғалиқызы", "12", "12", 0),
        ] {
            let id = id_of(&app, &make_one(&trainer, name, "2012").await).await;
            let page = format!("/en/trainer/people/{id}");
            let notes = Notes { app: &app, staff: &trainer, consent: format!("{page}/consent") };
            notes.note("received", "2026-11-08").await.leads_to(&page);
            notes.note("withdrawn", &format!("2026-11-{first}")).await.leads_to(&page);
            let again = notes.note("withdrawn", &format!("2026-11-{second}")).await.has(303);
            assert_eq!(again.header("set-cookie").contains("flash-already-so"), put_right == 0, "{name}");
            notes.holds(&page, "12", put_right).await;
            let corrected =
                |audit: Vec<String>| audit.iter().filter(|one| *one == "parental withdrawal corrected").count();
            assert_eq!(corrected(audit_of(&app, id).await), put_right, "{name}");

            // What cannot be is not written down: it is withdrawn already, and stays so; the day that was typed does too.
            let early = notes.note("withdrawn", "2026-11-07").await.has(422);
            early.says("Before the day of the form that was withdrawn.");
            early.says("corrected_on-error");
            early.says("name=\"corrected_on\" type=\"date\" value=\"2026-11-07\"");
            assert_whole(&notes.consent, Lang::En, &early);
            assert_switch(&notes.consent, Lang::En, &early);
            notes.holds(&page, "12", put_right).await;
            assert_eq!(notes.state(id).await, ParentalState::Withdrawn);
            // Whoever puts the day right moves it to a later one as well.
            notes.put_right("2026-11-13", ("x", "")).await.leads_to(&page);
            notes.holds(&page, "13", put_right + 1).await;
            assert_eq!(corrected(audit_of(&app, id).await), put_right + 1, "{name}");
        }
    })
    .await;
}

/// Too early, then moved on too far: it is one withdrawal, and every day but the last one was mistyped.
#[tokio::test]
async fn a_day_that_was_put_right_wrong_is_put_right_again() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let id = id_of(&app, &make_one(&trainer, "Әсем Нұрғалиқызы", "2012").await).await;
        let page = format!("/en/trainer/people/{id}");
        let notes = Notes { app: &app, staff: &trainer, consent: format!("{page}/consent") };
        notes.note("received", "2026-11-08").await.leads_to(&page);
        notes.note("withdrawn", "2026-11-20").await.leads_to(&page);
        for (put_right, day) in (1..).zip(["12", "15", "10"]) {
            notes.put_right(&format!("2026-11-{day}"), ("x", "")).await.leads_to(&page);
            notes.holds(&page, day, put_right).await;
            assert_eq!(notes.state(id).await, ParentalState::Withdrawn);
        }
        notes.note("received", "2026-11-09").await.has(422).says("The consent was withdrawn on that day or later");
        notes.put_right("2026-11-07", ("x", "")).await.has(422).says("Before the day of the form that was withdrawn.");
    })
    .await;
}

/// Between the look at the page and the note somebody else noted something: nothing is withdrawn, or brought back, by a
/// correction.
#[tokio::test]
async fn a_correction_of_what_does_not_hold_any_more_is_not_written_down() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let trainer = staff(&app, "trainer", &[Role::Trainer]).await;
        let own = person_of(&app, "trainer@example.kz").await;
        let id = id_of(&app, &make_one(&trainer, "Әсем Нұрғалиқызы", "2012").await).await;
        let note = async |what: &str, meant: Meant| {
            app.advance(60);
            let (given_by, on) = ("Гүлнар".to_owned(), Day::parse(&format!("2026-11-{}", &what[1..])));
            let note = match &what[..1] {
                "R" => ParentalNote::Received { given_by, on, photos: true },
                _ => ParentalNote::Withdrawn { given_by, on },
            };
            let whose = (id, chrono_tz::Asia::Almaty);
            let work = move |conn: &mut _, ctx: &_| {
                let noted = accounts::note_parental(conn, ctx, whose, (&note, meant))?;
                Ok((noted, accounts::find_cared_for(conn, ctx, id)?.parental.len()))
            };
            app.app.write(Actor::Person(own), work).await.expect("the database answers")
        };
        for (what, meant, expected) in [
            ("R08", Meant::Correction, (Noted::Outdated, 0)),
            ("W08", Meant::Correction, (Noted::Outdated, 0)),
            ("R08", Meant::New, (Noted::Yes, 1)),
            ("W15", Meant::Correction, (Noted::Outdated, 1)),
            ("R07", Meant::Correction, (Noted::Yes, 2)),
            ("W12", Meant::New, (Noted::Yes, 3)),
            // With a day on which a new form would bring the consent back.
            ("R20", Meant::Correction, (Noted::Outdated, 3)),
            ("W15", Meant::New, (Noted::AlreadySo, 3)),
            ("W15", Meant::Correction, (Noted::Yes, 4)),
            ("R20", Meant::New, (Noted::Yes, 5)),
            ("W21", Meant::Correction, (Noted::Outdated, 5)),
        ] {
            assert_eq!(note(what, meant).await, expected, "{what}, {meant:?}");
        }
    })
    .await;
}
