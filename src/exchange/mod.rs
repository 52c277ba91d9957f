//! Questions from elsewhere and back: GIFT, Aiken, Moodle XML, and a spreadsheet with the three languages side by side.
//! `docs/question-exchange.md` tells what each may hold.
//!
//! Invariants: nothing is dropped in silence (every question of the file is in the report, with its line); a file that
//! cannot be read without guessing is refused whole and names the reason; what is read is text and never markup,
//! references to facts, or files of the machine; each limit stands in [`limits`].

mod aiken;
pub mod bank;
mod build;
mod decode;
mod gift;
mod keys;
mod languages;
pub mod limits;
mod model;
mod moodle;
mod sheet;
#[cfg(test)]
mod tests;
pub mod views;
mod words;
mod writing;

pub use model::{Fills, Format, Note, Read, Reading, Reason, Refusal};
pub use writing::{Loss, Writing};

use std::sync::{Mutex, PoisonError};

use build::Build;

use crate::content::model::Course;
use crate::content::settle::settled;
use crate::kernel::{Lang, Result as Outcome, Slug};
use crate::quiz::model::Question;

/// Reads a file of questions. Texts without a language of their own are in `lang`; keys are made so that they differ
/// from `known` ones and from each other.
///
/// # Errors
/// Why the whole file is refused.
pub fn read(bytes: &[u8], format: Format, lang: Lang, known: &[Slug]) -> Result<Reading, Refusal> {
    if bytes.len() > limits::BYTES {
        return Err(Refusal::TooLarge { limit: limits::BYTES });
    }
    let found = match format {
        Format::Gift => gift::read(&decode::decode(bytes)?, lang)?,
        Format::Aiken => aiken::read(&decode::decode(bytes)?, lang)?,
        Format::MoodleXml => moodle::read(&decode::decode_xml(bytes)?, lang)?,
        Format::Csv => sheet::read(&sheet::rows_of_csv(&decode::decode(bytes)?, limits::OF_QUESTIONS)?)?,
        Format::Xlsx => sheet::read(&sheet::rows_of_xlsx(bytes, limits::OF_QUESTIONS)?)?,
    };
    if found.drafts.is_empty() {
        return Err(Refusal::NoQuestions);
    }
    let mut build = Build::new(known);
    let questions = found.drafts.into_iter().map(|draft| build.question(draft)).collect();
    Ok(Reading { questions, notes: found.notes })
}

/// Lists are read one after the other: unpacked, each may take more than a hundred megabytes.
static ONE_LIST: Mutex<()> = Mutex::new(());

/// The filled rows of any list that people bring, CSV or XLSX, each with its line; what it is, its bytes tell. Cells are text
/// and never formulas. It waits while another list is read, so call it where a thread may wait.
///
/// # Errors
/// Why the whole file is refused; one with more than `most` filled rows is not read to its end.
pub fn read_table(bytes: &[u8], most: usize) -> Result<Vec<(usize, Vec<String>)>, Refusal> {
    if bytes.len() > limits::BYTES {
        return Err(Refusal::TooLarge { limit: limits::BYTES });
    }
    let _reading = ONE_LIST.lock().unwrap_or_else(PoisonError::into_inner);
    let size = limits::of_list(most);
    let mut rows = if bytes.starts_with(b"PK\x03\x04") {
        sheet::rows_of_xlsx(bytes, size)?
    } else {
        sheet::rows_of_csv(&decode::decode(bytes)?, size)?
    };
    rows.retain(sheet::Row::is_filled);
    Ok(rows.into_iter().map(|row| (row.line, row.cells)).collect())
}

/// Writes the questions of a module, or of a whole course, in one language (a spreadsheet: in all). Facts are looked up.
pub fn write(course: &Course, module: Option<&Slug>, format: Format, lang: Lang) -> Writing {
    let course = settled(course);
    write_questions(&questions_of(&course, module), format, lang)
}

fn questions_of<'a>(course: &'a Course, module: Option<&Slug>) -> Vec<&'a Question> {
    let is_of_module = |key: &Slug| module.is_none_or(|wanted| wanted == key);
    course.questions().filter(|(of, _)| is_of_module(&of.key)).map(|(_, question)| question).collect()
}

/// The same as a file, workbooks included: a title, and a moment such as `2026-11-28T09:00:00Z`, stand in those.
///
/// # Errors
/// None in practice: what is written goes into memory.
pub fn write_file(
    course: &Course,
    module: Option<&Slug>,
    (format, lang): (Format, Lang),
    about: (&str, &str),
) -> Outcome<(Vec<u8>, Writing)> {
    if format != Format::Xlsx {
        let mut writing = write(course, module, format, lang);
        return Ok((std::mem::take(&mut writing.text).into_bytes(), writing));
    }
    let course = settled(course);
    let questions = questions_of(&course, module);
    let (rows, writing) = sheet::rows(&questions);
    Ok((sheet::workbook(&rows, about)?, writing))
}

/// The table to fill in, with examples of each kind in three languages; a workbook explains its columns, too.
///
/// # Errors
/// None in practice: what is written goes into memory.
pub fn template((format, lang): (Format, Lang), title: &str) -> Outcome<Vec<u8>> {
    match format {
        Format::Xlsx => sheet::template_workbook(title),
        Format::Gift | Format::Aiken | Format::MoodleXml | Format::Csv => Ok(sheet::template_text(lang).into_bytes()),
    }
}

/// Writes questions whose facts have been looked up before.
pub fn write_questions(questions: &[&Question], format: Format, lang: Lang) -> Writing {
    match format {
        Format::Gift | Format::Aiken => gift::write(questions, lang),
        Format::MoodleXml => moodle::write(questions, lang),
        Format::Csv | Format::Xlsx => sheet::write(questions, lang),
    }
}
