//! People of the tests, and what they get by mail.

use diesel::prelude::*;
use erikti::accounts;
use erikti::db::schema::audit;
use erikti::kernel::ids::PersonId;
use erikti::kernel::{Actor, Role};

use super::harness::app::TestApp;
use super::harness::client::{Client, between};
use super::text;

/// The account with this address.
pub(crate) async fn person_of(app: &TestApp, email: &str) -> PersonId {
    let email = email.to_owned();
    let found = app.app.read(move |conn| accounts::find_person_by_identifier(conn, &email)).await;
    found.expect("the database answers").expect("an account")
}

/// Somebody with roles that the shell gave, signed in as `{name}@example.kz`.
pub(crate) async fn staff(app: &TestApp, name: &str, roles: &[Role]) -> Client {
    let (client, email) = (app.client(), format!("{name}@example.kz"));
    client.sign_up("en", "Айгүл Сейітқызы", &email).await;
    let person = person_of(app, &email).await;
    for role in roles.iter().copied() {
        let granted = app.app.write(Actor::Shell, move |conn, ctx| accounts::grant(conn, ctx, person, role)).await;
        assert_eq!(granted.expect("the database answers"), accounts::Granted::Yes);
    }
    client
}

/// The path of the link in the next mail to an address.
pub(crate) async fn link_to(app: &TestApp, email: &str) -> String {
    let mail = text(&app.mail_to(email).await);
    let link = between(&mail, &format!("{}/", app.address), "\n").trim().to_owned();
    assert!(!link.is_empty(), "no link in\n{mail}");
    format!("/{link}")
}

/// Confirms the address by the link in its mail.
pub(crate) async fn confirm(app: &TestApp, client: &Client, email: &str) {
    let link = link_to(app, email).await;
    client.get(&link).await.ok();
    client.post(&link, &[]).await.has(303);
}

/// What the audit log says was done to a person, the oldest first.
pub(crate) async fn audit_of(app: &TestApp, person: PersonId) -> Vec<String> {
    let rows = app.app.read(move |conn| {
        let of_person = audit::table.filter(audit::subject.eq("person")).filter(audit::subject_id.eq(person.0));
        Ok(of_person.order(audit::id).select(audit::action).load(conn)?)
    });
    rows.await.expect("the database answers")
}
