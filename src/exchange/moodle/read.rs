//! Questions from Moodle's XML.

use roxmltree::{Document, Error as XmlError, Node, ParsingOptions};

use super::depth;
use crate::exchange::model::{Draft, DraftBody, DraftOption, Found, Note, Reason, Refusal, XmlFault, in_language};
use crate::exchange::words::{self, Written, around, number};
use crate::exchange::{languages, limits};
use crate::kernel::{Lang, Localized};

type Element<'a> = Node<'a, 'a>;

pub(in crate::exchange) fn read(text: &str, lang: Lang) -> Result<Found, Refusal> {
    depth::check(text)?;
    let options = ParsingOptions { allow_dtd: false, nodes_limit: limits::NODES, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| Refusal::Xml {
        line: usize::try_from(error.pos().row).unwrap_or_default(),
        fault: fault(&error),
    })?;
    let root = document.root_element();
    if root.tag_name().name() != "quiz" {
        return Err(Refusal::NotMoodle { found: root.tag_name().name().chars().take(40).collect() });
    }
    let mut found = Found::default();
    let mut lines = Lines::default();
    for element in root.children().filter(Node::is_element) {
        let line = lines.of(text, element.range().start);
        if element.attribute("type") == Some("category") {
            let category = descend(element, &["category", "text"]).map(words_of).unwrap_or_default();
            found.notes.push((line, Note::Category(category.trim().to_owned())));
        } else if element.tag_name().name() == "question" {
            let mut draft = question(element, lang);
            draft.line = line;
            found.push(draft)?;
        }
    }
    Ok(found)
}

/// What the reader of XML says, in kinds that people can be told of in their language.
fn fault(error: &XmlError) -> XmlFault {
    match error {
        XmlError::UnexpectedCloseTag(open, close, _) => XmlFault::Closed { open: open.clone(), close: close.clone() },
        XmlError::NoRootNode | XmlError::UnclosedRootNode | XmlError::UnexpectedEndOfStream => XmlFault::Ends,
        XmlError::UnknownEntityReference(name, _) => XmlFault::Entity(name.clone()),
        XmlError::DuplicatedAttribute(name, _) => XmlFault::Twice(name.clone()),
        XmlError::NodesLimitReached | XmlError::AttributesLimitReached | XmlError::NamespacesLimitReached => {
            XmlFault::TooMuch
        }
        XmlError::NonXmlChar(..)
        | XmlError::InvalidChar(..)
        | XmlError::InvalidChar2(..)
        | XmlError::InvalidName(_)
        | XmlError::MalformedEntityReference(_)
        | XmlError::InvalidAttributeValue(_)
        | XmlError::UnknownToken(_) => XmlFault::Mark,
        _ => XmlFault::Other,
    }
}

/// Counts lines on the way through the document: from its start for each question would take long.
#[derive(Default)]
struct Lines {
    at: usize,
    line: usize,
}

impl Lines {
    fn of(&mut self, text: &str, at: usize) -> usize {
        self.line += text.get(self.at..at).unwrap_or_default().matches('\n').count();
        self.at = at;
        self.line + 1
    }
}

fn child<'a>(element: Element<'a>, name: &str) -> Option<Element<'a>> {
    element.children().find(|child| child.tag_name().name() == name)
}

fn children<'a>(element: Element<'a>, name: &'static str) -> impl Iterator<Item = Element<'a>> {
    element.children().filter(move |child| child.tag_name().name() == name)
}

fn descend<'a>(element: Element<'a>, names: &[&str]) -> Option<Element<'a>> {
    names.iter().try_fold(element, |element, name| child(element, name))
}

/// All text of an element, CDATA included.
fn words_of(element: Element<'_>) -> String {
    element.children().filter_map(|child| child.text()).collect()
}

/// What `name` holds in words of its own: `<name>one</name>`.
fn word(element: Element<'_>, name: &str) -> String {
    child(element, name).map(words_of).unwrap_or_default().trim().to_owned()
}

fn is_false(element: Element<'_>, name: &str) -> bool {
    matches!(word(element, name).as_str(), "0" | "false")
}

/// The `text` of an element, in the format that the element names.
fn read_text(element: Element<'_>, lang: Lang, notes: &mut Vec<Note>) -> Localized {
    let written = element.attribute("format").map_or(Written::Html, Written::of);
    let text = child(element, "text").map(words_of).unwrap_or_default();
    if children(element, "file").next().is_some() && !notes.contains(&Note::Picture) {
        notes.push(Note::Picture);
    }
    let mut found = Vec::new();
    let text = languages::read(&text, written, lang, &mut found);
    for note in found {
        if !notes.contains(&note) {
            notes.push(note);
        }
    }
    text
}

fn question(element: Element<'_>, lang: Lang) -> Draft {
    let mut draft =
        Draft { name: descend(element, &["name", "text"]).map(words_of).unwrap_or_default(), ..Draft::default() };
    let notes = &mut draft.notes;
    draft.key = Some(word(element, "idnumber")).filter(|key| !key.is_empty());
    draft.tags = child(element, "tags")
        .into_iter()
        .flat_map(|tags| children(tags, "tag"))
        .map(|tag| word(tag, "text"))
        .collect();
    draft.text = child(element, "questiontext").map(|text| read_text(text, lang, notes)).unwrap_or_default();
    draft.explanation = child(element, "generalfeedback").map(|text| read_text(text, lang, notes)).unwrap_or_default();
    if children(element, "hint").next().is_some() {
        notes.push(Note::Hints);
    }
    for name in ["correctfeedback", "partiallycorrectfeedback", "incorrectfeedback"] {
        let feedback = child(element, name).map(|text| read_text(text, lang, notes)).unwrap_or_default();
        // What Moodle writes by itself says nothing.
        let said = feedback.exact(lang).unwrap_or_default();
        if !said.is_empty() && !said.starts_with("Your answer is ") {
            notes.push(Note::Feedback(said.to_owned()));
        }
    }
    draft.fixed_order = is_false(element, "shuffleanswers");
    match body(element, lang, notes) {
        Ok(body) => draft.body = Some(body),
        Err(reason) => draft.reason = Some(reason),
    }
    draft
}

fn body(element: Element<'_>, lang: Lang, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    match element.attribute("type").unwrap_or_default() {
        "multichoice" => choice(element, lang, notes),
        "truefalse" => true_false(element, lang, notes),
        "shortanswer" => short_text(element, lang, notes),
        "numerical" => numeric(element, lang, notes),
        "matching" => matching(element, lang, notes),
        "ordering" => ordering(element, lang, notes),
        "essay" => Err(Reason::Essay),
        "description" => Err(Reason::Description),
        other => Err(Reason::Kind(other.chars().take(40).collect())),
    }
}

/// An answer: what it is worth in percent, its text, its feedback.
fn answer(element: Element<'_>, lang: Lang, notes: &mut Vec<Note>) -> Result<(f64, DraftOption), Reason> {
    let written = element.attribute("fraction").unwrap_or("0");
    let fraction = number(written).ok_or_else(|| Reason::NotANumber(written.chars().take(40).collect()))?;
    let text = read_text(element, lang, notes);
    let why = child(element, "feedback").map(|feedback| read_text(feedback, lang, notes)).unwrap_or_default();
    Ok((fraction, DraftOption { text, why, ..DraftOption::default() }))
}

fn answers(element: Element<'_>, lang: Lang, notes: &mut Vec<Note>) -> Result<Vec<(f64, DraftOption)>, Reason> {
    children(element, "answer").map(|child| answer(child, lang, notes)).collect()
}

fn choice(element: Element<'_>, lang: Lang, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let is_single = !is_false(element, "single");
    let answers = answers(element, lang, notes)?;
    let is_right = |fraction: f64| if is_single { fraction >= 100.0 } else { fraction > 0.0 };
    if is_single {
        for (_, option) in answers.iter().filter(|(fraction, _)| *fraction > 0.0 && !is_right(*fraction)) {
            notes.push(Note::PartlyRight(option.text.exact(lang).unwrap_or_default().to_owned()));
        }
    } else if differ(answers.iter().filter(|(fraction, _)| is_right(*fraction)))
        || differ(answers.iter().filter(|(fraction, _)| !is_right(*fraction)))
    {
        notes.push(Note::Weights);
    }
    let is_fixed = is_false(element, "shuffleanswers");
    let option = |(at, (fraction, option))| {
        let place = is_fixed.then_some(at);
        DraftOption { right: is_right(fraction), place, ..option }
    };
    let options: Vec<_> = (1..).zip(answers).map(option).collect();
    if options.iter().any(|option| option.text.is_empty()) {
        return Err(Reason::OptionWithoutText);
    }
    Ok(if is_single { DraftBody::Single(options) } else { DraftBody::Multiple(options) })
}

fn differ<'a>(mut answers: impl Iterator<Item = &'a (f64, DraftOption)>) -> bool {
    answers.next().is_some_and(|(first, _)| answers.any(|(other, _)| (first - other).abs() > 0.001))
}

fn true_false(element: Element<'_>, lang: Lang, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let mut verdict = None;
    for (fraction, option) in answers(element, lang, notes)? {
        if let Some(why) = option.why.exact(lang) {
            notes.push(Note::Feedback(why.to_owned()));
        }
        if fraction >= 100.0 {
            verdict = match option.text.exact(lang) {
                Some("true") => Some(true),
                Some("false") => Some(false),
                other => return Err(Reason::Answer(other.unwrap_or_default().to_owned())),
            };
        }
    }
    verdict.map(|verdict| DraftBody::TrueFalse(verdict, Vec::new())).ok_or(Reason::NoRight)
}

fn short_text(element: Element<'_>, lang: Lang, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    if word(element, "usecase") == "1" {
        notes.push(Note::Case);
    }
    let mut forms = Vec::new();
    for answer_element in children(element, "answer") {
        // What is typed is no Markdown.
        let form = child(answer_element, "text").map(words_of).unwrap_or_default();
        let form = form.split_whitespace().collect::<Vec<_>>().join(" ");
        let (fraction, option) = answer(answer_element, lang, &mut Vec::new())?;
        match words::form(&form) {
            Some(form) if fraction >= 100.0 => forms.push((lang, form)),
            None if fraction >= 100.0 => notes.push(Note::Pattern(form)),
            _ if fraction > 0.0 => notes.push(Note::PartlyRight(form)),
            _ => {}
        }
        if let Some(why) = option.why.exact(lang) {
            notes.push(Note::Feedback(why.to_owned()));
        }
    }
    if forms.is_empty() { Err(Reason::NoRight) } else { Ok(DraftBody::Text(forms)) }
}

fn numeric(element: Element<'_>, lang: Lang, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let units: Vec<_> = child(element, "units").into_iter().flat_map(|units| children(units, "unit")).collect();
    if units.len() > 1 {
        notes.push(Note::Units);
    }
    // The one in which the answer is given; the others are multiples of it.
    let unit = units.iter().find(|unit| number(&word(**unit, "multiplier")) == Some(1.0)).or(units.first());
    let unit = unit.map(|unit| word(*unit, "unit_name")).unwrap_or_default();
    let mut bounds = None;
    for answer_element in children(element, "answer") {
        let written = child(answer_element, "text").map(words_of).unwrap_or_default();
        let (fraction, option) = answer(answer_element, lang, &mut Vec::new())?;
        if let Some(why) = option.why.exact(lang) {
            notes.push(Note::Feedback(why.to_owned()));
        }
        if fraction >= 100.0 && bounds.is_none() {
            let tolerance = word(answer_element, "tolerance");
            let tolerance = if tolerance.is_empty() { Ok(0.0) } else { parsed(&tolerance) };
            bounds = Some(around(parsed(&written)?, tolerance?));
        } else if fraction >= 100.0 {
            notes.push(Note::AlsoRight(written.trim().to_owned()));
        } else if fraction > 0.0 {
            notes.push(Note::PartlyRight(written.trim().to_owned()));
        }
    }
    let (min, max) = bounds.ok_or(Reason::NoRight)?;
    Ok(DraftBody::Numeric { min, max, unit: in_language(lang, words::read(&unit, Written::Plain, notes)) })
}

fn parsed(written: &str) -> Result<f64, Reason> {
    number(written).ok_or_else(|| Reason::NotANumber(written.trim().chars().take(40).collect()))
}

fn matching(element: Element<'_>, lang: Lang, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let mut pairs = Vec::new();
    for pair in children(element, "subquestion") {
        let left = read_text(pair, lang, notes);
        // The right side is plain text.
        let right = descend(pair, &["answer", "text"]).map(words_of).unwrap_or_default();
        let right = in_language(lang, words::read(&right, Written::Plain, notes));
        if right.is_empty() {
            return Err(Reason::OptionWithoutText);
        }
        pairs.push((left, right));
    }
    if pairs.is_empty() { Err(Reason::NoRight) } else { Ok(DraftBody::Matching(pairs)) }
}

fn ordering(element: Element<'_>, lang: Lang, notes: &mut Vec<Note>) -> Result<DraftBody, Reason> {
    let (select, layout) = (word(element, "selecttype"), word(element, "gradingtype"));
    if !matches!(select.as_str(), "" | "ALL" | "0") || !matches!(layout.as_str(), "" | "RELATIVE_ALL_PREVIOUS_AND_NEXT")
    {
        notes.push(Note::OrderRule);
    }
    let steps: Vec<_> = children(element, "answer").map(|step| read_text(step, lang, notes)).collect();
    if steps.len() < 2 || steps.iter().any(Localized::is_empty) {
        return Err(Reason::StepsMissing);
    }
    Ok(DraftBody::Ordering(steps))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::views::refusal;

    #[test]
    fn what_is_no_xml_is_told_with_its_line_in_every_language() {
        let closed = XmlFault::Closed { open: "question".to_owned(), close: "quiz".to_owned() };
        for (bad, line, fault) in [
            ("<quiz>\n<question></quiz>", 2, closed),
            ("<quiz>\n<question>", 1, XmlFault::Ends),
            ("<quiz>\n&nbsp;</quiz>", 2, XmlFault::Entity("nbsp".to_owned())),
            ("<quiz>\n<a b='' b=''/></quiz>", 2, XmlFault::Twice("b".to_owned())),
            ("<quiz>\n\na < b</quiz>", 3, XmlFault::Mark),
            ("<quiz>\n<x:a/></quiz>", 2, XmlFault::Other),
        ] {
            let refused = read(bad, Lang::Ru).expect_err("no XML");
            let has_place = fault != XmlFault::Ends;
            assert_eq!(refused, Refusal::Xml { line, fault }, "{bad}");
            for lang in Lang::ALL {
                let words = refusal(lang, &refused);
                assert_eq!(words.contains(&line.to_string()), has_place, "{words}");
            }
        }
    }
}
