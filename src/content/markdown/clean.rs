//! The second wall: whatever the renderer let through, only our elements, attributes and classes remain.

use std::collections::{HashMap, HashSet};
use std::sync::LazyLock;

use ammonia::{Builder, UrlRelative};

const CALLOUTS: [&str; 6] = ["callout", "callout-why", "callout-do", "callout-do-not", "callout-call", "callout-note"];

static LESSON: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder
        .tags(HashSet::from([
            "a",
            "aside",
            "blockquote",
            "br",
            "code",
            "dd",
            "div",
            "dl",
            "dt",
            "em",
            "figcaption",
            "figure",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
            "hr",
            "img",
            "li",
            "ol",
            "p",
            "section",
            "strong",
            "table",
            "tbody",
            "td",
            "th",
            "thead",
            "tr",
            "ul",
        ]))
        .clean_content_tags(HashSet::from(["script", "style"]))
        .tag_attributes(HashMap::from([
            ("a", HashSet::from(["href", "id", "rel", "aria-label"])),
            ("div", HashSet::from(["id", "tabindex"])),
            ("h2", HashSet::from(["id"])),
            ("h3", HashSet::from(["id"])),
            ("h4", HashSet::from(["id"])),
            ("h5", HashSet::from(["id"])),
            ("h6", HashSet::from(["id"])),
            ("img", HashSet::from(["src", "alt", "width", "height", "loading"])),
            ("ol", HashSet::from(["start"])),
            ("th", HashSet::from(["scope"])),
        ]))
        .allowed_classes(HashMap::from([
            ("a", HashSet::from(["term", "back"])),
            ("aside", HashSet::from(CALLOUTS)),
            ("div", HashSet::from(["scroll"])),
            ("ol", HashSet::from(["steps"])),
            ("p", HashSet::from(["callout-title"])),
            ("section", HashSet::from(["hook", "summary", "terms"])),
        ]))
        .url_schemes(HashSet::from(["https", "http", "mailto", "tel"]))
        .url_relative(UrlRelative::PassThrough)
        .link_rel(None);
    builder
});

static INLINE: LazyLock<Builder<'static>> = LazyLock::new(|| {
    let mut builder = Builder::empty();
    builder.tags(HashSet::from(["strong", "em"]));
    builder
});

/// What may stand on a lesson page.
pub(super) fn lesson(html: &str) -> String {
    LESSON.clean(html).to_string()
}

/// What may stand in a question.
pub(super) fn inline(html: &str) -> String {
    INLINE.clean(html).to_string()
}
