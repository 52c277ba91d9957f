//! A lesson in two languages, paragraph by paragraph.

use similar::{Algorithm, DiffOp, capture_diff_slices};

/// A paragraph of the source beside its translation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Pair {
    /// The source as it is now; none: the translation has more, or the source's paragraph is gone.
    pub(super) source: Option<String>,
    /// What stood there when the translation was made, where that is something else.
    pub(super) before: Option<String>,
    /// The translation; empty if there is none.
    pub(super) text: String,
    /// The source is not what was translated.
    pub(super) is_stale: bool,
}

/// The text with one kind of line end, and no blanks at the end.
pub(super) fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_end();
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

/// The paragraphs: what empty lines set apart.
pub(super) fn split(text: &str) -> Vec<String> {
    let mut found: Vec<String> = Vec::new();
    let mut is_open = false;
    for line in text.lines() {
        if line.trim().is_empty() {
            is_open = false;
        } else if let Some(last) = found.last_mut().filter(|_| is_open) {
            last.push('\n');
            last.push_str(line);
        } else {
            found.push(line.to_owned());
            is_open = true;
        }
    }
    found
}

/// One text from paragraphs; empty ones are left out.
pub(super) fn join(parts: &[String]) -> String {
    let parts: Vec<String> = parts.iter().map(|part| part.replace("\r\n", "\n")).collect();
    let parts: Vec<&str> = parts.iter().map(|part| part.trim_matches('\n').trim_end()).collect();
    let parts: Vec<&str> = parts.into_iter().filter(|part| !part.trim().is_empty()).collect();
    tidy(&parts.join("\n\n"))
}

/// Lays a translation beside its source. `before` is the source as it was when the translation was made.
pub(super) fn pairs(before: &str, now: &str, translation: &str) -> Vec<Pair> {
    let (before, now, mut texts) = (split(before), split(now), split(translation).into_iter());
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &now) {
        let (old, new) = (op.old_range(), op.new_range());
        let is_same = matches!(op, DiffOp::Equal { .. });
        for place in 0..old.len().max(new.len()) {
            let was = before.get(old.start + place).filter(|_| place < old.len());
            let source = now.get(new.start + place).filter(|_| place < new.len());
            let text = was.and_then(|_| texts.next()).unwrap_or_default();
            // A paragraph that went, and had no translation.
            if source.is_none() && text.is_empty() {
                continue;
            }
            pairs.push(Pair {
                source: source.cloned(),
                before: was.cloned().filter(|_| !is_same),
                text,
                is_stale: !is_same,
            });
        }
    }
    let surplus = |text| Pair { source: None, before: None, text, is_stale: false };
    pairs.extend(texts.map(surplus));
    pairs
}

/// How far a translation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// Nothing is there.
    Missing,
    /// So many paragraphs of so many.
    Partly(usize, usize),
    /// The source has changed since, in so many paragraphs.
    Stale(usize),
    /// All of it.
    Whole,
}

/// How far a translation is.
pub(super) fn progress(before: &str, now: &str, translation: &str) -> Progress {
    let pairs = pairs(before, now, translation);
    let sources = pairs.iter().filter(|pair| pair.source.is_some()).count();
    let done = pairs.iter().filter(|pair| pair.source.is_some() && !pair.text.is_empty()).count();
    let stale = pairs.iter().filter(|pair| pair.is_stale).count();
    match (done, stale) {
        (0, _) => Progress::Missing,
        (_, 1..) => Progress::Stale(stale),
        (done, 0) if done < sources => Progress::Partly(done, sources),
        _ => Progress::Whole,
    }
}

/// The title of a lesson: its first line. Empty if there is none.
pub(super) fn title_of(text: &str) -> &str {
    text.lines().next().and_then(|line| line.strip_prefix("# ")).map(str::trim).unwrap_or_default()
}

/// The text with another title.
pub(super) fn with_title(text: &str, title: &str) -> String {
    let rest = match text.split_once('\n') {
        Some((first, rest)) if first.starts_with("# ") || first.trim() == "#" => rest,
        None if text.starts_with("# ") || text.trim() == "#" => "",
        _ => text,
    };
    tidy(&format!("# {title}\n{rest}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SOURCE: &str = "# А\n\nБір.\n\n::: do\nЕкі.\n:::\n\nҮш.\n";
    const TRANSLATION: &str = "# A\n\nOne.\n\n::: do\nTwo.\n:::\n\nThree.\n";

    #[test]
    fn a_text_is_the_same_after_it_was_split_and_joined() {
        for text in [SOURCE, TRANSLATION, "", "# A\n", "1. a\n\n   b\n\n2. c\n"] {
            assert_eq!(join(&split(text)), text);
        }
        assert_eq!(join(&["# A\r\n\r\n".to_owned(), " ".to_owned(), "b\r\nc".to_owned()]), "# A\n\nb\nc\n");
    }

    #[test]
    fn what_changed_in_the_source_is_marked_and_keeps_its_translation() {
        assert!(pairs(SOURCE, SOURCE, TRANSLATION).iter().all(|pair| !pair.is_stale && pair.source.is_some()));
        let now = SOURCE.replace("Бір.", "Бір бүтін.").replace("Үш.\n", "Жаңа.\n\nҮш.\n");
        let laid = pairs(SOURCE, &now, TRANSLATION);
        let stale: Vec<(&str, &str)> = laid
            .iter()
            .filter(|pair| pair.is_stale)
            .map(|pair| (pair.source.as_deref().unwrap_or_default(), pair.text.as_str()))
            .collect();
        assert_eq!(stale, [("Бір бүтін.", "One."), ("Жаңа.", "")]);
        assert_eq!(laid.last().expect("a pair").text, "Three.");
        assert_eq!(progress(SOURCE, &now, TRANSLATION), Progress::Stale(2));
        // A paragraph that goes leaves its translation to be looked at.
        let shorter = SOURCE.replace("Бір.\n\n", "");
        let gone: Vec<Pair> = pairs(SOURCE, &shorter, TRANSLATION).into_iter().filter(|pair| pair.is_stale).collect();
        assert_eq!(gone.len(), 1);
        assert_eq!((gone[0].source.as_ref(), gone[0].text.as_str()), (None, "One."));
    }

    #[test]
    fn a_translation_is_missing_or_partly_there_or_whole() {
        assert_eq!(progress(SOURCE, SOURCE, ""), Progress::Missing);
        assert_eq!(progress(SOURCE, SOURCE, "# A\n\nOne.\n"), Progress::Partly(2, 4));
        assert_eq!(progress(SOURCE, SOURCE, TRANSLATION), Progress::Whole);
        let longer = format!("{TRANSLATION}\nFour.\n");
        assert_eq!(pairs(SOURCE, SOURCE, &longer).last().expect("a pair").source, None);
    }

    #[test]
    fn a_title_is_read_and_replaced() {
        assert_eq!(title_of(SOURCE), "А");
        assert_eq!(title_of("no title"), "");
        assert_eq!(with_title(SOURCE, "Ә"), SOURCE.replacen("# А", "# Ә", 1));
        assert_eq!(with_title("", "Ә"), "# Ә\n");
        assert_eq!(with_title("text", "Ә"), "# Ә\ntext\n");
    }
}
