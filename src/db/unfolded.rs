//! Folded words in text that is not folded ([`fold`]): patterns for `GLOB` of SQLite and for regular expressions of
//! PostgreSQL. Neither database folds as we do, and what is looked through now and then has no folded column.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::Conn;
use crate::kernel::text::fold;

/// Latin and Cyrillic letters and digits: no word begins behind one.
const LETTERS: &str = "0-9A-Za-zÀ-ÖØ-öø-ʯЀ-ҁҊ-ԯ";
/// Marks that stand behind a letter. Folding takes them away; where there are any, the pattern is not asked.
const MARKS: &str =
    "\u{300}-\u{36f}\u{483}-\u{489}\u{1ab0}-\u{1aff}\u{1dc0}-\u{1dff}\u{20d0}-\u{20ff}\u{fe20}-\u{fe2f}";
/// Beyond it no letter becomes one that [`is_spelt`] knows.
const LAST: char = '\u{ffff}';

/// How each letter may be written that folds to this one.
static SPELLINGS: LazyLock<BTreeMap<char, String>> = LazyLock::new(|| {
    let mut spellings: BTreeMap<char, String> = BTreeMap::new();
    for written in '\0'..=LAST {
        for folded in fold(written.encode_utf8(&mut [0; 4])).chars().filter(|c| is_spelt(*c)) {
            spellings.entry(folded).or_default().push(written);
        }
    }
    spellings
});

/// Letters of which every spelling is known. Those of other scripts may depend on what stands beside them, as in Greek, or
/// be several in one, as in Korean.
fn is_spelt(folded: char) -> bool {
    matches!(folded, '0'..='9' | 'a'..='z' | '\u{c0}'..='\u{2af}' | '\u{400}'..='\u{52f}' | '@' | '.' | '_' | '+')
}

/// Two patterns: a text that fits neither has no word that begins like this folded one. A few fit that have none either;
/// whoever needs to know folds them.
pub fn beginning(conn: &Conn, word: &str) -> [String; 2] {
    let letter = |any: &str, c: char| match SPELLINGS.get(&c).filter(|_| is_spelt(c)) {
        Some(spellings) => format!("[{spellings}]"),
        None => any.to_owned(),
    };
    let letters = |any: &str| word.chars().map(|c| letter(any, c)).collect::<String>();
    match conn {
        Conn::Sqlite(_) => [format!("*[^{LETTERS}]{}*", letters("*")), format!("*[{MARKS}]*")],
        Conn::Postgres(_) => [format!("[^{LETTERS}]{}", letters(".*")), format!("[{MARKS}]")],
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_letter_that_folds_to_a_known_one_is_among_its_spellings_and_stands_for_no_other() {
        // No letter of a later plane is put together of others that we know.
        for written in '\0'..='\u{1ffff}' {
            let folded = fold(written.encode_utf8(&mut [0; 4]));
            if folded.chars().any(is_spelt) {
                assert_eq!(folded.chars().count(), 1, "{written} becomes {folded}");
                let spellings = folded.chars().next().and_then(|c| SPELLINGS.get(&c)).expect("spellings");
                assert!(spellings.contains(written), "{written} of {folded} in {spellings}");
            }
        }
        for (folded, written) in [('к', "кКқҚ"), ('и', "иИіІйЙ"), ('e', "eEéÉ")] {
            let spellings = &SPELLINGS[&folded];
            assert!(written.chars().all(|c| spellings.contains(c)), "{written} in {spellings}");
        }
    }
}
