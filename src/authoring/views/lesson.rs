//! The editor of a lesson in one language.

use maud::{Markup, PreEscaped, html};

use super::pictures::upload_form;
use super::{Around, crumbs, present, refused};
use crate::authoring::compare::{Side, compare};
use crate::authoring::paragraphs::Pair;
use crate::content::markdown::RenderedLesson;
use crate::kernel::Lang;
use crate::web::{Fields, FormErrors, Page, assets};

/// Stands in a mark where one writes on; the page's script knows it.
const CARET: char = '\u{2038}';

/// A language to go to.
pub(in crate::authoring) struct Tab {
    pub(in crate::authoring) lang: Lang,
    /// How far it is.
    pub(in crate::authoring) state: String,
}

/// The text that is edited.
pub(in crate::authoring) enum Texts {
    /// In one piece.
    Whole(String),
    /// Beside the source, paragraph by paragraph.
    Beside(Vec<Pair>),
}

/// A lesson in the editor.
pub(in crate::authoring) struct LessonPage<'a> {
    pub(in crate::authoring) key: &'a str,
    /// The path of the text.
    pub(in crate::authoring) path: &'a str,
    pub(in crate::authoring) title: &'a str,
    pub(in crate::authoring) lang: Lang,
    /// The language in which the course is written.
    pub(in crate::authoring) source: Lang,
    pub(in crate::authoring) tabs: &'a [Tab],
    /// The revision that is shown; none: there is no such text yet.
    pub(in crate::authoring) seen: Option<i64>,
    /// Names this page, as long as it is open.
    pub(in crate::authoring) visit: &'a str,
    /// The page of the same person that saved what is shown, where one did.
    pub(in crate::authoring) saved_by: Option<&'a str>,
    /// The revision of the source that is shown.
    pub(in crate::authoring) source_seen: Option<i64>,
    pub(in crate::authoring) texts: Texts,
    /// The texts are those of the revision, and not what was typed.
    pub(in crate::authoring) is_stored: bool,
    /// The source has changed since the translation was made.
    pub(in crate::authoring) is_stale: bool,
    pub(in crate::authoring) preview: Option<RenderedLesson>,
    /// Keys and values.
    pub(in crate::authoring) facts: &'a [(String, String)],
    /// Keys and words.
    pub(in crate::authoring) terms: &'a [(String, String)],
    /// The other lessons: keys and titles.
    pub(in crate::authoring) lessons: &'a [(String, String)],
    /// Keys, and what each shows in this language.
    pub(in crate::authoring) pictures: &'a [(String, String)],
    /// Of the course.
    pub(in crate::authoring) languages: &'a [Lang],
}

impl LessonPage<'_> {
    fn here(&self, page: &Page, around: &Around<'_>) -> String {
        format!("{}/lessons/{}/{}", around.base(page), self.key, self.lang)
    }
}

pub(in crate::authoring) fn editor(page: &Page, around: &Around<'_>, lesson: &LessonPage<'_>) -> Markup {
    let here = lesson.here(page, around);
    html! {
        (crumbs(page, around, &[(None, lesson.title)]))
        h1 lang=(lesson.lang) { (lesson.title) }
        (refused(page, around))
        (present(page, around))
        (tabs(page, around, lesson))
        div.editor {
            form #main-form method="post" action=(here) data-editor data-stored=[(!lesson.is_stored).then_some("no")] data-preview={ (here) "/preview" }
                data-saved=(page.t("editor-saved")) data-saving=(page.t("editor-saving")) data-lost=(page.t("editor-lost"))
                data-meanwhile=(page.t("editor-meanwhile")) data-gone=(page.t("editor-gone")) data-restored=(page.t("editor-restored")) data-refused=(page.t("editor-refused"))
                data-again=(page.tf("editor-again", &[("seconds", "{0}".into())]))
                data-aside=(page.t("editor-aside")) data-discard=(page.t("editor-discard")) data-who=[page.person.as_ref().map(|person| person.person_id.0)]
                data-way=(match lesson.texts { Texts::Whole(_) => "whole", Texts::Beside(_) => "beside" })
                data-by=[lesson.saved_by] {
                input type="hidden" name="number" value=[lesson.seen];
                input type="hidden" name="source_number" value=[lesson.source_seen];
                input type="hidden" name="visit" value=(lesson.visit);
                input type="hidden" name="path" value=(lesson.path);
                @if lesson.is_stale { input type="hidden" name="stale" value="yes"; }
                (toolbar(page, lesson))
                @match &lesson.texts {
                    Texts::Whole(text) => {
                        label.sr for="text" { (page.t("editor-text")) }
                        textarea #text.long name="text" lang=(lesson.lang) spellcheck="true" { "\n" (text) }
                    }
                    Texts::Beside(pairs) => (beside(page, lesson, pairs)),
                }
                @if lesson.is_stale {
                    div.field.tick { label { input type="checkbox" name="fresh" value="yes"; span { (page.t("editor-fresh")) } } }
                }
                div.buttons {
                    button.button type="submit" { (page.t("draft-save")) }
                    button.button.secondary type="submit" name="preview" value="yes" { (page.t("editor-preview")) }
                }
                p.status role="status" {}
                (whole_or_beside(page, &here, lesson))
                @if let Some(seen) = lesson.seen {
                    p data-undo hidden { a href={ (around.base(page)) "/history/" (seen) "?path=" (lesson.path) } { (page.t("editor-undo")) } }
                    p { a href={ (around.base(page)) "/history?path=" (lesson.path) } { (page.t("history-of-text")) } }
                }
            }
            (self::preview(page, lesson))
        }
        (new_picture(page, around, lesson))
        (help(page))
        script src=(*assets::EDITOR_JS) defer {}
        script src=(*assets::PASTE_JS) defer {}
    }
}

fn tabs(page: &Page, around: &Around<'_>, lesson: &LessonPage<'_>) -> Markup {
    html! {
        nav.buttons.tabs aria-label=(page.t("editor-languages")) {
            @for tab in lesson.tabs {
                @let is_here = tab.lang == lesson.lang;
                a.button.small.secondary[!is_here] aria-current=[is_here.then_some("true")]
                    href={ (around.base(page)) "/lessons/" (lesson.key) "/" (tab.lang) } {
                    span lang=(tab.lang) { (tab.lang.native_name()) } ": " (tab.state)
                }
            }
        }
    }
}

fn beside(page: &Page, lesson: &LessonPage<'_>, pairs: &[Pair]) -> Markup {
    html! {
        ol.pairs {
            @for (place, pair) in (1..).zip(pairs) {
                li.pair.stale[pair.is_stale] id={ "p" (place) } {
                    div.source lang=(lesson.source) {
                        @if pair.is_stale { p.mark lang=(page.lang) { (page.t(mark(pair))) } }
                        @if let Some(source) = &pair.source { p.written { (source) } }
                        @if let Some(before) = &pair.before {
                            details {
                                summary lang=(page.lang) { (page.t("editor-before")) }
                                p.written { (before) }
                            }
                        }
                    }
                    input type="hidden" name="beside" value=(pair.beside.code());
                    textarea name="part" lang=(lesson.lang) spellcheck="true" rows=(rows(pair))
                        aria-label={ (lesson.lang.native_name()) ", " (page.tf("editor-paragraph", &[("place", place.into())])) } {
                        "\n" (pair.text)
                    }
                }
            }
        }
    }
}

const fn mark(pair: &Pair) -> &'static str {
    match (&pair.source, &pair.before) {
        (None, _) => "editor-mark-gone",
        (Some(_), None) => "editor-mark-new",
        (Some(_), Some(_)) => "editor-mark-changed",
    }
}

/// As many lines as the longer of the two takes, more or less.
fn rows(pair: &Pair) -> usize {
    let lines = |text: &str| text.lines().map(|line| 1 + line.chars().count() / 44).sum::<usize>();
    lines(pair.source.as_deref().unwrap_or_default()).max(lines(&pair.text)).clamp(2, 24)
}

fn whole_or_beside(page: &Page, here: &str, lesson: &LessonPage<'_>) -> Markup {
    html! {
        @if lesson.lang != lesson.source {
            p {
                @match lesson.texts {
                    Texts::Whole(_) => a href=(here) { (page.t("editor-beside")) },
                    Texts::Beside(_) => a href={ (here) "?whole=yes" } { (page.t("editor-whole")) },
                }
            }
        }
    }
}

/// What puts marks into the text; there with a script alone.
fn toolbar(page: &Page, lesson: &LessonPage<'_>) -> Markup {
    let button = |put: &str, words: &'static str| {
        html! { button.tool type="button" data-put=(put) { (page.t(words)) } }
    };
    let list = |words: &'static str, options: &[(String, String)]| {
        html! {
            @if !options.is_empty() {
                select.tool aria-label=(page.t(words)) data-puts {
                    option value="" { (page.t(words)) }
                    @for (put, text) in options { option value=(put) { (text) } }
                }
            }
        }
    };
    let block = |word: &str, words: &'static str| (format!("\n::: {word}\n{CARET}\n:::\n"), page.t(words).to_owned());
    let blocks = [
        block("hook", "tool-hook"),
        block("why", "lesson-why"),
        block("do", "lesson-do"),
        block("do-not", "lesson-do-not"),
        block("call", "lesson-call"),
        block("note", "lesson-note"),
        block("summary", "lesson-summary"),
    ];
    let facts: Vec<_> =
        lesson.facts.iter().map(|(key, value)| (format!("{{fact:{key}}}"), format!("{value} ({key})"))).collect();
    let terms: Vec<_> =
        lesson.terms.iter().map(|(key, word)| (format!("[{CARET}](term:{key})"), word.clone())).collect();
    let lessons: Vec<_> =
        lesson.lessons.iter().map(|(key, title)| (format!("[{CARET}](lesson:{key})"), title.clone())).collect();
    let pictures: Vec<_> = lesson.pictures.iter().map(|(key, alt)| (picture_mark(key, alt), key.clone())).collect();
    html! {
        div.toolbar role="group" aria-label=(page.t("editor-tools")) hidden {
            (button(&format!("\n## {CARET}"), "tool-heading"))
            button.tool type="button" data-wrap="**" { (page.t("tool-bold")) }
            button.tool type="button" data-items="-" { (page.t("tool-list")) }
            (button(&format!("\n::: steps\n1. {CARET}\n2. \n:::\n"), "tool-steps"))
            (list("tool-block", &blocks))
            (list("tool-picture", &pictures))
            (button(&format!("\n| {CARET} |  |\n| --- | --- |\n|  |  |\n"), "tool-table"))
            (list("tool-fact", &facts))
            (list("tool-term", &terms))
            (button(&format!("[{CARET}](https://)"), "tool-link"))
            (list("tool-lesson", &lessons))
        }
    }
}

/// What shows a picture: its words are there already, or are to be written.
pub(in crate::authoring) fn picture_mark(key: &str, alt: &str) -> String {
    if alt.is_empty() {
        format!("\n![{CARET}](picture:{key} \"\")\n")
    } else {
        format!("\n![{alt}](picture:{key}){CARET}\n")
    }
}

/// A new picture: chosen here, or dropped into the text by whoever has a script.
fn new_picture(page: &Page, around: &Around<'_>, lesson: &LessonPage<'_>) -> Markup {
    let here = [("lesson", lesson.key), ("in", lesson.lang.code())];
    let typed = Fields(here.map(|(name, value)| (name.to_owned(), value.to_owned())).to_vec());
    html! {
        details.new-picture {
            summary { (page.t("pictures-new")) }
            p { (page.t("pictures-new-in-lesson")) " " a href={ (around.base(page)) "/pictures" } { (page.t("pictures-title")) } }
            (upload_form(page, around, (lesson.languages, None), (&typed, &FormErrors::default())))
        }
    }
}

/// The lesson as a phone shows it.
pub(in crate::authoring) fn preview(page: &Page, lesson: &LessonPage<'_>) -> Markup {
    html! {
        section.phone aria-label=(page.t("editor-preview-label")) tabindex="0" {
            (rendered(page, lesson.lang, lesson.preview.as_ref()))
        }
    }
}

/// The lesson alone.
pub(in crate::authoring) fn rendered(page: &Page, lang: Lang, rendered: Option<&RenderedLesson>) -> Markup {
    html! {
        @match rendered {
            Some(rendered) => article.lesson lang=(lang) {
                p.h1 { (rendered.title) }
                (PreEscaped(rendered.html.as_str()))
            },
            None => p.soft { (page.t("editor-no-preview")) },
        }
    }
}

/// How the marks are written.
fn help(page: &Page) -> Markup {
    html! {
        details.help {
            summary { (page.t("editor-help")) }
            dl.marks {
                @for (written, words) in [
                    ("# …", "editor-help-title"),
                    ("## …", "editor-help-heading"),
                    ("**…**", "editor-help-bold"),
                    ("- …", "editor-help-list"),
                    ("::: do\n…\n:::", "editor-help-block"),
                    ("{fact:…}", "editor-help-fact"),
                    ("[…](term:…)", "editor-help-term"),
                    ("![…](picture:… \"…\")", "editor-help-picture"),
                    ("| … | … |\n| --- | --- |\n| … | … |", "editor-help-table"),
                    ("[…](https://…)", "editor-help-link"),
                    ("[…](lesson:…)", "editor-help-lesson"),
                ] {
                    dt { code { (written) } }
                    dd { (page.t(words)) }
                }
            }
        }
    }
}

/// Somebody else saved the same text. `theirs` holds now; `mine` was typed. Both are shown, neither is lost.
pub(in crate::authoring) fn conflict(
    page: &Page,
    around: &Around<'_>,
    (title, here, by): (&str, &str, Option<&str>),
    (numbers, lang): ((Option<i64>, Option<i64>), Option<Lang>),
    (theirs, mine): (&str, &str),
) -> Markup {
    html! {
        (crumbs(page, around, &[(None, title)]))
        div.error-summary role="alert" tabindex="-1" aria-labelledby="error-summary-title" {
            h1 #error-summary-title { (page.t("conflict-title")) }
            @if let Some(by) = by { p { (by) } }
            p { (page.t("conflict-lead")) }
        }
        h2 { (page.t("conflict-differences")) }
        (differences(page, ["compare-saved", "compare-mine"], (theirs, mine)))
        form #main-form method="post" action=(here) {
            input type="hidden" name="number" value=[numbers.0];
            input type="hidden" name="source_number" value=[numbers.1];
            h2 { label for="text" { (page.t("conflict-mine")) } }
            textarea #text.long name="text" lang=[lang] { "\n" (mine) }
            div.buttons {
                button.button type="submit" { (page.t("conflict-save-mine")) }
                a.button.secondary href={ (here) (if here.contains('?') { "&" } else { "?" }) "theirs=yes" } { (page.t("conflict-take-theirs")) }
            }
        }
        details open {
            summary { (page.t("conflict-theirs")) }
            pre.written lang=[lang] { (theirs) }
        }
    }
}

/// What the two texts are called that were saved one after the other.
pub(super) const IN_TIME: [&str; 2] = ["compare-old", "compare-new"];

/// Lines of two texts: those of the first alone, of the second alone, and of both around them; with what the texts are
/// called, for those who hear it.
pub(super) fn differences(page: &Page, called: [&'static str; 2], (old, new): (&str, &str)) -> Markup {
    let lines = compare(old, new);
    html! {
        @if lines.is_empty() { p.soft { (page.t("compare-same")) } }
        @else {
            div.diff tabindex="0" role="group" aria-label=(page.t("conflict-differences")) {
                @for (side, line) in &lines {
                    @match side {
                        Side::Both => p { "\u{a0} " (line) },
                        Side::Old => p { del { span.sr { (page.t(called[0])) " " } "− " (line) } },
                        Side::New => p { ins { span.sr { (page.t(called[1])) " " } "+ " (line) } },
                    }
                }
            }
        }
    }
}
