//! Tables as text: one rule for all of them, whichever page they come from.

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

use erikti::kernel::{Lang, Role};
use erikti::web::parts::in_parts;
use tokio_stream::StreamExt as _;

use super::certificates::holder;
use super::files::taken;
use super::groups::{make_own, trainer};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client};
use super::harness::database::on_both;
use super::organisations::{appoint, make};
use super::people::{confirm, staff};

/// Fails unless it is a table for spreadsheets that are set to this language.
fn assert_of(lang: Lang, what: &str, answer: &Answer) {
    let separator = if lang == Lang::En { b',' } else { b';' };
    let text = answer.text();
    let table = text.strip_prefix('\u{feff}').unwrap_or_else(|| panic!("{what} has no mark of UTF-8"));
    let reader =
        csv::ReaderBuilder::new().delimiter(separator).has_headers(false).flexible(true).from_reader(table.as_bytes());
    let widest = reader.into_records().map(|row| row.expect("a row").len()).max();
    assert!(widest >= Some(4), "{what} has no columns in {lang}: {text}");
}

async fn check(officer: &Client, lang: Lang, number: &str) -> Answer {
    let form = [("numbers", number), ("as", "csv")];
    officer.upload_with(&format!("/{lang}/check"), ("file", "", Vec::new()), &form).await.ok()
}

#[tokio::test]
async fn every_table_tells_columns_as_spreadsheets_of_its_language_do() {
    let app = TestApp::start().await;
    let officer = staff(&app, "officer", &[Role::Centre, Role::Trainer]).await;
    confirm(&app, &officer, "officer@example.kz").await;
    make(&officer, "Жас толқын").await.has(303);
    appoint(&officer, 1, "officer@example.kz").await;
    let (leader, _) = trainer(&app, "trainer").await;
    let group = make_own(&leader, "Талғар").await.trim_start_matches("/en").to_owned();
    let (_, certificate, _) = holder(&app).await;
    for lang in Lang::ALL {
        // Files can be taken so often in a minute.
        app.advance(60);
        for path in [
            "/coordinator/1/people.csv",
            "/coordinator/1/report.csv",
            "/coordinator/1/hours.csv",
            "/centre/hours.csv",
            "/centre/reports.csv",
            "/trainer/courses/leadership/statistics.csv",
            "/trainer/question-template.csv",
            "/trainer/courses/leadership/export/questions?format=csv",
            &format!("{group}/people.csv"),
        ] {
            assert_of(lang, path, &officer.get(&format!("/{lang}{path}")).await.ok());
        }
        for kind in ["register", "log"] {
            app.advance(600);
            let file = taken(&officer, lang.code(), &[("kind", kind), ("format", "csv")]).await;
            assert_of(lang, kind, &file);
        }
        assert_of(lang, "the list at the gate", &check(&officer, lang, certificate.number.as_str()).await);
    }
}

#[tokio::test]
async fn a_long_table_is_read_no_faster_than_it_is_taken() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let read = Arc::new(AtomicI64::new(0));
        let counted = Arc::clone(&read);
        // It never ends.
        let mut parts = in_parts(app.app.db.clone(), "head,".to_owned(), move |_, after: Option<&i64>| {
            counted.fetch_add(1, Ordering::SeqCst);
            let next = after.copied().unwrap_or_default() + 1;
            Ok(Some((format!("{next},"), next)))
        });
        let mut taken = String::new();
        for _ in 0..3 {
            let part = parts.next().await.expect("a part").expect("the database answers");
            taken.push_str(std::str::from_utf8(&part).expect("text"));
        }
        assert_eq!(taken, "head,1,2,3,");
        for _ in 0..50 {
            tokio::time::sleep(std::time::Duration::from_millis(2)).await;
        }
        // One waits on its way, one waits to follow.
        assert!(read.load(Ordering::SeqCst) <= 5, "{} parts were read, and three taken", read.load(Ordering::SeqCst));
        drop(parts);
        let ends = in_parts(app.app.db.clone(), "head\n".to_owned(), |_, after: Option<&i64>| {
            Ok(after.is_none().then(|| ("a\n".to_owned(), 1)))
        });
        let all: Vec<_> = ends.collect().await;
        let all: Vec<u8> = all.into_iter().flat_map(|part| part.expect("a part").to_vec()).collect();
        assert_eq!(all, b"head\na\n");
    })
    .await;
}
