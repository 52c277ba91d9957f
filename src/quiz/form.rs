//! Answers as a browser sends them: pairs of field name and value, in the order of the page.

/// The fields of a form. Fields of other names (tokens, buttons) are passed over.
pub type Fields = [(String, String)];

/// Why a form holds no answer yet. Each says what to do next.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, thiserror::Error)]
pub enum AnswerError {
    /// Nothing was chosen or typed: choose, or leave the question for later.
    #[error("nothing was chosen")]
    Empty,
    /// Something is missing: complete it.
    #[error("{missing} more to choose")]
    Incomplete {
        /// How many choices are still to be made.
        missing: usize,
    },
    /// Two options were chosen where one is asked: choose one.
    #[error("choose one")]
    OneOnly,
    /// It cannot be read as one number: type digits alone, without a unit or a range.
    #[error("not a number")]
    NotANumber,
    /// More was typed than anybody reads: shorten it.
    #[error("too long")]
    TooLong,
    /// Two steps were given the same place: give each its own.
    #[error("two steps have place {place}")]
    SamePlaceTwice {
        /// The first such place, from 1.
        place: usize,
    },
    /// The form is not of this question as it is shown now (an old page, a changed address): load the page again.
    #[error("the form does not belong to this question")]
    UnknownOption,
}

impl AnswerError {
    /// A stable name, for translated messages.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "empty",
            Self::Incomplete { .. } => "incomplete",
            Self::OneOnly => "one-only",
            Self::NotANumber => "not-a-number",
            Self::TooLong => "too-long",
            Self::SamePlaceTwice { .. } => "same-place-twice",
            Self::UnknownOption => "unknown-option",
        }
    }
}

/// The values of all fields of this name that are not blank, without spaces around them.
pub(super) fn values<'a>(fields: &'a Fields, name: &str) -> Vec<&'a str> {
    fields.iter().filter(|(field, _)| field == name).map(|(_, value)| value.trim()).filter(|v| !v.is_empty()).collect()
}

/// The one value of this name; `None` if there is none.
///
/// # Errors
///
/// [`AnswerError::OneOnly`] if there are several that differ.
pub(super) fn only<'a>(fields: &'a Fields, name: &str) -> Result<Option<&'a str>, AnswerError> {
    let found = values(fields, name);
    let first = found.first().copied();
    if found.iter().any(|value| Some(*value) != first) {
        return Err(AnswerError::OneOnly);
    }
    Ok(first)
}

/// A field as a browser would send it.
pub(super) fn field(name: impl Into<String>, value: &impl std::fmt::Display) -> (String, String) {
    (name.into(), value.to_string())
}
