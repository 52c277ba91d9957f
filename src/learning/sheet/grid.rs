//! The columns of a sheet, which all parts of a form share, and how high a row has to be.

use crate::content::template::{Body, Column, Template};

/// The columns of a sheet, by their widths in characters.
#[derive(Debug, Clone)]
pub(super) struct Grid {
    pub(super) widths: Vec<f64>,
    /// Where single numbers stand.
    pub(super) numbers: usize,
}

/// What fits on a sheet of A4, upright and across, in characters.
const UPRIGHT: f64 = 96.0;
const ACROSS: f64 = 140.0;
/// Of a form without tables: labels and what is written beside them.
const LABELS: [u32; 2] = [3, 7];
/// The height of a line, in points, and of the space around it.
const LINE: f64 = 13.5;
const SPACE: f64 = 3.0;

impl Grid {
    /// Columns after the table that has the most of them.
    pub(super) fn of(template: &Template) -> Self {
        let tables = template.parts.iter().filter_map(|part| match &part.body {
            Body::Table(table) => Some(table),
            Body::Fields(_) | Body::Values(_) => None,
        });
        // The first of several that are equally wide.
        let widest = tables.reduce(|one, other| if other.columns.len() > one.columns.len() { other } else { one });
        let shares: Vec<u32> =
            widest.map_or_else(|| LABELS.to_vec(), |table| table.columns.iter().map(|column| column.width).collect());
        let last_number = widest.and_then(|table| table.columns.iter().rposition(Column::is_number));
        let whole = if template.landscape { ACROSS } else { UPRIGHT };
        let sum: u32 = shares.iter().sum();
        let widths: Vec<f64> = shares.iter().map(|share| whole * f64::from(*share) / f64::from(sum.max(1))).collect();
        let numbers = last_number.unwrap_or(widths.len() - 1).max(1);
        Self { widths, numbers }
    }

    pub(super) fn last(&self) -> usize {
        self.widths.len() - 1
    }

    /// From which column to which each of several shares goes: as near to its share as whole columns allow, and at
    /// least one.
    pub(super) fn spans(&self, shares: &[u32]) -> Vec<(usize, usize)> {
        let (sum, whole) = (f64::from(shares.iter().sum::<u32>().max(1)), self.widths.iter().sum::<f64>());
        let (mut spans, mut first, mut wanted) = (Vec::new(), 0, 0.0);
        for (index, share) in shares.iter().enumerate() {
            wanted += whole * f64::from(*share) / sum;
            // The others need a column each.
            let latest = self.widths.len().saturating_sub(shares.len() - index);
            let until = |end: usize| self.widths.iter().take(end + 1).sum::<f64>();
            let nearest =
                (first..=latest).min_by(|a, b| (until(*a) - wanted).abs().total_cmp(&(until(*b) - wanted).abs()));
            let last = if index + 1 == shares.len() { self.last() } else { nearest.unwrap_or(latest) };
            spans.push((first, last));
            first = last + 1;
        }
        spans
    }

    /// Labels, and what is written beside them.
    pub(super) fn labels(&self) -> ((usize, usize), (usize, usize)) {
        match self.spans(&LABELS).as_slice() {
            [label, text] => (*label, *text),
            _ => ((0, 0), (self.last(), self.last())),
        }
    }

    /// The height that words take between two columns, in points: viewers do not all fit rows to joined cells.
    pub(super) fn height(&self, (first, last): (usize, usize), text: &str, scale: f64) -> f64 {
        let width: f64 = self.widths.iter().take(last + 1).skip(first).sum();
        // A word that does not fit goes to the next line, so that a line is seldom full.
        let per_line = (width / scale * 0.9).max(1.0);
        let lines: f64 = text.lines().map(|line| (characters(line) / per_line).ceil().max(1.0)).sum();
        lines.max(1.0) * LINE * scale + SPACE
    }

    /// The height of lines to be written on by hand, in points.
    pub(super) fn lines(count: u32) -> f64 {
        f64::from(count) * 18.0
    }
}

fn characters(line: &str) -> f64 {
    f64::from(u32::try_from(line.chars().count()).unwrap_or(u32::MAX))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_share_gets_columns_and_all_columns_are_used() {
        let grid = |widths: &[f64]| Grid { widths: widths.to_vec(), numbers: 1 };
        let budget = grid(&[28.0, 28.0, 11.0, 11.0, 18.0]);
        assert_eq!(budget.spans(&[5, 5, 2, 2, 3]), [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]);
        assert_eq!(budget.spans(&[6, 6, 3]), [(0, 0), (1, 3), (4, 4)]);
        assert_eq!(budget.spans(&[1, 1, 1, 12]), [(0, 0), (1, 1), (2, 2), (3, 4)]);
        assert_eq!(grid(&[5.0, 5.0]).spans(&[12, 1]), [(0, 0), (1, 1)]);
        assert_eq!(budget.labels(), ((0, 0), (1, 4)));
    }

    #[test]
    fn long_words_get_high_rows() {
        let grid = Grid { widths: vec![10.0, 30.0], numbers: 1 };
        let (short, long) = ("а".repeat(20), "а".repeat(100));
        assert!(grid.height((1, 1), &short, 1.0) < grid.height((1, 1), &long, 1.0));
        assert!(grid.height((0, 1), &long, 1.0) < grid.height((1, 1), &long, 1.0));
    }
}
