//! Questions go out, as other programs and spreadsheets read them.

use std::io::Cursor;

use calamine::{Data, Reader as _, Xlsx};
use erikti::exchange::{self, Format};
use erikti::kernel::Lang;

use super::drafts::{DRAFT, drafting, number, stored};
use super::harness::app::TestApp;
use super::harness::client::Client;

const FILE: &str = "questions/motives.toml";

/// The cells of a sheet and how many of them are formulas, read by a library that had no part in writing them.
fn cells(bytes: &[u8], sheet: &str) -> (Vec<Vec<String>>, usize) {
    let mut book: Xlsx<_> = Xlsx::new(Cursor::new(bytes.to_vec())).expect("a workbook");
    let range = book.worksheet_range(sheet).expect("the sheet");
    let text = |cell: &Data| match cell {
        Data::Empty => String::new(),
        Data::String(text) => text.clone(),
        other => panic!("{other:?} is no text"),
    };
    let rows = range.rows().map(|row| row.iter().map(text).collect()).collect();
    let formulas = book.worksheet_formula(sheet).expect("the sheet");
    (rows, formulas.used_cells().count())
}

/// How many questions a file holds, and everything that is lost or refused.
fn read(bytes: &[u8], format: Format) -> (usize, Vec<String>) {
    let reading = exchange::read(bytes, format, Lang::Ru, &[]).expect("it is read");
    let mut trouble = Vec::new();
    for read in &reading.questions {
        trouble.extend(read.result.as_ref().err().map(|reason| format!("{}: {reason:?}", read.line)));
        trouble
            .extend(read.notes.iter().filter(|note| !note.is_to_do()).map(|note| format!("{}: {note:?}", read.line)));
        let is_mistake = |note: &&exchange::Note| matches!(note, exchange::Note::Correct(_));
        trouble.extend(read.notes.iter().filter(is_mistake).map(|note| format!("{}: {note:?}", read.line)));
    }
    (reading.taken().count(), trouble)
}

#[tokio::test]
async fn the_template_has_an_example_of_each_kind_and_comes_back_whole() {
    let app = TestApp::start().await;
    let trainer = drafting(&app).await;
    let book = trainer.get("/kk/trainer/question-template.xlsx").await.ok();
    let (rows, formulas) = cells(&book.body, "questions");
    assert_eq!(rows[0], ["part", "value", "kk", "ru", "en"]);
    assert!(rows.len() > 40 && formulas == 0, "{} rows, {formulas} formulas", rows.len());
    let (guide, _) = cells(&book.body, "columns");
    assert!(guide.len() > 10 && guide.iter().all(|row| row.len() == 4 && row.iter().all(|cell| !cell.is_empty())));
    assert_eq!(read(&book.body, Format::Xlsx), (7, Vec::new()));
    let text = trainer.get("/kk/trainer/question-template.csv").await.ok();
    assert_eq!(read(&text.body, Format::Csv), (7, Vec::new()));
    trainer.get("/kk/trainer/question-template.exe").await.has(404);
    let reading = exchange::read(&text.body, Format::Csv, Lang::Ru, &[]).expect("read");
    assert!(reading.taken().all(|question| Lang::ALL.iter().all(|lang| question.text.exact(*lang).is_some())));
    let to_do = reading.questions.iter().flat_map(|read| &read.notes);
    assert_eq!(to_do.count(), 0, "an example shows everything that a question needs");
}

async fn write(trainer: &Client, text: &str) {
    let to = format!("{DRAFT}/file?path={FILE}");
    let page = trainer.get(&to).await.ok().text();
    trainer.post(&to, &[("number", &number(&page)), ("text", text)]).await.leads_to(&to);
}

#[tokio::test]
async fn questions_go_out_in_every_format_and_no_cell_becomes_a_formula() {
    let app = TestApp::start().await;
    let trainer = drafting(&app).await;
    let before = stored(&app, FILE).await.expect("there");
    let bad = "\n\n[[question]]\nkey = \"formula\"\nkind = \"text\"\nlesson = \"six-motives\"\ntext.kk = \"=1+1\"\n\
               text.ru = \"+7 701\"\ntext.en = \"@SUM(A1)\"\nexplanation.kk = \"-2\"\nexplanation.ru = \"-x\"\n\
               explanation.en = \"x\"\naccept.kk = [\"=A1\"]\naccept.ru = [\"=A1\"]\naccept.en = [\"=A1\"]\n";
    write(&trainer, &format!("{before}{bad}")).await;
    let page = trainer.get(&format!("{DRAFT}/export?format=gift&module=motives&language=ru")).await.ok();
    page.says("Файлда ");
    page.says("/export/questions?format=gift&amp;language=ru&amp;module=motives");
    let course = app.library.shelf().course("leadership").cloned().expect("there");
    let module = course.course.modules.iter().find(|module| module.key.as_str() == "motives").expect("the module");
    let counted = module.questions.len();
    for format in [Format::Gift, Format::MoodleXml, Format::Csv, Format::Xlsx] {
        let query = format!("format={}&module=motives&language=ru", format.code());
        let of_draft = trainer.get(&format!("{DRAFT}/export/questions?{query}")).await.ok();
        assert!(of_draft.header("content-disposition").starts_with("attachment; filename=\"leadership-motives."));
        assert_eq!(read(&of_draft.body, format).0, counted + 1, "{format:?}");
        let published = trainer.get(&format!("/kk/trainer/courses/leadership/export/questions?{query}")).await.ok();
        assert_eq!(read(&published.body, format).0, counted, "{format:?}");
        if format == Format::Xlsx {
            let (rows, formulas) = cells(&of_draft.body, "questions");
            assert_eq!(formulas, 0);
            assert!(
                rows.iter().flatten().any(|cell| cell == "=1+1") && rows.iter().flatten().any(|cell| cell == "+7 701")
            );
        }
        if format == Format::Csv {
            assert!(of_draft.text().contains(";'=1+1;'+7 701;'@SUM(A1)\r\n"), "{}", of_draft.text());
        }
    }
    trainer.get("/kk/trainer/courses/none/export").await.has(404);
    trainer.get(&format!("{DRAFT}/export/questions?format=aiken")).await.has(404);
    // A draft with mistakes goes out as far as it can be read.
    write(&trainer, &format!("{before}\n\n[[question]]\nkey = \"half\"\nkind = \"single\"\n")).await;
    trainer.get(&format!("{DRAFT}/export?format=csv")).await.ok();
}
