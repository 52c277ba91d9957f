//! One line of *қошқар мүйіз*, the ram's horn of Kazakh felt carpets, as vector paths: each figure is two pairs of
//! horns that grow from one heart, up and down, with a lozenge between neighbours.

use krilla::geom::{Path, PathBuilder};

use super::canvas::{Canvas, Ink, MM, rectangle};

/// How far a quarter circle's handles reach (the usual cubic approximation).
const HANDLE: f32 = 0.552_284_8;

/// A pen that draws in a mirrored, scaled and shifted frame.
struct Pen<'a> {
    to: &'a mut PathBuilder,
    origin: (f32, f32),
    /// 1 or −1: mirrored sideways.
    across: f32,
    /// 1 or −1: standing or hanging.
    up: f32,
    scale: f32,
}

impl Pen<'_> {
    fn place(&self, x: f32, y: f32) -> (f32, f32) {
        (self.origin.0 + self.across * self.scale * x, self.origin.1 - self.up * self.scale * y)
    }

    fn move_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.to.move_to(x, y);
    }

    fn line_to(&mut self, x: f32, y: f32) {
        let (x, y) = self.place(x, y);
        self.to.line_to(x, y);
    }

    /// Quarter circles, clockwise in the pen's frame, around a centre, from the angle `start` (in quarters).
    fn turn(&mut self, center: (f32, f32), radius: f32, start: u8, quarters: u8) {
        for quarter in start..start + quarters {
            let (from, to) = (direction(quarter), direction(quarter + 1));
            let reach = radius * HANDLE;
            let at = |d: (f32, f32)| (center.0 + radius * d.0, center.1 + radius * d.1);
            let ((x0, y0), (x3, y3)) = (at(from), at(to));
            let (x1, y1) = self.place(x0 + reach * to.0, y0 + reach * to.1);
            let (x2, y2) = self.place(x3 + reach * from.0, y3 + reach * from.1);
            let (x3, y3) = self.place(x3, y3);
            self.to.cubic_to(x1, y1, x2, y2, x3, y3);
        }
    }
}

/// The directions that a clockwise turn passes, beginning at the left.
const fn direction(quarter: u8) -> (f32, f32) {
    match quarter % 4 {
        0 => (-1.0, 0.0),
        1 => (0.0, 1.0),
        2 => (1.0, 0.0),
        _ => (0.0, -1.0),
    }
}

/// From one figure to the next, in the ornament's own units; a figure is 8 wide and 10 high.
const STEP: f32 = 12.0;

/// The band of ornament below the upper edge of a frame.
#[derive(Debug, Clone, Copy)]
pub(super) struct Band {
    /// Its height.
    pub(super) height: f32,
    /// What the ornament's own unit measures.
    pub(super) scale: f32,
    /// How many figures stand on it.
    pub(super) count: u16,
    /// How thick the horns are drawn.
    pub(super) pen: f32,
}

/// The double frame of a page of this size, and the band within it.
pub(super) fn draw_frame(canvas: &mut Canvas<'_, '_>, page: (f32, f32), band: &Band) {
    let frame = |inset: f32| rectangle(inset, inset, page.0 - 2.0 * inset, page.1 - 2.0 * inset);
    canvas.stroke(frame(8.0 * MM).as_ref(), Ink::Teal, 1.6);
    canvas.stroke(frame(9.6 * MM).as_ref(), Ink::Gold, 0.7);
    let inset = 11.2 * MM;
    canvas.fill(rectangle(inset, inset, page.0 - 2.0 * inset, band.height).as_ref(), Ink::Teal);
    let first = page.0 / 2.0 - f32::from(band.count - 1) / 2.0 * STEP * band.scale;
    let middle = inset + band.height / 2.0;
    canvas.stroke(horns(first, middle, band.scale, band.count).as_ref(), Ink::Paper, band.pen);
    canvas.fill(lozenges(first, middle, band.scale, band.count).as_ref(), Ink::Gold);
}

/// The horns of `count` figures on a line, to be stroked: the first one's middle is at `x`, `y`.
fn horns(x: f32, y: f32, scale: f32, count: u16) -> Option<Path> {
    let mut path = PathBuilder::new();
    for figure in 0..count {
        let origin = (x + f32::from(figure) * STEP * scale, y);
        for (across, up) in [(1.0, 1.0), (-1.0, 1.0), (1.0, -1.0), (-1.0, -1.0)] {
            horn(&mut Pen { to: &mut path, origin, across, up, scale });
        }
    }
    path.finish()
}

/// One horn: from the figure's heart outwards, and rolled in.
fn horn(pen: &mut Pen<'_>) {
    pen.move_to(0.0, 1.0);
    pen.line_to(0.0, 2.55);
    pen.turn((2.15, 2.55), 2.15, 0, 2);
    pen.turn((2.9, 2.55), 1.4, 2, 2);
    pen.turn((2.2, 2.55), 0.7, 0, 1);
}

/// The lozenges in the hearts of the figures and between them, to be filled.
fn lozenges(x: f32, y: f32, scale: f32, count: u16) -> Option<Path> {
    let mut path = PathBuilder::new();
    for figure in 0..count {
        let center = x + f32::from(figure) * STEP * scale;
        lozenge(&mut path, center, y, 1.05 * scale);
        if figure + 1 < count {
            lozenge(&mut path, center + STEP * scale / 2.0, y, 1.5 * scale);
        }
    }
    path.finish()
}

/// A lozenge around a point, `reach` to each side.
pub(super) fn lozenge(path: &mut PathBuilder, x: f32, y: f32, reach: f32) {
    path.move_to(x - reach, y);
    path.line_to(x, y - reach);
    path.line_to(x + reach, y);
    path.line_to(x, y + reach);
    path.close();
}
