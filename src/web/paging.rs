//! Long lists, a page at a time.

use super::form::Fields;

/// Rows on a page.
pub const PER_PAGE: i64 = 50;

/// Which page of a list, from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PageNumber(i64);

impl PageNumber {
    /// From `?page=`; the first page if it is missing or no number.
    pub fn of(query: &Fields) -> Self {
        Self(query.get("page").parse().unwrap_or(1).clamp(1, 1_000_000))
    }

    /// The number, from 1.
    pub const fn number(self) -> i64 {
        self.0
    }

    /// Rows before this page.
    pub const fn offset(self) -> i64 {
        (self.0 - 1) * PER_PAGE
    }

    /// How many pages so many rows make, at least one.
    pub const fn pages(rows: i64) -> i64 {
        if rows <= PER_PAGE { 1 } else { (rows + PER_PAGE - 1) / PER_PAGE }
    }
}
