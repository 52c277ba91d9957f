//! Drawing on the page so that every mark is either tagged text, a tagged figure, or an artifact.

use krilla::color::rgb;
use krilla::geom::{Path, PathBuilder, Point, Rect};
use krilla::num::NormalizedF32;
use krilla::paint::{Fill, FillRule, LineCap, LineJoin, Stroke};
use krilla::surface::Surface;
use krilla::tagging::{Artifact, ArtifactType, ContentTag, Identifier, SpanTag};

use super::fonts::Shaped;

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

impl Ink {
    fn color(self) -> rgb::Color {
        match self {
            Self::Paper => rgb::Color::new(252, 248, 238),
            Self::White => rgb::Color::new(255, 255, 255),
            Self::Text => rgb::Color::new(32, 42, 43),
            Self::Soft => rgb::Color::new(82, 92, 92),
            Self::Teal => rgb::Color::new(14, 84, 92),
            Self::Gold => rgb::Color::new(184, 142, 62),
            Self::Red => rgb::Color::new(168, 36, 30),
            Self::Black => rgb::Color::new(0, 0, 0),
        }
    }

    fn fill(self) -> Fill {
        Fill { paint: self.color().into(), opacity: NormalizedF32::ONE, rule: FillRule::NonZero }
    }

    fn stroke(self, width: f32) -> Stroke {
        Stroke {
            paint: self.color().into(),
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
}

impl<'a, 'b> Canvas<'a, 'b> {
    pub(super) const fn new(surface: &'a mut Surface<'b>) -> Self {
        Self { surface }
    }

    /// A filled shape that says nothing.
    pub(super) fn fill(&mut self, path: Option<&Path>, ink: Ink) {
        self.artifact(|canvas| canvas.paint(path, Some(ink.fill()), None));
    }

    /// A drawn line that says nothing; the width is in points.
    pub(super) fn stroke(&mut self, path: Option<&Path>, ink: Ink, width: f32) {
        self.artifact(|canvas| canvas.paint(path, None, Some(ink.stroke(width))));
    }

    /// A filled shape that says something: its tag.
    pub(super) fn figure(&mut self, path: Option<&Path>, ink: Ink) -> Identifier {
        let id = self.surface.start_tagged(ContentTag::Other);
        self.paint(path, Some(ink.fill()), None);
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
        self.surface.set_fill(Some(print.ink.fill()));
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
