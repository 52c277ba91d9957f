//! Signatures under lessons.

use std::collections::HashMap;

use crate::kernel::ids::{PersonId, SignatureId};
use crate::kernel::{ReviewKind, Slug, Timestamp};

/// Somebody's signature under a lesson as it is with a digest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Signature {
    /// Its id.
    pub id: SignatureId,
    /// Who signed.
    pub person: PersonId,
    /// What was signed, see [`super::digest`].
    pub digest: String,
    /// The name to which the reviewer agreed; empty for none.
    pub shown_name: String,
    /// When.
    pub at: Timestamp,
}

/// Where a signature stands: course, lesson, kind.
pub(super) type Under = (Slug, Slug, ReviewKind);

/// Every standing signature, the earliest first.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Signatures(pub(super) HashMap<Under, Vec<Signature>>);

impl Signatures {
    /// The signatures of a kind under a lesson as it is with this digest.
    pub fn of<'a>(&'a self, under: &Under, digest: &'a str) -> impl Iterator<Item = &'a Signature> {
        self.0.get(under).into_iter().flatten().filter(move |signature| signature.digest == digest)
    }

    /// True if anything of this kind was ever signed under this lesson, also as it was before.
    pub fn has_any(&self, under: &Under) -> bool {
        self.0.contains_key(under)
    }
}

/// What learners are told of one review of a lesson.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// What was reviewed.
    pub kind: ReviewKind,
    /// Who agreed to be named.
    pub names: Vec<String>,
    /// The last of the signatures.
    pub at: Timestamp,
}

/// A signature that a course needs before it is published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Demand {
    /// The lesson.
    pub lesson: Slug,
    /// What is to be signed.
    pub kind: ReviewKind,
    /// The lesson as it is.
    pub digest: String,
}
