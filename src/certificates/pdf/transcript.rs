//! The transcript: one A4 page, tagged as certificates are. It is drawn for whoever asks and kept nowhere, so its words come
//! from the catalogue and its layout may change.
//!
//! It stays one page: rows become smaller as there are more of them, and what then still does not fit, the oldest first, is
//! counted in a line that leads to the shared page.

use std::num::NonZeroU16;

use krilla::Document;
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::destination::XyzDestination;
use krilla::geom::{Point, Rect};
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{TableHeaderScope, Tag, TagGroup, TagKind, TagTree};

use super::canvas::{Align, Canvas, Ink, MM, Palette, Print, Spot, line, rectangle};
use super::code::Code;
use super::fit::{Sizes, fit, wrap};
use super::fonts::{Fonts, Shaped, Weight};
use super::ornament::{self, Band};
use super::{RenderError, date_time, settings};
use crate::kernel::{Day, Lang, Timestamp};
use crate::settings::read_color;

/// Everything that stands on the page, in the words of its language.
#[derive(Debug, Clone)]
pub struct TranscriptSheet {
    /// The language.
    pub language: Lang,
    /// The resource centre's name.
    pub issuer: String,
    /// What the document is called.
    pub title: String,
    /// Whose it is.
    pub name: String,
    /// On which day it was made, and what that means.
    pub made: String,
    /// When it was made.
    pub made_at: Timestamp,
    /// The tables, in their order.
    pub parts: Vec<Part>,
    /// How many rows there was no room for, in words.
    pub more: fn(Lang, usize) -> String,
    /// The address in the code.
    pub code: String,
    /// The code, for those who do not see it.
    pub code_alt: String,
    /// False on a server that nobody else can reach: then the code is no link.
    pub is_public: bool,
    /// Lines beside the code.
    pub notes: Vec<String>,
    /// What limits its worth, if something does.
    pub warning: Option<String>,
    /// The colours of titles and lines that the centre has chosen.
    pub colors: (Option<String>, Option<String>),
}

/// A table of the transcript.
#[derive(Debug, Clone)]
pub struct Part {
    /// Its heading.
    pub title: String,
    /// The names of its columns.
    pub head: [String; COLUMNS],
    /// Its rows, the newest first.
    pub rows: Vec<Row>,
    /// The line under it.
    pub total: String,
}

/// A row of a table.
#[derive(Debug, Clone)]
pub struct Row {
    /// The day by which it is kept or left out.
    pub on: Day,
    /// Its cells.
    pub cells: [String; COLUMNS],
}

/// Course, hours, day, number, state.
pub const COLUMNS: usize = 5;

const PAGE: (f32, f32) = (210.0 * MM, 297.0 * MM);
const CENTER: f32 = 105.0 * MM;
const LEFT: f32 = 18.0 * MM;
const WIDTH: f32 = 174.0 * MM;
/// Where each column begins, from the left of the table, and how wide its text may be.
const COLUMN: [(f32, f32); COLUMNS] = [
    (0.0, 66.0 * MM),
    (68.0 * MM, 13.0 * MM),
    (83.0 * MM, 21.0 * MM),
    (106.0 * MM, 30.0 * MM),
    (138.0 * MM, 36.0 * MM),
];
/// Where tables end.
const BOTTOM: f32 = 240.0 * MM;
/// Left, top and edge of the square with the code, quiet zone included.
const CODE: (f32, f32, f32) = (156.0 * MM, 244.0 * MM, 36.0 * MM);
/// The sizes of rows, in points: the largest at which everything fits, or the smallest.
const SIZES: [f32; 4] = [10.0, 9.0, 8.0, 7.0];

/// Draws the page.
///
/// # Errors
/// See [`RenderError`].
pub fn render_transcript(sheet: &TranscriptSheet) -> Result<Vec<u8>, RenderError> {
    let internal = |what: &str| RenderError::Internal(what.to_owned());
    let fonts = Fonts::load().ok_or_else(|| internal("fonts"))?;
    // The name alone can be put right by its owner; of a title a letter is left out rather than the whole page.
    if let Some(letter) = fonts.missing(&sheet.name) {
        return Err(RenderError::Letter(letter));
    }
    let code = Code::new(&sheet.code).ok_or_else(|| internal("QR code"))?;
    let mut document = Document::new_with(settings()?);
    let size = PageSettings::from_wh(PAGE.0, PAGE.1).ok_or_else(|| internal("page size"))?;
    let mut page = document.start_page_with(size);
    let mut surface = page.surface();
    let (mut tree, code) = draw(&mut Canvas::new(&mut surface, palette(sheet)), &fonts, sheet, &code);
    surface.finish();
    let area = Rect::from_xywh(CODE.0, CODE.1, CODE.2, CODE.2).filter(|_| sheet.is_public);
    if let Some(area) = area {
        let target = Target::Action(Action::Link(LinkAction::new(sheet.code.clone())));
        let link = Annotation::new_link(LinkAnnotation::new(area, target), Some(sheet.code_alt.clone()));
        let id = page.add_tagged_annotation(link);
        tree.push(TagGroup::with_children(Tag::Link, vec![code.into(), id.into()]));
    } else {
        tree.push(code);
    }
    page.finish();
    document.set_tag_tree(tree);
    describe(&mut document, sheet);
    document.finish().map_err(|error| RenderError::Internal(format!("{error:?}")))
}

fn describe(document: &mut Document, sheet: &TranscriptSheet) {
    let title = format!("{} — {}", sheet.title, sheet.name);
    let metadata = Metadata::new()
        .title(title.clone())
        .authors(vec![sheet.issuer.clone()])
        .creator("Erikti".into())
        .language(sheet.language.code().into())
        .creation_date(date_time(sheet.made_at))
        .document_id(format!("erikti:transcript:{}:{}", sheet.language, sheet.made_at.unix()));
    document.set_metadata(metadata);
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(title, XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    document.set_outline(outline);
}

fn palette(sheet: &TranscriptSheet) -> Palette {
    let (usual, of) = (Palette::default(), |text: &Option<String>| text.as_deref().and_then(read_color));
    Palette { text: of(&sheet.colors.0).unwrap_or(usual.text), line: of(&sheet.colors.1).unwrap_or(usual.line) }
}

/// Draws everything; the code's tag is not in the tree yet, because it may be within a link.
fn draw(canvas: &mut Canvas<'_, '_>, fonts: &Fonts, sheet: &TranscriptSheet, code: &Code) -> (TagTree, TagGroup) {
    let tree = TagTree::new().with_lang(Some(sheet.language.code().to_owned()));
    let mut drawing = Drawing { canvas, fonts, sheet, tree };
    drawing.background();
    let top = drawing.heading();
    drawing.tables(top);
    let code = drawing.code(code);
    drawing.notes();
    (drawing.tree, code)
}

/// So many rows may fit; of more, not every size is tried.
const MAY_FIT: usize = 60;

/// How many rows of each part are printed, and their size in points.
fn choose(fonts: &Fonts, sheet: &TranscriptSheet, room: f32) -> (f32, Vec<usize>) {
    let all: Vec<usize> = sheet.parts.iter().map(|part| part.rows.len()).collect();
    let may_fit = all.iter().sum::<usize>() <= MAY_FIT;
    let fits = |size: &f32| may_fit && height(fonts, sheet, (*size, &all)) <= room;
    if let Some(size) = SIZES.into_iter().find(fits) {
        return (size, all);
    }
    let size = SIZES.into_iter().fold(f32::MAX, f32::min);
    let mut kept: Vec<usize> = vec![0; all.len()];
    // Every part may get a line that tells how many rows are left out.
    let mut left = sheet.parts.iter().fold(room, |left, _| left - TITLE - HEAD - TOTAL - line_height(size));
    loop {
        // The newest of the rows that are not printed yet, whatever part it is in.
        let day = |(part, count): (&Part, &usize)| part.rows.get(*count).map(|row| row.on);
        let days: Vec<Option<Day>> = sheet.parts.iter().zip(&kept).map(day).collect();
        let Some(newest) = days.iter().flatten().max() else { return (size, kept) };
        let Some(place) = days.iter().position(|day| day.as_ref() == Some(newest)) else { return (size, kept) };
        let next = sheet.parts.get(place).zip(kept.get(place)).and_then(|(part, count)| part.rows.get(*count));
        let Some(row) = next else { return (size, kept) };
        left -= Cells::new(fonts, row, size).height(size);
        if left < 0.0 {
            return (size, kept);
        }
        if let Some(count) = kept.get_mut(place) {
            *count += 1;
        }
    }
}

/// How high the tables are with so many rows each, in points.
fn height(fonts: &Fonts, sheet: &TranscriptSheet, (size, kept): (f32, &[usize])) -> f32 {
    let each = sheet.parts.iter().zip(kept).map(|(part, count)| {
        let rows = part.rows.iter().take(*count).map(|row| Cells::new(fonts, row, size).height(size)).sum::<f32>();
        let more = if *count < part.rows.len() { line_height(size) } else { 0.0 };
        TITLE + HEAD + rows + more + TOTAL
    });
    each.sum()
}

/// Heights of what stands around the rows, in points: heading, names of the columns, and the line under the table with the
/// space to the next.
const TITLE: f32 = 18.0;
const HEAD: f32 = 13.0;
const TOTAL: f32 = 24.0;

/// The height of a row that has one line.
fn line_height(size: f32) -> f32 {
    size * 1.62
}

/// The cells of a row, broken into lines.
struct Cells([Vec<Shaped>; COLUMNS]);

impl Cells {
    fn new(fonts: &Fonts, row: &Row, size: f32) -> Self {
        let mut columns = row.cells.iter().zip(COLUMN);
        Self(std::array::from_fn(|_| {
            columns.next().map(|(text, (_, width))| wrap(fonts, Weight::Regular, text, width, size)).unwrap_or_default()
        }))
    }

    fn height(&self, size: f32) -> f32 {
        let lines = self.0.iter().map(Vec::len).max().unwrap_or(1).max(1);
        #[expect(clippy::cast_precision_loss, reason = "a cell has a few lines")]
        let further = (lines - 1) as f32;
        line_height(size) + further * size * 1.22
    }
}

struct Drawing<'a, 'b, 'c> {
    canvas: &'a mut Canvas<'b, 'c>,
    fonts: &'a Fonts,
    sheet: &'a TranscriptSheet,
    tree: TagTree,
}

impl Drawing<'_, '_, '_> {
    fn background(&mut self) {
        self.canvas.fill(rectangle(0.0, 0.0, PAGE.0, PAGE.1).as_ref(), Ink::Paper);
        let band = Band { height: 10.0 * MM, scale: 0.77 * MM, count: 19, pen: 0.62 * MM };
        ornament::draw_frame(self.canvas, PAGE, &band);
    }

    /// Who, what, whose, since when; returns where the tables may begin.
    fn heading(&mut self) -> f32 {
        let (fonts, sheet) = (self.fonts, self.sheet);
        let single = |largest| Sizes { largest, smallest_single: 0.0 };
        let issuer = fit(fonts, Weight::Bold, &sheet.issuer, WIDTH, single(11.0));
        self.centered(Tag::P, &issuer.lines, 29.0 * MM, Print { size: issuer.size, ink: Ink::Teal });
        let title = fit(fonts, Weight::Bold, &sheet.title, WIDTH, single(23.0));
        let tag = Tag::Hn(NonZeroU16::MIN, Some(sheet.title.clone()));
        self.centered(tag, &title.lines, 40.5 * MM, Print { size: title.size, ink: Ink::Teal });
        let name = fit(fonts, Weight::Bold, &sheet.name, WIDTH, Sizes { largest: 20.0, smallest_single: 14.0 });
        let last = self.centered(Tag::P, &name.lines, 52.0 * MM, Print { size: name.size, ink: Ink::Text });
        let below = last + 3.4 * MM;
        let ends = ((CENTER - 70.0 * MM, below), (CENTER + 70.0 * MM, below));
        self.canvas.stroke(line(ends.0, ends.1).as_ref(), Ink::Gold, 0.6);
        let made = wrap(fonts, Weight::Regular, &sheet.made, WIDTH, 9.0);
        self.centered(Tag::P, &made, below + 5.6 * MM, Print { size: 9.0, ink: Ink::Soft }) + 9.0 * MM
    }

    fn tables(&mut self, top: f32) {
        let sheet = self.sheet;
        // `top` is the baseline of the first heading.
        let (size, kept) = choose(self.fonts, sheet, BOTTOM - top);
        let mut baseline = top;
        for (part, count) in sheet.parts.iter().zip(kept) {
            baseline = self.table(part, count, (baseline, size));
        }
    }

    /// Prints a table; returns where the next one begins.
    fn table(&mut self, part: &Part, count: usize, (top, size): (f32, f32)) -> f32 {
        let heading = self.fonts.shape(Weight::Bold, &part.title);
        let level = NonZeroU16::MIN.saturating_add(1);
        self.left(Tag::Hn(level, Some(part.title.clone())), &heading, top, Print { size: 11.0, ink: Ink::Teal });
        let mut table = TagGroup::new(Tag::Table);
        let mut baseline = top + TITLE;
        let mut head = TagGroup::new(Tag::TR);
        for (text, (offset, width)) in part.head.iter().zip(COLUMN) {
            let fitted = fit(self.fonts, Weight::Bold, text, width, Sizes { largest: 7.5, smallest_single: 0.0 });
            let print = Print { size: fitted.size, ink: Ink::Soft };
            let tag = TagKind::from(Tag::TH(TableHeaderScope::Column));
            head.push(self.cell(tag, &fitted.lines, (LEFT + offset, baseline), print));
        }
        table.push(head);
        self.canvas.stroke(line((LEFT, baseline + 3.6), (LEFT + WIDTH, baseline + 3.6)).as_ref(), Ink::Gold, 0.7);
        baseline += HEAD + (size - 7.0) * 0.4;
        for row in part.rows.iter().take(count) {
            let cells = Cells::new(self.fonts, row, size);
            let mut tags = TagGroup::new(Tag::TR);
            for (lines, (offset, _)) in cells.0.iter().zip(COLUMN) {
                let print = Print { size, ink: Ink::Text };
                tags.push(self.cell(TagKind::from(Tag::TD), lines, (LEFT + offset, baseline), print));
            }
            table.push(tags);
            baseline += cells.height(size);
        }
        self.tree.push(table);
        let left_out = part.rows.len() - count;
        if left_out > 0 {
            let more = self.fonts.shape(Weight::Bold, &(self.sheet.more)(self.sheet.language, left_out));
            self.left(Tag::P, &more, baseline, Print { size, ink: Ink::Teal });
            baseline += line_height(size);
        }
        let total = fit(self.fonts, Weight::Bold, &part.total, WIDTH, Sizes { largest: 9.0, smallest_single: 0.0 });
        for shaped in &total.lines {
            self.left(Tag::P, shaped, baseline, Print { size: total.size, ink: Ink::Text });
        }
        baseline + TOTAL
    }

    fn cell(&mut self, tag: TagKind, lines: &[Shaped], (x, first): (f32, f32), print: Print) -> TagGroup {
        let mut group = TagGroup::new(tag);
        let mut baseline = first;
        for shaped in lines {
            group.push(self.canvas.text(shaped, Spot { x, baseline, align: Align::Left }, print));
            baseline += print.size * 1.22;
        }
        group
    }

    fn code(&mut self, code: &Code) -> TagGroup {
        let (left, top, size) = CODE;
        self.canvas.fill(rectangle(left, top, size, size).as_ref(), Ink::White);
        let id = self.canvas.figure(code.path(left, top, size).as_ref(), Ink::Black);
        self.canvas.stroke(rectangle(left, top, size, size).as_ref(), Ink::Gold, 0.7);
        TagGroup::with_children(Tag::Figure(Some(self.sheet.code_alt.clone())), vec![id.into()])
    }

    /// What the code is for, and what limits the document's worth.
    fn notes(&mut self) {
        let (fonts, sheet) = (self.fonts, self.sheet);
        let mut baseline = CODE.1 + 4.0 * MM;
        let notes = sheet.notes.iter().map(|note| (note, Ink::Text));
        for (text, ink) in notes.chain(sheet.warning.iter().map(|warning| (warning, Ink::Red))) {
            let mut group = TagGroup::new(Tag::P);
            for shaped in wrap(fonts, Weight::Regular, text, 132.0 * MM, 9.0) {
                let spot = Spot { x: LEFT, baseline, align: Align::Left };
                group.push(self.canvas.text(&shaped, spot, Print { size: 9.0, ink }));
                baseline += 9.0 * 1.3;
            }
            self.tree.push(group);
            baseline += 3.5;
        }
    }

    fn left(&mut self, tag: impl Into<TagKind>, text: &Shaped, baseline: f32, print: Print) {
        let id = self.canvas.text(text, Spot { x: LEFT, baseline, align: Align::Left }, print);
        self.tree.push(TagGroup::with_children(tag, vec![id.into()]));
    }

    /// Prints centred lines as one tag; returns the last baseline.
    fn centered(&mut self, tag: impl Into<TagKind>, lines: &[Shaped], first: f32, print: Print) -> f32 {
        let (mut baseline, mut group) = (first, TagGroup::new(tag));
        for (at, shaped) in lines.iter().enumerate() {
            if at > 0 {
                baseline += print.size * 1.25;
            }
            group.push(self.canvas.text(shaped, Spot { x: CENTER, baseline, align: Align::Center }, print));
        }
        self.tree.push(group);
        baseline
    }
}

#[cfg(test)]
mod tests;
