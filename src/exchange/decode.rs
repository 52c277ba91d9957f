//! Bytes as text. What cannot be told for sure is refused: mangled letters would be found by learners.

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1251};

use super::Refusal;

/// The text of a file: UTF-8 or UTF-16 with or without a mark, or Russian in windows-1251, as older Windows programs write.
///
/// # Errors
/// If the letters cannot be told, or some were lost before.
pub(super) fn decode(bytes: &[u8]) -> Result<String, Refusal> {
    let text = match Encoding::for_bom(bytes) {
        Some((encoding, mark)) => whole(encoding, bytes.get(mark..).unwrap_or_default()),
        None if bytes.contains(&0) => utf_16(bytes),
        None => whole(UTF_8, bytes).or_else(|| whole(WINDOWS_1251, bytes).filter(|text| is_russian(text))),
    };
    undamaged(text.ok_or(Refusal::Encoding)?)
}

/// The text of an XML document: as [`decode`], but one that is not UTF-8 and names its encoding is in that.
///
/// # Errors
/// As [`decode`]; if the encoding that is named is not known.
pub(super) fn decode_xml(bytes: &[u8]) -> Result<String, Refusal> {
    let is_utf_8 = Encoding::for_bom(bytes).is_some() || std::str::from_utf8(bytes).is_ok();
    let Some(name) = declared(bytes).filter(|_| !is_utf_8) else { return decode(bytes) };
    let encoding = Encoding::for_label(name.as_bytes()).ok_or(Refusal::UnknownEncoding { name })?;
    undamaged(whole(encoding, bytes).ok_or(Refusal::Encoding)?)
}

/// The encoding in `<?xml … encoding="…"?>`.
fn declared(bytes: &[u8]) -> Option<String> {
    let head: String =
        bytes.iter().take(200).map(|byte| if byte.is_ascii() { char::from(*byte) } else { ' ' }).collect();
    let (head, _) = head.strip_prefix("<?xml")?.split_once("?>")?;
    let (_, value) = head.split_once("encoding")?;
    let value = value.trim_start().strip_prefix('=')?.trim_start();
    let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    value.get(1..)?.split(quote).next().map(str::to_owned)
}

fn whole(encoding: &'static Encoding, bytes: &[u8]) -> Option<String> {
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    // Signs that no keyboard writes: the bytes were no text in this encoding.
    let is_text = !text.chars().any(|c| c.is_control() && !matches!(c, '\n' | '\r' | '\t'));
    is_text.then(|| text.into_owned())
}

/// Without a mark: the half of each pair in which the zeros of line ends and blanks stand tells the order.
fn utf_16(bytes: &[u8]) -> Option<String> {
    let zeros = |parity: usize| bytes.iter().skip(parity).step_by(2).filter(|byte| **byte == 0).count();
    match (zeros(0), zeros(1)) {
        (even, odd) if even > odd => whole(UTF_16BE, bytes),
        (even, odd) if odd > even => whole(UTF_16LE, bytes),
        _ => None,
    }
}

/// Any bytes can be read as windows-1251, so it is believed only where Russian comes of it: words of Russian letters
/// alone, and more of them than of others. A French word, a Kazakh one from an older Kazakh encoding, or Serbian
/// letters do not pass.
fn is_russian(text: &str) -> bool {
    let (mut russian, mut latin) = (0_usize, 0_usize);
    for word in text.split(|c: char| !c.is_alphabetic()) {
        let count = |is: fn(char) -> bool| word.chars().filter(|c| is(*c)).count();
        let (own, other) = (count(is_russian_letter), count(|c| c.is_ascii_alphabetic()));
        if own + other != word.chars().count() || own > 0 && other > 0 {
            return false;
        }
        russian += own;
        latin += other;
    }
    let is_known = |c: char| c.is_ascii() || is_russian_letter(c) || "«»„“”‘’–—…№§°±·•\u{a0}©®™€".contains(c);
    russian > latin && text.chars().all(is_known)
}

fn is_russian_letter(c: char) -> bool {
    matches!(c, 'а'..='я' | 'А'..='Я' | 'ё' | 'Ё')
}

fn undamaged(text: String) -> Result<String, Refusal> {
    match text.lines().position(|line| line.contains('\u{fffd}')) {
        Some(at) => Err(Refusal::Damaged { line: at + 1 }),
        None => Ok(text),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn utf_16(text: &str, mark: bool, bytes_of: fn(u16) -> [u8; 2]) -> Vec<u8> {
        let marked = if mark { format!("\u{feff}{text}") } else { text.to_owned() };
        marked.encode_utf16().flat_map(bytes_of).collect()
    }

    #[test]
    fn every_known_encoding_gives_the_same_text() {
        let text = "Сұрақ: «Қай нөмір?» 103\nРусский текст, ёлка\n";
        let written = [
            text.as_bytes().to_vec(),
            format!("\u{feff}{text}").into_bytes(),
            utf_16(text, true, u16::to_le_bytes),
            utf_16(text, true, u16::to_be_bytes),
            utf_16(text, false, u16::to_le_bytes),
            utf_16(text, false, u16::to_be_bytes),
        ];
        for bytes in written {
            assert_eq!(decode(&bytes).as_deref(), Ok(text));
        }
    }

    #[test]
    fn windows_1251_is_believed_where_russian_comes_of_it() {
        let (bytes, ..) = WINDOWS_1251.encode("Как вызвать скорую? {=103 ~102}\n");
        assert_eq!(decode(&bytes).as_deref(), Ok("Как вызвать скорую? {=103 ~102}\n"));
        let (french, ..) = encoding_rs::WINDOWS_1252.encode("Où est le café? {=ici ~là}");
        assert_eq!(decode(&french), Err(Refusal::Encoding));
        // An older Kazakh encoding puts its letters where windows-1251 has Serbian ones.
        assert_eq!(decode(b"\x8d\xe0\xe9\xe4\xe0? {=\xe1\xb3\xf0 ~\x9c\xf8}"), Err(Refusal::Encoding));
        assert_eq!(decode(b"\xff\xd8\xff\xe0\x10JFIF"), Err(Refusal::Encoding));
        assert_eq!(decode("один\nдв�\n".as_bytes()), Err(Refusal::Damaged { line: 2 }));
    }

    #[test]
    fn a_document_is_in_the_encoding_that_it_names() {
        let (bytes, ..) = WINDOWS_1251.encode("<?xml version=\"1.0\" encoding='windows-1251'?><quiz>і</quiz>");
        assert!(decode_xml(&bytes).is_ok_and(|text| text.contains("<quiz>і</quiz>")));
        let unknown = b"<?xml version=\"1.0\" encoding=\"klingon\"?><quiz>\xff</quiz>";
        assert_eq!(decode_xml(unknown), Err(Refusal::UnknownEncoding { name: "klingon".to_owned() }));
    }
}
