//! The centre finds the people of an organisation, puts somebody into one, and ends it.

use erikti::kernel::Role;

use super::harness::app::TestApp;
use super::harness::database::on_both;
use super::organisations::{appoint, ask, known, make, person};
use super::people::{audit_of, person_of, staff};
use super::text;

#[expect(clippy::too_many_lines, reason = "one story, told in its order")]
#[tokio::test]
async fn the_centre_puts_people_into_an_organisation_finds_them_there_and_ends_it() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (coordinator, _) = known(&app, "Ерлан Оспанов", "erlan").await;
        make(&centre, "Жас толқын").await.has(303);
        appoint(&centre, 1, "erlan@example.kz").await;
        let (_, asem) = known(&app, "Асем Нургалиева", "asem").await;
        let (dana, dana_id) = known(&app, "Дана Досанова", "dana").await;
        let page = format!("/en/centre/people/{asem}");
        let form = format!("{page}/organisations");
        centre.get(&page).await.ok().says("Belongs to no organisation.");
        let answer = centre.post(&form, &[("put", "yes"), ("organisation", "")]).await.has(303);
        assert!(answer.header("set-cookie").contains("flash-membership-choose"));
        centre.post(&form, &[]).await.has(400);

        let put = centre.post(&form, &[("put", "yes"), ("organisation", "1")]).await.has(303);
        assert!(put.header("set-cookie").contains("flash-membership-put;"), "{}", put.header("set-cookie"));
        coordinator.get("/en/coordinator/1").await.ok().says("Асем Нургалиева");
        let told = text(&app.mail_to("asem@example.kz").await);
        assert!(told.contains("The youth resource centre has put you down") && told.contains("Жас толқын"), "{told}");
        let again = centre.post(&form, &[("put", "yes"), ("organisation", "1")]).await.has(303);
        assert!(again.header("set-cookie").contains("flash-already-so"));
        assert!(audit_of(&app, asem).await.contains(&"membership accepted".to_owned()));

        // The count leads to the people, and to nobody else.
        let organisation = centre.get("/en/centre/organisations/1").await.ok();
        organisation.says("/en/centre/people?organisation=1&amp;state=open");
        let found = centre.get("/en/centre/people?organisation=1&state=open").await.ok();
        found.says("Only the people of an organisation:");
        let found = found.text();
        assert!(found.contains("Асем Нургалиева") && !found.contains("Дана Досанова"), "{found}");
        let searched = centre.get("/en/centre/people?organisation=1&search=дана").await.ok().text();
        assert!(!searched.contains("Дана Досанова"), "{searched}");

        // Whoever asked is accepted.
        ask(&dana, "1").await.has(303);
        let found = centre.get("/en/centre/people?organisation=1").await.ok().text();
        assert!(!found.contains("Дана Досанова"), "who asks does not belong there");
        centre
            .post(&format!("/en/centre/people/{dana_id}/organisations"), &[("put", "yes"), ("organisation", "1")])
            .await
            .has(303);
        coordinator.get("/en/coordinator/1").await.ok().says("Дана Досанова");

        let of_asem = centre.get(&page).await.ok().text();
        let membership = super::harness::client::between(&of_asem, "name=\"end\" value=\"", "\"").to_owned();
        // It is not a membership of somebody else.
        centre.post(&format!("/en/centre/people/{dana_id}/organisations"), &[("end", &membership)]).await.has(404);
        centre.post(&form, &[("end", &membership)]).await.leads_to(&page);
        let told = text(&app.mail_to("asem@example.kz").await);
        assert!(told.contains("The youth resource centre has taken you off the list"), "{told}");
        assert!(told.contains("If you think this is a mistake") && !told.contains("you chose"), "{told}");
        assert!(!coordinator.get("/en/coordinator/1").await.ok().text().contains("Асем Нургалиева"));
        centre.get(&page).await.ok().says("belongs there no longer");

        // Of a mail nothing is said where no address is confirmed.
        let (_, bekzat) = person(&app, "Бекзат Болатұлы", "bekzat").await;
        let page = format!("/en/centre/people/{bekzat}");
        let untold =
            centre.post(&format!("{page}/organisations"), &[("put", "yes"), ("organisation", "1")]).await.has(303);
        assert!(untold.header("set-cookie").contains("flash-membership-put-untold"));
        let text = centre.get(&page).await.ok().text();
        let membership = super::harness::client::between(&text, "name=\"end\" value=\"", "\"").to_owned();
        let untold = centre.post(&format!("{page}/organisations"), &[("end", &membership)]).await.has(303);
        assert!(untold.header("set-cookie").contains("flash-membership-ended-untold"));

        // Out of reach, closed.
        staff(&app, "admin", &[Role::Administrator]).await;
        let admin = person_of(&app, "admin@example.kz").await;
        centre
            .post(&format!("/en/centre/people/{admin}/organisations"), &[("put", "yes"), ("organisation", "1")])
            .await
            .has(403);
        centre.post("/en/centre/organisations/1/close", &[]).await.has(303);
        let closed = centre.post(&form, &[("put", "yes"), ("organisation", "1")]).await.has(303);
        assert!(closed.header("set-cookie").contains("flash-membership-organisation-closed"));
    })
    .await;
}
