//! Answers, given by pressing what a person presses.

use erikti::kernel::Slug;
use erikti::quiz::kinds;
use erikti::quiz::model::{Answer, Body, Question, Taken};

use crate::harness::browser::Script;
use crate::phone::Phone;

/// The author's answer.
pub(crate) fn right(body: &Body) -> Answer {
    kinds::right_answer(body).expect("the question has a right answer")
}

/// An answer that earns nothing or little.
pub(crate) fn wrong(body: &Body) -> Answer {
    kinds::wrong_answer(body).expect("the question can be answered wrongly")
}

/// The kind of a question, for the name of a picture.
pub(crate) const fn kind(body: &Body) -> &'static str {
    match body {
        Body::Single(_) => "single",
        Body::Multiple(_) => "multiple",
        Body::TrueFalse(_) => "true-false",
        Body::Ordering(_) => "ordering",
        Body::Matching(_) => "matching",
        Body::Numeric(_) => "numeric",
        Body::Text(_) => "text",
        Body::Hotspot(_) => "hotspot",
        Body::Case(_) => "case",
    }
}

/// A question as it stands in a form of the page.
pub(crate) struct Asked<'a> {
    /// Finds the form.
    pub(crate) form: &'a str,
    pub(crate) question: &'a Question,
    /// In which its options were shuffled.
    pub(crate) seed: u64,
}

impl Asked<'_> {
    /// Gives an answer without sending it; of a case, all choices but the last are sent.
    pub(crate) async fn give(&self, phone: &Phone, answer: &Answer) {
        let form = self.form;
        if let Answer::Case { path } = answer {
            return self.walk(phone, path).await;
        }
        let is_folded =
            matches!(answer, Answer::Hotspot { .. }) && phone.has(&format!("{form} details.words:not([open])")).await;
        if is_folded {
            phone.browser.click(&format!("{form} details.words summary")).await;
        }
        if let (Answer::Ordering { steps }, Script::On) = (answer, phone.script) {
            return self.move_steps(phone, steps).await;
        }
        for (name, value) in self.fields(answer) {
            match answer {
                Answer::Single { .. }
                | Answer::Multiple { .. }
                | Answer::TrueFalse { .. }
                | Answer::Hotspot { .. }
                | Answer::Case { .. } => {
                    let input = format!("input[name=\"{name}\"][value=\"{value}\"]");
                    // A box that is ticked already would be cleared.
                    if !phone.has(&format!("{form} {input}:checked")).await {
                        phone.browser.click(&format!("{form} label:has({input})")).await;
                    }
                }
                Answer::Ordering { .. } | Answer::Matching { .. } => {
                    phone.browser.choose(&format!("{form} select[name=\"{name}\"]"), &value).await;
                }
                Answer::Numeric { .. } | Answer::Text { .. } => {
                    phone.browser.fill(&format!("{form} input[name=\"{name}\"]"), &value).await;
                }
            }
        }
        self.assert_given(phone, answer).await;
    }

    /// Goes through a case, and chooses at its last decision.
    async fn walk(&self, phone: &Phone, path: &[Taken]) {
        let form = self.form;
        for (place, taken) in (1..).zip(path) {
            phone.browser.find(&format!("{form} input[name=decision][value=\"{}\"]", taken.decision)).await;
            phone.browser.click(&format!("{form} label:has(input[value=\"{}\"])", taken.option)).await;
            if place < path.len() {
                phone.browser.click(&format!("{form} button[type=submit]")).await;
            }
        }
        self.assert_given(phone, &Answer::Case { path: path.to_vec() }).await;
    }

    /// Moves each step up until it is at its place.
    async fn move_steps(&self, phone: &Phone, steps: &[Slug]) {
        for (place, key) in (1..).zip(steps) {
            let item = format!("{} li[data-key=\"{key}\"]", self.form);
            for _ in 0..steps.len() {
                if !phone.has(&format!("{item}:nth-child({place})")).await {
                    phone.browser.click(&format!("{item} .move")).await;
                }
            }
        }
        self.assert_given(phone, &Answer::Ordering { steps: steps.to_vec() }).await;
    }

    /// Fails unless the form shows this answer.
    pub(crate) async fn assert_given(&self, phone: &Phone, answer: &Answer) {
        if let Answer::Case { path } = answer {
            let last = path.last().expect("a choice");
            let chosen = format!("{} input[value=\"{}\"]:checked", self.form, last.option);
            assert!(phone.has(&chosen).await, "{chosen} is not on {}", phone.browser.place().await);
            return;
        }
        for (name, value) in self.fields(answer) {
            let field = match answer {
                Answer::Numeric { .. } | Answer::Text { .. } => {
                    let typed = phone.browser.find(&format!("{} input[name=\"{name}\"]", self.form)).await;
                    assert_eq!(typed.prop("value").await.expect("the field is read"), Some(value));
                    continue;
                }
                Answer::Ordering { .. } | Answer::Matching { .. } => {
                    format!("select[name=\"{name}\"] option[value=\"{value}\"]:checked")
                }
                _ => format!("input[name=\"{name}\"][value=\"{value}\"]:checked"),
            };
            let place = phone.browser.place().await;
            assert!(phone.has(&format!("{} {field}", self.form)).await, "{field} is not on {place}");
        }
    }

    /// Names and values of the answer's fields; of an ordering those that people see.
    pub(crate) fn fields(&self, answer: &Answer) -> Vec<(String, String)> {
        let fields = kinds::fields(self.question, self.seed, answer).into_iter();
        let ordering = matches!(answer, Answer::Ordering { .. });
        fields.filter(|(name, _)| !ordering || name.starts_with("place-")).collect()
    }
}
