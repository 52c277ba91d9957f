//! Whether the example of a template works out as the facts say, at the place where it does not.

use std::collections::BTreeMap;

use super::notes::Notes;
use super::table::Table;
use crate::content::message::{Arg, Code, Message};
use crate::content::model::Fact;
use crate::content::template::{
    self, Amount, Body, Cell, Entry, Expectation, Formula, Row, Source, Template, Worked, agrees, work_out,
};
use crate::kernel::Slug;

/// Notes every number that is out of bounds and every result that is not what it has to be. The template was read
/// from the table without mistakes, so their lists stand side by side.
pub(super) fn judge(template: &Template, root: &Table<'_>, facts: &BTreeMap<Slug, Fact>, notes: &Notes) {
    let judge = Judge { notes, facts, worked: work_out(template, facts) };
    for (part, written) in template.parts.iter().zip(root.tables("part")) {
        if let Body::Table(table) = &part.body {
            for (index, (row, written)) in table.rows.iter().zip(written.tables("row")).enumerate() {
                judge.bounds(table, row, &written);
                judge.row((&part.key, index), table, (row, &written));
            }
        }
        for (value, written) in part.values().iter().zip(written.tables("value")) {
            judge.value(value, &written);
        }
    }
}

struct Judge<'a> {
    notes: &'a Notes,
    facts: &'a BTreeMap<Slug, Fact>,
    worked: Worked,
}

impl Judge<'_> {
    /// The numbers that were typed in.
    fn bounds(&self, table: &template::Table, row: &Row, written: &Table<'_>) {
        for column in &table.columns {
            let (Entry::Number { min, max, .. }, Some(Cell::Number(amount))) =
                (&column.entry, row.cells.get(&column.key))
            else {
                continue;
            };
            let Some(number) = amount.number(self.facts) else { continue };
            let bound = |amount: &Option<Amount>| amount.as_ref().and_then(|amount| amount.number(self.facts));
            let (low, high) = (bound(min).filter(|min| number < *min), bound(max).filter(|max| number > *max));
            if let (Some(bound), Some(cell)) = (low.or(high), written.get(column.key.as_str())) {
                let beyond = if low.is_some() { Code::BelowBound } else { Code::AboveBound };
                let args = [Arg::number(number), Arg::number(bound)];
                self.notes.mistake(&cell.place(), Message::new(beyond, args));
            }
        }
    }

    /// What the formulas of a row come to.
    fn row(&self, (part, index): (&Slug, usize), table: &template::Table, (row, written): (&Row, &Table<'_>)) {
        for column in &table.columns {
            let Some(formula) = column.formula() else { continue };
            match self.worked.cell(part, index, &column.key) {
                None => self.no_result(formula, &|name| self.worked.cell(part, index, name).is_some(), written),
                Some(number) => self.expect(number, row.expect.as_ref(), written),
            }
        }
    }

    /// Told where it begins, and not again for what follows from it.
    fn no_result(&self, formula: &Formula, has_number: &dyn Fn(&Slug) -> bool, written: &Table<'_>) {
        if formula.names().into_iter().all(|(name, is_sum)| is_sum || has_number(name)) {
            self.notes.mistake(&written.place(), Code::NoResult);
        }
    }

    fn value(&self, value: &template::Value, written: &Table<'_>) {
        let Some(number) = self.worked.value(&value.key) else {
            if let Source::Formula(formula) = &value.source {
                self.no_result(formula, &|name| self.worked.value(name).is_some(), written);
            }
            return;
        };
        self.expect(number, value.expect.as_ref(), written);
        let other = value.equals.as_ref().and_then(|key| Some((key, self.worked.value(key)?, written.get("equals")?)));
        if let Some((key, other, at)) = other.filter(|(_, other, _)| !agrees(number, *other)) {
            let args = [Arg::number(number), key.into(), Arg::number(other)];
            self.notes.mistake(&at.place(), Message::new(Code::ResultOther, args));
        }
    }

    fn expect(&self, number: f64, expected: Option<&Amount>, written: &Table<'_>) {
        let Some((amount, at)) = expected.zip(written.get("expect")) else { return };
        let Some(bounds) = amount.bounds(self.facts).filter(|bounds| !bounds.holds(number)) else { return };
        let Expectation { min, max } = bounds;
        let range = if agrees(min, max) { min.to_string() } else { format!("{min} to {max}") };
        let message = match amount {
            Amount::Plain(_) => Message::new(Code::ResultExpected, [Arg::number(number), range.as_str().into()]),
            Amount::Fact(key) => {
                Message::new(Code::ResultFact, [Arg::number(number), key.into(), range.as_str().into()])
            }
        };
        self.notes.mistake(&at.place(), message);
    }
}
