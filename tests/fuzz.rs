//! Files that nobody would write, given to each reader: the seeds of `tests/exchange`, changed by chance. Each gets an
//! answer, never a panic, and the memory stays bounded.
//!
//! Short by default; by hand `ERIKTI_FUZZ=200000 cargo test --test fuzz` (changed files for each reader), and
//! `ERIKTI_FUZZ_SEED=7` for others.

#![expect(clippy::indexing_slicing, reason = "a test ends where something is not as it should be")]

use std::io::{Cursor, Read, Write};
use std::path::Path;

use erikti::content::files::archive::{self, ArchiveFault};
use erikti::content::files::{self, Files};
use erikti::content::{photo, picture};
use erikti::exchange::views::{note, reason, refusal};
use erikti::exchange::{self, Format, limits};
use erikti::kernel::Lang;
use rand::{RngExt as _, SeedableRng as _};
use rand_chacha::ChaCha8Rng;

/// Changed files for each reader, unless the environment says otherwise.
const SHORT: u32 = 400;
/// The most memory that this process may have used, in kilobytes: the limits of unpacked bytes, and room.
const MEMORY: u64 = 1_500_000;

/// What means something to one of the formats.
const WORDS: [&str; 50] = [
    "{",
    "}",
    "=",
    "~",
    "#",
    "####",
    "::",
    "%50%",
    "%-100%",
    "->",
    ">",
    "\n",
    "\n\n",
    "//",
    "[id:x]",
    "[html]",
    ">0 ALL VERTICAL ALL_OR_NOTHING SHOW none",
    "\\*",
    "&rarr;",
    "<sup>2</sup>",
    "<script>",
    "<span lang=\"kk\" class=\"multilang\">",
    "T",
    "..",
    ":",
    "ANSWER: A",
    "A. ",
    "\\",
    "<quiz>",
    "</quiz>",
    "<question type=\"multichoice\">",
    "</question>",
    "<answer fraction=\"100\">",
    "<text>",
    "<![CDATA[",
    "]]>",
    "&amp;",
    "&#0;",
    "<!DOCTYPE x [<!ENTITY y \"z\">]>",
    "part;value;kk;ru;en\n",
    "question;single;",
    ";",
    "\"",
    "\u{feff}",
    "\u{fffd}",
    "Ә",
    "\0",
    "<c r=\"XFD1048576\">",
    "<row r=\"4294967295\">",
    "../",
];

fn rounds() -> u32 {
    std::env::var("ERIKTI_FUZZ").ok().map_or(SHORT, |rounds| rounds.parse().expect("ERIKTI_FUZZ is a number"))
}

fn chance(reader: u64) -> ChaCha8Rng {
    let seed: u64 =
        std::env::var("ERIKTI_FUZZ_SEED").ok().map_or(1, |seed| seed.parse().expect("ERIKTI_FUZZ_SEED is a number"));
    ChaCha8Rng::seed_from_u64(seed * 1000 + reader)
}

fn seed(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/exchange").join(name);
    std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

fn place(chance: &mut ChaCha8Rng, length: usize) -> usize {
    if length == 0 { 0 } else { chance.random_range(0..length) }
}

/// Bytes changed in up to eight ways.
fn changed(chance: &mut ChaCha8Rng, seeds: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = seeds[place(chance, seeds.len())].clone();
    for _ in 0..chance.random_range(1..8_u32) {
        let at = place(chance, bytes.len());
        let until = (at + chance.random_range(1..64_usize)).min(bytes.len());
        match chance.random_range(0..8_u32) {
            0 if !bytes.is_empty() => bytes[at] ^= 1 << chance.random_range(0..8_u32),
            1 if !bytes.is_empty() => bytes[at] = chance.random_range(0..=255_u8),
            2 => drop(bytes.drain(at..until)),
            3 => {
                let again = bytes[at..until].repeat(chance.random_range(1..6_usize));
                bytes.splice(at..at, again);
            }
            4 | 5 => {
                let word = WORDS[place(chance, WORDS.len())];
                bytes.splice(at..at, word.bytes());
            }
            6 => {
                let other = &seeds[place(chance, seeds.len())];
                let from = place(chance, other.len());
                let part = &other[from..(from + 400).min(other.len())];
                bytes.splice(at..at, part.iter().copied());
            }
            _ => bytes.truncate(at),
        }
    }
    bytes
}

/// Reads, and says everything that was said in every language.
fn answer(bytes: &[u8], format: Format) {
    for lang in [Lang::Kk, Lang::En] {
        match exchange::read(bytes, format, lang, &[]) {
            Ok(mut reading) => {
                assert!(reading.questions.len() <= limits::QUESTIONS);
                reading.settle(&Lang::ALL, None, &[]);
                let taken: Vec<_> = reading.taken().cloned().collect();
                let file = exchange::bank::with_more("", &taken);
                let keys = exchange::bank::keys_in(&file).expect("what is written is TOML");
                assert_eq!(keys.len(), taken.len());
                for read in &reading.questions {
                    assert!(read.line > 0);
                    assert!(read.result.as_ref().err().is_none_or(|why| !reason(lang, why).is_empty()));
                    assert!(read.notes.iter().all(|said| !note(lang, said).is_empty()));
                }
            }
            Err(refused) => assert!(!refusal(lang, &refused).is_empty()),
        }
    }
}

/// The most memory that this process has used so far, in kilobytes; none where the system does not tell.
fn memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?.trim().trim_end_matches(" kB").parse().ok()
}

fn assert_bounded() {
    if let Some(used) = memory() {
        assert!(used < MEMORY, "{used} kB were used");
    }
}

fn run(reader: u64, seeds: &[Vec<u8>], format: Format) {
    let mut chance = chance(reader);
    for seed in seeds {
        answer(seed, format);
    }
    for _ in 0..rounds() {
        answer(&changed(&mut chance, seeds), format);
    }
    assert_bounded();
}

fn texts() -> Vec<Vec<u8>> {
    ["questions.gift", "questions.txt", "questions.xml", "questions.csv"].map(seed).to_vec()
}

#[test]
fn gift() {
    run(1, &[vec![seed("questions.gift"), seed("hard.gift"), seed("moodle-4.5.gift")], texts()].concat(), Format::Gift);
}

#[test]
fn aiken() {
    run(2, &[vec![seed("questions.txt"), seed("moodle-4.5.txt")], texts()].concat(), Format::Aiken);
}

#[test]
fn moodle_xml() {
    let seeds = vec![seed("questions.xml"), seed("questions.xml"), seed("hard.xml"), seed("moodle-4.5.xml")];
    run(3, &[seeds, texts()].concat(), Format::MoodleXml);
}

#[test]
fn csv() {
    run(4, &[vec![seed("questions.csv"); 4], texts()].concat(), Format::Csv);
}

/// The parts of an archive, whatever they are.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let mut zip = zip::ZipArchive::new(Cursor::new(bytes)).expect("an archive");
    (0..zip.len())
        .map(|at| {
            let mut part = zip.by_index(at).expect("a part");
            let mut content = Vec::new();
            part.read_to_end(&mut content).expect("its bytes");
            (part.name().expect("a name").into_owned(), content)
        })
        .collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).expect("a part");
        zip.write_all(content).expect("memory");
    }
    zip.finish().expect("memory").into_inner()
}

/// Changed outside, as an archive, and inside, where a checksum would catch the change before it is read.
fn changed_archive(chance: &mut ChaCha8Rng, whole: &[u8], inside: &[(String, Vec<u8>)]) -> Vec<u8> {
    if chance.random_bool(0.5) {
        return changed(chance, &[whole.to_vec()]);
    }
    let mut inside = inside.to_vec();
    let at = place(chance, inside.len());
    inside[at].1 = changed(chance, &[inside[at].1.clone()]);
    packed(&inside)
}

#[test]
fn xlsx() {
    let whole = exchange::template((Format::Xlsx, Lang::En), "a").expect("a workbook");
    let inside = parts(&whole);
    answer(&whole, Format::Xlsx);
    let mut chance = chance(5);
    for _ in 0..rounds() {
        answer(&changed_archive(&mut chance, &whole, &inside), Format::Xlsx);
    }
    assert_bounded();
}

/// The files of a small course.
fn course() -> Files {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/library/leadership");
    files::read_course(&folder).expect("the folder is here")
}

#[test]
fn archives_of_courses() {
    let whole = archive::pack("leadership", &course()).expect("packed");
    let inside = parts(&whole);
    let mut chance = chance(6);
    for _ in 0..rounds() {
        match archive::unpack(&changed_archive(&mut chance, &whole, &inside)) {
            Ok(found) => {
                assert!(found.contains_key("course.toml") && found.len() <= archive::MOST_FILES);
                assert!(found.keys().all(|path| !path.contains("..") && !path.starts_with('/')), "{:?}", found.keys());
                // Whatever the files say, they are read and their mistakes told.
                let _ = files::read(&found);
            }
            Err(fault) => {
                assert_ne!(fault, ArchiveFault::TooLarge);
                assert!(!erikti::content::views::archive_fault(Lang::Kk, &fault).is_empty());
            }
        }
    }
    assert_bounded();
}

/// Small photos of each format that is read, one with where it was taken, and a drawing.
fn pictures() -> [Vec<u8>; 4] {
    let photo = |format| {
        let mut bytes = Cursor::new(Vec::new());
        let picture = image::RgbImage::from_fn(24, 16, |x, y| {
            image::Rgb([x, y, x ^ y].map(|part| u8::try_from(part * 9).unwrap_or(9)))
        });
        image::DynamicImage::ImageRgb8(picture).write_to(&mut bytes, format).expect("memory");
        bytes.into_inner()
    };
    let mut jpeg = photo(image::ImageFormat::Jpeg);
    let place = b"Exif\0\0II*\0\x08\0\0\0\x01\0\x12\x01\x03\0\x01\0\0\0\x06\0\0\0\0\0\0\0";
    let length = u16::try_from(place.len() + 2).expect("few bytes").to_be_bytes();
    jpeg.splice(2..2, [&[0xff, 0xe1][..], &length, place].concat());
    let drawing = course().remove("pictures/emblem.svg").expect("a drawing");
    [jpeg, photo(image::ImageFormat::Png), photo(image::ImageFormat::WebP), drawing]
}

#[test]
fn photos_and_drawings() {
    let seeds = pictures();
    let kept = |bytes: &[u8]| {
        let Ok(kept) = photo::read_photo(bytes) else { return false };
        assert!(photo::check(&kept).is_ok(), "what we wrote ourselves is fine");
        assert!(!kept.windows(4).any(|part| part == b"Exif"), "where it was taken is gone");
        true
    };
    assert!(seeds.iter().take(3).all(|seed| kept(seed)) && picture::check(&seeds[3]).is_ok());
    let mut chance = chance(7);
    for _ in 0..rounds() {
        let bytes = changed(&mut chance, &seeds);
        kept(&bytes);
        for faults in [picture::check(&bytes).err(), photo::check(&bytes).err()] {
            assert!(faults.is_none_or(|faults| !faults.is_empty()));
        }
    }
    assert_bounded();
}
