//! The outline of a draft: modules, lessons, and how far each language is.

use maud::{Markup, html};

use super::{Around, crumbs, present};
use crate::authoring::model::{Action, Change};
use crate::authoring::paragraphs::Progress;
use crate::kernel::Lang;
use crate::web::{Page, assets, ui};

/// What the outline shows.
pub(in crate::authoring) struct Outline<'a> {
    /// The revision of the course file that is shown.
    pub(in crate::authoring) seen: i64,
    pub(in crate::authoring) modules: &'a [ModuleRow],
    /// The languages in which every text has to exist.
    pub(in crate::authoring) required: &'a [Lang],
    /// There is a test at the end of the course.
    pub(in crate::authoring) has_final: bool,
    /// What was done just now and can be taken back: the change.
    pub(in crate::authoring) done: Option<Change>,
    /// What the folder of the server brought, and waits beside the draft.
    pub(in crate::authoring) brought: Option<i64>,
    /// Files that the outline does not lead to otherwise.
    pub(in crate::authoring) others: &'a [String],
}

/// A module.
pub(in crate::authoring) struct ModuleRow {
    pub(in crate::authoring) key: String,
    pub(in crate::authoring) title: String,
    pub(in crate::authoring) questions: usize,
    pub(in crate::authoring) draw: i64,
    pub(in crate::authoring) lessons: Vec<LessonRow>,
}

/// A lesson.
pub(in crate::authoring) struct LessonRow {
    pub(in crate::authoring) key: String,
    pub(in crate::authoring) title: String,
    pub(in crate::authoring) minutes: i64,
    /// Each language of the course; the first is the one in which it is written.
    pub(in crate::authoring) states: Vec<(Lang, Progress)>,
}

pub(in crate::authoring) fn outline(page: &Page, around: &Around<'_>, outline: &Outline<'_>) -> Markup {
    let base = around.base(page);
    html! {
        (crumbs(page, around, &[]))
        h1 { (around.title) }
        (done(page, &base, outline))
        (super::archive::brought(page, &base, outline.brought))
        (present(page, around))
        div.buttons {
            a.button href={ (base) "/check" } { (page.t("draft-check")) }
            a.button.secondary href={ (base) "/questions" } { (page.t("bank-title")) }
            a.button.secondary href={ (base) "/settings" } { (page.t("draft-settings")) }
            a.button.secondary href={ (base) "/facts" } { (page.t("facts-title")) }
            a.button.secondary href={ (base) "/glossary" } { (page.t("glossary-title")) }
            a.button.secondary href={ (base) "/pictures" } { (page.t("pictures-title")) }
            a.button.secondary href={ (base) "/history" } { (page.t("history-title")) }
            a.button.secondary href={ (base) "/import" } { (page.t("exchange-title")) }
            a.button.secondary href={ (base) "/export" } { (page.t("exchange-out-title")) }
        }
        (completeness(page, outline.modules))
        @if outline.modules.is_empty() {
            (ui::empty(page.t("draft-no-modules"), Some((&format!("{base}/modules/new"), page.t("draft-add-module")))))
        } @else {
            form.outline-form method="post" action={ (base) "/outline" } {
                input type="hidden" name="number" value=(outline.seen);
                ol.outline.editing data-drag=(page.t("outline-drag")) {
                    @for (place, module) in outline.modules.iter().enumerate() {
                        (self::module(page, (&base, outline.required), module, (place, outline.modules.len())))
                    }
                }
                @if outline.modules.iter().map(|module| module.lessons.len()).sum::<usize>() > 1 {
                    p.hint { (page.t("outline-move-hint")) }
                }
            }
            script src=(*assets::OUTLINE_JS) defer {}
            p { a.button.secondary href={ (base) "/modules/new" } { (page.t("draft-add-module")) } }
            p { a href={ (base) "/final" } { (page.t("final-title")) } ": " (page.t(if outline.has_final { "final-is-there" } else { "final-is-not" })) }
        }
        (others(page, &base, outline.others))
        form method="post" action={ (base) "/close" } {
            p.hint { (page.t("draft-close-hint")) }
            @if outline.brought.is_some() { p.hint { (page.t("draft-close-copy")) } }
            button.button.small.secondary type="submit" { (page.t("draft-close")) }
        }
    }
}

/// How far the lessons of the whole course are in each of its languages.
fn completeness(page: &Page, modules: &[ModuleRow]) -> Markup {
    let lessons = || modules.iter().flat_map(|module| &module.lessons);
    let languages = lessons().next().map(|lesson| lesson.states.as_slice()).unwrap_or_default();
    let of = lessons().count();
    let count = |lang: Lang, is: fn(Progress) -> bool| {
        lessons().filter(|lesson| lesson.states.iter().any(|(other, progress)| *other == lang && is(*progress))).count()
    };
    html! {
        ul.states.whole-course aria-label=(page.t("draft-course-states")) {
            @for (lang, _) in languages {
                @let done = count(*lang, |progress| progress == Progress::Whole);
                @let stale = count(*lang, |progress| matches!(progress, Progress::Stale(_)));
                @let class = if done == of { "is-whole" } else if stale > 0 { "is-stale" } else { "is-partly" };
                li {
                    span.badge.(class) {
                        span lang=(lang) { (lang.native_name()) } ": "
                        (page.tf("draft-course-done", &[("done", done.into()), ("of", of.into())]))
                        @if stale > 0 { ", " (page.tf("draft-course-stale", &[("count", stale.into())])) }
                    }
                }
            }
        }
    }
}

/// Asks once more before the draft is put away, because others are writing there now.
pub(in crate::authoring) fn closing(page: &Page, around: &Around<'_>) -> Markup {
    let (base, title) = (around.base(page), page.t("draft-close"));
    html! {
        (crumbs(page, around, &[(None, title)]))
        h1 { (title) }
        (present(page, around))
        p { (page.t("draft-close-present")) }
        form method="post" action={ (base) "/close" } {
            div.buttons {
                button.button type="submit" name="seen" value="yes" { (page.t("draft-close-anyway")) }
                a.button.secondary href=(base) { (page.t("draft-cancel")) }
            }
        }
    }
}

fn done(page: &Page, base: &str, outline: &Outline<'_>) -> Markup {
    html! {
        @if let Some(change) = &outline.done {
            @let words = match change.action {
                Action::Imported => "exchange-added",
                Action::Restored => "moment-returned",
                _ => "draft-removed",
            };
            form.flash method="post" action={ (base) "/undo" } {
                p role="status" { (page.tf(words, &[("title", change.subject.as_str().into())])) }
                input type="hidden" name="number" value=(change.number);
                button.button.small type="submit" { (page.t("draft-undo")) }
            }
        }
    }
}

fn module(page: &Page, (base, required): (&str, &[Lang]), module: &ModuleRow, (at, count): (usize, usize)) -> Markup {
    let here = format!("{base}/modules/{}", module.key);
    html! {
        li.module #(module.key) data-key=(module.key) {
            div.entry {
                h2 { a href=(here) { (module.title) } }
                (buttons(page, ["up_module", "down_module", "remove_module"], (&module.key, &module.title), (at == 0, at + 1 == count)))
            }
            @if module.lessons.is_empty() { p.soft { (page.t("draft-no-lessons")) } }
            ol.lessons {
                @for (place, lesson) in module.lessons.iter().enumerate() {
                    @let is_end = (at == 0 && place == 0, at + 1 == count && place + 1 == module.lessons.len());
                    (self::lesson(page, (base, required), lesson, is_end))
                }
            }
            p.more {
                a href={ (here) "/lessons/new" } { "+ " (page.t("draft-add-lesson")) span.sr { ": " (module.title) } }
                " "
                a href={ (base) "/questions?module=" (module.key) } {
                    (page.tf("draft-questions", &[("count", module.questions.into())]))
                }
                " "
                a href=(here) { (page.tf("draft-test", &[("count", module.draw.into())])) }
            }
        }
    }
}

/// `ends` tells whether it is the very first lesson of the course, and the very last.
fn lesson(page: &Page, (base, required): (&str, &[Lang]), lesson: &LessonRow, ends: (bool, bool)) -> Markup {
    let source = lesson.states.first().map_or(Lang::Kk, |(lang, _)| *lang);
    let here = format!("{base}/lessons/{}", lesson.key);
    html! {
        li #(lesson.key) data-key=(lesson.key) {
            div.entry {
                span.what {
                    a href={ (here) "/" (source) } { (lesson.title) }
                    span.meta {
                        (page.tf("minutes", &[("count", lesson.minutes.into())])) " · "
                        a href=(here) { (page.t("draft-lesson-settings")) span.sr { ": " (lesson.title) } }
                    }
                }
                (buttons(page, ["up_lesson", "down_lesson", "remove_lesson"], (&lesson.key, &lesson.title), ends))
            }
            ul.states {
                @for (lang, progress) in &lesson.states {
                    li {
                        @let may_be_missing = *progress == Progress::Missing && !required.contains(lang);
                        a.badge.(state_class(*progress)) href={ (here) "/" (lang) } {
                            span lang=(lang) { (lang.native_name()) } ": "
                            @if may_be_missing { (page.t("draft-missing-optional")) } @else { (state_words(page, *progress)) }
                            span.sr { ", " (lesson.title) }
                        }
                    }
                }
            }
        }
    }
}

/// Up, down and away; what leads nowhere is not there.
fn buttons(
    page: &Page,
    [up, down, remove]: [&str; 3],
    (key, title): (&str, &str),
    (is_first, is_last): (bool, bool),
) -> Markup {
    let button = |name: &str, sign: &str, words: &'static str, is_off: bool| {
        html! {
            @if is_off { span.shift.off {} }
            @else {
                button.shift type="submit" name=(name) value=(key)
                    aria-label={ (page.t(words)) ": " (title) } title=(page.t(words)) { (sign) }
            }
        }
    };
    html! {
        span.moves {
            (button(up, "↑", "draft-up", is_first))
            (button(down, "↓", "draft-down", is_last))
            (button(remove, "✕", "draft-remove", false))
        }
    }
}

pub(super) const fn state_class(progress: Progress) -> &'static str {
    match progress {
        Progress::Missing => "is-missing",
        Progress::Partly(..) => "is-partly",
        Progress::Stale(_) => "is-stale",
        Progress::Whole => "is-whole",
    }
}

/// How far a language is, in words.
pub(in crate::authoring) fn state_words(page: &Page, progress: Progress) -> String {
    match progress {
        Progress::Missing => page.t("draft-missing").to_owned(),
        Progress::Partly(done, of) => page.tf("draft-partly", &[("done", done.into()), ("of", of.into())]),
        Progress::Stale(count) => page.tf("draft-stale", &[("count", count.into())]),
        Progress::Whole => page.t("draft-whole").to_owned(),
    }
}

fn others(page: &Page, base: &str, files: &[String]) -> Markup {
    html! {
        details.files {
            summary { (page.t("draft-files")) }
            p { (page.t("draft-files-lead")) }
            ul { @for path in files { li { a href={ (base) "/file?path=" (path) } { code { (path) } } } } }
        }
    }
}
