//! The texts of the interface: a catalogue per language (Fluent), embedded, with plural rules.
//!
//! One folder per language, one file per feature, the same keys in each; a test compares them and looks up
//! every key that the code names.

mod dates;
mod numbers;

use std::collections::HashMap;
use std::sync::LazyLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use foldhash::fast::RandomState;
use include_dir::{Dir, include_dir};

pub use dates::{long_date, moment, month, short_date};
pub use numbers::number;

use crate::kernel::Lang;

static FILES: Dir<'static> = include_dir!("$CARGO_MANIFEST_DIR/src/i18n");
static KK: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(Lang::Kk));
static RU: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(Lang::Ru));
static EN: LazyLock<Catalogue> = LazyLock::new(|| Catalogue::load(Lang::En));

struct Catalogue {
    /// Texts without arguments, formatted once.
    plain: HashMap<String, String, RandomState>,
    bundle: FluentBundle<FluentResource>,
}

impl Catalogue {
    fn load(lang: Lang) -> Self {
        let locale = lang.code().parse().expect("our codes are well-formed language identifiers");
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match lang {
            Lang::Kk => |value, _| grouped(Lang::Kk, value),
            Lang::Ru => |value, _| grouped(Lang::Ru, value),
            Lang::En => |value, _| grouped(Lang::En, value),
        }));
        let mut keys = Vec::new();
        for source in sources(lang) {
            keys.extend(keys_of(source));
            let resource = FluentResource::try_new(source.to_owned()).unwrap_or_else(|(resource, errors)| {
                tracing::error!(%lang, ?errors, "a catalogue file has mistakes");
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(%lang, ?errors, "a catalogue names a text twice");
            }
        }
        let plain = keys.iter().filter_map(|key| Some(((*key).to_owned(), plain_text(&bundle, key)?))).collect();
        Self { plain, bundle }
    }
}

fn catalogue(lang: Lang) -> &'static Catalogue {
    match lang {
        Lang::Kk => &KK,
        Lang::Ru => &RU,
        Lang::En => &EN,
    }
}

/// Whole numbers of five digits and more are written in groups; a year has four, and stays one.
fn grouped(lang: Lang, value: &FluentValue<'_>) -> Option<String> {
    match value {
        FluentValue::Number(number) if number.value >= 10_000.0 && number.value.fract() == 0.0 => {
            Some(numbers::number(lang, number.value, 0))
        }
        _ => None,
    }
}

/// The text of a message that takes no arguments.
fn plain_text(bundle: &FluentBundle<FluentResource>, key: &str) -> Option<String> {
    let pattern = bundle.get_message(key)?.value()?;
    let mut errors = Vec::new();
    let text = bundle.format_pattern(pattern, None, &mut errors);
    errors.is_empty().then(|| text.into_owned())
}

/// The catalogue files of a language, for the tests that compare languages.
pub fn sources(lang: Lang) -> impl Iterator<Item = &'static str> {
    FILES.get_dir(lang.code()).into_iter().flat_map(Dir::files).filter_map(include_dir::File::contents_utf8)
}

/// The keys of a catalogue file.
pub fn keys_of(source: &str) -> impl Iterator<Item = &str> {
    source
        .lines()
        .filter(|line| line.starts_with(|c: char| c.is_ascii_lowercase()))
        .filter_map(|line| line.split_once('=').map(|(key, _)| key.trim()))
}

/// An argument of a text.
pub type Arg<'a> = FluentValue<'a>;

/// A text without arguments. A missing key is logged and shown as itself; a test keeps that from happening.
pub fn t(lang: Lang, key: &'static str) -> &'static str {
    catalogue(lang).plain.get(key).map_or_else(
        || {
            tracing::error!(%lang, key, "the catalogue lacks a text");
            key
        },
        String::as_str,
    )
}

/// A text with arguments: numbers choose the plural form.
pub fn t_with(lang: Lang, key: &'static str, args: &[(&'static str, Arg<'_>)]) -> String {
    let catalogue = catalogue(lang);
    let Some(pattern) = catalogue.bundle.get_message(key).and_then(|message| message.value()) else {
        tracing::error!(%lang, key, "the catalogue lacks a text");
        return key.to_owned();
    };
    let args: FluentArgs<'_> = args.iter().cloned().collect();
    let mut errors = Vec::new();
    let text = catalogue.bundle.format_pattern(pattern, Some(&args), &mut errors).into_owned();
    if !errors.is_empty() {
        tracing::error!(%lang, key, ?errors, "a text was formatted with mistakes");
    }
    // A Russian date ends in the point of its abbreviation, which ends a sentence too.
    if lang == Lang::Ru && text.contains("\u{433}..") { text.replace("\u{433}..", "\u{433}.") } else { text }
}

/// True if the catalogue of a language has this key.
pub fn has(lang: Lang, key: &str) -> bool {
    catalogue(lang).bundle.has_message(key)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_date_at_the_end_of_a_sentence_has_one_point() {
        let day = long_date(Lang::Ru, crate::kernel::Day::parse("2026-12-29").expect("a day"));
        let card = t_with(Lang::Ru, "card-how", &[("date", day.into())]);
        assert!(card.contains("29 декабря 2026 г. Не показывайте"), "{card}");
    }

    #[test]
    fn long_numbers_stand_in_groups_and_years_do_not() {
        let say = |lang, count: i64| t_with(lang, "centre-people-count", &[("count", count.into())]);
        assert!(say(Lang::Ru, 33_774).starts_with("33\u{a0}774 "), "{}", say(Lang::Ru, 33_774));
        assert!(say(Lang::Kk, 33_774).contains("33\u{a0}774"), "{}", say(Lang::Kk, 33_774));
        assert!(say(Lang::En, 33_774).contains("33,774"), "{}", say(Lang::En, 33_774));
        for lang in Lang::ALL {
            assert!(say(lang, 2026).contains("2026"), "{}", say(lang, 2026));
        }
        // The plural form still goes by the number.
        assert_ne!(say(Lang::Ru, 20_001).replace("20\u{a0}001", ""), say(Lang::Ru, 20_002).replace("20\u{a0}002", ""));
    }
}
