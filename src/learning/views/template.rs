//! A template on paper: the empty form, then the worked example.

use maud::{Markup, html};

use super::pilot;
use crate::content::Published;
use crate::content::template::{
    Body, Cell, Column, FormField, Part, Row, Table, Template, Value, Worked, decimals, work_out,
};
use crate::i18n::{number, short_date};
use crate::kernel::Slug;
use crate::web::{Page, assets};

/// The address of a template.
pub(in crate::learning) fn template_path(page: &Page, published: &Published, key: &str) -> String {
    page.to(&format!("/courses/{}/templates/{key}", published.course.key))
}

/// A template with its example worked out.
pub(in crate::learning) struct TemplatePage<'a> {
    published: &'a Published,
    key: &'a str,
    template: &'a Template,
    worked: Worked,
}

/// One of the two sheets of paper.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Face {
    Empty,
    Example,
}

impl<'a> TemplatePage<'a> {
    pub(in crate::learning) fn new(published: &'a Published, key: &'a str, template: &'a Template) -> Self {
        Self { published, key, template, worked: work_out(template, &published.course.facts) }
    }

    pub(in crate::learning) fn show(&self, page: &Page) -> Markup {
        let course = &self.published.course;
        let title = self.template.title.get(page.lang);
        html! {
            // The rest of the site does without it.
            link rel="stylesheet" href=(*assets::TEMPLATE_CSS);
            nav.crumbs aria-label=(page.t("nav-crumbs")) {
                a href=(page.to(&format!("/courses/{}", course.key))) { (course.title.get(page.lang)) }
                span { (page.t("templates-title")) }
            }
            section.template.landscape[self.template.landscape] #empty {
                h1.name { (title) " " small { (self.kind(page, "template-empty")) } }
                div.screen {
                    (pilot(page, self.published, false))
                    p { (page.t("templates-lead")) }
                    div.buttons {
                        a.button href={ (template_path(page, self.published, self.key)) ".xlsx" } { (page.t("template-sheet")) }
                        button.button.secondary type="button" data-print hidden { (page.t("cards-print-button")) }
                        a href="#example" { (page.t("template-example")) }
                    }
                }
                (self.face(page, Face::Empty))
            }
            section.template.landscape[self.template.landscape] #example {
                h2.name { (title) " " small { (self.kind(page, "template-example")) } }
                (self.face(page, Face::Example))
            }
        }
    }

    /// «C · Бос үлгі».
    fn kind(&self, page: &Page, face: &'static str) -> String {
        match self.template.assignment {
            Some(letter) => format!("{letter} · {}", page.t(face)),
            None => page.t(face).to_owned(),
        }
    }

    fn face(&self, page: &Page, face: Face) -> Markup {
        let at = self.published.published_at.day(page.app.config.time_zone);
        html! {
            p.lead { (self.template.lead.get(page.lang)) }
            @if face == Face::Empty {
                p.given { span { (page.t("template-project")) } span { (page.t("template-date")) } }
            }
            @for part in &self.template.parts { (self.part(page, part, face)) }
            p.foot {
                @if face == Face::Example && !self.template.note.is_empty() { (self.template.note.get(page.lang)) " " }
                @if self.published.course.is_pilot() { (page.t("template-pilot")) " " }
                (self.published.course.title.get(page.lang)) " · " (short_date(page.lang, at)) " · " (page.t("site-name"))
            }
        }
    }

    fn part(&self, page: &Page, part: &Part, face: Face) -> Markup {
        html! {
            @if !part.title.is_empty() {
                // The form stands under the page's title, the example under one of its own.
                @if face == Face::Empty { h2.part { (part.title.get(page.lang)) } }
                @else { h3.part { (part.title.get(page.lang)) } }
            }
            @if !part.hint.is_empty() { p.hint { (part.hint.get(page.lang)) } }
            @match &part.body {
                Body::Fields(fields) => table.fields { tbody { @for field in fields { (self::field(page, field, face)) } } },
                Body::Table(table) => (self.table(page, part, table, face)),
                Body::Values(values) => dl.values {
                    @for value in values {
                        div.strong[value.strong] { dt { (value.label.get(page.lang)) } dd { (self.value(page, value, face)) } }
                    }
                },
            }
        }
    }

    fn table(&self, page: &Page, part: &Part, table: &Table, face: Face) -> Markup {
        let is_marked =
            table.columns.iter().find_map(|column| column.mark_from()?.number(&self.published.course.facts));
        let title = if part.title.is_empty() { &self.template.title } else { &part.title };
        let words = if face == Face::Empty { "template-empty" } else { "template-example" };
        html! {
            div.scroll tabindex="0" role="region" aria-label={ (title.get(page.lang)) " · " (page.t(words)) } {
                table.grid {
                    colgroup { @for column in &table.columns { col class={ "w-" (column.width) }; } }
                    thead {
                        tr { @for column in &table.columns { th.num[column.is_number()] scope="col" { (column.title.get(page.lang)) } } }
                    }
                    tbody {
                        @if face == Face::Empty {
                            @for _ in 0..table.blank_rows { tr.unfilled { @for _ in &table.columns { td {} } } }
                        } @else if table.rows.is_empty() {
                            tr { @for column in &table.columns { td data-label=(column.title.get(page.lang)) { "—" } } }
                        } @else {
                            @for (index, row) in table.rows.iter().enumerate() {
                                tr { @for column in &table.columns { (self.cell(page, (&part.key, index), column, row)) } }
                            }
                        }
                    }
                    @if !table.values.is_empty() { tbody { (self.totals(page, table, face)) } }
                }
            }
            @if let Some(from) = is_marked {
                p.hint { (page.tf("template-marked", &[("from", number(page.lang, from, decimals(from)).into())])) }
            }
        }
    }

    /// A cell of the example. On a phone each row is a list, and its cells say what they are.
    fn cell(&self, page: &Page, (part, row): (&Slug, usize), column: &Column, example: &Row) -> Markup {
        let title = column.title.get(page.lang);
        if !column.is_number() {
            let text = match example.cells.get(&column.key) {
                Some(Cell::Text(text)) => text.get(page.lang),
                _ => "",
            };
            return html! { td data-label=(title) { (text) } };
        }
        let Some(found) = self.worked.cell(part, row, &column.key) else {
            return html! { td.num data-label=(title) {} };
        };
        let from = column.mark_from().and_then(|amount| amount.number(&self.published.course.facts));
        let marked = from.is_some_and(|from| found >= from);
        html! { td.num.strong[marked] data-label=(title) { (number(page.lang, found, decimals(found))) @if marked { " ▲" } } }
    }

    /// Values that stand under their columns share a row; each of the others has its own.
    fn totals(&self, page: &Page, table: &Table, face: Face) -> Markup {
        let below = |column: &Column| table.values.iter().find(|value| value.column.as_ref() == Some(&column.key));
        html! {
            @if table.values.iter().any(|value| value.column.is_some()) {
                tr.strong {
                    th scope="row" { (page.t("template-total")) }
                    @for column in table.columns.iter().skip(1) {
                        td.num data-label=(column.title.get(page.lang)) {
                            @if let Some(value) = below(column) { (self.value(page, value, face)) }
                        }
                    }
                }
            }
            @for value in table.values.iter().filter(|value| value.column.is_none()) {
                tr.total.strong[value.strong] {
                    th scope="row" colspan=(table.columns.len() - 1) { (value.label.get(page.lang)) }
                    td.num { (self.value(page, value, face)) }
                }
            }
        }
    }

    /// A value as it is written; nothing on the empty form.
    fn value(&self, page: &Page, value: &Value, face: Face) -> String {
        let found = self.worked.value(&value.key).filter(|_| face == Face::Example);
        let written = |found| number(page.lang, found, value.decimals.unwrap_or_else(|| decimals(found)));
        found.map(written).unwrap_or_default()
    }
}

fn field(page: &Page, field: &FormField, face: Face) -> Markup {
    html! {
        tr {
            th scope="row" {
                @if field.star { "★ " }
                (field.label.get(page.lang))
                @if !field.prompt.is_empty() { small { (field.prompt.get(page.lang)) } }
            }
            @if face == Face::Empty {
                td class={ "lines-" (field.lines) } {}
            } @else {
                td { (field.example.get(page.lang)) }
            }
        }
    }
}

/// The templates of a course, on its page.
pub(super) fn templates(page: &Page, published: &Published) -> Markup {
    let templates = published.course.templates_in_order();
    html! {
        @if !templates.is_empty() {
            h2 { (page.t("templates-title")) }
            p { (page.t("templates-lead")) }
            ul.templates {
                @for (key, template) in templates {
                    li {
                        a href=(template_path(page, published, key.as_str())) { (template.title.get(page.lang)) }
                        " · "
                        a href={ (template_path(page, published, key.as_str())) ".xlsx" } aria-label={ (template.title.get(page.lang)) ": " (page.t("template-sheet")) } { (page.t("template-sheet")) }
                    }
                }
            }
        }
    }
}

/// The templates to which a lesson leads.
pub(super) fn templates_of_lesson(page: &Page, published: &Published, lesson: &Slug) -> Markup {
    html! {
        @for (key, template) in published.course.templates_of(lesson) {
            p {
                a href=(template_path(page, published, key.as_str())) {
                    (page.tf("template-of-lesson", &[("title", template.title.get(page.lang).into())]))
                }
            }
        }
    }
}
