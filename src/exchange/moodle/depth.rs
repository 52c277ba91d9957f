//! How deep elements stand within each other, told before a parser follows them.

use crate::exchange::limits;
use crate::exchange::model::Refusal;

/// Refuses a document whose elements stand too deep, or that has a document type.
pub(in crate::exchange) fn check(text: &str) -> Result<(), Refusal> {
    let (mut depth, mut rest, mut line) = (0_usize, text, 1_usize);
    while let Some(at) = rest.find('<') {
        let (before, markup) = rest.split_at(at);
        line += before.matches('\n').count();
        let end = if markup.starts_with("<!--") {
            markup.find("-->").map(|at| at + 3)
        } else if markup.starts_with("<![CDATA[") {
            markup.find("]]>").map(|at| at + 3)
        } else if markup.starts_with("<!") {
            return Err(Refusal::Doctype);
        } else {
            end_of_tag(markup)
        };
        // What does not end is the parser's to tell.
        let Some(end) = end else { return Ok(()) };
        let (tag, after) = markup.split_at(end);
        if tag.starts_with("</") {
            depth = depth.saturating_sub(1);
        } else if !tag.starts_with("<!") && !tag.starts_with("<?") && !tag.ends_with("/>") {
            depth += 1;
            if depth > limits::DEPTH {
                return Err(Refusal::TooDeep { line, limit: limits::DEPTH });
            }
        }
        line += tag.matches('\n').count();
        rest = after;
    }
    Ok(())
}

/// Behind the `>` that stands in no attribute.
fn end_of_tag(markup: &str) -> Option<usize> {
    let mut quote = None;
    for (at, c) in markup.char_indices() {
        match (quote, c) {
            (None, '>') => return Some(at + 1),
            (None, '"' | '\'') => quote = Some(c),
            (Some(open), _) if open == c => quote = None,
            _ => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_too_deep_and_document_types_are_refused() {
        let nested = |depth: usize| format!("{}{}", "<a>\n".repeat(depth), "</a>".repeat(depth));
        assert_eq!(check(&nested(limits::DEPTH)), Ok(()));
        assert_eq!(check(&nested(65)), Err(Refusal::TooDeep { line: 65, limit: limits::DEPTH }));
        assert!(check(&"<a>".repeat(1_000_000)).is_err());
        assert_eq!(check("<!DOCTYPE quiz [<!ENTITY a \"b\">]><quiz/>"), Err(Refusal::Doctype));
        let harmless = format!("<a><!-- {0} --><![CDATA[{0}]]><b c='{0}'/></a>", ">".repeat(3) + &"<x>".repeat(0));
        assert_eq!(check(&harmless), Ok(()));
        assert_eq!(check(&format!("<a><![CDATA[{}]]></a>", "<b>".repeat(100))), Ok(()));
        assert_eq!(check(&"<a/>".repeat(1000)), Ok(()));
    }
}
