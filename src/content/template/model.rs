//! What a template is. Stored within its course, so a field is added with a default and never renamed.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use super::formula::Formula;
use crate::content::model::Fact;
use crate::kernel::{Localized, Slug};

/// A form of one page, with a worked example.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Template {
    /// The capital letter of the assignment that it is for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub assignment: Option<char>,
    /// The lessons that lead here.
    #[serde(default)]
    pub lessons: Vec<Slug>,
    /// A4 across instead of upright.
    #[serde(default)]
    pub landscape: bool,
    /// Its name.
    pub title: Localized,
    /// One or two sentences on how to use it.
    pub lead: Localized,
    /// Under the example: what is invented, whom to ask.
    #[serde(default)]
    pub note: Localized,
    /// In the order of the page.
    pub parts: Vec<Part>,
}

/// A block of a template.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Part {
    /// Unique within the template.
    pub key: Slug,
    /// Its heading, where it has one.
    #[serde(default)]
    pub title: Localized,
    /// A sentence under the heading.
    #[serde(default)]
    pub hint: Localized,
    /// What is in it.
    pub body: Body,
}

/// What a part is made of.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Body {
    /// Labels, each with room for writing beside it.
    Fields(Vec<FormField>),
    /// Rows and columns.
    Table(Table),
    /// Numbers with labels.
    Values(Vec<Value>),
}

/// A label with room for writing.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FormField {
    /// Unique within the template.
    pub key: Slug,
    /// How many lines are written here by hand.
    pub lines: u32,
    /// The rubric lets nobody pass who leaves this out.
    #[serde(default)]
    pub star: bool,
    /// What it is.
    pub label: Localized,
    /// What to think of.
    #[serde(default)]
    pub prompt: Localized,
    /// As the example fills it in.
    pub example: Localized,
}

/// Rows and columns, with values under them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Table {
    /// Empty rows of the form.
    pub blank_rows: u32,
    /// From left to right.
    pub columns: Vec<Column>,
    /// The rows of the example.
    #[serde(default)]
    pub rows: Vec<Row>,
    /// Under the rows.
    #[serde(default)]
    pub values: Vec<Value>,
}

/// A column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Column {
    /// Unique within the table.
    pub key: Slug,
    /// Its share of the width.
    pub width: u32,
    /// Its heading.
    pub title: Localized,
    /// What stands in it.
    pub entry: Entry,
}

/// What stands in the cells of a column.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Entry {
    /// Words.
    Text,
    /// A number that people type in.
    Number {
        /// The smallest that is right.
        min: Option<Amount>,
        /// The largest.
        max: Option<Amount>,
        /// From here on it is marked.
        mark_from: Option<Amount>,
    },
    /// A number worked out from the same row.
    Worked {
        /// How.
        formula: Formula,
        /// From here on it is marked.
        mark_from: Option<Amount>,
    },
}

impl Column {
    /// True if numbers stand in it.
    pub fn is_number(&self) -> bool {
        !matches!(self.entry, Entry::Text)
    }

    /// The formula of its cells, where there is one.
    pub fn formula(&self) -> Option<&Formula> {
        match &self.entry {
            Entry::Worked { formula, .. } => Some(formula),
            Entry::Text | Entry::Number { .. } => None,
        }
    }

    /// From which number on it is marked.
    pub fn mark_from(&self) -> Option<&Amount> {
        match &self.entry {
            Entry::Number { mark_from, .. } | Entry::Worked { mark_from, .. } => mark_from.as_ref(),
            Entry::Text => None,
        }
    }
}

/// A row of the example: what stands in each column that has no formula.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Row {
    /// By the columns' keys.
    pub cells: BTreeMap<Slug, Cell>,
    /// What the formula has to come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Amount>,
}

/// What stands in a cell of the example.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cell {
    /// Words.
    Text(Localized),
    /// A number.
    Number(Amount),
}

/// A number with a label.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Value {
    /// Unique within the template.
    pub key: Slug,
    /// What it is.
    pub label: Localized,
    /// Where it comes from.
    pub source: Source,
    /// What it has to come to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub expect: Option<Amount>,
    /// Another value that it has to equal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub equals: Option<Slug>,
    /// The column of the table under which it stands, in the row of totals.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub column: Option<Slug>,
    /// Digits after the point; unless set, see [`decimals`](super::decimals).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub decimals: Option<u32>,
    /// Printed bold.
    #[serde(default)]
    pub strong: bool,
}

/// Where a value comes from.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Worked out.
    Formula(Formula),
    /// Typed in; this is the example's.
    Typed(Amount),
}

/// A number, written down or named.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Amount {
    /// The number.
    Plain(f64),
    /// The number of a fact.
    Fact(Slug),
}

/// The bounds within which a result is right.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Expectation {
    /// The smallest.
    pub min: f64,
    /// The largest.
    pub max: f64,
}

impl Expectation {
    /// True if the number is within the bounds, but for what is lost in working with fractions.
    pub fn holds(self, number: f64) -> bool {
        (number >= self.min && number <= self.max) || agrees(number, self.min) || agrees(number, self.max)
    }
}

impl Amount {
    /// The number; `None` if the fact is unknown or is no single number.
    pub fn number(&self, facts: &BTreeMap<Slug, Fact>) -> Option<f64> {
        let Expectation { min, max } = self.bounds(facts)?;
        agrees(min, max).then_some(min)
    }

    /// The bounds that it gives as an expectation; `None` if the fact is unknown or lacks one of them.
    pub fn bounds(&self, facts: &BTreeMap<Slug, Fact>) -> Option<Expectation> {
        match self {
            Self::Plain(number) => Some(Expectation { min: *number, max: *number }),
            Self::Fact(key) => {
                let fact = facts.get(key)?;
                Some(Expectation { min: fact.min?, max: fact.max? })
            }
        }
    }
}

/// True if two numbers are the same but for what is lost in working with fractions.
pub fn agrees(one: f64, other: f64) -> bool {
    (one - other).abs() <= 1e-9 * one.abs().max(other.abs()).max(1.0)
}

impl Part {
    /// Its values, where it has any.
    pub fn values(&self) -> &[Value] {
        match &self.body {
            Body::Fields(_) => &[],
            Body::Table(table) => &table.values,
            Body::Values(values) => values,
        }
    }
}

impl Template {
    /// Changes every text.
    pub fn each_text(&mut self, change: &dyn Fn(&mut Localized)) {
        [&mut self.title, &mut self.lead, &mut self.note].into_iter().for_each(change);
        for part in &mut self.parts {
            [&mut part.title, &mut part.hint].into_iter().for_each(change);
            match &mut part.body {
                Body::Fields(fields) => {
                    for field in fields {
                        [&mut field.label, &mut field.prompt, &mut field.example].into_iter().for_each(change);
                    }
                }
                Body::Table(table) => {
                    table.columns.iter_mut().for_each(|column| change(&mut column.title));
                    for cell in table.rows.iter_mut().flat_map(|row| row.cells.values_mut()) {
                        if let Cell::Text(text) = cell {
                            change(text);
                        }
                    }
                    table.values.iter_mut().for_each(|value| change(&mut value.label));
                }
                Body::Values(values) => values.iter_mut().for_each(|value| change(&mut value.label)),
            }
        }
    }
}
