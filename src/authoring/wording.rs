//! What the checks say, in the words of the catalogue. The reader of course files speaks English, for the command
//! line; here its sentences are recognised by their form.

/// `%` stands for what differs; in the catalogue it is `$a`, `$b` and `$c`.
const FORMS: &[(&str, &str)] = &[
    ("\"lesson\" is missing: tests draw this question, so it names the lesson to read again", "mistake-lesson-again"),
    ("with \"fact\", the bounds and the unit come from the fact", "mistake-fact-and-bounds"),
    ("a zone has one of \"circle\", \"rect\" and \"polygon\"", "mistake-zone-missing"),
    (
        "`critical` has no meaning on `%`; it belongs to wrong options of a multiple choice or a case",
        "mistake-critical-option",
    ),
    ("all steps are in one group of `equivalent`, so any order is right", "mistake-any-order"),
    ("the critical pair `%`, `%` goes against the order of the steps", "mistake-pair-backwards"),
    ("the critical pair `%`, `%` is also `equivalent`", "mistake-pair-equivalent"),
    ("`min` is above `max`", "mistake-min-max"),
    ("`min` and `max` must be numbers that one can type", "mistake-bounds-typable"),
    ("the accepted form \"%\" cannot be typed as an answer", "mistake-form-typable"),
    ("the zone `%` has no inside", "mistake-zone-empty"),
    ("the zone `%` reaches out of the picture, which is % × %", "mistake-zone-outside"),
    ("the zone `%` is too small for a finger; draw it at least % units wide and high", "mistake-zone-small"),
    ("the middle of the wrong zone `%` lies in the right zone `%`", "mistake-zone-covered"),
    ("`%` leads to `%`, but no decision has this key", "mistake-next-unknown"),
    ("`%` leads back to `%`; options lead forward, and learners may go back by themselves", "mistake-next-back"),
    ("no option leads to the decision `%`", "mistake-never-reached"),
    ("the right way through the case has one decision; give it two or more", "mistake-case-short"),
    ("\"%\" is missing", "mistake-missing"),
    ("\"%\" is empty", "mistake-empty"),
    ("the file % is missing", "mistake-file-missing"),
    ("%.% is missing", "mistake-language-missing"),
    ("% texts are missing in %: learners have another language there", "mistake-optional-missing"),
    ("the course has no language \"%\"", "mistake-required-unknown"),
    ("a course is not its own prerequisite", "mistake-own-prerequisite"),
    ("the first line must be the title: # Title", "mistake-no-title"),
    ("HTML is not allowed in a lesson", "mistake-html"),
    ("a line that is indented by four blanks becomes code; indent it less", "mistake-code"),
    ("only the title is a # heading; use ## here", "mistake-second-title"),
    ("the heading is empty", "mistake-heading-empty"),
    ("this paragraph is not translated yet: … stands for it", "mistake-gap"),
    ("this ::: closes nothing", "mistake-closes-nothing"),
    ("there is no block \"%\"; use one of %", "mistake-no-block"),
    ("\"::: %\" is not closed by a line with :::", "mistake-not-closed"),
    ("\"::: %\" is empty", "mistake-block-empty"),
    ("\"::: steps\" holds one numbered list and nothing else; indent what belongs to a step", "mistake-steps"),
    ("a picture is written ![what it shows](picture:name \"caption\")", "mistake-picture-form"),
    ("the picture has no alternative text: say what it shows in the brackets", "mistake-picture-alt"),
    ("a picture stands in a paragraph of its own, with an empty line before and after", "mistake-picture-alone"),
    ("the link \"%\" leads nowhere: use %", "mistake-link"),
    ("there is no fact \"%\"", "mistake-no-fact"),
    ("there is no fact with min and max \"%\"", "mistake-no-bounds"),
    ("there is no term \"%\"", "mistake-no-term"),
    ("there is no picture \"%\"", "mistake-no-picture"),
    ("there is no lesson \"%\"", "mistake-no-lesson"),
    ("there is no question of this module \"%\"", "mistake-no-question"),
    ("there is no module \"%\"", "mistake-no-module"),
    ("there is no tag \"%\"", "mistake-no-tag"),
    ("the % key \"%\" is used twice", "mistake-key-twice"),
    ("the check \"%\" stands here twice", "mistake-check-twice"),
    ("the bank is too small: % questions are drawn, % are there", "mistake-bank"),
    ("the lesson has % words; aim at % at most", "mistake-long"),
    ("the lesson has % bytes; at most % are allowed", "mistake-too-long"),
    ("the picture \"%\" is not used anywhere", "mistake-picture-unused"),
    ("pictures.toml does not say what \"%\" shows", "mistake-picture-words"),
    ("the pictures of the lesson have % bytes; aim at % at most", "mistake-pictures-heavy"),
    ("the picture has % bytes; at most % are allowed", "mistake-picture-heavy"),
    (
        "the picture holds more than can be seen, such as its place or camera; upload it in the editor",
        "mistake-picture-telling",
    ),
    ("the picture is no JPEG", "mistake-picture-format"),
    ("course.toml lists no such lesson", "mistake-no-such-lesson"),
    ("this file belongs to no part of the course", "mistake-strange-file"),
    ("not TOML: %", "mistake-not-toml"),
    ("\"%\" must be from % to %", "mistake-bounds"),
    ("only **bold**, *emphasis* and {fact:…} may stand here", "mistake-inline"),
    ("\"%\" is no key: use %", "mistake-no-key"),
    ("unknown key \"%\"", "mistake-unknown"),
    ("%.% has % entries, another language has more or fewer", "mistake-entries"),
    ("`%` has %, but at least % must be there", "mistake-too-few"),
    ("`%` has %, but at most % may be there", "mistake-too-many"),
    ("the key `%` gives the answer away; name what it says instead", "mistake-telling"),
    ("`%` says the same as `%`", "mistake-same-text"),
    ("the key `%` is there twice", "mistake-duplicate"),
    ("\"hours\" must be above 0 and at most 1000", "mistake-hours"),
    ("\"draw\" of the final test names no questions", "mistake-final-draw"),
    ("a fact marked % is not published", "mistake-mark"),
];

/// What people call a part of a course, instead of its name in the files.
const NAMES: [(&str, &str); 32] = [
    ("step", "part-step"),
    ("pair", "part-pair"),
    ("extra", "part-extra"),
    ("decision", "part-decision"),
    ("accept", "part-accept"),
    ("result", "part-result"),
    ("left", "part-left"),
    ("picture", "part-picture"),
    ("picture_alt", "part-picture-alt"),
    ("answer", "part-answer"),
    ("min", "part-min"),
    ("max", "part-max"),
    ("unit", "part-unit"),
    ("right and wrong", "part-options"),
    ("title", "part-title"),
    ("summary", "part-summary"),
    ("outcomes", "part-outcomes"),
    ("limits", "part-limits"),
    ("hours", "part-hours"),
    ("certificate", "part-certificate"),
    ("modules", "part-modules"),
    ("lessons", "part-lessons"),
    ("lesson", "part-lesson"),
    ("minutes", "part-minutes"),
    ("test", "part-test"),
    ("draw", "part-draw"),
    ("text", "part-text"),
    ("explanation", "part-explanation"),
    ("why", "part-why"),
    ("right", "part-right"),
    ("wrong", "part-wrong"),
    ("source", "part-source"),
];

/// The key of a sentence, and what differs in it; none if it is not known.
pub(super) fn recognised(message: &str) -> Option<(&'static str, Vec<&str>)> {
    FORMS.iter().find_map(|(form, key)| Some((*key, parts(form, message)?)))
}

/// What people call this part; none if it has no other name.
pub(super) fn name_of(part: &str) -> Option<&'static str> {
    NAMES.iter().find(|(name, _)| *name == part).map(|(_, key)| *key)
}

/// What stands in place of each `%`, if the message has this form.
fn parts<'a>(form: &str, message: &'a str) -> Option<Vec<&'a str>> {
    let mut pieces = form.split('%');
    let mut rest = message.strip_prefix(pieces.next()?)?;
    let mut found = Vec::new();
    let pieces: Vec<&str> = pieces.collect();
    for (place, piece) in pieces.iter().enumerate() {
        let is_last = place + 1 == pieces.len();
        let (part, after) = if is_last { (rest.strip_suffix(piece)?, "") } else { rest.split_once(piece)? };
        // A part is a word; only the last may be a whole sentence.
        if part.is_empty() || (!is_last || !piece.is_empty()) && part.contains(['"', '`']) {
            return None;
        }
        found.push(part);
        rest = after;
    }
    (!pieces.is_empty() || rest.is_empty()).then_some(found)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sentences_are_recognised_with_what_differs() {
        assert_eq!(recognised("\"summary\" is empty"), Some(("mistake-empty", vec!["summary"])));
        assert_eq!(recognised("title.ru is missing"), Some(("mistake-language-missing", vec!["title", "ru"])));
        assert_eq!(
            recognised("the file lessons/a/b.kk.md is missing"),
            Some(("mistake-file-missing", vec!["lessons/a/b.kk.md"]))
        );
        assert_eq!(
            recognised("the bank is too small: 5 questions are drawn, 2 are there"),
            Some(("mistake-bank", vec!["5", "2"]))
        );
        assert_eq!(recognised("\"draw\" must be from 1 to 200"), Some(("mistake-bounds", vec!["draw", "1", "200"])));
        assert_eq!(recognised("the heading is empty"), Some(("mistake-heading-empty", vec![])));
        let small = "the zone `a` is too small for a finger; draw it at least 27 units wide and high";
        assert_eq!(recognised(small), Some(("mistake-zone-small", vec!["a", "27"])));
        let pair = "the critical pair `a`, `b` is also `equivalent`";
        assert_eq!(recognised(pair), Some(("mistake-pair-equivalent", vec!["a", "b"])));
        assert_eq!(recognised("the heading is empty indeed"), None);
        assert_eq!(recognised("\"a\" and \"b\" is empty"), None);
    }

    #[test]
    fn every_form_is_one_that_the_reader_says() {
        let sources = [
            include_str!("../content/photo.rs"),
            include_str!("../content/picture.rs"),
            include_str!("../content/files/table.rs"),
            include_str!("../content/files/course.rs"),
            include_str!("../content/files/read.rs"),
            include_str!("../content/files/lessons.rs"),
            include_str!("../content/files/lists.rs"),
            include_str!("../content/files/notes.rs"),
            include_str!("../content/markdown/inspect.rs"),
            include_str!("../content/files/questions.rs"),
            include_str!("../content/files/kinds.rs"),
            include_str!("../quiz/mistake.rs"),
        ];
        // A format string with its arguments as `%`, and its quotes as they are read.
        let said: Vec<String> = sources
            .iter()
            .flat_map(|source| source.lines())
            .map(|line| {
                let mut read = String::new();
                let mut depth = 0;
                for c in line.replace("\\\"", "\"").replace("{{", "\u{1}").replace("}}", "\u{2}").chars() {
                    match c {
                        '{' => depth += 1,
                        '}' => {
                            depth -= 1;
                            read.push('%');
                        }
                        '\u{1}' => read.push('{'),
                        '\u{2}' => read.push('}'),
                        c if depth == 0 => read.push(c),
                        _ => {}
                    }
                }
                read
            })
            .collect();
        for &(form, key) in FORMS {
            let literal =
                form.split("there is no ").nth(1).map_or(form.to_owned(), |rest| match rest.split_once(" \"") {
                    Some((kind, _)) if kind != "block" => format!("\"{kind}\""),
                    _ => form.to_owned(),
                });
            let start: String = literal.split("use ").next().unwrap_or_default().to_owned();
            let is_said = said.iter().any(|line| line.contains(&start));
            // A text without arguments has its braces as they are.
            let is_written = sources.iter().any(|source| source.contains(&start));
            assert!(is_said || is_written, "nobody says {form:?} ({key})");
        }
    }
}
