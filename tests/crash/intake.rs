//! Killed while the people of a list are made.

use std::fmt::Write as _;

use diesel::prelude::*;
use erikti::db::Conn;
use erikti::db::schema::{jobs, outbox, people, people_lists};
use erikti::kernel::{Result, Timestamp};
use reqwest::Method;

use crate::harness::client::Client;
use crate::program::{Machine, Server, until};

/// People on the list; each other one has an address.
const PEOPLE: usize = 300;
/// The server is killed when so many of them are there.
const KILLED_AT: [i64; 4] = [1, 40, 120, 200];
const IMPORT: &str = "/en/centre/people/import";

/// What there is of the list.
#[derive(Debug, PartialEq, Eq)]
struct Made {
    people: i64,
    invitations: i64,
    invited: usize,
    names: usize,
    jobs: Vec<String>,
}

impl Made {
    fn find(conn: &mut Conn) -> Result<Self> {
        let made = people::table.filter(people::made_by.is_not_null());
        let invitations = outbox::table.filter(outbox::kind.eq("invitation"));
        Ok(Self {
            people: made.count().get_result(conn)?,
            invitations: invitations.count().get_result(conn)?,
            invited: invitations.select(outbox::address).distinct().load::<String>(conn)?.len(),
            names: made.select(people::name_folded).distinct().load::<String>(conn)?.len(),
            jobs: jobs::table.filter(jobs::kind.eq("people-brought")).select(jobs::state).load(conn)?,
        })
    }
}

/// An officer who has confirmed a list.
async fn confirmed(machine: &Machine, server: &Server) {
    let officer = Client::new(&server.address);
    officer.sign_up("en", "Айгүл Сейітқызы", "centre@example.kz").await;
    let granted = machine.run(&["user", "role", "grant", "centre@example.kz", "centre", "--unconfirmed"]);
    assert_eq!(granted.status, Some(0), "{}", granted.err);
    let mut text = "Name,Born,Email".to_owned();
    for number in 0..PEOPLE {
        let letter = |part: usize| char::from(b'a' + u8::try_from(part % 10).unwrap());
        let name = format!("Karina T{}{}{}ova", letter(number / 100), letter(number / 10), letter(number));
        let email = if number % 2 == 0 { format!("v{number}@example.kz") } else { String::new() };
        let _ = write!(text, "\n{name},2008,{email}");
    }
    let page = officer.request(Method::GET, &format!("{}{IMPORT}", server.address)).send().await.unwrap();
    let page = page.text().await.unwrap();
    let district = crate::harness::client::between(&page, "name=\"district\"", "</select>").to_owned();
    let mut ids = district.split("value=\"").skip(1).filter_map(|rest| rest.split('"').next());
    let form = [("district", ids.find(|id| !id.is_empty()).unwrap()), ("language", "kk")];
    let kept = officer.upload_with(IMPORT, ("file", "people.csv", text.into_bytes()), &form).await.has(303);
    let list = kept.header("location").to_owned();
    officer.post(&list, &[("confirm", "yes")]).await.leads_to(&list);
}

async fn is_ended(machine: &Machine) -> bool {
    let ended: Option<Timestamp> =
        machine.read(|conn| Ok(people_lists::table.select(people_lists::ended_at).get_result(conn)?)).await;
    ended.is_some()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn kill_9_while_people_are_made_makes_each_once() {
    let machine = Machine::new();
    let mut server = machine.start(&[]);
    confirmed(&machine, &server).await;
    for wanted in KILLED_AT {
        until("more of them are made", async || {
            let made = machine.read(Made::find).await.people;
            (made >= wanted).then_some(())
        })
        .await;
        server.kill();
        server = machine.start(&[]);
    }
    until("everybody is made", async || is_ended(&machine).await.then_some(())).await;
    let [all, half] = [PEOPLE, PEOPLE / 2].map(|count| i64::try_from(count).unwrap());
    let whole =
        Made { people: all, invitations: half, invited: PEOPLE / 2, names: PEOPLE, jobs: vec!["done".to_owned()] };
    until("the job is marked", async || (machine.read(Made::find).await == whole).then_some(())).await;
}
