//! Photos: whatever was brought, what is kept is a JPEG that we wrote ourselves, so that where it was taken, by which camera
//! and whatever else hides in the file is gone.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::imageops::FilterType;
use image::metadata::Orientation;
use image::{DynamicImage, ImageDecoder as _, ImageFormat, ImageReader, Limits, Rgb, RgbImage};

use super::message::{Code, Message};
use super::picture::{Fault, MAX_BYTES, Size};

/// The largest upload: what phones write.
pub const MAX_UPLOAD: usize = 12_000_000;
/// The most that is unpacked.
const MOST_PIXELS: u64 = 25_000_000;
/// The most bytes that the pixels take unpacked: four for each of [`MOST_PIXELS`]. A picture of 16 bits takes up to eight.
const MOST_BYTES: u64 = 4 * MOST_PIXELS;
/// The most memory that a decoder may take for itself, in bytes.
const MOST_MEMORY: u64 = 200_000_000;
/// What is kept is no wider and no higher, in pixels.
const LARGEST: (u32, u32) = (1280, 1600);
/// If it has too many bytes then, a lower quality is tried, and then fewer pixels across.
const QUALITIES: [u8; 4] = [82, 75, 68, 60];
const WIDTHS: [u32; 6] = [1280, 1120, 960, 800, 640, 480];

/// Why a file is no photo.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PhotoFault {
    /// Neither JPEG, PNG nor WebP, or a damaged one.
    Unreadable,
    /// More pixels than are unpacked, or too fine to be kept.
    TooLarge,
    /// Not more pixels, but more shades than are unpacked: 16 bits for each colour.
    TooDeep,
}

/// Reads a photo by its content, turns it as the camera says, shrinks it and writes it anew. Takes up to some seconds; call
/// it off the event loop.
///
/// # Errors
/// What is wrong with it.
pub fn read_photo(bytes: &[u8]) -> Result<Vec<u8>, PhotoFault> {
    let unreadable = |_| PhotoFault::Unreadable;
    let mut reader = ImageReader::new(Cursor::new(bytes)).with_guessed_format().map_err(|_| PhotoFault::Unreadable)?;
    if !matches!(reader.format(), Some(ImageFormat::Jpeg | ImageFormat::Png | ImageFormat::WebP)) {
        return Err(PhotoFault::Unreadable);
    }
    let mut limits = Limits::default();
    limits.max_alloc = Some(MOST_MEMORY);
    reader.limits(limits);
    let mut decoder = reader.into_decoder().map_err(unreadable)?;
    let (width, height) = decoder.dimensions();
    if u64::from(width) * u64::from(height) > MOST_PIXELS {
        return Err(PhotoFault::TooLarge);
    }
    if decoder.total_bytes() > MOST_BYTES {
        return Err(PhotoFault::TooDeep);
    }
    let orientation = decoder.orientation().unwrap_or(Orientation::NoTransforms);
    let mut picture = DynamicImage::from_decoder(decoder).map_err(unreadable)?;
    picture.apply_orientation(orientation);
    if picture.width() > LARGEST.0 || picture.height() > LARGEST.1 {
        picture = picture.resize(LARGEST.0, LARGEST.1, FilterType::Triangle);
    }
    write(&on_white(&picture))
}

/// What is transparent becomes white.
fn on_white(picture: &DynamicImage) -> RgbImage {
    let seen = picture.to_rgba8();
    let over = |value: u8, alpha: u8| {
        let (value, alpha) = (u16::from(value), u16::from(alpha));
        u8::try_from((value * alpha + 255 * (255 - alpha)) / 255).unwrap_or(u8::MAX)
    };
    let mut flat = RgbImage::new(seen.width(), seen.height());
    for (pixel, seen) in flat.pixels_mut().zip(seen.pixels()) {
        let [red, green, blue, alpha] = seen.0;
        *pixel = Rgb([red, green, blue].map(|value| over(value, alpha)));
    }
    flat
}

/// The best that a lesson can carry.
fn write(picture: &RgbImage) -> Result<Vec<u8>, PhotoFault> {
    let whole = DynamicImage::ImageRgb8(picture.clone());
    for width in WIDTHS.into_iter().filter(|width| *width == 480 || *width < whole.width() + 160) {
        let shrunk = if whole.width() > width {
            whole.resize(width, LARGEST.1, FilterType::Triangle).to_rgb8()
        } else {
            picture.clone()
        };
        for quality in QUALITIES {
            let mut written = Vec::new();
            let mut encoder = JpegEncoder::new_with_quality(&mut written, quality);
            encoder.encode_image(&shrunk).map_err(|_| PhotoFault::Unreadable)?;
            if written.len() <= MAX_BYTES {
                return Ok(written);
            }
        }
    }
    Err(PhotoFault::TooLarge)
}

/// Checks a photo of a course: a JPEG of few bytes that holds nothing but the picture.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check(bytes: &[u8]) -> Result<Size, Vec<Fault>> {
    let fault = |message: Message| vec![Fault { line: 1, column: 1, message }];
    if bytes.len() > MAX_BYTES {
        return Err(fault(Message::new(Code::PictureHeavy, [bytes.len().into(), MAX_BYTES.into()])));
    }
    let found = Parts::read(bytes).ok_or_else(|| fault(Code::PictureFormat.into()))?;
    if found.is_telling {
        return Err(fault(Code::PictureTelling.into()));
    }
    if found.size.width > LARGEST.0 || found.size.height > LARGEST.1 {
        return Err(fault(Message::new(Code::PictureLarge, [LARGEST.0.into(), LARGEST.1.into()])));
    }
    Ok(found.size)
}

/// What stands before the pixels of a JPEG (ISO 10918-1, annex B).
struct Parts {
    size: Size,
    /// There are parts that no viewer needs: Exif, XMP, comments.
    is_telling: bool,
}

impl Parts {
    fn read(bytes: &[u8]) -> Option<Self> {
        let number = |at: usize| Some(u16::from_be_bytes(bytes.get(at..at + 2)?.try_into().ok()?));
        if !bytes.starts_with(b"\xff\xd8") {
            return None;
        }
        let (mut at, mut size, mut is_telling) = (2, None, false);
        loop {
            let [0xff, marker] = *bytes.get(at..at + 2)? else { return None };
            let length = usize::from(number(at + 2)?);
            match marker {
                // The frame: height, then width.
                0xc0..=0xc2 => {
                    let (height, width) = (number(at + 5)?, number(at + 7)?);
                    size = Some(Size { width: width.into(), height: height.into() });
                }
                // The pixels begin.
                0xda => break,
                // Not JFIF, a colour profile or how colours are coded, which viewers need.
                0xe1 | 0xe3..=0xed | 0xef | 0xfe => is_telling = true,
                _ => {}
            }
            at = at.checked_add(2 + length.max(2))?;
        }
        let size = size.filter(|size| size.width > 0 && size.height > 0)?;
        Some(Self { size, is_telling })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A photo of stripes, wider than high.
    fn photo(width: u32, height: u32) -> RgbImage {
        let byte = |number: u32| u8::try_from(number % 256).expect("a byte");
        RgbImage::from_fn(width, height, |x, y| Rgb([byte(x), byte(y), byte(x * y)]))
    }

    fn jpeg(picture: &RgbImage) -> Vec<u8> {
        let mut bytes = Vec::new();
        JpegEncoder::new_with_quality(&mut bytes, 95).encode_image(picture).expect("written");
        bytes
    }

    /// The same with what a camera adds: how it was held (a quarter to the right), and where.
    fn with_place(jpeg: &[u8]) -> Vec<u8> {
        let mut tiff = b"MM\0*\0\0\0\x08\0\x01\x01\x12\0\x03\0\0\0\x01\0\x06\0\0\0\0\0\0".to_vec();
        tiff.extend(b"GPSLatitude 43.2380 GPSLongitude 76.8829");
        let mut part = b"Exif\0\0".to_vec();
        part.extend(tiff);
        let length = u16::try_from(part.len() + 2).expect("short").to_be_bytes();
        [&jpeg[..2], b"\xff\xe1", &length, &part, &jpeg[2..]].concat()
    }

    fn holds(bytes: &[u8], words: &[u8]) -> bool {
        bytes.windows(words.len()).any(|part| part == words)
    }

    #[test]
    fn place_and_camera_are_gone_and_the_picture_stands_upright() {
        let taken = with_place(&jpeg(&photo(64, 32)));
        assert!(holds(&taken, b"GPSLatitude"));
        assert!(check(&taken).is_err(), "such a file does not come into a course by a folder either");
        let kept = read_photo(&taken).expect("a photo");
        for words in [b"GPSLatitude".as_slice(), b"Exif", b"76.8829"] {
            assert!(!holds(&kept, words), "{}", String::from_utf8_lossy(words));
        }
        assert_eq!(check(&kept), Ok(Size { width: 32, height: 64 }));
    }

    #[test]
    fn what_is_kept_fits_into_a_lesson() {
        let kept = read_photo(&jpeg(&photo(3000, 2000))).expect("a photo");
        let size = check(&kept).expect("fits");
        assert!(size.width <= 1280 && size.width * 2 / 3 <= size.height + 1, "{size:?}");
        let mut clear = Vec::new();
        let picture = image::RgbaImage::from_pixel(8, 8, image::Rgba([0, 0, 0, 0]));
        picture.write_to(&mut Cursor::new(&mut clear), ImageFormat::Png).expect("written");
        let kept = read_photo(&clear).expect("a PNG");
        let seen = image::load_from_memory(&kept).expect("a JPEG").to_rgb8();
        assert!(seen.pixels().all(|pixel| pixel.0.iter().all(|value| *value > 250)), "what is clear becomes white");
        let mut webp = Vec::new();
        picture.write_to(&mut Cursor::new(&mut webp), ImageFormat::WebP).expect("written");
        assert!(read_photo(&webp).is_ok());
    }

    /// The checksum of a part of a PNG (ISO 3309, as in annex D of the PNG specification).
    fn checksum(bytes: &[u8]) -> [u8; 4] {
        let step = |sum: u32, _| if sum & 1 == 1 { 0xedb8_8320 ^ (sum >> 1) } else { sum >> 1 };
        let sum = bytes.iter().fold(u32::MAX, |sum, byte| (0..8).fold(sum ^ u32::from(*byte), step));
        (!sum).to_be_bytes()
    }

    /// The PNG with another width and height in its head, which is all that is read before the limits are looked at.
    fn said_to_be(png: &[u8], (width, height): (u32, u32)) -> Vec<u8> {
        let mut head = png[12..29].to_vec();
        head[4..8].copy_from_slice(&width.to_be_bytes());
        head[8..12].copy_from_slice(&height.to_be_bytes());
        [&png[..12], &head, &checksum(&head), &png[33..]].concat()
    }

    #[test]
    fn memory_is_limited_by_bytes_and_not_by_pixels_alone() {
        let (mut deep, mut usual) = (Vec::new(), Vec::new());
        let picture = image::DynamicImage::ImageRgba8(image::RgbaImage::from_pixel(8, 8, image::Rgba([9, 9, 9, 255])));
        picture.write_to(&mut Cursor::new(&mut usual), ImageFormat::Png).expect("written");
        let picture = image::DynamicImage::ImageRgba16(picture.to_rgba16());
        picture.write_to(&mut Cursor::new(&mut deep), ImageFormat::Png).expect("written");
        assert!(read_photo(&deep).is_ok(), "a small one of 16 bits is a picture like others");
        assert_eq!(read_photo(&said_to_be(&deep, (8, 8))), read_photo(&deep), "the head is written as it was");
        let size = (5_000, 4_000);
        assert_eq!(read_photo(&said_to_be(&deep, size)), Err(PhotoFault::TooDeep));
        assert_eq!(
            read_photo(&said_to_be(&usual, size)),
            Err(PhotoFault::Unreadable),
            "within the limits, and damaged"
        );
        assert_eq!(read_photo(&said_to_be(&usual, (6_000, 5_000))), Err(PhotoFault::TooLarge));
    }

    #[test]
    fn what_is_no_photo_is_refused() {
        for bytes in [b"".as_slice(), b"GIF89a....", b"\xff\xd8", b"\xff\xd8\xff\xe0\0\x10JFIF", b"<svg/>"] {
            assert_eq!(read_photo(bytes), Err(PhotoFault::Unreadable));
            assert!(check(bytes).is_err());
        }
        // A PNG that says it is a hundred thousand pixels wide and high.
        let mut bomb = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec();
        bomb.extend([0, 1, 0x86, 0xa0, 0, 1, 0x86, 0xa0, 8, 2, 0, 0, 0]);
        bomb.extend([0; 40]);
        assert!(read_photo(&bomb).is_err());
        let sound = jpeg(&photo(40, 40));
        for end in 0..sound.len() {
            let _ = check(&sound[..end]);
        }
    }
}
