//! Publishing into a database and reading from the library.

use erikti::content::compare::Obstacle;
use erikti::content::export::export;
use erikti::content::files::Files;
use erikti::content::import::{Import, Wish, import};
use erikti::content::library::{Library, Setting};
use erikti::content::markdown::Titles;
use erikti::content::prepare::prepare;
use erikti::content::{digest, store};
use erikti::db::Database;
use erikti::kernel::ids::VersionId;
use erikti::kernel::{Actor, Ctx, Lang, Slug, Timestamp};

use crate::harness::database::{TestDatabase, on_both};
use crate::sample::{changed, files, package};

pub(crate) fn ctx() -> Ctx {
    Ctx { now: Timestamp::from_unix(1_780_000_000).expect("a moment"), actor: Actor::Shell }
}

async fn publish(database: &Database, files: &Files, wish: Wish) -> Import {
    let prepared = prepare(package(files)).expect("prepared");
    database.write(move |conn| import(conn, &ctx(), &prepared, wish)).await.expect("imported")
}

fn library() -> Library {
    let titles = |_: Lang| Titles {
        why: "Why",
        good: "Do",
        bad: "Do not",
        call: "Call",
        note: "Note",
        summary: "Keep",
        terms: "Words",
        back: "Back",
    };
    Library::new(Setting {
        titles,
        picture_url: |picture| format!("/media/{}.svg", picture.digest),
        lesson_url: |lang, course, lesson| format!("/{lang}/learn/{course}/{lesson}"),
    })
}

async fn refresh(database: &Database, library: &std::sync::Arc<Library>) {
    let library = std::sync::Arc::clone(library);
    database.read(move |conn| library.refresh(conn)).await.expect("refreshed");
}

fn new_id(import: &Import) -> VersionId {
    match import {
        Import::Correction(id) | Import::NewEdition(id) => *id,
        other => panic!("nothing was published: {other:?}"),
    }
}

#[tokio::test]
async fn the_same_course_twice_is_one_version() {
    on_both(async |database: TestDatabase| {
        assert!(
            matches!(publish(&database, &files(), Wish::Correction).await, Import::NewEdition(_)),
            "the first is edition 1"
        );
        for wish in [Wish::Correction, Wish::NewEdition] {
            assert_eq!(publish(&database, &files(), wish).await, Import::Unchanged);
        }
    })
    .await;
}

#[tokio::test]
async fn a_correction_reaches_learners_and_a_new_edition_does_not() {
    on_both(async |database: TestDatabase| {
        let library = std::sync::Arc::new(library());
        let first = new_id(&publish(&database, &files(), Wish::Correction).await);
        refresh(&database, &library).await;
        let key = Slug::parse("sample").expect("a key");
        let course_id = library.shelf().course("sample").expect("a course").course_id;

        let corrected = changed("course.toml", "In short", "Shortly");
        let second = new_id(&publish(&database, &corrected, Wish::Correction).await);
        let newer = changed("course.toml", "In short", "For the new ones");
        let third = new_id(&publish(&database, &newer, Wish::NewEdition).await);
        refresh(&database, &library).await;

        let shelf = library.shelf();
        assert_eq!(shelf.edition(course_id, 1).map(|version| (version.id, version.revision)), Some((second, 2)));
        assert_eq!(shelf.course("sample").map(|version| (version.id, version.edition)), Some((third, 2)));
        assert_eq!(shelf.catalogue().count(), 1);
        assert!(shelf.version(first).is_none(), "a corrected version is not current");
        let reader = std::sync::Arc::clone(&library);
        let older = database.read(move |conn| reader.version(conn, first)).await.expect("still readable");
        assert_eq!(older.course.summary.get(Lang::En), "In short 100–120*.");

        let lesson = Slug::parse("start").expect("a key");
        let published = shelf.course("sample").expect("a course");
        let (lang, page) = published.lesson(&lesson, Lang::Ru).expect("a lesson");
        assert_eq!(lang, Lang::Kk, "a language that the course lacks falls back to its first");
        assert!(page.html.contains("/kk/learn/sample/start"));
        assert_eq!(published.lesson_title(&lesson, Lang::En), "The start");
        let history = database.read(move |conn| store::list_history(conn, course_id)).await.expect("a history");
        assert_eq!(
            history.iter().map(|line| (line.edition, line.revision)).collect::<Vec<_>>(),
            [(2, 1), (1, 2), (1, 1)]
        );
        let written = database.read(move |conn| export(conn, &key)).await.expect("exported");
        assert_eq!(digest::of_course(&package(&written).course), digest::of_course(&package(&newer).course));
        assert_eq!(package(&written), package(&newer), "pictures come back as well");
    })
    .await;
}

#[tokio::test]
async fn a_correction_that_costs_progress_is_refused() {
    on_both(async |database: TestDatabase| {
        publish(&database, &files(), Wish::Correction).await;
        let harder = changed("course.toml", "pass_percent = 80", "pass_percent = 85");
        let first = Slug::parse("first").expect("a key");
        assert_eq!(
            publish(&database, &harder, Wish::Correction).await,
            Import::Refused(vec![Obstacle::TestHarder(first)])
        );
        let mut renamed = changed("course.toml", "key = \"start\"", "key = \"begin\"");
        for lang in ["kk", "en"] {
            let lesson = renamed.remove(&format!("lessons/first/start.{lang}.md")).expect("a lesson");
            let text = String::from_utf8(lesson).expect("text").replace("lesson:start", "lesson:begin");
            renamed.insert(format!("lessons/first/begin.{lang}.md"), text.into_bytes());
        }
        for file in ["questions/first.toml", "templates/budget.toml"] {
            let text = String::from_utf8(renamed[file].clone()).expect("text");
            renamed.insert(file.to_owned(), text.replace("\"start\"", "\"begin\"").into_bytes());
        }
        let (begin, start) = (Slug::parse("begin").expect("a key"), Slug::parse("start").expect("a key"));
        let expected = Import::Refused(vec![Obstacle::LessonRemoved(start), Obstacle::LessonAdded(begin)]);
        assert_eq!(publish(&database, &renamed, Wish::Correction).await, expected);
        assert!(matches!(publish(&database, &renamed, Wish::NewEdition).await, Import::NewEdition(_)));
    })
    .await;
}

#[tokio::test]
async fn a_bundled_course_never_replaces_the_centres_own() {
    on_both(async |database: TestDatabase| {
        assert!(matches!(publish(&database, &files(), Wish::Bundled).await, Import::NewEdition(_)));
        assert_eq!(publish(&database, &files(), Wish::Bundled).await, Import::Unchanged);
        let updated = changed("course.toml", "In short", "Shortly");
        assert!(matches!(publish(&database, &updated, Wish::Bundled).await, Import::Correction(_)));
        let harder = changed("course.toml", "pass_percent = 80", "pass_percent = 85");
        assert!(
            matches!(publish(&database, &harder, Wish::Bundled).await, Import::NewEdition(_)),
            "learners keep their rules"
        );
        let own = changed("course.toml", "In short", "Our own words");
        publish(&database, &own, Wish::NewEdition).await;
        assert_eq!(publish(&database, &files(), Wish::Bundled).await, Import::Kept);
    })
    .await;
}
