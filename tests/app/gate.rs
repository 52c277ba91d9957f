//! At the gate: a whole list of certificates judged at once, by those who may.

use std::io::{Cursor, Read as _, Write as _};

use calamine::{Reader as _, Xlsx};
use erikti::certificates::CertificateNumber;
use erikti::kernel::{Lang, Role};

use super::certificates::{NAME, holder};
use super::harness::app::TestApp;
use super::harness::client::{Answer, Client, between};
use super::harness::database::on_both;
use super::pages::{assert_switch, assert_whole};
use super::people::staff;

async fn check(client: &Client, numbers: &str, more: &[(&str, &str)]) -> Answer {
    let form: Vec<(&str, &str)> = [("numbers", numbers)].into_iter().chain(more.iter().copied()).collect();
    client.upload_with("/en/check", ("file", "", Vec::new()), &form).await
}

/// Fails unless another program's reader finds rows with these cells, and no formula.
fn assert_read_by_others(book: &[u8], expected: &[[&str; 2]]) {
    let rows = rows_of(book);
    for words in expected {
        let has = |row: &Vec<String>| words.iter().all(|word| row.iter().any(|cell| cell == word));
        assert!(rows.iter().any(has), "{words:?} in {rows:?}");
    }
}

#[tokio::test]
async fn every_state_is_told_and_what_is_not_valid_comes_first() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let (_, certificate, _) = holder(&app).await;
        let officer = staff(&app, "officer", &[Role::Centre]).await;
        let unknown = CertificateNumber::from_random(4_711).to_string();
        let list = format!("Name;Number\nӘсем;{}\n{unknown}\n=1+1\n\n{}", certificate.number, certificate.number);
        let page = check(&officer, &list, &[]).await.ok();
        page.says("Valid: 2 of 4");
        page.says("same number as in row 2");
        assert_whole("/en/check", Lang::En, &page);
        assert_switch("/en/check", Lang::En, &page);
        let text = page.text();
        let (_, table) = text.split_once("<tbody>").expect("a table");
        let places = [&unknown, "=1+1", NAME].map(|word| table.find(word));
        assert!(places.iter().all(Option::is_some) && places.is_sorted(), "{places:?}: {table}");
        assert!(table.contains("<td data-label=\"Row\">6</td>"), "{table}");
        // The page carries the list on, rows and all: a file of it says the same, and no cell is a formula.
        let carried = between(&text, "name=\"numbers\" value=\"", "\"").to_owned();
        let file = check(&officer, &carried, &[("as", "csv")]).await.ok();
        assert!(file.header("content-disposition").contains("erikti-check-2026-11-22.csv"));
        let file = file.text();
        assert!(
            file.contains("4,'=1+1,Mistyped number") && file.contains(&format!("6,{}", certificate.number)),
            "{file}"
        );
        // A last day that there is not is a word on the page, and an empty cell in a file as in every other one.
        assert!(table.contains("<td data-label=\"Valid until\">does not expire</td>"), "{table}");
        let row = file.lines().find(|line| line.starts_with("2,")).expect("the row").to_owned();
        assert!(row.ends_with(",theory completed,,"), "{row}");
        let book = check(&officer, &carried, &[("as", "xlsx")]).await.ok().body;
        let mut archive = zip::ZipArchive::new(Cursor::new(book.clone())).expect("a workbook");
        let mut sheet = String::new();
        archive.by_name("xl/worksheets/sheet1.xml").expect("a sheet").read_to_string(&mut sheet).expect("text");
        assert!(sheet.contains("=1+1") && !sheet.contains("<f>"), "{sheet}");
        let number = certificate.number.to_string();
        assert_read_by_others(&book, &[["4", "=1+1"], ["3", unknown.as_str()], ["2", &number], ["6", &number]]);
        // What was downloaded can be brought again; what it says of the heading is no row of the list.
        let again = officer.upload_with("/en/check", ("file", "list.xlsx", book), &[("numbers", "")]).await.ok();
        again.says("Valid: 2 of 4");
        assert!(!again.text().contains("heading not checked"), "{}", again.text());
        let suspend = format!("/en/centre/certificates/{}/suspend", certificate.number);
        officer.post(&suspend, &[("reason", "being looked into")]).await.has(303);
        let page = check(&officer, &list, &[]).await.ok();
        page.says("Valid: 0 of 4");
        page.says("suspended");
        officer.get("/en/centre/audit").await.ok().says("List of certificates checked");
        for numbers in ["", " \n ", "Name"] {
            check(&officer, numbers, &[]).await.has(422).says("There is no number here.");
        }
        // What is no number may be long and have lines: it is one row, shortened, and free to wrap.
        let long = "Қ1 ".repeat(100);
        let page = check(&officer, &long, &[]).await.ok().text();
        let shown = format!("{}…", "Қ1 ".repeat(20).trim_end());
        assert!(page.contains(&format!(">{shown}</th>")) && page.contains(&format!("value=\"{shown}\"")), "{page}");
        // The form in another language: nothing was asked yet, and nothing is wrong.
        let form = check(&officer, &list, &[("switch", "ru")]).await.ok();
        form.says("Проверить список сертификатов");
        form.says(&unknown);
        assert!(!form.text().contains("<tbody>"), "nothing was asked");
    })
    .await;
}

/// A workbook with these rows of cells.
fn book(rows: &[Vec<&str>]) -> Vec<u8> {
    let cell = |text: &&str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let row = |cells: &Vec<&str>| format!("<row>{}</row>", cells.iter().map(cell).collect::<String>());
    let sheet = rows.iter().map(row).collect::<String>();
    let sheet = format!("<worksheet><sheetData>{sheet}</sheetData></worksheet>");
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("xl/workbook.xml", "<workbook/>"), ("xl/worksheets/sheet1.xml", sheet.as_str())] {
        archive.start_file(name, zip::write::SimpleFileOptions::default()).expect("an entry");
        archive.write_all(text.as_bytes()).expect("written");
    }
    archive.finish().expect("a workbook").into_inner()
}

/// What stands above a list is left out and told; nothing else without a number is.
#[tokio::test]
async fn the_first_row_without_a_digit_is_told_as_the_heading_however_the_list_comes() {
    let app = TestApp::start().await;
    let (_, certificate, _) = holder(&app).await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let number = certificate.number.to_string();
    for (rows, heading, total) in [
        (
            vec![vec!["Name", "Number"], vec!["Әсем", &number]],
            Some("Row 1 was taken as the heading and not checked: Name Number"),
            1,
        ),
        // A number without digits, or a name, that stands first is not swallowed; below a heading both are no numbers.
        (vec![vec!["KHBY-OOOO"], vec![&number]], Some("Row 1 was taken as the heading and not checked: KHBY-OOOO"), 1),
        (vec![vec!["Name"], vec!["Дана"], vec!["KHBY-OOOO"], vec![&number]], Some("not checked: Name</p>"), 3),
        (vec![vec!["KHBY-0000"], vec!["Дана"], vec![&number]], None, 3),
        (vec![vec![number.as_str()], vec!["Дана"]], None, 2),
    ] {
        let lines = |by: &str| rows.iter().map(|row| row.join(by)).collect::<Vec<_>>().join("\n");
        let bring = async |name: &str, bytes: Vec<u8>| {
            officer.upload_with("/en/check", ("file", name, bytes), &[("numbers", "")]).await.ok()
        };
        for (way, page) in [
            ("pasted", check(&officer, &lines("\t"), &[]).await.ok()),
            ("CSV", bring("list.csv", lines(";").into_bytes()).await),
            ("XLSX", bring("list.xlsx", book(&rows)).await),
        ] {
            let carried = between(&page.text(), "name=\"numbers\" value=\"", "\"").to_owned();
            // Its page carries the list on: in another language nothing else becomes a heading.
            let again = check(&officer, &carried, &[("shown", "yes"), ("switch", "en")]).await.ok();
            for (page, when) in [(page, "at once"), (again, "again")] {
                page.says(&format!("Valid: 1 of {total}"));
                let text = page.text();
                assert_eq!(text.contains("was taken as the heading"), heading.is_some(), "{way}, {when}: {text}");
                assert!(text.contains(heading.unwrap_or_default()), "{way}, {when}: {text}");
            }
        }
    }
    officer.get("/en/check").await.ok().says("The first row is taken as the heading if it has no digit");
    for (lang, words) in [("kk", "1-жол тақырып деп алынды"), ("ru", "Строка 1 принята за заголовок")]
    {
        check(&officer, &format!("Дана\n{number}"), &[("shown", "yes"), ("switch", lang)]).await.ok().says(words);
    }
}

/// The rows of a workbook, as another program reads them; fails if a cell is a formula.
fn rows_of(book: &[u8]) -> Vec<Vec<String>> {
    let mut seen: Xlsx<_> = calamine::open_workbook_from_rs(Cursor::new(book)).expect("a workbook");
    let name = seen.sheet_names().remove(0);
    assert!(seen.worksheet_formula(&name).expect("formulas").is_empty(), "a cell is a formula");
    let table = seen.worksheet_range(&name).expect("a sheet");
    table.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

/// Whoever compares the file with the list finds every line again.
#[tokio::test]
async fn the_file_says_which_row_was_taken_as_the_heading_in_the_language_of_the_page() {
    let app = TestApp::start().await;
    let (_, certificate, _) = holder(&app).await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let number = certificate.number.to_string();
    let list = format!("\n=SUM(A:A)\tНөмірі\nДана\n{number}");
    for (lang, state, remark, by) in [
        ("kk", "тақырып", "тексерілген жоқ", ';'),
        ("ru", "заголовок", "не проверено", ';'),
        ("en", "heading", "not checked", ','),
    ] {
        let path = format!("/{lang}/check");
        let ask = async |numbers: &str, kind: &str| {
            let form = [("numbers", numbers), ("as", kind)];
            officer.upload_with(&path, ("file", "", Vec::new()), &form).await.ok()
        };
        let page = ask(&list, "").await.text();
        // At once, and from the page that shows the answer.
        for numbers in [list.clone(), between(&page, "name=\"numbers\" value=\"", "\"").to_owned()] {
            let file = ask(&numbers, "csv").await.text();
            let told: Vec<&str> = file.lines().skip(1).collect();
            let heading = format!("2{by}'=SUM(A:A) Нөмірі{by}{state}{by}{by}{by}{by}{by}{remark}");
            assert_eq!(told.first(), Some(&heading.as_str()), "{file}");
            let lines: Vec<&str> = told.iter().filter_map(|row| row.split(by).next()).collect();
            assert_eq!(lines, ["2", "3", "4"], "{file}");
            let rows = rows_of(&ask(&numbers, "xlsx").await.body);
            assert_eq!(rows.len(), 4, "{rows:?}");
            assert_eq!(rows[1], ["2", "=SUM(A:A) Нөмірі", state, "", "", "", "", remark], "{rows:?}");
        }
        // Without a heading no row says that there was one.
        let none = ask(&number, "csv").await.text();
        assert!(none.lines().count() == 2 && !none.contains(state), "{none}");
    }
}

/// What a file says of its heading is left out when the list is brought again, so that it does not grow.
#[tokio::test]
async fn a_list_that_was_downloaded_is_brought_again_and_again() {
    let app = TestApp::start().await;
    let (_, certificate, _) = holder(&app).await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let number = certificate.number.to_string();
    for kind in ["csv", "xlsx"] {
        let mut brought = format!("Name;Number\nӘсем;{number}\nДана\n3;Name;heading;checked").into_bytes();
        let mut name = "list.csv".to_owned();
        // Each time in another language than the file.
        for (round, (lang, words)) in [
            ("en", "Valid: 1 of 3"),
            ("kk", "Жарамды: 1, барлығы: 3"),
            ("ru", "Действуют: 1 из 3"),
            ("en", "Valid: 1 of 3"),
        ]
        .into_iter()
        .enumerate()
        {
            let path = format!("/{lang}/check");
            let bring = async |more: (&str, &str)| {
                let form = [("numbers", ""), more];
                officer.upload_with(&path, ("file", &name, brought.clone()), &form).await.ok()
            };
            bring(("x", "")).await.says(words);
            let file = bring(("as", kind)).await.body;
            let rows = if kind == "csv" {
                String::from_utf8(file.clone()).expect("text").lines().count()
            } else {
                rows_of(&file).len()
            };
            assert_eq!(rows, 5, "{kind}, round {round}: its heading, what it says of the former one, and the list");
            if kind == "xlsx" {
                // Copied from the spreadsheet.
                let pasted = rows_of(&file).iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n");
                let form = [("numbers", pasted.as_str())];
                officer.upload_with(&path, ("file", "", Vec::new()), &form).await.ok().says(words);
            }
            (brought, name) = (file, format!("list.{kind}"));
        }
    }
}

#[tokio::test]
async fn ten_thousand_are_judged_and_one_more_is_too_many() {
    let app = TestApp::start().await;
    let (_, certificate, _) = holder(&app).await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    let numbers: Vec<String> =
        (1..10_000).map(|bits| CertificateNumber::from_random(bits * 7_919).to_string()).collect();
    let list = format!("{}\n{}", numbers.join("\n"), certificate.number);
    let page = check(&officer, &list, &[("page", "200")]).await.ok();
    page.says("Valid: 1 of 10,000");
    page.says(NAME);
    let more = format!("{list}\n{}", certificate.number);
    check(&officer, &more, &[]).await.has(422).says("There are too many numbers.");
}

#[tokio::test]
async fn who_checks_list_after_list_waits() {
    let app = TestApp::start().await;
    let officer = staff(&app, "officer", &[Role::Centre]).await;
    for _ in 0..40 {
        check(&officer, "x", &[]).await.has(422);
    }
    check(&officer, "x", &[]).await.has(429);
    app.advance(3);
    check(&officer, "x", &[]).await.has(422);
}
