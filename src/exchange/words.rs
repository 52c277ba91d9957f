//! Foreign text as the one-line Markdown of a course, and back.

use super::Note;
use crate::content::markdown;

/// How the text of a question is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Written {
    /// As it stands.
    Plain,
    /// HTML.
    Html,
    /// Markdown.
    Markdown,
}

impl Written {
    /// Moodle's word for it. What it calls automatic may hold HTML.
    pub(super) fn of(word: &str) -> Self {
        match word {
            "html" | "moodle" | "moodle_auto_format" => Self::Html,
            "markdown" => Self::Markdown,
            _ => Self::Plain,
        }
    }
}

/// The text as Markdown; notes what was lost.
pub(super) fn read(text: &str, written: Written, notes: &mut Vec<Note>) -> String {
    match written {
        Written::Plain => escaped(&one_line(text)),
        Written::Html => from_html(text, notes),
        Written::Markdown => from_markdown(text, notes),
    }
}

fn one_line(text: &str) -> String {
    let words = text.split(|c: char| c.is_whitespace() || c.is_control()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

/// So written that Markdown sees nothing in it but text, and nothing names a fact.
fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        if matches!(c, '\\' | '`' | '*' | '_' | '[' | ']' | '<' | '&') {
            safe.push('\\');
        }
        safe.push(c);
    }
    safe.replace("{fact:", "&#123;fact:")
}

fn from_markdown(text: &str, notes: &mut Vec<Note>) -> String {
    let text = one_line(text);
    if markdown::is_inline(&text) {
        return text.replace("{fact:", "&#123;fact:");
    }
    notes.push(if text.contains("![") { Note::Picture } else { Note::Markup });
    escaped(&one_line(&markdown::plain(&text)))
}

/// A piece of text in one style.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
struct Piece {
    strong: bool,
    emphasis: bool,
    text: String,
}

fn from_html(html: &str, notes: &mut Vec<Note>) -> String {
    let pieces = pieces(html, notes);
    let plain = one_line(&pieces.iter().map(|piece| piece.text.as_str()).collect::<String>());
    let styled = styled(&pieces);
    // Where emphasis begins or ends within a word beside punctuation, Markdown has no way to say it.
    if markdown::is_inline(&styled) && one_line(&markdown::plain(&styled)) == plain {
        return styled;
    }
    notes.push(Note::Markup);
    escaped(&plain)
}

fn pieces(html: &str, notes: &mut Vec<Note>) -> Vec<Piece> {
    let mut pieces = vec![Piece::default()];
    let (mut strong, mut emphasis, mut rest) = (0_usize, 0_usize, html);
    // Behind the last of them nothing is searched to the end again and again.
    let last = (html.rfind('>'), html.rfind("-->"));
    while let Some(at) = rest.find(['<', '&']) {
        let (text, special) = rest.split_at(at);
        push(&mut pieces, (strong > 0, emphasis > 0), text);
        let here = html.len() - special.len();
        let closes = if special.starts_with("<!--") { last.1 } else { last.0 };
        let tag = if closes.is_some_and(|at| here < at) { tag(special) } else { None };
        if let Some((tag, after)) = tag {
            match tag.trim_start_matches('/') {
                "b" | "strong" => change(&mut strong, tag.starts_with('/')),
                "i" | "em" => change(&mut emphasis, tag.starts_with('/')),
                "img" | "video" | "audio" | "object" | "svg" => notes.push(Note::Picture),
                "a" | "table" | "ul" | "ol" | "pre" | "sub" | "sup" | "script" | "style" | "iframe"
                    if !tag.starts_with('/') =>
                {
                    notes.push(Note::Markup);
                }
                _ => {}
            }
            if !matches!(tag.trim_start_matches('/'), "b" | "strong" | "i" | "em" | "span" | "a" | "sub" | "sup" | "u")
            {
                push(&mut pieces, (strong > 0, emphasis > 0), " ");
            }
            rest = after;
        } else if let Some((c, after)) = entity(special) {
            push(&mut pieces, (strong > 0, emphasis > 0), c.encode_utf8(&mut [0; 4]));
            rest = after;
        } else {
            let (sign, after) = special.split_at(1);
            push(&mut pieces, (strong > 0, emphasis > 0), sign);
            rest = after;
        }
    }
    push(&mut pieces, (strong > 0, emphasis > 0), rest);
    notes.dedup();
    pieces
}

const fn change(depth: &mut usize, closes: bool) {
    *depth = if closes { depth.saturating_sub(1) } else { depth.saturating_add(1) };
}

fn push(pieces: &mut Vec<Piece>, (strong, emphasis): (bool, bool), text: &str) {
    match pieces.last_mut() {
        Some(last) if (last.strong, last.emphasis) == (strong, emphasis) => last.text.push_str(text),
        _ => pieces.push(Piece { strong, emphasis, text: text.to_owned() }),
    }
}

/// The name of the tag that the text begins with (`/` before that of an end), and what follows it. A comment is a tag
/// without a name.
fn tag(text: &str) -> Option<(String, &str)> {
    if let Some(comment) = text.strip_prefix("<!--") {
        return comment.split_once("-->").map(|(_, after)| (String::new(), after));
    }
    let inner = text.strip_prefix('<')?;
    if !inner.starts_with(|c: char| c.is_ascii_alphabetic() || c == '/') {
        return None;
    }
    let (inside, after) = inner.split_once('>')?;
    let name = inside.split(|c: char| c.is_whitespace()).next().unwrap_or_default();
    let closes = name.starts_with('/');
    let name = name.trim_matches('/').to_ascii_lowercase();
    Some((if closes { format!("/{name}") } else { name }, after))
}

/// The sign of an entity, and what follows it.
fn entity(text: &str) -> Option<(char, &str)> {
    let text = text.strip_prefix('&')?;
    let end = text.bytes().take(9).position(|byte| byte == b';')?;
    let (name, after) = (text.get(..end)?, text.get(end + 1..)?);
    let number = name.strip_prefix('#').map(|number| match number.strip_prefix(['x', 'X']) {
        Some(hex) => u32::from_str_radix(hex, 16),
        None => number.parse(),
    });
    let c = match (number, name) {
        (Some(number), _) => char::from_u32(number.ok()?)?,
        (None, "amp") => '&',
        (None, "lt") => '<',
        (None, "gt") => '>',
        (None, "quot") => '"',
        (None, "apos") => '\'',
        (None, "nbsp") => ' ',
        (None, "laquo") => '«',
        (None, "raquo") => '»',
        (None, "ndash") => '–',
        (None, "mdash") => '—',
        (None, "hellip") => '…',
        (None, "deg") => '°',
        (None, "times") => '×',
        (None, "minus") => '−',
        _ => return None,
    };
    Some((c, after))
}

/// Pieces with the marks of their style; blanks stay outside of them.
fn styled(pieces: &[Piece]) -> String {
    let mut text = String::new();
    for piece in pieces {
        let inner = piece.text.trim();
        let mark = match (piece.strong, piece.emphasis) {
            _ if inner.is_empty() => "",
            (true, true) => "***",
            (true, false) => "**",
            (false, true) => "*",
            (false, false) => "",
        };
        let lead = if piece.text.starts_with(char::is_whitespace) { " " } else { "" };
        let trail = if piece.text.ends_with(char::is_whitespace) { " " } else { "" };
        text.push_str(lead);
        text.push_str(mark);
        text.push_str(&escaped(&one_line(inner)));
        text.push_str(mark);
        text.push_str(trail);
    }
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The Markdown as HTML, and whether it is more than plain text.
pub(super) fn html(text: &str) -> (String, bool) {
    let html = markdown::inline(text);
    let has_markup = html.contains(['<', '&']);
    (html, has_markup)
}

/// From where to where a number with its tolerance reaches, without the dust of binary fractions.
pub(super) fn around(middle: f64, tolerance: f64) -> (f64, f64) {
    let clean = |number: f64| {
        let rounded = (number * 1e9).round() / 1e9;
        if rounded.is_finite() { rounded } else { number }
    };
    (clean(middle - tolerance), clean(middle + tolerance))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn html_becomes_bold_emphasis_and_words() {
        for (html, expected, lost) in [
            ("<p>Call <b>103</b> &amp; wait</p>", "Call **103** \\& wait", vec![]),
            ("<P>One</P>\n<p>two<br/>three</p>", "One two three", vec![]),
            ("<em>a</em><strong>b</strong>", "*a***b**", vec![]),
            ("1 &lt; 2 <!-- hidden --> 3 < 4", "1 \\< 2 3 \\< 4", vec![]),
            ("See <a href=\"javascript:x\">this</a>", "See this", vec![Note::Markup]),
            ("<img src=x onerror=y>Look", "Look", vec![Note::Picture]),
            ("{fact:rate} * 2", "&#123;fact:rate} \\* 2", vec![]),
        ] {
            let mut notes = Vec::new();
            let found = from_html(html, &mut notes);
            assert_eq!(one_line(&markdown::plain(&found)), one_line(&markdown::plain(expected)), "{html}: {found}");
            assert_eq!(notes, lost, "{html}");
            assert!(!found.contains("{fact:") && markdown::is_inline(&found), "{found}");
        }
        assert_eq!(from_html("Call <b>103</b>", &mut Vec::new()), "Call **103**");
        assert_eq!(from_markdown("**a** [b](c)", &mut Vec::new()), "a b");
    }

    proptest! {
        #[test]
        fn plain_text_stays_what_it_is(text in "\\PC{0,60}") {
            let found = read(&text, Written::Plain, &mut Vec::new());
            prop_assert!(markdown::is_inline(&found), "{}", found);
            prop_assert_eq!(one_line(&markdown::plain(&found)), one_line(&text));
        }

        #[test]
        fn any_html_becomes_one_line_of_text(text in "[<>&;/#a-zб \"=*_\\\\{}-]{0,60}") {
            let found = read(&text, Written::Html, &mut Vec::new());
            prop_assert!(markdown::is_inline(&found), "{}", found);
            let again = read(&html(&found).0, Written::Html, &mut Vec::new());
            prop_assert_eq!(one_line(&markdown::plain(&again)), one_line(&markdown::plain(&found)));
        }
    }
}
