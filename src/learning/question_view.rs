//! A question as a form. It is made from [`Shown`], which has no place for a right answer.

pub(super) mod case;
pub(super) mod hotspot;

use maud::{Markup, PreEscaped, html};

use crate::content::Published;
use crate::content::markdown::plain;
use crate::kernel::Localized;
use crate::quiz::shown::{Shown, ShownBody, ShownOption};
use crate::web::{Fields, Page, ui};

/// A question to be shown with what was answered or typed before.
pub(super) struct QuestionForm<'a> {
    pub(super) page: &'a Page,
    pub(super) published: &'a Published,
    pub(super) shown: &'a Shown<'a>,
    pub(super) typed: &'a Fields,
    /// A key of the catalogue: why the form is shown again.
    pub(super) error: Option<&'static str>,
    /// Where a case goes back to the decision just made.
    pub(super) back: Option<String>,
}

/// A text of the course in the page's language: bold and emphasis, already safe.
pub(super) fn inline(page: &Page, published: &Published, text: &Localized) -> Markup {
    let (lang, text) = text.found(page.lang).unwrap_or((page.lang, ""));
    ui::in_language(page, lang, html! { (PreEscaped(published.inline(text))) })
}

/// That a question is asked in another language than that of the page.
pub(super) fn other_language(page: &Page, text: &Localized) -> Markup {
    html! { @if let Some((lang, _)) = text.found(page.lang) { (ui::other_language(page, lang)) } }
}

impl QuestionForm<'_> {
    fn inline(&self, text: &Localized) -> Markup {
        inline(self.page, self.published, text)
    }

    fn is_typed(&self, name: &str, value: &str) -> bool {
        self.typed.0.iter().any(|(key, typed)| key == name && typed == value)
    }

    /// The question with its fields; buttons and the form around it are the caller's.
    pub(super) fn show(&self) -> Markup {
        let key = self.shown.key;
        html! {
            fieldset.question.wrong[self.error.is_some()] {
                legend { (self.inline(self.shown.text)) }
                (other_language(self.page, self.shown.text))
                @if let Some(error) = self.error {
                    p.error role="alert" id={ "error-" (key) } tabindex="-1" autofocus { (self.page.t(error)) }
                }
                @if !matches!(self.shown.body, ShownBody::Hotspot(_)) { (self.picture()) }
                (self.body())
            }
        }
    }

    fn picture(&self) -> Markup {
        let picture = self.shown.picture.and_then(|key| self.published.course.pictures.get_key_value(key));
        html! {
            @if let Some((key, picture)) = picture {
                figure {
                    img src=(self.published.picture_address(key, picture)) alt=(self.shown.picture_alt.get(self.page.lang))
                        width=(picture.width) height=(picture.height);
                }
            }
        }
    }

    /// What the button says that sends the answer; none: what it always says.
    pub(super) fn button(&self) -> Option<&'static str> {
        matches!(&self.shown.body, ShownBody::Case(case) if case.open.is_some()).then_some("case-decide")
    }

    /// Whether nothing is left to answer, though a decision is asked: another way through a case is looked at.
    pub(super) fn may_be_left(&self) -> bool {
        matches!(&self.shown.body, ShownBody::Case(case) if case.ended && case.open.is_some())
    }

    fn body(&self) -> Markup {
        match &self.shown.body {
            ShownBody::Single { options } => self.options("answer", "radio", options),
            ShownBody::Multiple { options } => html! {
                p.hint { (self.page.t("question-all-that-apply")) }
                (self.options("answer", "checkbox", options))
            },
            ShownBody::TrueFalse { reasons } => self.true_false(reasons),
            ShownBody::Ordering { steps } => self.ordering(steps),
            ShownBody::Matching { left, right } => self.matching(left, right),
            ShownBody::Numeric { unit } => self.numeric(unit),
            ShownBody::Text => self.text(),
            ShownBody::Hotspot(places) => hotspot::form(self, places),
            ShownBody::Case(case) => case::form(self, case),
        }
    }

    fn options(&self, name: &str, kind: &str, options: &[ShownOption<'_>]) -> Markup {
        html! {
            div.options {
                @for option in options {
                    label.option {
                        input type=(kind) name=(name) value=(option.key) checked[self.is_typed(name, option.key.as_str())];
                        span { (self.inline(option.text)) }
                    }
                }
            }
        }
    }

    fn true_false(&self, reasons: &[ShownOption<'_>]) -> Markup {
        html! {
            div.options.two {
                @for (value, text) in [("true", "question-true"), ("false", "question-false")] {
                    label.option {
                        input type="radio" name="answer" value=(value) checked[self.is_typed("answer", value)];
                        span { (self.page.t(text)) }
                    }
                }
            }
            @if !reasons.is_empty() {
                p.because { (self.page.t("question-because")) }
                div role="radiogroup" aria-label=(self.page.t("question-because")) { (self.options("reason", "radio", reasons)) }
            }
        }
    }

    fn ordering(&self, steps: &[ShownOption<'_>]) -> Markup {
        html! {
            p.hint { (self.page.t("question-order-hint")) }
            ol.ordering data-ordering data-up=(self.page.t("question-up")) data-down=(self.page.t("question-down"))
                data-moved=(self.page.t("question-moved")) {
                @for (index, step) in steps.iter().enumerate() {
                    @let name = format!("place-{}", step.key);
                    li data-key=(step.key) {
                        label {
                            span.step { (self.inline(step.text)) }
                            select name=(name) {
                                @for place in 1..=steps.len() {
                                    option value=(place) selected[self.is_place(&name, place, index)] { (place) }
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// The place chosen before, or else the one where the step is shown.
    fn is_place(&self, name: &str, place: usize, index: usize) -> bool {
        match self.typed.get(name) {
            "" => place == index + 1,
            typed => typed == place.to_string(),
        }
    }

    fn matching(&self, left: &[ShownOption<'_>], right: &[ShownOption<'_>]) -> Markup {
        html! {
            div.matching {
                @for pair in left {
                    @let name = format!("match-{}", pair.key);
                    label.pair {
                        span { (self.inline(pair.text)) }
                        select name=(name) {
                            option value="" { (self.page.t("question-choose")) }
                            @for option in right {
                                @let (lang, words) = option.text.found(self.page.lang).unwrap_or((self.page.lang, ""));
                                option value=(option.key) selected[self.is_typed(&name, option.key.as_str())]
                                    lang=[(lang != self.page.lang).then_some(lang)] {
                                    (plain(words))
                                }
                            }
                        }
                    }
                }
            }
        }
    }

    /// What says why the form is shown again.
    fn describes(&self) -> Option<String> {
        self.error.map(|_| format!("error-{}", self.shown.key))
    }

    fn text(&self) -> Markup {
        html! {
            label.words {
                span { (self.page.t("question-text")) }
                input type="text" name="answer" maxlength=(crate::quiz::kinds::text::LONGEST) autocomplete="off"
                    autocapitalize="none" value=(self.typed.get("answer"))
                    aria-invalid=[self.error.map(|_| "true")] aria-describedby=[self.describes()];
            }
        }
    }

    fn numeric(&self, unit: &Localized) -> Markup {
        html! {
            label.number {
                span { (self.page.t("question-number")) }
                input type="text" name="answer" inputmode="decimal" autocomplete="off" size="8" value=(self.typed.get("answer"))
                    aria-invalid=[self.error.map(|_| "true")] aria-describedby=[self.describes()];
                @if !unit.is_empty() { span.unit { (ui::words(self.page, unit)) } }
            }
        }
    }
}

/// The message for an answer that could not be read.
pub(super) fn message(error: crate::quiz::form::AnswerError) -> &'static str {
    use crate::quiz::form::AnswerError;
    match error {
        AnswerError::Empty => "answer-empty",
        AnswerError::Incomplete { .. } => "answer-incomplete",
        AnswerError::OneOnly => "answer-one-only",
        AnswerError::NotANumber => "answer-not-a-number",
        AnswerError::TooLong => "answer-too-long",
        AnswerError::SamePlaceTwice { .. } => "answer-same-place",
        AnswerError::UnknownOption => "answer-unknown-option",
    }
}
