//! What lessons and modules were called that are deleted by now.

use std::collections::{BTreeMap, BTreeSet};

use super::course_file::CourseFile;
use super::model::{COURSE_FILE, FileState, lesson_at, lesson_path, module_at};
use super::paragraphs::title_of;
use super::store;
use crate::db::Conn;
use crate::kernel::ids::DraftId;
use crate::kernel::{Lang, Localized, Result};

/// The last titles, by the path of each text of a lesson and of the questions of a module that went. Paths of other files,
/// and modules whose title nobody knows, are left out.
///
/// # Errors
/// The database's.
pub fn list_former_titles(
    conn: &mut Conn,
    id: DraftId,
    gone: &BTreeSet<String>,
) -> Result<BTreeMap<String, Localized>> {
    let mut found = of_lessons(conn, id, gone)?;
    found.extend(of_modules(conn, id, gone)?);
    Ok(found)
}

/// The titles that stand in the last texts of lessons; the key, where none has one.
fn of_lessons(conn: &mut Conn, id: DraftId, gone: &BTreeSet<String>) -> Result<BTreeMap<String, Localized>> {
    let texts_of =
        |(module, lesson, _): (&str, &str, Lang)| Lang::ALL.map(|lang| (lang, lesson_path(module, lesson, lang)));
    let wanted: BTreeSet<String> =
        gone.iter().filter_map(|path| lesson_at(path)).flat_map(texts_of).map(|(_, path)| path).collect();
    let wanted: Vec<String> = wanted.into_iter().collect();
    let texts = store::list_last_texts(conn, id, &wanted)?;
    let texts: BTreeMap<&str, String> = texts.iter().map(|file| (file.path.as_str(), file.text())).collect();
    let titles = |path: &String| {
        let at = lesson_at(path)?;
        let mut titles = Localized::default();
        for (lang, path) in texts_of(at) {
            let title = texts.get(path.as_str()).map(|text| title_of(text)).filter(|title| !title.is_empty());
            if let Some(title) = title {
                titles.set(lang, title.to_owned());
            }
        }
        Some((path.clone(), if titles.is_empty() { Localized::same(at.1) } else { titles }))
    };
    Ok(gone.iter().filter_map(titles).collect())
}

/// The titles that modules had in the course file before their questions went.
fn of_modules(conn: &mut Conn, id: DraftId, gone: &BTreeSet<String>) -> Result<Vec<(String, Localized)>> {
    let paths: Vec<String> = gone.iter().filter(|path| module_at(path).is_some()).cloned().collect();
    let mut found = Vec::new();
    for (path, number) in store::list_last_changes(conn, id, &paths)? {
        let before = store::find_revision_before(conn, id, (COURSE_FILE, number))?;
        let course = before.as_ref().map(FileState::text).and_then(|text| CourseFile::parse(text.as_bytes()));
        let module = course.zip(module_at(&path)).and_then(|(course, key)| course.module(key));
        found.extend(module.filter(|module| !module.title.is_empty()).map(|module| (path.clone(), module.title)));
    }
    Ok(found)
}
