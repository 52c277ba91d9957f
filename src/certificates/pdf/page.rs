//! Templates 1 to 3: an A4 page in landscape. Template 2 adds what the centre decides: logo, signatories, colours; 3, for
//! practical certificates alone, the session in person.
//!
//! From the top: the line of ornament, the centre, the title, the name, the
//! course and what the certificate says of it; at the bottom the facts and the QR code.

use std::num::NonZeroU16;

use krilla::geom::{PathBuilder, Rect};
use krilla::image::Image;
use krilla::surface::Surface;
use krilla::tagging::{Identifier, ListNumbering, Tag, TagGroup, TagKind, TagTree};

use super::canvas::{Align, Canvas, Ink, MM, Palette, Print, Spot, line, rectangle};
use super::code::Code;
use super::fit::{Sizes, fit, wrap};
use super::fonts::{Fonts, Shaped, Weight};
use super::ornament::{self, Band};
use super::texts::{self, Mark, Texts, statement, texts};
use crate::certificates::data::{
    CertificateData, Installation, Look, PRACTICAL_TEMPLATE, Review, SPACED_TEMPLATE, Signatory,
};
use crate::settings::read_color;

/// The page's width and height in points.
pub(super) const PAGE: (f32, f32) = (297.0 * MM, 210.0 * MM);
const CENTER: f32 = 148.5 * MM;
/// Left, top and edge of the square with the QR code, quiet zone included: 48 mm, so the code itself is at least
/// 42 mm wide and its modules at least half a millimetre.
const CODE: (f32, f32, f32) = (228.0 * MM, 141.0 * MM, 48.0 * MM);
/// Left, top, width and height of the box that the logo fills.
const LOGO: (f32, f32, f32, f32) = (22.0 * MM, 42.5 * MM, 44.0 * MM, 24.0 * MM);
/// Where the facts stand.
const FACTS: (f32, f32) = (22.0 * MM, 147.5 * MM);

/// What stands on the page, for those who read it without seeing it.
pub(super) struct Tags {
    pub(super) tree: TagTree,
    /// The QR code, which is not in the tree yet: it may be within a link.
    pub(super) code: TagGroup,
}

/// Draws everything.
pub(super) fn draw(
    surface: &mut Surface<'_>,
    fonts: &Fonts,
    data: &CertificateData,
    (code, logo): (&Code, Option<Image>),
) -> Tags {
    let look = data.look.as_ref().filter(|_| data.template > 1);
    let mut page = Page {
        canvas: Canvas::new(surface, palette(look)),
        fonts,
        data,
        texts: texts(data.language),
        tree: TagTree::new().with_lang(Some(data.language.code().to_owned())),
    };
    page.background();
    page.heading();
    if let Some(logo) = logo {
        page.logo(logo);
    }
    let below = page.person();
    page.course(below);
    page.facts();
    let code = page.code(code);
    page.verify();
    page.marks();
    Tags { tree: page.tree, code }
}

/// The part of the page that opens the verify address when it is clicked.
pub(super) fn link_area() -> Option<Rect> {
    Rect::from_xywh(CODE.0, CODE.1, CODE.2, CODE.2)
}

/// The colours of a look, where it has some.
fn palette(look: Option<&Look>) -> Palette {
    let of = |text: &Option<String>| text.as_deref().and_then(read_color);
    let usual = Palette::default();
    let Some(look) = look else { return usual };
    Palette { text: of(&look.text).unwrap_or(usual.text), line: of(&look.line).unwrap_or(usual.line) }
}

/// Where a value may stand.
#[derive(Clone, Copy)]
struct Room {
    width: f32,
    rows: Rows,
}

/// How far apart the rows of facts are: two lines of a usual size fit between them, or not.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rows {
    Apart,
    Close,
}

struct Page<'a, 'b> {
    canvas: Canvas<'a, 'b>,
    fonts: &'a Fonts,
    data: &'a CertificateData,
    texts: &'static Texts,
    tree: TagTree,
}

impl Page<'_, '_> {
    fn background(&mut self) {
        self.canvas.fill(rectangle(0.0, 0.0, PAGE.0, PAGE.1).as_ref(), Ink::Paper);
        let band = Band { height: 14.0 * MM, scale: 1.08 * MM, count: 21, pen: 0.85 * MM };
        ornament::draw_frame(&mut self.canvas, PAGE, &band);
    }

    fn heading(&mut self) {
        let issuer = fit(
            self.fonts,
            Weight::Bold,
            &self.data.issuer,
            170.0 * MM,
            Sizes { largest: 12.5, smallest_single: 10.0 },
        );
        let print = Print { size: issuer.size, ink: Ink::Teal };
        self.centered(Tag::P, &issuer.lines, 35.5 * MM, print);
        let title = [self.fonts.shape(Weight::Bold, self.texts.title)];
        let level = NonZeroU16::MIN;
        let tag = Tag::Hn(level, Some(self.texts.title.to_owned()));
        self.centered(tag, &title, 54.0 * MM, Print { size: 37.0, ink: Ink::Teal });
        self.rule(60.0 * MM);
    }

    /// At the left of the title.
    fn logo(&mut self, logo: Image) {
        let id = self.canvas.picture(logo, LOGO);
        let alt = Tag::Figure(Some(self.data.issuer.clone()));
        self.tree.push(TagGroup::with_children(alt, vec![id.into()]));
    }

    /// A gold line with a lozenge in its middle.
    fn rule(&mut self, y: f32) {
        for side in [-1.0, 1.0] {
            let from = (CENTER + side * 3.0 * MM, y);
            let to = (CENTER + side * 44.0 * MM, y);
            self.canvas.stroke(line(from, to).as_ref(), Ink::Gold, 0.9);
        }
        let mut path = PathBuilder::new();
        ornament::lozenge(&mut path, CENTER, y, 1.5 * MM);
        self.canvas.fill(path.finish().as_ref(), Ink::Gold);
    }

    /// Prints the name; returns where the next block may begin.
    fn person(&mut self) -> f32 {
        let label = [self.fonts.shape(Weight::Regular, self.texts.issued_to)];
        self.centered(Tag::P, &label, 70.0 * MM, Print { size: 12.5, ink: Ink::Soft });
        let sizes = Sizes { largest: 34.0, smallest_single: 22.0 };
        let name = fit(self.fonts, Weight::Bold, self.data.name.as_str(), 235.0 * MM, sizes);
        let first = if name.lines.len() > 1 { 80.5 * MM } else { 85.5 * MM };
        let last = self.centered(Tag::P, &name.lines, first, Print { size: name.size, ink: Ink::Text });
        let below = last + 4.5 * MM;
        let ends = ((CENTER - 95.0 * MM, below), (CENTER + 95.0 * MM, below));
        self.canvas.stroke(line(ends.0, ends.1).as_ref(), Ink::Gold, 0.6);
        below
    }

    fn course(&mut self, top: f32) {
        let said = statement(self.data.language, self.data.kind);
        let headline = [self.fonts.shape(Weight::Regular, said.headline)];
        self.centered(Tag::P, &headline, top + 9.0 * MM, Print { size: 13.0, ink: Ink::Soft });
        let sizes = Sizes { largest: 21.0, smallest_single: 16.0 };
        let title = fit(self.fonts, Weight::Bold, &self.data.course_title, 225.0 * MM, sizes);
        let print = Print { size: title.size, ink: Ink::Teal };
        let last = self.centered(Tag::P, &title.lines, top + 18.5 * MM, print);
        let confirms = [self.fonts.shape(Weight::Regular, said.confirms)];
        self.centered(Tag::P, &confirms, last + 9.5 * MM, Print { size: 11.5, ink: Ink::Text });
        let limit = [self.fonts.shape(Weight::Bold, said.limit)];
        self.centered(Tag::P, &limit, last + 15.5 * MM, Print { size: 11.5, ink: Ink::Text });
    }

    fn facts(&mut self) {
        let mut list = TagGroup::new(Tag::L(ListNumbering::None));
        let thirds = [(0.0, 59.0 * MM), (62.0 * MM, 65.0 * MM), (130.0 * MM, 74.0 * MM)];
        let (data, rows) = (self.data, self.rows());
        let look = data.look.as_ref().filter(|_| data.template > 1);
        let signatories = look.map_or(&[][..], |look| &look.signatories);
        // Four rows stand closer together than three, and three of which the last may take two lines do too.
        let is_crowded = rows.len() > 2 && (!signatories.is_empty() || data.template >= SPACED_TEMPLATE);
        let (top, step) = if is_crowded { (FACTS.1 - 1.5 * MM, 10.4 * MM) } else { (FACTS.1, 14.5 * MM) };
        let mut y = top;
        for facts in &rows {
            for ((label, value), (offset, width)) in facts.iter().zip(thirds) {
                let room = if data.template < PRACTICAL_TEMPLATE {
                    Room { width: 74.0 * MM, rows: Rows::Apart }
                } else {
                    Room { width, rows: if is_crowded { Rows::Close } else { Rows::Apart } }
                };
                list.push(self.fact((label, value), (FACTS.0 + offset, y), room));
            }
            y += step;
        }
        for (one, (offset, width)) in signatories.iter().zip([(0.0, 96.0 * MM), (100.0 * MM, 100.0 * MM)]) {
            list.push(self.signatory(one, (FACTS.0 + offset, y), width));
        }
        self.tree.push(list);
    }

    /// The facts in rows: label and value.
    fn rows(&self) -> Vec<Vec<(&'static str, String)>> {
        let (data, texts, lang) = (self.data, self.texts, self.data.language);
        let (validity, until) = match data.expires_on {
            Some(day) => (texts.valid_until, texts::last_day(lang, day)),
            None => (texts.validity, texts.never_expires.to_owned()),
        };
        let hours = (statement(lang, data.kind).hours, texts::duration(lang, data.minutes));
        let mut rows = vec![
            vec![
                (texts.number, data.number.to_string()),
                (texts.issued_on, texts::day(lang, data.issued_on)),
                (validity, until),
            ],
            vec![hours, (texts.edition, format!("{} · {}", data.edition, data.issued_on.year()))],
        ];
        if let (Some(guideline), Some(row)) = (&data.guideline, rows.last_mut()) {
            row.push((texts.guideline, guideline.clone()));
        }
        if let (Some(trainer), Some(session)) = (&data.confirmed_by, &data.session) {
            let [who, own, held] = texts::session(lang);
            rows.push(vec![
                (who, trainer.name.to_string()),
                (own, format!("{} · {}", trainer.certificate, texts::until(lang, trainer.expires_on))),
                (held, format!("{} · {}", texts::day(lang, session.on), session.place)),
            ]);
        } else if let Some(trainer) = &data.confirmed_by {
            rows.push(vec![(texts.confirmed_by, format!("{} · {}", trainer.name, trainer.certificate))]);
        }
        rows
    }

    fn fact(&mut self, (label, value): (&str, &str), at: (f32, f32), room: Room) -> TagGroup {
        let spot = Spot { x: at.0, baseline: at.1, align: Align::Left };
        let shaped = self.fonts.shape(Weight::Regular, &format!("{label} "));
        let id = self.canvas.text(&shaped, spot, Print { size: 9.0, ink: Ink::Soft });
        let label = TagGroup::with_children(Tag::Lbl, vec![id.into()]);
        let (lines, size) = self.value_lines(value, room);
        let mut body = TagGroup::new(Tag::LBody);
        let is_tight = room.rows == Rows::Close && lines.len() > 1;
        let mut baseline = at.1 + if is_tight { 4.2 * MM } else { 5.3 * MM };
        for shaped in &lines {
            let spot = Spot { baseline, ..spot };
            body.push(self.canvas.text(shaped, spot, Print { size, ink: Ink::Text }));
            baseline += size * 1.3;
        }
        TagGroup::with_children(Tag::LI, vec![label.into(), body.into()])
    }

    /// Who signs: what they are, and the name under it, each on one line of this width.
    fn signatory(&mut self, one: &Signatory, at: (f32, f32), width: f32) -> TagGroup {
        let role = fit(self.fonts, Weight::Regular, &one.role, width, Sizes { largest: 9.0, smallest_single: 0.0 });
        let name = fit(self.fonts, Weight::Bold, &one.name, width, Sizes { largest: 11.5, smallest_single: 0.0 });
        let mut tags = [Tag::Lbl.into(), Tag::LBody.into()].map(|tag: TagKind| TagGroup::new(tag));
        for ((text, (y, ink)), tag) in
            [role, name].iter().zip([(at.1, Ink::Soft), (at.1 + 5.3 * MM, Ink::Text)]).zip(&mut tags)
        {
            for shaped in &text.lines {
                let spot = Spot { x: at.0, baseline: y, align: Align::Left };
                tag.push(self.canvas.text(shaped, spot, Print { size: text.size, ink }));
            }
        }
        let [role, name] = tags;
        TagGroup::with_children(Tag::LI, vec![role.into(), name.into()])
    }

    /// A value on one line if it fits, else on two or three smaller ones.
    fn value_lines(&self, value: &str, room: Room) -> (Vec<Shaped>, f32) {
        let lines = |size| wrap(self.fonts, Weight::Bold, value, room.width, size);
        let sizes: &[(f32, usize)] = match room.rows {
            Rows::Apart => &[(11.5, 1), (9.5, 2), (8.0, 2), (7.0, 3)],
            Rows::Close => &[(11.5, 1), (9.5, 1), (8.0, 1), (6.5, 2)],
        };
        for (size, most) in sizes {
            let lines = lines(*size);
            if lines.len() <= *most {
                return (lines, *size);
            }
        }
        (lines(5.0), 5.0)
    }

    fn code(&mut self, code: &Code) -> TagGroup {
        let (left, top, size) = CODE;
        self.canvas.fill(rectangle(left, top, size, size).as_ref(), Ink::White);
        let id = self.canvas.figure(code.path(left, top, size).as_ref(), Ink::Black);
        let alt = format!("{}: {}", self.texts.code, self.data.verify_url);
        self.canvas.stroke(rectangle(left, top, size, size).as_ref(), Ink::Gold, 0.7);
        TagGroup::with_children(Tag::Figure(Some(alt)), vec![id.into()])
    }

    /// How to verify, in one line beside the code.
    fn verify(&mut self) {
        let spot = Spot { x: FACTS.0, baseline: 188.4 * MM, align: Align::Left };
        let scan = self.fonts.shape(Weight::Regular, &format!("{} ", self.texts.scan));
        let page = self.fonts.shape(Weight::Bold, &self.data.verify_page);
        let print = Print { size: 9.5, ink: Ink::Text };
        let first = self.canvas.text(&scan, spot, print);
        let second = self.canvas.text(&page, Spot { x: spot.x + scan.width(print.size) + 1.2 * MM, ..spot }, print);
        self.tree.push(TagGroup::with_children(Tag::P, vec![first.into(), second.into()]));
    }

    /// What limits the document's worth: a word at the top, a sentence at the bottom.
    fn marks(&mut self) {
        let mut y = 193.6 * MM;
        let mut marks = Vec::new();
        if self.data.review == Review::Pending {
            marks.push((self.texts.pilot, Ink::Teal, 22.0 * MM));
        }
        match self.data.installation {
            Installation::Public => {}
            Installation::Trial => marks.push((self.texts.trial, Ink::Red, 239.0 * MM)),
            Installation::Sample => marks.push((self.texts.sample, Ink::Red, 239.0 * MM)),
        }
        for (mark, ink, left) in marks {
            self.pill(mark, ink, left);
            let meaning = [self.fonts.shape(Weight::Bold, mark.meaning)];
            let spot = Spot { x: FACTS.0, baseline: y, align: Align::Left };
            let ids = meaning.map(|shaped| self.canvas.text(&shaped, spot, Print { size: 9.5, ink }));
            self.paragraph(Tag::P, ids);
            y += 4.4 * MM;
        }
    }

    fn pill(&mut self, mark: Mark, ink: Ink, left: f32) {
        let (top, width, height) = (30.5 * MM, 36.0 * MM, 8.5 * MM);
        self.canvas.stroke(rectangle(left, top, width, height).as_ref(), ink, 1.4);
        let word = self.fonts.shape(Weight::Bold, mark.word);
        let spot = Spot { x: left + width / 2.0, baseline: top + 6.0 * MM, align: Align::Center };
        let id = self.canvas.text(&word, spot, Print { size: 13.0, ink });
        self.paragraph(Tag::P, [id]);
    }

    /// Prints centred lines as one tag; returns the last baseline.
    fn centered(&mut self, tag: impl Into<TagKind>, lines: &[Shaped], first: f32, print: Print) -> f32 {
        let mut baseline = first;
        let mut group = TagGroup::new(tag);
        for (at, shaped) in lines.iter().enumerate() {
            if at > 0 {
                baseline += print.size * 1.25;
            }
            group.push(self.canvas.text(shaped, Spot { x: CENTER, baseline, align: Align::Center }, print));
        }
        self.tree.push(group);
        baseline
    }

    fn paragraph<const N: usize>(&mut self, tag: impl Into<TagKind>, ids: [Identifier; N]) {
        self.tree.push(TagGroup::with_children(tag, ids.into_iter().map(Into::into).collect()));
    }
}
