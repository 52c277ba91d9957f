//! The forms of a course, a module and a lesson: what is not the text of a lesson.

use maud::{Markup, html};

use super::both::{troubles, troubles_of};
use super::rules::rules;
use super::{Around, crumbs, present};
use crate::kernel::{Lang, ReviewSubject};
use crate::web::ui::{self, Field};
use crate::web::{Fields, FormErrors, Page, assets};

/// The fields of a title, one for each language, in the order of [`Lang::ALL`].
pub(in crate::authoring) const TITLE: [&str; 3] = ["title_kk", "title_ru", "title_en"];
/// Of a summary.
pub(in crate::authoring) const SUMMARY: [&str; 3] = ["summary_kk", "summary_ru", "summary_en"];
/// Of what one can do afterwards, a line for each.
pub(in crate::authoring) const OUTCOMES: [&str; 3] = ["outcomes_kk", "outcomes_ru", "outcomes_en"];
/// Of what the course does not give.
pub(in crate::authoring) const LIMITS: [&str; 3] = ["limits_kk", "limits_ru", "limits_en"];
/// Of the title on the certificate.
pub(in crate::authoring) const CERTIFICATE: [&str; 3] = ["printed_kk", "printed_ru", "printed_en"];

/// Of the documents on which the course is based.
pub(in crate::authoring) const GUIDELINE: [&str; 3] = ["base_kk", "base_ru", "base_en"];

/// What every lesson is to be signed for before the course is published; in the form as in the file.
pub(in crate::authoring) const BEFORE: &str = "before_publishing";

/// What was typed, and what is wrong with it.
pub(super) type Form<'a> = (&'a Fields, &'a FormErrors);

/// A text in each language of the course. No rows: one line.
pub(super) struct Texts<'a> {
    pub(super) names: [&'static str; 3],
    pub(super) label: &'a str,
    pub(super) hint: &'a str,
    pub(super) rows: u8,
}

impl Texts<'_> {
    pub(super) fn show(&self, page: &Page, languages: &[Lang], (typed, errors): Form<'_>) -> Markup {
        html! {
            fieldset.field.texts {
                legend { (self.label) }
                @if !self.hint.is_empty() { p.hint { (self.hint) } }
                @for (lang, name) in Lang::ALL.into_iter().zip(self.names).filter(|(lang, _)| languages.contains(lang)) {
                    @let error = errors.of(name);
                    div.text.wrong[error.is_some()] {
                        label for=(name) lang=(lang) { (lang.native_name()) }
                        @if let Some(error) = error { p.error id={ (name) "-error" } { (page.t(error)) } }
                        @let described = error.map(|_| format!("{name}-error"));
                        @if self.rows == 0 {
                            input id=(name) name=(name) lang=(lang) value=(typed.get(name)) maxlength="200"
                                aria-describedby=[described.as_deref()] aria-invalid=[error.map(|_| "true")];
                        } @else {
                            textarea id=(name) name=(name) lang=(lang) rows=(self.rows)
                                aria-describedby=[described.as_deref()] aria-invalid=[error.map(|_| "true")] { "\n" (typed.get(name)) }
                        }
                    }
                }
            }
        }
    }
}

pub(super) fn number(page: &Page, (name, label): (&'static str, &'static str), form: Form<'_>) -> Markup {
    Field { name, label: page.t(label), hint: "", kind: "number", autocomplete: "off" }.show(page, form.0, form.1)
}

pub(super) fn save_buttons(page: &Page, back: &str) -> Markup {
    html! {
        div.buttons {
            button.button type="submit" { (page.t("draft-save")) }
            a.button.secondary href=(back) { (page.t("draft-cancel")) }
        }
        // What the page's script does; without it the button is all there is.
        p.hint data-live hidden { (page.t("draft-by-button")) }
    }
}

/// A new course: its title, its languages, and in which it is written.
pub(in crate::authoring) fn new_course_form(page: &Page, form: Form<'_>) -> Markup {
    let (typed, errors) = form;
    let title = page.t("drafts-new");
    let languages: Vec<(String, String)> =
        Lang::ALL.iter().map(|lang| (lang.code().to_owned(), lang.native_name().to_owned())).collect();
    let texts =
        Texts { names: TITLE, label: page.t("draft-course-title"), hint: page.t("draft-course-title-hint"), rows: 0 };
    html! {
        link rel="stylesheet" href=(*assets::EDITOR_CSS);
        nav.crumbs aria-label=(page.t("nav-crumbs")) { a href=(page.to("/trainer/drafts")) { (page.t("drafts-title")) } }
        h1 { (title) }
        (ui::error_summary(page, errors))
        form #main-form method="post" action=(page.to("/trainer/drafts/new")) data-keep data-leave {
            (texts.show(page, &Lang::ALL, form))
            (ui::select(page, ("source", page.t("draft-source"), page.t("draft-source-hint")), &languages, typed, errors))
            (key_field(page, form))
            div.buttons {
                button.button type="submit" { (page.t("drafts-create")) }
                a.button.secondary href=(page.to("/trainer/drafts")) { (page.t("draft-cancel")) }
            }
        }
    }
}

fn key_field(page: &Page, form: Form<'_>) -> Markup {
    key_input(page, ("draft-key", "draft-key-hint"), form)
}

/// The field of a key, with its label and its hint.
pub(super) fn key_input(page: &Page, (label, hint): (&'static str, &'static str), (typed, errors): Form<'_>) -> Markup {
    Field { name: "key", label: page.t(label), hint: page.t(hint), kind: "text", autocomplete: "off" }
        .show(page, typed, errors)
}

/// The settings of the course.
pub(in crate::authoring) fn course_form(
    page: &Page,
    around: &Around<'_>,
    (languages, others): (&[Lang], &[(String, String)]),
    form: Form<'_>,
) -> Markup {
    let (base, title) = (around.base(page), page.t("draft-settings"));
    let texts =
        |names, label, hint, rows| Texts { names, label: page.t(label), hint, rows }.show(page, languages, form);
    let called = [
        (TITLE, "draft-course-title"),
        (SUMMARY, "draft-summary"),
        (OUTCOMES, "draft-outcomes"),
        (LIMITS, "draft-limits"),
        (CERTIFICATE, "draft-printed"),
        (GUIDELINE, "draft-guideline-base"),
    ];
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        (present(page, around))
        (troubles_of(page, around, form.1, &called))
        form #main-form method="post" action={ (base) "/settings" } data-keep data-leave data-edition=[around.edition()] {
            input type="hidden" name="number" value=(form.0.get("number"));
            (texts(TITLE, "draft-course-title", "", 0))
            (texts(SUMMARY, "draft-summary", page.t("draft-summary-hint"), 3))
            (texts(OUTCOMES, "draft-outcomes", page.t("draft-outcomes-hint"), 6))
            (texts(LIMITS, "draft-limits", page.t("draft-limits-hint"), 3))
            (Field { name: "hours", label: page.t("draft-hours"), hint: "", kind: "text", autocomplete: "off" }
                .show(page, form.0, form.1))
            (texts(CERTIFICATE, "draft-printed", page.t("draft-printed-hint"), 0))
            (Field { name: "validity", label: page.t("draft-validity"), hint: page.t("draft-validity-hint"), kind: "number", autocomplete: "off" }
                .show(page, form.0, form.1))
            (Field { name: "until", label: page.t("draft-until"), hint: page.t("draft-until-hint"), kind: "date", autocomplete: "off" }
                .show(page, form.0, form.1))
            (language_boxes(page, languages, form.0))
            (prerequisites(page, others, form.0))
            fieldset {
                legend { (page.t("draft-guideline")) }
                p.hint { (page.t("draft-guideline-hint")) }
                (Field { name: "guideline", label: page.t("draft-guideline-version"), hint: "", kind: "text", autocomplete: "off" }
                    .show(page, form.0, form.1))
                (texts(GUIDELINE, "draft-guideline-base", "", 2))
            }
            (before_publishing(page, form.0))
            (save_buttons(page, &base))
        }
        p { a href={ (base) "/final" } { (page.t("final-title")) } }
        p { a href={ (base) "/file?path=course.toml" } { (page.t("draft-as-text")) } }
    }
}

/// Which signatures publishing waits for.
fn before_publishing(page: &Page, typed: &Fields) -> Markup {
    let words = |subject: ReviewSubject| match subject {
        ReviewSubject::Medical => "review-medical",
        ReviewSubject::Legal => "review-legal",
        ReviewSubject::Language => "review-each-language",
    };
    html! {
        fieldset.tick {
            legend { (page.t("review-before")) }
            p.hint { (page.t("review-before-hint")) }
            @for subject in ReviewSubject::ALL {
                @let is_on = typed.0.iter().any(|(name, value)| name == BEFORE && value == subject.code());
                label {
                    input type="checkbox" name=(BEFORE) value=(subject.code()) checked[is_on];
                    span { (page.t(words(subject))) }
                }
            }
        }
    }
}

/// The languages of the course; that in which it is written stays.
fn language_boxes(page: &Page, languages: &[Lang], typed: &Fields) -> Markup {
    let has = |field: &str, lang: Lang| typed.0.iter().any(|(name, value)| name == field && value == lang.code());
    let is_on = |lang: Lang| has("language", lang);
    html! {
        input type="hidden" name="languages_asked" value="yes";
        fieldset.tick #languages {
            legend { (page.t("draft-languages")) }
            p.hint { (page.t("draft-languages-hint")) }
            @for lang in Lang::ALL {
                @let is_first = languages.first() == Some(&lang);
                label {
                    input type="checkbox" name="language" value=(lang) checked[is_first || is_on(lang)] disabled[is_first];
                    span lang=(lang) { (lang.native_name()) }
                }
            }
        }
        fieldset.tick #required {
            legend { (page.t("draft-required")) }
            p.hint { (page.t("draft-required-hint")) }
            @for lang in Lang::ALL {
                @let is_first = languages.first() == Some(&lang);
                label {
                    input type="checkbox" name="required" value=(lang) checked[is_first || has("required", lang)] disabled[is_first];
                    span lang=(lang) { (lang.native_name()) }
                }
            }
        }
    }
}

/// The courses to complete first.
fn prerequisites(page: &Page, others: &[(String, String)], typed: &Fields) -> Markup {
    html! {
        @if !others.is_empty() {
            fieldset.tick #prerequisites {
                legend { (page.t("draft-prerequisites")) }
                p.hint { (page.t("draft-prerequisites-hint")) }
                @for (key, title) in others {
                    @let is_on = typed.0.iter().any(|(name, value)| name == "first" && value == key);
                    label { input type="checkbox" name="first" value=(key) checked[is_on]; span { (title) } }
                }
            }
        }
    }
}

/// A module, new or there. `key` is that of one that is there.
pub(in crate::authoring) fn module_form(
    page: &Page,
    around: &Around<'_>,
    (languages, key): (&[Lang], Option<&str>),
    form: Form<'_>,
) -> Markup {
    let base = around.base(page);
    let title = page.t(if key.is_some() { "draft-module" } else { "draft-add-module" });
    let to = key.map_or_else(|| format!("{base}/modules/new"), |key| format!("{base}/modules/{key}"));
    let texts =
        |names, label, hint, rows| Texts { names, label: page.t(label), hint, rows }.show(page, languages, form);
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        (present(page, around))
        (troubles(page, around, form.1))
        form #main-form method="post" action=(to) data-keep data-leave data-edition=[around.edition()] {
            input type="hidden" name="number" value=(form.0.get("number"));
            (texts(TITLE, "draft-module-title", "", 0))
            (texts(SUMMARY, "draft-module-summary", page.t("draft-module-summary-hint"), 2))
            @if key.is_some() {
                fieldset {
                    legend { (page.t("draft-module-test")) }
                    (number(page, ("draw", "draft-draw"), form))
                    (rules(page, form))
                }
            } @else { (key_field(page, form)) }
            (save_buttons(page, &base))
        }
        @if let Some(key) = key { p { a href={ (base) "/questions?module=" (key) } { (page.t("bank-of-module")) } } }
    }
}

/// What the form of a lesson is made of.
pub(in crate::authoring) struct LessonParts<'a> {
    pub(in crate::authoring) languages: &'a [Lang],
    /// Where the form is sent.
    pub(in crate::authoring) to: &'a str,
    /// The modules: keys and titles.
    pub(in crate::authoring) modules: &'a [(String, String)],
    /// Of a lesson that is there, the questions of its module: keys and words.
    pub(in crate::authoring) checks: Option<&'a [(String, String)]>,
}

/// A lesson, new in a module or there.
/// The titles of a lesson as the form showed them first: they stand in its texts, which others edit meanwhile.
pub(in crate::authoring) const SHOWN: [&str; 3] = ["shown-kk", "shown-ru", "shown-en"];

pub(in crate::authoring) fn lesson_form(
    page: &Page,
    around: &Around<'_>,
    parts: &LessonParts<'_>,
    form: Form<'_>,
) -> Markup {
    let (typed, _) = form;
    let &LessonParts { languages, to, modules, checks } = parts;
    let title = page.t(if checks.is_some() { "draft-lesson" } else { "draft-add-lesson" });
    let texts =
        Texts { names: TITLE, label: page.t("draft-lesson-title"), hint: page.t("draft-lesson-title-hint"), rows: 0 };
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        (present(page, around))
        (troubles(page, around, form.1))
        form #main-form method="post" action=(to) data-keep data-leave data-edition=[around.edition()] {
            input type="hidden" name="number" value=(typed.get("number"));
            @for (name, title) in typed.0.iter().filter(|(name, _)| SHOWN.contains(&name.as_str())) {
                input type="hidden" name=(name) value=(title);
            }
            (texts.show(page, languages, form))
            (number(page, ("minutes", "draft-minutes"), form))
            @if checks.is_none() && typed.has("text") { (written(page, form)) }
            @if let Some(checks) = checks {
                @if modules.len() > 1 {
                    (ui::select(page, ("module", page.t("draft-module"), page.t("draft-lesson-module-hint")), modules, typed, form.1))
                }
                @if !checks.is_empty() {
                    fieldset.tick {
                        legend { (page.t("draft-checks")) }
                        p.hint { (page.t("draft-checks-hint")) }
                        @for (key, words) in checks {
                            @let is_on = typed.0.iter().any(|(name, value)| name == "check" && value == key);
                            label { input type="checkbox" name="check" value=(key) checked[is_on]; span { (words) } }
                        }
                    }
                }
            } @else { (key_field(page, form)) }
            (save_buttons(page, &around.base(page)))
        }
    }
}

/// The text that somebody wrote for a lesson which went meanwhile.
fn written(page: &Page, (typed, errors): Form<'_>) -> Markup {
    let error = errors.of("text");
    html! {
        input type="hidden" name="text_lang" value=(typed.get("text_lang"));
        div.field.wrong[error.is_some()] {
            label for="text" { (page.t("editor-text")) }
            @if let Some(error) = error { p.error #text-error { (page.t(error)) } }
            textarea #text name="text" lang=(typed.get("text_lang")) rows="16"
                aria-describedby=[error.map(|_| "text-error")] { "\n" (typed.get("text")) }
        }
    }
}
