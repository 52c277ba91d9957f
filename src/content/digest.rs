//! What makes two states of a course the same.

use sha2::{Digest, Sha256};

use super::model::Course;
use crate::kernel::secret::hex;

/// SHA-256 of the course in its canonical form, 64 hexadecimal characters. It does not depend on how the files
/// were laid out, and it covers the pictures, because the model holds their digests. Compare digests made by
/// the same release only: a later one may know more fields.
///
/// # Panics
/// Never: keys are slugs, so every map of the model can be written as JSON.
pub fn of_course(course: &Course) -> String {
    // Fields are written in the order of the types and maps in the order of their keys, so equal courses give
    // equal text.
    let canonical = serde_json::to_vec(course).expect("a course is always writable as JSON");
    let mut hash = Sha256::new();
    hash.update(b"erikti course 1\n");
    hash.update(&canonical);
    hex(&hash.finalize())
}

/// SHA-256 of a picture's bytes, 64 hexadecimal characters: the name under which it is kept.
pub fn of_bytes(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes))
}
