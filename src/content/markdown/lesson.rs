//! A lesson as HTML.

use std::fmt::{self, Write};

use comrak::html::{ChildRendering, Context, format_document_with_formatter, format_node_default};
use comrak::nodes::{AstNode, ListType, NodeLink, NodeList, NodeValue};
use comrak::options::Plugins;
use comrak::{Anchorizer, Arena, parse_document};

use super::inline::{inline, push_escaped};
use super::{Directive, clean, facts, is_figure, is_outside, options, text_of};
use crate::content::model::{Course, Picture};
use crate::kernel::{Lang, Slug};

/// The words that the platform adds to a lesson, in the lesson's language.
#[derive(Debug, Clone, Copy)]
pub struct Titles<'x> {
    /// Over `::: why`.
    pub why: &'x str,
    /// Over `::: do`.
    pub good: &'x str,
    /// Over `::: do-not`.
    pub bad: &'x str,
    /// Over `::: call`.
    pub call: &'x str,
    /// Over `::: note`.
    pub note: &'x str,
    /// Over `::: summary`.
    pub summary: &'x str,
    /// Over the meanings of the terms.
    pub terms: &'x str,
    /// What the link from a meaning back to the text is called for those who do not see the arrow.
    pub back: &'x str,
}

/// What a lesson is rendered with.
pub struct Surroundings<'x> {
    /// The course: its facts, terms and pictures.
    pub course: &'x Course,
    /// The language.
    pub lang: Lang,
    /// The platform's words.
    pub titles: Titles<'x>,
    /// The address of a picture.
    pub picture_url: &'x dyn Fn(&Slug, &Picture) -> String,
    /// The address of a lesson of the course.
    pub lesson_url: &'x dyn Fn(&Slug) -> String,
}

/// A lesson, ready to show.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RenderedLesson {
    /// The title as plain text: escape it where it is shown.
    pub title: String,
    /// Everything under the title: safe HTML. Headings begin at `h2`.
    pub html: String,
}

/// Renders the Markdown of a lesson.
///
/// # Panics
/// Never: writing into a string does not fail.
pub fn lesson(source: &str, around: &Surroundings<'_>) -> RenderedLesson {
    let source = facts::escaped_fact_values(source, &around.course.facts, around.lang);
    let options = options();
    let arena = Arena::new();
    let root = parse_document(&arena, &source, &options);
    let state = State { around, title: String::new(), pictures: 0, terms: Vec::new(), anchors: Anchorizer::new() };
    let mut html = String::with_capacity(source.len() * 2);
    let plugins = Plugins::default();
    let state = format_document_with_formatter(root, &options, &mut html, &plugins, format, state)
        .expect("writing into a String cannot fail");
    push_terms(&mut html, &state);
    RenderedLesson { title: state.title, html: clean::lesson(&html) }
}

/// The title of a lesson alone, as plain text: the format puts it into the first line.
pub fn title(source: &str, around: &Surroundings<'_>) -> String {
    lesson(source.lines().next().unwrap_or_default(), around).title
}

struct State<'x> {
    around: &'x Surroundings<'x>,
    title: String,
    pictures: usize,
    terms: Vec<Slug>,
    anchors: Anchorizer,
}

type Rendering = Result<ChildRendering, fmt::Error>;
type Page<'o, 'c, 'x> = Context<'o, 'c, State<'x>>;

fn format<'a>(page: &mut Page<'_, '_, '_>, node: &'a AstNode<'a>, entering: bool) -> Rendering {
    match &node.data().value {
        NodeValue::HtmlBlock(_) | NodeValue::HtmlInline(_) | NodeValue::Raw(_) | NodeValue::CodeBlock(_) => {
            Ok(ChildRendering::Skip)
        }
        NodeValue::Heading(heading) if heading.level == 1 => {
            keep_title(&mut page.user.title, node);
            Ok(ChildRendering::Skip)
        }
        NodeValue::Heading(heading) => self::heading(page, node, heading.level, entering),
        NodeValue::BlockDirective(directive) => match Directive::from_word(&directive.info) {
            Some(directive) => self::directive(page, directive, entering),
            None => Ok(ChildRendering::HTML),
        },
        NodeValue::List(list) if entering && is_steps(node, list) => {
            page.write_str("\n<ol class=\"steps\">\n")?;
            Ok(ChildRendering::HTML)
        }
        NodeValue::Paragraph if is_figure(node) => Ok(ChildRendering::HTML),
        NodeValue::Image(image) if entering => picture(page, node, image),
        NodeValue::Image(_) => Ok(ChildRendering::HTML),
        NodeValue::Link(link) => self::link(page, link, entering),
        NodeValue::Table(_) => table(page, node, entering),
        NodeValue::TableCell if entering && is_head(node) => {
            page.write_str("<th scope=\"col\">")?;
            Ok(ChildRendering::HTML)
        }
        _ => format_node_default(page, node, entering),
    }
}

fn is_steps<'a>(node: &'a AstNode<'a>, list: &NodeList) -> bool {
    let within_steps = |parent: &AstNode<'_>| matches!(&parent.data().value, NodeValue::BlockDirective(directive) if directive.info == Directive::Steps.word());
    list.list_type == ListType::Ordered && node.parent().is_some_and(within_steps)
}

fn is_head<'a>(cell: &'a AstNode<'a>) -> bool {
    cell.parent().is_some_and(|row| matches!(row.data().value, NodeValue::TableRow(true)))
}

fn keep_title<'a>(title: &mut String, node: &'a AstNode<'a>) {
    if title.is_empty() {
        text_of(node).trim().clone_into(title);
    }
}

fn heading<'a>(page: &mut Page<'_, '_, '_>, node: &'a AstNode<'a>, level: u8, entering: bool) -> Rendering {
    if entering {
        let anchor = page.user.anchors.anchorize(&text_of(node));
        write!(page, "\n<h{level} id=\"part-")?;
        page.escape(&anchor)?;
        page.write_str("\">")?;
    } else {
        writeln!(page, "</h{level}>")?;
    }
    Ok(ChildRendering::HTML)
}

fn directive(page: &mut Page<'_, '_, '_>, directive: Directive, entering: bool) -> Rendering {
    let titles = page.user.around.titles;
    let callout = match directive {
        Directive::Steps => return Ok(ChildRendering::HTML),
        Directive::Hook | Directive::Summary if !entering => {
            page.write_str("</section>\n")?;
            return Ok(ChildRendering::HTML);
        }
        Directive::Hook => {
            page.write_str("\n<section class=\"hook\">\n")?;
            return Ok(ChildRendering::HTML);
        }
        Directive::Summary => {
            page.write_str("\n<section class=\"summary\">\n<h2 id=\"summary\">")?;
            page.escape(titles.summary)?;
            page.write_str("</h2>\n")?;
            return Ok(ChildRendering::HTML);
        }
        Directive::Why => titles.why,
        Directive::Do => titles.good,
        Directive::DoNot => titles.bad,
        Directive::Call => titles.call,
        Directive::Note => titles.note,
    };
    if entering {
        write!(page, "\n<aside class=\"callout callout-{}\">\n<p class=\"callout-title\">", directive.word())?;
        page.escape(callout)?;
        page.write_str("</p>\n")?;
    } else {
        page.write_str("</aside>\n")?;
    }
    Ok(ChildRendering::HTML)
}

/// A figure; within other words only the picture. The first one of a lesson loads at once.
fn picture<'a>(page: &mut Page<'_, '_, '_>, node: &'a AstNode<'a>, image: &NodeLink) -> Rendering {
    let around = page.user.around;
    let found = image.url.strip_prefix("picture:").and_then(|key| around.course.pictures.get_key_value(key));
    let Some((key, picture)) = found else {
        return Ok(ChildRendering::Skip);
    };
    let is_figure = node.parent().is_some_and(|parent| self::is_figure(parent));
    page.write_str(if is_figure { "\n<figure>\n<img src=\"" } else { "<img src=\"" })?;
    page.escape(&(around.picture_url)(key, picture))?;
    page.write_str("\" alt=\"")?;
    page.escape(text_of(node).trim())?;
    write!(page, "\" width=\"{}\" height=\"{}\"", picture.width, picture.height)?;
    page.write_str(if page.user.pictures == 0 { ">" } else { " loading=\"lazy\">" })?;
    page.user.pictures += 1;
    if is_figure {
        if !image.title.trim().is_empty() {
            page.write_str("\n<figcaption>")?;
            page.escape(image.title.trim())?;
            page.write_str("</figcaption>")?;
        }
        page.write_str("\n</figure>\n")?;
    }
    Ok(ChildRendering::Skip)
}

fn link(page: &mut Page<'_, '_, '_>, link: &NodeLink, entering: bool) -> Rendering {
    let around = page.user.around;
    if let Some(key) = link.url.strip_prefix("term:") {
        let Some((key, _)) = around.course.glossary.get_key_value(key) else {
            return Ok(ChildRendering::HTML);
        };
        return term(page, key, entering);
    }
    let lesson = link.url.strip_prefix("lesson:").and_then(Slug::parse);
    let lesson = lesson.filter(|key| around.course.lesson(key).is_some());
    if lesson.is_none() && !is_outside(&link.url) {
        return Ok(ChildRendering::HTML);
    }
    if !entering {
        page.write_str("</a>")?;
        return Ok(ChildRendering::HTML);
    }
    page.write_str("<a href=\"")?;
    match &lesson {
        Some(key) => page.escape(&(around.lesson_url)(key))?,
        None => page.escape_href(&link.url)?,
    }
    page.write_str(if link.url.starts_with("http") { "\" rel=\"noopener\">" } else { "\">" })?;
    Ok(ChildRendering::HTML)
}

/// A term leads to its meaning at the end of the page, and the meaning leads back: no script, and a screen
/// reader says both. Styles may show the meaning as a card where it is the target.
fn term(page: &mut Page<'_, '_, '_>, key: &Slug, entering: bool) -> Rendering {
    if !entering {
        page.write_str("</a>")?;
        return Ok(ChildRendering::HTML);
    }
    if page.user.terms.contains(key) {
        write!(page, "<a class=\"term\" href=\"#term-{key}\">")?;
    } else {
        write!(page, "<a class=\"term\" id=\"use-{key}\" href=\"#term-{key}\">")?;
        page.user.terms.push(key.clone());
    }
    Ok(ChildRendering::HTML)
}

/// A wide table scrolls within its frame, also from the keyboard.
fn table<'a>(page: &mut Page<'_, '_, '_>, node: &'a AstNode<'a>, entering: bool) -> Rendering {
    if entering {
        page.write_str("\n<div class=\"scroll\" tabindex=\"0\">")?;
        return format_node_default(page, node, entering);
    }
    let rendering = format_node_default(page, node, entering)?;
    page.write_str("</div>\n")?;
    Ok(rendering)
}

fn push_terms(html: &mut String, state: &State<'_>) {
    if state.terms.is_empty() {
        return;
    }
    let Surroundings { course, lang, titles, .. } = state.around;
    html.push_str("<section class=\"terms\">\n<h2 id=\"terms\">");
    push_escaped(html, titles.terms);
    html.push_str("</h2>\n<dl>\n");
    for key in &state.terms {
        let Some(term) = course.glossary.get(key) else { continue };
        html.extend(["<div id=\"term-", key.as_str(), "\">\n<dt>"]);
        push_escaped(html, term.term.get(*lang));
        html.push_str("</dt>\n<dd>");
        html.push_str(&inline(&facts::escaped_fact_values(term.meaning.get(*lang), &course.facts, *lang)));
        html.extend([" <a class=\"back\" href=\"#use-", key.as_str(), "\" aria-label=\""]);
        push_escaped(html, titles.back);
        html.push_str("\">↩</a></dd>\n</div>\n");
    }
    html.push_str("</dl>\n</section>\n");
}
