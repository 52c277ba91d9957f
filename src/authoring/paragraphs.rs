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
    pub(super) beside: Beside,
}

impl Pair {
    /// True if it was there to be translated, and is not.
    fn is_gap(&self) -> bool {
        self.beside == Beside::Known && self.source.is_some() && self.text.is_empty()
    }

    /// True if it is to be looked at because the source has changed. One that went, and had no translation, is not.
    fn is_to_look_at(&self) -> bool {
        self.is_stale && (self.source.is_some() || !self.text.is_empty())
    }
}

/// The text with one kind of line end, and no blanks at the end.
pub(super) fn tidy(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let text = text.trim_end();
    if text.is_empty() { String::new() } else { format!("{text}\n") }
}

/// The paragraphs: what empty lines set apart. A block (`::: steps` to `:::`) is one, whatever stands in it.
pub(super) fn split(text: &str) -> Vec<String> {
    let lines: Vec<&str> = text.lines().collect();
    let mut found: Vec<String> = Vec::new();
    let mut is_open = false;
    let mut block_ends = None;
    for (at, line) in lines.iter().enumerate() {
        block_ends = block_ends.filter(|end| at <= *end).or_else(|| block_end(lines.get(at..)?).map(|more| at + more));
        let line = if line.trim().is_empty() { "" } else { line };
        if line.is_empty() && block_ends.is_none() {
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

/// How many lines later the block ends that begins with the first line; none: none begins, or it does not end.
fn block_end(lines: &[&str]) -> Option<usize> {
    let mut marks = lines.iter().enumerate().filter(|(_, line)| line.trim_start().starts_with(":::"));
    let is_end = |line: &str| line.trim() == ":::";
    if !lines.first()?.trim_start().starts_with(":::") {
        return None;
    }
    marks.next().filter(|(at, line)| *at == 0 && !is_end(line))?;
    marks.next().filter(|(_, line)| is_end(line)).map(|(at, _)| at)
}

/// Stands for a paragraph of which there is no translation yet, where others come after it.
pub(super) const GAP: &str = "…";

/// What a paragraph of a translation stands beside.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Beside {
    /// A paragraph that was there when the translation was made, and still is, as it was or changed.
    Known,
    /// One that came since.
    New,
    /// One that went since.
    Gone,
    /// Nothing: the translation has more paragraphs.
    Nothing,
}

impl Beside {
    const ALL: [(Self, &'static str); 4] =
        [(Self::Known, "known"), (Self::New, "new"), (Self::Gone, "gone"), (Self::Nothing, "nothing")];

    /// As the form sends it.
    pub(super) fn code(self) -> &'static str {
        Self::ALL.into_iter().find(|(beside, _)| *beside == self).map_or("", |(_, code)| code)
    }

    /// The one with this code; `Known` for anything else.
    pub(super) fn from_code(code: &str) -> Self {
        Self::ALL.into_iter().find(|(_, known)| *known == code).map_or(Self::Known, |(beside, _)| beside)
    }
}

/// One text from the paragraphs of a translation, so that [`pairs`] finds each beside its own paragraph again: beside the
/// source of now (`is_current`), or else beside the one that was translated.
pub(super) fn join(parts: &[(Beside, String)], is_current: bool) -> String {
    let last = parts.iter().rposition(|(_, part)| !part.trim().is_empty()).unwrap_or_default();
    let closed = |(at, (beside, part)): (usize, &(Beside, String))| (*beside, closed(part, at == last));
    let parts: Vec<(Beside, String)> = parts.iter().enumerate().map(closed).collect();
    let of = |wanted: &[Beside]| {
        let found = parts.iter().filter(|(beside, _)| wanted.contains(beside));
        found.map(|(_, part)| part.as_str()).collect::<Vec<_>>()
    };
    let has_new = of(&[Beside::New]).iter().any(|part| !part.is_empty());
    let (mut laid, rest) = match (is_current, has_new) {
        (true, _) => (of(&[Beside::Known, Beside::New]), of(&[Beside::Gone, Beside::Nothing])),
        (false, true) => (of(&[Beside::Known, Beside::New, Beside::Gone]), of(&[Beside::Nothing])),
        (false, false) => (of(&[Beside::Known, Beside::Gone]), of(&[Beside::Nothing])),
    };
    let rest: Vec<&str> = rest.into_iter().filter(|part| !part.is_empty()).collect();
    let is_whole = !rest.is_empty() || !is_current && has_new;
    while !is_whole && laid.last().is_some_and(|part| part.is_empty()) {
        laid.pop();
    }
    let laid = laid.into_iter().map(|part| if part.is_empty() { GAP } else { part });
    let mark = (!is_current && has_new).then_some(GAP);
    tidy(&laid.chain(rest).chain(mark).collect::<Vec<_>>().join("\n\n"))
}

/// A paragraph without the empty lines that would make two of it; the last one that is filled may be several, because a
/// whole translation can be pasted at once.
fn closed(part: &str, may_go_on: bool) -> String {
    if may_go_on {
        return part.trim_start_matches(['\n', '\r']).trim_end().lines().collect::<Vec<_>>().join("\n");
    }
    split(part).join("\n")
}

/// Lays a translation beside its source. `before` is the source as it was when the translation was made.
pub(super) fn pairs(before: &str, now: &str, translation: &str) -> Vec<Pair> {
    let (before, now, mut texts) = (split(before), split(now), split(translation));
    let mut pairs = Vec::new();
    for op in capture_diff_slices(Algorithm::Myers, &before, &now) {
        let (old, new) = (op.old_range(), op.new_range());
        let is_same = matches!(op, DiffOp::Equal { .. });
        for place in 0..old.len().max(new.len()) {
            let was = before.get(old.start + place).filter(|_| place < old.len());
            let source = now.get(new.start + place).filter(|_| place < new.len());
            pairs.push(Pair {
                source: source.cloned(),
                before: was.cloned().filter(|_| !is_same),
                text: String::new(),
                is_stale: !is_same,
                beside: match (was, source) {
                    (None, _) => Beside::New,
                    (_, None) => Beside::Gone,
                    _ => Beside::Known,
                },
            });
        }
    }
    // Paragraphs that came since have their place in the text as soon as one of them is translated: the gap at the end,
    // which no other text has, says so.
    let has_new = texts.pop_if(|text| text == GAP).is_some();
    let mut texts = texts.into_iter().map(|text| if text == GAP { String::new() } else { text });
    for pair in &mut pairs {
        if has_new || pair.beside != Beside::New {
            pair.text = texts.next().unwrap_or_default();
        }
    }
    let more = |text| Pair { source: None, before: None, text, is_stale: false, beside: Beside::Nothing };
    pairs.extend(texts.map(more));
    pairs
}

/// How far a translation is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Progress {
    /// Nothing is there.
    Missing,
    /// So many paragraphs of so many; others may be stale.
    Partly(usize, usize),
    /// The source has changed since, in so many paragraphs, and none is missing that was there before.
    Stale(usize),
    /// All of it.
    Whole,
}

/// How far a translation is.
///
/// A paragraph that was there when the translation was made, and has none, is a gap, and a gap comes before whatever else
/// is stale: nobody left it out because the source has changed. One that came since is no gap but stale, because a
/// correction must be able to go out in the language in which a mistake was noticed, before anybody has translated it.
pub(super) fn progress(before: &str, now: &str, translation: &str) -> Progress {
    let pairs = pairs(before, now, translation);
    let sources = pairs.iter().filter(|pair| pair.source.is_some()).count();
    let done = pairs.iter().filter(|pair| pair.source.is_some() && !pair.text.is_empty()).count();
    let stale = pairs.iter().filter(|pair| pair.is_to_look_at()).count();
    match (done, pairs.iter().any(Pair::is_gap), stale) {
        (0, ..) => Progress::Missing,
        (done, true, _) => Progress::Partly(done, sources),
        (_, false, 1..) => Progress::Stale(stale),
        _ => Progress::Whole,
    }
}

/// In how many paragraphs the source has changed since, whatever the translation lacks; none where nothing is translated.
pub(super) fn count_stale(before: &str, now: &str, translation: &str) -> usize {
    let pairs = pairs(before, now, translation);
    let has_some = pairs.iter().any(|pair| pair.source.is_some() && !pair.text.is_empty());
    pairs.iter().filter(|pair| has_some && pair.is_to_look_at()).count()
}

/// The place, counted from 1, of the first paragraph that is not translated, though it was there to be.
pub(super) fn first_gap(before: &str, now: &str, translation: &str) -> Option<usize> {
    pairs(before, now, translation).iter().position(Pair::is_gap).map(|at| at + 1)
}

/// The place, counted from 1, of the first paragraph whose source has changed since.
pub(super) fn first_stale(before: &str, now: &str, translation: &str) -> Option<usize> {
    pairs(before, now, translation).iter().position(Pair::is_to_look_at).map(|at| at + 1)
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
    const STEPS: &str = "# A\n\n::: steps\n1. One.\n\n   ![A](picture:a)\n\n2. Two.\n:::\n\nAfter.\n";
    const TRANSLATION: &str = "# A\n\nOne.\n\n::: do\nTwo.\n:::\n\nThree.\n";

    fn joined(pairs: &[Pair], is_current: bool) -> String {
        let parts: Vec<(Beside, String)> = pairs.iter().map(|pair| (pair.beside, pair.text.clone())).collect();
        join(&parts, is_current)
    }

    /// What somebody writes beside a paragraph stands beside it again, whatever is still open before and after it.
    #[test]
    fn a_paragraph_keeps_its_place_while_others_are_open() {
        let now = SOURCE.replace("Бір.\n\n", "Жаңа.\n\n").replace("Үш.\n", "Төрт.\n\nҮш.\n\nСоңы.\n");
        let shorter = SOURCE.replace("::: do\nЕкі.\n:::\n\n", "");
        for (before, now, is_current) in
            [(SOURCE, SOURCE, true), (SOURCE, now.as_str(), false), (SOURCE, shorter.as_str(), false)]
        {
            let places = pairs(before, now, "").len();
            for pattern in 0..1_u32 << places {
                let mut laid = pairs(before, now, "");
                for (at, pair) in laid.iter_mut().enumerate().filter(|(at, _)| pattern & (1 << at) != 0) {
                    pair.text = format!("text {at}");
                }
                let again = pairs(before, now, &joined(&laid, is_current));
                assert_eq!(again, laid, "{before} {now} {pattern:b}");
                // Once it is up to date, each stands beside the source of now.
                let fresh = pairs(now, now, &joined(&laid, true));
                for pair in laid.iter().filter(|pair| pair.source.is_some()) {
                    let found = fresh.iter().find(|other| other.source == pair.source).expect("the paragraph");
                    assert_eq!(found.text, pair.text, "{before} {now} {pattern:b}");
                }
            }
        }
    }

    #[test]
    fn a_text_is_the_same_after_it_was_split_and_joined() {
        for text in [
            SOURCE,
            TRANSLATION,
            "",
            "# A\n",
            "1. a\n\n   b\n\n2. c\n",
            STEPS,
            "::: do\n\na\n\n::: why\n\nb\n:::\n\n:::\n",
        ] {
            assert_eq!(joined(&pairs(text, text, text), true), text);
        }
        let part = |text: &str| (Beside::Known, text.to_owned());
        assert_eq!(join(&[part("# A\r\n\r\n"), part("b\r\n\r\nc"), part("d\r\n")], true), "# A\n\nb\nc\n\nd\n");
        assert_eq!(join(&[part("# A\n\nb\n\nc\n"), part(" "), part("")], true), "# A\n\nb\n\nc\n");
    }

    /// Steps with pictures between them are translated in one field, and nobody meets half a block.
    #[test]
    fn a_block_is_one_paragraph_with_its_empty_lines() {
        let block = "::: steps\n1. One.\n\n   ![A](picture:a)\n\n2. Two.\n:::";
        assert_eq!(split(STEPS), ["# A", block, "After."]);
        let part = |text: &str| (Beside::Known, text.to_owned());
        assert_eq!(join(&[part("# A"), part(&format!("{block}\r\n")), part("After.")], true), STEPS);
        // One that does not end yet takes nothing of what follows.
        assert_eq!(split("::: steps\n1. One.\n\nNext.\n\n::: do\nTwo.\n\nThree.\n:::\n").len(), 3);
        assert_eq!(split(":::\n\nNext.\n\n:::\n").len(), 3);
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
        assert_eq!(first_gap(SOURCE, SOURCE, "# A\n\nOne.\n"), Some(3));
        assert_eq!(first_gap(SOURCE, SOURCE, TRANSLATION), None);
        let longer = format!("{TRANSLATION}\nFour.\n");
        assert_eq!(pairs(SOURCE, SOURCE, &longer).last().expect("a pair").source, None);
    }

    /// What was left out is missing, whatever else has changed; what came since may wait for its translation.
    #[test]
    fn a_gap_is_a_gap_while_something_else_is_stale() {
        let (short, gap) = ("# A\n\nOne.\n\n::: do\nTwo.\n:::\n", "# A\n\n…\n\n::: do\nTwo.\n:::\n\nThree.\n");
        let (changed, longer) = (SOURCE.replace("# А", "# Ә"), format!("{SOURCE}\nЖаңа.\n"));
        let (shorter, other) = (SOURCE.replace("Бір.\n\n", ""), SOURCE.replace("Үш.", "Төрт."));
        for (now, translation, expected, stale, (gap, first)) in [
            (changed.as_str(), short, Progress::Partly(3, 4), 1, (Some(4), Some(1))),
            (longer.as_str(), short, Progress::Partly(3, 5), 1, (Some(4), Some(5))),
            (changed.as_str(), gap, Progress::Partly(3, 4), 1, (Some(2), Some(1))),
            // The gap itself has another source by now.
            (other.as_str(), short, Progress::Partly(3, 4), 1, (Some(4), Some(4))),
            (changed.as_str(), TRANSLATION, Progress::Stale(1), 1, (None, Some(1))),
            (longer.as_str(), TRANSLATION, Progress::Stale(1), 1, (None, Some(5))),
            // A paragraph that went takes its gap along.
            (shorter.as_str(), gap, Progress::Whole, 0, (None, None)),
            (changed.as_str(), "", Progress::Missing, 0, (Some(1), Some(1))),
        ] {
            assert_eq!(progress(SOURCE, now, translation), expected, "{now} {translation}");
            assert_eq!(count_stale(SOURCE, now, translation), stale, "{now} {translation}");
            let places = (first_gap(SOURCE, now, translation), first_stale(SOURCE, now, translation));
            assert_eq!(places, (gap, first), "{now} {translation}");
        }
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
