//! A message, and what it is about.

use crate::kernel::ids::{CourseId, PersonId, RequestId};
use crate::kernel::{Lang, Slug, Timestamp};

/// What somebody wrote: 3 to 1000 characters, without control characters but line ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message(String);

impl Message {
    /// The longest message, in characters.
    pub const MAX: usize = 1000;

    /// The message in this text, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let text = text.replace("\r\n", "\n");
        let text = text.trim();
        let is_fine = |c: char| c == '\n' || c == '\t' || !c.is_control();
        ((3..=Self::MAX).contains(&text.chars().count()) && text.chars().all(is_fine)).then(|| Self(text.to_owned()))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// What a message is about, by the stable keys of the course.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct About {
    /// The course.
    pub course: CourseId,
    /// A lesson of it.
    pub lesson: Option<Slug>,
    /// A question of it that something is wrong with.
    pub question: Option<Slug>,
}

/// A message with its answer, if it has one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Request {
    /// Row.
    pub id: RequestId,
    /// Who asked. Not shown to trainers.
    pub person: PersonId,
    /// About what.
    pub about: About,
    /// The language in which it was asked.
    pub lang: Lang,
    /// What was asked.
    pub message: String,
    /// When.
    pub asked_at: Timestamp,
    /// The answer and when it was given.
    pub answer: Option<(String, Timestamp)>,
    /// There is an answer, and whoever asked has not been shown it.
    pub is_new: bool,
}

/// Which messages are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum State {
    /// Those that wait for an answer, the oldest first.
    #[default]
    Open,
    /// Those that have one, the newest first.
    Answered,
}

impl State {
    /// Both.
    pub const ALL: [Self; 2] = [Self::Open, Self::Answered];

    /// The word in addresses.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Answered => "answered",
        }
    }

    /// The state of a word; open if it is none.
    pub fn of(code: &str) -> Self {
        Self::ALL.into_iter().find(|state| state.code() == code).unwrap_or_default()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_keeps_its_lines_and_has_something_to_say() {
        assert_eq!(Message::parse("  Неге?\r\nТүсінбедім. ").map(|text| text.0).as_deref(), Some("Неге?\nТүсінбедім."));
        for bad in ["", "  ?? ", "a\u{0}bcd", &"я".repeat(1001)] {
            assert_eq!(Message::parse(bad), None, "{bad}");
        }
    }
}
