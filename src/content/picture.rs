//! Drawings: only what cannot run, cannot load and says nothing in words.

use roxmltree::{Document, Node, ParsingOptions};
use serde::{Deserialize, Serialize};

use super::message::{Code, Message};
use super::photo;

/// The key of the drawing that stands on a course's card on the front page, if the course has one.
pub const EMBLEM: &str = "emblem";

/// The largest drawing, in bytes. A lesson with all its pictures stays within 100 KB.
pub const MAX_BYTES: usize = 60_000;

/// In what a picture is kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum PictureFormat {
    /// A drawing.
    #[default]
    Svg,
    /// A photo.
    Jpeg,
}

impl PictureFormat {
    /// Every one.
    pub const ALL: [Self; 2] = [Self::Svg, Self::Jpeg];

    /// How the names of its files end.
    pub const fn extension(self) -> &'static str {
        match self {
            Self::Svg => "svg",
            Self::Jpeg => "jpg",
        }
    }

    /// What browsers are told.
    pub const fn content_type(self) -> &'static str {
        match self {
            Self::Svg => "image/svg+xml",
            Self::Jpeg => "image/jpeg",
        }
    }

    /// True for drawings, of which stored courses say nothing.
    pub fn is_svg(&self) -> bool {
        *self == Self::Svg
    }

    /// The name of a picture without its ending, and what the ending says.
    pub fn split(name: &str) -> Option<(&str, Self)> {
        let (stem, extension) = name.rsplit_once('.')?;
        Self::ALL.into_iter().find(|format| format.extension() == extension).map(|format| (stem, format))
    }
}

/// Checks a picture.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check_as(format: PictureFormat, bytes: &[u8]) -> Result<Size, Vec<Fault>> {
    match format {
        PictureFormat::Svg => check(bytes),
        PictureFormat::Jpeg => photo::check(bytes),
    }
}

/// The size at which a drawing is drawn, in whole units of its view box.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Size {
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// What is wrong with a drawing, and where.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Counted from 1.
    pub line: usize,
    /// Counted from 1, in characters.
    pub column: usize,
    /// One sentence.
    pub message: Message,
}

/// Elements that may stand in a drawing. Everything else is refused: scripts, foreign content, links, animation
/// (it could set an address), and text, which would need a translation.
const ELEMENTS: [&str; 24] = [
    "svg",
    "g",
    "defs",
    "symbol",
    "use",
    "path",
    "rect",
    "circle",
    "ellipse",
    "line",
    "polyline",
    "polygon",
    "title",
    "desc",
    "metadata",
    "clipPath",
    "mask",
    "pattern",
    "marker",
    "linearGradient",
    "radialGradient",
    "stop",
    "style",
    "filter",
];

/// Checks a drawing.
///
/// # Errors
/// Everything that is wrong with it.
pub fn check(bytes: &[u8]) -> Result<Size, Vec<Fault>> {
    let at_start = |message: Message| vec![Fault { line: 1, column: 1, message }];
    if bytes.len() > MAX_BYTES {
        return Err(at_start(Message::new(Code::DrawingHeavy, [bytes.len().into(), MAX_BYTES.into()])));
    }
    let Ok(text) = std::str::from_utf8(bytes) else {
        return Err(at_start(Code::DrawingUtf8.into()));
    };
    let options = ParsingOptions { allow_dtd: false, nodes_limit: 20_000, ..ParsingOptions::default() };
    let document = Document::parse_with_options(text, options).map_err(|error| {
        let at = error.pos();
        let message = Message::of_word(Code::DrawingForm, &error.to_string());
        vec![Fault { line: at.row as usize, column: at.col as usize, message }]
    })?;
    let mut faults = Vec::new();
    for node in document.root().descendants() {
        for message in node_faults(node) {
            let at = document.text_pos_at(node.range().start);
            faults.push(Fault { line: at.row as usize, column: at.col as usize, message });
        }
    }
    let size = size_of(&document);
    if size.is_none() {
        faults.extend(at_start(Code::DrawingSize.into()));
    }
    match size {
        Some(size) if faults.is_empty() => Ok(size),
        _ => Err(faults),
    }
}

fn node_faults(node: Node<'_, '_>) -> Vec<Message> {
    if node.is_pi() {
        return vec![Code::DrawingInstruction.into()];
    }
    if !node.is_element() {
        return Vec::new();
    }
    let name = node.tag_name().name();
    let mut faults = Vec::new();
    match name {
        "text" | "tspan" | "textPath" => faults.push(Code::DrawingText.into()),
        _ if node.tag_name().namespace() != Some("http://www.w3.org/2000/svg") => {
            faults.push(Message::of_word(Code::DrawingForeign, name));
        }
        _ if !ELEMENTS.contains(&name) && !name.starts_with("fe") || name == "feImage" => {
            faults.push(Message::of_word(Code::DrawingElement, name));
        }
        "style" => faults.extend(css_fault(&all_text(node)).map(|code| Message::of_word(code, "style"))),
        _ => {}
    }
    faults.extend(node.attributes().filter_map(|attribute| attribute_fault(attribute.name(), attribute.value())));
    faults
}

fn attribute_fault(name: &str, value: &str) -> Option<Message> {
    let lower = name.to_ascii_lowercase();
    if lower.starts_with("on") {
        return Some(Message::of_word(Code::DrawingScript, name));
    }
    if lower == "href" || lower == "src" {
        return (!value.trim_start().starts_with('#')).then(|| Message::of_word(Code::DrawingAddress, name));
    }
    css_fault(value).map(|code| Message::of_word(code, name))
}

/// What in a piece of CSS or a presentation attribute would reach outside of the drawing. Backslashes are
/// refused because they can spell a word in a way that this does not see.
fn css_fault(css: &str) -> Option<Code> {
    let lower = css.to_lowercase();
    let reaches_out =
        lower.split("url(").skip(1).any(|rest| !rest.trim_start_matches([' ', '"', '\'']).starts_with('#'));
    if reaches_out {
        Some(Code::DrawingOutside)
    } else if ["@import", "image(", "image-set(", "src(", "expression(", "javascript:"]
        .iter()
        .any(|bad| lower.contains(bad))
    {
        Some(Code::DrawingLoads)
    } else if lower.contains('\\') {
        Some(Code::DrawingBackslash)
    } else {
        None
    }
}

fn all_text(node: Node<'_, '_>) -> String {
    node.descendants().filter_map(|child| if child.is_text() { child.text() } else { None }).collect()
}

fn size_of(document: &Document<'_>) -> Option<Size> {
    let root = document.root_element();
    if root.tag_name().name() != "svg" {
        return None;
    }
    let numbers = root
        .attribute("viewBox")?
        .split([' ', ',', '\n', '\t'])
        .filter(|part| !part.is_empty())
        .map(str::parse::<f64>)
        .collect::<Result<Vec<_>, _>>()
        .ok()?;
    let [_, _, width, height] = numbers.try_into().ok()?;
    Some(Size { width: whole(width)?, height: whole(height)? })
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "the value was found to be in 1..=10000")]
fn whole(length: f64) -> Option<u32> {
    let rounded = length.round();
    (1.0..=10_000.0).contains(&rounded).then_some(rounded as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn svg(inside: &str) -> String {
        format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" xmlns:xlink=\"http://www.w3.org/1999/xlink\" viewBox=\"0 0 320 180.4\">{inside}</svg>"
        )
    }

    #[test]
    fn a_plain_drawing_passes_and_tells_its_size() {
        let drawing =
            svg("<defs><linearGradient id=\"a\"/></defs>\n<rect width=\"3\" fill=\"url(#a)\"/><use href=\"#a\"/>");
        assert_eq!(check(drawing.as_bytes()), Ok(Size { width: 320, height: 180 }));
    }

    #[test]
    fn whatever_runs_loads_or_speaks_is_refused() {
        for inside in [
            "<script>alert(1)</script>",
            "<rect onload=\"alert(1)\"/>",
            "<rect oNclick=\"alert(1)\"/>",
            "<foreignObject><p xmlns=\"http://www.w3.org/1999/xhtml\">x</p></foreignObject>",
            "<image href=\"https://evil.example/x.png\"/>",
            "<use href=\"https://evil.example/x.svg#a\"/>",
            "<use xlink:href=\"data:image/svg+xml,x\"/>",
            "<a href=\"javascript:alert(1)\"><path/></a>",
            "<a xlink:href=\"#x\"><path/></a>",
            "<rect fill=\"url(https://evil.example/)\"/>",
            "<rect style=\"fill: URL( 'https://evil.example/')\"/>",
            "<style>@import 'https://evil.example/a.css';</style>",
            "<style><![CDATA[ @im\\70ort 'x'; ]]></style>",
            "<style>rect { background: image-set('x' 1x) }</style>",
            "<animate attributeName=\"href\" to=\"javascript:alert(1)\"/>",
            "<set attributeName=\"onclick\" to=\"alert(1)\"/>",
            "<text>Stop</text>",
            "<filter><feImage href=\"#a\"/></filter>",
            "<x:script xmlns:x=\"http://www.w3.org/2000/svg\"/>",
            "<html:script xmlns:html=\"http://www.w3.org/1999/xhtml\"/>",
            "<?php echo 1 ?>",
        ] {
            assert!(check(svg(inside).as_bytes()).is_err(), "{inside}");
        }
        assert!(
            check(
                b"<!DOCTYPE svg [<!ENTITY a 'x'>]><svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'>&a;</svg>"
            )
            .is_err()
        );
        assert!(check(b"<svg xmlns='http://www.w3.org/2000/svg' viewBox='0 0 1 1'><rect></svg>").is_err());
        assert!(check(b"<svg xmlns='http://www.w3.org/2000/svg'/>").is_err());
        assert!(check(b"<svg viewBox='0 0 1 1'/>").is_err());
    }

    #[test]
    fn a_fault_is_told_at_its_line() {
        let faults = check(svg("\n<g>\n  <text>x</text></g>").as_bytes()).expect_err("text is refused");
        assert_eq!((faults[0].line, faults[0].column), (3, 3));
    }
}
