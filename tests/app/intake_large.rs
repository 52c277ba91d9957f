//! Large lists of people, as they come from schools: mistakes among many, two clicks, the same file twice.

use std::fmt::Write as _;

use diesel::prelude::*;
use erikti::db::schema::outbox;
use erikti::kernel::Role;

use super::harness::app::TestApp;
use super::harness::client::between;
use super::harness::database::on_both;
use super::intake::{IMPORT, bring, count, export_of, made};
use super::organisations::{appoint, make, person};
use super::people::{confirm, staff};

/// Five hundred people of whom three have mistakes.
fn five_hundred() -> String {
    let mut text = "Аты-жөні\tТуған жылы\tТелефон".to_owned();
    for number in 0..500 {
        let year = if [48, 248, 448].contains(&number) { "1811" } else { "2008" };
        let _ = write!(text, "\n{}\t{year}\t+7 701 000 00 00", named("Зарина", number));
    }
    text
}

/// A name for a number.
fn named(given: &str, number: usize) -> String {
    let letters = ['а', 'б', 'в', 'г', 'д', 'е', 'ж', 'з', 'и', 'к'];
    let letter = |part: usize| letters[part % 10];
    format!("{given} Т{}{}{}ова", letter(number / 100), letter(number / 10), letter(number))
}

#[tokio::test]
async fn of_five_hundred_pasted_rows_with_three_mistakes_the_others_are_ready() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let text = five_hundred();
        let form = [("district", "1"), ("language", "kk"), ("people", text.as_str())];
        let answer = centre.upload_with(IMPORT, ("file", "", Vec::new()), &form).await.has(303);
        let list = answer.header("location").to_owned();
        let page = centre.get(&list).await.ok();
        page.says("497 people are ready");
        page.says("With mistakes: 3");
        let text = page.text();
        let wrong = between(&text, "Lines with mistakes", "</table>");
        assert_eq!(wrong.matches("B: Туған жылы — ").count(), 3, "{wrong}");
        for (line, number) in [("50", 48), ("250", 248), ("450", 448)] {
            assert!(wrong.contains(&format!(">{line}</td>")), "no line {line} in {wrong}");
            assert!(wrong.contains(&named("Зарина", number)), "{wrong}");
        }
        assert!(!text.contains("701 000"), "what stands in columns without a known name is kept");
        // Too much to be a list is refused in words, and so is a table whose columns nobody knows.
        let long = "Асем 2008\n".repeat(80_000);
        let form = [("district", "1"), ("language", "kk"), ("people", long.as_str())];
        centre.upload_with(IMPORT, ("file", "", Vec::new()), &form).await.has(422).says("The list was not read");
        bring(&centre, "Ученик;Рожд.\nАсем;2008", &[]).await.has(422).says("The first row names columns");
        let nowhere = [("district", "77777"), ("language", "kk"), ("people", "Асем 2008")];
        centre.upload_with(IMPORT, ("file", "", Vec::new()), &nowhere).await.has(422).says("district-error");
    })
    .await;
}

/// A workbook as a spreadsheet writes it; `=` begins a formula that comes to what stands after `→`.
fn workbook(rows: &[Vec<String>]) -> Vec<u8> {
    let cell = |text: &String| match text.strip_prefix('=').and_then(|formula| formula.split_once('→')) {
        Some((formula, value)) => format!("<c t=\"str\"><f>{formula}</f><v>{value}</v></c>"),
        None if text.parse::<f64>().is_ok() => format!("<c><v>{text}</v></c>"),
        None => format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>"),
    };
    let mut data = String::new();
    for (place, row) in rows.iter().enumerate() {
        let _ = write!(data, "<row r=\"{}\">{}</row>", place + 1, row.iter().map(cell).collect::<String>());
    }
    let space = "xmlns=\"http://schemas.openxmlformats.org/spreadsheetml/2006/main\"";
    let parts = [
        ("xl/workbook.xml", format!("<workbook {space}><sheets><sheet name=\"A\" sheetId=\"1\"/></sheets></workbook>")),
        ("xl/worksheets/sheet1.xml", format!("<worksheet {space}><sheetData>{data}</sheetData></worksheet>")),
    ];
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    for (name, text) in parts {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).expect("a part");
        std::io::Write::write_all(&mut zip, text.as_bytes()).expect("its words");
    }
    zip.finish().expect("a workbook").into_inner()
}

/// Four hundred people of an organisation, each third with an address, as people fill in such a table.
fn four_hundred() -> Vec<Vec<String>> {
    let row = |cells: [&str; 4]| cells.map(str::to_owned).to_vec();
    let mut rows = vec![row(["Список волонтёров 2026", "", "", ""]), row(["ФИО", "Дата рождения", "Почта", "Район"])];
    for number in 0..400 {
        let email = if number % 3 == 0 { format!("v{number}@example.kz") } else { String::new() };
        // A day of a spreadsheet; 2011.
        rows.push(row([&named("Карина", number), "40607", &email, ""]));
    }
    let mut set = |line: usize, cells: [&str; 4]| rows[line - 1] = row(cells);
    set(10, ["=CONCATENATE(\"Асем \",\"Серикова\")→Асем Серикова", "2009 г.р.", "", ""]);
    set(20, ["=1/0→#DIV/0!", "2009", "", ""]);
    set(30, ["Дана Досанова", "вчера", "", ""]);
    set(40, ["Ерлан Оспанов", "2008", "erlan(at)example.kz", ""]);
    set(50, ["Марат Оспанов", "2008", "", "Караганда"]);
    set(60, ["Марат Сериков", "2008", "erlan@example.kz", ""]);
    set(70, ["Тааеова Карина", "40607", "", ""]);
    rows
}

#[tokio::test]
async fn four_hundred_people_of_a_new_organisation_are_made_once_and_the_mistakes_are_told() {
    on_both(async |database| {
        let app = TestApp::start_on(database, &[]).await;
        let centre = staff(&app, "centre", &[Role::Centre]).await;
        let (coordinator, _) = person(&app, "Ерлан Оспанов", "erlan").await;
        make(&centre, "Жас толқын").await.has(303);
        make(&centre, "Қызыл жүрек").await.has(303);
        confirm(&app, &coordinator, "erlan@example.kz").await;
        appoint(&centre, 1, "erlan@example.kz").await;
        let (file, form) = (workbook(&four_hundred()), [("district", "1"), ("language", "ru"), ("organisation", "1")]);
        let lists = async || {
            let answer = centre.upload_with(IMPORT, ("file", "Жас толқын.xlsx", file.clone()), &form).await.has(303);
            answer.header("location").to_owned()
        };
        let (first, second) = (lists().await, lists().await);
        let page = centre.get(&first).await.ok();
        // Four rows have mistakes, one an address that is taken, one stands there twice.
        for told in ["394 people are ready", "With mistakes: 5", "Doubtful: 1", "A: ФИО — ", "B: Дата рождения — "]
        {
            page.says(told);
        }
        for told in ["C: Почта — This is no", "D: Район — There is no", "This address has an account already"]
        {
            page.says(told);
        }
        let before = count(&app).await;
        let (one, other) = (centre.post(&first, &[("confirm", "yes")]), centre.post(&first, &[("confirm", "yes")]));
        let (one, other) = tokio::join!(one, other);
        assert_eq!((one.status, other.status), (303, 303));
        let page = made(&centre, &first).await;
        assert!(page.contains("394 accounts were made") && page.contains("Асем Серикова"), "{page}");
        assert_eq!(count(&app).await, before + 394);
        assert_eq!(invited(&app).await, (132, 132));
        coordinator.get("/en/coordinator/1").await.ok().says("394");
        coordinator.get("/en/coordinator/2").await.has(404);

        // The same file lay on another page: whoever has got an account meanwhile is not made again.
        centre.post(&second, &[("confirm", "yes")]).await.leads_to(&second);
        let page = made(&centre, &second).await;
        assert!(page.contains("0 accounts were made") && page.contains("has got an account meanwhile: 394"), "{page}");
        assert_eq!((count(&app).await, invited(&app).await), (before + 394, (132, 132)));
        assert_eq!(export_of(&app, "v0@example.kz").await, ["made", "has the address"]);
    })
    .await;
}

/// How many invitations there are, and to how many addresses.
async fn invited(app: &TestApp) -> (i64, usize) {
    let invitations = app.app.read(|conn| {
        let found = outbox::table.filter(outbox::kind.eq("invitation"));
        let addresses: Vec<String> = found.select(outbox::address).distinct().load(conn)?;
        Ok((found.count().get_result(conn)?, addresses.len()))
    });
    invitations.await.expect("the database answers")
}
