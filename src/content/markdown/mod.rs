//! Markdown as courses use it: to HTML that is safe to show, and to a list of what is wrong with it.
//!
//! Raw HTML never passes: the renderer drops it, and a sanitiser that knows exactly our elements and classes
//! stands behind the renderer (ASVS 1.3.1, 1.3.5). Nothing in the output needs a script.

mod clean;
mod facts;
mod inline;
mod inspect;
mod lesson;

pub use facts::{escaped_fact_values, fact_references, fact_values};
pub use inline::{inline, is_inline, is_marked, plain};
pub use inspect::{Fault, FoundLink, Inspection, Link, inspect};
pub use lesson::{RenderedLesson, Surroundings, Titles, lesson, title};

use comrak::Options;
use comrak::nodes::{AstNode, NodeValue};

/// A block with a meaning of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Directive {
    Hook,
    Steps,
    Why,
    Do,
    DoNot,
    Call,
    Note,
    Summary,
}

impl Directive {
    const ALL: [Self; 8] =
        [Self::Hook, Self::Steps, Self::Why, Self::Do, Self::DoNot, Self::Call, Self::Note, Self::Summary];

    const fn word(self) -> &'static str {
        match self {
            Self::Hook => "hook",
            Self::Steps => "steps",
            Self::Why => "why",
            Self::Do => "do",
            Self::DoNot => "do-not",
            Self::Call => "call",
            Self::Note => "note",
            Self::Summary => "summary",
        }
    }

    fn from_word(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|directive| directive.word() == word)
    }
}

/// What is understood, the same for checking and for showing.
fn options() -> Options<'static> {
    let mut options = Options::default();
    options.extension.table = true;
    options.extension.block_directive = true;
    options.parse.sourcepos_chars = true;
    options
}

/// The words in a node, without markup.
fn text_of<'a>(node: &'a AstNode<'a>) -> String {
    let mut text = String::new();
    for child in node.descendants() {
        match &child.data().value {
            NodeValue::Text(part) => text.push_str(part),
            NodeValue::Code(code) => text.push_str(&code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => text.push(' '),
            value if value.block() && !text.is_empty() => text.push(' '),
            _ => {}
        }
    }
    text
}

/// True if the paragraph holds one picture and nothing else.
fn is_figure<'a>(paragraph: &'a AstNode<'a>) -> bool {
    let mut children = paragraph.children();
    let first_is_image = children.next().is_some_and(|child| matches!(child.data().value, NodeValue::Image(_)));
    matches!(paragraph.data().value, NodeValue::Paragraph) && first_is_image && children.next().is_none()
}

/// How addresses outside of the course begin that a link may have.
const OUTSIDE: [&str; 4] = ["https://", "http://", "mailto:", "tel:"];

/// True for addresses outside of the course that a link may have.
fn is_outside(url: &str) -> bool {
    OUTSIDE.iter().any(|scheme| url.starts_with(scheme))
}

/// True for what is the beginning of an address alone, as the editor's tool writes it.
fn has_no_address(url: &str) -> bool {
    OUTSIDE.contains(&url)
}
