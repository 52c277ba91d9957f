//! One of the two sheets of a template: what stands in which cell.

use std::collections::BTreeMap;

use super::Words;
use super::grid::Grid;
use crate::content::model::Fact;
use crate::content::template::{
    Amount, Body, Cell, Column, Entry, FormField, Formula, Names, Part, Source, Table, Template, Value, Worked,
    decimals,
};
use crate::kernel::Slug;
use crate::kernel::workbook::{Content, Font, Sheet, Style, cell};

/// What both sheets are made of.
#[derive(Debug, Clone, Copy)]
pub(super) struct Form<'a> {
    pub(super) template: &'a Template,
    pub(super) facts: &'a BTreeMap<Slug, Fact>,
    pub(super) words: &'a Words,
    pub(super) worked: &'a Worked,
}

const PLAIN: Style = Style { font: Font::Plain, boxed: false, right: false, number: None };
const BOX: Style = Style { boxed: true, ..PLAIN };
const LABEL: Style = Style { font: Font::Bold, ..BOX };
const NUMBER: Style = Style { right: true, ..BOX };

/// Without the zeros of rows that are still empty.
const WORKED: &str = "General;-General;";
const WORKED_LARGE: &str = "#,##0;-#,##0;";
const WORKED_ONE: &str = "#,##0.0;-#,##0.0;";
const WORKED_MORE: &str = "#,##0.00##;-#,##0.00##;";
const TYPED_LARGE: &str = "#,##0";

impl Form<'_> {
    pub(super) fn empty(&self) -> Sheet {
        self.draw(self.words.empty, false)
    }

    pub(super) fn example(&self) -> Sheet {
        self.draw(self.words.example, true)
    }

    fn draw(&self, name: &str, filled: bool) -> Sheet {
        let (grid, lang) = (Grid::of(self.template), self.words.lang);
        let sheet = Sheet::new(name, self.template.landscape, &grid.widths);
        let mut face =
            Face { form: *self, sheet, grid, row: 0, filled, cells: BTreeMap::new(), results: BTreeMap::new() };
        let letter = self.template.assignment.map(|letter| format!("{letter} · ")).unwrap_or_default();
        let title = format!("{}{}", letter, self.template.title.get(lang));
        face.line(&title, Style { font: Font::Title, ..PLAIN });
        face.line(name, PLAIN);
        face.line(self.template.lead.get(lang), PLAIN);
        if !filled {
            for label in [self.words.project, self.words.date] {
                face.labelled(label, Content::Nothing, Grid::lines(1));
            }
        }
        for part in &self.template.parts {
            face.part(part);
        }
        if filled {
            face.row += 1;
            face.line(self.template.note.get(lang), PLAIN);
        }
        face.sheet
    }
}

struct Face<'a> {
    form: Form<'a>,
    sheet: Sheet,
    grid: Grid,
    /// The next row.
    row: usize,
    filled: bool,
    /// Where each value stands.
    cells: BTreeMap<Slug, String>,
    /// What each value comes to on this sheet.
    results: BTreeMap<Slug, Option<f64>>,
}

/// A table on a sheet.
#[derive(Clone, Copy)]
struct Place<'a> {
    part: &'a Slug,
    table: &'a Table,
    spans: &'a [(usize, usize)],
    /// The first row and the last.
    rows: (usize, usize),
}

impl<'a> Face<'a> {
    /// Words across the whole sheet; none take no row.
    fn line(&mut self, text: &str, style: Style) {
        if text.is_empty() {
            return;
        }
        let (all, scale) = ((0, self.grid.last()), if style.font == Font::Title { 1.4 } else { 1.0 });
        self.sheet.stretch(self.row, self.grid.height(all, text, scale));
        self.sheet.put(self.row, all, style, Content::Text(text.to_owned()));
        self.row += 1;
    }

    /// A cell of words, and its row as high as they need.
    fn words(&mut self, span: (usize, usize), style: Style, text: &str) {
        self.sheet.stretch(self.row, self.grid.height(span, text, 1.0));
        self.sheet.put(self.row, span, style, Content::Text(text.to_owned()));
    }

    fn labelled(&mut self, label: &str, content: Content, height: f64) {
        let (left, right) = self.grid.labels();
        self.words(left, LABEL, label);
        let needed = if let Content::Text(text) = &content { self.grid.height(right, text, 1.0) } else { height };
        self.sheet.stretch(self.row, needed);
        self.sheet.put(self.row, right, BOX, content);
        self.row += 1;
    }

    fn part(&mut self, part: &'a Part) {
        let lang = self.form.words.lang;
        self.row += 1;
        self.line(part.title.get(lang), Style { font: Font::Bold, ..PLAIN });
        self.line(part.hint.get(lang), PLAIN);
        match &part.body {
            Body::Fields(fields) => fields.iter().for_each(|field| self.field(field)),
            Body::Table(table) => self.table(&part.key, table),
            Body::Values(values) => values.iter().for_each(|value| self.value(value, None, self.grid.numbers)),
        }
    }

    fn field(&mut self, field: &FormField) {
        let lang = self.form.words.lang;
        let star = if field.star { "★ " } else { "" };
        let prompt = if field.prompt.is_empty() { String::new() } else { format!("\n{}", field.prompt.get(lang)) };
        let label = format!("{star}{}{prompt}", field.label.get(lang));
        let text = if self.filled { Content::Text(field.example.get(lang).to_owned()) } else { Content::Nothing };
        self.labelled(&label, text, Grid::lines(field.lines));
    }

    fn table(&mut self, part: &'a Slug, table: &'a Table) {
        let lang = self.form.words.lang;
        let shares: Vec<u32> = table.columns.iter().map(|column| column.width).collect();
        let spans = self.grid.spans(&shares);
        if self.sheet.head.is_none() {
            self.sheet.head = Some(self.row);
        }
        for (column, span) in table.columns.iter().zip(&spans) {
            self.words(*span, Style { right: column.is_number(), ..LABEL }, column.title.get(lang));
        }
        self.row += 1;
        let count = match (self.filled, table.rows.len()) {
            (false, _) => table.blank_rows as usize,
            (true, rows) => rows.max(1),
        };
        let place = Place { part, table, spans: &spans, rows: (self.row, self.row + count - 1) };
        for index in 0..count {
            self.table_row(place, index);
        }
        self.rules(place);
        // A row that is put in at the end is summed as well: sums go down to this one.
        self.sheet.stretch(self.row, 6.0);
        self.row += 1;
        self.totals(place);
        for value in table.values.iter().filter(|value| value.column.is_none()) {
            let numbers = table.columns.iter().rposition(Column::is_number).and_then(|index| spans.get(index));
            let at = numbers.map_or(self.grid.numbers, |(first, _)| *first).max(1);
            self.value(value, Some(place), at);
        }
    }

    fn table_row(&mut self, place: Place<'_>, index: usize) {
        self.sheet.stretch(self.row, 18.0);
        for (column, span) in place.table.columns.iter().zip(place.spans) {
            self.table_cell(place, index, column, *span);
        }
        self.row += 1;
    }

    fn table_cell(&mut self, place: Place<'_>, index: usize, column: &Column, span: (usize, usize)) {
        let example = place.table.rows.get(index).filter(|_| self.filled);
        let found = example.and_then(|_| self.form.worked.cell(place.part, index, &column.key));
        match &column.entry {
            Entry::Text => match example.and_then(|row| row.cells.get(&column.key)) {
                Some(Cell::Text(text)) => self.words(span, BOX, text.get(self.form.words.lang)),
                _ if self.filled => self.words(span, BOX, "—"),
                _ => self.sheet.put(self.row, span, BOX, Content::Nothing),
            },
            Entry::Number { .. } => {
                let style = Style { number: found.and_then(typed), ..NUMBER };
                self.sheet.put(self.row, span, style, found.map_or(Content::Nothing, Content::Number));
            }
            Entry::Worked { formula, .. } => {
                let of_column =
                    |name: &Slug| place.table.columns.iter().zip(place.spans).find(|(column, _)| column.key == *name);
                let name = |name: &Slug| of_column(name).map(|(_, span)| cell(self.row, span.0)).unwrap_or_default();
                let text = guarded(&formula.with_cells(Names { name: &name, sum: &|_| String::new() }));
                let result = if example.is_some() { found } else { of_nothing(formula) };
                let is_large = self.form.worked.column(place.part, &column.key).any(|number| number.abs() >= 1000.0);
                let style = Style { number: Some(if is_large { WORKED_LARGE } else { WORKED }), ..NUMBER };
                self.sheet.put(self.row, span, style, Content::Formula(text, result));
            }
        }
    }

    /// What may be typed in, and what is marked.
    fn rules(&mut self, place: Place<'_>) {
        let number = |amount: &Option<Amount>| amount.as_ref().and_then(|amount| amount.number(self.form.facts));
        for (column, span) in place.table.columns.iter().zip(place.spans) {
            if let Entry::Number { min, max, .. } = &column.entry
                && (min.is_some() || max.is_some())
            {
                self.sheet.bound(place.rows, span.0, (number(min), number(max)));
            }
            if let Some(from) = column.mark_from().and_then(|amount| amount.number(self.form.facts)) {
                self.sheet.mark(place.rows, span.0, from);
            }
        }
    }

    /// Values that stand under their columns share a row.
    fn totals(&mut self, place: Place<'_>) {
        if place.table.values.iter().all(|value| value.column.is_none()) {
            return;
        }
        for (index, (column, span)) in place.table.columns.iter().zip(place.spans).enumerate() {
            let value = place.table.values.iter().find(|value| value.column.as_ref() == Some(&column.key));
            match value {
                Some(value) => self.number(value, Some(place), *span),
                None if index == 0 => self.words(*span, LABEL, self.form.words.total),
                None => self.sheet.put(self.row, *span, LABEL, Content::Nothing),
            }
        }
        self.row += 1;
    }

    /// A value in a row of its own.
    fn value(&mut self, value: &Value, place: Option<Place<'_>>, at: usize) {
        let style = if value.strong { LABEL } else { BOX };
        self.words((0, at - 1), style, value.label.get(self.form.words.lang));
        let last =
            place.and_then(|place| place.spans.iter().find(|(first, _)| *first == at)).map_or(at, |(_, last)| *last);
        self.number(value, place, (at, last));
        self.row += 1;
    }

    /// The cell of a value.
    fn number(&mut self, value: &Value, place: Option<Place<'_>>, span: (usize, usize)) {
        let example = self.form.worked.value(&value.key);
        let style = Style { font: if value.strong { Font::Bold } else { Font::Plain }, ..NUMBER };
        let (style, content, result) = match &value.source {
            Source::Typed(_) => {
                let found = example.filter(|_| self.filled);
                let style = Style { number: found.and_then(typed), ..style };
                (style, found.map_or(Content::Nothing, Content::Number), Some(found.unwrap_or_default()))
            }
            Source::Formula(formula) => {
                let result = if self.filled { example } else { self.on_empty(formula) };
                let style = Style { number: Some(shown(value, example)), ..style };
                (style, Content::Formula(guarded(&self.with_cells(formula, place)), result), result)
            }
        };
        self.cells.insert(value.key.clone(), cell(self.row, span.0));
        self.results.insert(value.key.clone(), result);
        self.sheet.put(self.row, span, style, content);
    }

    /// A value's formula with the cells of this sheet. Sums take one row more than there is.
    fn with_cells(&self, formula: &Formula, place: Option<Place<'_>>) -> String {
        let name = |name: &Slug| self.cells.get(name).cloned().unwrap_or_default();
        let sum = |column: &Slug| {
            let Some(Place { table, spans, rows: (first, last), .. }) = place else { return String::new() };
            let at =
                table.columns.iter().zip(spans).find(|(known, _)| known.key == *column).map_or(0, |(_, span)| span.0);
            format!("SUM({}:{})", cell(first, at), cell(last + 1, at))
        };
        formula.with_cells(Names { name: &name, sum: &sum })
    }

    /// What a value's formula comes to before anything is typed in.
    fn on_empty(&self, formula: &Formula) -> Option<f64> {
        let name = |name: &Slug| self.results.get(name).copied().flatten();
        formula.work_out(Names { name: &name, sum: &|_| Some(0.0) })
    }
}

/// A formula that shows nothing where it has no result.
fn guarded(formula: &str) -> String {
    format!("IFERROR({formula},\"\")")
}

/// What a formula of a row comes to before anything is typed in.
fn of_nothing(formula: &Formula) -> Option<f64> {
    formula.work_out(Names { name: &|_| Some(0.0), sum: &|_| Some(0.0) })
}

/// How a number that is typed in is written: large ones in groups of three.
fn typed(number: f64) -> Option<&'static str> {
    (number.abs() >= 1000.0 && number.fract() == 0.0).then_some(TYPED_LARGE)
}

/// How a value's result is written: with as many digits as the page, and freely where the value does not say.
fn shown(value: &Value, example: Option<f64>) -> &'static str {
    match value.decimals {
        Some(0) => WORKED_LARGE,
        Some(1) => WORKED_ONE,
        Some(_) => WORKED_MORE,
        None if example.is_some_and(|number| number.abs() >= 1000.0 && decimals(number) == 0) => WORKED_LARGE,
        None => WORKED,
    }
}
