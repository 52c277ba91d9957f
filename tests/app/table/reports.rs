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
    ("GET", "/{lang}/coordinator/{organisation}/hours", [303, 200, 403, 403, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/hours.csv", [303, 200, 403, 403, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/hours.xlsx", [303, 200, 403, 403, 403]),
    ("GET", "/{lang}/centre/exports", [303, 403, 403, 200, 403]),
    // It is not said of what.
    ("POST", "/{lang}/centre/exports", [303, 403, 403, 400, 403]),
    // The officer has asked for none; one that is there stands in `files.rs`.
    ("GET", "/{lang}/centre/exports/{export}", [303, 403, 403, 404, 403]),
    ("POST", "/{lang}/centre/exports/{export}", [303, 403, 403, 404, 403]),
    ("GET", "/{lang}/centre/exports/{export}/file", [303, 403, 403, 404, 403]),
];
