//! What the audit log calls things, and the catalogue's words for it: what a new action needs to be readable.

/// Every action, with the key of its words. A test finds an action that is written down and missing here.
pub const ACTIONS: [(&str, &str); 48] = [
    ("account made", "audit-account-made"),
    ("card made", "audit-card-made"),
    ("signed in", "audit-signed-in"),
    ("sign-ins ended", "audit-sign-ins-ended"),
    ("password chosen", "audit-password-chosen"),
    ("password changed", "audit-password-changed"),
    ("password reset", "audit-password-reset"),
    ("reset link made", "audit-reset-link-made"),
    ("e-mail confirmed", "audit-email-confirmed"),
    ("e-mail corrected", "audit-email-corrected"),
    ("another e-mail asked for", "audit-email-asked"),
    ("e-mail changed", "audit-email-changed"),
    ("e-mail change undone", "audit-email-undone"),
    ("own data exported", "audit-own-data-exported"),
    ("erasure planned", "audit-erasure-planned"),
    ("erasure cancelled", "audit-erasure-cancelled"),
    ("account erased", "audit-account-erased"),
    ("request answered", "audit-request-answered"),
    ("profile changed", "audit-profile-changed"),
    ("name corrected", "audit-name-corrected"),
    ("role granted", "audit-role-granted"),
    ("role withdrawn", "audit-role-withdrawn"),
    ("review granted", "audit-review-granted"),
    ("review withdrawn", "audit-review-withdrawn"),
    ("lessons signed", "audit-lessons-signed"),
    ("signature withdrawn", "audit-signature-withdrawn"),
    ("account disabled", "audit-account-disabled"),
    ("account enabled", "audit-account-enabled"),
    ("person looked at", "audit-person-looked-at"),
    ("contact agreed", "audit-contact-agreed"),
    ("contact removed", "audit-contact-removed"),
    ("parental consent received", "audit-parental-received"),
    ("parental consent withdrawn", "audit-parental-withdrawn"),
    ("accounts merged", "audit-accounts-merged"),
    ("mail sent again", "audit-mail-sent-again"),
    ("certificate issued again", "audit-certificate-issued-again"),
    ("certificate revoked", "audit-certificate-revoked"),
    ("certificate reinstated", "audit-certificate-reinstated"),
    ("certificate printed", "audit-certificate-printed"),
    ("course published", "audit-course-published"),
    ("draft made", "audit-draft-made"),
    ("draft put away", "audit-draft-put-away"),
    ("draft taken up again", "audit-draft-taken-up"),
    ("copy left aside", "audit-copy-left"),
    ("setting changed", "audit-setting-changed"),
    ("logo changed", "audit-logo-changed"),
    ("logo removed", "audit-logo-removed"),
    ("job tried again", "audit-job-tried-again"),
];

/// The key of the words of an action; `None` for one of another version of the program.
pub fn words_of(action: &str) -> Option<&'static str> {
    ACTIONS.iter().find(|(known, _)| *known == action).map(|(_, key)| *key)
}

/// The action that this text names, if it is one.
pub fn action_of(text: &str) -> Option<&'static str> {
    ACTIONS.iter().find(|(known, _)| *known == text).map(|(known, _)| *known)
}
