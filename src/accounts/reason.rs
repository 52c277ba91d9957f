//! Why the centre does something to somebody's account, in words that name nobody.

use super::model::Person;
use crate::kernel::text;

/// A reason, such as the number and date of a letter: 5 to 200 characters on one line. It is kept in the audit log for
/// years, so it must not name the person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamelessReason(String);

impl NamelessReason {
    /// The reason in this text, if it is one and names nobody.
    pub fn parse(typed: &str, person: &Person) -> Option<Self> {
        let reason = typed.split_whitespace().collect::<Vec<_>>().join(" ");
        let sound = (5..=200).contains(&reason.chars().count()) && !reason.contains('@');
        let folded = text::fold(&reason);
        let name = text::fold(&person.name);
        let names = name.split(' ').filter(|word| word.chars().count() > 2).any(|word| folded.contains(word));
        (sound && !names).then_some(Self(reason))
    }

    /// The words.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}
