//! The queries of courses.

use diesel::prelude::*;

use super::picture::PictureFormat;
use crate::db::Conn;
use crate::db::schema::{course_sources, course_versions, courses, media};
use crate::kernel::ids::{CourseId, PersonId, VersionId};
use crate::kernel::{Ctx, Result, Slug, Timestamp};
use crate::on_backend;

/// A version as it is stored.
#[derive(Debug, Clone, Queryable)]
pub struct Stored {
    /// Its id.
    pub id: VersionId,
    /// The course.
    pub course_id: CourseId,
    /// The edition, from 1: learners stay on theirs.
    pub edition: i32,
    /// The revision within the edition, from 1: the newest is shown.
    pub revision: i32,
    /// The course as JSON.
    pub body: String,
    /// Where it came from, in the words of whoever published it.
    pub note: String,
    /// When.
    pub published_at: Timestamp,
}

/// A version to be stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct NewVersion<'a> {
    pub(super) course_id: CourseId,
    pub(super) edition: i32,
    pub(super) revision: i32,
    pub(super) digest: &'a str,
    pub(super) body: &'a str,
    pub(super) note: &'a str,
}

/// Where a version stands, without its text.
#[derive(Debug, Clone, Queryable)]
pub struct VersionLine {
    /// Its id.
    pub id: VersionId,
    /// The edition.
    pub edition: i32,
    /// The revision within the edition.
    pub revision: i32,
    /// The digest of the course when it was published.
    pub digest: String,
    /// Where it came from.
    pub note: String,
    /// When it was published.
    pub published_at: Timestamp,
}

/// The id of a course.
///
/// # Errors
/// The database's.
pub fn find_course(conn: &mut Conn, key: &Slug) -> Result<Option<CourseId>> {
    Ok(courses::table.filter(courses::key.eq(key)).select(courses::id).get_result(conn).optional()?)
}

/// The id of a course, which is added if it is new.
pub(super) fn ensure_course(conn: &mut Conn, ctx: &Ctx, key: &Slug) -> Result<CourseId> {
    let row = (courses::key.eq(key.as_str()), courses::created_at.eq(ctx.now));
    on_backend!(conn, c => diesel::insert_into(courses::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(courses::table.filter(courses::key.eq(key)).select(courses::id).get_result(conn)?)
}

/// Withdraws a course or, without a moment, offers it again; false if it was so before.
pub(super) fn set_withdrawn(conn: &mut Conn, id: CourseId, since: Option<Timestamp>) -> Result<bool> {
    let rows = if since.is_some() {
        let open = courses::table.find(id).filter(courses::withdrawn_at.is_null());
        diesel::update(open).set(courses::withdrawn_at.eq(since)).execute(conn)?
    } else {
        let withdrawn = courses::table.find(id).filter(courses::withdrawn_at.is_not_null());
        diesel::update(withdrawn).set(courses::withdrawn_at.eq(since)).execute(conn)?
    };
    Ok(rows == 1)
}

/// The courses that take no new learners.
pub(super) fn list_withdrawn(conn: &mut Conn) -> Result<Vec<CourseId>> {
    Ok(courses::table.filter(courses::withdrawn_at.is_not_null()).select(courses::id).load(conn)?)
}

type Columns = (
    course_versions::id,
    course_versions::course_id,
    course_versions::edition,
    course_versions::revision,
    course_versions::body,
    course_versions::note,
    course_versions::published_at,
);

const COLUMNS: Columns = (
    course_versions::id,
    course_versions::course_id,
    course_versions::edition,
    course_versions::revision,
    course_versions::body,
    course_versions::note,
    course_versions::published_at,
);

/// The newest revision of a course's newest edition.
///
/// # Errors
/// The database's.
#[expect(clippy::disallowed_methods, reason = "one of many rows, and asked only when something is published")]
pub fn find_newest(conn: &mut Conn, course: CourseId) -> Result<Option<Stored>> {
    Ok(course_versions::table
        .filter(course_versions::course_id.eq(course))
        .order((course_versions::edition.desc(), course_versions::revision.desc()))
        .select(COLUMNS)
        .first(conn)
        .optional()?)
}

/// The newest version of a course with one of these notes.
#[expect(clippy::disallowed_methods, reason = "one of many rows, and asked only when something is published")]
pub(super) fn find_newest_noted(conn: &mut Conn, course: CourseId, notes: &[&str]) -> Result<Option<Stored>> {
    Ok(course_versions::table
        .filter(course_versions::course_id.eq(course))
        .filter(course_versions::note.eq_any(notes))
        .order((course_versions::edition.desc(), course_versions::revision.desc()))
        .select(COLUMNS)
        .first(conn)
        .optional()?)
}

/// One version, also one that has been corrected since.
///
/// # Errors
/// The database's; not found.
pub fn get_version(conn: &mut Conn, id: VersionId) -> Result<Stored> {
    Ok(course_versions::table.find(id).select(COLUMNS).get_result(conn)?)
}

/// When a version was published, and by whom; by nobody, if it came from files.
pub(super) fn find_publishing(conn: &mut Conn, id: VersionId) -> Result<Option<(Timestamp, Option<PersonId>)>> {
    let found = course_versions::table.find(id).select((course_versions::published_at, course_versions::published_by));
    Ok(found.get_result(conn).optional()?)
}

/// The ids of the newest revision of each edition of each course.
///
/// # Errors
/// The database's.
pub fn list_current_ids(conn: &mut Conn) -> Result<Vec<VersionId>> {
    let newer = diesel::alias!(course_versions as newer);
    let is_newer = newer
        .filter(newer.field(course_versions::course_id).eq(course_versions::course_id))
        .filter(newer.field(course_versions::edition).eq(course_versions::edition))
        .filter(newer.field(course_versions::revision).gt(course_versions::revision));
    Ok(course_versions::table
        .filter(diesel::dsl::not(diesel::dsl::exists(is_newer)))
        .order((course_versions::course_id, course_versions::edition))
        .select(course_versions::id)
        .load(conn)?)
}

/// The revisions of an edition before this one, the newest first, at most so many.
pub(super) fn list_revisions_before(
    conn: &mut Conn,
    (course, edition): (CourseId, i32),
    revision: i32,
    most: i64,
) -> Result<Vec<VersionId>> {
    Ok(course_versions::table
        .filter(course_versions::course_id.eq(course))
        .filter(course_versions::edition.eq(edition))
        .filter(course_versions::revision.lt(revision))
        .order(course_versions::revision.desc())
        .select(course_versions::id)
        .limit(most)
        .load(conn)?)
}

/// These versions, in the order of courses and editions.
///
/// # Errors
/// The database's.
pub fn list_versions(conn: &mut Conn, ids: &[VersionId]) -> Result<Vec<Stored>> {
    Ok(course_versions::table
        .filter(course_versions::id.eq_any(ids))
        .order((course_versions::course_id, course_versions::edition, course_versions::revision))
        .select(COLUMNS)
        .load(conn)?)
}

/// The history of a course, the newest first, at most 200 lines.
///
/// # Errors
/// The database's.
pub fn list_history(conn: &mut Conn, course: CourseId) -> Result<Vec<VersionLine>> {
    Ok(course_versions::table
        .filter(course_versions::course_id.eq(course))
        .order((course_versions::edition.desc(), course_versions::revision.desc()))
        .select((
            course_versions::id,
            course_versions::edition,
            course_versions::revision,
            course_versions::digest,
            course_versions::note,
            course_versions::published_at,
        ))
        .limit(200)
        .load(conn)?)
}

pub(super) fn insert_version(conn: &mut Conn, ctx: &Ctx, new: &NewVersion<'_>) -> Result<VersionId> {
    Ok(diesel::insert_into(course_versions::table)
        .values((
            course_versions::course_id.eq(new.course_id),
            course_versions::edition.eq(new.edition),
            course_versions::revision.eq(new.revision),
            course_versions::digest.eq(new.digest),
            course_versions::body.eq(new.body),
            course_versions::note.eq(new.note),
            course_versions::published_at.eq(ctx.now),
            course_versions::published_by.eq(ctx.actor.person()),
        ))
        .returning(course_versions::id)
        .get_result(conn)?)
}

/// Keeps a picture under its digest; the same bytes are kept once.
pub(super) fn insert_picture(conn: &mut Conn, (digest, format): (&str, PictureFormat), bytes: &[u8]) -> Result<()> {
    let row = (media::digest.eq(digest), media::content_type.eq(format.content_type()), media::bytes.eq(bytes));
    on_backend!(conn, c => diesel::insert_into(media::table).values(row).on_conflict_do_nothing().execute(c))?;
    Ok(())
}

/// The content type and the bytes of a picture.
///
/// # Errors
/// The database's.
pub fn find_media(conn: &mut Conn, digest: &str) -> Result<Option<(String, Vec<u8>)>> {
    Ok(media::table.find(digest).select((media::content_type, media::bytes)).get_result(conn).optional()?)
}

/// The pictures with these digests.
///
/// # Errors
/// The database's.
pub fn list_media(conn: &mut Conn, digests: &[String]) -> Result<Vec<(String, Vec<u8>)>> {
    Ok(media::table.filter(media::digest.eq_any(digests)).select((media::digest, media::bytes)).load(conn)?)
}

/// True if the files of this folder were taken up at an earlier start.
///
/// # Errors
/// The database's.
pub fn is_taken_up(conn: &mut Conn, folder: &str, digest: &str) -> Result<bool> {
    let known: Option<String> =
        course_sources::table.find(folder).select(course_sources::digest).get_result(conn).optional()?;
    Ok(known.as_deref() == Some(digest))
}

/// Notes that they were.
///
/// # Errors
/// The database's.
pub fn set_taken_up(conn: &mut Conn, ctx: &Ctx, folder: &str, digest: &str) -> Result<()> {
    let row =
        (course_sources::folder.eq(folder), course_sources::digest.eq(digest), course_sources::read_at.eq(ctx.now));
    let changed = (course_sources::digest.eq(digest), course_sources::read_at.eq(ctx.now));
    on_backend!(conn, c => diesel::insert_into(course_sources::table)
        .values(row)
        .on_conflict(course_sources::folder)
        .do_update()
        .set(changed)
        .execute(c))?;
    Ok(())
}
