//! One message from the last page to the next: a key of the catalogue in a short-lived cookie, never a text.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse};

use super::cookies;

const COOKIE: &str = "flash";

/// Messages that may be shown once on the next page.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Flash(pub &'static str);

/// Every message; a cookie that says anything else is ignored.
const KNOWN: &[&str] = &[
    "flash-question-elsewhere",
    "flash-merged",
    "flash-merged-before",
    "flash-job-again",
    "flash-mails-queued",
    "flash-name-corrected",
    "flash-name-reissued",
    "flash-signed-in",
    "flash-signed-out",
    "flash-confirmed",
    "flash-confirm-sent",
    "flash-profile-saved",
    "flash-password-changed",
    "flash-password-chosen",
    "flash-parent-noted",
    "flash-contact-saved",
    "flash-contact-removed",
    "flash-lesson-done",
    "flash-enrolled",
    "flash-moved-over",
    "flash-mail-queued",
    "flash-mail-contact",
    "flash-transcript-on",
    "flash-transcript-off",
    "flash-transcript-first",
    "flash-transcript-letter",
    "flash-hours-many",
    "flash-export-many",
    "flash-export-names",
    "flash-renewal-open",
    "flash-renewal-no",
    "flash-revoked",
    "flash-reinstated",
    "flash-suspended",
    "flash-practical-issued",
    "flash-email-corrected",
    "flash-granted",
    "flash-withdrawn",
    "flash-disabled",
    "flash-enabled",
    "flash-answer-saved",
    "flash-already-so",
    "flash-mail-held",
    "flash-mail-nobodys",
    "flash-own-password-changed",
    "flash-sign-ins-ended",
    "flash-signed-out-everywhere",
    "flash-change-email-sent",
    "flash-change-email-cancelled",
    "flash-email-changed",
    "flash-email-undone",
    "flash-asked",
    "flash-answered",
    "flash-group-made",
    "flash-group-changed",
    "flash-group-closed",
    "flash-group-reopened",
    "flash-group-code",
    "flash-group-joined",
    "flash-group-left",
    "flash-group-removed",
    "flash-group-deleted",
    "flash-group-used",
    "flash-answered-before",
    "flash-erasure-planned",
    "flash-erasure-cancelled",
    "flash-erasure-planned-centre",
    "flash-review-granted",
    "flash-review-withdrawn",
    "flash-review-name",
    "flash-review-name-first",
    "flash-review-signed",
    "flash-review-changed",
    "flash-review-unread",
    "flash-signature-withdrawn",
    "flash-picture-added",
    "flash-draft-saved",
    "flash-draft-same",
    "flash-draft-undone",
    "flash-draft-restored",
    "flash-draft-lesson-back",
    "flash-draft-meanwhile",
    "flash-draft-put-away",
    "flash-draft-taken-up",
    "flash-draft-other",
    "flash-draft-begun",
    "flash-draft-open",
    "flash-draft-corrected",
    "flash-draft-new-edition",
    "flash-draft-first",
    "flash-draft-published-same",
    "flash-regrade-begun",
    "flash-test-time-over",
    "flash-birth-year-saved",
    "flash-mail-no-address",
    "flash-course-withdrawn",
    "flash-course-offered",
    "flash-exchange-crowded",
    "flash-archive-begun",
    "flash-archive-open",
    "flash-incoming-left",
    "flash-organisation-made",
    "flash-organisation-renamed",
    "flash-organisation-closed",
    "flash-organisation-reopened",
    "flash-coordinator-made",
    "flash-coordinator-ended",
    "flash-membership-asked",
    "flash-membership-joined",
    "flash-membership-left",
    "flash-membership-accepted",
    "flash-membership-declined",
    "flash-membership-decided",
    "flash-membership-removed",
    "flash-invitation-made",
    "flash-invitation-ended",
    "flash-second-step-gone",
    "flash-second-gone",
    "flash-second-ended",
    "flash-second-reset",
    "flash-recovery-used",
    "flash-intake-cancelled",
    "flash-intake-nobody",
    "flash-intake-closed",
    "flash-intake-no-cards",
    "flash-intake-cards-meanwhile",
    "flash-membership-put",
    "flash-membership-choose",
    "flash-membership-organisation-closed",
    "flash-membership-ended-by-centre",
    "flash-membership-put-untold",
    "flash-membership-ended-untold",
    "flash-token-revoked",
    "flash-place-added",
    "flash-place-renamed",
    "flash-place-ended",
    "flash-place-planned",
    "flash-place-moved",
    "flash-place-move-planned",
    "flash-place-taken-back",
    "flash-place-removed",
    "flash-place-spelling-removed",
    "flash-group-made-before",
];

/// The message of the last page.
pub fn read(request: &HttpRequest) -> Option<Flash> {
    let said = cookies::find(request, COOKIE)?;
    KNOWN.iter().copied().find(|key| *key == said).map(Flash)
}

/// A cookie that is gone after the next page.
pub fn cookie(key: &'static str) -> Cookie<'static> {
    debug_assert!(KNOWN.contains(&key), "{key} is not a known message");
    Cookie::build(COOKIE, key)
        .path("/")
        .http_only(true)
        .same_site(SameSite::Lax)
        .max_age(Duration::seconds(30))
        .finish()
}

/// Removes the message once it has been shown.
pub fn clear() -> Cookie<'static> {
    let mut cookie = Cookie::build(COOKIE, "").path("/").http_only(true).same_site(SameSite::Lax).finish();
    cookie.make_removal();
    cookie
}

/// Go on at another page (303), with a message there.
pub fn redirect_with(to: &str, key: &'static str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).cookie(cookie(key)).finish()
}

/// Go on at another page (303).
pub fn redirect(to: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, to)).finish()
}
