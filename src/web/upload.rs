//! A form with a file.

use actix_multipart::Multipart;
use tokio_stream::StreamExt as _;

use super::error::Problem;
use super::form::Fields;

/// The longest value of a field that is no file, in bytes.
const FIELD: usize = 4_000;
/// The most fields of a form.
const FIELDS: usize = 40;

/// What such a form sent.
#[derive(Debug, Clone, Default)]
pub struct Upload {
    /// The other fields.
    pub typed: Fields,
    /// The name of the file on the person's machine, without its folder.
    pub name: String,
    /// The file; empty if none was chosen.
    pub bytes: Vec<u8>,
    /// The file, or what was pasted instead, was larger than may be, and is not here.
    pub is_too_large: bool,
}

/// Reads a form whose file is called `field`. Of a file larger than `most` bytes nothing is kept, and after twice as
/// much no more is listened to.
///
/// # Errors
/// It is no such form, or far too large.
pub async fn read_upload(form: Multipart, field: &str, most: usize) -> Result<Upload, Problem> {
    read_upload_or_text(form, (field, most), (&[], 0)).await
}

/// The same for a form where the file's words may be pasted into a field as well: each of `texts` has at most `longest`
/// bytes.
///
/// # Errors
/// It is no such form, or far too large.
pub async fn read_upload_or_text(
    mut form: Multipart,
    (field, most): (&str, usize),
    (texts, longest): (&[&str], usize),
) -> Result<Upload, Problem> {
    let mut upload = Upload::default();
    while let Some(part) = form.next().await {
        let mut part = part.map_err(|_| Problem::BadRequest)?;
        let name = part.name().unwrap_or_default().to_owned();
        let (is_file, is_text) = (name == field, texts.contains(&name.as_str()));
        let limit = match (is_file, is_text) {
            (true, _) => most,
            (false, true) => longest,
            (false, false) => FIELD,
        };
        let file_name = part.content_disposition().and_then(|said| said.get_filename()).unwrap_or_default().to_owned();
        let (mut bytes, mut length) = (Vec::new(), 0);
        while let Some(chunk) = part.next().await {
            let chunk = chunk.map_err(|_| Problem::BadRequest)?;
            length += chunk.len();
            if length <= limit {
                bytes.extend_from_slice(&chunk);
            } else if length > 2 * limit {
                return Err(Problem::TooLarge { bytes: most });
            }
        }
        if is_file {
            let is_too_large = length > limit;
            upload.is_too_large |= is_too_large;
            upload.bytes = if is_too_large { Vec::new() } else { bytes };
            upload.name = bare(&file_name);
        } else if is_text && length > limit {
            upload.is_too_large = true;
        } else if length > limit || upload.typed.0.len() >= FIELDS {
            return Err(Problem::BadRequest);
        } else {
            upload.typed.0.push((name, String::from_utf8(bytes).map_err(|_| Problem::BadRequest)?));
        }
    }
    Ok(upload)
}

/// The name alone, at most 80 letters of it, on one line.
fn bare(name: &str) -> String {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|letter| !letter.is_control()).collect();
    let skipped = name.chars().count().saturating_sub(80);
    name.chars().skip(skipped).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_has_its_bare_name() {
        assert_eq!(bare("C:\\Users\\Сәуле\\сұрақтар.gift"), "сұрақтар.gift");
        assert_eq!(bare("../../etc/passwd"), "passwd");
        assert_eq!(bare("a\r\nb.xml"), "ab.xml");
        assert!(bare(&format!("{}.xml", "ә".repeat(300))).ends_with("ә.xml"));
        assert_eq!(bare(&"a".repeat(300)).len(), 80);
    }
}
