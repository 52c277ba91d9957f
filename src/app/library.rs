//! Courses at start: the bundled ones, or a folder's, published if they are new, then read into memory.

use std::path::Path;

use super::build::StartError;
use crate::authoring::{Brought, Edits, FilesIn, Folder, publish_files};
use crate::config::ConfigError;
use crate::content::bundled::{self, Source};
use crate::content::files::{Mistake, shared};
use crate::content::import::{Import, Wish};
use crate::content::library::Setting;
use crate::content::markdown::Titles;
use crate::content::model::{Course, Package, Picture};
use crate::content::prepare::prepare;
use crate::content::{Library, store};
use crate::db::{Conn, Database};
use crate::i18n::t;
use crate::kernel::{Ctx, Error, Lang, Result, Slug, Timestamp};
use crate::reviews::{self, Demand};
use crate::settings::{self, Settings};

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
    picture.address()
}

fn lesson_url(lang: Lang, course: &Slug, lesson: &Slug) -> String {
    format!("/{lang}/learn/{course}/lessons/{lesson}")
}

/// Publishes what is new and reads all current versions. Files that were taken up at an earlier start are not read
/// again. A course with mistakes does not keep the others away: the log says which file and line, and its former
/// version stays.
///
/// # Errors
/// The database's; a setting that names a folder which cannot be read, or that of one course.
pub(super) async fn load(db: &Database, ctx: &Ctx, folder: Option<&Path>) -> Result<Library, StartError> {
    let (sources, wish) = match folder {
        None => (bundled::all(), Wish::Bundled),
        Some(folder) => (of_folder(folder)?, Wish::Correction),
    };
    for source in sources {
        take_up(db, ctx, &source, wish).await?;
    }
    Ok(read(db).await?)
}

/// Whether the folder of courses that the settings name would keep a server from starting.
///
/// # Errors
/// It cannot be read, or it is the folder of one course.
pub fn refuse_unreadable(folder: &Path) -> Result<(), ConfigError> {
    of_folder(folder).map(drop)
}

/// The courses of the folder that the settings name.
fn of_folder(folder: &Path) -> Result<Vec<Source>, ConfigError> {
    refuse_one_course(folder)?;
    let found = bundled::of_folder(folder).map_err(|cause| {
        let folder = folder.display();
        ConfigError(format!(
            "the courses in {folder} cannot be read ({cause}): look at the folder, or set ERIKTI_COURSES"
        ))
    })?;
    if found.is_empty() {
        tracing::warn!(
            folder = %folder.display(),
            "there is no course in the folder of courses (ERIKTI_COURSES): each stands in a folder of its own there, with a \
             course.toml"
        );
    }
    Ok(found)
}

/// The folder of one course, where that of all courses is wanted, would be an empty catalogue.
fn refuse_one_course(folder: &Path) -> Result<(), ConfigError> {
    if !folder.join("course.toml").is_file() {
        return Ok(());
    }
    let above = std::path::absolute(folder).ok().and_then(|folder| folder.parent().map(Path::to_owned));
    let above = above.map_or_else(|| "the folder above it".to_owned(), |above| above.display().to_string());
    Err(ConfigError(format!(
        "{} is the folder of one course (it has a course.toml): set ERIKTI_COURSES to the folder in which each course has a \
         folder of its own, such as {above}",
        folder.display()
    )))
}

/// Publishes a course, unless its files are those of an earlier start.
async fn take_up(db: &Database, ctx: &Ctx, source: &Source, wish: Wish) -> Result<()> {
    let (folder, digest) = (source.folder.clone(), source.digest());
    let (asked, known) = (folder.clone(), digest.clone());
    if db.read(move |conn| store::is_taken_up(conn, &asked, &known)).await? {
        return Ok(());
    }
    if publish(db, ctx, &folder, source.read(), wish).await? {
        let ctx = ctx.clone();
        db.write(move |conn| store::set_taken_up(conn, &ctx, &folder, &digest)).await?;
    }
    Ok(())
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

fn tell_mistakes(name: &str, mistakes: &[Mistake]) {
    for mistake in mistakes {
        // As seen from the folder of courses, where shared lessons stand as well.
        let file = shared::on_disk(Path::new(name), &mistake.file).display().to_string();
        tracing::error!(course = name, "{}", Mistake { file, ..mistake.clone() });
    }
    tracing::error!(course = name, mistakes = mistakes.len(), "the course was not published; an earlier version stays");
}

/// True if the course is now, or was already, what the files say, or if the centre has a version of its own.
async fn publish(
    db: &Database,
    ctx: &Ctx,
    name: &str,
    course: std::result::Result<Package, Vec<Mistake>>,
    wish: Wish,
) -> Result<bool> {
    let package = match course {
        Ok(package) => package,
        Err(mistakes) => {
            tell_mistakes(name, &mistakes);
            return Ok(false);
        }
    };
    let prepared = prepare(package)?;
    let folder = Folder::of(name, &prepared)?;
    let demands = demands_of(&prepared.package.course, &db.read(settings::load).await?, ctx.now);
    let own = ctx.clone();
    let write = move |conn: &mut Conn| publish_files(conn, &own, (&prepared, &folder), (wish, Edits::Stay), &demands);
    let done = match db.write(write).await? {
        FilesIn::Import(done) => done,
        FilesIn::Edited(Brought::Before) => return Ok(true),
        FilesIn::Edited(Brought::Waits(draft)) => {
            tracing::warn!(
                course = name,
                draft = draft.0,
                "the files of a course were changed, and the course was edited in the browser: nothing was published, and its \
                 draft shows what differs"
            );
            return Ok(true);
        }
        FilesIn::Unsigned(_, missing) => {
            tracing::warn!(
                course = name,
                missing = missing.len(),
                "a course waits beside its draft: it is not published before the signatures that are demanded stand"
            );
            return Ok(true);
        }
    };
    match done {
        Import::Unchanged | Import::Kept | Import::Edited(_) => {}
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
            return Ok(false);
        }
    }
    Ok(true)
}

/// The signatures that a course needs before it is published: by its own word, or the centre's.
pub fn demands_of(course: &Course, settings: &Settings, now: Timestamp) -> Vec<Demand> {
    let subjects = reviews::demanded(&course.reviews, settings);
    if subjects.is_empty() {
        return Vec::new();
    }
    reviews::demands(&Library::new(setting()).look_at(course, now, ""), &subjects)
}

#[cfg(test)]
#[path = "../../tests/harness/folder.rs"]
mod folder;

#[cfg(test)]
mod tests {
    use std::fs;
    use std::path::PathBuf;

    use diesel::prelude::*;

    use super::folder::copy;
    use super::*;
    use crate::db::DatabaseUrl;
    use crate::db::schema::{course_sources, course_versions};
    use crate::kernel::{Actor, Timestamp};

    /// A copy of the tests' courses, and a database for them.
    struct Place {
        folder: tempfile::TempDir,
        db: Database,
        ctx: Ctx,
    }

    impl Place {
        async fn new() -> Self {
            let folder = tempfile::tempdir().expect("a folder");
            copy(&Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library"), &folder.path().join("courses"));
            let db = Database::open(&DatabaseUrl::Sqlite(folder.path().join("erikti.db"))).expect("a database");
            db.migrate().await.expect("migrated");
            let ctx = Ctx { now: Timestamp::from_unix(1_800_000_000).expect("a moment"), actor: Actor::System };
            Self { folder, db, ctx }
        }

        fn courses(&self) -> PathBuf {
            self.folder.path().join("courses")
        }

        /// How many courses there are after a start.
        async fn start(&self) -> usize {
            let library = load(&self.db, &self.ctx, Some(&self.courses())).await.expect("loaded");
            library.shelf().catalogue().count()
        }

        async fn refusal(&self, folder: &Path) -> String {
            let refused = load(&self.db, &self.ctx, Some(folder)).await.expect_err("an empty catalogue");
            assert!(matches!(refused, StartError::Config(_)), "a setting's mistake: {refused:?}");
            refused.to_string()
        }
    }

    async fn state(db: &Database) -> (Vec<String>, i64) {
        db.read(|conn| {
            let digests =
                course_sources::table.order(course_sources::folder).select(course_sources::digest).load(conn)?;
            Ok((digests, course_versions::table.count().get_result(conn)?))
        })
        .await
        .expect("the database answers")
    }

    #[tokio::test]
    async fn files_are_taken_up_once_and_again_when_they_change_and_never_with_mistakes() {
        let place = Place::new().await;
        let (db, courses) = (&place.db, place.courses());

        assert_eq!(place.start().await, 2);
        let first = state(db).await;
        assert_eq!((first.0.len(), first.1), (2, 2));
        // Whatever is noted as taken up is not read: the version is not made again though it is gone.
        let forget = |conn: &mut crate::db::Conn| Ok(diesel::delete(course_versions::table).execute(conn)?);
        db.write(forget).await.expect("forgotten");
        assert_eq!(place.start().await, 0);
        assert_eq!(state(db).await, (first.0.clone(), 0));

        let file = courses.join("leadership/course.toml");
        let sound = fs::read_to_string(&file).expect("a course");
        fs::write(&file, sound.replace("key = \"leadership\"", "key = \"leadership\"\nunknown = 1")).expect("written");
        place.start().await;
        assert_eq!(state(db).await, (first.0.clone(), 0), "mistakes are not noted: they are told at each start");
        fs::write(&file, format!("{sound}\n# A remark\n")).expect("written");
        assert_eq!(place.start().await, 1);
        let changed = state(db).await;
        assert_eq!(changed.1, 1);
        assert!(changed.0 != first.0 && changed.0[0] == first.0[0], "the changed folder alone is read again");
    }

    #[tokio::test]
    async fn a_folder_of_one_course_and_one_that_is_missing_are_mistakes_in_the_settings() {
        let place = Place::new().await;
        let (_, courses) = (&place.db, place.courses());
        let said = place.refusal(&courses.join("leadership")).await;
        assert!(said.contains("ERIKTI_COURSES") && said.ends_with(&courses.display().to_string()), "{said}");
        let missing = courses.join("missing");
        let said = place.refusal(&missing).await;
        assert!(said.contains("ERIKTI_COURSES") && said.contains(&missing.display().to_string()), "{said}");
        assert_eq!(place.start().await, 2);
    }

    #[tokio::test]
    async fn a_change_of_a_shared_lesson_is_a_correction_of_every_course_that_names_it() {
        let place = Place::new().await;
        let (db, courses) = (&place.db, place.courses());
        let lesson = courses.join("shared/manners");
        fs::create_dir_all(&lesson).expect("a folder");
        fs::write(lesson.join("lesson.toml"), "minutes = 1\n").expect("written");
        let say = |text: &str| {
            for lang in Lang::ALL {
                fs::write(lesson.join(format!("lesson.{lang}.md")), format!("# Manners\n\n{text}\n")).expect("written");
            }
        };
        say("You come in.");
        for course in ["first-aid", "leadership"] {
            let file = courses.join(course).join("course.toml");
            let text = fs::read_to_string(&file).expect("a course");
            let named =
                text.replacen("[modules.test]", "[[modules.lessons]]\nshared = \"manners\"\n\n[modules.test]", 1);
            fs::write(&file, named).expect("written");
        }

        assert_eq!(place.start().await, 2);
        let first = state(db).await;
        place.start().await;
        assert_eq!(state(db).await, first);
        say("You go out.");
        assert_eq!(place.start().await, 2);
        let changed = state(db).await;
        assert_eq!(changed.1, 4, "each of the two courses has a correction");
        assert!(changed.0.iter().zip(&first.0).all(|(now, before)| now != before));
    }
}
