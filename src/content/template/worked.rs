//! The example of a template, worked out.

use std::collections::BTreeMap;

use super::formula::Names;
use super::model::{Body, Cell, Column, Row, Source, Table, Template, agrees};
use crate::content::model::Fact;
use crate::kernel::Slug;

/// The numbers of an example.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Worked {
    rows: BTreeMap<Slug, Vec<BTreeMap<Slug, f64>>>,
    values: BTreeMap<Slug, f64>,
}

impl Worked {
    /// The number in a row of a table; `None` if there is none.
    pub fn cell(&self, part: &Slug, row: usize, column: &Slug) -> Option<f64> {
        self.rows.get(part)?.get(row)?.get(column).copied()
    }

    /// A value; `None` if it could not be worked out.
    pub fn value(&self, key: &Slug) -> Option<f64> {
        self.values.get(key).copied()
    }

    /// All numbers of a column of a table.
    pub fn column<'a>(&'a self, part: &Slug, column: &'a Slug) -> impl Iterator<Item = f64> + 'a {
        self.rows.get(part).into_iter().flatten().filter_map(move |row| row.get(column).copied())
    }
}

/// Works out every row and value, in the order of the page.
pub fn work_out(template: &Template, facts: &BTreeMap<Slug, Fact>) -> Worked {
    let mut worked = Worked::default();
    for part in &template.parts {
        if let Body::Table(table) = &part.body {
            let rows = table.rows.iter().map(|example| row(table, example, facts)).collect();
            worked.rows.insert(part.key.clone(), rows);
        }
        for value in part.values() {
            let number = match &value.source {
                Source::Typed(amount) => amount.number(facts),
                Source::Formula(formula) => {
                    let name = |name: &Slug| worked.value(name);
                    let sum = |column: &Slug| Some(worked.column(&part.key, column).sum());
                    formula.work_out(Names { name: &name, sum: &sum })
                }
            };
            worked.values.extend(number.map(|number| (value.key.clone(), number)));
        }
    }
    worked
}

/// The numbers of one row, from left to right.
fn row(table: &Table, example: &Row, facts: &BTreeMap<Slug, Fact>) -> BTreeMap<Slug, f64> {
    let mut numbers: BTreeMap<Slug, f64> = BTreeMap::new();
    for column @ Column { key, .. } in table.columns.iter().filter(|column| column.is_number()) {
        let number = match (column.formula(), example.cells.get(key)) {
            (Some(formula), _) => {
                let name = |name: &Slug| numbers.get(name).copied();
                formula.work_out(Names { name: &name, sum: &|_| None })
            }
            (None, Some(Cell::Number(amount))) => amount.number(facts),
            (None, _) => None,
        };
        numbers.extend(number.map(|number| (key.clone(), number)));
    }
    numbers
}

/// How many digits after the point a number is shown with unless its value says so: none if it is whole or above
/// 1000, else one.
pub fn decimals(number: f64) -> u32 {
    u32::from(!agrees(number, number.round()) && number.abs() <= 1000.0)
}
