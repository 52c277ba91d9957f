//! The rows of practical certificates.

use super::Row;

/// No session was entered: `practical.rs` does.
pub(super) const CERTIFIED: &[Row] = &[
    ("GET", "/{lang}/centre/practical", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/practical/new", [303, 403, 403, 200, 403]),
    // No form with a file.
    ("POST", "/{lang}/centre/practical/new", [303, 403, 403, 400, 403]),
    ("GET", "/{lang}/centre/practical/{session}", [303, 403, 403, 404, 403]),
];
