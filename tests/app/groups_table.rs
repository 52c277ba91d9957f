//! The people of a long group as a file.

use diesel::prelude::*;
use erikti::db::Conn;
use erikti::db::schema::{audit, group_members, people};
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Ctx, Lang};

use super::groups::{make_own, trainer};
use super::harness::app::TestApp;
use super::harness::database::on_both;

/// More than are read at once, twice over: some of a name, so that one part ends among them.
const COUNT: i32 = 1_203;

fn name(number: i32) -> String {
    if (450..=550).contains(&number) { "Дана 0450".to_owned() } else { format!("Дана {number:04}") }
}

/// Puts them there as they would come. One of them is a minor.
fn fill(conn: &mut Conn, ctx: &Ctx) -> erikti::kernel::Result<()> {
    for number in 0..COUNT {
        let name = name(number);
        let person: PersonId = diesel::insert_into(people::table)
            .values((
                people::name_folded.eq(name.to_lowercase()),
                people::name.eq(name),
                people::language.eq(Lang::Kk),
                people::birth_year.eq(if number == 1_100 { 2011 } else { 1990 }),
                people::created_at.eq(ctx.now),
            ))
            .returning(people::id)
            .get_result(conn)?;
        let joined = (group_members::group_id.eq(1_i64), group_members::person_id.eq(person));
        diesel::insert_into(group_members::table)
            .values((joined.0, joined.1, group_members::joined_at.eq(ctx.now)))
            .execute(conn)?;
    }
    Ok(())
}

#[tokio::test]
async fn the_people_of_a_group_go_out_as_they_are_read() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (trainer, _) = trainer(&app, "trainer").await;
        let page = make_own(&trainer, "Талғар, қараша").await;
        app.app.write(Actor::Shell, fill).await.expect("the database answers");
        let table = trainer.get(&format!("{page}/people.csv")).await.ok();
        assert_eq!(table.header("content-length"), "", "the whole file was there before its first byte went out");
        assert!(table.header("content-disposition").starts_with("attachment; filename=\"erikti-group-1-"));
        let text = table.text();
        let names: Vec<String> =
            text.lines().skip(1).map(|line| line.split(',').next().unwrap_or_default().to_owned()).collect();
        assert_eq!(names, (0..COUNT).map(name).collect::<Vec<_>>());
        let noted = app.app.read(|conn| {
            let exported = audit::table.filter(audit::action.eq("group exported"));
            Ok(exported.select(audit::details).load::<String>(conn)?)
        });
        let noted: Vec<serde_json::Value> = noted
            .await
            .expect("the database answers")
            .iter()
            .map(|details| serde_json::from_str(details).expect("JSON"))
            .collect();
        assert_eq!(noted, [serde_json::json!({ "count": COUNT, "minor": true })]);
    })
    .await;
}
