//! Finds the number in an uploaded PDF: in the data that every certificate of ours has attached. Nothing found here is
//! believed; it only says which certificate to compare the upload with.
//!
//! Only what our own documents look like is understood: the attachment is a stream of its own, compressed with deflate.
//! All work is bounded, and garbage is answered with "nothing found".

use std::io::Read;

use flate2::read::ZlibDecoder;
use serde::Deserialize;

use super::number::CertificateNumber;

/// Larger uploads are none of ours, in bytes; our documents have at most 300,000.
pub const MAX_UPLOAD: usize = 1_000_000;
/// Attached data are never longer than this, in bytes.
const MAX_DATA: u64 = 32_768;
/// How many attachments are looked at.
const MAX_ATTACHMENTS: usize = 4;
/// How far behind its type a stream may begin, in bytes.
const MAX_DICTIONARY: usize = 2_048;

/// The only part of the attached data that is read.
#[derive(Deserialize)]
struct Attached {
    number: CertificateNumber,
}

/// The number of the certificate that this document says it is.
pub fn find_number(pdf: &[u8]) -> Option<CertificateNumber> {
    if pdf.len() > MAX_UPLOAD || !pdf.starts_with(b"%PDF-") {
        return None;
    }
    attachments(pdf).take(MAX_ATTACHMENTS).find_map(|stream| {
        let mut data = Vec::new();
        // A stream that ends too early may still hold enough.
        let _ = ZlibDecoder::new(stream).take(MAX_DATA).read_to_end(&mut data);
        serde_json::from_slice::<Attached>(&data).ok().map(|attached| attached.number)
    })
}

/// The bytes from the beginning of each attached file's stream to the end of the document.
fn attachments(pdf: &[u8]) -> impl Iterator<Item = &[u8]> {
    const TYPE: &[u8] = b"/EmbeddedFile";
    let mut rest = pdf;
    std::iter::from_fn(move || {
        loop {
            let after = split_after(rest, TYPE)?;
            rest = after;
            // `/EmbeddedFiles` is the list of attachments, not one of them.
            if after.first().is_some_and(u8::is_ascii_alphanumeric) {
                continue;
            }
            let near = after.get(..MAX_DICTIONARY).unwrap_or(after);
            if let Some(begin) = find(near, b"stream").map(|at| at + b"stream".len()) {
                let stream = after.get(begin..).unwrap_or_default();
                let stream = stream.strip_prefix(b"\r").unwrap_or(stream);
                return Some(stream.strip_prefix(b"\n").unwrap_or(stream));
            }
        }
    })
}

fn split_after<'a>(bytes: &'a [u8], what: &[u8]) -> Option<&'a [u8]> {
    bytes.get(find(bytes, what)? + what.len()..)
}

fn find(bytes: &[u8], what: &[u8]) -> Option<usize> {
    bytes.windows(what.len()).position(|window| window == what)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::certificates::pdf::{render, tests::sample};
    use crate::kernel::Lang;
    use proptest::prelude::*;

    #[test]
    fn the_number_is_found_in_our_own_document() {
        for language in Lang::ALL {
            let data = sample(language, "Әсем Нұрғалиқызы");
            let document = render(&data).expect("a document");
            assert_eq!(find_number(&document), Some(data.number));
        }
    }

    #[test]
    fn a_document_without_our_data_gives_nothing() {
        assert_eq!(find_number(b""), None);
        assert_eq!(find_number(b"%PDF-1.7\n/EmbeddedFile"), None);
        assert_eq!(find_number(b"%PDF-1.7\n/EmbeddedFile>>stream\r\nx\x9c"), None);
        assert_eq!(find_number(&b"%PDF-1.7 /EmbeddedFile stream\n".repeat(30_000)), None);
    }

    #[test]
    fn a_stream_that_unpacks_to_gigabytes_is_cut_off() {
        let mut packed = Vec::new();
        let zeros = std::io::repeat(b' ').take(50_000_000);
        flate2::read::ZlibEncoder::new(zeros, flate2::Compression::best()).read_to_end(&mut packed).expect("packed");
        let document = [b"%PDF-1.7 /EmbeddedFile>>stream\n".as_slice(), &packed].concat();
        assert_eq!(find_number(&document), None);
    }

    proptest! {
        #![proptest_config(ProptestConfig::with_cases(64))]

        #[test]
        fn a_damaged_document_never_panics(
            place in any::<prop::sample::Index>(),
            noise in proptest::collection::vec(any::<u8>(), 1..50),
            cut in any::<prop::sample::Index>(),
        ) {
            static DOCUMENT: std::sync::LazyLock<Vec<u8>> =
                std::sync::LazyLock::new(|| render(&sample(Lang::Ru, "Ли Ән")).expect("a document"));
            let mut damaged = DOCUMENT.clone();
            let at = place.index(damaged.len());
            for (byte, noise) in damaged[at..].iter_mut().zip(&noise) {
                *byte = *noise;
            }
            damaged.truncate(cut.index(damaged.len()) + 1);
            let _ = find_number(&damaged);
        }

        #[test]
        fn garbage_never_panics(garbage in proptest::collection::vec(any::<u8>(), 0..2_000)) {
            let _ = find_number(&[b"%PDF-1.7/EmbeddedFile stream\n".as_slice(), &garbage].concat());
        }
    }
}
