//! The rows of groups. That another trainer's group is nothing to a trainer, `groups.rs` shows of each.

use super::Row;

/// The group is the trainer's; the spare person belongs to it.
pub(super) const GROUPS: &[Row] = &[
    ("GET", "/{lang}/learn/groups", [303, 200, 200, 200, 200]),
    // No button was pressed.
    ("POST", "/{lang}/learn/groups", [303, 400, 400, 400, 400]),
    ("GET", "/{lang}/join/group/{code}", [303, 200, 200, 200, 200]),
    ("POST", "/{lang}/join/group/{code}", [303; 5]),
    ("GET", "/{lang}/trainer/groups", [303, 403, 200, 200, 403]),
    ("GET", "/{lang}/trainer/groups/new", [303, 403, 200, 200, 403]),
    ("POST", "/{lang}/trainer/groups/new", [303, 403, 422, 422, 403]),
    ("GET", "/{lang}/trainer/groups/{group}", [303, 403, 200, 200, 403]),
    ("GET", "/{lang}/trainer/groups/{group}/edit", [303, 403, 200, 200, 403]),
    ("POST", "/{lang}/trainer/groups/{group}/edit", [303, 403, 422, 422, 403]),
    ("GET", "/{lang}/trainer/groups/{group}/people.csv", [303, 403, 200, 200, 403]),
    ("GET", "/{lang}/trainer/groups/{group}/people/{id}", [303, 403, 200, 200, 403]),
    // The trainer took them out, so the centre does not find them.
    ("POST", "/{lang}/trainer/groups/{group}/people/{id}/remove", [303, 403, 303, 404, 403]),
    // Somebody joined it, so it stays.
    ("POST", "/{lang}/trainer/groups/{group}/remove", [303, 403, 303, 303, 403]),
    ("GET", "/{lang}/coordinator/{organisation}/groups", [303, 200, 403, 403, 403]),
    ("POST", "/{lang}/trainer/groups/{group}/close", [303, 403, 303, 303, 403]),
    ("POST", "/{lang}/trainer/groups/{group}/reopen", [303, 403, 303, 303, 403]),
    ("POST", "/{lang}/trainer/groups/{group}/code", [303, 403, 303, 303, 403]),
];
