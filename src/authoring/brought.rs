//! Another copy of a course beside its draft: what differs, and what taking files over changes.

use std::collections::BTreeMap;

use super::model::{FileChange, FileState};
use crate::content::files::Files;
use crate::kernel::Lang;

/// How a file differs.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Difference {
    /// The draft does not have it.
    New,
    /// The copy does not have it.
    Gone,
    /// Both have it, with other bytes.
    Changed,
}

/// The files of a draft that are there, by path.
pub(super) type Held = BTreeMap<String, FileState>;

/// Every file that is not the same in both, by path.
pub(super) fn differences_of(held: &Held, files: &Files) -> Vec<(String, Difference)> {
    let mut found: BTreeMap<&String, Difference> = BTreeMap::new();
    for (path, bytes) in files {
        match held.get(path) {
            None => found.insert(path, Difference::New),
            Some(now) if now.content.as_ref() != Some(bytes) => found.insert(path, Difference::Changed),
            Some(_) => None,
        };
    }
    found.extend(held.keys().filter(|path| !files.contains_key(*path)).map(|path| (path, Difference::Gone)));
    found.into_iter().map(|(path, difference)| (path.clone(), difference)).collect()
}

/// What taking over these files changes. `next` is the number that the change will have, `source` the language in which
/// the course is written.
pub(super) fn changes_of(
    (held, files): (&Held, &Files),
    is_taken: impl Fn(&str) -> bool,
    (next, source): (i64, Lang),
) -> Vec<FileChange> {
    let differ: BTreeMap<String, Difference> = differences_of(held, files).into_iter().collect();
    let taken = differ.keys().filter(|path| is_taken(path));
    let change = |path: &String| {
        let now = held.get(path);
        let compared_with = source_path(path, source).and_then(|source| match differ.get(&source) {
            // In the copy the two belong together.
            Some(_) if is_taken(&source) => Some(next),
            None => held.get(&source).map(|file| file.number),
            Some(_) => now.and_then(|now| now.compared_with),
        });
        let seen = now.map(|now| now.number);
        FileChange { path: path.clone(), seen, content: files.get(path).cloned(), compared_with }
    };
    taken.map(change).collect()
}

/// Where the source of a translated lesson is; none for everything else.
fn source_path(path: &str, source: Lang) -> Option<String> {
    let stem = path.strip_suffix(".md").filter(|_| path.starts_with("lessons/"))?;
    let (lesson, code) = stem.rsplit_once('.')?;
    Lang::from_code(code).filter(|lang| *lang != source)?;
    Some(format!("{lesson}.{source}.md"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn file(path: &str, number: i64, text: &str) -> (String, FileState) {
        let content = Some(text.as_bytes().to_vec());
        (path.to_owned(), FileState { path: path.to_owned(), number, compared_with: Some(1), content })
    }

    #[test]
    fn what_is_taken_over_is_changed_and_translations_stay_with_their_source() {
        let held = Held::from([
            file("course.toml", 3, "a"),
            file("lessons/m/l.kk.md", 4, "a"),
            file("lessons/m/l.ru.md", 5, "a"),
            file("lessons/m/same.kk.md", 6, "a"),
            file("lessons/m/same.ru.md", 7, "a"),
            file("questions/old.toml", 8, "a"),
        ]);
        let copy = |path: &str, text: &str| (path.to_owned(), text.as_bytes().to_vec());
        let files = Files::from([
            copy("course.toml", "a"),
            copy("lessons/m/l.kk.md", "b"),
            copy("lessons/m/l.ru.md", "b"),
            copy("lessons/m/same.kk.md", "a"),
            copy("lessons/m/same.ru.md", "b"),
            copy("questions/new.toml", "b"),
        ]);
        let differ = differences_of(&held, &files);
        let kinds: Vec<_> = differ.iter().map(|(path, difference)| (path.as_str(), *difference)).collect();
        assert_eq!(
            kinds,
            [
                ("lessons/m/l.kk.md", Difference::Changed),
                ("lessons/m/l.ru.md", Difference::Changed),
                ("lessons/m/same.ru.md", Difference::Changed),
                ("questions/new.toml", Difference::New),
                ("questions/old.toml", Difference::Gone),
            ]
        );
        let all = changes_of((&held, &files), |_| true, (9, Lang::Kk));
        let compared: Vec<_> = all.iter().map(|change| (change.seen, change.compared_with)).collect();
        let expected = [(Some(4), None), (Some(5), Some(9)), (Some(7), Some(6)), (None, None), (Some(8), None)];
        assert_eq!(compared, expected);
        assert_eq!(all.last().and_then(|change| change.content.as_ref()), None);
        let one = changes_of((&held, &files), |path| path.ends_with("l.ru.md"), (9, Lang::Kk));
        assert_eq!(one.len(), 1);
        assert_eq!(one[0].compared_with, Some(1), "its source was not taken");
    }
}
