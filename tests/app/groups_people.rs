//! Who belongs to a group: what the trainer sees of them, what another trainer does not, and how it ends.

use std::collections::BTreeSet;

use diesel::prelude::*;
use erikti::app::retention::run;
use erikti::db::schema::{audit, course_groups, group_members};
use erikti::groups::{self, Ending};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Lang, Role};

use super::erasure::certificate_of;
use super::groups::{GROUPS, OWN, code_of_group, form, make_own, present, trainer};
use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::harness::database::on_both;
use super::harness::routes::routes;
use super::learner::Learner;
use super::organisations::person;
use super::people::{audit_of, confirm, person_of, staff};

const DAY: i64 = 24 * 3600;

/// Somebody born in 2011 who joined by a code.
async fn minor(app: &TestApp, code: &str) -> (Client, PersonId) {
    let (child, id) = person(app, "Бекзат Болатұлы", "bekzat").await;
    let profile = [("name", "Бекзат Болатұлы"), ("language", "kk"), ("birth_year", "2011"), ("district", "1")];
    child.post("/en/learn/profile", &profile).await.has(303);
    child.post(&format!("/en/join/group/{code}"), &[]).await.leads_to("/en/learn/leadership");
    (child, id)
}

/// Without the head of a page: names of files there may hold any digits.
fn own_part(text: &str) -> &str {
    text.split_once("<main").map_or(text, |(_, main)| main)
}

async fn actions(app: &TestApp, subject: &'static str) -> Vec<String> {
    let rows = app.app.read(move |conn| {
        Ok(audit::table.filter(audit::subject.eq(subject)).order(audit::id).select(audit::action).load(conn)?)
    });
    rows.await.expect("the database answers")
}

/// What was done with groups in which there are minors.
async fn marked(app: &TestApp) -> Vec<String> {
    let rows = app.app.read(|conn| {
        let of_groups = audit::table.filter(audit::subject.eq("group"));
        let marked = of_groups.filter(audit::details.like("%\"minor\":true%"));
        Ok(marked.order(audit::id).select(audit::action).load(conn)?)
    });
    rows.await.expect("the database answers")
}

#[tokio::test]
async fn a_trainer_sees_what_the_people_of_a_group_did() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, _) = trainer(&app, "trainer").await;
        let page = make_own(&trainer, "Талғар, қараша").await;
        let code = code_of_group(&trainer, &page).await;
        assert!(!actions(&app, "group").await.contains(&"group looked at".to_owned()), "there is nobody to look at");
        let done = Learner::enrol(&app, Lang::En, "done", "leadership").await;
        done.complete("Әсем Нұрғалиқызы").await;
        certificate_of(&app, done.person).await;
        done.client.post(&format!("/en/join/group/{code}"), &[]).await.has(303);
        let half = Learner::enrol(&app, Lang::En, "half", "leadership").await;
        half.read_module("motives").await;
        half.client.post(&format!("/en/join/group/{code}"), &[]).await.has(303);
        let (_, child) = minor(&app, &code).await;

        let shown = trainer.get(&page).await.ok().text();
        assert!(shown.contains("<dt>Course completed</dt><dd>1</dd>"), "{shown}");
        assert!(shown.contains("<dt>Valid certificate</dt><dd>1</dd>"), "{shown}");
        let row = |person: PersonId| between(&shown, &format!("/people/{person}\""), "</tr>").to_owned();
        let [done_row, half_row, child_row] = [done.person, half.person, child].map(row);
        assert!(
            done_row.contains("100 %") && done_row.contains("22 Nov 2026") && done_row.contains("valid"),
            "{done_row}"
        );
        let percent = half.progress().await.percent(&half.published.course);
        assert!((1..100).contains(&percent) && half_row.contains(&format!("{percent} %")), "{half_row}");
        assert!(half_row.contains("no certificate") && !half_row.contains("under 18"), "{half_row}");
        assert!(child_row.contains("0 %") && child_row.contains("under 18"), "{child_row}");
        for word in ["example.kz", "2011", "2007"] {
            assert!(!own_part(&shown).contains(word), "the page tells {word}");
        }
        // Looks: at the list once an hour, at a person as everywhere.
        trainer.get(&page).await.ok();
        let looks = actions(&app, "group").await.into_iter().filter(|action| action == "group looked at").count();
        assert_eq!(looks, 1);
        let one = trainer.get(&format!("{page}/people/{child}")).await.ok();
        one.says("<h1>Бекзат Болатұлы</h1>");
        one.says("0 of ");
        assert!(audit_of(&app, child).await.contains(&"person looked at".to_owned()));
        let (_, outsider) = person(&app, "Дана Досан", "dana").await;
        trainer.get(&format!("{page}/people/{outsider}")).await.has(404);
        trainer.post(&format!("{page}/people/{outsider}/remove"), &[]).await.has(404);

        let table = trainer.get(&format!("{page}/people.csv")).await.ok();
        assert!(table.header("content-type").starts_with("text/csv"));
        let text = table.text();
        let line = |name: &str| text.lines().filter(|line| line.starts_with(name)).collect::<Vec<_>>().join("\n");
        assert_eq!(text.lines().count(), 4, "{text}");
        let number = text.matches("Әсем Нұрғалиқызы,of age,2026-11-22,100,2026-11-22,theory: valid").count();
        assert_eq!(number, 1, "{text}");
        assert_eq!(line("Бекзат"), "Бекзат Болатұлы,may be under 18,2026-11-22,0,,no certificate");
        assert!(actions(&app, "group").await.contains(&"group exported".to_owned()));
        assert_eq!(marked(&app).await, ["group looked at", "group exported"], "the log is searched by that");
    })
    .await;
}

#[tokio::test]
async fn a_coordinator_sees_how_many_are_in_the_groups_of_the_own_organisation_and_nobody_by_name() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        for name in ["Жас жетекші", "Қызыл жүрек"] {
            super::organisations::make(&centre, name).await.has(303);
        }
        let (coordinator, _) = super::organisations::known(&app, "Нұрлан Сейт", "nurlan").await;
        super::organisations::appoint(&centre, 1, "nurlan@example.kz").await;
        let (trainer, _) = trainer(&app, "trainer").await;
        let shown = "/en/coordinator/1/groups";
        coordinator.get(shown).await.ok().says("No group is made for your organisation");
        let make = async |name: &str, organisation: &str| {
            let form = [form(name, name).as_slice(), &[("organisation", organisation)]].concat();
            trainer.post(&format!("{GROUPS}/new"), &form).await.has(303).header("location").to_owned()
        };
        let (own, other) = (make("Талғар, қараша", "1").await, make("Кеген, қараша", "2").await);
        let code = code_of_group(&trainer, &own).await;
        minor(&app, &code).await;
        let page = coordinator.get(shown).await.ok();
        page.says("Талғар, қараша");
        page.says("data-label=\"People\">1<");
        page.says(&format!("{} {}", &code[..4], &code[4..]));
        let hidden = code_of_group(&trainer, &other).await;
        for word in ["Кеген", &hidden[4..], "Бекзат", "/trainer/groups/"] {
            assert!(!own_part(&page.text()).contains(word), "the page tells {word}");
        }
        coordinator.get("/en/coordinator/2/groups").await.has(404);
        // The centre finds them from the organisation.
        centre.get("/en/centre/organisations/2").await.ok().says("/en/trainer/groups?organisation=2");
        let listed = centre.get(&format!("{GROUPS}?organisation=2")).await.ok();
        listed.says("Кеген, қараша");
        assert!(!listed.text().contains("Талғар"));
        // For a trainer the address means nothing: the own groups are there, and no others.
        let (stranger, _) = super::groups::trainer(&app, "stranger").await;
        assert!(!stranger.get(&format!("{GROUPS}?organisation=2")).await.ok().text().contains("Кеген"));
    })
    .await;
}

#[tokio::test]
async fn a_group_made_by_mistake_goes_and_one_that_somebody_joined_stays() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, _) = trainer(&app, "trainer").await;
        let (stranger, _) = super::groups::trainer(&app, "stranger").await;
        let (wrong, used) = (make_own(&trainer, "Талғар, қараша").await, make_own(&trainer, "Кеген, қараша").await);
        trainer.get(&wrong).await.ok().says("Remove this group");
        stranger.post(&format!("{wrong}/remove"), &[]).await.has(404);
        trainer.post(&format!("{wrong}/remove"), &[]).await.leads_to(GROUPS);
        trainer.get(&wrong).await.has(404);
        assert!(actions(&app, "group").await.contains(&"group removed".to_owned()));
        let (child, _) = minor(&app, &code_of_group(&trainer, &used).await).await;
        child.post(OWN, &[("leave", "2")]).await.leads_to(OWN);
        let kept = trainer.post(&format!("{used}/remove"), &[]).await.has(303);
        assert!(kept.header("set-cookie").contains("flash-group-used"), "who left still has it among the own ones");
        trainer.get(&used).await.ok();
    })
    .await;
}

#[tokio::test]
async fn a_long_group_comes_in_pages_and_whole_in_the_table() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, _) = trainer(&app, "trainer").await;
        let page = make_own(&trainer, "Талғар, қараша").await;
        let code = code_of_group(&trainer, &page).await;
        let (_, first) = minor(&app, &code).await;
        // 54 more, put there as they would come.
        let filled = app.app.write(Actor::Shell, move |conn, ctx| {
            use erikti::db::schema::people;
            for number in 0..54 {
                let name = format!("Дана {number:02}");
                let person: PersonId = diesel::insert_into(people::table)
                    .values((
                        people::name.eq(&name),
                        people::name_folded.eq(name.to_lowercase()),
                        people::language.eq(Lang::Kk),
                        people::created_at.eq(ctx.now),
                    ))
                    .returning(people::id)
                    .get_result(conn)?;
                diesel::insert_into(group_members::table)
                    .values((
                        group_members::group_id.eq(1_i64),
                        group_members::person_id.eq(person),
                        group_members::joined_at.eq(ctx.now),
                    ))
                    .execute(conn)?;
            }
            Ok(())
        });
        filled.await.expect("the database answers");
        let first_page = trainer.get(&page).await.ok().text();
        assert!(first_page.contains(&format!("/people/{first}\"")) && first_page.contains("Дана 48"), "by name");
        assert!(!first_page.contains("Дана 49") && first_page.contains("page=2"));
        let second = trainer.get(&format!("{page}?page=2")).await.ok().text();
        assert!(second.contains("Дана 49") && second.contains("Дана 53") && !second.contains("Дана 48"));
        let beyond = trainer.get(&format!("{page}?page=9")).await.ok().text();
        assert!(beyond.contains("Дана 53"), "the last page there is");
        let table = trainer.get(&format!("{page}/people.csv")).await.ok().text();
        assert_eq!(table.lines().count(), 56);
    })
    .await;
}

#[tokio::test]
async fn another_trainers_group_is_not_there() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (own, _) = trainer(&app, "own").await;
        let (other, _) = trainer(&app, "other").await;
        let page = make_own(&own, "Талғар, қараша").await;
        let code = code_of_group(&own, &page).await;
        let (_, child) = minor(&app, &code).await;
        let theirs = make_own(&other, "Кеген, қараша").await;

        let all: BTreeSet<_> = routes().into_iter().filter(|(_, path)| path.contains("{group}")).collect();
        assert!(all.len() >= 9, "{all:?}");
        let unknown = other.get(&format!("{GROUPS}/999")).await.has(404).text();
        let named = form("Басқа атау", "x");
        let forms: [&[(&str, &str)]; 3] = [&[], &named, &[("name", "Y"), ("trainer", "other@example.kz")]];
        let before = own.get(&page).await.ok().text();
        for (method, path) in all {
            let path = path.replace("{lang}", "en").replace("{group}", "GROUP").replace("{id}", &child.to_string());
            for form in forms {
                let of = async |group: &str| {
                    let target = path.replace("GROUP", group);
                    let answer =
                        if method == "GET" { other.get(&target).await } else { other.post(&target, form).await };
                    answer.has(404).text()
                };
                // What was typed comes back, and nothing else tells the two apart.
                let [there, nowhere] = [of(page.rsplit('/').next().expect("a number")).await, of("999").await];
                assert_eq!(there, nowhere, "{method} {path} hints");
            }
            // The own group, and a person who is not in it.
            if path.contains("/people/") {
                let target = path.replace("GROUP", theirs.rsplit('/').next().expect("a number"));
                let answer = if method == "GET" { other.get(&target).await } else { other.post(&target, &[]).await };
                assert_eq!(answer.has(404).text(), unknown, "{method} {target} hints");
            }
        }
        assert_eq!(own.get(&page).await.ok().text(), before, "nothing was changed");
        for query in ["", "?search=Талғар", "?search=тал", "?search=%25", "?search=_", "?page=2"] {
            let listed = other.get(&format!("{GROUPS}{query}")).await.ok().text();
            assert!(!listed.contains(&format!("{page}\"")), "{query} lists another's group");
        }
        // Without the role there is no group either.
        let id = person_of(&app, "own@example.kz").await;
        let withdraw = move |conn: &mut _, ctx: &_| erikti::accounts::withdraw(conn, ctx, id, Role::Trainer);
        app.app.write(Actor::Shell, withdraw).await.expect("the database answers");
        own.get(&page).await.has(403);
        // Nobody is told that somebody leads it who sees nothing of it.
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        centre.get(&page).await.ok().says("<dt>Trainer</dt><dd>nobody</dd>");
        let (asem, _) = person(&app, "Әсем Нұрғалиқызы", "asem").await;
        let link = format!("/en/join/group/{}", code_of_group(&centre, &page).await);
        let invited = asem.get(&link).await.ok().text();
        assert!(invited.contains("what you did in the course") && !invited.contains("<dt>Trainer</dt>"), "{invited}");
    })
    .await;
}

#[tokio::test]
async fn a_group_is_given_to_another_trainer_and_members_see_nothing_of_each_other() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (own, _) = trainer(&app, "own").await;
        let (other, _) = trainer(&app, "other").await;
        let page = make_own(&own, "Талғар, қараша").await;
        let code = code_of_group(&own, &page).await;
        make_own(&other, "Кеген, қараша").await;
        minor(&app, &code).await;
        // The centre sees both, and may give one to the other trainer; then it is the first one's no longer.
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let listed = centre.get(GROUPS).await.ok();
        listed.says("Талғар, қараша");
        listed.says("Кеген, қараша");
        let fields = [
            ("name", "Талғар, қараша"),
            ("starts_on", "2026-11-23"),
            ("ends_on", "2026-11-30"),
            ("trainer", "other@example.kz"),
        ];
        centre.post(&format!("{page}/edit"), &fields).await.leads_to(&page);
        own.get(&page).await.has(404);
        other.get(&page).await.ok().says("Бекзат Болатұлы");
        // And back, by the one who has it: it leads where they still may be.
        let back: Vec<_> = fields.iter().copied().filter(|(name, _)| *name != "trainer").collect();
        let back = [back.as_slice(), &[("trainer", "own@example.kz")]].concat();
        other.post(&format!("{page}/edit"), &back).await.leads_to(GROUPS);
        own.get(&page).await.ok();
        // Members see nothing of each other, and nobody's pages of the staff.
        let (bystander, _) = person(&app, "Дана Досан", "dana").await;
        bystander.post(&format!("/en/join/group/{code}"), &[]).await.has(303);
        for path in ["/en/learn", OWN, &format!("/en/join/group/{code}")] {
            assert!(!bystander.get(path).await.ok().text().contains("Бекзат"), "{path} tells of another member");
        }
        bystander.get(&page).await.has(403);
    })
    .await;
}

#[tokio::test]
async fn one_leaves_is_taken_out_and_comes_back() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, _) = trainer(&app, "trainer").await;
        let page = make_own(&trainer, "Талғар, қараша").await;
        let code = code_of_group(&trainer, &page).await;
        let link = format!("/en/join/group/{code}");
        let (child, id) = minor(&app, &code).await;
        let (other, _) = person(&app, "Дана Досан", "dana").await;
        // Somebody else's place cannot be given up.
        assert!(other.post(OWN, &[("leave", "1")]).await.has(303).header("set-cookie").contains("flash-already-so"));
        assert_eq!(present(&app, id).await.len(), 1);

        child.get(OWN).await.ok().says("Leave this group");
        child.post(OWN, &[("leave", "1")]).await.leads_to(OWN);
        assert!(child.post(OWN, &[("leave", "1")]).await.has(303).header("set-cookie").contains("flash-already-so"));
        assert!(!trainer.get(&page).await.ok().text().contains("Бекзат"));
        trainer.get(&format!("{page}/people/{id}")).await.has(404);
        child.get(OWN).await.ok().says("you left this group");
        child.get("/en/learn/leadership").await.ok();

        child.post(&link, &[]).await.leads_to("/en/learn/leadership");
        let remove = format!("{page}/people/{id}/remove");
        trainer.post(&remove, &[]).await.leads_to(&page);
        trainer.post(&remove, &[]).await.has(404);
        child.get(OWN).await.ok().says("took you out");
        child.post(&link, &[]).await.leads_to("/en/learn/leadership");
        let endings =
            app.app.read(move |conn| groups::list_of_person(conn, id, 50)).await.expect("the database answers");
        let endings: Vec<_> = endings.iter().map(|own| own.ending).collect();
        assert_eq!(endings, [None, Some(Ending::Removed), Some(Ending::Left)]);
        let done = audit_of(&app, id).await;
        for action in ["group joined", "group left", "group member removed"] {
            assert!(done.iter().any(|known| known == action), "{done:?}");
        }
    })
    .await;
}

/// The name of the one group that somebody takes along, and as what.
async fn taken(app: &TestApp, person: PersonId) -> Vec<(String, String)> {
    let all = app.app.read(move |conn| groups::export_grouped(conn, person)).await.expect("the database answers");
    let text = |row: &serde_json::Value, name: &str| row[name].as_str().unwrap_or_default().to_owned();
    all.iter().map(|row| (text(row, "group"), text(row, "as"))).collect()
}

#[tokio::test]
async fn groups_go_with_the_person() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (trainer, trainer_id) = trainer(&app, "trainer").await;
        let page = make_own(&trainer, "Талғар, қараша").await;
        let code = code_of_group(&trainer, &page).await;
        let other = make_own(&trainer, "Кеген, қараша").await;
        let other_code = code_of_group(&trainer, &other).await;
        let (from_client, from) = minor(&app, &code).await;
        from_client.post(&format!("/en/join/group/{other_code}"), &[]).await.has(303);
        let (into_client, into) = person(&app, "Бекзат Болатұлы", "bekzat.two").await;
        confirm(&app, &into_client, "bekzat.two@example.kz").await;
        into_client.post(&format!("/en/join/group/{code}"), &[]).await.has(303);
        let member = |name: &str| (name.to_owned(), "member".to_owned());
        assert_eq!(taken(&app, from).await, [member("Талғар, қараша"), member("Кеген, қараша")]);

        centre.post(&format!("/en/centre/people/{from}/merge"), &[("into", &into.to_string())]).await.has(303);
        let mut kept = present(&app, into).await;
        kept.sort_unstable();
        assert_eq!(kept, ["Кеген, қараша", "Талғар, қараша"], "each once");
        assert!(present(&app, from).await.is_empty());
        let own = into_client.get(OWN).await.ok().text();
        assert!(!own.contains("you left this group"), "nobody left: {own}");
        assert_eq!(trainer.get(&page).await.ok().text().matches("Бекзат Болатұлы").count(), 1);
        assert_eq!(taken(&app, trainer_id).await.len(), 2);

        for person in [into, trainer_id] {
            let erased = app.app.write(Actor::System, move |conn, _| groups::erase_grouped(conn, person));
            erased.await.expect("the database answers");
        }
        assert!(taken(&app, into).await.is_empty() && taken(&app, trainer_id).await.is_empty());
        centre.get(&page).await.ok().says("nobody");
        trainer.get(&page).await.has(404);
    })
    .await;
}

#[tokio::test]
async fn left_and_past_groups_are_forgotten_in_their_time() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, _) = trainer(&app, "trainer").await;
        let page = make_own(&trainer, "Талғар, қараша").await;
        let code = code_of_group(&trainer, &page).await;
        minor(&app, &code).await;
        let (dana, _) = person(&app, "Дана Досан", "dana").await;
        dana.post(&format!("/en/join/group/{code}"), &[]).await.has(303);
        dana.post(OWN, &[("leave", "1")]).await.has(303);
        let empty = make_own(&trainer, "Кеген, қараша").await;
        let later = [("name", "Кеген"), ("starts_on", "2026-11-23"), ("ends_on", "2027-12-31")];
        trainer.post(&format!("{empty}/edit"), &later).await.has(303);
        let left = async || {
            run(&app.app).await.expect("every rule runs");
            let rows = app.app.read(|conn| {
                Ok((
                    course_groups::table.count().get_result::<i64>(conn)?,
                    group_members::table.count().get_result::<i64>(conn)?,
                ))
            });
            rows.await.expect("the database answers")
        };
        assert_eq!(left().await, (2, 2));
        app.advance(365 * DAY - 3600);
        assert_eq!(left().await, (2, 2));
        app.advance(2 * 3600);
        assert_eq!(left().await, (2, 1), "who left a year ago");
        app.advance(7 * DAY);
        assert_eq!(left().await, (2, 1));
        app.advance(DAY);
        assert_eq!(left().await, (2, 1), "a year after its last day");
        app.advance(DAY);
        assert_eq!(left().await, (1, 0), "the group that ended more than a year ago, with its list");
        app.advance(400 * DAY);
        assert_eq!(left().await, (0, 0), "one that nobody joined");
    })
    .await;
}
