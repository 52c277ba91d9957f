//! Keys from titles, so that nobody has to think of one.

use crate::kernel::Slug;
use crate::kernel::latin::latin;

/// Longer keys are cut at a word.
const LONGEST: usize = 40;

/// A key for a title that none of the taken ones is; `fallback` where the title has no letters that we know.
pub(super) fn key_for(title: &str, fallback: &str, is_taken: impl Fn(&str) -> bool) -> Option<Slug> {
    let mut words: Vec<String> = vec![String::new()];
    for letter in title.chars().flat_map(char::to_lowercase) {
        let Some(word) = words.last_mut() else { break };
        if letter.is_ascii_alphanumeric() {
            word.push(letter);
        } else if letter.is_alphabetic() {
            word.push_str(latin(letter));
        } else if !word.is_empty() && letter != '\'' && letter != '’' {
            words.push(String::new());
        }
    }
    let mut key = String::new();
    for word in words.iter().filter(|word| !word.is_empty()) {
        if !key.is_empty() && key.len() + 1 + word.len() > LONGEST {
            break;
        }
        if !key.is_empty() {
            key.push('-');
        }
        key.extend(word.chars().take(LONGEST));
    }
    let key = if key.is_empty() { fallback.to_owned() } else { key };
    let numbered = (2..1000).map(|number| format!("{key}-{number}"));
    std::iter::once(key.clone()).chain(numbered).find(|key| !is_taken(key)).and_then(|key| Slug::parse(&key))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_title_becomes_a_key_that_is_free() {
        let key = |title: &str| key_for(title, "lesson", |key| key == "first-aid").expect("a key").as_str().to_owned();
        assert_eq!(key("Қауіпсіз орын: 3 қадам"), "qauipsiz-oryn-3-qadam");
        assert_eq!(key("First  aid"), "first-aid-2");
        assert_eq!(key("Щётка — don't!"), "shchyotka-dont");
        assert_eq!(key("…"), "lesson");
        assert_eq!(key("急救"), "lesson");
        assert!(key(&"сөз ".repeat(50)).len() <= LONGEST);
        assert!(key(&"щ".repeat(200)).len() <= LONGEST);
    }
}
