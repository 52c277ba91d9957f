//! The certificates of a session in one file, to print and hand out.

use std::process::Command;

use diesel::prelude::*;
use erikti::certificates::model::Certificate;
use erikti::db::schema::{audit, people};
use erikti::kernel::Role;

use super::harness::announce;
use super::harness::app::TestApp;
use super::harness::client::Client;
use super::harness::database::on_both;
use super::organisations::known;
use super::people::staff;
use super::practical::practical;
use super::practical_life::issue;

const SESSION: &str = "/en/centre/practical/1";
const FILE: &str = "/en/centre/practical/1/certificates.pdf";

/// What each page of a PDF says, by a program that reads them; none where there is no such program.
pub(crate) fn pages(pdf: &[u8]) -> Option<Vec<String>> {
    let folder = tempfile::tempdir().expect("a folder for the document");
    let file = folder.path().join("certificates.pdf");
    std::fs::write(&file, pdf).expect("the document is written");
    let Ok(said) = Command::new("pdftotext").arg(&file).arg("-").output() else {
        let missing = "pages of a session's certificates: NOT READ, pdftotext is not here; ./tests/run installs it";
        assert!(std::env::var_os("ERIKTI_TEST_ALL").is_none(), "{missing}");
        announce(missing);
        return None;
    };
    let text = String::from_utf8(said.stdout).expect("text");
    // A page ends with a form feed.
    Some(text.split_terminator('\u{c}').map(str::to_owned).collect())
}

/// The file holds a page for each of these certificates, and no other.
async fn assert_holds(officer: &Client, expected: &[&Certificate]) {
    let answer = officer.get(FILE).await.ok();
    assert_eq!(answer.header("content-type"), "application/pdf");
    assert_eq!(answer.header("content-disposition"), "attachment; filename=\"erikti-practical-1-2026-11-20.pdf\"");
    let count = String::from_utf8_lossy(&answer.body).matches("/Type/Page/").count();
    assert_eq!(count, expected.len());
    let Some(pages) = pages(&answer.body) else { return };
    assert_eq!(pages.len(), expected.len(), "{pages:?}");
    for certificate in expected {
        let of = |page: &&String| page.contains(&certificate.number.to_string()) && page.contains(&certificate.holder);
        assert_eq!(pages.iter().filter(of).count(), 1, "{}: {pages:?}", certificate.number);
    }
}

#[tokio::test]
async fn a_session_is_printed_in_one_file_with_a_page_for_each() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        officer.get(FILE).await.has(404);
        let (mut list, mut ids) = (Vec::new(), Vec::new());
        for (name, email) in [("Бекзат Болатұлы", "bekzat"), ("Дана Досанқызы", "dana"), ("Әсем Нұрғалиқызы", "asem")]
        {
            ids.push(known(&app, name, email).await.1);
            list.push(format!("{email}@example.kz"));
        }
        issue(&officer, &list.join("\n"), &[]).await;
        // Another session is none of this file's.
        known(&app, "Ерлан Оспанов", "erlan").await;
        issue(&officer, "erlan@example.kz", &[("place", "Қонаев, мектеп 5")]).await;
        let mut all = Vec::new();
        for id in &ids {
            all.push(practical(&app, *id).await.remove(0).0);
        }
        let shown = officer.get(SESSION).await.ok();
        shown.says("Print all 3 certificates (one PDF)");
        shown.says(&format!("href=\"{FILE}\""));
        assert_holds(&officer, &all.iter().collect::<Vec<_>>()).await;

        // What was stopped is not handed out.
        let verb = async |verb: &str, one: &Certificate| {
            let page = format!("/en/centre/certificates/{}", one.number.as_str());
            officer.post(&format!("{page}/{verb}"), &[("reason", "The list is being checked")]).await.leads_to(&page);
        };
        verb("revoke", &all[0]).await;
        assert_holds(&officer, &[&all[1], &all[2]]).await;
        verb("suspend", &all[1]).await;
        officer.get(SESSION).await.ok().says("Print the certificate (PDF)");
        assert_holds(&officer, &[&all[2]]).await;
        let looks = async || {
            let read = app.app.read(|conn| {
                let printed = audit::table.filter(audit::action.eq("practical certificates printed"));
                let of = printed.filter(audit::subject.eq("session")).filter(audit::subject_id.eq(1_i64));
                Ok(of.order(audit::id).select(audit::details).load::<String>(conn)?)
            });
            read.await.expect("the database answers")
        };
        assert_eq!(looks().await, ["null"], "a look at a list, once an hour");
        let log = officer.get("/en/centre/audit?action=practical+certificates+printed").await.ok();
        log.says("Certificates of a session taken to print");
        log.says(&format!("href=\"{SESSION}\""));
        // That one of them may be a minor is marked.
        let child = ids[2];
        let young = move |conn: &mut _, _: &_| {
            diesel::update(people::table.find(child)).set(people::birth_year.eq(2012)).execute(conn)?;
            Ok(())
        };
        app.app.write(erikti::kernel::Actor::Shell, young).await.expect("the database answers");
        assert_holds(&officer, &[&all[2]]).await;
        assert_eq!(looks().await.last().map(String::as_str), Some("{\"minor\":true}"));
        verb("revoke", &all[2]).await;
        officer.get(FILE).await.has(404);
        assert!(!officer.get(SESSION).await.ok().text().contains(FILE), "nothing is left to print");
    })
    .await;
}
