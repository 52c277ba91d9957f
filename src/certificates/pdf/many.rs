//! Several certificates in one file, to be printed and handed out: each page is that of the document itself, in the
//! language of its own. It is drawn for whoever asks and kept nowhere, and is no document that was issued: verification by
//! file knows the documents one by one, and the code on each page leads there as always.
//!
//! Fonts and logos are in the file once. A page takes about thirty kilobytes, so that a whole list of
//! [`MOST`](crate::certificates::practical_list::MOST) people stays at about ten megabytes.

use std::collections::BTreeMap;

use krilla::Document;
use krilla::destination::XyzDestination;
use krilla::geom::Point;
use krilla::image::Image;
use krilla::metadata::Metadata;
use krilla::outline::{Outline, OutlineNode};
use krilla::tagging::{Tag, TagGroup, TagTree};

use super::fonts::Fonts;
use super::{RenderError, date_time, draw_page, image, settings, title};
use crate::certificates::data::CertificateData;
use crate::kernel::{Lang, Timestamp};

/// What is printed in one file.
#[derive(Debug, Clone)]
pub struct Bundle {
    /// What each page says, in their order.
    pub pages: Vec<CertificateData>,
    /// The logos on them, as PNG, by the digest that the look names.
    pub logos: BTreeMap<String, Vec<u8>>,
}

/// What the file is called, in which language, and when it is made.
#[derive(Debug, Clone)]
pub struct Cover {
    /// The title.
    pub title: String,
    /// Its language.
    pub language: Lang,
    /// The moment.
    pub made_at: Timestamp,
}

/// Draws all pages.
///
/// # Errors
/// See [`RenderError`]: if one page cannot be drawn, none is. No page is an error of ours.
pub fn render_many(bundle: &Bundle, cover: &Cover) -> Result<Vec<u8>, RenderError> {
    let fonts = Fonts::load().ok_or_else(|| RenderError::Internal("fonts".into()))?;
    let drawn = bundle.logos.iter().map(|(digest, png)| Ok((digest.as_str(), image(png)?)));
    let logos: BTreeMap<&str, Image> = drawn.collect::<Result<_, RenderError>>()?;
    let first = bundle.pages.first().ok_or_else(|| RenderError::Internal("no page".into()))?;
    let mut document = Document::new_with(settings()?);
    let mut whole = TagTree::new().with_lang(Some(cover.language.code().to_owned()));
    let mut outline = Outline::new();
    for (at, data) in bundle.pages.iter().enumerate() {
        let named = data.look.as_ref().and_then(|look| look.logo.as_deref());
        let logo = named.and_then(|digest| logos.get(digest)).cloned();
        let tree = draw_page(&mut document, &fonts, data, logo)?;
        let language = data.language.code().to_owned();
        whole.push(TagGroup::with_children(Tag::Part.with_lang(Some(language)), tree.children));
        outline.push_child(OutlineNode::new(title(data), XyzDestination::new(at, Point::from_xy(0.0, 0.0))));
    }
    document.set_tag_tree(whole);
    document.set_outline(outline);
    document.set_metadata(
        Metadata::new()
            .title(cover.title.clone())
            .authors(vec![first.issuer.clone()])
            .creator("Erikti".into())
            .language(cover.language.code().into())
            .creation_date(date_time(cover.made_at))
            .document_id(format!("erikti:certificates:{}:{}", first.number.as_str(), cover.made_at.unix())),
    );
    document.finish().map_err(|error| RenderError::Internal(format!("{error:?}")))
}
