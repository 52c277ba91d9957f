//! What is told of a course's files, in words: for pages and for the command line alike.

use super::files::archive::{ArchiveFault, LARGEST, MOST_BYTES, MOST_FILES};
use crate::i18n::{t, t_with};
use crate::kernel::Lang;

/// Why an archive is not read.
pub fn archive_fault(lang: Lang, fault: &ArchiveFault) -> String {
    let limit = |key, limit: usize| t_with(lang, key, &[("limit", limit.into())]);
    let at = |key, path: &str| t_with(lang, key, &[("path", path.into())]);
    match fault {
        ArchiveFault::TooLarge => limit("archive-too-large", LARGEST / 1_000_000),
        ArchiveFault::NoArchive => t(lang, "archive-none").to_owned(),
        ArchiveFault::Encrypted => t(lang, "archive-encrypted").to_owned(),
        ArchiveFault::TooManyFiles => limit("archive-too-many", MOST_FILES),
        ArchiveFault::UnpacksTooLarge => {
            limit("archive-unpacks-too-large", usize::try_from(MOST_BYTES / 1_000_000).unwrap_or(usize::MAX))
        }
        ArchiveFault::StrangePath(path) => at("archive-strange-path", path),
        ArchiveFault::Twice(path) => at("archive-twice", path),
        ArchiveFault::Damaged(path) => at("archive-damaged", path),
        ArchiveFault::NoCourse => t(lang, "archive-no-course").to_owned(),
    }
}
