//! The rows of practical certificates, and of lists that are checked at the gate.

use super::Row;

/// No session was entered: `practical.rs` does.
pub(super) const PRACTICE: &[Row] = &[
    // Staff and coordinators; the volunteer of the site coordinates an organisation.
    ("GET", "/{lang}/check", [303, 200, 200, 200, 200]),
    // No form with a file.
    ("POST", "/{lang}/check", [303, 400, 400, 400, 400]),
    ("GET", "/{lang}/coordinator/{organisation}/event", [303, 200, 403, 403, 403]),
    ("POST", "/{lang}/coordinator/{organisation}/event", [303, 422, 403, 403, 403]),
    ("GET", "/{lang}/centre/practical", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/practical/new", [303, 403, 403, 200, 403]),
    // No form with a file.
    ("POST", "/{lang}/centre/practical/new", [303, 403, 403, 400, 403]),
    ("GET", "/{lang}/centre/practical/{session}", [303, 403, 403, 404, 403]),
    ("GET", "/{lang}/centre/practical/{session}/certificates.pdf", [303, 403, 403, 404, 403]),
];
