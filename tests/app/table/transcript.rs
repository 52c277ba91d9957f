//! The rows of transcripts.

use super::Row;

/// Before the rows of certificates: the volunteer's transcript is not shown to others yet. What is shown: `transcript.rs`.
pub(super) const TRANSCRIPT: &[Row] = &[
    ("GET", "/t/{token}", [303; 5]),
    ("GET", "/{lang}/transcript/{token}", [410; 5]),
    // Leads to the button that switches the address on.
    ("GET", "/{lang}/learn/certificates/transcript/{in}.pdf", [303; 5]),
    ("POST", "/{lang}/learn/certificates/transcript/link", [303; 5]),
    ("POST", "/{lang}/learn/certificates/transcript/link/end", [303; 5]),
];
