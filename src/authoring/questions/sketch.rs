//! A question that is half written, so that it can be shown while somebody writes it.

use super::kind::{Kind, PartKind};
use super::sheet::{Part, Sheet};
use crate::kernel::{Lang, Localized};

/// Stands where a text is still to be written.
const DOTS: &str = "…";

impl Sheet {
    /// With dots in place of the texts that are missing in a language and that no question of its kind can do without.
    /// Numbers tell the dots of several parts apart: two that say the same would be a mistake.
    pub(in crate::authoring) fn with_dots(&self, lang: Lang) -> Self {
        let (mut sheet, kind) = (self.clone(), self.kind);
        for name in ["text", "explanation"] {
            fill(sheet.texts.entry(name).or_default(), lang, DOTS);
        }
        for (at, part) in (1..).zip(&mut sheet.parts) {
            fill_part(part, kind, (lang, at));
            for (at, option) in (1..).zip(&mut part.options) {
                fill_part(option, kind, (lang, at));
            }
        }
        sheet
    }
}

fn fill_part(part: &mut Part, of: Kind, (lang, at): (Lang, usize)) {
    for name in part.kind.texts(of) {
        // Why a right option is right need not be said.
        if *name != "why" || part.kind == PartKind::Wrong {
            fill(part.texts.entry(*name).or_default(), lang, &format!("{DOTS} {at}"));
        }
    }
}

fn fill(text: &mut Localized, lang: Lang, dots: &str) {
    if text.exact(lang).is_none_or(|text| text.trim().is_empty()) {
        text.set(lang, dots.to_owned());
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_missing_is_dotted_and_what_is_written_stays() {
        let mut sheet = Sheet::new(Kind::Single);
        sheet.texts.entry("text").or_default().set(Lang::Kk, "Не істейсіз?".to_owned());
        if let Some(part) = sheet.parts.first_mut() {
            part.kind = PartKind::Right;
        }
        let dotted = sheet.with_dots(Lang::Kk);
        assert_eq!(dotted.text("text").exact(Lang::Kk), Some("Не істейсіз?"));
        assert_eq!(dotted.text("explanation").exact(Lang::Kk), Some("…"));
        let said = |at: usize, name: &str| {
            dotted.parts.get(at).and_then(|part| part.text(name).exact(Lang::Kk).map(str::to_owned))
        };
        assert_eq!((said(0, "text"), said(0, "why")), (Some("… 1".to_owned()), None));
        assert_eq!((said(2, "text"), said(2, "why")), (Some("… 3".to_owned()), Some("… 3".to_owned())));
    }
}
