//! The rows of reports.

use super::Row;

/// The volunteer coordinates the organisation.
pub(super) const REPORTS: &[Row] = &[
    ("GET", "/{lang}/centre/reports", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/reports.csv", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/reports.xlsx", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/report", [303, 200, 403, 403, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/report.csv", [303, 200, 403, 403, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/report.xlsx", [303, 200, 403, 403, 403]),
    ("GET", "/{lang}/centre/hours", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/hours.csv", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/hours.xlsx", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/hours", [303, 200, 403, 403, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/hours.csv", [303, 200, 403, 403, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/hours.xlsx", [303, 200, 403, 403, 403]),
];
