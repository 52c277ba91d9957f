//! A course as a ZIP archive of its files, both ways.
//!
//! Nothing that an archive says of itself is believed: bytes are counted while they are unpacked, paths are those that a
//! course's files can have, and nothing is written anywhere. An archive is read as a whole or not at all.

use std::collections::BTreeSet;
use std::io::{Cursor, Read, Write};

use zip::result::ZipError;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use super::Files;

/// The largest archive that is read, in bytes.
pub const LARGEST: usize = 20_000_000;
/// The most that its files may weigh together, unpacked, in bytes.
pub const MOST_BYTES: u64 = 50_000_000;
/// The most entries in it, folders included.
pub const MOST_FILES: usize = 3_000;
/// The longest path.
const LONGEST_PATH: usize = 200;

/// Why an archive is not read. Nothing of it is taken then.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ArchiveFault {
    /// More bytes than an archive of a course has.
    TooLarge,
    /// It is no ZIP archive, or a damaged one.
    NoArchive,
    /// It can be read with a password alone.
    Encrypted,
    /// More files than a course has.
    TooManyFiles,
    /// More bytes unpacked than a course has.
    UnpacksTooLarge,
    /// A path that leads out of the folder, a link, or letters that no file of a course has.
    StrangePath(String),
    /// A path that is there twice, or in big and small letters.
    Twice(String),
    /// A file that cannot be unpacked.
    Damaged(String),
    /// There is no `course.toml`, neither at the top nor in one folder around everything.
    NoCourse,
}

/// The files as an archive, in a folder of this name. The same files give the same bytes.
///
/// # Errors
/// None in practice: it is written to memory.
pub fn pack(folder: &str, files: &Files) -> Result<Vec<u8>, ZipError> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().compression_method(CompressionMethod::Deflated);
    for (path, bytes) in files {
        zip.start_file(format!("{folder}/{path}"), options)?;
        zip.write_all(bytes)?;
    }
    Ok(zip.finish()?.into_inner())
}

/// The files of an archive; one folder around all of them is taken away.
///
/// # Errors
/// Why it is not read.
pub fn unpack(bytes: &[u8]) -> Result<Files, ArchiveFault> {
    if bytes.len() > LARGEST {
        return Err(ArchiveFault::TooLarge);
    }
    let mut zip = ZipArchive::new(Cursor::new(bytes)).map_err(|_| ArchiveFault::NoArchive)?;
    if zip.len() > MOST_FILES {
        return Err(ArchiveFault::TooManyFiles);
    }
    if zip.has_duplicate_names() {
        return Err(ArchiveFault::Twice("…".to_owned()));
    }
    let (mut files, mut folded, mut left) = (Files::new(), BTreeSet::new(), MOST_BYTES);
    for place in 0..zip.len() {
        // Its name is wanted although it may be encrypted.
        let Some(path) = path_of(&mut zip, place)? else { continue };
        let content = content(&mut zip, place, (&path, &mut left))?;
        if !folded.insert(path.to_lowercase()) {
            return Err(ArchiveFault::Twice(shown(&path)));
        }
        files.insert(path, content);
    }
    within_folder(files).ok_or(ArchiveFault::NoCourse)
}

type Archive<'a> = ZipArchive<Cursor<&'a [u8]>>;

/// The path of an entry; none for folders and for what other programs put beside the files.
fn path_of(zip: &mut Archive<'_>, place: usize) -> Result<Option<String>, ArchiveFault> {
    let entry = zip.by_index_raw(place).map_err(|_| ArchiveFault::NoArchive)?;
    let raw = String::from_utf8_lossy(entry.name_raw()).into_owned();
    let (is_link, is_encrypted) = (entry.is_symlink(), entry.encrypted());
    let bare = raw.strip_suffix('/').unwrap_or(&raw);
    if is_link || !is_fit(bare) {
        let is_beside = bare.starts_with("__MACOSX/") || bare == "__MACOSX";
        return if is_beside && !is_link { Ok(None) } else { Err(ArchiveFault::StrangePath(shown(&raw))) };
    }
    if is_encrypted {
        return Err(ArchiveFault::Encrypted);
    }
    let is_left_out = raw.ends_with('/') || bare.split('/').any(|part| part.starts_with('.') || part == "__MACOSX");
    Ok((!is_left_out).then_some(raw))
}

/// What an entry unpacks to, counted while it does.
fn content(zip: &mut Archive<'_>, place: usize, (path, left): (&str, &mut u64)) -> Result<Vec<u8>, ArchiveFault> {
    let damaged = || ArchiveFault::Damaged(shown(path));
    let entry = zip.by_index(place).map_err(|_| damaged())?;
    let mut content = Vec::new();
    let read = entry.take(*left + 1).read_to_end(&mut content).map_err(|_| damaged())?;
    let read = u64::try_from(read).unwrap_or(u64::MAX);
    *left = left.checked_sub(read).ok_or(ArchiveFault::UnpacksTooLarge)?;
    Ok(content)
}

/// A path of letters that files of courses have, which stays within the folder.
fn is_fit(path: &str) -> bool {
    let is_letter = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.');
    let is_part = |part: &str| {
        !part.is_empty() && part != "." && part != ".." && part.bytes().all(is_letter) && !part.ends_with('.')
    };
    path.len() <= LONGEST_PATH && path.split('/').all(is_part)
}

/// As much of a path as fits into a sentence.
fn shown(path: &str) -> String {
    path.chars().filter(|letter| !letter.is_control()).take(80).collect()
}

fn within_folder(files: Files) -> Option<Files> {
    if files.contains_key("course.toml") {
        return Some(files);
    }
    let folder = format!("{}/", files.keys().next()?.split('/').next()?);
    let count = files.len();
    let inner = |(path, bytes): (String, Vec<u8>)| Some((path.strip_prefix(&folder)?.to_owned(), bytes));
    let inner: Files = files.into_iter().filter_map(inner).collect();
    (inner.len() == count && inner.contains_key("course.toml")).then_some(inner)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn packed(entries: &[(&str, &[u8])]) -> Vec<u8> {
        let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
        for (path, bytes) in entries {
            zip.start_file(*path, SimpleFileOptions::default()).expect("a part");
            zip.write_all(bytes).expect("memory");
        }
        zip.finish().expect("memory").into_inner()
    }

    #[test]
    fn what_is_packed_is_unpacked() {
        let files = Files::from([
            ("course.toml".to_owned(), b"key = \"a\"".to_vec()),
            ("lessons/a/b.kk.md".to_owned(), "# Ә\n".as_bytes().to_vec()),
        ]);
        let archive = pack("a", &files).expect("packed");
        assert_eq!(unpack(&archive), Ok(files.clone()));
        assert_eq!(pack("a", &files).expect("packed"), archive);
        let bare: Vec<_> = files.iter().map(|(path, bytes)| (path.as_str(), bytes.as_slice())).collect();
        assert_eq!(unpack(&packed(&bare)), Ok(files));
        let beside = packed(&[("a/course.toml", b""), ("__MACOSX/a/._x", b"1"), ("a/.DS_Store", b"2")]);
        assert_eq!(unpack(&beside).expect("a course").len(), 1);
    }

    #[test]
    fn strange_paths_are_refused() {
        assert_eq!(unpack(b"no archive"), Err(ArchiveFault::NoArchive));
        assert_eq!(unpack(&vec![0; LARGEST + 1]), Err(ArchiveFault::TooLarge));
        for path in ["../course.toml", "/etc/passwd", "a\\b", "a//b", "a/ә.md", "a b", "C:/x", "a/./b", "x.", "con\0"]
        {
            let refused = unpack(&packed(&[("course.toml", b""), (path, b"x")]));
            assert_eq!(refused, Err(ArchiveFault::StrangePath(shown(path))), "{path}");
        }
        let twice = packed(&[("course.toml", b""), ("README.md", b""), ("readme.MD", b"")]);
        assert_eq!(unpack(&twice), Err(ArchiveFault::Twice("readme.MD".to_owned())));
        assert_eq!(unpack(&packed(&[("lessons/a.md", b"")])), Err(ArchiveFault::NoCourse));
        assert_eq!(unpack(&packed(&[("a/course.toml", b""), ("b/x.md", b"")])), Err(ArchiveFault::NoCourse));
        assert_eq!(unpack(&packed(&[])), Err(ArchiveFault::NoCourse));
        let mut link = ZipWriter::new(Cursor::new(Vec::new()));
        link.add_symlink("course.toml", "/etc/passwd", SimpleFileOptions::default()).expect("a link");
        let link = link.finish().expect("memory").into_inner();
        assert_eq!(unpack(&link), Err(ArchiveFault::StrangePath("course.toml".to_owned())));
    }

    #[test]
    fn encrypted_damaged_and_huge_archives_are_refused() {
        // The flag of encryption in both heads.
        let mut locked = packed(&[("course.toml", b"key = 1")]);
        let central = locked.windows(4).position(|four| four == b"PK\x01\x02").expect("a head");
        locked[6] |= 1;
        locked[central + 8] |= 1;
        assert_eq!(unpack(&locked), Err(ArchiveFault::Encrypted));
        let mut damaged = packed(&[("course.toml", b"key = 1 and some more of it to be packed")]);
        damaged[45] ^= 0xff;
        assert_eq!(unpack(&damaged), Err(ArchiveFault::Damaged("course.toml".to_owned())));
        let many: Vec<String> = (0..=MOST_FILES).map(|number| format!("{number}.md")).collect();
        let many: Vec<_> = many.iter().map(|path| (path.as_str(), b"".as_slice())).collect();
        assert_eq!(unpack(&packed(&many)), Err(ArchiveFault::TooManyFiles));
        // Fifty megabytes of nothing weigh fifty kilobytes in an archive, and its head may say that they are one byte.
        let mut bomb = packed(&[("course.toml", &vec![0; usize::try_from(MOST_BYTES).expect("a number") + 1])]);
        assert!(bomb.len() < 200_000);
        assert_eq!(unpack(&bomb), Err(ArchiveFault::UnpacksTooLarge));
        let central = bomb.windows(4).position(|four| four == b"PK\x01\x02").expect("a head");
        bomb[central + 24..central + 28].copy_from_slice(&1_u32.to_le_bytes());
        assert!(unpack(&bomb).is_err());
    }
}
