//! What is wrong with a lesson's Markdown, and what it refers to.

use comrak::nodes::{AstNode, ListType, NodeBlockDirective, NodeLink, NodeValue};
use comrak::{Arena, parse_document};

use super::{Directive, has_no_address, is_figure, is_outside, options, text_of};
use crate::content::message::{Code, Message};

/// Something that does not belong into a lesson, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// One sentence.
    pub message: Message,
}

/// What a link or a picture points at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Link {
    /// `term:key`
    Term,
    /// `lesson:key`
    Lesson,
    /// `picture:key`
    Picture,
}

/// A use of a key in a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FoundLink {
    /// What it points at.
    pub link: Link,
    /// The key as written.
    pub key: String,
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
}

/// What a look at a lesson gives.
#[derive(Debug, Clone, Default)]
pub struct Inspection {
    /// What is wrong.
    pub faults: Vec<Fault>,
    /// What it refers to; facts apart (see [`super::fact_references`]).
    pub links: Vec<FoundLink>,
    /// Words that are read, the title and alternative texts left out.
    pub words: usize,
}

/// The longest source of a lesson, in bytes.
const MAX_BYTES: usize = 60_000;

/// Looks at the Markdown of a lesson in one language.
pub fn inspect(source: &str) -> Inspection {
    let mut seen = Inspection::default();
    if source.len() > MAX_BYTES {
        let message = Message::new(Code::TooLong, [source.len().into(), MAX_BYTES.into()]);
        seen.faults.push(Fault { line: 1, column: 1, message });
        return seen;
    }
    let arena = Arena::new();
    let root = parse_document(&arena, source, &options());
    if !root.first_child().is_some_and(|first| is_title(first)) {
        seen.faults.push(Fault { line: 1, column: 1, message: Code::NoTitle.into() });
    }
    let lines: Vec<&str> = source.lines().collect();
    for node in root.descendants() {
        let is_first = node.previous_sibling().is_none();
        if let Some(message) = fault(node, is_first, &lines) {
            let at = node.data().sourcepos.start;
            seen.faults.push(Fault { line: at.line, column: at.column, message });
        }
        seen.links.extend(found_link(node));
    }
    seen.words = count_words(root);
    seen
}

fn is_title<'a>(node: &'a AstNode<'a>) -> bool {
    let data = node.data();
    matches!(&data.value, NodeValue::Heading(heading) if heading.level == 1) && data.sourcepos.start.line == 1
}

fn fault<'a>(node: &'a AstNode<'a>, is_first: bool, lines: &[&str]) -> Option<Message> {
    let data = node.data();
    match &data.value {
        NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) => Some(Code::Html.into()),
        NodeValue::CodeBlock(_) => Some(Code::CodeBlock.into()),
        NodeValue::Heading(heading) if heading.level == 1 && !(is_first && is_title(node)) => {
            Some(Code::SecondTitle.into())
        }
        NodeValue::Heading(_) if text_of(node).trim().is_empty() => Some(Code::HeadingEmpty.into()),
        NodeValue::BlockDirective(directive) => {
            let end = data.sourcepos.end.line;
            let closed = end > data.sourcepos.start.line && lines.get(end - 1).is_some_and(|line| is_fence(line));
            directive_fault(node, directive, closed)
        }
        NodeValue::Image(image) => image_fault(node, image),
        NodeValue::Link(link) => link_fault(link),
        _ => None,
    }
}

fn is_fence(line: &str) -> bool {
    let line = line.trim();
    line.len() >= 3 && line.bytes().all(|b| b == b':')
}

fn directive_fault<'a>(node: &'a AstNode<'a>, directive: &NodeBlockDirective, closed: bool) -> Option<Message> {
    let word = directive.info.as_str();
    if word.is_empty() {
        return Some(Code::ClosesNothing.into());
    }
    let Some(known) = Directive::from_word(word) else {
        let known = Directive::ALL.map(Directive::word).join(", ");
        return Some(Message::new(Code::NoBlock, [word.into(), known.as_str().into()]));
    };
    let holds_another = node.children().any(|child| matches!(child.data().value, NodeValue::BlockDirective(_)));
    if !closed || holds_another {
        return Some(Message::of_word(Code::NotClosed, word));
    }
    if node.first_child().is_none() {
        return Some(Message::of_word(Code::BlockEmpty, word));
    }
    let is_ordered = |child: &AstNode<'_>| matches!(&child.data().value, NodeValue::List(list) if list.list_type == ListType::Ordered);
    if known == Directive::Steps && !(node.children().count() == 1 && node.children().all(is_ordered)) {
        return Some(Code::Steps.into());
    }
    None
}

fn image_fault<'a>(node: &'a AstNode<'a>, image: &NodeLink) -> Option<Message> {
    if !image.url.starts_with("picture:") {
        return Some(Code::PictureForm.into());
    }
    if text_of(node).trim().is_empty() {
        return Some(Code::PictureAlt.into());
    }
    let alone = node.parent().is_some_and(|parent| is_figure(parent));
    (!alone).then(|| Code::PictureAlone.into())
}

fn link_fault(link: &NodeLink) -> Option<Message> {
    let url = link.url.as_str();
    if has_no_address(url) {
        return Some(Code::LinkEmpty.into());
    }
    let known = is_outside(url) || url.starts_with("term:") || url.starts_with("lesson:");
    let ways = "term:, lesson:, https:, mailto:, tel:";
    (!known).then(|| Message::new(Code::Link, [url.into(), ways.into()]))
}

fn found_link<'a>(node: &'a AstNode<'a>) -> Option<FoundLink> {
    let data = node.data();
    let (url, kinds): (&str, &[(&str, Link)]) = match &data.value {
        NodeValue::Link(link) => (&link.url, &[("term:", Link::Term), ("lesson:", Link::Lesson)]),
        NodeValue::Image(image) => (&image.url, &[("picture:", Link::Picture)]),
        _ => return None,
    };
    let at = data.sourcepos.start;
    kinds.iter().find_map(|(prefix, link)| {
        let key = url.strip_prefix(prefix)?.to_owned();
        Some(FoundLink { link: *link, key, line: at.line, column: at.column })
    })
}

fn count_words<'a>(root: &'a AstNode<'a>) -> usize {
    let blocks = root.children().filter(|block| !is_title(block));
    let images = root.descendants().filter(|node| matches!(node.data().value, NodeValue::Image(_)));
    let count = |text: String| text.split_whitespace().filter(|word| word.chars().any(char::is_alphanumeric)).count();
    let alternative: usize = images.map(|image| count(text_of(image))).sum();
    blocks.map(|block| count(text_of(block))).sum::<usize>().saturating_sub(alternative)
}
