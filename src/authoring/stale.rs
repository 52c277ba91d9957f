//! How many translations of a draft are stale: for those who ask from outside, without opening it.

use std::collections::BTreeMap;

use super::course_file::CourseFile;
use super::model::{COURSE_FILE, Draft, FileState, lesson_path};
use super::paragraphs;
use super::store;
use crate::db::Conn;
use crate::kernel::Result;

/// The lessons of a draft with a translation whose source has changed since: one for each language.
///
/// # Errors
/// The database's.
pub fn count_stale(conn: &mut Conn, draft: &Draft) -> Result<usize> {
    let states = store::list_states(conn, draft.id)?;
    let sources = states.iter().filter(|file| file.compared_with.is_none());
    let sources: BTreeMap<&str, i64> = sources.filter_map(|file| Some((lesson_of(&file.path)?, file.number))).collect();
    let is_other = |file: &FileState| {
        let now = lesson_of(&file.path).and_then(|lesson| sources.get(lesson));
        file.compared_with.is_some_and(|seen| now.is_some_and(|now| *now != seen))
    };
    // Most drafts have none, and then no text is read.
    if !states.iter().any(is_other) {
        return Ok(0);
    }
    let files: BTreeMap<String, FileState> =
        store::list_texts(conn, draft.id)?.into_iter().map(|file| (file.path.clone(), file)).collect();
    let Some(course) = files.get(COURSE_FILE).and_then(|file| CourseFile::parse(file.text().as_bytes())) else {
        return Ok(0);
    };
    let candidates = candidates(&course, &files);
    let wanted: Vec<(String, i64)> =
        candidates.iter().flat_map(|one| one.earlier_paths.iter().map(|path| (path.clone(), one.seen))).collect();
    let earlier = store::list_revisions(conn, draft.id, &wanted)?;
    let is_stale = |one: &&Candidate<'_>| {
        let before = earlier
            .iter()
            .find(|then| then.number == one.seen && then.content.is_some() && one.earlier_paths.contains(&then.path));
        let before = before.map_or_else(|| one.source.text(), FileState::text);
        paragraphs::count_stale(&before, &one.source.text(), &one.translation.text()) > 0
    };
    Ok(candidates.iter().filter(is_stale).count())
}

/// A lesson's path without language and ending.
fn lesson_of(path: &str) -> Option<&str> {
    Some(path.strip_prefix("lessons/")?.strip_suffix(".md")?.rsplit_once('.')?.0)
}

/// A translation that was compared with another revision of its source than the one of now.
struct Candidate<'a> {
    source: &'a FileState,
    translation: &'a FileState,
    seen: i64,
    /// Where the source may have stood then: a lesson may have been in another module.
    earlier_paths: Vec<String>,
}

fn candidates<'a>(course: &CourseFile, files: &'a BTreeMap<String, FileState>) -> Vec<Candidate<'a>> {
    let (modules, languages) = (course.modules(), course.languages());
    let mut found = Vec::new();
    let Some((first, others)) = languages.split_first() else { return found };
    for module in &modules {
        for lesson in &module.lessons {
            let Some(source) = files.get(&lesson_path(&module.key, &lesson.key, *first)) else { continue };
            let earlier_paths: Vec<String> =
                modules.iter().map(|module| lesson_path(&module.key, &lesson.key, *first)).collect();
            for lang in others {
                let translation = files.get(&lesson_path(&module.key, &lesson.key, *lang));
                let seen = translation.and_then(|file| file.compared_with).filter(|seen| *seen != source.number);
                if let (Some(translation), Some(seen)) = (translation, seen) {
                    found.push(Candidate { source, translation, seen, earlier_paths: earlier_paths.clone() });
                }
            }
        }
    }
    found
}
