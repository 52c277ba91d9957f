//! Questions as rows; without any, the template that people fill in.

use crate::exchange::writing::{Loss, Writing};
use crate::kernel::{Lang, Localized, csv};
use crate::quiz::model::{Body, ChoiceOption, Question};

/// A row: part, value, and the three languages.
pub(in crate::exchange) type Cells = [String; 5];

/// The rows of questions, with the head; and what they do not hold.
pub(in crate::exchange) fn rows(questions: &[&Question]) -> (Vec<Cells>, Writing) {
    let mut writing = Writing::default();
    let mut rows = vec![["part", "value", "kk", "ru", "en"].map(str::to_owned)];
    for question in questions {
        if matches!(question.body, Body::Hotspot(_) | Body::Case(_)) {
            writing.losses.push((question.key.clone(), Loss::Kind));
            continue;
        }
        Table(&mut rows).question(question);
        writing.count += 1;
        let order = matches!(&question.body, Body::Ordering(order) if !order.equivalent.is_empty() || !order.critical_pairs.is_empty());
        let losses = [(order, Loss::OrderRule), (question.picture.is_some(), Loss::Picture)];
        writing.losses.extend(losses.into_iter().filter(|(is, _)| *is).map(|(_, loss)| (question.key.clone(), loss)));
    }
    (rows, writing)
}

/// The table as text, for a spreadsheet that is set to this language.
pub(in crate::exchange) fn write(questions: &[&Question], lang: Lang) -> Writing {
    let (rows, writing) = rows(questions);
    let lines: String = rows.iter().map(|row| csv::line(row, lang)).collect();
    Writing { text: format!("{}{lines}", csv::MARK), ..writing }
}

struct Table<'a>(&'a mut Vec<Cells>);

impl Table<'_> {
    fn row(&mut self, part: &str, value: &str, texts: &Localized) {
        let [kk, ru, en] = Lang::ALL.map(|lang| texts.exact(lang).unwrap_or_default().to_owned());
        self.0.push([part.to_owned(), value.to_owned(), kk, ru, en]);
    }

    fn texts(&mut self, part: &str, texts: &Localized) {
        if !texts.is_empty() {
            self.row(part, "", texts);
        }
    }

    fn value(&mut self, part: &str, value: &str) {
        self.row(part, value, &Localized::default());
    }

    fn question(&mut self, question: &Question) {
        let kind = match &question.body {
            Body::Single(_) => "single",
            Body::Multiple(_) => "multiple",
            Body::TrueFalse(claim) if claim.answer => "true",
            Body::TrueFalse(_) => "false",
            Body::Ordering(_) => "ordering",
            Body::Matching(_) => "matching",
            Body::Numeric(_) => "numeric",
            Body::Text(_) => "text",
            Body::Hotspot(_) | Body::Case(_) => return,
        };
        self.row("question", kind, &question.text);
        self.value("key", question.key.as_str());
        if let Some(lesson) = &question.lesson {
            self.value("lesson", lesson.as_str());
        }
        if !question.tags.is_empty() {
            let tags: Vec<&str> = question.tags.iter().map(crate::kernel::Slug::as_str).collect();
            self.value("tags", &tags.join(", "));
        }
        for (part, is) in [("critical", question.critical), ("fixed-order", question.fixed_order)] {
            if is {
                self.value(part, "yes");
            }
        }
        self.texts("explanation", &question.explanation);
        self.body(&question.body);
        self.0.push(Cells::default());
    }

    fn body(&mut self, body: &Body) {
        match body {
            Body::Single(choice) | Body::Multiple(choice) => self.options(&choice.right, &choice.wrong),
            Body::TrueFalse(claim) => self.options(&claim.right, &claim.wrong),
            Body::Ordering(order) => order.steps.iter().for_each(|step| self.row("step", "", &step.text)),
            Body::Matching(matching) => {
                for pair in &matching.pairs {
                    self.row("left", "", &pair.left);
                    self.row("with", "", &pair.right);
                }
                matching.extra.iter().for_each(|extra| self.row("extra", "", &extra.text));
            }
            Body::Numeric(bounds) => {
                self.value("min", &bounds.min.to_string());
                self.value("max", &bounds.max.to_string());
                self.texts("unit", &bounds.unit);
            }
            Body::Text(words) => {
                let most = words.accept.values().map(Vec::len).max().unwrap_or_default();
                for at in 0..most {
                    let mut row = Localized::default();
                    for (lang, forms) in &words.accept {
                        if let Some(form) = forms.get(at) {
                            row.set(*lang, form.clone());
                        }
                    }
                    self.row("accept", "", &row);
                }
            }
            Body::Hotspot(_) | Body::Case(_) => {}
        }
    }

    fn options(&mut self, right: &[ChoiceOption], wrong: &[ChoiceOption]) {
        for (part, options) in [("right", right), ("wrong", wrong)] {
            for option in options {
                self.row(part, if option.critical { "critical" } else { "" }, &option.text);
                self.texts("why", &option.why);
            }
        }
    }
}
