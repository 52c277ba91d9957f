//! What is wrong with a question in its form: what cannot be written at all, and what the checks of the course say.

use std::collections::BTreeSet;

use super::kind::Kind;
use super::place::field_at;
use super::sheet::{Part, Sheet};
use super::write::{block_of, shape_numbers, tags, typed_number};
use crate::authoring::model::questions_path;
use crate::authoring::slugs::key_for;
use crate::content::files::{self, Files, Mistake};
use crate::content::message::Code;
use crate::kernel::{Lang, Localized, Slug};

/// A mistake at a field of the form.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::authoring) struct Fault {
    pub(in crate::authoring) field: String,
    pub(in crate::authoring) words: Words,
}

/// What is wrong.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::authoring) enum Words {
    /// A key of the catalogue.
    Text(&'static str),
    /// What the checks say.
    Said(Mistake),
}

/// What was found.
#[derive(Debug, Clone, Default, PartialEq)]
pub(in crate::authoring) struct Judged {
    /// It cannot be written so.
    pub(in crate::authoring) unwritable: Vec<Fault>,
    /// It can be kept, and not be published.
    pub(in crate::authoring) unfinished: Vec<Fault>,
}

impl Judged {
    /// Everything that is wrong, in the order of the form.
    pub(in crate::authoring) fn all(&self) -> impl Iterator<Item = &Fault> {
        self.unwritable.iter().chain(&self.unfinished)
    }

    fn stop(&mut self, field: impl Into<String>, words: &'static str) {
        self.unwritable.push(Fault { field: field.into(), words: Words::Text(words) });
    }
}

/// The longest text, in characters.
const LONGEST: usize = 2000;

/// Gives each part of a question that has no key one made of its text, and judges the question. `files` are those of the
/// course that questions refer to; `taken` are the keys of the other questions.
pub(in crate::authoring) fn judge(
    mut sheet: Sheet,
    (module, files): (&str, Files),
    taken: &BTreeSet<String>,
    languages: &[Lang],
) -> (Sheet, Judged) {
    let mut judged = Judged::default();
    let source = languages.first().copied().unwrap_or(Lang::Kk);
    make_keys(&mut sheet, source, taken);
    stop_at_head(&sheet, taken, &mut judged);
    for (at, part) in sheet.parts.iter().enumerate() {
        stop_at_part(part, &format!("p{at}-"), sheet.kind, &mut judged);
    }
    if judged.unwritable.is_empty() {
        judged.unfinished = said(&sheet, (module, files), (languages, source));
    }
    (sheet, judged)
}

/// A text from which a key is made.
fn words(texts: &Localized, source: Lang) -> &str {
    texts.exact(Lang::En).or(texts.exact(source)).unwrap_or_default()
}

fn make_keys(sheet: &mut Sheet, source: Lang, taken: &BTreeSet<String>) {
    if sheet.key.is_empty() {
        let text = sheet.text("text");
        let key = key_for(words(&text, source), "question", |key| key == "new" || taken.contains(key));
        sheet.key = key.map(|key| key.to_string()).unwrap_or_default();
    }
    let of = sheet.kind;
    let options = sheet.parts.iter().flat_map(|part| &part.options);
    let mut keys: BTreeSet<String> = sheet.parts.iter().chain(options).map(|part| part.key.clone()).collect();
    for part in &mut sheet.parts {
        make_key(part, (of, source), &mut keys);
        for option in &mut part.options {
            make_key(option, (of, source), &mut keys);
        }
    }
}

fn make_key(part: &mut Part, (of, source): (Kind, Lang), keys: &mut BTreeSet<String>) {
    if !part.key.is_empty() {
        return;
    }
    // What a side is called tells nothing of the other one.
    let name = part.kind.texts(of).first().copied().unwrap_or("text");
    let text = part.text(name);
    let fallback = if part.kind.is_option() { "option" } else { part.kind.code() };
    let made = key_for(words(&text, source), fallback, |key| keys.contains(key) || tells(key));
    let key = made.or_else(|| key_for("", fallback, |key| keys.contains(key)));
    let key = key.map(|key| key.to_string()).unwrap_or_default();
    keys.insert(key.clone());
    part.key = key;
}

/// A key that would give the answer away to whoever reads the page's source.
fn tells(key: &str) -> bool {
    let word = key.trim_end_matches(|c: char| c.is_ascii_digit() || c == '-');
    matches!(word, "right" | "wrong" | "correct" | "incorrect" | "key" | "distractor")
}

fn stop_at_head(sheet: &Sheet, taken: &BTreeSet<String>, judged: &mut Judged) {
    if Slug::parse(&sheet.key).is_none() {
        judged.stop("key", "draft-key-wrong");
    } else if taken.contains(&sheet.key) || sheet.key == "new" {
        judged.stop("key", "draft-key-taken");
    }
    if tags(sheet.value("tags")).iter().any(|tag| Slug::parse(tag).is_none()) {
        judged.stop("tags", "bank-tags-wrong");
    }
    for (name, text) in &sheet.texts {
        too_long(text, name, judged);
    }
    if sheet.kind == Kind::Numeric {
        for name in ["min", "max"] {
            if !sheet.value(name).is_empty() && typed_number(sheet.value(name)).is_none() {
                judged.stop(name, "bank-number-wrong");
            }
        }
    }
    for (at, (earlier, later)) in sheet.orders.iter().enumerate() {
        let is_there = |id: &str| sheet.parts.iter().any(|part| part.id == id);
        if !is_there(earlier) || !is_there(later) {
            judged.stop(format!("order{at}-earlier"), "bank-order-wrong");
        }
    }
}

fn too_long(text: &Localized, name: &str, judged: &mut Judged) {
    for lang in Lang::ALL {
        if text.exact(lang).is_some_and(|text| text.chars().count() > LONGEST) {
            judged.stop(format!("{name}-{lang}"), "draft-too-long");
        }
    }
}

fn stop_at_part(part: &Part, prefix: &str, of: Kind, judged: &mut Judged) {
    if Slug::parse(&part.key).is_none() {
        judged.stop(format!("{prefix}key"), "draft-key-wrong");
    }
    for (name, text) in &part.texts {
        too_long(text, &format!("{prefix}{name}"), judged);
    }
    if of == Kind::Hotspot && !part.shape.1.is_empty() {
        let count = shape_numbers(&part.shape.1).map(|numbers| numbers.len());
        let is_fine = match (part.shape.0.as_str(), count) {
            ("circle", Some(count)) => count == 3,
            ("rect", Some(count)) => count == 4,
            ("polygon", Some(count)) => count >= 6 && count % 2 == 0,
            _ => false,
        };
        if !is_fine {
            judged.stop(format!("{prefix}numbers"), "bank-zone-wrong");
        }
    }
    for (at, option) in part.options.iter().enumerate() {
        stop_at_part(option, &format!("{prefix}o{at}-"), of, judged);
    }
}

/// What the checks of the course say of the question by itself. Translations that are not there yet are told by the list
/// of questions and before publishing.
fn said(sheet: &Sheet, (module, mut files): (&str, Files), (languages, source): (&[Lang], Lang)) -> Vec<Fault> {
    let Some(block) = block_of(sheet, languages) else { return Vec::new() };
    let path = questions_path(module);
    files.insert(path.clone(), block.clone().into_bytes());
    let reading = files::read(&files);
    let own = reading.mistakes.into_iter().filter(|mistake| mistake.file == path);
    let waits = |mistake: &Mistake| {
        let lang = mistake.message.args.last().filter(|_| mistake.message.code == Code::LanguageMissing);
        lang.is_some_and(|lang| *lang != source.into())
    };
    let fault = |mistake: Mistake| {
        let field = field_at(&block, (mistake.line, &mistake.message), source);
        Fault { field: in_form(sheet, &block, field), words: Words::Said(mistake) }
    };
    own.filter(|mistake| !waits(mistake)).map(fault).collect()
}

/// The file has right options before wrong ones; the form has them as they were typed.
fn in_form(sheet: &Sheet, block: &str, field: String) -> String {
    let Some(written) = super::read::read(block) else { return field };
    let mut names = field.splitn(3, '-');
    let (Some(part), Some(second)) = (names.next(), names.next()) else { return field };
    let Some(place) = place_of(part, 'p', &written.parts, &sheet.parts) else { return field };
    let Some(rest) = names.next().filter(|_| second.starts_with('o')) else {
        return format!("p{place}-{}", field.split_once('-').map_or("", |(_, rest)| rest));
    };
    let of = |parts: &[Part], at: usize| parts.get(at).map(|part| part.options.clone()).unwrap_or_default();
    let option = place_of(second, 'o', &of(&written.parts, place), &of(&sheet.parts, place));
    option.map_or_else(|| field.clone(), |option| format!("p{place}-o{option}-{rest}"))
}

/// Where the form has the part that the file has at the place that a name such as `p2` says.
fn place_of(name: &str, letter: char, written: &[Part], typed: &[Part]) -> Option<usize> {
    let part = written.get(name.strip_prefix(letter)?.parse::<usize>().ok()?)?;
    typed.iter().position(|other| other.key == part.key && other.kind == part.kind)
}
