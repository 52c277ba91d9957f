//! Foreign text as the one-line Markdown of a course, and back.

use super::Note;
use crate::content::markdown;
use crate::quiz::kinds::numeric;

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
            rest = after;
            match tag.trim_start_matches('/') {
                "b" | "strong" => change(&mut strong, tag.starts_with('/')),
                "i" | "em" => change(&mut emphasis, tag.starts_with('/')),
                "img" | "video" | "audio" | "object" | "svg" => notes.push(Note::Picture),
                "script" | "style" if !tag.starts_with('/') => {
                    notes.push(Note::Markup);
                    rest = behind(after, &tag);
                }
                "sub" | "sup" if !tag.starts_with('/') => match raised(after, &tag) {
                    Some((signs, behind)) => {
                        push(&mut pieces, (strong > 0, emphasis > 0), &signs);
                        rest = behind;
                    }
                    None => notes.push(Note::Markup),
                },
                "a" | "table" | "ul" | "ol" | "pre" | "iframe" if !tag.starts_with('/') => notes.push(Note::Markup),
                _ => {}
            }
            if !matches!(tag.trim_start_matches('/'), "b" | "strong" | "i" | "em" | "span" | "a" | "sub" | "sup" | "u")
            {
                push(&mut pieces, (strong > 0, emphasis > 0), " ");
            }
        } else if let Some((signs, after)) = entity(special) {
            push(&mut pieces, (strong > 0, emphasis > 0), &signs);
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

/// What follows the end of a script or a style: nothing of it is text.
fn behind<'a>(text: &'a str, tag: &str) -> &'a str {
    let is_end = |rest: &&str| rest.get(..tag.len()).is_some_and(|name| name.eq_ignore_ascii_case(tag));
    let end = text.match_indices("</").filter_map(|(at, _)| text.get(at + 2..)).find(is_end);
    end.and_then(|end| end.split_once('>')).map_or("", |(_, after)| after)
}

/// A number above or below the line (10<sup>6</sup>, CO<sub>2</sub>) in the signs that there are for it, and what follows. As
/// plain text, ten to the sixth would be 106.
fn raised<'a>(text: &'a str, tag: &str) -> Option<(String, &'a str)> {
    let end = text.bytes().take(24).position(|byte| byte == b'<')?;
    let (inside, rest) = text.split_at_checked(end)?;
    let (name, rest) = rest.strip_prefix("</")?.split_at_checked(tag.len())?;
    let rest = rest.strip_prefix('>').filter(|_| name.eq_ignore_ascii_case(tag))?;
    let signs = if tag == "sup" {
        "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾⁻"
    } else {
        "₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎₋"
    };
    let sign =
        |c: char| "0123456789+-=()−".chars().zip(signs.chars()).find(|(plain, _)| *plain == c).map(|(_, sign)| sign);
    Some((inside.trim().chars().map(sign).collect::<Option<String>>()?, rest))
}

/// The signs of an entity, and what follows it.
fn entity(text: &str) -> Option<(String, &str)> {
    let text = text.strip_prefix('&')?;
    let end = text.bytes().take(34).position(|byte| byte == b';')?;
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
        (None, "nbsp") => ' ',
        _ => return named(name).map(|signs| (signs, after)),
    };
    Some((c.to_string(), after))
}

/// The signs of any other name: Markdown knows all that HTML has.
fn named(name: &str) -> Option<String> {
    let written = format!("&{name};");
    let is_name =
        name.starts_with(|c: char| c.is_ascii_alphabetic()) && name.bytes().all(|byte| byte.is_ascii_alphanumeric());
    let signs = is_name.then(|| markdown::plain(&written))?;
    (signs != written).then_some(signs)
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

/// What an answer to type accepts, with `\*` as a star; none if a bare star in it stands for any text.
pub(super) fn form(pattern: &str) -> Option<String> {
    let mut bits = pattern.split('*').peekable();
    let mut form = String::new();
    while let Some(bit) = bits.next() {
        if bits.peek().is_none() {
            form.push_str(bit);
        } else {
            form.push_str(bit.strip_suffix('\\')?);
            form.push('*');
        }
    }
    Some(form)
}

/// A number as other programs write it: `1.5E-5`, too.
pub(super) fn number(written: &str) -> Option<f64> {
    let Some((digits, power)) = written.trim().split_once(['e', 'E']) else { return numeric::number(written) };
    let (digits, power) = (numeric::number(digits)?, power.parse::<i16>().ok()?);
    format!("{digits}e{power}").parse().ok().filter(|number: &f64| number.is_finite())
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
            ("&rarr; &frac12;&nbsp;&alpha; &nosuch; &am", "→ ½ α \\&nosuch; \\&am", vec![]),
            ("10<sup>6</sup>, CO<SUB>2</SUB>, x<sup>−1</sup>", "10⁶, CO₂, x⁻¹", vec![]),
            ("x<sup>a</sup><sub>1", "xa1", vec![Note::Markup]),
            ("a<script>x</b></SCRIPT >b<style>c", "a b", vec![Note::Markup]),
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

    #[test]
    fn stars_and_powers_are_read_as_they_are_meant() {
        for (pattern, meant) in [
            ("a\\*b", Some("a*b")),
            ("\\*\\*", Some("**")),
            ("c\\\\*", Some("c\\*")),
            ("a\\b", Some("a\\b")),
            ("*", None),
            ("a\\**", None),
        ] {
            assert_eq!(form(pattern).as_deref(), meant, "{pattern}");
        }
        for (written, meant) in [
            ("1.5e3", Some(1500.0)),
            ("1.0E-5", Some(0.00001)),
            ("-2,5", Some(-2.5)),
            ("1e", None),
            ("e5", None),
            ("1e999", None),
        ] {
            assert_eq!(number(written), meant, "{written}");
        }
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
