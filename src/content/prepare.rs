//! What is done to a course before a transaction begins.

use super::digest;
use super::model::Package;
use crate::kernel::{Error, Result};

/// A course ready to be stored: digest and text are made outside of the transaction.
#[derive(Debug, Clone)]
pub struct Prepared {
    /// The course and its pictures.
    pub package: Package,
    /// See [`digest::of_course`].
    pub digest: String,
    /// The course as JSON.
    pub body: String,
}

/// Makes a course ready to be stored.
///
/// # Errors
/// None in practice: a course is always writable as JSON.
pub fn prepare(package: Package) -> Result<Prepared> {
    let digest = digest::of_course(&package.course);
    let body = serde_json::to_string(&package.course).map_err(Error::internal)?;
    Ok(Prepared { package, digest, body })
}
