//! A list of ten thousand certificates at the gate, in a register of three hundred thousand.

use std::io::{Cursor, Write as _};
use std::time::Instant;

use diesel::connection::SimpleConnection;
use erikti::certificates::CertificateNumber;
use erikti::certificates::verify::Verification;
use erikti::certificates::verify_many::{MOST, find_numbers, verify_many};
use erikti::db::{Conn, Database, DatabaseUrl};
use erikti::exchange::read_table;
use erikti::kernel::{Day, Result};
use zip::write::SimpleFileOptions;

use super::report::{line, median, verdict};

/// Certificates in the register.
pub(crate) const REGISTER: usize = 300_000;
/// Milliseconds.
const TARGET: f64 = 2000.0;

/// Fills a register, then reads a list of each format and judges it.
pub(crate) fn measure() {
    let folder = tempfile::tempdir().expect("a folder");
    let url = DatabaseUrl::Sqlite(folder.path().join("erikti.db"));
    let database = Database::open(&url).expect("the database opens");
    let runtime = tokio::runtime::Builder::new_multi_thread().build().expect("threads");
    runtime.block_on(database.migrate()).expect("the migrations run");
    runtime.block_on(database.write(fill)).expect("the database is filled");
    // Every twentieth is in no register; the others come from all over it.
    let list: Vec<String> = (0..MOST).map(|at| number(if at % 20 == 0 { REGISTER + at } else { at * 29 })).collect();
    println!("\nA list of {MOST} numbers, in a register of {REGISTER}");
    for (what, bytes) in [("  CSV: read and judge", csv(&list)), ("  XLSX: read and judge", xlsx(&list))] {
        let rounds = (0..5).map(|_| {
            let (begin, bytes) = (Instant::now(), bytes.clone());
            let judged = runtime.block_on(database.read_long(move |conn| {
                let rows = read_table(&bytes, 2 * MOST).expect("a table");
                let asked = find_numbers(rows.into_iter());
                verify_many(conn, Day::parse("2026-11-28").expect("a day"), &asked)
            }));
            let judged = judged.expect("the database answers");
            let unknown = judged.iter().filter(|one| matches!(one, Verification::Unknown)).count();
            assert_eq!((judged.len(), unknown), (MOST, MOST / 20));
            begin.elapsed().as_secs_f64() * 1000.0
        });
        let middle = median(rounds.collect::<Vec<_>>());
        line(what, &format!("{middle:.0} ms"), &format!("≤ {TARGET:.0} ms: {}", verdict(middle <= TARGET)));
    }
}

/// The number of a certificate of the register.
pub(crate) fn number(at: usize) -> String {
    let bits = u128::try_from(at).expect("small");
    CertificateNumber::from_random(bits * 104_729).as_str().to_owned()
}

fn fill(conn: &mut Conn) -> Result<()> {
    conn.batch_execute(
        "INSERT INTO courses (id, key, created_at) VALUES (1, 'course', '2026-01-01 00:00:00');
         INSERT INTO signing_keys (id, public_key, created_at) VALUES ('bench', '', '2026-01-01 00:00:00');",
    )?;
    fill_register(conn, "bench")
}

/// Three hundred thousand certificates of the first course, signed with that key.
pub(crate) fn fill_register(conn: &mut Conn, key: &str) -> Result<()> {
    for part in (0..REGISTER).collect::<Vec<_>>().chunks(5_000) {
        let rows: Vec<String> = part
            .iter()
            .map(|at| {
                let kind = if at % 2 == 0 { "theory" } else { "practical" };
                let expires = if at % 3 == 0 { "2026-11-01" } else { "2028-11-01" };
                format!(
                    "('{}', 1, '{kind}', 1, {at}, '{key}', 2, '', '', 'Айгүл Сейтқызы', 'аигул сеиткызы', 'Алғашқы көмек', 'kk',
                      '2026-01-01 10:00:00', '2026-01-01', '{expires}', true)",
                    number(*at)
                )
            })
            .collect();
        conn.batch_execute(&format!(
            "INSERT INTO certificates (number, course_id, kind, edition, status_index, key_id, template, document, digest,
               holder, holder_folded, course_title, language, issued_at, issued_on, expires_on, is_current) VALUES {}",
            rows.join(",")
        ))?;
    }
    Ok(())
}

fn csv(list: &[String]) -> Vec<u8> {
    let rows: Vec<String> = list.iter().map(|number| format!("Айгүл Сейтқызы;{number};17")).collect();
    format!("Name;Number;Age\r\n{}\r\n", rows.join("\r\n")).into_bytes()
}

/// The parts of a workbook that are read.
fn xlsx(list: &[String]) -> Vec<u8> {
    let cell = |text: &str| format!("<c t=\"inlineStr\"><is><t>{text}</t></is></c>");
    let rows: Vec<String> = list
        .iter()
        .map(|number| format!("<row>{}{}<c><v>17</v></c></row>", cell("Айгүл Сейтқызы"), cell(number)))
        .collect();
    let main = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
    let parts = [
        (
            "xl/workbook.xml",
            format!("<workbook xmlns=\"{main}\"><sheets><sheet name=\"a\" sheetId=\"1\"/></sheets></workbook>"),
        ),
        (
            "xl/worksheets/sheet1.xml",
            format!("<worksheet xmlns=\"{main}\"><sheetData>{}</sheetData></worksheet>", rows.concat()),
        ),
    ];
    let mut archive = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        archive.start_file(name, SimpleFileOptions::default()).expect("a part");
        archive.write_all(text.as_bytes()).expect("memory");
    }
    archive.finish().expect("an archive").into_inner()
}
