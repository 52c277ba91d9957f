//! The rows of what programs ask, and of the pages of their tokens.

use super::Row;

/// No token is sent, whatever the cookies are. Without a body `POST` is no JSON; its token is looked at first.
pub(super) const PROGRAMS: &[Row] = &[
    ("GET", "/api/openapi.json", [200; 5]),
    ("GET", "/api/v1/courses", [200; 5]),
    ("GET", "/api/v1/certificates/{number}", [200; 5]),
    ("POST", "/api/v1/certificates/verify", [401; 5]),
    ("GET", "/api/v1/transcript", [401; 5]),
    ("GET", "/api/v1/register", [401; 5]),
    ("GET", "/api/v1/organisations/{organisation}/people", [401; 5]),
    ("GET", "/{lang}/learn/profile/tokens", [303, 200, 200, 200, 200]),
    ("POST", "/{lang}/learn/profile/tokens", [303, 400, 400, 400, 400]),
    ("POST", "/{lang}/learn/profile/tokens/{id}/revoke", [303, 404, 404, 404, 404]),
    ("GET", "/{lang}/centre/tokens", [303, 403, 403, 200, 403]),
    ("POST", "/{lang}/centre/tokens/{id}/revoke", [303, 403, 403, 404, 403]),
];
