//! The text that a reviewer reads: the draft, if there is one that says something else, or the newest version.

use std::sync::Arc;

use crate::accounts;
use crate::authoring;
use crate::content::files::{self, Files};
use crate::content::{Library, Published};
use crate::kernel::{Error, ReviewKind, Slug};
use crate::reviews::digest::{self, Digests};
use crate::reviews::{Current, Signatures, find_shown_name};
use crate::web::{Problem, Reviewer};

/// Which text of a course.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(in crate::reviews) enum Of {
    /// As trainers are writing it.
    Draft,
    /// As those have it who enrol now.
    Published,
}

impl Of {
    /// The word in addresses and forms.
    pub(in crate::reviews) const fn code(self) -> &'static str {
        match self {
            Self::Draft => "draft",
            Self::Published => "published",
        }
    }

    pub(super) fn from_code(code: &str) -> Option<Self> {
        [Self::Draft, Self::Published].into_iter().find(|of| of.code() == code)
    }
}

/// A text with the digests of its lessons.
#[derive(Clone)]
pub(in crate::reviews) struct Text {
    pub(in crate::reviews) of: Of,
    pub(in crate::reviews) published: Arc<Published>,
    pub(in crate::reviews) digests: Arc<Digests>,
}

/// A course for somebody who signs it.
pub(in crate::reviews) struct Looked {
    pub(in crate::reviews) course: Slug,
    /// What this person signs here.
    pub(in crate::reviews) kinds: Vec<ReviewKind>,
    pub(in crate::reviews) text: Text,
    /// There is another text too, which says something else.
    pub(in crate::reviews) other: Option<Of>,
    pub(in crate::reviews) standing: Arc<Signatures>,
    /// How learners are told of this person; none: nobody asked yet.
    pub(in crate::reviews) shown_name: Option<String>,
}

/// A course that this person may sign, or not found.
pub(super) async fn find(
    reviewer: &Reviewer,
    (library, current): (&Arc<Library>, &Current),
    (course, asked): (&str, Option<Of>),
) -> Result<Looked, Problem> {
    let course = Slug::parse(course).ok_or(Error::NotFound)?;
    let (id, key) = (reviewer.id(), course.clone());
    let (grants, shown_name) = reviewer
        .page
        .app
        .read(move |conn| Ok((accounts::list_review_grants(conn, id)?, find_shown_name(conn, id)?)))
        .await?;
    let kinds: Vec<ReviewKind> =
        grants.into_iter().filter(|grant| grant.course == key).map(|grant| grant.kind).collect();
    if kinds.is_empty() {
        return Err(Problem::NotFound);
    }
    let published = library.shelf().course(course.as_str()).cloned().map(|published| {
        let digests = current.digests(&published);
        Text { of: Of::Published, published, digests }
    });
    let draft = draft(reviewer, library, &course).await?;
    let draft = draft.filter(|draft| published.as_ref().is_none_or(|text| text.digests != draft.digests));
    let (text, other) = match (draft, published) {
        (Some(draft), Some(published)) if asked == Some(Of::Published) => (published, Some(draft.of)),
        (Some(draft), published) => (draft, published.map(|text| text.of)),
        (None, Some(published)) => (published, None),
        (None, None) => return Err(Problem::NotFound),
    };
    let kinds = kinds.into_iter().filter(|kind| digest::is_kind_of(&text.published.course, *kind)).collect();
    Ok(Looked { course, kinds, text, other, standing: current.get(), shown_name })
}

/// The open draft as far as it can be read.
async fn draft(reviewer: &Reviewer, library: &Arc<Library>, course: &Slug) -> Result<Option<Text>, Problem> {
    let (app, key, now) = (&reviewer.page.app, course.clone(), reviewer.page.app.now());
    let read = app.read(move |conn| {
        let Some(id) = authoring::find_open(conn, &key)? else { return Ok(None) };
        authoring::list_files(conn, id).map(Some)
    });
    let Some(all) = read.await? else { return Ok(None) };
    let files: Files = all.into_iter().filter_map(|file| Some((file.path, file.content?))).collect();
    let (library, key) = (Arc::clone(library), course.clone());
    let pictures = reviewer.page.to(&format!("/review/{course}/media"));
    let look = move || {
        let reading = files::read(&files);
        let package = reading.package.or(reading.sketch).filter(|package| package.course.key == key)?;
        let published = Arc::new(library.look_at(&package.course, now, &pictures));
        let digests = Arc::new(digest::of_course(&published));
        Some(Text { of: Of::Draft, published, digests })
    };
    Ok(tokio::task::spawn_blocking(look).await.map_err(Error::internal)?)
}
