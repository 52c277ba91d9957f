//! Texts of one line: questions, options, explanations, meanings of terms. Bold, emphasis and facts only.

use comrak::nodes::{AstNode, NodeValue};
use comrak::{Arena, parse_document};

use super::{clean, options, text_of};

/// Keeps the beginning of a text from being read as a list, a heading or a quotation. A mark of punctuation, so
/// that emphasis may begin right behind it.
const GUARD: char = '¶';

/// The text as safe HTML for use within a paragraph: `strong`, `em`, and text. Facts must have been looked up
/// before ([`super::escaped_fact_values`]); the courses of a [library](crate::content::library) have theirs.
pub fn inline(text: &str) -> String {
    let text = guarded(text);
    let arena = Arena::new();
    let root = parse_document(&arena, &text, &options());
    let mut html = String::with_capacity(text.len() + 16);
    let mut open = Vec::new();
    for node in root.descendants() {
        close_until(&mut html, &mut open, node);
        match &node.data().value {
            NodeValue::Text(part) => push_escaped(&mut html, part),
            NodeValue::Code(code) => push_escaped(&mut html, &code.literal),
            NodeValue::SoftBreak | NodeValue::LineBreak => html.push(' '),
            NodeValue::Strong => {
                html.push_str("<strong>");
                open.push((node, "</strong>"));
            }
            NodeValue::Emph => {
                html.push_str("<em>");
                open.push((node, "</em>"));
            }
            _ => {}
        }
    }
    while let Some((_, end)) = open.pop() {
        html.push_str(end);
    }
    clean::inline(html.strip_prefix(GUARD).unwrap_or(&html))
}

/// The text without any markup, for mail, tables and attributes. It is not HTML: escape it where it is shown.
pub fn plain(text: &str) -> String {
    let text = guarded(text);
    let arena = Arena::new();
    let words = text_of(parse_document(&arena, &text, &options()));
    words.trim_start().strip_prefix(GUARD).unwrap_or(&words).to_owned()
}

/// True if the text has no other markup than bold and emphasis.
pub fn is_inline(text: &str) -> bool {
    let arena = Arena::new();
    let text = guarded(text);
    let root = parse_document(&arena, &text, &options());
    root.descendants().all(|node| {
        matches!(
            node.data().value,
            NodeValue::Document
                | NodeValue::Paragraph
                | NodeValue::Text(_)
                | NodeValue::SoftBreak
                | NodeValue::Strong
                | NodeValue::Emph
        )
    })
}

/// True if some of the text is bold, emphasised or marked in another way: [`plain`] loses that.
pub fn is_marked(text: &str) -> bool {
    let arena = Arena::new();
    let text = guarded(text);
    let root = parse_document(&arena, &text, &options());
    root.descendants().any(|node| {
        !matches!(
            node.data().value,
            NodeValue::Document
                | NodeValue::Paragraph
                | NodeValue::Text(_)
                | NodeValue::SoftBreak
                | NodeValue::LineBreak
        )
    })
}

fn guarded(text: &str) -> String {
    let one_line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    format!("{GUARD}{one_line}")
}

type Open<'a> = (&'a AstNode<'a>, &'static str);

/// Closes the elements that `node` no longer stands in.
fn close_until<'a>(html: &mut String, open: &mut Vec<Open<'a>>, node: &'a AstNode<'a>) {
    while let Some((outer, end)) = open.last() {
        if node.ancestors().any(|ancestor| ancestor.same_node(outer)) {
            return;
        }
        html.push_str(end);
        open.pop();
    }
}

/// Text as HTML.
pub(super) fn push_escaped(html: &mut String, text: &str) {
    for c in text.chars() {
        match c {
            '&' => html.push_str("&amp;"),
            '<' => html.push_str("&lt;"),
            '>' => html.push_str("&gt;"),
            '"' => html.push_str("&quot;"),
            other => html.push(other),
        }
    }
}
