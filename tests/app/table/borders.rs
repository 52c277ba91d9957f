//! The rows of districts and settlements.

use super::Row;

pub(super) const BORDERS: &[Row] = &[
    ("GET", "/{lang}/centre/places", [303, 403, 403, 200, 403]),
    ("GET", "/{lang}/centre/places/new", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/places/new", [303, 403, 403, 422, 403]),
    ("GET", "/{lang}/centre/places/districts/{district}", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/places/districts/{district}", [303, 403, 403, 422, 403]),
    ("GET", "/{lang}/centre/places/districts/{district}/new", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/places/districts/{district}/new", [303, 403, 403, 422, 403]),
    ("POST", "/{lang}/centre/places/districts/{district}/end", [303, 403, 403, 422, 403]),
    // It has no end.
    ("POST", "/{lang}/centre/places/districts/{district}/undo", [303, 403, 403, 303, 403]),
    ("GET", "/{lang}/centre/places/settlements/{settlement}", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/places/settlements/{settlement}", [303, 403, 403, 422, 403]),
    ("POST", "/{lang}/centre/places/settlements/{settlement}/end", [303, 403, 403, 422, 403]),
    ("POST", "/{lang}/centre/places/settlements/{settlement}/undo", [303, 403, 403, 303, 403]),
];
