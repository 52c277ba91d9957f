//! What a new course begins with.

use super::course_file::{CourseFile, languages_mut, lines, put, set_localized};
use super::model::COURSE_FILE;
use crate::content::files::Files;
use crate::kernel::{Lang, Localized, Slug};

/// What is known of a new course.
#[derive(Debug, Clone)]
pub(super) struct NewCourse {
    pub(super) key: Slug,
    /// The first is the one in which it is written.
    pub(super) languages: Vec<Lang>,
    pub(super) title: Localized,
}

/// The files of a new course: everything that has to be written still is there, and empty, so that the checks name it.
pub(super) fn files(new: &NewCourse) -> Option<Files> {
    let codes: Vec<String> = new.languages.iter().map(|lang| format!("\"{lang}\"")).collect();
    let text = format!(
        "key = \"{}\"\nlanguages = [{}]\nhours = 1\n\n[certificate]\nkind = \"theory\"\n",
        new.key,
        codes.join(", ")
    );
    let mut file = CourseFile::parse(text.as_bytes())?;
    let empty = empty(&new.languages);
    set_localized(file.root_mut(), "title", &new.title, &new.languages);
    set_localized(file.root_mut(), "summary", &empty, &new.languages);
    let outcomes = languages_mut(file.root_mut(), "outcomes")?;
    for lang in &new.languages {
        put(outcomes, lang.code(), lines(&[]));
    }
    set_localized(file.root_mut(), "limits", &empty, &new.languages);
    if let Some(certificate) = file.root_mut().get_mut("certificate").and_then(toml_edit::Item::as_table_mut) {
        set_localized(certificate, "title", &new.title, &new.languages);
    }
    Some(Files::from([(COURSE_FILE.to_owned(), file.into_text().into_bytes())]))
}

/// An empty text in each of these languages.
pub(super) fn empty(languages: &[Lang]) -> Localized {
    let mut texts = Localized::default();
    for lang in languages {
        texts.set(*lang, String::new());
    }
    texts
}
