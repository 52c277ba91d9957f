//! What differs between two texts, line by line.

use similar::{ChangeTag, TextDiff};

/// Whether a line is in both.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    Both,
    Old,
    New,
}

/// The lines of both texts in one order; of long stretches that are the same, those near a difference.
pub(super) fn compare(old: &str, new: &str) -> Vec<(Side, String)> {
    let diff = TextDiff::from_lines(old, new);
    let mut lines = Vec::new();
    for group in diff.grouped_ops(2) {
        if !lines.is_empty() {
            lines.push((Side::Both, "…".to_owned()));
        }
        for change in group.iter().flat_map(|op| diff.iter_changes(op)) {
            let side = match change.tag() {
                ChangeTag::Equal => Side::Both,
                ChangeTag::Delete => Side::Old,
                ChangeTag::Insert => Side::New,
            };
            lines.push((side, change.value().trim_end_matches('\n').to_owned()));
        }
    }
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_told_apart() {
        let told = compare("a\nb\nc\n", "a\nx\nc\n");
        let line = |side, text: &str| (side, text.to_owned());
        let expected = [line(Side::Both, "a"), line(Side::Old, "b"), line(Side::New, "x"), line(Side::Both, "c")];
        assert_eq!(told, expected);
        assert!(compare("a\n", "a\n").is_empty());
    }
}
