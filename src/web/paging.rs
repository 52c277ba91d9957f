//! Long lists, a page at a time.

use super::form::Fields;
use crate::kernel::Result;

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

    /// This page, or the last one that so many rows make: a list may have become shorter since its link was made.
    #[must_use]
    pub const fn within(self, rows: i64) -> Self {
        let last = Self::pages(rows);
        if self.0 > last { Self(last) } else { self }
    }

    /// How many pages so many rows make, at least one.
    pub const fn pages(rows: i64) -> i64 {
        if rows <= PER_PAGE { 1 } else { (rows + PER_PAGE - 1) / PER_PAGE }
    }
}

/// Reads a page of a list with the number of all its rows; the last page, if there are fewer by now. `read` is given offset
/// and limit.
///
/// # Errors
/// Those of `read`.
pub fn read_within<T>(
    wanted: PageNumber,
    mut read: impl FnMut((i64, i64)) -> Result<(Vec<T>, i64)>,
) -> Result<(Vec<T>, i64, PageNumber)> {
    let (found, total) = read((wanted.offset(), PER_PAGE))?;
    let current = wanted.within(total);
    if current == wanted {
        return Ok((found, total, current));
    }
    let (found, total) = read((current.offset(), PER_PAGE))?;
    Ok((found, total, current))
}

/// The address of a list with what was searched, for [`super::ui::pager`]: it ends with `?` or `&`.
pub fn list_address(path: &str, searched: &[(&str, &str)]) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    let filled = searched.iter().filter(|(_, value)| !value.is_empty());
    let query = query.extend_pairs(filled).finish();
    if query.is_empty() { format!("{path}?") } else { format!("{path}?{query}&") }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_past_the_end_is_the_last_one() {
        let page = |number: &str| PageNumber::of(&Fields(vec![("page".to_owned(), number.to_owned())]));
        assert_eq!(page("7").within(101).number(), 3);
        assert_eq!(page("2").within(101).number(), 2);
        assert_eq!(page("7").within(0).number(), 1);
        assert_eq!(page("-1").number(), 1);
    }

    #[test]
    fn the_address_of_a_list_keeps_what_was_searched() {
        assert_eq!(list_address("/en/x", &[("search", "")]), "/en/x?");
        assert_eq!(list_address("/en/x", &[("search", "a&b"), ("course", "")]), "/en/x?search=a%26b&");
    }
}
