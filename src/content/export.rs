//! A published course back into files.

use super::files::{self, Files};
use super::import::course_of;
use super::model::Package;
use super::store;
use crate::db::Conn;
use crate::kernel::{Error, Result, Slug};

/// The newest version of a course as files.
///
/// # Errors
/// The database's; not found, if there is no such course.
pub fn export(conn: &mut Conn, key: &Slug) -> Result<Files> {
    let course_id = store::find_course(conn, key)?.ok_or(Error::NotFound)?;
    let course = course_of(&store::find_newest(conn, course_id)?.ok_or(Error::NotFound)?)?;
    let digests: Vec<String> = course.pictures.values().map(|picture| picture.digest.clone()).collect();
    let kept = store::list_media(conn, &digests)?;
    let bytes_of = |digest: &str| kept.iter().find(|(kept, _)| kept == digest).map(|(_, bytes)| bytes.clone());
    let pictures = course.pictures.iter();
    let pictures = pictures.filter_map(|(key, picture)| Some((key.clone(), bytes_of(&picture.digest)?))).collect();
    Ok(files::write(&Package { course, pictures }))
}
