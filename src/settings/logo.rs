//! The logo: whatever was uploaded, what is kept and shown is a clean PNG that we drew ourselves.
//!
//! A drawing (SVG) must pass the same check as the drawings of courses (nothing that runs, loads or links;
//! [`crate::content::picture`]), and is then drawn here. A PNG is read and written again, so its metadata and whatever
//! hides behind its end are gone.

use resvg::tiny_skia::{Pixmap, PixmapPaint, Transform};
use resvg::usvg::{ImageHrefResolver, Options, Tree};
use roxmltree::{Document, Node};
use sha2::{Digest, Sha256};

use crate::content::picture;
use crate::kernel::secret::hex;

/// The largest upload.
pub const MAX_UPLOAD: usize = 1024 * 1024;
/// The longest edges of a picture that is read at all: 16 megapixels take 64 MB for a moment.
const MOST_PIXELS: u32 = 4000;
/// The box into which the logo is drawn: 44 × 24 mm at 300 dpi.
const BOX: (f32, f32) = (520.0, 284.0);
/// The largest logo that is kept: it stands in each certificate, and those stay below 300 KB.
const MAX_KEPT: usize = 120 * 1024;

/// A logo that has been read and written again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Logo {
    /// SHA-256 of the PNG, in hexadecimal.
    pub digest: String,
    /// The PNG.
    pub png: Vec<u8>,
}

impl Logo {
    /// A stored PNG.
    pub fn new(png: Vec<u8>) -> Self {
        Self { digest: hex(&Sha256::digest(&png)), png }
    }
}

/// Why a file is no logo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LogoFault {
    /// Neither SVG nor PNG, or a damaged one.
    Unreadable,
    /// A drawing with something that is not allowed: script, link, text, something loaded.
    Unsafe,
    /// Too many pixels, or too fine to be kept.
    TooLarge,
}

/// Reads an uploaded file by its content, and draws it anew. Takes up to a second; call it off the event loop.
///
/// # Errors
/// What is wrong with it.
pub fn read_logo(bytes: &[u8]) -> Result<Logo, LogoFault> {
    let picture = if bytes.starts_with(b"\x89PNG\r\n\x1a\n") { from_png(bytes)? } else { from_svg(bytes)? };
    let png = picture.encode_png().map_err(|_| LogoFault::Unreadable)?;
    if png.len() > MAX_KEPT { Err(LogoFault::TooLarge) } else { Ok(Logo::new(png)) }
}

fn from_png(bytes: &[u8]) -> Result<Pixmap, LogoFault> {
    // The size stands at a fixed place (PNG, 11.2.2), so that no bomb is unpacked.
    let edge = |at: usize| Some(u32::from_be_bytes(bytes.get(at..at + 4)?.try_into().ok()?));
    let (Some(width), Some(height)) = (edge(16), edge(20)) else { return Err(LogoFault::Unreadable) };
    if width > MOST_PIXELS || height > MOST_PIXELS {
        return Err(LogoFault::TooLarge);
    }
    let read = Pixmap::decode_png(bytes).map_err(|_| LogoFault::Unreadable)?;
    #[expect(clippy::cast_precision_loss, reason = "a few thousand pixels")]
    let scale = fit(read.width() as f32, read.height() as f32).min(1.0);
    let mut drawn = canvas(read.width(), read.height(), scale)?;
    let paint = PixmapPaint { quality: resvg::tiny_skia::FilterQuality::Bicubic, ..PixmapPaint::default() };
    drawn.draw_pixmap(0, 0, read.as_ref(), &paint, Transform::from_scale(scale, scale), None);
    Ok(drawn)
}

fn from_svg(bytes: &[u8]) -> Result<Pixmap, LogoFault> {
    if std::str::from_utf8(bytes).is_ok_and(|text| !text.contains("<svg")) {
        return Err(LogoFault::Unreadable);
    }
    if bytes.len() > picture::MAX_BYTES {
        return Err(LogoFault::TooLarge);
    }
    if has_filter(bytes) {
        return Err(LogoFault::Unsafe);
    }
    let size = picture::check(bytes).map_err(|_| LogoFault::Unsafe)?;
    if size.width == 0 || size.height == 0 {
        return Err(LogoFault::Unreadable);
    }
    // The check has refused pictures within the drawing; this refuses them again.
    let nothing = ImageHrefResolver { resolve_data: Box::new(|_, _, _| None), resolve_string: Box::new(|_, _| None) };
    let options = Options { image_href_resolver: nothing, ..Options::default() };
    let tree = Tree::from_data(bytes, &options).map_err(|_| LogoFault::Unreadable)?;
    let (width, height) = (tree.size().width(), tree.size().height());
    let scale = fit(width, height);
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a view box of whole units")]
    let mut drawn = canvas(width.ceil() as u32, height.ceil() as u32, scale)?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut drawn.as_mut());
    Ok(drawn)
}

/// Filters are not needed in a logo, and a few bytes of one (a turbulence of so many octaves, say) take hours to draw.
fn has_filter(bytes: &[u8]) -> bool {
    let Ok(Ok(document)) = std::str::from_utf8(bytes).map(Document::parse) else { return false };
    let is_filter = |node: Node<'_, '_>| {
        let name = node.tag_name().name();
        node.is_element() && (name == "filter" || name.starts_with("fe"))
            || node.attributes().any(|one| one.name() == "filter" || one.value().contains("filter"))
            || node.text().is_some_and(|text| text.contains("filter"))
    };
    document.root().descendants().any(is_filter)
}

/// The scale that fills the box.
fn fit(width: f32, height: f32) -> f32 {
    (BOX.0 / width.max(1.0)).min(BOX.1 / height.max(1.0))
}

fn canvas(width: u32, height: u32, scale: f32) -> Result<Pixmap, LogoFault> {
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "within the box"
    )]
    let edge = |length: u32| ((length as f32 * scale).ceil() as u32).clamp(1, 2000);
    Pixmap::new(edge(width), edge(height)).ok_or(LogoFault::TooLarge)
}

#[cfg(test)]
mod tests {
    use super::*;

    const DRAWING: &str = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\">\
                           <rect width=\"40\" height=\"20\" fill=\"#0e545c\"/></svg>";

    #[test]
    fn a_drawing_and_a_picture_become_a_clean_png() {
        let drawn = read_logo(DRAWING.as_bytes()).expect("a logo");
        assert!(drawn.png.starts_with(b"\x89PNG") && drawn.png.len() < 5_000);
        let mut with_rest = drawn.png.clone();
        with_rest.extend_from_slice(b"<script>alert(1)</script>");
        let again = read_logo(&with_rest).expect("a logo");
        assert!(!again.png.windows(6).any(|part| part == b"script"), "what stands behind the picture is kept");
        let picture = Pixmap::decode_png(&again.png).expect("a picture");
        assert_eq!((picture.width(), picture.height()), (520, 260));
    }

    #[test]
    fn what_runs_loads_or_is_no_picture_is_refused() {
        for (inner, fault) in [
            ("<script>alert(1)</script>", LogoFault::Unsafe),
            ("<image href=\"file:///etc/passwd\"/>", LogoFault::Unsafe),
            ("<a href=\"https://example.kz\"/>", LogoFault::Unsafe),
            ("<rect onload=\"x()\"/>", LogoFault::Unsafe),
            ("<filter id=\"f\"/>", LogoFault::Unsafe),
            ("<feTurbulence baseFrequency=\"0.1\" numOctaves=\"9\"/>", LogoFault::Unsafe),
            ("<rect filter=\"url(#f)\"/>", LogoFault::Unsafe),
            ("<rect style=\"fil&#116;er: blur(3px)\"/>", LogoFault::Unsafe),
            ("<style>rect { filter: blur(3px) }</style>", LogoFault::Unsafe),
        ] {
            let drawing = DRAWING.replace("<rect", &format!("{inner}<rect"));
            assert_eq!(read_logo(drawing.as_bytes()), Err(fault), "{inner}");
        }
        let long = DRAWING.replace("<rect", &format!("<desc>{}</desc><rect", "x".repeat(picture::MAX_BYTES)));
        assert_eq!(read_logo(long.as_bytes()), Err(LogoFault::TooLarge));
        assert_eq!(read_logo(b"GIF89a"), Err(LogoFault::Unreadable));
        assert_eq!(read_logo(b"\x89PNG\r\n\x1a\nxx"), Err(LogoFault::Unreadable));
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bomb.extend_from_slice(&50_000_u32.to_be_bytes());
        bomb.extend_from_slice(&50_000_u32.to_be_bytes());
        assert_eq!(read_logo(&bomb), Err(LogoFault::TooLarge));
    }
}
