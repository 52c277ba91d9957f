//! The rows of a workbook's first sheet: an archive with a few parts of XML, read by hand, because the common library
//! would bring another compressor, and with it other bytes into documents that are compared (see `docs/architecture.md`).

use std::borrow::Cow;
use std::io::{Cursor, Read};

use roxmltree::{Document, Node, ParsingOptions};
use zip::ZipArchive;

use super::{Row, Rows};
use crate::exchange::limits::{self, Size};
use crate::exchange::model::Refusal;

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

const SHEET: &str = "xl/worksheets/sheet1.xml";
const STRINGS: &str = "xl/sharedStrings.xml";

fn not_xlsx(message: &impl ToString) -> Refusal {
    Refusal::NotXlsx { message: message.to_string() }
}

/// How many bytes more there may be.
struct Room {
    left: u64,
    limit: u64,
}

impl Room {
    const fn new(limit: u64) -> Self {
        Self { left: limit, limit }
    }

    fn take(&mut self, bytes: usize) -> Result<(), Refusal> {
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        self.left = self.left.checked_sub(bytes).ok_or(Refusal::UnpacksTooLarge { limit: self.limit })?;
        Ok(())
    }
}

/// The rows of the first sheet.
pub(in crate::exchange) fn rows(bytes: &[u8], size: Size) -> Result<Vec<Row>, Refusal> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(|error| not_xlsx(&error))?;
    if archive.len() > limits::PARTS {
        return Err(not_xlsx(&format!("more than {} parts", limits::PARTS)));
    }
    let mut left = Room::new(size.unpacked);
    let sheet = first_sheet(&mut archive, &mut left)?;
    let strings = match part(&mut archive, STRINGS, &mut left)? {
        Some(text) => shared(&parsed(&text)?),
        None => Vec::new(),
    };
    let text = part(&mut archive, &sheet, &mut left)?.ok_or_else(|| not_xlsx(&"it has no first sheet"))?;
    let document = parsed(&text)?;
    let data = document.descendants().find(|node| node.tag_name().name() == "sheetData");
    let (mut rows, mut room) = (Rows::new(size.rows), Room::new(size.unpacked));
    for (at, row) in data.into_iter().flat_map(|data| data.children()).filter(Node::is_element).enumerate() {
        let line = row.attribute("r").and_then(|number| number.parse().ok()).unwrap_or(at + 1);
        rows.push(Row { line, cells: cells(row, &strings, &mut room)? })?;
    }
    Ok(rows.read)
}

/// The part that the workbook names first.
fn first_sheet(archive: &mut Archive<'_>, left: &mut Room) -> Result<String, Refusal> {
    let relations = part(archive, "xl/_rels/workbook.xml.rels", left)?;
    let workbook = part(archive, "xl/workbook.xml", left)?.ok_or_else(|| not_xlsx(&"it has no workbook"))?;
    let workbook = parsed(&workbook)?;
    let first = workbook.descendants().find(|node| node.tag_name().name() == "sheet");
    let id = first.and_then(|sheet| {
        sheet.attributes().find(|attribute| attribute.name() == "id").map(|attribute| attribute.value().to_owned())
    });
    let (Some(relations), Some(id)) = (relations, id) else { return Ok(SHEET.to_owned()) };
    let relations = parsed(&relations)?;
    let target = relations.descendants().find(|node| node.attribute("Id") == Some(id.as_str()));
    let target = target.and_then(|node| node.attribute("Target")).unwrap_or("worksheets/sheet1.xml");
    Ok(match target.strip_prefix('/') {
        Some(whole) => whole.to_owned(),
        None => format!("xl/{target}"),
    })
}

/// A part of the archive; no more is unpacked than is left, whatever its head promises.
fn part(archive: &mut Archive<'_>, name: &str, left: &mut Room) -> Result<Option<String>, Refusal> {
    let Ok(file) = archive.by_name(name) else { return Ok(None) };
    let mut bytes = Vec::new();
    let read = file.take(left.left + 1).read_to_end(&mut bytes).map_err(|error| not_xlsx(&error))?;
    left.take(read)?;
    let text = String::from_utf8(bytes).map_err(|_| not_xlsx(&"a part is not UTF-8"))?;
    Ok(Some(text.trim_start_matches('\u{feff}').to_owned()))
}

fn parsed(text: &str) -> Result<Document<'_>, Refusal> {
    crate::exchange::moodle::check_depth(text)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: limits::NODES, ..ParsingOptions::default() };
    Document::parse_with_options(text, options).map_err(|error| not_xlsx(&error))
}

fn shared(document: &Document<'_>) -> Vec<String> {
    document.descendants().filter(|node| node.tag_name().name() == "si").map(words).collect()
}

/// All `t` within a string, but for the reading aids of Japanese.
fn words(string: Node<'_, '_>) -> String {
    let texts = string.descendants().filter(|node| node.tag_name().name() == "t");
    let shown = texts.filter(|node| !node.ancestors().any(|outer| outer.tag_name().name() == "rPh"));
    shown.filter_map(|node| node.text()).collect()
}

/// The texts of a row. Many cells may name one long text, so what they hold together is counted too.
fn cells(row: Node<'_, '_>, strings: &[String], room: &mut Room) -> Result<Vec<String>, Refusal> {
    let mut cells: Vec<String> = Vec::new();
    for (at, cell) in row.children().filter(Node::is_element).enumerate() {
        let column = cell.attribute("r").and_then(column).unwrap_or(at);
        if column >= limits::COLUMNS {
            continue;
        }
        if cells.len() <= column {
            cells.resize(column + 1, String::new());
        }
        if let Some(place) = cells.get_mut(column) {
            let text = value(cell, strings);
            room.take(text.len())?;
            *place = text.into_owned();
        }
    }
    Ok(cells)
}

/// The column of `B12`, from 0.
fn column(place: &str) -> Option<usize> {
    let letters: Vec<usize> = place
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .map(|letter| usize::from(letter.to_ascii_uppercase() - b'A') + 1)
        .collect();
    let number = letters.iter().take(4).fold(0, |number, letter| number * 26 + letter);
    number.checked_sub(1)
}

fn value<'a>(cell: Node<'a, '_>, strings: &'a [String]) -> Cow<'a, str> {
    let written =
        cell.children().find(|node| node.tag_name().name() == "v").and_then(|node| node.text()).unwrap_or_default();
    match cell.attribute("t") {
        Some("s") => {
            written.trim().parse().ok().and_then(|at: usize| strings.get(at)).map_or("", String::as_str).into()
        }
        Some("inlineStr") => words(cell).into(),
        Some("b") => if written.trim() == "1" { "true" } else { "false" }.into(),
        _ => written.into(),
    }
}
