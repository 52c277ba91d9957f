//! Drawing on the page so that every mark is either tagged text, a tagged figure, or an artifact.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect, Size, Transform};
use krilla::image::Image;
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};

use super::fonts::Shaped;
use crate::settings::PAPER;

/// Points in a millimetre.
pub(super) const MM: f32 = 72.0 / 25.4;

/// The colours of the document.
#[derive(Clone, Copy)]
pub(super) enum Ink {
    Paper,
    White,
    Text,
    Soft,
    Teal,
    Gold,
    Red,
    Black,
}

/// The colours that the centre may choose.
#[derive(Clone, Copy)]
pub(super) struct Palette {
    /// Titles and the band.
    pub(super) text: [u8; 3],
    /// Lines and lozenges.
    pub(super) line: [u8; 3],
}

impl Default for Palette {
    fn default() -> Self {
        Self { text: [14, 84, 92], line: [184, 142, 62] }
    }
}

impl Palette {
    fn color(self, ink: Ink) -> rgb::Color {
        let of = |[red, green, blue]: [u8; 3]| rgb::Color::new(red, green, blue);
        match ink {
            Ink::Paper => of(PAPER),
            Ink::White => rgb::Color::new(255, 255, 255),
            Ink::Text => rgb::Color::new(32, 42, 43),
            Ink::Soft => rgb::Color::new(82, 92, 92),
            Ink::Teal => of(self.text),
            Ink::Gold => of(self.line),
            Ink::Red => rgb::Color::new(168, 36, 30),
            Ink::Black => rgb::Color::new(0, 0, 0),
        }
    }

    fn fill(self, ink: Ink) -> Fill {
        Fill { paint: self.color(ink).into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
    }

    fn stroke(self, ink: Ink, width: f32) -> Stroke {
        Stroke {
            paint: self.color(ink).into(),
            width,
            line_cap: LineCap::Round,
            line_join: LineJoin::Round,
            ..Stroke::default()
        }
    }
}

/// Where a line of text stands: its baseline in points from the top, and what its x means.
#[derive(Clone, Copy)]
pub(super) struct Spot {
    pub(super) x: f32,
    pub(super) baseline: f32,
    pub(super) align: Align,
}

/// What the x of a [`Spot`] means.
#[derive(Clone, Copy)]
pub(super) enum Align {
    Left,
    Center,
}

/// How a line of text is printed.
#[derive(Clone, Copy)]
pub(super) struct Print {
    /// The font size in points.
    pub(super) size: f32,
    pub(super) ink: Ink,
}

/// The page as something to draw on.
pub(super) struct Canvas<'a, 'b> {
    surface: &'a mut Surface<'b>,
    palette: Palette,
}

impl<'a, 'b> Canvas<'a, 'b> {
    pub(super) const fn new(surface: &'a mut Surface<'b>, palette: Palette) -> Self {
        Self { surface, palette }
    }

    /// A filled shape that says nothing.
    pub(super) fn fill(&mut self, path: Option<&Path>, ink: Ink) {
        let fill = self.palette.fill(ink);
        self.artifact(|canvas| canvas.paint(path, Some(fill), None));
    }

    /// A drawn line that says nothing; the width is in points.
    pub(super) fn stroke(&mut self, path: Option<&Path>, ink: Ink, width: f32) {
        let stroke = self.palette.stroke(ink, width);
        self.artifact(|canvas| canvas.paint(path, None, Some(stroke)));
    }

    /// A filled shape that says something: its tag.
    pub(super) fn figure(&mut self, path: Option<&Path>, ink: Ink) -> Identifier {
        let id = self.surface.start_tagged(ContentTag::Other);
        let fill = self.palette.fill(ink);
        self.paint(path, Some(fill), None);
        self.surface.end_tagged();
        id
    }

    /// A picture within a box, from its left edge and in the middle of its height: its tag.
    pub(super) fn picture(&mut self, image: Image, (left, top, width, height): (f32, f32, f32, f32)) -> Identifier {
        let id = self.surface.start_tagged(ContentTag::Other);
        #[expect(clippy::cast_precision_loss, reason = "a logo has a few hundred pixels")]
        let (across, down) = (image.size().0 as f32, image.size().1 as f32);
        let scale = (width / across.max(1.0)).min(height / down.max(1.0));
        if let Some(size) = Size::from_wh(across * scale, down * scale) {
            let top = top + (height - size.height()) / 2.0;
            self.surface.push_transform(&Transform::from_translate(left, top));
            self.surface.draw_image(image, size);
            self.surface.pop();
        }
        self.surface.end_tagged();
        id
    }

    /// A line of text: its tag.
    pub(super) fn text(&mut self, line: &Shaped, spot: Spot, print: Print) -> Identifier {
        let id = self.surface.start_tagged(ContentTag::Span(SpanTag::empty()));
        let mut x = match spot.align {
            Align::Left => spot.x,
            Align::Center => spot.x - line.width(print.size) / 2.0,
        };
        self.surface.set_fill(Some(self.palette.fill(print.ink)));
        self.surface.set_stroke(None);
        for run in line.runs() {
            let start = Point::from_xy(x, spot.baseline);
            self.surface.draw_glyphs(start, &run.glyphs, run.font.clone(), &run.text, print.size, false);
            x += run.width * print.size;
        }
        self.surface.end_tagged();
        id
    }

    fn artifact(&mut self, draw: impl FnOnce(&mut Self)) {
        self.surface.start_tagged(ContentTag::Artifact(Artifact::with_kind(ArtifactType::Layout)));
        draw(self);
        self.surface.end_tagged();
    }

    fn paint(&mut self, path: Option<&Path>, fill: Option<Fill>, stroke: Option<Stroke>) {
        if let Some(path) = path {
            self.surface.set_fill(fill);
            self.surface.set_stroke(stroke);
            self.surface.draw_path(path);
        }
    }
}

/// A rectangle as a path; lengths in points.
pub(super) fn rectangle(left: f32, top: f32, width: f32, height: f32) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.push_rect(Rect::from_xywh(left, top, width, height)?);
    path.finish()
}

/// A straight line as a path.
pub(super) fn line(from: (f32, f32), to: (f32, f32)) -> Option<Path> {
    let mut path = PathBuilder::new();
    path.move_to(from.0, from.1);
    path.line_to(to.0, to.1);
    path.finish()
}
