//! The rows of second factors.

use super::Row;

/// Nobody stands at a second step, and the form is empty.
pub(super) const SECOND: &[Row] = &[
    ("GET", "/{lang}/sign-in/code", [303; 5]),
    ("POST", "/{lang}/sign-in/code", [303; 5]),
    ("GET", "/{lang}/learn/profile/second-factor", [303, 200, 200, 200, 200]),
    ("POST", "/{lang}/learn/profile/second-factor", [303, 422, 422, 422, 422]),
    ("POST", "/{lang}/learn/profile/second-factor/confirm", [303, 400, 400, 400, 400]),
    ("POST", "/{lang}/centre/people/{id}/second-factor", [303, 403, 403, 422, 403]),
];
