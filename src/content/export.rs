//! A published course back into files.

use super::files::{self, Files};
use super::import::course_of;
use super::model::Package;
pub use super::store::VersionLine;
use super::store::{self, Stored};
use crate::db::Conn;
use crate::kernel::ids::{PersonId, VersionId};
use crate::kernel::{Error, Result, Slug, Timestamp};

/// The newest version of a course as files.
///
/// # Errors
/// The database's; not found, if there is no such course.
pub fn export(conn: &mut Conn, key: &Slug) -> Result<Files> {
    export_newest(conn, key).map(|(_, files)| files)
}

/// The same, with the version that it is.
///
/// # Errors
/// The database's; not found, if there is no such course.
pub fn export_newest(conn: &mut Conn, key: &Slug) -> Result<(VersionId, Files)> {
    let course_id = store::find_course(conn, key)?.ok_or(Error::NotFound)?;
    let newest = store::find_newest(conn, course_id)?.ok_or(Error::NotFound)?;
    Ok((newest.id, files_of(conn, &newest)?))
}

/// Any version as files, also one that has been corrected since.
///
/// # Errors
/// The database's; not found.
pub fn export_version(conn: &mut Conn, id: VersionId) -> Result<Files> {
    let stored = store::get_version(conn, id)?;
    files_of(conn, &stored)
}

/// One of the versions of a course as files.
///
/// # Errors
/// The database's; not found, if there is no such version or it is another course's.
pub fn export_version_of(conn: &mut Conn, key: &Slug, id: VersionId) -> Result<Files> {
    let stored = store::get_version(conn, id)?;
    if store::find_course(conn, key)? == Some(stored.course_id) {
        files_of(conn, &stored)
    } else {
        Err(Error::NotFound)
    }
}

/// The versions of a course, the newest first, at most 200.
///
/// # Errors
/// The database's.
pub fn list_versions(conn: &mut Conn, key: &Slug) -> Result<Vec<VersionLine>> {
    match store::find_course(conn, key)? {
        Some(course) => store::list_history(conn, course),
        None => Ok(Vec::new()),
    }
}

/// The newest version of a course; none if nothing of it was ever published.
///
/// # Errors
/// The database's.
pub fn newest_version(conn: &mut Conn, key: &Slug) -> Result<Option<VersionId>> {
    let Some(course_id) = store::find_course(conn, key)? else { return Ok(None) };
    Ok(store::find_newest(conn, course_id)?.map(|newest| newest.id))
}

/// When a version was published, and by whom; by nobody, if it came from files.
///
/// # Errors
/// The database's.
pub fn find_publishing(conn: &mut Conn, version: VersionId) -> Result<Option<(Timestamp, Option<PersonId>)>> {
    store::find_publishing(conn, version)
}

fn files_of(conn: &mut Conn, stored: &Stored) -> Result<Files> {
    let course = course_of(stored)?;
    let digests: Vec<String> = course.pictures.values().map(|picture| picture.digest.clone()).collect();
    let kept = store::list_media(conn, &digests)?;
    let bytes_of = |digest: &str| kept.iter().find(|(kept, _)| kept == digest).map(|(_, bytes)| bytes.clone());
    let pictures = course.pictures.iter();
    let pictures = pictures.filter_map(|(key, picture)| Some((key.clone(), bytes_of(&picture.digest)?))).collect();
    Ok(files::write(&Package { course, pictures }))
}
