//! What can be taken as a file, and where a file that is asked for stands.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::kernel::ids::{ExportId, PersonId};
use crate::kernel::{Lang, Timestamp};

/// What the form of a page asked for, by the names of its fields; what is empty is left out.
pub type Filters = BTreeMap<String, String>;

/// Characters of one filter; nobody looks for more.
const LONGEST: usize = 200;
/// Seconds for which a file is kept.
pub const DAY: i64 = 24 * 3600;

/// What is in a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Certificates.
    Register,
    /// The audit log.
    Log,
    /// Hours of courses, person by person.
    Hours,
}

impl Kind {
    /// The word in the database, in forms and in the name of the file.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Register => "register",
            Self::Log => "log",
            Self::Hours => "hours",
        }
    }

    /// The kind of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Register, Self::Log, Self::Hours].into_iter().find(|kind| kind.code() == code)
    }

    /// The fields that narrow it, as its page names them.
    pub const fn fields(self) -> &'static [&'static str] {
        match self {
            Self::Register => &["search", "course"],
            Self::Log => &["who", "action", "whom", "from", "to", "minors", "person"],
            Self::Hours => &["period"],
        }
    }

    /// The filters of a form; none if one of them is longer than anything one looks for.
    pub fn filters<'a>(self, typed: impl Fn(&str) -> &'a str) -> Option<Filters> {
        let filled = self.fields().iter().map(|name| (*name, typed(name).trim())).filter(|(_, text)| !text.is_empty());
        filled
            .map(|(name, text)| (text.chars().count() <= LONGEST).then(|| (name.to_owned(), text.to_owned())))
            .collect()
    }
}

/// How a file is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// Text with separators.
    Csv,
    /// A workbook.
    Xlsx,
}

impl Format {
    /// The word in the database and in forms, and the ending of the file's name.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Csv => "csv",
            Self::Xlsx => "xlsx",
        }
    }

    /// The format of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::Csv, Self::Xlsx].into_iter().find(|format| format.code() == code)
    }

    /// As browsers are told it.
    pub const fn media(self) -> &'static str {
        match self {
            Self::Csv => "text/csv; charset=utf-8",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        }
    }
}

/// Where a file stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// A job makes it, now or soon.
    UnderWay,
    /// It can be downloaded.
    Ready,
    /// The disk of the server was full.
    DiskFull,
    /// Something else went wrong.
    Failed,
}

impl State {
    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::UnderWay => "under-way",
            Self::Ready => "ready",
            Self::DiskFull => "disk-full",
            Self::Failed => "failed",
        }
    }

    /// The state of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        [Self::UnderWay, Self::Ready, Self::DiskFull, Self::Failed].into_iter().find(|state| state.code() == code)
    }
}

/// What somebody asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Wanted {
    /// What.
    pub kind: Kind,
    /// How it is written.
    pub format: Format,
    /// The language of its words.
    pub lang: Lang,
    /// Narrowed to this.
    pub filters: Filters,
}

/// A file that was asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Export {
    /// Its row.
    pub id: ExportId,
    /// What is in it.
    pub wanted: Wanted,
    /// By whom: nobody else gets it.
    pub requested_by: PersonId,
    /// When.
    pub requested_at: Timestamp,
    /// Rows that are written; of hours, people that were looked at.
    pub done: i64,
    /// Rows, or people, that there were when it was asked for; once it is ready, its rows.
    pub total: i64,
    /// Where it stands.
    pub state: State,
    /// Its name in its folder.
    pub file: String,
    /// Its size in bytes, once it is ready.
    pub size: Option<i64>,
}

impl Export {
    /// How much of it is there, of a hundred.
    pub fn percent(&self) -> i64 {
        if self.total <= 0 { 0 } else { (100 * self.done / self.total).clamp(0, 100) }
    }

    /// From when on it is gone.
    pub fn until(&self) -> Timestamp {
        self.requested_at.plus_seconds(DAY)
    }

    /// The name under which it is downloaded.
    pub fn download_name(&self, zone: chrono_tz::Tz) -> String {
        let (kind, ending) = (self.wanted.kind.code(), self.wanted.format.code());
        format!("erikti-{kind}-{}-{}.{ending}", self.requested_at.day(zone), self.wanted.lang)
    }
}

/// Where files lie, in the data folder.
pub fn folder(data: &Path) -> PathBuf {
    data.join("exports")
}

/// Where a file lies when it is whole.
pub fn path(data: &Path, file: &str) -> PathBuf {
    folder(data).join(file)
}

/// The name of a file before it is whole.
pub fn unfinished(file: &str) -> String {
    format!("{file}.part")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn filters_are_those_of_the_page_and_no_longer_than_a_name() {
        let typed = |name: &str| match name {
            "search" => "  Асем ",
            "who" => "nobody asks this of the register",
            _ => "",
        };
        let found = Kind::Register.filters(typed).expect("short");
        assert_eq!(found.into_iter().collect::<Vec<_>>(), [("search".to_owned(), "Асем".to_owned())]);
        let long = "а".repeat(LONGEST + 1);
        assert_eq!(Kind::Register.filters(|_| &long), None);
    }
}
