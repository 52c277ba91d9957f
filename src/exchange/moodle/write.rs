//! Questions as Moodle's XML that Moodle takes back.

use std::fmt::Write;

use super::weight;
use crate::content::markdown::{is_marked, plain};
use crate::exchange::words;
use crate::exchange::writing::{self, Loss, Writing, has_critical};
use crate::kernel::{Lang, Localized};
use crate::quiz::model::{Body, Choice, ChoiceOption, Matching, Numeric, Question, ShortText};

/// The document, line by line.
struct Page<'a> {
    text: &'a mut String,
    lang: Lang,
}

/// The questions in one language. What the format cannot hold is told.
pub(in crate::exchange) fn write(questions: &[&Question], lang: Lang) -> Writing {
    let mut writing =
        Writing { text: "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<quiz>\n".to_owned(), ..Writing::default() };
    for question in questions {
        let Some(kind) = kind(&question.body) else {
            writing.losses.push((question.key.clone(), Loss::Kind));
            continue;
        };
        let mut text = String::new();
        let mut page = Page { text: &mut text, lang };
        if page.question(question, kind).is_none() {
            writing.losses.push((question.key.clone(), Loss::Language));
            continue;
        }
        writing.text.push_str(&text);
        writing.count += 1;
        writing.losses.extend(losses(question, lang).into_iter().map(|loss| (question.key.clone(), loss)));
    }
    writing.text.push_str("</quiz>\n");
    writing
}

const fn kind(body: &Body) -> Option<&'static str> {
    match body {
        Body::Single(_) | Body::Multiple(_) => Some("multichoice"),
        Body::TrueFalse(_) => Some("truefalse"),
        Body::Ordering(_) => Some("ordering"),
        Body::Matching(_) => Some("matching"),
        Body::Numeric(_) => Some("numerical"),
        Body::Text(_) => Some("shortanswer"),
        Body::Hotspot(_) | Body::Case(_) => None,
    }
}

fn losses(question: &Question, lang: Lang) -> Vec<Loss> {
    let of_kind = match &question.body {
        Body::TrueFalse(claim) if !claim.right.is_empty() => Some(Loss::Reasons),
        Body::Ordering(order) if !order.equivalent.is_empty() || !order.critical_pairs.is_empty() => {
            Some(Loss::OrderRule)
        }
        Body::Matching(matching) if writing::has_marked_right(matching, lang) => Some(Loss::Marks),
        Body::Numeric(bounds) if bounds.unit.exact(lang).is_some_and(is_marked) => Some(Loss::Marks),
        _ => None,
    };
    let critical = has_critical(question).then_some(Loss::Critical);
    [of_kind, critical, question.picture.as_ref().map(|_| Loss::Picture)].into_iter().flatten().collect()
}

impl Page<'_> {
    /// Writing into a string does not fail.
    fn line(&mut self, line: std::fmt::Arguments<'_>) {
        let _ = self.text.write_fmt(line);
        self.text.push('\n');
    }

    fn question(&mut self, question: &Question, kind: &str) -> Option<()> {
        self.line(format_args!("<question type=\"{kind}\">"));
        self.line(format_args!("<name><text>{}</text></name>", question.key));
        self.html("questiontext", &question.text)?;
        if question.explanation.exact(self.lang).is_some() {
            self.html("generalfeedback", &question.explanation)?;
        }
        self.line(format_args!("<defaultgrade>1</defaultgrade>\n<penalty>0</penalty>\n<hidden>0</hidden>"));
        self.line(format_args!("<idnumber>{}</idnumber>", question.key));
        let shuffle = !question.fixed_order;
        match &question.body {
            Body::Single(choice) | Body::Multiple(choice) => self.choice(question, choice)?,
            Body::TrueFalse(claim) => {
                for verdict in [true, false] {
                    let fraction = if verdict == claim.answer { "100" } else { "0" };
                    self.line(format_args!(
                        "<answer fraction=\"{fraction}\" format=\"moodle_auto_format\"><text>{verdict}</text></answer>"
                    ));
                }
            }
            Body::Ordering(order) => {
                self.line(format_args!(
                    "<layouttype>VERTICAL</layouttype>\n<selecttype>ALL</selecttype>\n<selectcount>0</selectcount>\n\
                     <gradingtype>RELATIVE_ALL_PREVIOUS_AND_NEXT</gradingtype>\n<showgrading>SHOW</showgrading>\n\
                     <numberingstyle>none</numberingstyle>"
                ));
                // Where it is missing, Moodle 4.5 makes hints without a text and stops at them.
                self.line(format_args!("<shownumcorrect>1</shownumcorrect>"));
                for (at, step) in (1_u32..).zip(&order.steps) {
                    let html = self.text_of(&step.text)?;
                    self.line(format_args!("<answer fraction=\"{at}\" format=\"html\"><text>{html}</text></answer>"));
                }
            }
            Body::Matching(matching) => self.matching(matching, shuffle)?,
            Body::Numeric(bounds) => self.numeric(bounds),
            Body::Text(words) => self.forms(words),
            Body::Hotspot(_) | Body::Case(_) => return None,
        }
        if !question.tags.is_empty() {
            let tags = question.tags.iter();
            let tags = tags.fold(String::new(), |tags, tag| tags + "<tag><text>" + tag.as_str() + "</text></tag>");
            self.line(format_args!("<tags>{tags}</tags>"));
        }
        self.line(format_args!("</question>\n"));
        Some(())
    }

    fn choice(&mut self, question: &Question, choice: &Choice) -> Option<()> {
        let (is_single, shuffle) = (matches!(question.body, Body::Single(_)), !question.fixed_order);
        self.line(format_args!("<single>{is_single}</single>\n<shuffleanswers>{shuffle}</shuffleanswers>\n<answernumbering>abc</answernumbering>"));
        let (right, wrong) = if is_single {
            ("100".to_owned(), "0".to_owned())
        } else {
            (weight(choice.right.len()).to_owned(), format!("-{}", weight(choice.wrong.len())))
        };
        for (is_right, option) in writing::options(question, choice) {
            self.option(if is_right { &right } else { &wrong }, option)?;
        }
        Some(())
    }

    fn option(&mut self, fraction: &str, option: &ChoiceOption) -> Option<()> {
        let text = self.text_of(&option.text)?;
        self.line(format_args!("<answer fraction=\"{fraction}\" format=\"html\"><text>{text}</text>"));
        if option.why.exact(self.lang).is_some() {
            self.html("feedback", &option.why)?;
        }
        self.line(format_args!("</answer>"));
        Some(())
    }

    fn matching(&mut self, matching: &Matching, shuffle: bool) -> Option<()> {
        self.line(format_args!("<shuffleanswers>{shuffle}</shuffleanswers>"));
        let pairs = matching.pairs.iter().map(|pair| (Some(&pair.left), &pair.right));
        for (left, right) in pairs.chain(matching.extra.iter().map(|extra| (None, &extra.text))) {
            let left = left.map_or(Some(String::new()), |left| self.text_of(left))?;
            let right = quoted(&plain(right.exact(self.lang)?));
            self.line(format_args!(
                "<subquestion format=\"html\"><text>{left}</text><answer><text>{right}</text></answer></subquestion>"
            ));
        }
        Some(())
    }

    fn numeric(&mut self, bounds: &Numeric) {
        let middle = words::around(bounds.min / 2.0 + bounds.max / 2.0, 0.0).0;
        let tolerance = words::around(bounds.max / 2.0 - bounds.min / 2.0, 0.0).0;
        self.line(format_args!("<answer fraction=\"100\" format=\"moodle_auto_format\"><text>{middle}</text><tolerance>{tolerance}</tolerance></answer>"));
        if let Some(unit) = bounds.unit.exact(self.lang) {
            let unit = quoted(&plain(unit));
            self.line(format_args!(
                "<units><unit><multiplier>1</multiplier><unit_name>{unit}</unit_name></unit></units>"
            ));
        }
    }

    fn forms(&mut self, words: &ShortText) {
        self.line(format_args!("<usecase>0</usecase>"));
        for form in writing::forms(words) {
            let form = quoted(&form);
            self.line(format_args!(
                "<answer fraction=\"100\" format=\"moodle_auto_format\"><text>{form}</text></answer>"
            ));
        }
    }

    fn html(&mut self, name: &str, text: &Localized) -> Option<()> {
        let html = self.text_of(text)?;
        self.line(format_args!("<{name} format=\"html\"><text>{html}</text></{name}>"));
        Some(())
    }

    /// The text as HTML, as text of XML.
    fn text_of(&self, text: &Localized) -> Option<String> {
        Some(quoted(&words::html(text.exact(self.lang)?).0))
    }
}

/// A text of XML in which nothing is an entity: Moodle's reader takes one apart at its entities, and drops the parts that are
/// blanks alone.
fn quoted(text: &str) -> String {
    format!("<![CDATA[{}]]>", text.replace("]]>", "]]]]><![CDATA[>"))
}
