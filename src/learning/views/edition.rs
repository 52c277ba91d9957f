//! A newer edition of a course, for somebody who is in an earlier one.

use maud::{Markup, html};

use super::{course_path, lesson_title};
use crate::content::Published;
use crate::content::model::Module;
use crate::kernel::Slug;
use crate::learning::edition::Changes;
use crate::web::Page;
use crate::web::ui::words;

/// On the page of the course: there is something newer.
pub(super) fn newer_edition(page: &Page, published: &Published) -> Markup {
    html! {
        p.note {
            (page.t("edition-note")) " "
            a href={ (course_path(page, published)) "/edition" } { (page.t("edition-see")) }
        }
    }
}

/// What is different in a newer edition, and the way there.
pub(in crate::learning) fn edition(
    page: &Page,
    (published, newer): (&Published, &Published),
    changes: &Changes,
) -> Markup {
    let outline = course_path(page, published);
    let modules: Vec<&Module> = changes.new_modules.iter().filter_map(|key| newer.course.module(key)).collect();
    html! {
        h1 { (page.t("edition-title")) }
        p.lead { (words(page, &newer.course.title)) }
        p { (page.t("edition-lead")) }
        @if !modules.is_empty() {
            h2 { (page.t("edition-new-modules")) }
            ul {
                @for module in modules {
                    li {
                        (words(page, &module.title)) " ("
                        (page.tf("edition-lessons", &[("count", module.lessons.len().into())])) ")"
                    }
                }
            }
        }
        (lessons(page, newer, "edition-new-lessons", &changes.new_lessons))
        (lessons(page, published, "edition-gone", &changes.gone))
        h2 { (page.t("edition-kept")) }
        p {
            (page.tf("edition-kept-text", &[("lessons", changes.kept.0.into()), ("tests", changes.kept.1.into())])) " "
            (page.tf("edition-percent", &[("percent", changes.percent.into())]))
        }
        p { (page.t("edition-no-way-back")) }
        form #main-form method="post" action={ (outline) "/edition" } {
            input type="hidden" name="edition" value=(newer.edition);
            div.buttons {
                button.button type="submit" { (page.t("edition-move")) }
                a.button.secondary href=(outline) { (page.t("edition-stay")) }
            }
        }
    }
}

fn lessons(page: &Page, published: &Published, title: &'static str, keys: &[Slug]) -> Markup {
    html! {
        @if !keys.is_empty() {
            h2 { (page.t(title)) }
            ul { @for key in keys { li { (lesson_title(page, published, key)) } } }
        }
    }
}
