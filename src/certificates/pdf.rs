//! The certificate as PDF: A4 in landscape, PDF/A-3a and PDF/UA-1 (tagged, titled, its language set), its data
//! attached as JSON.
//!
//! **The same data gives the same bytes**, for ever: the creation date is the moment of issue, nothing is drawn by
//! chance, and each template keeps its texts and layout. The version of the PDF writer is pinned for the same reason;
//! a test holds the digest of a known document.

mod canvas;
mod code;
mod fit;
mod fonts;
pub mod many;
mod ornament;
mod page;
mod texts;
pub mod transcript;

use chrono::{Datelike, Timelike};
use krilla::action::{Action, LinkAction};
use krilla::annotation::{Annotation, LinkAnnotation, Target};
use krilla::configure::{Accessibility, Archival, ConfigurationBuilder};
use krilla::destination::XyzDestination;
use krilla::embed::{AssociationKind, EmbeddedFile, MimeType};
use krilla::geom::Point;
use krilla::image::Image;
use krilla::metadata::{DateTime, Metadata};
use krilla::outline::{Outline, OutlineNode};
use krilla::page::PageSettings;
use krilla::tagging::{Tag, TagGroup, TagTree};
use krilla::{Document, SerializeSettings};

use super::data::{CertificateData, Installation, Printed, SPACED_TEMPLATE};
use crate::kernel::{Error, Timestamp};
use code::Code;
use fonts::Fonts;
use texts::texts;

/// The name of the attached file.
pub const ATTACHMENT: &str = "certificate.json";

const UNPRINTABLE: &str = "cannot be printed";

/// Why a document cannot be made.
#[derive(Debug, thiserror::Error)]
pub enum RenderError {
    /// A letter of the name or the course's title is in none of our fonts.
    #[error("the letter {0:?} {fault}", fault = UNPRINTABLE)]
    Letter(char),
    /// The data ask for a template that this program does not know: it is older than the data.
    #[error("template {0} is not known to this version")]
    Template(u16),
    /// The look names a logo that was not given, or the other way round, or it is damaged.
    #[error("the logo is missing")]
    Logo,
    /// A fault of ours.
    #[error("the document cannot be written: {0}")]
    Internal(String),
}

impl From<RenderError> for Error {
    fn from(error: RenderError) -> Self {
        Self::while_doing("make a certificate", error)
    }
}

/// The first letter of a text that certificates cannot print, if there is one. Ask before a name is accepted.
pub fn unprintable_letter(text: &str) -> Option<char> {
    Fonts::load().and_then(|fonts| fonts.missing(text))
}

/// Whether an error that was kept as text is [`RenderError::Letter`]: the name is to be corrected.
pub fn tells_of_a_letter(error: &str) -> bool {
    error.contains(UNPRINTABLE)
}

/// Makes a document that has no logo.
#[cfg(test)]
pub(crate) fn render(data: &CertificateData) -> Result<Vec<u8>, RenderError> {
    render_with(data, None)
}

/// Makes the document of what was printed.
///
/// # Errors
/// See [`RenderError`].
pub fn render_printed(printed: &Printed) -> Result<Vec<u8>, RenderError> {
    render_with(&printed.data, printed.logo.as_deref())
}

/// Makes the document, with the logo that its look names.
///
/// # Errors
/// See [`RenderError`].
pub fn render_with(data: &CertificateData, logo: Option<&[u8]>) -> Result<Vec<u8>, RenderError> {
    let logo = logo.map(image).transpose()?;
    let fonts = Fonts::load().ok_or_else(|| RenderError::Internal("fonts".into()))?;
    let mut document = Document::new_with(settings()?);
    let tree = draw_page(&mut document, &fonts, data, logo)?;
    document.set_tag_tree(tree);
    document.set_metadata(metadata(data));
    document.set_outline(outline(data));
    document.embed_file(attachment(data)?);
    document.finish().map_err(|error| RenderError::Internal(format!("{error:?}")))
}

/// A logo as it is drawn.
fn image(png: &[u8]) -> Result<Image, RenderError> {
    Image::from_png(png.to_vec().into(), false).map_err(|_| RenderError::Logo)
}

/// What others wrote and we print.
fn printed(data: &CertificateData) -> impl Iterator<Item = &str> {
    let signatories = data.look.iter().flat_map(|look| &look.signatories);
    let signatories = signatories.flat_map(|one| [one.name.as_str(), one.role.as_str()]);
    let trainer = data.confirmed_by.iter().flat_map(|trainer| [trainer.name.as_str(), trainer.certificate.as_str()]);
    [data.name.as_str(), data.course_title.as_str(), data.issuer.as_str(), data.verify_page.as_str()]
        .into_iter()
        .chain(data.guideline.as_deref())
        .chain(signatories)
        .chain(trainer)
        .chain(data.session.iter().map(|session| session.place.as_str()))
}

fn settings() -> Result<SerializeSettings, RenderError> {
    let configuration = ConfigurationBuilder::new()
        .with_archival_validator(Archival::A3_A)
        .with_accessibility_validator(Accessibility::UA1)
        .finish()
        .map_err(|error| RenderError::Internal(format!("{error:?}")))?;
    Ok(SerializeSettings { configuration, ..SerializeSettings::default() })
}

/// Draws a certificate as the next page; what stands on it, for those who read it without seeing it.
fn draw_page(
    document: &mut Document,
    fonts: &Fonts,
    data: &CertificateData,
    logo: Option<Image>,
) -> Result<TagTree, RenderError> {
    if !(1..=SPACED_TEMPLATE).contains(&data.template) {
        return Err(RenderError::Template(data.template));
    }
    let wanted = data.look.as_ref().and_then(|look| look.logo.as_ref());
    if wanted.is_some() != logo.is_some() {
        return Err(RenderError::Logo);
    }
    for text in printed(data) {
        if let Some(letter) = fonts.missing(text) {
            return Err(RenderError::Letter(letter));
        }
    }
    let code = Code::new(&data.code_content()).ok_or_else(|| RenderError::Internal("QR code".into()))?;
    let size =
        PageSettings::from_wh(page::PAGE.0, page::PAGE.1).ok_or_else(|| RenderError::Internal("page size".into()))?;
    let mut page = document.start_page_with(size);
    let mut surface = page.surface();
    let page::Tags { mut tree, code } = page::draw(&mut surface, fonts, data, (&code, logo));
    surface.finish();
    if data.installation == Installation::Public
        && let Some(area) = page::link_area()
    {
        let target = Target::Action(Action::Link(LinkAction::new(data.code_content())));
        let alt = texts(data.language).verify.to_owned();
        let id = page.add_tagged_annotation(Annotation::new_link(LinkAnnotation::new(area, target), Some(alt)));
        tree.push(TagGroup::with_children(Tag::Link, vec![code.into(), id.into()]));
    } else {
        tree.push(code);
    }
    page.finish();
    Ok(tree)
}

fn title(data: &CertificateData) -> String {
    format!("{} {} — {} — {}", texts(data.language).title, data.number, data.name, data.course_title)
}

fn metadata(data: &CertificateData) -> Metadata {
    Metadata::new()
        .title(title(data))
        .authors(vec![data.issuer.clone()])
        .creator("Erikti".into())
        .language(data.language.code().into())
        .creation_date(date_time(data.issued_at))
        .document_id(format!("erikti:certificate:{}", data.number.as_str()))
}

fn outline(data: &CertificateData) -> Outline {
    let mut outline = Outline::new();
    outline.push_child(OutlineNode::new(title(data), XyzDestination::new(0, Point::from_xy(0.0, 0.0))));
    outline
}

fn attachment(data: &CertificateData) -> Result<EmbeddedFile, RenderError> {
    let json = serde_json::to_vec_pretty(data).map_err(|error| RenderError::Internal(error.to_string()))?;
    Ok(EmbeddedFile {
        path: ATTACHMENT.into(),
        mime_type: MimeType::new("application/json"),
        description: Some(texts(data.language).data_file.into()),
        association_kind: AssociationKind::Data,
        data: json.into(),
        modification_date: Some(date_time(data.issued_at)),
        compress: Some(true),
        location: None,
    })
}

#[expect(clippy::cast_possible_truncation, reason = "the calendar's fields are small")]
fn date_time(moment: Timestamp) -> DateTime {
    let utc = moment.utc();
    DateTime::new(u16::try_from(utc.year()).unwrap_or_default())
        .month(utc.month() as u8)
        .day(utc.day() as u8)
        .hour(utc.hour() as u8)
        .minute(utc.minute() as u8)
        .second(utc.second() as u8)
        .utc_offset_hour(0)
        .utc_offset_minute(0)
}

#[cfg(test)]
pub(crate) mod tests;
