//! Making text fit: one line while it can, then two, then smaller.

use super::fonts::{Fonts, Shaped, Weight};

/// Text that fits, as lines of one size.
pub(super) struct Fitted {
    pub(super) lines: Vec<Shaped>,
    /// The font size in points.
    pub(super) size: f32,
}

/// The sizes that a text may take, in points.
#[derive(Clone, Copy)]
pub(super) struct Sizes {
    /// On one line, as large as this.
    pub(super) largest: f32,
    /// When one line would be smaller than this, two lines are tried.
    pub(super) smallest_single: f32,
}

/// One line as large as fits, or two balanced lines if one would be too small; whatever happens, it fits.
pub(super) fn fit(fonts: &Fonts, weight: Weight, text: &str, width: f32, sizes: Sizes) -> Fitted {
    let single = fonts.shape(weight, text);
    let size = size_for(&single, width, sizes.largest);
    if size < sizes.smallest_single
        && let Some((first, second)) = halves(fonts, weight, text)
    {
        let pair = size_for(&first, width, sizes.smallest_single).min(size_for(&second, width, sizes.smallest_single));
        return Fitted { lines: vec![first, second], size: pair };
    }
    Fitted { lines: vec![single], size }
}

/// As many lines as the text needs at this size.
pub(super) fn wrap(fonts: &Fonts, weight: Weight, text: &str, width: f32, size: f32) -> Vec<Shaped> {
    let mut lines = Vec::new();
    let mut line = String::new();
    for word in text.split_inclusive(' ') {
        let longer = format!("{line}{word}");
        if !line.is_empty() && fonts.shape(weight, longer.trim_end()).width(size) > width {
            lines.push(fonts.shape(weight, &line));
            word.clone_into(&mut line);
        } else {
            line = longer;
        }
    }
    if !line.is_empty() {
        lines.push(fonts.shape(weight, &line));
    }
    lines
}

fn size_for(line: &Shaped, width: f32, largest: f32) -> f32 {
    let at_one = line.width(1.0).max(f32::EPSILON);
    (width / at_one).min(largest)
}

/// The text broken after the space that leaves the longer half shortest. The space stays with the first half, so
/// that who reads the document as text finds two words.
fn halves(fonts: &Fonts, weight: Weight, text: &str) -> Option<(Shaped, Shaped)> {
    let longer = |at: usize| {
        let (first, second) = text.split_at_checked(at).unwrap_or((text, ""));
        fonts.shape(weight, first.trim_end()).width(1.0).max(fonts.shape(weight, second).width(1.0))
    };
    let at = text.match_indices(' ').map(|(at, _)| at + 1).min_by(|a, b| longer(*a).total_cmp(&longer(*b)))?;
    let (first, second) = text.split_at_checked(at)?;
    Some((fonts.shape(weight, first), fonts.shape(weight, second)))
}

#[cfg(test)]
mod tests {
    use super::*;

    const SIZES: Sizes = Sizes { largest: 34.0, smallest_single: 22.0 };

    #[test]
    fn a_short_text_is_as_large_as_allowed() {
        let fonts = Fonts::load().expect("fonts");
        let fitted = fit(&fonts, Weight::Bold, "Ли Ән", 600.0, SIZES);
        assert!((fitted.size - 34.0).abs() < f32::EPSILON);
        assert_eq!(fitted.lines.len(), 1);
    }

    #[test]
    fn any_text_fits() {
        let fonts = Fonts::load().expect("fonts");
        for text in [
            "ж".repeat(80),
            "Жұмабекқызы ".repeat(7).trim().to_owned(),
            "Ы Щщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщщ".to_owned(),
        ] {
            let fitted = fit(&fonts, Weight::Bold, &text, 600.0, SIZES);
            assert!(fitted.lines.iter().all(|line| line.width(fitted.size) < 610.0), "{text}");
            assert!(fitted.size >= 8.0, "{text} at {}", fitted.size);
        }
    }

    #[test]
    fn wrapped_lines_are_not_wider_than_asked() {
        let fonts = Fonts::load().expect("fonts");
        let lines = wrap(&fonts, Weight::Regular, "Бұл сертификат практикалық дағдыларды растамайды.", 120.0, 10.0);
        assert!(lines.len() > 1);
        assert!(lines.iter().all(|line| line.width(10.0) < 124.0));
    }
}
