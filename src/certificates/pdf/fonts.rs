//! Fonts of the document: shaping, measuring, and which letters can be printed at all.

use krilla::text::{Font, GlyphId, KrillaGlyph};
use rustybuzz::UnicodeBuffer;
use unicode_normalization::char::is_combining_mark;

/// Weight and purpose of a piece of text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Weight {
    Regular,
    Bold,
}

/// One font file, for drawing and for shaping.
struct Face {
    font: Font,
    shaper: rustybuzz::Face<'static>,
}

impl Face {
    fn load(file: &'static [u8]) -> Option<Self> {
        Some(Self { font: Font::new(file.into(), 0)?, shaper: rustybuzz::Face::from_slice(file, 0)? })
    }

    fn has(&self, c: char) -> bool {
        self.shaper.glyph_index(c).is_some_and(|glyph| glyph.0 != 0)
    }
}

/// Noto Sans, and `DejaVu` Sans for the letters that it lacks (Armenian, Georgian, Arabic and others).
pub(super) struct Fonts {
    regular: [Face; 2],
    bold: [Face; 2],
}

/// Text of one line, shaped; lengths are in units of the font size, spaces at the end not counted.
pub(super) struct Shaped {
    runs: Vec<Run>,
    width: f32,
}

/// A stretch of a line in one font.
pub(super) struct Run {
    pub(super) font: Font,
    pub(super) text: String,
    pub(super) glyphs: Vec<KrillaGlyph>,
    pub(super) width: f32,
}

impl Shaped {
    /// The stretches from left to right.
    pub(super) fn runs(&self) -> &[Run] {
        &self.runs
    }

    /// How wide the line is at a font size, in points.
    pub(super) fn width(&self, size: f32) -> f32 {
        self.width * size
    }
}

impl Fonts {
    /// Loads the fonts of the program; `None` if they are damaged.
    pub(super) fn load() -> Option<Self> {
        Some(Self {
            regular: [Face::load(notosans::REGULAR_TTF)?, Face::load(dejavu::sans::regular())?],
            bold: [Face::load(notosans::BOLD_TTF)?, Face::load(dejavu::sans::bold())?],
        })
    }

    /// The first letter that no font has, if there is one.
    pub(super) fn missing(&self, text: &str) -> Option<char> {
        text.chars().find(|c| [&self.regular, &self.bold].iter().any(|faces| !faces.iter().any(|face| face.has(*c))))
    }

    /// Shapes one line. Letters that no font has are left out: [`Self::missing`] is asked first.
    pub(super) fn shape(&self, weight: Weight, text: &str) -> Shaped {
        let faces = match weight {
            Weight::Regular => &self.regular,
            Weight::Bold => &self.bold,
        };
        let mut runs: Vec<(usize, String)> = Vec::new();
        for c in text.chars() {
            let Some(at) = faces.iter().position(|face| face.has(c)) else { continue };
            match runs.last_mut() {
                Some((last, text)) if *last == at || is_combining_mark(c) => text.push(c),
                _ => runs.push((at, c.to_string())),
            }
        }
        let runs: Vec<Run> =
            runs.into_iter().filter_map(|(at, text)| faces.get(at).map(|face| shape_run(face, text))).collect();
        let width = runs.iter().map(|run| run.width).sum::<f32>() - runs.last().map_or(0.0, trailing_space);
        Shaped { runs, width }
    }
}

/// How wide the spaces at the end of a run are: they count for readers, not for measuring.
fn trailing_space(run: &Run) -> f32 {
    let is_space = |glyph: &&KrillaGlyph| run.text.get(glyph.text_range.clone()) == Some(" ");
    run.glyphs.iter().rev().take_while(is_space).map(|glyph| glyph.x_advance).sum()
}

#[expect(clippy::cast_precision_loss, reason = "font units are far below 2^23")]
fn shape_run(face: &Face, text: String) -> Run {
    let mut buffer = UnicodeBuffer::new();
    buffer.push_str(&text);
    buffer.guess_segment_properties();
    let shaped = rustybuzz::shape(&face.shaper, &[], buffer);
    let em = face.font.units_per_em();
    let mut starts: Vec<usize> = shaped.glyph_infos().iter().map(|info| info.cluster as usize).collect();
    starts.sort_unstable();
    let glyphs: Vec<KrillaGlyph> = shaped
        .glyph_infos()
        .iter()
        .zip(shaped.glyph_positions())
        .map(|(info, position)| {
            let start = info.cluster as usize;
            let end = starts.iter().copied().find(|next| *next > start).unwrap_or(text.len());
            KrillaGlyph::new(
                GlyphId::new(info.glyph_id),
                position.x_advance as f32 / em,
                position.x_offset as f32 / em,
                position.y_offset as f32 / em,
                position.y_advance as f32 / em,
                start..end,
                None,
            )
        })
        .collect();
    let width = glyphs.iter().map(|glyph| glyph.x_advance).sum();
    Run { font: face.font.clone(), text, glyphs, width }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_of_the_three_languages_is_there() {
        let fonts = Fonts::load().expect("fonts");
        let letters = "АӘБВГҒДЕЁЖЗИЙКҚЛМНҢОӨПРСТУҰҮФХҺЦЧШЩЪЫІЬЭЮЯаәбвгғдеёжзийкқлмнңоөпрстуұүфхһцчшщъыіьэюя«»—–№’";
        assert_eq!(fonts.missing(letters), None);
        assert_eq!(fonts.missing("Աննա გიორგი ياسمين Łukasz Nguyễn"), None);
        assert_eq!(fonts.missing("王"), Some('王'));
    }

    #[test]
    fn twice_the_text_is_twice_as_wide() {
        let fonts = Fonts::load().expect("fonts");
        let (one, two) = (fonts.shape(Weight::Bold, "Ән"), fonts.shape(Weight::Bold, "ӘнӘн"));
        assert!((two.width(10.0) - 2.0 * one.width(10.0)).abs() < 0.5);
        assert!(one.width(10.0) > 5.0);
    }
}
