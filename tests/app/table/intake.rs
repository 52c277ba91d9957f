//! The rows of lists of people.

use super::Row;

/// The centre has brought a list that waits.
pub(super) const INTAKE: &[Row] = &[
    ("GET", "/{lang}/centre/people/import", [303, 403, 403, 200, 403]),
    // It is no form with a file.
    ("POST", "/{lang}/centre/people/import", [303, 403, 403, 400, 403]),
    ("GET", "/{lang}/centre/people/import/{list}", [303, 403, 403, 200, 403]),
    // No button was pressed.
    ("POST", "/{lang}/centre/people/import/{list}", [303, 403, 403, 400, 403]),
    // No part of the cards is named.
    ("POST", "/{lang}/centre/people/import/{list}/cards", [303, 403, 403, 400, 403]),
    ("GET", "/{lang}/welcome/{token}", [410; 5]),
    ("POST", "/{lang}/welcome/{token}", [410; 5]),
];
