//! What a draft is made of.

use crate::kernel::ids::{DraftId, PersonId, UploadId, VersionId};
use crate::kernel::{Slug, Timestamp};

/// A course that is being edited.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// Its id.
    pub id: DraftId,
    /// The key of the course.
    pub course: Slug,
    /// The version from which it was made, or as which it was published last.
    pub base: Option<VersionId>,
    /// The number of the last change.
    pub number: i64,
    /// The last change that is in the base version.
    pub published_number: Option<i64>,
    /// When it was last changed.
    pub changed_at: Timestamp,
    /// When it was put away.
    pub closed_at: Option<Timestamp>,
}

impl Draft {
    /// True if something was changed that learners do not see yet.
    pub fn has_news(&self) -> bool {
        self.published_number.is_none_or(|published| published < self.number)
    }
}

/// A file of a draft as it is now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileState {
    /// Where, within the course's folder.
    pub path: String,
    /// The change that left it so.
    pub number: i64,
    /// For a translation: the revision of the source with which it was compared.
    pub compared_with: Option<i64>,
    /// The bytes; none where the file is gone, and in lists that leave them out.
    pub content: Option<Vec<u8>>,
}

impl FileState {
    /// The content as text; empty if there is none.
    pub fn text(&self) -> String {
        String::from_utf8_lossy(self.content.as_deref().unwrap_or_default()).into_owned()
    }
}

/// What a change does to one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileChange {
    /// Where, within the course's folder.
    pub path: String,
    /// The revision from which it was made; none: there was no such file.
    pub seen: Option<i64>,
    /// What is to be there; none: nothing.
    pub content: Option<Vec<u8>>,
    /// For a translation: the revision of the source with which it was compared.
    pub compared_with: Option<i64>,
}

impl FileChange {
    /// A text in place of what was seen.
    pub fn text(path: impl Into<String>, seen: Option<i64>, text: String) -> Self {
        Self { path: path.into(), seen, content: Some(text.into_bytes()), compared_with: None }
    }

    /// The file goes.
    pub fn removal(path: impl Into<String>, seen: Option<i64>) -> Self {
        Self { path: path.into(), seen, content: None, compared_with: None }
    }
}

/// What became of a save.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Saved {
    /// It is there, under this number.
    Done(i64),
    /// It was there already, word for word.
    Already,
    /// Somebody else saved in the meantime; nothing was written.
    Meanwhile,
    /// The draft was put away.
    Closed,
}

/// One page of the editor that somebody has open, as long as it is open. Loaded anew it is another one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Visit(String);

impl Visit {
    /// A new one, drawn by chance.
    pub fn drawn(seed: u64) -> Self {
        Self(format!("{seed:016x}"))
    }

    /// As its page sends it: 16 digits, `0-9` and `a-f`.
    pub fn parse(text: &str) -> Option<Self> {
        let is_digit = |byte: u8| byte.is_ascii_digit() || (b'a'..=b'f').contains(&byte);
        (text.len() == 16 && text.bytes().all(is_digit)).then(|| Self(text.to_owned()))
    }

    /// The digits.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a change was about.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Action {
    /// The draft was made.
    Begun,
    /// A text was saved.
    Saved,
    /// A text was saved by the page itself, while somebody wrote.
    AutoSaved,
    /// Something was added.
    Added,
    /// Something stands elsewhere now.
    Moved,
    /// Something was removed.
    Removed,
    /// A change was taken back.
    Undone,
    /// An earlier revision was brought back.
    Restored,
    /// Something was taken in from a file.
    Imported,
}

impl Action {
    /// Every one.
    pub const ALL: [Self; 9] = [
        Self::Begun,
        Self::Saved,
        Self::AutoSaved,
        Self::Added,
        Self::Moved,
        Self::Removed,
        Self::Undone,
        Self::Restored,
        Self::Imported,
    ];

    /// The word in the database.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Begun => "begun",
            Self::Saved => "saved",
            Self::AutoSaved => "auto-saved",
            Self::Added => "added",
            Self::Moved => "moved",
            Self::Removed => "removed",
            Self::Undone => "undone",
            Self::Restored => "restored",
            Self::Imported => "imported",
        }
    }

    /// The action of a word.
    pub fn from_code(code: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|action| action.code() == code)
    }
}

/// A change, as the history lists it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Change {
    /// Its number in the draft.
    pub number: i64,
    /// What was done.
    pub action: Action,
    /// To what: a title or a path.
    pub subject: String,
    /// By whom.
    pub author: Option<PersonId>,
    /// When.
    pub at: Timestamp,
}

/// Somebody who has a file open.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Editing {
    /// Who.
    pub person: PersonId,
    /// Which file.
    pub path: String,
}

/// A draft in the list, with its course file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The draft.
    pub draft: Draft,
    /// `course.toml` as it is now.
    pub course_file: Vec<u8>,
    /// Who changed it last.
    pub by: Option<PersonId>,
}

/// A file that was brought to a draft and waits until somebody has looked at what it would change.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Upload {
    /// Its id.
    pub id: UploadId,
    /// The draft.
    pub draft: DraftId,
    /// Who brought it; none: the folder of the server.
    pub by: Option<PersonId>,
    /// The name of the file.
    pub name: String,
    /// What it is: see [`crate::exchange::Format::code`].
    pub format: String,
    /// The bytes; none once it is dealt with.
    pub content: Option<Vec<u8>>,
    /// The change that took it in.
    pub taken_number: Option<i64>,
    /// What was asked for, where a job takes it in: see [`super::Wanted`].
    pub wanted: Option<String>,
    /// How many questions the job has done, and of how many.
    pub progress: (i64, i64),
    /// Why the job gave it back: a key of the catalogue.
    pub stopped: Option<String>,
}

/// A file that is brought to a draft.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewUpload {
    /// The draft.
    pub draft: DraftId,
    /// Who brings it; none: the folder of the server.
    pub by: Option<PersonId>,
    /// The name of the file.
    pub name: String,
    /// What it is.
    pub format: &'static str,
    /// Of the course in the folder of the server.
    pub digest: Option<String>,
    /// The bytes.
    pub content: Vec<u8>,
}

impl Line {
    /// What the course is called; its key where it has no title yet.
    pub fn title(&self, lang: crate::kernel::Lang) -> String {
        let title = super::course_file::CourseFile::parse(&self.course_file).map(|file| file.title());
        let title = title.map(|title| title.get(lang).to_owned()).filter(|title| !title.is_empty());
        title.unwrap_or_else(|| self.draft.course.to_string())
    }
}

/// The file with the outline and the settings of a course.
pub(super) const COURSE_FILE: &str = "course.toml";

/// Where a lesson's text in a language is.
pub(super) fn lesson_path(module: &str, lesson: &str, lang: crate::kernel::Lang) -> String {
    format!("lessons/{module}/{lesson}.{lang}.md")
}

/// The module, the lesson and the language of the text at a path; none for every other file.
pub(super) fn lesson_at(path: &str) -> Option<(&str, &str, crate::kernel::Lang)> {
    let (module, name) = path.strip_prefix("lessons/")?.strip_suffix(".md")?.split_once('/')?;
    let (lesson, code) = name.rsplit_once('.')?;
    Some((module, lesson, crate::kernel::Lang::from_code(code)?))
}

/// Where the questions of a module are.
pub(super) fn questions_path(module: &str) -> String {
    format!("questions/{module}.toml")
}

/// The key in the path of a module's questions.
pub(super) fn module_at(path: &str) -> Option<&str> {
    path.strip_prefix("questions/")?.strip_suffix(".toml")
}
