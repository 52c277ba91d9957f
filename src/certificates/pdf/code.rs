//! The QR code as vector rectangles.

use krilla::geom::{Path, PathBuilder, Rect};
use qrcode::{Color, EcLevel, QrCode};

/// How many light modules stand around the code (ISO/IEC 18004).
const QUIET: u16 = 4;

/// A QR code at level M, ready to be drawn.
pub(super) struct Code {
    modules: Vec<bool>,
    width: u16,
}

impl Code {
    /// The code of a text; `None` if it is too long for any code.
    pub(super) fn new(content: &str) -> Option<Self> {
        let code = QrCode::with_error_correction_level(content, EcLevel::M).ok()?;
        let width = u16::try_from(code.width()).ok()?;
        let modules = code.into_colors().into_iter().map(|color| color == Color::Dark).collect();
        Some(Self { modules, width })
    }

    /// The dark modules within a square whose edge is `size` long, quiet zone included. Neighbours in a row are one
    /// rectangle, so that no hairlines show between them.
    pub(super) fn path(&self, left: f32, top: f32, size: f32) -> Option<Path> {
        let module = size / f32::from(self.width + 2 * QUIET);
        let mut path = PathBuilder::new();
        for (row, modules) in (QUIET..).zip(self.modules.chunks(usize::from(self.width))) {
            let y = top + f32::from(row) * module;
            for (start, length) in dark_runs(modules) {
                let x = left + f32::from(QUIET + start) * module;
                path.push_rect(Rect::from_xywh(x, y, f32::from(length) * module, module)?);
            }
        }
        path.finish()
    }

    /// The code's version, 1 to 40.
    #[cfg(test)]
    pub(super) fn version(&self) -> u16 {
        (self.width - 17) / 4
    }
}

/// Where dark modules begin in a row, and how many follow.
fn dark_runs(row: &[bool]) -> Vec<(u16, u16)> {
    let mut runs: Vec<(u16, u16)> = Vec::new();
    for (place, dark) in (0..).zip(row) {
        match runs.last_mut() {
            Some((start, length)) if *dark && *start + *length == place => *length += 1,
            _ if *dark => runs.push((place, 1)),
            _ => {}
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dark_neighbours_are_one_rectangle() {
        assert_eq!(dark_runs(&[true, true, false, true]), [(0, 2), (3, 1)]);
        assert_eq!(dark_runs(&[false, false]), []);
    }
}
