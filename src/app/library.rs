//! Courses at start: the bundled ones, or a folder's, published if they are new, then read into memory.

use std::path::Path;

use crate::content::files::{self, Mistake};
use crate::content::import::{Import, Wish, import};
use crate::content::library::Setting;
use crate::content::markdown::Titles;
use crate::content::model::{Package, Picture};
use crate::content::prepare::prepare;
use crate::content::{Library, bundled};
use crate::db::Database;
use crate::i18n::t;
use crate::kernel::{Ctx, Error, Lang, Result, Slug};

/// The words and addresses that the platform puts into lessons.
fn setting() -> Setting {
    Setting { titles, picture_url, lesson_url }
}

fn titles(lang: Lang) -> Titles<'static> {
    Titles {
        why: t(lang, "lesson-why"),
        good: t(lang, "lesson-do"),
        bad: t(lang, "lesson-do-not"),
        call: t(lang, "lesson-call"),
        note: t(lang, "lesson-note"),
        summary: t(lang, "lesson-summary"),
        terms: t(lang, "lesson-terms"),
        back: t(lang, "lesson-term-back"),
    }
}

fn picture_url(picture: &Picture) -> String {
    format!("/media/{}.svg", picture.digest)
}

fn lesson_url(lang: Lang, course: &Slug, lesson: &Slug) -> String {
    format!("/{lang}/learn/{course}/lessons/{lesson}")
}

/// Imports what is new and reads all current versions. A course with mistakes does not keep the others away: the
/// log says which file and line, and its former version stays.
///
/// # Errors
/// The database's; a folder that cannot be read.
pub(super) async fn load(db: &Database, ctx: &Ctx, folder: Option<&Path>) -> Result<Library> {
    match folder {
        None => {
            for found in bundled::all() {
                publish(db, ctx, &found.folder, found.course, Wish::Bundled).await?;
            }
        }
        Some(folder) => {
            for (name, course) in read_folder(folder)? {
                publish(db, ctx, &name, course, Wish::Correction).await?;
            }
        }
    }
    read(db).await
}

/// Reads all current versions and publishes nothing.
///
/// # Errors
/// The database's.
pub(super) async fn read(db: &Database) -> Result<Library> {
    let library = Library::new(setting());
    let library = std::sync::Arc::new(library);
    let filled = std::sync::Arc::clone(&library);
    db.read(move |conn| filled.refresh(conn)).await?;
    std::sync::Arc::try_unwrap(library).map_err(|_| Error::internal("the library is still being filled"))
}

type Found = (String, std::result::Result<Package, Vec<Mistake>>);

/// Every folder in a folder is a course.
fn read_folder(folder: &Path) -> Result<Vec<Found>> {
    let failed =
        |error: std::io::Error| Error::while_doing(&format!("reading the courses in {}", folder.display()), error);
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.join("course.toml").is_file() {
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let reading = files::read(&files::read_folder(&path).map_err(failed)?);
            found.push((name, reading.package.ok_or(reading.mistakes)));
        }
    }
    found.sort_by(|(one, _), (other, _)| one.cmp(other));
    Ok(found)
}

async fn publish(
    db: &Database,
    ctx: &Ctx,
    name: &str,
    course: std::result::Result<Package, Vec<Mistake>>,
    wish: Wish,
) -> Result<()> {
    let package = match course {
        Ok(package) => package,
        Err(mistakes) => {
            for mistake in &mistakes {
                tracing::error!(course = name, "{name}/{mistake}");
            }
            tracing::error!(
                course = name,
                mistakes = mistakes.len(),
                "the course was not published; an earlier version stays"
            );
            return Ok(());
        }
    };
    let (prepared, ctx) = (prepare(package)?, ctx.clone());
    match db.write(move |conn| import(conn, &ctx, &prepared, wish)).await? {
        Import::Unchanged | Import::Kept => {}
        Import::Correction(version) => {
            tracing::info!(course = name, version = version.0, "published a correction of a course");
        }
        Import::NewEdition(version) => {
            tracing::info!(
                course = name,
                version = version.0,
                "published a new edition of a course; who has begun an earlier one stays there or moves over"
            );
        }
        Import::Refused(obstacles) => {
            tracing::error!(course = name, ?obstacles, "the course cannot be a correction; import it as a new edition");
        }
    }
    Ok(())
}
