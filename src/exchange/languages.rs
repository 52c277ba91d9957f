//! Texts of several languages in one, as the filters of Moodle write them: parts such as `<span lang="kk" class="multilang">…</span>`
//! or `{mlang kk}…{mlang}`, one behind the other. Whoever reads there sees one of such a group.

use super::model::{Note, in_language};
use super::words::{self, Written};
use crate::kernel::{Lang, Localized};

/// The text in each language that it has parts for; if it has none, in `lang`. What is lost is noted.
pub(super) fn read(text: &str, written: Written, lang: Lang, notes: &mut Vec<Note>) -> Localized {
    let parts = parts(text);
    let mut localized = Localized::default();
    for known in Lang::ALL.into_iter().filter(|known| parts.iter().any(|part| part.is_in(*known))) {
        let mut lost = Vec::new();
        let text = words::read(&in_one(&parts, known), written, &mut lost);
        if !text.is_empty() {
            localized.set(known, text);
        }
        lost.retain(|note| !notes.contains(note));
        notes.extend(lost);
    }
    if localized.is_empty() { in_language(lang, words::read(&in_one(&parts, lang), written, notes)) } else { localized }
}

/// A piece of a text, and the language that it is marked with.
struct Part<'a> {
    language: Option<&'a str>,
    text: &'a str,
}

impl Part<'_> {
    fn is_in(&self, lang: Lang) -> bool {
        self.language.is_some_and(|language| language.eq_ignore_ascii_case(lang.code()))
    }
}

fn parts(text: &str) -> Vec<Part<'_>> {
    let (mut parts, mut rest) = (Vec::new(), text);
    if text.contains("multilang") || text.contains("{mlang") {
        let mut from = 0;
        while let Some(at) = rest.get(from..).and_then(|text| text.find(['<', '{'])).map(|at| from + at) {
            let Some((before, marked)) = rest.split_at_checked(at) else { break };
            if !marked.starts_with("<span") && !marked.starts_with("{mlang ") {
                from = at + 1;
                continue;
            }
            // What does not end is text, and nothing behind it is looked for again and again.
            let Some((open, inside)) = marked.split_once(['>', '}']) else { break };
            let Some(language) = language_of(open) else {
                from = at + 1;
                continue;
            };
            let end = if marked.starts_with('<') { "</span>" } else { "{mlang}" };
            let Some((inside, after)) = inside.split_once(end) else { break };
            parts.push(Part { language: None, text: before });
            parts.push(Part { language: Some(language), text: inside });
            (rest, from) = (after, 0);
        }
    }
    parts.push(Part { language: None, text: rest });
    parts
}

/// The language of `<span lang="kk" class="multilang"` or `{mlang kk`.
fn language_of(open: &str) -> Option<&str> {
    if let Some(language) = open.strip_prefix("{mlang ") {
        return Some(language.trim());
    }
    let (_, language) = open.split_once("lang=").filter(|_| open.contains("multilang"))?;
    language.trim_start_matches(['"', '\'']).split(['"', '\'', ' ']).next()
}

/// The text with one part of each group: the one in the language, or the first. A language that comes again begins another group.
fn in_one(parts: &[Part<'_>], lang: Lang) -> String {
    let (mut text, mut group, mut gap): (String, Vec<&Part<'_>>, &str) = (String::new(), Vec::new(), "");
    for part in parts {
        if part.language.is_some() {
            if group.iter().any(|other| other.language == part.language) {
                text.push_str(chosen(&group, lang));
                text.push_str(gap);
                group.clear();
            }
            group.push(part);
        } else if !part.text.trim().is_empty() || group.is_empty() {
            text.push_str(chosen(&group, lang));
            group.clear();
            text.push_str(part.text);
        } else {
            gap = part.text;
        }
    }
    text.push_str(chosen(&group, lang));
    text
}

fn chosen<'a>(group: &[&Part<'a>], lang: Lang) -> &'a str {
    group.iter().find(|part| part.is_in(lang)).or(group.first()).map_or("", |part| part.text)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_gets_its_part_of_a_group() {
        let text = "<p><span lang=\"kk\" class=\"multilang\">Қан</span> <span class=\"multilang\" lang='ru'>Кровь</span>\
                    <span lang=\"de\" class=\"multilang\">Blut</span> — {mlang kk}қазақша{mlang}{mlang ru}по-русски{mlang}, <span>103</span></p>";
        let read = |text: &str, lang| read(text, Written::Html, lang, &mut Vec::new());
        let found = read(text, Lang::En);
        assert_eq!(found.exact(Lang::Kk), Some("Қан — қазақша, 103"));
        assert_eq!(found.exact(Lang::Ru), Some("Кровь — по-русски, 103"));
        assert_eq!(found.exact(Lang::En), None, "nothing is said in English");
        let other = read(
            "<span lang=\"de\" class=\"multilang\">Ja</span><span lang=\"fr\" class=\"multilang\">Oui</span>!",
            Lang::Ru,
        );
        assert_eq!(other.exact(Lang::Ru), Some("Ja!"));
        for plain in ["{mlang kk} жоқ", "<span class=\"multilang\" lang=\"kk\">x", "a < b {c} multilang"] {
            assert_eq!(
                Lang::ALL.into_iter().filter(|lang| read(plain, Lang::Ru).exact(*lang).is_some()).count(),
                1,
                "{plain}"
            );
        }
    }
}
