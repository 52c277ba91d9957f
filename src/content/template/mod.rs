//! One-page templates: forms to print or to open as a spreadsheet, each with a worked example.
//!
//! A template says what is written where, and how its numbers are worked out; the example's sums are never
//! written down but worked out ([`work_out`]), and checked against the facts when a course is read. Formulas are
//! a closed little language ([`Formula`]): they name what stands before them, so there are no circles.

mod formula;
mod model;
mod worked;

pub use formula::{Formula, FormulaError, Names};
pub use model::{
    Amount, Body, Cell, Column, Entry, Expectation, FormField, Part, Row, Source, Table, Template, Value, agrees,
};
pub use worked::{Worked, decimals, work_out};
