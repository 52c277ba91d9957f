//! What keeps a draft from being published, and publishing it.

use maud::{Markup, html};

use super::{Around, crumbs};
use crate::authoring::paragraphs::title_of;
use crate::content::compare::Obstacle;
use crate::content::markdown::plain;
use crate::content::model::Course;
use crate::kernel::{Lang, Slug};
use crate::web::{Fields, FormErrors, Page};

/// A mistake or a warning.
pub(in crate::authoring) struct Note {
    /// Where it is mended: the address, and what it is called.
    pub(in crate::authoring) href: String,
    pub(in crate::authoring) place: String,
    /// What is wrong.
    pub(in crate::authoring) words: Markup,
}

/// The fields of the note to learners.
pub(in crate::authoring) const NOTE: [&str; 3] = ["note_kk", "note_ru", "note_en"];

/// What the checks say of a draft.
pub(in crate::authoring) struct Checked<'a> {
    /// The last change that was looked at.
    pub(in crate::authoring) number: i64,
    pub(in crate::authoring) mistakes: &'a [Note],
    /// Warnings that the right answer may be told wrongly: they are not folded away.
    pub(in crate::authoring) pressing: &'a [Note],
    pub(in crate::authoring) warnings: &'a [Note],
    /// The newest version; none: nothing of the course was ever published.
    pub(in crate::authoring) newest: Option<i64>,
    /// What keeps the draft from being a correction of it.
    pub(in crate::authoring) obstacles: &'a [String],
    /// Files that somebody else has published in another form since the draft was made.
    pub(in crate::authoring) elsewhere: &'a [String],
    pub(in crate::authoring) languages: &'a [Lang],
    /// Learners see all of it.
    pub(in crate::authoring) is_published: bool,
    /// The course takes new learners.
    pub(in crate::authoring) is_offered: bool,
    /// Who published the course while the button was pressed, and when: nothing of this draft was.
    pub(in crate::authoring) faster: Option<&'a str>,
}

impl Checked<'_> {
    fn has_nothing_new(&self) -> bool {
        self.is_published && self.elsewhere.is_empty()
    }
}

pub(in crate::authoring) fn check(
    page: &Page,
    around: &Around<'_>,
    checked: &Checked<'_>,
    (typed, errors): (&Fields, &FormErrors),
) -> Markup {
    let (base, title) = (around.base(page), page.t("check-title"));
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        (crate::web::ui::error_summary(page, errors))
        @if let Some(words) = checked.faster { (faster(page, around, words)) }
        p { (page.t("check-lead")) }
        @if checked.mistakes.is_empty() {
            @if checked.faster.is_none() || !checked.has_nothing_new() { p.flash { (page.t("check-fine")) } }
        }
        @else {
            h2 #mistakes { (page.tf("check-found", &[("count", checked.mistakes.len().into())])) }
            (notes(checked.mistakes))
        }
        p { a.button.secondary.small href={ (base) "/check" } { (page.t("check-again")) } }
        @if !checked.pressing.is_empty() {
            h2 #pressing { (page.t("check-pressing")) }
            (notes(checked.pressing))
        }
        @if !checked.warnings.is_empty() {
            details {
                summary { (page.t("check-warnings")) " (" (checked.warnings.len()) ")" }
                p { (page.t("check-warnings-lead")) }
                (notes(checked.warnings))
            }
        }
        @if checked.mistakes.is_empty() { (publishing(page, &base, checked, (typed, errors))) }
        @if checked.newest.is_some() { (catalogue(page, &base, checked.is_offered)) }
    }
}

/// A colleague was faster: who, and what is published now.
fn faster(page: &Page, around: &Around<'_>, words: &str) -> Markup {
    let course = page.to(&format!("/courses/{}", around.draft.course));
    html! {
        div.error-summary role="alert" tabindex="-1" autofocus aria-labelledby="error-summary-title" {
            h2 #error-summary-title { (words) }
            p { (page.t("publish-faster-lead")) " " a href=(course) { (page.t("publish-faster-see")) } }
        }
    }
}

/// Taking the course out of the catalogue, or putting it back.
fn catalogue(page: &Page, base: &str, is_offered: bool) -> Markup {
    let (lead, words, offer) = if is_offered {
        ("catalogue-in", "catalogue-withdraw", "no")
    } else {
        ("catalogue-out", "catalogue-offer", "yes")
    };
    html! {
        h2 #catalogue { (page.t("catalogue-title")) }
        form method="post" action={ (base) "/catalogue" } {
            p { (page.t(lead)) }
            button.button.secondary type="submit" name="offer" value=(offer) { (page.t(words)) }
        }
    }
}

fn notes(notes: &[Note]) -> Markup {
    html! {
        ul.mistakes {
            @for note in notes { li { a href=(note.href) { (note.place) } p { (note.words) } } }
        }
    }
}

fn publishing(page: &Page, base: &str, checked: &Checked<'_>, (typed, errors): (&Fields, &FormErrors)) -> Markup {
    html! {
        h2 #publish { (page.t("publish-title")) }
        @if checked.has_nothing_new() {
            p.soft { (page.t(if checked.faster.is_some() { "publish-faster-all" } else { "publish-nothing-new" })) }
        }
        @else {
            form #main-form.wide method="post" action={ (base) "/publish" } data-keep {
                input type="hidden" name="number" value=(checked.number);
                input type="hidden" name="newest" value=[checked.newest];
                (elsewhere(page, base, checked, errors))
                @if checked.newest.is_some() { (note(page, checked.languages, typed)) }
                (ways(page, checked))
            }
        }
    }
}

fn elsewhere(page: &Page, base: &str, checked: &Checked<'_>, errors: &FormErrors) -> Markup {
    let error = errors.of("seen");
    html! {
        @if !checked.elsewhere.is_empty() {
            div.note {
                p { strong { (page.t("publish-elsewhere")) } }
                ul { @for path in checked.elsewhere { li { code { (path) } } } }
                button.button.secondary.small type="submit" formaction={ (base) "/incoming" } formnovalidate { (page.t("incoming-look")) }
            }
            div.field.tick.wrong[error.is_some()] {
                @if let Some(error) = error { p.error #seen-error { (page.t(error)) } }
                label {
                    input #seen type="checkbox" name="seen" value="yes" aria-invalid=[error.map(|_| "true")];
                    span { (page.t("publish-elsewhere-seen")) }
                }
            }
        }
    }
}

fn note(page: &Page, languages: &[Lang], typed: &Fields) -> Markup {
    html! {
        fieldset.field.texts {
            legend { (page.t("publish-note")) }
            p.hint { (page.t("publish-note-hint")) }
            @for (lang, name) in Lang::ALL.into_iter().zip(NOTE).filter(|(lang, _)| languages.contains(lang)) {
                div.text {
                    label for=(name) lang=(lang) { (lang.native_name()) }
                    input id=(name) name=(name) lang=(lang) maxlength="300" value=(typed.get(name));
                }
            }
        }
    }
}

/// The buttons, each with what will happen.
fn ways(page: &Page, checked: &Checked<'_>) -> Markup {
    let way = |wish: &str, words: &'static str, lead: &'static str| {
        html! {
            div {
                p { (page.t(lead)) }
                button.button type="submit" name="wish" value=(wish) { (page.t(words)) }
            }
        }
    };
    html! {
        @if checked.newest.is_none() {
            div.ways-out { (way("edition", "publish-first", "publish-first-lead")) }
        } @else {
            @if !checked.obstacles.is_empty() {
                div.note {
                    p { (page.t("publish-only-edition")) }
                    ul { @for obstacle in checked.obstacles { li { (obstacle) } } }
                }
            }
            p.hint { (page.t("publish-rule")) }
            div.ways-out {
                @if checked.obstacles.is_empty() { (way("correction", "publish-correction", "publish-correction-lead")) }
                (way("edition", "publish-edition", "publish-edition-lead"))
            }
        }
    }
}

/// What keeps the draft from being a correction; `old` is published, `new` is the draft.
pub(in crate::authoring) fn obstacle(page: &Page, (old, new): (&Course, &Course), obstacle: &Obstacle) -> String {
    let module = |key: &Slug| {
        let module = new.module(key).or_else(|| old.module(key));
        module.map(|module| module.title.get(page.lang).to_owned())
    };
    let lesson = |key: &Slug| {
        let (_, lesson) = new.lesson(key).or_else(|| old.lesson(key))?;
        Some(title_of(lesson.source.get(page.lang)).to_owned())
    };
    let question = |key: &Slug| Some(question_words(new.question(key)?.1.text.get(page.lang)));
    let (words, called, key) = match obstacle {
        Obstacle::ModuleRemoved(key) => ("obstacle-module-removed", module(key), key),
        Obstacle::ModuleAdded(key) => ("obstacle-module-added", module(key), key),
        Obstacle::LessonRemoved(key) => ("obstacle-lesson-removed", lesson(key), key),
        Obstacle::LessonAdded(key) => ("obstacle-lesson-added", lesson(key), key),
        Obstacle::LessonMoved(key) => ("obstacle-lesson-moved", lesson(key), key),
        Obstacle::KindChanged(key) => ("obstacle-kind-changed", question(key), key),
        Obstacle::TestHarder(key) => ("obstacle-test-harder", module(key), key),
        Obstacle::FinalAdded => return page.t("obstacle-final-added").to_owned(),
        Obstacle::FinalRemoved => return page.t("obstacle-final-removed").to_owned(),
        Obstacle::FinalHarder => return page.t("obstacle-final-harder").to_owned(),
        Obstacle::LanguageRemoved => return page.t("obstacle-language-removed").to_owned(),
    };
    let called = called.filter(|called| !called.is_empty()).unwrap_or_else(|| key.to_string());
    page.tf(words, &[("title", called.into())])
}

/// The beginning of a question, by which people know it.
pub(in crate::authoring) fn question_words(text: &str) -> String {
    const MOST: usize = 80;
    let text = plain(text);
    if text.chars().count() <= MOST {
        return text;
    }
    let short: String = text.chars().take(MOST).collect();
    format!("{}…", short.trim_end())
}
