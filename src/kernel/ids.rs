//! Row identifiers, one type per table, so that a person's id can never be passed for a course's.

use serde::{Deserialize, Serialize};

/// Declares identifiers as newtypes over `i64`, the key type of every table on both databases.
macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident),+ $(,)?) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub i64);

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                self.0.fmt(f)
            }
        }

        impl std::str::FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map(Self)
            }
        }
    )+};
}

ids! {
    /// A person: one account.
    PersonId,
    /// A role held by a person.
    GrantId,
    /// What one browser has after signing in.
    SignInId,
    /// A token by which a program asks.
    ApiTokenId,
    /// A single-use link sent by mail.
    LinkId,
    /// A district or a city of the region.
    DistrictId,
    /// A settlement within a district.
    SettlementId,
    /// A course.
    CourseId,
    /// An immutable published state of a course.
    VersionId,
    /// A course that is being edited.
    DraftId,
    /// A reviewer's signature under a lesson.
    SignatureId,
    /// A file that was brought to a draft.
    UploadId,
    /// A session in person whose skills a trainer confirmed.
    SessionId,
    /// A list of people that the centre brought.
    ListId,
    /// A file that a job makes.
    ExportId,
    /// A person in a course.
    EnrolmentId,
    /// One try at one quiz.
    AttemptId,
    /// A message to the trainers.
    RequestId,
    /// An organisation of volunteers.
    OrganisationId,
    /// That somebody belongs to an organisation, or asked to.
    MembershipId,
    /// A code by which people join an organisation.
    InvitationId,
    /// A run of a course for a group of people.
    GroupId,
    /// That somebody belongs to a group.
    GroupMemberId,
    /// A certificate in the register.
    CertificateId,
    /// A mail in the outbox.
    MailId,
    /// A queued job.
    JobId,
}
